// The two texts of a body, read by simdjson. Its parser is kept from body to body, as it wants to be used, and
// so are the texts: they last until the next body.
#include <simdjson.h>

extern "C" void simdjson_texts(const char *body, size_t len, const char **status, const char **details)
{
    static simdjson::dom::parser parser;
    simdjson::dom::element root;
    // It copies the body, to have room behind it.
    if (parser.parse(body, len).get(root) != simdjson::SUCCESS) {
        return;
    }
    if (root["status"].get(*status) != simdjson::SUCCESS) {
        *status = nullptr;
    }
    if (root["details"].get(*details) != simdjson::SUCCESS && root["message"].get(*details) != simdjson::SUCCESS) {
        *details = nullptr;
    }
}

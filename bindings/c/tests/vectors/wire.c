/* Runs wire.json. */
#include <string.h>
#include <strings.h>

#include "vectors.h"

/* The expected value of a header, whose name compares without case; NULL where none is. */
static const json_t *header_of(const json_t *headers, cad_str name)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)headers, key, value) {
        if (strlen(key) == name.len && strncasecmp(key, name.data, name.len) == 0) {
            return value;
        }
    }
    return NULL;
}

static void check_headers(const cad_http_request *built, const json_t *expected)
{
    size_t count = cad_http_request_header_count(built);
    size_t agents = 0;
    for (size_t i = 0; i < count; i++) {
        cad_str name = {NULL, 0}, value = {NULL, 0};
        CHECK_STATUS(cad_http_request_header(built, i, &name, &value), CAD_OK);
        if (name.len == 10 && strncasecmp(name.data, "user-agent", 10) == 0) {
            CHECK_TEXT(value, cad_cstr("cloudagent-disposition/" CAD_VERSION));
            agents++;
        } else {
            CHECK_TEXT(value, text_of(header_of(expected, name)));
        }
    }
    CHECK(agents == 1 && count - agents == json_object_size(expected));
}

static void compare(const cad_http_request *built, const json_t *expected)
{
    static const char *const keys[] = {"method", "url",  "headers", "body",
                                       "host",   "port", "target",  NULL};
    only_keys(expected, keys);
    CHECK_TEXT(cad_cstr(cad_http_request_method(built)),
               text_of(json_object_get(expected, "method")));
    CHECK_TEXT(cad_http_request_url(built), text_of(json_object_get(expected, "url")));
    CHECK_TEXT(cad_http_request_body(built), text_of(json_object_get(expected, "body")));
    check_headers(built, json_object_get(expected, "headers"));
    const json_t *host = json_object_get(expected, "host");
    if (host != NULL) {
        CHECK_TEXT(cad_http_request_host(built), text_of(host));
    }
    const json_t *port = json_object_get(expected, "port");
    if (port != NULL) {
        CHECK(cad_http_request_port(built) == json_integer_value(port));
    }
    const json_t *target = json_object_get(expected, "target");
    if (target != NULL) {
        CHECK_TEXT(cad_http_request_target(built), text_of(target));
    }
}

void run_wire(const json_t *value)
{
    static const char *const keys[] = {"id",      "source",  "kind",     "api",    "base_url",
                                       "account", "request", "campaign", "expect", NULL};
    only_keys(value, keys);
    const json_t *expected = json_object_get(value, "expect");
    const json_t *refused = json_object_get(expected, "violations");
    cad_account *account = account_of(json_object_get(value, "account"));
    cad_api api = number_of(cad_api_name, json_object_get(value, "api"));
    cad_str base_url = text_of(json_object_get(value, "base_url"));
    cad_str kind = text_of(json_object_get(value, "kind"));

    cad_http_request *built = NULL;
    cad_violations *problems = NULL;
    cad_status status = CAD_OK;
    if (kind.data == NULL || strcmp(kind.data, "set") == 0) {
        cad_request request = request_of(json_object_get(value, "request"));
        status = cad_build_request(account, &request, api, base_url, &built, &problems);
    } else if (strcmp(kind.data, "token") == 0) {
        status = cad_build_token_request(account, base_url, &built, &problems);
    } else if (CHECK(strcmp(kind.data, "list") == 0)) {
        cad_str campaign = text_of(json_object_get(value, "campaign"));
        status = cad_build_list_request(account, campaign, api, base_url, &built, &problems);
    }
    CHECK_STATUS(status, refused != NULL ? CAD_INVALID : CAD_OK);
    CHECK((built != NULL) == (refused == NULL) && (problems != NULL) == (refused != NULL));
    if (refused != NULL) {
        static const char *const refused_keys[] = {"violations", NULL};
        only_keys(expected, refused_keys);
        check_violations(problems, refused);
    } else if (built != NULL) {
        compare(built, expected);
    }
    cad_http_request_free(built);
    cad_violations_free(problems);
    cad_account_free(account);
}

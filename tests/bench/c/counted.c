/* One thing, so often, for a tool that counts instructions or allocations: what two runs of different length
 * differ by is what each time costs, without the program's start.
 *
 * Beside each of the library's stands the least that somebody else would do: simdjson and two comparisons, and
 * the same URL put together by hand, with nothing checked.
 *
 * Usage: counted classify | parse | build | by_hand TIMES */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cloudagent_disposition.h"

static const char REPLY[] = "{\"status\": \"Success\", \"details\": \"Disposition saved successfully\"}";

static void classify(int times)
{
    cad_http_reply reply = CAD_HTTP_REPLY_INIT;
    reply.status = 200;
    reply.body = cad_cstr(REPLY);
    cad_reply meant = CAD_REPLY_INIT;
    for (int i = 0; i < times; i++) {
        cad_classify(CAD_API_GET_V2, &reply, &meant);
    }
    if (meant.outcome != CAD_OUTCOME_SAVED) {
        exit(EXIT_FAILURE);
    }
}

/* What simdjson.cpp reads. */
void simdjson_texts(const char *body, size_t len, const char **status, const char **details);

static void parse(int times)
{
    for (int i = 0; i < times; i++) {
        const char *status = NULL, *details = NULL;
        simdjson_texts(REPLY, sizeof REPLY - 1, &status, &details);
        if (strcmp(status, "Success") != 0 || strcmp(details, "Disposition saved successfully") != 0) {
            exit(EXIT_FAILURE);
        }
    }
}

static void build(int times)
{
    cad_account *account = NULL;
    cad_account_with_api_key(cad_cstr("acme"), cad_cstr("KKacme0123456789"), &account);
    cad_request what = CAD_REQUEST_INIT;
    what.ucid = cad_cstr("81891700000000002");
    what.did = cad_cstr("914000000001");
    what.agent_id = cad_cstr("ravi");
    what.disposition = cad_cstr("Sale");
    const cad_str nowhere = {NULL, 0};
    for (int i = 0; i < times; i++) {
        cad_http_request *request = NULL;
        if (cad_build_request(account, &what, CAD_API_GET_V2, nowhere, &request, NULL) != CAD_OK) {
            exit(EXIT_FAILURE);
        }
        cad_http_request_free(request);
    }
    cad_account_free(account);
}

static char *encoded(char *out, const char *value)
{
    static const char DIGITS[] = "0123456789ABCDEF";
    for (; *value != '\0'; value++) {
        unsigned char byte = (unsigned char)*value;
        if (isalnum(byte) || strchr("-._~", byte) != NULL) {
            *out++ = *value;
        } else {
            *out++ = '%';
            *out++ = DIGITS[byte >> 4];
            *out++ = DIGITS[byte & 15];
        }
    }
    return out;
}

static void by_hand(int times)
{
    static const char *const parameters[][2] = {
        {"?action=", "Set"},   {"&apiKey=", "KKacme0123456789"}, {"&agentId=", "ravi"},
        {"&customer=", "acme"}, {"&did=", "914000000001"},        {"&comments=", ""},
        {"&ucid=", "81891700000000002"}, {"&disposition=", "Sale"}, {"&pauseReason=", ""},
        {"&pauseAfterDispose=", "false"}};
    static const char WHERE[] = "https://in1-ccaas-api.ozonetel.com/CAServices/Disposition/DispositionAPIV2.php";
    for (int i = 0; i < times; i++) {
        char *url = malloc(1024), *end = url;
        end = stpcpy(end, WHERE);
        for (size_t at = 0; at < sizeof parameters / sizeof parameters[0]; at++) {
            end = encoded(stpcpy(end, parameters[at][0]), parameters[at][1]);
        }
        /* It holds the key. */
        explicit_bzero(url, (size_t)(end - url));
        free(url);
    }
}

int main(int count, char **arguments)
{
    static const struct {
        const char *name;
        void (*run)(int times);
    } works[] = {{"classify", classify}, {"parse", parse}, {"build", build}, {"by_hand", by_hand}};
    for (size_t at = 0; count == 3 && at < sizeof works / sizeof works[0]; at++) {
        if (strcmp(arguments[1], works[at].name) == 0) {
            works[at].run(atoi(arguments[2]));
            return EXIT_SUCCESS;
        }
    }
    return EXIT_FAILURE;
}

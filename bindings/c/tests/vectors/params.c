/* Runs params.json. */
#include <stdlib.h>
#include <string.h>

#include "vectors.h"

/* A request that every API can carry, to look at an account through. */
static cad_request any_request(void)
{
    cad_request request = CAD_REQUEST_INIT;
    request.ucid = request.did = cad_cstr("1");
    request.agent_id = request.disposition = cad_cstr("x");
    return request;
}

/* Nothing shows an account's key, so that of the parameters is compared by what is built and what
 * is found wrong with it, against an account that is made with the expected one. */
static void check_same_account(const cad_account *actual, const cad_account *expected)
{
    cad_request request = any_request();
    for (cad_api api = CAD_API_GET_V2; api <= CAD_API_POST_TOKEN; api++) {
        const cad_account *accounts[2] = {actual, expected};
        cad_http_request *built[2] = {NULL, NULL};
        cad_violations *found[2] = {NULL, NULL};
        for (size_t i = 0; i < 2; i++) {
            cad_build_request(accounts[i], &request, api, cad_cstr(NULL), &built[i], NULL);
            CHECK_STATUS(cad_validate(accounts[i], &request, api, cad_cstr(NULL), &found[i]),
                         CAD_OK);
        }
        CHECK_TEXT(cad_http_request_url(built[0]), cad_http_request_url(built[1]));
        size_t count = cad_http_request_header_count(built[0]);
        CHECK(count == cad_http_request_header_count(built[1]));
        for (size_t i = 0; i < count; i++) {
            cad_str name = {NULL, 0}, values[2] = {{NULL, 0}, {NULL, 0}};
            CHECK_STATUS(cad_http_request_header(built[0], i, &name, &values[0]), CAD_OK);
            CHECK_STATUS(cad_http_request_header(built[1], i, &name, &values[1]), CAD_OK);
            CHECK_TEXT(values[0], values[1]);
        }
        count = cad_violations_count(found[0]);
        CHECK(count == cad_violations_count(found[1]));
        for (size_t i = 0; i < count; i++) {
            cad_violation violations[2] = {CAD_VIOLATION_INIT, CAD_VIOLATION_INIT};
            CHECK_STATUS(cad_violations_get(found[0], i, &violations[0]), CAD_OK);
            CHECK_STATUS(cad_violations_get(found[1], i, &violations[1]), CAD_OK);
            CHECK(violations[0].field == violations[1].field &&
                  violations[0].problem == violations[1].problem);
        }
        for (size_t i = 0; i < 2; i++) {
            cad_http_request_free(built[i]);
            cad_violations_free(found[i]);
        }
    }
}

/* The key among these parameters. A customer is added where there is none: without one nothing is
 * built. */
static void check_key(const cad_param *params, size_t count, cad_api api, bool customer,
                      const json_t *key)
{
    cad_param *with = malloc((count + 1) * sizeof *with);
    if (count > 0) {
        memcpy(with, params, count * sizeof *with);
    }
    if (!customer) {
        with[count].name = cad_cstr("customer");
        with[count].value = cad_cstr("acme");
    }
    cad_parsed *parsed = NULL;
    cad_account *actual = NULL, *expected = NULL;
    CHECK_STATUS(cad_from_params(with, customer ? count : count + 1, api, &parsed), CAD_OK);
    CHECK_STATUS(cad_parsed_account(parsed, &actual), CAD_OK);
    cad_str name = cad_parsed_customer(parsed);
    if (is_none(key)) {
        CHECK_STATUS(cad_account_without_credential(name, &expected), CAD_OK);
    } else {
        CHECK_STATUS(cad_account_with_api_key(name, text_of(key), &expected), CAD_OK);
    }
    check_same_account(actual, expected);
    cad_account_free(actual);
    cad_account_free(expected);
    cad_parsed_free(parsed);
    free(with);
}

void run_params(const json_t *value)
{
    static const char *const keys[] = {"id", "source", "params", "api", "expect", NULL};
    static const char *const expect_keys[] = {"customer", "api_key", "request", "violations", NULL};
    only_keys(value, keys);
    const json_t *expected = json_object_get(value, "expect");
    only_keys(expected, expect_keys);
    CHECK(json_object_size(expected) == 4);
    cad_api api = number_of(cad_api_name, json_object_get(value, "api"));

    const json_t *given = json_object_get(value, "params");
    size_t count = json_array_size(given);
    cad_param *params = malloc((count + 1) * sizeof *params);
    for (size_t i = 0; i < count; i++) {
        const json_t *pair = json_array_get(given, i);
        CHECK(json_array_size(pair) == 2);
        params[i].name = text_of(json_array_get(pair, 0));
        params[i].value = text_of(json_array_get(pair, 1));
    }
    cad_parsed *parsed = NULL;
    CHECK_STATUS(cad_from_params(params, count, api, &parsed), CAD_OK);
    check_violations(cad_parsed_violations(parsed), json_object_get(expected, "violations"));
    CHECK_TEXT(cad_parsed_customer(parsed), text_of(json_object_get(expected, "customer")));
    cad_request request = CAD_REQUEST_INIT;
    CHECK_STATUS(cad_parsed_request(parsed, &request), CAD_OK);
    cad_request wanted = request_of(json_object_get(expected, "request"));
    check_request(&request, &wanted);
    bool customer = cad_parsed_customer(parsed).data != NULL;
    check_key(params, count, api, customer, json_object_get(expected, "api_key"));
    cad_parsed_free(parsed);
    free(params);
}

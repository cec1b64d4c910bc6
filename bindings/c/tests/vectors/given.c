/* What the vectors give and expect, read. */
#include <string.h>

#include "vectors.h"

void only_keys(const json_t *object, const char *const *keys)
{
    const char *key;
    json_t *value;
    if (!CHECK(json_is_object(object))) {
        return;
    }
    json_object_foreach((json_t *)object, key, value) {
        bool known = false;
        for (size_t i = 0; keys[i] != NULL; i++) {
            known = known || strcmp(keys[i], key) == 0;
        }
        if (!known) {
            check(false, key, "the vectors: a key that this runner does not know", 0);
        }
    }
}

bool is_none(const json_t *value)
{
    return value == NULL || json_is_null(value);
}

cad_str text_of(const json_t *value)
{
    cad_str text = {NULL, 0};
    if (!is_none(value) && CHECK(json_is_string(value))) {
        text.data = json_string_value(value);
        text.len = json_string_length(value);
    }
    return text;
}

uint32_t number_of(const char *(*name)(uint32_t), const json_t *word)
{
    if (is_none(word)) {
        return 0;
    }
    const char *expected = json_string_value(word);
    for (uint32_t number = 1; number < 100; number++) {
        if (expected != NULL && strcmp(name(number), expected) == 0) {
            return number;
        }
    }
    check(false, expected != NULL ? expected : "?", "the vectors: a word without a number", 0);
    return 0;
}

cad_account *account_of(const json_t *given)
{
    static const char *const keys[] = {"customer", "api_key", "token", NULL};
    only_keys(given, keys);
    cad_str customer = text_of(json_object_get(given, "customer"));
    const json_t *key = json_object_get(given, "api_key");
    const json_t *token = json_object_get(given, "token");
    cad_account *account = NULL;
    cad_status status;
    if (!is_none(key)) {
        CHECK(is_none(token));
        status = cad_account_with_api_key(customer, text_of(key), &account);
    } else if (!is_none(token)) {
        status = cad_account_with_token(customer, text_of(token), &account);
    } else {
        status = cad_account_without_credential(customer, &account);
    }
    CHECK_STATUS(status, CAD_OK);
    return account;
}

static cad_flag flag_of(const json_t *value)
{
    if (is_none(value)) {
        return CAD_UNSET;
    }
    CHECK(json_is_boolean(value));
    return json_is_true(value) ? CAD_YES : CAD_NO;
}

cad_request request_of(const json_t *given)
{
    static const char *const keys[] = {
        // generated: keys (by `cargo gen`)
        "ucid",
        "did",
        "agent_id",
        "disposition",
        "comments",
        "pause_after_dispose",
        "pause_reason",
        "callback_time",
        "callback_time_zone",
        "auto_release",
        // end
        NULL,
    };
    only_keys(given, keys);
    cad_request request = CAD_REQUEST_INIT;
    // generated: given (by `cargo gen`)
    request.ucid = text_of(json_object_get(given, "ucid"));
    request.did = text_of(json_object_get(given, "did"));
    request.agent_id = text_of(json_object_get(given, "agent_id"));
    request.disposition = text_of(json_object_get(given, "disposition"));
    request.comments = text_of(json_object_get(given, "comments"));
    request.pause_after_dispose = flag_of(json_object_get(given, "pause_after_dispose"));
    request.pause_reason = text_of(json_object_get(given, "pause_reason"));
    request.callback_time = text_of(json_object_get(given, "callback_time"));
    request.callback_time_zone = text_of(json_object_get(given, "callback_time_zone"));
    request.auto_release = flag_of(json_object_get(given, "auto_release"));
    // end
    return request;
}

void check_request(const cad_request *actual, const cad_request *expected)
{
    // generated: compared (by `cargo gen`)
    CHECK_TEXT(actual->ucid, expected->ucid);
    CHECK_TEXT(actual->did, expected->did);
    CHECK_TEXT(actual->agent_id, expected->agent_id);
    CHECK_TEXT(actual->disposition, expected->disposition);
    CHECK_TEXT(actual->comments, expected->comments);
    CHECK(actual->pause_after_dispose == expected->pause_after_dispose);
    CHECK_TEXT(actual->pause_reason, expected->pause_reason);
    CHECK_TEXT(actual->callback_time, expected->callback_time);
    CHECK_TEXT(actual->callback_time_zone, expected->callback_time_zone);
    CHECK((actual->auto_release == CAD_YES) == (expected->auto_release == CAD_YES));
    // end
}

void check_violations(const cad_violations *actual, const json_t *expected)
{
    static const char *const keys[] = {"field", "problem", "severity", NULL};
    size_t count = cad_violations_count(actual);
    CHECK(json_is_array(expected) && count == json_array_size(expected));
    for (size_t i = 0; i < count && i < json_array_size(expected); i++) {
        const json_t *wanted = json_array_get(expected, i);
        only_keys(wanted, keys);
        cad_violation violation = CAD_VIOLATION_INIT;
        CHECK_STATUS(cad_violations_get(actual, i, &violation), CAD_OK);
        CHECK_TEXT(cad_cstr(cad_field_name(violation.field)),
                   text_of(json_object_get(wanted, "field")));
        CHECK_TEXT(cad_cstr(cad_problem_name(violation.problem)),
                   text_of(json_object_get(wanted, "problem")));
        CHECK_TEXT(cad_cstr(cad_severity_name(violation.severity)),
                   text_of(json_object_get(wanted, "severity")));
        CHECK(violation.detail.len > 1 && violation.detail.data[violation.detail.len - 1] == '.');
    }
}

void check_includes(const json_t *actual, const json_t *expected)
{
    if (json_is_object(expected)) {
        const char *key;
        json_t *value;
        json_object_foreach((json_t *)expected, key, value) {
            const json_t *found = json_object_get(actual, key);
            if (check(found != NULL, key, "the receipt lacks a key", 0)) {
                check_includes(found, value);
            }
        }
    } else if (json_is_array(expected)) {
        CHECK(json_array_size(actual) == json_array_size(expected));
        for (size_t i = 0; i < json_array_size(expected); i++) {
            check_includes(json_array_get(actual, i), json_array_get(expected, i));
        }
    } else if (!json_equal(actual, expected)) {
        char *is = json_dumps(actual, JSON_ENCODE_ANY);
        char *wanted = json_dumps(expected, JSON_ENCODE_ANY);
        CHECK_TEXT(cad_cstr(is), cad_cstr(wanted));
        free(is);
        free(wanted);
    }
}

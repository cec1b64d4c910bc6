/* Runs receipts.json: JSON forms that another version wrote, read and written again. */
#include <string.h>

#include "vectors.h"

/* A text that may be absent. */
static json_t *text(cad_str view)
{
    return view.data == NULL ? json_null() : json_stringn(view.data, view.len);
}

/* The word of a number; 0 has none. */
static json_t *word(const char *(*name)(uint32_t), uint32_t number)
{
    return number == 0 ? json_null() : json_string(name(number));
}

/* A number that says by this one that there is none. */
static json_t *number(json_int_t value, json_int_t none)
{
    return value == none ? json_null() : json_integer(value);
}

static json_t *attempts(const cad_receipt *receipt)
{
    json_t *all = json_array();
    for (size_t i = 0; i < cad_receipt_attempt_count(receipt); i++) {
        cad_attempt one = CAD_ATTEMPT_INIT;
        CHECK_STATUS(cad_receipt_attempt(receipt, i, &one), CAD_OK);
        json_array_append_new(
            all, json_pack("{s:o, s:o, s:o, s:o, s:I}", "delivery",
                           word(cad_delivery_name, one.delivery), "kind",
                           word(cad_kind_name, one.kind), "outcome",
                           word(cad_outcome_name, one.outcome), "http_status",
                           number(one.http_status, 0), "duration_ms", (json_int_t)one.duration_ms));
    }
    return all;
}

static json_t *warnings(const cad_receipt *receipt)
{
    json_t *all = json_array();
    const cad_violations *list = cad_receipt_warnings(receipt);
    for (size_t i = 0; i < cad_violations_count(list); i++) {
        cad_violation one = CAD_VIOLATION_INIT;
        CHECK_STATUS(cad_violations_get(list, i, &one), CAD_OK);
        json_array_append_new(all, json_pack("{s:o, s:o, s:o, s:o}", "field",
                                             word(cad_field_name, one.field), "problem",
                                             word(cad_problem_name, one.problem), "severity",
                                             word(cad_severity_name, one.severity), "detail",
                                             text(one.detail)));
    }
    return all;
}

/* What the getters say. */
static json_t *seen(const cad_receipt *receipt)
{
    json_t *all = json_object();
    json_object_set_new(all, "effect", word(cad_effect_name, cad_receipt_effect(receipt)));
    json_object_set_new(all, "advice", word(cad_advice_name, cad_receipt_advice(receipt)));
    json_object_set_new(all, "may_resend", json_boolean(cad_receipt_may_resend(receipt)));
    json_object_set_new(all, "retry_after_seconds",
                        number(cad_receipt_retry_after_seconds(receipt), -1));
    json_object_set_new(all, "outcome", word(cad_outcome_name, cad_receipt_outcome(receipt)));
    json_object_set_new(all, "http_status", number(cad_receipt_http_status(receipt), 0));
    json_object_set_new(all, "status", text(cad_receipt_status(receipt)));
    json_object_set_new(all, "details", text(cad_receipt_details(receipt)));
    json_object_set_new(all, "ucid", text(cad_receipt_ucid(receipt)));
    json_object_set_new(all, "did", text(cad_receipt_did(receipt)));
    json_object_set_new(all, "action", text(cad_receipt_action(receipt)));
    json_object_set_new(all, "excerpt", text(cad_receipt_excerpt(receipt)));
    json_object_set_new(all, "pause_requested", json_boolean(cad_receipt_pause_requested(receipt)));
    json_object_set_new(all, "attempts", attempts(receipt));
    json_object_set_new(all, "warnings", warnings(receipt));
    json_object_set_new(all, "request_id", text(cad_receipt_request_id(receipt)));
    json_object_set_new(all, "token_requests", json_integer(cad_receipt_token_requests(receipt)));
    json_object_set_new(all, "sentence", text(cad_receipt_sentence(receipt)));
    return all;
}

/* One violation, of the form as a whole or of one of its fields. */
static void check_unreadable(cad_status status, const cad_violations *problems)
{
    CHECK_STATUS(status, CAD_INVALID);
    cad_violation violation = CAD_VIOLATION_INIT;
    CHECK_STATUS(cad_violations_get(problems, 0, &violation), CAD_OK);
    CHECK(violation.detail.len > 0);
}

static void run_receipt(cad_str json, const json_t *fields, const json_t *written)
{
    cad_receipt *receipt = NULL, *copy = NULL;
    cad_violations *problems = NULL;
    cad_status status = cad_receipt_from_json(json, &receipt, &problems);
    if (written == NULL) {
        check_unreadable(status, problems);
        CHECK(receipt == NULL);
    } else if (CHECK_STATUS(status, CAD_OK)) {
        json_t *told = seen(receipt);
        check_includes(told, fields);
        json_decref(told);
        /* A copy keeps what only the other version knows. */
        CHECK_STATUS(cad_receipt_copy(receipt, &copy), CAD_OK);
        const cad_receipt *const both[] = {receipt, copy};
        for (size_t i = 0; i < COUNT(both); i++) {
            cad_string *again = NULL;
            CHECK_STATUS(cad_receipt_to_json(both[i], &again), CAD_OK);
            CHECK_TEXT(cad_string_view(again), text_of(written));
            cad_string_free(again);
        }
    }
    cad_violations_free(problems);
    cad_receipt_free(receipt);
    cad_receipt_free(copy);
}

static void run_request(cad_str json, const json_t *written)
{
    cad_parsed *parsed = NULL;
    cad_status status = cad_request_from_json(json, &parsed);
    if (written == NULL) {
        check_unreadable(status, cad_parsed_violations(parsed));
    } else if (CHECK_STATUS(status, CAD_OK)) {
        cad_request request = CAD_REQUEST_INIT;
        cad_string *again = NULL;
        CHECK_STATUS(cad_parsed_request(parsed, &request), CAD_OK);
        CHECK_STATUS(cad_request_to_json(&request, &again), CAD_OK);
        CHECK_TEXT(cad_string_view(again), text_of(written));
        cad_string_free(again);
    }
    cad_parsed_free(parsed);
}

void run_receipts(const json_t *value)
{
    static const char *const keys[] = {"id", "source", "form", "json", "expect", NULL};
    only_keys(value, keys);
    cad_str form = text_of(json_object_get(value, "form"));
    cad_str json = text_of(json_object_get(value, "json"));
    json_t *fields = json_copy(json_object_get(value, "expect"));
    json_t *written = json_incref(json_object_get(fields, "json"));
    if (written == NULL) {
        CHECK(json_is_true(json_object_get(fields, "unreadable")) && json_object_size(fields) == 1);
    }
    json_object_del(fields, "json");
    if (form.data == NULL) {
        run_receipt(json, fields, written);
    } else if (CHECK(strcmp(form.data, "request") == 0)) {
        run_request(json, written);
    }
    json_decref(written);
    json_decref(fields);
}

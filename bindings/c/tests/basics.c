/* The first things that a user does: versions, a reply, a request, a call over a transport. */
#include <string.h>

#include "harness.h"

static void the_header_fits_the_library(void)
{
    CHECK(strcmp(cad_version(), CAD_VERSION) == 0);
    CHECK(cad_version_number() == CAD_VERSION_NUMBER);
    CHECK_STATUS(cad_check_header(CAD_VERSION_NUMBER), CAD_OK);
    CHECK_STATUS(cad_check_header(CAD_VERSION_NUMBER + 0x100), CAD_BAD_VERSION);
    CHECK_STATUS(cad_check_header(CAD_VERSION_NUMBER + 0x10000), CAD_BAD_VERSION);
    /* A later patch may be missing something, but nothing that a header can name. */
    CHECK_STATUS(cad_check_header(CAD_VERSION_NUMBER + 1), CAD_OK);
}

/* The number is made of the three parts, each in its place: 0.1.0 must differ from 0.0.1. */
static void the_version_number_is_composed(void)
{
    unsigned major = 0, minor = 0, patch = 0;
    CHECK(sscanf(cad_version(), "%u.%u.%u", &major, &minor, &patch) == 3);
    CHECK(CAD_VERSION_NUMBER >> 16 == major);
    CHECK((CAD_VERSION_NUMBER >> 8 & 0xFF) == minor);
    CHECK((CAD_VERSION_NUMBER & 0xFF) == patch);
}

static void a_reply_is_classified_without_a_heap(void)
{
    static const char body[] = "{\"status\": \"Fail\", \"details\": \"Invalid agent\"}";
    cad_reply reply = CAD_REPLY_INIT;
    CHECK_STATUS(cad_classify(200, body, sizeof body - 1, cad_cstr(NULL), cad_cstr(NULL), &reply),
                 CAD_OK);
    CHECK(reply.outcome == CAD_OUTCOME_INVALID_AGENT);
    CHECK(reply.effect == CAD_EFFECT_NOT_APPLIED);
    CHECK(reply.advice == CAD_ADVICE_FIX_REQUEST);
    CHECK(reply.retry_after_seconds == -1 && reply.recognised == 1 && reply.left_out == 0);
    CHECK_TEXT(reply.details, cad_cstr("Invalid agent"));
    CHECK(reply.details.data > body && reply.details.data < body + sizeof body);
    CHECK(reply.hint.len > 20);
    CHECK(strcmp(cad_outcome_name(reply.outcome), "invalid_agent") == 0);
}

static void a_text_that_a_view_cannot_show_needs_scratch(void)
{
    static const char body[] = "{\"status\": \"Fail\", \"details\": \"Invalid \\u0061gent\"}";
    char scratch[CAD_SCRATCH_SIZE];
    cad_reply reply = CAD_REPLY_INIT;
    cad_str none = {NULL, 0};
    CHECK_STATUS(cad_classify(200, body, sizeof body - 1, none, none, &reply), CAD_OK);
    CHECK(reply.outcome == CAD_OUTCOME_INVALID_AGENT);
    CHECK(reply.left_out == CAD_TEXT_DETAILS);
    CHECK_TEXT(reply.details, none);
    CHECK_TEXT(reply.status, cad_cstr("Fail"));
    CHECK_STATUS(cad_classify_into(200, body, sizeof body - 1, none, none, scratch, sizeof scratch,
                                   &reply),
                 CAD_OK);
    CHECK(reply.left_out == 0);
    CHECK_TEXT(reply.details, cad_cstr("Invalid agent"));
    CHECK(reply.details.data == scratch);
    /* Too small a buffer leaves the text out, and is not written beyond its end. */
    memset(scratch, '#', sizeof scratch);
    CHECK_STATUS(cad_classify_into(200, body, sizeof body - 1, none, none, scratch, 12, &reply),
                 CAD_OK);
    CHECK(reply.left_out == CAD_TEXT_DETAILS && scratch[12] == '#');
}

static void everything_wrong_is_told_at_once(void)
{
    cad_account *account = NULL;
    CHECK_STATUS(cad_account_with_api_key(cad_cstr("acme"), cad_cstr("KK-test"), &account), CAD_OK);
    CHECK_TEXT(cad_account_customer(account), cad_cstr("acme"));

    cad_request request = CAD_REQUEST_INIT;
    request.ucid = cad_cstr("8.18917E+16");
    request.did = cad_cstr("914000000001");
    request.agent_id = cad_cstr("ravi");
    request.disposition = cad_cstr("Sale");
    request.pause_reason = cad_cstr("Lunch");
    cad_violations *found = NULL;
    CHECK_STATUS(cad_validate(account, &request, CAD_API_GET_V2, cad_cstr("ftp://x"), &found),
                 CAD_OK);
    static const struct {
        cad_field field;
        cad_problem problem;
    } expected[] = {
        {CAD_FIELD_BASE_URL, CAD_PROBLEM_INVALID},
        {CAD_FIELD_UCID, CAD_PROBLEM_DAMAGED_NUMBER},
        {CAD_FIELD_PAUSE_AFTER_DISPOSE, CAD_PROBLEM_MISSING},
    };
    CHECK(cad_violations_count(found) == COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        cad_violation violation = CAD_VIOLATION_INIT;
        CHECK_STATUS(cad_violations_get(found, i, &violation), CAD_OK);
        CHECK(violation.field == expected[i].field);
        CHECK(violation.problem == expected[i].problem);
        CHECK(violation.severity == CAD_SEVERITY_ERROR);
        CHECK(violation.detail.len > 0);
    }
    cad_violations_free(found);
    cad_account_free(account);
}

static void a_number_that_is_none_is_named_unknown(void)
{
    static const struct {
        const char *(*name)(uint32_t);
        const char *first;
    } names[] = {
        {cad_effect_name, "applied"},     {cad_advice_name, "none"},
        {cad_outcome_name, "saved"},      {cad_flag_name, "no"},
        {cad_api_name, "get_v2"},         {cad_mode_name, "standard"},
        {cad_severity_name, "error"},     {cad_field_name, "json"},
        {cad_problem_name, "missing"},    {cad_delivery_name, "not_sent"},
        {cad_kind_name, "name_lookup"},   {cad_event_kind_name, "timer"},
        {cad_step_kind_name, "send"},
#ifndef CAD_NO_CLIENT
        {cad_proxy_name, "environment"},
#endif
    };
    for (size_t i = 0; i < COUNT(names); i++) {
        CHECK(strcmp(names[i].name(1), names[i].first) == 0);
        CHECK(strcmp(names[i].name(9999), "unknown") == 0);
        CHECK(strcmp(names[i].name(UINT32_MAX), "unknown") == 0);
    }
    CHECK(strcmp(cad_status_name(CAD_PANIC), "panic") == 0);
    CHECK(strcmp(cad_status_name(-1), "unknown") == 0);
}

static void a_request_goes_to_json_and_back(void)
{
    cad_request request = CAD_REQUEST_INIT;
    request.ucid = cad_cstr("8189000000001");
    request.comments = cad_cstr("Call \"back\" \xe2\x82\xb9");
    request.pause_after_dispose = CAD_NO;
    request.auto_release = CAD_YES;
    cad_string *json = NULL;
    CHECK_STATUS(cad_request_to_json(&request, &json), CAD_OK);
    cad_str text = cad_string_view(json);
    CHECK(text.data[text.len] == '\0');

    cad_parsed *parsed = NULL;
    CHECK_STATUS(cad_request_from_json(text, &parsed), CAD_OK);
    cad_request again = CAD_REQUEST_INIT;
    CHECK_STATUS(cad_parsed_request(parsed, &again), CAD_OK);
    CHECK_TEXT(again.ucid, request.ucid);
    CHECK_TEXT(again.comments, request.comments);
    CHECK_TEXT(again.did, request.did);
    CHECK(again.pause_after_dispose == CAD_NO && again.auto_release == CAD_YES);
    CHECK(cad_violations_count(cad_parsed_violations(parsed)) == 0);
    cad_parsed_free(parsed);
    cad_string_free(json);

    CHECK_STATUS(cad_request_from_json(cad_cstr("{\"ucid\": 8189}"), &parsed), CAD_INVALID);
    cad_violation violation = CAD_VIOLATION_INIT;
    CHECK_STATUS(cad_violations_get(cad_parsed_violations(parsed), 0, &violation), CAD_OK);
    CHECK(violation.field == CAD_FIELD_UCID && violation.problem == CAD_PROBLEM_INVALID);
    cad_parsed_free(parsed);
}

int main(int count, char **arguments)
{
    static const test tests[] = {
        TEST(the_header_fits_the_library),
        TEST(the_version_number_is_composed),
        TEST(a_reply_is_classified_without_a_heap),
        TEST(a_text_that_a_view_cannot_show_needs_scratch),
        TEST(everything_wrong_is_told_at_once),
        TEST(a_number_that_is_none_is_named_unknown),
        TEST(a_request_goes_to_json_and_back),
    };
    return run_tests(tests, COUNT(tests), count > 1 ? arguments[1] : NULL);
}

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
    const cad_http_reply received = http_reply(200, body, sizeof body - 1);
    CHECK_STATUS(cad_classify(CAD_API_GET_V2, &received, &reply), CAD_OK);
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
    const cad_http_reply received = http_reply(200, body, sizeof body - 1);
    CHECK_STATUS(cad_classify(CAD_API_GET_V2, &received, &reply), CAD_OK);
    CHECK(reply.outcome == CAD_OUTCOME_INVALID_AGENT);
    CHECK(reply.left_out == CAD_TEXT_DETAILS);
    CHECK_TEXT(reply.details, none);
    CHECK_TEXT(reply.status, cad_cstr("Fail"));
    CHECK_STATUS(cad_classify_into(CAD_API_GET_V2, &received, scratch, sizeof scratch, &reply),
                 CAD_OK);
    CHECK(reply.left_out == 0);
    CHECK_TEXT(reply.details, cad_cstr("Invalid agent"));
    CHECK(reply.details.data == scratch);
    /* Too small a buffer leaves the text out, and is not written beyond its end. */
    memset(scratch, '#', sizeof scratch);
    CHECK_STATUS(cad_classify_into(CAD_API_GET_V2, &received, scratch, 12, &reply), CAD_OK);
    CHECK(reply.left_out == CAD_TEXT_DETAILS && scratch[12] == '#');
}

/* In C an enum of no negative number is a uint32_t. */
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
        {cad_step_kind_name, "send"},     {cad_store_operation_name, "get"},
        {cad_store_answer_name, "found"},
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
    CHECK(strcmp(cad_status_name(9999), "unknown") == 0);
}

static void a_name_of_a_configuration_is_a_number(void)
{
    for (cad_api api = CAD_API_GET_V2; api <= CAD_API_POST_TOKEN; api++) {
        CHECK(cad_api_from_name(cad_cstr(cad_api_name(api))) == api);
    }
    CHECK(cad_mode_from_name(cad_cstr("advise")) == CAD_MODE_ADVISE);
    static const char *const none[] = {NULL, "", "get_v9", "GET_V2", "get_v2 ", "unknown"};
    for (size_t i = 0; i < COUNT(none); i++) {
        CHECK(cad_api_from_name(cad_cstr(none[i])) == 0);
        CHECK(cad_mode_from_name(cad_cstr(none[i])) == 0);
    }
}

static void a_request_says_what_may_be_logged_and_whether_a_proxy_may_see_it(void)
{
    cad_http_request *built = NULL;
    const cad_request request = good_request();
    CHECK_TEXT(cad_account_customer(account), cad_cstr("acme"));
    static const struct {
        const char *base_url;
        bool may_use_proxy;
    } hosts[] = {{NULL, true}, {"https://127.evil.example", true}, {"http://127.0.0.2:81", false}};
    for (size_t i = 0; i < COUNT(hosts); i++) {
        CHECK_STATUS(cad_build_request(account, &request, CAD_API_GET_V2,
                                       cad_cstr(hosts[i].base_url), &built, NULL),
                     CAD_OK);
        CHECK_TEXT(cad_http_request_path(built), cad_cstr("/CAServices/Disposition/DispositionAPIV2.php"));
        CHECK(text_holds(cad_http_request_target(built), "KK-test"));
        CHECK(cad_http_request_may_use_proxy(built) == hosts[i].may_use_proxy);
        cad_http_request_free(built);
    }
}

/* A switch over a closed set needs no default: the compiler says when one is forgotten. */
static const char *what_to_do(cad_effect effect)
{
    switch (effect) {
    case CAD_EFFECT_APPLIED:
    case CAD_EFFECT_QUEUED:
    case CAD_EFFECT_ACCEPTED:
        return "go on";
    case CAD_EFFECT_NOT_APPLIED:
        return "mend";
    case CAD_EFFECT_UNKNOWN:
        return "look";
    }
    return NULL;
}

static void a_closed_set_is_an_enum(void)
{
    CHECK(strcmp(what_to_do(cad_receipt_effect(NULL)), "look") == 0);
    CHECK(sizeof(cad_effect) == 4 && sizeof(cad_status) == 4 && sizeof(cad_kind) == 4);
}

int main(int count, char **arguments)
{
    static const test tests[] = {
        TEST(the_header_fits_the_library),
        TEST(the_version_number_is_composed),
        TEST(a_reply_is_classified_without_a_heap),
        TEST(a_text_that_a_view_cannot_show_needs_scratch),
        TEST(a_number_that_is_none_is_named_unknown),
        TEST(a_name_of_a_configuration_is_a_number),
        TEST(a_request_says_what_may_be_logged_and_whether_a_proxy_may_see_it),
        TEST(a_closed_set_is_an_enum),
    };
    return run_tests(tests, COUNT(tests), count > 1 ? arguments[1] : NULL);
}

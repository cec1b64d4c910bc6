/* Bad input gets a typed error, changes nothing and writes nothing. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness.h"

static const cad_str none = {NULL, 0};
static const cad_str no_data = {NULL, 5};
static const cad_str not_utf8 = {"\xc3(", 2};
static const cad_str too_long = {"x", SIZE_MAX};

/* What an output may hold before a call: something that was freed, or that never was. */
static char stale_mark;
#define STALE(type) ((type *)(void *)&stale_mark)

/* An output is NULL, and stale again for the next check. */
#define CHECK_NULLED(out) (CHECK((out) == NULL), (out) = (void *)&stale_mark)

static cad_account *account_made(void)
{
    cad_account *account = NULL;
    CHECK_STATUS(cad_account_with_api_key(cad_cstr("acme"), cad_cstr("KK-test"), &account), CAD_OK);
    return account;
}

static cad_request good_request(void)
{
    cad_request request = CAD_REQUEST_INIT;
    request.ucid = cad_cstr("8189000000001");
    request.did = cad_cstr("914000000001");
    request.agent_id = cad_cstr("ravi");
    request.disposition = cad_cstr("Sale");
    return request;
}

static cad_settings good_settings(const cad_account *account)
{
    cad_settings settings = CAD_SETTINGS_INIT;
    settings.account = account;
    settings.api = CAD_API_GET_V2;
    return settings;
}

static cad_engine *engine_made(const cad_account *account)
{
    cad_settings settings = good_settings(account);
    cad_engine *engine = NULL;
    CHECK_STATUS(cad_engine_new(&settings, &engine, NULL), CAD_OK);
    return engine;
}

static void every_free_takes_null(void)
{
    cad_string_free(NULL);
    cad_account_free(NULL);
    cad_violations_free(NULL);
    cad_http_request_free(NULL);
    cad_receipt_free(NULL);
    cad_client_free(NULL);
    cad_client_close(NULL);
    cad_parsed_free(NULL);
    cad_list_free(NULL);
    cad_engine_free(NULL);
    cad_call_free(NULL);
    CHECK(failures() == 0);
}

static void a_receipt_that_is_null_proves_nothing(void)
{
    CHECK_STATUS(cad_receipt_result(NULL), CAD_UNCERTAIN);
    CHECK(cad_receipt_effect(NULL) == CAD_EFFECT_UNKNOWN);
    CHECK(cad_receipt_advice(NULL) == CAD_ADVICE_CHECK_FIRST);
    CHECK(!cad_receipt_may_resend(NULL) && !cad_receipt_pause_requested(NULL));
    CHECK(cad_receipt_outcome(NULL) == 0 && cad_receipt_kind(NULL) == 0);
    CHECK(cad_receipt_http_status(NULL) == 0 && cad_receipt_token_requests(NULL) == 0);
    CHECK(cad_receipt_retry_after_seconds(NULL) == -1 && cad_receipt_attempt_count(NULL) == 0);
    const cad_str texts[] = {
        cad_receipt_sentence(NULL), cad_receipt_status(NULL),     cad_receipt_details(NULL),
        cad_receipt_ucid(NULL),     cad_receipt_did(NULL),        cad_receipt_action(NULL),
        cad_receipt_excerpt(NULL),  cad_receipt_request_id(NULL),
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        CHECK_TEXT(texts[i], none);
    }
    CHECK(cad_receipt_warnings(NULL) == NULL && cad_receipt_violations(NULL) == NULL);
    cad_attempt attempt = CAD_ATTEMPT_INIT;
    cad_string *text = STALE(cad_string);
    cad_receipt *copy = STALE(cad_receipt);
    CHECK_STATUS(cad_receipt_attempt(NULL, 0, &attempt), CAD_NULL);
    CHECK_STATUS(cad_receipt_to_json(NULL, &text), CAD_NULL);
    CHECK_STATUS(cad_receipt_copy(NULL, &copy), CAD_NULL);
    CHECK(text == NULL && copy == NULL);
}

static void other_getters_take_null_too(void)
{
    cad_str name = none, value = none;
    cad_violation violation = CAD_VIOLATION_INIT;
    cad_request request = CAD_REQUEST_INIT;
    cad_account *account = STALE(cad_account);
    CHECK_TEXT(cad_string_view(NULL), none);
    CHECK_TEXT(cad_account_customer(NULL), none);
    CHECK(cad_violations_count(NULL) == 0 && cad_list_count(NULL) == 0);
    CHECK_STATUS(cad_violations_get(NULL, 0, &violation), CAD_NULL);
    CHECK_STATUS(cad_list_get(NULL, 0, &name), CAD_NULL);
    CHECK(strcmp(cad_http_request_method(NULL), "GET") == 0);
    CHECK_TEXT(cad_http_request_url(NULL), none);
    CHECK_TEXT(cad_http_request_host(NULL), none);
    CHECK_TEXT(cad_http_request_target(NULL), none);
    CHECK_TEXT(cad_http_request_body(NULL), none);
    CHECK(cad_http_request_port(NULL) == 0 && cad_http_request_header_count(NULL) == 0);
    CHECK_STATUS(cad_http_request_header(NULL, 0, &name, &value), CAD_NULL);
    CHECK_TEXT(cad_parsed_customer(NULL), none);
    CHECK(cad_parsed_violations(NULL) == NULL);
    CHECK_STATUS(cad_parsed_request(NULL, &request), CAD_NULL);
    CHECK_STATUS(cad_parsed_account(NULL, &account), CAD_NULL);
    CHECK(account == NULL && cad_call_id(NULL) == UINT64_MAX);
    CHECK_TEXT(cad_http_request_path(NULL), none);
    CHECK(!cad_http_request_may_use_proxy(NULL));
}

static void classify_takes_any_reply_and_no_bad_pointer(void)
{
    cad_reply reply = CAD_REPLY_INIT;
    cad_http_reply received = CAD_HTTP_REPLY_INIT;
    CHECK_STATUS(cad_classify(0, &received, &reply), CAD_OK);
    CHECK(reply.outcome == CAD_OUTCOME_UNRECOGNISED && reply.effect == CAD_EFFECT_UNKNOWN);
    received = http_reply(429, "\xff\xfe\0", 3);
    received.retry_after = received.date = not_utf8;
    CHECK_STATUS(cad_classify(0, &received, &reply), CAD_OK);
    CHECK(reply.outcome == CAD_OUTCOME_RATE_LIMITED && reply.retry_after_seconds == -1);
    /* A number that is no status is none, also one that would be 429 in 16 bits. */
    static const int64_t none_of_them[] = {-1, 0, 99, 1000, 65536 + 429, INT64_MIN, INT64_MAX};
    for (size_t i = 0; i < COUNT(none_of_them); i++) {
        received = http_reply(none_of_them[i], NULL, 0);
        CHECK_STATUS(cad_classify(0, &received, &reply), CAD_OK);
        CHECK(reply.outcome == CAD_OUTCOME_UNRECOGNISED);
    }

    const cad_http_reply good = http_reply(200, "", 0);
    cad_http_reply bad[] = {http_reply(200, NULL, 1), good, http_reply(200, "x", SIZE_MAX), good};
    static const cad_status expected[] = {CAD_NULL, CAD_NULL, CAD_BAD_SIZE, CAD_BAD_SIZE};
    bad[1].retry_after = no_data;
    bad[3].date = too_long;
    reply.outcome = 77;
    for (size_t i = 0; i < COUNT(bad); i++) {
        CHECK_STATUS(cad_classify(0, &bad[i], &reply), expected[i]);
    }
    CHECK_STATUS(cad_classify(0, &good, NULL), CAD_NULL);
    CHECK_STATUS(cad_classify(0, NULL, &reply), CAD_NULL);
    CHECK_STATUS(cad_classify(5, &good, &reply), CAD_BAD_ENUM);
    CHECK_STATUS(cad_classify_into(0, &good, NULL, 1, &reply), CAD_NULL);
    static const size_t sizes[] = {0, 1, sizeof reply - 1, sizeof reply + 1, 8192, SIZE_MAX};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        reply.size = sizes[i];
        CHECK_STATUS(cad_classify(0, &good, &reply), CAD_BAD_SIZE);
    }
    CHECK(reply.outcome == 77);

    cad_reply out = CAD_REPLY_INIT;
    cad_string *token = STALE(cad_string);
    cad_list *list = STALE(cad_list);
    CHECK_STATUS(cad_classify_token(&good, NULL, 0, NULL, &out), CAD_NULL);
    CHECK_STATUS(cad_classify_token(&good, NULL, 0, &token, NULL), CAD_NULL);
    CHECK_NULLED(token);
    CHECK_STATUS(cad_classify_token(&good, NULL, 0, &token, &reply), CAD_BAD_SIZE);
    CHECK_NULLED(token);
    CHECK_STATUS(cad_classify_list(0, &bad[0], NULL, 0, &list, &out), CAD_NULL);
    CHECK_NULLED(list);
    CHECK_STATUS(cad_classify_list(0, &good, NULL, 0, &list, NULL), CAD_NULL);
    CHECK_NULLED(list);
    CHECK_STATUS(cad_classify_list(9, &good, NULL, 0, &list, &out), CAD_BAD_ENUM);
    CHECK_NULLED(list);
}

static void an_array_of_replies_is_read_whole_or_not_at_all(void)
{
    const cad_http_reply good = http_reply(200, "", 0);
    cad_http_reply given[] = {good, good, good};
    cad_reply out[] = {CAD_REPLY_INIT, CAD_REPLY_INIT, CAD_REPLY_INIT};
    CHECK_STATUS(cad_classify_many(0, NULL, 0, NULL), CAD_OK);
    CHECK_STATUS(cad_classify_many(0, given, 3, out), CAD_OK);
    CHECK(out[2].outcome == CAD_OUTCOME_UNRECOGNISED);

    out[0].outcome = 77;
    CHECK_STATUS(cad_classify_many(0, NULL, 3, out), CAD_NULL);
    CHECK_STATUS(cad_classify_many(0, given, 3, NULL), CAD_NULL);
    CHECK_STATUS(cad_classify_many(5, given, 3, out), CAD_BAD_ENUM);
    CHECK_STATUS(cad_classify_many(0, given, SIZE_MAX, out), CAD_BAD_SIZE);
    given[2] = http_reply(200, NULL, 1);
    CHECK_STATUS(cad_classify_many(0, given, 3, out), CAD_NULL);
    given[2] = good;
    given[2].size += sizeof(void *);
    CHECK_STATUS(cad_classify_many(0, given, 3, out), CAD_BAD_SIZE);
    given[2] = good;
    out[2].size = 0;
    CHECK_STATUS(cad_classify_many(0, given, 3, out), CAD_BAD_SIZE);
    CHECK(out[0].outcome == 77);
}

/* The one violation of this field, and the one error: its text can't be read. */
static void check_invalid(const cad_violations *found, cad_field field, const char *word)
{
    size_t told = 0;
    for (size_t i = 0; i < cad_violations_count(found); i++) {
        cad_violation violation = CAD_VIOLATION_INIT;
        CHECK_STATUS(cad_violations_get(found, i, &violation), CAD_OK);
        if (violation.field == field) {
            told++;
            CHECK(violation.problem == CAD_PROBLEM_INVALID);
            CHECK(violation.severity == CAD_SEVERITY_ERROR);
            CHECK(text_holds(violation.detail, word));
        } else {
            CHECK(violation.severity == CAD_SEVERITY_WARNING);
        }
    }
    CHECK(told == 1);
}

static void check_not_utf8(const cad_violations *found, cad_field field)
{
    cad_violation violation = CAD_VIOLATION_INIT;
    for (size_t i = 0; cad_violations_get(found, i, &violation) == CAD_OK; i++) {
        CHECK(violation.field != field || violation.hard == 1);
    }
    check_invalid(found, field, "UTF-8");
}

static const cad_field text_fields[] = {
    CAD_FIELD_UCID,     CAD_FIELD_DID,          CAD_FIELD_AGENT_ID,      CAD_FIELD_DISPOSITION,
    CAD_FIELD_COMMENTS, CAD_FIELD_PAUSE_REASON, CAD_FIELD_CALLBACK_TIME, CAD_FIELD_CALLBACK_TIME_ZONE,
};

/* The text of this place, in their order. */
static cad_str *text_at(cad_request *request, size_t place)
{
    cad_str *const texts[] = {
        &request->ucid,     &request->did,          &request->agent_id,
        &request->disposition, &request->comments,  &request->pause_reason,
        &request->callback_time, &request->callback_time_zone,
    };
    return texts[place];
}

/* Each text of a request in turn is bad, then each number, then its size. */
static void a_request_is_read_whole_or_not_at_all(void)
{
    cad_account *account = account_made();
    cad_violations *found = STALE(cad_violations), *problems = STALE(cad_violations);
    cad_http_request *built = STALE(cad_http_request);
    cad_string *json = STALE(cad_string);
    const struct {
        cad_str text;
        cad_status expected;
    } bad[] = {{no_data, CAD_NULL}, {too_long, CAD_BAD_SIZE}};
    for (size_t place = 0; place < COUNT(text_fields); place++) {
        for (size_t i = 0; i < COUNT(bad); i++) {
            cad_request request = good_request();
            *text_at(&request, place) = bad[i].text;
            CHECK_STATUS(cad_validate(account, &request, CAD_API_GET_V2, none, &found),
                         bad[i].expected);
            CHECK_STATUS(
                cad_build_request(account, &request, CAD_API_GET_V2, none, &built, &problems),
                bad[i].expected);
            CHECK_STATUS(cad_request_to_json(&request, &json), bad[i].expected);
            CHECK_NULLED(found);
            CHECK_NULLED(problems);
            CHECK_NULLED(built);
            CHECK_NULLED(json);
        }
    }
    cad_request request = good_request();
    request.pause_after_dispose = 3;
    CHECK_STATUS(cad_validate(account, &request, CAD_API_GET_V2, none, &found), CAD_BAD_ENUM);
    request = good_request();
    request.auto_release = (cad_flag)UINT32_MAX;
    CHECK_STATUS(cad_validate(account, &request, CAD_API_GET_V2, none, &found), CAD_BAD_ENUM);
    request = good_request();
    request.size = 0;
    CHECK_STATUS(cad_validate(account, &request, CAD_API_GET_V2, none, &found), CAD_BAD_SIZE);
    CHECK_NULLED(found);
    request = good_request();
    static const cad_api apis[] = {0, 5, UINT32_MAX};
    for (size_t i = 0; i < COUNT(apis); i++) {
        CHECK_STATUS(cad_validate(account, &request, apis[i], none, &found), CAD_BAD_ENUM);
        CHECK_NULLED(found);
    }
    CHECK_STATUS(cad_validate(NULL, &request, CAD_API_GET_V2, none, &found), CAD_NULL);
    CHECK_NULLED(found);
    CHECK_STATUS(cad_validate(account, NULL, CAD_API_GET_V2, none, &found), CAD_NULL);
    CHECK_NULLED(found);
    CHECK_STATUS(cad_validate(account, &request, CAD_API_GET_V2, none, NULL), CAD_NULL);
    cad_account_free(account);
}

/* Whatever of a request is not UTF-8 is told by its name, and nothing else is. */
static void a_text_that_is_not_utf8_is_a_violation_of_its_field(void)
{
    cad_account *account = account_made();
    cad_settings settings = good_settings(account);
    settings.api = CAD_API_GET_V3;
    settings.mode = CAD_MODE_ADVISE;
    cad_engine *engine = NULL;
    CHECK_STATUS(cad_engine_new(&settings, &engine, NULL), CAD_OK);
    for (size_t place = 0; place < COUNT(text_fields); place++) {
        cad_request request = good_request();
        request.callback_time = cad_cstr("2026-11-22 09:30");
        request.callback_time_zone = cad_cstr("Asia/Kolkata");
        request.pause_after_dispose = CAD_NO;
        *text_at(&request, place) = not_utf8;
        cad_violations *found = NULL, *problems = NULL;
        cad_http_request *built = NULL;
        cad_string *json = STALE(cad_string);
        cad_call *call = NULL;
        cad_step step = CAD_STEP_INIT;
        CHECK_STATUS(cad_validate(account, &request, CAD_API_GET_V3, none, &found), CAD_OK);
        check_not_utf8(found, text_fields[place]);
        CHECK_STATUS(cad_build_request(account, &request, CAD_API_GET_V3, none, &built, &problems),
                     CAD_INVALID);
        check_not_utf8(problems, text_fields[place]);
        CHECK_STATUS(cad_engine_start(engine, &request, NULL, NULL, 0, &call, &step), CAD_OK);
        CHECK(step.kind == CAD_STEP_DONE);
        CHECK_STATUS(cad_receipt_result(step.receipt), CAD_INVALID);
        CHECK(cad_receipt_advice(step.receipt) == CAD_ADVICE_FIX_REQUEST);
        check_not_utf8(cad_receipt_violations(step.receipt), text_fields[place]);
        CHECK(text_holds(cad_receipt_sentence(step.receipt), cad_field_name(text_fields[place])));
        CHECK_STATUS(cad_request_to_json(&request, &json), CAD_INVALID_UTF8);
        CHECK_NULLED(json);
        cad_call_free(call);
        cad_violations_free(found);
        cad_violations_free(problems);
    }
    cad_engine_free(engine);
    cad_account_free(account);
}

static void an_account_and_a_campaign_tell_of_it_too(void)
{
    const cad_request request = good_request();
    cad_account *account = NULL;
    cad_violations *found = NULL;
    cad_http_request *built = NULL;
    CHECK_STATUS(cad_account_with_api_key(not_utf8, cad_cstr("KK-test"), &account), CAD_OK);
    CHECK_STATUS(cad_validate(account, &request, CAD_API_GET_V2, none, &found), CAD_OK);
    check_not_utf8(found, CAD_FIELD_CUSTOMER);
    cad_violations_free(found);
    cad_account_free(account);

    CHECK_STATUS(cad_account_with_api_key(cad_cstr("acme"), not_utf8, &account), CAD_OK);
    CHECK_STATUS(cad_build_token_request(account, none, &built, &found), CAD_INVALID);
    check_not_utf8(found, CAD_FIELD_API_KEY);
    cad_violations_free(found);
    cad_account_free(account);

    CHECK_STATUS(cad_account_with_token(cad_cstr("acme"), not_utf8, &account), CAD_OK);
    CHECK_STATUS(cad_validate(account, &request, CAD_API_POST_TOKEN, none, &found), CAD_OK);
    check_not_utf8(found, CAD_FIELD_TOKEN);
    cad_violations_free(found);
    cad_account_free(account);

    account = account_made();
    CHECK_STATUS(cad_build_list_request(account, not_utf8, CAD_API_GET_V2, none, &built, &found),
                 CAD_INVALID);
    check_not_utf8(found, CAD_FIELD_CAMPAIGN);
    CHECK(built == NULL);
    cad_violations_free(found);
    cad_account_free(account);
}

/* A struct of a newer header, which ends in fields that this library does not know. */
typedef struct newer_request {
    cad_request known;
    uint64_t added[2];
} newer_request;

typedef struct newer_violation {
    cad_violation known;
    uint64_t added;
} newer_violation;

typedef struct newer_step {
    cad_step known;
    uint64_t added;
} newer_step;

static void a_struct_of_a_newer_header_is_read_as_far_as_it_is_known(void)
{
    cad_account *account = account_made();
    cad_violations *found = NULL;
    newer_request request = {good_request(), {0, 0}};
    request.known.size = sizeof request;
    request.known.agent_id = none;
    CHECK_STATUS(cad_validate(account, &request.known, CAD_API_GET_V2, none, &found), CAD_OK);

    newer_violation violation = {CAD_VIOLATION_INIT, 99};
    violation.known.size = sizeof violation;
    CHECK_STATUS(cad_violations_get(found, 0, &violation.known), CAD_OK);
    CHECK(violation.known.field == CAD_FIELD_AGENT_ID);
    CHECK(violation.known.size == sizeof violation && violation.added == 99);
    cad_violations_free(found);

    /* What is said there would be lost. */
    request.added[1] = 1;
    CHECK_STATUS(cad_validate(account, &request.known, CAD_API_GET_V2, none, &found), CAD_BAD_SIZE);
    CHECK(found == NULL);

    request.added[1] = 0;
    cad_engine *engine = engine_made(account);
    cad_call *call = NULL;
    newer_step step = {CAD_STEP_INIT, 99};
    step.known.size = sizeof step;
    CHECK_STATUS(cad_engine_start(engine, &request.known, NULL, NULL, 0, &call, &step.known),
                 CAD_OK);
    CHECK(step.known.kind == CAD_STEP_DONE && step.added == 99);
    cad_call_free(call);
    cad_engine_free(engine);
    cad_account_free(account);
}

static void an_embedded_nul_is_a_control_character(void)
{
    cad_account *account = account_made();
    cad_request request = good_request();
    const cad_str with_nul = {"ra\0vi", 5};
    request.agent_id = with_nul;
    cad_violations *found = NULL;
    cad_http_request *built = STALE(cad_http_request);
    CHECK_STATUS(cad_build_request(account, &request, CAD_API_GET_V2, none, &built, &found),
                 CAD_INVALID);
    CHECK(built == NULL);
    cad_violation violation = CAD_VIOLATION_INIT;
    CHECK_STATUS(cad_violations_get(found, 0, &violation), CAD_OK);
    CHECK(violation.field == CAD_FIELD_AGENT_ID && violation.hard == 1 &&
          violation.problem == CAD_PROBLEM_CONTROL_CHARACTERS);

    cad_violation kept = violation;
    CHECK_STATUS(cad_violations_get(found, 1, &kept), CAD_OUT_OF_RANGE);
    CHECK_STATUS(cad_violations_get(found, SIZE_MAX, &kept), CAD_OUT_OF_RANGE);
    kept.size = 1;
    CHECK_STATUS(cad_violations_get(found, 0, &kept), CAD_BAD_SIZE);
    CHECK_STATUS(cad_violations_get(found, 0, NULL), CAD_NULL);
    CHECK(memcmp(&kept.field, &violation.field, sizeof kept - sizeof kept.size) == 0);
    cad_violations_free(found);
    cad_account_free(account);
}

static void accounts_and_urls_take_texts_only(void)
{
    cad_account *account = STALE(cad_account);
    cad_string *kept = STALE(cad_string);
    cad_violations *problems = STALE(cad_violations);
    CHECK_STATUS(cad_account_with_api_key(none, no_data, &account), CAD_NULL);
    CHECK_NULLED(account);
    CHECK_STATUS(cad_account_with_token(none, too_long, &account), CAD_BAD_SIZE);
    CHECK_NULLED(account);
    CHECK_STATUS(cad_account_without_credential(no_data, &account), CAD_NULL);
    CHECK_NULLED(account);
    CHECK_STATUS(cad_account_with_api_key(none, none, NULL), CAD_NULL);
    CHECK_STATUS(cad_check_base_url(none, NULL, &problems), CAD_NULL);
    CHECK_NULLED(problems);
    CHECK_STATUS(cad_check_base_url(not_utf8, &kept, &problems), CAD_INVALID);
    check_invalid(problems, CAD_FIELD_BASE_URL, "");
    CHECK_NULLED(kept);
    cad_violations_free(problems);
    /* Where nobody wants to know what is wrong, nothing is lost. */
    CHECK_STATUS(cad_check_base_url(cad_cstr("ftp://x"), &kept, NULL), CAD_INVALID);
    CHECK(kept == NULL);
}

static void parameters_and_json_take_texts_only(void)
{
    cad_parsed *parsed = STALE(cad_parsed);
    cad_param param = {no_data, none};
    CHECK_STATUS(cad_from_params(&param, 1, CAD_API_GET_V2, &parsed), CAD_NULL);
    CHECK_NULLED(parsed);
    CHECK_STATUS(cad_from_params(NULL, 1, CAD_API_GET_V2, &parsed), CAD_NULL);
    CHECK_NULLED(parsed);
    CHECK_STATUS(cad_from_params(&param, SIZE_MAX / 2, CAD_API_GET_V2, &parsed), CAD_BAD_SIZE);
    CHECK_NULLED(parsed);
    CHECK_STATUS(cad_from_params(NULL, 0, 0, &parsed), CAD_BAD_ENUM);
    CHECK_NULLED(parsed);
    CHECK_STATUS(cad_from_params(NULL, 0, CAD_API_GET_V2, NULL), CAD_NULL);
    CHECK_STATUS(cad_request_from_json(cad_cstr("{}"), NULL), CAD_NULL);
    CHECK_STATUS(cad_request_from_json(no_data, &parsed), CAD_NULL);
    CHECK_NULLED(parsed);
    CHECK_STATUS(cad_request_from_json(not_utf8, &parsed), CAD_INVALID);
    check_not_utf8(cad_parsed_violations(parsed), CAD_FIELD_JSON);
    cad_parsed_free(parsed);

    cad_receipt *receipt = STALE(cad_receipt);
    cad_violations *problems = STALE(cad_violations);
    CHECK_STATUS(cad_receipt_from_json(not_utf8, &receipt, &problems), CAD_INVALID);
    CHECK_NULLED(receipt);
    check_not_utf8(problems, CAD_FIELD_JSON);
    cad_violations_free(problems);
    CHECK_STATUS(cad_receipt_from_json(cad_cstr("{}"), &receipt, NULL), CAD_INVALID);
    CHECK_NULLED(receipt);
    CHECK_STATUS(cad_receipt_from_json(none, &receipt, NULL), CAD_INVALID);
    CHECK_NULLED(receipt);

    /* A parameter that is not UTF-8 is not left out without a word. */
    param.name = cad_cstr("comments");
    param.value = not_utf8;
    CHECK_STATUS(cad_from_params(&param, 1, CAD_API_GET_V2, &parsed), CAD_INVALID);
    cad_parsed_free(parsed);
    cad_param page[] = {
        {cad_cstr("customer"), cad_cstr("acme")},  {cad_cstr("agentId"), cad_cstr("ravi")},
        {cad_cstr("did"), cad_cstr("914000000001")}, {cad_cstr("ucid"), cad_cstr("8189000000001")},
        {cad_cstr("disposition"), cad_cstr("Sale")}, param,
    };
    CHECK_STATUS(cad_from_params(page, COUNT(page), CAD_API_GET_V2, &parsed), CAD_INVALID);
    check_not_utf8(cad_parsed_violations(parsed), CAD_FIELD_COMMENTS);
    cad_parsed_free(parsed);
    CHECK_STATUS(cad_from_params(NULL, 0, CAD_API_GET_V2, &parsed), CAD_OK);
    cad_parsed_free(parsed);
}

static void settings_are_checked(void)
{
    cad_account *account = account_made();
    cad_engine *engine = STALE(cad_engine);
    cad_receipt *problem = STALE(cad_receipt);
    cad_settings settings = good_settings(NULL);
    CHECK_STATUS(cad_engine_new(&settings, &engine, &problem), CAD_NULL);
    CHECK_NULLED(engine);
    CHECK_NULLED(problem);
    settings = good_settings(account);
    settings.api = 0;
    CHECK_STATUS(cad_engine_new(&settings, &engine, &problem), CAD_BAD_ENUM);
    settings = good_settings(account);
    settings.mode = 0;
    CHECK_STATUS(cad_engine_new(&settings, &engine, &problem), CAD_BAD_ENUM);
    settings = good_settings(account);
    settings.size++;
    CHECK_STATUS(cad_engine_new(&settings, &engine, &problem), CAD_BAD_SIZE);
    settings = good_settings(account);
    settings.base_url = not_utf8;
    CHECK_STATUS(cad_engine_new(&settings, &engine, &problem), CAD_INVALID);
    check_invalid(cad_receipt_violations(problem), CAD_FIELD_BASE_URL, "");
    cad_receipt_free(problem);
    problem = STALE(cad_receipt);
    settings = good_settings(account);
    CHECK_STATUS(cad_engine_new(NULL, &engine, &problem), CAD_NULL);
    CHECK_NULLED(engine);
    CHECK_NULLED(problem);
    CHECK_STATUS(cad_engine_new(&settings, NULL, &problem), CAD_NULL);
    CHECK_NULLED(problem);
    settings.base_url = cad_cstr("https://user:KK-marker@h.example");
    CHECK_STATUS(cad_engine_new(&settings, &engine, NULL), CAD_INVALID);
    CHECK_STATUS(cad_engine_new(&settings, &engine, &problem), CAD_INVALID);
    CHECK(engine == NULL);
    CHECK_STATUS(cad_receipt_result(problem), CAD_INVALID);
    CHECK(text_holds(cad_receipt_sentence(problem), "base_url"));
    CHECK(!text_holds(cad_receipt_sentence(problem), "marker"));
    cad_receipt_free(problem);
    cad_account_free(account);
}

#ifndef CAD_NO_CLIENT
static void connections_are_checked(void)
{
    cad_account *account = account_made();
    cad_settings settings = good_settings(account);
    cad_client *client = STALE(cad_client);
    cad_receipt *problem = STALE(cad_receipt);
    cad_connection connection = CAD_CONNECTION_INIT;
    connection.proxy = 0;
    CHECK_STATUS(cad_client_new(&settings, &connection, &client, &problem), CAD_BAD_ENUM);
    connection.proxy = 4;
    CHECK_STATUS(cad_client_new(&settings, &connection, &client, &problem), CAD_BAD_ENUM);
    connection.proxy = CAD_PROXY_NONE;
    connection.reserved = 1;
    CHECK_STATUS(cad_client_new(&settings, &connection, &client, &problem), CAD_BAD_ENUM);
    connection.reserved = 0;
    connection.size = 8;
    CHECK_STATUS(cad_client_new(&settings, &connection, &client, &problem), CAD_BAD_SIZE);
    connection.size = sizeof connection;
    CHECK_NULLED(client);
    CHECK_NULLED(problem);
    connection.extra_ca_pem = not_utf8;
    CHECK_STATUS(cad_client_new(&settings, &connection, &client, &problem), CAD_INVALID);
    check_invalid(cad_receipt_violations(problem), CAD_FIELD_EXTRA_CA_PEM, "");
    cad_receipt_free(problem);
    connection.extra_ca_pem = none;
    connection.proxy = CAD_PROXY_URL;
    connection.proxy_url = not_utf8;
    CHECK_STATUS(cad_client_new(&settings, &connection, &client, &problem), CAD_INVALID);
    check_invalid(cad_receipt_violations(problem), CAD_FIELD_PROXY, "");
    cad_receipt_free(problem);
    connection.extra_ca_pem = cad_cstr("no certificate");
    connection.proxy = CAD_PROXY_URL;
    connection.proxy_url = cad_cstr("no url");
    CHECK_STATUS(cad_client_new(&settings, &connection, &client, &problem), CAD_INVALID);
    CHECK(cad_violations_count(cad_receipt_violations(problem)) == 2);
    CHECK(client == NULL);
    cad_receipt_free(problem);

    CHECK_STATUS(cad_client_new(&settings, NULL, &client, NULL), CAD_OK);
    cad_request request = good_request();
    cad_receipt *receipt = STALE(cad_receipt);
    cad_call_options options = CAD_CALL_OPTIONS_INIT;
    CHECK_STATUS(cad_set_disposition(NULL, &request, NULL, &receipt), CAD_NULL);
    CHECK_NULLED(receipt);
    CHECK_STATUS(cad_set_disposition(client, NULL, NULL, &receipt), CAD_NULL);
    CHECK_NULLED(receipt);
    CHECK_STATUS(cad_set_disposition(client, &request, NULL, NULL), CAD_NULL);
    options.size = 3;
    CHECK_STATUS(cad_set_disposition(client, &request, &options, &receipt), CAD_BAD_SIZE);
    CHECK_NULLED(receipt);
    request.did = none;
    CHECK_STATUS(cad_set_disposition(client, &request, NULL, &receipt), CAD_INVALID);
    CHECK(cad_violations_count(cad_receipt_violations(receipt)) == 1);
    cad_receipt_free(receipt);
    cad_client_free(client);
    cad_account_free(account);
}

static void check_environment(const char *variable, const char *value, cad_field field,
                              cad_problem problem)
{
    if (value == NULL) {
        unsetenv(variable);
    } else {
        setenv(variable, value, 1);
    }
    cad_client *client = STALE(cad_client);
    cad_receipt *receipt = STALE(cad_receipt);
    CHECK_STATUS(cad_client_from_env(NULL, NULL, &client, &receipt), CAD_INVALID);
    CHECK(client == NULL);
    const cad_violations *found = cad_receipt_violations(receipt);
    cad_violation violation = CAD_VIOLATION_INIT;
    CHECK(cad_violations_count(found) == 1);
    CHECK_STATUS(cad_violations_get(found, 0, &violation), CAD_OK);
    CHECK(violation.field == field && violation.problem == problem);
    CHECK(text_holds(violation.detail, variable));
    CHECK(!text_holds(cad_receipt_sentence(receipt), "marker"));
    cad_receipt_free(receipt);
}

static void check_built(const cad_settings *given, const char *begin)
{
    cad_client *client = NULL;
    cad_http_request *built = NULL;
    cad_request request = good_request();
    CHECK_STATUS(cad_client_from_env(given, NULL, &client, NULL), CAD_OK);
    CHECK_STATUS(cad_client_build_request(client, &request, &built, NULL), CAD_OK);
    CHECK(strncmp(cad_http_request_url(built).data, begin, strlen(begin)) == 0);
    cad_http_request_free(built);
    cad_client_free(client);
}

static void a_client_comes_from_the_environment(void)
{
    static const char india[] =
        "https://in1-ccaas-api.ozonetel.com/CAServices/Disposition/DispositionAPIV2.php"
        "?action=Set&apiKey=KK-marker&agentId=ravi&customer=acme&";
    setenv("CLOUDAGENT_CUSTOMER", "acme", 1);
    setenv("CLOUDAGENT_API_KEY", "KK-marker", 1);
    setenv("CLOUDAGENT_API", "GET_V2", 1);
    check_built(NULL, india);
    check_environment("CLOUDAGENT_DEADLINE", "marker", CAD_FIELD_DEADLINE, CAD_PROBLEM_INVALID);
    setenv("CLOUDAGENT_DEADLINE", "7.5", 1);
    check_environment("CLOUDAGENT_BASE_URL", "http://marker.example", CAD_FIELD_BASE_URL,
                      CAD_PROBLEM_NOT_HTTPS);
    setenv("CLOUDAGENT_BASE_URL", "International", 1);
    check_built(NULL, "https://api.ccaas.ozonetel.com/");
    check_environment("CLOUDAGENT_TOKEN", "marker", CAD_FIELD_TOKEN, CAD_PROBLEM_DUPLICATE);
    unsetenv("CLOUDAGENT_TOKEN");
    check_environment("CLOUDAGENT_API_KEY_FILE", "/marker", CAD_FIELD_API_KEY,
                      CAD_PROBLEM_DUPLICATE);
    unsetenv("CLOUDAGENT_API_KEY");
    setenv("CLOUDAGENT_API_KEY_FILE", "/nowhere/marker", 1);
    check_environment("CLOUDAGENT_API_KEY_FILE", "/nowhere/marker", CAD_FIELD_API_KEY,
                      CAD_PROBLEM_INVALID);
    char path[] = "/tmp/cad-key-XXXXXX";
    int file = mkstemp(path);
    CHECK(file >= 0 && write(file, "KK-marker\n", 10) == 10 && close(file) == 0);
    setenv("CLOUDAGENT_API_KEY_FILE", path, 1);
    check_built(NULL, "https://api.ccaas.ozonetel.com/CAServices/Disposition/DispositionAPIV2.php"
                      "?action=Set&apiKey=KK-marker&");
    CHECK(unlink(path) == 0);

    /* What is given wins, and its variable is not read. */
    setenv("CLOUDAGENT_API", "marker", 1);
    setenv("CLOUDAGENT_BASE_URL", "marker", 1);
    setenv("CLOUDAGENT_DEADLINE", "marker", 1);
    cad_account *account = account_made();
    cad_settings given = good_settings(account);
    given.base_url = cad_cstr("https://in1-ccaas-api.ozonetel.com");
    given.deadline_ms = 1000;
    check_built(&given, "https://in1-ccaas-api.ozonetel.com/CAServices/Disposition/"
                        "DispositionAPIV2.php?action=Set&apiKey=KK-test&");
    given.size = 3;
    cad_client *client = STALE(cad_client);
    CHECK_STATUS(cad_client_from_env(&given, NULL, &client, NULL), CAD_BAD_SIZE);
    CHECK(client == NULL);
    CHECK_STATUS(cad_client_from_env(NULL, NULL, NULL, NULL), CAD_NULL);
    cad_account_free(account);
}

/* The loop that everybody writes: one pointer, freed each time, and data as a CRM has them. */
static void the_natural_loop_frees_each_receipt_once(void)
{
    cad_account *account = account_made();
    cad_settings settings = good_settings(account);
    settings.base_url = cad_cstr("http://127.0.0.1:1");
    cad_client *client = NULL;
    CHECK_STATUS(cad_client_new(&settings, NULL, &client, NULL), CAD_OK);
    static const char *const remarks[] = {"fine", "Andr\xe9", "fine", "\xff", "fine"};
    cad_receipt *receipt = NULL;
    for (size_t i = 0; i < COUNT(remarks); i++) {
        cad_request request = good_request();
        request.comments = cad_cstr(remarks[i]);
        request.size = i == 2 ? 1 : request.size;
        static const cad_status expected[] = {CAD_NOT_SENT, CAD_INVALID, CAD_BAD_SIZE, CAD_INVALID,
                                              CAD_NOT_SENT};
        CHECK_STATUS(cad_set_disposition(client, &request, NULL, &receipt), expected[i]);
        if (expected[i] == CAD_INVALID) {
            check_not_utf8(cad_receipt_violations(receipt), CAD_FIELD_COMMENTS);
        }
        cad_receipt_free(receipt);
    }
    cad_client_free(client);
    cad_account_free(account);
}
#endif

static void the_engine_refuses_what_it_cannot_read_and_changes_nothing(void)
{
    cad_account *account = account_made();
    cad_engine *engine = engine_made(account);
    cad_request request = good_request();
    cad_call *call = STALE(cad_call);
    cad_step step = CAD_STEP_INIT;
    CHECK_STATUS(cad_engine_start(NULL, &request, NULL, NULL, 0, &call, &step), CAD_NULL);
    CHECK_STATUS(cad_engine_start(engine, NULL, NULL, NULL, 0, &call, &step), CAD_NULL);
    CHECK_STATUS(cad_engine_start(engine, &request, NULL, NULL, 0, NULL, &step), CAD_NULL);
    CHECK_STATUS(cad_engine_start(engine, &request, NULL, NULL, 0, &call, NULL), CAD_NULL);
    step.size = 1;
    CHECK_STATUS(cad_engine_start(engine, &request, NULL, NULL, 0, &call, &step), CAD_BAD_SIZE);
    CHECK(call == NULL && step.kind == 0);
    step.size = sizeof step;
    CHECK_STATUS(cad_engine_start(engine, &request, NULL, NULL, 0, &call, &step), CAD_OK);
    CHECK(step.kind == CAD_STEP_SEND && step.seq == 1);

    cad_step same = CAD_STEP_INIT;
    cad_event event = CAD_EVENT_INIT;
    static const cad_event_kind kinds[] = {0, 5, UINT32_MAX};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        event.kind = kinds[i];
        CHECK_STATUS(cad_call_step(call, &event, 1, &same), CAD_BAD_ENUM);
    }
    event.kind = CAD_EVENT_FAILED;
    event.seq = 1;
    event.failure = CAD_KIND_CLOSED;
    CHECK_STATUS(cad_call_step(call, &event, 1, &same), CAD_BAD_ENUM);
    event.kind = CAD_EVENT_REPLY;
    CHECK_STATUS(cad_call_step(call, &event, 1, &same), CAD_NULL);
    cad_http_reply reply = http_reply(70000, NULL, 1);
    event.reply = &reply;
    CHECK_STATUS(cad_call_step(call, &event, 1, &same), CAD_NULL);
    reply.body.len = 0;
    event.reserved = 1;
    CHECK_STATUS(cad_call_step(call, &event, 1, &same), CAD_BAD_ENUM);
    event.reserved = 0;
    event.seq = 2;
    CHECK_STATUS(cad_call_step(call, &event, 1, &same), CAD_MISUSE);
    event.size = 0;
    CHECK_STATUS(cad_call_step(call, &event, 1, &same), CAD_BAD_SIZE);
    CHECK_STATUS(cad_call_step(call, NULL, 1, &same), CAD_NULL);
    CHECK_STATUS(cad_call_step(NULL, &event, 1, &same), CAD_NULL);
    CHECK(same.kind == 0 && cad_http_request_url(step.request).len > 0);

    cad_event timer = CAD_EVENT_INIT;
    CHECK_STATUS(cad_call_step(call, &timer, 1, NULL), CAD_NULL);
    CHECK_STATUS(cad_call_step(call, &timer, 1, &same), CAD_OK);
    CHECK(same.kind == CAD_STEP_WAIT);

    /* A transfer that is to be aborted may still be reading the request: a timer at its end, a
     * cancelled call, and whatever comes then, leave it alone until the send is answered. */
    CHECK_STATUS(cad_call_step(call, &timer, UINT32_MAX, &same), CAD_OK);
    CHECK(same.kind == CAD_STEP_DONE);
    timer.kind = CAD_EVENT_CANCELLED;
    CHECK_STATUS(cad_call_step(call, &timer, UINT32_MAX, &same), CAD_OK);
    CHECK(cad_http_request_url(step.request).len > 0);
    event = (cad_event)CAD_EVENT_INIT;
    event.kind = CAD_EVENT_FAILED;
    event.seq = 1;
    event.failure = CAD_KIND_RESET;
    CHECK_STATUS(cad_call_step(call, &event, UINT32_MAX, &same), CAD_OK);
    CHECK(same.kind == CAD_STEP_DONE && same.request == NULL);
    cad_call_free(call);
    cad_engine_free(engine);
    cad_account_free(account);
}

/* Two threads step one call, with large replies to spend time inside, until they have met. */
static cad_call *contended;
static atomic_bool met;

static void *step_until_busy(void *body)
{
    cad_event event = CAD_EVENT_INIT;
    event.kind = CAD_EVENT_REPLY;
    event.seq = 1;
    const cad_http_reply reply = http_reply(200, body, 60000);
    event.reply = &reply;
    size_t strange = 0;
    for (long i = 0; i < 20000000 && !atomic_load(&met); i++) {
        cad_step step = CAD_STEP_INIT;
        cad_status status = cad_call_step(contended, &event, 1, &step);
        if (status == CAD_BUSY) {
            strange += step.kind != 0;
            atomic_store(&met, true);
        } else {
            strange += status != CAD_OK || step.kind != CAD_STEP_DONE;
        }
    }
    return (void *)strange;
}

static void two_threads_on_one_call_are_told_so(void)
{
    cad_account *account = account_made();
    cad_engine *engine = engine_made(account);
    cad_request request = good_request();
    cad_step step = CAD_STEP_INIT;
    CHECK_STATUS(cad_engine_start(engine, &request, NULL, NULL, 0, &contended, &step), CAD_OK);
    char *body = malloc(60000);
    memset(body, 'x', 60000);
    pthread_t threads[2];
    for (size_t i = 0; i < 2; i++) {
        CHECK(pthread_create(&threads[i], NULL, step_until_busy, body) == 0);
    }
    for (size_t i = 0; i < 2; i++) {
        void *strange = NULL;
        CHECK(pthread_join(threads[i], &strange) == 0);
        CHECK(strange == NULL);
    }
    CHECK(atomic_load(&met));
    free(body);
    cad_call_free(contended);
    cad_engine_free(engine);
    cad_account_free(account);
}

int main(int count, char **arguments)
{
    static const test tests[] = {
        TEST(every_free_takes_null),
        TEST(a_receipt_that_is_null_proves_nothing),
        TEST(other_getters_take_null_too),
        TEST(classify_takes_any_reply_and_no_bad_pointer),
        TEST(an_array_of_replies_is_read_whole_or_not_at_all),
        TEST(a_request_is_read_whole_or_not_at_all),
        TEST(a_text_that_is_not_utf8_is_a_violation_of_its_field),
        TEST(an_account_and_a_campaign_tell_of_it_too),
        TEST(a_struct_of_a_newer_header_is_read_as_far_as_it_is_known),
        TEST(an_embedded_nul_is_a_control_character),
        TEST(accounts_and_urls_take_texts_only),
        TEST(parameters_and_json_take_texts_only),
        TEST(settings_are_checked),
#ifndef CAD_NO_CLIENT
        TEST(connections_are_checked),
        TEST(a_client_comes_from_the_environment),
        TEST(the_natural_loop_frees_each_receipt_once),
#endif
        TEST(the_engine_refuses_what_it_cannot_read_and_changes_nothing),
        TEST(two_threads_on_one_call_are_told_so),
    };
    return run_tests(tests, COUNT(tests), count > 1 ? arguments[1] : NULL);
}

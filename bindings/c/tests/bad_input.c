/* Bad input gets a typed error, changes nothing and writes nothing. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"

static const cad_str none = {NULL, 0};
static const cad_str no_data = {NULL, 5};
static const cad_str not_utf8 = {"\xc3(", 2};
static const cad_str too_long = {"x", SIZE_MAX};

/* What an output may hold before a call: something that was freed, or that never was. */
static char stale_mark;
#define STALE ((void *)&stale_mark)

/* A call is refused, and what it would have handed over is NULL. */
#define REFUSES(expected, out, call) \
    ((out) = STALE, CHECK_STATUS(call, expected), CHECK((out) == NULL))

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
    cad_disposition_list_free(NULL);
    cad_cancel_token_free(NULL);
    cad_cancel_token_cancel(NULL);
    cad_fake_transport_free(NULL);
    cad_engine_free(NULL);
    cad_engine_close(NULL);
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
    CHECK(cad_receipt_warnings(NULL) == NULL && cad_receipt_violations(NULL) == NULL);
    cad_attempt attempt = CAD_ATTEMPT_INIT;
    cad_string *text;
    cad_receipt *copy;
    CHECK_STATUS(cad_receipt_attempt(NULL, 0, &attempt), CAD_NULL);
    REFUSES(CAD_NULL, text, cad_receipt_to_json(NULL, &text));
    REFUSES(CAD_NULL, copy, cad_receipt_copy(NULL, &copy));
}

static void getters_take_null(void)
{
    cad_str name = none, value = none;
    cad_violation violation = CAD_VIOLATION_INIT;
    cad_request request = CAD_REQUEST_INIT;
    cad_account *made;
    const cad_str texts[] = {
        cad_receipt_sentence(NULL),     cad_receipt_status(NULL),      cad_receipt_details(NULL),
        cad_receipt_ucid(NULL),         cad_receipt_did(NULL),         cad_receipt_action(NULL),
        cad_receipt_excerpt(NULL),      cad_receipt_request_id(NULL),  cad_string_view(NULL),
        cad_account_customer(NULL),     cad_parsed_customer(NULL),     cad_http_request_url(NULL),
        cad_http_request_host(NULL),    cad_http_request_target(NULL), cad_http_request_path(NULL),
        cad_http_request_body(NULL),    cad_disposition_list_sentence(NULL),
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        CHECK_TEXT(texts[i], none);
    }
    CHECK(cad_violations_count(NULL) == 0 && cad_list_count(NULL) == 0);
    CHECK_STATUS(cad_violations_get(NULL, 0, &violation), CAD_NULL);
    CHECK_STATUS(cad_list_get(NULL, 0, &name), CAD_NULL);
    CHECK(strcmp(cad_http_request_method(NULL), "GET") == 0);
    CHECK(cad_http_request_port(NULL) == 0 && cad_http_request_header_count(NULL) == 0);
    CHECK_STATUS(cad_http_request_header(NULL, 0, &name, &value), CAD_NULL);
    CHECK(cad_parsed_violations(NULL) == NULL);
    CHECK_STATUS(cad_parsed_request(NULL, &request), CAD_NULL);
    REFUSES(CAD_NULL, made, cad_parsed_account(NULL, &made));
    CHECK(cad_call_id(NULL) == UINT64_MAX);
    CHECK(!cad_http_request_may_use_proxy(NULL));
    CHECK(!cad_cancel_token_is_cancelled(NULL));
    CHECK(cad_disposition_list_texts(NULL) == NULL && cad_disposition_list_kind(NULL) == 0);
    CHECK(cad_disposition_list_outcome(NULL) == 0 && cad_disposition_list_advice(NULL) == 0);
    CHECK(cad_disposition_list_http_status(NULL) == 0);
    CHECK(cad_disposition_list_retry_after_seconds(NULL) == -1);
    CHECK(cad_fake_transport_count(NULL) == 0 && cad_fake_transport_request(NULL, 0) == NULL);
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
    cad_string *token;
    cad_list *list;
    CHECK_STATUS(cad_classify_token(&good, NULL, 0, NULL, &out), CAD_NULL);
    REFUSES(CAD_NULL, token, cad_classify_token(&good, NULL, 0, &token, NULL));
    REFUSES(CAD_BAD_SIZE, token, cad_classify_token(&good, NULL, 0, &token, &reply));
    REFUSES(CAD_NULL, list, cad_classify_list(0, &bad[0], NULL, 0, &list, &out));
    REFUSES(CAD_NULL, list, cad_classify_list(0, &good, NULL, 0, &list, NULL));
    REFUSES(CAD_BAD_ENUM, list, cad_classify_list(9, &good, NULL, 0, &list, &out));
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

/* Whether one of the violations is that this field's text can't be read. */
static bool tells(const cad_violations *found, cad_field field)
{
    bool told = false;
    cad_violation violation = CAD_VIOLATION_INIT;
    for (size_t i = 0; cad_violations_get(found, i, &violation) == CAD_OK; i++) {
        told = told || (violation.field == field && violation.problem == CAD_PROBLEM_INVALID &&
                        violation.severity == CAD_SEVERITY_ERROR);
    }
    return told;
}

/* The one error is that this field is not UTF-8. */
static void check_not_utf8(const cad_violations *found, cad_field field)
{
    size_t errors = 0;
    cad_violation violation = CAD_VIOLATION_INIT;
    for (size_t i = 0; cad_violations_get(found, i, &violation) == CAD_OK; i++) {
        errors += violation.severity == CAD_SEVERITY_ERROR;
        CHECK(violation.field != field ||
              (violation.hard == 1 && text_holds(violation.detail, "UTF-8")));
    }
    CHECK(errors == 1 && tells(found, field));
}

/* The texts of a request. */
static const struct {
    cad_field field;
    size_t offset;
} texts[] = {
    // generated: texts (by `cargo gen`)
    {CAD_FIELD_UCID, offsetof(cad_request, ucid)},
    {CAD_FIELD_DID, offsetof(cad_request, did)},
    {CAD_FIELD_AGENT_ID, offsetof(cad_request, agent_id)},
    {CAD_FIELD_DISPOSITION, offsetof(cad_request, disposition)},
    {CAD_FIELD_COMMENTS, offsetof(cad_request, comments)},
    {CAD_FIELD_PAUSE_REASON, offsetof(cad_request, pause_reason)},
    {CAD_FIELD_CALLBACK_TIME, offsetof(cad_request, callback_time)},
    {CAD_FIELD_CALLBACK_TIME_ZONE, offsetof(cad_request, callback_time_zone)},
    // end
};

/* Whatever of a request can't be read is told: not UTF-8 as a violation of its field, and nothing else
 * as one. */
static void each_text_of_a_request_is_read_whole_or_not_at_all(void)
{
    cad_settings settings = good_settings();
    settings.api = CAD_API_GET_V3;
    settings.mode = CAD_MODE_ADVISE;
    cad_engine *lenient = NULL;
    CHECK_STATUS(cad_engine_new(&settings, &lenient, NULL), CAD_OK);
    for (size_t i = 0; i < COUNT(texts); i++) {
        cad_request request = good_request();
        request.callback_time = cad_cstr("2026-11-22 09:30");
        request.callback_time_zone = cad_cstr("Asia/Kolkata");
        request.pause_after_dispose = CAD_NO;
        cad_str *text = (void *)((char *)&request + texts[i].offset);
        cad_violations *found;
        cad_call *call = NULL;
        cad_step step = CAD_STEP_INIT;
        *text = no_data;
        REFUSES(CAD_NULL, found, cad_validate(account, &request, CAD_API_GET_V3, none, &found));
        *text = too_long;
        REFUSES(CAD_BAD_SIZE, found, cad_validate(account, &request, CAD_API_GET_V3, none, &found));
        *text = not_utf8;
        CHECK_STATUS(cad_validate(account, &request, CAD_API_GET_V3, none, &found), CAD_OK);
        check_not_utf8(found, texts[i].field);
        CHECK_STATUS(cad_engine_start(lenient, &request, NULL, NULL, 0, &call, &step), CAD_OK);
        CHECK(step.kind == CAD_STEP_DONE);
        CHECK_STATUS(cad_receipt_result(step.receipt), CAD_INVALID);
        CHECK(cad_receipt_advice(step.receipt) == CAD_ADVICE_FIX_REQUEST);
        check_not_utf8(cad_receipt_violations(step.receipt), texts[i].field);
        CHECK(text_holds(cad_receipt_sentence(step.receipt), cad_field_name(texts[i].field)));
        cad_call_free(call);
        cad_violations_free(found);
    }
    cad_engine_free(lenient);
}

/* What functions hand over. */
typedef struct outputs {
    cad_account *account;
    cad_violations *found;
    cad_http_request *built;
    cad_string *text;
    cad_parsed *parsed;
    cad_receipt *receipt;
    cad_engine *engine;
    cad_call *call;
} outputs;

/* Gives one text to each function that takes one. */
static cad_status give(size_t which, cad_str bad, outputs *out)
{
    const cad_str good = cad_cstr("good");
    const cad_request right = good_request();
    const cad_param param = {cad_cstr("comments"), bad};
    cad_request request = right;
    cad_settings settings = good_settings();
    cad_step step = CAD_STEP_INIT;
    request.comments = bad;
    settings.base_url = bad;
    switch (which) {
    case 0:
        return cad_account_with_api_key(bad, good, &out->account);
    case 1:
        return cad_account_with_api_key(good, bad, &out->account);
    case 2:
        return cad_account_with_token(good, bad, &out->account);
    case 3:
        return cad_account_without_credential(bad, &out->account);
    case 4:
        return cad_validate(account, &request, CAD_API_GET_V2, none, &out->found);
    case 5:
        return cad_validate(account, &right, CAD_API_GET_V2, bad, &out->found);
    case 6:
        return cad_build_request(account, &request, CAD_API_GET_V2, none, &out->built, &out->found);
    case 7:
        return cad_build_list_request(account, bad, CAD_API_GET_V2, none, &out->built, &out->found);
    case 8:
        return cad_build_token_request(account, bad, &out->built, &out->found);
    case 9:
        return cad_check_base_url(bad, &out->text, &out->found);
    case 10:
        return cad_request_to_json(&request, &out->text);
    case 11:
        return cad_request_from_json(bad, &out->parsed);
    case 12:
        return cad_from_params(&param, 1, CAD_API_GET_V2, &out->parsed);
    case 13:
        return cad_receipt_from_json(bad, &out->receipt, &out->found);
    case 14:
        return cad_engine_new(&settings, &out->engine, &out->receipt);
    default:
        return cad_engine_start(engine, &request, NULL, NULL, 0, &out->call, &step);
    }
}

/* How many outputs were written, all of which hold nothing. */
static size_t nulled(const outputs *out)
{
    const void *const all[] = {out->account, out->found,   out->built,  out->text,
                               out->parsed,  out->receipt, out->engine, out->call};
    size_t count = 0;
    for (size_t i = 0; i < COUNT(all); i++) {
        count += all[i] != STALE;
        CHECK(all[i] == STALE || all[i] == NULL);
    }
    return count;
}

static void each_function_that_takes_a_text_refuses_a_bad_one(void)
{
    /* What each says of a text that is not UTF-8, and of which field. */
    static const struct {
        size_t outputs;
        cad_status not_utf8;
        cad_field field;
    } functions[] = {
        {1, CAD_OK, CAD_FIELD_CUSTOMER},       {1, CAD_OK, CAD_FIELD_API_KEY},
        {1, CAD_OK, CAD_FIELD_TOKEN},          {1, CAD_OK, CAD_FIELD_CUSTOMER},
        {1, CAD_OK, CAD_FIELD_COMMENTS},       {1, CAD_OK, CAD_FIELD_BASE_URL},
        {2, CAD_INVALID, CAD_FIELD_COMMENTS},  {2, CAD_INVALID, CAD_FIELD_CAMPAIGN},
        {2, CAD_INVALID, CAD_FIELD_BASE_URL},  {2, CAD_INVALID, CAD_FIELD_BASE_URL},
        {1, CAD_INVALID_UTF8, 0},              {1, CAD_INVALID, CAD_FIELD_JSON},
        {1, CAD_INVALID, CAD_FIELD_COMMENTS},  {2, CAD_INVALID, CAD_FIELD_JSON},
        {2, CAD_INVALID, CAD_FIELD_BASE_URL},  {1, CAD_OK, CAD_FIELD_COMMENTS},
    };
    static const struct {
        cad_str text;
        cad_status expected;
    } bad[] = {
        {{NULL, 5}, CAD_NULL},
        {{"x", SIZE_MAX}, CAD_BAD_SIZE},
#ifdef CAD_TEST_HOOKS
        {{"planted panic", 13}, CAD_PANIC},
#endif
    };
    const outputs stale = {STALE, STALE, STALE, STALE, STALE, STALE, STALE, STALE};
    const cad_request request = good_request();
    for (size_t i = 0; i < COUNT(functions); i++) {
        for (size_t j = 0; j < COUNT(bad); j++) {
            outputs out = stale;
            about("function %zu, %s", i, cad_status_name(bad[j].expected));
            CHECK_STATUS(give(i, bad[j].text, &out), bad[j].expected);
            CHECK(nulled(&out) == functions[i].outputs);
        }
        about("function %zu, not UTF-8", i);
        outputs out = {NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL};
        CHECK_STATUS(give(i, not_utf8, &out), functions[i].not_utf8);
        const cad_violations *told = out.found;
        if (out.account != NULL) {
            cad_api api = functions[i].field == CAD_FIELD_TOKEN ? CAD_API_POST_TOKEN : CAD_API_GET_V2;
            CHECK_STATUS(cad_validate(out.account, &request, api, none, &out.found), CAD_OK);
            told = out.found;
        } else if (out.parsed != NULL) {
            told = cad_parsed_violations(out.parsed);
        } else if (out.receipt != NULL) {
            told = cad_receipt_violations(out.receipt);
        }
        /* What an engine's call is told stands above. */
        if (functions[i].field != 0 && out.call == NULL) {
            CHECK(tells(told, functions[i].field));
        }
        CHECK(out.built == NULL && out.text == NULL && out.engine == NULL);
        cad_account_free(out.account);
        cad_violations_free(out.found);
        cad_parsed_free(out.parsed);
        cad_receipt_free(out.receipt);
        cad_call_free(out.call);
    }
}

static void each_pointer_and_number_is_looked_at(void)
{
    const cad_request good = good_request();
    cad_request wrong[] = {good, good, good};
    static const cad_status expected[] = {CAD_BAD_ENUM, CAD_BAD_ENUM, CAD_BAD_SIZE};
    wrong[0].pause_after_dispose = 3;
    wrong[1].auto_release = (cad_flag)UINT32_MAX;
    wrong[2].size = 0;
    cad_violations *found, *problems;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        REFUSES(expected[i], found, cad_validate(account, &wrong[i], CAD_API_GET_V2, none, &found));
    }
    static const cad_api apis[] = {0, 5, UINT32_MAX};
    for (size_t i = 0; i < COUNT(apis); i++) {
        REFUSES(CAD_BAD_ENUM, found, cad_validate(account, &good, apis[i], none, &found));
    }
    REFUSES(CAD_NULL, found, cad_validate(NULL, &good, CAD_API_GET_V2, none, &found));
    REFUSES(CAD_NULL, found, cad_validate(account, NULL, CAD_API_GET_V2, none, &found));
    CHECK_STATUS(cad_validate(account, &good, CAD_API_GET_V2, none, NULL), CAD_NULL);
    CHECK_STATUS(cad_account_with_api_key(none, none, NULL), CAD_NULL);
    REFUSES(CAD_NULL, problems, cad_check_base_url(none, NULL, &problems));

    const cad_param param = {cad_cstr("comments"), none};
    cad_parsed *parsed;
    REFUSES(CAD_NULL, parsed, cad_from_params(NULL, 1, CAD_API_GET_V2, &parsed));
    REFUSES(CAD_BAD_SIZE, parsed, cad_from_params(&param, SIZE_MAX / 2, CAD_API_GET_V2, &parsed));
    REFUSES(CAD_BAD_ENUM, parsed, cad_from_params(NULL, 0, 0, &parsed));
    CHECK_STATUS(cad_from_params(NULL, 0, CAD_API_GET_V2, NULL), CAD_NULL);
    CHECK_STATUS(cad_request_from_json(cad_cstr("{}"), NULL), CAD_NULL);
    CHECK_STATUS(cad_from_params(NULL, 0, CAD_API_GET_V2, &parsed), CAD_OK);
    cad_parsed_free(parsed);

    /* Where nobody wants to know what is wrong, nothing is lost. */
    cad_string *kept;
    cad_receipt *receipt;
    REFUSES(CAD_INVALID, kept, cad_check_base_url(cad_cstr("ftp://x"), &kept, NULL));
    REFUSES(CAD_INVALID, receipt, cad_receipt_from_json(cad_cstr("{}"), &receipt, NULL));
    REFUSES(CAD_INVALID, receipt, cad_receipt_from_json(none, &receipt, NULL));
}

/* A struct of a newer header, which ends in fields that this library does not know. */
typedef struct newer_request {
    cad_request known;
    uint64_t added[2];
} newer_request;

/* That an output of a newer header is written as far as it is known, raw.rs shows. */
static void a_struct_of_a_newer_header_is_read_as_far_as_it_is_known(void)
{
    cad_violations *found = NULL;
    newer_request request = {good_request(), {0, 0}};
    request.known.size = sizeof request;
    CHECK_STATUS(cad_validate(account, &request.known, CAD_API_GET_V2, none, &found), CAD_OK);
    cad_violations_free(found);
    /* What is said there would be lost. */
    request.added[1] = 1;
    REFUSES(CAD_BAD_SIZE, found,
            cad_validate(account, &request.known, CAD_API_GET_V2, none, &found));
}

static void what_is_not_there_is_not_written(void)
{
    cad_request request = good_request();
    request.agent_id = none;
    cad_violations *found = NULL;
    cad_violation violation = CAD_VIOLATION_INIT;
    CHECK_STATUS(cad_validate(account, &request, CAD_API_GET_V2, none, &found), CAD_OK);
    CHECK_STATUS(cad_violations_get(found, 0, &violation), CAD_OK);
    cad_violation kept = violation;
    CHECK_STATUS(cad_violations_get(found, 1, &kept), CAD_OUT_OF_RANGE);
    CHECK_STATUS(cad_violations_get(found, SIZE_MAX, &kept), CAD_OUT_OF_RANGE);
    kept.size = 1;
    CHECK_STATUS(cad_violations_get(found, 0, &kept), CAD_BAD_SIZE);
    CHECK_STATUS(cad_violations_get(found, 0, NULL), CAD_NULL);
    CHECK(memcmp(&kept.field, &violation.field, sizeof kept - sizeof kept.size) == 0);
    cad_violations_free(found);
}

static void settings_are_checked(void)
{
    const cad_settings good = good_settings();
    cad_settings wrong[] = {good, good, good, good};
    static const cad_status expected[] = {CAD_NULL, CAD_BAD_ENUM, CAD_BAD_ENUM, CAD_BAD_SIZE};
    wrong[0].account = NULL;
    wrong[1].api = 0;
    wrong[2].mode = 0;
    wrong[3].size++;
    cad_engine *engine = STALE;
    cad_receipt *problem;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        REFUSES(expected[i], problem, cad_engine_new(&wrong[i], &engine, &problem));
    }
    REFUSES(CAD_NULL, problem, cad_engine_new(NULL, &engine, &problem));
    CHECK(engine == NULL);
    REFUSES(CAD_NULL, problem, cad_engine_new(&good, NULL, &problem));
    cad_settings secret = good;
    secret.base_url = cad_cstr("https://user:KK-marker@h.example");
    REFUSES(CAD_INVALID, engine, cad_engine_new(&secret, &engine, NULL));
    REFUSES(CAD_INVALID, engine, cad_engine_new(&secret, &engine, &problem));
    CHECK_STATUS(cad_receipt_result(problem), CAD_INVALID);
    CHECK(text_holds(cad_receipt_sentence(problem), "base_url"));
    CHECK(!text_holds(cad_receipt_sentence(problem), "marker"));
    cad_receipt_free(problem);
}

#ifndef CAD_NO_CLIENT
static void connections_are_checked(void)
{
    const cad_settings settings = good_settings();
    cad_settings unreadable = settings;
    unreadable.size = 3;
    cad_client *client;
    const cad_connection good = CAD_CONNECTION_INIT;
    cad_connection wrong[] = {good, good, good, good};
    static const cad_status expected[] = {CAD_BAD_ENUM, CAD_BAD_ENUM, CAD_BAD_ENUM, CAD_BAD_SIZE};
    wrong[0].proxy = 0;
    wrong[1].proxy = 4;
    wrong[2].reserved = 1;
    wrong[3].size = 8;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        REFUSES(expected[i], client, cad_client_new(&settings, &wrong[i], &client, NULL));
        REFUSES(expected[i], client, cad_client_from_env(&settings, &wrong[i], &client, NULL));
    }
    REFUSES(CAD_BAD_SIZE, client, cad_client_from_env(&unreadable, NULL, &client, NULL));
    CHECK_STATUS(cad_client_from_env(NULL, NULL, NULL, NULL), CAD_NULL);

    static const struct {
        cad_str pem;
        cad_str proxy;
        cad_field fields[2];
    } texts[] = {
        {{"\xc3(", 2}, {NULL, 0}, {CAD_FIELD_EXTRA_CA_PEM}},
        {{NULL, 0}, {"\xc3(", 2}, {CAD_FIELD_PROXY}},
        {{"no certificate", 14}, {"no url", 6}, {CAD_FIELD_EXTRA_CA_PEM, CAD_FIELD_PROXY}},
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        cad_receipt *problem = STALE;
        cad_connection connection = good;
        connection.extra_ca_pem = texts[i].pem;
        connection.proxy_url = texts[i].proxy;
        connection.proxy = texts[i].proxy.data != NULL ? CAD_PROXY_URL : CAD_PROXY_NONE;
        REFUSES(CAD_INVALID, client, cad_client_new(&settings, &connection, &client, &problem));
        const cad_violations *found = cad_receipt_violations(problem);
        CHECK(cad_violations_count(found) == (texts[i].fields[1] != 0 ? 2 : 1));
        CHECK(tells(found, texts[i].fields[0]));
        cad_receipt_free(problem);
    }

    CHECK_STATUS(cad_client_new(&settings, NULL, &client, NULL), CAD_OK);
    cad_request request = good_request();
    cad_receipt *receipt;
    cad_call_options options = CAD_CALL_OPTIONS_INIT;
    options.size = 3;
    REFUSES(CAD_NULL, receipt, cad_set_disposition(NULL, &request, NULL, &receipt));
    REFUSES(CAD_NULL, receipt, cad_set_disposition(client, NULL, NULL, &receipt));
    CHECK_STATUS(cad_set_disposition(client, &request, NULL, NULL), CAD_NULL);
    REFUSES(CAD_BAD_SIZE, receipt, cad_set_disposition(client, &request, &options, &receipt));
    cad_client_free(client);
}

/* The loop that everybody writes: one pointer, freed each time, and data as a CRM has them. */
static void the_natural_loop_frees_each_receipt_once(void)
{
    cad_settings settings = good_settings();
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
}
#endif

static void the_engine_refuses_what_it_cannot_read_and_changes_nothing(void)
{
    cad_request request = good_request();
    cad_call *call = STALE;
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
    static const cad_event_kind kinds[] = {0, 7, UINT32_MAX};
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
    event.not_sent = 2;
    CHECK_STATUS(cad_call_step(call, &event, 1, &same), CAD_BAD_ENUM);
    event.not_sent = 0;
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
    CHECK(same.kind == CAD_STEP_ABORT && same.seq == 1 && same.request == NULL);
    CHECK_STATUS(cad_call_step(call, &timer, same.until_ms, &same), CAD_OK);
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
}

int main(int count, char **arguments)
{
    static const test tests[] = {
        TEST(every_free_takes_null),
        TEST(a_receipt_that_is_null_proves_nothing),
        TEST(getters_take_null),
        TEST(classify_takes_any_reply_and_no_bad_pointer),
        TEST(an_array_of_replies_is_read_whole_or_not_at_all),
        TEST(each_text_of_a_request_is_read_whole_or_not_at_all),
        TEST(each_function_that_takes_a_text_refuses_a_bad_one),
        TEST(each_pointer_and_number_is_looked_at),
        TEST(a_struct_of_a_newer_header_is_read_as_far_as_it_is_known),
        TEST(what_is_not_there_is_not_written),
        TEST(settings_are_checked),
#ifndef CAD_NO_CLIENT
        TEST(connections_are_checked),
        TEST(the_natural_loop_frees_each_receipt_once),
#endif
        TEST(the_engine_refuses_what_it_cannot_read_and_changes_nothing),
        TEST(two_threads_on_one_call_are_told_so),
    };
    return run_tests(tests, COUNT(tests), count > 1 ? arguments[1] : NULL);
}

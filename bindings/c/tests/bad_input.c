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

/* What an output holds before a call that must not write it. */
static char untouched_mark;
#define UNTOUCHED(type) ((type *)(void *)&untouched_mark)

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
    cad_string *text = UNTOUCHED(cad_string);
    cad_receipt *copy = UNTOUCHED(cad_receipt);
    CHECK_STATUS(cad_receipt_attempt(NULL, 0, &attempt), CAD_NULL);
    CHECK_STATUS(cad_receipt_to_json(NULL, &text), CAD_NULL);
    CHECK_STATUS(cad_receipt_copy(NULL, &copy), CAD_NULL);
    CHECK(text == UNTOUCHED(cad_string) && copy == UNTOUCHED(cad_receipt));
}

static void other_getters_take_null_too(void)
{
    cad_str name = none, value = none;
    cad_violation violation = CAD_VIOLATION_INIT;
    cad_request request = CAD_REQUEST_INIT;
    cad_account *account = UNTOUCHED(cad_account);
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
    CHECK(account == UNTOUCHED(cad_account) && cad_call_id(NULL) == UINT64_MAX);
}

static void classify_takes_any_reply_and_no_bad_pointer(void)
{
    cad_reply reply = CAD_REPLY_INIT;
    CHECK_STATUS(cad_classify(0, NULL, 0, none, none, &reply), CAD_OK);
    CHECK(reply.outcome == CAD_OUTCOME_UNRECOGNISED && reply.effect == CAD_EFFECT_UNKNOWN);
    CHECK_STATUS(cad_classify(429, "\xff\xfe\0", 3, not_utf8, not_utf8, &reply), CAD_OK);
    CHECK(reply.outcome == CAD_OUTCOME_RATE_LIMITED && reply.retry_after_seconds == -1);

    reply.outcome = 77;
    CHECK_STATUS(cad_classify(200, "", 0, none, none, NULL), CAD_NULL);
    CHECK_STATUS(cad_classify(200, NULL, 1, none, none, &reply), CAD_NULL);
    CHECK_STATUS(cad_classify(200, "x", SIZE_MAX, none, none, &reply), CAD_BAD_SIZE);
    CHECK_STATUS(cad_classify(200, "", 0, no_data, none, &reply), CAD_NULL);
    CHECK_STATUS(cad_classify(200, "", 0, none, too_long, &reply), CAD_BAD_SIZE);
    CHECK_STATUS(cad_classify_into(200, "", 0, none, none, NULL, 1, &reply), CAD_NULL);
    static const size_t sizes[] = {0, 1, sizeof reply - 1, sizeof reply + 8, SIZE_MAX};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        reply.size = sizes[i];
        CHECK_STATUS(cad_classify(200, "", 0, none, none, &reply), CAD_BAD_SIZE);
    }
    CHECK(reply.outcome == 77);

    cad_reply good = CAD_REPLY_INIT;
    cad_string *token = UNTOUCHED(cad_string);
    cad_list *list = UNTOUCHED(cad_list);
    CHECK_STATUS(cad_classify_token(200, "", 0, none, none, NULL, 0, NULL, &good), CAD_NULL);
    CHECK_STATUS(cad_classify_token(200, "", 0, none, none, NULL, 0, &token, NULL), CAD_NULL);
    CHECK_STATUS(cad_classify_token(200, "", 0, none, none, NULL, 0, &token, &reply),
                 CAD_BAD_SIZE);
    CHECK_STATUS(cad_classify_list(200, NULL, 9, none, none, NULL, 0, &list, &good), CAD_NULL);
    CHECK_STATUS(cad_classify_list(200, "", 0, none, none, NULL, 0, &list, NULL), CAD_NULL);
    CHECK(token == UNTOUCHED(cad_string) && list == UNTOUCHED(cad_list));
}

/* Each text of a request in turn is bad, then each number, then its size. */
static void a_request_is_read_whole_or_not_at_all(void)
{
    cad_account *account = account_made();
    const struct {
        cad_str text;
        cad_status expected;
    } bad[] = {{no_data, CAD_NULL}, {not_utf8, CAD_INVALID_UTF8}, {too_long, CAD_BAD_SIZE}};
    for (size_t place = 0; place < 8; place++) {
        for (size_t i = 0; i < COUNT(bad); i++) {
            cad_request request = good_request();
            cad_str *texts[] = {&request.ucid,          &request.did,
                                &request.agent_id,      &request.disposition,
                                &request.comments,      &request.pause_reason,
                                &request.callback_time, &request.callback_time_zone};
            *texts[place] = bad[i].text;
            cad_violations *found = UNTOUCHED(cad_violations);
            cad_http_request *built = UNTOUCHED(cad_http_request);
            cad_string *json = UNTOUCHED(cad_string);
            CHECK_STATUS(cad_validate(account, &request, CAD_API_GET_V2, none, &found),
                         bad[i].expected);
            CHECK_STATUS(cad_build_request(account, &request, CAD_API_GET_V2, none, &built, &found),
                         bad[i].expected);
            CHECK_STATUS(cad_request_to_json(&request, &json), bad[i].expected);
            CHECK(found == UNTOUCHED(cad_violations) && built == UNTOUCHED(cad_http_request) &&
                  json == UNTOUCHED(cad_string));
        }
    }
    cad_violations *found = UNTOUCHED(cad_violations);
    cad_request request = good_request();
    request.pause_after_dispose = 3;
    CHECK_STATUS(cad_validate(account, &request, CAD_API_GET_V2, none, &found), CAD_BAD_ENUM);
    request = good_request();
    request.auto_release = UINT32_MAX;
    CHECK_STATUS(cad_validate(account, &request, CAD_API_GET_V2, none, &found), CAD_BAD_ENUM);
    request = good_request();
    request.size = 0;
    CHECK_STATUS(cad_validate(account, &request, CAD_API_GET_V2, none, &found), CAD_BAD_SIZE);
    request = good_request();
    static const cad_api apis[] = {0, 5, UINT32_MAX};
    for (size_t i = 0; i < COUNT(apis); i++) {
        CHECK_STATUS(cad_validate(account, &request, apis[i], none, &found), CAD_BAD_ENUM);
    }
    CHECK_STATUS(cad_validate(account, &request, CAD_API_GET_V2, not_utf8, &found),
                 CAD_INVALID_UTF8);
    CHECK_STATUS(cad_validate(NULL, &request, CAD_API_GET_V2, none, &found), CAD_NULL);
    CHECK_STATUS(cad_validate(account, NULL, CAD_API_GET_V2, none, &found), CAD_NULL);
    CHECK_STATUS(cad_validate(account, &request, CAD_API_GET_V2, none, NULL), CAD_NULL);
    CHECK(found == UNTOUCHED(cad_violations));
    cad_account_free(account);
}

static void an_embedded_nul_is_a_control_character(void)
{
    cad_account *account = account_made();
    cad_request request = good_request();
    const cad_str with_nul = {"ra\0vi", 5};
    request.agent_id = with_nul;
    cad_violations *found = NULL;
    cad_http_request *built = UNTOUCHED(cad_http_request);
    CHECK_STATUS(cad_build_request(account, &request, CAD_API_GET_V2, none, &built, &found),
                 CAD_INVALID);
    CHECK(built == UNTOUCHED(cad_http_request));
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
    cad_account *account = UNTOUCHED(cad_account);
    cad_string *kept = UNTOUCHED(cad_string);
    cad_violations *problems = UNTOUCHED(cad_violations);
    CHECK_STATUS(cad_account_with_api_key(not_utf8, none, &account), CAD_INVALID_UTF8);
    CHECK_STATUS(cad_account_with_api_key(none, no_data, &account), CAD_NULL);
    CHECK_STATUS(cad_account_with_token(none, too_long, &account), CAD_BAD_SIZE);
    CHECK_STATUS(cad_account_without_credential(not_utf8, &account), CAD_INVALID_UTF8);
    CHECK_STATUS(cad_account_with_api_key(none, none, NULL), CAD_NULL);
    CHECK_STATUS(cad_check_base_url(not_utf8, &kept, &problems), CAD_INVALID_UTF8);
    CHECK_STATUS(cad_check_base_url(none, NULL, &problems), CAD_NULL);
    CHECK(account == UNTOUCHED(cad_account) && kept == UNTOUCHED(cad_string) &&
          problems == UNTOUCHED(cad_violations));
    /* Where nobody wants to know what is wrong, nothing is lost. */
    CHECK_STATUS(cad_check_base_url(cad_cstr("ftp://x"), &kept, NULL), CAD_INVALID);
    CHECK(kept == UNTOUCHED(cad_string));
}

static void parameters_and_json_take_texts_only(void)
{
    cad_parsed *parsed = UNTOUCHED(cad_parsed);
    cad_param param = {no_data, none};
    CHECK_STATUS(cad_from_params(&param, 1, CAD_API_GET_V2, &parsed), CAD_NULL);
    param.name = cad_cstr("did");
    param.value = not_utf8;
    CHECK_STATUS(cad_from_params(&param, 1, CAD_API_GET_V2, &parsed), CAD_INVALID_UTF8);
    CHECK_STATUS(cad_from_params(NULL, 1, CAD_API_GET_V2, &parsed), CAD_NULL);
    CHECK_STATUS(cad_from_params(&param, SIZE_MAX / 2, CAD_API_GET_V2, &parsed), CAD_BAD_SIZE);
    CHECK_STATUS(cad_from_params(NULL, 0, 0, &parsed), CAD_BAD_ENUM);
    CHECK_STATUS(cad_from_params(NULL, 0, CAD_API_GET_V2, NULL), CAD_NULL);
    CHECK_STATUS(cad_request_from_json(not_utf8, &parsed), CAD_INVALID_UTF8);
    CHECK_STATUS(cad_request_from_json(cad_cstr("{}"), NULL), CAD_NULL);
    cad_receipt *receipt = UNTOUCHED(cad_receipt);
    CHECK_STATUS(cad_receipt_from_json(not_utf8, &receipt, NULL), CAD_INVALID_UTF8);
    CHECK_STATUS(cad_receipt_from_json(cad_cstr("{}"), &receipt, NULL), CAD_INVALID);
    CHECK_STATUS(cad_receipt_from_json(none, &receipt, NULL), CAD_INVALID);
    CHECK(parsed == UNTOUCHED(cad_parsed) && receipt == UNTOUCHED(cad_receipt));
    CHECK_STATUS(cad_from_params(NULL, 0, CAD_API_GET_V2, &parsed), CAD_OK);
    cad_parsed_free(parsed);
}

static void settings_are_checked(void)
{
    cad_account *account = account_made();
    cad_engine *engine = UNTOUCHED(cad_engine);
    cad_receipt *problem = UNTOUCHED(cad_receipt);
    cad_settings settings = good_settings(NULL);
    CHECK_STATUS(cad_engine_new(&settings, &engine, &problem), CAD_NULL);
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
    CHECK_STATUS(cad_engine_new(&settings, &engine, &problem), CAD_INVALID_UTF8);
    settings = good_settings(account);
    CHECK_STATUS(cad_engine_new(NULL, &engine, &problem), CAD_NULL);
    CHECK_STATUS(cad_engine_new(&settings, NULL, &problem), CAD_NULL);
    CHECK(problem == UNTOUCHED(cad_receipt));
    settings.base_url = cad_cstr("https://user:KK-marker@h.example");
    CHECK_STATUS(cad_engine_new(&settings, &engine, NULL), CAD_INVALID);
    CHECK_STATUS(cad_engine_new(&settings, &engine, &problem), CAD_INVALID);
    CHECK(engine == UNTOUCHED(cad_engine));
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
    cad_client *client = UNTOUCHED(cad_client);
    cad_receipt *problem = UNTOUCHED(cad_receipt);
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
    connection.extra_ca_pem = not_utf8;
    CHECK_STATUS(cad_client_new(&settings, &connection, &client, &problem), CAD_INVALID_UTF8);
    CHECK(problem == UNTOUCHED(cad_receipt));
    connection.extra_ca_pem = cad_cstr("no certificate");
    connection.proxy = CAD_PROXY_URL;
    connection.proxy_url = cad_cstr("no url");
    CHECK_STATUS(cad_client_new(&settings, &connection, &client, &problem), CAD_INVALID);
    CHECK(cad_violations_count(cad_receipt_violations(problem)) == 2);
    CHECK(client == UNTOUCHED(cad_client));
    cad_receipt_free(problem);

    CHECK_STATUS(cad_client_new(&settings, NULL, &client, NULL), CAD_OK);
    cad_request request = good_request();
    cad_receipt *receipt = UNTOUCHED(cad_receipt);
    cad_call_options options = CAD_CALL_OPTIONS_INIT;
    CHECK_STATUS(cad_set_disposition(NULL, &request, NULL, &receipt), CAD_NULL);
    CHECK_STATUS(cad_set_disposition(client, NULL, NULL, &receipt), CAD_NULL);
    CHECK_STATUS(cad_set_disposition(client, &request, NULL, NULL), CAD_NULL);
    options.size = 3;
    CHECK_STATUS(cad_set_disposition(client, &request, &options, &receipt), CAD_BAD_SIZE);
    request.did = not_utf8;
    CHECK_STATUS(cad_set_disposition(client, &request, NULL, &receipt), CAD_INVALID_UTF8);
    CHECK(receipt == UNTOUCHED(cad_receipt));
    request.did = none;
    CHECK_STATUS(cad_set_disposition(client, &request, NULL, &receipt), CAD_INVALID);
    CHECK(cad_violations_count(cad_receipt_violations(receipt)) == 1);
    cad_receipt_free(receipt);
    cad_client_free(client);
    cad_account_free(account);
}
#endif

static void the_engine_refuses_what_it_cannot_read_and_changes_nothing(void)
{
    cad_account *account = account_made();
    cad_engine *engine = engine_made(account);
    cad_request request = good_request();
    cad_call *call = UNTOUCHED(cad_call);
    cad_step step = CAD_STEP_INIT;
    CHECK_STATUS(cad_engine_start(NULL, &request, NULL, NULL, 0, &call, &step), CAD_NULL);
    CHECK_STATUS(cad_engine_start(engine, NULL, NULL, NULL, 0, &call, &step), CAD_NULL);
    CHECK_STATUS(cad_engine_start(engine, &request, NULL, NULL, 0, NULL, &step), CAD_NULL);
    CHECK_STATUS(cad_engine_start(engine, &request, NULL, NULL, 0, &call, NULL), CAD_NULL);
    step.size = 1;
    CHECK_STATUS(cad_engine_start(engine, &request, NULL, NULL, 0, &call, &step), CAD_BAD_SIZE);
    CHECK(call == UNTOUCHED(cad_call) && step.kind == 0);
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
    event.http_status = 70000;
    CHECK_STATUS(cad_call_step(call, &event, 1, &same), CAD_BAD_ENUM);
    event.http_status = 200;
    event.body_len = 1;
    CHECK_STATUS(cad_call_step(call, &event, 1, &same), CAD_NULL);
    event.body_len = 0;
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
    event.http_status = 200;
    event.body = body;
    event.body_len = 60000;
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
        TEST(a_request_is_read_whole_or_not_at_all),
        TEST(an_embedded_nul_is_a_control_character),
        TEST(accounts_and_urls_take_texts_only),
        TEST(parameters_and_json_take_texts_only),
        TEST(settings_are_checked),
#ifndef CAD_NO_CLIENT
        TEST(connections_are_checked),
#endif
        TEST(the_engine_refuses_what_it_cannot_read_and_changes_nothing),
        TEST(two_threads_on_one_call_are_told_so),
    };
    return run_tests(tests, COUNT(tests), count > 1 ? arguments[1] : NULL);
}

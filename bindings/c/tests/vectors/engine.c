/* Runs engine.json: traces of calls, each a list of [now, event, expected step]. */
#include <stdlib.h>
#include <string.h>

#include "vectors.h"

/* The calls of one case, by name. */
typedef struct calls {
    struct {
        const char *name;
        cad_call *call;
    } list[4];
    size_t count;
} calls;

static uint64_t ms_of(const json_t *value)
{
    return is_none(value) ? CAD_DEFAULT_MS : (uint64_t)json_integer_value(value);
}

static cad_engine *engine_of(const json_t *given)
{
    static const char *const keys[] = {"api",  "customer",    "api_key",            "token", "base_url",
                                       "mode", "deadline_ms", "connect_timeout_ms", NULL};
    only_keys(given, keys);
    json_t *who = json_pack("{s:O, s:O*, s:O*}", "customer", json_object_get(given, "customer"),
                            "api_key", json_object_get(given, "api_key"), "token",
                            json_object_get(given, "token"));
    cad_account *account = account_of(who);
    json_decref(who);
    cad_settings settings = CAD_SETTINGS_INIT;
    settings.account = account;
    settings.api = number_of(cad_api_name, json_object_get(given, "api"));
    settings.base_url = text_of(json_object_get(given, "base_url"));
    settings.deadline_ms = ms_of(json_object_get(given, "deadline_ms"));
    settings.connect_timeout_ms = ms_of(json_object_get(given, "connect_timeout_ms"));
    const json_t *mode = json_object_get(given, "mode");
    if (mode != NULL) {
        settings.mode = number_of(cad_mode_name, mode);
    }
    cad_engine *engine = NULL;
    CHECK_STATUS(cad_engine_new(&settings, &engine, NULL), CAD_OK);
    /* Nothing of the settings is kept. */
    cad_account_free(account);
    return engine;
}

static void seed_of(const json_t *hex, uint8_t seed[16])
{
    cad_str text = text_of(hex);
    CHECK(text.len == 32);
    for (size_t i = 0; i < 16; i++) {
        const char byte[3] = {text.data[2 * i], text.data[2 * i + 1], '\0'};
        seed[i] = (uint8_t)strtoul(byte, NULL, 16);
    }
}

static cad_call *find(const calls *all, const char *name)
{
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->list[i].name, name) == 0) {
            return all->list[i].call;
        }
    }
    check(false, "a call that was started", __FILE__, __LINE__);
    return NULL;
}

static cad_status start(cad_engine *engine, calls *all, const char *name, const uint8_t seed[16],
                        const json_t *event, uint64_t now, cad_step *step)
{
    static const char *const keys[] = {"event", "call", "request", "deadline_ms", NULL};
    only_keys(event, keys);
    cad_call_options options = CAD_CALL_OPTIONS_INIT;
    options.deadline_ms = ms_of(json_object_get(event, "deadline_ms"));
    cad_request request = request_of(json_object_get(event, "request"));
    cad_call *call = NULL;
    cad_status status = cad_engine_start(engine, &request, &options, seed, now, &call, step);
    if (status == CAD_OK && CHECK(all->count < COUNT(all->list))) {
        all->list[all->count].name = name;
        all->list[all->count++].call = call;
    }
    return status;
}

/* The event, and the reply that it points to. */
static cad_event event_of(const json_t *given, cad_http_reply *reply)
{
    static const char *const keys[] = {"event",  "call",        "seq",  "kind", "sent",
                                       "status", "retry_after", "date", "body", NULL};
    only_keys(given, keys);
    reply->status = json_integer_value(json_object_get(given, "status"));
    reply->retry_after = text_of(json_object_get(given, "retry_after"));
    reply->date = text_of(json_object_get(given, "date"));
    reply->body = text_of(json_object_get(given, "body"));
    cad_event event = CAD_EVENT_INIT;
    event.kind = number_of(cad_event_kind_name, json_object_get(given, "event"));
    event.seq = (uint32_t)json_integer_value(json_object_get(given, "seq"));
    event.failure = number_of(cad_kind_name, json_object_get(given, "kind"));
    event.not_sent = json_is_false(json_object_get(given, "sent"));
    event.reply = reply;
    return event;
}

/* What a getter says against the receipt's JSON form, for every getter. */
static void check_getters(const cad_receipt *receipt, const json_t *json)
{
    CHECK(cad_receipt_effect(receipt) ==
          number_of(cad_effect_name, json_object_get(json, "effect")));
    CHECK(cad_receipt_advice(receipt) ==
          number_of(cad_advice_name, json_object_get(json, "advice")));
    CHECK(cad_receipt_outcome(receipt) ==
          number_of(cad_outcome_name, json_object_get(json, "outcome")));
    CHECK(cad_receipt_may_resend(receipt) == json_is_true(json_object_get(json, "may_resend")));
    CHECK(cad_receipt_pause_requested(receipt) ==
          json_is_true(json_object_get(json, "pause_requested")));
    CHECK(cad_receipt_http_status(receipt) ==
          json_integer_value(json_object_get(json, "http_status")));
    const json_t *wait = json_object_get(json, "retry_after_seconds");
    CHECK(cad_receipt_retry_after_seconds(receipt) ==
          (is_none(wait) ? -1 : json_integer_value(wait)));
    CHECK(cad_receipt_token_requests(receipt) ==
          json_integer_value(json_object_get(json, "token_requests")));
    CHECK_TEXT(cad_receipt_status(receipt), text_of(json_object_get(json, "status")));
    CHECK_TEXT(cad_receipt_details(receipt), text_of(json_object_get(json, "details")));
    CHECK_TEXT(cad_receipt_ucid(receipt), text_of(json_object_get(json, "ucid")));
    CHECK_TEXT(cad_receipt_did(receipt), text_of(json_object_get(json, "did")));
    CHECK_TEXT(cad_receipt_action(receipt), text_of(json_object_get(json, "action")));
    CHECK_TEXT(cad_receipt_excerpt(receipt), text_of(json_object_get(json, "excerpt")));
    CHECK_TEXT(cad_receipt_request_id(receipt), text_of(json_object_get(json, "request_id")));
    CHECK_TEXT(cad_receipt_sentence(receipt), text_of(json_object_get(json, "sentence")));
    CHECK(cad_receipt_sentence(receipt).len > 0);
}

static void check_attempts(const cad_receipt *receipt, const json_t *json)
{
    CHECK(cad_receipt_attempt_count(receipt) == json_array_size(json));
    for (size_t i = 0; i < json_array_size(json); i++) {
        const json_t *expected = json_array_get(json, i);
        cad_attempt attempt = CAD_ATTEMPT_INIT;
        CHECK_STATUS(cad_receipt_attempt(receipt, i, &attempt), CAD_OK);
        CHECK(attempt.delivery ==
              number_of(cad_delivery_name, json_object_get(expected, "delivery")));
        CHECK(attempt.kind == number_of(cad_kind_name, json_object_get(expected, "kind")));
        CHECK(attempt.outcome == number_of(cad_outcome_name, json_object_get(expected, "outcome")));
        CHECK(attempt.http_status ==
              json_integer_value(json_object_get(expected, "http_status")));
        CHECK(attempt.duration_ms ==
              (uint64_t)json_integer_value(json_object_get(expected, "duration_ms")));
    }
}

static void check_warnings(const cad_receipt *receipt, const json_t *json)
{
    json_t *wanted = json_deep_copy(json);
    for (size_t i = 0; i < json_array_size(wanted); i++) {
        json_object_del(json_array_get(wanted, i), "detail");
    }
    check_violations(cad_receipt_warnings(receipt), wanted);
    json_decref(wanted);
}

static void check_receipt(const cad_receipt *receipt, const json_t *expected)
{
    const json_t *class = json_object_get(expected, "class");
    const json_t *kind = json_object_get(expected, "kind");
    cad_str name = is_none(class) ? cad_cstr("ok") : text_of(class);
    CHECK_TEXT(cad_cstr(cad_status_name(cad_receipt_result(receipt))), name);
    CHECK(cad_receipt_kind(receipt) == number_of(cad_kind_name, kind));
    CHECK((cad_violations_count(cad_receipt_violations(receipt)) > 0) ==
          (cad_receipt_result(receipt) == CAD_INVALID));

    cad_string *text = NULL, *again = NULL;
    CHECK_STATUS(cad_receipt_to_json(receipt, &text), CAD_OK);
    cad_str view = cad_string_view(text);
    json_t *json = json_loadb(view.data, view.len, JSON_ALLOW_NUL, NULL);
    CHECK(json != NULL);
    check_includes(json, json_object_get(expected, "receipt"));
    check_getters(receipt, json);
    check_attempts(receipt, json_object_get(json, "attempts"));
    check_warnings(receipt, json_object_get(json, "warnings"));

    cad_receipt *copy = NULL;
    CHECK_STATUS(cad_receipt_from_json(view, &copy, NULL), CAD_OK);
    CHECK_STATUS(cad_receipt_to_json(copy, &again), CAD_OK);
    CHECK_TEXT(cad_string_view(again), view);
    json_decref(json);
    cad_string_free(text);
    cad_string_free(again);
    cad_receipt_free(copy);
}

static void check_step(const cad_step *step, const json_t *expected)
{
    static const char *const keys[] = {"step",  "seq",  "connect_by", "until",
                                       "class", "kind", "receipt",    NULL};
    only_keys(expected, keys);
    CHECK_TEXT(cad_cstr(cad_step_kind_name(step->kind)),
               text_of(json_object_get(expected, "step")));
    CHECK((step->request != NULL) == (step->kind == CAD_STEP_SEND));
    CHECK((step->receipt != NULL) == (step->kind == CAD_STEP_DONE));
    CHECK(step->wake == NULL && step->wake_count == 0);
    if (step->kind == CAD_STEP_DONE) {
        check_receipt(step->receipt, expected);
        return;
    }
    CHECK(step->until_ms == ms_of(json_object_get(expected, "until")));
    if (step->kind != CAD_STEP_WAIT) {
        CHECK(step->seq == json_integer_value(json_object_get(expected, "seq")));
    }
    if (step->kind == CAD_STEP_SEND) {
        CHECK(step->body_limit == 65536);
        CHECK(step->connect_by_ms == ms_of(json_object_get(expected, "connect_by")));
        CHECK(cad_http_request_url(step->request).len > 0);
    }
}

void run_engine(const json_t *value)
{
    static const char *const keys[] = {"id", "source", "settings", "seed", "trace", NULL};
    only_keys(value, keys);
    cad_engine *engine = engine_of(json_object_get(value, "settings"));
    uint8_t seed[16];
    seed_of(json_object_get(value, "seed"), seed);
    calls all = {{{NULL, NULL}}, 0};
    const json_t *trace = json_object_get(value, "trace");
    CHECK(json_array_size(trace) > 0);
    for (size_t i = 0; i < json_array_size(trace); i++) {
        const json_t *entry = json_array_get(trace, i);
        CHECK(json_array_size(entry) == 3);
        uint64_t now = (uint64_t)json_integer_value(json_array_get(entry, 0));
        const json_t *given = json_array_get(entry, 1);
        const json_t *expected = json_array_get(entry, 2);
        const char *name = json_string_value(json_object_get(given, "call"));
        name = name != NULL ? name : "";
        cad_step step = CAD_STEP_INIT;
        cad_status status;
        if (strcmp(text_of(json_object_get(given, "event")).data, "start") == 0) {
            status = start(engine, &all, name, seed, given, now, &step);
        } else {
            cad_http_reply reply = CAD_HTTP_REPLY_INIT;
            cad_event event = event_of(given, &reply);
            status = cad_call_step(find(&all, name), &event, now, &step);
        }
        if (strcmp(text_of(json_object_get(expected, "step")).data, "misuse") == 0) {
            CHECK_STATUS(status, CAD_MISUSE);
        } else if (CHECK_STATUS(status, CAD_OK)) {
            check_step(&step, expected);
        }
    }
    /* Calls outlive their engine. */
    cad_engine_free(engine);
    for (size_t i = 0; i < all.count; i++) {
        cad_call_free(all.list[i].call);
    }
}

/* A libFuzzer target over the C functions: every input is a little program of calls with views that
 * it makes up, of texts, lengths, numbers, sizes and NULLs. It must end without a report, and what
 * the comments promise must hold. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cloudagent_disposition.h"

/* What is left of the input. */
typedef struct source {
    const uint8_t *data;
    size_t len;
} source;

static uint8_t byte(source *from)
{
    if (from->len == 0) {
        return 0;
    }
    from->len--;
    return *from->data++;
}

/* A view into the input, as it is; sometimes absent, and sometimes one with a length and no data or
 * one longer than any object. */
static cad_str view(source *from)
{
    cad_str text = {NULL, 0};
    uint8_t shape = byte(from);
    if (shape == 255) {
        text.len = 7;
    } else if (shape == 254) {
        text.data = "x";
        text.len = SIZE_MAX;
    } else if (shape > 40) {
        text.len = shape < 200 ? shape % 64u : shape * 7u;
        text.len = text.len < from->len ? text.len : from->len;
        text.data = (const char *)from->data;
        from->data += text.len;
        from->len -= text.len;
    }
    return text;
}

/* A number that is mostly one of an enum's. */
static uint32_t number(source *from)
{
    uint8_t value = byte(from);
    return value > 250 ? UINT32_MAX - value : value % 27u;
}

/* A size, sometimes one that is none. Larger ones only where there is something to read. */
static size_t size(source *from, size_t right)
{
    return byte(from) == 255 ? byte(from) % (right + 1) : right;
}

/* Reads every byte that a view shows. */
static unsigned look(cad_str text)
{
    unsigned sum = 0;
    for (size_t i = 0; i < text.len; i++) {
        sum += (unsigned char)text.data[i];
    }
    return sum;
}

static void require(int holds)
{
    if (!holds) {
        abort();
    }
}

static cad_request request(source *from)
{
    cad_request request = CAD_REQUEST_INIT;
    request.size = size(from, sizeof request);
    // generated: request (by `cargo gen`)
    request.ucid = view(from);
    request.did = view(from);
    request.agent_id = view(from);
    request.disposition = view(from);
    request.comments = view(from);
    request.pause_after_dispose = (cad_flag)(byte(from) % 4u);
    request.pause_reason = view(from);
    request.callback_time = view(from);
    request.callback_time_zone = view(from);
    request.auto_release = (cad_flag)(byte(from) % 4u);
    // end
    return request;
}

static cad_account *account(source *from)
{
    cad_account *made = NULL;
    cad_str customer = view(from);
    switch (byte(from) % 5) {
    case 0:
        cad_account_without_credential(customer, &made);
        break;
    case 4:
        cad_account_with_token_source(customer, &made);
        break;
    case 1:
        cad_account_with_token(customer, view(from), &made);
        break;
    case 2:
        cad_account_with_api_key(cad_cstr("acme"), cad_cstr("KK-fuzz"), &made);
        break;
    default:
        cad_account_with_api_key(customer, view(from), &made);
    }
    look(cad_account_customer(made));
    return made;
}

static void look_at_violations(const cad_violations *found)
{
    for (size_t i = 0; i <= cad_violations_count(found); i++) {
        cad_violation violation = CAD_VIOLATION_INIT;
        cad_status status = cad_violations_get(found, i, &violation);
        require((status == CAD_OK) == (i < cad_violations_count(found)));
        look(violation.detail);
        cad_field_name(violation.field);
        cad_problem_name(violation.problem);
    }
}

static void look_at_reply(const cad_reply *reply)
{
    look(reply->status);
    look(reply->details);
    look(reply->ucid);
    look(reply->did);
    look(reply->action);
    look(reply->hint);
    require(reply->effect >= 1 && reply->effect <= 5 && reply->outcome != 0);
}

static void look_at_request(const cad_http_request *built)
{
    look(cad_http_request_url(built));
    look(cad_http_request_host(built));
    look(cad_http_request_target(built));
    look(cad_http_request_path(built));
    look(cad_http_request_body(built));
    for (size_t i = 0; i < cad_http_request_header_count(built); i++) {
        cad_str name = {NULL, 0}, value = {NULL, 0};
        require(cad_http_request_header(built, i, &name, &value) == CAD_OK);
        look(name);
        look(value);
    }
}

static void look_at_receipt(const cad_receipt *receipt)
{
    cad_string *json = NULL, *again = NULL;
    cad_receipt *copy = NULL;
    require(cad_receipt_to_json(receipt, &json) == CAD_OK);
    require(cad_receipt_from_json(cad_string_view(json), &copy, NULL) == CAD_OK);
    require(cad_receipt_to_json(copy, &again) == CAD_OK);
    require(look(cad_string_view(json)) == look(cad_string_view(again)));
    look_at_violations(cad_receipt_warnings(receipt));
    look_at_violations(cad_receipt_violations(receipt));
    cad_string_free(json);
    cad_string_free(again);
    cad_receipt_free(copy);
}

static void classify(source *from)
{
    char scratch[CAD_SCRATCH_SIZE];
    size_t room = byte(from) > 128 ? sizeof scratch : byte(from);
    cad_http_reply received = CAD_HTTP_REPLY_INIT;
    received.size = size(from, sizeof received);
    received.status = byte(from) * 3 + byte(from) - 5;
    received.retry_after = view(from);
    received.date = view(from);
    uint8_t kind = byte(from);
    cad_api api = number(from) % 6;
    received.body.data = (const char *)from->data;
    received.body.len = from->len;
    received.body = kind > 250 ? view(from) : received.body;
    cad_reply reply = CAD_REPLY_INIT;
    cad_string *token = NULL;
    cad_list *list = NULL;
    cad_status result = CAD_OK;
    switch (kind % 5) {
    case 0:
        result = cad_classify(api, &received, &reply);
        break;
    case 1:
        result = cad_classify_into(api, &received, scratch, room, &reply);
        break;
    case 2:
        result = cad_classify_many(api, &received, 1, &reply);
        break;
    case 3:
        result = cad_classify_token(&received, scratch, room, &token, &reply);
        break;
    default:
        result = cad_classify_list(api, &received, scratch, room, &list, &reply);
    }
    require(result != CAD_PANIC);
    cad_disposition_list *listed = NULL;
    cad_violations *warnings = NULL;
    const cad_request what = request(from);
    require(cad_disposition_list_of_reply(api, &received, &listed) != CAD_PANIC);
    require(cad_check_disposition(cad_disposition_list_texts(listed), &what, &warnings) != CAD_PANIC);
    look(cad_disposition_list_sentence(listed));
    look_at_violations(warnings);
    cad_violations_free(warnings);
    cad_disposition_list_free(listed);
    if (result == CAD_OK && token == NULL && list == NULL) {
        look_at_reply(&reply);
        require(room < sizeof scratch || kind % 5 == 0 || kind % 5 == 2 || reply.left_out == 0);
    }
    look(cad_string_view(token));
    for (size_t i = 0; i < cad_list_count(list); i++) {
        cad_str text = {NULL, 0};
        require(cad_list_get(list, i, &text) == CAD_OK);
        look(text);
    }
    cad_string_free(token);
    cad_list_free(list);
}

/* A record: of views, or as the library showed one. */
static cad_record record(source *from)
{
    cad_record record = CAD_RECORD_INIT;
    record.size = size(from, sizeof record);
    record.ucid = byte(from) < 128 ? cad_cstr("8189") : view(from);
    record.call_id = view(from);
    record.agent_id = view(from);
    record.disposition = view(from);
    record.comments = view(from);
    return record;
}

static void look_at_record(const cad_record *shown)
{
    cad_string *json = NULL;
    require(cad_record_to_json(shown, 1, &json) == CAD_OK);
    look(cad_string_view(json));
    cad_string_free(json);
}

static void look_at_settlement(const cad_settlement *settlement)
{
    require(!cad_settlement_may_resend(settlement));
    require(cad_settlement_sentence(settlement).len > 0);
    look(cad_settlement_sentence(settlement));
    look(cad_settlement_ucid(settlement));
    look(cad_settlement_disposition(settlement));
    cad_record decided = CAD_RECORD_INIT;
    if (cad_settlement_record(settlement, &decided) == CAD_OK) {
        look_at_record(&decided);
    }
    /* Only what a record says settles anything. */
    require((cad_settlement_effect(settlement) == CAD_EFFECT_UNKNOWN) ==
            (cad_settlement_finding(settlement) >= CAD_FINDING_NONE_YET));
}

/* Settles by what was read, and a receipt by that. */
static void settle_by(source *from, const cad_records *records)
{
    cad_request what = request(from);
    if (byte(from) < 128) {
        what.ucid = cad_cstr("8189");
    }
    cad_api api = number(from) % 6;
    cad_settlement *settlement = NULL;
    cad_violations *problems = NULL;
    cad_status result = CAD_OK;
    const cad_record one = record(from);
    switch (byte(from) % 3) {
    case 0:
        result = cad_settle_record(&what, api, &one, &settlement, &problems);
        break;
    case 1:
        result = cad_settle_failed(&what, api, number(from), &settlement, &problems);
        break;
    default:
        result = cad_settle(&what, api, records, &settlement, &problems);
    }
    require(result != CAD_PANIC);
    require((result == CAD_OK) == (settlement != NULL) && (result == CAD_INVALID) == (problems != NULL));
    look_at_violations(problems);
    cad_violations_free(problems);
    if (settlement != NULL) {
        static const char stored[] =
            "{\"effect\":\"unknown\",\"advice\":\"check_first\",\"may_resend\":false,"
            "\"retry_after_seconds\":null,\"outcome\":null,\"http_status\":null,\"status\":null,"
            "\"details\":null,\"ucid\":null,\"did\":null,\"action\":null,\"excerpt\":null,"
            "\"pause_requested\":false,\"attempts\":[],\"warnings\":[],"
            "\"request_id\":\"00112233445566778899aabbccddeeff\",\"token_requests\":0,"
            "\"sentence\":\"It was.\"}";
        cad_receipt *receipt = NULL, *settled = NULL;
        look_at_settlement(settlement);
        require(cad_receipt_from_json(cad_cstr(stored), &receipt, NULL) == CAD_OK);
        require(cad_settle_receipt(receipt, &what, settlement, &settled, NULL) == CAD_OK);
        require(cad_receipt_effect(settled) == cad_settlement_effect(settlement));
        look_at_receipt(settled);
        cad_receipt_free(settled);
        cad_receipt_free(receipt);
    }
    cad_settlement_free(settlement);
}

static void read_records(source *from)
{
    cad_records *records = NULL;
    if (byte(from) % 4 == 0) {
        cad_record rows[3] = {record(from), record(from), record(from)};
        require(cad_records_new(rows, byte(from) % 4u, byte(from) % 3u, &records) != CAD_PANIC);
    }
    cad_http_reply received = CAD_HTTP_REPLY_INIT;
    received.size = size(from, sizeof received);
    received.status = byte(from) > 100 ? 200 : byte(from) * 3;
    received.retry_after = view(from);
    cad_callback *callback = NULL;
    if (records == NULL) {
        /* What comes after is both the body and the texts of the request. */
        received.body.data = (const char *)from->data;
        received.body.len = from->len;
        require(cad_classify_records(byte(from) % 4u, &received, &records) != CAD_PANIC);
        require(cad_read_callback(received.body, &callback, NULL) != CAD_PANIC);
    }
    require(cad_records_came(records) || cad_records_count(records) == 0);
    for (size_t i = 0; i <= cad_records_count(records); i++) {
        cad_record shown = CAD_RECORD_INIT;
        cad_status status = cad_records_get(records, i, &shown);
        require((status == CAD_OK) == (i < cad_records_count(records)));
        look_at_record(&shown);
    }
    look(cad_records_status(records));
    look(cad_records_details(records));
    look(cad_records_hint(records));
    if (callback != NULL) {
        cad_record shown = CAD_RECORD_INIT;
        require(cad_callback_record(callback, &shown) == CAD_OK);
        look_at_record(&shown);
        look(cad_callback_customer(callback));
        cad_account *who = account(from);
        cad_callback_authentic(callback, who);
        cad_account_free(who);
    }
    settle_by(from, records);
    cad_callback_free(callback);
    cad_records_free(records);
}

static void build_for_records(source *from)
{
    cad_account *who = account(from);
    const cad_str day = byte(from) < 128 ? cad_cstr("2026-11-30") : view(from);
    const int64_t now = byte(from) < 200 ? 1796020000 : (int64_t)byte(from) << 55;
    const int32_t offset = (int32_t)byte(from) * 8 - 1000;
    const int32_t *given = byte(from) % 2 == 0 ? &offset : NULL;
    cad_violations *problems = NULL;
    cad_http_request *built = NULL;
    cad_string *text = NULL;
    cad_status result =
        byte(from) % 2 == 0
            ? cad_build_record_request(who, view(from), day, now, given, view(from), &built, &problems)
            : cad_build_day_request(who, day, view(from), view(from), now, given, cad_cstr(NULL), &built,
                                    &problems);
    require(result != CAD_PANIC);
    require((result == CAD_OK) == (built != NULL) && (result == CAD_INVALID) == (problems != NULL));
    require(built == NULL || cad_http_request_body_with_get(built));
    look_at_violations(problems);
    look_at_request(built);
    require(cad_record_day(now, offset, &text) != CAD_PANIC);
    look(cad_string_view(text));
    cad_string_free(text);
    cad_violations_free(problems);
    cad_http_request_free(built);
    cad_account_free(who);
}

static void build(source *from)
{
    cad_account *who = account(from);
    cad_request what = request(from);
    cad_api api = number(from) % 6;
    cad_str base_url = byte(from) > 200 ? view(from) : cad_cstr(NULL);
    cad_violations *found = NULL, *problems = NULL;
    cad_http_request *built = NULL;
    cad_status checked = cad_validate(who, &what, api, base_url, &found);
    cad_status result = CAD_OK;
    switch (byte(from) % 3) {
    case 0:
        result = cad_build_request(who, &what, api, base_url, &built, &problems);
        break;
    case 1:
        result = cad_build_token_request(who, base_url, &built, &problems);
        break;
    default:
        result = cad_build_list_request(who, view(from), api, base_url, &built, &problems);
    }
    require(checked != CAD_PANIC && result != CAD_PANIC);
    require((result == CAD_OK) == (built != NULL) && (result == CAD_INVALID) == (problems != NULL));
    look_at_violations(found);
    look_at_violations(problems);
    look_at_request(built);
    cad_violations_free(found);
    cad_violations_free(problems);
    cad_http_request_free(built);
    cad_account_free(who);
}

static void parse(source *from)
{
    cad_parsed *parsed = NULL;
    cad_param params[12];
    size_t count = byte(from) % 13u;
    if (byte(from) % 2 == 0) {
        static const char *const names[] = {"action", "apiKey",      "customer",          "ucid",
                                            "did",    "callBackTime", "pauseAfterDispose", "comments"};
        for (size_t i = 0; i < count; i++) {
            uint8_t name = byte(from);
            params[i].name = name < 200 ? cad_cstr(names[name % 8]) : view(from);
            params[i].value = view(from);
        }
        require(cad_from_params(params, count, number(from) % 6, &parsed) != CAD_PANIC);
    } else {
        cad_str json = {(const char *)from->data, from->len};
        require(cad_request_from_json(json, &parsed) != CAD_PANIC);
    }
    cad_request read = CAD_REQUEST_INIT;
    cad_account *who = NULL;
    if (parsed != NULL) {
        cad_string *json = NULL;
        require(cad_parsed_request(parsed, &read) == CAD_OK);
        require(cad_parsed_account(parsed, &who) == CAD_OK);
        require(cad_request_to_json(&read, &json) == CAD_OK);
        look(cad_string_view(json));
        cad_string_free(json);
    }
    look(cad_parsed_customer(parsed));
    look_at_violations(cad_parsed_violations(parsed));
    cad_account_free(who);
    cad_parsed_free(parsed);
}

static void look_at_step(const cad_step *step)
{
    require(step->kind >= CAD_STEP_SEND && step->kind <= CAD_STEP_SETTLED);
    require((step->kind == CAD_STEP_SETTLED) == (step->settlements != NULL));
    for (size_t i = 0; i < cad_settlements_count(step->settlements); i++) {
        look_at_settlement(cad_settlements_get(step->settlements, i));
    }
    require((step->kind == CAD_STEP_LISTED) == (step->list != NULL));
    look(cad_disposition_list_sentence(step->list));
    require((step->kind == CAD_STEP_STORE) == (step->key.data != NULL));
    look(step->key);
    look(step->version);
    look(step->bytes);
    if (step->request != NULL) {
        look_at_request(step->request);
    }
    if (step->receipt != NULL) {
        look_at_receipt(step->receipt);
    }
}

static void drive(source *from)
{
    cad_account *who = account(from);
    cad_settings settings = CAD_SETTINGS_INIT;
    settings.size = size(from, sizeof settings);
    settings.account = who;
    settings.api = number(from) % 6;
    settings.mode = byte(from) % 4u;
    settings.shares_tokens = byte(from) % 3u;
    settings.deadline_ms = byte(from) > 60 ? CAD_DEFAULT_MS : byte(from);
    cad_engine *engine = NULL;
    cad_receipt *problem = NULL;
    cad_status result = cad_engine_new(&settings, &engine, &problem);
    require(result != CAD_PANIC && (result == CAD_OK) == (engine != NULL));
    cad_account_free(who);
    cad_request what = request(from);
    cad_call *call = NULL;
    cad_step step = CAD_STEP_INIT;
    uint64_t now = byte(from);
    const cad_str day = byte(from) < 200 ? cad_cstr("2026-11-30") : view(from);
    const cad_request several[] = {what, what};
    switch (byte(from) % 6) {
    case 0:
        result = cad_engine_start_list(engine, view(from), NULL, NULL, now, &call, &step, NULL);
        break;
    case 1:
        result = cad_engine_start_look_up(engine, &what, day, NULL, NULL, now, 1796020000000, &call,
                                          &step, NULL);
        break;
    case 2:
        result = cad_engine_start_look_up_all(engine, several, byte(from) % 3u, day, view(from),
                                              view(from), NULL, NULL, now, 1796020000000, &call, &step,
                                              NULL);
        break;
    default:
        result = cad_engine_start(engine, &what, NULL, NULL, now, &call, &step);
    }
    require(result != CAD_PANIC && (result == CAD_OK) == (call != NULL));
    for (int i = 0; call != NULL && i < 6; i++) {
        look_at_step(&step);
        cad_event event = CAD_EVENT_INIT;
        event.size = size(from, sizeof event);
        event.kind = number(from) % 8;
        event.seq = byte(from) % 3u;
        event.failure = number(from);
        event.not_sent = byte(from) % 3u;
        event.answer = byte(from) % 7u;
        event.bytes = view(from);
        event.version = view(from);
        event.token = view(from);
        cad_http_reply received = CAD_HTTP_REPLY_INIT;
        received.status = byte(from) * 3;
        received.retry_after = view(from);
        received.body = view(from);
        event.reply = byte(from) > 250 ? NULL : &received;
        now += (uint64_t)byte(from) * 100;
        require(cad_call_step(call, &event, now, &step) != CAD_PANIC);
    }
    cad_receipt_free(problem);
    cad_engine_free(engine);
    cad_call_free(call);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    source from = {data, len};
    switch (byte(&from) % 6) {
    case 4:
        read_records(&from);
        break;
    case 5:
        build_for_records(&from);
        break;
    case 0:
        classify(&from);
        break;
    case 1:
        build(&from);
        break;
    case 2:
        parse(&from);
        break;
    default:
        drive(&from);
    }
    return 0;
}

/* The engine's steps with a token store and a token source, and what an older program has of them. */
#include <stddef.h>
#include <string.h>

#include "token_help.h"

static void an_engine_asks_by_its_steps(void)
{
    cad_settings settings = token_settings();
    settings.shares_tokens = 1;
    cad_engine *shared = NULL;
    CHECK_STATUS(cad_engine_new(&settings, &shared, NULL), CAD_OK);
    memory kept = MEMORY;
    const cad_token_store store = store_in(&kept);
    const cad_request request = good_request();
    cad_call *call = NULL;
    cad_step step = CAD_STEP_INIT;
    const uint64_t wall = 1764000000000u;
    CHECK_STATUS(cad_engine_start(shared, &request, NULL, NULL, 1, &call, &step), CAD_OK);
    int gets = 0, puts = 0, sends = 0;
    for (uint64_t now = 2; step.kind != CAD_STEP_DONE && now < 20; now++) {
        cad_string *bytes = NULL, *version = NULL;
        cad_event event = CAD_EVENT_INIT;
        event.seq = step.seq;
        event.wall_ms = wall + now;
        if (step.kind == CAD_STEP_STORE && step.operation == CAD_STORE_GET) {
            gets++;
            CHECK(step.key.len > 0 && step.bytes.data == NULL && step.until_ms > now);
            event.kind = CAD_EVENT_STORED;
            event.answer = store.get(store.user, step.key, &bytes, &version);
            event.bytes = cad_string_view(bytes);
            event.version = cad_string_view(version);
        } else if (step.kind == CAD_STEP_STORE) {
            puts++;
            CHECK(step.operation == CAD_STORE_PUT_IF && step.bytes.len > 0);
            /* What it points to is there until it is answered, whatever comes before that. */
            cad_step other = CAD_STEP_INIT;
            const cad_event timer = CAD_EVENT_INIT;
            CHECK_STATUS(cad_call_step(call, &timer, now, &other), CAD_OK);
            CHECK(other.kind == CAD_STEP_WAIT && other.key.data == NULL);
            event.kind = CAD_EVENT_STORED;
            event.answer = store.put_if(store.user, step.key, step.version, step.bytes);
        } else {
            sends++;
            CHECK(step.kind == CAD_STEP_SEND && step.key.data == NULL && step.operation == 0);
            static const char saved[] = "{\"status\": \"Success\", \"details\": \"Queued\"}";
            const char *body = sends == 1 ? GRANTED : saved;
            static cad_http_reply reply;
            reply = http_reply(200, body, strlen(body));
            event.kind = CAD_EVENT_REPLY;
            event.reply = &reply;
        }
        CHECK_STATUS(cad_call_step(call, &event, now, &step), CAD_OK);
        cad_string_free(bytes);
        cad_string_free(version);
    }
    CHECK(gets == 2 && puts == 2 && sends == 2 && step.kind == CAD_STEP_DONE);
    CHECK_STATUS(cad_receipt_result(step.receipt), CAD_OK);
    cad_call_free(call);

    /* An answer of another sort changes nothing. */
    cad_engine_free(shared);
    settings.shares_tokens = 0;
    cad_account *own = account_of(cad_account_with_token_source);
    settings.account = own;
    CHECK_STATUS(cad_engine_new(&settings, &shared, NULL), CAD_OK);
    cad_account_free(own);
    CHECK_STATUS(cad_engine_start(shared, &request, NULL, NULL, 1, &call, &step), CAD_OK);
    CHECK(step.kind == CAD_STEP_TOKEN && step.renew == 0 && step.until_ms == 15001);
    cad_event event = CAD_EVENT_INIT;
    event.seq = step.seq;
    event.kind = CAD_EVENT_STORED;
    event.answer = CAD_STORED_NOTHING;
    cad_step next = CAD_STEP_INIT;
    CHECK_STATUS(cad_call_step(call, &event, 2, &next), CAD_MISUSE);
    event.answer = (cad_store_answer)6;
    CHECK_STATUS(cad_call_step(call, &event, 2, &next), CAD_BAD_ENUM);
    event.answer = CAD_STORED_FOUND;
    event.version = (cad_str){"\xff", 1};
    CHECK_STATUS(cad_call_step(call, &event, 2, &next), CAD_INVALID_UTF8);
    event.reserved = 1;
    CHECK_STATUS(cad_call_step(call, &event, 2, &next), CAD_BAD_ENUM);
    event = (cad_event)CAD_EVENT_INIT;
    event.kind = CAD_EVENT_TOKEN_GIVEN;
    event.seq = step.seq;
    event.token = cad_cstr("T3");
    event.wall_ms = wall;
    CHECK_STATUS(cad_call_step(call, &event, 2, &next), CAD_OK);
    CHECK(next.kind == CAD_STEP_SEND && uses_token(next.request, "T3"));
    /* A cancel that is there before the beginning. */
    cad_call_free(call);
    cad_cancel_token *token = NULL;
    CHECK_STATUS(cad_cancel_token_new(&token), CAD_OK);
    cad_cancel_token_cancel(token);
    cad_cancel_token_cancel(token);
    cad_call_options options = CAD_CALL_OPTIONS_INIT;
    options.cancel = token;
    CHECK_STATUS(cad_engine_start(shared, &request, &options, NULL, 1, &call, &step), CAD_OK);
    CHECK(step.kind == CAD_STEP_DONE && cad_receipt_kind(step.receipt) == CAD_KIND_CANCELLED);
    cad_cancel_token_free(token);
    cad_call_free(call);
    cad_engine_free(shared);
}

static void a_list_is_asked_for_by_steps_too(void)
{
    cad_call *call = NULL;
    cad_step step = CAD_STEP_INIT;
    cad_violations *problems = NULL;
    const cad_str none = {NULL, 0}, north = cad_cstr("North");
    CHECK_STATUS(cad_engine_start_list(engine, none, NULL, NULL, 1, &call, &step, &problems), CAD_INVALID);
    CHECK(call == NULL && cad_violations_count(problems) == 1 && step.kind == 0);
    cad_violations_free(problems);
    CHECK_STATUS(cad_engine_start_list(NULL, north, NULL, NULL, 1, &call, &step, NULL), CAD_NULL);
    CHECK_STATUS(cad_engine_start_list(engine, north, NULL, NULL, 1, &call, NULL, NULL), CAD_NULL);
    CHECK_STATUS(cad_engine_start_list(engine, north, NULL, NULL, 1, &call, &step, NULL), CAD_OK);
    CHECK(step.kind == CAD_STEP_SEND && step.list == NULL);
    static const char body[] = "{\"status\": \"Success\", \"details\": [\"Sale\"]}";
    const cad_http_reply reply = http_reply(200, body, strlen(body));
    cad_event event = CAD_EVENT_INIT;
    event.kind = CAD_EVENT_REPLY;
    event.seq = step.seq;
    event.reply = &reply;
    CHECK_STATUS(cad_call_step(call, &event, 2, &step), CAD_OK);
    CHECK(step.kind == CAD_STEP_LISTED && step.receipt == NULL);
    CHECK(cad_list_count(cad_disposition_list_texts(step.list)) == 1);
    /* The end repeats, and a copy outlives the call. */
    const cad_disposition_list *first = step.list;
    cad_disposition_list *copy = NULL;
    CHECK_STATUS(cad_call_step(call, &event, 3, &step), CAD_OK);
    CHECK(step.kind == CAD_STEP_LISTED && step.list == first);
    CHECK_STATUS(cad_disposition_list_copy(step.list, &copy), CAD_OK);
    cad_call_free(call);
    CHECK(cad_list_count(cad_disposition_list_texts(copy)) == 1);
    cad_disposition_list_free(copy);
    CHECK_STATUS(cad_disposition_list_copy(NULL, &copy), CAD_NULL);
}

static uint32_t never_asked(void *user, uint32_t renew, cad_string **token)
{
    (void)user, (void)renew, (void)token;
    return CAD_KIND_TRANSPORT_FAILED;
}

static void never_sends(void *user, const cad_http_request *request, const cad_limits *limits,
                        cad_answer *answer)
{
    (void)user, (void)request, (void)limits, (void)answer;
}

static void what_an_engine_would_not_ask_is_not_given_to_it(void)
{
    memory kept = MEMORY;
    cad_token_store store = store_in(&kept);
    cad_token_source source = CAD_TOKEN_SOURCE_INIT;
    source.token = never_asked;
    cad_settings settings = token_settings();
    cad_engine *made = NULL;
    cad_client *client = NULL;
    cad_transport transport = CAD_TRANSPORT_INIT;
    transport.send = never_sends;
    settings.token_store = &store;
    CHECK_STATUS(cad_engine_new(&settings, &made, NULL), CAD_MISUSE);
    store.put_if = NULL;
    CHECK_STATUS(cad_client_with_transport(&settings, &transport, &client, NULL), CAD_NULL);
    store.size = 3;
    CHECK_STATUS(cad_client_with_transport(&settings, &transport, &client, NULL), CAD_BAD_SIZE);
    settings.token_store = NULL;
    settings.token_source = &source;
    CHECK_STATUS(cad_engine_new(&settings, &made, NULL), CAD_MISUSE);
    source.token = NULL;
    CHECK_STATUS(cad_client_with_transport(&settings, &transport, &client, NULL), CAD_NULL);
    settings.token_source = NULL;
    settings.shares_tokens = 2;
    CHECK_STATUS(cad_engine_new(&settings, &made, NULL), CAD_BAD_ENUM);
    CHECK_STATUS(cad_client_with_transport(&settings, &transport, &client, NULL), CAD_BAD_ENUM);
    settings.shares_tokens = 0;
    settings.reserved = 1;
    CHECK_STATUS(cad_engine_new(&settings, &made, NULL), CAD_BAD_ENUM);
    CHECK(made == NULL && client == NULL);
    /* A client that is not made leaves both alone. */
    store = store_in(&kept);
    settings = token_settings();
    settings.token_store = &store;
    settings.base_url = cad_cstr("ftp://x");
    CHECK_STATUS(cad_client_with_transport(&settings, &transport, &client, NULL), CAD_INVALID);
    CHECK(atomic_load(&kept.freed) == 0);
}

/* A program that was compiled before these fields were there: its structs end earlier. What lies behind
 * them is none of the library's. */
static void an_older_program_goes_on_working(void)
{
    cad_settings settings = good_settings();
    settings.size = offsetof(cad_settings, token_store);
    memset((char *)&settings + settings.size, 0xA5, sizeof settings - settings.size);
    cad_engine *made = NULL;
    CHECK_STATUS(cad_engine_new(&settings, &made, NULL), CAD_OK);
    cad_call_options options = CAD_CALL_OPTIONS_INIT;
    options.size = offsetof(cad_call_options, cancel);
    memset(&options.cancel, 0xA5, sizeof options.cancel);
    union {
        cad_step step;
        unsigned char bytes[sizeof(cad_step)];
    } old;
    const size_t size = offsetof(cad_step, key);
    memset(&old, 0xA5, sizeof old);
    old.step.size = size;
    cad_call *call = NULL;
    const cad_request request = good_request();
    CHECK_STATUS(cad_engine_start(made, &request, &options, NULL, 1, &call, &old.step), CAD_OK);
    CHECK(old.step.kind == CAD_STEP_SEND && old.step.body_limit == 65536);
    for (size_t i = size; i < sizeof old.bytes; i++) {
        CHECK(old.bytes[i] == 0xA5);
    }
    cad_event event = CAD_EVENT_INIT;
    event.kind = CAD_EVENT_FAILED;
    event.seq = old.step.seq;
    event.failure = CAD_KIND_RESET;
    event.size = offsetof(cad_event, bytes);
    memset(&event.bytes, 0xA5, sizeof event - offsetof(cad_event, bytes));
    CHECK_STATUS(cad_call_step(call, &event, 2, &old.step), CAD_OK);
    CHECK(old.step.kind == CAD_STEP_DONE);
    CHECK_STATUS(cad_receipt_result(old.step.receipt), CAD_UNCERTAIN);
    cad_call_free(call);
    cad_engine_free(made);
}

int main(int count, char **arguments)
{
    static const test tests[] = {
        TEST(an_engine_asks_by_its_steps),
        TEST(a_list_is_asked_for_by_steps_too),
        TEST(what_an_engine_would_not_ask_is_not_given_to_it),
        TEST(an_older_program_goes_on_working),
    };
    return run_tests(tests, COUNT(tests), count > 1 ? arguments[1] : NULL);
}

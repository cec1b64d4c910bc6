/* Looking up, over transports of the test's own and by the engine's steps. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "token_help.h"

static const cad_str none = {NULL, 0};
static const cad_str not_utf8 = {"\xc3(", 2};

static char stale_mark;
#define STALE ((void *)&stale_mark)
#define REFUSES(expected, out, call) \
    ((out) = STALE, CHECK_STATUS(call, expected), CHECK((out) == NULL))

/* A moment of the test's own, and its day in India. */
#define WALL_MS UINT64_C(1796020000000)
#define DAY cad_cstr("2026-11-30")

#define REPORT(disposition) \
    "{\"details\":[{\"UCID\":8189000000001,\"AgentID\":\"ravi\",\"Disposition\":\"" disposition \
    "\"}],\"status\":\"success\"}"

/* Today where the account is: a client has no clock but the machine's. */
static cad_string *today(void)
{
    cad_string *day = NULL;
    CHECK_STATUS(cad_record_day((int64_t)time(NULL), 330, &day), CAD_OK);
    return day;
}

static void check_violation(cad_violations *problems, cad_field field, cad_problem problem)
{
    cad_violation violation = CAD_VIOLATION_INIT;
    CHECK_STATUS(cad_violations_get(problems, 0, &violation), CAD_OK);
    CHECK(violation.field == field && violation.problem == problem);
    cad_violations_free(problems);
}

static void a_client_looks_up_once_in_31_seconds(void)
{
    const cad_settings settings = good_settings();
    cad_fake_transport *fake = NULL;
    cad_client *client = client_over(&settings, &fake);
    says(fake, REPORT("Sale"));
    cad_string *const day = today();
    const cad_request request = good_request();
    cad_settlement *settlement = NULL;
    CHECK_STATUS(
        cad_client_look_up(client, &request, cad_string_view(day), NULL, &settlement, NULL), CAD_OK);
    CHECK(cad_settlement_finding(settlement) == CAD_FINDING_STANDS);
    CHECK(cad_settlement_lookup_advice(settlement) == 0);
    cad_settlement_free(settlement);
    const cad_http_request *sent = cad_fake_transport_request(fake, 0);
    CHECK(cad_http_request_body_with_get(sent) && cad_http_request_own_connection(sent));
    CHECK(strcmp(cad_http_request_method(sent), "GET") == 0);

    cad_settlements *both = NULL;
    const cad_request requests[] = {request, good_request()};
    CHECK_STATUS(cad_client_look_up_all(client, requests, COUNT(requests), cad_string_view(day), none,
                                        none, NULL, &both, NULL),
                 CAD_OK);
    CHECK(cad_settlements_count(both) == 2 && cad_settlements_get(both, 2) == NULL);
    for (size_t i = 0; i < 2; i++) {
        const cad_settlement *one = cad_settlements_get(both, i);
        CHECK(cad_settlement_finding(one) == CAD_FINDING_NO_ANSWER);
        CHECK(cad_settlement_lookup_outcome(one) == CAD_OUTCOME_RATE_LIMITED);
        CHECK(cad_settlement_look_again_seconds(one) > 0);
        CHECK(cad_settlement_look_again_seconds(one) <= 31);
    }
    CHECK(cad_fake_transport_count(fake) == 1);
    cad_settlements_free(both);

    CHECK_STATUS(cad_client_look_up_all(client, NULL, 0, cad_string_view(day), none, none, NULL,
                                        &both, NULL),
                 CAD_OK);
    CHECK(cad_settlements_count(both) == 0);
    cad_settlements_free(both);
    cad_string_free(day);
    cad_client_free(client);
    cad_fake_transport_free(fake);
}

static int sends;

static void count_a_send(void *user, const cad_http_request *request, const cad_limits *limits,
                         cad_answer *answer)
{
    (void)user, (void)request, (void)limits;
    sends++;
    cad_answer_failed(answer, CAD_KIND_TIMEOUT);
}

static void a_transport_that_cannot_sends_nothing(void)
{
    const cad_settings settings = good_settings();
    cad_string *const day = today();
    const cad_request request = good_request();
    cad_transport transport = CAD_TRANSPORT_INIT;
    transport.send = count_a_send;
    /* Also a program's with an older header, which knows of no such thing. */
    const size_t sizes[] = {sizeof transport, offsetof(cad_transport, can_send_body_with_get)};
    for (uint32_t can = 0; can < 2; can++) {
        for (size_t i = 0; i < COUNT(sizes); i++) {
            transport.can_send_body_with_get = can;
            transport.size = sizes[i];
            const bool sends_it = can == 1 && i == 0;
            sends = 0;
            cad_client *client = NULL;
            cad_settlement *settlement = NULL;
            CHECK_STATUS(cad_client_with_transport(&settings, &transport, &client, NULL), CAD_OK);
            CHECK_STATUS(cad_client_look_up(client, &request, cad_string_view(day), NULL,
                                            &settlement, NULL),
                         CAD_OK);
            CHECK(sends == (sends_it ? 1 : 0));
            CHECK(cad_settlement_effect(settlement) == CAD_EFFECT_UNKNOWN);
            CHECK(cad_settlement_lookup_kind(settlement) ==
                  (sends_it ? CAD_KIND_TIMEOUT : CAD_KIND_UNSENDABLE));
            cad_settlement_free(settlement);
            cad_client_free(client);
        }
    }
    cad_client *client;
    transport.size = sizeof transport;
    transport.can_send_body_with_get = 2;
    REFUSES(CAD_BAD_ENUM, client, cad_client_with_transport(&settings, &transport, &client, NULL));
    cad_string_free(day);
}

static void what_cannot_be_asked_so_is_told(void)
{
    cad_settings settings = good_settings();
    cad_fake_transport *fake = NULL;
    cad_client *client = client_over(&settings, &fake);
    const cad_request request = good_request();
    cad_violations *problems = NULL;
    cad_settlement *settlement;
    cad_settlements *several;
    REFUSES(CAD_INVALID, settlement,
            cad_client_look_up(client, &request, cad_cstr("30.11."), NULL, &settlement, &problems));
    check_violation(problems, CAD_FIELD_DAY, CAD_PROBLEM_INVALID);
    REFUSES(CAD_INVALID, settlement,
            cad_client_look_up(client, &request, not_utf8, NULL, &settlement, &problems));
    check_violation(problems, CAD_FIELD_DAY, CAD_PROBLEM_INVALID);
    cad_request requests[] = {request, request};
    requests[1].disposition = none;
    REFUSES(CAD_INVALID, several,
            cad_client_look_up_all(client, requests, 2, DAY, cad_cstr("9"), none, NULL, &several,
                                   &problems));
    CHECK(cad_violations_count(problems) >= 2);
    cad_violations_free(problems);
    requests[1].agent_id = not_utf8;
    REFUSES(CAD_INVALID, several,
            cad_client_look_up_all(client, requests, 2, DAY, none, none, NULL, &several, &problems));
    check_violation(problems, CAD_FIELD_AGENT_ID, CAD_PROBLEM_INVALID);
    requests[1].size = 8;
    REFUSES(CAD_BAD_SIZE, several,
            cad_client_look_up_all(client, requests, 2, DAY, none, none, NULL, &several, NULL));
    REFUSES(CAD_NULL, several,
            cad_client_look_up_all(client, NULL, 2, DAY, none, none, NULL, &several, NULL));
    REFUSES(CAD_NULL, settlement,
            cad_client_look_up(NULL, &request, DAY, NULL, &settlement, NULL));
    CHECK(cad_fake_transport_count(fake) == 0);
    CHECK(cad_settlements_count(NULL) == 0 && cad_settlements_get(NULL, 0) == NULL);
    cad_settlements_free(NULL);
    cad_client_free(client);
    cad_fake_transport_free(fake);

    const int32_t too_far = 841;
    settings.utc_offset_minutes = &too_far;
    cad_engine *other;
    REFUSES(CAD_INVALID, other, cad_engine_new(&settings, &other, NULL));
}

static void the_engine_settles_by_its_steps(void)
{
    const cad_settings settings = good_settings();
    cad_engine *own = NULL;
    CHECK_STATUS(cad_engine_new(&settings, &own, NULL), CAD_OK);
    cad_request requests[] = {good_request(), good_request()};
    requests[1].disposition = cad_cstr("No Answer");
    cad_call *call = NULL;
    cad_step step = CAD_STEP_INIT;
    CHECK_STATUS(cad_engine_start_look_up_all(own, requests, 2, DAY, none, none, NULL, NULL, 0,
                                              WALL_MS, &call, &step, NULL),
                 CAD_OK);
    CHECK(step.kind == CAD_STEP_SEND && step.body_limit == 64u << 20);
    CHECK(cad_http_request_reply_limit(step.request) == step.body_limit);
    CHECK(step.until_ms == 30000);

    /* A report that is longer than any other reply. */
    const size_t filler = 200000;
    char *body = malloc(filler + 300);
    size_t end = (size_t)sprintf(body, "{\"details\":[{\"UCID\":1,\"Comments\":\"");
    memset(body + end, 'x', filler);
    sprintf(body + end + filler, "\"},%s", strchr(REPORT("Sale"), '[') + 1);
    cad_event event = CAD_EVENT_INIT;
    const cad_http_reply received = http_reply(200, body, strlen(body));
    event.kind = CAD_EVENT_REPLY;
    event.seq = step.seq;
    event.reply = &received;
    CHECK_STATUS(cad_call_step(call, &event, 100, &step), CAD_OK);
    free(body);
    const cad_event timer = CAD_EVENT_INIT;
    for (int again = 0; again < 2; again++) {
        CHECK(step.kind == CAD_STEP_SETTLED && step.receipt == NULL && step.list == NULL);
        CHECK(cad_settlements_count(step.settlements) == 2);
        CHECK(cad_settlement_finding(cad_settlements_get(step.settlements, 0)) ==
              CAD_FINDING_STANDS);
        CHECK(cad_settlement_finding(cad_settlements_get(step.settlements, 1)) ==
              CAD_FINDING_ANOTHER_STANDS);
        CHECK_STATUS(cad_call_step(call, &timer, 200, &step), CAD_OK);
    }
    cad_settlement *kept = NULL;
    CHECK_STATUS(cad_settlement_copy(cad_settlements_get(step.settlements, 0), &kept), CAD_OK);
    cad_call_free(call);
    CHECK(cad_settlement_effect(kept) == CAD_EFFECT_APPLIED);
    cad_settlement_free(kept);

    REFUSES(CAD_NULL, call,
            cad_engine_start_look_up(own, NULL, DAY, NULL, NULL, 0, WALL_MS, &call, &step, NULL));
    REFUSES(CAD_NULL, call,
            cad_engine_start_look_up(own, requests, DAY, NULL, NULL, 0, WALL_MS, &call, NULL, NULL));
    REFUSES(CAD_NULL, call,
            cad_engine_start_look_up_all(NULL, requests, 2, DAY, none, none, NULL, NULL, 0, WALL_MS,
                                         &call, &step, NULL));
    cad_engine_free(own);
}

int main(int count, char **arguments)
{
    static const test tests[] = {
        TEST(a_client_looks_up_once_in_31_seconds),
        TEST(a_transport_that_cannot_sends_nothing),
        TEST(what_cannot_be_asked_so_is_told),
        TEST(the_engine_settles_by_its_steps),
    };
    return run_tests(tests, COUNT(tests), count > 1 ? arguments[1] : NULL);
}

/* A client over a transport of C's own: what it answers, what it forgets, and what it may do. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

static const char queued[] = "{\"status\": \"Success\", \"details\": \"Queued\"}";

/* What a send is given. */
typedef struct sending {
    struct stub *self;
    const cad_http_request *request;
    const cad_limits *limits;
    cad_answer *answer;
} sending;

/* A transport of the tests: `act` is what one send does. */
typedef struct stub {
    void (*act)(const sending *it);
    cad_client *client;
    atomic_int sent;
    atomic_int freed;
} stub;

static void stub_send(void *user, const cad_http_request *request, const cad_limits *limits,
                      cad_answer *answer)
{
    stub *self = user;
    atomic_fetch_add(&self->sent, 1);
    const sending it = {self, request, limits, answer};
    self->act(&it);
}

static void stub_free(void *user)
{
    stub *self = user;
    atomic_fetch_add(&self->freed, 1);
}

static cad_status answer_with(cad_answer *answer, const char *body)
{
    const cad_http_reply reply = http_reply(200, body, strlen(body));
    return cad_answer_reply(answer, &reply);
}

static cad_client *client_over(stub *self)
{
    cad_settings what = good_settings();
    cad_transport transport = CAD_TRANSPORT_INIT;
    transport.user = self;
    transport.send = stub_send;
    transport.free = stub_free;
    cad_receipt *problem = NULL;
    CHECK_STATUS(cad_client_with_transport(&what, &transport, &self->client, &problem), CAD_OK);
    CHECK(problem == NULL);
    return self->client;
}

/* Sets a disposition over this act, and gives the receipt. */
static cad_receipt *set_over(stub *self, cad_status expected)
{
    cad_client *client = client_over(self);
    cad_request what = good_request();
    cad_receipt *receipt = NULL;
    CHECK_STATUS(cad_set_disposition(client, &what, NULL, &receipt), expected);
    CHECK_STATUS(cad_receipt_result(receipt), expected);
    CHECK(self->freed == 0);
    cad_client_free(client);
    CHECK(self->freed == 1);
    return receipt;
}

static void act_queue(const sending *it)
{
    CHECK(strcmp(cad_http_request_method(it->request), "GET") == 0);
    CHECK_TEXT(cad_http_request_host(it->request), cad_cstr("in1-ccaas-api.ozonetel.com"));
    CHECK(it->limits->size == sizeof *it->limits && it->limits->body == 65536);
    CHECK(it->limits->connect_ms >= 1 && it->limits->connect_ms <= 5001);
    CHECK(it->limits->total_ms >= 1 && it->limits->total_ms <= 15001);
    CHECK_STATUS(answer_with(it->answer, queued), CAD_OK);
}

static void a_reply_settles_the_call(void)
{
    stub self = {act_queue, NULL, 0, 0};
    cad_receipt *receipt = set_over(&self, CAD_OK);
    CHECK(cad_receipt_effect(receipt) == CAD_EFFECT_QUEUED);
    CHECK(cad_receipt_http_status(receipt) == 200 && self.sent == 1);
    cad_receipt_free(receipt);
}

static cad_kind failure;

static void act_fail(const sending *it)
{
    CHECK_STATUS(cad_answer_failed(it->answer, failure), CAD_OK);
}

static void a_failure_is_told_by_what_it_proves(void)
{
    for (failure = CAD_KIND_NAME_LOOKUP; failure <= CAD_KIND_TRANSPORT_FAILED; failure++) {
        bool not_sent = failure <= CAD_KIND_TLS;
        stub self = {act_fail, NULL, 0, 0};
        cad_receipt *receipt = set_over(&self, not_sent ? CAD_NOT_SENT : CAD_UNCERTAIN);
        CHECK(cad_receipt_kind(receipt) == failure);
        CHECK(cad_receipt_effect(receipt) ==
              (not_sent ? CAD_EFFECT_NOT_APPLIED : CAD_EFFECT_UNKNOWN));
        cad_receipt_free(receipt);
    }
}

static void act_nothing(const sending *it)
{
    CHECK(it->answer != NULL);
}

static void act_garbage(const sending *it)
{
    static const cad_kind kinds[] = {0, CAD_KIND_DEADLINE, (cad_kind)UINT32_MAX};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        CHECK_STATUS(cad_answer_failed(it->answer, kinds[i]), CAD_BAD_ENUM);
    }
    const cad_http_reply good = http_reply(200, queued, 1);
    cad_http_reply broken[] = {http_reply(200, NULL, 5), good, http_reply(200, queued, SIZE_MAX),
                               good};
    static const cad_status expected[] = {CAD_NULL, CAD_NULL, CAD_BAD_SIZE, CAD_BAD_SIZE};
    broken[1].retry_after.len = 5;
    broken[3].size = 8;
    for (size_t i = 0; i < COUNT(broken); i++) {
        CHECK_STATUS(cad_answer_reply(it->answer, &broken[i]), expected[i]);
    }
    CHECK_STATUS(cad_answer_reply(it->answer, NULL), CAD_NULL);
    CHECK_STATUS(cad_answer_reply(NULL, &good), CAD_NULL);
    CHECK_STATUS(cad_answer_failed(NULL, CAD_KIND_RESET), CAD_NULL);
}

/* The first answer stays. */
static void act_twice(const sending *it)
{
    CHECK_STATUS(cad_answer_failed(it->answer, CAD_KIND_RESET), CAD_OK);
    CHECK_STATUS(answer_with(it->answer, queued), CAD_MISUSE);
    CHECK_STATUS(cad_answer_failed(it->answer, CAD_KIND_CONNECT), CAD_MISUSE);
}

/* A body over the limit has no words. */
static void act_oversize(const sending *it)
{
    size_t size = 1 << 20;
    char *body = malloc(size);
    memset(body, ' ', size);
    memcpy(body, queued, strlen(queued));
    cad_http_reply reply = http_reply(200, body, size);
    reply.retry_after = reply.date = (cad_str){"\xff\xfe", 2};
    CHECK_STATUS(cad_answer_reply(it->answer, &reply), CAD_OK);
    free(body);
}

/* It is 429 in 16 bits: it must not pass for a refusal, after which sending again is safe. */
static void act_no_status(const sending *it)
{
    cad_http_reply reply = http_reply(65536 + 429, NULL, 0);
    CHECK_STATUS(cad_answer_reply(it->answer, &reply), CAD_OK);
}

static void what_proves_nothing_is_uncertain(void)
{
    static const struct {
        void (*act)(const sending *it);
        cad_kind kind;
        cad_outcome outcome;
        uint32_t http_status;
    } cases[] = {
        {act_nothing, CAD_KIND_TRANSPORT_FAILED, 0, 0},
        {act_garbage, CAD_KIND_TRANSPORT_FAILED, 0, 0},
        {act_twice, CAD_KIND_RESET, 0, 0},
        {act_oversize, CAD_KIND_REPLY, CAD_OUTCOME_UNRECOGNISED, 200},
        {act_no_status, CAD_KIND_REPLY, CAD_OUTCOME_UNRECOGNISED, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        about("case %zu", i);
        stub self = {cases[i].act, NULL, 0, 0};
        cad_receipt *receipt = set_over(&self, CAD_UNCERTAIN);
        CHECK(cad_receipt_kind(receipt) == cases[i].kind && self.sent == 1);
        CHECK(cad_receipt_outcome(receipt) == cases[i].outcome);
        CHECK(cad_receipt_http_status(receipt) == cases[i].http_status);
        CHECK(!cad_receipt_may_resend(receipt));
        cad_receipt_free(receipt);
    }
}

static void act_again(const sending *it)
{
    cad_request what = good_request();
    if (it->self->sent == 1) {
        cad_violations *found = NULL;
        cad_receipt *receipt = NULL;
        CHECK_STATUS(cad_client_validate(it->self->client, &what, &found), CAD_OK);
        cad_violations_free(found);
        CHECK_STATUS(cad_set_disposition(it->self->client, &what, NULL, &receipt), CAD_OK);
        cad_receipt_free(receipt);
    }
    CHECK_STATUS(answer_with(it->answer, queued), CAD_OK);
}

static void a_transport_may_use_its_own_client(void)
{
    stub self = {act_again, NULL, 0, 0};
    cad_receipt *receipt = set_over(&self, CAD_OK);
    CHECK(self.sent == 2);
    cad_receipt_free(receipt);
}

static void act_close_and_free(const sending *it)
{
    cad_request what = good_request();
    cad_receipt *receipt = NULL;
    cad_client_close(it->self->client);
    CHECK_STATUS(cad_set_disposition(it->self->client, &what, NULL, &receipt), CAD_NOT_SENT);
    CHECK(cad_receipt_kind(receipt) == CAD_KIND_CLOSED);
    cad_receipt_free(receipt);
    cad_client_free(it->self->client);
    CHECK(it->self->freed == 0 && cad_http_request_url(it->request).len > 0);
    CHECK_STATUS(answer_with(it->answer, queued), CAD_OK);
}

static void a_transport_may_free_its_own_client(void)
{
    stub self = {act_close_and_free, NULL, 0, 0};
    cad_client *client = client_over(&self);
    cad_request what = good_request();
    cad_receipt *receipt = NULL;
    CHECK_STATUS(cad_set_disposition(client, &what, NULL, &receipt), CAD_OK);
    CHECK(self.sent == 1 && self.freed == 1);
    cad_receipt_free(receipt);
}

static void a_client_that_is_not_made_leaves_the_transport_alone(void)
{
    stub self = {act_queue, NULL, 0, 0};
    cad_settings what = good_settings();
    what.base_url = cad_cstr("http://ccaas.example.com");
    what.deadline_ms = 0;
    cad_transport transport = CAD_TRANSPORT_INIT;
    transport.user = &self;
    transport.send = stub_send;
    transport.free = stub_free;
    cad_client *client = NULL;
    cad_receipt *problem = NULL;
    CHECK_STATUS(cad_client_with_transport(&what, &transport, &client, &problem), CAD_INVALID);
    CHECK(client == NULL && self.freed == 0);
    const cad_violations *wrong = cad_receipt_violations(problem);
    static const cad_field fields[] = {CAD_FIELD_BASE_URL, CAD_FIELD_DEADLINE};
    CHECK(cad_violations_count(wrong) == COUNT(fields));
    for (size_t i = 0; i < COUNT(fields); i++) {
        cad_violation violation = CAD_VIOLATION_INIT;
        CHECK_STATUS(cad_violations_get(wrong, i, &violation), CAD_OK);
        CHECK(violation.field == fields[i]);
    }
    CHECK(cad_receipt_advice(problem) == CAD_ADVICE_FIX_CONFIGURATION);
    cad_receipt_free(problem);

    transport.send = NULL;
    what = good_settings();
    CHECK_STATUS(cad_client_with_transport(&what, &transport, &client, NULL), CAD_NULL);
    CHECK(client == NULL && self.freed == 0);
}

enum { THREADS = 8, CALLS = 50 };

static void act_count(const sending *it)
{
    answer_with(it->answer, queued);
}

static void *call_often(void *client)
{
    size_t applied = 0;
    for (int i = 0; i < CALLS; i++) {
        cad_request what = good_request();
        cad_receipt *receipt = NULL;
        applied += cad_set_disposition(client, &what, NULL, &receipt) == CAD_OK;
        cad_receipt_free(receipt);
    }
    return (void *)applied;
}

static void one_client_serves_many_threads(void)
{
    stub self = {act_count, NULL, 0, 0};
    cad_client *client = client_over(&self);
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, call_often, client) == 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        void *applied = NULL;
        CHECK(pthread_join(threads[i], &applied) == 0);
        CHECK((size_t)applied == CALLS);
    }
    CHECK(self.sent == THREADS * CALLS);
    cad_client_free(client);
    CHECK(self.freed == 1);
}

static void a_forked_child_can_call_too(void)
{
    stub self = {act_count, NULL, 0, 0};
    cad_client *client = client_over(&self);
    pid_t child = fork();
    if (child == 0) {
        cad_request what = good_request();
        cad_receipt *receipt = NULL;
        cad_status status = cad_set_disposition(client, &what, NULL, &receipt);
        cad_receipt_free(receipt);
        /* The client is not freed here: what it had before the fork is the parent's for good. */
        _exit(status == CAD_OK && self.sent == 1 ? 0 : 1);
    }
    int result = -1;
    CHECK(waitpid(child, &result, 0) == child);
    CHECK(WIFEXITED(result) && WEXITSTATUS(result) == 0);
    CHECK(self.sent == 0);
    cad_client_free(client);
}

int main(int count, char **arguments)
{
    static const test tests[] = {
        TEST(a_reply_settles_the_call),
        TEST(a_failure_is_told_by_what_it_proves),
        TEST(what_proves_nothing_is_uncertain),
        TEST(a_transport_may_use_its_own_client),
        TEST(a_transport_may_free_its_own_client),
        TEST(a_client_that_is_not_made_leaves_the_transport_alone),
        TEST(one_client_serves_many_threads),
        TEST(a_forked_child_can_call_too),
    };
    return run_tests(tests, COUNT(tests), count > 1 ? arguments[1] : NULL);
}

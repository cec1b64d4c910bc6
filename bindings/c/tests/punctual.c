/* A cancel and a deadline end a call in time, whatever hangs: a token store, a token source, a send. */
#include <sched.h>
#include <time.h>

#include "token_help.h"

/* Stands for what hangs, until the test ends. */
typedef struct gate {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool is_open;
    bool is_reached;
    atomic_int freed;
} gate;

#define GATE {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, false, 0}

static void pass(gate *at)
{
    pthread_mutex_lock(&at->lock);
    at->is_reached = true;
    pthread_cond_broadcast(&at->changed);
    while (!at->is_open) {
        pthread_cond_wait(&at->changed, &at->lock);
    }
    pthread_mutex_unlock(&at->lock);
}

static void wait_until_reached(gate *at)
{
    pthread_mutex_lock(&at->lock);
    while (!at->is_reached) {
        pthread_cond_wait(&at->changed, &at->lock);
    }
    pthread_mutex_unlock(&at->lock);
}

static void open_gate(gate *at)
{
    pthread_mutex_lock(&at->lock);
    at->is_open = true;
    pthread_cond_broadcast(&at->changed);
    pthread_mutex_unlock(&at->lock);
}

static void free_gate(void *user)
{
    atomic_fetch_add(&((gate *)user)->freed, 1);
}

static cad_store_answer get_that_hangs(void *user, cad_str key, cad_string **bytes,
                                       cad_string **version)
{
    CHECK(key.len >= 1 && key.len <= 64 && *bytes == NULL && *version == NULL);
    pass(user);
    return CAD_STORED_NOTHING;
}

static cad_store_answer put_fails(void *user, cad_str key, cad_str version, cad_str bytes)
{
    (void)user, (void)key, (void)version, (void)bytes;
    return CAD_STORED_FAILED;
}

static uint32_t token_that_hangs(void *user, uint32_t renew, cad_string **token)
{
    CHECK(renew == 0 && *token == NULL);
    pass(user);
    return CAD_KIND_TRANSPORT_FAILED;
}

static void send_that_hangs(void *user, const cad_http_request *request, const cad_limits *limits,
                            cad_answer *answer)
{
    CHECK(cad_http_request_url(request).len > 0 && limits->size == sizeof *limits);
    pthread_mutex_lock(&((gate *)user)->lock);
    ((gate *)user)->is_reached = true;
    pthread_cond_broadcast(&((gate *)user)->changed);
    pthread_mutex_unlock(&((gate *)user)->lock);
    while (!cad_cancel_token_is_cancelled(limits->cancel)) {
        sched_yield();
    }
    CHECK_STATUS(cad_answer_failed(answer, CAD_KIND_CANCELLED), CAD_OK);
}

typedef struct canceller {
    gate *at;
    cad_cancel_token *token;
    struct timespec cancelled;
} canceller;

static void *cancel_when_reached(void *of)
{
    canceller *self = of;
    wait_until_reached(self->at);
    clock_gettime(CLOCK_MONOTONIC, &self->cancelled);
    cad_cancel_token_cancel(self->token);
    return NULL;
}

static double ms_since(struct timespec begun)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - begun.tv_sec) * 1e3 + (double)(now.tv_nsec - begun.tv_nsec) / 1e6;
}

/* What hangs while a token is looked for, or the send itself. */
enum { STORE, SOURCE, SEND, HANGING };

static cad_client *client_that_hangs_in(int where, gate *at)
{
    cad_settings settings = token_settings();
    cad_transport transport = CAD_TRANSPORT_INIT;
    transport.user = at;
    transport.send = send_that_hangs;
    cad_token_store store = CAD_TOKEN_STORE_INIT;
    store.user = at;
    store.get = get_that_hangs;
    store.put_if = put_fails;
    cad_token_source source = CAD_TOKEN_SOURCE_INIT;
    source.user = at;
    source.token = token_that_hangs;
    cad_account *own = NULL;
    switch (where) {
    case STORE:
        store.free = free_gate;
        settings.token_store = &store;
        break;
    case SOURCE:
        source.free = free_gate;
        settings.token_source = &source;
        settings.account = own = account_of(cad_account_with_token_source);
        break;
    default:
        transport.free = free_gate;
        settings.api = CAD_API_GET_V2;
    }
    cad_client *client = NULL;
    CHECK_STATUS(cad_client_with_transport(&settings, &transport, &client, NULL), CAD_OK);
    cad_account_free(own);
    return client;
}

/* How late the end of a call may be: 50 ms, and what the machine itself may be late by where others
 * work on it. */
enum { PUNCTUAL_MS = 50, ROUNDS = 5 };

static double least(double a, double b)
{
    return a < b ? a : b;
}

static void a_cancel_ends_a_call_soon_whatever_hangs(void)
{
    static const cad_status expected[HANGING] = {CAD_NOT_SENT, CAD_NOT_SENT, CAD_UNCERTAIN};
    for (int where = 0; where < HANGING; where++) {
        double late = 1e9;
        for (int round = 0; round < ROUNDS && late > PUNCTUAL_MS; round++) {
            about("what hangs: %d", where);
            gate at = GATE;
            cad_client *client = client_that_hangs_in(where, &at);
            cad_cancel_token *token = NULL;
            CHECK_STATUS(cad_cancel_token_new(&token), CAD_OK);
            canceller self = {&at, token, {0, 0}};
            pthread_t other;
            CHECK(pthread_create(&other, NULL, cancel_when_reached, &self) == 0);
            cad_call_options options = CAD_CALL_OPTIONS_INIT;
            options.cancel = token;
            cad_receipt *receipt = NULL;
            CHECK_STATUS(set(client, &options, &receipt), expected[where]);
            CHECK(pthread_join(other, NULL) == 0);
            late = least(late, ms_since(self.cancelled));
            CHECK(cad_receipt_kind(receipt) == CAD_KIND_CANCELLED);
            cad_receipt_free(receipt);
            /* A call that comes later is not even begun, and the token is read on. */
            CHECK_STATUS(set(client, &options, &receipt), CAD_NOT_SENT);
            CHECK(cad_receipt_kind(receipt) == CAD_KIND_CANCELLED && cad_receipt_attempt_count(receipt) == 0);
            cad_receipt_free(receipt);
            cad_cancel_token_free(token);
            cad_client_free(client);
            open_gate(&at);
            wait_until(&at.freed, 1);
        }
        CHECK(late <= PUNCTUAL_MS);
    }
}

static void a_deadline_ends_a_call_in_time_whatever_hangs(void)
{
    for (int where = 0; where < SEND; where++) {
        double late = 1e9;
        for (int round = 0; round < ROUNDS && late > PUNCTUAL_MS; round++) {
            about("what hangs: %d", where);
            gate at = GATE;
            cad_client *client = client_that_hangs_in(where, &at);
            cad_call_options options = CAD_CALL_OPTIONS_INIT;
            options.deadline_ms = 100;
            struct timespec begun;
            clock_gettime(CLOCK_MONOTONIC, &begun);
            cad_receipt *receipt = NULL;
            CHECK_STATUS(set(client, &options, &receipt), CAD_NOT_SENT);
            const double took = ms_since(begun);
            CHECK(took >= 100);
            late = least(late, took - 100);
            CHECK(cad_receipt_kind(receipt) == CAD_KIND_TOKEN_UNAVAILABLE ||
                  cad_receipt_kind(receipt) == CAD_KIND_DEADLINE);
            cad_receipt_free(receipt);
            cad_client_free(client);
            open_gate(&at);
            wait_until(&at.freed, 1);
        }
        CHECK(late <= PUNCTUAL_MS);
    }
}

int main(int count, char **arguments)
{
    static const test tests[] = {
        TEST(a_cancel_ends_a_call_soon_whatever_hangs),
        TEST(a_deadline_ends_a_call_in_time_whatever_hangs),
    };
    return run_tests(tests, COUNT(tests), count > 1 ? arguments[1] : NULL);
}

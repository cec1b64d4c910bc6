/* Cancelling, token stores and sources, lists, and the fake transport: what a caller is told, who owns what,
 * and that an older program goes on working. */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"

static const cad_str none = {NULL, 0};
static const char granted[] = "{\"token\": \"T1\"}";

static cad_account *account_of(cad_status (*make)(cad_str, cad_account **))
{
    cad_account *made = NULL;
    CHECK_STATUS(make(cad_cstr("acme"), &made), CAD_OK);
    return made;
}

static cad_settings token_settings(void)
{
    cad_settings settings = good_settings();
    settings.api = CAD_API_POST_TOKEN;
    return settings;
}

/* A client over a fake, which is told nothing yet. */
static cad_client *client_over(const cad_settings *settings, cad_fake_transport **fake)
{
    cad_client *client = NULL;
    cad_transport transport = CAD_TRANSPORT_INIT;
    CHECK_STATUS(cad_fake_transport_new(fake), CAD_OK);
    CHECK_STATUS(cad_fake_transport_fill(*fake, &transport), CAD_OK);
    CHECK_STATUS(cad_client_with_transport(settings, &transport, &client, NULL), CAD_OK);
    return client;
}

static cad_status set(cad_client *client, const cad_call_options *options, cad_receipt **receipt)
{
    const cad_request request = good_request();
    return cad_set_disposition(client, &request, options, receipt);
}

static void says(cad_fake_transport *fake, const char *body)
{
    const cad_http_reply reply = http_reply(200, body, strlen(body));
    CHECK_STATUS(cad_fake_transport_replies(fake, &reply), CAD_OK);
}

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

/* A free comes from whichever thread was last. */
static void wait_until_freed(gate *at)
{
    while (atomic_load(&at->freed) == 0) {
        sched_yield();
    }
    CHECK(atomic_load(&at->freed) == 1);
}

static void free_gate(void *user)
{
    atomic_fetch_add(&((gate *)user)->freed, 1);
}

static void free_nothing(void *user)
{
    (void)user;
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
            wait_until_freed(&at);
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
            wait_until_freed(&at);
        }
        CHECK(late <= PUNCTUAL_MS);
    }
}

/* A store of the host's: one place in memory. Its answers can be spoilt. */
typedef struct memory {
    pthread_mutex_t lock;
    char bytes[16384];
    size_t len;
    int version; /* 0: nothing is kept */
    atomic_int freed;
    const char *spoilt;
} memory;

static cad_store_answer memory_get(void *user, cad_str key, cad_string **bytes, cad_string **version)
{
    memory *self = user;
    (void)key;
    cad_store_answer answer = CAD_STORED_NOTHING;
    pthread_mutex_lock(&self->lock);
    if (self->spoilt != NULL && strcmp(self->spoilt, "found nothing") == 0) {
        answer = CAD_STORED_FOUND;
    } else if (self->spoilt != NULL && strcmp(self->spoilt, "no answer") == 0) {
        answer = (cad_store_answer)0;
        CHECK_STATUS(cad_string_new(cad_cstr("kept by nobody"), bytes), CAD_OK);
    } else if (self->version > 0) {
        char text[16];
        snprintf(text, sizeof text, "%d", self->version);
        const cad_str kept = {self->bytes, self->len};
        CHECK_STATUS(cad_string_new(kept, bytes), CAD_OK);
        CHECK_STATUS(cad_string_new(cad_cstr(text), version), CAD_OK);
        answer = CAD_STORED_FOUND;
    }
    pthread_mutex_unlock(&self->lock);
    return answer;
}

static cad_store_answer memory_put_if(void *user, cad_str key, cad_str version, cad_str bytes)
{
    memory *self = user;
    (void)key;
    cad_store_answer answer = CAD_STORED_CONFLICT;
    pthread_mutex_lock(&self->lock);
    char text[16] = "";
    if (version.len < sizeof text && version.data != NULL) {
        memcpy(text, version.data, version.len);
    }
    if ((version.data == NULL && self->version == 0) ||
        (version.data != NULL && atoi(text) == self->version)) {
        memcpy(self->bytes, bytes.data, bytes.len);
        self->len = bytes.len;
        self->version++;
        answer = CAD_STORED_WRITTEN;
    }
    pthread_mutex_unlock(&self->lock);
    return answer;
}

static void memory_free(void *user)
{
    atomic_fetch_add(&((memory *)user)->freed, 1);
}

static cad_token_store store_in(memory *self)
{
    cad_token_store store = CAD_TOKEN_STORE_INIT;
    store.user = self;
    store.get = memory_get;
    store.put_if = memory_put_if;
    store.free = memory_free;
    return store;
}

static bool uses_token(const cad_http_request *request, const char *token)
{
    for (size_t i = 0; i < cad_http_request_header_count(request); i++) {
        cad_str name = none, value = none;
        CHECK_STATUS(cad_http_request_header(request, i, &name, &value), CAD_OK);
        if (text_holds(name, "Authorization")) {
            return text_holds(value, token);
        }
    }
    return false;
}

static void clients_with_one_store_share_a_token(void)
{
    static memory shared = {PTHREAD_MUTEX_INITIALIZER, "", 0, 0, 0, NULL};
    cad_token_store store = store_in(&shared);
    cad_settings settings = token_settings();
    settings.token_store = &store;
    cad_fake_transport *fakes[2] = {NULL, NULL};
    for (int i = 0; i < 2; i++) {
        cad_client *client = client_over(&settings, &fakes[i]);
        if (i == 0) {
            says(fakes[i], granted);
        }
        CHECK_STATUS(cad_fake_transport_says(fakes[i], CAD_OUTCOME_QUEUED), CAD_OK);
        cad_receipt *receipt = NULL;
        CHECK_STATUS(set(client, NULL, &receipt), CAD_OK);
        CHECK(cad_receipt_effect(receipt) == CAD_EFFECT_QUEUED);
        CHECK(cad_receipt_token_requests(receipt) == (i == 0 ? 1 : 0));
        cad_receipt_free(receipt);
        /* The first client alone fetched it. */
        CHECK(cad_fake_transport_count(fakes[i]) == (i == 0 ? 2 : 1));
        const size_t last = cad_fake_transport_count(fakes[i]) - 1;
        CHECK(uses_token(cad_fake_transport_request(fakes[i], last), "T1"));
        CHECK(cad_fake_transport_request(fakes[i], last + 1) == NULL);
        cad_client_free(client);
        cad_fake_transport_free(fakes[i]);
        while (atomic_load(&shared.freed) <= i) {
            sched_yield();
        }
    }
    CHECK(shared.version > 0 && atomic_load(&shared.freed) == 2);
    CHECK(strstr(shared.bytes, "KK-test") == NULL);
}

static void a_store_that_fails_is_a_matter_of_configuration(void)
{
    static const char *const spoilt[] = {"found nothing", "no answer"};
    for (size_t i = 0; i < COUNT(spoilt); i++) {
        memory failing = {PTHREAD_MUTEX_INITIALIZER, "", 0, 0, 0, spoilt[i]};
        cad_token_store store = store_in(&failing);
        cad_settings settings = token_settings();
        settings.token_store = &store;
        cad_fake_transport *fake = NULL;
        cad_client *client = client_over(&settings, &fake);
        cad_receipt *receipt = NULL;
        CHECK_STATUS(set(client, NULL, &receipt), CAD_NOT_SENT);
        CHECK(cad_receipt_kind(receipt) == CAD_KIND_TOKEN_STORE);
        CHECK(cad_receipt_advice(receipt) == CAD_ADVICE_FIX_CONFIGURATION);
        CHECK(cad_fake_transport_count(fake) == 0);
        cad_receipt_free(receipt);
        cad_client_free(client);
        cad_fake_transport_free(fake);
        while (atomic_load(&failing.freed) == 0) {
            sched_yield();
        }
    }
}

/* What a token source hands over, and what a call comes to. */
typedef struct given {
    const char *token;
    size_t len;
    uint32_t kind;
    cad_status expected;
    cad_kind told;
    cad_advice advice;
} given;

static uint32_t give_token(void *user, uint32_t renew, cad_string **token)
{
    const given *self = user;
    (void)renew;
    if (self->token != NULL) {
        const cad_str text = {self->token, self->len};
        CHECK_STATUS(cad_string_new(text, token), CAD_OK);
    }
    return self->kind;
}

static void a_token_source_gives_a_token_or_says_why_not(void)
{
    static const cad_advice fix = CAD_ADVICE_FIX_CONFIGURATION, later = CAD_ADVICE_RETRY_LATER;
    const given cases[] = {
        {"T7", 2, 0, CAD_OK, (cad_kind)0, CAD_ADVICE_NONE},
        {NULL, 0, 0, CAD_NOT_SENT, CAD_KIND_TOKEN_UNAVAILABLE, later},
        {NULL, 0, CAD_KIND_CONNECT, CAD_NOT_SENT, CAD_KIND_TOKEN_UNAVAILABLE, later},
        {NULL, 0, CAD_KIND_TLS, CAD_NOT_SENT, CAD_KIND_TOKEN_UNAVAILABLE, fix},
        {"T7", 2, CAD_KIND_RESET, CAD_NOT_SENT, CAD_KIND_TOKEN_UNAVAILABLE, later},
        {"T7", 2, 9999, CAD_NOT_SENT, CAD_KIND_TOKEN_UNAVAILABLE, later},
        {"no token", 8, 0, CAD_NOT_SENT, CAD_KIND_TOKEN_UNAVAILABLE, fix},
        {"\xff", 1, 0, CAD_NOT_SENT, CAD_KIND_TOKEN_UNAVAILABLE, fix},
    };
    cad_account *own = account_of(cad_account_with_token_source);
    for (size_t i = 0; i < COUNT(cases); i++) {
        about("source %zu", i);
        given one = cases[i];
        cad_token_source source = CAD_TOKEN_SOURCE_INIT;
        source.user = &one;
        source.token = give_token;
        source.free = free_nothing;
        cad_settings settings = token_settings();
        settings.account = own;
        settings.token_source = &source;
        cad_fake_transport *fake = NULL;
        cad_client *client = client_over(&settings, &fake);
        cad_receipt *receipt = NULL;
        CHECK_STATUS(set(client, NULL, &receipt), one.expected);
        CHECK(cad_receipt_kind(receipt) == one.told && cad_receipt_advice(receipt) == one.advice);
        CHECK(cad_fake_transport_count(fake) == (one.expected == CAD_OK ? 1 : 0));
        CHECK(one.expected != CAD_OK || uses_token(cad_fake_transport_request(fake, 0), "T7"));
        cad_receipt_free(receipt);
        cad_client_free(client);
        cad_fake_transport_free(fake);
    }
    cad_account_free(own);
}

static void a_store_that_is_a_file(void)
{
    char folder[] = "/tmp/cad-store-XXXXXX", path[64];
    CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/token", folder);
    cad_string *problem = NULL, *bytes = NULL, *version = NULL;
    CHECK_STATUS(cad_check_token_file(cad_cstr(path), &problem), CAD_OK);
    CHECK(problem == NULL);
    CHECK_STATUS(cad_check_token_file(cad_cstr("/nowhere/at/all"), &problem), CAD_INVALID);
    CHECK(text_holds(cad_string_view(problem), "/nowhere/at/all"));
    cad_string_free(problem);
    CHECK_STATUS(cad_check_token_file(cad_cstr("/nowhere/at/all"), NULL), CAD_INVALID);

    /* A host that drives an engine calls its functions itself. */
    cad_token_store store = CAD_TOKEN_STORE_INIT;
    CHECK_STATUS(cad_file_token_store(cad_cstr(path), &store), CAD_OK);
    const cad_str key = cad_cstr("k");
    CHECK(store.get(store.user, key, &bytes, &version) == CAD_STORED_NOTHING);
    CHECK(bytes == NULL && version == NULL);
    CHECK(store.put_if(store.user, key, cad_cstr("1"), cad_cstr("x")) == CAD_STORED_CONFLICT);
    CHECK(store.put_if(store.user, key, none, cad_cstr("kept")) == CAD_STORED_WRITTEN);
    CHECK(store.put_if(store.user, key, none, cad_cstr("x")) == CAD_STORED_CONFLICT);
    CHECK(store.get(store.user, key, &bytes, &version) == CAD_STORED_FOUND);
    CHECK_TEXT(cad_string_view(bytes), cad_cstr("kept"));
    CHECK(store.put_if(store.user, key, cad_string_view(version), cad_cstr("")) == CAD_STORED_WRITTEN);
    cad_string_free(bytes);
    cad_string_free(version);
    CHECK(store.get(store.user, none, &bytes, &version) == CAD_STORED_FAILED && bytes == NULL);
    CHECK(store.get(NULL, key, &bytes, &version) == CAD_STORED_FAILED);
    CHECK(store.get(store.user, key, NULL, NULL) == CAD_STORED_FOUND);
    store.free(store.user);
    store.free(NULL);

    /* And a client over it. */
    CHECK_STATUS(cad_file_token_store(cad_cstr(path), &store), CAD_OK);
    cad_settings settings = token_settings();
    settings.token_store = &store;
    cad_fake_transport *fake = NULL;
    cad_client *client = client_over(&settings, &fake);
    says(fake, granted);
    CHECK_STATUS(cad_fake_transport_says(fake, CAD_OUTCOME_SAVED), CAD_OK);
    cad_receipt *receipt = NULL;
    CHECK_STATUS(set(client, NULL, &receipt), CAD_OK);
    cad_receipt_free(receipt);
    cad_client_free(client);
    cad_fake_transport_free(fake);
    char lock[80];
    snprintf(lock, sizeof lock, "rm -rf %s", folder);
    CHECK(system(lock) == 0);
}

static void an_engine_asks_by_its_steps(void)
{
    cad_settings settings = token_settings();
    settings.shares_tokens = 1;
    cad_engine *shared = NULL;
    CHECK_STATUS(cad_engine_new(&settings, &shared, NULL), CAD_OK);
    memory kept = {PTHREAD_MUTEX_INITIALIZER, "", 0, 0, 0, NULL};
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
            const char *body = sends == 1 ? granted : saved;
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
    settings.account = account_of(cad_account_with_token_source);
    CHECK_STATUS(cad_engine_new(&settings, &shared, NULL), CAD_OK);
    cad_account_free((cad_account *)(uintptr_t)settings.account);
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

static void what_an_engine_would_not_ask_is_not_given_to_it(void)
{
    memory kept = {PTHREAD_MUTEX_INITIALIZER, "", 0, 0, 0, NULL};
    cad_token_store store = store_in(&kept);
    cad_token_source source = CAD_TOKEN_SOURCE_INIT;
    source.token = give_token;
    cad_settings settings = token_settings();
    cad_engine *made = NULL;
    cad_client *client = NULL;
    cad_transport transport = CAD_TRANSPORT_INIT;
    transport.send = send_that_hangs;
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

static void a_list_that_did_not_come_is_none(void)
{
    const cad_settings settings = good_settings();
    cad_fake_transport *fake = NULL;
    cad_client *client = client_over(&settings, &fake);
    says(fake, "{\"status\": \"Success\", \"details\": [\"Sale\", \"No Answer\"]}");
    CHECK_STATUS(cad_fake_transport_fails(fake, CAD_KIND_TIMEOUT), CAD_OK);
    cad_disposition_list *list = NULL;
    cad_violations *problems = NULL, *warnings = NULL;
    CHECK_STATUS(cad_list_dispositions(client, none, NULL, &list, &problems), CAD_INVALID);
    cad_violation missing = CAD_VIOLATION_INIT;
    CHECK_STATUS(cad_violations_get(problems, 0, &missing), CAD_OK);
    CHECK(list == NULL && missing.field == CAD_FIELD_CAMPAIGN);
    cad_violations_free(problems);

    CHECK_STATUS(cad_list_dispositions(client, cad_cstr("North"), NULL, &list, NULL), CAD_OK);
    const cad_list *texts = cad_disposition_list_texts(list);
    CHECK(cad_list_count(texts) == 2 && cad_disposition_list_kind(list) == 0);
    CHECK(cad_disposition_list_http_status(list) == 200 && cad_disposition_list_outcome(list) == 0);
    CHECK(cad_disposition_list_advice(list) == CAD_ADVICE_NONE);
    cad_request request = good_request();
    CHECK_STATUS(cad_check_disposition(texts, &request, &warnings), CAD_OK);
    CHECK(cad_violations_count(warnings) == 0);
    cad_violations_free(warnings);
    request.disposition = cad_cstr("sale");
    CHECK_STATUS(cad_check_disposition(texts, &request, &warnings), CAD_OK);
    CHECK_STATUS(cad_violations_get(warnings, 0, &missing), CAD_OK);
    CHECK(missing.problem == CAD_PROBLEM_UNKNOWN && missing.severity == CAD_SEVERITY_WARNING);
    cad_violations_free(warnings);
    cad_disposition_list_free(list);

    CHECK_STATUS(cad_list_dispositions(client, cad_cstr("North"), NULL, &list, NULL), CAD_OK);
    CHECK(cad_disposition_list_texts(list) == NULL);
    CHECK(cad_disposition_list_kind(list) == CAD_KIND_TIMEOUT);
    CHECK(cad_disposition_list_advice(list) == CAD_ADVICE_RETRY_LATER);
    CHECK(cad_disposition_list_retry_after_seconds(list) == -1);
    CHECK(cad_disposition_list_sentence(list).len > 10);
    CHECK_STATUS(cad_check_disposition(cad_disposition_list_texts(list), &request, &warnings),
                 CAD_NULL);
    cad_disposition_list_free(list);

    /* A list that was kept, and what a host that sends by itself reads. */
    const cad_str kept[] = {cad_cstr("Sale"), none};
    cad_list *own = NULL;
    CHECK_STATUS(cad_list_new(kept, COUNT(kept), &own), CAD_OK);
    CHECK(cad_list_count(own) == 2);
    request.disposition = cad_cstr("Sale");
    CHECK_STATUS(cad_check_disposition(own, &request, &warnings), CAD_OK);
    CHECK(cad_violations_count(warnings) == 0);
    cad_violations_free(warnings);
    cad_list_free(own);
    const cad_http_reply limited = http_reply(429, NULL, 0);
    CHECK_STATUS(cad_disposition_list_of_reply(CAD_API_GET_V2, &limited, &list), CAD_OK);
    CHECK(cad_disposition_list_outcome(list) == CAD_OUTCOME_RATE_LIMITED);
    cad_disposition_list_free(list);
    CHECK_STATUS(cad_disposition_list_failed(CAD_KIND_CLOSED, &list), CAD_OK);
    CHECK(cad_disposition_list_kind(list) == CAD_KIND_CLOSED);
    cad_disposition_list_free(list);
    CHECK_STATUS(cad_disposition_list_failed((cad_kind)0, &list), CAD_BAD_ENUM);
    CHECK_STATUS(cad_list_dispositions(NULL, none, NULL, &list, NULL), CAD_NULL);
    cad_client_free(client);
    cad_fake_transport_free(fake);
}

static void a_fake_says_each_outcome_as_the_vendor_does(void)
{
    int outcomes = 0;
    for (cad_outcome outcome = 1; strcmp(cad_outcome_name(outcome), "unknown") != 0; outcome++) {
        about("%s", cad_outcome_name(outcome));
        int64_t status = -1;
        cad_string *body = NULL;
        const bool is_lists = outcome == CAD_OUTCOME_NONE_FOUND;
        CHECK_STATUS(cad_example_reply(outcome, &status, &body), is_lists ? CAD_BAD_ENUM : CAD_OK);
        if (is_lists) {
            CHECK(body == NULL && status == -1);
            continue;
        }
        cad_http_reply received = CAD_HTTP_REPLY_INIT;
        received.status = status;
        received.body = cad_string_view(body);
        cad_reply meant = CAD_REPLY_INIT;
        CHECK_STATUS(cad_classify(CAD_API_GET_V2, &received, &meant), CAD_OK);
        CHECK(meant.outcome == outcome);
        cad_string_free(body);

        cad_settings settings = good_settings();
        settings.attempts = 1;
        cad_fake_transport *fake = NULL;
        cad_client *client = client_over(&settings, &fake);
        CHECK_STATUS(cad_fake_transport_says(fake, outcome), CAD_OK);
        cad_receipt *receipt = NULL;
        set(client, NULL, &receipt);
        CHECK(cad_receipt_outcome(receipt) == outcome && cad_fake_transport_count(fake) == 1);
        cad_receipt_free(receipt);
        cad_fake_transport_free(fake);
        /* It goes on with the last word, though the fake is gone. */
        set(client, NULL, &receipt);
        CHECK(cad_receipt_outcome(receipt) == outcome);
        cad_receipt_free(receipt);
        cad_client_free(client);
        outcomes++;
    }
    CHECK(outcomes > 20);
    cad_fake_transport *fake = NULL;
    CHECK_STATUS(cad_fake_transport_new(&fake), CAD_OK);
    CHECK_STATUS(cad_fake_transport_says(fake, 9999), CAD_BAD_ENUM);
    CHECK_STATUS(cad_fake_transport_fails(fake, CAD_KIND_CLOSED), CAD_BAD_ENUM);
    CHECK_STATUS(cad_fake_transport_says(NULL, CAD_OUTCOME_SAVED), CAD_NULL);
    CHECK_STATUS(cad_fake_transport_fill(fake, NULL), CAD_NULL);
    cad_fake_transport_free(fake);
}

int main(int count, char **arguments)
{
    static const test tests[] = {
        TEST(a_cancel_ends_a_call_soon_whatever_hangs),
        TEST(a_deadline_ends_a_call_in_time_whatever_hangs),
        TEST(clients_with_one_store_share_a_token),
        TEST(a_store_that_fails_is_a_matter_of_configuration),
        TEST(a_token_source_gives_a_token_or_says_why_not),
        TEST(a_store_that_is_a_file),
        TEST(an_engine_asks_by_its_steps),
        TEST(what_an_engine_would_not_ask_is_not_given_to_it),
        TEST(an_older_program_goes_on_working),
        TEST(a_list_that_did_not_come_is_none),
        TEST(a_fake_says_each_outcome_as_the_vendor_does),
    };
    return run_tests(tests, COUNT(tests), count > 1 ? arguments[1] : NULL);
}

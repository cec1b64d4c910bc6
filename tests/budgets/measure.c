/* What single pieces of work cost through the C library: instructions, which callgrind counts and writes
 * under each piece's name, and allocations, which this program prints as a line of JSON each. Neither
 * depends on how busy the machine is. `cargo tool budgets c` runs it.
 *
 * Usage: measure [planted]
 *
 * With `planted` every piece of work is done twice and allocates once more, so that its budgets must see
 * it. */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/callgrind.h>

#include "cloudagent_disposition.h"

/* The library's allocations come here, since a program's own functions go before the C library's. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static size_t allocations;

void *malloc(size_t size)
{
    allocations++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    allocations++;
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    allocations++;
    return __libc_realloc(old, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    allocations++;
    *out = __libc_memalign(alignment, size);
    return *out == NULL ? 12 : 0;
}

static void must(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "measure: %s\n", what);
        exit(EXIT_FAILURE);
    }
}

static cad_account *account;
static cad_engine *engine;
static cad_request request = CAD_REQUEST_INIT;
static cad_http_reply received = CAD_HTTP_REPLY_INIT;

static void classify(void)
{
    cad_reply reply = CAD_REPLY_INIT;
    must(cad_classify(CAD_API_GET_V2, &received, &reply) == CAD_OK && reply.recognised, "classify");
}

static void validate(void)
{
    cad_violations *wrong = NULL;
    must(cad_validate(account, &request, CAD_API_GET_V2, cad_cstr(""), &wrong) == CAD_OK, "validate");
    cad_violations_free(wrong);
}

static void build(cad_api api)
{
    cad_http_request *built = NULL;
    const cad_str base_url = {NULL, 0};
    must(cad_build_request(account, &request, api, base_url, &built, NULL) == CAD_OK, "build");
    cad_http_request_free(built);
}

static void build_get(void)
{
    build(CAD_API_GET_V2);
}

static void build_post(void)
{
    build(CAD_API_POST_API_KEY);
}

/* A call as a host drives it: one send, one reply, the end. */
static void engine_call(void)
{
    static const uint8_t seed[16] = "a seed of a test";
    cad_call *call = NULL;
    cad_step step = CAD_STEP_INIT;
    must(cad_engine_start(engine, &request, NULL, seed, 1, &call, &step) == CAD_OK &&
             step.kind == CAD_STEP_SEND,
         "an engine's start");
    cad_event event = CAD_EVENT_INIT;
    event.kind = CAD_EVENT_REPLY;
    event.seq = step.seq;
    event.reply = &received;
    must(cad_call_step(call, &event, 2, &step) == CAD_OK && step.kind == CAD_STEP_DONE, "an engine's end");
    must(cad_receipt_effect(step.receipt) == CAD_EFFECT_APPLIED, "an engine's receipt");
    cad_call_free(call);
}

static bool planted;

static void once(void (*work)(void))
{
    work();
    if (planted) {
        work();
        free(malloc(1));
    }
}

static void measure(const char *name, void (*work)(void))
{
    /* What is made once for all calls is not counted. */
    once(work);
    once(work);
    size_t before = allocations;
    CALLGRIND_ZERO_STATS;
    once(work);
    CALLGRIND_DUMP_STATS_AT(name);
    printf("{\"work\": \"%s\", \"allocations\": %zu}\n", name, allocations - before);
}

int main(int count, char **arguments)
{
    planted = count == 2 && strcmp(arguments[1], "planted") == 0;
    must(planted || count == 1, "usage: measure [planted]");
    must(cad_account_with_api_key(cad_cstr("acme"), cad_cstr("KKacme0123456789"), &account) == CAD_OK,
         "an account");
    request.ucid = cad_cstr("81891700000000002");
    request.did = cad_cstr("914000000001");
    request.agent_id = cad_cstr("ravi");
    request.disposition = cad_cstr("Call back later");
    request.comments = cad_cstr("asked for a call after 5 pm");
    received.status = 200;
    received.body = cad_cstr("{\"status\": \"success\", \"details\": \"Disposition saved successfully\"}");
    cad_settings settings = CAD_SETTINGS_INIT;
    settings.account = account;
    settings.api = CAD_API_GET_V2;
    must(cad_engine_new(&settings, &engine, NULL) == CAD_OK, "an engine");
    /* What stdio allocates is not ours. */
    setvbuf(stdout, NULL, _IONBF, 0);

    measure("classify a known reply", classify);
    measure("validate", validate);
    measure("build for get_v2", build_get);
    measure("build for post_api_key", build_post);
    measure("an engine's call", engine_call);
    cad_engine_free(engine);
    cad_account_free(account);
    return EXIT_SUCCESS;
}

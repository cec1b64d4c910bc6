/* Things that go wrong on purpose, against a library with test hooks: a panic, which must not get
 * out, and planted bugs, which show that the tool that watches this program is live. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"

/* In no header: these are exported by a library with test hooks only. */
cad_status cad_test_panic(void);
uint8_t cad_test_read_past_the_end(void);
void cad_test_leak(void);

static void a_panic_becomes_a_status_and_the_library_works_on(void)
{
    for (int i = 0; i < 3; i++) {
        CHECK_STATUS(cad_test_panic(), CAD_PANIC);
    }
    cad_reply reply = CAD_REPLY_INIT;
    const cad_http_reply received = http_reply(429, "", 0);
    CHECK_STATUS(cad_classify(0, &received, &reply), CAD_OK);
    CHECK(reply.outcome == CAD_OUTCOME_RATE_LIMITED);
}

/* What no function writes is no pointer that anybody owns. */
#define STALE(type) ((type *)(uintptr_t)8)

static void a_panic_in_any_function_leaves_null_in_what_it_hands_over(void)
{
    static const char text[] = "planted panic";
    const cad_str planted = cad_cstr(text), absent = {NULL, 0};
    const cad_http_reply received = http_reply(200, text, sizeof text - 1);
    char scratch[CAD_SCRATCH_SIZE];
    cad_reply reply = CAD_REPLY_INIT;
    CHECK_STATUS(cad_classify(CAD_API_GET_V2, &received, &reply), CAD_PANIC);
    CHECK_STATUS(cad_classify_many(CAD_API_GET_V2, &received, 1, &reply), CAD_PANIC);
    CHECK_STATUS(cad_classify_into(CAD_API_GET_V2, &received, scratch, sizeof scratch, &reply),
                 CAD_PANIC);
    CHECK(reply.outcome == 0 && reply.effect == 0 && reply.hint.data == NULL);
    cad_string *token = STALE(cad_string);
    CHECK_STATUS(cad_classify_token(&received, scratch, sizeof scratch, &token, &reply), CAD_PANIC);
    CHECK(token == NULL);
    cad_list *list = STALE(cad_list);
    CHECK_STATUS(
        cad_classify_list(CAD_API_GET_V2, &received, scratch, sizeof scratch, &list, &reply),
        CAD_PANIC);
    CHECK(list == NULL);

    cad_account *account = STALE(cad_account);
    CHECK_STATUS(cad_account_with_api_key(planted, cad_cstr("key"), &account), CAD_PANIC);
    CHECK(account == NULL);
    CHECK_STATUS(cad_account_with_api_key(cad_cstr("acme"), cad_cstr("key"), &account), CAD_OK);

    cad_request request = CAD_REQUEST_INIT;
    request.disposition = planted;
    cad_violations *found = STALE(cad_violations);
    CHECK_STATUS(cad_validate(account, &request, CAD_API_GET_V2, absent, &found), CAD_PANIC);
    CHECK(found == NULL);
    cad_http_request *built = STALE(cad_http_request);
    found = STALE(cad_violations);
    CHECK_STATUS(cad_build_request(account, &request, CAD_API_GET_V2, absent, &built, &found),
                 CAD_PANIC);
    CHECK(built == NULL && found == NULL);
    built = STALE(cad_http_request);
    found = STALE(cad_violations);
    CHECK_STATUS(
        cad_build_list_request(account, planted, CAD_API_GET_V2, absent, &built, &found),
        CAD_PANIC);
    CHECK(built == NULL && found == NULL);
    built = STALE(cad_http_request);
    found = STALE(cad_violations);
    CHECK_STATUS(cad_build_token_request(account, planted, &built, &found), CAD_PANIC);
    CHECK(built == NULL && found == NULL);
    cad_string *kept = STALE(cad_string);
    found = STALE(cad_violations);
    CHECK_STATUS(cad_check_base_url(planted, &kept, &found), CAD_PANIC);
    CHECK(kept == NULL && found == NULL);
    cad_string *json = STALE(cad_string);
    CHECK_STATUS(cad_request_to_json(&request, &json), CAD_PANIC);
    CHECK(json == NULL);
    cad_parsed *parsed = STALE(cad_parsed);
    CHECK_STATUS(cad_request_from_json(planted, &parsed), CAD_PANIC);
    CHECK(parsed == NULL);
    const cad_param param = {cad_cstr("disposition"), planted};
    parsed = STALE(cad_parsed);
    CHECK_STATUS(cad_from_params(&param, 1, CAD_API_GET_V2, &parsed), CAD_PANIC);
    CHECK(parsed == NULL);
    cad_receipt *receipt = STALE(cad_receipt);
    found = STALE(cad_violations);
    CHECK_STATUS(cad_receipt_from_json(planted, &receipt, &found), CAD_PANIC);
    CHECK(receipt == NULL && found == NULL);

    cad_settings settings = CAD_SETTINGS_INIT;
    settings.account = account;
    settings.api = CAD_API_GET_V2;
    cad_engine *engine = NULL;
    CHECK_STATUS(cad_engine_new(&settings, &engine, NULL), CAD_OK);
    cad_call *call = STALE(cad_call);
    cad_step step = CAD_STEP_INIT;
    CHECK_STATUS(cad_engine_start(engine, &request, NULL, NULL, 0, &call, &step), CAD_PANIC);
    CHECK(call == NULL);
    cad_engine_free(engine);
    engine = STALE(cad_engine);
    receipt = STALE(cad_receipt);
    settings.base_url = planted;
    CHECK_STATUS(cad_engine_new(&settings, &engine, &receipt), CAD_PANIC);
    CHECK(engine == NULL && receipt == NULL);
    cad_account_free(account);
}

/* The optimiser can't see through what is volatile. */
static volatile size_t beyond = 16;
static volatile int largest = 0x7FFFFFFF;
static void *volatile kept;

static int read_past_the_end(void)
{
    volatile char *bytes = malloc(16);
    bytes[0] = 'x';
    int read = bytes[beyond];
    free((void *)bytes);
    return read;
}

static int leak(void)
{
    cad_string *json = NULL;
    cad_request request = CAD_REQUEST_INIT;
    if (cad_request_to_json(&request, &json) != CAD_OK) {
        return 2;
    }
    kept = json;
    kept = NULL;
    json = NULL;
    return 0;
}

static int overflow(void)
{
    return largest + 1 < 0;
}

int main(int count, char **arguments)
{
    static const test tests[] = {
        TEST(a_panic_becomes_a_status_and_the_library_works_on),
        TEST(a_panic_in_any_function_leaves_null_in_what_it_hands_over),
    };
    const char *plant = count > 1 ? arguments[1] : "";
    if (strcmp(plant, "read-past-the-end-in-c") == 0) {
        return read_past_the_end() & 0;
    }
    if (strcmp(plant, "read-past-the-end-in-rust") == 0) {
        return cad_test_read_past_the_end() & 0;
    }
    if (strcmp(plant, "leak-in-c") == 0) {
        return leak();
    }
    if (strcmp(plant, "leak-in-rust") == 0) {
        cad_test_leak();
        return 0;
    }
    if (strcmp(plant, "overflow-in-c") == 0) {
        return overflow() & 0;
    }
    return run_tests(tests, COUNT(tests), NULL);
}

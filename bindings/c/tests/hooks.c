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

/* The other functions that a text makes panic are in bad_input.c. */
static void a_panic_is_not_what_a_reply_meant(void)
{
    static const char text[] = "planted panic";
    const cad_http_reply received = http_reply(200, text, sizeof text - 1);
    char scratch[CAD_SCRATCH_SIZE];
    cad_reply reply = CAD_REPLY_INIT;
    cad_string *token = (cad_string *)(uintptr_t)8;
    cad_list *list = (cad_list *)(uintptr_t)8;
    CHECK_STATUS(cad_classify(0, &received, &reply), CAD_PANIC);
    CHECK_STATUS(cad_classify_many(0, &received, 1, &reply), CAD_PANIC);
    CHECK_STATUS(cad_classify_into(0, &received, scratch, sizeof scratch, &reply), CAD_PANIC);
    CHECK_STATUS(cad_classify_token(&received, scratch, sizeof scratch, &token, &reply), CAD_PANIC);
    CHECK_STATUS(cad_classify_list(0, &received, scratch, sizeof scratch, &list, &reply), CAD_PANIC);
    CHECK(reply.outcome == 0 && reply.effect == 0 && reply.hint.data == NULL);
    CHECK(token == NULL && list == NULL);
}

/* The optimiser can't see through what is volatile. */
static volatile size_t beyond = 16;
static volatile int largest = 0x7FFFFFFF;
static void *volatile kept;

static void read_past_the_end(void)
{
    volatile char *bytes = malloc(16);
    bytes[0] = 'x';
    bytes[0] = bytes[beyond];
    free((void *)bytes);
}

static void leak(void)
{
    cad_string *json = NULL;
    cad_request request = CAD_REQUEST_INIT;
    CHECK_STATUS(cad_request_to_json(&request, &json), CAD_OK);
    kept = json;
    kept = NULL;
    json = NULL;
}

static void overflow(void)
{
    largest = largest + 1;
}

static void read_past_the_end_in_rust(void)
{
    cad_test_read_past_the_end();
}

int main(int count, char **arguments)
{
    static const test tests[] = {
        TEST(a_panic_becomes_a_status_and_the_library_works_on),
        TEST(a_panic_is_not_what_a_reply_meant),
    };
    static const test planted[] = {
        {"read-past-the-end-in-c", read_past_the_end},
        {"read-past-the-end-in-rust", read_past_the_end_in_rust},
        {"leak-in-c", leak},
        {"leak-in-rust", cad_test_leak},
        {"overflow-in-c", overflow},
    };
    for (size_t i = 0; count > 1 && i < COUNT(planted); i++) {
        if (strcmp(arguments[1], planted[i].name) == 0) {
            planted[i].run();
            return EXIT_SUCCESS;
        }
    }
    return run_tests(tests, COUNT(tests), NULL);
}

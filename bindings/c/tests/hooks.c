/* Things that go wrong on purpose, against a library with test hooks: a panic, which must not get
 * out, and planted bugs, which show that the tool that watches this program is live. */
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
    static const test tests[] = {TEST(a_panic_becomes_a_status_and_the_library_works_on)};
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

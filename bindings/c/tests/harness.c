#include "harness.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

cad_account *account;
cad_engine *engine;

static int failed_checks;
static char subject[256];

int failures(void)
{
    return failed_checks;
}

bool text_holds(cad_str text, const char *part)
{
    size_t length = strlen(part);
    for (size_t at = 0; at + length <= text.len; at++) {
        if (memcmp(text.data + at, part, length) == 0) {
            return true;
        }
    }
    return false;
}

void about(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(subject, sizeof subject, format, arguments);
    va_end(arguments);
}

static void fail(const char *what, const char *file, int line)
{
    failed_checks++;
    fprintf(stderr, "%s:%d: %s%s%s", file, line, subject, subject[0] != '\0' ? ": " : "", what);
}

bool check(bool holds, const char *what, const char *file, int line)
{
    if (!holds) {
        fail(what, file, line);
        fprintf(stderr, " does not hold\n");
    }
    return holds;
}

bool check_text(cad_str actual, cad_str expected, const char *what, const char *file, int line)
{
    bool same = (actual.data == NULL) == (expected.data == NULL) && actual.len == expected.len &&
                (actual.len == 0 || memcmp(actual.data, expected.data, actual.len) == 0);
    if (!same) {
        fail(what, file, line);
        fprintf(stderr, " is %s\"%.*s\", not %s\"%.*s\"\n", actual.data == NULL ? "absent " : "",
                CAD_PRINT(actual), expected.data == NULL ? "absent " : "", CAD_PRINT(expected));
    }
    return same;
}

bool check_status(cad_status actual, cad_status expected, const char *what, const char *file,
                  int line)
{
    if (actual != expected) {
        fail(what, file, line);
        fprintf(stderr, " is %s (%d), not %s\n", cad_status_name(actual), (int)actual,
                cad_status_name(expected));
    }
    return actual == expected;
}

int run_tests(const test *tests, size_t count, const char *only)
{
    size_t run = 0;
    cad_account_with_api_key(cad_cstr("acme"), cad_cstr("KK-test"), &account);
    const cad_settings settings = good_settings();
    CHECK_STATUS(cad_engine_new(&settings, &engine, NULL), CAD_OK);
    for (size_t i = 0; i < count; i++) {
        if (only != NULL && strstr(tests[i].name, only) == NULL) {
            continue;
        }
        int before = failed_checks;
        about("%s", tests[i].name);
        tests[i].run();
        run++;
        printf("%s %s\n", failed_checks == before ? "ok    " : "FAILED", tests[i].name);
        fflush(stdout);
    }
    cad_engine_free(engine);
    cad_account_free(account);
    if (run == 0) {
        fprintf(stderr, "no such test\n");
        return EXIT_FAILURE;
    }
    return failed_checks == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

cad_http_reply http_reply(int64_t status, const char *body, size_t len)
{
    cad_http_reply reply = CAD_HTTP_REPLY_INIT;
    reply.status = status;
    reply.body.data = body;
    reply.body.len = len;
    return reply;
}

cad_request good_request(void)
{
    cad_request request = CAD_REQUEST_INIT;
    request.ucid = cad_cstr("8189000000001");
    request.did = cad_cstr("914000000001");
    request.agent_id = cad_cstr("ravi");
    request.disposition = cad_cstr("Sale");
    return request;
}

cad_settings good_settings(void)
{
    cad_settings settings = CAD_SETTINGS_INIT;
    settings.account = account;
    settings.api = CAD_API_GET_V2;
    return settings;
}

/* A test is a function; a check that fails says so and the run goes on. */
#ifndef CAD_TEST_HARNESS_H
#define CAD_TEST_HARNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "cloudagent_disposition.h"

typedef struct test {
    const char *name;
    void (*run)(void);
} test;

#define TEST(function) {#function, function}
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Runs the tests, those only whose name holds `only` where it is not NULL. Returns main's result. */
int run_tests(const test *tests, size_t count, const char *only);

/* How many checks have failed so far. */
int failures(void);

/* Whether a text holds another. */
bool text_holds(cad_str text, const char *part);

/* What the checks that follow are about, for the message of one that fails. */
void about(const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 1, 2)))
#endif
    ;

bool check(bool holds, const char *what, const char *file, int line);
bool check_text(cad_str actual, cad_str expected, const char *what, const char *file, int line);
bool check_status(cad_status actual, cad_status expected, const char *what, const char *file,
                  int line);

/* A reply with this status and body, which may be any bytes. */
cad_http_reply http_reply(int64_t status, const char *body, size_t len);

/* What nothing is wrong with. The account has the key KK-test, and the engine calls with it; they are
 * there while the tests run. */
extern cad_account *account;
extern cad_engine *engine;
cad_request good_request(void);
cad_settings good_settings(void);

#define CHECK(condition) check((condition), #condition, __FILE__, __LINE__)
/* An absent text equals only another absent one. */
#define CHECK_TEXT(actual, expected) \
    check_text((actual), (expected), #actual, __FILE__, __LINE__)
#define CHECK_STATUS(actual, expected) \
    check_status((actual), (expected), #actual, __FILE__, __LINE__)

#endif

/* What the runners of the shared vectors have in common. JSON is read by Jansson: its texts may
 * hold a NUL, which the vectors need. */
#ifndef CAD_TEST_VECTORS_H
#define CAD_TEST_VECTORS_H

#include <jansson.h>

#include "../harness.h"

/* A runner takes one case and checks it. */
void run_classify(const json_t *value);
void run_engine(const json_t *value);
void run_params(const json_t *value);
void run_urls(const json_t *value);
void run_validate(const json_t *value);
void run_receipts(const json_t *value);
void run_wire(const json_t *value);

/* Fails where the object has a key that is none of these; the last one is NULL. */
void only_keys(const json_t *object, const char *const *keys);

/* A text; absent where the value is missing or null, a failed check where it is something else. */
cad_str text_of(const json_t *value);

/* Whether the value is missing or null. */
bool is_none(const json_t *value);

/* The number of a word, by the enum's name function; 0 for null and for what is no word. */
uint32_t number_of(const char *(*name)(uint32_t), const json_t *word);

/* The account of a case. Free it. */
cad_account *account_of(const json_t *given);

/* Views of the request of a case. */
cad_request request_of(const json_t *given);

/* Checks that two requests are the same, absent texts and all. */
void check_request(const cad_request *actual, const cad_request *expected);

/* Checks violations against `[{field, problem, severity}]`. */
void check_violations(const cad_violations *actual, const json_t *expected);

/* Checks that every key that is expected is there with its value; lists element by element. */
void check_includes(const json_t *actual, const json_t *expected);

#endif

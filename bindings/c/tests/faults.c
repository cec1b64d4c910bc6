/* What a C caller is told when the network or the server misbehaves, and what the server received:
 * tests/faults/faults.json against the simulator, over the built-in transport. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "harness.h"
#include "simulator.h"

#define SECRET_COMMENTS "owes 500 rupees, angry"

/* Each secret as it is, as it stands in a URL and in a form; compared without case. */
static const char *const secrets[] = {
    SECRET_KEY,
    "KK-marker%2F7%2Bcanary",
    SECRET_COMMENTS,
    "owes%20500%20rupees%2C%20angry",
    "owes+500+rupees%2C+angry",
};

static const char *leak(cad_str text)
{
    for (size_t i = 0; i < COUNT(secrets); i++) {
        size_t length = strlen(secrets[i]);
        for (size_t at = 0; at + length <= text.len; at++) {
            if (strncasecmp(text.data + at, secrets[i], length) == 0) {
                return secrets[i];
            }
        }
    }
    return NULL;
}

static uint64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static cad_str string(const json_t *value)
{
    return cad_cstr(json_string_value(value));
}

/* Nothing that a receipt shows holds the key or the comment. */
static void check_no_leak(const cad_receipt *receipt)
{
    cad_string *json = NULL;
    CHECK_STATUS(cad_receipt_to_json(receipt, &json), CAD_OK);
    CHECK(leak(cad_string_view(json)) == NULL);
    cad_string_free(json);
    const cad_str texts[] = {
        cad_receipt_sentence(receipt), cad_receipt_status(receipt), cad_receipt_details(receipt),
        cad_receipt_ucid(receipt),     cad_receipt_did(receipt),    cad_receipt_action(receipt),
        cad_receipt_excerpt(receipt),  cad_receipt_request_id(receipt),
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        CHECK(leak(texts[i]) == NULL);
    }
}

static void check_told(const cad_receipt *receipt, cad_status status, const json_t *expected)
{
    const json_t *class = json_object_get(expected, "class");
    CHECK_TEXT(cad_cstr(cad_status_name(status)),
               json_is_null(class) ? cad_cstr("ok") : string(class));
    CHECK_STATUS(cad_receipt_result(receipt), status);
    const json_t *kind = json_object_get(expected, "kind");
    cad_kind told = cad_receipt_kind(receipt);
    CHECK_TEXT(cad_cstr(told == 0 ? NULL : cad_kind_name(told)), string(kind));
    CHECK_TEXT(cad_cstr(cad_effect_name(cad_receipt_effect(receipt))),
               string(json_object_get(expected, "effect")));
    CHECK_TEXT(cad_cstr(cad_advice_name(cad_receipt_advice(receipt))),
               string(json_object_get(expected, "advice")));
    CHECK(cad_receipt_may_resend(receipt) == json_is_true(json_object_get(expected, "may_resend")));
    cad_outcome outcome = cad_receipt_outcome(receipt);
    CHECK_TEXT(cad_cstr(outcome == 0 ? NULL : cad_outcome_name(outcome)),
               string(json_object_get(expected, "outcome")));
    CHECK(cad_receipt_http_status(receipt) ==
          json_integer_value(json_object_get(expected, "http_status")));
    const json_t *wait = json_object_get(expected, "retry_after_seconds");
    CHECK(cad_receipt_retry_after_seconds(receipt) ==
          (json_is_null(wait) ? -1 : json_integer_value(wait)));
    cad_attempt attempt = CAD_ATTEMPT_INIT;
    CHECK(cad_receipt_attempt_count(receipt) == 1);
    CHECK_STATUS(cad_receipt_attempt(receipt, 0, &attempt), CAD_OK);
    CHECK_TEXT(cad_cstr(cad_delivery_name(attempt.delivery)),
               string(json_object_get(expected, "delivery")));
}

/* What the server knows. The journal also tells of what is no HTTP request, such as a TLS hello. */
static void check_received(const simulator *running, const json_t *expected)
{
    json_t *journal = simulator_journal(running);
    const json_t *requests = json_object_get(journal, "requests");
    json_int_t received = 0;
    bool applied = false;
    for (size_t i = 0; i < json_array_size(requests); i++) {
        const json_t *entry = json_array_get(requests, i);
        const char *target = json_string_value(json_object_get(entry, "target"));
        if (target != NULL && target[0] == '/') {
            received++;
            applied = applied || json_is_true(json_object_get(entry, "applied"));
        }
    }
    CHECK(received == json_integer_value(json_object_get(expected, "received")));
    CHECK(applied == json_is_true(json_object_get(expected, "applied")));
    CHECK(json_integer_value(json_object_get(journal, "trap_visits")) == 0);
    json_decref(journal);
}

static void address_of(const json_t *given, const simulator *running, char *address, size_t size)
{
    const char *name = json_string_value(json_object_get(given, "address"));
    const char *base_url = simulator_address(running, "base_url");
    if (name == NULL) {
        snprintf(address, size, "%s", base_url);
    } else if (strcmp(name, "https") == 0) {
        snprintf(address, size, "https%s", base_url + strlen("http"));
    } else if (strstr(name, "://") != NULL) {
        snprintf(address, size, "%s", name);
    } else {
        snprintf(address, size, "%s", simulator_address(running, name));
    }
}

static uint64_t limit_of(const json_t *given, const char *name)
{
    const json_t *limit = json_object_get(given, name);
    return limit == NULL ? CAD_DEFAULT_MS : (uint64_t)json_integer_value(limit);
}

static cad_client *client_of(const json_t *given, cad_api api, const simulator *running)
{
    char address[256];
    address_of(given, running, address, sizeof address);
    cad_account *account = NULL;
    CHECK_STATUS(cad_account_with_api_key(cad_cstr("acme"), cad_cstr(SECRET_KEY), &account),
                 CAD_OK);
    cad_settings settings = CAD_SETTINGS_INIT;
    settings.account = account;
    settings.api = api;
    settings.base_url = cad_cstr(address);
    settings.deadline_ms = limit_of(given, "deadline_ms");
    settings.connect_timeout_ms = limit_of(given, "connect_timeout_ms");
    cad_client *client = NULL;
    CHECK_STATUS(cad_client_new(&settings, NULL, &client, NULL), CAD_OK);
    cad_account_free(account);
    return client;
}

static cad_request request(void)
{
    cad_request request = CAD_REQUEST_INIT;
    request.ucid = cad_cstr("81891700000000002");
    request.did = cad_cstr("914000000001");
    request.agent_id = cad_cstr("ravi");
    request.disposition = cad_cstr("Sale");
    request.comments = cad_cstr(SECRET_COMMENTS);
    request.pause_after_dispose = CAD_NO;
    return request;
}

static void run_case(const json_t *given, cad_api api)
{
    static const char *const keys[] = {"id", "fault", "address", "deadline_ms",
                                       "connect_timeout_ms", "expect"};
    const char *key;
    json_t *value;
    about("%s on %s", json_string_value(json_object_get(given, "id")), cad_api_name(api));
    json_object_foreach((json_t *)given, key, value) {
        bool known = false;
        for (size_t i = 0; i < COUNT(keys); i++) {
            known = known || strcmp(keys[i], key) == 0;
        }
        check(known, key, "a key that this runner does not know", 0);
    }
    simulator running = simulator_start();
    const json_t *fault = json_object_get(given, "fault");
    if (fault != NULL) {
        simulator_inject(&running, fault);
    }
    cad_client *client = client_of(given, api, &running);
    cad_request what = request();
    cad_receipt *receipt = NULL;
    uint64_t begun = now_ms();
    cad_status status = cad_set_disposition(client, &what, NULL, &receipt);
    uint64_t took = now_ms() - begun;

    const json_t *expected = json_object_get(given, "expect");
    check_told(receipt, status, expected);
    check_received(&running, expected);
    uint64_t deadline = limit_of(given, "deadline_ms");
    CHECK(deadline == CAD_DEFAULT_MS || status == CAD_OK || took >= deadline);
    check_no_leak(receipt);
    cad_receipt_free(receipt);
    cad_client_free(client);
    simulator_stop(&running);
}

int main(void)
{
    const char *path = getenv("CAD_FAULTS");
    json_error_t error;
    json_t *file = json_load_file(path != NULL ? path : "tests/faults/faults.json", 0, &error);
    if (file == NULL) {
        fprintf(stderr, "%s: %s\n", error.source, error.text);
        return EXIT_FAILURE;
    }
    CHECK(json_integer_value(json_object_get(file, "format")) == 1);
    CHECK(leak(cad_cstr("key kk-MARKER%2f7%2bcanary!")) != NULL);
    CHECK(leak(cad_cstr("nothing to see")) == NULL);
    const json_t *cases = json_object_get(file, "cases");
    CHECK(json_array_size(cases) > 0);
    for (size_t i = 0; i < json_array_size(cases); i++) {
        run_case(json_array_get(cases, i), CAD_API_GET_V2);
        run_case(json_array_get(cases, i), CAD_API_POST_API_KEY);
    }
    printf("faults c: %zu cases on 2 APIs, %d checks failed\n", json_array_size(cases), failures());
    json_decref(file);
    return failures() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Token stores and sources of a client: what a caller is told, and who owns what. */
#include <stdlib.h>
#include <string.h>

#include "token_help.h"

static const cad_str none = {NULL, 0};

static void clients_with_one_store_share_a_token(void)
{
    static memory shared = MEMORY;
    cad_token_store store = store_in(&shared);
    cad_settings settings = token_settings();
    settings.token_store = &store;
    cad_fake_transport *fakes[2] = {NULL, NULL};
    for (int i = 0; i < 2; i++) {
        cad_client *client = client_over(&settings, &fakes[i]);
        if (i == 0) {
            says(fakes[i], GRANTED);
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
        wait_until(&shared.freed, i + 1);
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
        wait_until(&failing.freed, 1);
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

static void free_nothing(void *user)
{
    (void)user;
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
    says(fake, GRANTED);
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

int main(int count, char **arguments)
{
    static const test tests[] = {
        TEST(clients_with_one_store_share_a_token),
        TEST(a_store_that_fails_is_a_matter_of_configuration),
        TEST(a_token_source_gives_a_token_or_says_why_not),
        TEST(a_store_that_is_a_file),
    };
    return run_tests(tests, COUNT(tests), count > 1 ? arguments[1] : NULL);
}

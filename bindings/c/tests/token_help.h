/* What the tests of tokens share: a client over a fake transport, and a token store in memory. */
#ifndef CAD_TEST_TOKEN_HELP_H
#define CAD_TEST_TOKEN_HELP_H

#include <pthread.h>
#include <stdatomic.h>

#include "harness.h"

/* A reply of the token service. */
#define GRANTED "{\"token\": \"T1\"}"

/* An account of one name only. */
cad_account *account_of(cad_status (*make)(cad_str, cad_account **));

/* Good settings on post_token. */
cad_settings token_settings(void);

/* A client over a fake, which is told nothing yet. */
cad_client *client_over(const cad_settings *settings, cad_fake_transport **fake);

/* Tells a fake to answer 200 with this body. */
void says(cad_fake_transport *fake, const char *body);

/* Sets a disposition that nothing is wrong with. */
cad_status set(cad_client *client, const cad_call_options *options, cad_receipt **receipt);

/* Whether a request goes with this token. */
bool uses_token(const cad_http_request *request, const char *token);

/* A store of the host's: one place in memory. Its answers can be spoilt. */
typedef struct memory {
    pthread_mutex_t lock;
    char bytes[16384];
    size_t len;
    int version; /* 0: nothing is kept */
    atomic_int freed;
    const char *spoilt;
} memory;

#define MEMORY {PTHREAD_MUTEX_INITIALIZER, "", 0, 0, 0, NULL}

/* A store in it, which counts how often it was freed. */
cad_token_store store_in(memory *self);

/* A free comes from whichever thread was last. */
void wait_until(atomic_int *freed, int times);

#endif

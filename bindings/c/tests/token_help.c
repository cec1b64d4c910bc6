#include "token_help.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

cad_account *account_of(cad_status (*make)(cad_str, cad_account **))
{
    cad_account *made = NULL;
    CHECK_STATUS(make(cad_cstr("acme"), &made), CAD_OK);
    return made;
}

cad_settings token_settings(void)
{
    cad_settings settings = good_settings();
    settings.api = CAD_API_POST_TOKEN;
    return settings;
}

cad_client *client_over(const cad_settings *settings, cad_fake_transport **fake)
{
    cad_client *client = NULL;
    cad_transport transport = CAD_TRANSPORT_INIT;
    CHECK_STATUS(cad_fake_transport_new(fake), CAD_OK);
    CHECK_STATUS(cad_fake_transport_fill(*fake, &transport), CAD_OK);
    CHECK_STATUS(cad_client_with_transport(settings, &transport, &client, NULL), CAD_OK);
    return client;
}

cad_status set(cad_client *client, const cad_call_options *options, cad_receipt **receipt)
{
    const cad_request request = good_request();
    return cad_set_disposition(client, &request, options, receipt);
}

void says(cad_fake_transport *fake, const char *body)
{
    const cad_http_reply reply = http_reply(200, body, strlen(body));
    CHECK_STATUS(cad_fake_transport_replies(fake, &reply), CAD_OK);
}

bool uses_token(const cad_http_request *request, const char *token)
{
    for (size_t i = 0; i < cad_http_request_header_count(request); i++) {
        cad_str name = {NULL, 0}, value = {NULL, 0};
        CHECK_STATUS(cad_http_request_header(request, i, &name, &value), CAD_OK);
        if (text_holds(name, "Authorization")) {
            return text_holds(value, token);
        }
    }
    return false;
}

static cad_store_answer memory_get(void *user, cad_str key, cad_string **bytes, cad_string **version)
{
    memory *self = user;
    (void)key;
    cad_store_answer answer = CAD_STORED_NOTHING;
    pthread_mutex_lock(&self->lock);
    if (self->spoilt != NULL && strcmp(self->spoilt, "found nothing") == 0) {
        answer = CAD_STORED_FOUND;
    } else if (self->spoilt != NULL && strcmp(self->spoilt, "no answer") == 0) {
        answer = (cad_store_answer)0;
        CHECK_STATUS(cad_string_new(cad_cstr("kept by nobody"), bytes), CAD_OK);
    } else if (self->version > 0) {
        char text[16];
        snprintf(text, sizeof text, "%d", self->version);
        const cad_str kept = {self->bytes, self->len};
        CHECK_STATUS(cad_string_new(kept, bytes), CAD_OK);
        CHECK_STATUS(cad_string_new(cad_cstr(text), version), CAD_OK);
        answer = CAD_STORED_FOUND;
    }
    pthread_mutex_unlock(&self->lock);
    return answer;
}

static cad_store_answer memory_put_if(void *user, cad_str key, cad_str version, cad_str bytes)
{
    memory *self = user;
    (void)key;
    cad_store_answer answer = CAD_STORED_CONFLICT;
    pthread_mutex_lock(&self->lock);
    char text[16] = "";
    if (version.len < sizeof text && version.data != NULL) {
        memcpy(text, version.data, version.len);
    }
    if ((version.data == NULL && self->version == 0) ||
        (version.data != NULL && atoi(text) == self->version)) {
        memcpy(self->bytes, bytes.data, bytes.len);
        self->len = bytes.len;
        self->version++;
        answer = CAD_STORED_WRITTEN;
    }
    pthread_mutex_unlock(&self->lock);
    return answer;
}

static void memory_free(void *user)
{
    atomic_fetch_add(&((memory *)user)->freed, 1);
}

cad_token_store store_in(memory *self)
{
    cad_token_store store = CAD_TOKEN_STORE_INIT;
    store.user = self;
    store.get = memory_get;
    store.put_if = memory_put_if;
    store.free = memory_free;
    return store;
}

void wait_until(atomic_int *freed, int times)
{
    while (atomic_load(freed) < times) {
        sched_yield();
    }
    CHECK(atomic_load(freed) == times);
}

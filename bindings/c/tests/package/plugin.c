/* A plugin that links the static library, and its host: `plugin` is the plugin's one function, and
 * with HOST defined this is the program that loads it, calls it and lets it go. */
#ifndef HOST
#include <cloudagent_disposition.h>

int plugin(void);

/* Makes a call with all that the library starts for one, and cleans up. */
int plugin(void)
{
    cad_account *account = NULL;
    cad_receipt *receipt = NULL;
    cad_settings settings = CAD_SETTINGS_INIT;
    cad_account_with_api_key(cad_cstr("acme"), cad_cstr("KK-test"), &account);
    settings.account = account;
    settings.api = CAD_API_GET_V2;
    settings.base_url = cad_cstr("http://127.0.0.1:1");
#ifndef CAD_NO_CLIENT
    cad_client *client = NULL;
    cad_request request = CAD_REQUEST_INIT;
    request.ucid = cad_cstr("8189000000001");
    request.did = cad_cstr("914000000001");
    request.agent_id = cad_cstr("ravi");
    request.disposition = cad_cstr("Sale");
    cad_client_new(&settings, NULL, &client, NULL);
    int ok = cad_set_disposition(client, &request, NULL, &receipt) == CAD_NOT_SENT;
    cad_client_free(client);
#else
    cad_engine *engine = NULL;
    int ok = cad_engine_new(&settings, &engine, NULL) == CAD_OK;
    cad_engine_free(engine);
#endif
    cad_receipt_free(receipt);
    cad_account_free(account);
    return ok;
}
#else
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

static void *call(void *function)
{
    return ((int (*)(void))function)() ? function : NULL;
}

int main(int count, char **arguments)
{
    for (int i = 0; i < 3 && count == 2; i++) {
        void *library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
        void *function = library != NULL ? dlsym(library, "plugin") : NULL;
        void *worked = NULL;
        pthread_t thread;
        if (function == NULL) {
            puts(dlerror());
            return 1;
        }
        /* On a thread that ends after the plugin is let go: what is thread-local ends with it. */
        pthread_create(&thread, NULL, call, function);
        dlclose(library);
        pthread_join(thread, &worked);
        if (worked == NULL) {
            puts("the plugin's call failed");
            return 1;
        }
        /* It is still there, so nothing of the library runs where nothing is. */
        library = dlopen(arguments[1], RTLD_NOW | RTLD_NOLOAD);
        if (library == NULL) {
            puts("the plugin was unloaded");
            return 1;
        }
        dlclose(library);
    }
    puts("the plugin worked three times, and stayed");
    return 0;
}
#endif

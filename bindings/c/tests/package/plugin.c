/* A plugin that links the static library, and its host: `plugin` is the plugin's one function, and
 * with HOST defined this is the program that loads it, calls it and lets it go. */
#ifndef HOST
#include "works.h"

int plugin(void);

/* Makes a call with all that the library starts for one, and cleans up. */
int plugin(void)
{
    return works();
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

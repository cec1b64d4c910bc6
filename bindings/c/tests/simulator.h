/* The simulator as a process of its own, and its control endpoints. */
#ifndef CAD_TEST_SIMULATOR_H
#define CAD_TEST_SIMULATOR_H

#include <jansson.h>
#include <sys/types.h>

/* The api key of the simulator's account, and what no text may hold. */
#define SECRET_KEY "KK-marker/7+canary"

/* One running simulator. */
typedef struct simulator {
    pid_t process;
    int input;
    json_t *addresses;
} simulator;

/* Starts CAD_SIMULATOR, with its own example and SECRET_KEY. Ends the program where it can't. */
simulator simulator_start(void);

/* One of the addresses of the simulator's ready line. */
const char *simulator_address(const simulator *running, const char *name);

/* Posts a fault. */
void simulator_inject(const simulator *running, const json_t *fault);

/* What the simulator received. Release it. */
json_t *simulator_journal(const simulator *running);

/* Ends it. */
void simulator_stop(simulator *running);

#endif

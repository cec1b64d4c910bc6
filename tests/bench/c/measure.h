/* What the benchmarks share: ways to do one thing, measured in turn, and one JSON object a line. */
#ifndef MEASURE_H
#define MEASURE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline uint64_t now_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* One way to do something: how long a round of it takes, in nanoseconds for each. */
struct way {
    const char *name;
    double (*round)(void *with);
    void *with;
    /* The ratio to this one that is aimed at, 0 where there is none. */
    double most_ratio;
};

static inline int by_size(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static inline double quantile(const double *values, size_t count, double part)
{
    double *sorted = malloc(count * sizeof *sorted);
    if (sorted == NULL) {
        abort();
    }
    for (size_t i = 0; i < count; i++) {
        sorted[i] = values[i];
    }
    qsort(sorted, count, sizeof *sorted, by_size);
    double found = sorted[(size_t)((double)(count - 1) * part + 0.5)];
    free(sorted);
    return found;
}

enum { MOST_RUNS = 64, MOST_WAYS = 8 };

/* Measures the ways in turn, the first of which is this library's, and prints a row for each of its peers.
 * `more` is what else the rows say, as members of a JSON object. The floor, which may be NULL, is what
 * nobody gets below. The spread is half of what lies between the quartiles of the ratios. */
static inline void compare(const char *work, const char *more, size_t runs, const struct way *ways,
                           size_t count, const struct way *floor)
{
    double took[MOST_WAYS][MOST_RUNS], lowest[MOST_RUNS], ratios[MOST_RUNS];
    if (runs > MOST_RUNS || count > MOST_WAYS) {
        abort();
    }
    for (size_t run = 0; run <= runs; run++) {
        /* The first round warms up. */
        size_t at = run == 0 ? 0 : run - 1;
        for (size_t way = 0; way < count; way++) {
            took[way][at] = ways[way].round(ways[way].with);
        }
        if (floor != NULL) {
            lowest[at] = floor->round(floor->with);
        }
    }
    double ours = quantile(took[0], runs, 0.5);
    for (size_t way = 1; way < count; way++) {
        for (size_t run = 0; run < runs; run++) {
            ratios[run] = took[0][run] / took[way][run];
        }
        double ratio = quantile(ratios, runs, 0.5);
        double half = (quantile(ratios, runs, 0.75) - quantile(ratios, runs, 0.25)) / 2 / ratio;
        printf("{\"work\": \"%s\", %s, \"ours\": %.1f, \"beside\": \"%s\", \"peer\": %.1f, "
               "\"ratio\": %.3f, \"spread\": %.3f",
               work, more, ours, ways[way].name, quantile(took[way], runs, 0.5), ratio, half);
        if (ways[way].most_ratio > 0) {
            printf(", \"most_ratio\": %g", ways[way].most_ratio);
        }
        if (floor != NULL) {
            printf(", \"floor\": {\"what\": \"%s\", \"takes\": %.1f}", floor->name,
                   quantile(lowest, runs, 0.5));
        }
        printf("}\n");
    }
    fflush(stdout);
}

#endif

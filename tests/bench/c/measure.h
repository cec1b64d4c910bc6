/* What the benchmarks share: medians of alternating runs, as one JSON object a line. */
#ifndef MEASURE_H
#define MEASURE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* The processor's time of this process, all its threads: what else the machine does counts for little. */
static inline uint64_t cpu_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static int by_size(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static inline double quantile(double *sorted, size_t count, double part)
{
    return sorted[(size_t)((double)(count - 1) * part + 0.5)];
}

/* `most` is the ratio that is aimed at, 0 where there is none. The spread is half of what lies between the
 * quartiles of the ratios. */
static inline void report(const char *work, const char *beside, double *ours, double *peers,
                          size_t runs, double most)
{
    double *ratios = malloc(runs * sizeof *ratios);
    if (ratios == NULL) {
        abort();
    }
    for (size_t i = 0; i < runs; i++) {
        ratios[i] = ours[i] / peers[i];
    }
    qsort(ratios, runs, sizeof *ratios, by_size);
    qsort(ours, runs, sizeof *ours, by_size);
    qsort(peers, runs, sizeof *peers, by_size);
    double ratio = quantile(ratios, runs, 0.5);
    double half = (quantile(ratios, runs, 0.75) - quantile(ratios, runs, 0.25)) / 2 / ratio;
    printf("{\"work\": \"%s\", \"beside\": \"%s\", \"ours_ns\": %.0f, \"peer_ns\": %.0f, "
           "\"ratio\": %.2f, \"spread\": \"±%.0f%%\"",
           work, beside, quantile(ours, runs, 0.5), quantile(peers, runs, 0.5), ratio, half * 100);
    if (most > 0) {
        printf(", \"aim\": \"at most %.2f times\", \"met\": %s", most, ratio <= most ? "true" : "false");
    }
    printf("}\n");
    fflush(stdout);
    free(ratios);
}

#endif

/* How long `cad_classify` takes, against what a program without the library would do at least: parse
 * the body with cJSON and compare `status` and `details` with the known texts by strcmp. Over all
 * vectors of tests/vectors/classify.json, and over those that are JSON: of the others cJSON only says
 * that they are none. Alternating runs; prints nanoseconds a body, medians.
 *
 * Usage: classify tests/vectors/classify.json */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cloudagent_disposition.h"

enum { RUNS = 11, ROUNDS = 200 };

typedef struct given {
    const char *body;
    size_t len;
    int status;
} given;

/* The texts that are known, each once: those of the vectors that a row matches. */
static const char *texts[256];
static size_t text_count;

static void know(const cJSON *expect)
{
    const cJSON *details = cJSON_GetObjectItem(expect, "details");
    bool recognised = cJSON_IsTrue(cJSON_GetObjectItem(expect, "recognised"));
    if (!recognised || !cJSON_IsString(details)) {
        return;
    }
    for (size_t i = 0; i < text_count; i++) {
        if (strcmp(texts[i], details->valuestring) == 0) {
            return;
        }
    }
    if (text_count < sizeof texts / sizeof texts[0]) {
        texts[text_count++] = details->valuestring;
    }
}

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static unsigned with_library(const given *one)
{
    cad_http_reply received = CAD_HTTP_REPLY_INIT;
    received.status = one->status;
    received.body.data = one->body;
    received.body.len = one->len;
    cad_reply reply = CAD_REPLY_INIT;
    cad_classify(CAD_API_GET_V2, &received, &reply);
    return reply.outcome;
}

static unsigned with_cjson(const given *one)
{
    unsigned found = 0;
    cJSON *root = cJSON_ParseWithLength(one->body, one->len);
    const cJSON *status = cJSON_GetObjectItem(root, "status");
    const cJSON *details = cJSON_GetObjectItem(root, "details");
    if (!cJSON_IsString(details)) {
        details = cJSON_GetObjectItem(root, "message");
    }
    if (cJSON_IsString(status)) {
        found += strcmp(status->valuestring, "Success") == 0;
    }
    if (cJSON_IsString(details)) {
        for (size_t i = 0; i < text_count; i++) {
            if (strcmp(details->valuestring, texts[i]) == 0) {
                found += (unsigned)i;
                break;
            }
        }
    }
    cJSON_Delete(root);
    return found;
}

static double run(unsigned (*classify)(const given *one), const given *all, size_t count)
{
    volatile unsigned sum = 0;
    uint64_t begun = now_ns();
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < count; i++) {
            sum += classify(&all[i]);
        }
    }
    return (double)(now_ns() - begun) / ROUNDS / (double)count;
}

static int by_size(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static double median(double *times)
{
    qsort(times, RUNS, sizeof *times, by_size);
    return times[RUNS / 2];
}

static void compare(const char *what, const given *all, size_t count)
{
    double ours[RUNS], theirs[RUNS];
    for (int i = 0; i < RUNS; i++) {
        ours[i] = run(with_library, all, count);
        theirs[i] = run(with_cjson, all, count);
    }
    double a = median(ours), b = median(theirs);
    printf("%s (%zu): cad_classify %.0f ns, cJSON and strcmp %.0f ns, ratio %.2f\n", what, count, a,
           b, a / b);
}

static char *read_file(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    *len = (size_t)ftell(file);
    rewind(file);
    char *text = malloc(*len + 1);
    *len = fread(text, 1, *len, file);
    fclose(file);
    return text;
}

int main(int argc, char **argv)
{
    size_t len = 0, count = 0;
    char *text = read_file(argc > 1 ? argv[1] : "tests/vectors/classify.json", &len);
    cJSON *cases = cJSON_GetObjectItem(cJSON_ParseWithLength(text, len), "cases");
    given *all = calloc((size_t)cJSON_GetArraySize(cases) + 1, sizeof *all);
    const cJSON *one;
    cJSON_ArrayForEach(one, cases)
    {
        know(cJSON_GetObjectItem(one, "expect"));
        const cJSON *body = cJSON_GetObjectItem(one, "body");
        /* The few that are not text, or over the limit, are nobody's usual reply. */
        if (cJSON_IsString(body) && strlen(body->valuestring) < 4096) {
            all[count].body = body->valuestring;
            all[count].len = strlen(body->valuestring);
            all[count++].status = cJSON_GetObjectItem(one, "http_status")->valueint;
        }
    }
    compare("every body", all, count);
    size_t json = 0;
    for (size_t i = 0; i < count; i++) {
        cJSON *root = cJSON_ParseWithLength(all[i].body, all[i].len);
        if (root != NULL) {
            all[json++] = all[i];
        }
        cJSON_Delete(root);
    }
    compare("JSON bodies", all, json);
    return 0;
}

/* How long `cad_classify` takes, against what a program without the library would do at least: parse
 * the body with cJSON and compare `status` and `details` with the known texts by strcmp. Over all
 * vectors of tests/vectors/classify.json, and over those that are JSON: of the others cJSON only says
 * that they are none. And how long `cad_classify_many` takes for one of them.
 *
 * Usage: classify tests/vectors/classify.json */
#include <cjson/cJSON.h>
#include <string.h>

#include "cloudagent_disposition.h"
#include "measure.h"

enum { RUNS = 31, ROUNDS = 100 };

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
    uint64_t begun = cpu_ns();
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < count; i++) {
            sum += classify(&all[i]);
        }
    }
    return (double)(cpu_ns() - begun) / ROUNDS / (double)count;
}

/* One by one into an array, or at once: the arrays are the same. */
static double into_array(const cad_http_reply *from, cad_reply *replies, size_t count, bool at_once)
{
    uint64_t begun = cpu_ns();
    for (int round = 0; round < ROUNDS; round++) {
        if (at_once) {
            cad_classify_many(CAD_API_GET_V2, from, count, replies);
            continue;
        }
        for (size_t i = 0; i < count; i++) {
            cad_classify(CAD_API_GET_V2, &from[i], &replies[i]);
        }
    }
    return (double)(cpu_ns() - begun) / ROUNDS / (double)count;
}

static void compare(const char *work, const given *all, size_t count)
{
    double ours[RUNS], theirs[RUNS];
    for (int i = 0; i < RUNS; i++) {
        ours[i] = run(with_library, all, count);
        theirs[i] = run(with_cjson, all, count);
    }
    report(work, "cJSON and strcmp", ours, theirs, RUNS, 0);
}

static void compare_many(const given *all, size_t count)
{
    cad_http_reply *from = calloc(count, sizeof *from);
    cad_reply *replies = calloc(count, sizeof *replies);
    const cad_http_reply nothing = CAD_HTTP_REPLY_INIT;
    const cad_reply empty = CAD_REPLY_INIT;
    for (size_t i = 0; i < count; i++) {
        from[i] = nothing;
        from[i].status = all[i].status;
        from[i].body.data = all[i].body;
        from[i].body.len = all[i].len;
        replies[i] = empty;
    }
    double ours[RUNS], alone[RUNS];
    for (int i = 0; i < RUNS; i++) {
        ours[i] = into_array(from, replies, count, true);
        alone[i] = into_array(from, replies, count, false);
    }
    report("cad_classify_many, an item", "cad_classify", ours, alone, RUNS, 1);
    free(from);
    free(replies);
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
    compare("cad_classify, every body", all, count);
    compare_many(all, count);
    size_t json = 0;
    for (size_t i = 0; i < count; i++) {
        cJSON *root = cJSON_ParseWithLength(all[i].body, all[i].len);
        if (root != NULL) {
            all[json++] = all[i];
        }
        cJSON_Delete(root);
    }
    compare("cad_classify, JSON bodies", all, json);
    return 0;
}

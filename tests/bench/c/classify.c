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

/* A way to say what bodies mean, all of them. */
typedef void (*way)(const cad_http_reply *from, cad_reply *meant, size_t count);

static void one_by_one(const cad_http_reply *from, cad_reply *meant, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cad_classify(CAD_API_GET_V2, &from[i], &meant[i]);
    }
}

static void at_once(const cad_http_reply *from, cad_reply *meant, size_t count)
{
    cad_classify_many(CAD_API_GET_V2, from, count, meant);
}

static unsigned with_cjson(const char *body, size_t len)
{
    unsigned found = 0;
    cJSON *root = cJSON_ParseWithLength(body, len);
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

static void cjson_and_strcmp(const cad_http_reply *from, cad_reply *meant, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        meant[i].recognised = with_cjson(from[i].body.data, from[i].body.len);
    }
}

static double run(way all, const cad_http_reply *from, cad_reply *meant, size_t count)
{
    uint64_t begun = cpu_ns();
    for (int round = 0; round < ROUNDS; round++) {
        all(from, meant, count);
    }
    return (double)(cpu_ns() - begun) / ROUNDS / (double)count;
}

static void compare(const char *work, way ours, const char *beside, way theirs,
                    const cad_http_reply *from, size_t count, double most)
{
    double one[RUNS], other[RUNS];
    const cad_reply empty = CAD_REPLY_INIT;
    cad_reply *meant = calloc(count, sizeof *meant);
    for (size_t i = 0; i < count; i++) {
        meant[i] = empty;
    }
    for (int i = 0; i < RUNS; i++) {
        one[i] = run(ours, from, meant, count);
        other[i] = run(theirs, from, meant, count);
    }
    report(work, beside, one, other, RUNS, most);
    free(meant);
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
    cad_http_reply *all = calloc((size_t)cJSON_GetArraySize(cases) + 1, sizeof *all);
    const cad_http_reply nothing = CAD_HTTP_REPLY_INIT;
    const cJSON *one;
    cJSON_ArrayForEach(one, cases)
    {
        know(cJSON_GetObjectItem(one, "expect"));
        const cJSON *body = cJSON_GetObjectItem(one, "body");
        /* The few that are not text, or over the limit, are nobody's usual reply. */
        if (cJSON_IsString(body) && strlen(body->valuestring) < 4096) {
            all[count] = nothing;
            all[count].body = cad_cstr(body->valuestring);
            all[count++].status = cJSON_GetObjectItem(one, "http_status")->valueint;
        }
    }
    compare("cad_classify, every body", one_by_one, "cJSON and strcmp", cjson_and_strcmp, all, count, 0);
    compare("cad_classify_many, an item", at_once, "cad_classify", one_by_one, all, count, 1);
    size_t json = 0;
    for (size_t i = 0; i < count; i++) {
        cJSON *root = cJSON_ParseWithLength(all[i].body.data, all[i].body.len);
        if (root != NULL) {
            all[json++] = all[i];
        }
        cJSON_Delete(root);
    }
    compare("cad_classify, JSON bodies", one_by_one, "cJSON and strcmp", cjson_and_strcmp, all, json, 0);
    return 0;
}

/* How long `cad_classify` takes beside what a program without the library would do at least: parse the body
 * with cJSON or simdjson, and compare `status` and `details` with the known texts by strcmp. Over all vectors
 * of tests/vectors/classify.json, and over those that are JSON: of the others a parser only says that they
 * are none. And what `cad_classify_many` takes for each, from one reply to a million.
 *
 * Usage: classify tests/vectors/classify.json */
#include <cjson/cJSON.h>
#include <string.h>

#include "cloudagent_disposition.h"
#include "measure.h"

enum { RUNS = 31, ROUNDS = 60, MILLION = 1000000 };

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

/* What simdjson.cpp reads: the two texts of a body, NULL where it has none. */
void simdjson_texts(const char *body, size_t len, const char **status, const char **details);

/* Replies, what they meant, and how to say it of all of them. */
struct replies {
    const cad_http_reply *from;
    cad_reply *meant;
    size_t count;
    void (*all)(const cad_http_reply *from, cad_reply *meant, size_t count);
    int rounds;
};

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

/* What the texts are compared with, by whoever parsed them. */
static unsigned known(const char *status, const char *details)
{
    unsigned found = 0;
    if (status != NULL) {
        found += strcmp(status, "Success") == 0;
    }
    if (details != NULL) {
        for (size_t i = 0; i < text_count; i++) {
            if (strcmp(details, texts[i]) == 0) {
                found += (unsigned)i;
                break;
            }
        }
    }
    return found;
}

static void cjson_and_strcmp(const cad_http_reply *from, cad_reply *meant, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cJSON *root = cJSON_ParseWithLength(from[i].body.data, from[i].body.len);
        const cJSON *status = cJSON_GetObjectItem(root, "status");
        const cJSON *details = cJSON_GetObjectItem(root, "details");
        if (!cJSON_IsString(details)) {
            details = cJSON_GetObjectItem(root, "message");
        }
        meant[i].recognised = known(cJSON_GetStringValue(status), cJSON_GetStringValue(details));
        cJSON_Delete(root);
    }
}

static void simdjson_and_strcmp(const cad_http_reply *from, cad_reply *meant, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *status = NULL, *details = NULL;
        simdjson_texts(from[i].body.data, from[i].body.len, &status, &details);
        meant[i].recognised = known(status, details);
    }
}

static void simdjson_alone(const cad_http_reply *from, cad_reply *meant, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *status = NULL, *details = NULL;
        simdjson_texts(from[i].body.data, from[i].body.len, &status, &details);
        meant[i].recognised = status != NULL;
    }
}

static double each(void *replies)
{
    const struct replies *which = replies;
    uint64_t begun = now_ns(CLOCK_PROCESS_CPUTIME_ID);
    for (int round = 0; round < which->rounds; round++) {
        which->all(which->from, which->meant, which->count);
    }
    uint64_t took = now_ns(CLOCK_PROCESS_CPUTIME_ID) - begun;
    return (double)took / which->rounds / (double)which->count;
}

static cad_reply *room(size_t count)
{
    const cad_reply empty = CAD_REPLY_INIT;
    cad_reply *meant = calloc(count, sizeof *meant);
    for (size_t i = 0; i < count; i++) {
        meant[i] = empty;
    }
    return meant;
}

static void beside_parsers(const char *work, const cad_http_reply *from, size_t count, double most)
{
    cad_reply *meant = room(count);
    struct replies ours = {from, meant, count, one_by_one, ROUNDS};
    struct replies cjson = {from, meant, count, cjson_and_strcmp, ROUNDS};
    struct replies simd = {from, meant, count, simdjson_and_strcmp, ROUNDS};
    struct replies quick = {from, meant, count, simdjson_alone, ROUNDS};
    const struct way ways[] = {
        {"", each, &ours, 0}, {"cJSON and strcmp", each, &cjson, most}, {"simdjson and strcmp", each, &simd, 0}};
    const struct way floor = {"simdjson alone, which looks at eight to sixty-four bytes at a time", each, &quick, 0};
    compare(work, "\"group\": \"rules\", \"clock\": \"CPU\"", RUNS, ways, 3, &floor);
    free(meant);
}

static void many_beside_one_by_one(const cad_http_reply *from, size_t count)
{
    cad_reply *meant = room(count);
    struct replies many = {from, meant, count, at_once, ROUNDS}, one = {from, meant, count, one_by_one, ROUNDS};
    const struct way ways[] = {{"", each, &many, 0}, {"cad_classify, one by one", each, &one, 1}};
    compare("cad_classify_many, each", "\"group\": \"rules\", \"clock\": \"CPU\"", RUNS, ways, 2, NULL);
    free(meant);
}

static void from_one_to_a_million(const cad_http_reply *from, size_t count)
{
    cad_http_reply *all = calloc(MILLION, sizeof *all);
    cad_reply *meant = room(MILLION);
    for (size_t i = 0; i < MILLION; i++) {
        all[i] = from[i % count];
    }
    for (size_t many = 1; many <= MILLION; many *= 10) {
        int rounds = many < 10000 ? (int)(10000 / many) : 1;
        struct replies ours = {all, meant, many, at_once, rounds};
        struct replies cjson = {all, meant, many, cjson_and_strcmp, rounds};
        const struct way ways[] = {{"", each, &ours, 0}, {"cJSON and strcmp", each, &cjson, 0}};
        char more[80];
        snprintf(more, sizeof more, "\"group\": \"series\", \"clock\": \"CPU\", \"count\": %zu", many);
        compare("cad_classify_many, each", more, many < MILLION ? 9 : 3, ways, 2, NULL);
    }
    free(meant);
    free(all);
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
    beside_parsers("cad_classify, every body", all, count, 0);
    many_beside_one_by_one(all, count);
    size_t json = 0;
    for (size_t i = 0; i < count; i++) {
        cJSON *root = cJSON_ParseWithLength(all[i].body.data, all[i].body.len);
        if (root != NULL) {
            all[json++] = all[i];
        }
        cJSON_Delete(root);
    }
    beside_parsers("cad_classify, JSON bodies", all, json, 0.5);
    from_one_to_a_million(all, json);
    return 0;
}

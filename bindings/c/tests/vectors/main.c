/* Runs the shared vectors (tests/vectors, or CAD_VECTORS_DIR), the contract of every language.
 * Every file found there must have a runner here: no case is skipped. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "vectors.h"

static const struct {
    const char *file;
    void (*run)(const json_t *value);
} runners[] = {
    {"classify.json", run_classify}, {"engine.json", run_engine}, {"params.json", run_params},
    {"receipts.json", run_receipts}, {"urls.json", run_urls},     {"validate.json", run_validate},
    {"wire.json", run_wire},
};

/* The id is there and stands once, and the case names its source. */
static void check_case(const json_t *one, json_t *ids)
{
    cad_str id = text_of(json_object_get(one, "id"));
    if (CHECK(id.len > 0)) {
        about("%.*s", CAD_PRINT(id));
        CHECK(json_object_get(ids, id.data) == NULL);
        json_object_set_new(ids, id.data, json_true());
    }
    CHECK(text_of(json_object_get(one, "source")).len > 0);
}

static size_t run_file(const char *folder, const char *name)
{
    static const char *const keys[] = {"$schema", "format", "cases", NULL};
    void (*run)(const json_t *value) = NULL;
    char path[4096];
    json_error_t error;

    about("%s", name);
    for (size_t i = 0; i < COUNT(runners); i++) {
        run = strcmp(runners[i].file, name) == 0 ? runners[i].run : run;
    }
    snprintf(path, sizeof path, "%s/%s", folder, name);
    json_t *file = json_load_file(path, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &error);
    if (run == NULL || file == NULL) {
        fprintf(stderr, "%s: %s\n", path, run == NULL ? "no runner for this file" : error.text);
        exit(EXIT_FAILURE);
    }
    only_keys(file, keys);
    CHECK(json_integer_value(json_object_get(file, "format")) == 1);
    const json_t *cases = json_object_get(file, "cases");
    size_t count = json_array_size(cases);
    CHECK(count > 0);

    json_t *ids = json_object();
    for (size_t i = 0; i < count; i++) {
        const json_t *one = json_array_get(cases, i);
        check_case(one, ids);
        run(one);
    }
    json_decref(ids);
    json_decref(file);
    printf("vectors c: %.*s: %zu cases\n", (int)(strlen(name) - 5), name, count);
    return count;
}

static int by_name(const void *one, const void *other)
{
    return strcmp(*(char *const *)one, *(char *const *)other);
}

int main(void)
{
    const char *folder = getenv("CAD_VECTORS_DIR");
    folder = folder != NULL ? folder : "tests/vectors";
    DIR *entries = opendir(folder);
    if (entries == NULL) {
        perror(folder);
        return EXIT_FAILURE;
    }
    char *names[64];
    size_t files = 0, cases = 0;
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        size_t length = strlen(entry->d_name);
        if (length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0) {
            if (files == COUNT(names)) {
                fprintf(stderr, "%s: more files than this runner has room for\n", folder);
                return EXIT_FAILURE;
            }
            names[files] = malloc(length + 1);
            memcpy(names[files++], entry->d_name, length + 1);
        }
    }
    closedir(entries);
    if (files == 0) {
        fprintf(stderr, "no vectors in %s\n", folder);
        return EXIT_FAILURE;
    }
    qsort(names, files, sizeof names[0], by_name);
    for (size_t i = 0; i < files; i++) {
        cases += run_file(folder, names[i]);
        free(names[i]);
    }
    if (failures() > 0) {
        fprintf(stderr, "vectors c: %d checks failed, see above\n", failures());
        return EXIT_FAILURE;
    }
    printf("vectors c: %zu cases in %zu files\n", cases, files);
    return EXIT_SUCCESS;
}

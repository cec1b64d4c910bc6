/* Runs urls.json. */
#include "vectors.h"

void run_urls(const json_t *value)
{
    static const char *const keys[] = {"id", "source", "base_url", "expect", NULL};
    static const char *const expect_keys[] = {"kept_as", "problem", NULL};
    only_keys(value, keys);
    const json_t *expected = json_object_get(value, "expect");
    only_keys(expected, expect_keys);
    const json_t *kept_as = json_object_get(expected, "kept_as");

    cad_string *kept = NULL;
    cad_violations *problems = NULL;
    CHECK_STATUS(cad_check_base_url(text_of(json_object_get(value, "base_url")), &kept, &problems),
                 kept_as != NULL ? CAD_OK : CAD_INVALID);
    CHECK_TEXT(cad_string_view(kept), text_of(kept_as));
    if (kept_as == NULL) {
        cad_violation violation = CAD_VIOLATION_INIT;
        CHECK(cad_violations_count(problems) == 1);
        CHECK_STATUS(cad_violations_get(problems, 0, &violation), CAD_OK);
        CHECK(violation.field == CAD_FIELD_BASE_URL);
        CHECK_TEXT(cad_cstr(cad_problem_name(violation.problem)),
                   text_of(json_object_get(expected, "problem")));
    } else {
        CHECK(problems == NULL);
    }
    cad_string_free(kept);
    cad_violations_free(problems);
}

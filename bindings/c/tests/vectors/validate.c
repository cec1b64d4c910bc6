/* Runs validate.json. */
#include "vectors.h"

void run_validate(const json_t *value)
{
    static const char *const keys[] = {"id",      "source",  "api",    "base_url",
                                       "account", "request", "expect", NULL};
    only_keys(value, keys);
    cad_account *account = account_of(json_object_get(value, "account"));
    cad_request request = request_of(json_object_get(value, "request"));
    cad_violations *found = NULL;
    CHECK_STATUS(cad_validate(account, &request,
                              number_of(cad_api_name, json_object_get(value, "api")),
                              text_of(json_object_get(value, "base_url")), &found),
                 CAD_OK);
    check_violations(found, json_object_get(value, "expect"));
    cad_violations_free(found);
    cad_account_free(account);
}

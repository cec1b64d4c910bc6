/* One thing, so often, for a tool that counts instructions or allocations: what two runs of different length
 * differ by is what each time costs, without the program's start.
 *
 * Usage: counted classify | build TIMES */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cloudagent_disposition.h"

static void classify(int times)
{
    cad_http_reply reply = CAD_HTTP_REPLY_INIT;
    reply.status = 200;
    reply.body = cad_cstr("{\"status\": \"Success\", \"details\": \"Disposition saved successfully\"}");
    cad_reply meant = CAD_REPLY_INIT;
    for (int i = 0; i < times; i++) {
        cad_classify(CAD_API_GET_V2, &reply, &meant);
    }
    if (meant.outcome != CAD_OUTCOME_SAVED) {
        exit(EXIT_FAILURE);
    }
}

static void build(int times)
{
    cad_account *account = NULL;
    cad_account_with_api_key(cad_cstr("acme"), cad_cstr("KKacme0123456789"), &account);
    cad_request what = CAD_REQUEST_INIT;
    what.ucid = cad_cstr("81891700000000002");
    what.did = cad_cstr("914000000001");
    what.agent_id = cad_cstr("ravi");
    what.disposition = cad_cstr("Sale");
    const cad_str nowhere = {NULL, 0};
    for (int i = 0; i < times; i++) {
        cad_http_request *request = NULL;
        if (cad_build_request(account, &what, CAD_API_GET_V2, nowhere, &request, NULL) != CAD_OK) {
            exit(EXIT_FAILURE);
        }
        cad_http_request_free(request);
    }
    cad_account_free(account);
}

int main(int count, char **arguments)
{
    if (count != 3) {
        return EXIT_FAILURE;
    }
    (strcmp(arguments[1], "classify") == 0 ? classify : build)(atoi(arguments[2]));
    return EXIT_SUCCESS;
}

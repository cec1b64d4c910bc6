/* Whether the library does its work: the whole of it, up to a connection that nobody takes. */
#include <cloudagent_disposition.h>

static int works(void)
{
    cad_account *account = NULL;
    cad_receipt *receipt = NULL;
    cad_settings settings = CAD_SETTINGS_INIT;
    cad_account_with_api_key(cad_cstr("acme"), cad_cstr("KK-test"), &account);
    settings.account = account;
    settings.api = CAD_API_GET_V2;
    settings.base_url = cad_cstr("http://127.0.0.1:1");
    cad_request request = CAD_REQUEST_INIT;
    request.ucid = cad_cstr("8189000000001");
    request.did = cad_cstr("914000000001");
    request.agent_id = cad_cstr("ravi");
    request.disposition = cad_cstr("Sale");
#ifndef CAD_NO_CLIENT
    cad_client *client = NULL;
    int ok = cad_client_new(&settings, NULL, &client, NULL) == CAD_OK &&
             cad_set_disposition(client, &request, NULL, &receipt) == CAD_NOT_SENT;
    cad_client_free(client);
#else
    cad_engine *engine = NULL;
    cad_call *call = NULL;
    cad_step step = CAD_STEP_INIT;
    int ok = cad_engine_new(&settings, &engine, NULL) == CAD_OK &&
             cad_engine_start(engine, &request, NULL, NULL, 0, &call, &step) == CAD_OK &&
             step.kind == CAD_STEP_SEND;
    cad_call_free(call);
    cad_engine_free(engine);
#endif
    cad_receipt_free(receipt);
    cad_account_free(account);
    return ok;
}

/* Sets the disposition of one call and says what happened to it.
 *
 * The environment says where, who and with which key: CLOUDAGENT_BASE_URL, CLOUDAGENT_CUSTOMER and
 * CLOUDAGENT_API_KEY. `make demo-c` runs it against the simulator. The README shows the lines
 * between the two marks.
 */
// README begins
#include <cloudagent_disposition.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    cad_client *client = NULL;
    cad_receipt *receipt = NULL; /* what became of the call; of bad settings, what is wrong */
    cad_settings given = CAD_SETTINGS_INIT; /* what does not come from the environment */
    given.api = CAD_API_GET_V2;
    cad_status status = cad_client_from_env(&given, NULL, &client, &receipt);
    if (status == CAD_OK) {
        cad_request request = CAD_REQUEST_INIT;
        request.ucid = cad_cstr("81891723610400001");
        request.did = cad_cstr("911140000001");
        request.agent_id = cad_cstr("ravi.k");
        request.disposition = cad_cstr("Sale");
        status = cad_set_disposition(client, &request, NULL, &receipt);
    }
    printf("%s: %.*s\n", receipt ? cad_effect_name(cad_receipt_effect(receipt)) : "failed",
           CAD_PRINT(receipt ? cad_receipt_sentence(receipt) : cad_cstr(cad_status_name(status))));
    cad_receipt_free(receipt);
    cad_client_free(client);
    return status == CAD_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
// README ends

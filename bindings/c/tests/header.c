/* Compiled, not run: the header stands alone, its initialisers fit, and its numbers are constants
 * that a switch takes, in every language that is promised. */
#include "cloudagent_disposition.h"

/* It may be included twice. */
#include "cloudagent_disposition.h"

int use_the_header(cad_effect effect);

int use_the_header(cad_effect effect)
{
    cad_reply reply = CAD_REPLY_INIT;
    cad_request request = CAD_REQUEST_INIT;
    cad_violation violation = CAD_VIOLATION_INIT;
    cad_settings settings = CAD_SETTINGS_INIT;
    cad_call_options options = CAD_CALL_OPTIONS_INIT;
    cad_attempt attempt = CAD_ATTEMPT_INIT;
    cad_transport transport = CAD_TRANSPORT_INIT;
    cad_event event = CAD_EVENT_INIT;
    cad_step step = CAD_STEP_INIT;
#ifndef CAD_NO_CLIENT
    cad_connection connection = CAD_CONNECTION_INIT;
    cad_record record = CAD_RECORD_INIT;
    (void)connection, (void)record;
#endif
    (void)reply, (void)violation, (void)options, (void)attempt, (void)transport, (void)step;
    (void)event, (void)settings;
    request.ucid = cad_cstr("8189000000001");
    request.pause_after_dispose = CAD_NO;
    settings.api = CAD_API_GET_V2;
    event.kind = CAD_EVENT_REPLY;
    switch (effect) {
    case CAD_EFFECT_APPLIED:
    case CAD_EFFECT_QUEUED:
    case CAD_EFFECT_ACCEPTED:
        return (int)request.ucid.len;
    case CAD_EFFECT_NOT_APPLIED:
        return CAD_VERSION_NUMBER > 0 ? 1 : 2;
    case CAD_EFFECT_UNKNOWN:
    default:
        return (int)sizeof(CAD_VERSION);
    }
}

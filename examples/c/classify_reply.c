/* Tells what one HTTP reply meant, for a program that sends its requests itself: no client, no
 * network, no heap, one pure function. With arguments, of a reply that was fetched by other means:
 *
 *     status=$(curl -s -o reply.txt -w '%{http_code}' "$url")
 *     classify_reply "$status" reply.txt
 *
 * The exit status is 0 where the disposition is applied, queued or accepted, 1 where it is not, 2
 * where nobody can tell, and 3 where there was nothing to read.
 */
#include <cloudagent_disposition.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* cad_effect is closed: no value will be added, and the compiler tells when one is forgotten. */
static int exit_status(cad_effect effect)
{
    switch (effect) {
    case CAD_EFFECT_APPLIED:
    case CAD_EFFECT_QUEUED: /* it comes into force when the call ends */
    case CAD_EFFECT_ACCEPTED:
        return 0;
    case CAD_EFFECT_NOT_APPLIED:
        return 1; /* do what the advice says */
    case CAD_EFFECT_UNKNOWN:
        break;
    }
    return 2; /* look in CloudAgent before sending again */
}

int main(int count, char **arguments)
{
    char body[65537] = "{\"details\": \"Invalid agent\", \"status\": \"Fail\"}";
    size_t length = strlen(body);
    cad_http_reply received = CAD_HTTP_REPLY_INIT;
    received.status = 200;
    if (count == 3) {
        FILE *file = fopen(arguments[2], "rb");
        received.status = strtol(arguments[1], NULL, 10);
        if (file == NULL) {
            fprintf(stderr, "usage: classify_reply [HTTP_STATUS FILE]\n");
            return 3;
        }
        /* One byte more than the limit tells that there was more. */
        length = fread(body, 1, sizeof body, file);
        fclose(file);
    }

    received.body.data = body;
    received.body.len = length;
    cad_reply reply = CAD_REPLY_INIT;
    cad_status status = cad_classify(CAD_API_GET_V2, &received, &reply);
    if (status != CAD_OK) {
        fprintf(stderr, "classify_reply: %s\n", cad_status_name(status));
        return 3;
    }
    printf("%s (%s): %.*s\n", cad_effect_name(reply.effect), cad_outcome_name(reply.outcome),
           CAD_PRINT(reply.hint));
    printf("advice: %s\n", cad_advice_name(reply.advice));
    return exit_status(reply.effect);
}

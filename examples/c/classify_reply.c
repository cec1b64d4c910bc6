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

/* cad_effect is closed: no value will be added. */
static int exit_status(cad_effect effect)
{
    switch (effect) {
    case CAD_EFFECT_APPLIED:
    case CAD_EFFECT_QUEUED: /* it comes into force when the call ends */
    case CAD_EFFECT_ACCEPTED:
        return 0;
    case CAD_EFFECT_NOT_APPLIED:
        return 1; /* do what the advice says */
    default:
        return 2; /* look in CloudAgent before sending again */
    }
}

int main(int count, char **arguments)
{
    char body[65537] = "{\"details\": \"Invalid agent\", \"status\": \"Fail\"}";
    size_t length = strlen(body);
    unsigned long http_status = 200;
    if (count == 3) {
        FILE *file = fopen(arguments[2], "rb");
        http_status = strtoul(arguments[1], NULL, 10);
        if (file == NULL || http_status > 999) {
            fprintf(stderr, "usage: classify_reply [HTTP_STATUS FILE]\n");
            return 3;
        }
        /* One byte more than the limit tells that there was more. */
        length = fread(body, 1, sizeof body, file);
        fclose(file);
    }

    cad_reply reply = CAD_REPLY_INIT;
    cad_status status = cad_classify((uint16_t)http_status, body, length, cad_cstr(NULL),
                                     cad_cstr(NULL), &reply);
    if (status != CAD_OK) {
        fprintf(stderr, "classify_reply: %s\n", cad_status_name(status));
        return 3;
    }
    printf("%s (%s): %.*s\n", cad_effect_name(reply.effect), cad_outcome_name(reply.outcome),
           CAD_PRINT(reply.hint));
    printf("advice: %s\n", cad_advice_name(reply.advice));
    return exit_status(reply.effect);
}

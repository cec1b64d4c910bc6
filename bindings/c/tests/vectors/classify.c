/* Runs classify.json. */
#include <stdlib.h>
#include <string.h>

#include "vectors.h"

static unsigned sextet(char c)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = strchr(digits, c);
    return c != '\0' && found != NULL ? (unsigned)(found - digits) : 64;
}

/* The bytes of a text in base64; free them. */
static char *decode(cad_str text, size_t *len)
{
    char *bytes = malloc(text.len + 1);
    unsigned bits = 0, have = 0;
    *len = 0;
    for (size_t i = 0; i < text.len && text.data[i] != '='; i++) {
        unsigned six = sextet(text.data[i]);
        CHECK(six < 64);
        bits = (bits << 6 | six) & 0xFFFF;
        have += 6;
        if (have >= 8) {
            have -= 8;
            bytes[(*len)++] = (char)(bits >> have & 0xFF);
        }
    }
    return bytes;
}

static void compare(const cad_reply *reply, const json_t *expected)
{
    static const char *const keys[] = {"outcome", "effect", "advice", "ucid",
                                       "did",     "action", "retry_after_seconds",
                                       "status",  "details", "recognised", NULL};
    only_keys(expected, keys);
    CHECK_TEXT(cad_cstr(cad_outcome_name(reply->outcome)),
               text_of(json_object_get(expected, "outcome")));
    CHECK_TEXT(cad_cstr(cad_effect_name(reply->effect)),
               text_of(json_object_get(expected, "effect")));
    CHECK_TEXT(cad_cstr(cad_advice_name(reply->advice)),
               text_of(json_object_get(expected, "advice")));
    CHECK_TEXT(reply->ucid, text_of(json_object_get(expected, "ucid")));
    CHECK_TEXT(reply->did, text_of(json_object_get(expected, "did")));
    CHECK_TEXT(reply->action, text_of(json_object_get(expected, "action")));
    const json_t *wait = json_object_get(expected, "retry_after_seconds");
    CHECK(reply->retry_after_seconds == (is_none(wait) ? -1 : json_integer_value(wait)));
    const json_t *status = json_object_get(expected, "status");
    if (status != NULL) {
        CHECK_TEXT(reply->status, text_of(status));
    }
    const json_t *details = json_object_get(expected, "details");
    if (details != NULL) {
        CHECK_TEXT(reply->details, text_of(details));
    }
    const json_t *recognised = json_object_get(expected, "recognised");
    if (recognised != NULL) {
        CHECK(json_is_boolean(recognised) && reply->recognised == json_is_true(recognised));
    }
    CHECK(reply->hint.len > 0);
    CHECK(reply->left_out == 0);
}

/* Without a buffer nothing differs but the texts that are told to be left out. */
static void check_without_scratch(const cad_reply *with, const cad_reply *without)
{
    const cad_str none = {NULL, 0};
    CHECK(with->outcome == without->outcome && with->effect == without->effect &&
          with->advice == without->advice && with->recognised == without->recognised);
    uint32_t out = without->left_out;
    CHECK_TEXT(without->status, (out & CAD_TEXT_STATUS) != 0 ? none : with->status);
    CHECK_TEXT(without->details, (out & CAD_TEXT_DETAILS) != 0 ? none : with->details);
    CHECK_TEXT(without->ucid, (out & CAD_TEXT_UCID) != 0 ? none : with->ucid);
    CHECK_TEXT(without->did, (out & CAD_TEXT_DID) != 0 ? none : with->did);
    CHECK_TEXT(without->action, (out & CAD_TEXT_ACTION) != 0 ? none : with->action);
}

static void check_list(const cad_list *list, const json_t *expected)
{
    const json_t *texts = json_object_get(expected, "dispositions");
    CHECK(json_is_array(texts) && cad_list_count(list) == json_array_size(texts));
    for (size_t i = 0; i < json_array_size(texts); i++) {
        cad_str text = {NULL, 0};
        CHECK_STATUS(cad_list_get(list, i, &text), CAD_OK);
        CHECK_TEXT(text, text_of(json_array_get(texts, i)));
    }
}

void run_classify(const json_t *value)
{
    static const char *const keys[] = {"id",   "source",      "kind",   "http_status", "retry_after",
                                       "date", "body_base64", "expect", "body",        NULL};
    only_keys(value, keys);
    const json_t *expected = json_object_get(value, "expect");
    cad_http_reply received = CAD_HTTP_REPLY_INIT;
    received.status = json_integer_value(json_object_get(value, "http_status"));
    received.retry_after = text_of(json_object_get(value, "retry_after"));
    received.date = text_of(json_object_get(value, "date"));
    received.body = text_of(json_object_get(value, "body"));
    const json_t *encoded = json_object_get(value, "body_base64");
    char *decoded = NULL;
    if (encoded != NULL) {
        CHECK(received.body.data == NULL);
        decoded = decode(text_of(encoded), &received.body.len);
        received.body.data = decoded;
    }
    CHECK(received.body.data != NULL);

    char scratch[CAD_SCRATCH_SIZE];
    cad_reply reply = CAD_REPLY_INIT;
    cad_str kind = text_of(json_object_get(value, "kind"));
    if (kind.data == NULL || strcmp(kind.data, "set") == 0) {
        CHECK_STATUS(cad_classify_into(0, &received, scratch, sizeof scratch, &reply),
                     CAD_OK);
        compare(&reply, expected);
        cad_reply bare = CAD_REPLY_INIT;
        CHECK_STATUS(cad_classify(0, &received, &bare), CAD_OK);
        check_without_scratch(&reply, &bare);
        cad_http_reply twice[] = {received, received};
        cad_reply each[] = {CAD_REPLY_INIT, CAD_REPLY_INIT};
        CHECK_STATUS(cad_classify_many(0, twice, 2, each), CAD_OK);
        check_without_scratch(&reply, &each[0]);
        check_without_scratch(&reply, &each[1]);
    } else if (strcmp(kind.data, "token") == 0) {
        cad_string *token = NULL;
        CHECK_STATUS(cad_classify_token(&received, scratch, sizeof scratch, &token, &reply),
                     CAD_OK);
        const json_t *granted = json_object_get(expected, "token");
        CHECK_TEXT(cad_string_view(token), text_of(granted));
        if (granted == NULL) {
            compare(&reply, expected);
        }
        cad_string_free(token);
    } else if (CHECK(strcmp(kind.data, "list") == 0)) {
        cad_list *list = NULL;
        CHECK_STATUS(cad_classify_list(0, &received, scratch, sizeof scratch, &list, &reply),
                     CAD_OK);
        CHECK((list != NULL) == (json_object_get(expected, "dispositions") != NULL));
        if (list != NULL) {
            check_list(list, expected);
        } else {
            compare(&reply, expected);
        }
        cad_list_free(list);
    }
    free(decoded);
}

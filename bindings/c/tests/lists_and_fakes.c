/* A campaign's dispositions, and the transport for tests of one's own. */
#include <string.h>

#include "token_help.h"

static const cad_str none = {NULL, 0};

static void a_list_that_did_not_come_is_none(void)
{
    const cad_settings settings = good_settings();
    cad_fake_transport *fake = NULL;
    cad_client *client = client_over(&settings, &fake);
    says(fake, "{\"status\": \"Success\", \"details\": [\"Sale\", \"No Answer\"]}");
    CHECK_STATUS(cad_fake_transport_fails(fake, CAD_KIND_TIMEOUT), CAD_OK);
    cad_disposition_list *list = NULL;
    cad_violations *problems = NULL, *warnings = NULL;
    CHECK_STATUS(cad_list_dispositions(client, none, NULL, &list, &problems), CAD_INVALID);
    cad_violation missing = CAD_VIOLATION_INIT;
    CHECK_STATUS(cad_violations_get(problems, 0, &missing), CAD_OK);
    CHECK(list == NULL && missing.field == CAD_FIELD_CAMPAIGN);
    cad_violations_free(problems);

    CHECK_STATUS(cad_list_dispositions(client, cad_cstr("North"), NULL, &list, NULL), CAD_OK);
    const cad_list *texts = cad_disposition_list_texts(list);
    CHECK(cad_list_count(texts) == 2 && cad_disposition_list_kind(list) == 0);
    CHECK(cad_disposition_list_http_status(list) == 200 && cad_disposition_list_outcome(list) == 0);
    CHECK(cad_disposition_list_advice(list) == CAD_ADVICE_NONE);
    cad_request request = good_request();
    CHECK_STATUS(cad_check_disposition(texts, &request, &warnings), CAD_OK);
    CHECK(cad_violations_count(warnings) == 0);
    cad_violations_free(warnings);
    request.disposition = cad_cstr("sale");
    CHECK_STATUS(cad_check_disposition(texts, &request, &warnings), CAD_OK);
    CHECK_STATUS(cad_violations_get(warnings, 0, &missing), CAD_OK);
    CHECK(missing.problem == CAD_PROBLEM_UNKNOWN && missing.severity == CAD_SEVERITY_WARNING);
    cad_violations_free(warnings);
    cad_disposition_list_free(list);

    CHECK_STATUS(cad_list_dispositions(client, cad_cstr("North"), NULL, &list, NULL), CAD_OK);
    CHECK(cad_disposition_list_texts(list) == NULL);
    CHECK(cad_disposition_list_kind(list) == CAD_KIND_TIMEOUT);
    CHECK(cad_disposition_list_advice(list) == CAD_ADVICE_RETRY_LATER);
    CHECK(cad_disposition_list_retry_after_seconds(list) == -1);
    CHECK(cad_disposition_list_sentence(list).len > 10);
    CHECK_STATUS(cad_check_disposition(cad_disposition_list_texts(list), &request, &warnings),
                 CAD_NULL);
    cad_disposition_list_free(list);

    /* A list that was kept, and what a host that sends by itself reads. */
    const cad_str kept[] = {cad_cstr("Sale"), none};
    cad_list *own = NULL;
    CHECK_STATUS(cad_list_new(kept, COUNT(kept), &own), CAD_OK);
    CHECK(cad_list_count(own) == 2);
    request.disposition = cad_cstr("Sale");
    CHECK_STATUS(cad_check_disposition(own, &request, &warnings), CAD_OK);
    CHECK(cad_violations_count(warnings) == 0);
    cad_violations_free(warnings);
    cad_list_free(own);
    const cad_http_reply limited = http_reply(429, NULL, 0);
    CHECK_STATUS(cad_disposition_list_of_reply(CAD_API_GET_V2, &limited, &list), CAD_OK);
    CHECK(cad_disposition_list_outcome(list) == CAD_OUTCOME_RATE_LIMITED);
    cad_disposition_list_free(list);
    CHECK_STATUS(cad_disposition_list_failed(CAD_KIND_CLOSED, &list), CAD_OK);
    CHECK(cad_disposition_list_kind(list) == CAD_KIND_CLOSED);
    cad_disposition_list_free(list);
    CHECK_STATUS(cad_disposition_list_failed((cad_kind)0, &list), CAD_BAD_ENUM);
    CHECK_STATUS(cad_list_dispositions(NULL, none, NULL, &list, NULL), CAD_NULL);
    cad_client_free(client);
    cad_fake_transport_free(fake);
}

static void a_fake_says_each_outcome_as_the_vendor_does(void)
{
    int outcomes = 0;
    for (cad_outcome outcome = 1; strcmp(cad_outcome_name(outcome), "unknown") != 0; outcome++) {
        about("%s", cad_outcome_name(outcome));
        int64_t status = -1;
        cad_string *body = NULL;
        const bool is_lists = outcome == CAD_OUTCOME_NONE_FOUND;
        CHECK_STATUS(cad_example_reply(outcome, &status, &body), is_lists ? CAD_BAD_ENUM : CAD_OK);
        if (is_lists) {
            CHECK(body == NULL && status == -1);
            continue;
        }
        cad_http_reply received = CAD_HTTP_REPLY_INIT;
        received.status = status;
        received.body = cad_string_view(body);
        cad_reply meant = CAD_REPLY_INIT;
        CHECK_STATUS(cad_classify(CAD_API_GET_V2, &received, &meant), CAD_OK);
        CHECK(meant.outcome == outcome);
        cad_string_free(body);

        cad_settings settings = good_settings();
        settings.attempts = 1;
        cad_fake_transport *fake = NULL;
        cad_client *client = client_over(&settings, &fake);
        CHECK_STATUS(cad_fake_transport_says(fake, outcome), CAD_OK);
        cad_receipt *receipt = NULL;
        set(client, NULL, &receipt);
        CHECK(cad_receipt_outcome(receipt) == outcome && cad_fake_transport_count(fake) == 1);
        cad_receipt_free(receipt);
        cad_fake_transport_free(fake);
        /* It goes on with the last word, though the fake is gone. */
        set(client, NULL, &receipt);
        CHECK(cad_receipt_outcome(receipt) == outcome);
        cad_receipt_free(receipt);
        cad_client_free(client);
        outcomes++;
    }
    CHECK(outcomes > 20);
    cad_fake_transport *fake = NULL;
    CHECK_STATUS(cad_fake_transport_new(&fake), CAD_OK);
    CHECK_STATUS(cad_fake_transport_says(fake, 9999), CAD_BAD_ENUM);
    CHECK_STATUS(cad_fake_transport_fails(fake, CAD_KIND_CLOSED), CAD_BAD_ENUM);
    CHECK_STATUS(cad_fake_transport_says(NULL, CAD_OUTCOME_SAVED), CAD_NULL);
    CHECK_STATUS(cad_fake_transport_fill(fake, NULL), CAD_NULL);
    cad_fake_transport_free(fake);
}

int main(int count, char **arguments)
{
    static const test tests[] = {
        TEST(a_list_that_did_not_come_is_none),
        TEST(a_fake_says_each_outcome_as_the_vendor_does),
    };
    return run_tests(tests, COUNT(tests), count > 1 ? arguments[1] : NULL);
}

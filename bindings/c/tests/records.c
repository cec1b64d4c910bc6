/* Call records and callbacks read, what they settle, and the requests for them. */
#include <string.h>

#include "harness.h"

static const cad_str none = {NULL, 0};
static const cad_str no_data = {NULL, 5};
static const cad_str not_utf8 = {"\xc3(", 2};

/* What an output may hold before a call. */
static char stale_mark;
#define STALE ((void *)&stale_mark)
#define REFUSES(expected, out, call) \
    ((out) = STALE, CHECK_STATUS(call, expected), CHECK((out) == NULL))

#define KEY "KKdeadbeefdeadbeefdeadbeefdeadbeef"
/* Two legs of one call; the ids are on either side of what a double holds. */
#define TWO_LEGS                                                                                  \
    "{\"details\": [{\"UCID\": 9007199254740991, \"CallID\": \"77\", \"Disposition\": \"Sale\", " \
    "\"Apikey\": \"" KEY "\"}, {\"UCID\": 9007199254740993, \"CallID\": \"77\", "                \
    "\"Disposition\": \"No+answer\", \"Comments\": \"angry\", \"Status\": \"" KEY "\"}], "         \
    "\"status\": \"success\"}"

static cad_records *read_list(const char *body)
{
    cad_records *records = NULL;
    const cad_http_reply received = http_reply(200, body, strlen(body));
    CHECK_STATUS(cad_classify_records(CAD_ASKED_ONE_CALL, &received, &records), CAD_OK);
    return records;
}

static cad_request request_for(const char *ucid)
{
    cad_request request = good_request();
    request.ucid = cad_cstr(ucid);
    return request;
}

static void a_list_is_read_and_its_ids_are_exact(void)
{
    cad_records *records = read_list(TWO_LEGS);
    CHECK(cad_records_came(records) && cad_records_count(records) == 2);
    CHECK(!cad_records_truncated(records) && !cad_records_in_words(records));
    CHECK(cad_records_outcome(records) == 0 && cad_records_advice(records) == 0);
    CHECK_TEXT(cad_records_hint(records), none);
    cad_record record = CAD_RECORD_INIT;
    CHECK_STATUS(cad_records_get(records, 1, &record), CAD_OK);
    CHECK_TEXT(record.ucid, cad_cstr("9007199254740993"));
    CHECK_TEXT(record.call_id, cad_cstr("77"));
    CHECK_TEXT(record.comments, cad_cstr("angry"));
    CHECK_TEXT(record.status, none);
    CHECK_TEXT(record.did, none);
    CHECK_STATUS(cad_records_get(records, 2, &record), CAD_OUT_OF_RANGE);

    cad_string *json = NULL;
    CHECK_STATUS(cad_record_to_json(&record, 1, &json), CAD_OK);
    CHECK(text_holds(cad_string_view(json), "\"comments\":\"angry\""));
    CHECK(!text_holds(cad_string_view(json), "deadbeef"));
    cad_string_free(json);
    CHECK_STATUS(cad_record_to_json(&record, 0, &json), CAD_OK);
    CHECK(!text_holds(cad_string_view(json), "comments"));
    cad_string_free(json);
    REFUSES(CAD_BAD_ENUM, json, cad_record_to_json(&record, 2, &json));
    cad_records_free(records);
}

static void a_reply_without_a_list_has_no_effect(void)
{
    cad_records *records = NULL;
    cad_http_reply limited = http_reply(429, NULL, 0);
    limited.retry_after = cad_cstr("40");
    CHECK_STATUS(cad_classify_records(CAD_ASKED_DAY, &limited, &records), CAD_OK);
    CHECK(!cad_records_came(records) && cad_records_count(records) == 0);
    CHECK(cad_records_outcome(records) == CAD_OUTCOME_RATE_LIMITED);
    CHECK(cad_records_advice(records) != CAD_ADVICE_CHECK_FIRST && cad_records_advice(records) != 0);
    CHECK(cad_records_retry_after_seconds(records) == 40);
    CHECK(cad_records_hint(records).len > 10);

    const cad_request request = good_request();
    cad_settlement *settlement = NULL;
    CHECK_STATUS(cad_settle(&request, CAD_API_GET_V2, records, &settlement, NULL), CAD_OK);
    CHECK(cad_settlement_finding(settlement) == CAD_FINDING_NO_ANSWER);
    CHECK(cad_settlement_effect(settlement) == CAD_EFFECT_UNKNOWN);
    CHECK(cad_settlement_lookup_outcome(settlement) == CAD_OUTCOME_RATE_LIMITED);
    CHECK(cad_settlement_lookup_kind(settlement) == 0);
    CHECK(cad_settlement_lookup_advice(settlement) == cad_records_advice(records));
    CHECK(cad_settlement_lookup_retry_after_seconds(settlement) == 40);
    CHECK(cad_settlement_look_again_seconds(settlement) == 40);
    cad_settlement_free(settlement);
    CHECK_STATUS(cad_settle_failed(&request, CAD_API_GET_V2, CAD_KIND_TIMEOUT, &settlement, NULL),
                 CAD_OK);
    CHECK(cad_settlement_lookup_kind(settlement) == CAD_KIND_TIMEOUT);
    CHECK(cad_settlement_lookup_outcome(settlement) == 0);
    CHECK(cad_settlement_advice(settlement) == CAD_ADVICE_CHECK_FIRST);
    cad_settlement_free(settlement);
    cad_records_free(records);
}

/* An uncertain receipt, and what the record of a leg makes of it. */
static void check_settled(const char *ucid, cad_finding finding, cad_status result)
{
    cad_fake_transport *fake = NULL;
    cad_fake_transport_new(&fake);
    cad_fake_transport_fails(fake, CAD_KIND_TIMEOUT);
    cad_transport transport = CAD_TRANSPORT_INIT;
    cad_fake_transport_fill(fake, &transport);
    const cad_settings settings = good_settings();
    cad_client *client = NULL;
    CHECK_STATUS(cad_client_with_transport(&settings, &transport, &client, NULL), CAD_OK);
    const cad_request request = request_for(ucid);
    cad_receipt *receipt = NULL, *settled = NULL;
    CHECK_STATUS(cad_set_disposition(client, &request, NULL, &receipt), CAD_UNCERTAIN);
    CHECK(cad_receipt_settled(receipt) == 0);

    cad_records *records = read_list(TWO_LEGS);
    cad_settlement *settlement = NULL, *copy = NULL;
    CHECK_STATUS(cad_settle(&request, CAD_API_GET_V2, records, &settlement, NULL), CAD_OK);
    CHECK(cad_settlement_finding(settlement) == finding);
    CHECK(!cad_settlement_may_resend(settlement));
    CHECK_TEXT(cad_settlement_ucid(settlement), cad_cstr(ucid));
    CHECK_TEXT(cad_settlement_disposition(settlement), cad_cstr("Sale"));
    cad_record record = CAD_RECORD_INIT;
    CHECK_STATUS(cad_settlement_record(settlement, &record),
                 finding == CAD_FINDING_NOT_FOUND ? CAD_OUT_OF_RANGE : CAD_OK);
    cad_records_free(records); /* the settlement has its own copy */
    if (finding != CAD_FINDING_NOT_FOUND) {
        CHECK_TEXT(record.ucid, cad_cstr(ucid));
    }
    CHECK_STATUS(cad_settlement_copy(settlement, &copy), CAD_OK);
    CHECK_TEXT(cad_settlement_sentence(copy), cad_settlement_sentence(settlement));
    cad_settlement_free(settlement);

    CHECK_STATUS(cad_settle_receipt(receipt, &request, copy, &settled, NULL), CAD_OK);
    CHECK_STATUS(cad_receipt_result(settled), result);
    CHECK(cad_receipt_effect(settled) == cad_settlement_effect(copy));
    CHECK(!cad_receipt_may_resend(settled));
    CHECK(cad_receipt_kind(settled) == (result == CAD_UNCERTAIN ? CAD_KIND_TIMEOUT : 0));
    CHECK(cad_receipt_settled(settled) == (result == CAD_UNCERTAIN ? 0 : finding));
    CHECK_TEXT(cad_receipt_request_id(settled), cad_receipt_request_id(receipt));
    cad_string *json = NULL;
    cad_receipt *stored = NULL;
    CHECK_STATUS(cad_receipt_to_json(settled, &json), CAD_OK);
    CHECK_STATUS(cad_receipt_from_json(cad_string_view(json), &stored, NULL), CAD_OK);
    CHECK_STATUS(cad_receipt_result(stored), result);
    CHECK(cad_receipt_settled(stored) == cad_receipt_settled(settled));

    /* Of another request it settles nothing. */
    const cad_request other = request_for("8189");
    cad_receipt *refused;
    cad_violations *problems = NULL;
    cad_violation wrong = CAD_VIOLATION_INIT;
    REFUSES(CAD_INVALID, refused, cad_settle_receipt(receipt, &other, copy, &refused, &problems));
    CHECK_STATUS(cad_violations_get(problems, 0, &wrong), CAD_OK);
    CHECK(wrong.field == CAD_FIELD_SETTLEMENT && wrong.problem == CAD_PROBLEM_INVALID);
    cad_violations_free(problems);
    cad_string_free(json);
    cad_receipt_free(stored);
    cad_receipt_free(settled);
    cad_receipt_free(receipt);
    cad_settlement_free(copy);
    cad_client_free(client);
    cad_fake_transport_free(fake);
}

static void records_settle_a_receipt_that_was_uncertain(void)
{
    check_settled("9007199254740991", CAD_FINDING_STANDS, CAD_OK);
    check_settled("9007199254740993", CAD_FINDING_ANOTHER_STANDS, CAD_REFUSED);
    check_settled("9007199254740992", CAD_FINDING_NOT_FOUND, CAD_UNCERTAIN);
}

static void records_of_ones_own_settle_too(void)
{
    cad_record rows[2] = {CAD_RECORD_INIT, CAD_RECORD_INIT};
    rows[0].ucid = cad_cstr("1");
    rows[1].ucid = cad_cstr("8189000000001");
    rows[1].disposition = cad_cstr("sale");
    cad_records *records = NULL;
    CHECK_STATUS(cad_records_new(rows, COUNT(rows), 1, &records), CAD_OK);
    CHECK(cad_records_came(records) && cad_records_truncated(records));
    const cad_request request = good_request();
    cad_settlement *settlement = NULL;
    CHECK_STATUS(cad_settle(&request, CAD_API_GET_V2, records, &settlement, NULL), CAD_OK);
    CHECK(cad_settlement_finding(settlement) == CAD_FINDING_STANDS);
    cad_settlement_free(settlement);
    cad_records_free(records);

    /* What is not UTF-8 is damaged, not wrong. */
    rows[1].disposition = not_utf8;
    CHECK_STATUS(cad_settle_record(&request, CAD_API_GET_V2, &rows[1], &settlement, NULL), CAD_OK);
    cad_record shown = CAD_RECORD_INIT;
    CHECK_STATUS(cad_settlement_record(settlement, &shown), CAD_OK);
    CHECK_TEXT(shown.disposition, cad_cstr("\xef\xbf\xbd("));
    cad_settlement_free(settlement);

    CHECK_STATUS(cad_records_new(NULL, 0, 0, &records), CAD_OK);
    CHECK(cad_records_came(records) && cad_records_count(records) == 0);
    cad_records_free(records);
    REFUSES(CAD_NULL, records, cad_records_new(NULL, 1, 0, &records));
    REFUSES(CAD_BAD_ENUM, records, cad_records_new(rows, 2, 2, &records));
    rows[1].size = 8;
    REFUSES(CAD_BAD_SIZE, records, cad_records_new(rows, 2, 0, &records));
    rows[1].size = sizeof rows[1];
    rows[1].did = no_data;
    REFUSES(CAD_NULL, records, cad_records_new(rows, 2, 0, &records));
}

static void a_callback_keeps_its_key(void)
{
    static const char body[] =
        "data=%7B%22monitorUCID%22%3A%228189000000001%22%2C%22UserName%22%3A%22acme%22%2C"
        "%22Disposition%22%3A%22Sale%22%2C%22Apikey%22%3A%22KK-test%22%2C%22Did%22%3A%22" KEY
        "%22%7D";
    cad_callback *callback = NULL;
    CHECK_STATUS(cad_read_callback(cad_cstr(body), &callback, NULL), CAD_OK);
    cad_record record = CAD_RECORD_INIT;
    CHECK_STATUS(cad_callback_record(callback, &record), CAD_OK);
    CHECK_TEXT(record.call_id, cad_cstr("8189000000001"));
    CHECK_TEXT(record.did, none);
    CHECK_TEXT(cad_callback_customer(callback), cad_cstr("acme"));
    CHECK(cad_callback_authentic(callback, account));
    CHECK(!cad_callback_authentic(callback, NULL) && !cad_callback_authentic(NULL, account));
    cad_account *other = NULL;
    CHECK_STATUS(cad_account_with_token(cad_cstr("acme"), cad_cstr("KK-test"), &other), CAD_OK);
    CHECK(!cad_callback_authentic(callback, other));
    cad_account_free(other);

    cad_settlement *settlement = NULL;
    const cad_request request = good_request();
    CHECK_STATUS(cad_settle_record(&request, CAD_API_GET_V2, &record, &settlement, NULL), CAD_OK);
    CHECK(cad_settlement_effect(settlement) == CAD_EFFECT_APPLIED);
    cad_settlement_free(settlement);
    cad_callback_free(callback);

    static const struct {
        const char *body;
        cad_problem problem;
    } wrong[] = {
        {NULL, CAD_PROBLEM_INVALID},
        {"--x\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\n{}", CAD_PROBLEM_UNSUPPORTED},
        {"data={}&data={\"a\":1}", CAD_PROBLEM_DUPLICATE},
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        cad_violations *problems = NULL;
        cad_violation violation = CAD_VIOLATION_INIT;
        REFUSES(CAD_INVALID, callback,
                cad_read_callback(cad_cstr(wrong[i].body), &callback, &problems));
        CHECK_STATUS(cad_violations_get(problems, 0, &violation), CAD_OK);
        CHECK(violation.field == CAD_FIELD_CALLBACK && violation.problem == wrong[i].problem);
        cad_violations_free(problems);
    }
    REFUSES(CAD_NULL, callback, cad_read_callback(no_data, &callback, NULL));
}

static void a_request_for_records_says_what_it_needs(void)
{
    const cad_str day = cad_cstr("2026-11-30"), ucid = cad_cstr("8189");
    const int64_t now = 1796020000;
    cad_http_request *built = NULL;
    CHECK_STATUS(cad_build_record_request(account, ucid, day, now, NULL, none, &built, NULL), CAD_OK);
    CHECK(cad_http_request_body_with_get(built) && cad_http_request_own_connection(built));
    CHECK(cad_http_request_reply_limit(built) == 8u << 20);
    CHECK(text_holds(cad_http_request_body(built), "\"ucid\":\"8189\""));
    cad_http_request_free(built);
    CHECK_STATUS(
        cad_build_day_request(account, day, cad_cstr("09:00:00"), none, now, NULL, none, &built, NULL),
        CAD_OK);
    CHECK(cad_http_request_reply_limit(built) == 64u << 20);
    CHECK(text_holds(cad_http_request_body(built), "09:00:00\",\"toDate\":\"2026-11-30 23:59:59"));
    cad_http_request_free(built);
    const cad_request request = good_request();
    CHECK_STATUS(cad_build_request(account, &request, CAD_API_GET_V2, none, &built, NULL), CAD_OK);
    CHECK(!cad_http_request_body_with_get(built) && !cad_http_request_own_connection(built));
    CHECK(cad_http_request_reply_limit(built) == 65536);
    cad_http_request_free(built);

    /* Where the account's days are elsewhere, and where that must be said. */
    const int32_t offset = 0;
    const cad_str abroad = cad_cstr("https://api.ccaas.ozonetel.com");
    CHECK_STATUS(cad_build_record_request(account, ucid, day, now, &offset, abroad, &built, NULL),
                 CAD_OK);
    cad_http_request_free(built);
    cad_violations *problems = NULL;
    cad_violation wrong = CAD_VIOLATION_INIT;
    REFUSES(CAD_INVALID, built,
            cad_build_record_request(account, ucid, day, now * 1000, NULL, none, &built, &problems));
    CHECK_STATUS(cad_violations_get(problems, 0, &wrong), CAD_OK);
    CHECK(wrong.field == CAD_FIELD_DAY && wrong.hard == 1);
    cad_violations_free(problems);
    REFUSES(CAD_INVALID, built,
            cad_build_record_request(account, not_utf8, day, now, NULL, none, &built, NULL));
    REFUSES(CAD_INVALID, built,
            cad_build_day_request(account, day, none, not_utf8, now, NULL, none, &built, NULL));
    REFUSES(CAD_NULL, built,
            cad_build_day_request(account, no_data, none, none, now, NULL, none, &built, NULL));
    REFUSES(CAD_NULL, built,
            cad_build_record_request(NULL, ucid, day, now, NULL, none, &built, NULL));

    cad_string *text = NULL;
    CHECK_STATUS(cad_record_day(1795977000, 330, &text), CAD_OK);
    CHECK_TEXT(cad_string_view(text), cad_cstr("2026-11-30"));
    cad_string_free(text);
    REFUSES(CAD_BAD_ENUM, text, cad_record_day(1795977000000, 330, &text));
    REFUSES(CAD_BAD_ENUM, text, cad_record_day(1795977000, 841, &text));
}

static void what_is_wrong_with_a_request_is_told_at_once(void)
{
    cad_records *records = read_list(TWO_LEGS);
    cad_request request = CAD_REQUEST_INIT;
    cad_violations *problems = NULL;
    cad_settlement *settlement;
    REFUSES(CAD_INVALID, settlement,
            cad_settle(&request, CAD_API_GET_V2, records, &settlement, &problems));
    CHECK(cad_violations_count(problems) == 2);
    cad_violations_free(problems);
    request.ucid = request.comments = not_utf8;
    REFUSES(CAD_INVALID, settlement,
            cad_settle(&request, CAD_API_GET_V2, records, &settlement, &problems));
    CHECK(cad_violations_count(problems) == 2);
    cad_violations_free(problems);
    REFUSES(CAD_BAD_ENUM, settlement, cad_settle(&request, 9, records, &settlement, NULL));
    request = good_request();
    REFUSES(CAD_NULL, settlement, cad_settle(&request, CAD_API_GET_V2, NULL, &settlement, NULL));
    REFUSES(CAD_NULL, settlement, cad_settle(NULL, CAD_API_GET_V2, records, &settlement, NULL));
    REFUSES(CAD_NULL, settlement,
            cad_settle_record(&request, CAD_API_GET_V2, NULL, &settlement, NULL));
    REFUSES(CAD_BAD_ENUM, settlement,
            cad_settle_failed(&request, CAD_API_GET_V2, 99, &settlement, NULL));
    CHECK_STATUS(cad_settle(&request, CAD_API_GET_V2, records, NULL, NULL), CAD_NULL);
    cad_records_free(records);
}

static void what_is_null_says_that_nothing_is_known(void)
{
    cad_records_free(NULL);
    cad_callback_free(NULL);
    cad_settlement_free(NULL);
    CHECK(!cad_records_came(NULL) && cad_records_count(NULL) == 0);
    CHECK(!cad_records_truncated(NULL) && !cad_records_in_words(NULL));
    CHECK(!cad_records_recognised(NULL) && cad_records_retry_after_seconds(NULL) == -1);
    CHECK(cad_settlement_finding(NULL) == CAD_FINDING_NO_ANSWER);
    CHECK(cad_settlement_effect(NULL) == CAD_EFFECT_UNKNOWN);
    CHECK(cad_settlement_advice(NULL) == CAD_ADVICE_CHECK_FIRST);
    CHECK(!cad_settlement_may_resend(NULL) && cad_settlement_look_again_seconds(NULL) == -1);
    CHECK(cad_settlement_lookup_advice(NULL) == 0 && cad_settlement_lookup_kind(NULL) == 0);
    CHECK(cad_settlement_lookup_retry_after_seconds(NULL) == -1);
    CHECK(cad_receipt_settled(NULL) == 0);
    CHECK(cad_http_request_reply_limit(NULL) == 65536 && !cad_http_request_body_with_get(NULL));
    const cad_str texts[] = {
        cad_records_status(NULL),  cad_records_details(NULL),    cad_records_hint(NULL),
        cad_callback_customer(NULL), cad_settlement_sentence(NULL), cad_settlement_ucid(NULL),
        cad_settlement_disposition(NULL),
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        CHECK_TEXT(texts[i], none);
    }
    cad_record record = CAD_RECORD_INIT;
    CHECK_STATUS(cad_records_get(NULL, 0, &record), CAD_NULL);
    CHECK_STATUS(cad_callback_record(NULL, &record), CAD_NULL);
    CHECK_STATUS(cad_settlement_record(NULL, &record), CAD_NULL);
    cad_settlement *copy;
    REFUSES(CAD_NULL, copy, cad_settlement_copy(NULL, &copy));
    cad_records *records;
    REFUSES(CAD_NULL, records, cad_classify_records(CAD_ASKED_DAY, NULL, &records));
    const cad_http_reply received = http_reply(200, NULL, 0);
    REFUSES(CAD_BAD_ENUM, records, cad_classify_records((cad_asked)3, &received, &records));
}

int main(int count, char **arguments)
{
    static const test tests[] = {
        TEST(a_list_is_read_and_its_ids_are_exact),
        TEST(a_reply_without_a_list_has_no_effect),
        TEST(records_settle_a_receipt_that_was_uncertain),
        TEST(records_of_ones_own_settle_too),
        TEST(a_callback_keeps_its_key),
        TEST(a_request_for_records_says_what_it_needs),
        TEST(what_is_wrong_with_a_request_is_told_at_once),
        TEST(what_is_null_says_that_nothing_is_known),
    };
    return run_tests(tests, COUNT(tests), count > 1 ? arguments[1] : NULL);
}

/* A day of calls at the reader's limits: 50,000 rows in 64 MiB, each id exact, in linear time. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "harness.h"

#define DAY ((size_t)64 << 20)
#define FIRST_ID UINT64_C(9007199254740991)

/* A day of so many rows in about so many bytes, and a NUL. */
static char *day(size_t rows, size_t bytes, size_t *length)
{
    char *body = malloc(bytes + 512);
    size_t end = (size_t)sprintf(body, "{\"details\":[");
    for (size_t row = 0; row < rows; row++) {
        const uint64_t id = FIRST_ID + row;
        end += (size_t)sprintf(body + end,
                               "%s{\"UCID\":%" PRIu64 ",\"Disposition\":\"Call back\",\"Comments\":\"",
                               row == 0 ? "" : ",", id);
        const size_t target = (bytes - 64) / rows * (row + 1);
        const size_t filler = target > end ? target - end : 0;
        memset(body + end, 'x', filler);
        end += filler + (size_t)sprintf(body + end + filler, "\"}");
    }
    end += (size_t)sprintf(body + end, "],\"status\":\"success\"}");
    *length = end;
    return body;
}

static cad_records *read_day(const char *body, size_t length)
{
    cad_records *records = NULL;
    const cad_http_reply received = http_reply(200, body, length);
    CHECK_STATUS(cad_classify_records(CAD_ASKED_DAY, &received, &records), CAD_OK);
    return records;
}

static void check_id(const cad_records *records, size_t place)
{
    char id[24];
    sprintf(id, "%" PRIu64, FIRST_ID + place);
    cad_record record = CAD_RECORD_INIT;
    CHECK_STATUS(cad_records_get(records, place, &record), CAD_OK);
    CHECK_TEXT(record.ucid, cad_cstr(id));
}

static void a_full_day_is_read_exactly(void)
{
    size_t length = 0;
    char *body = day(50000, DAY - 500000, &length);
    CHECK(length < DAY && length > DAY - 1000000);
    cad_records *records = read_day(body, length);
    free(body); /* the records are copies */
    CHECK(cad_records_count(records) == 50000 && !cad_records_truncated(records));
    for (size_t place = 0; place < 50000; place += 7) {
        check_id(records, place);
    }
    check_id(records, 2);
    check_id(records, 49999);

    cad_request request = good_request();
    request.ucid = cad_cstr("9007199254740993");
    request.disposition = cad_cstr("Call back");
    cad_settlement *settlement = NULL;
    CHECK_STATUS(cad_settle(&request, CAD_API_GET_V2, records, &settlement, NULL), CAD_OK);
    CHECK(cad_settlement_finding(settlement) == CAD_FINDING_STANDS);
    cad_settlement_free(settlement);
    cad_records_free(records);
}

static void what_is_more_is_cut_where_the_limit_is(void)
{
    size_t length = 0;
    char *body = day(50001, DAY / 8, &length);
    cad_records *records = read_day(body, length);
    CHECK(cad_records_count(records) == 50000 && cad_records_truncated(records));
    cad_records_free(records);
    free(body);
    body = day(40000, DAY + 4000000, &length);
    CHECK(length > DAY);
    records = read_day(body, DAY + 1);
    CHECK(cad_records_count(records) > 30000 && cad_records_truncated(records));
    cad_records_free(records);
    free(body);
}

/* The shortest of several: a neighbour on the machine may make one run slow. */
static clock_t time_of(size_t rows)
{
    size_t length = 0;
    char *body = day(rows, rows * 200, &length);
    clock_t shortest = 0;
    for (int i = 0; i < 5; i++) {
        const clock_t start = clock();
        cad_records_free(read_day(body, length));
        const clock_t taken = clock() - start;
        shortest = i == 0 || taken < shortest ? taken : shortest;
    }
    free(body);
    return shortest;
}

static void time_is_in_proportion_to_the_body(void)
{
    /* Linear is 16 times as long, quadratic 256 times. */
    const clock_t one = time_of(2000), sixteen = time_of(32000);
    about("%ld and %ld", (long)one, (long)sixteen);
    CHECK(sixteen < (one > 20 ? one : 20) * 100);
}

int main(int count, char **arguments)
{
    static const test tests[] = {
        TEST(a_full_day_is_read_exactly),
        TEST(what_is_more_is_cut_where_the_limit_is),
        TEST(time_is_in_proportion_to_the_body),
    };
    return run_tests(tests, COUNT(tests), count > 1 ? arguments[1] : NULL);
}

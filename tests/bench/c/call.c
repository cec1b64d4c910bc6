/* What one call costs in processor time, over the C client and over libcurl's easy interface with the
 * reply read by strstr: the same request, to the same simulator, each on a kept connection. A
 * benchmark, not a test.
 *
 * Usage: call BASE_URL (tests/bench/c/run starts the simulator) */
#include <curl/curl.h>
#include <string.h>

#include "cloudagent_disposition.h"
#include "measure.h"

enum { RUNS = 11, CALLS = 300 };

static cad_request request(void)
{
    cad_request request = CAD_REQUEST_INIT;
    request.ucid = cad_cstr("81891700000000002");
    request.did = cad_cstr("914000000001");
    request.agent_id = cad_cstr("ravi");
    request.disposition = cad_cstr("Sale");
    return request;
}

static void must(int holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "call: %s\n", what);
        exit(EXIT_FAILURE);
    }
}

static double with_client(cad_client *client)
{
    cad_request what = request();
    uint64_t begun = cpu_ns();
    for (int i = 0; i < CALLS; i++) {
        cad_receipt *receipt = NULL;
        must(cad_set_disposition(client, &what, NULL, &receipt) == CAD_OK, "a call failed");
        cad_receipt_free(receipt);
    }
    return (double)(cpu_ns() - begun) / CALLS;
}

static size_t append(char *data, size_t size, size_t count, void *to)
{
    strncat(to, data, size * count);
    return size * count;
}

static double with_curl(CURL *easy, const char *base_url)
{
    uint64_t begun = cpu_ns();
    for (int i = 0; i < CALLS; i++) {
        char url[1024], body[4096] = "";
        char *disposition = curl_easy_escape(easy, "Sale", 0);
        snprintf(url, sizeof url,
                 "%s/CAServices/Disposition/DispositionAPIV2.php?action=Set&apiKey=KKacme0123456789"
                 "&agentId=ravi&customer=acme&did=914000000001&comments=&ucid=81891700000000002"
                 "&disposition=%s&pauseReason=&pauseAfterDispose=false",
                 base_url, disposition);
        curl_free(disposition);
        curl_easy_setopt(easy, CURLOPT_URL, url);
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 15000L);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, append);
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, body);
        must(curl_easy_perform(easy) == CURLE_OK, "libcurl failed");
        must(strstr(body, "saved") != NULL, "libcurl's reply");
    }
    return (double)(cpu_ns() - begun) / CALLS;
}

int main(int count, char **arguments)
{
    must(count == 2, "usage: call BASE_URL");
    cad_account *account = NULL;
    cad_account_with_api_key(cad_cstr("acme"), cad_cstr("KKacme0123456789"), &account);
    cad_settings settings = CAD_SETTINGS_INIT;
    settings.account = account;
    settings.api = CAD_API_GET_V2;
    settings.base_url = cad_cstr(arguments[1]);
    cad_client *client = NULL;
    must(cad_client_new(&settings, NULL, &client, NULL) == CAD_OK, "no client");
    CURL *easy = curl_easy_init();

    double ours[RUNS], curls[RUNS];
    with_client(client);
    with_curl(easy, arguments[1]);
    for (int run = 0; run < RUNS; run++) {
        ours[run] = with_client(client);
        curls[run] = with_curl(easy, arguments[1]);
    }
    report("a call", "libcurl and strstr", ours, curls, RUNS, 0);
    curl_easy_cleanup(easy);
    cad_client_free(client);
    cad_account_free(account);
    return EXIT_SUCCESS;
}

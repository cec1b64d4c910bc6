/* What one call costs over the C client and over libcurl's easy interface with the reply read by strstr: the
 * same request, to the same simulator, each on a kept connection; alone, in processor time, and from 64
 * threads at once, by the clock. The client is one for all threads; of libcurl each thread has a handle.
 *
 * tests/bench/c/run starts the simulator, which CLOUDAGENT_BASE_URL names. */
#include <arpa/inet.h>
#include <curl/curl.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cloudagent_disposition.h"
#include "measure.h"

enum { RUNS = 10, CALLS = 2000, THREADS = 64, PARALLEL_RUNS = 5, CALLS_EACH = 40 };

static const char *base_url;
static const char PATH[] = "/CAServices/Disposition/DispositionAPIV2.php?action=Set&apiKey=KKacme0123456789"
                           "&agentId=ravi.k&customer=acme&did=911140000001&comments=&ucid=81891723610400101"
                           "&disposition=Sale&pauseReason=&pauseAfterDispose=false";

static void must(int holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "call: %s\n", what);
        exit(EXIT_FAILURE);
    }
}

static void with_client(void *client)
{
    cad_request what = CAD_REQUEST_INIT;
    what.ucid = cad_cstr("81891723610400101");
    what.did = cad_cstr("911140000001");
    what.agent_id = cad_cstr("ravi.k");
    what.disposition = cad_cstr("Sale");
    cad_receipt *receipt = NULL;
    must(cad_set_disposition(client, &what, NULL, &receipt) == CAD_OK, "a call failed");
    cad_receipt_free(receipt);
}

static size_t append(char *data, size_t size, size_t count, void *to)
{
    strncat(to, data, size * count);
    return size * count;
}

static void with_curl(void *easy)
{
    char url[1024], body[4096] = "";
    char *disposition = curl_easy_escape(easy, "Sale", 0);
    snprintf(url, sizeof url, "%s%s", base_url, PATH);
    curl_free(disposition);
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 15000L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, body);
    must(curl_easy_perform(easy) == CURLE_OK, "libcurl failed");
    must(strstr(body, "saved") != NULL || strstr(body, "updated") != NULL, "libcurl's reply");
}

/* What no HTTP stack is without: the bytes out, and the reply's in. */
static void with_socket(void *socket)
{
    char request[1024], reply[4096];
    int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n", PATH);
    int fd = *(int *)socket;
    must(send(fd, request, (size_t)length, MSG_NOSIGNAL) == length, "the socket is full");
    ssize_t got = recv(fd, reply, sizeof reply - 1, 0);
    must(got > 0, "no reply");
}

static int connected(void)
{
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    where.sin_port = htons((uint16_t)atoi(strrchr(base_url, ':') + 1));
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    must(connect(fd, (struct sockaddr *)&where, sizeof where) == 0, "no connection");
    return fd;
}

/* A call, and what each thread makes it with. */
struct calls {
    void (*one)(void *with);
    void *with[THREADS];
};

static double alone(void *calls)
{
    const struct calls *which = calls;
    uint64_t begun = now_ns(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; i < CALLS; i++) {
        which->one(which->with[0]);
    }
    return (double)(now_ns(CLOCK_PROCESS_CPUTIME_ID) - begun) / CALLS;
}

struct thread {
    const struct calls *calls;
    int number;
};

static void *several(void *thread)
{
    const struct thread *which = thread;
    for (int i = 0; i < CALLS_EACH; i++) {
        which->calls->one(which->calls->with[which->number]);
    }
    return NULL;
}

static double at_once(void *calls)
{
    pthread_t started[THREADS];
    struct thread threads[THREADS];
    uint64_t begun = now_ns(CLOCK_MONOTONIC);
    for (int i = 0; i < THREADS; i++) {
        threads[i] = (struct thread){calls, i};
        must(pthread_create(&started[i], NULL, several, &threads[i]) == 0, "no thread");
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(started[i], NULL);
    }
    return (double)(now_ns(CLOCK_MONOTONIC) - begun) / (THREADS * CALLS_EACH);
}

int main(void)
{
    base_url = getenv("CLOUDAGENT_BASE_URL");
    must(base_url != NULL, "CLOUDAGENT_BASE_URL is not set");
    cad_account *account = NULL;
    cad_account_with_api_key(cad_cstr("acme"), cad_cstr("KKacme0123456789"), &account);
    cad_settings settings = CAD_SETTINGS_INIT;
    settings.account = account;
    settings.api = CAD_API_GET_V2;
    settings.base_url = cad_cstr(base_url);
    cad_client *client = NULL;
    must(cad_client_new(&settings, NULL, &client, NULL) == CAD_OK, "no client");
    int fd = connected();
    struct calls ours = {with_client, {NULL}}, curls = {with_curl, {NULL}}, bare = {with_socket, {&fd}};
    for (int i = 0; i < THREADS; i++) {
        ours.with[i] = client;
        curls.with[i] = curl_easy_init();
    }

    const struct way one[] = {{"", alone, &ours, 0}, {"libcurl and strstr", alone, &curls, 1.5}};
    const struct way floor = {"a bare socket", alone, &bare, 0};
    compare("one call, kept connection", "\"group\": \"calls\", \"clock\": \"CPU\"", RUNS, one, 2, &floor);
    const struct way all[] = {{"", at_once, &ours, 0}, {"libcurl and strstr", at_once, &curls, 0}};
    compare("64 threads over one client, each call", "\"group\": \"parallel\", \"clock\": \"wall\"",
            PARALLEL_RUNS, all, 2, NULL);

    for (int i = 0; i < THREADS; i++) {
        curl_easy_cleanup(curls.with[i]);
    }
    close(fd);
    cad_client_free(client);
    cad_account_free(account);
    return EXIT_SUCCESS;
}

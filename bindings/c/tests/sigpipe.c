/* A peer that closes while a long comment is being written never ends this program: SIGPIPE is at
 * its default here, as in any program that has not heard of it. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "simulator.h"

enum { CALLS = 300, COMMENT = 60000 };

static cad_client *client_at(cad_str base_url, cad_str certificate)
{
    cad_account *account = NULL;
    CHECK_STATUS(cad_account_with_api_key(cad_cstr("acme"), cad_cstr(SECRET_KEY), &account),
                 CAD_OK);
    cad_settings settings = CAD_SETTINGS_INIT;
    settings.account = account;
    settings.api = CAD_API_POST_API_KEY;
    settings.base_url = base_url;
    /* A comment that the vendor would cut is still sent. */
    settings.mode = CAD_MODE_ADVISE;
    cad_connection connection = CAD_CONNECTION_INIT;
    connection.extra_ca_pem = certificate;
    cad_client *client = NULL;
    CHECK_STATUS(cad_client_new(&settings, &connection, &client, NULL), CAD_OK);
    cad_account_free(account);
    return client;
}

/* Makes the calls, each of which fails. */
static void call(cad_client *client)
{
    static char comment[COMMENT];
    memset(comment, 'x', sizeof comment);
    size_t reset = 0;
    for (int i = 0; i < CALLS; i++) {
        cad_request request = CAD_REQUEST_INIT;
        request.ucid = cad_cstr("81891700000000002");
        request.did = cad_cstr("914000000001");
        request.agent_id = cad_cstr("ravi");
        request.disposition = cad_cstr("Sale");
        request.pause_after_dispose = CAD_NO;
        request.comments = (cad_str){comment, sizeof comment};
        cad_receipt *receipt = NULL;
        cad_status status = cad_set_disposition(client, &request, NULL, &receipt);
        CHECK(status == CAD_UNCERTAIN || status == CAD_NOT_SENT);
        reset += cad_receipt_kind(receipt) == CAD_KIND_RESET;
        cad_receipt_free(receipt);
    }
    /* The peer did close in the middle of it. */
    CHECK(reset > CALLS / 2);
    cad_client_free(client);
}

static void over(const char *what, const char *address, const char *certificate)
{
    about("%s", what);
    simulator running = simulator_start();
    json_t *fault = json_pack("{s:s}", "fault", "reset_while_reading");
    simulator_inject(&running, fault);
    json_decref(fault);
    cad_str trusted = cad_cstr(certificate != NULL ? simulator_address(&running, certificate) : NULL);
    call(client_at(cad_cstr(simulator_address(&running, address)), trusted));
    simulator_stop(&running);
}

static void over_tcp(void)
{
    over("over TCP", "base_url", NULL);
}

static void over_tls(void)
{
    over("over TLS", "tls_url", "tls_certificate");
}

/* The library leaves the signal as it found it: what this program does with it is its own. */
static void the_signal_is_as_it_was(void)
{
    struct sigaction now;
    sigset_t blocked;
    CHECK(sigaction(SIGPIPE, NULL, &now) == 0 && now.sa_handler == SIG_DFL);
    CHECK(sigprocmask(SIG_SETMASK, NULL, &blocked) == 0 && !sigismember(&blocked, SIGPIPE));
}

int main(int count, char **arguments)
{
    static const test tests[] = {
        TEST(over_tcp),
        TEST(over_tls),
        TEST(the_signal_is_as_it_was),
    };
    signal(SIGPIPE, SIG_DFL);
    return run_tests(tests, COUNT(tests), count > 1 ? arguments[1] : NULL);
}

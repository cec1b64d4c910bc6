// A peer that closes while a long comment is being written never ends this program: SIGPIPE is at
// its default here, as in any program that has not heard of it, and stays so: what this program does
// with it is its own.
#include <csignal>
#include <cstdlib>

#include "check.hpp"
#include "simulator.hpp"

using namespace cloudagent;

namespace {

constexpr int calls = 300;

void over(const char *address, const char *certificate)
{
    subject = address;
    const Simulator simulator;
    simulator.inject({{"fault", "reset_while_reading"}});
    Settings settings;
    settings.base_url = simulator.address(address);
    settings.mode = Mode::advise; // a comment that the vendor would cut is still sent
    Connection connection;
    connection.extra_ca_pem = certificate != nullptr ? simulator.address(certificate) : "";
    const Client client(Account::with_api_key("acme", secret_key), Api::post_api_key, settings,
                        connection);
    Request request = good_request();
    request.pause_after_dispose = false;
    request.comments.assign(60000, 'x');
    int reset = 0;
    for (int i = 0; i < calls; i++) {
        const auto result = client.try_set_disposition(request);
        if (CHECK(!result)) {
            CHECK(result.error().is_uncertain() || result.error().is_not_sent());
            reset += result.error().kind() == Kind::reset ? 1 : 0;
        }
    }
    CHECK(reset > calls / 2); // the peer did close in the middle of it
}

} // namespace

int main()
{
    std::signal(SIGPIPE, SIG_DFL);
    over("base_url", nullptr);
    over("tls_url", "tls_certificate");
    struct sigaction now;
    sigset_t blocked;
    CHECK(sigaction(SIGPIPE, nullptr, &now) == 0 && now.sa_handler == SIG_DFL);
    CHECK(sigprocmask(SIG_SETMASK, nullptr, &blocked) == 0 && sigismember(&blocked, SIGPIPE) == 0);
    std::cout << "sigpipe: 300 calls each over TCP and TLS, " << failures << " checks failed\n";
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

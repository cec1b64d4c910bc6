// A cancel over the built-in transport: a call whose request is out, at a server that is silent, ends soon,
// as uncertain and with its receipt; so does a list, of which nothing is uncertain.
#include <algorithm>
#include <cstdlib>
#include <thread>

#include "check.hpp"
#include "simulator.hpp"

using namespace cloudagent;

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// What others who work on this machine may make a call late by is told by the best of some rounds.
constexpr int rounds = 5;
constexpr milliseconds punctual(50);

/// Runs a call with a token that is cancelled when the server has its request. How late it ends.
template <class Run> milliseconds cancelled(const Simulator &simulator, Run run)
{
    const CancelToken token;
    CallOptions options;
    options.cancel = token;
    const std::size_t before = simulator.received().size();
    steady_clock::time_point at;
    std::thread other([&] {
        while (simulator.received().size() == before) {
            std::this_thread::yield();
        }
        at = steady_clock::now();
        token.cancel();
    });
    run(options);
    const auto ended = steady_clock::now();
    other.join();
    return std::chrono::duration_cast<milliseconds>(ended - at);
}

} // namespace

int main()
{
    const Simulator simulator;
    Settings settings;
    settings.base_url = simulator.address("base_url");
    const Client client(Account::with_api_key("acme", secret_key), Api::get_v2, settings);
    simulator.inject({{"fault", "silent"}});
    milliseconds call = milliseconds::max(), list = milliseconds::max();
    for (int round = 0; round < rounds && std::max(call, list) > punctual; round++) {
        subject = "a call";
        call = std::min(call, cancelled(simulator, [&client](const CallOptions &options) {
            const auto result = client.try_set_disposition(good_request(), options);
            CHECK(!result && result.error().is_uncertain());
            CHECK(result.error().kind() == Kind::cancelled);
            CHECK_EQUAL(result.error().receipt()->attempts().size(), std::size_t{1});
        }));
        subject = "a list";
        list = std::min(list, cancelled(simulator, [&client](const CallOptions &options) {
            const DispositionList none = client.list_dispositions("North", options);
            CHECK(!none.dispositions && none.kind == Kind::cancelled);
        }));
    }
    CHECK(call <= punctual);
    CHECK(list <= punctual);
    std::cout << "cancel: " << failures << " checks failed\n";
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

// What became of a call whose reply was lost, over the simulator: each of these functions of the wrapper
// is one of C's.
#include <chrono>
#include <cstdlib>

#include "check.hpp"
#include "simulator.hpp"

using namespace cloudagent;

namespace {

/// The day of the account's clocks.
std::string today()
{
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return *record_day(std::chrono::duration_cast<std::chrono::seconds>(since_1970).count(), 330);
}

Request lost_request()
{
    Request request = good_request();
    request.ucid = "81891700000000002";
    return request;
}

/// A call is lost so, its agent may dispose it otherwise, and then it is looked up in the simulator's own
/// records, of which every row holds the key.
void check_lost(const char *fault, bool disposed_otherwise, Finding finding, Effect effect)
{
    subject = std::string(fault) + (disposed_otherwise ? ", disposed otherwise" : "");
    const Simulator simulator;
    Settings settings;
    settings.base_url = simulator.address("base_url");
    const Client client(Account::with_api_key("acme", secret_key), Api::get_v2, settings);
    const Request request = lost_request();
    simulator.inject({{"fault", fault}, {"count", 1}});
    const auto lost = client.try_set_disposition(request);
    CHECK(!lost && lost.error().is_uncertain());
    if (disposed_otherwise) {
        Request other = request;
        other.disposition = "No Answer";
        CHECK(client.try_set_disposition(other).has_value());
    }
    const std::size_t before = simulator.received().size();

    const Settlement settlement = client.look_up(request, today());
    CHECK_EQUAL(settlement.finding(), finding);
    CHECK_EQUAL(settlement.effect(), effect);
    CHECK(!settlement.lookup() && !settlement.may_resend());
    const Receipt settled = settle_receipt(*lost.error().receipt(), request, settlement);
    CHECK_EQUAL(settled.effect(), effect);
    CHECK_EQUAL(settled.settled().has_value(), effect != Effect::unknown);
    const std::string json = settled.to_json() + settlement.record()->to_json(true);
    CHECK((json + settlement.sentence()).find(secret_key) == std::string::npos);

    const auto requests = simulator.received();
    CHECK_EQUAL(requests.size(), before + 1);
    CHECK_EQUAL(requests.back().at("method").get<std::string>(), "GET");
    CHECK_EQUAL(requests.back().at("target").get<std::string>(), "/ca_reports/fetchCdrByUCID");
    CHECK(requests.back().at("connection") != requests.front().at("connection"));

    // The next one has to wait, and says how long; nothing is sent.
    const auto again = client.look_up_all({request, request}, today());
    CHECK_EQUAL(again.size(), std::size_t{2});
    CHECK_EQUAL(again[1].finding(), Finding::no_answer);
    CHECK(again[1].lookup()->outcome == Outcome::rate_limited);
    CHECK(again[1].look_again() > std::chrono::seconds(0));
    CHECK_EQUAL(simulator.received().size(), before + 1);
}

} // namespace

int main()
{
    check_lost("reset_after_applied", false, Finding::stands, Effect::applied);
    check_lost("reset_before_applied", false, Finding::none_yet, Effect::unknown);
    check_lost("reset_before_applied", true, Finding::another_stands, Effect::not_applied);
    if (failures == 0) {
        std::cout << "look_up: what nobody knew is settled\n";
    }
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

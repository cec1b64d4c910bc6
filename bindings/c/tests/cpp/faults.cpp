// What a caller is told when the network or the server misbehaves, and what the server received:
// tests/faults/faults.json, through the C client (CAD_THROUGH_C), or through the C++ client and the
// dialer's loop.
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#ifndef CAD_THROUGH_C
#include "../../../../examples/cpp/dialer/dispositions.hpp"
#endif
#include "check.hpp"
#include "simulator.hpp"

using namespace cloudagent;
using Json = nlohmann::json;

namespace {

const std::string secret_comments = "owes 500 rupees, angry";

/// Whether a text holds the key or the comment: as they are, or as a URL or a form has them.
bool leaks(std::string text)
{
    const auto lower = [](std::string mixed) {
        std::transform(mixed.begin(), mixed.end(), mixed.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return mixed;
    };
    const std::string secrets[] = {secret_key, "KK-marker%2F7%2Bcanary", secret_comments,
                                   "owes%20500%20rupees%2C%20angry",
                                   "owes+500+rupees%2C+angry"};
    return std::any_of(std::begin(secrets), std::end(secrets), [&](const std::string &secret) {
        return lower(text).find(lower(secret)) != text.npos;
    });
}

/// What a call came to.
struct Told {
    Status status;
    Receipt receipt;
    std::string said;
};

/// A way to set one disposition.
using Way = Told (*)(Api, const Settings &, const Request &);

Account account()
{
    return Account::with_api_key("acme", secret_key);
}

#ifdef CAD_THROUGH_C
Told by_c(Api api, const Settings &given, const Request &what)
{
    const Account who = account();
    const cad_settings settings = detail::c_settings(&who, detail::c_api(api), given);
    const cad_request request = detail::c_request(what);
    cad_client *client = nullptr;
    cad_receipt *receipt = nullptr;
    CHECK(cad_client_new(&settings, nullptr, &client, nullptr) == CAD_OK);
    const cad_status status = cad_set_disposition(client, &request, nullptr, &receipt);
    cad_client_free(client);
    const cad_str said = cad_receipt_sentence(receipt);
    CHECK(cad_receipt_result(receipt) == status);
    return {static_cast<Status>(status), Receipt(receipt), std::string(said.data, said.len)};
}

const std::map<std::string, Way> ways = {{"the client", by_c}};
#else
Told by_client(Api api, const Settings &settings, const Request &request)
{
    Client client(account(), api, settings);
    try {
        Receipt receipt = client.set_disposition(request);
        std::string said = receipt.sentence();
        return {Status::ok, std::move(receipt), std::move(said)};
    } catch (const Error &error) {
        CHECK_EQUAL(error.may_resend(), error.receipt()->may_resend());
        CHECK_EQUAL(error.effect(), error.receipt()->effect());
        CHECK_EQUAL(error.advice(), error.receipt()->advice());
        CHECK(error.kind() == error.receipt()->kind() &&
              error.outcome() == error.receipt()->outcome());
        return {error.status(), error.receipt()->copy(), error.what()};
    }
}

Told by_dialer(Api api, const Settings &settings, const Request &request)
{
    std::optional<Receipt> told;
    dialer::Dispositions dispositions(
        Engine(account(), api, settings), [&told](const Request &, const Receipt &receipt) {
            CHECK(!told);
            told = receipt.copy();
        });
    dispositions.begin(request);
    while (!dispositions.under_way().empty()) {
        dispositions.turn();
        dispositions.sleep(Moment::max(), -1);
    }
    const Status status = told->result();
    std::string said = told->sentence();
    return {status, std::move(*told), std::move(said)};
}

const std::map<std::string, Way> ways = {{"the client", by_client}, {"the dialer's loop", by_dialer}};
#endif

Request request()
{
    Request request = good_request();
    request.ucid = "81891700000000002";
    request.comments = secret_comments;
    request.pause_after_dispose = false;
    return request;
}

std::string address_of(const Json &given, const Simulator &simulator)
{
    const std::string named = given.value("address", "base_url");
    if (named == "https") {
        return "https" + simulator.address("base_url").substr(4);
    }
    return named.find("://") != named.npos ? named : simulator.address(named);
}

template <class Enum> std::optional<std::string> word(std::optional<Enum> value)
{
    return value ? std::optional<std::string>(name(*value)) : std::nullopt;
}

std::optional<std::string> text(const Json &value)
{
    return value.is_null() ? std::nullopt : std::optional(value.get<std::string>());
}

void check_told(const Told &told, const Json &expected)
{
    const Receipt &receipt = told.receipt;
    CHECK_EQUAL(std::string(name(told.status)), text(expected.at("class")).value_or("ok"));
    CHECK_EQUAL(word(receipt.kind()), text(expected.at("kind")));
    CHECK_EQUAL(std::string(name(receipt.effect())), text(expected.at("effect")).value());
    CHECK_EQUAL(std::string(name(receipt.advice())), text(expected.at("advice")).value());
    CHECK_EQUAL(receipt.may_resend(), expected.at("may_resend").get<bool>());
    CHECK_EQUAL(word(receipt.outcome()), text(expected.at("outcome")));
    const Json &status = expected.at("http_status"), &wait = expected.at("retry_after_seconds");
    CHECK_EQUAL(receipt.http_status().value_or(0), status.is_null() ? 0 : status.get<int>());
    CHECK_EQUAL(receipt.retry_after() ? receipt.retry_after()->count() : -1,
                wait.is_null() ? -1 : wait.get<std::int64_t>());
    Json deliveries = Json::array();
    for (const Attempt &attempt : receipt.attempts()) {
        deliveries.push_back(std::string(name(attempt.delivery)));
    }
    CHECK(deliveries == expected.at("deliveries"));
    CHECK(!leaks(told.said) && !leaks(receipt.to_json()));
}

void check_received(const Simulator &simulator, const Json &expected)
{
    bool applied = false;
    const Json received = simulator.received();
    for (const Json &entry : received) {
        applied = applied || entry.at("applied").get<bool>();
    }
    CHECK_EQUAL(received.size(), expected.at("received").get<std::size_t>());
    CHECK_EQUAL(applied, expected.at("applied").get<bool>());
    CHECK_EQUAL(simulator.trap_visits(), 0);
}

void run(const Json &given, Api api, Way way)
{
    static const std::set<std::string> keys = {"id",          "fault",  "address",
                                               "deadline_ms", "expect", "connect_timeout_ms"};
    for (const auto &[key, value] : given.items()) {
        check(keys.count(key) == 1, key.c_str(), "a key that this runner does not know", 0);
    }
    const Simulator simulator;
    if (given.contains("fault")) {
        simulator.inject(given.at("fault"));
    }
    Settings settings;
    settings.base_url = address_of(given, simulator);
    if (given.contains("deadline_ms")) {
        settings.deadline = std::chrono::milliseconds(given.at("deadline_ms").get<int>());
    }
    if (given.contains("connect_timeout_ms")) {
        settings.connect_timeout =
            std::chrono::milliseconds(given.at("connect_timeout_ms").get<int>());
    }
    const Moment begun = now();
    const Told told = way(api, settings, request());
    const auto took = now() - begun;
    check_told(told, given.at("expect"));
    check_received(simulator, given.at("expect"));
    if (settings.deadline && told.status != Status::ok) {
        CHECK(took.count() >= static_cast<std::uint64_t>(settings.deadline->count()));
    }
}

#ifndef CAD_THROUGH_C
/// Many calls at once, a fault for some of them: what the journal received is what the attempts say.
void many_at_once()
{
    subject = "many calls at once";
    const Simulator simulator;
    for (const char *fault : {"reset_after_applied", "half_body", "html_502", "silent",
                              "reset_before_applied", "rate_limited"}) {
        simulator.inject({{"fault", fault}, {"count", 2}});
    }
    Settings settings;
    settings.base_url = simulator.address("base_url");
    settings.deadline = std::chrono::milliseconds(500);
    std::map<Delivery, std::size_t> deliveries;
    std::size_t ended = 0, settled = 0;
    dialer::Dispositions dispositions(
        Engine(account(), Api::post_api_key, settings),
        [&](const Request &, const Receipt &receipt) {
            ended++;
            settled += receipt.result() == Status::ok;
            for (const Attempt &attempt : receipt.attempts()) {
                deliveries[attempt.delivery]++;
            }
        });
    constexpr std::size_t calls = 40;
    for (std::size_t i = 0; i < calls; i++) {
        dispositions.begin(request());
    }
    while (!dispositions.under_way().empty()) {
        dispositions.turn();
        dispositions.sleep(Moment::max(), -1);
    }
    CHECK_EQUAL(ended, calls);
    CHECK_EQUAL(simulator.received().size(), calls);
    CHECK_EQUAL(deliveries[Delivery::replied] + deliveries[Delivery::no_reply], calls);
    CHECK_EQUAL(deliveries[Delivery::no_reply], std::size_t{8});
}

/// What is under way when the dialer is stopped is told as uncertain, once.
void stopped()
{
    subject = "a dialer that is stopped";
    const Simulator simulator;
    simulator.inject({{"fault", "silent"}});
    Settings settings;
    settings.base_url = simulator.address("base_url");
    std::size_t uncertain = 0;
    dialer::Dispositions dispositions(
        Engine(account(), Api::get_v2, settings), [&](const Request &, const Receipt &receipt) {
            uncertain += receipt.effect() == Effect::unknown && receipt.kind() == Kind::cancelled;
        });
    for (int i = 0; i < 5; i++) {
        dispositions.begin(request());
    }
    while (simulator.received().size() < 5) {
        dispositions.turn();
    }
    dispositions.cancel();
    CHECK_EQUAL(uncertain, std::size_t{5});
    CHECK(dispositions.under_way().empty());
}
#endif

} // namespace

int main()
{
    const char *named = std::getenv("CAD_FAULTS");
    std::ifstream stream(named != nullptr ? named : "tests/faults/faults.json");
    std::size_t count = 0;
    try {
        const Json file = Json::parse(stream);
        CHECK(file.at("format") == 1 && !file.at("cases").empty());
        for (const Json &given : file.at("cases")) {
            count++;
            for (const Api api : {Api::get_v2, Api::post_api_key}) {
                for (const auto &[through, way] : ways) {
                    subject = given.at("id").get<std::string>() + " on " +
                              std::string(name(api)) + " through " + through;
                    run(given, api, way);
                }
            }
        }
        CHECK(leaks("key kk-MARKER%2f7%2bcanary!") && !leaks("nothing to see"));
#ifndef CAD_THROUGH_C
        many_at_once();
        stopped();
#endif
    } catch (const std::exception &error) {
        std::cerr << subject << ": " << error.what() << '\n';
        return EXIT_FAILURE;
    }
    std::cout << "faults: " << count << " cases on 2 APIs in " << ways.size() << " ways, " << failures
              << " checks failed\n";
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

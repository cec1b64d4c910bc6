// Runs engine.json: traces of calls, each a list of [now, event, expected step].
#include <map>

#include "given.hpp"

using namespace cloudagent;
using std::chrono::milliseconds;

namespace {

std::optional<milliseconds> span_of(const Json &object, const char *key)
{
    const Json &value = member(object, key);
    return value.is_null() ? std::nullopt
                           : std::optional(milliseconds(value.get<std::int64_t>()));
}

Moment moment_of(const Json &value)
{
    return value.is_null() ? Moment::max() : Moment(Moment::duration(value.get<std::uint64_t>()));
}

Engine engine_of(const Json &given)
{
    only_keys(given, {"api", "customer", "api_key", "token", "base_url", "mode", "deadline_ms",
                      "connect_timeout_ms"});
    Json who;
    for (const char *key : {"customer", "api_key", "token"}) {
        if (given.contains(key)) {
            who[key] = given.at(key);
        }
    }
    Settings settings;
    settings.base_url = text_or_empty(given, "base_url");
    settings.deadline = span_of(given, "deadline_ms");
    settings.connect_timeout = span_of(given, "connect_timeout_ms");
    settings.mode = optional_word<Mode>(given, "mode").value_or(Mode::standard);
    return Engine(account_of(who), word<Api>(given.at("api")), settings);
}

Seed seed_of(const std::string &hex)
{
    Seed seed{};
    CHECK(hex.size() == 2 * seed.size());
    for (std::size_t i = 0; i < seed.size(); i++) {
        seed[i] = static_cast<std::uint8_t>(std::stoul(hex.substr(2 * i, 2), nullptr, 16));
    }
    return seed;
}

/// What a getter says against the receipt's JSON form, for every getter.
void check_getters(const Receipt &receipt, const Json &json)
{
    CHECK_EQUAL(receipt.effect(), word<Effect>(json.at("effect")));
    CHECK_EQUAL(receipt.advice(), word<Advice>(json.at("advice")));
    CHECK_EQUAL(receipt.outcome(), optional_word<Outcome>(json, "outcome"));
    CHECK_EQUAL(receipt.may_resend(), json.at("may_resend").get<bool>());
    CHECK_EQUAL(receipt.pause_requested(), json.at("pause_requested").get<bool>());
    CHECK_EQUAL(receipt.token_requests(), json.at("token_requests").get<std::uint32_t>());
    const Json &status = member(json, "http_status"), &wait = member(json, "retry_after_seconds");
    CHECK_EQUAL(receipt.http_status().value_or(0),
                status.is_null() ? 0 : status.get<std::uint16_t>());
    CHECK_EQUAL(receipt.retry_after() ? receipt.retry_after()->count() : -1,
                wait.is_null() ? -1 : wait.get<std::int64_t>());
    CHECK_EQUAL(receipt.status(), text(json, "status"));
    CHECK_EQUAL(receipt.details(), text(json, "details"));
    CHECK_EQUAL(receipt.ucid(), text(json, "ucid"));
    CHECK_EQUAL(receipt.did(), text(json, "did"));
    CHECK_EQUAL(receipt.action(), text(json, "action"));
    CHECK_EQUAL(receipt.excerpt(), text(json, "excerpt"));
    CHECK_EQUAL(receipt.request_id(), text_or_empty(json, "request_id"));
    CHECK_EQUAL(receipt.sentence(), text_or_empty(json, "sentence"));
    CHECK(!receipt.sentence().empty());

    const std::vector<Attempt> attempts = receipt.attempts();
    const Json &told = json.at("attempts");
    if (CHECK_EQUAL(attempts.size(), told.size())) {
        for (std::size_t i = 0; i < attempts.size(); i++) {
            CHECK_EQUAL(attempts[i].delivery, word<Delivery>(told[i].at("delivery")));
            CHECK_EQUAL(attempts[i].kind, optional_word<Kind>(told[i], "kind"));
            CHECK_EQUAL(attempts[i].outcome, optional_word<Outcome>(told[i], "outcome"));
            const Json &reply = member(told[i], "http_status");
            CHECK_EQUAL(attempts[i].http_status.value_or(0),
                        reply.is_null() ? 0 : reply.get<std::uint16_t>());
            CHECK_EQUAL(attempts[i].duration.count(),
                        told[i].at("duration_ms").get<std::int64_t>());
        }
    }
    Json warnings = json.at("warnings");
    for (Json &warning : warnings) {
        warning.erase("detail");
    }
    check_violations(receipt.warnings(), warnings);
}

void check_receipt(const Receipt &receipt, const Json &expected)
{
    CHECK_EQUAL(std::string(name(receipt.result())), text(expected, "class").value_or("ok"));
    CHECK_EQUAL(receipt.kind(), optional_word<Kind>(expected, "kind"));
    CHECK(receipt.violations().empty() == (receipt.result() != Status::invalid));
    const std::string text = receipt.to_json();
    const Json json = Json::parse(text);
    check_includes(json, member(expected, "receipt"));
    check_getters(receipt, json);
    CHECK_EQUAL(Receipt::from_json(text).to_json(), text);
    CHECK_EQUAL(receipt.copy().to_json(), text);
}

void check_step(const Step &step, const Json &expected)
{
    only_keys(expected, {"step", "seq", "connect_by", "until", "class", "kind", "receipt"});
    CHECK_EQUAL(std::string(name(step.kind)), expected.at("step").get<std::string>());
    CHECK((step.request.get() != nullptr) == (step.kind == StepKind::send));
    CHECK(step.receipt.has_value() == (step.kind == StepKind::done));
    CHECK(step.wake.empty());
    if (step.receipt) {
        check_receipt(*step.receipt, expected);
        return;
    }
    CHECK(step.until == moment_of(member(expected, "until")));
    if (step.kind != StepKind::wait) {
        CHECK_EQUAL(step.seq, expected.at("seq").get<std::uint32_t>());
    }
    if (step.kind == StepKind::send) {
        CHECK_EQUAL(step.body_limit, 65'536u);
        CHECK(step.connect_by == moment_of(member(expected, "connect_by")));
        CHECK(!step.request.url().empty());
    }
}

/// The calls of one case, by name.
using Calls = std::map<std::string, Call>;

Result<Step> start(Engine &engine, Calls &calls, const Json &event, Moment now, const Seed &seed)
{
    only_keys(event, {"event", "call", "request", "deadline_ms"});
    CallOptions options;
    options.deadline = span_of(event, "deadline_ms");
    auto started = engine.try_start(request_of(event.at("request")), now, options, seed);
    if (!started) {
        return started.error();
    }
    calls.emplace(text_or_empty(event, "call"), std::move(started->call));
    return Result<Step>(std::move(started->step));
}

Result<Step> happen(Calls &calls, const Json &given, Moment now)
{
    only_keys(given, {"event", "call", "seq", "kind", "sent", "status", "retry_after", "date",
                      "body"});
    const std::string body = text_or_empty(given, "body");
    const std::string retry_after = text_or_empty(given, "retry_after");
    const std::string date = text_or_empty(given, "date");
    Event event;
    event.kind = word<EventKind>(given.at("event"));
    event.seq = given.value("seq", 0u);
    event.failure = optional_word<Kind>(given, "kind").value_or(Kind::transport_failed);
    event.sent = given.value("sent", true);
    event.received = {given.value("status", std::int64_t{0}), body, retry_after, date};
    return calls.at(text_or_empty(given, "call")).try_step(event, now);
}

} // namespace

void run_engine(const Json &one)
{
    only_keys(one, {"id", "source", "settings", "seed", "trace"});
    std::optional<Engine> engine(engine_of(one.at("settings")));
    const Seed seed = seed_of(one.at("seed").get<std::string>());
    Calls calls;
    CHECK(!one.at("trace").empty());
    for (const Json &entry : one.at("trace")) {
        CHECK(entry.size() == 3);
        const Moment now = moment_of(entry[0]);
        const bool starts = entry[1].at("event") == "start";
        auto step = starts ? start(*engine, calls, entry[1], now, seed)
                           : happen(calls, entry[1], now);
        if (entry[2].at("step") == "misuse") {
            CHECK(!step && step.error().status() == Status::misuse && step.error().is_misuse());
        } else if (CHECK(step.has_value())) {
            check_step(*step, entry[2]);
        }
    }
    // Calls outlive their engine.
    engine.reset();
}

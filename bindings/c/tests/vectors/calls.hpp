// The engines and calls of a trace, and the store that they share.
#ifndef CAD_TEST_CALLS_HPP
#define CAD_TEST_CALLS_HPP

#include <utility>

#include "steps.hpp"

/// The store that the engines of a trace share: it keeps bytes, and knows no rule.
class TraceStore final : public TokenStore {
  public:
    /// Begins with a record, or with bytes that are none.
    explicit TraceStore(const Json &record)
    {
        if (!record.is_null()) {
            kept_ = record.is_string() ? record.get<std::string>() : record.dump();
        }
    }
    Stored get(std::string_view) override
    {
        return kept_ ? Stored::found(*kept_, std::to_string(version_)) : Stored::nothing();
    }
    StoreAnswer put_if(std::string_view, std::optional<std::string_view> version,
                       std::string_view bytes) override
    {
        const auto current = kept_ ? std::optional(std::to_string(version_)) : std::nullopt;
        if (current.has_value() != version.has_value() || (version && *current != *version)) {
            return StoreAnswer::conflict;
        }
        kept_ = std::string(bytes);
        version_++;
        return StoreAnswer::written;
    }

  private:
    std::optional<std::string> kept_;
    int version_ = 0; // how often something was put there
};

inline Seed seed_of(const std::string &hex)
{
    Seed seed{};
    CHECK_EQUAL(hex.size(), 2 * seed.size());
    for (std::size_t i = 0; i < seed.size(); i++) {
        seed[i] = static_cast<std::uint8_t>(std::stoul(hex.substr(2 * i, 2), nullptr, 16));
    }
    return seed;
}

/// A case's engines and calls, by their names.
class Calls {
  public:
    /// Begins a case's trace.
    explicit Calls(const Json &one)
        : settings_(one.at("settings")), seed_(one.at("seed").get<std::string>()),
          store_(member(one, "store"))
    {
    }
    /// The step that follows an event. Of the end also the `class`, and what the getters say.
    Json step(const Json &given, std::uint64_t at)
    {
        const Moment now{Moment::duration(at)};
        const std::string called = text_or_empty(given, "call");
        if (given.at("event") == "close") {
            engine(text_or_empty(given, "engine")).close();
            return nullptr;
        }
        if (given.at("event") == "start" || given.at("event") == "start_list") {
            CallOptions options;
            options.deadline = span(given, "deadline_ms");
            const Seed seed = seed_of(text(given, "seed").value_or(seed_));
            const Engine &on = engine(text_or_empty(given, "engine"));
            Started started =
                given.at("event") == "start"
                    ? on.start(request_of(given.at("request")), now, options, seed)
                    : on.start_list(text_or_empty(given, "campaign"), now, options, seed);
            CHECK(calls_.emplace(called, std::move(started.call)).second);
            return kept(called, started.step);
        }
#ifndef CAD_NO_CLIENT
        if (given.at("event") == "start_look_up" || given.at("event") == "start_look_up_all") {
            return begun_look_up(given, now);
        }
#endif
        const auto seq = given.value("seq", 0u);
        const Stored answer = answered(called, seq, given);
        const auto step = calls_.at(called).try_step(event(given, seq, answer), now);
        if (!step) {
            CHECK(step.error().is_misuse());
            return {{"step", told(step.error().status())}};
        }
        return kept(called, *step);
    }

  private:
#ifndef CAD_NO_CLIENT
    /// The first step of a look-up, or `invalid` with what is wrong.
    Json begun_look_up(const Json &given, Moment now)
    {
        CallOptions options;
        options.deadline = span(given, "deadline_ms");
        const Seed seed = seed_of(text(given, "seed").value_or(seed_));
        const Engine &on = engine(text_or_empty(given, "engine"));
        const std::string day = text_or_empty(given, "day"), from = text_or_empty(given, "from"),
                          to = text_or_empty(given, "to");
        const auto wall = given.at("wall").get<std::uint64_t>();
        std::vector<Request> requests;
        for (const Json &one : given.value("requests", Json::array())) {
            requests.push_back(request_of(one));
        }
        Result<Started> started =
            given.at("event") == "start_look_up"
                ? on.try_start_look_up(request_of(given.at("request")), day, now, wall, options, seed)
                : on.try_start_look_up_all(requests, day, from, to, now, wall, options, seed);
        if (!started) {
            Json violations = Json::array();
            for (const Violation &violation : started.error().violations()) {
                violations.push_back({name(violation.field), name(violation.problem)});
            }
            return {{"step", "invalid"}, {"violations", std::move(violations)}};
        }
        const std::string called = text_or_empty(given, "call");
        CHECK(calls_.emplace(called, std::move(started->call)).second);
        return kept(called, started->step);
    }
#endif

    /// What a call asked of the store.
    struct Asked {
        StoreOperation operation;
        std::string key;
        std::optional<std::string> version;
        std::string bytes;
    };

    /// Made when its first call starts.
    Engine &engine(const std::string &called)
    {
        const auto found = engines_.find(called);
        if (found != engines_.end()) {
            return found->second;
        }
        Engine made(account_of(settings_), *word<Api>(settings_.at("api")), settings_of(settings_));
        return engines_.emplace(called, std::move(made)).first->second;
    }

    /// Keeps what is asked of the store, which a trace answers later.
    Json kept(const std::string &called, const Step &step)
    {
        if (step.kind == StepKind::store) {
            const auto version = step.version ? std::optional(std::string(*step.version)) : std::nullopt;
            asked_[{called, step.seq}] = {step.operation, std::string(step.key), version,
                                          std::string(step.bytes)};
        }
        return told(step);
    }

    /// What the store answers: it does now what it was asked to, or answers so and does nothing. A step
    /// that was never handed out reads it.
    Stored answered(const std::string &called, std::uint32_t seq, const Json &given)
    {
        if (given.at("event") != "stored") {
            return {};
        }
        if (const auto instead = word<StoreAnswer>(member(given, "answer"))) {
            return Stored(*instead);
        }
        const auto asked = asked_.find({called, seq});
        if (asked == asked_.end() || asked->second.operation == StoreOperation::get) {
            return store_.get("");
        }
        return Stored(store_.put_if(asked->second.key, asked->second.version, asked->second.bytes));
    }

    /// An event, whose texts are the trace's and the answer's.
    static Event event(const Json &given, std::uint32_t seq, const Stored &answer)
    {
        const auto view = [&given](const char *key) -> std::string_view {
            const Json &value = member(given, key);
            return value.is_null() ? std::string_view() : value.get_ref<const std::string &>();
        };
        const auto wall = given.value("wall", std::uint64_t{0});
        const EventKind kind = *word<EventKind>(given.at("event"));
        switch (kind) {
        case EventKind::stored:
            return Event::stored(seq, answer, wall);
        case EventKind::token_given:
            return Event::token_given(seq, view("token"), wall);
        case EventKind::reply:
            return Event::reply(seq,
                                {given.at("status").get<std::int64_t>(), view("body"),
                                 view("retry_after"), view("date")},
                                wall);
        case EventKind::failed:
            return Event::failed(seq, *word<Kind>(given.at("kind")), given.value("sent", true));
        case EventKind::timer:
        case EventKind::cancelled:
            break;
        }
        return kind == EventKind::timer ? Event::timer() : Event::cancelled();
    }

    Json settings_;
    std::string seed_;
    TraceStore store_;
    std::map<std::pair<std::string, std::uint32_t>, Asked> asked_;
    std::map<std::string, Call> calls_; // they outlive their engines
    std::map<std::string, Engine> engines_;
};

#endif

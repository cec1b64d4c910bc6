// How the steps of a trace are told, and compared.
#ifndef CAD_TEST_STEPS_HPP
#define CAD_TEST_STEPS_HPP

#include <utility>

#include "checks.hpp"

#ifndef CAD_NO_CLIENT
/// What became of a look-up, of one of its requests.
inline Json told(const Settlement &settlement)
{
    CHECK(!settlement.sentence().empty() && !settlement.may_resend());
    Json lookup;
    if (const auto failed = settlement.lookup()) {
        lookup = {{"outcome", told(failed->outcome)},
                  {"kind", told(failed->kind)},
                  {"advice", told(failed->advice)},
                  {"retry_after_seconds", told(failed->retry_after)}};
    }
    return {{"ucid", settlement.ucid()},
            {"finding", told(settlement.finding())},
            {"effect", told(settlement.effect())},
            {"advice", told(settlement.advice())},
            {"look_again_seconds", told(settlement.look_again())},
            {"lookup", std::move(lookup)}};
}
#endif

inline Json told(const Step &step)
{
    Json all = {{"step", told(step.kind)}};
    CHECK((step.request.get() != nullptr) == (step.kind == StepKind::send));
    CHECK(step.receipt.has_value() == (step.kind == StepKind::done));
    CHECK(step.list.has_value() == (step.kind == StepKind::listed));
#ifndef CAD_NO_CLIENT
    CHECK(step.settlements.has_value() == (step.kind == StepKind::settled));
    if (step.settlements) {
        all["settlements"] = Json::array();
        for (const Settlement &settlement : *step.settlements) {
            all["settlements"].push_back(told(settlement));
        }
        return all;
    }
#endif
    if (step.list) {
        CHECK(!step.list->sentence.empty());
        all["list"] = {{"dispositions", step.list->dispositions ? Json(*step.list->dispositions) : Json()},
                       {"outcome", told(step.list->outcome)},
                       {"kind", told(step.list->kind)},
                       {"advice", told(step.list->advice)},
                       {"http_status", told(step.list->http_status)},
                       {"retry_after_seconds", told(step.list->retry_after)}};
        return all;
    }
    if (step.receipt) {
        const Status result = step.receipt->result();
        all["class"] = result == Status::ok ? Json() : told(result);
        all["kind"] = told(step.receipt->kind());
        all["violations"] = told(step.receipt->violations());
        all["receipt"] = told(*step.receipt);
        return all;
    }
    if (step.until != Moment::max()) {
        all["until"] = step.until.time_since_epoch().count();
    }
    if (step.kind != StepKind::wait) {
        all["seq"] = step.seq;
    }
    if (step.kind == StepKind::store) {
        CHECK(!step.key.empty() && step.key.size() <= 64);
        if (step.operation == StoreOperation::get) {
            all["gets"] = true;
        } else {
            all["puts"] = Json::parse(step.bytes);
            all["replaces"] = step.version.has_value();
        }
    }
    if (step.kind == StepKind::token) {
        all["renew"] = step.renew;
    }
    if (step.kind == StepKind::send) {
        const std::string url(step.request.url()), fetches = "/generateToken";
        if (url.size() > fetches.size() &&
            url.compare(url.size() - fetches.size(), fetches.size(), fetches) == 0) {
            all["fetches"] = true;
        }
        for (const auto &[header, value] : step.request.headers()) {
            if (std::string(header) == "Authorization") {
                all["token"] = std::string(value).substr(std::string("Bearer ").size());
            }
        }
        all["connect_by"] = step.connect_by.time_since_epoch().count();
        all["body_limit"] = step.body_limit;
        if (step.request.body_with_get()) {
            CHECK(step.request.own_connection() && step.body_limit == step.request.reply_limit());
            all["looks_up"] = step.request.path();
        }
    }
    return all;
}

/// A step is what a trace expects.
inline void check_step(Json actual, Json expected)
{
    only_keys(expected, {"step", "seq", "connect_by", "until", "token", "fetches", "class", "kind",
                         "receipt", "gets", "puts", "replaces", "renew", "list", "settlements",
                         "violations", "looks_up"});
    if (expected.at("step") == "done") {
        expected.emplace("class", nullptr);
        expected.emplace("kind", nullptr);
        CHECK_EQUAL(actual.at("violations").empty(), expected["class"] != "invalid");
        // The getters and the JSON form say the same.
        const auto form = actual.at("receipt").at("json").get<std::string>();
        Json said = actual.at("receipt");
        said.erase("json");
        CHECK_EQUAL(said.dump(), Json::parse(form).dump());
        CHECK_EQUAL(reread("receipt", form).at("json").get<std::string>(), form);
        CHECK(said.at("sentence") != "");
        check_includes(actual, expected);
        return;
    }
    if (expected.at("step") == "send") {
        const bool looks_up = expected.contains("looks_up");
        expected["body_limit"] = looks_up ? actual.at("body_limit") : Json(65536);
        if (!expected.contains("token")) {
            actual.erase("token"); // one that stands in the settings is not told again
        }
    }
    check_includes(actual, expected);
    check_includes(expected, actual);
}

#endif

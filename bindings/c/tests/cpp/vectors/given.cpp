// What the vectors give and expect, read.
#include "given.hpp"

#include <algorithm>

using namespace cloudagent;

void only_keys(const Json &object, std::initializer_list<std::string_view> keys)
{
    for (const auto &[key, value] : object.items()) {
        const bool known = std::find(keys.begin(), keys.end(), key) != keys.end();
        check(known, key.c_str(), "the vectors: a key that this runner does not know", 0);
    }
}

const Json &member(const Json &object, const char *key)
{
    static const Json none;
    const auto found = object.find(key);
    return found == object.end() ? none : *found;
}

std::optional<std::string> text(const Json &object, const char *key)
{
    const Json &value = member(object, key);
    return value.is_null() ? std::nullopt : std::optional(value.get<std::string>());
}

std::string text_or_empty(const Json &object, const char *key)
{
    return text(object, key).value_or("");
}

Account account_of(const Json &given)
{
    only_keys(given, {"customer", "api_key", "token"});
    const std::string customer = text_or_empty(given, "customer");
    const auto api_key = text(given, "api_key"), token = text(given, "token");
    CHECK(!(api_key && token));
    if (api_key) {
        return Account::with_api_key(customer, *api_key);
    }
    return token ? Account::with_token(customer, *token)
                 : Account::without_credential(customer);
}

std::optional<bool> flag(const Json &given, const char *key)
{
    const Json &value = member(given, key);
    return value.is_null() ? std::nullopt : std::optional<bool>(value.get<bool>());
}

Request request_of(const Json &given)
{
    only_keys(given, {
        // generated: keys (by `cargo gen`)
        "ucid",
        "did",
        "agent_id",
        "disposition",
        "comments",
        "pause_after_dispose",
        "pause_reason",
        "callback_time",
        "callback_time_zone",
        "auto_release",
        // end
    });
    Request request;
    // generated: given (by `cargo gen`)
    request.ucid = text_or_empty(given, "ucid");
    request.did = text_or_empty(given, "did");
    request.agent_id = text_or_empty(given, "agent_id");
    request.disposition = text_or_empty(given, "disposition");
    request.comments = text_or_empty(given, "comments");
    request.pause_after_dispose = flag(given, "pause_after_dispose");
    request.pause_reason = text_or_empty(given, "pause_reason");
    request.callback_time = text_or_empty(given, "callback_time");
    request.callback_time_zone = text_or_empty(given, "callback_time_zone");
    request.auto_release = flag(given, "auto_release").value_or(false);
    // end
    return request;
}

void check_request(const Request &actual, const Request &expected)
{
    // generated: compared (by `cargo gen`)
    CHECK_EQUAL(actual.ucid, expected.ucid);
    CHECK_EQUAL(actual.did, expected.did);
    CHECK_EQUAL(actual.agent_id, expected.agent_id);
    CHECK_EQUAL(actual.disposition, expected.disposition);
    CHECK_EQUAL(actual.comments, expected.comments);
    CHECK_EQUAL(actual.pause_after_dispose, expected.pause_after_dispose);
    CHECK_EQUAL(actual.pause_reason, expected.pause_reason);
    CHECK_EQUAL(actual.callback_time, expected.callback_time);
    CHECK_EQUAL(actual.callback_time_zone, expected.callback_time_zone);
    CHECK_EQUAL(actual.auto_release, expected.auto_release);
    // end
}

void check_violations(const std::vector<Violation> &actual, const Json &expected)
{
    if (!CHECK_EQUAL(actual.size(), expected.size())) {
        return;
    }
    for (std::size_t i = 0; i < actual.size(); i++) {
        only_keys(expected[i], {"field", "problem", "severity"});
        CHECK_EQUAL(std::string(name(actual[i].field)), expected[i].at("field").get<std::string>());
        CHECK_EQUAL(std::string(name(actual[i].problem)),
                    expected[i].at("problem").get<std::string>());
        CHECK_EQUAL(std::string(name(actual[i].severity)),
                    expected[i].at("severity").get<std::string>());
        CHECK(actual[i].detail.size() > 1 && actual[i].detail.back() == '.');
    }
}

void check_includes(const Json &actual, const Json &expected)
{
    if (expected.is_object()) {
        for (const auto &[key, value] : expected.items()) {
            if (check(actual.contains(key), key.c_str(), "the receipt lacks a key", 0)) {
                check_includes(actual.at(key), value);
            }
        }
    } else if (expected.is_array()) {
        if (CHECK_EQUAL(actual.size(), expected.size())) {
            for (std::size_t i = 0; i < expected.size(); i++) {
                check_includes(actual[i], expected[i]);
            }
        }
    } else {
        CHECK_EQUAL(actual.dump(), expected.dump());
    }
}

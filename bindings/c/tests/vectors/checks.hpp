// What a runner asks of a case, and of what the library tells of it.
#ifndef CAD_TEST_CHECKS_HPP
#define CAD_TEST_CHECKS_HPP

#include <set>

#include "told.hpp"

using Keys = std::set<std::string>;

inline void only_keys(const Json &object, const Keys &keys)
{
    for (const auto &[key, value] : object.items()) {
        check(keys.count(key) == 1, key.c_str(), "the vectors: a key that is not known", 0);
    }
}

/// A request and an account have no member that is none.
inline void check_account(const Json &given)
{
    only_keys(given, {"customer", "api_key", "token"});
    CHECK(member(given, "api_key").is_null() || member(given, "token").is_null());
}

inline void check_request(const Json &given)
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
}

/// Every member that is expected is there with its value; lists element by element.
inline void check_includes(const Json &actual, const Json &expected)
{
    if (expected.is_object()) {
        for (const auto &[key, value] : expected.items()) {
            if (check(actual.contains(key), key.c_str(), "the library tells nothing of it", 0)) {
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

/// Violations, as `[{field, problem, severity}]`; each has a sentence.
inline void check_violations(const Json &actual, const Json &expected)
{
    check_includes(actual, expected);
    for (const Json &violation : actual) {
        const auto detail = violation.at("detail").get<std::string>();
        CHECK(detail.size() > 1 && detail.back() == '.');
    }
}

#endif

// A check that fails says so, and the run goes on.
#ifndef CAD_TEST_CHECK_HPP
#define CAD_TEST_CHECK_HPP

#include <iostream>
#include <optional>
#include <string>
#include <string_view>

#include "cloudagent_disposition.hpp"

/// How many checks have failed so far.
inline int failures = 0;
/// What the checks that follow are about.
inline std::string subject;

inline bool check(bool holds, const char *what, const char *file, int line)
{
    if (!holds) {
        failures++;
        std::cerr << file << ':' << line << ": " << subject << ": " << what << " does not hold\n";
    }
    return holds;
}

template <class Value> std::string shown(const Value &value)
{
    if constexpr (std::is_convertible_v<Value, std::string_view>) {
        return '"' + std::string(std::string_view(value)) + '"';
    } else if constexpr (std::is_enum_v<Value>) {
        return std::string(name(value));
    } else {
        return std::to_string(value);
    }
}

template <class Value> std::string shown(const std::optional<Value> &value)
{
    return value ? shown(*value) : "absent";
}

template <class Actual, class Expected>
bool check_equal(const Actual &actual, const Expected &expected, const char *what,
                 const char *file, int line)
{
    const bool same = actual == expected;
    if (!same) {
        failures++;
        std::cerr << file << ':' << line << ": " << subject << ": " << what << " is "
                  << shown(actual) << ", not " << shown(expected) << '\n';
    }
    return same;
}

/// A request that nothing is wrong with.
inline cloudagent::Request good_request()
{
    cloudagent::Request request;
    request.ucid = "8189000000001";
    request.did = "914000000001";
    request.agent_id = "ravi";
    request.disposition = "Sale";
    return request;
}

#define CHECK(condition) check((condition), #condition, __FILE__, __LINE__)
#define CHECK_EQUAL(actual, expected) \
    check_equal((actual), (expected), #actual, __FILE__, __LINE__)

#endif

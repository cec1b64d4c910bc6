// What the runners of the shared vectors have in common: what a case gives and expects, read.
#ifndef CAD_TEST_GIVEN_HPP
#define CAD_TEST_GIVEN_HPP

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "../check.hpp"

using Json = nlohmann::json;

/// A runner takes one case and checks it.
void run_classify(const Json &one);
void run_engine(const Json &one);
void run_params(const Json &one);
void run_receipts(const Json &one);
void run_urls(const Json &one);
void run_validate(const Json &one);
void run_wire(const Json &one);

/// Fails where the object has a key that is none of these.
void only_keys(const Json &object, std::initializer_list<std::string_view> keys);

/// A member; null where it is not there.
const Json &member(const Json &object, const char *key);

/// A text; nothing where it is missing or null.
std::optional<std::string> text(const Json &object, const char *key);

/// A text; empty where it is missing or null.
std::string text_or_empty(const Json &object, const char *key);

/// The enum's value of a word.
template <class Enum> Enum word(const Json &value)
{
    const auto wanted = value.get<std::string>();
    for (std::uint32_t number = 1; number < 100; number++) {
        if (name(static_cast<Enum>(number)) == wanted) {
            return static_cast<Enum>(number);
        }
    }
    throw std::runtime_error("a word without a number: " + wanted);
}

/// A word of an enum; nothing where it is missing or null.
template <class Enum> std::optional<Enum> optional_word(const Json &object, const char *key)
{
    const Json &value = member(object, key);
    return value.is_null() ? std::nullopt : std::optional<Enum>(word<Enum>(value));
}

/// The account of a case.
cloudagent::Account account_of(const Json &given);

/// The request of a case.
cloudagent::Request request_of(const Json &given);

/// Checks that two requests are the same.
void check_request(const cloudagent::Request &actual, const cloudagent::Request &expected);

/// Checks violations against `[{field, problem, severity}]`.
void check_violations(const std::vector<cloudagent::Violation> &actual, const Json &expected);

/// Checks that every key that is expected is there with its value; lists element by element.
void check_includes(const Json &actual, const Json &expected);

#endif

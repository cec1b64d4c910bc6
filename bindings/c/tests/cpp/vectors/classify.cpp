// Runs classify.json.
#include "given.hpp"

using namespace cloudagent;

namespace {

/// The bytes of a text in base64.
std::string decode(const std::string &from)
{
    static const std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    unsigned bits = 0, have = 0;
    for (const char c : from) {
        if (c == '=') {
            break;
        }
        const std::size_t six = digits.find(c);
        CHECK(six != digits.npos);
        bits = (bits << 6 | static_cast<unsigned>(six)) & 0xFFFF;
        have += 6;
        if (have >= 8) {
            have -= 8;
            bytes.push_back(static_cast<char>(bits >> have & 0xFF));
        }
    }
    return bytes;
}

void compare(const Reply &reply, const Json &expected)
{
    only_keys(expected, {"outcome", "effect", "advice", "ucid", "did", "action",
                         "retry_after_seconds", "status", "details", "recognised"});
    CHECK_EQUAL(std::string(name(reply.outcome)), expected.at("outcome").get<std::string>());
    CHECK_EQUAL(std::string(name(reply.effect)), expected.at("effect").get<std::string>());
    CHECK_EQUAL(std::string(name(reply.advice)), expected.at("advice").get<std::string>());
    CHECK_EQUAL(reply.ucid, text(expected, "ucid"));
    CHECK_EQUAL(reply.did, text(expected, "did"));
    CHECK_EQUAL(reply.action, text(expected, "action"));
    const Json &wait = member(expected, "retry_after_seconds");
    CHECK_EQUAL(reply.retry_after ? reply.retry_after->count() : -1,
                wait.is_null() ? -1 : wait.get<std::int64_t>());
    if (expected.contains("status")) {
        CHECK_EQUAL(reply.status, text(expected, "status"));
    }
    if (expected.contains("details")) {
        CHECK_EQUAL(reply.details, text(expected, "details"));
    }
    if (expected.contains("recognised")) {
        CHECK_EQUAL(reply.recognised, expected.at("recognised").get<bool>());
    }
    CHECK(!reply.hint.empty());
}

} // namespace

void run_classify(const Json &one)
{
    only_keys(one, {"id", "source", "kind", "http_status", "retry_after", "date", "body_base64",
                    "expect", "body"});
    const Json &expected = one.at("expect");
    const auto status = one.at("http_status").get<std::int64_t>();
    const std::string retry_after = text_or_empty(one, "retry_after");
    const std::string date = text_or_empty(one, "date");
    const auto encoded = text(one, "body_base64");
    CHECK(encoded.has_value() != one.contains("body"));
    const std::string body = encoded ? decode(*encoded) : one.at("body").get<std::string>();
    const HttpReply received{status, body, retry_after, date};

    const std::string kind = text(one, "kind").value_or("set");
    if (kind == "set") {
        compare(classify(received), expected);
        for (const Reply &reply : classify_many({received, received})) {
            compare(reply, expected);
        }
    } else if (kind == "token") {
        const TokenReply reply = classify_token(received);
        const auto granted = text(expected, "token");
        CHECK_EQUAL(reply.token() != nullptr, granted.has_value());
        if (reply.token() != nullptr && granted) {
            CHECK(reply.token()->reveal() == *granted);
            only_keys(expected, {"token"});
        } else {
            compare(reply.reply, expected);
        }
    } else if (CHECK(kind == "list")) {
        const ListReply reply = classify_list(received);
        CHECK_EQUAL(reply.dispositions.has_value(), expected.contains("dispositions"));
        if (reply.dispositions) {
            only_keys(expected, {"dispositions"});
            CHECK(*reply.dispositions ==
                  expected.at("dispositions").get<std::vector<std::string>>());
        } else {
            compare(reply.reply, expected);
        }
    }
}

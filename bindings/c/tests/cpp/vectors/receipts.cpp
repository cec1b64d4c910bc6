// Runs receipts.json: JSON forms that another version wrote, read and written again.
#include "given.hpp"

using namespace cloudagent;

namespace {

template <class Value> Json or_null(const std::optional<Value> &value)
{
    if constexpr (std::is_enum_v<Value>) {
        return value ? Json(std::string(name(*value))) : Json();
    } else {
        return value ? Json(*value) : Json();
    }
}

Json word(std::string_view word)
{
    return std::string(word);
}

/// What the getters say.
Json seen(const Receipt &receipt)
{
    Json attempts = Json::array(), warnings = Json::array();
    for (const Attempt &attempt : receipt.attempts()) {
        attempts.push_back({{"delivery", word(name(attempt.delivery))},
                            {"kind", or_null(attempt.kind)},
                            {"outcome", or_null(attempt.outcome)},
                            {"http_status", or_null(attempt.http_status)},
                            {"duration_ms", attempt.duration.count()}});
    }
    for (const Violation &warning : receipt.warnings()) {
        warnings.push_back({{"field", word(name(warning.field))},
                            {"problem", word(name(warning.problem))},
                            {"severity", word(name(warning.severity))},
                            {"detail", warning.detail}});
    }
    const auto wait = receipt.retry_after();
    return {{"effect", word(name(receipt.effect()))},
            {"advice", word(name(receipt.advice()))},
            {"may_resend", receipt.may_resend()},
            {"retry_after_seconds", wait ? Json(wait->count()) : Json()},
            {"outcome", or_null(receipt.outcome())},
            {"http_status", or_null(receipt.http_status())},
            {"status", or_null(receipt.status())},
            {"details", or_null(receipt.details())},
            {"ucid", or_null(receipt.ucid())},
            {"did", or_null(receipt.did())},
            {"action", or_null(receipt.action())},
            {"excerpt", or_null(receipt.excerpt())},
            {"pause_requested", receipt.pause_requested()},
            {"attempts", std::move(attempts)},
            {"warnings", std::move(warnings)},
            {"request_id", receipt.request_id()},
            {"token_requests", receipt.token_requests()},
            {"sentence", receipt.sentence()}};
}

/// Reads one of the two forms, compares what it says, and writes it again.
Result<std::string> written(const std::string &form, const std::string &json, const Json &fields)
{
    if (form == "request") {
        const auto request = Request::try_from_json(json);
        return request ? request->try_to_json() : Result<std::string>(request.error());
    }
    CHECK(form == "receipt");
    const auto receipt = Receipt::try_from_json(json);
    if (!receipt) {
        return receipt.error();
    }
    check_includes(seen(*receipt), fields);
    // A copy keeps what only the other version knows.
    return receipt->copy().try_to_json();
}

} // namespace

void run_receipts(const Json &one)
{
    only_keys(one, {"id", "source", "form", "json", "expect"});
    Json fields = one.at("expect");
    const auto expected = text(fields, "json");
    fields.erase("json");
    const auto again = written(text(one, "form").value_or("receipt"),
                               one.at("json").get<std::string>(), expected ? fields : Json::object());
    if (!expected) {
        CHECK(fields == Json({{"unreadable", true}}));
        CHECK(!again && again.error().is_invalid() && !again.error().violations().empty());
    } else if (CHECK(again.has_value())) {
        CHECK_EQUAL(*again, *expected);
    }
}

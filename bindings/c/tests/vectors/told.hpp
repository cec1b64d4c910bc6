// What the library tells, in the words of the shared vectors (tests/vectors). C and C++ run them
// through the wrapper: it has no rules of its own, and each of its functions is one of the C library's.
#ifndef CAD_TEST_TOLD_HPP
#define CAD_TEST_TOLD_HPP

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "../cpp/check.hpp"

using namespace cloudagent;
using Json = nlohmann::json;
using std::chrono::milliseconds;

/// A member; null where it is not there.
inline const Json &member(const Json &object, const char *key)
{
    static const Json none;
    const auto found = object.find(key);
    return found == object.end() ? none : *found;
}

/// A text; nothing where it is missing or null.
inline std::optional<std::string> text(const Json &object, const char *key)
{
    const Json &value = member(object, key);
    return value.is_null() ? std::nullopt : std::optional(value.get<std::string>());
}

inline std::optional<bool> flag(const Json &object, const char *key)
{
    const Json &value = member(object, key);
    return value.is_null() ? std::nullopt : std::optional(value.get<bool>());
}

inline std::string text_or_empty(const Json &object, const char *key)
{
    return text(object, key).value_or("");
}

/// The enum's value of a word; nothing for null.
template <class Enum> std::optional<Enum> word(const Json &value)
{
    if (value.is_null()) {
        return std::nullopt;
    }
    for (std::uint32_t number = 1; number < 100; number++) {
        if (name(static_cast<Enum>(number)) == value.get<std::string>()) {
            return static_cast<Enum>(number);
        }
    }
    throw std::runtime_error("a word without a number: " + value.dump());
}

template <class Value> Json told(const Value &value)
{
    if constexpr (std::is_enum_v<Value>) {
        return std::string(name(value));
    } else {
        return value;
    }
}

template <class Value> Json told(const std::optional<Value> &value)
{
    return value ? told(*value) : Json();
}

inline Json told(std::optional<std::chrono::seconds> wait)
{
    return wait ? Json(wait->count()) : Json();
}

inline Json told(const std::vector<Violation> &list)
{
    Json all = Json::array();
    for (const Violation &one : list) {
        all.push_back({{"field", told(one.field)},
                       {"problem", told(one.problem)},
                       {"severity", told(one.severity)},
                       {"detail", one.detail}});
    }
    return all;
}

inline Json wrong(const Error &error)
{
    CHECK(error.is_invalid());
    return {{"violations", told(error.violations())}};
}

inline Json told(const Result<HttpRequest> &built)
{
    if (!built) {
        return wrong(built.error());
    }
    const HttpRequestView request = built->view();
    Json headers = Json::object();
    for (const auto &[header, value] : request.headers()) {
        headers[header] = value;
    }
    return {{"method", std::string(request.method())}, {"url", request.url()},
            {"host", request.host()},                  {"port", request.port()},
            {"target", request.target()},              {"headers", std::move(headers)},
            {"body", told(request.body())}};
}

inline Json told(const Reply &reply)
{
    return {{"outcome", told(reply.outcome)},
            {"effect", told(reply.effect)},
            {"advice", told(reply.advice)},
            {"retry_after_seconds", told(reply.retry_after)},
            {"recognised", reply.recognised},
            {"status", told(reply.status)},
            {"details", told(reply.details)},
            {"ucid", told(reply.ucid)},
            {"did", told(reply.did)},
            {"action", told(reply.action)},
            {"hint", std::string(reply.hint)}};
}

/// What the getters say, and the JSON form.
inline Json told(const Receipt &receipt)
{
    Json attempts = Json::array();
    for (const Attempt &attempt : receipt.attempts()) {
        attempts.push_back({{"delivery", told(attempt.delivery)},
                            {"kind", told(attempt.kind)},
                            {"outcome", told(attempt.outcome)},
                            {"http_status", told(attempt.http_status)},
                            {"duration_ms", attempt.duration.count()}});
    }
    Json all = {{"effect", told(receipt.effect())},
                {"advice", told(receipt.advice())},
                {"may_resend", receipt.may_resend()},
                {"retry_after_seconds", told(receipt.retry_after())},
                {"outcome", told(receipt.outcome())},
                {"http_status", told(receipt.http_status())},
                {"status", told(receipt.status())},
                {"details", told(receipt.details())},
                {"ucid", told(receipt.ucid())},
                {"did", told(receipt.did())},
                {"action", told(receipt.action())},
                {"excerpt", told(receipt.excerpt())},
                {"pause_requested", receipt.pause_requested()},
                {"attempts", std::move(attempts)},
                {"warnings", told(receipt.warnings())},
                {"request_id", receipt.request_id()},
                {"token_requests", receipt.token_requests()},
                {"sentence", receipt.sentence()},
                {"json", receipt.to_json()}};
    if (const auto field = receipt.field()) {
        all["field"] = told(*field);
    }
    if (const auto finding = receipt.settled()) {
        all["settled"] = told(*finding);
    }
    return all;
}

inline Account account_of(const Json &given)
{
    const std::string customer = text_or_empty(given, "customer");
    if (given.value("token_source", false)) {
        return Account::with_token_source(customer);
    }
    if (const auto api_key = text(given, "api_key")) {
        return Account::with_api_key(customer, *api_key);
    }
    const auto token = text(given, "token");
    return token ? Account::with_token(customer, *token) : Account::without_credential(customer);
}

inline Request request_of(const Json &given)
{
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

inline std::optional<milliseconds> span(const Json &object, const char *key)
{
    const Json &value = member(object, key);
    return value.is_null() ? std::nullopt : std::optional(milliseconds(value.get<std::int64_t>()));
}

inline Settings settings_of(const Json &given)
{
    Settings settings;
    settings.base_url = text_or_empty(given, "base_url");
    settings.deadline = span(given, "deadline_ms");
    settings.connect_timeout = span(given, "connect_timeout_ms");
    settings.mode = word<Mode>(member(given, "mode")).value_or(Mode::standard);
    settings.retry.attempts = given.value("attempts", settings.retry.attempts);
    settings.retry.resend_unknown = given.value("resend_unknown", false);
    settings.shares_tokens = given.value("shares_tokens", false);
    if (const Json &minutes = member(given, "utc_offset_minutes"); !minutes.is_null()) {
        settings.utc_offset_minutes = minutes.get<std::int32_t>();
    }
    return settings;
}

inline Params params_of(const Json &given, const Json &api)
{
    std::vector<Param> params;
    for (const Json &pair : given) {
        CHECK_EQUAL(pair.size(), std::size_t{2});
        params.push_back({pair[0].get_ref<const std::string &>(),
                          pair[1].get_ref<const std::string &>()});
    }
    return from_params(params, *word<Api>(api));
}

/// What C alone has: the reply without a buffer, in which nothing differs but the texts that are told
/// to be left out.
inline void check_without_scratch(const HttpReply &received, Json with)
{
    const cad_http_reply views = detail::c_reply(received);
    cad_reply reply = CAD_REPLY_INIT;
    CHECK(cad_classify(detail::c_api(std::nullopt), &views, &reply) == CAD_OK);
    for (const auto &[key, bit] : {std::pair("status", CAD_TEXT_STATUS),
                                   std::pair("details", CAD_TEXT_DETAILS),
                                   std::pair("ucid", CAD_TEXT_UCID), std::pair("did", CAD_TEXT_DID),
                                   std::pair("action", CAD_TEXT_ACTION)}) {
        if ((reply.left_out & static_cast<std::uint32_t>(bit)) != 0) {
            with[key] = nullptr;
        }
    }
    CHECK_EQUAL(told(detail::reply(reply)).dump(), with.dump());
}

/// What a reply meant: a reply's members, or `token`, or `dispositions`.
inline Json classified(const std::string &kind, const Json &given, const std::string &body)
{
    const std::string retry_after = text_or_empty(given, "retry_after");
    const std::string date = text_or_empty(given, "date");
    const HttpReply received{given.at("http_status").get<std::int64_t>(), body, retry_after, date};
    if (kind == "token") {
        const TokenReply reply = classify_token(received);
        return reply.token() != nullptr ? Json({{"token", std::string(reply.token()->reveal())}})
                                        : told(reply.reply);
    }
    if (kind == "list") {
        const ListReply reply = classify_list(received);
        return reply.dispositions ? Json({{"dispositions", *reply.dispositions}})
                                  : told(reply.reply);
    }
    CHECK_EQUAL(kind, "set");
    const Json one = told(classify(received));
    for (const Reply &reply : classify_many({received, received})) {
        CHECK_EQUAL(told(reply).dump(), one.dump());
    }
    check_without_scratch(received, one);
    return one;
}

/// Every violation.
inline Json validated(const Json &one)
{
    return told(validate(account_of(one.at("account")), request_of(one.at("request")),
                          *word<Api>(one.at("api")), text_or_empty(one, "base_url")));
}

/// The request that is built: its parts, or `violations`.
inline Json built(const std::string &kind, const Json &one)
{
    const Account account = account_of(one.at("account"));
    const std::string base_url = text_or_empty(one, "base_url");
    if (kind == "token") {
        return told(try_build_token_request(account, base_url));
    }
    const Api api = *word<Api>(one.at("api"));
    if (kind == "list") {
        return told(try_build_list_request(account, text_or_empty(one, "campaign"), api, base_url));
    }
    CHECK_EQUAL(kind, "set");
    return told(try_build_request(account, request_of(one.at("request")), api, base_url));
}

/// `customer`, `request` and `violations` of raw parameters.
inline Json read_params(const Json &params, const Json &api)
{
    const Params read = params_of(params, api);
    return {{"customer", told(read.customer)},
            {"request", Json::parse(read.request.to_json())},
            {"violations", told(read.violations)}};
}

/// What this request is built to on each API, for the account of these parameters or for this account:
/// nothing shows an account's key but that.
inline Json built_everywhere(const Json &params_or_account, const Json &api, const Json &request)
{
    const Account account = params_or_account.is_array()
                                ? std::move(params_of(params_or_account, api).account)
                                : account_of(params_or_account);
    Json all;
    for (const Api each : {Api::get_v2, Api::get_v3, Api::post_api_key, Api::post_token}) {
        all.push_back(told(try_build_request(account, request_of(request), each)));
    }
    return all;
}

/// `kept_as`, or `violations`.
inline Json checked_url(const std::string &base_url)
{
    const auto kept = try_check_base_url(base_url);
    return kept ? Json({{"kept_as", *kept}}) : wrong(kept.error());
}

/// Reads a form, and writes it again as `json`; or `unreadable`. Of a receipt also what its getters
/// say, and what they say of a copy.
inline Json reread(const std::string &form, const std::string &json)
{
    if (form == "request") {
        const auto request = Request::try_from_json(json);
        return request ? Json({{"json", request->to_json()}})
                       : Json({{"unreadable", !wrong(request.error()).at("violations").empty()}});
    }
    CHECK_EQUAL(form, "receipt");
    const auto receipt = Receipt::try_from_json(json);
    if (!receipt) {
        return {{"unreadable", !wrong(receipt.error()).at("violations").empty()}};
    }
    // A copy keeps what only another version knows.
    CHECK_EQUAL(told(receipt->copy()).dump(), told(*receipt).dump());
    return told(*receipt);
}

#ifndef CAD_NO_CLIENT
/// The request that a client builds, or the `violations` of its settings: those that are given, and
/// where `from_environment` is true those of the environment.
inline Json built_by_client(const Json &given, bool from_environment, const Json &request)
{
    std::optional<Account> account;
    if (given.contains("customer") || !from_environment) {
        account = account_of(given);
    }
    Given whole;
    whole.account = account ? &*account : nullptr;
    whole.api = word<Api>(member(given, "api"));
    whole.settings = settings_of(given);
    const auto client = from_environment ? Client::from_env(whole)
                                         : Client::make(*account, *whole.api, whole.settings);
    return client ? told(client->try_build_request(request_of(request))) : wrong(client.error());
}
#endif

#endif

// Runs validate.json, wire.json, params.json and urls.json.
#include <algorithm>
#include <cctype>

#include "given.hpp"

using namespace cloudagent;

namespace {

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

void check_headers(HttpRequestView built, const Json &expected)
{
    Json wanted;
    for (const auto &[header, value] : expected.items()) {
        wanted[lower(header)] = value;
    }
    wanted["user-agent"] = "cloudagent-disposition/" CAD_VERSION;
    Json actual;
    for (const auto &[header, value] : built.headers()) {
        CHECK(!actual.contains(lower(header)));
        actual[lower(header)] = value;
    }
    CHECK_EQUAL(actual.dump(), wanted.dump());
}

void compare(HttpRequestView built, const Json &expected)
{
    only_keys(expected, {"method", "url", "headers", "body", "host", "port", "target"});
    CHECK_EQUAL(std::string(built.method()), expected.at("method").get<std::string>());
    CHECK_EQUAL(built.url(), expected.at("url").get<std::string>());
    CHECK_EQUAL(built.body(), text(expected, "body"));
    check_headers(built, expected.at("headers"));
    if (const auto host = text(expected, "host")) {
        CHECK_EQUAL(built.host(), *host);
    }
    if (expected.contains("port")) {
        CHECK_EQUAL(built.port(), expected.at("port").get<std::uint16_t>());
    }
    if (const auto target = text(expected, "target")) {
        CHECK_EQUAL(built.target(), *target);
    }
}

/// Nothing shows an account's key, so accounts are compared by what is built with them and what is
/// found wrong with them.
void check_same_account(const Account &actual, const Account &expected)
{
    Request request;
    request.ucid = request.did = "1";
    request.agent_id = request.disposition = "x";
    for (const Api api : {Api::get_v2, Api::get_v3, Api::post_api_key, Api::post_token}) {
        const auto one = try_build_request(actual, request, api);
        const auto other = try_build_request(expected, request, api);
        if (CHECK_EQUAL(one.has_value(), other.has_value()) && one) {
            CHECK_EQUAL(one.value().view().url(), other.value().view().url());
            CHECK(one.value().view().headers() == other.value().view().headers());
        }
        const auto found = validate(actual, request, api);
        const auto wanted = validate(expected, request, api);
        CHECK(std::equal(found.begin(), found.end(), wanted.begin(), wanted.end(),
                         [](const Violation &a, const Violation &b) {
                             return a.field == b.field && a.problem == b.problem;
                         }));
    }
}

std::vector<Param> params_of(const Json &given)
{
    std::vector<Param> params;
    for (const Json &pair : given) {
        CHECK(pair.size() == 2);
        params.push_back({pair[0].get_ref<const std::string &>(),
                          pair[1].get_ref<const std::string &>()});
    }
    return params;
}

} // namespace

void run_validate(const Json &one)
{
    only_keys(one, {"id", "source", "api", "base_url", "account", "request", "expect"});
    check_violations(validate(account_of(one.at("account")), request_of(one.at("request")),
                              word<Api>(one.at("api")), text_or_empty(one, "base_url")),
                     one.at("expect"));
}

void run_wire(const Json &one)
{
    only_keys(one, {"id", "source", "kind", "api", "base_url", "account", "request", "campaign",
                    "expect"});
    const Account account = account_of(one.at("account"));
    const std::string base_url = text_or_empty(one, "base_url");
    const std::string kind = text(one, "kind").value_or("set");
    const auto built = [&] {
        if (kind == "token") {
            return try_build_token_request(account, base_url);
        }
        const Api api = word<Api>(one.at("api"));
        if (kind == "list") {
            return try_build_list_request(account, text_or_empty(one, "campaign"), api, base_url);
        }
        CHECK_EQUAL(kind, "set");
        return try_build_request(account, request_of(one.at("request")), api, base_url);
    }();
    const Json &expected = one.at("expect");
    CHECK_EQUAL(built.has_value(), !expected.contains("violations"));
    if (built) {
        compare(built.value().view(), expected);
    } else {
        only_keys(expected, {"violations"});
        CHECK(built.error().is_invalid());
        check_violations(built.error().violations(), member(expected, "violations"));
    }
}

void run_params(const Json &one)
{
    only_keys(one, {"id", "source", "params", "api", "expect"});
    const Json &expected = one.at("expect");
    only_keys(expected, {"customer", "api_key", "request", "violations"});
    CHECK(expected.size() == 4);
    std::vector<Param> params = params_of(one.at("params"));
    const Api api = word<Api>(one.at("api"));
    const Params read = from_params(params, api);
    check_violations(read.violations, expected.at("violations"));
    const auto customer = text(expected, "customer");
    CHECK_EQUAL(read.customer, customer);
    check_request(read.request, request_of(expected.at("request")));

    // Without a customer nothing is built, so one is added to look at the key.
    if (!customer) {
        params.push_back({"customer", "acme"});
    }
    const auto key = text(expected, "api_key");
    const std::string who = customer.value_or("acme");
    check_same_account(from_params(params, api).account,
                       key ? Account::with_api_key(who, *key)
                           : Account::without_credential(who));
}

void run_urls(const Json &one)
{
    only_keys(one, {"id", "source", "base_url", "expect"});
    const Json &expected = one.at("expect");
    only_keys(expected, {"kept_as", "problem"});
    const auto kept = try_check_base_url(text_or_empty(one, "base_url"));
    const auto kept_as = text(expected, "kept_as");
    if (CHECK_EQUAL(kept.has_value(), kept_as.has_value()) && kept) {
        CHECK_EQUAL(kept.value(), *kept_as);
    } else if (!kept) {
        const auto &found = kept.error().violations();
        CHECK(found.size() == 1 && found[0].field == Field::base_url &&
              name(found[0].problem) == text_or_empty(expected, "problem"));
    }
}

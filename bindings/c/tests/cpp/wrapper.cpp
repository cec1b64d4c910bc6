// The wrapper's own behaviour: ownership, errors, transports. The rules are the vectors' matter.
#include <cstdlib>
#include <stdexcept>
#include <thread>
#include <type_traits>

#include "check.hpp"

using namespace cloudagent;

namespace {

Account account()
{
    return Account::with_api_key("acme", "KK-marker");
}

Request request()
{
    Request request;
    request.ucid = "8189000000001";
    request.did = "914000000001";
    request.agent_id = "ravi";
    request.disposition = "Sale";
    return request;
}

/// A transport that always says this, and counts.
Transport says(std::uint16_t status, std::string body, int *sends = nullptr)
{
    return [status, body = std::move(body), sends](HttpRequestView, const Limits &) {
        if (sends != nullptr) {
            ++*sends;
        }
        return Answer::reply(status, body);
    };
}

const char queued[] = R"({"status": "Success", "details": "queued successfully"})";

/// The error that a call ends with.
Error error_of(Transport transport, const Request &what = request(), CallOptions options = {})
{
    Client client(account(), Api::get_v2, std::move(transport));
    try {
        client.set_disposition(what, options);
    } catch (const Error &error) {
        return error;
    }
    throw std::logic_error("no error came");
}

template <class Handle> constexpr bool is_move_only()
{
    return !std::is_copy_constructible_v<Handle> && !std::is_copy_assignable_v<Handle> &&
           std::is_nothrow_move_constructible_v<Handle> && std::is_nothrow_move_assignable_v<Handle>;
}

static_assert(is_move_only<Account>() && is_move_only<Receipt>() && is_move_only<Secret>());
static_assert(is_move_only<Client>() && is_move_only<Engine>() && is_move_only<Call>());
static_assert(is_move_only<HttpRequest>());
static_assert(std::is_nothrow_copy_constructible_v<Error>);
static_assert(std::is_base_of_v<std::exception, Error>);

void successes_are_returned()
{
    Client client(account(), Api::get_v2, says(200, queued));
    const Receipt receipt = client.set_disposition(request());
    CHECK_EQUAL(receipt.result(), Status::ok);
    CHECK_EQUAL(receipt.effect(), Effect::queued);
    CHECK_EQUAL(receipt.outcome(), std::optional(Outcome::queued));
    CHECK_EQUAL(receipt.attempts().size(), std::size_t{1});
    CHECK(client.try_set_disposition(request()).has_value());
}

void errors_tell_what_happened()
{
    const Error refused = error_of(says(200, R"({"status": "Fail", "details": "Invalid agent"})"));
    CHECK(refused.is_refused() && !refused.is_uncertain() && !refused.is_misuse());
    CHECK_EQUAL(refused.effect(), Effect::not_applied);
    CHECK_EQUAL(refused.receipt().outcome(), std::optional(Outcome::invalid_agent));
    CHECK(!refused.may_resend());

    const Error limited = error_of(says(429, ""));
    CHECK(limited.is_refused() && limited.may_resend());

    const Error uncertain = error_of([](HttpRequestView, const Limits &) {
        return Answer::failed(Kind::reset);
    });
    CHECK(uncertain.is_uncertain() && !uncertain.may_resend());
    CHECK_EQUAL(uncertain.effect(), Effect::unknown);
    CHECK_EQUAL(uncertain.receipt().kind(), std::optional(Kind::reset));

    const Error not_sent = error_of([](HttpRequestView, const Limits &) {
        return Answer::failed(Kind::connect);
    });
    CHECK(not_sent.is_not_sent() && not_sent.may_resend());
    CHECK_EQUAL(not_sent.effect(), Effect::not_applied);

    int sends = 0;
    const Error invalid = error_of(says(200, queued, &sends), Request());
    CHECK(invalid.is_invalid() && invalid.has_receipt() && invalid.violations().size() >= 4);
    CHECK_EQUAL(sends, 0);
    CHECK(std::string(invalid.what()) == invalid.receipt().sentence());
}

void an_error_outlives_its_call()
{
    std::exception_ptr kept;
    try {
        throw error_of(says(429, ""));
    } catch (...) {
        kept = std::current_exception();
    }
    std::thread([kept] {
        try {
            std::rethrow_exception(kept);
        } catch (const Error &error) {
            CHECK(Error(error).receipt().http_status() == std::uint16_t{429});
        }
    }).join();
}

void an_exception_out_of_a_transport_is_a_failed_transport()
{
    struct NotAnException {};
    const Transport throwing[] = {
        [](HttpRequestView, const Limits &) -> Answer { throw std::runtime_error("KK-marker"); },
        [](HttpRequestView, const Limits &) -> Answer { throw NotAnException(); },
        [](HttpRequestView, const Limits &) -> Answer { throw 7; },
        [](HttpRequestView, const Limits &) { return Answer(); },
        [](HttpRequestView, const Limits &) { return Answer::reply(7, queued); },
        [](HttpRequestView, const Limits &) { return Answer::failed(Kind::closed); },
        Transport(),
    };
    for (const Transport &transport : throwing) {
        const Error error = error_of(transport);
        CHECK(error.is_uncertain());
        CHECK_EQUAL(error.receipt().kind(), std::optional(Kind::transport_failed));
        CHECK(std::string(error.what()).find("KK-marker") == std::string::npos);
        CHECK(error.receipt().to_json().find("KK-marker") == std::string::npos);
    }
}

void a_transport_sees_the_request_and_the_limits()
{
    Settings settings;
    settings.deadline = std::chrono::milliseconds(900);
    settings.connect_timeout = std::chrono::milliseconds(300);
    Client client(
        account(), Api::post_api_key,
        [](HttpRequestView sent, const Limits &limits) {
            CHECK(sent.method() == "POST");
            CHECK(sent.url() == "https://in1-ccaas-api.ozonetel.com/ca_apis/DispositionAPIV2");
            CHECK(sent.body() && sent.body()->find("\"ravi\"") != std::string::npos);
            CHECK_EQUAL(sent.port(), 443);
            // Rounded up to whole milliseconds.
            CHECK(limits.total.count() > 0 && limits.total.count() <= 901);
            CHECK(limits.connect.count() > 0 && limits.connect.count() <= 301);
            CHECK_EQUAL(limits.body, std::size_t{65536});
            return Answer::reply(200, queued);
        },
        settings);
    client.set_disposition(request());
}

void a_transport_may_call_its_client_and_is_freed_with_it()
{
    auto alive = std::make_shared<int>(0);
    std::optional<Client> client;
    client.emplace(account(), Api::get_v2, [&client, alive](HttpRequestView, const Limits &) {
        if (++*alive == 1) {
            CHECK(client->try_set_disposition(request()).has_value());
        }
        return Answer::reply(200, queued);
    });
    CHECK(client->try_set_disposition(request()).has_value());
    CHECK_EQUAL(*alive, 2);
    CHECK_EQUAL(alive.use_count(), 2L);
    client.reset();
    CHECK_EQUAL(alive.use_count(), 1L);

    // Of a client that could not be made, too.
    Settings wrong;
    wrong.base_url = "ftp://example.com";
    const auto made = Client::make(
        account(), Api::get_v2, [alive](HttpRequestView, const Limits &) { return Answer(); }, wrong);
    CHECK(!made && made.error().is_invalid() && !made.error().violations().empty());
    CHECK_EQUAL(alive.use_count(), 1L);
}

void settings_are_checked()
{
    Settings settings;
    settings.deadline = std::chrono::milliseconds(-1); // as a number without sign, the default
    settings.base_url = "http://example.com";
    const auto made = Client::make(account(), Api::get_v2, says(200, queued), settings);
    CHECK(!made && made.error().violations().size() == 2);
    int sends = 0;
    CallOptions late;
    late.deadline = std::chrono::milliseconds(-5);
    const Error error = error_of(says(200, queued, &sends), request(), late);
    CHECK(error.is_not_sent() && error.receipt().kind() == Kind::deadline);
    CHECK_EQUAL(sends, 0);
    try {
        const Engine engine(account(), static_cast<Api>(77));
        check(false, "an error instead of an engine", __FILE__, __LINE__);
    } catch (const Error &wrong) {
        CHECK(wrong.is_misuse() && wrong.status() == Status::bad_enum && !wrong.has_receipt());
        CHECK_EQUAL(wrong.effect(), Effect::not_applied);
    }
}

void bad_texts_are_misuse()
{
    const auto account_of = Account::try_with_api_key("\xFF", "key");
    CHECK(!account_of && account_of.error().status() == Status::invalid_utf8);
    CHECK(account_of.error().is_misuse() && account_of.error().what()[0] != '\0');
    Request bad = request();
    bad.comments = "\xC3(";
    int sends = 0;
    const Error error = error_of(says(200, queued, &sends), bad);
    CHECK(error.status() == Status::invalid_utf8);
    CHECK_EQUAL(sends, 0);
    Request with_nul = request();
    with_nul.agent_id = std::string("ra\0vi", 5);
    const auto found = validate(account(), with_nul, Api::get_v2);
    CHECK(found.size() == 1 && found[0].problem == Problem::control_characters);
}

void what_was_moved_from_fails()
{
    Account one = account();
    const Account other = std::move(one);
    const auto found = try_validate(one, request(), Api::get_v2); // NOLINT: on purpose
    CHECK(!found && found.error().status() == Status::null);
    CHECK_EQUAL(other.customer(), "acme");
    one = account();
    CHECK(try_validate(one, request(), Api::get_v2).has_value());

    Client client(account(), Api::get_v2, says(200, queued));
    Receipt receipt = client.set_disposition(request());
    const Receipt kept = std::move(receipt);
    CHECK_EQUAL(receipt.effect(), Effect::unknown); // NOLINT: on purpose
    CHECK(receipt.attempts().empty() && !receipt.may_resend() && receipt.sentence().empty());
    const Client taken = std::move(client);
    CHECK(client.try_set_disposition(request()).error().status() == Status::null);
    client.close();
}

void a_closed_client_sends_nothing()
{
    Client client(account(), Api::get_v2, says(200, queued));
    client.close();
    client.close();
    const auto result = client.try_set_disposition(request());
    CHECK(!result && result.error().is_not_sent());
    CHECK(result.error().receipt().kind() == Kind::closed && !result.error().may_resend());
}

void json_goes_there_and_back()
{
    Request one = request();
    one.comments = "रुचि नहीं\n\"quoted\"";
    one.pause_after_dispose = false;
    const Request back = Request::from_json(one.to_json());
    CHECK(back.comments == one.comments && back.pause_after_dispose == false);
    CHECK(back.to_json() == one.to_json());
    const auto wrong = Request::try_from_json(R"({"ucid": 7})");
    CHECK(!wrong && wrong.error().is_invalid() && !wrong.error().violations().empty());
    CHECK(!Receipt::try_from_json("{").has_value());
}

void a_result_is_asked_first()
{
    const Result<std::string> wrong = try_check_base_url("nonsense");
    CHECK(!wrong);
    try {
        static_cast<void>(wrong.value());
        check(false, "an error instead of a value", __FILE__, __LINE__);
    } catch (const Error &error) {
        CHECK(error.is_invalid());
    }
    CHECK(check_base_url("HTTPS://Example.COM/") == "https://example.com");
}

void words()
{
    CHECK(name(static_cast<Outcome>(9999)) == "unknown");
    CHECK(name(Effect::not_applied) == "not_applied" && name(Status::uncertain) == "uncertain");
    CHECK(version() == CAD_VERSION && version_number() == CAD_VERSION_NUMBER && header_matches());
    CHECK_EQUAL(Reply().effect, Effect::unknown);
}

} // namespace

int main()
{
    successes_are_returned();
    errors_tell_what_happened();
    an_error_outlives_its_call();
    an_exception_out_of_a_transport_is_a_failed_transport();
    a_transport_sees_the_request_and_the_limits();
    a_transport_may_call_its_client_and_is_freed_with_it();
    settings_are_checked();
    bad_texts_are_misuse();
    what_was_moved_from_fails();
    a_closed_client_sends_nothing();
    json_goes_there_and_back();
    a_result_is_asked_first();
    words();
    std::cout << "wrapper: " << failures << " checks failed\n";
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

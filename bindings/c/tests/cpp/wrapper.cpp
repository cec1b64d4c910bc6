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
Transport says(std::int64_t status, std::string body, int *sends = nullptr)
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

/// Whether an expression over a value of this type compiles.
template <class Type, class Expression> constexpr bool compiles(Expression)
{
    return std::is_invocable_v<Expression, Type>;
}

#define COMPILES(Type, expression) \
    compiles<Type>([](auto &&x) -> decltype(std::forward<decltype(x)>(x) expression) { throw 0; })

// A view, a secret's text and a pointer into something live as long as it does: a temporary, which
// is gone before they are used, gives none.
static_assert(COMPILES(HttpRequest &, .view()) && COMPILES(const HttpRequest &, .view()));
static_assert(!COMPILES(HttpRequest, .view()) && !COMPILES(const HttpRequest, .view()));
static_assert(COMPILES(const Secret &, .reveal()));
static_assert(!COMPILES(Secret, .reveal()) && !COMPILES(const Secret, .reveal()));
static_assert(COMPILES(TokenReply &, .token()) && !COMPILES(TokenReply, .token()));
static_assert(COMPILES(const Error &, .receipt()) && !COMPILES(Error, .receipt()));
static_assert(std::is_reference_v<decltype(std::declval<const Error &>().violations())>);
static_assert(!std::is_reference_v<decltype(std::declval<Error>().violations())>);
static_assert(!std::is_reference_v<decltype(std::declval<const Error>().violations())>);
static_assert(COMPILES(Result<HttpRequest> &, ->view().url()));
static_assert(!COMPILES(Result<HttpRequest>, ->view().url()));
static_assert(!COMPILES(Result<HttpRequest>, .value().view()));

// A result that can't be changed can be read, and what any thread may call needs no more than that.
static_assert(COMPILES(const Result<Receipt> &, ->effect()));
static_assert(COMPILES(const Result<std::string> &, .operator*().size()));
static_assert(COMPILES(Result<std::string>, .operator*().size()));
static_assert(COMPILES(const Client &, .set_disposition(Request())));
static_assert(COMPILES(const Engine &, .start(Request(), Moment())));
static_assert(std::is_nothrow_copy_constructible_v<Error>);
static_assert(std::is_base_of_v<std::exception, Error>);

void successes_are_returned()
{
    const Client client(account(), Api::get_v2, says(200, queued));
    const Receipt receipt = client.set_disposition(request());
    CHECK_EQUAL(receipt.result(), Status::ok);
    CHECK_EQUAL(receipt.effect(), Effect::queued);
    CHECK_EQUAL(receipt.outcome(), std::optional(Outcome::queued));
    CHECK_EQUAL(receipt.attempts().size(), std::size_t{1});
    const auto result = client.try_set_disposition(request());
    CHECK(result && result->effect() == Effect::queued && (*result).may_resend() == false);
}

void errors_tell_what_happened()
{
    const Error refused = error_of(says(200, R"({"status": "Fail", "details": "Invalid agent"})"));
    CHECK(refused.is_refused() && !refused.is_uncertain() && !refused.is_misuse());
    CHECK_EQUAL(refused.effect(), Effect::not_applied);
    CHECK_EQUAL(refused.outcome(), std::optional(Outcome::invalid_agent));
    CHECK_EQUAL(refused.advice(), Advice::fix_request);
    CHECK_EQUAL(refused.kind(), std::optional<Kind>());
    CHECK_EQUAL(refused.receipt()->outcome(), refused.outcome());
    CHECK(!refused.may_resend());

    const Error limited = error_of(says(429, ""));
    CHECK(limited.is_refused() && limited.may_resend());

    const Error uncertain = error_of([](HttpRequestView, const Limits &) {
        return Answer::failed(Kind::reset);
    });
    CHECK(uncertain.is_uncertain() && !uncertain.may_resend());
    CHECK_EQUAL(uncertain.effect(), Effect::unknown);
    CHECK_EQUAL(uncertain.kind(), std::optional(Kind::reset));
    CHECK_EQUAL(uncertain.advice(), Advice::check_first);
    CHECK_EQUAL(uncertain.outcome(), std::optional<Outcome>());

    const Error not_sent = error_of([](HttpRequestView, const Limits &) {
        return Answer::failed(Kind::connect);
    });
    CHECK(not_sent.is_not_sent() && not_sent.may_resend());
    CHECK_EQUAL(not_sent.effect(), Effect::not_applied);

    int sends = 0;
    const Error invalid = error_of(says(200, queued, &sends), Request());
    CHECK(invalid.is_invalid() && invalid.receipt() && invalid.violations().size() >= 4);
    CHECK_EQUAL(invalid.advice(), Advice::fix_request);
    CHECK_EQUAL(sends, 0);
    CHECK(std::string(invalid.what()) == invalid.receipt()->sentence());
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
            const Error copy(error);
            CHECK(copy.receipt()->http_status() == std::uint16_t{429});
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
        [](HttpRequestView, const Limits &) { return Answer::failed(Kind::closed); },
    };
    for (const Transport &transport : throwing) {
        const Error error = error_of(transport);
        CHECK(error.is_uncertain());
        CHECK_EQUAL(error.kind(), std::optional(Kind::transport_failed));
        CHECK(std::string(error.what()).find("KK-marker") == std::string::npos);
        CHECK(error.receipt()->to_json().find("KK-marker") == std::string::npos);
    }
}

void an_empty_transport_is_refused_when_it_is_given()
{
    const auto made = Client::make(account(), Api::get_v2, Transport());
    CHECK(!made && made.error().is_misuse() && made.error().status() == Status::null);
    CHECK(std::string(made.error().what()).find("empty") != std::string::npos);
    try {
        const Client client(account(), Api::get_v2, Transport(nullptr));
        check(false, "an error instead of a client", __FILE__, __LINE__);
    } catch (const Error &error) {
        CHECK(error.is_misuse());
    }
}

void a_status_that_is_none_is_no_other()
{
    for (const std::int64_t status : {-1, 7, 1000, 65536 + 429}) {
        const Error error = error_of(says(status, ""));
        CHECK(error.is_uncertain() && !error.receipt()->http_status());
        CHECK_EQUAL(classify({status, ""}).outcome, Outcome::unrecognised);
    }
}

void the_hint_is_the_apis()
{
    const HttpReply gone{404, ""};
    CHECK(classify(gone, Api::get_v2).hint != classify(gone, Api::post_token).hint);
    CHECK(classify(gone).hint == classify(gone, Api::post_token).hint);
}

void an_api_that_is_none_is_an_error_of_the_call()
{
    const auto none = static_cast<Api>(77);
    const HttpReply received{200, queued};
    const auto reply = try_classify(received, none);
    CHECK(!reply && reply.error().status() == Status::bad_enum && reply.error().is_misuse());
    const auto list = try_classify_list(received, none);
    CHECK(!list && list.error().status() == Status::bad_enum);
    try {
        static_cast<void>(classify(received, none));
        check(false, "an error instead of a reply", __FILE__, __LINE__);
    } catch (const Error &error) {
        CHECK(error.is_misuse() && error.effect() == Effect::not_applied);
    }
}

void violations_of_a_temporary_are_its_readers()
{
    const Client client(account(), Api::get_v2, says(200, queued));
    std::size_t read = 0;
    for (const Violation &violation : client.try_set_disposition(Request()).error().violations()) {
        read += violation.detail.empty() ? 0 : 1;
    }
    CHECK(read >= 4);
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
            CHECK(sent.path() == "/ca_apis/DispositionAPIV2" && sent.may_use_proxy());
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
    CHECK(error.is_not_sent() && error.kind() == Kind::deadline);
    CHECK_EQUAL(sends, 0);
    try {
        const Engine engine(account(), static_cast<Api>(77));
        check(false, "an error instead of an engine", __FILE__, __LINE__);
    } catch (const Error &wrong) {
        CHECK(wrong.is_misuse() && wrong.status() == Status::bad_enum && !wrong.receipt());
        // Nothing happened, so there is nothing to look for in CloudAgent.
        CHECK_EQUAL(wrong.effect(), Effect::not_applied);
        CHECK_EQUAL(wrong.advice(), Advice::do_not_retry);
        CHECK(!wrong.kind() && !wrong.outcome() && !wrong.may_resend());
    }
}

/// The one error among these violations is that this field is not UTF-8.
void check_not_utf8(const std::vector<Violation> &found, Field field)
{
    CHECK(found.size() == 1 && found[0].field == field && found[0].problem == Problem::invalid);
    CHECK(!found.empty() && found[0].hard);
}

void a_text_that_is_not_utf8_is_a_violation_of_its_field()
{
    const Account customer = Account::with_api_key("\xFF", "key");
    check_not_utf8(validate(customer, request(), Api::get_v2), Field::customer);
    Request bad = request();
    bad.comments = "\xC3(";
    int sends = 0;
    const Error error = error_of(says(200, queued, &sends), bad);
    CHECK(error.is_invalid() && error.receipt());
    check_not_utf8(error.violations(), Field::comments);
    CHECK(std::string(error.what()).find("comments") != std::string::npos);
    CHECK_EQUAL(sends, 0);
    check_not_utf8(validate(account(), bad, Api::post_token), Field::comments);
    const auto built = try_build_request(account(), bad, Api::get_v2);
    CHECK(!built && built.error().is_invalid());
    check_not_utf8(built.error().violations(), Field::comments);
    const auto url = try_check_base_url("\xFF");
    CHECK(!url && url.error().is_invalid());
    check_not_utf8(url.error().violations(), Field::base_url);
    Settings settings;
    settings.base_url = "https://\xFF";
    const auto made = Client::make(account(), Api::get_v2, says(200, queued), settings);
    CHECK(!made && made.error().is_invalid());
    check_not_utf8(made.error().violations(), Field::base_url);
    const auto page = try_from_params({{"comments", "Andr\xE9"}}, Api::get_v2);
    CHECK(!page && page.error().is_invalid());
    CHECK(std::string(page.error().what()).find("comments") != std::string::npos);
    CHECK(bad.try_to_json().error().status() == Status::invalid_utf8);
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
    const Error error = client.try_set_disposition(request()).error(); // NOLINT: on purpose
    CHECK(error.is_misuse() && error.status() == Status::null && !error.receipt());
    CHECK(error.effect() == Effect::not_applied && error.advice() == Advice::do_not_retry);
    client.close();
}

void a_closed_client_sends_nothing()
{
    Client client(account(), Api::get_v2, says(200, queued));
    client.close();
    client.close();
    const auto result = client.try_set_disposition(request());
    CHECK(!result && result.error().is_not_sent());
    CHECK(result.error().kind() == Kind::closed && !result.error().may_resend());
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
    const Result<std::string> right = try_check_base_url("https://example.com");
    CHECK(*right == "https://example.com" && right->size() == 19);
    CHECK(*try_check_base_url("https://example.com") == "https://example.com");
    try {
        static_cast<void>(right.error());
        check(false, "an exception instead of an error", __FILE__, __LINE__);
    } catch (const std::logic_error &) {
    }
}

void words()
{
    CHECK(name(static_cast<Outcome>(9999)) == "unknown");
    CHECK(name(Effect::not_applied) == "not_applied" && name(Status::uncertain) == "uncertain");
    CHECK(version() == CAD_VERSION && version_number() == CAD_VERSION_NUMBER && header_matches());
    CHECK_EQUAL(Reply().effect, Effect::unknown);
    CHECK(api_from_name("post_token") == Api::post_token && !api_from_name("get_v9"));
    CHECK(mode_from_name("advise") == Mode::advise && !mode_from_name(""));
}

#ifndef CAD_NO_CLIENT
void a_client_comes_from_the_environment()
{
    setenv("CLOUDAGENT_CUSTOMER", "acme", 1);
    setenv("CLOUDAGENT_API_KEY", "KK-marker", 1);
    setenv("CLOUDAGENT_BASE_URL", "international", 1);
    Result<Client> made = Client::from_env();
    CHECK(!made && made.error().is_invalid());
    const auto found = made.error().violations();
    CHECK_EQUAL(found.size(), std::size_t{1});
    CHECK_EQUAL(found.begin()->field, Field::api);
    CHECK(found.begin()->detail.find("CLOUDAGENT_API") != std::string::npos);

    setenv("CLOUDAGENT_API", "post_api_key", 1);
    made = Client::from_env();
    CHECK(made.has_value());
    const HttpRequest posted = made->build_request(request());
    CHECK_EQUAL(posted.view().url(), "https://api.ccaas.ozonetel.com/ca_apis/DispositionAPIV2");

    // What is given wins, and its variable is not read.
    setenv("CLOUDAGENT_API", "marker", 1);
    setenv("CLOUDAGENT_BASE_URL", "marker", 1);
    setenv("CLOUDAGENT_DEADLINE", "marker", 1);
    const Account other = Account::with_api_key("acme", "KK-other");
    Given given;
    given.account = &other;
    given.api = Api::get_v2;
    given.settings.base_url = "https://in1-ccaas-api.ozonetel.com";
    given.settings.deadline = std::chrono::seconds(1);
    made = Client::from_env(given);
    CHECK(made.has_value());
    const HttpRequest built = made->build_request(request());
    CHECK(built.view().url().find("https://in1-ccaas-api.ozonetel.com/") == 0);
    CHECK(built.view().url().find("apiKey=KK-other&") != std::string::npos);
}
#endif

} // namespace

int main()
{
    successes_are_returned();
    errors_tell_what_happened();
    an_error_outlives_its_call();
    an_exception_out_of_a_transport_is_a_failed_transport();
    an_empty_transport_is_refused_when_it_is_given();
    a_status_that_is_none_is_no_other();
    the_hint_is_the_apis();
    an_api_that_is_none_is_an_error_of_the_call();
    violations_of_a_temporary_are_its_readers();
    a_transport_sees_the_request_and_the_limits();
    a_transport_may_call_its_client_and_is_freed_with_it();
    settings_are_checked();
    a_text_that_is_not_utf8_is_a_violation_of_its_field();
    what_was_moved_from_fails();
    a_closed_client_sends_nothing();
    json_goes_there_and_back();
    a_result_is_asked_first();
    words();
#ifndef CAD_NO_CLIENT
    a_client_comes_from_the_environment();
#endif
    std::cout << "wrapper: " << failures << " checks failed\n";
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

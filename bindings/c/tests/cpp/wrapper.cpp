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

/// A transport that always fails like this.
Transport fails(Kind kind)
{
    return [kind](HttpRequestView, const Limits &) { return Answer::failed(kind); };
}

/// The error that this throws.
template <class Function> Error thrown_by(Function function)
{
    try {
        function();
    } catch (const Error &error) {
        return error;
    }
    throw std::logic_error("no error came");
}

/// The error that a call ends with.
Error error_of(Transport transport, const Request &what = good_request(), CallOptions options = {})
{
    const Client client(account(), Api::get_v2, std::move(transport));
    return thrown_by([&] { client.set_disposition(what, options); });
}

template <class Handle> constexpr bool is_move_only()
{
    return !std::is_copy_constructible_v<Handle> && !std::is_copy_assignable_v<Handle> &&
           std::is_nothrow_move_constructible_v<Handle> && std::is_nothrow_move_assignable_v<Handle>;
}

static_assert(is_move_only<Account>() && is_move_only<Receipt>() && is_move_only<Secret>());
static_assert(is_move_only<Client>() && is_move_only<Engine>() && is_move_only<Call>());
static_assert(is_move_only<HttpRequest>());
static_assert(is_move_only<Records>() && is_move_only<Callback>() && is_move_only<Settlement>());

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
static_assert(COMPILES(const Records &, .begin()) && !COMPILES(Records, .begin()));
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
    const Receipt receipt = client.set_disposition(good_request());
    CHECK_EQUAL(receipt.result(), Status::ok);
    CHECK_EQUAL(receipt.effect(), Effect::queued);
    CHECK_EQUAL(receipt.outcome(), std::optional(Outcome::queued));
    CHECK_EQUAL(receipt.attempts().size(), std::size_t{1});
    const auto result = client.try_set_disposition(good_request());
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

    const Error uncertain = error_of(fails(Kind::reset));
    CHECK(uncertain.is_uncertain() && !uncertain.may_resend());
    CHECK_EQUAL(uncertain.effect(), Effect::unknown);
    CHECK_EQUAL(uncertain.kind(), std::optional(Kind::reset));
    CHECK_EQUAL(uncertain.advice(), Advice::check_first);
    CHECK_EQUAL(uncertain.outcome(), std::optional<Outcome>());

    const Error not_sent = error_of(fails(Kind::connect));
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
    const std::exception_ptr kept = std::make_exception_ptr(error_of(says(429, "")));
    std::thread([kept] {
        const Error copy = thrown_by([&kept] { std::rethrow_exception(kept); });
        CHECK(copy.receipt()->http_status() == std::uint16_t{429});
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
        fails(Kind::closed),
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
    CHECK(thrown_by([] { Client(account(), Api::get_v2, Transport(nullptr)); }).is_misuse());
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
    const Error error = thrown_by([&] { static_cast<void>(classify(received, none)); });
    CHECK(error.is_misuse() && error.effect() == Effect::not_applied);
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
    client.set_disposition(good_request());
}

void a_transport_may_call_its_client_and_is_freed_with_it()
{
    auto alive = std::make_shared<int>(0);
    std::optional<Client> client;
    client.emplace(account(), Api::get_v2, [&client, alive](HttpRequestView, const Limits &) {
        if (++*alive == 1) {
            CHECK(client->try_set_disposition(good_request()).has_value());
        }
        return Answer::reply(200, queued);
    });
    CHECK(client->try_set_disposition(good_request()).has_value());
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
    const Error error = error_of(says(200, queued, &sends), good_request(), late);
    CHECK(error.is_not_sent() && error.kind() == Kind::deadline);
    CHECK_EQUAL(sends, 0);
    const Error wrong = thrown_by([] { Engine(account(), static_cast<Api>(77)); });
    CHECK(wrong.is_misuse() && wrong.status() == Status::bad_enum && !wrong.receipt());
    // Nothing happened, so there is nothing to look for in CloudAgent.
    CHECK_EQUAL(wrong.effect(), Effect::not_applied);
    CHECK_EQUAL(wrong.advice(), Advice::do_not_retry);
    CHECK(!wrong.kind() && !wrong.outcome() && !wrong.may_resend());
}

/// Whether this is the error of a text that is not UTF-8 in this field, and of nothing else.
template <class Value> bool is_not_utf8(const Result<Value> &result, Field field)
{
    if (result || !result.error().is_invalid()) {
        return false;
    }
    const std::vector<Violation> &found = result.error().violations();
    return found.size() == 1 && found[0].field == field && found[0].problem == Problem::invalid &&
           found[0].hard && std::string(result.error().what()).find(name(field)) != std::string::npos;
}

void a_text_that_is_not_utf8_is_a_violation_of_its_field()
{
    Request bad = good_request();
    bad.comments = "\xC3(";
    int sends = 0;
    const Client client(account(), Api::get_v2, says(200, queued, &sends));
    CHECK(is_not_utf8(client.try_set_disposition(bad), Field::comments));
    CHECK_EQUAL(sends, 0);
    CHECK(is_not_utf8(try_build_request(account(), bad, Api::get_v2), Field::comments));
    CHECK(is_not_utf8(try_check_base_url("\xFF"), Field::base_url));
    Settings settings;
    settings.base_url = "https://\xFF";
    CHECK(is_not_utf8(Client::make(account(), Api::get_v2, says(200, queued), settings),
                      Field::base_url));
    CHECK(is_not_utf8(Engine::make(account(), Api::get_v2, settings), Field::base_url));
    const auto page = try_from_params({{"comments", "Andr\xE9"}}, Api::get_v2);
    CHECK(!page && page.error().is_invalid());
    CHECK(std::string(page.error().what()).find("comments") != std::string::npos);
    CHECK(bad.try_to_json().error().status() == Status::invalid_utf8);
}

void what_was_moved_from_fails()
{
    Account one = account();
    const Account other = std::move(one);
    const auto found = try_validate(one, good_request(), Api::get_v2); // NOLINT: on purpose
    CHECK(!found && found.error().status() == Status::null);
    CHECK_EQUAL(other.customer(), "acme");
    one = account();
    CHECK(try_validate(one, good_request(), Api::get_v2).has_value());

    Client client(account(), Api::get_v2, says(200, queued));
    Receipt receipt = client.set_disposition(good_request());
    const Receipt kept = std::move(receipt);
    CHECK_EQUAL(receipt.effect(), Effect::unknown); // NOLINT: on purpose
    CHECK(receipt.attempts().empty() && !receipt.may_resend() && receipt.sentence().empty());
    const Client taken = std::move(client);
    const Error error = client.try_set_disposition(good_request()).error(); // NOLINT: on purpose
    CHECK(error.is_misuse() && error.status() == Status::null && !error.receipt());
    CHECK(error.effect() == Effect::not_applied && error.advice() == Advice::do_not_retry);
    client.close();
}

void a_closed_client_sends_nothing()
{
    Client client(account(), Api::get_v2, says(200, queued));
    client.close();
    client.close();
    const auto result = client.try_set_disposition(good_request());
    CHECK(!result && result.error().is_not_sent());
    CHECK(result.error().kind() == Kind::closed && !result.error().may_resend());
}

void a_result_is_asked_first()
{
    const Result<std::string> wrong = try_check_base_url("nonsense");
    CHECK(!wrong);
    CHECK(thrown_by([&] { static_cast<void>(wrong.value()); }).is_invalid());
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

const char report[] = R"({"details": [{"UCID": 8189000000001, "Disposition": "sale"},
    {"CallID": 9007199254740993, "Disposition": "None"}], "status": "success"})";

void records_are_gone_through()
{
    const Records records = classify_records({200, report}, Asked::one_call);
    std::vector<std::string> all;
    for (const CallRecord &record : records) {
        all.push_back(record.ucid.value_or("") + record.call_id.value_or(""));
    }
    CHECK(all == std::vector<std::string>({"8189000000001", "9007199254740993"}));
    CHECK(!records[2].ucid && !records[2].disposition); // behind the last
    const Settlement settlement = settle(good_request(), Api::get_v2, records);
    CHECK_EQUAL(settlement.finding(), Finding::stands);
    CHECK_EQUAL(settlement.copy().record()->disposition, records[0].disposition);
    const Error invalid =
        thrown_by([&] { static_cast<void>(settle(Request(), Api::get_v2, records)); });
    CHECK(invalid.is_invalid() && invalid.violations().size() == 2);

    const Records none = classify_records({403, ""}, Asked::day);
    CHECK(!none.came() && none.empty() && none.begin() == none.end());
    CHECK_EQUAL(none.none()->outcome, Outcome::forbidden);
    CHECK_EQUAL(settle(good_request(), Api::get_v2, none).lookup()->outcome, none.none()->outcome);
    CHECK_EQUAL(settle_failed(good_request(), Api::get_v2, Kind::timeout).lookup()->kind,
                std::optional(Kind::timeout));
}

void a_callback_is_told_by_its_key()
{
    const Callback callback = read_callback(
        R"({"monitorUCID": "8189000000001", "UserName": "acme", "Apikey": "KK-marker"})");
    CHECK(callback.authentic(account()) && callback.customer() == "acme");
    CHECK(!callback.authentic(Account::with_api_key("acme", "KK-other")));
    CHECK_EQUAL(settle(good_request(), Api::get_v2, callback.record()).finding(), Finding::none_yet);
    CHECK(thrown_by([] { static_cast<void>(read_callback("")); }).is_invalid());
}

void a_transport_that_can_looks_up()
{
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    const std::string day =
        *record_day(std::chrono::duration_cast<std::chrono::seconds>(since_1970).count(), 0);
    Settings settings;
    settings.utc_offset_minutes = 0;
    for (const bool can : {false, true}) {
        int sends = 0;
        const Client client(account(), Api::get_v2, says(200, report, &sends), settings, {can});
        const Settlement settlement = client.look_up(good_request(), day);
        CHECK_EQUAL(settlement.finding(), can ? Finding::stands : Finding::no_answer);
        CHECK_EQUAL(sends, can ? 1 : 0);
        CHECK(can || settlement.lookup()->kind == Kind::unsendable);
    }
    settings.utc_offset_minutes = 900;
    CHECK(!Client::make(account(), Api::get_v2, says(200, report), settings));
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

} // namespace

int main()
{
    for (const auto &[called, test] : {
#define TEST(function) std::make_pair(#function, function)
             TEST(successes_are_returned),
             TEST(errors_tell_what_happened),
             TEST(an_error_outlives_its_call),
             TEST(an_exception_out_of_a_transport_is_a_failed_transport),
             TEST(an_empty_transport_is_refused_when_it_is_given),
             TEST(the_hint_is_the_apis),
             TEST(an_api_that_is_none_is_an_error_of_the_call),
             TEST(violations_of_a_temporary_are_its_readers),
             TEST(a_transport_sees_the_request_and_the_limits),
             TEST(a_transport_may_call_its_client_and_is_freed_with_it),
             TEST(settings_are_checked),
             TEST(a_text_that_is_not_utf8_is_a_violation_of_its_field),
             TEST(what_was_moved_from_fails),
             TEST(a_closed_client_sends_nothing),
             TEST(a_result_is_asked_first),
             TEST(records_are_gone_through),
             TEST(a_callback_is_told_by_its_key),
             TEST(a_transport_that_can_looks_up),
             TEST(words),
         }) {
        subject = called;
        test();
    }
    std::cout << "wrapper: " << failures << " checks failed\n";
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

// A panic in the library, which a text plants in a library with test hooks: each function says that it
// failed, and what that means for the call.
#include <cstdlib>

#include "check.hpp"

using namespace cloudagent;

namespace {

const char planted[] = "planted panic";

/// Whether this is a panic's error: of a function after which a call may have been sent, or not.
template <class Value> bool panicked(const Result<Value> &result, bool may_have_sent)
{
    if (result) {
        return false;
    }
    const Error &error = result.error();
    return error.status() == Status::panic && error.is_uncertain() == may_have_sent &&
           !error.is_misuse() && !error.may_resend() &&
           error.effect() == (may_have_sent ? Effect::unknown : Effect::not_applied) &&
           error.advice() == (may_have_sent ? Advice::check_first : Advice::do_not_retry) &&
           std::string(error.what()).find(may_have_sent ? "look before" : "Nothing was sent") !=
               std::string::npos;
}

template <class Value> bool sent_nothing(const Result<Value> &result)
{
    return panicked(result, false);
}

template <class Value> bool is_uncertain(const Result<Value> &result)
{
    return panicked(result, true);
}

Request request(std::string disposition)
{
    Request request = good_request();
    request.disposition = std::move(disposition);
    return request;
}

void a_panic_is_not_what_a_reply_meant()
{
    const HttpReply received{200, planted};
    CHECK(sent_nothing(try_classify(received)));
    CHECK(sent_nothing(try_classify_many({received})));
    CHECK(sent_nothing(try_classify_token(received)));
    CHECK(sent_nothing(try_classify_list(received)));
    try {
        static_cast<void>(classify(received));
        check(false, "an error instead of a reply", __FILE__, __LINE__);
    } catch (const Error &error) {
        CHECK_EQUAL(error.status(), Status::panic);
    }
}

void a_panic_where_nothing_is_sent_leaves_no_doubt()
{
    const Account account = Account::with_api_key("acme", "key");
    const Request bad = request(planted);
    Settings settings;
    settings.base_url = planted;
    CHECK(sent_nothing(Account::try_with_api_key(planted, "key")));
    CHECK(sent_nothing(Account::try_with_token_source(planted)));
    CHECK(sent_nothing(try_check_disposition({planted}, bad)));
    CHECK(sent_nothing(try_disposition_list_of_reply({200, planted}, Api::get_v2)));
    CHECK(sent_nothing(try_validate(account, bad, Api::get_v2)));
    CHECK(sent_nothing(try_build_request(account, bad, Api::get_v2)));
    CHECK(sent_nothing(try_build_token_request(account, planted)));
    CHECK(sent_nothing(try_build_list_request(account, planted, Api::get_v2)));
    CHECK(sent_nothing(try_check_base_url(planted)));
    CHECK(sent_nothing(try_from_params({{"disposition", planted}}, Api::get_v2)));
    CHECK(sent_nothing(bad.try_to_json()));
    CHECK(sent_nothing(Request::try_from_json(planted)));
    CHECK(sent_nothing(Receipt::try_from_json(planted)));
    CHECK(sent_nothing(Client::make(account, Api::get_v2, settings)));
    CHECK(sent_nothing(Engine::make(account, Api::get_v2, settings)));
    CHECK(sent_nothing(Engine(account, Api::get_v2).try_start(bad, now())));
}

void a_panic_in_a_store_or_a_source_is_its_failure()
{
    CHECK_EQUAL(FileTokenStore(planted).get("k").answer(), StoreAnswer::failed);
    CHECK_EQUAL(FileTokenStore("/tmp/none").put_if("k", std::nullopt, planted), StoreAnswer::failed);
    CHECK(FileTokenStore::problem(planted) == "panic");
    Settings settings;
    settings.token_source = [](bool) { return GivenToken::of(planted); };
    testing::FakeTransport fake;
    const Client client = fake.client(Account::with_token_source("acme"), Api::post_token, settings);
    const auto result = client.try_set_disposition(request("Sale"));
    CHECK(!result && result.error().is_not_sent() && fake.sent() == 0);
    CHECK(result.error().kind() == Kind::token_unavailable);
    CHECK(sent_nothing(client.try_list_dispositions(planted)));
}

void a_panic_in_a_call_is_uncertain()
{
    const Account account = Account::with_api_key("acme", "key");
    const Client client(account, Api::get_v2, [](HttpRequestView, const Limits &) {
        return Answer::reply(200, "");
    });
    CHECK(is_uncertain(client.try_set_disposition(request(planted))));
    CHECK(sent_nothing(client.try_validate(request(planted))));
    CHECK(sent_nothing(client.try_build_request(request(planted))));
    const Engine engine(account, Api::get_v2);
    Started started = engine.start(request("Sale"), now());
    CHECK(is_uncertain(
        started.call.try_step(Event::reply(started.step.seq, {200, planted}), now())));
}

} // namespace

int main()
{
    a_panic_is_not_what_a_reply_meant();
    a_panic_where_nothing_is_sent_leaves_no_doubt();
    a_panic_in_a_store_or_a_source_is_its_failure();
    a_panic_in_a_call_is_uncertain();
    std::cout << "panics: " << failures << " checks failed\n";
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

// The wrapper without exceptions, in a program without them and in one that has them: everything is
// there, under the names that begin with `try_` or `make`.
#define CLOUDAGENT_NO_EXCEPTIONS

#include <cstdlib>

#include "check.hpp"

using namespace cloudagent;

namespace {

const char queued[] = R"({"status": "Success", "details": "queued successfully"})";

void by_client(const Account &account)
{
    int sends = 0;
    auto client = Client::make(account, Api::get_v2, [&sends](HttpRequestView, const Limits &) {
        return ++sends == 1 ? Answer::reply(200, queued) : Answer::failed(Kind::reset);
    });
    if (!CHECK(client.has_value())) {
        return;
    }
    auto result = client->try_set_disposition(good_request());
    CHECK(result && result->effect() == Effect::queued);
    const auto uncertain = client->try_set_disposition(good_request());
    CHECK(!uncertain && uncertain.error().is_uncertain());
    const auto invalid = client->try_set_disposition(Request());
    CHECK(!invalid && invalid.error().is_invalid() && invalid.error().violations().size() >= 4);
    CHECK_EQUAL(sends, 2);
    CHECK(client->try_validate(good_request()).has_value());
    CHECK(client->try_build_request(good_request()).has_value());
    const auto empty = Client::make(account, Api::get_v2, Transport());
    CHECK(!empty && empty.error().is_misuse());
}

#ifndef CAD_NO_CLIENT
// The small library leaves them out.
void by_records()
{
    const auto records = try_classify_records(
        {200, R"({"details": [{"UCID": "8189000000001", "Disposition": "Sale"}]})"}, Asked::one_call);
    const auto settlement = try_settle(good_request(), Api::get_v2, *records);
    CHECK(settlement && settlement->effect() == Effect::applied);
    CHECK(!try_settle(Request(), Api::get_v2, *records) && !try_read_callback("nonsense"));
}
#endif

void by_engine(const Account &account)
{
    auto engine = Engine::make(account, Api::get_v2);
    auto started = engine->try_start(good_request(), Moment(Moment::duration(1000)));
    if (!CHECK(started && started->step.kind == StepKind::send)) {
        return;
    }
    CHECK(started->step.request.method() == "GET");
    const auto misuse =
        started->call.try_step(Event::failed(9, Kind::reset), Moment(Moment::duration(1100)));
    CHECK(!misuse && misuse.error().status() == Status::misuse);
    auto step = started->call.try_step(Event::reply(started->step.seq, {200, queued}),
                                       Moment(Moment::duration(1200)));
    CHECK(step && step->kind == StepKind::done && step->receipt->effect() == Effect::queued);
    CHECK(step->receipt->attempts().at(0).duration.count() == 200);
    const auto again =
        started->call.try_step(Event::failed(9, Kind::reset), Moment(Moment::duration(1300)));
    CHECK(again && again->kind == StepKind::done); // after the end everything gets the end
}

#ifdef __cpp_exceptions
// A program that wants none of the wrapper's exceptions may have others.
void a_transport_may_throw_all_the_same(const Account &account)
{
    const auto client = Client::make(
        account, Api::get_v2, [](HttpRequestView, const Limits &) -> Answer { throw 7; });
    const auto result = client->try_set_disposition(good_request());
    CHECK(!result && result.error().is_uncertain());
    CHECK(result.error().kind() == Kind::transport_failed);
}
#endif

} // namespace

int main()
{
    const auto account = Account::try_with_api_key("acme", "KK-marker");
    CHECK(account.has_value());
    by_client(account.value());
#ifndef CAD_NO_CLIENT
    by_records();
#endif
    by_engine(account.value());
    CHECK_EQUAL(try_classify({200, queued}).value().effect, Effect::queued);
    CHECK_EQUAL(try_classify_many({{200, queued}}).value().at(0).effect, Effect::queued);
    CHECK(try_classify_token({401, ""}).has_value() && try_classify_list({401, ""}).has_value());
#ifdef __cpp_exceptions
    a_transport_may_throw_all_the_same(account.value());
#endif
    CHECK(!try_check_base_url("nonsense").has_value());
    std::cout << "no_exceptions: " << failures << " checks failed\n";
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

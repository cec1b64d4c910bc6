// Cancelling, token stores and sources, lists and the testing help of the wrapper: what C alone has no say
// in, exceptions out of callbacks above all, and many threads on one client.
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>

#include <unistd.h>

#include "check.hpp"

using namespace cloudagent;

namespace {

using std::chrono::milliseconds;

const char granted[] = R"({"token": "T1"})";

Account with_key() { return Account::with_api_key("acme", "KK-marker"); }

/// A store of a host's own, in memory.
class Memory final : public TokenStore {
  public:
    Stored get(std::string_view key) override
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        const auto found = kept_.find(std::string(key));
        if (found == kept_.end()) {
            return Stored::nothing();
        }
        return Stored::found(found->second.first, std::to_string(found->second.second));
    }
    StoreAnswer put_if(std::string_view key, std::optional<std::string_view> version,
                       std::string_view bytes) override
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        const auto found = kept_.find(std::string(key));
        const auto before = found == kept_.end()
                                ? std::nullopt
                                : std::optional(std::to_string(found->second.second));
        if (before.has_value() != version.has_value() || (version && *version != *before)) {
            return StoreAnswer::conflict;
        }
        kept_[std::string(key)] = {std::string(bytes), ++writings_};
        return StoreAnswer::written;
    }

  private:
    std::mutex mutex_;
    std::map<std::string, std::pair<std::string, int>> kept_;
    int writings_ = 0;
};

/// A store that throws what it is told to.
template <class Exception> class Throwing final : public TokenStore {
  public:
    explicit Throwing(Exception what) : what_(what) {}
    Stored get(std::string_view) override { throw what_; }
    StoreAnswer put_if(std::string_view, std::optional<std::string_view>, std::string_view) override
    {
        throw what_;
    }

  private:
    Exception what_;
};

/// A store that hangs until it is let go, with its last client.
class Hanging final : public TokenStore {
  public:
    Stored get(std::string_view) override
    {
        std::unique_lock<std::mutex> lock(mutex_);
        reached_ = true;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
        return Stored::nothing();
    }
    StoreAnswer put_if(std::string_view, std::optional<std::string_view>, std::string_view) override
    {
        return StoreAnswer::failed;
    }
    void wait_until_reached()
    {
        std::unique_lock<std::mutex> lock(mutex_);
        changed_.wait(lock, [this] { return reached_; });
    }
    void open()
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool reached_ = false, open_ = false;
};

Settings stored_in(std::shared_ptr<TokenStore> store)
{
    Settings settings;
    settings.token_store = std::move(store);
    return settings;
}

Error error_of(const Client &client)
{
    return client.try_set_disposition(good_request()).error();
}

void says_no_marker(const Error &error)
{
    CHECK(std::string(error.what()).find("marker") == std::string::npos);
    CHECK(error.receipt()->to_json().find("marker") == std::string::npos);
}

void an_exception_out_of_a_store_is_a_failed_store()
{
    const std::shared_ptr<TokenStore> stores[] = {
        std::make_shared<Throwing<int>>(7),
        std::make_shared<Throwing<std::runtime_error>>(std::runtime_error("marker")),
    };
    for (const auto &store : stores) {
        testing::FakeTransport fake;
        const Client client = fake.client(with_key(), Api::post_token, stored_in(store));
        const Error error = error_of(client);
        CHECK(error.is_not_sent() && error.kind() == Kind::token_store);
        CHECK_EQUAL(fake.sent(), std::size_t{0});
        says_no_marker(error);
    }
}

void an_exception_out_of_a_source_is_a_failed_source()
{
    const TokenSource sources[] = {
        [](bool) -> GivenToken { throw std::runtime_error("marker"); },
        [](bool) -> GivenToken { throw 7; },
        [](bool) { return GivenToken(); },
        [](bool) { return GivenToken::failed(Kind::connect); },
    };
    for (const TokenSource &source : sources) {
        Settings settings;
        settings.token_source = source;
        testing::FakeTransport fake;
        const Client client =
            fake.client(Account::with_token_source("acme"), Api::post_token, settings);
        const Error error = error_of(client);
        CHECK(error.is_not_sent() && error.kind() == Kind::token_unavailable);
        CHECK_EQUAL(fake.sent(), std::size_t{0});
        says_no_marker(error);
    }
}

void a_source_is_asked_to_renew_and_freed_with_its_client()
{
    auto asked = std::make_shared<std::vector<bool>>();
    {
        Settings settings;
        settings.token_source = [asked](bool renew) {
            asked->push_back(renew);
            return GivenToken::of(renew ? "T2" : "T1");
        };
        testing::FakeTransport fake;
        fake.says(Outcome::token_expired);
        fake.says(Outcome::saved);
        const Client client =
            fake.client(Account::with_token_source("acme"), Api::post_token, settings);
        const Receipt receipt = client.set_disposition(good_request());
        CHECK_EQUAL(receipt.attempts().size(), std::size_t{2});
        CHECK_EQUAL(fake.sent(), std::size_t{2});
        bool renewed = false;
        for (const auto &[header, value] : fake.request(1).headers()) {
            renewed = renewed || value == "Bearer T2";
        }
        CHECK(renewed);
        CHECK(*asked == std::vector<bool>({false, true}));
    }
    while (asked.use_count() > 1) { // the thread that asked last may be on its way
        std::this_thread::yield();
    }
}

void clients_with_one_store_share_a_token()
{
    const auto folder = std::filesystem::temp_directory_path() /
                        ("cad-tokens-" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    const std::string path = (folder / "token").string();
    CHECK(!FileTokenStore::problem(path));
    const auto problem = FileTokenStore::problem("/nowhere/at/all");
    CHECK(problem && problem->find("/nowhere/at/all") != std::string::npos);
    const std::pair<std::shared_ptr<TokenStore>, std::shared_ptr<TokenStore>> stores[] = {
        {std::make_shared<FileTokenStore>(path), std::make_shared<FileTokenStore>(path)},
        [] {
            auto one = std::make_shared<Memory>();
            return std::pair<std::shared_ptr<TokenStore>, std::shared_ptr<TokenStore>>(one, one);
        }(),
    };
    for (const auto &[first, second] : stores) {
        testing::FakeTransport one, other;
        one.replies({200, granted});
        one.says(Outcome::saved);
        const Client fetches = one.client(with_key(), Api::post_token, stored_in(first));
        const Client shares = other.client(with_key(), Api::post_token, stored_in(second));
        CHECK_EQUAL(fetches.set_disposition(good_request()).token_requests(), 1u);
        CHECK_EQUAL(shares.set_disposition(good_request()).token_requests(), 0u);
        CHECK(one.sent() == 2 && other.sent() == 1);
    }
    std::filesystem::remove_all(folder);
}

void an_engine_refuses_what_it_would_not_ask()
{
    const auto made =
        Engine::make(with_key(), Api::post_token, stored_in(std::make_shared<Memory>()));
    CHECK(!made && made.error().status() == Status::misuse);
    Settings settings;
    settings.token_source = [](bool) { return GivenToken(); };
    CHECK(!Engine::make(Account::with_token_source("acme"), Api::post_token, settings));
}

void an_engine_asks_by_its_steps()
{
    Settings settings;
    settings.shares_tokens = true;
    const Engine engine(with_key(), Api::post_token, settings);
    Memory store;
    auto [call, step] = engine.start(good_request(), now());
    for (int sends = 0; step.kind != StepKind::done;) {
        if (step.kind == StepKind::store) {
            const Stored answer = carry_out(step, store);
            step = call.step(Event::stored(step.seq, answer, 1764000000000), now());
        } else {
            CHECK_EQUAL(step.kind, StepKind::send);
            const auto saved = *testing::example_reply(Outcome::saved);
            const std::string body = ++sends == 1 ? granted : saved.body;
            step = call.step(Event::reply(step.seq, {200, body}, 1764000000000), now());
        }
    }
    CHECK_EQUAL(step.receipt->outcome(), std::optional(Outcome::saved));
    CHECK_EQUAL(step.receipt->token_requests(), 1u);
    // The next call of another engine finds the token.
    const Engine second(with_key(), Api::post_token, settings);
    auto [next, first] = second.start(good_request(), now());
    const Stored answer = carry_out(first, store);
    CHECK_EQUAL(answer.answer(), StoreAnswer::found);
    CHECK_EQUAL(next.step(Event::stored(first.seq, answer, 1764000000000), now()).kind,
                StepKind::send);
}

void a_token_source_answers_a_step()
{
    const Engine engine(Account::with_token_source("acme"), Api::post_token);
    auto [call, step] = engine.start(good_request(), now());
    CHECK(step.kind == StepKind::token && !step.renew);
    CHECK(call.try_step(Event::stored(step.seq, StoreAnswer::written), now()).error().is_misuse());
    step = call.step(Event::token_given(step.seq, "T1"), now());
    CHECK_EQUAL(step.kind, StepKind::send);
}

void a_cancel_is_heard_whatever_hangs()
{
    const auto store = std::make_shared<Hanging>();
    testing::FakeTransport fake;
    const Client client = fake.client(with_key(), Api::post_token, stored_in(store));
    const CancelToken token;
    CallOptions options;
    options.cancel = token;
    std::thread other([&] {
        store->wait_until_reached();
        token.cancel();
    });
    const Error error = client.try_set_disposition(good_request(), options).error();
    other.join();
    CHECK(error.is_not_sent() && error.kind() == Kind::cancelled && token.is_cancelled());
    store->open();

    // A transport hears of it, too.
    const CancelToken second;
    options.cancel = second;
    const Client hangs(with_key(), Api::get_v2, [&second](HttpRequestView, const Limits &limits) {
        CHECK(!limits.is_cancelled());
        second.cancel();
        CHECK(limits.is_cancelled());
        return Answer::failed(Kind::cancelled);
    });
    const Error uncertain = hangs.try_set_disposition(good_request(), options).error();
    CHECK(uncertain.is_uncertain() && uncertain.kind() == Kind::cancelled);
    const auto list = hangs.list_dispositions("North", options);
    CHECK(list.kind == Kind::cancelled && !list.dispositions);
}

void lists_are_read_and_compared()
{
    testing::FakeTransport fake;
    fake.replies({200, R"({"status": "Success", "details": ["Sale", "No Answer"]})"});
    fake.fails(Kind::reset);
    const Client client = fake.client(with_key(), Api::get_v2);
    const DispositionList list = client.list_dispositions("North");
    CHECK(list.dispositions == std::vector<std::string>({"Sale", "No Answer"}));
    CHECK(list.advice == Advice::none && list.http_status == std::uint16_t{200});
    CHECK(!check_disposition(*list.dispositions, good_request()));
    Request other = good_request();
    other.disposition = "Sael";
    const auto warning = check_disposition(*list.dispositions, other);
    CHECK(warning && warning->problem == Problem::unknown && !warning->hard);
    const DispositionList lost = client.list_dispositions("North");
    CHECK(!lost.dispositions && lost.kind == Kind::reset && lost.advice == Advice::retry_later);
    CHECK(client.try_list_dispositions("").error().violations()[0].field == Field::campaign);
    CHECK(disposition_list_failed(Kind::tls).advice == Advice::fix_configuration);
    CHECK(disposition_list_of_reply({200, R"({"status": "Success", "details": []})"}, Api::get_v2)
              .dispositions == std::vector<std::string>());
    CHECK(!try_check_disposition({"\xFF"}, other));
}

void results_and_errors_are_made_for_tests()
{
    CHECK_EQUAL(testing::result_of(Outcome::queued).value().effect(), Effect::queued);
    const Error refused = testing::result_of(Outcome::already_disposed).error();
    CHECK(refused.is_refused() && refused.outcome() == Outcome::already_disposed);
    const Error uncertain = testing::result_of(Kind::timeout).error();
    CHECK(uncertain.is_uncertain() && uncertain.kind() == Kind::timeout);
    const Error not_sent = testing::result_of(Kind::connect).error();
    CHECK(not_sent.is_not_sent() && not_sent.may_resend());
    CHECK(testing::result_of(Kind::closed).error().is_misuse());
    CHECK(testing::example_reply(Outcome::none_found).error().status() == Status::bad_enum);
}

/// 64 threads on one client for CAD_MANY_SECONDS, over a transport that fails in every way that there is: each
/// reply belongs to its call, and what the server received is what the attempts say.
void many_threads_share_a_client()
{
    std::atomic<unsigned> received{0}, told{0}, wrong{0}, calls{0};
    Settings settings;
    settings.token_store = std::make_shared<Memory>();
    const Client client(
        with_key(), Api::post_token,
        [&received](HttpRequestView request, const Limits &) {
            if (request.path().find("generateToken") != std::string::npos) {
                return Answer::reply(200, granted);
            }
            // The reply names the call, so that one that comes to another is seen.
            const std::string body = *request.body();
            const std::size_t at = body.find("8189");
            const std::string ucid = body.substr(at, body.find('"', at) - at);
            switch (received++ % 5) {
            case 0:
                return Answer::failed(Kind::reset);
            case 1:
                return Answer::reply(429, "", "0");
            case 2:
                return Answer::failed(Kind::timeout);
            default:
                return Answer::reply(200, R"({"status": "Fail", "details": "Invalid ucid )" + ucid +
                                              R"( or did 914000000001"})");
            }
        },
        settings);
    const char *seconds = std::getenv("CAD_MANY_SECONDS");
    const auto end = now() + milliseconds(seconds != nullptr ? static_cast<int>(1000 * std::atof(seconds)) : 2000);
    std::vector<std::thread> threads;
    for (int number = 0; number < 64; number++) {
        threads.emplace_back([&, number] {
            for (unsigned i = 0; now() < end; i++) {
                Request request = good_request();
                request.ucid = "8189" + std::to_string(number * 1000000 + static_cast<int>(i));
                const Error error = client.try_set_disposition(request).error();
                calls++;
                told += static_cast<unsigned>(error.receipt()->attempts().size());
                const auto named = error.receipt()->ucid();
                wrong += named && *named != request.ucid ? 1 : 0;
            }
        });
    }
    for (std::thread &thread : threads) {
        thread.join();
    }
    CHECK_EQUAL(told.load(), received.load());
    CHECK_EQUAL(wrong.load(), 0u);
    CHECK(calls.load() > 64);
}

} // namespace

int main()
{
    for (const auto &[called, test] : {
#define TEST(function) std::make_pair(#function, function)
             TEST(an_exception_out_of_a_store_is_a_failed_store),
             TEST(an_exception_out_of_a_source_is_a_failed_source),
             TEST(a_source_is_asked_to_renew_and_freed_with_its_client),
             TEST(clients_with_one_store_share_a_token),
             TEST(an_engine_refuses_what_it_would_not_ask),
             TEST(an_engine_asks_by_its_steps),
             TEST(a_token_source_answers_a_step),
             TEST(a_cancel_is_heard_whatever_hangs),
             TEST(lists_are_read_and_compared),
             TEST(results_and_errors_are_made_for_tests),
             TEST(many_threads_share_a_client),
         }) {
        subject = called;
        test();
    }
    std::cout << "tokens: " << failures << " checks failed\n";
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

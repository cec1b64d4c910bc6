// Nothing is left behind: after the last free, no memory of this process holds the key or the token, as
// it is, as a URL has it, or in part. In every API, over every transport.
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <thread>

#include <unistd.h>

#include "check.hpp"
#include "memory.hpp"
#ifndef CAD_NO_CLIENT
#include "simulator.hpp"
#endif

/// For the message of a check that fails.
inline std::string_view name(cad_status status) { return cad_status_name(status); }

namespace {

// The secret is its head and its tail. The tail is the same in every spelling; it stands in nothing
// else, so a copy that lost its beginning to a list of free memory is found by it.
constexpr Masked head("KK/scan+"), url_head("KK%2Fscan%2B"), tail("q7Wm3Xv9Tn5Rb1Lz8Hc4");
constexpr Masked as_it_is("/scan+q7Wm3Xv9Tn5Rb1Lz8Hc4"), as_in_urls("%2Fscan%2Bq7Wm3Xv9Tn5Rb1Lz8Hc4");

/// Copies of the secret, by how they are found.
struct Copies {
    std::size_t bare = as_it_is.count();
    std::size_t encoded = as_in_urls.count();
    std::size_t tails = tail.count();
};

void nothing_is_left(const std::string &after)
{
    subject = after;
    const Copies left;
    CHECK_EQUAL(left.bare, std::size_t{0});
    CHECK_EQUAL(left.encoded, std::size_t{0});
    CHECK_EQUAL(left.tails, std::size_t{0});
}

constexpr cad_api apis[] = {CAD_API_GET_V2, CAD_API_GET_V3, CAD_API_POST_API_KEY, CAD_API_POST_TOKEN};

cad_account *account(cad_api api)
{
    const Bare secret{&head, &tail};
    cad_account *made = nullptr;
    const auto make = api == CAD_API_POST_TOKEN ? cad_account_with_token : cad_account_with_api_key;
    CHECK_EQUAL(make(cad_cstr("acme"), secret.view(), &made), CAD_OK);
    return made;
}

cad_request request()
{
    cad_request what = CAD_REQUEST_INIT;
    what.ucid = cad_cstr("81891700000000002");
    what.did = cad_cstr("914000000001");
    what.agent_id = cad_cstr("ravi");
    what.disposition = cad_cstr("Sale");
    what.comments = cad_cstr("owes 500 rupees, angry");
    return what;
}

/// Reads all of a request, as a host does that sends it: how often it holds the secret.
std::size_t sent(const cad_http_request *what)
{
    std::size_t found = 0;
    const auto look = [&found](cad_str text) {
        for (std::size_t at = 0; at + tail.length <= text.len; at++) {
            std::size_t same = 0;
            while (same < tail.length && (text.data[at + same] ^ Masked::mask) == tail.bytes[same]) {
                same++;
            }
            found += same == tail.length ? 1 : 0;
        }
    };
    look(cad_http_request_url(what));
    for (std::size_t i = 0; i < cad_http_request_header_count(what); i++) {
        cad_str name = {}, value = {};
        CHECK_EQUAL(cad_http_request_header(what, i, &name, &value), CAD_OK);
        look(value);
    }
    return found;
}

/// Calls with a reply that repeats the secret in a text that no rule knows, so that it has to be cut
/// out.
template <class Use> auto with_an_echo(Use use)
{
    constexpr Masked before("{\"status\":\"error\",\"details\":\"no such key: "), between(" or "),
        after("\"}");
    const Bare body{&before, &head, &tail, &between, &url_head, &tail, &after};
    cad_http_reply reply = CAD_HTTP_REPLY_INIT;
    reply.status = 200;
    reply.body = body.view();
    return use(reply);
}

void planted_copies_are_found()
{
    subject = "planted copies";
    nothing_is_left("the start");
    // A size that nothing else here asks for, so that freed room is given to nobody else.
    constexpr std::size_t room = 1000;
    // Volatile, so that no compiler finds that nobody reads what stands there.
    char *volatile bare = static_cast<char *>(std::malloc(room));
    char *volatile encoded = static_cast<char *>(std::malloc(room));
    as_it_is.unmask(bare);
    // A list of free memory overwrites the beginning.
    as_in_urls.unmask(encoded + 32);
    const Copies both;
    CHECK_EQUAL(both.bare, std::size_t{1});
    CHECK_EQUAL(both.encoded, std::size_t{1});
    CHECK_EQUAL(both.tails, std::size_t{2});
    explicit_bzero(bare, room);
    std::free(bare);
    CHECK_EQUAL(Copies().tails, std::size_t{1});
    // This program's own allocator wipes nothing: what was freed is still there.
    std::free(encoded);
    CHECK_EQUAL(Copies().tails, std::size_t{1});
    encoded = static_cast<char *>(std::malloc(room));
    explicit_bzero(encoded, room);
    std::free(encoded);
    nothing_is_left("the planted copies");
}

/// What the caller gave to the account is all that the library holds, and the scan sees it there.
void an_account_holds_it_once()
{
    cad_account *who = account(CAD_API_GET_V2);
    subject = "an account";
    CHECK_EQUAL(Copies().bare, std::size_t{1});
    cad_account_free(who);
    nothing_is_left("an account");
}

void built_requests()
{
    for (const cad_api api : apis) {
        cad_account *who = account(api);
        const cad_request what = request();
        cad_http_request *built = nullptr;
        subject = std::string("a built request of ") + cad_api_name(api);
        CHECK_EQUAL(cad_build_request(who, &what, api, {}, &built, nullptr), CAD_OK);
        CHECK_EQUAL(sent(built), std::size_t{1});
        cad_http_request_free(built);
        if (api != CAD_API_POST_TOKEN) {
            CHECK_EQUAL(cad_build_token_request(who, {}, &built, nullptr), CAD_OK);
            cad_http_request_free(built);
        }
        CHECK_EQUAL(cad_build_list_request(who, cad_cstr("North"), api, {}, &built, nullptr), CAD_OK);
        cad_http_request_free(built);
        cad_violations *wrong = nullptr;
        CHECK_EQUAL(cad_validate(who, &what, api, {}, &wrong), CAD_OK);
        cad_violations_free(wrong);
        cad_account_free(who);
        nothing_is_left(subject);
    }
}

#ifndef CAD_NO_CLIENT
/// The requests for call records, and a callback and a record in which the vendor repeats the key.
void call_records()
{
    cad_account *who = account(CAD_API_GET_V2);
    const cad_str day = cad_cstr("2026-11-30");
    cad_http_request *built = nullptr;
    subject = "a request for records";
    CHECK_EQUAL(cad_build_record_request(who, cad_cstr("8189"), day, 1796020000, nullptr, {}, &built,
                                         nullptr),
                CAD_OK);
    CHECK_EQUAL(sent(built), std::size_t{1});
    cad_http_request_free(built);

    constexpr Masked before(R"([{"ucid":"8189","Apikey":")"), after(R"(","Disposition":"Sale"}])");
    cad_records *records = nullptr;
    cad_callback *callback = nullptr;
    {
        const Bare body{&before, &head, &tail, &after};
        cad_http_reply reply = CAD_HTTP_REPLY_INIT;
        reply.status = 200;
        reply.body = body.view();
        CHECK_EQUAL(cad_classify_records(CAD_ASKED_DAY, &reply, &records), CAD_OK);
        CHECK_EQUAL(cad_read_callback(body.view(), &callback, nullptr), CAD_OK);
    }
    subject = "a callback";
    CHECK(cad_callback_authentic(callback, who) && cad_records_count(records) == 1);
    cad_account_free(who);
    CHECK_EQUAL(Copies().bare, std::size_t{1}); // the callback's own: a record has none
    cad_callback_free(callback);
    cad_records_free(records);
    nothing_is_left("call records and a callback");
}
#endif

void read_parameters()
{
    cad_parsed *parsed = nullptr;
    {
        const Bare secret{&head, &tail};
        const cad_param given[] = {{cad_cstr("apiKey"), secret.view()},
                                   {cad_cstr("userName"), cad_cstr("acme")}};
        CHECK_EQUAL(cad_from_params(given, 2, CAD_API_GET_V2, &parsed), CAD_OK);
    }
    cad_account *who = nullptr;
    CHECK_EQUAL(cad_parsed_account(parsed, &who), CAD_OK);
    cad_account_free(who);
    cad_parsed_free(parsed);
    nothing_is_left("parameters");
}

void a_granted_token()
{
    constexpr Masked before("{\"token\":\""), after("\"}");
    cad_string *token = nullptr;
    {
        const Bare body{&before, &head, &tail, &after};
        cad_http_reply reply = CAD_HTTP_REPLY_INIT;
        reply.status = 200;
        reply.body = body.view();
        cad_reply told = CAD_REPLY_INIT;
        CHECK_EQUAL(cad_classify_token(&reply, nullptr, 0, &token, &told), CAD_OK);
    }
    subject = "a token";
    CHECK(token != nullptr && Copies().bare == 1);
    cad_string_free(token);
    nothing_is_left("a token");
}

/// The engine, driven by a host that sends by itself.
void engine_calls()
{
    for (const cad_api api : apis) {
        cad_account *who = account(api);
        cad_settings settings = CAD_SETTINGS_INIT;
        settings.account = who;
        settings.api = api;
        cad_engine *engine = nullptr;
        subject = std::string("an engine's call of ") + cad_api_name(api);
        CHECK_EQUAL(cad_engine_new(&settings, &engine, nullptr), CAD_OK);
        cad_account_free(who);
        const cad_request what = request();
        cad_call *call = nullptr;
        cad_step step = CAD_STEP_INIT;
        CHECK_EQUAL(cad_engine_start(engine, &what, nullptr, nullptr, 1, &call, &step), CAD_OK);
        CHECK_EQUAL(sent(step.request), std::size_t{1});
        with_an_echo([&](const cad_http_reply &reply) {
            cad_event event = CAD_EVENT_INIT;
            event.kind = CAD_EVENT_REPLY;
            event.seq = step.seq;
            event.reply = &reply;
            return CHECK_EQUAL(cad_call_step(call, &event, 2, &step), CAD_OK);
        });
        const cad_str told = cad_receipt_details(step.receipt);
        CHECK_EQUAL(std::string_view(told.data, told.len).substr(0, 14), "no such key: [");
        cad_call_free(call);
        cad_engine_free(engine);
        nothing_is_left(subject);
    }
}

void send_for(void *, const cad_http_request *what, const cad_limits *, cad_answer *answer)
{
    CHECK_EQUAL(sent(what), std::size_t{1});
    with_an_echo([&](const cad_http_reply &reply) {
        return CHECK_EQUAL(cad_answer_reply(answer, &reply), CAD_OK);
    });
}

/// Calls with a client, as many as there are threads, and frees it. What they all come to.
cad_status calls(cad_client *client, std::size_t threads)
{
    std::vector<cad_status> results(threads);
    const auto one = [client](cad_status *result) {
        const cad_request what = request();
        cad_receipt *receipt = nullptr;
        *result = cad_set_disposition(client, &what, nullptr, &receipt);
        cad_receipt_free(receipt);
    };
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < threads; i++) {
        others.emplace_back(one, &results[i]);
    }
    one(&results[0]);
    for (std::thread &other : others) {
        other.join();
    }
    cad_client_free(client);
    for (const cad_status result : results) {
        CHECK_EQUAL(result, results[0]);
    }
    return results[0];
}

void own_transports()
{
    for (const cad_api api : apis) {
        cad_account *who = account(api);
        cad_settings settings = CAD_SETTINGS_INIT;
        settings.account = who;
        settings.api = api;
        cad_transport transport = CAD_TRANSPORT_INIT;
        transport.send = send_for;
        cad_client *client = nullptr;
        subject = std::string("a transport of the host's own, ") + cad_api_name(api);
        CHECK_EQUAL(cad_client_with_transport(&settings, &transport, &client, nullptr), CAD_OK);
        cad_account_free(who);
        calls(client, 1);
        nothing_is_left(subject);
    }
}

/// The secret as a token that a store keeps, and that a source gives: with a client, and by the steps.
cad_store_answer keeps_the_secret(void *, cad_str, cad_string **bytes, cad_string **version)
{
    constexpr Masked before(R"({"v":1,"generation":1,"token":")"),
        after(R"(","expiry":4102444800000,"fetches":[],"lease":null})");
    const Bare kept{&before, &head, &tail, &after};
    CHECK_EQUAL(cad_string_new(kept.view(), bytes), CAD_OK);
    CHECK_EQUAL(cad_string_new(cad_cstr("1"), version), CAD_OK);
    return CAD_STORED_FOUND;
}

cad_store_answer writes_nothing(void *, cad_str, cad_str, cad_str)
{
    return CAD_STORED_CONFLICT;
}

std::uint32_t gives_the_secret(void *, std::uint32_t, cad_string **token)
{
    const Bare secret{&head, &tail};
    CHECK_EQUAL(cad_string_new(secret.view(), token), CAD_OK);
    return 0;
}

/// An account that knows no secret of its own, but where to ask: for a store it has another key.
cad_account *asking_account(bool by_store)
{
    cad_account *made = nullptr;
    CHECK_EQUAL(by_store ? cad_account_with_api_key(cad_cstr("acme"), cad_cstr("KK-other"), &made)
                         : cad_account_with_token_source(cad_cstr("acme"), &made),
                CAD_OK);
    return made;
}

void tokens_of_stores_and_sources()
{
    cad_token_store store = CAD_TOKEN_STORE_INIT;
    store.get = keeps_the_secret;
    store.put_if = writes_nothing;
    cad_token_source source = CAD_TOKEN_SOURCE_INIT;
    source.token = gives_the_secret;
    for (const bool by_store : {true, false}) {
        cad_account *who = asking_account(by_store);
        cad_settings settings = CAD_SETTINGS_INIT;
        settings.account = who;
        settings.api = CAD_API_POST_TOKEN;
        settings.shares_tokens = by_store ? 1 : 0;
        cad_engine *engine = nullptr;
        subject = by_store ? "a store" : "a source";
        CHECK_EQUAL(cad_engine_new(&settings, &engine, nullptr), CAD_OK);
        settings.shares_tokens = 0;
        settings.token_store = by_store ? &store : nullptr;
        settings.token_source = by_store ? nullptr : &source;
        cad_transport transport = CAD_TRANSPORT_INIT;
        transport.send = send_for;
        cad_client *client = nullptr;
        CHECK_EQUAL(cad_client_with_transport(&settings, &transport, &client, nullptr), CAD_OK);
        cad_account_free(who);
        CHECK_EQUAL(calls(client, 1), CAD_REFUSED);

        const cad_request what = request();
        cad_call *call = nullptr;
        cad_step step = CAD_STEP_INIT;
        CHECK_EQUAL(cad_engine_start(engine, &what, nullptr, nullptr, 1, &call, &step), CAD_OK);
        cad_string *bytes = nullptr, *version = nullptr;
        cad_event event = CAD_EVENT_INIT;
        event.seq = step.seq;
        event.wall_ms = 1764000000000;
        if (step.kind == CAD_STEP_STORE) {
            event.kind = CAD_EVENT_STORED;
            event.answer = keeps_the_secret(nullptr, step.key, &bytes, &version);
            event.bytes = cad_string_view(bytes);
            event.version = cad_string_view(version);
        } else {
            event.kind = CAD_EVENT_TOKEN_GIVEN;
            gives_the_secret(nullptr, step.renew, &bytes);
            event.token = cad_string_view(bytes);
        }
        CHECK_EQUAL(cad_call_step(call, &event, 2, &step), CAD_OK);
        cad_string_free(bytes);
        cad_string_free(version);
        CHECK(step.kind == CAD_STEP_SEND && sent(step.request) == 1);
        cad_call_free(call);
        cad_engine_free(engine);
        nothing_is_left(by_store ? "a token of a store" : "a token of a source");
    }
}

#ifndef CAD_NO_CLIENT

/// One way over the built-in transport: a fault of the simulator's, where there is one, and what a call
/// comes to. The simulator does not know the secret.
struct Way {
    const char *address;
    const char *fault;
    cad_status expected;
};

void the_built_in_transport()
{
    const Simulator simulator;
    const std::string pem = simulator.address("tls_certificate");
    const Way ways[] = {{"base_url", nullptr, CAD_REFUSED},
                        {"tls_url", nullptr, CAD_REFUSED},
                        {"base_url", "reset_before_applied", CAD_UNCERTAIN},
                        {"tls_url", "reset_before_applied", CAD_UNCERTAIN},
                        {"base_url", "half_body", CAD_UNCERTAIN},
                        {"base_url", "redirect", CAD_REFUSED},
                        {"base_url", "silent", CAD_UNCERTAIN},
                        {"tls_url", "silent", CAD_UNCERTAIN},
                        {"refuse_url", nullptr, CAD_NOT_SENT}};
    for (const Way &way : ways) {
        for (const cad_api api : apis) {
            cad_account *who = account(api);
            const std::string base_url = simulator.address(way.address);
            cad_settings settings = CAD_SETTINGS_INIT;
            settings.account = who;
            settings.api = api;
            settings.base_url = {base_url.data(), base_url.size()};
            const bool waits = way.fault != nullptr && std::string_view(way.fault) == "silent";
            settings.deadline_ms = waits ? 300 : 10000;
            cad_connection connection = CAD_CONNECTION_INIT;
            connection.extra_ca_pem = {pem.data(), pem.size()};
            cad_client *client = nullptr;
            subject = std::string(way.address) + " with " + (way.fault ? way.fault : "no fault") + ", " +
                      cad_api_name(api);
            CHECK_EQUAL(cad_client_new(&settings, &connection, &client, nullptr), CAD_OK);
            cad_account_free(who);
            if (way.fault != nullptr) {
                nlohmann::json fault = {{"fault", way.fault}};
                if (std::string_view(way.fault) == "redirect") {
                    fault["status"] = 307;
                }
                simulator.inject(fault);
            }
            CHECK_EQUAL(calls(client, way.fault == nullptr ? 4 : 1), way.expected);
            nothing_is_left(subject);
        }
    }
}

void a_look_up()
{
    for (const char *fault : {"", "half_body"}) {
        const Simulator simulator;
        cad_account *who = account(CAD_API_GET_V2);
        const std::string base_url = simulator.address("base_url");
        cad_settings settings = CAD_SETTINGS_INIT;
        settings.account = who;
        settings.api = CAD_API_GET_V2;
        settings.base_url = {base_url.data(), base_url.size()};
        cad_client *client = nullptr;
        subject = std::string("a look-up ") + fault;
        CHECK_EQUAL(cad_client_new(&settings, nullptr, &client, nullptr), CAD_OK);
        cad_account_free(who);
        if (*fault != 0) {
            simulator.inject({{"fault", fault}});
        }
        cad_string *day = nullptr;
        cad_settlement *settlement = nullptr;
        CHECK_EQUAL(cad_record_day(time(nullptr), 330, &day), CAD_OK);
        const cad_request what = request();
        CHECK_EQUAL(cad_client_look_up(client, &what, cad_string_view(day), nullptr, &settlement,
                                       nullptr),
                    CAD_OK);
        cad_settlement_free(settlement);
        cad_string_free(day);
        cad_client_free(client);
        nothing_is_left(subject);
    }
}

void a_key_from_a_file()
{
    const Simulator simulator;
    char path[] = "/tmp/cad-key-XXXXXX";
    const int file = mkstemp(path);
    {
        const Bare secret{&head, &tail};
        const cad_str text = secret.view();
        CHECK(write(file, text.data, text.len) == static_cast<ssize_t>(text.len));
    }
    close(file);
    setenv("CLOUDAGENT_CUSTOMER", "acme", 1);
    setenv("CLOUDAGENT_API", "get_v2", 1);
    setenv("CLOUDAGENT_API_KEY_FILE", path, 1);
    setenv("CLOUDAGENT_BASE_URL", simulator.address("base_url").c_str(), 1);
    cad_client *client = nullptr;
    subject = "a key from a file";
    CHECK_EQUAL(cad_client_from_env(nullptr, nullptr, &client, nullptr), CAD_OK);
    unlink(path);
    CHECK_EQUAL(Copies().bare, std::size_t{1});
    CHECK_EQUAL(calls(client, 1), CAD_REFUSED);
    nothing_is_left(subject);
}

#endif

} // namespace

int main()
{
    planted_copies_are_found();
    an_account_holds_it_once();
    built_requests();
    read_parameters();
    a_granted_token();
    engine_calls();
    own_transports();
    tokens_of_stores_and_sources();
#ifndef CAD_NO_CLIENT
    call_records();
    the_built_in_transport();
    a_look_up();
    a_key_from_a_file();
#endif
    std::cout << (failures == 0 ? "nothing is left behind\n" : "FAILED\n");
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

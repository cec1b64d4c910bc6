// cloudagent_disposition.hpp - sets dispositions on Ozonetel CloudAgent, for C++17 (unofficial)
//
// Header-only, over cloudagent_disposition.h and its library. It holds no rules: it owns, converts
// and raises. What each thing means stands in the C header, under the section named here.
//
//
// SETTING A DISPOSITION
//
//     cloudagent::Client client(cloudagent::Account::with_api_key("acme", key),
//                               cloudagent::Api::get_v2);
//     cloudagent::Request request;
//     request.ucid = "8189000000001";
//     request.did = "914000000001";       // the campaign's number, not the customer's
//     request.agent_id = "ravi";
//     request.disposition = "Sale";
//     try {
//         cloudagent::Receipt receipt = client.set_disposition(request);
//         log(name(receipt.effect()));    // applied, queued or accepted
//     } catch (const cloudagent::Error &error) {
//         log(error.what());              // what happened and what to do, for a person
//         if (error.may_resend()) { ... } // not applied, and sending again can help
//         if (error.is_uncertain()) { ... } // may have been applied: look before sending again
//     }
//
// Applied, queued and accepted are returned. Everything else is one exception, `Error`, which is
// asked what happened: `is_invalid()`, `is_not_sent()`, `is_refused()`, `is_uncertain()`.
//
//
// WITHOUT EXCEPTIONS
//
// Every function that can throw has a twin that returns a `Result`: `try_set_disposition`,
// `try_classify`, `Client::make`. With -fno-exceptions, or with CLOUDAGENT_NO_EXCEPTIONS defined,
// only the twins are there. Parts of a program may differ in it.
//
//     auto result = client.try_set_disposition(request);
//     if (result) { use(result->effect()); } else { log(result.error().what()); }
//
//
// CLASSIFYING A REPLY THAT YOU FETCHED YOURSELF
//
//     cloudagent::Reply reply = cloudagent::classify({200, body}, cloudagent::Api::get_v2);
//     if (reply.effect == cloudagent::Effect::applied) { ... }
//
//
// YOUR OWN TRANSPORT, OR YOUR OWN EVENT LOOP
//
// A client takes any `std::function` as its transport: see `Transport`. A program with an event
// loop makes an `Engine` instead, and drives each `Call` by its steps, without a thread. The
// example examples/cpp/dialer does that over libcurl's multi interface.
//
//
// WHAT BECAME OF A CALL THAT NOBODY KNEW OF
//
// `settle` says what the vendor's call records tell of it, and `read_callback` reads the vendor's
// end-of-call callback: see "Call records".
//
//
// TOKENS, CANCELLING
//
// On `post_token` a client fetches its tokens itself. Programs that use one account must share one:
// give each client a `FileTokenStore`, or a `TokenStore` of your own. A program that must not hold
// the key has a `TokenSource`. A `CancelToken` in the `CallOptions` takes a call back, from any thread.
//
//
// TESTING YOUR OWN CODE
//
// `testing::FakeTransport` answers with the vendor's words by what they mean, and keeps what was sent.
//
//
// OWNERSHIP AND THREADS
//
// Handles (`Account`, `Client`, `Receipt`, ...) are move-only, because each owns one object of the
// library: a secret is in one place, and a receipt's `copy()` is seen. One that was moved from may be assigned to and destroyed; its functions fail with
// `Status::null`, and a receipt says what is true of a call of which nothing is known. A `Client`
// and an `Engine` are shared between threads; a `Call` is used by one thread at a time; the rest
// never changes once it is made. Texts come in as `std::string_view`, read during the call only,
// and go out as `std::string`. Any function may throw `std::bad_alloc`.

#ifndef CLOUDAGENT_DISPOSITION_HPP
#define CLOUDAGENT_DISPOSITION_HPP

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "cloudagent_disposition.h"

#if defined(__cpp_exceptions) && !defined(CLOUDAGENT_NO_EXCEPTIONS)
#define CLOUDAGENT_EXCEPTIONS_ 1
#endif

namespace cloudagent {

// What is inline differs between the modes, so each has names of its own for the linker: a program
// may be made of parts of all.
#if defined(CLOUDAGENT_EXCEPTIONS_)
inline namespace throwing {
#elif defined(__cpp_exceptions)
inline namespace checked {
#else
inline namespace without_unwinding {
#endif

// =============================================================================================
// 1. Words
//
// Each enum has the numbers of the C header, and `name()` gives its snake_case word, `unknown` for
// a number that a newer library sent.

// generated: enums (by `cargo gen`, from the same tables as the C header)

/// What a function returns. Closed, and numbers are never reused.
enum class Status : std::uint32_t {
    /// It worked; of a call: the disposition is applied, queued or accepted.
    ok = CAD_OK,
    /// The request, the settings or a text is wrong. Nothing was sent. Violations tell what.
    invalid = CAD_INVALID,
    /// No attempt left this machine. The receipt's kind tells why.
    not_sent = CAD_NOT_SENT,
    /// A reply came, and the disposition was not applied. The receipt's outcome tells why.
    refused = CAD_REFUSED,
    /// The disposition may have been applied. Look before sending again.
    uncertain = CAD_UNCERTAIN,
    /// A pointer is NULL that may not be, or a view has a length and no data; in C++, a handle was
    /// moved from.
    null = CAD_NULL,
    /// A text is not UTF-8, in a function that has no violations to tell of it.
    invalid_utf8 = CAD_INVALID_UTF8,
    /// A struct's `size` is none that a header ever had (use its `CAD_..._INIT`), a struct of a
    /// newer header says what this library does not know, or a length is larger than any object.
    bad_size = CAD_BAD_SIZE,
    /// A number is none of its enum's, or is out of its range.
    bad_enum = CAD_BAD_ENUM,
    /// An index is not below the count.
    out_of_range = CAD_OUT_OF_RANGE,
    /// Another thread is using this object right now.
    busy = CAD_BUSY,
    /// An answer to a question that was never asked, or that is answered already; or a token store
    /// or source in an engine's settings, which would not ask it.
    misuse = CAD_MISUSE,
    /// The header belongs to another version of the library.
    bad_version = CAD_BAD_VERSION,
    /// The library failed inside, which is a mistake in it: please report it. If it happened in a
    /// call, that call is uncertain.
    panic = CAD_PANIC,
};

/// What happened to the **disposition**. Closed: a new value is a major version, so branch on it
/// without a default.
///
/// The vendor confirms no pause: its words are the same with and without one.
enum class Effect : std::uint32_t {
    /// The disposition is recorded.
    applied = CAD_EFFECT_APPLIED,
    /// The agent is still on the call: it is in force when the call disconnects.
    queued = CAD_EFFECT_QUEUED,
    /// Success, but the vendor's words don't tell which of the two.
    accepted = CAD_EFFECT_ACCEPTED,
    /// The disposition was not recorded by this request.
    not_applied = CAD_EFFECT_NOT_APPLIED,
    /// It may have been recorded: nothing proves either.
    unknown = CAD_EFFECT_UNKNOWN,
};

/// What to do next. Closed: a new value is a major version, so branch on it without a default.
enum class Advice : std::uint32_t {
    /// Nothing.
    none = CAD_ADVICE_NONE,
    /// Mend the request's fields.
    fix_request = CAD_ADVICE_FIX_REQUEST,
    /// Mend the api key, the user name, or the region's host.
    fix_credentials = CAD_ADVICE_FIX_CREDENTIALS,
    /// Mend the set-up: the API chosen, the base URL, the proxy, TLS trust.
    fix_configuration = CAD_ADVICE_FIX_CONFIGURATION,
    /// Get a new token, then send again.
    refresh_token = CAD_ADVICE_REFRESH_TOKEN,
    /// Not applied; the same request may be sent again after a wait.
    retry_later = CAD_ADVICE_RETRY_LATER,
    /// It may have been applied: look in CloudAgent before sending again.
    check_first = CAD_ADVICE_CHECK_FIRST,
    /// Sending again will not help.
    do_not_retry = CAD_ADVICE_DO_NOT_RETRY,
};

/// What the vendor said. Open: minor versions add values, so keep a default branch.
enum class Outcome : std::uint32_t {
    /// The disposition is saved.
    saved = CAD_OUTCOME_SAVED,
    /// The disposition is saved, in place of an earlier one.
    updated = CAD_OUTCOME_UPDATED,
    /// The agent is still on the call: it is in force when the call disconnects.
    queued = CAD_OUTCOME_QUEUED,
    /// A success in words that no page prints.
    succeeded = CAD_OUTCOME_SUCCEEDED,
    /// The call has a disposition already.
    already_disposed = CAD_OUTCOME_ALREADY_DISPOSED,
    /// The key, the user name or the region is wrong.
    authentication_failed = CAD_OUTCOME_AUTHENTICATION_FAILED,
    /// No credentials arrived, or the account uses the other API-authentication mode.
    credentials_missing = CAD_OUTCOME_CREDENTIALS_MISSING,
    /// The token's time is over.
    token_expired = CAD_OUTCOME_TOKEN_EXPIRED,
    /// The token does not hold, most often because a newer one was made.
    token_invalid = CAD_OUTCOME_TOKEN_INVALID,
    /// No call has this ucid and did: the vendor doesn't say which is wrong.
    unknown_call = CAD_OUTCOME_UNKNOWN_CALL,
    /// There is no such agent.
    invalid_agent = CAD_OUTCOME_INVALID_AGENT,
    /// The request's action was not known.
    invalid_action = CAD_OUTCOME_INVALID_ACTION,
    /// The request came without a disposition.
    empty_disposition = CAD_OUTCOME_EMPTY_DISPOSITION,
    /// A pause came without a reason.
    missing_pause_reason = CAD_OUTCOME_MISSING_PAUSE_REASON,
    /// The account has no such pause reason.
    invalid_pause_reason = CAD_OUTCOME_INVALID_PAUSE_REASON,
    /// The request was not understood.
    bad_request = CAD_OUTCOME_BAD_REQUEST,
    /// The vendor could not do it just now.
    unable_to_dispose = CAD_OUTCOME_UNABLE_TO_DISPOSE,
    /// Too many requests.
    rate_limited = CAD_OUTCOME_RATE_LIMITED,
    /// A refusal in words that no page prints.
    rejected = CAD_OUTCOME_REJECTED,
    /// The server, or something before it, will not take this one request.
    forbidden = CAD_OUTCOME_FORBIDDEN,
    /// The server pointed elsewhere; redirects are never followed.
    redirected = CAD_OUTCOME_REDIRECTED,
    /// This API is not at this address.
    endpoint_not_found = CAD_OUTCOME_ENDPOINT_NOT_FOUND,
    /// A proxy wants credentials.
    proxy_refused = CAD_OUTCOME_PROXY_REFUSED,
    /// The server, or something before it, was out of order.
    unavailable = CAD_OUTCOME_UNAVAILABLE,
    /// A reply that says nothing which can be relied on.
    unrecognised = CAD_OUTCOME_UNRECOGNISED,
    /// The campaign has no dispositions (only for a list).
    none_found = CAD_OUTCOME_NONE_FOUND,
};

/// One of the vendor's four ways to set a disposition. It is a property of the account, so it is
/// always named: there is no silent default.
enum class Api : std::uint32_t {
    /// `GET .../DispositionAPIV2.php`, with the api key in the URL.
    get_v2 = CAD_API_GET_V2,
    /// `GET .../DispositionAPIV3.php`, with the api key in the URL: can set a disposition after
    /// wrap-up, and takes a callback time and its zone.
    get_v3 = CAD_API_GET_V3,
    /// `POST .../ca_apis/DispositionAPIV2` with the api key in a header.
    post_api_key = CAD_API_POST_API_KEY,
    /// `POST .../ca_apis/DispositionAPIV2` with a bearer token.
    post_token = CAD_API_POST_TOKEN,
};

/// Which violations stop a request before anything is sent. Closed.
enum class Mode : std::uint32_t {
    /// Errors do; warnings travel with the receipt.
    standard = CAD_MODE_STANDARD,
    /// Warnings do as well.
    strict = CAD_MODE_STRICT,
    /// Only what the wire can't carry: a rule can be older than the vendor's server, so any other
    /// error is only reported.
    advise = CAD_MODE_ADVISE,
};

/// Whether a violation stops the request.
enum class Severity : std::uint32_t {
    /// It does, but in the mode `advise` only where the wire can't carry the request.
    error = CAD_SEVERITY_ERROR,
    /// It travels with the receipt, and stops the request in the mode `strict` only.
    warning = CAD_SEVERITY_WARNING,
};

/// The field that a violation is about, in the order in which violations are reported. Open: minor
/// versions add values, so keep a default branch.
enum class Field : std::uint32_t {
    /// A JSON form as a whole (`from_json`).
    json = CAD_FIELD_JSON,
    /// The raw parameters as a whole (`from_params`).
    parameters = CAD_FIELD_PARAMETERS,
    /// The raw parameter `action` (`from_params`).
    action = CAD_FIELD_ACTION,
    /// The client's base URL.
    base_url = CAD_FIELD_BASE_URL,
    /// The client's additional certificates.
    extra_ca_pem = CAD_FIELD_EXTRA_CA_PEM,
    /// The client's or the call's deadline.
    deadline = CAD_FIELD_DEADLINE,
    /// The client's retry policy.
    retry = CAD_FIELD_RETRY,
    /// The client's proxy.
    proxy = CAD_FIELD_PROXY,
    /// The account's user name.
    customer = CAD_FIELD_CUSTOMER,
    /// The account's api key.
    api_key = CAD_FIELD_API_KEY,
    /// The account's token.
    token = CAD_FIELD_TOKEN,
    /// The agent's login id.
    agent_id = CAD_FIELD_AGENT_ID,
    /// The number that calls are dialled out from.
    did = CAD_FIELD_DID,
    /// The call's unique id.
    ucid = CAD_FIELD_UCID,
    /// The disposition.
    disposition = CAD_FIELD_DISPOSITION,
    /// The comments.
    comments = CAD_FIELD_COMMENTS,
    /// Whether to pause the agent afterwards.
    pause_after_dispose = CAD_FIELD_PAUSE_AFTER_DISPOSE,
    /// Why the agent is paused.
    pause_reason = CAD_FIELD_PAUSE_REASON,
    /// When to call back.
    callback_time = CAD_FIELD_CALLBACK_TIME,
    /// The zone of the callback time.
    callback_time_zone = CAD_FIELD_CALLBACK_TIME_ZONE,
    /// Whether to release the agent.
    auto_release = CAD_FIELD_AUTO_RELEASE,
    /// The campaign whose dispositions are asked for.
    campaign = CAD_FIELD_CAMPAIGN,
    /// The URL as built.
    url = CAD_FIELD_URL,
    /// The account's API.
    api = CAD_FIELD_API,
    /// The day whose call records are asked for.
    day = CAD_FIELD_DAY,
    /// The time of that day from which on calls are asked for.
    from = CAD_FIELD_FROM,
    /// The offset from UTC that the account's days are counted with.
    utc_offset_minutes = CAD_FIELD_UTC_OFFSET_MINUTES,
    /// The body of an end-of-call callback.
    callback = CAD_FIELD_CALLBACK,
    /// A settlement that is to change a receipt.
    settlement = CAD_FIELD_SETTLEMENT,
};

/// What is wrong with a field. Open: minor versions add values, so keep a default branch.
enum class Problem : std::uint32_t {
    /// It must be there, and is absent (or blank).
    missing = CAD_PROBLEM_MISSING,
    /// It can't be read as what it must be.
    invalid = CAD_PROBLEM_INVALID,
    /// This API can't carry it.
    unsupported = CAD_PROBLEM_UNSUPPORTED,
    /// It holds control characters.
    control_characters = CAD_PROBLEM_CONTROL_CHARACTERS,
    /// It holds something that a header can't carry.
    not_ascii = CAD_PROBLEM_NOT_ASCII,
    /// It begins or ends with white space.
    surrounding_space = CAD_PROBLEM_SURROUNDING_SPACE,
    /// It is longer than it may be.
    too_long = CAD_PROBLEM_TOO_LONG,
    /// A spreadsheet or a data frame spoilt it, as in `8.18917E+16`.
    damaged_number = CAD_PROBLEM_DAMAGED_NUMBER,
    /// It holds something other than digits.
    not_digits = CAD_PROBLEM_NOT_DIGITS,
    /// It holds characters that nobody sees.
    invisible_character = CAD_PROBLEM_INVISIBLE_CHARACTER,
    /// It names a chain of agents.
    several_agents = CAD_PROBLEM_SEVERAL_AGENTS,
    /// It has no effect here.
    unused = CAD_PROBLEM_UNUSED,
    /// Its seconds can't be sent.
    seconds_dropped = CAD_PROBLEM_SECONDS_DROPPED,
    /// It is read in the vendor's zone.
    zone_assumed = CAD_PROBLEM_ZONE_ASSUMED,
    /// It is none of those that are known: no parameter of this API, or not on the list.
    unknown = CAD_PROBLEM_UNKNOWN,
    /// It is there more than once.
    duplicate = CAD_PROBLEM_DUPLICATE,
    /// Plain http to a host other than this machine.
    not_https = CAD_PROBLEM_NOT_HTTPS,
    /// It holds a user name or password.
    user_info = CAD_PROBLEM_USER_INFO,
    /// It holds a query.
    query = CAD_PROBLEM_QUERY,
    /// It holds a fragment.
    fragment = CAD_PROBLEM_FRAGMENT,
    /// It is later than today.
    in_the_future = CAD_PROBLEM_IN_THE_FUTURE,
    /// It is so long ago that the vendor shows nothing of it.
    too_old = CAD_PROBLEM_TOO_OLD,
};

/// What is known of one attempt's request.
enum class Delivery : std::uint32_t {
    /// It never left this machine.
    not_sent = CAD_DELIVERY_NOT_SENT,
    /// It may have reached the server; no reply came back whole.
    no_reply = CAD_DELIVERY_NO_REPLY,
    /// The server replied.
    replied = CAD_DELIVERY_REPLIED,
};

/// Why nothing was sent, why it is not known what happened, or how one attempt failed. Closed.
///
/// The class of an error says which of these its kind tells.
enum class Kind : std::uint32_t {
    /// The host's name has no address. Nothing was sent.
    name_lookup = CAD_KIND_NAME_LOOKUP,
    /// No connection. Nothing was sent.
    connect = CAD_KIND_CONNECT,
    /// No connection in time. Nothing was sent.
    connect_timeout = CAD_KIND_CONNECT_TIMEOUT,
    /// The proxy made no connection. Nothing was sent.
    proxy = CAD_KIND_PROXY,
    /// TLS could not be set up, or the server is not trusted. Nothing was sent.
    tls = CAD_KIND_TLS,
    /// No whole reply in time.
    timeout = CAD_KIND_TIMEOUT,
    /// The connection ended before a reply.
    reset = CAD_KIND_RESET,
    /// The reply was not HTTP, or its body broke off.
    broken_reply = CAD_KIND_BROKEN_REPLY,
    /// The call was cancelled, before anything was sent or while the request was out.
    cancelled = CAD_KIND_CANCELLED,
    /// The transport failed in some other way, or gave no answer.
    transport_failed = CAD_KIND_TRANSPORT_FAILED,
    /// The deadline passed before anything was sent.
    deadline = CAD_KIND_DEADLINE,
    /// The client is closed.
    closed = CAD_KIND_CLOSED,
    /// No token could be had.
    token_unavailable = CAD_KIND_TOKEN_UNAVAILABLE,
    /// The token store failed.
    token_store = CAD_KIND_TOKEN_STORE,
    /// A reply came that does not tell.
    reply = CAD_KIND_REPLY,
    /// The HTTP library of the transport refuses the request. Nothing was sent.
    unsendable = CAD_KIND_UNSENDABLE,
};

/// What records say of a disposition that nobody knew of. Open: minor versions add values, so keep
/// a default branch and go by the effect there.
enum class Finding : std::uint32_t {
    /// It stands: the record has the same text.
    stands = CAD_FINDING_STANDS,
    /// Another one stands: this one is not in force, and may have been written over.
    another_stands = CAD_FINDING_ANOTHER_STANDS,
    /// The call's record has none yet, or none that can be read.
    none_yet = CAD_FINDING_NONE_YET,
    /// There is no record of this leg of the call.
    not_found = CAD_FINDING_NOT_FOUND,
    /// No list of records came.
    no_answer = CAD_FINDING_NO_ANSWER,
};

/// What was asked for, which says how much of a reply is read.
enum class Asked : std::uint32_t {
    /// The records of one call: at most 1,000, and 8 MiB.
    one_call = CAD_ASKED_ONE_CALL,
    /// The records of a day: at most 50,000, and 64 MiB.
    day = CAD_ASKED_DAY,
};

/// What to do next. Closed.
enum class StepKind : std::uint32_t {
    /// Send the request, once, and answer under its number. When its time is over give a timer.
    send = CAD_STEP_SEND,
    /// Wait for what is in flight. When the time is over, and not before, give a timer.
    wait = CAD_STEP_WAIT,
    /// The call has ended, and every later event gets the same again.
    done = CAD_STEP_DONE,
    /// Abort that send, and answer it with what is known of it: a reply that came all the same, or
    /// whether the request may have left. When the time is over give a timer.
    abort = CAD_STEP_ABORT,
    /// Do this with the token store, and answer under its number. Carry it out to its end even
    /// where the call has ended meanwhile. When the time is over give a timer.
    store = CAD_STEP_STORE,
    /// Ask the token source for a token, and answer under its number. When the time is over give a
    /// timer; where the call ends, drop it.
    token = CAD_STEP_TOKEN,
    /// The call that asked for a campaign's dispositions has ended: as CAD_STEP_DONE, with a list
    /// instead of a receipt.
    listed = CAD_STEP_LISTED,
    /// The call that looked records up has ended: as CAD_STEP_DONE, with settlements instead of a
    /// receipt.
    settled = CAD_STEP_SETTLED,
};

/// What happened. Closed.
enum class EventKind : std::uint32_t {
    /// Nothing but time passed. Fine at any moment.
    timer = CAD_EVENT_TIMER,
    /// A whole reply came to the send of that number.
    reply = CAD_EVENT_REPLY,
    /// The send of that number failed without a whole reply, or the token source gave no token for
    /// the step of that number.
    failed = CAD_EVENT_FAILED,
    /// The call is no longer wanted.
    cancelled = CAD_EVENT_CANCELLED,
    /// The token store answered the step of that number.
    stored = CAD_EVENT_STORED,
    /// The token source gave a token for the step of that number.
    token_given = CAD_EVENT_TOKEN_GIVEN,
};

/// What to do with a token store. Closed.
enum class StoreOperation : std::uint32_t {
    /// Read what is kept under the key: `get` of a `cad_token_store`.
    get = CAD_STORE_GET,
    /// Keep the bytes under the key if the version is still this one: its `put_if`.
    put_if = CAD_STORE_PUT_IF,
};

/// What a token store answers. Closed.
enum class StoreAnswer : std::uint32_t {
    /// Something is kept under the key.
    found = CAD_STORED_FOUND,
    /// Nothing is kept under the key.
    nothing = CAD_STORED_NOTHING,
    /// It was written.
    written = CAD_STORED_WRITTEN,
    /// It was not written: the version is another one by now.
    conflict = CAD_STORED_CONFLICT,
    /// The store could not do it. Whether something was written is not known.
    failed = CAD_STORED_FAILED,
};

#ifndef CAD_NO_CLIENT
/// Which proxy to use. Closed. Never one for a loopback host.
enum class Proxy : std::uint32_t {
    /// What HTTPS_PROXY, ALL_PROXY and NO_PROXY say when the client is made.
    environment = CAD_PROXY_ENVIRONMENT,
    /// None.
    none = CAD_PROXY_NONE,
    /// That of the connection's `proxy_url`.
    url = CAD_PROXY_URL,
};
#endif
// end

/// @cond
namespace detail {

/// The number of an open set's word, as C takes it.
template <class Enum> constexpr std::uint32_t number(Enum value) noexcept
{
    return static_cast<std::uint32_t>(value);
}

/// A view as C takes it.
inline cad_str c_text(std::string_view text) noexcept
{
    return cad_str{text.data(), text.size()};
}

/// A setting as C takes it: an empty one is absent, and the default stands.
inline cad_str c_setting(std::string_view text) noexcept
{
    return text.empty() ? cad_str{nullptr, 0} : c_text(text);
}

/// A copy; empty where it is absent.
inline std::string text(cad_str from)
{
    return from.data == nullptr ? std::string() : std::string(from.data, from.len);
}

/// A copy; nothing where it is absent.
inline std::optional<std::string> optional_text(cad_str from)
{
    return from.data == nullptr ? std::nullopt : std::optional(text(from));
}

/// A constant text of the library.
inline std::string_view constant(cad_str from) noexcept
{
    return from.data == nullptr ? std::string_view() : std::string_view(from.data, from.len);
}

/// A flag as C takes it.
inline cad_flag c_flag(std::optional<bool> flag) noexcept
{
    if (!flag) {
        return CAD_UNSET;
    }
    return *flag ? CAD_YES : CAD_NO;
}

/// A flag; nothing where it is not said.
inline std::optional<bool> optional_flag(cad_flag flag) noexcept
{
    return flag == CAD_UNSET ? std::nullopt : std::optional(flag == CAD_YES);
}

/// The number of a word or an HTTP status, which says "none" by 0.
template <class Type> std::optional<Type> optional_number(std::uint32_t value) noexcept
{
    return value == 0 ? std::nullopt : std::optional(static_cast<Type>(value));
}

/// A wait that says "none" by less than 0.
inline std::optional<std::chrono::seconds> optional_wait(std::int32_t seconds) noexcept
{
    return seconds < 0 ? std::nullopt : std::optional(std::chrono::seconds(seconds));
}

/// A time span as C takes it. One below nothing is nothing: cast, it would be a very long one.
inline std::uint64_t c_span(std::optional<std::chrono::milliseconds> span) noexcept
{
    if (!span) {
        return CAD_DEFAULT_MS;
    }
    return span->count() < 0 ? 0 : static_cast<std::uint64_t>(span->count());
}

/// Frees what a handle owns.
template <class Type, void (*free)(Type *)> struct Free {
    void operator()(Type *object) const noexcept
    {
        free(object);
    }
};

/// The one owner of an object of the library.
template <class Type, void (*free)(Type *)> using Owner = std::unique_ptr<Type, Free<Type, free>>;

using String = Owner<cad_string, cad_string_free>;

/// What every class that owns an object of the library is made of.
template <class Type, void (*free)(Type *)> class Handle {
  public:
    /// Takes over what the C library made.
    explicit Handle(Type *owned) noexcept : owner_(owned) {}
    /// The object, for the C library's own functions.
    [[nodiscard]] const Type *get() const noexcept
    {
        return owner_.get();
    }

  protected:
    Owner<Type, free> owner_;
};

} // namespace detail
/// @endcond

// generated: names (by `cargo gen`)

/// The word of this `Status`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name(Status value) noexcept
{
    return cad_status_name(static_cast<cad_status>(value));
}

/// The word of this `Effect`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name(Effect value) noexcept
{
    return cad_effect_name(static_cast<cad_effect>(value));
}

/// The word of this `Advice`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name(Advice value) noexcept
{
    return cad_advice_name(static_cast<cad_advice>(value));
}

/// The word of this `Outcome`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name(Outcome value) noexcept
{
    return cad_outcome_name(detail::number(value));
}

/// The word of this `Api`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name(Api value) noexcept
{
    return cad_api_name(static_cast<cad_api>(value));
}

/// The word of this `Mode`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name(Mode value) noexcept
{
    return cad_mode_name(static_cast<cad_mode>(value));
}

/// The word of this `Severity`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name(Severity value) noexcept
{
    return cad_severity_name(static_cast<cad_severity>(value));
}

/// The word of this `Field`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name(Field value) noexcept
{
    return cad_field_name(detail::number(value));
}

/// The word of this `Problem`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name(Problem value) noexcept
{
    return cad_problem_name(detail::number(value));
}

/// The word of this `Delivery`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name(Delivery value) noexcept
{
    return cad_delivery_name(static_cast<cad_delivery>(value));
}

/// The word of this `Kind`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name(Kind value) noexcept
{
    return cad_kind_name(static_cast<cad_kind>(value));
}

/// The word of this `Finding`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name(Finding value) noexcept
{
    return cad_finding_name(detail::number(value));
}

/// The word of this `Asked`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name(Asked value) noexcept
{
    return cad_asked_name(static_cast<cad_asked>(value));
}

/// The word of this `StepKind`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name(StepKind value) noexcept
{
    return cad_step_kind_name(static_cast<cad_step_kind>(value));
}

/// The word of this `EventKind`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name(EventKind value) noexcept
{
    return cad_event_kind_name(static_cast<cad_event_kind>(value));
}

/// The word of this `StoreOperation`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name(StoreOperation value) noexcept
{
    return cad_store_operation_name(static_cast<cad_store_operation>(value));
}

/// The word of this `StoreAnswer`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name(StoreAnswer value) noexcept
{
    return cad_store_answer_name(static_cast<cad_store_answer>(value));
}

#ifndef CAD_NO_CLIENT
/// The word of this `Proxy`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name(Proxy value) noexcept
{
    return cad_proxy_name(static_cast<cad_proxy>(value));
}
#endif
// end

/// The API of a name, such as a configuration's `get_v2`; none for what is none.
[[nodiscard]] inline std::optional<Api> api_from_name(std::string_view word) noexcept
{
    return detail::optional_number<Api>(cad_api_from_name(detail::c_text(word)));
}
/// The mode of a name, such as a configuration's `standard`; none for what is none.
[[nodiscard]] inline std::optional<Mode> mode_from_name(std::string_view word) noexcept
{
    return detail::optional_number<Mode>(cad_mode_from_name(detail::c_text(word)));
}

/// The library's version, such as `0.1.0`. This header's is `CAD_VERSION`.
[[nodiscard]] inline std::string_view version() noexcept
{
    return cad_version();
}

/// The library's version as one number, which compares like the version.
[[nodiscard]] inline std::uint32_t version_number() noexcept
{
    return cad_version_number();
}

/// Whether this header may use the library that the program found. Ask once, before anything else.
[[nodiscard]] inline bool header_matches() noexcept
{
    return cad_check_header(CAD_VERSION_NUMBER) == CAD_OK;
}

// =============================================================================================
// 2. Violations, receipts and errors

/// One thing that is wrong with a request or with settings.
struct Violation {
    Field field;        ///< The field.
    Problem problem;    ///< What is wrong with it.
    Severity severity;  ///< Whether it stops the request.
    bool hard;          ///< Whether no mode lets it pass, because the wire can't carry it.
    std::string detail; ///< How to mend it, for a person: without a secret or comment text.
};

/// @cond
namespace detail {

inline std::vector<Violation> list(const cad_violations *from)
{
    std::vector<Violation> all;
    all.reserve(cad_violations_count(from));
    for (std::size_t i = 0; i < cad_violations_count(from); i++) {
        cad_violation one = CAD_VIOLATION_INIT;
        if (cad_violations_get(from, i, &one) == CAD_OK) {
            all.push_back({static_cast<Field>(one.field), static_cast<Problem>(one.problem),
                           static_cast<Severity>(one.severity), one.hard != 0, text(one.detail)});
        }
    }
    return all;
}

/// The same of a list that is ours to free.
inline std::vector<Violation> take_list(cad_violations *owned)
{
    const Owner<cad_violations, cad_violations_free> list_owner(owned);
    return list(owned);
}

} // namespace detail
/// @endcond

/// One attempt of a call: one send, at most one request at the server.
struct Attempt {
    Delivery delivery;                       ///< What is known of its request.
    std::optional<Kind> kind;                ///< How it failed; none where a whole reply came.
    std::optional<Outcome> outcome;          ///< What the reply said, where one came.
    std::optional<std::uint16_t> http_status; ///< The reply's HTTP status, where one came.
    std::chrono::milliseconds duration;      ///< How long it took.
};

template <class Value> class Result;

/// What became of one logical call. It never changes, holds no secret and no comment, and is safe
/// to log and to store. Any thread may use it.
class Receipt : detail::Handle<cad_receipt, cad_receipt_free> {
  public:
    /// What the call came to: `ok`, `invalid`, `not_sent`, `refused` or `uncertain`.
    [[nodiscard]] Status result() const noexcept
    {
        return static_cast<Status>(cad_receipt_result(get()));
    }
    /// What happened to the disposition.
    [[nodiscard]] Effect effect() const noexcept
    {
        return static_cast<Effect>(cad_receipt_effect(get()));
    }
    /// What to do next.
    [[nodiscard]] Advice advice() const noexcept
    {
        return static_cast<Advice>(cad_receipt_advice(get()));
    }
    /// What happened and what to do, for a person. The same in every language.
    [[nodiscard]] std::string sentence() const
    {
        return detail::text(cad_receipt_sentence(get()));
    }
    /// Whether the same request may be sent again (after a wait): not applied, and it can help.
    [[nodiscard]] bool may_resend() const noexcept
    {
        return cad_receipt_may_resend(get());
    }
    /// How long to wait before that, where the vendor said it.
    [[nodiscard]] std::optional<std::chrono::seconds> retry_after() const noexcept
    {
        return detail::optional_wait(cad_receipt_retry_after_seconds(get()));
    }
    /// What call records said since, of a receipt that they settled: see `settle_receipt`.
    [[nodiscard]] std::optional<Finding> settled() const noexcept
    {
        return detail::optional_number<Finding>(cad_receipt_settled(get()));
    }
    /// What the vendor said, where a reply came.
    [[nodiscard]] std::optional<Outcome> outcome() const noexcept
    {
        return detail::optional_number<Outcome>(cad_receipt_outcome(get()));
    }
    /// Why nothing was sent, or why it is not known what happened; else none.
    [[nodiscard]] std::optional<Kind> kind() const noexcept
    {
        return detail::optional_number<Kind>(cad_receipt_kind(get()));
    }
    /// The last reply's HTTP status, where one came.
    [[nodiscard]] std::optional<std::uint16_t> http_status() const noexcept
    {
        return detail::optional_number<std::uint16_t>(cad_receipt_http_status(get()));
    }
    /// The vendor's status word, for logs.
    [[nodiscard]] std::optional<std::string> status() const
    {
        return detail::optional_text(cad_receipt_status(get()));
    }
    /// The vendor's text, for logs.
    [[nodiscard]] std::optional<std::string> details() const
    {
        return detail::optional_text(cad_receipt_details(get()));
    }
    /// The call's unique id as the vendor repeats it.
    [[nodiscard]] std::optional<std::string> ucid() const
    {
        return detail::optional_text(cad_receipt_ucid(get()));
    }
    /// The did as the vendor repeats it.
    [[nodiscard]] std::optional<std::string> did() const
    {
        return detail::optional_text(cad_receipt_did(get()));
    }
    /// The action as the vendor repeats it.
    [[nodiscard]] std::optional<std::string> action() const
    {
        return detail::optional_text(cad_receipt_action(get()));
    }
    /// Up to 500 characters of a body that no known text matched, for logs.
    [[nodiscard]] std::optional<std::string> excerpt() const
    {
        return detail::optional_text(cad_receipt_excerpt(get()));
    }
    /// The request's field that the outcome or the first violation points at, for a form.
    [[nodiscard]] std::optional<Field> field() const noexcept
    {
        return detail::optional_number<Field>(cad_receipt_field(get()));
    }
    /// The call's name in logs: 32 hexadecimal digits. It is not sent to the vendor.
    [[nodiscard]] std::string request_id() const
    {
        return detail::text(cad_receipt_request_id(get()));
    }
    /// Whether a pause was asked for. The vendor confirms none.
    [[nodiscard]] bool pause_requested() const noexcept
    {
        return cad_receipt_pause_requested(get());
    }
    /// How many tokens were fetched for this call.
    [[nodiscard]] std::uint32_t token_requests() const noexcept
    {
        return cad_receipt_token_requests(get());
    }
    /// The attempts, in the order in which they were made.
    [[nodiscard]] std::vector<Attempt> attempts() const
    {
        std::vector<Attempt> all;
        for (std::size_t i = 0; i < cad_receipt_attempt_count(get()); i++) {
            cad_attempt one = CAD_ATTEMPT_INIT;
            if (cad_receipt_attempt(get(), i, &one) == CAD_OK) {
                all.push_back({static_cast<Delivery>(one.delivery),
                               detail::optional_number<Kind>(one.kind),
                               detail::optional_number<Outcome>(one.outcome),
                               detail::optional_number<std::uint16_t>(one.http_status),
                               std::chrono::milliseconds(one.duration_ms)});
            }
        }
        return all;
    }
    /// What was not quite right with the request.
    [[nodiscard]] std::vector<Violation> warnings() const
    {
        return detail::list(cad_receipt_warnings(get()));
    }
    /// Everything that is wrong with the request or the settings, where that stopped the call.
    [[nodiscard]] std::vector<Violation> violations() const
    {
        return detail::list(cad_receipt_violations(get()));
    }

    /// The receipt as compact JSON, for job queues, databases and logs.
    [[nodiscard]] Result<std::string> try_to_json() const;
    /// Reads a receipt's JSON form; see `cad_receipt_from_json` for what it doesn't hold.
    [[nodiscard]] static Result<Receipt> try_from_json(std::string_view json);
    /// A receipt with the same content.
    [[nodiscard]] Result<Receipt> try_copy() const;
#ifdef CLOUDAGENT_EXCEPTIONS_
    /// `try_to_json`, or throws its `Error`.
    [[nodiscard]] std::string to_json() const;
    /// `try_from_json`, or throws its `Error`.
    [[nodiscard]] static Receipt from_json(std::string_view json);
    /// `try_copy`, or throws its `Error`.
    [[nodiscard]] Receipt copy() const;
#endif

    /// @cond
    using Handle::get;
    using Handle::Handle; // what the C library lends is copied by `try_copy`
    /// @endcond
};

/// Why something did not succeed. One class, which is asked what happened to the call. Copies are
/// cheap and share their content; any thread may use them.
class Error : public std::exception {
  public:
    /// Only copied, also where it is moved: no error is without its content.
    Error(const Error &) noexcept = default;
    Error &operator=(const Error &) noexcept = default;
    ~Error() override = default;

    /// What happened and what to do, for a person. It holds no secret, nor comment text.
    [[nodiscard]] const char *what() const noexcept override
    {
        return content_->sentence.c_str();
    }
    /// The status.
    [[nodiscard]] Status status() const noexcept
    {
        return content_->status;
    }
    /// Whether the request, the settings or a text is wrong: nothing was sent; `violations()`.
    [[nodiscard]] bool is_invalid() const noexcept
    {
        return status() == Status::invalid;
    }
    /// Whether no attempt left this machine; `kind()` tells why.
    [[nodiscard]] bool is_not_sent() const noexcept
    {
        return status() == Status::not_sent;
    }
    /// Whether a reply came, and the disposition was not applied; `outcome()` tells why.
    [[nodiscard]] bool is_refused() const noexcept
    {
        return status() == Status::refused;
    }
    /// Whether the disposition may have been applied: look before sending again.
    [[nodiscard]] bool is_uncertain() const noexcept
    {
        return status() == Status::uncertain ||
               (status() == Status::panic && content_->reach == Reach::may_have_sent);
    }
    /// Whether the function was called wrongly, such as with a handle that was moved from: nothing
    /// happened, and there is nothing to look for.
    [[nodiscard]] bool is_misuse() const noexcept
    {
        return static_cast<cad_status>(status()) >= CAD_NULL && status() != Status::panic;
    }
    /// Whether the same request may be sent again (after a wait). The one thing that a job queue's
    /// retry rule needs.
    [[nodiscard]] bool may_resend() const noexcept
    {
        return content_->receipt.may_resend();
    }
    /// What happened to the disposition.
    [[nodiscard]] Effect effect() const noexcept
    {
        if (receipt() != nullptr) {
            return receipt()->effect();
        }
        return is_uncertain() ? Effect::unknown : Effect::not_applied;
    }
    /// What to do next.
    [[nodiscard]] Advice advice() const noexcept
    {
        if (receipt() != nullptr) {
            return receipt()->advice();
        }
        if (is_uncertain()) {
            return Advice::check_first;
        }
        return is_invalid() ? Advice::fix_request : Advice::do_not_retry;
    }
    /// What the vendor said, where a reply came.
    [[nodiscard]] std::optional<Outcome> outcome() const noexcept
    {
        return content_->receipt.outcome();
    }
    /// The request's field that the outcome or the first violation points at, for a form.
    [[nodiscard]] std::optional<Field> field() const noexcept
    {
        return content_->receipt.field();
    }
    /// Why nothing was sent, or why it is not known what happened; else none.
    [[nodiscard]] std::optional<Kind> kind() const noexcept
    {
        return content_->receipt.kind();
    }
    /// What became of the call, as long as this error lives; null where there was no call. What a
    /// caller has to know, the error itself says also then.
    [[nodiscard]] const Receipt *receipt() const & noexcept
    {
        return content_->receipt.get() != nullptr ? &content_->receipt : nullptr;
    }
    const Receipt *receipt() const && = delete;
    /// Everything that is wrong, of an invalid request, settings or text; else empty.
    [[nodiscard]] const std::vector<Violation> &violations() const & noexcept
    {
        return content_->violations;
    }
    /// The same, of an error that is at its end.
    [[nodiscard]] std::vector<Violation> violations() const &&
    {
        return content_->violations;
    }

    /// @cond
    /// What the function that failed may have done before: after a panic nobody else knows.
    enum class Reach { sends_nothing, may_have_sent };

    explicit Error(Status status, Receipt receipt = Receipt(nullptr),
                   std::vector<Violation> problems = {}, Reach reach = Reach::sends_nothing)
        : content_(std::make_shared<const Content>(status, std::move(receipt), std::move(problems),
                                                   reach))
    {
    }
    /// Of a function after which a call may have been sent.
    [[nodiscard]] static Error of_call(Status status, Receipt receipt = Receipt(nullptr))
    {
        return Error(status, std::move(receipt), {}, Reach::may_have_sent);
    }
    /// @endcond

  private:
    struct Content {
        Content(Status what, Receipt owned, std::vector<Violation> problems, Reach where)
            : status(what), reach(where), receipt(std::move(owned)),
              violations(problems.empty() ? receipt.violations() : std::move(problems)),
              sentence(receipt.sentence())
        {
            if (!sentence.empty()) {
                return;
            }
            for (const Violation &violation : violations) {
                sentence += sentence.empty() ? "" : " ";
                sentence += std::string(name(violation.field)) + ": " + violation.detail;
            }
            if (sentence.empty()) {
                sentence = "cloudagent: " + std::string(name(status)) + ": " + meaning();
            }
        }

        /// What a status says that no violation explains.
        [[nodiscard]] const char *meaning() const noexcept
        {
            switch (status) {
            case Status::null:
                return "a handle was moved from, or a function is empty. Nothing was done.";
            case Status::busy:
                return "another thread is using this call right now. Nothing was done.";
            case Status::misuse:
                return "an answer to a step that was never handed out, or a token store or source "
                       "for an engine. Nothing was done.";
            case Status::panic:
                return reach == Reach::may_have_sent
                           ? "a mistake in the library. The call is uncertain: look before "
                             "sending again."
                           : "a mistake in the library. Nothing was sent.";
            default:
                return "the function was called wrongly. Nothing was done.";
            }
        }

        Status status;
        Reach reach;
        Receipt receipt;
        std::vector<Violation> violations;
        std::string sentence;
    };

    std::shared_ptr<const Content> content_;
};

/// A value, or the `Error` that stands in its place. Ask before you take it.
template <class Value> class [[nodiscard]] Result {
  public:
    /// Holds a value.
    Result(Value value) : content_(std::in_place_index<0>, std::move(value)) {}
    /// Holds an error.
    Result(Error error) noexcept : content_(std::in_place_index<1>, std::move(error)) {}

    /// Whether there is a value.
    [[nodiscard]] bool has_value() const noexcept
    {
        return content_.index() == 0;
    }
    /// Whether there is a value.
    [[nodiscard]] explicit operator bool() const noexcept
    {
        return has_value();
    }
    /// The value. Where there is none, throws the error; without exceptions, prints it and ends
    /// the program.
    [[nodiscard]] Value &value() &
    {
        check();
        return *std::get_if<0>(&content_);
    }
    /// The same of a result that can't be changed.
    [[nodiscard]] const Value &value() const &
    {
        check();
        return *std::get_if<0>(&content_);
    }
    /// The same, moved out of a result that is at its end.
    [[nodiscard]] Value value() &&
    {
        check();
        return std::move(*std::get_if<0>(&content_));
    }
    /// `value()`.
    [[nodiscard]] Value &operator*() &
    {
        return value();
    }
    /// `value()`.
    [[nodiscard]] const Value &operator*() const &
    {
        return value();
    }
    /// `value()`.
    [[nodiscard]] Value operator*() &&
    {
        return std::move(*this).value();
    }
    /// `value()`.
    [[nodiscard]] Value *operator->() &
    {
        return &value();
    }
    /// `value()`.
    [[nodiscard]] const Value *operator->() const &
    {
        return &value();
    }
    /// Not of a temporary: what is taken out of its value may be a view. Name the result, or take
    /// the `value()`.
    Value *operator->() && = delete;
    const Value *operator->() const && = delete;
    /// The error. Where there is none, throws `std::logic_error`; without exceptions, says so and
    /// ends the program.
    [[nodiscard]] const Error &error() const &
    {
        if (has_value()) {
#ifdef CLOUDAGENT_EXCEPTIONS_
            throw std::logic_error("cloudagent::Result::error: there is a value");
#else
            std::fputs("cloudagent::Result::error: there is a value\n", stderr);
            std::abort();
#endif
        }
        return *std::get_if<1>(&content_);
    }
    /// The same, of a result that is at its end.
    [[nodiscard]] Error error() &&
    {
        return static_cast<const Result &>(*this).error();
    }

  private:
    void check() const
    {
        if (!has_value()) {
#ifdef CLOUDAGENT_EXCEPTIONS_
            throw *std::get_if<1>(&content_);
#else
            std::fprintf(stderr, "cloudagent::Result::value: %s\n", error().what());
            std::abort();
#endif
        }
    }

    std::variant<Value, Error> content_;
};

/// @cond
namespace detail {

/// What a function of the C library makes, and what it tells where it makes nothing.
template <class Handle> struct Made {
    Handle *handle = nullptr;
    cad_violations *problems = nullptr;
    cad_receipt *problem = nullptr;

    /// A value that owns it, or the error.
    template <class Value> Result<Value> as(cad_status status)
    {
        if (status == CAD_OK) {
            return Value(handle);
        }
        return Error(static_cast<Status>(status), Receipt(problem), take_list(problems));
    }
};

/// A text that the C library wrote.
inline Result<std::string> text_result(cad_status status, Made<cad_string> &made)
{
    Result<String> owned = made.as<String>(status);
    return owned ? Result<std::string>(text(cad_string_view(owned->get()))) : owned.error();
}

} // namespace detail
/// @endcond

inline Result<std::string> Receipt::try_to_json() const
{
    detail::Made<cad_string> json;
    return detail::text_result(cad_receipt_to_json(get(), &json.handle), json);
}

inline Result<Receipt> Receipt::try_from_json(std::string_view json)
{
    detail::Made<cad_receipt> receipt;
    return receipt.as<Receipt>(
        cad_receipt_from_json(detail::c_text(json), &receipt.handle, &receipt.problems));
}

inline Result<Receipt> Receipt::try_copy() const
{
    detail::Made<cad_receipt> copy;
    return copy.as<Receipt>(cad_receipt_copy(get(), &copy.handle));
}

#ifdef CLOUDAGENT_EXCEPTIONS_
inline std::string Receipt::to_json() const
{
    return try_to_json().value();
}

inline Receipt Receipt::from_json(std::string_view json)
{
    return try_from_json(json).value();
}

inline Receipt Receipt::copy() const
{
    return try_copy().value();
}
#endif

// =============================================================================================
// 3. Classifying a reply

/// One HTTP reply as it came: `{200, body}`, or `{200, body, retry_after, date}`.
struct HttpReply {
    std::int64_t status = 0; ///< Its HTTP status; a number outside 100 to 999 stands for none.
    std::string_view body = {};        ///< Its body: any bytes, of which 65,537 are enough.
    std::string_view retry_after = {}; ///< The value of its header `Retry-After`, or empty.
    std::string_view date = {};        ///< The value of its header `Date`, or empty.
};

/// What one HTTP reply meant. Before it is filled it says that nothing is known.
struct Reply {
    Outcome outcome = Outcome::unrecognised;         ///< What the vendor said.
    Effect effect = Effect::unknown;                 ///< What happened to the disposition.
    Advice advice = Advice::check_first;             ///< What to do next.
    std::optional<std::chrono::seconds> retry_after; ///< How long to wait, at most 24 hours.
    bool recognised = false;                         ///< Whether the vendor's words are known.
    std::optional<std::string> status;               ///< The vendor's status word, for logs.
    std::optional<std::string> details;              ///< The vendor's text, for logs.
    std::optional<std::string> ucid;                 ///< The ucid as the vendor repeats it.
    std::optional<std::string> did;                  ///< The did as the vendor repeats it.
    std::optional<std::string> action;               ///< The action as the vendor repeats it.
    std::string_view hint;                           ///< What to do, for a person. A constant.
};

/// @cond
namespace detail {

inline cad_http_reply c_reply(const HttpReply &from) noexcept
{
    cad_http_reply reply = CAD_HTTP_REPLY_INIT;
    reply.status = from.status;
    reply.retry_after = c_text(from.retry_after);
    reply.date = c_text(from.date);
    reply.body = c_text(from.body);
    return reply;
}

inline cad_api c_api(std::optional<Api> api) noexcept
{
    return api ? static_cast<cad_api>(*api) : static_cast<cad_api>(0);
}

inline Reply reply(const cad_reply &from)
{
    Reply reply;
    reply.outcome = static_cast<Outcome>(from.outcome);
    reply.effect = static_cast<Effect>(from.effect);
    reply.advice = static_cast<Advice>(from.advice);
    reply.retry_after = optional_wait(from.retry_after_seconds);
    reply.recognised = from.recognised != 0;
    reply.status = optional_text(from.status);
    reply.details = optional_text(from.details);
    reply.ucid = optional_text(from.ucid);
    reply.did = optional_text(from.did);
    reply.action = optional_text(from.action);
    reply.hint = constant(from.hint);
    return reply;
}

inline std::vector<std::string> texts(const cad_list *from)
{
    std::vector<std::string> all;
    for (std::size_t i = 0; i < cad_list_count(from); i++) {
        cad_str one = {nullptr, 0};
        if (cad_list_get(from, i, &one) == CAD_OK) {
            all.push_back(text(one));
        }
    }
    return all;
}

using Scratch = std::array<char, CAD_SCRATCH_SIZE>;

} // namespace detail
/// @endcond

/// Says what the reply to a request that sets a disposition means. Every status and any bytes have
/// an answer. The hint is the one for the API that the request went to. Any thread. Fails only for
/// an `Api` that is none.
[[nodiscard]] inline Result<Reply> try_classify(const HttpReply &received,
                                                std::optional<Api> api = std::nullopt)
{
    detail::Scratch scratch;
    const cad_http_reply from = detail::c_reply(received);
    cad_reply reply = CAD_REPLY_INIT;
    const cad_status status =
        cad_classify_into(detail::c_api(api), &from, scratch.data(), scratch.size(), &reply);
    if (status != CAD_OK) {
        return Error(static_cast<Status>(status));
    }
    return detail::reply(reply);
}

/// `try_classify` for many replies in one call, in their order: for a table of stored bodies, say.
[[nodiscard]] inline Result<std::vector<Reply>>
try_classify_many(const std::vector<HttpReply> &received, std::optional<Api> api = std::nullopt)
{
    std::vector<cad_http_reply> from;
    from.reserve(received.size());
    for (const HttpReply &one : received) {
        from.push_back(detail::c_reply(one));
    }
    const cad_reply nothing = CAD_REPLY_INIT;
    std::vector<cad_reply> meant(received.size(), nothing);
    const cad_status status =
        cad_classify_many(detail::c_api(api), from.data(), from.size(), meant.data());
    if (status != CAD_OK) {
        return Error(static_cast<Status>(status));
    }
    detail::Scratch scratch;
    std::vector<Reply> replies;
    replies.reserve(received.size());
    for (std::size_t i = 0; i < meant.size(); i++) {
        // A text that no view of the body can show. The same call went well a moment ago.
        if (meant[i].left_out != 0) {
            cad_classify_into(detail::c_api(api), &from[i], scratch.data(), scratch.size(),
                              &meant[i]);
        }
        replies.push_back(detail::reply(meant[i]));
    }
    return replies;
}

/// A text that is wiped from memory with its last owner: a token. Never printed by itself.
class Secret : detail::Handle<cad_string, cad_string_free> {
  public:
    /// The text, for `Account::with_token`. Lives as long as the secret, so not of a temporary.
    [[nodiscard]] std::string_view reveal() const & noexcept
    {
        return detail::constant(cad_string_view(owner_.get()));
    }
    std::string_view reveal() const && = delete;

    /// @cond
    using Handle::Handle;
    /// @endcond
};

/// What the reply to a request for a token meant.
class TokenReply {
  public:
    /// The token, as long as this lives; null where none was granted. Not of a temporary.
    [[nodiscard]] const Secret *token() const & noexcept
    {
        return token_ ? &*token_ : nullptr;
    }
    const Secret *token() const && = delete;

    Reply reply; ///< Why there is no token.

  private:
    friend Result<TokenReply> try_classify_token(const HttpReply &received);

    std::optional<Secret> token_;
};

/// Says what the reply to `build_token_request` means. Every reply has an answer.
[[nodiscard]] inline Result<TokenReply> try_classify_token(const HttpReply &received)
{
    detail::Scratch scratch;
    const cad_http_reply from = detail::c_reply(received);
    cad_string *token = nullptr;
    cad_reply reply = CAD_REPLY_INIT;
    const cad_status status =
        cad_classify_token(&from, scratch.data(), scratch.size(), &token, &reply);
    if (status != CAD_OK) {
        return Error(static_cast<Status>(status));
    }
    TokenReply answer;
    if (token != nullptr) {
        answer.token_.emplace(token);
    } else {
        answer.reply = detail::reply(reply);
    }
    return Result<TokenReply>(std::move(answer));
}

/// What the reply to a request for a campaign's dispositions meant.
struct ListReply {
    std::optional<std::vector<std::string>> dispositions; ///< The list, which may be empty.
    Reply reply;                                          ///< Else why there is none.
};

/// Says what the reply to `build_list_request` means. Takes what `try_classify` takes, and fails
/// when it does.
[[nodiscard]] inline Result<ListReply> try_classify_list(const HttpReply &received,
                                                         std::optional<Api> api = std::nullopt)
{
    detail::Scratch scratch;
    const cad_http_reply from = detail::c_reply(received);
    cad_list *made = nullptr;
    cad_reply reply = CAD_REPLY_INIT;
    const cad_status status = cad_classify_list(detail::c_api(api), &from, scratch.data(),
                                                scratch.size(), &made, &reply);
    const detail::Owner<cad_list, cad_list_free> list(made);
    if (status != CAD_OK) {
        return Error(static_cast<Status>(status));
    }
    ListReply answer;
    if (list) {
        answer.dispositions = detail::texts(list.get());
    } else {
        answer.reply = detail::reply(reply);
    }
    return Result<ListReply>(std::move(answer));
}

#ifdef CLOUDAGENT_EXCEPTIONS_
/// `try_classify`, or throws its `Error`.
[[nodiscard]] inline Reply classify(const HttpReply &received,
                                    std::optional<Api> api = std::nullopt)
{
    return try_classify(received, api).value();
}
/// `try_classify_many`, or throws its `Error`.
[[nodiscard]] inline std::vector<Reply> classify_many(const std::vector<HttpReply> &received,
                                                      std::optional<Api> api = std::nullopt)
{
    return try_classify_many(received, api).value();
}
/// `try_classify_token`, or throws its `Error`.
[[nodiscard]] inline TokenReply classify_token(const HttpReply &received)
{
    return try_classify_token(received).value();
}
/// `try_classify_list`, or throws its `Error`.
[[nodiscard]] inline ListReply classify_list(const HttpReply &received,
                                             std::optional<Api> api = std::nullopt)
{
    return try_classify_list(received, api).value();
}
#endif

// =============================================================================================
// 4. Requests and accounts

/// A disposition to set for one call. A text that is empty or only white space is absent. Nothing
/// is checked here: `validate` says everything that is wrong with it at once.
struct Request {
    // generated: request (by `cargo gen`)
    /// The call's unique id: that of this agent's leg. Digits, under 20 of them; always a text,
    /// since 17 digits don't survive a float.
    std::string ucid;
    /// The number that calls are dialled out from: the campaign's, not the customer's.
    std::string did;
    /// The agent's login id.
    std::string agent_id;
    /// The disposition, as the campaign spells it.
    std::string disposition;
    /// Free text for the call record.
    std::string comments;
    /// Whether to pause the agent afterwards. Only a yes is sent: a default must not pause an agent
    /// whom nobody meant to pause.
    std::optional<bool> pause_after_dispose;
    /// Why the agent is paused.
    std::string pause_reason;
    /// When to call back: a civil date-time without zone, `2026-11-22 09:30[:00]`.
    std::string callback_time;
    /// The IANA name of the callback time's zone. Without one the vendor reads `Asia/Kolkata`.
    std::string callback_time_zone;
    /// The vendor's `autoRelease`, sent only where it is yes.
    bool auto_release = false;
    // end

    /// Writes the request as compact JSON, without what is absent.
    [[nodiscard]] Result<std::string> try_to_json() const;
    /// Reads a request's JSON form. Only the form is checked: `validate` does the rest.
    [[nodiscard]] static Result<Request> try_from_json(std::string_view json);
#ifdef CLOUDAGENT_EXCEPTIONS_
    /// `try_to_json`, or throws its `Error`.
    [[nodiscard]] std::string to_json() const
    {
        return try_to_json().value();
    }
    /// `try_from_json`, or throws its `Error`.
    [[nodiscard]] static Request from_json(std::string_view json)
    {
        return try_from_json(json).value();
    }
#endif
};

/// Who calls: the vendor's `customer` and a secret, which nothing shows again, and which is wiped
/// from memory with the account. What is made with an account keeps its own copy.
class Account : detail::Handle<cad_account, cad_account_free> {
  public:
    /// An account that calls with its api key. Texts are checked later.
    [[nodiscard]] static Result<Account> try_with_api_key(std::string_view customer,
                                                          std::string_view api_key)
    {
        detail::Made<cad_account> made;
        return made.as<Account>(cad_account_with_api_key(detail::c_text(customer),
                                                         detail::c_text(api_key), &made.handle));
    }
    /// An account that calls with a token. Texts are checked later.
    [[nodiscard]] static Result<Account> try_with_token(std::string_view customer,
                                                        std::string_view token)
    {
        detail::Made<cad_account> made;
        return made.as<Account>(cad_account_with_token(detail::c_text(customer),
                                                       detail::c_text(token), &made.handle));
    }
    /// An account whose secret is not known here. Validation says that it is missing.
    [[nodiscard]] static Result<Account> try_without_credential(std::string_view customer)
    {
        detail::Made<cad_account> made;
        return made.as<Account>(
            cad_account_without_credential(detail::c_text(customer), &made.handle));
    }
    /// An account whose tokens come from a source of yours: `Settings::token_source`, or an engine's
    /// `StepKind::token`. Only `Api::post_token` takes tokens.
    [[nodiscard]] static Result<Account> try_with_token_source(std::string_view customer)
    {
        detail::Made<cad_account> made;
        return made.as<Account>(
            cad_account_with_token_source(detail::c_text(customer), &made.handle));
    }
#ifdef CLOUDAGENT_EXCEPTIONS_
    /// `try_with_api_key`, or throws its `Error`.
    [[nodiscard]] static Account with_api_key(std::string_view customer, std::string_view api_key)
    {
        return try_with_api_key(customer, api_key).value();
    }
    /// `try_with_token`, or throws its `Error`.
    [[nodiscard]] static Account with_token(std::string_view customer, std::string_view token)
    {
        return try_with_token(customer, token).value();
    }
    /// `try_with_token_source`, or throws its `Error`.
    [[nodiscard]] static Account with_token_source(std::string_view customer)
    {
        return try_with_token_source(customer).value();
    }
    /// `try_without_credential`, or throws its `Error`.
    [[nodiscard]] static Account without_credential(std::string_view customer)
    {
        return try_without_credential(customer).value();
    }
#endif

    /// The account's `customer`.
    [[nodiscard]] std::string customer() const
    {
        return detail::text(cad_account_customer(get()));
    }

    /// @cond
    using Handle::get;
    using Handle::Handle;
    /// @endcond
};

/// @cond
namespace detail {

/// Views of a request.
inline cad_request c_request(const Request &from) noexcept
{
    cad_request request = CAD_REQUEST_INIT;
    // generated: c_request (by `cargo gen`)
    request.ucid = c_text(from.ucid);
    request.did = c_text(from.did);
    request.agent_id = c_text(from.agent_id);
    request.disposition = c_text(from.disposition);
    request.comments = c_text(from.comments);
    request.pause_after_dispose = c_flag(from.pause_after_dispose);
    request.pause_reason = c_text(from.pause_reason);
    request.callback_time = c_text(from.callback_time);
    request.callback_time_zone = c_text(from.callback_time_zone);
    request.auto_release = from.auto_release ? CAD_YES : CAD_UNSET;
    // end
    return request;
}

using Parsed = Owner<cad_parsed, cad_parsed_free>;

/// The request that was read.
inline Request request(const cad_parsed *parsed)
{
    cad_request from = CAD_REQUEST_INIT;
    Request request;
    if (cad_parsed_request(parsed, &from) != CAD_OK) {
        return request;
    }
    // generated: parsed_request (by `cargo gen`)
    request.ucid = text(from.ucid);
    request.did = text(from.did);
    request.agent_id = text(from.agent_id);
    request.disposition = text(from.disposition);
    request.comments = text(from.comments);
    request.pause_after_dispose = optional_flag(from.pause_after_dispose);
    request.pause_reason = text(from.pause_reason);
    request.callback_time = text(from.callback_time);
    request.callback_time_zone = text(from.callback_time_zone);
    request.auto_release = from.auto_release == CAD_YES;
    // end
    return request;
}

} // namespace detail
/// @endcond

inline Result<std::string> Request::try_to_json() const
{
    const cad_request request = detail::c_request(*this);
    detail::Made<cad_string> json;
    return detail::text_result(cad_request_to_json(&request, &json.handle), json);
}

inline Result<Request> Request::try_from_json(std::string_view json)
{
    cad_parsed *made = nullptr;
    const cad_status status = cad_request_from_json(detail::c_text(json), &made);
    const detail::Parsed parsed(made);
    if (status == CAD_OK) {
        return detail::request(parsed.get());
    }
    return Error(static_cast<Status>(status), Receipt(nullptr),
                 detail::list(cad_parsed_violations(parsed.get())));
}

/// A parameter of a CRM page: its name and its value, decoded.
struct Param {
    std::string_view name;  ///< The vendor's name for it, in any case.
    std::string_view value; ///< The value.
};

/// What was read from a CRM page's parameters.
struct Params {
    std::optional<std::string> customer; ///< The account's user name, where it was among them.
    Account account;                     ///< Made of it and the api key, as far as they were there.
    Request request;                     ///< The request.
    std::vector<Violation> violations;   ///< What is wrong with them, and with the request.
};

/// Reads raw, already decoded parameters under the vendor's names, those of all four APIs. Fails for
/// a value that is not UTF-8.
[[nodiscard]] inline Result<Params> try_from_params(const std::vector<Param> &params, Api api)
{
    std::vector<cad_param> views;
    views.reserve(params.size());
    for (const Param &param : params) {
        views.push_back({detail::c_text(param.name), detail::c_text(param.value)});
    }
    cad_parsed *made = nullptr;
    cad_status status = cad_from_params(views.data(), views.size(), static_cast<cad_api>(api), &made);
    const detail::Parsed parsed(made);
    if (status != CAD_OK) {
        return Error(static_cast<Status>(status), Receipt(nullptr),
                     detail::list(cad_parsed_violations(parsed.get())));
    }
    cad_account *owned = nullptr;
    status = cad_parsed_account(parsed.get(), &owned);
    Account account(owned);
    if (status != CAD_OK) {
        return Error(static_cast<Status>(status));
    }
    return Params{detail::optional_text(cad_parsed_customer(parsed.get())), std::move(account),
                  detail::request(parsed.get()),
                  detail::list(cad_parsed_violations(parsed.get()))};
}

/// Says everything that is wrong with a request on this API, ordered by field; an empty list where
/// nothing is. Does no I/O. An empty `base_url` is the domestic host. Fails only for an account that
/// was moved from.
[[nodiscard]] inline Result<std::vector<Violation>>
try_validate(const Account &account, const Request &request, Api api,
             std::string_view base_url = {})
{
    const cad_request views = detail::c_request(request);
    cad_violations *found = nullptr;
    const cad_status status = cad_validate(account.get(), &views, static_cast<cad_api>(api),
                                           detail::c_setting(base_url), &found);
    if (status == CAD_OK) {
        return detail::take_list(found);
    }
    return Error(static_cast<Status>(status));
}

/// Checks a base URL, and gives it as it is kept: scheme and host in lower case, trailing slashes
/// removed.
[[nodiscard]] inline Result<std::string> try_check_base_url(std::string_view base_url)
{
    detail::Made<cad_string> kept;
    const cad_status status =
        cad_check_base_url(detail::c_text(base_url), &kept.handle, &kept.problems);
    return detail::text_result(status, kept);
}

// =============================================================================================
// 5. Building requests

/// One HTTP request, complete, for any transport to send as it is: once, no redirect followed, no
/// `Referer`, no cookies. It **holds the credential** and the comments: don't log it. This is a
/// view; what owns the request is said where one is handed out.
class HttpRequestView {
  public:
    /// `GET` or `POST`.
    [[nodiscard]] std::string_view method() const noexcept
    {
        return cad_http_request_method(request_);
    }
    /// The whole URL.
    [[nodiscard]] std::string url() const
    {
        return detail::text(cad_http_request_url(request_));
    }
    /// The host, without port; an IPv6 address without brackets.
    [[nodiscard]] std::string host() const
    {
        return detail::text(cad_http_request_host(request_));
    }
    /// The port.
    [[nodiscard]] std::uint16_t port() const noexcept
    {
        return cad_http_request_port(request_);
    }
    /// What stands in the request line: the path and the query.
    [[nodiscard]] std::string target() const
    {
        return detail::text(cad_http_request_target(request_));
    }
    /// The path without the query: the one part of the URL that is safe to log.
    [[nodiscard]] std::string path() const
    {
        return detail::text(cad_http_request_path(request_));
    }
    /// How many bytes of the reply's body to read, and one more that tells of more. They are counted
    /// as they travel, perhaps compressed.
    [[nodiscard]] std::size_t reply_limit() const noexcept
    {
        return cad_http_request_reply_limit(request_);
    }
    /// Whether it is a GET that has a body, which not every HTTP stack can send (libcurl wants
    /// CURLOPT_CUSTOMREQUEST). One that can't must send nothing.
    [[nodiscard]] bool body_with_get() const noexcept
    {
        return cad_http_request_body_with_get(request_);
    }
    /// Whether it needs a connection that no other request uses, before or after: a server that
    /// ignores the body of a GET would read it as the next request.
    [[nodiscard]] bool own_connection() const noexcept
    {
        return cad_http_request_own_connection(request_);
    }
    /// Whether it may go through a proxy. To this machine itself nothing ever does.
    [[nodiscard]] bool may_use_proxy() const noexcept
    {
        return cad_http_request_may_use_proxy(request_);
    }
    /// The body, where there is one.
    [[nodiscard]] std::optional<std::string> body() const
    {
        return detail::optional_text(cad_http_request_body(request_));
    }
    /// The headers, name and value. A transport may add its own (`host`, `content-length`).
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> headers() const
    {
        std::vector<std::pair<std::string, std::string>> all;
        for (std::size_t i = 0; i < cad_http_request_header_count(request_); i++) {
            cad_str header = {nullptr, 0}, value = {nullptr, 0};
            if (cad_http_request_header(request_, i, &header, &value) == CAD_OK) {
                all.emplace_back(detail::text(header), detail::text(value));
            }
        }
        return all;
    }

    /// @cond
    explicit HttpRequestView(const cad_http_request *request) noexcept : request_(request) {}
    [[nodiscard]] const cad_http_request *get() const noexcept
    {
        return request_;
    }
    /// @endcond

  private:
    const cad_http_request *request_;
};

/// A request that was built, which owns itself.
class HttpRequest : detail::Handle<cad_http_request, cad_http_request_free> {
  public:
    /// What it holds, for as long as it lives, so not of a temporary.
    [[nodiscard]] HttpRequestView view() const & noexcept
    {
        return HttpRequestView(owner_.get());
    }
    HttpRequestView view() const && = delete;

    /// @cond
    using Handle::Handle;
    /// @endcond
};

/// Builds the request that sets a disposition. Checks what the wire can't carry and nothing else:
/// `validate` says the rest. An empty `base_url` is the domestic host.
[[nodiscard]] inline Result<HttpRequest> try_build_request(const Account &account,
                                                           const Request &request, Api api,
                                                           std::string_view base_url = {})
{
    const cad_request views = detail::c_request(request);
    detail::Made<cad_http_request> made;
    return made.as<HttpRequest>(cad_build_request(account.get(), &views, static_cast<cad_api>(api),
                                                  detail::c_setting(base_url), &made.handle,
                                                  &made.problems));
}

/// Builds the request for a token. **Each one ends every earlier token of the account**, and at
/// most 10 an hour are granted. The account must hold its api key.
[[nodiscard]] inline Result<HttpRequest> try_build_token_request(const Account &account,
                                                                 std::string_view base_url = {})
{
    detail::Made<cad_http_request> made;
    return made.as<HttpRequest>(cad_build_token_request(
        account.get(), detail::c_setting(base_url), &made.handle, &made.problems));
}

/// Builds the request for a campaign's dispositions. `campaign` may be empty on the POST APIs.
[[nodiscard]] inline Result<HttpRequest> try_build_list_request(const Account &account,
                                                                std::string_view campaign, Api api,
                                                                std::string_view base_url = {})
{
    detail::Made<cad_http_request> made;
    return made.as<HttpRequest>(cad_build_list_request(
        account.get(), detail::c_setting(campaign), static_cast<cad_api>(api),
        detail::c_setting(base_url), &made.handle, &made.problems));
}

#ifdef CLOUDAGENT_EXCEPTIONS_
/// `try_from_params`, or throws its `Error`.
[[nodiscard]] inline Params from_params(const std::vector<Param> &params, Api api)
{
    return try_from_params(params, api).value();
}
/// `try_validate`, or throws its `Error`.
[[nodiscard]] inline std::vector<Violation> validate(const Account &account,
                                                     const Request &request, Api api,
                                                     std::string_view base_url = {})
{
    return try_validate(account, request, api, base_url).value();
}
/// `try_check_base_url`, or throws its `Error`.
[[nodiscard]] inline std::string check_base_url(std::string_view base_url)
{
    return try_check_base_url(base_url).value();
}
/// `try_build_request`, or throws its `Error`.
[[nodiscard]] inline HttpRequest build_request(const Account &account, const Request &request,
                                               Api api, std::string_view base_url = {})
{
    return try_build_request(account, request, api, base_url).value();
}
/// `try_build_token_request`, or throws its `Error`.
[[nodiscard]] inline HttpRequest build_token_request(const Account &account,
                                                     std::string_view base_url = {})
{
    return try_build_token_request(account, base_url).value();
}
/// `try_build_list_request`, or throws its `Error`.
[[nodiscard]] inline HttpRequest build_list_request(const Account &account,
                                                    std::string_view campaign, Api api,
                                                    std::string_view base_url = {})
{
    return try_build_list_request(account, campaign, api, base_url).value();
}
#endif

// =============================================================================================
// 6. Tokens and cancelling

/// Cancels the calls that it is given to, once and for all. Copies are the same token; any thread may
/// use them.
class CancelToken {
  public:
    /// A token that nobody has cancelled.
    [[nodiscard]] static Result<CancelToken> make()
    {
        detail::Made<cad_cancel_token> made;
        return made.as<CancelToken>(cad_cancel_token_new(&made.handle));
    }
#ifdef CLOUDAGENT_EXCEPTIONS_
    /// `make`, or throws its `Error`.
    CancelToken() : CancelToken(make().value()) {}
#endif
    /// Cancels, and waits for nothing. Twice is fine. Not in a signal handler.
    void cancel() const noexcept
    {
        cad_cancel_token_cancel(shared_.get());
    }
    /// Whether somebody has cancelled.
    [[nodiscard]] bool is_cancelled() const noexcept
    {
        return cad_cancel_token_is_cancelled(shared_.get());
    }

    /// @cond
    explicit CancelToken(cad_cancel_token *owned) : shared_(owned, cad_cancel_token_free) {}
    [[nodiscard]] const cad_cancel_token *get() const noexcept
    {
        return shared_.get();
    }
    /// @endcond

  private:
    std::shared_ptr<cad_cancel_token> shared_;
};

/// @cond
namespace detail {

/// A copy that is wiped from memory when it is freed; null where there was no room for it.
inline String wiped(std::string_view bytes) noexcept
{
    cad_string *made = nullptr;
    cad_string_new(c_text(bytes), &made);
    return String(made);
}

} // namespace detail
/// @endcond

/// What a token store answered. The bytes that it holds are wiped from memory with it.
class Stored {
  public:
    /// `failed()`.
    Stored() = default;
    /// These bytes are kept under the key, and this is which writing of them: a text of the store's
    /// choice, which no two writings under a key share. Both are copied.
    [[nodiscard]] static Stored found(std::string_view bytes, std::string_view version) noexcept
    {
        Stored stored(StoreAnswer::found);
        stored.bytes_ = detail::wiped(bytes);
        stored.version_ = detail::wiped(version);
        return stored;
    }
    /// Nothing is kept under the key.
    [[nodiscard]] static Stored nothing() noexcept
    {
        return Stored(StoreAnswer::nothing);
    }
    /// The store could not do it.
    [[nodiscard]] static Stored failed() noexcept
    {
        return Stored();
    }

    /// Which of the answers it is.
    [[nodiscard]] StoreAnswer answer() const noexcept
    {
        return answer_;
    }
    /// Of `found`: the bytes, as long as this lives. They hold a token.
    [[nodiscard]] std::string_view bytes() const & noexcept
    {
        return detail::constant(cad_string_view(bytes_.get()));
    }
    std::string_view bytes() const && = delete;
    /// Of `found`: which writing of them it is, as long as this lives.
    [[nodiscard]] std::string_view version() const & noexcept
    {
        return detail::constant(cad_string_view(version_.get()));
    }
    std::string_view version() const && = delete;

    /// @cond
    explicit Stored(StoreAnswer answer) noexcept : answer_(answer) {}
    Stored(StoreAnswer answer, cad_string *bytes, cad_string *version) noexcept
        : answer_(answer), bytes_(bytes), version_(version)
    {
    }
    /// Hands it over to the C library.
    StoreAnswer release(cad_string **bytes, cad_string **version) noexcept
    {
        *bytes = bytes_.release();
        *version = version_.release();
        return answer_;
    }
    /// @endcond

  private:
    StoreAnswer answer_ = StoreAnswer::failed;
    detail::String bytes_, version_;
};

/// Where programs that use one account keep the token that they share. It is dumb on purpose: it reads
/// bytes, and replaces them if nobody else has. A key is 1 to 64 ASCII letters and digits, the same in
/// every program and language, and no secret. The bytes **hold a token**: don't log them. There are at
/// most 16 KiB.
///
/// Called from threads of the library's own, by several at once. An exception out of it is a failure of
/// the store, of which nothing is kept.
class TokenStore {
  public:
    TokenStore() = default;
    TokenStore(const TokenStore &) = delete;
    TokenStore &operator=(const TokenStore &) = delete;
    virtual ~TokenStore() = default;

    /// What is kept under this key.
    [[nodiscard]] virtual Stored get(std::string_view key) = 0;
    /// Keeps the bytes under the key if the version there still is this one, or if nothing is there
    /// where there is none: **as one step** that nobody else can come into. Answers `written`,
    /// `conflict`, or anything else, which is a failure.
    [[nodiscard]] virtual StoreAnswer put_if(std::string_view key,
                                             std::optional<std::string_view> version,
                                             std::string_view bytes) = 0;
};

/// A token store that is one file on this machine, for programs of one user; many accounts may share
/// it. The file is readable for its owner only, and a folder that others may write to is refused. A
/// writing replaces the file as a whole, under a lock that ends with its program.
class FileTokenStore final : public TokenStore {
  public:
    /// A store in this file, which need not exist; its folder must. A relative path is resolved now.
    /// Nothing is opened.
    explicit FileTokenStore(std::string_view path) noexcept
    {
        // Where it does not work out, the store has no functions, and fails.
        cad_file_token_store(detail::c_text(path), &store_);
    }
    ~FileTokenStore() override
    {
        if (store_.free != nullptr) {
            store_.free(store_.user);
        }
    }

    /// Says why a store in this file can't be used, for a person, and nothing where it can: for the
    /// start of a program. It makes the file where there is none.
    [[nodiscard]] static std::optional<std::string> problem(std::string_view path)
    {
        cad_string *made = nullptr;
        const cad_status status = cad_check_token_file(detail::c_text(path), &made);
        const detail::String said(made);
        if (status == CAD_OK) {
            return std::nullopt;
        }
        return said ? detail::text(cad_string_view(said.get())) : std::string(cad_status_name(status));
    }

    [[nodiscard]] Stored get(std::string_view key) override
    {
        if (store_.get == nullptr) {
            return Stored::failed();
        }
        cad_string *bytes = nullptr, *version = nullptr;
        const cad_store_answer answer =
            store_.get(store_.user, detail::c_text(key), &bytes, &version);
        return Stored(static_cast<StoreAnswer>(answer), bytes, version);
    }
    [[nodiscard]] StoreAnswer put_if(std::string_view key, std::optional<std::string_view> version,
                                     std::string_view bytes) override
    {
        if (store_.put_if == nullptr) {
            return StoreAnswer::failed;
        }
        const cad_str before = version ? detail::c_text(*version) : cad_str{nullptr, 0};
        return static_cast<StoreAnswer>(
            store_.put_if(store_.user, detail::c_text(key), before, detail::c_text(bytes)));
    }

  private:
    cad_token_store store_ = CAD_TOKEN_STORE_INIT;
};

/// What a token source came to: a token, which is wiped from memory with this, or why there is none.
class GivenToken {
  public:
    /// This token. Copied.
    [[nodiscard]] static GivenToken of(std::string_view token) noexcept
    {
        GivenToken given;
        given.token_ = detail::wiped(token);
        return given;
    }
    /// None, as a transport says it; in doubt `Kind::transport_failed`.
    [[nodiscard]] static GivenToken failed(Kind kind) noexcept
    {
        GivenToken given;
        given.kind_ = kind;
        return given;
    }

    /// @cond
    std::uint32_t release(cad_string **token) noexcept
    {
        *token = token_.release();
        return *token != nullptr ? 0 : detail::number(kind_);
    }
    /// @endcond

  private:
    detail::String token_;
    Kind kind_ = Kind::transport_failed;
};

/// Where the tokens of an account come from that was made by `Account::with_token_source`. `renew` says
/// that the server has refused the token that was given last: the same again is of no use. Called from
/// threads of the library's own. An exception out of it is a failure, of which nothing is kept.
using TokenSource = std::function<GivenToken(bool renew)>;

// =============================================================================================
// 7. Settings and transports

/// When a call sends its request again: what did not leave this machine, and what was refused with a
/// time to come back. Within the call's deadline, after a short random wait, from a budget that the
/// calls of a client or an engine share.
struct RetryPolicy {
    /// How often one call may send in all: 1 to 10.
    std::uint32_t attempts = 3;
    /// Whether to send again, too, where nobody knows what happened to the last attempt: then **a
    /// disposition may be applied twice**. Never where a pause or an auto-release is asked for.
    bool resend_unknown = false;

    /// One attempt.
    static constexpr RetryPolicy none() noexcept
    {
        RetryPolicy policy;
        policy.attempts = 1;
        return policy;
    }
};

/// What a client, and an engine, may be told. Each has a default.
struct Settings {
    /// Where the vendor's server is; empty is the domestic host. `https://`, or plain `http://` to
    /// this machine.
    std::string base_url;
    /// How long one call may take: 15 s, unless told; at most 24 hours.
    std::optional<std::chrono::milliseconds> deadline;
    /// How long making a connection may take: 5 s, unless told.
    std::optional<std::chrono::milliseconds> connect_timeout;
    /// How strict validation is.
    Mode mode = Mode::standard;
    /// When a call sends its request again.
    RetryPolicy retry;
    /// Of a client, on `Api::post_token` with an api key: where it shares its token with other clients
    /// and programs. An engine asks by its steps, and refuses one with `Status::misuse`.
    std::shared_ptr<TokenStore> token_store;
    /// Of a client whose account was made by `Account::with_token_source`: where its tokens come from.
    /// An engine asks by its steps, and refuses one with `Status::misuse`.
    TokenSource token_source;
    /// Of an engine: whether the host has a store in which programs share one token, so that the engine
    /// asks it (`StepKind::store`) before it fetches one.
    bool shares_tokens = false;
    /// How many minutes the account's days, by which call records are asked for, are ahead of UTC, -840
    /// to 840: India's 330 where none is given. On the international host a look-up needs it.
    std::optional<std::int32_t> utc_offset_minutes = std::nullopt;
};

/// What one call may be told.
struct CallOptions {
    /// How long this call may take, such as the agent's remaining wrap-up time; the client's
    /// deadline, unless told, and 30 s for a look-up. With nothing left, nothing is sent.
    std::optional<std::chrono::milliseconds> deadline;
    /// By what this call can be cancelled. An engine's call is told by `Event::cancelled`; there this
    /// only counts where it is cancelled already.
    std::optional<CancelToken> cancel;
};

#ifndef CAD_NO_CLIENT
/// How the built-in transport connects.
struct Connection {
    std::string extra_ca_pem;         ///< Certificates to trust besides the system's, as PEM.
    Proxy proxy = Proxy::environment; ///< Which proxy to use.
    std::string proxy_url;            ///< The proxy's URL. Only with `Proxy::url`.
};

/// What shall not come from the environment: see `Client::from_env`.
struct Given {
    const Account *account = nullptr; ///< Who calls.
    std::optional<Api> api;           ///< Which of the vendor's APIs the account uses.
    Settings settings;                ///< The base URL and the deadline, where they are set.
};
#endif

/// The limits of one send.
struct Limits {
    std::chrono::milliseconds connect; ///< How long making a connection may take.
    std::chrono::milliseconds total;   ///< How long the whole send may take, with its body.
    std::size_t body; ///< How many bytes of a body to read, and one more that tells of more.

    /// Whether the call was cancelled. A transport that can, looks from time to time, and then ends the
    /// send: with a kind that says that nothing was sent if it is sure of that, else with
    /// `Kind::cancelled`. A call ends when its send does.
    [[nodiscard]] bool is_cancelled() const noexcept
    {
        return cad_cancel_token_is_cancelled(cancel);
    }

    /// @cond
    const cad_cancel_token *cancel = nullptr;
    /// @endcond
};

/// What one send came to. One that says nothing is a failed transport: what it sent may have
/// arrived.
class Answer {
  public:
    /// `failed(Kind::transport_failed)`.
    Answer() = default;
    /// A whole reply, whatever its status; the values of its headers, empty where there are none.
    [[nodiscard]] static Answer reply(std::int64_t http_status, std::string body,
                                      std::string retry_after = {}, std::string date = {})
    {
        Answer answer;
        answer.http_status_ = http_status;
        answer.body_ = std::move(body);
        answer.retry_after_ = std::move(retry_after);
        answer.date_ = std::move(date);
        return answer;
    }
    /// No whole reply. A kind that says that nothing was sent must be true.
    [[nodiscard]] static Answer failed(Kind kind)
    {
        Answer answer;
        answer.kind_ = kind;
        return answer;
    }

    /// @cond
    /// Gives the answer to the C library; one that it refuses is a failed transport.
    void deliver(cad_answer *to) const noexcept
    {
        if (http_status_) {
            const cad_http_reply reply =
                detail::c_reply({*http_status_, body_, retry_after_, date_});
            cad_answer_reply(to, &reply);
        } else {
            cad_answer_failed(to, static_cast<cad_kind>(kind_));
        }
    }
    /// @endcond

  private:
    std::optional<std::int64_t> http_status_;
    std::string body_, retry_after_, date_;
    Kind kind_ = Kind::transport_failed;
};

/// A transport of yours: sends a request as it is and answers. **One send is one request on the
/// wire**: no hidden resend when a kept connection dies, no redirect followed, no `Referer`, no
/// cookies. It keeps the limits. Called from whatever thread calls the client, by several at once;
/// it may call the library, the same client too. An exception out of it ends in a failed transport.
/// The view lives until it returns.
using Transport = std::function<Answer(HttpRequestView request, const Limits &limits)>;

/// What a transport of yours can do.
struct Abilities {
    /// Whether it can send a GET with a body (`HttpRequestView::body_with_get`), over a connection that
    /// no other request uses (`own_connection`): else a look-up of call records sends nothing. Most
    /// HTTP stacks can't; libcurl can, by CURLOPT_CUSTOMREQUEST.
    bool body_with_get = false;
};

/// @cond
namespace detail {

/// Nothing leaves it but an answer: C code can't be unwound.
inline void send(void *user, const cad_http_request *request, const cad_limits *limits,
                 cad_answer *answer) noexcept
{
    const Transport &transport = *static_cast<const Transport *>(user);
    // An older library's limits end earlier.
    const bool has_cancel = limits->size > offsetof(cad_limits, cancel);
    const Limits spans{std::chrono::milliseconds(limits->connect_ms),
                       std::chrono::milliseconds(limits->total_ms), limits->body,
                       has_cancel ? limits->cancel : nullptr};
#ifdef __cpp_exceptions
    // Also where this part of the program wants none of ours: the transport may throw its own.
    try {
        transport(HttpRequestView(request), spans).deliver(answer);
    } catch (...) {
        // Without an answer the library says itself that the transport failed. The exception's
        // text may hold the URL, so nothing of it is kept.
    }
#else
    transport(HttpRequestView(request), spans).deliver(answer);
#endif
}

inline void free_transport(void *user) noexcept
{
    delete static_cast<Transport *>(user);
}

/// Settings as views of what they were made from.
inline cad_settings c_settings(const Account *account, cad_api api, const Settings &from) noexcept
{
    cad_settings settings = CAD_SETTINGS_INIT;
    settings.account = account != nullptr ? account->get() : nullptr;
    settings.api = api;
    settings.base_url = c_setting(from.base_url);
    settings.deadline_ms = c_span(from.deadline);
    settings.connect_timeout_ms = c_span(from.connect_timeout);
    settings.mode = static_cast<cad_mode>(from.mode);
    // 0 would be the default, which nobody has asked for.
    settings.attempts = from.retry.attempts == 0 ? UINT32_MAX : from.retry.attempts;
    settings.resend_unknown = from.retry.resend_unknown ? 1 : 0;
    settings.shares_tokens = from.shares_tokens ? 1 : 0;
    settings.utc_offset_minutes = from.utc_offset_minutes ? &*from.utc_offset_minutes : nullptr;
    return settings;
}

/// Runs a function of the host's that the C library called: nothing leaves it but its value, since C
/// code can't be unwound. The exception's text may hold a token, so nothing of it is kept.
template <class Value, class Function> Value caught(Value otherwise, const Function &function) noexcept
{
#ifdef __cpp_exceptions
    try {
        return function();
    } catch (...) {
        return otherwise;
    }
#else
    static_cast<void>(otherwise);
    return function();
#endif
}

inline cad_store_answer store_get(void *user, cad_str key, cad_string **bytes,
                                  cad_string **version) noexcept
{
    return caught(CAD_STORED_FAILED, [=] {
        const auto &store = *static_cast<const std::shared_ptr<TokenStore> *>(user);
        return static_cast<cad_store_answer>(store->get(constant(key)).release(bytes, version));
    });
}

inline cad_store_answer store_put_if(void *user, cad_str key, cad_str version,
                                     cad_str bytes) noexcept
{
    return caught(CAD_STORED_FAILED, [=] {
        const auto &store = *static_cast<const std::shared_ptr<TokenStore> *>(user);
        const auto before = version.data == nullptr ? std::nullopt : std::optional(constant(version));
        return static_cast<cad_store_answer>(
            store->put_if(constant(key), before, constant(bytes)));
    });
}

inline void free_store(void *user) noexcept
{
    delete static_cast<std::shared_ptr<TokenStore> *>(user);
}

inline std::uint32_t source_token(void *user, std::uint32_t renew, cad_string **token) noexcept
{
    return caught(number(Kind::transport_failed), [=] {
        return (*static_cast<const TokenSource *>(user))(renew != 0).release(token);
    });
}

inline void free_source(void *user) noexcept
{
    delete static_cast<TokenSource *>(user);
}

/// The store and the source of settings as C takes them. They are whoever's this is, until a client has
/// taken them over.
class Tokens {
  public:
    /// Shows them in the settings, which must not outlive this.
    Tokens(const Settings &from, cad_settings &to)
    {
        if (from.token_store) {
            store_user_ = std::make_unique<std::shared_ptr<TokenStore>>(from.token_store);
            store_.user = store_user_.get();
            store_.get = store_get;
            store_.put_if = store_put_if;
            store_.free = free_store;
            to.token_store = &store_;
        }
        if (from.token_source) {
            source_user_ = std::make_unique<TokenSource>(from.token_source);
            source_.user = source_user_.get();
            source_.token = source_token;
            source_.free = free_source;
            to.token_source = &source_;
        }
    }
    Tokens(const Tokens &) = delete;
    Tokens &operator=(const Tokens &) = delete;

    /// The same status, after which a client that was made owns them.
    cad_status taken_over(cad_status status) noexcept
    {
        if (status == CAD_OK) {
            static_cast<void>(store_user_.release());
            static_cast<void>(source_user_.release());
        }
        return status;
    }

  private:
    cad_token_store store_ = CAD_TOKEN_STORE_INIT;
    cad_token_source source_ = CAD_TOKEN_SOURCE_INIT;
    std::unique_ptr<std::shared_ptr<TokenStore>> store_user_;
    std::unique_ptr<TokenSource> source_user_;
};

#ifndef CAD_NO_CLIENT
inline cad_connection c_connection(const Connection &from) noexcept
{
    cad_connection connection = CAD_CONNECTION_INIT;
    connection.extra_ca_pem = c_setting(from.extra_ca_pem);
    connection.proxy = static_cast<cad_proxy>(from.proxy);
    connection.proxy_url = c_setting(from.proxy_url);
    return connection;
}
#endif

inline cad_call_options c_options(const CallOptions &from) noexcept
{
    cad_call_options options = CAD_CALL_OPTIONS_INIT;
    options.deadline_ms = c_span(from.deadline);
    options.cancel = from.cancel ? from.cancel->get() : nullptr;
    return options;
}

} // namespace detail
/// @endcond

// =============================================================================================
// 8. Call records
//
//     const cloudagent::Records records =
//         cloudagent::classify_records({200, body}, cloudagent::Asked::one_call);
//     const cloudagent::Settlement settlement =
//         cloudagent::settle(request, cloudagent::Api::get_v2, records);
//     log(settlement.sentence());   // and settlement.effect(): applied, not applied, still unknown
//
// A look-up that fails says nothing of a disposition, and nothing becomes "not applied" by being
// absent. `settle_receipt` gives a stored receipt what was found.

#ifndef CAD_NO_CLIENT
/// What one of the vendor's records says of a call, or of one agent's leg of it. A text that is not
/// there, or that says nothing, is none. It holds no secret; the comments are the customer's matter.
struct CallRecord {
    std::optional<std::string> ucid;        ///< The id of the agent's leg of the call.
    std::optional<std::string> call_id;     ///< The id of the call, also called `monitorUCID`.
    std::optional<std::string> did;         ///< The campaign's number.
    std::optional<std::string> agent_id;    ///< The agent; a chain `a -> b` after a transfer.
    std::optional<std::string> disposition; ///< The disposition.
    std::optional<std::string> comments;    ///< The comments: don't log them.
    std::optional<std::string> call_date;   ///< The day on which it began, `YYYY-MM-DD`.
    std::optional<std::string> start_time;  ///< When it began, `HH:MM:SS`.
    std::optional<std::string> end_time;    ///< When it ended; less than that is the next day.
    std::optional<std::string> status;      ///< The vendor's word for whether it was answered.
    std::optional<std::string> type;        ///< The vendor's word for the kind of call.
    std::optional<std::string> campaign;    ///< The campaign's name.

    /// The record as compact JSON with every field, the comments only where they are asked for.
    [[nodiscard]] Result<std::string> try_to_json(bool with_comments = false) const;
#ifdef CLOUDAGENT_EXCEPTIONS_
    /// `try_to_json`, or throws its `Error`.
    [[nodiscard]] std::string to_json(bool with_comments = false) const
    {
        return try_to_json(with_comments).value();
    }
#endif
};

/// What came instead of a list of records. It says nothing of any disposition.
struct NoRecords {
    Outcome outcome; ///< What the vendor said.
    Advice advice;   ///< What to do about the look-up.
    std::optional<std::chrono::seconds> retry_after; ///< How long to wait before asking again.
    bool recognised;                    ///< Whether the vendor's words are known.
    std::optional<std::string> status;  ///< The vendor's status word, where it is a known one.
    std::optional<std::string> details; ///< The vendor's text, as far as it is known.
    std::string hint;                   ///< Why there is no list and what to do, for a person.
};

/// @cond
namespace detail {

/// A copy of a record.
inline CallRecord call_record(const cad_record &from)
{
    CallRecord record;
    record.ucid = optional_text(from.ucid);
    record.call_id = optional_text(from.call_id);
    record.did = optional_text(from.did);
    record.agent_id = optional_text(from.agent_id);
    record.disposition = optional_text(from.disposition);
    record.comments = optional_text(from.comments);
    record.call_date = optional_text(from.call_date);
    record.start_time = optional_text(from.start_time);
    record.end_time = optional_text(from.end_time);
    record.status = optional_text(from.status);
    record.type = optional_text(from.type);
    record.campaign = optional_text(from.campaign);
    return record;
}

/// Views of a record.
inline cad_record c_record(const CallRecord &from) noexcept
{
    const auto view = [](const std::optional<std::string> &text) noexcept {
        return text ? c_text(*text) : cad_str{nullptr, 0};
    };
    cad_record record = CAD_RECORD_INIT;
    record.ucid = view(from.ucid);
    record.call_id = view(from.call_id);
    record.did = view(from.did);
    record.agent_id = view(from.agent_id);
    record.disposition = view(from.disposition);
    record.comments = view(from.comments);
    record.call_date = view(from.call_date);
    record.start_time = view(from.start_time);
    record.end_time = view(from.end_time);
    record.status = view(from.status);
    record.type = view(from.type);
    record.campaign = view(from.campaign);
    return record;
}

} // namespace detail
/// @endcond

inline Result<std::string> CallRecord::try_to_json(bool with_comments) const
{
    const cad_record record = detail::c_record(*this);
    detail::Made<cad_string> json;
    return detail::text_result(cad_record_to_json(&record, with_comments ? 1 : 0, &json.handle),
                               json);
}

/// A list of call records, or what came instead of one. The library keeps it, and a record is copied
/// when it is looked at: a day has tens of thousands. It never changes; any thread may use it.
class Records : detail::Handle<cad_records, cad_records_free> {
  public:
    /// Goes through the records, of which each is a copy.
    class Iterator {
      public:
        /// @cond
        using iterator_category = std::input_iterator_tag;
        using value_type = CallRecord;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = CallRecord;

        Iterator(const Records *records, std::size_t place) noexcept
            : records_(records), place_(place)
        {
        }
        [[nodiscard]] CallRecord operator*() const
        {
            return (*records_)[place_];
        }
        Iterator &operator++() noexcept
        {
            place_++;
            return *this;
        }
        Iterator operator++(int) noexcept
        {
            Iterator before = *this;
            place_++;
            return before;
        }
        [[nodiscard]] bool operator==(const Iterator &other) const noexcept
        {
            return place_ == other.place_;
        }
        [[nodiscard]] bool operator!=(const Iterator &other) const noexcept
        {
            return place_ != other.place_;
        }
        /// @endcond

      private:
        const Records *records_;
        std::size_t place_;
    };

    /// A list of your own, such as of records that you have kept; `truncated` where there may be more
    /// than these.
    [[nodiscard]] static Result<Records> try_of(const std::vector<CallRecord> &records,
                                                bool truncated = false)
    {
        std::vector<cad_record> views;
        views.reserve(records.size());
        for (const CallRecord &one : records) {
            views.push_back(detail::c_record(one));
        }
        detail::Made<cad_records> made;
        return made.as<Records>(
            cad_records_new(views.data(), views.size(), truncated ? 1 : 0, &made.handle));
    }
#ifdef CLOUDAGENT_EXCEPTIONS_
    /// `try_of`, or throws its `Error`.
    [[nodiscard]] static Records of(const std::vector<CallRecord> &records, bool truncated = false)
    {
        return try_of(records, truncated).value();
    }
#endif

    /// Whether a list came, which may be empty. An empty one proves nothing of a disposition.
    [[nodiscard]] bool came() const noexcept
    {
        return cad_records_came(get());
    }
    /// How many records there are.
    [[nodiscard]] std::size_t size() const noexcept
    {
        return cad_records_count(get());
    }
    /// Whether there is none.
    [[nodiscard]] bool empty() const noexcept
    {
        return size() == 0;
    }
    /// A copy of one of the records, in the server's order; one of which nothing is known where
    /// `index` is not below `size()`.
    [[nodiscard]] CallRecord operator[](std::size_t index) const
    {
        cad_record record = CAD_RECORD_INIT;
        cad_records_get(get(), index, &record);
        return detail::call_record(record);
    }
    /// The first record. Not of a temporary, whose records are gone.
    [[nodiscard]] Iterator begin() const & noexcept
    {
        return {this, 0};
    }
    Iterator begin() const && = delete;
    /// Behind the last record.
    [[nodiscard]] Iterator end() const & noexcept
    {
        return {this, size()};
    }
    Iterator end() const && = delete;
    /// Whether the reader stopped at a limit: there may be more records.
    [[nodiscard]] bool truncated() const noexcept
    {
        return cad_records_truncated(get());
    }
    /// Whether the server said in words that there is no record, which it also says to a wrong key.
    [[nodiscard]] bool in_words() const noexcept
    {
        return cad_records_in_words(get());
    }
    /// What came instead of a list; none where one came.
    [[nodiscard]] std::optional<NoRecords> none() const
    {
        const auto outcome = detail::optional_number<Outcome>(cad_records_outcome(get()));
        if (!outcome) {
            return std::nullopt;
        }
        return NoRecords{*outcome,
                         static_cast<Advice>(cad_records_advice(get())),
                         detail::optional_wait(cad_records_retry_after_seconds(get())),
                         cad_records_recognised(get()),
                         detail::optional_text(cad_records_status(get())),
                         detail::optional_text(cad_records_details(get())),
                         detail::text(cad_records_hint(get()))};
    }

    /// @cond
    using Handle::get;
    using Handle::Handle;
    /// @endcond
};

/// The vendor's end-of-call callback. It holds the account's api key, which the vendor sends in clear:
/// nothing shows it, and it is wiped with the callback. Don't log the body that it was read from.
class Callback : detail::Handle<cad_callback, cad_callback_free> {
  public:
    /// The record of the call, for `settle`. It has a `call_id`, and most often no `ucid`.
    [[nodiscard]] CallRecord record() const
    {
        cad_record record = CAD_RECORD_INIT;
        cad_callback_record(get(), &record);
        return detail::call_record(record);
    }
    /// The account's user name, where the callback says it.
    [[nodiscard]] std::optional<std::string> customer() const
    {
        return detail::optional_text(cad_callback_customer(get()));
    }
    /// Whether it holds this account's api key. It is a sign, not a proof: the vendor signs nothing,
    /// and whoever saw one callback can send another. No where either has no key.
    [[nodiscard]] bool authentic(const Account &account) const noexcept
    {
        return cad_callback_authentic(get(), account.get());
    }

    /// @cond
    using Handle::Handle;
    /// @endcond
};

/// What became of a look-up that brought no list.
struct Lookup {
    std::optional<Outcome> outcome; ///< What the vendor said, where a reply came.
    std::optional<Kind> kind;       ///< Why no reply came, or why it was not sent.
    Advice advice;                  ///< What to do about the look-up itself.
    std::optional<std::chrono::seconds> retry_after; ///< How long to wait before looking again.
};

/// What records say of a disposition that was sent. It never changes; any thread may use it.
class Settlement : detail::Handle<cad_settlement, cad_settlement_free> {
  public:
    /// What was found.
    [[nodiscard]] Finding finding() const noexcept
    {
        return static_cast<Finding>(cad_settlement_finding(get()));
    }
    /// What that says of the disposition. `Effect::not_applied` means here: not in force.
    [[nodiscard]] Effect effect() const noexcept
    {
        return static_cast<Effect>(cad_settlement_effect(get()));
    }
    /// What to do next about the disposition.
    [[nodiscard]] Advice advice() const noexcept
    {
        return static_cast<Advice>(cad_settlement_advice(get()));
    }
    /// Always no: a record is no reason to send anything again without a person's look at it.
    [[nodiscard]] bool may_resend() const noexcept
    {
        return cad_settlement_may_resend(get());
    }
    /// After how long looking again may say more, where it may.
    [[nodiscard]] std::optional<std::chrono::seconds> look_again() const noexcept
    {
        return detail::optional_wait(cad_settlement_look_again_seconds(get()));
    }
    /// The record that decided, where one did.
    [[nodiscard]] std::optional<CallRecord> record() const
    {
        cad_record record = CAD_RECORD_INIT;
        const cad_status status = cad_settlement_record(get(), &record);
        return status == CAD_OK ? std::optional(detail::call_record(record)) : std::nullopt;
    }
    /// What came of the look-up itself, where it brought no list.
    [[nodiscard]] std::optional<Lookup> lookup() const noexcept
    {
        const auto advice = cad_settlement_lookup_advice(get());
        if (advice == 0) {
            return std::nullopt;
        }
        return Lookup{detail::optional_number<Outcome>(cad_settlement_lookup_outcome(get())),
                      detail::optional_number<Kind>(cad_settlement_lookup_kind(get())),
                      static_cast<Advice>(advice),
                      detail::optional_wait(cad_settlement_lookup_retry_after_seconds(get()))};
    }
    /// What was found and what to do, for a person. The same in every language.
    [[nodiscard]] std::string sentence() const
    {
        return detail::text(cad_settlement_sentence(get()));
    }
    /// The ucid that it was made for.
    [[nodiscard]] std::string ucid() const
    {
        return detail::text(cad_settlement_ucid(get()));
    }
    /// The disposition that it was made for.
    [[nodiscard]] std::string disposition() const
    {
        return detail::text(cad_settlement_disposition(get()));
    }

    /// A settlement with the same content.
    [[nodiscard]] Result<Settlement> try_copy() const
    {
        detail::Made<cad_settlement> copy;
        return copy.as<Settlement>(cad_settlement_copy(get(), &copy.handle));
    }
#ifdef CLOUDAGENT_EXCEPTIONS_
    /// `try_copy`, or throws its `Error`.
    [[nodiscard]] Settlement copy() const
    {
        return try_copy().value();
    }
#endif

    /// @cond
    using Handle::get;
    using Handle::Handle;
    /// @endcond
};

/// @cond
namespace detail {

inline std::vector<cad_request> c_requests(const std::vector<Request> &from)
{
    std::vector<cad_request> views;
    views.reserve(from.size());
    for (const Request &one : from) {
        views.push_back(c_request(one));
    }
    return views;
}

using Settlements = Owner<cad_settlements, cad_settlements_free>;

/// Copies of settlements that the C library owns.
inline Result<std::vector<Settlement>> settlements(const cad_settlements *from)
{
    std::vector<Settlement> all;
    all.reserve(cad_settlements_count(from));
    for (std::size_t i = 0; i < cad_settlements_count(from); i++) {
        Made<cad_settlement> made;
        Result<Settlement> copy =
            made.as<Settlement>(cad_settlement_copy(cad_settlements_get(from, i), &made.handle));
        if (!copy) {
            return copy.error();
        }
        all.push_back(std::move(copy).value());
    }
    return Result<std::vector<Settlement>>(std::move(all));
}

} // namespace detail
/// @endcond

/// Says what the reply to a request for records means: to `build_record_request` (`Asked::one_call`) or
/// to `build_day_request` (`Asked::day`), which says how much of it is read. Any bytes have an answer.
[[nodiscard]] inline Result<Records> try_classify_records(const HttpReply &received, Asked asked)
{
    const cad_http_reply from = detail::c_reply(received);
    detail::Made<cad_records> made;
    return made.as<Records>(
        cad_classify_records(static_cast<cad_asked>(asked), &from, &made.handle));
}

/// Reads the body that the vendor posts to your server at the end of a call: a form whose field `data`
/// holds JSON, or that JSON itself. Give the bytes as they came: a framework that reads forms leaves
/// none.
[[nodiscard]] inline Result<Callback> try_read_callback(std::string_view body)
{
    detail::Made<cad_callback> made;
    return made.as<Callback>(
        cad_read_callback(detail::c_text(body), &made.handle, &made.problems));
}

/// Says what records tell of a disposition that was sent on this API. Where no list came, it is as
/// unknown as before. Only the rows of this leg of the call count. Fails where the request lacks its
/// ucid or its disposition.
[[nodiscard]] inline Result<Settlement> try_settle(const Request &request, Api api,
                                                   const Records &records)
{
    const cad_request sent = detail::c_request(request);
    detail::Made<cad_settlement> made;
    return made.as<Settlement>(cad_settle(&sent, static_cast<cad_api>(api), records.get(),
                                          &made.handle, &made.problems));
}

/// The same by one record, such as that of a callback.
[[nodiscard]] inline Result<Settlement> try_settle(const Request &request, Api api,
                                                   const CallRecord &record)
{
    const cad_request sent = detail::c_request(request);
    const cad_record from = detail::c_record(record);
    detail::Made<cad_settlement> made;
    return made.as<Settlement>(cad_settle_record(&sent, static_cast<cad_api>(api), &from,
                                                 &made.handle, &made.problems));
}

/// The same where no reply came to the look-up, for a reason of this kind.
[[nodiscard]] inline Result<Settlement> try_settle_failed(const Request &request, Api api, Kind kind)
{
    const cad_request sent = detail::c_request(request);
    detail::Made<cad_settlement> made;
    return made.as<Settlement>(cad_settle_failed(&sent, static_cast<cad_api>(api),
                                                 static_cast<cad_kind>(kind), &made.handle,
                                                 &made.problems));
}

/// The receipt of a request, with what records say since: one that was unknown, queued or accepted
/// becomes applied where the disposition stands; one that was unknown becomes not applied where
/// another stands. `Receipt::settled` then names the finding. Every other comes back as it was. Fails
/// where the settlement was made for another request.
[[nodiscard]] inline Result<Receipt> try_settle_receipt(const Receipt &receipt,
                                                        const Request &request,
                                                        const Settlement &settlement)
{
    const cad_request sent = detail::c_request(request);
    detail::Made<cad_receipt> made;
    return made.as<Receipt>(cad_settle_receipt(receipt.get(), &sent, settlement.get(),
                                               &made.handle, &made.problems));
}

/// Builds the request for the records of one call: the leg `ucid`, or the call, on the day
/// (`YYYY-MM-DD`) on which it **began** where the account is: `record_day`. `now_s` is in seconds since
/// 1970 in UTC. `utc_offset_minutes` says how far the account's days are ahead of UTC: India's 330
/// where none is given; on the international host it must be. The vendor takes two such requests a
/// minute for the whole account, and keeps 15 days.
[[nodiscard]] inline Result<HttpRequest>
try_build_record_request(const Account &account, std::string_view ucid, std::string_view day,
                         std::int64_t now_s,
                         const std::optional<std::int32_t> &utc_offset_minutes = std::nullopt,
                         std::string_view base_url = {})
{
    detail::Made<cad_http_request> made;
    return made.as<HttpRequest>(cad_build_record_request(
        account.get(), detail::c_text(ucid), detail::c_text(day), now_s,
        utc_offset_minutes ? &*utc_offset_minutes : nullptr, detail::c_setting(base_url),
        &made.handle, &made.problems));
}

/// Builds the request for the records of all calls that began on a day between two times `HH:MM:SS`;
/// the whole day where both are empty. The rest is as for `try_build_record_request`.
[[nodiscard]] inline Result<HttpRequest>
try_build_day_request(const Account &account, std::string_view day, std::string_view from,
                      std::string_view to, std::int64_t now_s,
                      const std::optional<std::int32_t> &utc_offset_minutes = std::nullopt,
                      std::string_view base_url = {})
{
    detail::Made<cad_http_request> made;
    return made.as<HttpRequest>(cad_build_day_request(
        account.get(), detail::c_text(day), detail::c_setting(from), detail::c_setting(to), now_s,
        utc_offset_minutes ? &*utc_offset_minutes : nullptr, detail::c_setting(base_url),
        &made.handle, &made.problems));
}

/// The day `YYYY-MM-DD` on which a call is recorded that **began** at this moment, in seconds since 1970
/// in UTC, where clocks are so many minutes ahead of UTC: 330 in India. None for a moment outside the
/// years 2000 to 2099, which milliseconds are, and for an offset of more than 14 hours.
[[nodiscard]] inline std::optional<std::string> record_day(std::int64_t began_s,
                                                           std::int32_t utc_offset_minutes)
{
    cad_string *made = nullptr;
    const cad_status status = cad_record_day(began_s, utc_offset_minutes, &made);
    const detail::String day(made);
    return status == CAD_OK ? detail::optional_text(cad_string_view(made)) : std::nullopt;
}

#ifdef CLOUDAGENT_EXCEPTIONS_
/// `try_classify_records`, or throws its `Error`.
[[nodiscard]] inline Records classify_records(const HttpReply &received, Asked asked)
{
    return try_classify_records(received, asked).value();
}
/// `try_read_callback`, or throws its `Error`.
[[nodiscard]] inline Callback read_callback(std::string_view body)
{
    return try_read_callback(body).value();
}
/// `try_settle`, or throws its `Error`.
[[nodiscard]] inline Settlement settle(const Request &request, Api api, const Records &records)
{
    return try_settle(request, api, records).value();
}
/// `try_settle`, or throws its `Error`.
[[nodiscard]] inline Settlement settle(const Request &request, Api api, const CallRecord &record)
{
    return try_settle(request, api, record).value();
}
/// `try_settle_failed`, or throws its `Error`.
[[nodiscard]] inline Settlement settle_failed(const Request &request, Api api, Kind kind)
{
    return try_settle_failed(request, api, kind).value();
}
/// `try_settle_receipt`, or throws its `Error`.
[[nodiscard]] inline Receipt settle_receipt(const Receipt &receipt, const Request &request,
                                            const Settlement &settlement)
{
    return try_settle_receipt(receipt, request, settlement).value();
}
/// `try_build_record_request`, or throws its `Error`.
[[nodiscard]] inline HttpRequest
build_record_request(const Account &account, std::string_view ucid, std::string_view day,
                     std::int64_t now_s,
                     const std::optional<std::int32_t> &utc_offset_minutes = std::nullopt,
                     std::string_view base_url = {})
{
    return try_build_record_request(account, ucid, day, now_s, utc_offset_minutes, base_url).value();
}
/// `try_build_day_request`, or throws its `Error`.
[[nodiscard]] inline HttpRequest
build_day_request(const Account &account, std::string_view day, std::string_view from,
                  std::string_view to, std::int64_t now_s,
                  const std::optional<std::int32_t> &utc_offset_minutes = std::nullopt,
                  std::string_view base_url = {})
{
    return try_build_day_request(account, day, from, to, now_s, utc_offset_minutes, base_url)
        .value();
}
#endif
#endif // CAD_NO_CLIENT

// =============================================================================================
// 9. Setting a disposition

/// What came of asking for a campaign's dispositions. It says nothing of any call: whoever asks again
/// can do no harm. It holds no text of the server's but the list.
struct DispositionList {
    /// The dispositions, as the server spells them; none where no list came. An empty list is one.
    std::optional<std::vector<std::string>> dispositions;
    std::optional<Outcome> outcome; ///< What the vendor said instead of a list, or of a token.
    std::optional<Kind> kind;       ///< Why no reply came, or there was no token to ask with.
    Advice advice;                            ///< What to do next, about this question alone.
    std::optional<std::uint16_t> http_status; ///< The reply's HTTP status, where one came.
    std::optional<std::chrono::seconds> retry_after; ///< How long to wait before asking again.
    std::string sentence;                     ///< What came of it, for a person. Never empty.
};

/// @cond
namespace detail {

/// A copy of what the C library made of it.
inline DispositionList disposition_list(const cad_disposition_list *from)
{
    DispositionList said;
    if (const cad_list *all = cad_disposition_list_texts(from)) {
        said.dispositions = texts(all);
    }
    said.outcome = optional_number<Outcome>(cad_disposition_list_outcome(from));
    said.kind = optional_number<Kind>(cad_disposition_list_kind(from));
    said.advice = static_cast<Advice>(cad_disposition_list_advice(from));
    said.http_status = optional_number<std::uint16_t>(cad_disposition_list_http_status(from));
    said.retry_after = optional_wait(cad_disposition_list_retry_after_seconds(from));
    said.sentence = text(cad_disposition_list_sentence(from));
    return said;
}

/// The same of one that is freed.
inline Result<DispositionList> listed(cad_status status, cad_disposition_list *made,
                                      cad_violations *problems = nullptr)
{
    const Owner<cad_disposition_list, cad_disposition_list_free> list(made);
    std::vector<Violation> wrong = take_list(problems);
    if (status != CAD_OK) {
        return Error(static_cast<Status>(status), Receipt(nullptr), std::move(wrong));
    }
    return disposition_list(made);
}

} // namespace detail
/// @endcond

/// Reads the reply to a request that `build_list_request` made for this API, for a host that sends by
/// itself.
[[nodiscard]] inline Result<DispositionList> try_disposition_list_of_reply(const HttpReply &received,
                                                                           Api api)
{
    const cad_http_reply from = detail::c_reply(received);
    cad_disposition_list *made = nullptr;
    const cad_status status =
        cad_disposition_list_of_reply(static_cast<cad_api>(api), &from, &made);
    return detail::listed(status, made);
}

/// What it means that no reply came to such a request, for a reason of this kind.
[[nodiscard]] inline Result<DispositionList> try_disposition_list_failed(Kind kind)
{
    cad_disposition_list *made = nullptr;
    const cad_status status = cad_disposition_list_failed(static_cast<cad_kind>(kind), &made);
    return detail::listed(status, made);
}

/// Says where a request's disposition is not on its campaign's list, before it is sent: a warning, since
/// the list can be older than the campaign. Capitals and spaces count.
[[nodiscard]] inline Result<std::optional<Violation>>
try_check_disposition(const std::vector<std::string> &dispositions, const Request &request)
{
    std::vector<cad_str> views;
    views.reserve(dispositions.size());
    for (const std::string &one : dispositions) {
        views.push_back(detail::c_text(one));
    }
    cad_list *made = nullptr;
    cad_violations *found = nullptr;
    cad_status status = cad_list_new(views.data(), views.size(), &made);
    const detail::Owner<cad_list, cad_list_free> list(made);
    const cad_request asked = detail::c_request(request);
    if (status == CAD_OK) {
        status = cad_check_disposition(list.get(), &asked, &found);
    }
    std::vector<Violation> warnings = detail::take_list(found);
    if (status != CAD_OK) {
        return Error(static_cast<Status>(status));
    }
    return warnings.empty() ? std::nullopt : std::optional(std::move(warnings.front()));
}

#ifdef CLOUDAGENT_EXCEPTIONS_
/// `try_disposition_list_of_reply`, or throws its `Error`.
[[nodiscard]] inline DispositionList disposition_list_of_reply(const HttpReply &received, Api api)
{
    return try_disposition_list_of_reply(received, api).value();
}
/// `try_disposition_list_failed`, or throws its `Error`.
[[nodiscard]] inline DispositionList disposition_list_failed(Kind kind)
{
    return try_disposition_list_failed(kind).value();
}
/// `try_check_disposition`, or throws its `Error`.
[[nodiscard]] inline std::optional<Violation>
check_disposition(const std::vector<std::string> &dispositions, const Request &request)
{
    return try_check_disposition(dispositions, request).value();
}
#endif

/// Sets dispositions, blocking. Make one and share it between threads, by reference. While it is
/// moved or destroyed no other thread may begin a call; those in flight go on to their end, and
/// nothing waits for them.
class Client : detail::Handle<cad_client, cad_client_free> {
  public:
#ifndef CAD_NO_CLIENT
    /// A client with the built-in transport. Does no I/O and starts no thread.
    [[nodiscard]] static Result<Client> make(const Account &account, Api api,
                                             const Settings &settings = {},
                                             const Connection &connection = {})
    {
        cad_settings views = detail::c_settings(&account, detail::c_api(api), settings);
        detail::Tokens tokens(settings, views);
        const cad_connection connects = detail::c_connection(connection);
        detail::Made<cad_client> made;
        return made.as<Client>(tokens.taken_over(
            cad_client_new(&views, &connects, &made.handle, &made.problem)));
    }

    /// A client with the built-in transport, from the environment: the account from
    /// CLOUDAGENT_CUSTOMER and one of CLOUDAGENT_API_KEY, CLOUDAGENT_API_KEY_FILE (a file that holds
    /// the key) and CLOUDAGENT_TOKEN, the API from CLOUDAGENT_API, and where they are set
    /// CLOUDAGENT_BASE_URL (`india`, `international` or a URL) and CLOUDAGENT_DEADLINE (seconds).
    /// What `given` holds wins, and its variable is not read. The error's violations name every
    /// variable that is missing or can't be used, and never its value. No other thread may change
    /// the environment meanwhile.
    [[nodiscard]] static Result<Client> from_env(const Given &given = {},
                                                 const Connection &connection = {})
    {
        cad_settings views =
            detail::c_settings(given.account, detail::c_api(given.api), given.settings);
        detail::Tokens tokens(given.settings, views);
        const cad_connection connects = detail::c_connection(connection);
        detail::Made<cad_client> made;
        return made.as<Client>(tokens.taken_over(
            cad_client_from_env(&views, &connects, &made.handle, &made.problem)));
    }
#endif
    /// A client over a transport of yours. Does no I/O. One that is empty is refused with
    /// `Status::null`.
    [[nodiscard]] static Result<Client> make(const Account &account, Api api, Transport transport,
                                             const Settings &settings = {},
                                             const Abilities &can = {})
    {
        if (!transport) {
            return Error(Status::null);
        }
        auto user = std::make_unique<Transport>(std::move(transport));
        cad_transport functions = CAD_TRANSPORT_INIT;
        functions.user = user.get();
        functions.send = detail::send;
        functions.free = detail::free_transport;
        functions.can_send_body_with_get = can.body_with_get ? 1 : 0;
        Result<Client> made = over(account, api, functions, settings);
        if (made) {
            // The client frees it.
            static_cast<void>(user.release());
        }
        return made;
    }
#ifdef CLOUDAGENT_EXCEPTIONS_
#ifndef CAD_NO_CLIENT
    /// `make`, or throws its `Error`: all that is wrong with the settings.
    Client(const Account &account, Api api, const Settings &settings = {},
           const Connection &connection = {})
        : Client(make(account, api, settings, connection).value())
    {
    }
#endif
    /// `make` over a transport of yours, or throws its `Error`.
    Client(const Account &account, Api api, Transport transport, const Settings &settings = {},
           const Abilities &can = {})
        : Client(make(account, api, std::move(transport), settings, can).value())
    {
    }
#endif

    /// Sets a call's disposition, and returns when it is known what happened, at the latest when
    /// the deadline has passed. Applied, queued and accepted are a receipt; the rest is an error
    /// with one. Any thread, several at once.
    [[nodiscard]] Result<Receipt> try_set_disposition(const Request &request,
                                                      const CallOptions &options = {}) const
    {
        const cad_request views = detail::c_request(request);
        const cad_call_options call = detail::c_options(options);
        cad_receipt *receipt = nullptr;
        const cad_status status = cad_set_disposition(owner_.get(), &views, &call, &receipt);
        if (status == CAD_OK) {
            return Receipt(receipt);
        }
        return Error::of_call(static_cast<Status>(status), Receipt(receipt));
    }
    /// Says everything that is wrong with a request, with this client's settings.
    [[nodiscard]] Result<std::vector<Violation>> try_validate(const Request &request) const
    {
        const cad_request views = detail::c_request(request);
        cad_violations *found = nullptr;
        const cad_status status = cad_client_validate(owner_.get(), &views, &found);
        if (status == CAD_OK) {
            return detail::take_list(found);
        }
        return Error(static_cast<Status>(status));
    }
    /// Builds the request as this client would send it, without sending it.
    [[nodiscard]] Result<HttpRequest> try_build_request(const Request &request) const
    {
        const cad_request views = detail::c_request(request);
        detail::Made<cad_http_request> made;
        return made.as<HttpRequest>(
            cad_client_build_request(owner_.get(), &views, &made.handle, &made.problems));
    }
#ifdef CLOUDAGENT_EXCEPTIONS_
    /// `try_set_disposition`, or throws its `Error`. The receipt may be ignored: what is returned
    /// succeeded.
    Receipt set_disposition(const Request &request, const CallOptions &options = {}) const
    {
        return try_set_disposition(request, options).value();
    }
    /// `try_validate`, or throws its `Error`.
    [[nodiscard]] std::vector<Violation> validate(const Request &request) const
    {
        return try_validate(request).value();
    }
    /// `try_build_request`, or throws its `Error`.
    [[nodiscard]] HttpRequest build_request(const Request &request) const
    {
        return try_build_request(request).value();
    }
#endif
    /// Asks for a campaign's dispositions: once, within the deadline, with a token that is come by as
    /// for a disposition. The GET APIs need the campaign; on
    /// the POST APIs an empty one means those of the account. Whatever came of it is in the list; fails
    /// where it can't be asked so.
    [[nodiscard]] Result<DispositionList>
    try_list_dispositions(std::string_view campaign, const CallOptions &options = {}) const
    {
        const cad_call_options call = detail::c_options(options);
        cad_disposition_list *made = nullptr;
        cad_violations *problems = nullptr;
        const cad_status status = cad_list_dispositions(owner_.get(), detail::c_setting(campaign),
                                                        &call, &made, &problems);
        return detail::listed(status, made, problems);
    }
#ifdef CLOUDAGENT_EXCEPTIONS_
    /// `try_list_dispositions`, or throws its `Error`.
    [[nodiscard]] DispositionList list_dispositions(std::string_view campaign,
                                                    const CallOptions &options = {}) const
    {
        return try_list_dispositions(campaign, options).value();
    }
#endif
#ifndef CAD_NO_CLIENT
    /// Looks up what the call's records say of a disposition, such as one that ended uncertain. `day`
    /// is that on which the call **began** (`YYYY-MM-DD`, `record_day`). It takes at most 30 s unless
    /// told, goes over a connection of its own, and fetches no token; a transport of yours must be
    /// able to (`Abilities`). The vendor takes two such requests a minute for the whole account, so
    /// a client sends one in 31 s, and else answers at once with the time that is left
    /// (`Settlement::look_again`). Whatever came of it is in the settlement, never in an error of
    /// sending; fails where it can't be asked so.
    [[nodiscard]] Result<Settlement> try_look_up(const Request &request, std::string_view day,
                                                 const CallOptions &options = {}) const
    {
        const cad_request views = detail::c_request(request);
        const cad_call_options call = detail::c_options(options);
        detail::Made<cad_settlement> made;
        return made.as<Settlement>(cad_client_look_up(owner_.get(), &views, detail::c_text(day),
                                                      &call, &made.handle, &made.problems));
    }
    /// Looks up several with one request for the records of all calls that began on a day between two
    /// times `HH:MM:SS`; the whole day where both are empty. The settlements are in the requests'
    /// order. The rest is as for `try_look_up`.
    [[nodiscard]] Result<std::vector<Settlement>>
    try_look_up_all(const std::vector<Request> &requests, std::string_view day,
                    std::string_view from = {}, std::string_view to = {},
                    const CallOptions &options = {}) const
    {
        const std::vector<cad_request> views = detail::c_requests(requests);
        const cad_call_options call = detail::c_options(options);
        detail::Made<cad_settlements> made;
        const cad_status status = cad_client_look_up_all(
            owner_.get(), views.data(), views.size(), detail::c_text(day), detail::c_setting(from),
            detail::c_setting(to), &call, &made.handle, &made.problems);
        const detail::Settlements owned(made.handle);
        if (status != CAD_OK) {
            return Error(static_cast<Status>(status), Receipt(nullptr),
                         detail::take_list(made.problems));
        }
        return detail::settlements(owned.get());
    }
#ifdef CLOUDAGENT_EXCEPTIONS_
    /// `try_look_up`, or throws its `Error`.
    [[nodiscard]] Settlement look_up(const Request &request, std::string_view day,
                                     const CallOptions &options = {}) const
    {
        return try_look_up(request, day, options).value();
    }
    /// `try_look_up_all`, or throws its `Error`.
    [[nodiscard]] std::vector<Settlement> look_up_all(const std::vector<Request> &requests,
                                                      std::string_view day,
                                                      std::string_view from = {},
                                                      std::string_view to = {},
                                                      const CallOptions &options = {}) const
    {
        return try_look_up_all(requests, day, from, to, options).value();
    }
#endif
#endif // CAD_NO_CLIENT
    /// Ends the client: later calls are not sent, with `Kind::closed`. Waits for nothing; a call in
    /// flight goes on to its end. Closing twice is fine. Any thread.
    void close() noexcept
    {
        cad_client_close(owner_.get());
    }

    /// @cond
    using Handle::Handle;
    /// Over a transport of C's, which the client owns where it is made.
    [[nodiscard]] static Result<Client> over(const Account &account, Api api,
                                             const cad_transport &transport,
                                             const Settings &settings)
    {
        cad_settings views = detail::c_settings(&account, detail::c_api(api), settings);
        detail::Tokens tokens(settings, views);
        detail::Made<cad_client> made;
        return made.as<Client>(tokens.taken_over(
            cad_client_with_transport(&views, &transport, &made.handle, &made.problem)));
    }
    /// @endcond
};

// =============================================================================================
// 10. The engine's steps
//
//     cloudagent::Engine engine(account, cloudagent::Api::get_v2);
//     auto [call, step] = engine.start(request, cloudagent::now());
//     // StepKind::send: send step.request once, then
//     step = call.step(cloudagent::Event::reply(step.seq, {200, body}), cloudagent::now());
//     // StepKind::store: Event::stored(step.seq, carry_out(step, store))
//     // StepKind::token: ask the token source: Event::token_given, or Event::failed
//     // StepKind::wait: at step.until give Event::timer()
//     // StepKind::abort: abort the send step.seq, and answer it with what is known of it
//     // StepKind::done: step.receipt tells what became of the call
//     // StepKind::listed: the same of one that `start_list` began, in step.list
//     // StepKind::settled: of one that `start_look_up` began, in step.settlements
//
// Branch on no status, delay or text yourself: the steps say everything.

/// A moment of the host's monotonic clock, in whole milliseconds. The library reads no clock of its
/// own; one engine takes one clock, whose zero does not matter.
using Moment = std::chrono::time_point<std::chrono::steady_clock,
                                       std::chrono::duration<std::uint64_t, std::milli>>;

/// The steady clock's moment: what most hosts hand to `Engine::start` and `Call::step`.
[[nodiscard]] inline Moment now() noexcept
{
    return std::chrono::time_point_cast<Moment::duration>(std::chrono::steady_clock::now());
}

/// What happened. Its texts are read during `Call::step`.
struct Event {
    EventKind kind = EventKind::timer;    ///< What happened.
    std::uint32_t seq = 0;                ///< Of an answer: the number of the step.
    Kind failure = Kind::transport_failed; ///< Of a failure: how it failed.
    bool sent = true;                     ///< Of a `Kind::cancelled`: whether it may have left.
    HttpReply received;                   ///< Of a reply: the reply.
    /// Of what came from outside: when it came, in milliseconds since 1970 in UTC; 0 where you don't
    /// know.
    std::uint64_t wall_ms = 0;
    StoreAnswer answer = StoreAnswer::failed; ///< Of a store: its answer.
    std::string_view bytes = {};              ///< Of `StoreAnswer::found`: what is kept.
    std::string_view version = {};            ///< Of `StoreAnswer::found`: which writing that is.
    std::string_view token = {};              ///< Of a token source: the token.

    /// Nothing but time passed. Fine at any moment.
    [[nodiscard]] static Event timer() noexcept
    {
        return {};
    }
    /// The call is no longer wanted.
    [[nodiscard]] static Event cancelled() noexcept
    {
        return {EventKind::cancelled, 0, Kind::transport_failed, true, {}, 0};
    }
    /// The send `seq` failed without a whole reply. Only with `Kind::cancelled` it counts what
    /// `sent` says: whether the request may have left. Every other kind says that itself.
    [[nodiscard]] static Event failed(std::uint32_t seq, Kind failure, bool sent = true) noexcept
    {
        return {EventKind::failed, seq, failure, sent, {}, 0};
    }
    /// A whole reply came to the send `seq`, at this moment of the world's time if you know it.
    [[nodiscard]] static Event reply(std::uint32_t seq, const HttpReply &received,
                                     std::uint64_t wall_ms = 0) noexcept
    {
        return {EventKind::reply, seq, Kind::transport_failed, true, received, wall_ms};
    }
    /// The store answered the step `seq`. The answer must live until the step was told.
    [[nodiscard]] static Event stored(std::uint32_t seq, const Stored &answer,
                                      std::uint64_t wall_ms = 0) noexcept
    {
        Event event = stored(seq, answer.answer(), wall_ms);
        event.bytes = answer.bytes();
        event.version = answer.version();
        return event;
    }
    /// The same of an answer that has no bytes.
    [[nodiscard]] static Event stored(std::uint32_t seq, StoreAnswer answer,
                                      std::uint64_t wall_ms = 0) noexcept
    {
        Event event;
        event.kind = EventKind::stored;
        event.seq = seq;
        event.wall_ms = wall_ms;
        event.answer = answer;
        return event;
    }
    /// The token source gave this token for the step `seq`. Where it gave none, that is `failed`.
    [[nodiscard]] static Event token_given(std::uint32_t seq, std::string_view token,
                                           std::uint64_t wall_ms = 0) noexcept
    {
        Event event;
        event.kind = EventKind::token_given;
        event.seq = seq;
        event.wall_ms = wall_ms;
        event.token = token;
        return event;
    }
};

/// What to do next.
struct Step {
    StepKind kind = StepKind::wait; ///< What to do.
    std::uint32_t seq = 0;          ///< Its number. Of an abort: that of the send.
    Moment connect_by;              ///< Of a send: else it fails with `Kind::connect_timeout`.
    Moment until;                   ///< When to give a timer, but at the end.
    std::size_t body_limit = 0;     ///< Of a send: read so much of a body, and one byte more.
    /// Of a send: what to send. It lives until this send is answered, or until the call is gone.
    HttpRequestView request = HttpRequestView(nullptr);
    std::optional<Receipt> receipt;  ///< Of the end: what became of the call.
    std::vector<std::uint64_t> wake; ///< The ids of other calls to give a timer to now.
    StoreOperation operation = StoreOperation::get; ///< Of a store: what to do with it.
    /// Of a store: what to look under. It and the next two live like `request`.
    std::string_view key = {};
    /// Of `StoreOperation::put_if`: the version that was read, where something was there.
    std::optional<std::string_view> version = std::nullopt;
    /// Of `StoreOperation::put_if`: what to keep. It holds a token.
    std::string_view bytes = {};
    bool renew = false; ///< Of a token: whether the server has refused the one given last.
    std::optional<DispositionList> list = std::nullopt; ///< Of `StepKind::listed`: what came of it.
#ifndef CAD_NO_CLIENT
    /// Of `StepKind::settled`: what came of it, for each request in their order.
    std::optional<std::vector<Settlement>> settlements = std::nullopt;
#endif
};

/// Does with a store what a `StepKind::store` says, in this thread.
[[nodiscard]] inline Stored carry_out(const Step &step, TokenStore &store)
{
    if (step.operation == StoreOperation::get) {
        return store.get(step.key);
    }
    return Stored(store.put_if(step.key, step.version, step.bytes));
}

/// @cond
namespace detail {

inline Result<Step> step(const cad_step &from)
{
    Step step;
    step.kind = static_cast<StepKind>(from.kind);
    step.seq = from.seq;
    step.connect_by = Moment(Moment::duration(from.connect_by_ms));
    step.until = Moment(Moment::duration(from.until_ms));
    step.body_limit = from.body_limit;
    step.request = HttpRequestView(from.request);
    step.operation = static_cast<StoreOperation>(from.operation);
    step.key = constant(from.key);
    step.version = from.version.data == nullptr ? std::nullopt : std::optional(constant(from.version));
    step.bytes = constant(from.bytes);
    step.renew = from.renew != 0;
    if (from.list != nullptr) {
        step.list = disposition_list(from.list);
    }
#ifndef CAD_NO_CLIENT
    if (from.settlements != nullptr) {
        Result<std::vector<Settlement>> copies = settlements(from.settlements);
        if (!copies) {
            return copies.error();
        }
        step.settlements = std::move(copies).value();
    }
#endif
    if (from.wake_count > 0) {
        step.wake.assign(from.wake, from.wake + from.wake_count);
    }
    if (from.receipt != nullptr) {
        // The call owns its receipt; this copy outlives it.
        Made<cad_receipt> made;
        Result<Receipt> copy = made.as<Receipt>(cad_receipt_copy(from.receipt, &made.handle));
        if (!copy) {
            return Error::of_call(copy.error().status());
        }
        step.receipt = std::move(copy).value();
    }
    return Result<Step>(std::move(step));
}

} // namespace detail
/// @endcond

/// One logical call of an engine. One thread at a time; a second gets `Status::busy`. The views of
/// its steps stay good where it is moved. One that is destroyed before its end is forgotten: what
/// became of it nobody will know.
class Call : detail::Handle<cad_call, cad_call_free> {
  public:
    /// Tells what happened, and learns what to do next. Every event is legal at any time: what is
    /// neither an answer to what is out nor the first cancel counts as a timer, and no step but the end
    /// is handed out twice. Fails with `Status::misuse` for an answer to a step that was never handed
    /// out, or of another sort.
    [[nodiscard]] Result<Step> try_step(const Event &event, Moment now)
    {
        cad_event from = CAD_EVENT_INIT;
        from.kind = static_cast<cad_event_kind>(event.kind);
        from.seq = event.seq;
        from.failure = static_cast<cad_kind>(event.failure);
        from.not_sent = event.sent ? 0 : 1;
        const cad_http_reply received = detail::c_reply(event.received);
        from.reply = &received;
        from.wall_ms = event.wall_ms;
        from.answer = static_cast<cad_store_answer>(event.answer);
        from.bytes = detail::c_text(event.bytes);
        from.version = detail::c_text(event.version);
        from.token = detail::c_text(event.token);
        cad_step step = CAD_STEP_INIT;
        const cad_status status =
            cad_call_step(owner_.get(), &from, now.time_since_epoch().count(), &step);
        if (status != CAD_OK) {
            return Error::of_call(static_cast<Status>(status));
        }
        return detail::step(step);
    }
#ifdef CLOUDAGENT_EXCEPTIONS_
    /// `try_step`, or throws its `Error`.
    [[nodiscard]] Step step(const Event &event, Moment now)
    {
        return try_step(event, now).value();
    }
#endif
    /// The number by which other calls' steps speak of this one in `wake`.
    [[nodiscard]] std::uint64_t id() const noexcept
    {
        return cad_call_id(owner_.get());
    }

    /// @cond
    using Handle::Handle;
    /// @endcond
};

/// A call that has begun, and what to do first.
struct Started {
    Call call; ///< The call.
    Step step; ///< Its first step.
};

/// 16 random bytes, which decide a call's jitter and name it in logs.
using Seed = std::array<std::uint8_t, 16>;

/// The sending rules and the settings that calls share, without I/O, clock or thread. Any thread,
/// but while it is moved or destroyed; its calls go on.
class Engine : detail::Handle<cad_engine, cad_engine_free> {
  public:
    /// An engine.
    [[nodiscard]] static Result<Engine> make(const Account &account, Api api,
                                             const Settings &settings = {})
    {
        cad_settings views = detail::c_settings(&account, detail::c_api(api), settings);
        const detail::Tokens tokens(settings, views);
        detail::Made<cad_engine> made;
        return made.as<Engine>(cad_engine_new(&views, &made.handle, &made.problem));
    }
#ifdef CLOUDAGENT_EXCEPTIONS_
    /// `make`, or throws its `Error`: all that is wrong with the settings.
    Engine(const Account &account, Api api, const Settings &settings = {})
        : Engine(make(account, api, settings).value())
    {
    }
#endif

    /// Begins a call: validates the request, and says what to do first. What is wrong with the
    /// request is no error here: the call has ended then, and its receipt tells. Without a seed the
    /// operating system gives one.
    [[nodiscard]] Result<Started> try_start(const Request &request, Moment now,
                                            const CallOptions &options = {},
                                            const std::optional<Seed> &seed = std::nullopt) const
    {
        const cad_request views = detail::c_request(request);
        const cad_call_options limits = detail::c_options(options);
        cad_call *made = nullptr;
        cad_step first = CAD_STEP_INIT;
        const cad_status status =
            cad_engine_start(owner_.get(), &views, &limits, seed ? seed->data() : nullptr,
                             now.time_since_epoch().count(), &made, &first);
        if (status != CAD_OK) {
            return Error(static_cast<Status>(status));
        }
        return begun(made, first);
    }
    /// Begins a call that asks for a campaign's dispositions: driven as every other is, it ends with
    /// `StepKind::listed`. Fails where it can't be asked so.
    [[nodiscard]] Result<Started> try_start_list(std::string_view campaign, Moment now,
                                                 const CallOptions &options = {},
                                                 const std::optional<Seed> &seed = std::nullopt) const
    {
        const cad_call_options limits = detail::c_options(options);
        detail::Made<cad_call> made;
        cad_step first = CAD_STEP_INIT;
        const cad_status status = cad_engine_start_list(
            owner_.get(), detail::c_setting(campaign), &limits, seed ? seed->data() : nullptr,
            now.time_since_epoch().count(), &made.handle, &first, &made.problems);
        if (status != CAD_OK) {
            return made.as<Call>(status).error();
        }
        return begun(made.handle, first);
    }
#ifndef CAD_NO_CLIENT
    /// Begins a call that looks up what the call's records say of a disposition: `Client::look_up`. It
    /// is driven as every other is, and ends with `StepKind::settled`. `wall_ms`, milliseconds since
    /// 1970 in UTC, is the time by which the day is judged. What it sends is a GET with a body over a
    /// connection of its own: a host that can't send that answers with `Kind::unsendable`. Fails where
    /// it can't be asked so.
    [[nodiscard]] Result<Started>
    try_start_look_up(const Request &request, std::string_view day, Moment now,
                      std::uint64_t wall_ms, const CallOptions &options = {},
                      const std::optional<Seed> &seed = std::nullopt) const
    {
        const cad_request views = detail::c_request(request);
        const cad_call_options limits = detail::c_options(options);
        detail::Made<cad_call> made;
        cad_step first = CAD_STEP_INIT;
        const cad_status status = cad_engine_start_look_up(
            owner_.get(), &views, detail::c_text(day), &limits, seed ? seed->data() : nullptr,
            now.time_since_epoch().count(), wall_ms, &made.handle, &first, &made.problems);
        if (status != CAD_OK) {
            return made.as<Call>(status).error();
        }
        return begun(made.handle, first);
    }
    /// Begins a call that looks up several with one request: `Client::look_up_all`. The rest is as for
    /// `try_start_look_up`.
    [[nodiscard]] Result<Started>
    try_start_look_up_all(const std::vector<Request> &requests, std::string_view day,
                          std::string_view from, std::string_view to, Moment now,
                          std::uint64_t wall_ms, const CallOptions &options = {},
                          const std::optional<Seed> &seed = std::nullopt) const
    {
        const std::vector<cad_request> views = detail::c_requests(requests);
        const cad_call_options limits = detail::c_options(options);
        detail::Made<cad_call> made;
        cad_step first = CAD_STEP_INIT;
        const cad_status status = cad_engine_start_look_up_all(
            owner_.get(), views.data(), views.size(), detail::c_text(day), detail::c_setting(from),
            detail::c_setting(to), &limits, seed ? seed->data() : nullptr,
            now.time_since_epoch().count(), wall_ms, &made.handle, &first, &made.problems);
        if (status != CAD_OK) {
            return made.as<Call>(status).error();
        }
        return begun(made.handle, first);
    }
#endif // CAD_NO_CLIENT
#ifdef CLOUDAGENT_EXCEPTIONS_
#ifndef CAD_NO_CLIENT
    /// `try_start_look_up`, or throws its `Error`.
    [[nodiscard]] Started start_look_up(const Request &request, std::string_view day, Moment now,
                                        std::uint64_t wall_ms, const CallOptions &options = {},
                                        const std::optional<Seed> &seed = std::nullopt) const
    {
        return try_start_look_up(request, day, now, wall_ms, options, seed).value();
    }
    /// `try_start_look_up_all`, or throws its `Error`.
    [[nodiscard]] Started start_look_up_all(const std::vector<Request> &requests,
                                            std::string_view day, std::string_view from,
                                            std::string_view to, Moment now, std::uint64_t wall_ms,
                                            const CallOptions &options = {},
                                            const std::optional<Seed> &seed = std::nullopt) const
    {
        return try_start_look_up_all(requests, day, from, to, now, wall_ms, options, seed).value();
    }
#endif // CAD_NO_CLIENT
    /// `try_start`, or throws its `Error`.
    [[nodiscard]] Started start(const Request &request, Moment now,
                                const CallOptions &options = {},
                                const std::optional<Seed> &seed = std::nullopt) const
    {
        return try_start(request, now, options, seed).value();
    }
    /// `try_start_list`, or throws its `Error`.
    [[nodiscard]] Started start_list(std::string_view campaign, Moment now,
                                     const CallOptions &options = {},
                                     const std::optional<Seed> &seed = std::nullopt) const
    {
        return try_start_list(campaign, now, options, seed).value();
    }
#endif

    /// Ends the engine: calls that are begun later end at once, with `Kind::closed`. Those that are out
    /// go on to their end. Closing twice is fine.
    void close() noexcept
    {
        cad_engine_close(owner_.get());
    }

    /// @cond
    using Handle::Handle;
    /// @endcond

  private:
    static Result<Started> begun(cad_call *made, const cad_step &first)
    {
        Call call(made);
        Result<Step> step = detail::step(first);
        if (!step) {
            // Nothing was sent yet, whatever failed.
            return Error(step.error().status());
        }
        return Started{std::move(call), std::move(step).value()};
    }
};

// =============================================================================================
// 11. Testing your own code
//
//     cloudagent::testing::FakeTransport fake;
//     fake.says(cloudagent::Outcome::invalid_agent);
//     const cloudagent::Client client = fake.client(account, cloudagent::Api::get_v2);
//     your_code(client);                      // gets an Error that is_refused()
//     assert(fake.sent() == 1);
//
// `testing::result_of` makes what a call returns by itself, and `Receipt::from_json` a receipt.

namespace testing {

/// A reply's status and body.
struct Example {
    std::int64_t http_status = 0; ///< Its HTTP status.
    std::string body;             ///< Its body.
};

/// A reply to a disposition that means this outcome, in the vendor's words. Fails with
/// `Status::bad_enum` for `Outcome::none_found`, which no such reply means.
[[nodiscard]] inline Result<Example> example_reply(Outcome outcome)
{
    Example example;
    detail::Made<cad_string> body;
    const cad_status status =
        cad_example_reply(detail::number(outcome), &example.http_status, &body.handle);
    const Result<std::string> text = detail::text_result(status, body);
    if (!text) {
        return text.error();
    }
    example.body = *text;
    return example;
}

/// A transport that answers as it is told, and keeps what was sent. Any thread may use it.
class FakeTransport : detail::Handle<cad_fake_transport, cad_fake_transport_free> {
  public:
    /// A fake that says `Outcome::saved` until it is told something.
    [[nodiscard]] static Result<FakeTransport> make()
    {
        detail::Made<cad_fake_transport> made;
        return made.as<FakeTransport>(cad_fake_transport_new(&made.handle));
    }
#ifdef CLOUDAGENT_EXCEPTIONS_
    /// `make`, or throws its `Error`.
    FakeTransport() : FakeTransport(make().value()) {}
#endif

    /// Tells it what to answer: one send for each thing that it is told, in this order, and the last
    /// one from then on. Here, a reply that means this outcome. `Status::bad_enum`, and nothing is
    /// told, for `Outcome::none_found`.
    Status says(Outcome outcome) noexcept
    {
        return static_cast<Status>(cad_fake_transport_says(owner_.get(), detail::number(outcome)));
    }
    /// Tells it to answer with this reply, which is copied.
    Status replies(const HttpReply &reply) noexcept
    {
        const cad_http_reply from = detail::c_reply(reply);
        return static_cast<Status>(cad_fake_transport_replies(owner_.get(), &from));
    }
    /// Tells it to fail so. `Status::bad_enum`, and nothing is told, for a kind that is none of a
    /// transport's.
    Status fails(Kind kind) noexcept
    {
        return static_cast<Status>(
            cad_fake_transport_fails(owner_.get(), static_cast<cad_kind>(kind)));
    }

    /// A client over it, which may outlive it.
    [[nodiscard]] Result<Client> try_client(const Account &account, Api api,
                                            const Settings &settings = {})
    {
        cad_transport transport = CAD_TRANSPORT_INIT;
        const cad_status status = cad_fake_transport_fill(owner_.get(), &transport);
        if (status != CAD_OK) {
            return Error(static_cast<Status>(status));
        }
        Result<Client> made = Client::over(account, api, transport, settings);
        if (!made) {
            transport.free(transport.user);
        }
        return made;
    }
#ifdef CLOUDAGENT_EXCEPTIONS_
    /// `try_client`, or throws its `Error`.
    [[nodiscard]] Client client(const Account &account, Api api, const Settings &settings = {})
    {
        return try_client(account, api, settings).value();
    }
#endif

    /// How many requests were sent through it.
    [[nodiscard]] std::size_t sent() const noexcept
    {
        return cad_fake_transport_count(owner_.get());
    }
    /// One of the requests, counted from 0 and below `sent()`, as long as this lives. It **holds the
    /// credential**: use no real one in a test.
    [[nodiscard]] HttpRequestView request(std::size_t index) const noexcept
    {
        return HttpRequestView(cad_fake_transport_request(owner_.get(), index));
    }

    /// @cond
    using Handle::Handle;
    /// @endcond
};

/// @cond
inline Result<Receipt> result_over(FakeTransport &fake)
{
    const auto account = Account::try_with_api_key("test", "KK-test");
    if (!account) {
        return account.error();
    }
    Settings once;
    once.retry = RetryPolicy::none();
    const auto client = fake.try_client(*account, Api::get_v2, once);
    if (!client) {
        return client.error();
    }
    Request request;
    request.ucid = "8189000000001";
    request.did = "914000000001";
    request.agent_id = "test";
    request.disposition = "Sale";
    request.pause_after_dispose = false;
    return client->try_set_disposition(request);
}
/// @endcond

/// What a call returns that the vendor answers with this outcome: a receipt, or an `Error`, as yours
/// would get it.
[[nodiscard]] inline Result<Receipt> result_of(Outcome outcome)
{
    auto fake = FakeTransport::make();
    const Status told = fake ? fake->says(outcome) : fake.error().status();
    return told == Status::ok ? result_over(*fake) : Error(told);
}

/// What a call returns whose one send fails so.
[[nodiscard]] inline Result<Receipt> result_of(Kind kind)
{
    auto fake = FakeTransport::make();
    const Status told = fake ? fake->fails(kind) : fake.error().status();
    return told == Status::ok ? result_over(*fake) : Error(told);
}

} // namespace testing

} // inline namespace
} // namespace cloudagent

#undef CLOUDAGENT_EXCEPTIONS_

#endif // CLOUDAGENT_DISPOSITION_HPP

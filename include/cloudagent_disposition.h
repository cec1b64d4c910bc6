// Generated from bindings/c/src and the core's tables by `cargo gen`. Change those, not this file.

/*
 * cloudagent_disposition.h - sets call dispositions on Ozonetel CloudAgent (unofficial)
 *
 * It reads from the simplest job to the hardest, and so does the library:
 *
 *   - Say what an HTTP reply means that you fetched yourself: "Classifying a reply". No handle,
 *     nothing to free.
 *   - Check a request: "What is wrong with a request".
 *   - Set a disposition, blocking: "Setting a disposition", and what became of it: "Receipts".
 *   - Send over your own HTTP stack, blocking: "Your own transport".
 *   - Take a call back: "Cancelling". Share a token between programs: "Tokens".
 *   - Learn from call records what became of a call that nobody knew of: "Call records".
 *   - Drive the sending from your own event loop, without a thread: "The engine's steps".
 *   - Test what your program does with each end of a call: "Testing your own code".
 *
 * What holds everywhere:
 *
 *   - An output is written only where the comment says so, and never half. One that you will have
 *     to free (`cad_receipt **out`) is NULL after every failure, so it can be freed whatever came.
 *   - No function takes over or frees an argument, except the ones called ..._free. Views that you
 *     pass in are read during the call only.
 *
 * What a comment says nothing else about:
 *
 *   - Owner: what a function writes into your `cad_receipt **out` is yours, and is freed by the
 *     ..._free of its type. What a getter gives, a text or a list, belongs to what you asked: it is
 *     there until that is freed, and is not freed by itself. The text of a cad_..._name is constant.
 *   - NULL: a getter takes NULL and gives 0, false or an absent text. A ..._free does nothing with
 *     it. Any other pointer must be there, or the answer is CAD_NULL.
 *   - Threads: any, several at once. Only a ..._free wants that nobody else uses the object.
 *   - Errors: a function that returns a `cad_status` can return CAD_NULL, CAD_BAD_SIZE, CAD_BAD_ENUM
 *     and CAD_PANIC, for the reasons that stand there. No other function can fail.
 *
 * And of all of it:
 *
 *   - A struct that may grow begins with its size: begin with its CAD_..._INIT. A program and a
 *     library of different versions agree on the fields that both know. An older program's struct is
 *     shorter: the fields that it lacks have their defaults, and none is written behind its end. A
 *     newer program's is longer: what this library does not know must be 0 (which is always the
 *     default), else it is refused with CAD_BAD_SIZE; of an output it stays as it was.
 *   - A text that is not UTF-8 is a violation of its field, like anything else that is wrong.
 *   - A set that is closed is an enum: a new value is a new major version. One that is open
 *     (cad_outcome, cad_field, cad_problem, cad_finding) is a number with constants: keep a default
 *     branch. All have 32 bits and a name for each value (cad_..._name). No number is ever reused,
 *     and 0 stands for "none". A number out of its range is refused with CAD_BAD_ENUM.
 *   - Pointers must point to what their type says; NULL is checked, the rest can't be.
 *   - No panic of the library crosses into your code: it becomes CAD_PANIC or the value of NULL.
 *
 * The library keeps nothing global, installs no signal handler, raises no SIGPIPE and starts no
 * thread before the first call that needs one. The shared library stays loaded once it is
 * (-z nodelete), so a plugin that links it may be unloaded; a plugin that links the static one must
 * itself be linked with -z nodelete, as pkg-config and CMake tell. Clients work on in a forked child.
 *
 * Define CAD_NO_CLIENT before including this header for the small library, which was built without
 * the built-in transport and without "Call records" and "Looking up": it has no TLS and no network in
 * it.
 */
#ifndef CLOUDAGENT_DISPOSITION_H
#define CLOUDAGENT_DISPOSITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The version of this header. */
#define CAD_VERSION_MAJOR 0
#define CAD_VERSION_MINOR 1
#define CAD_VERSION_PATCH 0

/* The same as one number, which compares like the version. */
#define CAD_VERSION_NUMBER \
    (((uint32_t)CAD_VERSION_MAJOR << 16) | ((uint32_t)CAD_VERSION_MINOR << 8) | \
     (uint32_t)CAD_VERSION_PATCH)

/* The same as text. */
#define CAD_VERSION \
    CAD_VERSION_JOIN_(CAD_VERSION_MAJOR, CAD_VERSION_MINOR, CAD_VERSION_PATCH)
#define CAD_VERSION_JOIN_(major, minor, patch) CAD_VERSION_TEXT_(major, minor, patch)
#define CAD_VERSION_TEXT_(major, minor, patch) #major "." #minor "." #patch

/* A closed set, of 32 bits with every compiler. */
#if defined(__cplusplus) || (defined(__STDC_VERSION__) && __STDC_VERSION__ >= 202311L)
#define CAD_ENUM_(name) enum name : uint32_t
#else
#define CAD_ENUM_(name) enum name
#endif

/* The number 0 of a closed set: no value of it. */
#ifdef __cplusplus
#define CAD_NOTHING_(name) static_cast<name>(0)
#else
#define CAD_NOTHING_(name) 0
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ============================================================================
 * 1. Texts
 *
 * Texts are UTF-8 and need no NUL at their end. A text comes in as a view (`cad_str`), which the
 * library reads during the call and keeps nothing of; it goes out as a view into something that
 * owns it, or as a `cad_string` of your own.
 */

/// A text of your own. Free it with `cad_string_free`, which also wipes it from memory.
typedef struct cad_string cad_string;

/// A view of a text: where it begins and how many bytes it has. It owns nothing.
///
/// A text that is absent is `{NULL, 0}`. In a request, a text that is empty or only white space
/// is absent too. Make one from a C string with `cad_cstr`, print one with
/// `printf("%.*s", CAD_PRINT(text))`.
typedef struct cad_str {
    /// The first byte. NULL is fine where `len` is 0.
    const char *data;
    /// How many bytes.
    size_t len;
} cad_str;

/// The text of a `cad_string`. There is a NUL behind it, so `.data` serves as a C string too.
cad_str cad_string_view(const cad_string *string);

/// Wipes a `cad_string` from memory and frees it.
void cad_string_free(cad_string *string);

/// A view of a C string, absent where that is NULL. In C++, `cad_str{text.data(), text.size()}`
/// makes one of a `std::string`.
///
/// Owner: whoever owns the C string.
static inline cad_str cad_cstr(const char *text)
{
    cad_str view;
    view.data = text;
    view.len = text != NULL ? strlen(text) : 0;
    return view;
}

/// The two arguments that `%.*s` takes: `printf("%.*s", CAD_PRINT(text))`. Shows at most 64 KiB, and
/// nothing of an absent text.
#define CAD_PRINT(text) \
    (int)((text).len < 65536u ? (text).len : 65536u), ((text).data != NULL ? (text).data : "")

/* ============================================================================
 * 2. What a function returns
 *
 * Most functions return a `cad_status`. CAD_OK and the four after it are answers; the others say
 * that the function was called wrongly, and then nothing has happened: nothing was sent, and of the
 * outputs only those were written that you would have to free, which are NULL.
 */

/// What a function returns. Closed, and numbers are never reused.
typedef CAD_ENUM_(cad_status) {
    /// It worked; of a call: the disposition is applied, queued or accepted.
    CAD_OK = 0,
    /// The request, the settings or a text is wrong. Nothing was sent. Violations tell what.
    CAD_INVALID = 1,
    /// No attempt left this machine. The receipt's kind tells why.
    CAD_NOT_SENT = 2,
    /// A reply came, and the disposition was not applied. The receipt's outcome tells why.
    CAD_REFUSED = 3,
    /// The disposition may have been applied. Look before sending again.
    CAD_UNCERTAIN = 4,
    /// A pointer is NULL that may not be, or a view has a length and no data; in C++, a handle was
    /// moved from.
    CAD_NULL = 101,
    /// A text is not UTF-8, in a function that has no violations to tell of it.
    CAD_INVALID_UTF8 = 102,
    /// A struct's `size` is none that a header ever had (use its `CAD_..._INIT`), a struct of a
    /// newer header says what this library does not know, or a length is larger than any object.
    CAD_BAD_SIZE = 103,
    /// A number is none of its enum's, or is out of its range.
    CAD_BAD_ENUM = 104,
    /// An index is not below the count.
    CAD_OUT_OF_RANGE = 105,
    /// Another thread is using this object right now.
    CAD_BUSY = 106,
    /// An answer to a question that was never asked, or that is answered already; or a token store
    /// or source in an engine's settings, which would not ask it.
    CAD_MISUSE = 107,
    /// The header belongs to another version of the library.
    CAD_BAD_VERSION = 108,
    /// The library failed inside, which is a mistake in it: please report it. If it happened in a
    /// call, that call is uncertain.
    CAD_PANIC = 109,
} cad_status;

/// The name of a `cad_status`, `unknown` for a number that is none.
const char *cad_status_name(cad_status number);


/* ============================================================================
 * 3. Versions
 *
 * Before 1.0 a new minor version may change the ABI, and the shared library's SONAME says so.
 */

/// The library's version as text, such as `0.1.0`. The header's is CAD_VERSION.
///
/// Owner: static, and ends with a NUL.
const char *cad_version(void);

/// The library's version as one number, which compares like the version. The header's is
/// CAD_VERSION_NUMBER.
uint32_t cad_version_number(void);

/// Says whether a program that was compiled with a header of this version may use this library:
/// `cad_check_header(CAD_VERSION_NUMBER)`, once, before anything else. The major version must be
/// the same, and the minor one not newer than the library's; before 1.0 the minor one must be the
/// same.
///
/// Errors: CAD_BAD_VERSION.
cad_status cad_check_header(uint32_t header_version);


/* ============================================================================
 * 4. What a reply means
 *
 * Branch on the effect, which tells what happened to the disposition, and on the advice, which
 * tells what to do. Both sets are closed. The outcome tells what the vendor said, and is 0 where no
 * reply came. That set is open.
 */

/// What happened to the **disposition**. Closed: a new value is a major version, so branch on it
/// without a default.
///
/// The vendor confirms no pause: its words are the same with and without one.
typedef CAD_ENUM_(cad_effect) {
    /// The disposition is recorded.
    CAD_EFFECT_APPLIED = 1,
    /// The agent is still on the call: it is in force when the call disconnects.
    CAD_EFFECT_QUEUED = 2,
    /// Success, but the vendor's words don't tell which of the two.
    CAD_EFFECT_ACCEPTED = 3,
    /// The disposition was not recorded by this request.
    CAD_EFFECT_NOT_APPLIED = 4,
    /// It may have been recorded: nothing proves either.
    CAD_EFFECT_UNKNOWN = 5,
} cad_effect;

/// The name of a `cad_effect`, `unknown` for a number that is none.
const char *cad_effect_name(cad_effect number);

/// What to do next. Closed: a new value is a major version, so branch on it without a default.
typedef CAD_ENUM_(cad_advice) {
    /// Nothing.
    CAD_ADVICE_NONE = 1,
    /// Mend the request's fields.
    CAD_ADVICE_FIX_REQUEST = 2,
    /// Mend the api key, the user name, or the region's host.
    CAD_ADVICE_FIX_CREDENTIALS = 3,
    /// Mend the set-up: the API chosen, the base URL, the proxy, TLS trust.
    CAD_ADVICE_FIX_CONFIGURATION = 4,
    /// Get a new token, then send again.
    CAD_ADVICE_REFRESH_TOKEN = 5,
    /// Not applied; the same request may be sent again after a wait.
    CAD_ADVICE_RETRY_LATER = 6,
    /// It may have been applied: look in CloudAgent before sending again.
    CAD_ADVICE_CHECK_FIRST = 7,
    /// Sending again will not help.
    CAD_ADVICE_DO_NOT_RETRY = 8,
} cad_advice;

/// The name of a `cad_advice`, `unknown` for a number that is none.
const char *cad_advice_name(cad_advice number);

/// What the vendor said. Open: minor versions add values, so keep a default branch.
typedef uint32_t cad_outcome;

enum {
    /// The disposition is saved.
    CAD_OUTCOME_SAVED = 1,
    /// The disposition is saved, in place of an earlier one.
    CAD_OUTCOME_UPDATED = 2,
    /// The agent is still on the call: it is in force when the call disconnects.
    CAD_OUTCOME_QUEUED = 3,
    /// A success in words that no page prints.
    CAD_OUTCOME_SUCCEEDED = 4,
    /// The call has a disposition already.
    CAD_OUTCOME_ALREADY_DISPOSED = 5,
    /// The key, the user name or the region is wrong.
    CAD_OUTCOME_AUTHENTICATION_FAILED = 6,
    /// No credentials arrived, or the account uses the other API-authentication mode.
    CAD_OUTCOME_CREDENTIALS_MISSING = 7,
    /// The token's time is over.
    CAD_OUTCOME_TOKEN_EXPIRED = 8,
    /// The token does not hold, most often because a newer one was made.
    CAD_OUTCOME_TOKEN_INVALID = 9,
    /// No call has this ucid and did: the vendor doesn't say which is wrong.
    CAD_OUTCOME_UNKNOWN_CALL = 10,
    /// There is no such agent.
    CAD_OUTCOME_INVALID_AGENT = 11,
    /// The request's action was not known.
    CAD_OUTCOME_INVALID_ACTION = 12,
    /// The request came without a disposition.
    CAD_OUTCOME_EMPTY_DISPOSITION = 13,
    /// A pause came without a reason.
    CAD_OUTCOME_MISSING_PAUSE_REASON = 14,
    /// The account has no such pause reason.
    CAD_OUTCOME_INVALID_PAUSE_REASON = 15,
    /// The request was not understood.
    CAD_OUTCOME_BAD_REQUEST = 16,
    /// The vendor could not do it just now.
    CAD_OUTCOME_UNABLE_TO_DISPOSE = 17,
    /// Too many requests.
    CAD_OUTCOME_RATE_LIMITED = 18,
    /// A refusal in words that no page prints.
    CAD_OUTCOME_REJECTED = 19,
    /// The server, or something before it, will not take this one request.
    CAD_OUTCOME_FORBIDDEN = 20,
    /// The server pointed elsewhere; redirects are never followed.
    CAD_OUTCOME_REDIRECTED = 21,
    /// This API is not at this address.
    CAD_OUTCOME_ENDPOINT_NOT_FOUND = 22,
    /// A proxy wants credentials.
    CAD_OUTCOME_PROXY_REFUSED = 23,
    /// The server, or something before it, was out of order.
    CAD_OUTCOME_UNAVAILABLE = 24,
    /// A reply that says nothing which can be relied on.
    CAD_OUTCOME_UNRECOGNISED = 25,
    /// The campaign has no dispositions (only for a list).
    CAD_OUTCOME_NONE_FOUND = 26,
};

/// The name of a `cad_outcome`, `unknown` for a number that is none.
const char *cad_outcome_name(cad_outcome number);

/// One of the vendor's four ways to set a disposition. It is a property of the account, so it is
/// always named: there is no silent default.
typedef CAD_ENUM_(cad_api) {
    /// `GET .../DispositionAPIV2.php`, with the api key in the URL.
    CAD_API_GET_V2 = 1,
    /// `GET .../DispositionAPIV3.php`, with the api key in the URL: can set a disposition after
    /// wrap-up, and takes a callback time and its zone.
    CAD_API_GET_V3 = 2,
    /// `POST .../ca_apis/DispositionAPIV2` with the api key in a header.
    CAD_API_POST_API_KEY = 3,
    /// `POST .../ca_apis/DispositionAPIV2` with a bearer token.
    CAD_API_POST_TOKEN = 4,
} cad_api;

/// The name of a `cad_api`, `unknown` for a number that is none.
const char *cad_api_name(cad_api number);

/// The `cad_api` of a name, such as a configuration has; 0 for one that is none.
cad_api cad_api_from_name(cad_str name);


/* ============================================================================
 * 5. Classifying a reply
 *
 * The simplest job: say what one HTTP reply means, which was fetched by whatever means. No
 * handle, nothing to free.
 *
 *     cad_http_reply received = CAD_HTTP_REPLY_INIT;
 *     received.status = 200;
 *     received.body = cad_cstr(body);
 *     cad_reply reply = CAD_REPLY_INIT;
 *     cad_classify(CAD_API_GET_V2, &received, &reply);
 *     if (reply.effect == CAD_EFFECT_APPLIED) ...
 *     printf("%s: %.*s\n", cad_outcome_name(reply.outcome), CAD_PRINT(reply.hint));
 */

/// `cad_reply.left_out`: the vendor's status word.
#define CAD_TEXT_STATUS 1

/// `cad_reply.left_out`: the vendor's text.
#define CAD_TEXT_DETAILS 2

/// `cad_reply.left_out`: the ucid.
#define CAD_TEXT_UCID 4

/// `cad_reply.left_out`: the did.
#define CAD_TEXT_DID 8

/// `cad_reply.left_out`: the action.
#define CAD_TEXT_ACTION 16

/// A buffer of this many bytes holds every text of any reply.
#define CAD_SCRATCH_SIZE 5120

/// One HTTP reply as it came. Begin with CAD_HTTP_REPLY_INIT, which has no status and no body.
typedef struct cad_http_reply {
    /// The size of this struct, by CAD_HTTP_REPLY_INIT.
    size_t size;
    /// Its HTTP status. A number outside 100 to 999 stands for none, as 0 does.
    int64_t status;
    /// The value of its header `Retry-After`, absent where there is none. One that is no UTF-8
    /// counts as absent.
    cad_str retry_after;
    /// The value of its header `Date`, likewise.
    cad_str date;
    /// Its body: any bytes, of which 65,537 are enough.
    cad_str body;
} cad_http_reply;

#define CAD_HTTP_REPLY_INIT \
    { \
        sizeof(cad_http_reply), 0, {NULL, 0}, {NULL, 0}, {NULL, 0} \
    }

/// What one HTTP reply meant. Plain data: its texts point into the body, into the scratch buffer
/// if there was one, or to constants.
typedef struct cad_reply {
    /// The size of this struct, by CAD_REPLY_INIT.
    size_t size;
    /// What the vendor said.
    cad_outcome outcome;
    /// What happened to the disposition.
    cad_effect effect;
    /// What to do next.
    cad_advice advice;
    /// How many seconds to wait, at most 24 hours; -1 where the server did not say.
    int32_t retry_after_seconds;
    /// 1 where the vendor's words are known, else 0.
    uint32_t recognised;
    /// Which texts are absent only because they can't be shown by a view of the body, as a sum of
    /// CAD_TEXT_...: an escape was undone, a control character replaced, or broken UTF-8 left
    /// out. Always 0 with a scratch buffer of CAD_SCRATCH_SIZE.
    uint32_t left_out;
    /// The vendor's status word, for logs, at most 256 characters.
    cad_str status;
    /// The vendor's text, for logs, at most 256 characters.
    cad_str details;
    /// The call's unique id as the vendor repeats it, on CAD_OUTCOME_UNKNOWN_CALL.
    cad_str ucid;
    /// The did as the vendor repeats it, on CAD_OUTCOME_UNKNOWN_CALL.
    cad_str did;
    /// The action as the vendor repeats it, on CAD_OUTCOME_INVALID_ACTION.
    cad_str action;
    /// What happened and what to do about it: a sentence for a person.
    cad_str hint;
} cad_reply;

#define CAD_REPLY_INIT \
    { \
        sizeof(cad_reply), 0, CAD_NOTHING_(cad_effect), CAD_NOTHING_(cad_advice), -1, 0, \
        0, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, \
        {NULL, 0} \
    }

/// Says what the reply to a request that sets a disposition means. Every status and any bytes have
/// an answer. The hint is the one for `api`, the API that the request went to; 0 where that is not
/// known. Of a body over 65,536 bytes the status decides.
///
/// Writes `*out`, whose `size` must be set (CAD_REPLY_INIT), on CAD_OK.
///
/// Owner: the texts of `*out` live as long as the body.
cad_status cad_classify(cad_api api,
                        const cad_http_reply *received,
                        cad_reply *out);

/// `cad_classify` with a buffer for the texts that can't be shown by a view of the body. With
/// CAD_SCRATCH_SIZE bytes no text is left out.
///
/// Writes `*out`, whose `size` must be set (CAD_REPLY_INIT), and the buffer, on CAD_OK.
///
/// Owner: the texts of `*out` live as long as the body and the buffer.
/// NULL: `scratch` may be where `scratch_len` is 0.
cad_status cad_classify_into(cad_api api,
                             const cad_http_reply *received,
                             void *scratch,
                             size_t scratch_len,
                             cad_reply *out);

/// `cad_classify` for many replies in one call: `out[i]` says what `received[i]` means. A text that
/// can't be shown by a view of its body is named in that reply's `left_out`, and
/// `cad_classify_into` shows it.
///
/// Both arrays have `count` elements. The elements of an array are all of one `size`, which is the
/// distance from one to the next: an array of CAD_HTTP_REPLY_INITs, and one of CAD_REPLY_INITs.
///
/// Writes `out`, the `size` of whose elements must be set, on CAD_OK; nothing of it otherwise.
///
/// Owner: the texts of `out` live as long as the bodies.
/// NULL: either array may be where `count` is 0.
cad_status cad_classify_many(cad_api api,
                             const cad_http_reply *received,
                             size_t count,
                             cad_reply *out);


/* ============================================================================
 * 6. What requests and violations are made of
 */

/// Yes, no, or not said. Closed.
typedef CAD_ENUM_(cad_flag) {
    /// Not said.
    CAD_UNSET = 0,
    /// No.
    CAD_NO = 1,
    /// Yes.
    CAD_YES = 2,
} cad_flag;

/// The name of a `cad_flag`, `unknown` for a number that is none.
const char *cad_flag_name(cad_flag number);

/// Which violations stop a request before anything is sent. Closed.
typedef CAD_ENUM_(cad_mode) {
    /// Errors do; warnings travel with the receipt.
    CAD_MODE_STANDARD = 1,
    /// Warnings do as well.
    CAD_MODE_STRICT = 2,
    /// Only what the wire can't carry: a rule can be older than the vendor's server, so any other
    /// error is only reported.
    CAD_MODE_ADVISE = 3,
} cad_mode;

/// The name of a `cad_mode`, `unknown` for a number that is none.
const char *cad_mode_name(cad_mode number);

/// The `cad_mode` of a name, such as a configuration has; 0 for one that is none.
cad_mode cad_mode_from_name(cad_str name);

/// Whether a violation stops the request.
typedef CAD_ENUM_(cad_severity) {
    /// It does, but in the mode `advise` only where the wire can't carry the request.
    CAD_SEVERITY_ERROR = 1,
    /// It travels with the receipt, and stops the request in the mode `strict` only.
    CAD_SEVERITY_WARNING = 2,
} cad_severity;

/// The name of a `cad_severity`, `unknown` for a number that is none.
const char *cad_severity_name(cad_severity number);

/// The field that a violation is about, in the order in which violations are reported. Open: minor
/// versions add values, so keep a default branch.
typedef uint32_t cad_field;

enum {
    /// A JSON form as a whole (`from_json`).
    CAD_FIELD_JSON = 1,
    /// The raw parameters as a whole (`from_params`).
    CAD_FIELD_PARAMETERS = 2,
    /// The raw parameter `action` (`from_params`).
    CAD_FIELD_ACTION = 3,
    /// The client's base URL.
    CAD_FIELD_BASE_URL = 4,
    /// The client's additional certificates.
    CAD_FIELD_EXTRA_CA_PEM = 5,
    /// The client's or the call's deadline.
    CAD_FIELD_DEADLINE = 6,
    /// The client's retry policy.
    CAD_FIELD_RETRY = 7,
    /// The client's proxy.
    CAD_FIELD_PROXY = 8,
    /// The account's user name.
    CAD_FIELD_CUSTOMER = 9,
    /// The account's api key.
    CAD_FIELD_API_KEY = 10,
    /// The account's token.
    CAD_FIELD_TOKEN = 11,
    /// The agent's login id.
    CAD_FIELD_AGENT_ID = 12,
    /// The number that calls are dialled out from.
    CAD_FIELD_DID = 13,
    /// The call's unique id.
    CAD_FIELD_UCID = 14,
    /// The disposition.
    CAD_FIELD_DISPOSITION = 15,
    /// The comments.
    CAD_FIELD_COMMENTS = 16,
    /// Whether to pause the agent afterwards.
    CAD_FIELD_PAUSE_AFTER_DISPOSE = 17,
    /// Why the agent is paused.
    CAD_FIELD_PAUSE_REASON = 18,
    /// When to call back.
    CAD_FIELD_CALLBACK_TIME = 19,
    /// The zone of the callback time.
    CAD_FIELD_CALLBACK_TIME_ZONE = 20,
    /// Whether to release the agent.
    CAD_FIELD_AUTO_RELEASE = 21,
    /// The campaign whose dispositions are asked for.
    CAD_FIELD_CAMPAIGN = 22,
    /// The URL as built.
    CAD_FIELD_URL = 23,
    /// The account's API.
    CAD_FIELD_API = 24,
    /// The day whose call records are asked for.
    CAD_FIELD_DAY = 25,
    /// The time of that day from which on calls are asked for.
    CAD_FIELD_FROM = 26,
    /// The offset from UTC that the account's days are counted with.
    CAD_FIELD_UTC_OFFSET_MINUTES = 27,
    /// The body of an end-of-call callback.
    CAD_FIELD_CALLBACK = 28,
    /// A settlement that is to change a receipt.
    CAD_FIELD_SETTLEMENT = 29,
};

/// The name of a `cad_field`, `unknown` for a number that is none.
const char *cad_field_name(cad_field number);

/// What is wrong with a field. Open: minor versions add values, so keep a default branch.
typedef uint32_t cad_problem;

enum {
    /// It must be there, and is absent (or blank).
    CAD_PROBLEM_MISSING = 1,
    /// It can't be read as what it must be.
    CAD_PROBLEM_INVALID = 2,
    /// This API can't carry it.
    CAD_PROBLEM_UNSUPPORTED = 3,
    /// It holds control characters.
    CAD_PROBLEM_CONTROL_CHARACTERS = 4,
    /// It holds something that a header can't carry.
    CAD_PROBLEM_NOT_ASCII = 5,
    /// It begins or ends with white space.
    CAD_PROBLEM_SURROUNDING_SPACE = 6,
    /// It is longer than it may be.
    CAD_PROBLEM_TOO_LONG = 7,
    /// A spreadsheet or a data frame spoilt it, as in `8.18917E+16`.
    CAD_PROBLEM_DAMAGED_NUMBER = 8,
    /// It holds something other than digits.
    CAD_PROBLEM_NOT_DIGITS = 9,
    /// It holds characters that nobody sees.
    CAD_PROBLEM_INVISIBLE_CHARACTER = 10,
    /// It names a chain of agents.
    CAD_PROBLEM_SEVERAL_AGENTS = 11,
    /// It has no effect here.
    CAD_PROBLEM_UNUSED = 12,
    /// Its seconds can't be sent.
    CAD_PROBLEM_SECONDS_DROPPED = 13,
    /// It is read in the vendor's zone.
    CAD_PROBLEM_ZONE_ASSUMED = 14,
    /// It is none of those that are known: no parameter of this API, or not on the list.
    CAD_PROBLEM_UNKNOWN = 15,
    /// It is there more than once.
    CAD_PROBLEM_DUPLICATE = 16,
    /// Plain http to a host other than this machine.
    CAD_PROBLEM_NOT_HTTPS = 17,
    /// It holds a user name or password.
    CAD_PROBLEM_USER_INFO = 18,
    /// It holds a query.
    CAD_PROBLEM_QUERY = 19,
    /// It holds a fragment.
    CAD_PROBLEM_FRAGMENT = 20,
    /// It is later than today.
    CAD_PROBLEM_IN_THE_FUTURE = 21,
    /// It is so long ago that the vendor shows nothing of it.
    CAD_PROBLEM_TOO_OLD = 22,
};

/// The name of a `cad_problem`, `unknown` for a number that is none.
const char *cad_problem_name(cad_problem number);


/* ============================================================================
 * 7. Requests and accounts
 *
 * A request is a plain struct of views. Begin with CAD_REQUEST_INIT and set what you have:
 *
 *     cad_request request = CAD_REQUEST_INIT;
 *     request.ucid = cad_cstr("8189000000001");
 *     request.did = cad_cstr("914000000001");
 *     request.agent_id = cad_cstr("ravi");
 *     request.disposition = cad_cstr("Sale");
 *
 * An account holds a secret, so it is a handle: nothing shows the secret again, and it is wiped
 * from memory when the account is freed.
 */

/// Who calls: the vendor's `customer` (also called `userName`) and a secret. Opaque.
typedef struct cad_account cad_account;

/// A disposition to set for one call. Nothing is checked here: `cad_validate` says everything that
/// is wrong with it at once.
typedef struct cad_request {
    /// The size of this struct, by CAD_REQUEST_INIT.
    size_t size;
    /// The call's unique id: that of this agent's leg. Digits, under 20 of them; always a text,
    /// since 17 digits don't survive a float.
    cad_str ucid;
    /// The number that calls are dialled out from: the campaign's, not the customer's.
    cad_str did;
    /// The agent's login id.
    cad_str agent_id;
    /// The disposition, as the campaign spells it.
    cad_str disposition;
    /// Free text for the call record.
    cad_str comments;
    /// Why the agent is paused.
    cad_str pause_reason;
    /// When to call back: a civil date-time without zone, `2026-11-22 09:30[:00]`.
    cad_str callback_time;
    /// The IANA name of the callback time's zone. Without one the vendor reads `Asia/Kolkata`.
    cad_str callback_time_zone;
    /// Whether to pause the agent afterwards. Only a yes is sent: a default must not pause an agent
    /// whom nobody meant to pause.
    cad_flag pause_after_dispose;
    /// The vendor's `autoRelease`, sent only where it is yes.
    cad_flag auto_release;
} cad_request;

#define CAD_REQUEST_INIT \
    { \
        sizeof(cad_request), {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, \
        {NULL, 0}, {NULL, 0}, {NULL, 0}, CAD_UNSET, CAD_UNSET \
    }

/// Makes an account that calls with its api key. Texts are copied, and checked later.
///
/// Writes `*out` on CAD_OK.
///
/// Owner: you; free it at any time: what was made with it keeps its own copy.
cad_status cad_account_with_api_key(cad_str customer,
                                    cad_str api_key,
                                    cad_account **out);

/// Makes an account that calls with a token: what an agent's machine has, which never holds the
/// key. Texts are copied, and checked later.
///
/// Writes `*out` on CAD_OK.
///
/// Owner: you; free it at any time: what was made with it keeps its own copy.
cad_status cad_account_with_token(cad_str customer,
                                  cad_str token,
                                  cad_account **out);

/// Makes an account whose tokens come from a source of yours: the client's `token_source`, or an
/// engine's CAD_STEP_TOKEN. So a program that asks its company's server never holds the key. Only
/// `post_token` takes tokens. Texts are copied, and checked later.
///
/// Writes `*out` on CAD_OK.
///
/// Owner: you; free it at any time: what was made with it keeps its own copy.
cad_status cad_account_with_token_source(cad_str customer,
                                         cad_account **out);

/// Makes an account whose secret is not known here. Validation says that it is missing.
///
/// Writes `*out` on CAD_OK.
///
/// Owner: you; free it at any time: what was made with it keeps its own copy.
cad_status cad_account_without_credential(cad_str customer, cad_account **out);

/// The account's `customer`.
cad_str cad_account_customer(const cad_account *account);

/// Wipes the account's secret from memory and frees the account.
void cad_account_free(cad_account *account);


/* ============================================================================
 * 8. What is wrong with a request
 *
 * `cad_validate` says everything that is wrong at once. An *error* stops a request before anything
 * is sent; a *warning* travels with its receipt.
 */

/// A list of violations, ordered by field. Opaque, and never changes.
typedef struct cad_violations cad_violations;

/// One thing that is wrong.
typedef struct cad_violation {
    /// The size of this struct, by CAD_VIOLATION_INIT.
    size_t size;
    /// The field.
    cad_field field;
    /// What is wrong with it.
    cad_problem problem;
    /// Whether it stops the request.
    cad_severity severity;
    /// 1 for an error that no mode lets pass, because the wire can't carry the request, else 0.
    uint32_t hard;
    /// How to mend it, for a person. It never holds a secret, nor comment text.
    cad_str detail;
} cad_violation;

#define CAD_VIOLATION_INIT \
    { \
        sizeof(cad_violation), 0, 0, CAD_NOTHING_(cad_severity), 0, {NULL, 0} \
    }

/// Says everything that is wrong with a request on this API, ordered by field; an empty list where
/// nothing is. Does no I/O. An absent `base_url` is the domestic host; one that can't be used is
/// among the violations.
///
/// Writes `*out` on CAD_OK, whatever the list holds.
cad_status cad_validate(const cad_account *account,
                        const cad_request *request,
                        cad_api api,
                        cad_str base_url,
                        cad_violations **out);

/// Checks a base URL, and gives it as it is kept: scheme and host in lower case, trailing slashes
/// removed.
///
/// Writes `*kept` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `problems` may be; an absent `base_url` is the domestic host.
/// Errors: CAD_INVALID.
cad_status cad_check_base_url(cad_str base_url,
                              cad_string **kept,
                              cad_violations **problems);

/// How many violations there are.
size_t cad_violations_count(const cad_violations *violations);

/// One of the violations, counted from 0.
///
/// Writes `*out`, whose `size` must be set (CAD_VIOLATION_INIT), on CAD_OK.
///
/// Errors: CAD_OUT_OF_RANGE.
cad_status cad_violations_get(const cad_violations *violations,
                              size_t index,
                              cad_violation *out);

/// Frees a list of violations that is yours. Those of a receipt or of a parsed request are not.
void cad_violations_free(cad_violations *violations);


/* ============================================================================
 * 9. Building requests
 *
 * For a host that sends with an HTTP stack of its own. A built request **holds the credential** (in
 * the URL on the GET APIs, in a header otherwise) and the comments: hand it to an HTTP stack, don't
 * log it. Send it once, follow no redirect, add no `Referer`.
 */

/// One HTTP request, complete, for any transport to send as it is. Opaque, and never changes.
typedef struct cad_http_request cad_http_request;

/// Builds the request that sets a disposition. Checks what the wire can't carry and nothing else:
/// `cad_validate` says the rest. An absent `base_url` is the domestic host.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID.
cad_status cad_build_request(const cad_account *account,
                             const cad_request *request,
                             cad_api api,
                             cad_str base_url,
                             cad_http_request **out,
                             cad_violations **problems);

/// Builds the request for a token. **Each one ends every earlier token of the account**, and at
/// most 10 an hour are granted. The account must hold its api key.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID.
cad_status cad_build_token_request(const cad_account *account,
                                   cad_str base_url,
                                   cad_http_request **out,
                                   cad_violations **problems);

/// Builds the request for a campaign's dispositions. `campaign` may be absent on the POST APIs.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID.
cad_status cad_build_list_request(const cad_account *account,
                                  cad_str campaign,
                                  cad_api api,
                                  cad_str base_url,
                                  cad_http_request **out,
                                  cad_violations **problems);

/// The method: `GET` or `POST`.
///
/// Owner: static, and ends with a NUL.
/// NULL: gives `GET`.
const char *cad_http_request_method(const cad_http_request *request);

/// The whole URL.
cad_str cad_http_request_url(const cad_http_request *request);

/// The host, without port; an IPv6 address without brackets.
cad_str cad_http_request_host(const cad_http_request *request);

/// The port.
uint16_t cad_http_request_port(const cad_http_request *request);

/// What stands in the request line: the path and the query.
cad_str cad_http_request_target(const cad_http_request *request);

/// The path without the query: the one part of the URL that is safe to log.
cad_str cad_http_request_path(const cad_http_request *request);

/// How many bytes of the reply's body to read: so many and one more, which tells that there was
/// more. They are counted as they travel, perhaps compressed.
///
/// NULL: 65,536.
size_t cad_http_request_reply_limit(const cad_http_request *request);

/// Whether it is a GET that has a body, which not every HTTP stack can send (libcurl wants
/// CURLOPT_CUSTOMREQUEST). One that can't must send nothing: without its body it asks for something
/// else.
bool cad_http_request_body_with_get(const cad_http_request *request);

/// Whether it needs a connection that no other request uses, before or after: a server that ignores
/// the body of a GET would read it as the next request.
bool cad_http_request_own_connection(const cad_http_request *request);

/// Whether it may go through a proxy. To this machine itself nothing ever does.
bool cad_http_request_may_use_proxy(const cad_http_request *request);

/// The body, absent where there is none.
cad_str cad_http_request_body(const cad_http_request *request);

/// How many headers there are. A transport may add its own (`host`, `content-length`).
size_t cad_http_request_header_count(const cad_http_request *request);

/// One of the headers, counted from 0.
///
/// Writes `*name` and `*value` on CAD_OK.
///
/// Errors: CAD_OUT_OF_RANGE.
cad_status cad_http_request_header(const cad_http_request *request,
                                   size_t index,
                                   cad_str *name,
                                   cad_str *value);

/// Frees a request that is yours. One that a transport was given, or that belongs to an engine's
/// step, is not.
void cad_http_request_free(cad_http_request *request);


/* ============================================================================
 * 10. What becomes of a call and its attempts
 *
 * A transport reports one of the kinds up to CAD_KIND_TRANSPORT_FAILED, or CAD_KIND_UNSENDABLE.
 */

/// What is known of one attempt's request.
typedef CAD_ENUM_(cad_delivery) {
    /// It never left this machine.
    CAD_DELIVERY_NOT_SENT = 1,
    /// It may have reached the server; no reply came back whole.
    CAD_DELIVERY_NO_REPLY = 2,
    /// The server replied.
    CAD_DELIVERY_REPLIED = 3,
} cad_delivery;

/// The name of a `cad_delivery`, `unknown` for a number that is none.
const char *cad_delivery_name(cad_delivery number);

/// Why nothing was sent, why it is not known what happened, or how one attempt failed. Closed.
///
/// The class of an error says which of these its kind tells.
typedef CAD_ENUM_(cad_kind) {
    /// The host's name has no address. Nothing was sent.
    CAD_KIND_NAME_LOOKUP = 1,
    /// No connection. Nothing was sent.
    CAD_KIND_CONNECT = 2,
    /// No connection in time. Nothing was sent.
    CAD_KIND_CONNECT_TIMEOUT = 3,
    /// The proxy made no connection. Nothing was sent.
    CAD_KIND_PROXY = 4,
    /// TLS could not be set up, or the server is not trusted. Nothing was sent.
    CAD_KIND_TLS = 5,
    /// No whole reply in time.
    CAD_KIND_TIMEOUT = 6,
    /// The connection ended before a reply.
    CAD_KIND_RESET = 7,
    /// The reply was not HTTP, or its body broke off.
    CAD_KIND_BROKEN_REPLY = 8,
    /// The call was cancelled, before anything was sent or while the request was out.
    CAD_KIND_CANCELLED = 9,
    /// The transport failed in some other way, or gave no answer.
    CAD_KIND_TRANSPORT_FAILED = 10,
    /// The deadline passed before anything was sent.
    CAD_KIND_DEADLINE = 11,
    /// The client is closed.
    CAD_KIND_CLOSED = 12,
    /// No token could be had.
    CAD_KIND_TOKEN_UNAVAILABLE = 13,
    /// The token store failed.
    CAD_KIND_TOKEN_STORE = 14,
    /// A reply came that does not tell.
    CAD_KIND_REPLY = 15,
    /// The HTTP library of the transport refuses the request. Nothing was sent.
    CAD_KIND_UNSENDABLE = 16,
} cad_kind;

/// The name of a `cad_kind`, `unknown` for a number that is none.
const char *cad_kind_name(cad_kind number);


/* ============================================================================
 * 11. What records say of a disposition
 *
 * Call records tell what became of a disposition that nobody knew of. Branch on the effect here
 * too; the finding tells why.
 */

/// What records say of a disposition that nobody knew of. Open: minor versions add values, so keep
/// a default branch and go by the effect there.
typedef uint32_t cad_finding;

enum {
    /// It stands: the record has the same text.
    CAD_FINDING_STANDS = 1,
    /// Another one stands: this one is not in force, and may have been written over.
    CAD_FINDING_ANOTHER_STANDS = 2,
    /// The call's record has none yet, or none that can be read.
    CAD_FINDING_NONE_YET = 3,
    /// There is no record of this leg of the call.
    CAD_FINDING_NOT_FOUND = 4,
    /// No list of records came.
    CAD_FINDING_NO_ANSWER = 5,
};

/// The name of a `cad_finding`, `unknown` for a number that is none.
const char *cad_finding_name(cad_finding number);

/// What was asked for, which says how much of a reply is read.
typedef CAD_ENUM_(cad_asked) {
    /// The records of one call: at most 1,000, and 8 MiB.
    CAD_ASKED_ONE_CALL = 1,
    /// The records of a day: at most 50,000, and 64 MiB.
    CAD_ASKED_DAY = 2,
} cad_asked;

/// The name of a `cad_asked`, `unknown` for a number that is none.
const char *cad_asked_name(cad_asked number);


/* ============================================================================
 * 12. Receipts
 *
 * What became of one logical call. A receipt never changes, holds no secret and no comment, and is
 * safe to log and to store. Of a receipt that is NULL, the getters say what is true of a call of
 * which nothing is known: its effect is unknown.
 */

/// What became of one logical call. Opaque.
typedef struct cad_receipt cad_receipt;

/// What the call returned: CAD_OK, CAD_INVALID, CAD_NOT_SENT, CAD_REFUSED or CAD_UNCERTAIN.
///
/// NULL: CAD_UNCERTAIN.
/// Errors: none of its own.
cad_status cad_receipt_result(const cad_receipt *receipt);

/// What happened to the disposition.
///
/// NULL: CAD_EFFECT_UNKNOWN.
cad_effect cad_receipt_effect(const cad_receipt *receipt);

/// What to do next.
///
/// NULL: CAD_ADVICE_CHECK_FIRST.
cad_advice cad_receipt_advice(const cad_receipt *receipt);

/// What happened and what to do, in one or more sentences for a person: the same in every
/// language. Never empty.
cad_str cad_receipt_sentence(const cad_receipt *receipt);

/// Whether the same request may be sent again (after a wait): it was not applied, and sending
/// again can help. The one thing that a job queue's retry rule needs.
bool cad_receipt_may_resend(const cad_receipt *receipt);

/// How many seconds to wait before that; -1 where the vendor did not say.
///
/// NULL: -1.
int32_t cad_receipt_retry_after_seconds(const cad_receipt *receipt);

/// What call records said since, of a receipt that they settled (`cad_settle_receipt`); else 0.
cad_finding cad_receipt_settled(const cad_receipt *receipt);

/// What the vendor said; 0 where no reply came.
cad_outcome cad_receipt_outcome(const cad_receipt *receipt);

/// The request's field that the outcome or the first violation points at, for whoever shows a form; 0
/// where none is.
cad_field cad_receipt_field(const cad_receipt *receipt);

/// Why nothing was sent (CAD_NOT_SENT), or why it is not known what happened (CAD_UNCERTAIN); else
/// 0.
cad_kind cad_receipt_kind(const cad_receipt *receipt);

/// The last reply's HTTP status; 0 where none came.
uint32_t cad_receipt_http_status(const cad_receipt *receipt);

/// The vendor's status word, for logs.
cad_str cad_receipt_status(const cad_receipt *receipt);

/// The vendor's text, for logs.
cad_str cad_receipt_details(const cad_receipt *receipt);

/// The call's unique id as the vendor repeats it.
cad_str cad_receipt_ucid(const cad_receipt *receipt);

/// The did as the vendor repeats it.
cad_str cad_receipt_did(const cad_receipt *receipt);

/// The action as the vendor repeats it.
cad_str cad_receipt_action(const cad_receipt *receipt);

/// Up to 500 characters of a body that no known text matched, for logs.
cad_str cad_receipt_excerpt(const cad_receipt *receipt);

/// The call's name in logs: 32 hexadecimal digits, random. It is not sent to the vendor.
cad_str cad_receipt_request_id(const cad_receipt *receipt);

/// Whether a pause was asked for. The vendor confirms none.
bool cad_receipt_pause_requested(const cad_receipt *receipt);

/// How many tokens were fetched for this call.
uint32_t cad_receipt_token_requests(const cad_receipt *receipt);

/// Copies a receipt: one that belongs to an engine's call, to keep it longer than that.
///
/// Writes `*out` on CAD_OK.
cad_status cad_receipt_copy(const cad_receipt *receipt, cad_receipt **out);

/// Frees a receipt that is yours. That of an engine's step is not.
void cad_receipt_free(cad_receipt *receipt);


/// One attempt: one send, at most one request at the server.
typedef struct cad_attempt {
    /// The size of this struct, by CAD_ATTEMPT_INIT.
    size_t size;
    /// What is known of its request.
    cad_delivery delivery;
    /// How it failed, 0 where a whole reply came.
    cad_kind kind;
    /// What the reply said, 0 where none came.
    cad_outcome outcome;
    /// The reply's HTTP status, 0 where none came.
    uint32_t http_status;
    /// How long it took, in milliseconds.
    uint64_t duration_ms;
} cad_attempt;

#define CAD_ATTEMPT_INIT \
    { \
        sizeof(cad_attempt), CAD_NOTHING_(cad_delivery), CAD_NOTHING_(cad_kind), 0, 0, 0 \
    }

/// How many attempts were made.
size_t cad_receipt_attempt_count(const cad_receipt *receipt);

/// One of the attempts, counted from 0, in the order in which they were made.
///
/// Writes `*out`, whose `size` must be set (CAD_ATTEMPT_INIT), on CAD_OK.
///
/// Errors: CAD_OUT_OF_RANGE.
cad_status cad_receipt_attempt(const cad_receipt *receipt,
                               size_t index,
                               cad_attempt *out);

/// What was not quite right with the request. May be empty.
///
/// NULL: gives NULL, which counts as an empty list.
const cad_violations *cad_receipt_warnings(const cad_receipt *receipt);

/// Everything that is wrong with the request or the settings, on CAD_INVALID; else an empty list.
///
/// NULL: gives NULL, which counts as an empty list.
const cad_violations *cad_receipt_violations(const cad_receipt *receipt);


/// The receipt as a compact JSON object, for job queues, databases and logs.
///
/// Writes `*out` on CAD_OK.
cad_status cad_receipt_to_json(const cad_receipt *receipt, cad_string **out);

/// Reads a receipt's JSON form. It holds everything but `cad_receipt_result`, `_kind` and
/// `_violations`; the result is then told from the effect: CAD_OK for applied, queued and accepted,
/// CAD_UNCERTAIN for unknown, and for not applied CAD_REFUSED where there is an outcome or a finding,
/// else CAD_NOT_SENT.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID.
cad_status cad_receipt_from_json(cad_str json,
                                 cad_receipt **out,
                                 cad_violations **problems);


/* ============================================================================
 * 13. Cancelling
 *
 * A call can be taken back from any other thread. It then returns soon, with its receipt: CAD_NOT_SENT
 * where its request surely did not leave, else CAD_UNCERTAIN, and where a whole reply was there already
 * what that says.
 *
 *     cad_cancel_token *token = NULL;
 *     cad_cancel_token_new(&token);
 *     cad_call_options options = CAD_CALL_OPTIONS_INIT;
 *     options.cancel = token;
 *     cad_set_disposition(client, &request, &options, &receipt);
 *     // meanwhile, in another thread: cad_cancel_token_cancel(token);
 */

/// Cancels the calls that it is given to, once and for all: one, or many. Opaque.
typedef struct cad_cancel_token cad_cancel_token;

/// Makes a token that nobody has cancelled.
///
/// Writes `*out` on CAD_OK.
///
/// Owner: you; free it at any time: a call that it was given to keeps it, but nobody cancels that any
/// more.
cad_status cad_cancel_token_new(cad_cancel_token **out);

/// Cancels, and waits for nothing. Twice is fine.
///
/// Threads: any, but not in a signal handler.
void cad_cancel_token_cancel(cad_cancel_token *token);

/// Whether somebody has cancelled.
bool cad_cancel_token_is_cancelled(const cad_cancel_token *token);

/// Frees a token. That cancels nothing.
void cad_cancel_token_free(cad_cancel_token *token);


/* ============================================================================
 * 14. Tokens
 *
 * On `post_token` a client fetches its tokens by itself, where the account holds the api key. A new
 * token of an account ends all its earlier ones, so **programs that use one account must share
 * one**: give their clients the same token store. It is dumb on purpose: it reads bytes, and
 * replaces them if nobody else has. What the bytes mean is the library's.
 *
 *     cad_token_store store = CAD_TOKEN_STORE_INIT;
 *     cad_file_token_store(cad_cstr("/var/lib/dialer/token"), &store);
 *     settings.token_store = &store;
 *
 * A store of your own is two functions over whatever your programs have in common, a row of a
 * database or a key of Redis. A program that must not hold the key has a token source instead: a
 * function that asks your own server for a token.
 *
 * These functions are called from threads of the library's own, without any lock held; the call
 * waits for them, at most until its deadline, and they may end after it. They must return: no
 * `longjmp`, no C++ exception. What they hand over by `*bytes`, `*version` and `*token`, made by
 * `cad_string_new`, is their caller's; it is NULL before.
 */

/// What a token store answers. Closed.
typedef CAD_ENUM_(cad_store_answer) {
    /// Something is kept under the key.
    CAD_STORED_FOUND = 1,
    /// Nothing is kept under the key.
    CAD_STORED_NOTHING = 2,
    /// It was written.
    CAD_STORED_WRITTEN = 3,
    /// It was not written: the version is another one by now.
    CAD_STORED_CONFLICT = 4,
    /// The store could not do it. Whether something was written is not known.
    CAD_STORED_FAILED = 5,
} cad_store_answer;

/// The name of a `cad_store_answer`, `unknown` for a number that is none.
const char *cad_store_answer_name(cad_store_answer number);

/// Where programs that use one account keep the token that they share. Begin with
/// CAD_TOKEN_STORE_INIT, or let `cad_file_token_store` fill it.
///
/// A key names an account at a server: 1 to 64 ASCII letters and digits, the same in every program
/// and language, and no secret. The bytes **hold a token**: don't log them. There are at most 16 KiB.
typedef struct cad_token_store {
    /// The size of this struct, by CAD_TOKEN_STORE_INIT.
    size_t size;
    /// Whatever you like: it is handed to the functions.
    void *user;
    /// Reads what is kept under a key. Answers CAD_STORED_FOUND, and hands over the bytes and which
    /// writing of them this is, a text of your choice that no two writings under a key share;
    /// CAD_STORED_NOTHING; or anything else, which is a failure.
    cad_store_answer (*get)(void *user,
                            cad_str key,
                            cad_string **bytes,
                            cad_string **version);
    /// Keeps the bytes under the key if the version there still is this one, or if nothing is there
    /// where it is absent: **as one step** that nobody else can come into. Answers
    /// CAD_STORED_WRITTEN, CAD_STORED_CONFLICT, or anything else, which is a failure.
    cad_store_answer (*put_if)(void *user, cad_str key, cad_str version, cad_str bytes);
    /// Frees `user`, once, when nothing uses it any more: from any thread. May be NULL.
    void (*free)(void *user);
} cad_token_store;

#define CAD_TOKEN_STORE_INIT \
    { \
        sizeof(cad_token_store), NULL, NULL, NULL, NULL \
    }

/// Where the tokens of an account come from that was made by `cad_account_with_token_source`. Begin
/// with CAD_TOKEN_SOURCE_INIT.
typedef struct cad_token_source {
    /// The size of this struct, by CAD_TOKEN_SOURCE_INIT.
    size_t size;
    /// Whatever you like: it is handed to the functions.
    void *user;
    /// Hands over a token and returns 0; or returns the kind of why there is none, as a transport
    /// does, in doubt CAD_KIND_TRANSPORT_FAILED. `renew` is 1 where the server has refused the token
    /// that was given last: the same again is of no use.
    uint32_t (*token)(void *user, uint32_t renew, cad_string **token);
    /// Frees `user`, once, when nothing uses it any more: from any thread. May be NULL.
    void (*free)(void *user);
} cad_token_source;

#define CAD_TOKEN_SOURCE_INIT \
    { \
        sizeof(cad_token_source), NULL, NULL, NULL \
    }

/// Makes a text of your own, which is wiped when it is freed: what a token store and a token source
/// of yours hand over. Any bytes will do.
///
/// Writes `*out` on CAD_OK.
cad_status cad_string_new(cad_str text,
                          cad_string **out);


/// Fills a token store that is one file on this machine, for programs of one user; many accounts may
/// share it. A relative path is resolved now. Nothing is opened yet; the file need not exist, its
/// folder must.
///
/// The file is readable for its owner only, and a folder that others may write to is refused, unless
/// only owners may remove files there, as in `/tmp`. A writing replaces the file as a whole, under a
/// lock that lives for microseconds and ends with its program.
///
/// Writes `*out`, whose `size` must be set (CAD_TOKEN_STORE_INIT), on CAD_OK.
///
/// Owner: you, by `out->free(out->user)`, until a client takes it over. A host that drives an engine
/// calls `out->get` and `out->put_if` by itself.
cad_status cad_file_token_store(cad_str path,
                                cad_token_store *out);

/// Says whether a token store in this file can be used, and why not: for the start of a program. It
/// makes the file where there is none.
///
/// Writes `*problem` on CAD_INVALID: a text for a person, which names the file and holds no secret.
///
/// NULL: `problem` may be.
/// Errors: CAD_INVALID.
cad_status cad_check_token_file(cad_str path,
                                cad_string **problem);


/* ============================================================================
 * 15. Settings
 *
 * What a client, and an engine, need to know. Begin with CAD_SETTINGS_INIT, and set at least the
 * account and the API.
 */

/// Stands for the default of a time: a call has 15 s, connecting has 5 s, and the deadline of one
/// call is that of its client or engine.
#define CAD_DEFAULT_MS UINT64_MAX

/// Who calls, over which API, and limits.
typedef struct cad_settings {
    /// The size of this struct, by CAD_SETTINGS_INIT.
    size_t size;
    /// Who calls. Copied; must be there.
    const cad_account *account;
    /// Where the vendor's server is; the domestic host where it is absent. `https://`, or plain
    /// `http://` to this machine.
    cad_str base_url;
    /// How long one call may take, in milliseconds: more than nothing, at most 24 hours.
    uint64_t deadline_ms;
    /// How long making a connection may take, in milliseconds: the same range.
    uint64_t connect_timeout_ms;
    /// Which of the vendor's APIs the account uses. Must be named.
    cad_api api;
    /// How strict validation is.
    cad_mode mode;
    /// How often one call may send in all, 1 to 10; 0 for the default, which is 3. Sent again is what
    /// did not leave this machine, and what was refused with a time to come back.
    uint32_t attempts;
    /// 1 to send again, too, where nobody knows what happened to the last attempt, else 0: then a
    /// disposition may be applied twice. Never where a pause or an auto-release is asked for.
    uint32_t resend_unknown;
    /// Of a client, on `post_token` with an api key: where it shares its token with other clients and
    /// programs; NULL where it keeps it by itself. Copied. An engine asks by its steps.
    ///
    /// On CAD_OK the client owns what its `user` points to, and calls its `free` when nothing uses it
    /// any more; otherwise it stays yours. So each client has one of its own.
    const cad_token_store *token_store;
    /// Of a client whose account was made by `cad_account_with_token_source`: where its tokens come
    /// from. Copied, and owned, like the store. An engine asks by its steps.
    const cad_token_source *token_source;
    /// Of an engine: 1 where the host has a store in which programs share one token, so that the
    /// engine asks it (CAD_STEP_STORE) before it fetches one, else 0. A client goes by its
    /// `token_store`.
    uint32_t shares_tokens;
    /// 0.
    uint32_t reserved;
    /// How many minutes the account's days, by which call records are asked for, are ahead of UTC, -840
    /// to 840; NULL is India's 330. On the international host a look-up needs it. Copied.
    const int32_t *utc_offset_minutes;
} cad_settings;

#define CAD_SETTINGS_INIT \
    { \
        sizeof(cad_settings), NULL, {NULL, 0}, CAD_DEFAULT_MS, CAD_DEFAULT_MS, CAD_NOTHING_(cad_api), \
        CAD_MODE_STANDARD, 0, 0, NULL, NULL, 0, \
        0, NULL \
    }

/// What one call may be told.
typedef struct cad_call_options {
    /// The size of this struct, by CAD_CALL_OPTIONS_INIT.
    size_t size;
    /// How long this call may take, in milliseconds, such as the agent's remaining wrap-up time; a
    /// look-up has 30 s unless told. With 0 nothing is sent.
    uint64_t deadline_ms;
    /// By what this call can be cancelled; NULL for by nothing. An engine's call is told by
    /// CAD_EVENT_CANCELLED; there this only counts where it is cancelled already.
    const cad_cancel_token *cancel;
} cad_call_options;

#define CAD_CALL_OPTIONS_INIT \
    { \
        sizeof(cad_call_options), CAD_DEFAULT_MS, NULL \
    }


/* ============================================================================
 * 16. Connections
 *
 * How the built-in transport connects. It is not in the small library; define CAD_NO_CLIENT for
 * that.
 */

#ifndef CAD_NO_CLIENT

/// Which proxy to use. Closed. Never one for a loopback host.
typedef CAD_ENUM_(cad_proxy) {
    /// What HTTPS_PROXY, ALL_PROXY and NO_PROXY say when the client is made.
    CAD_PROXY_ENVIRONMENT = 1,
    /// None.
    CAD_PROXY_NONE = 2,
    /// That of the connection's `proxy_url`.
    CAD_PROXY_URL = 3,
} cad_proxy;

/// The name of a `cad_proxy`, `unknown` for a number that is none.
const char *cad_proxy_name(cad_proxy number);

/// How the built-in transport connects.
typedef struct cad_connection {
    /// The size of this struct, by CAD_CONNECTION_INIT.
    size_t size;
    /// Certificates to trust besides the operating system's, as PEM: a company's own authority.
    cad_str extra_ca_pem;
    /// The proxy's URL, with user name and password where it needs them. Only with CAD_PROXY_URL.
    cad_str proxy_url;
    /// Which proxy to use.
    cad_proxy proxy;
    /// 0.
    uint32_t reserved;
} cad_connection;

#define CAD_CONNECTION_INIT \
    { \
        sizeof(cad_connection), {NULL, 0}, {NULL, 0}, CAD_PROXY_ENVIRONMENT, 0 \
    }

#endif /* CAD_NO_CLIENT */


/* ============================================================================
 * 17. Your own transport
 *
 * A client can send over any HTTP stack: two functions and a pointer of yours. **One send is one
 * request on the wire**: no hidden resend when a kept connection dies, no redirect followed, no
 * `Referer`, no cookies. It keeps the limits, and returns by then.
 *
 * The answer is given by `cad_answer_reply` or `cad_answer_failed`. A transport that returns
 * without an answer, or whose answer is refused, counts as CAD_KIND_TRANSPORT_FAILED: what it sent
 * may have arrived. A kind that says that nothing was sent must be true.
 *
 * Your functions are called without any lock held, so they may call the library, the same client
 * too. They must return: no `longjmp`, no C++ exception.
 */

/// Takes what one send came to. It lives until the send returns. Opaque.
typedef struct cad_answer cad_answer;

/// The limits of one send.
typedef struct cad_limits {
    /// The size of this struct as the library knows it.
    size_t size;
    /// How long making a connection may take, in milliseconds.
    uint64_t connect_ms;
    /// How long the whole send may take, in milliseconds, the reading of the body in it.
    uint64_t total_ms;
    /// How many bytes of a body to read: up to so many and one more, which tells that there was
    /// more.
    size_t body;
    /// Whether the call was cancelled: `cad_cancel_token_is_cancelled`. A transport that can, looks
    /// from time to time, and then ends the send: with a kind that says that nothing was sent if it
    /// is sure of that, else with CAD_KIND_CANCELLED. A call ends when its send does.
    const cad_cancel_token *cancel;
} cad_limits;

#define CAD_LIMITS_INIT \
    { \
        sizeof(cad_limits), 0, 0, 0, NULL \
    }

/// A transport of yours. Begin with CAD_TRANSPORT_INIT.
typedef struct cad_transport {
    /// The size of this struct, by CAD_TRANSPORT_INIT.
    size_t size;
    /// Whatever you like: it is handed to both functions.
    void *user;
    /// Sends a request as it is and gives the answer. Called from any thread, by several at once.
    /// The request, the limits and the answer live until it returns.
    void (*send)(void *user,
                 const cad_http_request *request,
                 const cad_limits *limits,
                 cad_answer *answer);
    /// Frees `user`, once, when nothing uses it any more: from any thread. May be NULL.
    void (*free)(void *user);
    /// 1 where it can send a GET with a body (`cad_http_request_body_with_get`), over a connection that
    /// no other request uses (`cad_http_request_own_connection`), else 0: then a look-up of call
    /// records sends nothing. Most HTTP stacks can't; libcurl can, by CURLOPT_CUSTOMREQUEST.
    uint32_t can_send_body_with_get;
    /// 0.
    uint32_t reserved;
} cad_transport;

#define CAD_TRANSPORT_INIT \
    { \
        sizeof(cad_transport), NULL, NULL, NULL, 0, 0 \
    }

/// Answers a send with a whole reply, whatever its status. Of the body, no more than the limit and
/// one byte is taken.
///
/// Threads: the send's, or any other that the send waits for.
/// Errors: CAD_MISUSE where there is an answer already, which stays; CAD_NULL, CAD_BAD_SIZE,
/// CAD_PANIC. There is no answer then.
cad_status cad_answer_reply(cad_answer *answer,
                            const cad_http_reply *received);

/// Answers a send that failed without a whole reply. In doubt the kind is
/// CAD_KIND_TRANSPORT_FAILED.
///
/// Threads: the send's, or any other that the send waits for.
/// Errors: CAD_MISUSE where there is an answer already, which stays; CAD_BAD_ENUM for a kind that
/// is none of a transport's; CAD_NULL, CAD_PANIC. There is no answer then.
cad_status cad_answer_failed(cad_answer *answer,
                             cad_kind kind);


/* ============================================================================
 * 18. Setting a disposition
 *
 *     cad_settings settings = CAD_SETTINGS_INIT;
 *     settings.account = account;
 *     settings.api = CAD_API_GET_V2;
 *     cad_client *client = NULL;
 *     if (cad_client_new(&settings, NULL, &client, NULL) != CAD_OK) ...
 *
 *     cad_receipt *receipt = NULL;
 *     switch (cad_set_disposition(client, &request, NULL, &receipt)) {
 *     case CAD_OK:        // applied, queued or accepted: cad_receipt_effect tells which
 *     case CAD_INVALID:   // nothing was sent: mend the request
 *     case CAD_NOT_SENT:  // nothing was sent: cad_receipt_may_resend
 *     case CAD_REFUSED:   // not applied: cad_receipt_outcome, cad_receipt_may_resend
 *     case CAD_UNCERTAIN: // may have been applied: look before sending again
 *     default: ...        // called wrongly, there is no receipt
 *     }
 *     cad_receipt_free(receipt);
 */

/// Sets dispositions, blocking. Make one and share it between threads. Opaque.
typedef struct cad_client cad_client;

#ifndef CAD_NO_CLIENT
/// Makes a client with the built-in transport; `connection` says how it connects, NULL for the
/// machine's own trust and proxies. Does no I/O and starts no thread.
///
/// Writes `*out` on CAD_OK, `*problem` on CAD_INVALID: its violations tell everything that is wrong
/// with the settings.
///
/// NULL: `connection` and `problem` may be.
/// Errors: CAD_INVALID.
cad_status cad_client_new(const cad_settings *settings,
                          const cad_connection *connection,
                          cad_client **out,
                          cad_receipt **problem);
#endif

#ifndef CAD_NO_CLIENT
/// Makes a client with the built-in transport, from the environment: the account from
/// CLOUDAGENT_CUSTOMER and one of CLOUDAGENT_API_KEY, CLOUDAGENT_API_KEY_FILE (a file that holds the
/// key) and CLOUDAGENT_TOKEN, the API from CLOUDAGENT_API, and where they are set CLOUDAGENT_BASE_URL
/// (`india`, `international` or a URL) and CLOUDAGENT_DEADLINE (seconds). What `given` holds wins,
/// and its variable is not read: an account, an API, a base URL, a deadline. NULL for `given` holds
/// nothing. Reads the environment, and the file; no other thread may change the environment
/// meanwhile.
///
/// Writes `*out` on CAD_OK, `*problem` on CAD_INVALID: its violations name every variable that is
/// missing or can't be used, and never its value.
///
/// NULL: `given`, `connection` and `problem` may be.
/// Errors: CAD_INVALID.
cad_status cad_client_from_env(const cad_settings *given,
                               const cad_connection *connection,
                               cad_client **out,
                               cad_receipt **problem);
#endif

/// Makes a client over your own transport, which is called from whatever thread calls the client.
/// Does no I/O.
///
/// Writes `*out` on CAD_OK, `*problem` on CAD_INVALID: its violations tell everything that is wrong
/// with the settings.
///
/// Owner: on CAD_OK the client owns `transport->user`, and calls `transport->free` when nothing
/// uses it any more; otherwise it stays yours.
/// NULL: `problem` may be.
/// Errors: CAD_INVALID.
cad_status cad_client_with_transport(const cad_settings *settings,
                                     const cad_transport *transport,
                                     cad_client **out,
                                     cad_receipt **problem);

/// Sets a call's disposition, and returns when it is known what happened: at the latest when the
/// deadline has passed, and soon where it is cancelled. `options` are for this call; NULL is none.
///
/// Writes `*out` on CAD_OK, CAD_INVALID, CAD_NOT_SENT, CAD_REFUSED and CAD_UNCERTAIN.
///
/// NULL: `options` may be.
/// Threads: any, several at once; your transport may call back into the library.
/// Errors: those four, told apart by what happened to the call; CAD_NULL, CAD_BAD_SIZE and
/// CAD_BAD_ENUM, where nothing was sent; CAD_PANIC, after which the call is uncertain.
cad_status cad_set_disposition(cad_client *client,
                               const cad_request *request,
                               const cad_call_options *options,
                               cad_receipt **out);

/// Says everything that is wrong with a request, with this client's settings: `cad_validate`.
///
/// Writes `*out` on CAD_OK, whatever the list holds.
cad_status cad_client_validate(const cad_client *client,
                               const cad_request *request,
                               cad_violations **out);

/// Builds the request as this client would send it, without sending it: `cad_build_request`. It
/// holds the credential.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID.
cad_status cad_client_build_request(const cad_client *client,
                                    const cad_request *request,
                                    cad_http_request **out,
                                    cad_violations **problems);

/// Ends the client: later calls return CAD_NOT_SENT with the kind CAD_KIND_CLOSED. Waits for
/// nothing: a call in flight goes on to its end. Closing twice is fine.
///
/// Owner: the client is still to be freed.
void cad_client_close(cad_client *client);

/// Frees a client. Waits for nothing: calls in flight, the one that this is called from too, go on
/// to their end.
///
/// Threads: any, while no other begins a call.
void cad_client_free(cad_client *client);


/* ============================================================================
 * 19. JSON and raw parameters
 *
 * A request's JSON form, for job queues and databases, and a CRM page's raw parameters under the
 * vendor's names. What was read is a `cad_parsed`, which owns its texts.
 */

/// A request as it was read, and what is wrong with it. Opaque, and never changes.
typedef struct cad_parsed cad_parsed;

/// A parameter: its name and its value, decoded.
typedef struct cad_param {
    /// The vendor's name for it, in any case.
    cad_str name;
    /// The value.
    cad_str value;
} cad_param;

/// Writes a request as a compact JSON object, without what is absent.
///
/// Writes `*out` on CAD_OK.
///
/// Errors: CAD_INVALID_UTF8.
cad_status cad_request_to_json(const cad_request *request, cad_string **out);

/// Reads a request's JSON form. Only the form is checked: `cad_validate` does the rest.
///
/// Writes `*out` on CAD_OK and on CAD_INVALID; then it holds violations, and an empty request.
///
/// Errors: CAD_INVALID.
cad_status cad_request_from_json(cad_str json,
                                 cad_parsed **out);

/// Reads raw, already decoded parameters under the vendor's names, those of all four APIs. What is
/// wrong with them, and with the request that they make on this API, are the violations.
///
/// Writes `*out` on CAD_OK, whatever the violations, and on CAD_INVALID; then a value is not UTF-8,
/// which the violations tell, and the request lacks it.
///
/// NULL: `params` may be where `count` is 0.
/// Errors: CAD_INVALID.
cad_status cad_from_params(const cad_param *params,
                           size_t count,
                           cad_api api,
                           cad_parsed **out);

/// The request that was read, as views.
///
/// Writes `*out`, whose `size` must be set (CAD_REQUEST_INIT), on CAD_OK.
cad_status cad_parsed_request(const cad_parsed *parsed, cad_request *out);

/// The account's user name among the parameters; absent where there was none.
cad_str cad_parsed_customer(const cad_parsed *parsed);

/// Makes an account of the user name and the api key among the parameters; what was not there is
/// missing in it.
///
/// Writes `*out` on CAD_OK.
cad_status cad_parsed_account(const cad_parsed *parsed,
                              cad_account **out);

/// What is wrong with what was read.
///
/// NULL: gives NULL, which counts as an empty list.
const cad_violations *cad_parsed_violations(const cad_parsed *parsed);

/// Frees a parsed request, and wipes an api key that was among its parameters.
void cad_parsed_free(cad_parsed *parsed);


/* ============================================================================
 * 20. Replies to other requests
 *
 * The replies to `cad_build_token_request` and `cad_build_list_request`.
 */

/// A list of texts. Opaque, and never changes.
typedef struct cad_list cad_list;

/// Makes a list of your own: one that you have kept, for `cad_check_disposition`.
///
/// Writes `*out` on CAD_OK.
///
/// NULL: `texts` may be where `count` is 0.
/// Errors: CAD_INVALID_UTF8.
cad_status cad_list_new(const cad_str *texts, size_t count, cad_list **out);

/// Says what the reply to a request for a token means: the token, or why there is none. The buffer
/// is that of `cad_classify_into`.
///
/// On CAD_OK, writes `*token`, NULL where none was granted; then it also writes `*reply`, whose
/// `size` must be set (CAD_REPLY_INIT).
///
/// Owner: the reply's texts live as long as the body and the buffer.
/// NULL: `scratch` may be where `scratch_len` is 0.
cad_status cad_classify_token(const cad_http_reply *received,
                              void *scratch,
                              size_t scratch_len,
                              cad_string **token,
                              cad_reply *reply);

/// Says what the reply to a request for a campaign's dispositions means: the list, which may be
/// empty, or why there is none. The API and the buffer are those of `cad_classify_into`.
///
/// On CAD_OK, writes `*list`, NULL where there is none; then it also writes `*reply`, whose `size`
/// must be set (CAD_REPLY_INIT).
///
/// Owner: the reply's texts live as long as the body and the buffer.
/// NULL: `scratch` may be where `scratch_len` is 0.
cad_status cad_classify_list(cad_api api,
                             const cad_http_reply *received,
                             void *scratch,
                             size_t scratch_len,
                             cad_list **list,
                             cad_reply *reply);

/// How many texts a list has.
size_t cad_list_count(const cad_list *list);

/// One of the texts, counted from 0.
///
/// Writes `*out` on CAD_OK.
///
/// Errors: CAD_OUT_OF_RANGE.
cad_status cad_list_get(const cad_list *list, size_t index, cad_str *out);

/// Frees a list.
void cad_list_free(cad_list *list);


/* ============================================================================
 * 21. A campaign's dispositions
 *
 *     cad_disposition_list *list = NULL;
 *     cad_list_dispositions(client, cad_cstr("North"), NULL, &list, NULL);
 *     cad_violations *warnings = NULL;
 *     cad_check_disposition(cad_disposition_list_texts(list), &request, &warnings);
 *
 * What came of asking says nothing of any call: whoever asks again can do no harm. It holds no text
 * of the server's but the list.
 */

/// What came of asking for a campaign's dispositions. Opaque, and never changes.
typedef struct cad_disposition_list cad_disposition_list;

/// Asks for a campaign's dispositions, blocking: once, within the deadline, with a token that is come
/// by as for a disposition. The GET APIs need the campaign; on the POST APIs an absent one means those
/// of the account. A host with a loop of its own has `cad_engine_start_list`.
///
/// Writes `*out` on CAD_OK, which says that it was asked: `cad_disposition_list_texts` says whether a
/// list came. Writes `*problems` on CAD_INVALID.
///
/// NULL: `options` and `problems` may be.
/// Errors: CAD_INVALID.
cad_status cad_list_dispositions(cad_client *client,
                                 cad_str campaign,
                                 const cad_call_options *options,
                                 cad_disposition_list **out,
                                 cad_violations **problems);

/// Reads the reply to a request that `cad_build_list_request` made for this API, for a host that sends
/// by itself.
///
/// Writes `*out` on CAD_OK.
cad_status cad_disposition_list_of_reply(cad_api api,
                                         const cad_http_reply *received,
                                         cad_disposition_list **out);

/// What it means that no reply came to such a request, for a reason of this kind.
///
/// Writes `*out` on CAD_OK.
cad_status cad_disposition_list_failed(cad_kind kind, cad_disposition_list **out);

/// The dispositions, as the server spells them, which may be none.
///
/// NULL: gives NULL, as where no list came.
const cad_list *cad_disposition_list_texts(const cad_disposition_list *list);

/// What the vendor said instead of a list, or of a token to ask with; 0 where it gave one, or where no
/// reply came.
cad_outcome cad_disposition_list_outcome(const cad_disposition_list *list);

/// Why no reply came, or why there was no token to ask with; else 0.
cad_kind cad_disposition_list_kind(const cad_disposition_list *list);

/// What to do next, about this question alone.
cad_advice cad_disposition_list_advice(const cad_disposition_list *list);

/// The reply's HTTP status; 0 where none came.
uint32_t cad_disposition_list_http_status(const cad_disposition_list *list);

/// How many seconds to wait before asking again; -1 where the server did not say.
///
/// NULL: -1.
int32_t cad_disposition_list_retry_after_seconds(const cad_disposition_list *list);

/// What came of it and what to do, for a person: the same in every language. Never empty.
cad_str cad_disposition_list_sentence(const cad_disposition_list *list);

/// Copies it: one that belongs to an engine's call, to keep it longer than that.
///
/// Writes `*out` on CAD_OK.
cad_status cad_disposition_list_copy(const cad_disposition_list *list,
                                     cad_disposition_list **out);

/// Frees it, and its list, where it is yours. That of an engine's step is not.
void cad_disposition_list_free(cad_disposition_list *list);

/// Says whether a request's disposition is on its campaign's list, before it is sent: an empty list of
/// violations where it is, else a warning, since the list can be older than the campaign. Capitals and
/// spaces count.
///
/// Writes `*out` on CAD_OK, whatever the list holds.
///
/// Errors: CAD_NULL also where no list came: nothing is known then.
cad_status cad_check_disposition(const cad_list *list,
                                 const cad_request *request,
                                 cad_violations **out);


/* ============================================================================
 * 22. Call records
 *
 * What became of a disposition of which nobody knows: the vendor's call records often tell, and so
 * does the end-of-call callback.
 *
 *     cad_records *records = NULL;
 *     cad_classify_records(CAD_ASKED_ONE_CALL, &received, &records);
 *     cad_settlement *settlement = NULL;
 *     if (cad_settle(&request, CAD_API_GET_V2, records, &settlement, NULL) == CAD_OK)
 *         switch (cad_settlement_effect(settlement)) ... // applied, not applied, or still unknown
 *
 * A look-up that fails says nothing of a disposition, and nothing becomes "not applied" by being
 * absent.
 */

#ifndef CAD_NO_CLIENT

/// A list of call records, or what came instead of one. Opaque, and never changes.
typedef struct cad_records cad_records;

/// What one of the vendor's records says of a call, or of one agent's leg of it. A text that is not
/// there, or that says nothing (`null`, blank), is absent. It holds no secret.
///
/// As an argument, begin with CAD_RECORD_INIT; what is not UTF-8 in it counts as damaged, as in a
/// reply.
typedef struct cad_record {
    /// The size of this struct, by CAD_RECORD_INIT.
    size_t size;
    /// The id of the agent's leg of the call.
    cad_str ucid;
    /// The id of the call as a whole, also called `monitorUCID`.
    cad_str call_id;
    /// The campaign's number.
    cad_str did;
    /// The agent's login id; a chain `a -> b` where the call was transferred.
    cad_str agent_id;
    /// The disposition.
    cad_str disposition;
    /// The comments, which are the customer's matter: don't log them.
    cad_str comments;
    /// The day on which the call began, `YYYY-MM-DD`, in the account's own zone.
    cad_str call_date;
    /// When it began, `HH:MM:SS`.
    cad_str start_time;
    /// When it ended, `HH:MM:SS`; where that is less, on the next day.
    cad_str end_time;
    /// The vendor's word for whether it was answered.
    cad_str status;
    /// The vendor's word for the kind of call.
    cad_str type;
    /// The campaign's name.
    cad_str campaign;
} cad_record;

#define CAD_RECORD_INIT \
    { \
        sizeof(cad_record), {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, \
        {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, \
        {NULL, 0} \
    }

/// Says what the reply to a request for records means: to `cad_build_record_request`
/// (CAD_ASKED_ONE_CALL) or to `cad_build_day_request` (CAD_ASKED_DAY), which says how much of it is
/// read. Any bytes have an answer. It takes linear time.
///
/// Writes `*out` on CAD_OK, whether it is a list or not: `cad_records_came`.
cad_status cad_classify_records(cad_asked asked,
                                const cad_http_reply *received,
                                cad_records **out);

/// Makes a list of records of your own, such as of those that you have kept. `truncated` is 1 where
/// there may be more than these, else 0. Texts are copied.
///
/// Writes `*out` on CAD_OK.
///
/// NULL: `records` may be where `count` is 0.
cad_status cad_records_new(const cad_record *records,
                           size_t count,
                           uint32_t truncated,
                           cad_records **out);

/// Whether a list came, which may be empty. An empty one proves nothing of a disposition.
bool cad_records_came(const cad_records *records);

/// How many records there are.
size_t cad_records_count(const cad_records *records);

/// One of the records, counted from 0, in the server's order.
///
/// Writes `*out`, whose `size` must be set (CAD_RECORD_INIT), on CAD_OK.
///
/// Errors: CAD_OUT_OF_RANGE.
cad_status cad_records_get(const cad_records *records,
                           size_t index,
                           cad_record *out);

/// Whether the reader stopped at a limit: there may be more records.
bool cad_records_truncated(const cad_records *records);

/// Whether the server said in words that there is no record, which it also says to a wrong key.
bool cad_records_in_words(const cad_records *records);

/// Frees a list of records.
void cad_records_free(cad_records *records);

/// Writes a record as a compact JSON object with every field, `null` where one is absent. The
/// comments, which are the customer's matter, are in it only where `with_comments` is 1, not 0.
///
/// Writes `*out` on CAD_OK.
cad_status cad_record_to_json(const cad_record *record,
                              uint32_t with_comments,
                              cad_string **out);

#endif /* CAD_NO_CLIENT */


#ifndef CAD_NO_CLIENT

/// What the vendor said instead of a list; 0 where one came.
cad_outcome cad_records_outcome(const cad_records *records);

/// What to do about the look-up, where it brought no list; 0 where it did. It says nothing of the
/// disposition.
cad_advice cad_records_advice(const cad_records *records);

/// How many seconds to wait before asking again; -1 where the server did not say.
///
/// NULL: -1.
int32_t cad_records_retry_after_seconds(const cad_records *records);

/// Whether the vendor's words are known that came instead of a list.
bool cad_records_recognised(const cad_records *records);

/// The vendor's status word that came instead of a list, where it is a known one.
cad_str cad_records_status(const cad_records *records);

/// The vendor's text that came instead of a list, as far as it is known.
cad_str cad_records_details(const cad_records *records);

/// Why no list came and what to do about it, for a person; absent where one came.
cad_str cad_records_hint(const cad_records *records);

#endif /* CAD_NO_CLIENT */


#ifndef CAD_NO_CLIENT

/// The vendor's end-of-call callback. It holds the account's api key, which the vendor sends in
/// clear: nothing shows it, and it is wiped with the callback. Don't log the body that it was read
/// from. Opaque, and never changes.
typedef struct cad_callback cad_callback;

/// Reads the body that the vendor posts to your server at the end of a call: a form whose field
/// `data` holds JSON, or that JSON itself. The body decides, whatever its content type says: give
/// the bytes as they came, since a framework that reads forms leaves none.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID: `invalid`, `too_long` (over 1 MiB), `duplicate` (`data` twice) or
/// `unsupported` (a multipart form), of the field `callback`.
cad_status cad_read_callback(cad_str body,
                             cad_callback **out,
                             cad_violations **problems);

/// The record of the call, for `cad_settle_record`. It has a `call_id`, and most often no `ucid`.
///
/// Writes `*out`, whose `size` must be set (CAD_RECORD_INIT), on CAD_OK.
cad_status cad_callback_record(const cad_callback *callback,
                               cad_record *out);

/// The account's user name, where the callback says it.
cad_str cad_callback_customer(const cad_callback *callback);

/// Whether the callback holds this account's api key. It is a sign, not a proof: the vendor signs
/// nothing, and whoever saw one callback can send another. No where either has no key, as with a
/// token. It takes the same time wherever two keys of one length differ.
///
/// NULL: gives false.
bool cad_callback_authentic(const cad_callback *callback,
                            const cad_account *account);

/// Frees a callback, and wipes the key in it.
void cad_callback_free(cad_callback *callback);

#endif /* CAD_NO_CLIENT */


#ifndef CAD_NO_CLIENT

/// What records say of a disposition that was sent. Opaque, and never changes. Of one that is NULL,
/// the getters say what is true where nothing is known.
typedef struct cad_settlement cad_settlement;

/// What was found.
///
/// NULL: CAD_FINDING_NO_ANSWER.
cad_finding cad_settlement_finding(const cad_settlement *settlement);

/// What that says of the disposition. CAD_EFFECT_NOT_APPLIED means here: not in force.
///
/// NULL: CAD_EFFECT_UNKNOWN.
cad_effect cad_settlement_effect(const cad_settlement *settlement);

/// What to do next about the disposition.
///
/// NULL: CAD_ADVICE_CHECK_FIRST.
cad_advice cad_settlement_advice(const cad_settlement *settlement);

/// Always false: a record is no reason to send anything again without a person's look at it.
bool cad_settlement_may_resend(const cad_settlement *settlement);

/// After how many seconds looking again may say more; -1 where it can't.
///
/// NULL: -1.
int32_t cad_settlement_look_again_seconds(const cad_settlement *settlement);

/// The record that decided.
///
/// Writes `*out`, whose `size` must be set (CAD_RECORD_INIT), on CAD_OK.
///
/// Errors: CAD_OUT_OF_RANGE where no record did.
cad_status cad_settlement_record(const cad_settlement *settlement, cad_record *out);

/// What was found and what to do, for a person: the same in every language. Never empty.
cad_str cad_settlement_sentence(const cad_settlement *settlement);

/// The ucid that it was made for.
cad_str cad_settlement_ucid(const cad_settlement *settlement);

/// The disposition that it was made for.
cad_str cad_settlement_disposition(const cad_settlement *settlement);

/// What the vendor said to the look-up instead of a list; 0 where a list came, or no reply.
cad_outcome cad_settlement_lookup_outcome(const cad_settlement *settlement);

/// Why no reply came to the look-up, or why it was not sent; else 0.
cad_kind cad_settlement_lookup_kind(const cad_settlement *settlement);

/// What to do about the look-up itself, where it brought no list; 0 where it did.
cad_advice cad_settlement_lookup_advice(const cad_settlement *settlement);

/// How many seconds to wait before looking again; -1 where the server did not say.
///
/// NULL: -1.
int32_t cad_settlement_lookup_retry_after_seconds(const cad_settlement *settlement);

/// Copies it: one that belongs to an engine's call, to keep it longer than that.
///
/// Writes `*out` on CAD_OK.
cad_status cad_settlement_copy(const cad_settlement *settlement,
                               cad_settlement **out);

/// Frees a settlement that is yours. That of an engine's step, or of a list of settlements, is not.
void cad_settlement_free(cad_settlement *settlement);

#endif /* CAD_NO_CLIENT */


#ifndef CAD_NO_CLIENT

/// Says what records tell of a disposition that was sent on this API: those that
/// `cad_classify_records` gave. Where no list came, it is as unknown as before. Only the rows of this
/// leg of the call count.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID: the request lacks its ucid or its
/// disposition.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID.
cad_status cad_settle(const cad_request *request,
                      cad_api api,
                      const cad_records *records,
                      cad_settlement **out,
                      cad_violations **problems);

/// `cad_settle` by one record, such as that of a callback.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID.
cad_status cad_settle_record(const cad_request *request,
                             cad_api api,
                             const cad_record *record,
                             cad_settlement **out,
                             cad_violations **problems);

/// `cad_settle` where no reply came to the look-up, for a reason of this kind: it is as unknown as
/// before.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID.
cad_status cad_settle_failed(const cad_request *request,
                             cad_api api,
                             cad_kind kind,
                             cad_settlement **out,
                             cad_violations **problems);

/// The receipt of a request, with what records say since: one that was unknown, queued or accepted
/// becomes applied where the disposition stands; one that was unknown becomes not applied where
/// another stands. `cad_receipt_settled` then names the finding. Every other comes back as it was.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID: the settlement was made for another request.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID.
cad_status cad_settle_receipt(const cad_receipt *receipt,
                              const cad_request *request,
                              const cad_settlement *settlement,
                              cad_receipt **out,
                              cad_violations **problems);

#endif /* CAD_NO_CLIENT */


#ifndef CAD_NO_CLIENT

/// Builds the request for the records of one call: the leg `ucid`, or the call, on the day
/// (`YYYY-MM-DD`) on which it **began** where the account is, see `cad_record_day`. `now_s` is in
/// seconds since 1970 in UTC. `utc_offset_minutes` says how far the account's days are ahead of UTC;
/// NULL is India's 330, and must not be on the international host. An absent `base_url` is the
/// domestic host.
///
/// It is a **GET with a body**, wants a connection of its own and has a longer reply:
/// `cad_http_request_body_with_get`, `_own_connection`, `_reply_limit`. The vendor takes two such
/// requests a minute for the whole account, and keeps 15 days.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `utc_offset_minutes` and `problems` may be.
/// Errors: CAD_INVALID.
cad_status cad_build_record_request(const cad_account *account,
                                    cad_str ucid,
                                    cad_str day,
                                    int64_t now_s,
                                    const int32_t *utc_offset_minutes,
                                    cad_str base_url,
                                    cad_http_request **out,
                                    cad_violations **problems);

/// Builds the request for the records of all calls that began on a day between two times `HH:MM:SS`;
/// the whole day where both are absent. The rest is as for `cad_build_record_request`. Several open
/// calls are one such request.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `utc_offset_minutes` and `problems` may be.
/// Errors: CAD_INVALID.
cad_status cad_build_day_request(const cad_account *account,
                                 cad_str day,
                                 cad_str from,
                                 cad_str to,
                                 int64_t now_s,
                                 const int32_t *utc_offset_minutes,
                                 cad_str base_url,
                                 cad_http_request **out,
                                 cad_violations **problems);

/// The day `YYYY-MM-DD` on which a call is recorded that **began** at this moment, in seconds since
/// 1970 in UTC, where clocks are so many minutes ahead of UTC: 330 in India.
///
/// Writes `*out` on CAD_OK.
///
/// Errors: CAD_BAD_ENUM for a moment outside the years 2000 to 2099, which milliseconds are, and for
/// an offset of more than 14 hours.
cad_status cad_record_day(int64_t began_s,
                          int32_t utc_offset_minutes,
                          cad_string **out);

#endif /* CAD_NO_CLIENT */


/* ============================================================================
 * 23. Looking up
 *
 *     cad_settlement *settlement = NULL;
 *     if (cad_client_look_up(client, &request, cad_cstr("2026-11-30"), NULL, &settlement, NULL) ==
 *         CAD_OK)
 *         printf("%.*s\n", CAD_PRINT(cad_settlement_sentence(settlement)));
 *
 * A look-up asks the vendor for call records, and settles by them what nobody knew. The vendor takes
 * two such requests a minute for the whole account, so a client sends one in 31 s, and else answers
 * at once with the seconds that are left. It never looks again by itself. Several open calls are one
 * `cad_client_look_up_all`; of several processes, look up from one.
 */

#ifndef CAD_NO_CLIENT

/// What was looked up of several dispositions, in the order in which they were given. Opaque, and
/// never changes.
typedef struct cad_settlements cad_settlements;

/// Looks up what the call's records say of a disposition, blocking: that of a call that ended
/// CAD_UNCERTAIN, say. `day` is that on which the call **began** (`YYYY-MM-DD`, `cad_record_day`). It
/// takes at most 30 s unless the options say otherwise, and fetches no token. The vendor is asked over
/// a connection of its own; a transport of yours must be able to (`can_send_body_with_get`).
///
/// Writes `*out` on CAD_OK, whatever came of it: a look-up that failed says that in the settlement's
/// `cad_settlement_lookup_...`, and never by a status of sending. Writes `*problems` on CAD_INVALID:
/// it can't be asked so.
///
/// NULL: `options` and `problems` may be.
/// Errors: CAD_INVALID.
cad_status cad_client_look_up(cad_client *client,
                              const cad_request *request,
                              cad_str day,
                              const cad_call_options *options,
                              cad_settlement **out,
                              cad_violations **problems);

/// Looks up several dispositions with one request for the records of all calls that began on a day
/// between two times `HH:MM:SS`; the whole day where both are absent. The rest is as for
/// `cad_client_look_up`. With no request nothing is asked.
///
/// Writes `*out` on CAD_OK: a settlement for each request, in their order. Writes `*problems` on
/// CAD_INVALID.
///
/// NULL: `requests` may be where `count` is 0; `options` and `problems` may be.
/// Errors: CAD_INVALID.
cad_status cad_client_look_up_all(cad_client *client,
                                  const cad_request *requests,
                                  size_t count,
                                  cad_str day,
                                  cad_str from,
                                  cad_str to,
                                  const cad_call_options *options,
                                  cad_settlements **out,
                                  cad_violations **problems);

/// How many settlements there are.
size_t cad_settlements_count(const cad_settlements *settlements);

/// One of the settlements, counted from 0, in the order of the requests.
///
/// NULL: gives NULL, as where `index` is not below the count.
const cad_settlement *cad_settlements_get(const cad_settlements *settlements,
                                          size_t index);

/// Frees settlements, all at once. Those of an engine's step are not yours.
void cad_settlements_free(cad_settlements *settlements);

#endif /* CAD_NO_CLIENT */


/* ============================================================================
 * 24. The engine's steps
 *
 * For a host with a loop of its own: the sending rules without I/O, clock or thread. One call is
 * one `cad_call`; you tell it what happened and when, and it tells what to do next.
 *
 *     cad_step step = CAD_STEP_INIT;
 *     cad_engine_start(engine, &request, NULL, NULL, now_ms(), &call, &step);
 *     // CAD_STEP_SEND: send step.request once, and tell what came back:
 *     cad_event event = CAD_EVENT_INIT;
 *     event.kind = CAD_EVENT_REPLY;
 *     event.seq = step.seq;
 *     event.reply = &received; // a cad_http_reply
 *     cad_call_step(call, &event, now_ms(), &step);
 *     // CAD_STEP_STORE: ask the token store, and tell its answer: CAD_EVENT_STORED
 *     // CAD_STEP_TOKEN: ask the token source: CAD_EVENT_TOKEN_GIVEN, or CAD_EVENT_FAILED
 *     // CAD_STEP_WAIT: at step.until_ms give a CAD_EVENT_TIMER
 *     // CAD_STEP_ABORT: abort the send step.seq, and answer it with what you know of it
 *     // CAD_STEP_DONE: step.receipt tells what became of the call
 *     // CAD_STEP_LISTED: the same of one that `cad_engine_start_list` began, in step.list
 *     // CAD_STEP_SETTLED: of one that `cad_engine_start_look_up` began, in step.settlements
 *
 * Branch on no status, delay or text yourself: the steps say everything.
 */

/// What happened. Closed.
typedef CAD_ENUM_(cad_event_kind) {
    /// Nothing but time passed. Fine at any moment.
    CAD_EVENT_TIMER = 1,
    /// A whole reply came to the send of that number.
    CAD_EVENT_REPLY = 2,
    /// The send of that number failed without a whole reply, or the token source gave no token for
    /// the step of that number.
    CAD_EVENT_FAILED = 3,
    /// The call is no longer wanted.
    CAD_EVENT_CANCELLED = 4,
    /// The token store answered the step of that number.
    CAD_EVENT_STORED = 5,
    /// The token source gave a token for the step of that number.
    CAD_EVENT_TOKEN_GIVEN = 6,
} cad_event_kind;

/// The name of a `cad_event_kind`, `unknown` for a number that is none.
const char *cad_event_kind_name(cad_event_kind number);

/// What to do next. Closed.
typedef CAD_ENUM_(cad_step_kind) {
    /// Send the request, once, and answer under its number. When its time is over give a timer.
    CAD_STEP_SEND = 1,
    /// Wait for what is in flight. When the time is over, and not before, give a timer.
    CAD_STEP_WAIT = 2,
    /// The call has ended, and every later event gets the same again.
    CAD_STEP_DONE = 3,
    /// Abort that send, and answer it with what is known of it: a reply that came all the same, or
    /// whether the request may have left. When the time is over give a timer.
    CAD_STEP_ABORT = 4,
    /// Do this with the token store, and answer under its number. Carry it out to its end even
    /// where the call has ended meanwhile. When the time is over give a timer.
    CAD_STEP_STORE = 5,
    /// Ask the token source for a token, and answer under its number. When the time is over give a
    /// timer; where the call ends, drop it.
    CAD_STEP_TOKEN = 6,
    /// The call that asked for a campaign's dispositions has ended: as CAD_STEP_DONE, with a list
    /// instead of a receipt.
    CAD_STEP_LISTED = 7,
    /// The call that looked records up has ended: as CAD_STEP_DONE, with settlements instead of a
    /// receipt.
    CAD_STEP_SETTLED = 8,
} cad_step_kind;

/// The name of a `cad_step_kind`, `unknown` for a number that is none.
const char *cad_step_kind_name(cad_step_kind number);

/// What to do with a token store. Closed.
typedef CAD_ENUM_(cad_store_operation) {
    /// Read what is kept under the key: `get` of a `cad_token_store`.
    CAD_STORE_GET = 1,
    /// Keep the bytes under the key if the version is still this one: its `put_if`.
    CAD_STORE_PUT_IF = 2,
} cad_store_operation;

/// The name of a `cad_store_operation`, `unknown` for a number that is none.
const char *cad_store_operation_name(cad_store_operation number);

/// What happened. Begin with CAD_EVENT_INIT, which is a timer.
typedef struct cad_event {
    /// The size of this struct, by CAD_EVENT_INIT.
    size_t size;
    /// What happened.
    cad_event_kind kind;
    /// Of a reply, a failure, and what a store or a source answered: the number that came with the
    /// step.
    uint32_t seq;
    /// Of a failure: how it failed. In doubt, CAD_KIND_TRANSPORT_FAILED.
    cad_kind failure;
    /// Of a failure with CAD_KIND_CANCELLED: 1 where the request surely did not leave, else 0. Every
    /// other kind says that itself.
    uint32_t not_sent;
    /// Of a reply: the reply. Copied.
    const cad_http_reply *reply;
    /// Of what came from outside: when it came, in milliseconds since 1970 in UTC; 0 where you don't
    /// know.
    uint64_t wall_ms;
    /// Of CAD_STORED_FOUND: what is kept. Copied.
    cad_str bytes;
    /// Of CAD_STORED_FOUND: which writing of it that is. Copied.
    cad_str version;
    /// Of a token given: the token. Copied.
    cad_str token;
    /// Of what a store answered: its answer.
    cad_store_answer answer;
    /// 0.
    uint32_t reserved;
} cad_event;

#define CAD_EVENT_INIT \
    { \
        sizeof(cad_event), CAD_EVENT_TIMER, 0, CAD_NOTHING_(cad_kind), 0, NULL, \
        0, {NULL, 0}, {NULL, 0}, {NULL, 0}, CAD_NOTHING_(cad_store_answer), 0 \
    }

/// What to do next. What it points to belongs to the call.
typedef struct cad_step {
    /// The size of this struct, by CAD_STEP_INIT.
    size_t size;
    /// What to do.
    cad_step_kind kind;
    /// Of a send, a store and a token: its number, which is handed out exactly once. Of an abort: that
    /// send's.
    uint32_t seq;
    /// Of a send: a connection must stand by then, or it fails with CAD_KIND_CONNECT_TIMEOUT.
    uint64_t connect_by_ms;
    /// When to give a timer, but at the end. Of a send: when the call's time is over.
    uint64_t until_ms;
    /// Of a send: what to send; else NULL. It lives until this send is answered or the call is
    /// freed, also where a later step has come: a transfer that is to be aborted may still read it.
    const cad_http_request *request;
    /// Of the end: what became of the call, until the call is freed; else NULL.
    const cad_receipt *receipt;
    /// The ids of other calls of this engine that wait for what this one just settled, until the
    /// next step: give each a timer. Forgetting one costs time, never the call.
    const uint64_t *wake;
    /// How many ids `wake` has.
    size_t wake_count;
    /// Of a send: how many bytes of a body to read: up to so many and one more, which tells that
    /// there was more.
    size_t body_limit;
    /// Of a store: what to read, or what to keep the bytes under. Like what stands in `request`, it
    /// lives until this step is answered or the call is freed; and so do the next two.
    cad_str key;
    /// Of CAD_STORE_PUT_IF: the version that was read; absent if there must be nothing under the key.
    cad_str version;
    /// Of CAD_STORE_PUT_IF: what to keep. They hold a token: don't log them.
    cad_str bytes;
    /// Of a store: what to do with it.
    cad_store_operation operation;
    /// Of a token: 1 where the server has refused the one that was given last, else 0: then the same
    /// again is of no use.
    uint32_t renew;
    /// Of the end of a call that asked for a list: what came of it, until the call is freed; else
    /// NULL.
    const cad_disposition_list *list;
    /// Of the end of a call that looked records up: what came of it, for each request in their order,
    /// until the call is freed; else NULL.
    const struct cad_settlements *settlements;
} cad_step;

#define CAD_STEP_INIT \
    { \
        sizeof(cad_step), CAD_NOTHING_(cad_step_kind), 0, 0, 0, NULL, \
        NULL, NULL, 0, 0, {NULL, 0}, {NULL, 0}, \
        {NULL, 0}, CAD_NOTHING_(cad_store_operation), 0, NULL, NULL \
    }


/// One logical call. Opaque.
typedef struct cad_call cad_call;

/// The rules and the settings that calls share. Use it from any thread. Opaque.
typedef struct cad_engine cad_engine;

/// Makes an engine.
///
/// Writes `*out` on CAD_OK, `*problem` on CAD_INVALID: its violations tell everything that is wrong
/// with the settings.
///
/// NULL: `problem` may be.
/// Errors: CAD_INVALID; CAD_MISUSE where the settings hold a token store or source.
cad_status cad_engine_new(const cad_settings *settings,
                          cad_engine **out,
                          cad_receipt **problem);

/// Ends the engine: calls that are begun later end at once, with the kind CAD_KIND_CLOSED. Those that
/// are out go on to their end. Closing twice is fine.
///
/// Owner: the engine is still to be freed.
void cad_engine_close(cad_engine *engine);

/// Frees an engine. Its calls go on.
void cad_engine_free(cad_engine *engine);

/// Begins a call: validates the request, and says what to do first. `now_ms` is a moment of your
/// monotonic clock, whose zero does not matter; one engine takes one clock. `seed` is 16 random
/// bytes, which also name the call; NULL takes them from the operating system.
///
/// Writes `*out`, and `*step`, whose `size` must be set (CAD_STEP_INIT), on CAD_OK.
///
/// NULL: `options` and `seed` may be.
/// Errors: CAD_NULL, CAD_BAD_SIZE, CAD_BAD_ENUM, CAD_PANIC. What is wrong with the request is no
/// error here: the call has ended then, and its receipt tells.
cad_status cad_engine_start(cad_engine *engine,
                            const cad_request *request,
                            const cad_call_options *options,
                            const uint8_t *seed,
                            uint64_t now_ms,
                            cad_call **out,
                            cad_step *step);

/// Begins a call that asks for a campaign's dispositions. It is driven as every other is, by the same
/// steps and events, comes by its token by the same rules, and ends with CAD_STEP_LISTED. It is sent
/// once, but for a token that is refused and renewed. The rest is as for `cad_engine_start`.
///
/// Writes `*out`, and `*step`, whose `size` must be set (CAD_STEP_INIT), on CAD_OK, `*problems` on
/// CAD_INVALID: it can't be asked so.
///
/// NULL: `options`, `seed` and `problems` may be.
/// Errors: CAD_INVALID.
cad_status cad_engine_start_list(cad_engine *engine,
                                 cad_str campaign,
                                 const cad_call_options *options,
                                 const uint8_t *seed,
                                 uint64_t now_ms,
                                 cad_call **out,
                                 cad_step *step,
                                 cad_violations **problems);

/// Tells what happened, and learns what to do next. Every event is legal at any time. What is
/// neither an answer to what is out nor the first cancel counts as a timer, and one too
/// early gets CAD_STEP_WAIT: no step is handed out twice, but for the end, which repeats.
///
/// Writes `*step`, whose `size` must be set (CAD_STEP_INIT), on CAD_OK.
///
/// Owner: the call owns what `*step` points to.
/// Threads: any, one at a time.
/// Errors: CAD_BUSY where another thread is in this function with this call; CAD_MISUSE for an
/// answer to a step that was never handed out, or of another sort; CAD_NULL, CAD_BAD_SIZE,
/// CAD_BAD_ENUM, and CAD_INVALID_UTF8 for a store's version. Nothing has changed then. CAD_PANIC.
cad_status cad_call_step(cad_call *call,
                         const cad_event *event,
                         uint64_t now_ms,
                         cad_step *step);

/// The number by which other calls' steps speak of this one in `wake`.
///
/// NULL: the largest number, which no call has.
uint64_t cad_call_id(const cad_call *call);

/// Frees a call. One that has not ended is forgotten: what became of it nobody will know. Not while a
/// store is still reading what its step points to.
void cad_call_free(cad_call *call);


#ifndef CAD_NO_CLIENT

/// Begins a call that looks up what the call's records say of a disposition: `cad_client_look_up`. It
/// is driven as every other is, and ends with CAD_STEP_SETTLED. `wall_ms`, milliseconds since 1970 in
/// UTC, is the time by which `day` is judged. What it sends is a GET with a body, wants a connection of
/// its own, and has a longer reply (`body_limit`). A host that can't send that answers with
/// CAD_KIND_UNSENDABLE. The rest is as for `cad_engine_start`.
///
/// Writes `*out`, and `*step`, whose `size` must be set (CAD_STEP_INIT), on CAD_OK, `*problems` on
/// CAD_INVALID: it can't be asked so.
///
/// NULL: `options`, `seed` and `problems` may be.
/// Errors: CAD_INVALID.
cad_status cad_engine_start_look_up(cad_engine *engine,
                                    const cad_request *request,
                                    cad_str day,
                                    const cad_call_options *options,
                                    const uint8_t *seed,
                                    uint64_t now_ms,
                                    uint64_t wall_ms,
                                    cad_call **out,
                                    cad_step *step,
                                    cad_violations **problems);

/// Begins a call that looks up several dispositions with one request: `cad_client_look_up_all`. The
/// rest is as for `cad_engine_start_look_up`.
///
/// Writes `*out`, and `*step`, whose `size` must be set (CAD_STEP_INIT), on CAD_OK, `*problems` on
/// CAD_INVALID.
///
/// NULL: `requests` may be where `count` is 0; `options`, `seed` and `problems` may be.
/// Errors: CAD_INVALID.
cad_status cad_engine_start_look_up_all(cad_engine *engine,
                                        const cad_request *requests,
                                        size_t count,
                                        cad_str day,
                                        cad_str from,
                                        cad_str to,
                                        const cad_call_options *options,
                                        const uint8_t *seed,
                                        uint64_t now_ms,
                                        uint64_t wall_ms,
                                        cad_call **out,
                                        cad_step *step,
                                        cad_violations **problems);

#endif /* CAD_NO_CLIENT */


/* ============================================================================
 * 25. Testing your own code
 *
 * What your program does with each end of a call can be tested without a network: by a transport
 * that answers as it is told and keeps what was sent. The words are the vendor's own, by what they
 * mean.
 *
 *     cad_fake_transport *fake = NULL;
 *     cad_fake_transport_new(&fake);
 *     cad_fake_transport_says(fake, CAD_OUTCOME_INVALID_AGENT);
 *     cad_transport transport = CAD_TRANSPORT_INIT;
 *     cad_fake_transport_fill(fake, &transport);
 *     cad_client_with_transport(&settings, &transport, &client, NULL);
 *     // cad_set_disposition on it returns CAD_REFUSED, with a receipt as from the vendor
 *
 * A receipt by itself is made by `cad_receipt_from_json`, a list by `cad_disposition_list_failed`
 * and `cad_disposition_list_of_reply`.
 */

/// Answers sends as it is told, and keeps what was sent. Opaque; any thread may use it.
typedef struct cad_fake_transport cad_fake_transport;

/// A reply to a disposition that means this: its status, and its body in the vendor's words.
///
/// Writes `*http_status` and `*body` on CAD_OK.
///
/// Errors: CAD_BAD_ENUM also for CAD_OUTCOME_NONE_FOUND, which no such reply means.
cad_status cad_example_reply(cad_outcome outcome,
                             int64_t *http_status,
                             cad_string **body);

/// Makes a fake transport. Until it is told something it says CAD_OUTCOME_SAVED.
///
/// Writes `*out` on CAD_OK.
cad_status cad_fake_transport_new(cad_fake_transport **out);

/// Tells it what to answer: one send for each thing that it is told, in this order, and the last one
/// from then on. Here, a reply that means this outcome.
///
/// Errors: CAD_BAD_ENUM also for CAD_OUTCOME_NONE_FOUND, which no reply to a disposition means.
cad_status cad_fake_transport_says(cad_fake_transport *fake,
                                   cad_outcome outcome);

/// Tells it to answer with this reply, as `cad_fake_transport_says`.
cad_status cad_fake_transport_replies(cad_fake_transport *fake,
                                      const cad_http_reply *reply);

/// Tells it to fail so, as `cad_fake_transport_says`.
cad_status cad_fake_transport_fails(cad_fake_transport *fake, cad_kind kind);

/// Fills a transport that answers by this fake, for `cad_client_with_transport`.
///
/// Writes `*out`, whose `size` must be set (CAD_TRANSPORT_INIT), on CAD_OK.
///
/// Owner: as of every transport: yours, by `out->free(out->user)`, until a client takes it over. The
/// fake stays yours, and may be freed before.
cad_status cad_fake_transport_fill(cad_fake_transport *fake,
                                   cad_transport *out);

/// How many requests were sent through it.
size_t cad_fake_transport_count(const cad_fake_transport *fake);

/// One of the requests, counted from 0, in the order in which they came; NULL where there is none. It
/// **holds the credential**: use no real one in a test.
///
/// Owner: the fake, for as long as that lives.
const cad_http_request *cad_fake_transport_request(const cad_fake_transport *fake,
                                                   size_t index);

/// Frees a fake, and what it kept. A client over it goes on.
void cad_fake_transport_free(cad_fake_transport *fake);


#if UINTPTR_MAX == UINT64_MAX && defined(__cplusplus)
#define CAD_ASSERT_SIZE_(type, size) static_assert(sizeof(type) == (size), #type)
#elif UINTPTR_MAX == UINT64_MAX && defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define CAD_ASSERT_SIZE_(type, size) _Static_assert(sizeof(type) == (size), #type)
#endif
#ifdef CAD_ASSERT_SIZE_
CAD_ASSERT_SIZE_(cad_status, 4);
CAD_ASSERT_SIZE_(cad_effect, 4);
CAD_ASSERT_SIZE_(cad_advice, 4);
CAD_ASSERT_SIZE_(cad_api, 4);
CAD_ASSERT_SIZE_(cad_flag, 4);
CAD_ASSERT_SIZE_(cad_mode, 4);
CAD_ASSERT_SIZE_(cad_severity, 4);
CAD_ASSERT_SIZE_(cad_delivery, 4);
CAD_ASSERT_SIZE_(cad_kind, 4);
CAD_ASSERT_SIZE_(cad_asked, 4);
CAD_ASSERT_SIZE_(cad_store_answer, 4);
#ifndef CAD_NO_CLIENT
CAD_ASSERT_SIZE_(cad_proxy, 4);
#endif
CAD_ASSERT_SIZE_(cad_event_kind, 4);
CAD_ASSERT_SIZE_(cad_step_kind, 4);
CAD_ASSERT_SIZE_(cad_store_operation, 4);
CAD_ASSERT_SIZE_(cad_str, 16);
CAD_ASSERT_SIZE_(cad_http_reply, 64);
CAD_ASSERT_SIZE_(cad_reply, 128);
CAD_ASSERT_SIZE_(cad_request, 144);
CAD_ASSERT_SIZE_(cad_violation, 40);
CAD_ASSERT_SIZE_(cad_token_store, 40);
CAD_ASSERT_SIZE_(cad_token_source, 32);
CAD_ASSERT_SIZE_(cad_settings, 96);
#ifndef CAD_NO_CLIENT
CAD_ASSERT_SIZE_(cad_connection, 48);
#endif
CAD_ASSERT_SIZE_(cad_attempt, 32);
CAD_ASSERT_SIZE_(cad_limits, 40);
CAD_ASSERT_SIZE_(cad_transport, 40);
CAD_ASSERT_SIZE_(cad_call_options, 24);
CAD_ASSERT_SIZE_(cad_param, 32);
#ifndef CAD_NO_CLIENT
CAD_ASSERT_SIZE_(cad_record, 200);
#endif
CAD_ASSERT_SIZE_(cad_event, 96);
CAD_ASSERT_SIZE_(cad_step, 144);
#undef CAD_ASSERT_SIZE_
#endif

#ifdef __cplusplus
}
#endif

#endif /* CLOUDAGENT_DISPOSITION_H */

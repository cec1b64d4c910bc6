# Generated from the core's tables by `cargo gen`. Change those, not this file.
"""The words of calls and replies."""

from ._code import Code


class Effect(Code):
    """What happened to the **disposition**. Closed: a new value is a major version, so branch on
    it without a default.

    The vendor confirms no pause: its words are the same with and without one.
    """

    APPLIED = "applied"
    """The disposition is recorded."""
    QUEUED = "queued"
    """The agent is still on the call: it is in force when the call disconnects."""
    ACCEPTED = "accepted"
    """Success, but the vendor's words don't tell which of the two."""
    NOT_APPLIED = "not_applied"
    """The disposition was not recorded by this request."""
    UNKNOWN = "unknown"
    """It may have been recorded: nothing proves either."""


class Advice(Code):
    """What to do next. Closed: a new value is a major version, so branch on it without a
    default.
    """

    NONE = "none"
    """Nothing."""
    FIX_REQUEST = "fix_request"
    """Mend the request's fields."""
    FIX_CREDENTIALS = "fix_credentials"
    """Mend the api key, the user name, or the region's host."""
    FIX_CONFIGURATION = "fix_configuration"
    """Mend the set-up: the API chosen, the base URL, the proxy, TLS trust."""
    REFRESH_TOKEN = "refresh_token"
    """Get a new token, then send again."""
    RETRY_LATER = "retry_later"
    """Not applied; the same request may be sent again after a wait."""
    CHECK_FIRST = "check_first"
    """It may have been applied: look in CloudAgent before sending again."""
    DO_NOT_RETRY = "do_not_retry"
    """Sending again will not help."""


class Outcome(Code):
    """What the vendor said. Open: minor versions add values, so keep a default branch."""

    SAVED = "saved"
    """The disposition is saved."""
    UPDATED = "updated"
    """The disposition is saved, in place of an earlier one."""
    QUEUED = "queued"
    """The agent is still on the call: it is in force when the call disconnects."""
    SUCCEEDED = "succeeded"
    """A success in words that no page prints."""
    ALREADY_DISPOSED = "already_disposed"
    """The call has a disposition already."""
    AUTHENTICATION_FAILED = "authentication_failed"
    """The key, the user name or the region is wrong."""
    CREDENTIALS_MISSING = "credentials_missing"
    """No credentials arrived, or the account uses the other API-authentication mode."""
    TOKEN_EXPIRED = "token_expired"
    """The token's time is over."""
    TOKEN_INVALID = "token_invalid"
    """The token does not hold, most often because a newer one was made."""
    UNKNOWN_CALL = "unknown_call"
    """No call has this ucid and did: the vendor doesn't say which is wrong."""
    INVALID_AGENT = "invalid_agent"
    """There is no such agent."""
    INVALID_ACTION = "invalid_action"
    """The request's action was not known."""
    EMPTY_DISPOSITION = "empty_disposition"
    """The request came without a disposition."""
    MISSING_PAUSE_REASON = "missing_pause_reason"
    """A pause came without a reason."""
    INVALID_PAUSE_REASON = "invalid_pause_reason"
    """The account has no such pause reason."""
    BAD_REQUEST = "bad_request"
    """The request was not understood."""
    UNABLE_TO_DISPOSE = "unable_to_dispose"
    """The vendor could not do it just now."""
    RATE_LIMITED = "rate_limited"
    """Too many requests."""
    REJECTED = "rejected"
    """A refusal in words that no page prints."""
    FORBIDDEN = "forbidden"
    """The server, or something before it, will not take this one request."""
    REDIRECTED = "redirected"
    """The server pointed elsewhere; redirects are never followed."""
    ENDPOINT_NOT_FOUND = "endpoint_not_found"
    """This API is not at this address."""
    PROXY_REFUSED = "proxy_refused"
    """A proxy wants credentials."""
    UNAVAILABLE = "unavailable"
    """The server, or something before it, was out of order."""
    UNRECOGNISED = "unrecognised"
    """A reply that says nothing which can be relied on."""
    NONE_FOUND = "none_found"
    """The campaign has no dispositions (only for a list)."""


class Api(Code):
    """One of the vendor's four ways to set a disposition. It is a property of the account, so it
    is always named: there is no silent default.
    """

    GET_V2 = "get_v2"
    """`GET …/DispositionAPIV2.php`, with the api key in the URL."""
    GET_V3 = "get_v3"
    """`GET …/DispositionAPIV3.php`, with the api key in the URL: can set a disposition after
    wrap-up, and takes a callback time and its zone.
    """
    POST_API_KEY = "post_api_key"
    """`POST …/ca_apis/DispositionAPIV2` with the api key in a header."""
    POST_TOKEN = "post_token"
    """`POST …/ca_apis/DispositionAPIV2` with a bearer token."""


class Delivery(Code):
    """What is known of one attempt's request."""

    NOT_SENT = "not_sent"
    """It never left this machine."""
    NO_REPLY = "no_reply"
    """It may have reached the server; no reply came back whole."""
    REPLIED = "replied"
    """The server replied."""


class FailKind(Code):
    """How one attempt failed without a whole reply. Closed."""

    NAME_LOOKUP = "name_lookup"
    """The host's name has no address. Nothing was sent."""
    CONNECT = "connect"
    """No connection. Nothing was sent."""
    CONNECT_TIMEOUT = "connect_timeout"
    """No connection in time. Nothing was sent."""
    PROXY = "proxy"
    """The proxy made no connection. Nothing was sent."""
    TLS = "tls"
    """TLS could not be set up, or the server is not trusted. Nothing was sent."""
    UNSENDABLE = "unsendable"
    """The HTTP library of the transport refuses the request. Nothing was sent."""
    DEADLINE = "deadline"
    """The deadline passed before anything was sent."""
    TIMEOUT = "timeout"
    """No whole reply in time."""
    RESET = "reset"
    """The connection ended before a reply."""
    BROKEN_REPLY = "broken_reply"
    """The reply was not HTTP, or its body broke off."""
    CANCELLED = "cancelled"
    """The call was cancelled, before anything was sent or while the request was out."""
    TRANSPORT_FAILED = "transport_failed"
    """The transport failed in some other way, or gave no answer."""


class NotSentKind(Code):
    """Why nothing was sent. Closed."""

    NAME_LOOKUP = "name_lookup"
    """The host's name has no address. Nothing was sent."""
    CONNECT = "connect"
    """No connection. Nothing was sent."""
    CONNECT_TIMEOUT = "connect_timeout"
    """No connection in time. Nothing was sent."""
    PROXY = "proxy"
    """The proxy made no connection. Nothing was sent."""
    TLS = "tls"
    """TLS could not be set up, or the server is not trusted. Nothing was sent."""
    UNSENDABLE = "unsendable"
    """The HTTP library of the transport refuses the request. Nothing was sent."""
    DEADLINE = "deadline"
    """The deadline passed before anything was sent."""
    CANCELLED = "cancelled"
    """The call was cancelled, before anything was sent or while the request was out."""
    CLOSED = "closed"
    """The client is closed."""
    TOKEN_UNAVAILABLE = "token_unavailable"
    """No token could be had."""
    TOKEN_STORE = "token_store"
    """The token store failed."""


class UncertainKind(Code):
    """Why it is not known whether the disposition was applied. Closed."""

    REPLY = "reply"
    """A reply came that does not tell."""
    TIMEOUT = "timeout"
    """No whole reply in time."""
    RESET = "reset"
    """The connection ended before a reply."""
    BROKEN_REPLY = "broken_reply"
    """The reply was not HTTP, or its body broke off."""
    CANCELLED = "cancelled"
    """The call was cancelled, before anything was sent or while the request was out."""
    TRANSPORT_FAILED = "transport_failed"
    """The transport failed in some other way, or gave no answer."""


class Method(Code):
    """An HTTP method."""

    GET = "GET"
    """`GET`."""
    POST = "POST"
    """`POST`."""


class Finding(Code):
    """What records say of a disposition that nobody knew of. Open: minor versions add values, so
    keep a default branch and go by the effect there.
    """

    STANDS = "stands"
    """It stands: the record has the same text."""
    ANOTHER_STANDS = "another_stands"
    """Another one stands: this one is not in force, and may have been written over."""
    NONE_YET = "none_yet"
    """The call's record has none yet, or none that can be read."""
    NOT_FOUND = "not_found"
    """There is no record of this leg of the call."""
    NO_ANSWER = "no_answer"
    """No list of records came."""


class Asked(Code):
    """What was asked for, which says how much of a reply is read."""

    ONE_CALL = "one_call"
    """The records of one call: at most 1,000, and 8 MiB."""
    DAY = "day"
    """The records of a day: at most 50,000, and 64 MiB."""

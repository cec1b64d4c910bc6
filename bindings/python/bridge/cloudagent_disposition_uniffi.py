"""The native library's functions, objects and records, for the facade around this module.

Written by bindings/uniffi/bindgen from UniFFI's description of the library: not to be edited.

Values cross in UniFFI's own form: a number with its highest byte first, a text as its length and its
UTF-8, an optional value behind a 0 or a 1, a record as its fields in order. What the library returns is
copied to Python's bytes, and its memory given back, before anything in it is looked at. Bytes that may
hold a credential are wiped when they have been read. Nothing here checks types: the facade does.
"""

import os
import struct
import sys
from ctypes import (
    CDLL,
    POINTER,
    Structure,
    byref,
    c_char,
    c_char_p,
    c_int8,
    c_int16,
    c_int32,
    c_int64,
    c_uint8,
    c_uint16,
    c_uint32,
    c_uint64,
    c_void_p,
    memset,
    string_at,
)

CAD_INTERFACE_HASH = "ac2f5f1e1a4a0350"


class _Buffer(Structure):
    """Memory of the library's, which goes back to it: UniFFI's RustBuffer."""

    _fields_ = [("capacity", c_uint64), ("len", c_uint64), ("data", c_void_p)]


class _Bytes(Structure):
    """Python's bytes, lent for the length of one call: UniFFI's ForeignBytes."""

    _fields_ = [("len", c_int32), ("data", c_char_p)]


class _Status(Structure):
    """How one call went: UniFFI's RustCallStatus. Of zeros only, as ctypes makes it, it went well."""

    _fields_ = [("code", c_int8), ("error", _Buffer)]


_NAMES = {"darwin": "lib{}.dylib", "win32": "{}.dll"}
_library = CDLL(
    os.path.join(
        os.path.dirname(__file__), _NAMES.get(sys.platform, "lib{}.so").format("cloudagent_disposition_uniffi")
    )
)


def _function(name, returned, *taken):
    function = getattr(_library, name)
    function.restype = returned
    function.argtypes = (*taken, POINTER(_Status))
    return function


_from_bytes = _function("ffi_cloudagent_disposition_uniffi_rustbuffer_from_bytes", _Buffer, _Bytes)
_free = _function("ffi_cloudagent_disposition_uniffi_rustbuffer_free", None, _Buffer)
_new = object.__new__

_u8 = struct.Struct(">B").pack
_u8_at = struct.Struct(">B").unpack_from
_i8 = struct.Struct(">b").pack
_i8_at = struct.Struct(">b").unpack_from
_u16 = struct.Struct(">H").pack
_u16_at = struct.Struct(">H").unpack_from
_i16 = struct.Struct(">h").pack
_i16_at = struct.Struct(">h").unpack_from
_u32 = struct.Struct(">I").pack
_u32_at = struct.Struct(">I").unpack_from
_i32 = struct.Struct(">i").pack
_i32_at = struct.Struct(">i").unpack_from
_u64 = struct.Struct(">Q").pack
_u64_at = struct.Struct(">Q").unpack_from
_i64 = struct.Struct(">q").pack
_i64_at = struct.Struct(">q").unpack_from


class InternalError(Exception):
    """The library panicked, or what it returned could not be read."""


class NotCalled(InternalError):
    """What is given can't cross: nothing was called."""


def _fitting(data):
    if len(data) > 0x7FFFFFFF:
        raise OverflowError
    return data


def wipe(data):
    """Wipes bytes that were made here and that nobody else has. Python shares those of one byte."""
    if len(data) > 1:
        memset(data, 0, len(data))


def wipe_all(parts):
    for part in parts:
        wipe(part)


def _lending(parts):
    """What these parts are as bytes. Objects among them are lent when nothing can fail any more."""
    places = [place for place, part in enumerate(parts) if type(part) is not bytes]
    objects = [parts[place] for place in places]
    for place in places:
        parts[place] = _u64(0)
    data = _fitting(b"".join(parts))
    if not places:
        return data
    wipe(data)
    for place, one in zip(places, objects):
        parts[place] = _u64(one._lent())
    return b"".join(parts)


def _given(data, by):
    """A buffer with these bytes, for a call that takes it over."""
    return _from_bytes(_Bytes(len(data), data), by)


_answer = _library.cloudagent_disposition_uniffi_answer
_answer.restype = c_int64
_answer.argtypes = (c_char_p, c_uint64, c_char_p, c_uint64)
_ROOM = 2048
_Room = c_char * _ROOM


def _asked(question, room, secret=False):
    """The answer to a question and 0, or how much room it needs: it is asked anew then, for it has used
    up the objects that it was lent. The room is wiped where the answer is secret.
    """
    answer = _Room() if room == _ROOM else (c_char * room)()
    length = _answer(question, len(question), answer, room)
    if length < 0:
        raise InternalError("no answer")
    if length > room:
        return b"", length
    b = answer[:length]
    if secret:
        memset(answer, 0, length)
    return b, 0


def _taken(buffer, by):
    """The bytes of a buffer that a call returned."""
    data = string_at(buffer.data, buffer.len)
    _free(buffer, by)
    return data


def _failed(status):
    """The exception for a call that failed. What a panic said is thrown away: it may hold a secret."""
    data = _taken(status.error, byref(_Status()))
    if status.code == 1:
        error = _read_Misuse(data, 0)[0]
        wipe(data)
        return error
    wipe(data)
    return InternalError("a panic")


def _all_read(data, at):
    if at != len(data):
        raise InternalError("more came back than can be read")


class _Record:
    """Plain values. It prints as nothing: one of them may be a secret."""

    __slots__ = ()


def _by_name(self, **fields):
    for name, value in fields.items():
        setattr(self, name, value)


def _variant(kind, name, *fields):
    """One variant of an enum: a class of its own, as an attribute of the enum's."""
    setattr(kind, name, type(name, (kind,), {"__slots__": fields, "__init__": _by_name}))


class _Object:
    """An object of the library's, by its handle, which goes back when Python's object goes."""

    __slots__ = ("__weakref__", "_handle")

    @classmethod
    def _of(cls, handle):
        one = cls.__new__(cls)
        one._handle = handle
        return one

    def _lent(self):
        """A second handle to the same object, for a call that takes it over."""
        status = _Status()
        handle = self._again(self._handle, byref(status))
        if status.code:
            raise _failed(status)
        return handle

    # What it needs is kept with it: at the end of the process the module's own names go first.
    def __del__(self, byref=byref, status=_Status):
        handle = getattr(self, "_handle", None)
        if handle is not None:
            self._drop(handle, byref(status()))


class ReplyBatch(_Record):
    __slots__ = ("bodies", "lengths", "http_status", "retry_after", "date", "api",)

    def __init__(self, bodies, lengths, http_status, retry_after, date, api):
        self.bodies = bodies
        self.lengths = lengths
        self.http_status = http_status
        self.retry_after = retry_after
        self.date = date
        self.api = api


class ReplyColumns(_Record):
    __slots__ = ("outcome", "effect", "advice", "recognised", "hint", "hints", "retry_after_seconds", "status", "details", "ucid", "did", "action",)


class CallRecordData(_Record):
    __slots__ = ("ucid", "call_id", "did", "agent_id", "disposition", "comments", "call_date", "start_time", "end_time", "status", "type", "campaign",)

    def __init__(self, ucid, call_id, did, agent_id, disposition, comments, call_date, start_time, end_time, status, type, campaign):
        self.ucid = ucid
        self.call_id = call_id
        self.did = did
        self.agent_id = agent_id
        self.disposition = disposition
        self.comments = comments
        self.call_date = call_date
        self.start_time = start_time
        self.end_time = end_time
        self.status = status
        self.type = type
        self.campaign = campaign


class NoRecordsData(_Record):
    __slots__ = ("outcome", "advice", "retry_after_seconds", "status", "details", "recognised", "hint",)

    def __init__(self, outcome, advice, retry_after_seconds, status, details, recognised, hint):
        self.outcome = outcome
        self.advice = advice
        self.retry_after_seconds = retry_after_seconds
        self.status = status
        self.details = details
        self.recognised = recognised
        self.hint = hint


class RecordsSize(_Record):
    __slots__ = ("count", "truncated", "in_words",)


class CallStarted(_Record):
    __slots__ = ("call", "output",)


class GivenData(_Record):
    __slots__ = ("account", "customer", "api_key", "token", "api", "base_url", "deadline_ms",)

    def __init__(self, account, customer, api_key, token, api, base_url, deadline_ms):
        self.account = account
        self.customer = customer
        self.api_key = api_key
        self.token = token
        self.api = api
        self.base_url = base_url
        self.deadline_ms = deadline_ms


class VariableData(_Record):
    __slots__ = ("name", "value",)

    def __init__(self, name, value):
        self.name = name
        self.value = value


class HeaderData(_Record):
    __slots__ = ("name", "value",)

    def __init__(self, name, value):
        self.name = name
        self.value = value


class HttpReplyData(_Record):
    __slots__ = ("status", "retry_after", "date", "body",)

    def __init__(self, status, retry_after, date, body):
        self.status = status
        self.retry_after = retry_after
        self.date = date
        self.body = body


class HttpRequestData(_Record):
    __slots__ = ("method", "url", "host", "port", "target", "path", "headers", "body", "may_use_proxy", "reply_limit", "body_with_get", "own_connection",)

    def __init__(self, method, url, host, port, target, path, headers, body, may_use_proxy, reply_limit, body_with_get, own_connection):
        self.method = method
        self.url = url
        self.host = host
        self.port = port
        self.target = target
        self.path = path
        self.headers = headers
        self.body = body
        self.may_use_proxy = may_use_proxy
        self.reply_limit = reply_limit
        self.body_with_get = body_with_get
        self.own_connection = own_connection


class ListBegun(_Record):
    __slots__ = ("call", "turn",)


class DispositionListData(_Record):
    __slots__ = ("dispositions", "outcome", "kind", "advice", "http_status", "retry_after_seconds", "sentence",)


class LookUpBegun(_Record):
    __slots__ = ("call", "turn",)


class CodeSet(_Record):
    __slots__ = ("name", "codes",)


class DefaultsData(_Record):
    __slots__ = ("version", "base_url_india", "base_url_international", "deadline_ms", "connect_timeout_ms", "body_limit",)


class ParameterData(_Record):
    __slots__ = ("name", "value",)

    def __init__(self, name, value):
        self.name = name
        self.value = value


class ParamsData(_Record):
    __slots__ = ("customer", "api_key", "request", "violations",)


class AttemptData(_Record):
    __slots__ = ("delivery", "kind", "http_status", "outcome", "duration_ms",)

    def __init__(self, delivery, kind, http_status, outcome, duration_ms):
        self.delivery = delivery
        self.kind = kind
        self.http_status = http_status
        self.outcome = outcome
        self.duration_ms = duration_ms


class ReceiptData(_Record):
    __slots__ = ("effect", "advice", "may_resend", "retry_after_seconds", "outcome", "http_status", "status", "details", "ucid", "did", "action", "excerpt", "pause_requested", "attempts", "warnings", "request_id", "token_requests", "sentence", "field", "settled", "newer",)

    def __init__(self, effect, advice, may_resend, retry_after_seconds, outcome, http_status, status, details, ucid, did, action, excerpt, pause_requested, attempts, warnings, request_id, token_requests, sentence, field, settled, newer):
        self.effect = effect
        self.advice = advice
        self.may_resend = may_resend
        self.retry_after_seconds = retry_after_seconds
        self.outcome = outcome
        self.http_status = http_status
        self.status = status
        self.details = details
        self.ucid = ucid
        self.did = did
        self.action = action
        self.excerpt = excerpt
        self.pause_requested = pause_requested
        self.attempts = attempts
        self.warnings = warnings
        self.request_id = request_id
        self.token_requests = token_requests
        self.sentence = sentence
        self.field = field
        self.settled = settled
        self.newer = newer


class RequestData(_Record):
    __slots__ = ("ucid", "did", "agent_id", "disposition", "comments", "pause_after_dispose", "pause_reason", "callback_time", "callback_time_zone", "auto_release",)

    def __init__(self, ucid, did, agent_id, disposition, comments, pause_after_dispose, pause_reason, callback_time, callback_time_zone, auto_release):
        self.ucid = ucid
        self.did = did
        self.agent_id = agent_id
        self.disposition = disposition
        self.comments = comments
        self.pause_after_dispose = pause_after_dispose
        self.pause_reason = pause_reason
        self.callback_time = callback_time
        self.callback_time_zone = callback_time_zone
        self.auto_release = auto_release


class ViolationData(_Record):
    __slots__ = ("field", "problem", "severity", "detail", "hard",)

    def __init__(self, field, problem, severity, detail, hard):
        self.field = field
        self.problem = problem
        self.severity = severity
        self.detail = detail
        self.hard = hard


class ReplyData(_Record):
    __slots__ = ("outcome", "effect", "advice", "ucid", "did", "action", "retry_after_seconds", "status", "details", "recognised", "hint",)


class RetryData(_Record):
    __slots__ = ("attempts", "resend_unknown",)

    def __init__(self, attempts, resend_unknown):
        self.attempts = attempts
        self.resend_unknown = resend_unknown


class SettingsData(_Record):
    __slots__ = ("account", "api", "base_url", "mode", "deadline_ms", "connect_timeout_ms", "retry", "shares_tokens", "utc_offset_minutes", "unusable_proxy",)

    def __init__(self, account, api, base_url, mode, deadline_ms, connect_timeout_ms, retry, shares_tokens, utc_offset_minutes, unusable_proxy):
        self.account = account
        self.api = api
        self.base_url = base_url
        self.mode = mode
        self.deadline_ms = deadline_ms
        self.connect_timeout_ms = connect_timeout_ms
        self.retry = retry
        self.shares_tokens = shares_tokens
        self.utc_offset_minutes = utc_offset_minutes
        self.unusable_proxy = unusable_proxy


class LookupData(_Record):
    __slots__ = ("outcome", "kind", "advice", "retry_after_seconds",)

    def __init__(self, outcome, kind, advice, retry_after_seconds):
        self.outcome = outcome
        self.kind = kind
        self.advice = advice
        self.retry_after_seconds = retry_after_seconds


class SettlementData(_Record):
    __slots__ = ("finding", "effect", "advice", "may_resend", "look_again_seconds", "record", "lookup", "sentence", "ucid", "disposition",)

    def __init__(self, finding, effect, advice, may_resend, look_again_seconds, record, lookup, sentence, ucid, disposition):
        self.finding = finding
        self.effect = effect
        self.advice = advice
        self.may_resend = may_resend
        self.look_again_seconds = look_again_seconds
        self.record = record
        self.lookup = lookup
        self.sentence = sentence
        self.ucid = ucid
        self.disposition = disposition


class OutputData(_Record):
    __slots__ = ("step", "wake",)


class RecordsRead(_Record):
    __slots__ = ()


_variant(RecordsRead, "Listed", "records", "size")
_variant(RecordsRead, "Unlisted", "instead")


class CallbackRead(_Record):
    __slots__ = ()


_variant(CallbackRead, "Read", "callback")
_variant(CallbackRead, "Refused", "violations")


class ClientOpened(_Record):
    __slots__ = ()


_variant(ClientOpened, "Opened", "client")
_variant(ClientOpened, "Failed", "result")


class Finished(_Record):
    __slots__ = ()


_variant(Finished, "Set", "result")
_variant(Finished, "Listed", "answer")
_variant(Finished, "LookedUp", "answer")


class LookUpAnswer(_Record):
    __slots__ = ()


_variant(LookUpAnswer, "Answered", "settlements")
_variant(LookUpAnswer, "Refused", "violations")


class EngineOpened(_Record):
    __slots__ = ()


_variant(EngineOpened, "Opened", "engine")
_variant(EngineOpened, "Failed", "result")


class EnvironmentRead(_Record):
    __slots__ = ()


_variant(EnvironmentRead, "Read", "account", "api", "base_url", "deadline_ms")
_variant(EnvironmentRead, "Refused", "violations")


class BuildResult(_Record):
    __slots__ = ()


_variant(BuildResult, "Built", "request")
_variant(BuildResult, "Refused", "violations")


class ReceiptRead(_Record):
    __slots__ = ()


_variant(ReceiptRead, "Read", "receipt")
_variant(ReceiptRead, "Refused", "violations")


class RequestRead(_Record):
    __slots__ = ()


_variant(RequestRead, "Read", "request")
_variant(RequestRead, "Refused", "violations")


class ListStarted(_Record):
    __slots__ = ()


_variant(ListStarted, "Started", "begun")
_variant(ListStarted, "Refused", "violations")


class ListTurn(_Record):
    __slots__ = ()


_variant(ListTurn, "Next", "output")
_variant(ListTurn, "Listed", "list", "wake")


class ListAnswer(_Record):
    __slots__ = ()


_variant(ListAnswer, "Answered", "list")
_variant(ListAnswer, "Refused", "violations")


class LookUpData(_Record):
    __slots__ = ()


_variant(LookUpData, "OneCall", "request", "day")
_variant(LookUpData, "Day", "requests", "day", "from_time", "to_time")


class LookUpStarted(_Record):
    __slots__ = ()


_variant(LookUpStarted, "Started", "begun")
_variant(LookUpStarted, "Refused", "violations")


class LookUpTurn(_Record):
    __slots__ = ()


_variant(LookUpTurn, "Next", "output")
_variant(LookUpTurn, "Settled", "settlements", "wake")


class Misuse(Exception):
    __slots__ = ()


_variant(Misuse, "UnknownCode", "set")
_variant(Misuse, "NoSuchStep", "seq")
_variant(Misuse, "NoReceipt")
_variant(Misuse, "UnknownHeader")
_variant(Misuse, "UnevenColumns")
_variant(Misuse, "UnknownStep")


class BaseUrlRead(_Record):
    __slots__ = ()


_variant(BaseUrlRead, "Kept", "text")
_variant(BaseUrlRead, "Refused", "violations")


class ListReplyData(_Record):
    __slots__ = ()


_variant(ListReplyData, "Dispositions", "dispositions")
_variant(ListReplyData, "Other", "reply")


class TokenReplyData(_Record):
    __slots__ = ()


_variant(TokenReplyData, "Granted", "token")
_variant(TokenReplyData, "Other", "reply")


class CallResult(_Record):
    __slots__ = ()


_variant(CallResult, "Done", "receipt")
_variant(CallResult, "Invalid", "receipt", "violations")
_variant(CallResult, "NotSent", "receipt", "kind")
_variant(CallResult, "Refused", "receipt")
_variant(CallResult, "Uncertain", "receipt", "kind")


class FoundData(_Record):
    __slots__ = ()


_variant(FoundData, "Listed", "records")
_variant(FoundData, "One", "record")
_variant(FoundData, "Unlisted", "instead")
_variant(FoundData, "Failed", "kind")


class SettleResult(_Record):
    __slots__ = ()


_variant(SettleResult, "Settled", "settlement")
_variant(SettleResult, "Refused", "violations")


class SettledReceipt(_Record):
    __slots__ = ()


_variant(SettledReceipt, "Given", "receipt")
_variant(SettledReceipt, "Refused", "violations")


class EventData(_Record):
    __slots__ = ()


_variant(EventData, "Timer")
_variant(EventData, "Reply", "seq", "reply", "wall_ms")
_variant(EventData, "Failed", "seq", "kind", "sent")
_variant(EventData, "Stored", "seq", "answer", "wall_ms")
_variant(EventData, "TokenGiven", "seq", "token", "wall_ms")
_variant(EventData, "Cancelled")


class StepData(_Record):
    __slots__ = ()


_variant(StepData, "Send", "seq", "request", "connect_by_ms", "until_ms", "connect_ms", "total_ms", "body_bytes")
_variant(StepData, "Abort", "seq", "until_ms")
_variant(StepData, "Store", "seq", "operation", "until_ms")
_variant(StepData, "Token", "seq", "renew", "until_ms")
_variant(StepData, "Wait", "until_ms")
_variant(StepData, "Done", "result")


class StoreAnswerData(_Record):
    __slots__ = ()


_variant(StoreAnswerData, "Found", "bytes", "version")
_variant(StoreAnswerData, "Nothing")
_variant(StoreAnswerData, "Written")
_variant(StoreAnswerData, "Conflict")
_variant(StoreAnswerData, "Failed")


class StoreOperationData(_Record):
    __slots__ = ()


_variant(StoreOperationData, "Get", "key")
_variant(StoreOperationData, "PutIf", "key", "version", "bytes")


class SendResult(_Record):
    __slots__ = ()


_variant(SendResult, "Reply", "reply")
_variant(SendResult, "Failed", "kind")


class TransportOpened(_Record):
    __slots__ = ()


_variant(TransportOpened, "Opened", "transport")
_variant(TransportOpened, "Failed", "result")



def _write_ReplyBatch(one, put):
    v = one.bodies
    put(_i32(len(v)))
    put(v)
    v = one.lengths
    put(_i32(len(v)))
    put(v)
    v = one.http_status
    put(_i32(len(v)))
    put(v)
    v = one.retry_after
    put(_i32(len(v)))
    for each0 in v:
        if each0 is None:
            put(b"\0")
        else:
            put(b"\1")
            data = each0.encode()
            put(_i32(len(data)))
            put(data)
    v = one.date
    put(_i32(len(v)))
    for each0 in v:
        if each0 is None:
            put(b"\0")
        else:
            put(b"\1")
            data = each0.encode()
            put(_i32(len(data)))
            put(data)
    v = one.api
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)


def _read_ReplyColumns(b, at):
    one = _new(ReplyColumns)
    end = at + 4 + _i32_at(b, at)[0]
    one.outcome = b[at + 4 : end]
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.effect = b[at + 4 : end]
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.advice = b[at + 4 : end]
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.recognised = b[at + 4 : end]
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.hint = b[at + 4 : end]
    at = end
    n0 = _i32_at(b, at)[0]
    at += 4
    list0 = []
    for _ in range(n0):
        end = at + 4 + _i32_at(b, at)[0]
        each0 = b[at + 4 : end].decode()
        at = end
        list0.append(each0)
    one.hints = list0
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.retry_after_seconds = b[at + 4 : end]
        at = end
    else:
        one.retry_after_seconds = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.status = b[at + 4 : end]
        at = end
    else:
        one.status = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.details = b[at + 4 : end]
        at = end
    else:
        one.details = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.ucid = b[at + 4 : end]
        at = end
    else:
        one.ucid = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.did = b[at + 4 : end]
        at = end
    else:
        one.did = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.action = b[at + 4 : end]
        at = end
    else:
        one.action = None
    return one, at


def _read_CallRecordData(b, at):
    one = _new(CallRecordData)
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.ucid = b[at + 4 : end].decode()
        at = end
    else:
        one.ucid = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.call_id = b[at + 4 : end].decode()
        at = end
    else:
        one.call_id = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.did = b[at + 4 : end].decode()
        at = end
    else:
        one.did = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.agent_id = b[at + 4 : end].decode()
        at = end
    else:
        one.agent_id = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.disposition = b[at + 4 : end].decode()
        at = end
    else:
        one.disposition = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.comments = b[at + 4 : end].decode()
        at = end
    else:
        one.comments = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.call_date = b[at + 4 : end].decode()
        at = end
    else:
        one.call_date = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.start_time = b[at + 4 : end].decode()
        at = end
    else:
        one.start_time = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.end_time = b[at + 4 : end].decode()
        at = end
    else:
        one.end_time = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.status = b[at + 4 : end].decode()
        at = end
    else:
        one.status = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.type = b[at + 4 : end].decode()
        at = end
    else:
        one.type = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.campaign = b[at + 4 : end].decode()
        at = end
    else:
        one.campaign = None
    return one, at


def _write_CallRecordData(one, put):
    v = one.ucid
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.call_id
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.did
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.agent_id
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.disposition
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.comments
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.call_date
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.start_time
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.end_time
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.status
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.type
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.campaign
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)


def _read_NoRecordsData(b, at):
    one = _new(NoRecordsData)
    end = at + 4 + _i32_at(b, at)[0]
    one.outcome = b[at + 4 : end].decode()
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.advice = b[at + 4 : end].decode()
    at = end
    at += 1
    if b[at - 1]:
        one.retry_after_seconds = _u32_at(b, at)[0]
        at += 4
    else:
        one.retry_after_seconds = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.status = b[at + 4 : end].decode()
        at = end
    else:
        one.status = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.details = b[at + 4 : end].decode()
        at = end
    else:
        one.details = None
    one.recognised = b[at] != 0
    at += 1
    end = at + 4 + _i32_at(b, at)[0]
    one.hint = b[at + 4 : end].decode()
    at = end
    return one, at


def _write_NoRecordsData(one, put):
    v = one.outcome
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.advice
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.retry_after_seconds
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        put(_u32(v))
    v = one.status
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.details
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.recognised
    put(b"\1" if v else b"\0")
    v = one.hint
    data = v.encode()
    put(_i32(len(data)))
    put(data)


def _read_RecordsSize(b, at):
    one = _new(RecordsSize)
    one.count = _u32_at(b, at)[0]
    at += 4
    one.truncated = b[at] != 0
    at += 1
    one.in_words = b[at] != 0
    at += 1
    return one, at


def _read_CallStarted(b, at):
    one = _new(CallStarted)
    one.call = CallHandle._of(_u64_at(b, at)[0])
    at += 8
    one.output, at = _read_OutputData(b, at)
    return one, at


def _write_GivenData(one, put):
    v = one.account
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        put(v)
    v = one.customer
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.api_key
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        put(v)
    v = one.token
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        put(v)
    v = one.api
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.base_url
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.deadline_ms
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        put(_u64(v))


def _write_VariableData(one, put):
    v = one.name
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.value
    put(_i32(len(v)))
    put(v)


def _read_HeaderData(b, at):
    one = _new(HeaderData)
    view = memoryview(b)
    end = at + 4 + _i32_at(b, at)[0]
    one.name = str(view[at + 4 : end], "utf-8")
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.value = str(view[at + 4 : end], "utf-8")
    at = end
    return one, at


def _write_HeaderData(one, put):
    v = one.name
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.value
    data = v.encode()
    put(_i32(len(data)))
    put(data)


def _read_HttpReplyData(b, at):
    one = _new(HttpReplyData)
    one.status = _i32_at(b, at)[0]
    at += 4
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.retry_after = b[at + 4 : end].decode()
        at = end
    else:
        one.retry_after = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.date = b[at + 4 : end].decode()
        at = end
    else:
        one.date = None
    end = at + 4 + _i32_at(b, at)[0]
    one.body = b[at + 4 : end]
    at = end
    return one, at


def _write_HttpReplyData(one, put):
    v = one.status
    put(_i32(v))
    v = one.retry_after
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.date
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.body
    put(_i32(len(v)))
    put(v)


def _read_HttpRequestData(b, at):
    one = _new(HttpRequestData)
    view = memoryview(b)
    end = at + 4 + _i32_at(b, at)[0]
    one.method = str(view[at + 4 : end], "utf-8")
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.url = str(view[at + 4 : end], "utf-8")
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.host = str(view[at + 4 : end], "utf-8")
    at = end
    one.port = _u16_at(b, at)[0]
    at += 2
    end = at + 4 + _i32_at(b, at)[0]
    one.target = str(view[at + 4 : end], "utf-8")
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.path = str(view[at + 4 : end], "utf-8")
    at = end
    n0 = _i32_at(b, at)[0]
    at += 4
    list0 = []
    for _ in range(n0):
        each0, at = _read_HeaderData(b, at)
        list0.append(each0)
    one.headers = list0
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.body = str(view[at + 4 : end], "utf-8")
        at = end
    else:
        one.body = None
    one.may_use_proxy = b[at] != 0
    at += 1
    one.reply_limit = _u32_at(b, at)[0]
    at += 4
    one.body_with_get = b[at] != 0
    at += 1
    one.own_connection = b[at] != 0
    at += 1
    return one, at


def _write_HttpRequestData(one, put):
    v = one.method
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.url
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.host
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.port
    put(_u16(v))
    v = one.target
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.path
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.headers
    put(_i32(len(v)))
    for each0 in v:
        _write_HeaderData(each0, put)
    v = one.body
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.may_use_proxy
    put(b"\1" if v else b"\0")
    v = one.reply_limit
    put(_u32(v))
    v = one.body_with_get
    put(b"\1" if v else b"\0")
    v = one.own_connection
    put(b"\1" if v else b"\0")


def _read_ListBegun(b, at):
    one = _new(ListBegun)
    one.call = CallHandle._of(_u64_at(b, at)[0])
    at += 8
    one.turn, at = _read_ListTurn(b, at)
    return one, at


def _read_DispositionListData(b, at):
    one = _new(DispositionListData)
    at += 1
    if b[at - 1]:
        n0 = _i32_at(b, at)[0]
        at += 4
        list0 = []
        for _ in range(n0):
            end = at + 4 + _i32_at(b, at)[0]
            each0 = b[at + 4 : end].decode()
            at = end
            list0.append(each0)
        one.dispositions = list0
    else:
        one.dispositions = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.outcome = b[at + 4 : end].decode()
        at = end
    else:
        one.outcome = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.kind = b[at + 4 : end].decode()
        at = end
    else:
        one.kind = None
    end = at + 4 + _i32_at(b, at)[0]
    one.advice = b[at + 4 : end].decode()
    at = end
    at += 1
    if b[at - 1]:
        one.http_status = _i32_at(b, at)[0]
        at += 4
    else:
        one.http_status = None
    at += 1
    if b[at - 1]:
        one.retry_after_seconds = _u32_at(b, at)[0]
        at += 4
    else:
        one.retry_after_seconds = None
    end = at + 4 + _i32_at(b, at)[0]
    one.sentence = b[at + 4 : end].decode()
    at = end
    return one, at


def _read_LookUpBegun(b, at):
    one = _new(LookUpBegun)
    one.call = CallHandle._of(_u64_at(b, at)[0])
    at += 8
    one.turn, at = _read_LookUpTurn(b, at)
    return one, at


def _read_CodeSet(b, at):
    one = _new(CodeSet)
    end = at + 4 + _i32_at(b, at)[0]
    one.name = b[at + 4 : end].decode()
    at = end
    n0 = _i32_at(b, at)[0]
    at += 4
    list0 = []
    for _ in range(n0):
        end = at + 4 + _i32_at(b, at)[0]
        each0 = b[at + 4 : end].decode()
        at = end
        list0.append(each0)
    one.codes = list0
    return one, at


def _read_DefaultsData(b, at):
    one = _new(DefaultsData)
    end = at + 4 + _i32_at(b, at)[0]
    one.version = b[at + 4 : end].decode()
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.base_url_india = b[at + 4 : end].decode()
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.base_url_international = b[at + 4 : end].decode()
    at = end
    one.deadline_ms = _u64_at(b, at)[0]
    at += 8
    one.connect_timeout_ms = _u64_at(b, at)[0]
    at += 8
    one.body_limit = _u32_at(b, at)[0]
    at += 4
    return one, at


def _write_ParameterData(one, put):
    v = one.name
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.value
    data = v.encode()
    put(_i32(len(data)))
    put(data)


def _read_ParamsData(b, at):
    one = _new(ParamsData)
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.customer = b[at + 4 : end].decode()
        at = end
    else:
        one.customer = None
    at += 1
    if b[at - 1]:
        one.api_key = ApiKeyHandle._of(_u64_at(b, at)[0])
        at += 8
    else:
        one.api_key = None
    one.request, at = _read_RequestData(b, at)
    n0 = _i32_at(b, at)[0]
    at += 4
    list0 = []
    for _ in range(n0):
        each0, at = _read_ViolationData(b, at)
        list0.append(each0)
    one.violations = list0
    return one, at


def _read_AttemptData(b, at):
    one = _new(AttemptData)
    end = at + 4 + _i32_at(b, at)[0]
    one.delivery = b[at + 4 : end].decode()
    at = end
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.kind = b[at + 4 : end].decode()
        at = end
    else:
        one.kind = None
    at += 1
    if b[at - 1]:
        one.http_status = _i32_at(b, at)[0]
        at += 4
    else:
        one.http_status = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.outcome = b[at + 4 : end].decode()
        at = end
    else:
        one.outcome = None
    one.duration_ms = _u64_at(b, at)[0]
    at += 8
    return one, at


def _write_AttemptData(one, put):
    v = one.delivery
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.kind
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.http_status
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        put(_i32(v))
    v = one.outcome
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.duration_ms
    put(_u64(v))


def _read_ReceiptData(b, at):
    one = _new(ReceiptData)
    end = at + 4 + _i32_at(b, at)[0]
    one.effect = b[at + 4 : end].decode()
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.advice = b[at + 4 : end].decode()
    at = end
    one.may_resend = b[at] != 0
    at += 1
    at += 1
    if b[at - 1]:
        one.retry_after_seconds = _u32_at(b, at)[0]
        at += 4
    else:
        one.retry_after_seconds = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.outcome = b[at + 4 : end].decode()
        at = end
    else:
        one.outcome = None
    at += 1
    if b[at - 1]:
        one.http_status = _i32_at(b, at)[0]
        at += 4
    else:
        one.http_status = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.status = b[at + 4 : end].decode()
        at = end
    else:
        one.status = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.details = b[at + 4 : end].decode()
        at = end
    else:
        one.details = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.ucid = b[at + 4 : end].decode()
        at = end
    else:
        one.ucid = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.did = b[at + 4 : end].decode()
        at = end
    else:
        one.did = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.action = b[at + 4 : end].decode()
        at = end
    else:
        one.action = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.excerpt = b[at + 4 : end].decode()
        at = end
    else:
        one.excerpt = None
    one.pause_requested = b[at] != 0
    at += 1
    n0 = _i32_at(b, at)[0]
    at += 4
    list0 = []
    for _ in range(n0):
        each0, at = _read_AttemptData(b, at)
        list0.append(each0)
    one.attempts = list0
    n0 = _i32_at(b, at)[0]
    at += 4
    list0 = []
    for _ in range(n0):
        each0, at = _read_ViolationData(b, at)
        list0.append(each0)
    one.warnings = list0
    end = at + 4 + _i32_at(b, at)[0]
    one.request_id = b[at + 4 : end].decode()
    at = end
    one.token_requests = _u32_at(b, at)[0]
    at += 4
    end = at + 4 + _i32_at(b, at)[0]
    one.sentence = b[at + 4 : end].decode()
    at = end
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.field = b[at + 4 : end].decode()
        at = end
    else:
        one.field = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.settled = b[at + 4 : end].decode()
        at = end
    else:
        one.settled = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.newer = b[at + 4 : end].decode()
        at = end
    else:
        one.newer = None
    return one, at


def _write_ReceiptData(one, put):
    v = one.effect
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.advice
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.may_resend
    put(b"\1" if v else b"\0")
    v = one.retry_after_seconds
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        put(_u32(v))
    v = one.outcome
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.http_status
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        put(_i32(v))
    v = one.status
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.details
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.ucid
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.did
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.action
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.excerpt
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.pause_requested
    put(b"\1" if v else b"\0")
    v = one.attempts
    put(_i32(len(v)))
    for each0 in v:
        _write_AttemptData(each0, put)
    v = one.warnings
    put(_i32(len(v)))
    for each0 in v:
        _write_ViolationData(each0, put)
    v = one.request_id
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.token_requests
    put(_u32(v))
    v = one.sentence
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.field
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.settled
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.newer
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)


def _read_RequestData(b, at):
    one = _new(RequestData)
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.ucid = b[at + 4 : end].decode()
        at = end
    else:
        one.ucid = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.did = b[at + 4 : end].decode()
        at = end
    else:
        one.did = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.agent_id = b[at + 4 : end].decode()
        at = end
    else:
        one.agent_id = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.disposition = b[at + 4 : end].decode()
        at = end
    else:
        one.disposition = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.comments = b[at + 4 : end].decode()
        at = end
    else:
        one.comments = None
    at += 1
    if b[at - 1]:
        one.pause_after_dispose = b[at] != 0
        at += 1
    else:
        one.pause_after_dispose = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.pause_reason = b[at + 4 : end].decode()
        at = end
    else:
        one.pause_reason = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.callback_time = b[at + 4 : end].decode()
        at = end
    else:
        one.callback_time = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.callback_time_zone = b[at + 4 : end].decode()
        at = end
    else:
        one.callback_time_zone = None
    one.auto_release = b[at] != 0
    at += 1
    return one, at


def _write_RequestData(one, put):
    v = one.ucid
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.did
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.agent_id
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.disposition
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.comments
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.pause_after_dispose
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        put(b"\1" if v else b"\0")
    v = one.pause_reason
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.callback_time
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.callback_time_zone
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.auto_release
    put(b"\1" if v else b"\0")


def _read_ViolationData(b, at):
    one = _new(ViolationData)
    end = at + 4 + _i32_at(b, at)[0]
    one.field = b[at + 4 : end].decode()
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.problem = b[at + 4 : end].decode()
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.severity = b[at + 4 : end].decode()
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.detail = b[at + 4 : end].decode()
    at = end
    one.hard = b[at] != 0
    at += 1
    return one, at


def _write_ViolationData(one, put):
    v = one.field
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.problem
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.severity
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.detail
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.hard
    put(b"\1" if v else b"\0")


def _read_ReplyData(b, at):
    one = _new(ReplyData)
    end = at + 4 + _i32_at(b, at)[0]
    one.outcome = b[at + 4 : end].decode()
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.effect = b[at + 4 : end].decode()
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.advice = b[at + 4 : end].decode()
    at = end
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.ucid = b[at + 4 : end].decode()
        at = end
    else:
        one.ucid = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.did = b[at + 4 : end].decode()
        at = end
    else:
        one.did = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.action = b[at + 4 : end].decode()
        at = end
    else:
        one.action = None
    at += 1
    if b[at - 1]:
        one.retry_after_seconds = _u32_at(b, at)[0]
        at += 4
    else:
        one.retry_after_seconds = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.status = b[at + 4 : end].decode()
        at = end
    else:
        one.status = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.details = b[at + 4 : end].decode()
        at = end
    else:
        one.details = None
    one.recognised = b[at] != 0
    at += 1
    end = at + 4 + _i32_at(b, at)[0]
    one.hint = b[at + 4 : end].decode()
    at = end
    return one, at


def _write_RetryData(one, put):
    v = one.attempts
    put(_u32(v))
    v = one.resend_unknown
    put(b"\1" if v else b"\0")


def _write_SettingsData(one, put):
    v = one.account
    put(v)
    v = one.api
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.base_url
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.mode
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.deadline_ms
    put(_u64(v))
    v = one.connect_timeout_ms
    put(_u64(v))
    v = one.retry
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        _write_RetryData(v, put)
    v = one.shares_tokens
    put(b"\1" if v else b"\0")
    v = one.utc_offset_minutes
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        put(_i32(v))
    v = one.unusable_proxy
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)


def _read_LookupData(b, at):
    one = _new(LookupData)
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.outcome = b[at + 4 : end].decode()
        at = end
    else:
        one.outcome = None
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        one.kind = b[at + 4 : end].decode()
        at = end
    else:
        one.kind = None
    end = at + 4 + _i32_at(b, at)[0]
    one.advice = b[at + 4 : end].decode()
    at = end
    at += 1
    if b[at - 1]:
        one.retry_after_seconds = _u32_at(b, at)[0]
        at += 4
    else:
        one.retry_after_seconds = None
    return one, at


def _write_LookupData(one, put):
    v = one.outcome
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.kind
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        data = v.encode()
        put(_i32(len(data)))
        put(data)
    v = one.advice
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.retry_after_seconds
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        put(_u32(v))


def _read_SettlementData(b, at):
    one = _new(SettlementData)
    end = at + 4 + _i32_at(b, at)[0]
    one.finding = b[at + 4 : end].decode()
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.effect = b[at + 4 : end].decode()
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.advice = b[at + 4 : end].decode()
    at = end
    one.may_resend = b[at] != 0
    at += 1
    at += 1
    if b[at - 1]:
        one.look_again_seconds = _u32_at(b, at)[0]
        at += 4
    else:
        one.look_again_seconds = None
    at += 1
    if b[at - 1]:
        one.record, at = _read_CallRecordData(b, at)
    else:
        one.record = None
    at += 1
    if b[at - 1]:
        one.lookup, at = _read_LookupData(b, at)
    else:
        one.lookup = None
    end = at + 4 + _i32_at(b, at)[0]
    one.sentence = b[at + 4 : end].decode()
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.ucid = b[at + 4 : end].decode()
    at = end
    end = at + 4 + _i32_at(b, at)[0]
    one.disposition = b[at + 4 : end].decode()
    at = end
    return one, at


def _write_SettlementData(one, put):
    v = one.finding
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.effect
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.advice
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.may_resend
    put(b"\1" if v else b"\0")
    v = one.look_again_seconds
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        put(_u32(v))
    v = one.record
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        _write_CallRecordData(v, put)
    v = one.lookup
    if v is None:
        put(b"\0")
    else:
        put(b"\1")
        _write_LookupData(v, put)
    v = one.sentence
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.ucid
    data = v.encode()
    put(_i32(len(data)))
    put(data)
    v = one.disposition
    data = v.encode()
    put(_i32(len(data)))
    put(data)


def _read_OutputData(b, at):
    one = _new(OutputData)
    one.step, at = _read_StepData(b, at)
    n0 = _i32_at(b, at)[0]
    at += 4
    one.wake = list(struct.unpack_from(f">{n0}Q", b, at))
    at += n0 * 8
    return one, at


def _read_RecordsRead(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = RecordsRead.Listed.__new__(RecordsRead.Listed)
        one.records = RecordsHandle._of(_u64_at(b, at)[0])
        at += 8
        one.size, at = _read_RecordsSize(b, at)
        return one, at
    if which == 2:
        one = RecordsRead.Unlisted.__new__(RecordsRead.Unlisted)
        one.instead, at = _read_NoRecordsData(b, at)
        return one, at
    raise InternalError("no RecordsRead")


def _read_CallbackRead(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = CallbackRead.Read.__new__(CallbackRead.Read)
        one.callback = CallbackHandle._of(_u64_at(b, at)[0])
        at += 8
        return one, at
    if which == 2:
        one = CallbackRead.Refused.__new__(CallbackRead.Refused)
        n0 = _i32_at(b, at)[0]
        at += 4
        list0 = []
        for _ in range(n0):
            each0, at = _read_ViolationData(b, at)
            list0.append(each0)
        one.violations = list0
        return one, at
    raise InternalError("no CallbackRead")


def _read_ClientOpened(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = ClientOpened.Opened.__new__(ClientOpened.Opened)
        one.client = ClientHandle._of(_u64_at(b, at)[0])
        at += 8
        return one, at
    if which == 2:
        one = ClientOpened.Failed.__new__(ClientOpened.Failed)
        one.result, at = _read_CallResult(b, at)
        return one, at
    raise InternalError("no ClientOpened")


def _read_Finished(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = Finished.Set.__new__(Finished.Set)
        one.result, at = _read_CallResult(b, at)
        return one, at
    if which == 2:
        one = Finished.Listed.__new__(Finished.Listed)
        one.answer, at = _read_ListAnswer(b, at)
        return one, at
    if which == 3:
        one = Finished.LookedUp.__new__(Finished.LookedUp)
        one.answer, at = _read_LookUpAnswer(b, at)
        return one, at
    raise InternalError("no Finished")


def _read_LookUpAnswer(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = LookUpAnswer.Answered.__new__(LookUpAnswer.Answered)
        n0 = _i32_at(b, at)[0]
        at += 4
        list0 = []
        for _ in range(n0):
            each0, at = _read_SettlementData(b, at)
            list0.append(each0)
        one.settlements = list0
        return one, at
    if which == 2:
        one = LookUpAnswer.Refused.__new__(LookUpAnswer.Refused)
        n0 = _i32_at(b, at)[0]
        at += 4
        list0 = []
        for _ in range(n0):
            each0, at = _read_ViolationData(b, at)
            list0.append(each0)
        one.violations = list0
        return one, at
    raise InternalError("no LookUpAnswer")


def _read_EngineOpened(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = EngineOpened.Opened.__new__(EngineOpened.Opened)
        one.engine = EngineHandle._of(_u64_at(b, at)[0])
        at += 8
        return one, at
    if which == 2:
        one = EngineOpened.Failed.__new__(EngineOpened.Failed)
        one.result, at = _read_CallResult(b, at)
        return one, at
    raise InternalError("no EngineOpened")


def _read_EnvironmentRead(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = EnvironmentRead.Read.__new__(EnvironmentRead.Read)
        one.account = AccountHandle._of(_u64_at(b, at)[0])
        at += 8
        end = at + 4 + _i32_at(b, at)[0]
        one.api = b[at + 4 : end].decode()
        at = end
        end = at + 4 + _i32_at(b, at)[0]
        one.base_url = b[at + 4 : end].decode()
        at = end
        one.deadline_ms = _u64_at(b, at)[0]
        at += 8
        return one, at
    if which == 2:
        one = EnvironmentRead.Refused.__new__(EnvironmentRead.Refused)
        n0 = _i32_at(b, at)[0]
        at += 4
        list0 = []
        for _ in range(n0):
            each0, at = _read_ViolationData(b, at)
            list0.append(each0)
        one.violations = list0
        return one, at
    raise InternalError("no EnvironmentRead")


def _read_BuildResult(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = BuildResult.Built.__new__(BuildResult.Built)
        one.request, at = _read_HttpRequestData(b, at)
        return one, at
    if which == 2:
        one = BuildResult.Refused.__new__(BuildResult.Refused)
        n0 = _i32_at(b, at)[0]
        at += 4
        list0 = []
        for _ in range(n0):
            each0, at = _read_ViolationData(b, at)
            list0.append(each0)
        one.violations = list0
        return one, at
    raise InternalError("no BuildResult")


def _read_ReceiptRead(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = ReceiptRead.Read.__new__(ReceiptRead.Read)
        one.receipt, at = _read_ReceiptData(b, at)
        return one, at
    if which == 2:
        one = ReceiptRead.Refused.__new__(ReceiptRead.Refused)
        n0 = _i32_at(b, at)[0]
        at += 4
        list0 = []
        for _ in range(n0):
            each0, at = _read_ViolationData(b, at)
            list0.append(each0)
        one.violations = list0
        return one, at
    raise InternalError("no ReceiptRead")


def _read_RequestRead(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = RequestRead.Read.__new__(RequestRead.Read)
        one.request, at = _read_RequestData(b, at)
        return one, at
    if which == 2:
        one = RequestRead.Refused.__new__(RequestRead.Refused)
        n0 = _i32_at(b, at)[0]
        at += 4
        list0 = []
        for _ in range(n0):
            each0, at = _read_ViolationData(b, at)
            list0.append(each0)
        one.violations = list0
        return one, at
    raise InternalError("no RequestRead")


def _read_ListStarted(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = ListStarted.Started.__new__(ListStarted.Started)
        one.begun, at = _read_ListBegun(b, at)
        return one, at
    if which == 2:
        one = ListStarted.Refused.__new__(ListStarted.Refused)
        n0 = _i32_at(b, at)[0]
        at += 4
        list0 = []
        for _ in range(n0):
            each0, at = _read_ViolationData(b, at)
            list0.append(each0)
        one.violations = list0
        return one, at
    raise InternalError("no ListStarted")


def _read_ListTurn(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = ListTurn.Next.__new__(ListTurn.Next)
        one.output, at = _read_OutputData(b, at)
        return one, at
    if which == 2:
        one = ListTurn.Listed.__new__(ListTurn.Listed)
        one.list, at = _read_DispositionListData(b, at)
        n0 = _i32_at(b, at)[0]
        at += 4
        one.wake = list(struct.unpack_from(f">{n0}Q", b, at))
        at += n0 * 8
        return one, at
    raise InternalError("no ListTurn")


def _read_ListAnswer(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = ListAnswer.Answered.__new__(ListAnswer.Answered)
        one.list, at = _read_DispositionListData(b, at)
        return one, at
    if which == 2:
        one = ListAnswer.Refused.__new__(ListAnswer.Refused)
        n0 = _i32_at(b, at)[0]
        at += 4
        list0 = []
        for _ in range(n0):
            each0, at = _read_ViolationData(b, at)
            list0.append(each0)
        one.violations = list0
        return one, at
    raise InternalError("no ListAnswer")


def _write_LookUpData(one, put):
    if isinstance(one, LookUpData.OneCall):
        put(_i32(1))
        v = one.request
        _write_RequestData(v, put)
        v = one.day
        data = v.encode()
        put(_i32(len(data)))
        put(data)
        return
    if isinstance(one, LookUpData.Day):
        put(_i32(2))
        v = one.requests
        put(_i32(len(v)))
        for each0 in v:
            _write_RequestData(each0, put)
        v = one.day
        data = v.encode()
        put(_i32(len(data)))
        put(data)
        v = one.from_time
        if v is None:
            put(b"\0")
        else:
            put(b"\1")
            data = v.encode()
            put(_i32(len(data)))
            put(data)
        v = one.to_time
        if v is None:
            put(b"\0")
        else:
            put(b"\1")
            data = v.encode()
            put(_i32(len(data)))
            put(data)
        return
    raise InternalError("no LookUpData")


def _read_LookUpStarted(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = LookUpStarted.Started.__new__(LookUpStarted.Started)
        one.begun, at = _read_LookUpBegun(b, at)
        return one, at
    if which == 2:
        one = LookUpStarted.Refused.__new__(LookUpStarted.Refused)
        n0 = _i32_at(b, at)[0]
        at += 4
        list0 = []
        for _ in range(n0):
            each0, at = _read_ViolationData(b, at)
            list0.append(each0)
        one.violations = list0
        return one, at
    raise InternalError("no LookUpStarted")


def _read_LookUpTurn(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = LookUpTurn.Next.__new__(LookUpTurn.Next)
        one.output, at = _read_OutputData(b, at)
        return one, at
    if which == 2:
        one = LookUpTurn.Settled.__new__(LookUpTurn.Settled)
        n0 = _i32_at(b, at)[0]
        at += 4
        list0 = []
        for _ in range(n0):
            each0, at = _read_SettlementData(b, at)
            list0.append(each0)
        one.settlements = list0
        n0 = _i32_at(b, at)[0]
        at += 4
        one.wake = list(struct.unpack_from(f">{n0}Q", b, at))
        at += n0 * 8
        return one, at
    raise InternalError("no LookUpTurn")


def _read_Misuse(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = Misuse.UnknownCode.__new__(Misuse.UnknownCode)
        end = at + 4 + _i32_at(b, at)[0]
        one.set = b[at + 4 : end].decode()
        at = end
        return one, at
    if which == 2:
        one = Misuse.NoSuchStep.__new__(Misuse.NoSuchStep)
        one.seq = _u32_at(b, at)[0]
        at += 4
        return one, at
    if which == 3:
        one = Misuse.NoReceipt.__new__(Misuse.NoReceipt)
        return one, at
    if which == 4:
        one = Misuse.UnknownHeader.__new__(Misuse.UnknownHeader)
        return one, at
    if which == 5:
        one = Misuse.UnevenColumns.__new__(Misuse.UnevenColumns)
        return one, at
    if which == 6:
        one = Misuse.UnknownStep.__new__(Misuse.UnknownStep)
        return one, at
    raise InternalError("no Misuse")


def _read_BaseUrlRead(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = BaseUrlRead.Kept.__new__(BaseUrlRead.Kept)
        end = at + 4 + _i32_at(b, at)[0]
        one.text = b[at + 4 : end].decode()
        at = end
        return one, at
    if which == 2:
        one = BaseUrlRead.Refused.__new__(BaseUrlRead.Refused)
        n0 = _i32_at(b, at)[0]
        at += 4
        list0 = []
        for _ in range(n0):
            each0, at = _read_ViolationData(b, at)
            list0.append(each0)
        one.violations = list0
        return one, at
    raise InternalError("no BaseUrlRead")


def _read_ListReplyData(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = ListReplyData.Dispositions.__new__(ListReplyData.Dispositions)
        n0 = _i32_at(b, at)[0]
        at += 4
        list0 = []
        for _ in range(n0):
            end = at + 4 + _i32_at(b, at)[0]
            each0 = b[at + 4 : end].decode()
            at = end
            list0.append(each0)
        one.dispositions = list0
        return one, at
    if which == 2:
        one = ListReplyData.Other.__new__(ListReplyData.Other)
        one.reply, at = _read_ReplyData(b, at)
        return one, at
    raise InternalError("no ListReplyData")


def _read_TokenReplyData(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = TokenReplyData.Granted.__new__(TokenReplyData.Granted)
        one.token = TokenHandle._of(_u64_at(b, at)[0])
        at += 8
        return one, at
    if which == 2:
        one = TokenReplyData.Other.__new__(TokenReplyData.Other)
        one.reply, at = _read_ReplyData(b, at)
        return one, at
    raise InternalError("no TokenReplyData")


def _read_CallResult(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = CallResult.Done.__new__(CallResult.Done)
        one.receipt, at = _read_ReceiptData(b, at)
        return one, at
    if which == 2:
        one = CallResult.Invalid.__new__(CallResult.Invalid)
        one.receipt, at = _read_ReceiptData(b, at)
        n0 = _i32_at(b, at)[0]
        at += 4
        list0 = []
        for _ in range(n0):
            each0, at = _read_ViolationData(b, at)
            list0.append(each0)
        one.violations = list0
        return one, at
    if which == 3:
        one = CallResult.NotSent.__new__(CallResult.NotSent)
        one.receipt, at = _read_ReceiptData(b, at)
        end = at + 4 + _i32_at(b, at)[0]
        one.kind = b[at + 4 : end].decode()
        at = end
        return one, at
    if which == 4:
        one = CallResult.Refused.__new__(CallResult.Refused)
        one.receipt, at = _read_ReceiptData(b, at)
        return one, at
    if which == 5:
        one = CallResult.Uncertain.__new__(CallResult.Uncertain)
        one.receipt, at = _read_ReceiptData(b, at)
        end = at + 4 + _i32_at(b, at)[0]
        one.kind = b[at + 4 : end].decode()
        at = end
        return one, at
    raise InternalError("no CallResult")


def _write_FoundData(one, put):
    if isinstance(one, FoundData.Listed):
        put(_i32(1))
        v = one.records
        put(v)
        return
    if isinstance(one, FoundData.One):
        put(_i32(2))
        v = one.record
        _write_CallRecordData(v, put)
        return
    if isinstance(one, FoundData.Unlisted):
        put(_i32(3))
        v = one.instead
        _write_NoRecordsData(v, put)
        return
    if isinstance(one, FoundData.Failed):
        put(_i32(4))
        v = one.kind
        data = v.encode()
        put(_i32(len(data)))
        put(data)
        return
    raise InternalError("no FoundData")


def _read_SettleResult(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = SettleResult.Settled.__new__(SettleResult.Settled)
        one.settlement, at = _read_SettlementData(b, at)
        return one, at
    if which == 2:
        one = SettleResult.Refused.__new__(SettleResult.Refused)
        n0 = _i32_at(b, at)[0]
        at += 4
        list0 = []
        for _ in range(n0):
            each0, at = _read_ViolationData(b, at)
            list0.append(each0)
        one.violations = list0
        return one, at
    raise InternalError("no SettleResult")


def _read_SettledReceipt(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = SettledReceipt.Given.__new__(SettledReceipt.Given)
        one.receipt, at = _read_ReceiptData(b, at)
        return one, at
    if which == 2:
        one = SettledReceipt.Refused.__new__(SettledReceipt.Refused)
        n0 = _i32_at(b, at)[0]
        at += 4
        list0 = []
        for _ in range(n0):
            each0, at = _read_ViolationData(b, at)
            list0.append(each0)
        one.violations = list0
        return one, at
    raise InternalError("no SettledReceipt")


def _write_EventData(one, put):
    if isinstance(one, EventData.Timer):
        put(_i32(1))
        pass
        return
    if isinstance(one, EventData.Reply):
        put(_i32(2))
        v = one.seq
        put(_u32(v))
        v = one.reply
        _write_HttpReplyData(v, put)
        v = one.wall_ms
        put(_u64(v))
        return
    if isinstance(one, EventData.Failed):
        put(_i32(3))
        v = one.seq
        put(_u32(v))
        v = one.kind
        data = v.encode()
        put(_i32(len(data)))
        put(data)
        v = one.sent
        put(b"\1" if v else b"\0")
        return
    if isinstance(one, EventData.Stored):
        put(_i32(4))
        v = one.seq
        put(_u32(v))
        v = one.answer
        _write_StoreAnswerData(v, put)
        v = one.wall_ms
        put(_u64(v))
        return
    if isinstance(one, EventData.TokenGiven):
        put(_i32(5))
        v = one.seq
        put(_u32(v))
        v = one.token
        put(v)
        v = one.wall_ms
        put(_u64(v))
        return
    if isinstance(one, EventData.Cancelled):
        put(_i32(6))
        pass
        return
    raise InternalError("no EventData")


def _read_StepData(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = StepData.Send.__new__(StepData.Send)
        one.seq = _u32_at(b, at)[0]
        at += 4
        one.request, at = _read_HttpRequestData(b, at)
        one.connect_by_ms = _u64_at(b, at)[0]
        at += 8
        one.until_ms = _u64_at(b, at)[0]
        at += 8
        one.connect_ms = _u64_at(b, at)[0]
        at += 8
        one.total_ms = _u64_at(b, at)[0]
        at += 8
        one.body_bytes = _u32_at(b, at)[0]
        at += 4
        return one, at
    if which == 2:
        one = StepData.Abort.__new__(StepData.Abort)
        one.seq = _u32_at(b, at)[0]
        at += 4
        one.until_ms = _u64_at(b, at)[0]
        at += 8
        return one, at
    if which == 3:
        one = StepData.Store.__new__(StepData.Store)
        one.seq = _u32_at(b, at)[0]
        at += 4
        one.operation, at = _read_StoreOperationData(b, at)
        one.until_ms = _u64_at(b, at)[0]
        at += 8
        return one, at
    if which == 4:
        one = StepData.Token.__new__(StepData.Token)
        one.seq = _u32_at(b, at)[0]
        at += 4
        one.renew = b[at] != 0
        at += 1
        one.until_ms = _u64_at(b, at)[0]
        at += 8
        return one, at
    if which == 5:
        one = StepData.Wait.__new__(StepData.Wait)
        one.until_ms = _u64_at(b, at)[0]
        at += 8
        return one, at
    if which == 6:
        one = StepData.Done.__new__(StepData.Done)
        one.result, at = _read_CallResult(b, at)
        return one, at
    raise InternalError("no StepData")


def _read_StoreAnswerData(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = StoreAnswerData.Found.__new__(StoreAnswerData.Found)
        one.bytes = SecretBytesHandle._of(_u64_at(b, at)[0])
        at += 8
        end = at + 4 + _i32_at(b, at)[0]
        one.version = b[at + 4 : end].decode()
        at = end
        return one, at
    if which == 2:
        one = StoreAnswerData.Nothing.__new__(StoreAnswerData.Nothing)
        return one, at
    if which == 3:
        one = StoreAnswerData.Written.__new__(StoreAnswerData.Written)
        return one, at
    if which == 4:
        one = StoreAnswerData.Conflict.__new__(StoreAnswerData.Conflict)
        return one, at
    if which == 5:
        one = StoreAnswerData.Failed.__new__(StoreAnswerData.Failed)
        return one, at
    raise InternalError("no StoreAnswerData")


def _write_StoreAnswerData(one, put):
    if isinstance(one, StoreAnswerData.Found):
        put(_i32(1))
        v = one.bytes
        put(v)
        v = one.version
        data = v.encode()
        put(_i32(len(data)))
        put(data)
        return
    if isinstance(one, StoreAnswerData.Nothing):
        put(_i32(2))
        pass
        return
    if isinstance(one, StoreAnswerData.Written):
        put(_i32(3))
        pass
        return
    if isinstance(one, StoreAnswerData.Conflict):
        put(_i32(4))
        pass
        return
    if isinstance(one, StoreAnswerData.Failed):
        put(_i32(5))
        pass
        return
    raise InternalError("no StoreAnswerData")


def _read_StoreOperationData(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = StoreOperationData.Get.__new__(StoreOperationData.Get)
        end = at + 4 + _i32_at(b, at)[0]
        one.key = b[at + 4 : end].decode()
        at = end
        return one, at
    if which == 2:
        one = StoreOperationData.PutIf.__new__(StoreOperationData.PutIf)
        end = at + 4 + _i32_at(b, at)[0]
        one.key = b[at + 4 : end].decode()
        at = end
        at += 1
        if b[at - 1]:
            end = at + 4 + _i32_at(b, at)[0]
            one.version = b[at + 4 : end].decode()
            at = end
        else:
            one.version = None
        one.bytes = SecretBytesHandle._of(_u64_at(b, at)[0])
        at += 8
        return one, at
    raise InternalError("no StoreOperationData")


def _write_StoreOperationData(one, put):
    if isinstance(one, StoreOperationData.Get):
        put(_i32(1))
        v = one.key
        data = v.encode()
        put(_i32(len(data)))
        put(data)
        return
    if isinstance(one, StoreOperationData.PutIf):
        put(_i32(2))
        v = one.key
        data = v.encode()
        put(_i32(len(data)))
        put(data)
        v = one.version
        if v is None:
            put(b"\0")
        else:
            put(b"\1")
            data = v.encode()
            put(_i32(len(data)))
            put(data)
        v = one.bytes
        put(v)
        return
    raise InternalError("no StoreOperationData")


def _read_SendResult(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = SendResult.Reply.__new__(SendResult.Reply)
        one.reply, at = _read_HttpReplyData(b, at)
        return one, at
    if which == 2:
        one = SendResult.Failed.__new__(SendResult.Failed)
        end = at + 4 + _i32_at(b, at)[0]
        one.kind = b[at + 4 : end].decode()
        at = end
        return one, at
    raise InternalError("no SendResult")


def _read_TransportOpened(b, at):
    which = _i32_at(b, at)[0]
    at += 4
    if which == 1:
        one = TransportOpened.Opened.__new__(TransportOpened.Opened)
        one.transport = TransportHandle._of(_u64_at(b, at)[0])
        at += 8
        return one, at
    if which == 2:
        one = TransportOpened.Failed.__new__(TransportOpened.Failed)
        one.result, at = _read_CallResult(b, at)
        return one, at
    raise InternalError("no TransportOpened")


class AccountHandle(_Object):
    __slots__ = ()
    _again = _function("uniffi_cloudagent_disposition_uniffi_fn_clone_accounthandle", c_uint64, c_uint64)
    _drop = _function("uniffi_cloudagent_disposition_uniffi_fn_free_accounthandle", None, c_uint64)

    @classmethod
    def with_api_key(cls, customer, api_key, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_constructor_accounthandle_with_api_key", c_uint64, _Buffer, c_uint64)):
        try:
            customer = _fitting(customer.encode())
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(_given(customer, by), api_key._lent(), by)
        finally:
            wipe(customer)
        if status.code:
            raise _failed(status)
        return cls._of(result)

    @classmethod
    def with_token(cls, customer, token, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_constructor_accounthandle_with_token", c_uint64, _Buffer, c_uint64)):
        try:
            customer = _fitting(customer.encode())
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(_given(customer, by), token._lent(), by)
        finally:
            wipe(customer)
        if status.code:
            raise _failed(status)
        return cls._of(result)

    @classmethod
    def with_token_source(cls, customer, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_constructor_accounthandle_with_token_source", c_uint64, _Buffer)):
        try:
            customer = _fitting(customer.encode())
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(_given(customer, by), by)
        finally:
            wipe(customer)
        if status.code:
            raise _failed(status)
        return cls._of(result)

    @classmethod
    def without_credential(cls, customer, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_constructor_accounthandle_without_credential", c_uint64, _Buffer)):
        try:
            customer = _fitting(customer.encode())
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(_given(customer, by), by)
        finally:
            wipe(customer)
        if status.code:
            raise _failed(status)
        return cls._of(result)

    def customer(self, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_accounthandle_customer", _Buffer, c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(self._lent(), by)
        if status.code:
            raise _failed(status)
        b = _taken(result, by)
        value = b.decode()
        wipe(b)
        return value


class ApiKeyHandle(_Object):
    __slots__ = ()
    _again = _function("uniffi_cloudagent_disposition_uniffi_fn_clone_apikeyhandle", c_uint64, c_uint64)
    _drop = _function("uniffi_cloudagent_disposition_uniffi_fn_free_apikeyhandle", None, c_uint64)

    def __init__(self, secret, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_constructor_apikeyhandle_new", c_uint64, _Buffer)):
        try:
            secret = _fitting(secret.encode())
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(_given(secret, by), by)
        finally:
            wipe(secret)
        if status.code:
            raise _failed(status)
        self._handle = result

    def expose(self, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_apikeyhandle_expose", _Buffer, c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(self._lent(), by)
        if status.code:
            raise _failed(status)
        b = _taken(result, by)
        value = b.decode()
        wipe(b)
        return value


class TokenHandle(_Object):
    __slots__ = ()
    _again = _function("uniffi_cloudagent_disposition_uniffi_fn_clone_tokenhandle", c_uint64, c_uint64)
    _drop = _function("uniffi_cloudagent_disposition_uniffi_fn_free_tokenhandle", None, c_uint64)

    def __init__(self, secret, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_constructor_tokenhandle_new", c_uint64, _Buffer)):
        try:
            secret = _fitting(secret.encode())
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(_given(secret, by), by)
        finally:
            wipe(secret)
        if status.code:
            raise _failed(status)
        self._handle = result

    def expose(self, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_tokenhandle_expose", _Buffer, c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(self._lent(), by)
        if status.code:
            raise _failed(status)
        b = _taken(result, by)
        value = b.decode()
        wipe(b)
        return value


class RecordsHandle(_Object):
    __slots__ = ()
    _again = _function("uniffi_cloudagent_disposition_uniffi_fn_clone_recordshandle", c_uint64, c_uint64)
    _drop = _function("uniffi_cloudagent_disposition_uniffi_fn_free_recordshandle", None, c_uint64)

    @classmethod
    def of(cls, rows, truncated, in_words, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_constructor_recordshandle_of", c_uint64, _Buffer, c_int8, c_int8)):
        try:
            parts = []
            put = parts.append
            put(_i32(len(rows)))
            for each0 in rows:
                _write_CallRecordData(each0, put)
            rows = _lending(parts)
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(_given(rows, by), 1 if truncated else 0, 1 if in_words else 0, by)
        finally:
            wipe(rows)
        if status.code:
            raise _failed(status)
        return cls._of(result)

    def rows(self, place, count, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_recordshandle_rows", _Buffer, c_uint64, c_uint32, c_uint32)):
        status = _Status()
        by = byref(status)
        result = call(self._lent(), place, count, by)
        if status.code:
            raise _failed(status)
        b = _taken(result, by)
        at = 0
        n0 = _i32_at(b, at)[0]
        at += 4
        list0 = []
        for _ in range(n0):
            each0, at = _read_CallRecordData(b, at)
            list0.append(each0)
        value = list0
        _all_read(b, at)
        wipe(b)
        return value

    def same_as(self, other, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_recordshandle_same_as", c_int8, c_uint64, c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(self._lent(), other._lent(), by)
        if status.code:
            raise _failed(status)
        return result != 0

    def size(self, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_recordshandle_size", _Buffer, c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(self._lent(), by)
        if status.code:
            raise _failed(status)
        b = _taken(result, by)
        at = 0
        value, at = _read_RecordsSize(b, at)
        _all_read(b, at)
        wipe(b)
        return value


class CallbackHandle(_Object):
    __slots__ = ()
    _again = _function("uniffi_cloudagent_disposition_uniffi_fn_clone_callbackhandle", c_uint64, c_uint64)
    _drop = _function("uniffi_cloudagent_disposition_uniffi_fn_free_callbackhandle", None, c_uint64)

    def authentic(self, account, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_callbackhandle_authentic", c_int8, c_uint64, c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(self._lent(), account._lent(), by)
        if status.code:
            raise _failed(status)
        return result != 0

    def customer(self, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_callbackhandle_customer", _Buffer, c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(self._lent(), by)
        if status.code:
            raise _failed(status)
        b = _taken(result, by)
        at = 0
        at += 1
        if b[at - 1]:
            end = at + 4 + _i32_at(b, at)[0]
            value = b[at + 4 : end].decode()
            at = end
        else:
            value = None
        _all_read(b, at)
        wipe(b)
        return value

    def record(self, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_callbackhandle_record", _Buffer, c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(self._lent(), by)
        if status.code:
            raise _failed(status)
        b = _taken(result, by)
        at = 0
        value, at = _read_CallRecordData(b, at)
        _all_read(b, at)
        wipe(b)
        return value


class ClientHandle(_Object):
    __slots__ = ()
    _again = _function("uniffi_cloudagent_disposition_uniffi_fn_clone_clienthandle", c_uint64, c_uint64)
    _drop = _function("uniffi_cloudagent_disposition_uniffi_fn_free_clienthandle", None, c_uint64)

    def begin_disposition(self, request, deadline_ms, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_clienthandle_begin_disposition", c_uint64, c_uint64, _Buffer, _Buffer)):
        try:
            parts = []
            put = parts.append
            _write_RequestData(request, put)
            request = _lending(parts)
        except Exception:
            raise NotCalled from None
        try:
            parts = []
            put = parts.append
            if deadline_ms is None:
                put(b"\0")
            else:
                put(b"\1")
                put(_u64(deadline_ms))
            deadline_ms = _lending(parts)
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(self._lent(), _given(request, by), _given(deadline_ms, by), by)
        finally:
            wipe(request)
            wipe(deadline_ms)
        if status.code:
            raise _failed(status)
        return PendingHandle._of(result)

    def begin_list(self, campaign, deadline_ms, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_clienthandle_begin_list", c_uint64, c_uint64, _Buffer, _Buffer)):
        try:
            parts = []
            put = parts.append
            if campaign is None:
                put(b"\0")
            else:
                put(b"\1")
                data = campaign.encode()
                put(_i32(len(data)))
                put(data)
            campaign = _lending(parts)
        except Exception:
            raise NotCalled from None
        try:
            parts = []
            put = parts.append
            if deadline_ms is None:
                put(b"\0")
            else:
                put(b"\1")
                put(_u64(deadline_ms))
            deadline_ms = _lending(parts)
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(self._lent(), _given(campaign, by), _given(deadline_ms, by), by)
        finally:
            wipe(campaign)
            wipe(deadline_ms)
        if status.code:
            raise _failed(status)
        return PendingHandle._of(result)

    def close(self, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_clienthandle_close", None, c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(self._lent(), by)
        if status.code:
            raise _failed(status)

    def begin_look_up(self, asked, deadline_ms, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_clienthandle_begin_look_up", c_uint64, c_uint64, _Buffer, _Buffer)):
        try:
            parts = []
            put = parts.append
            _write_LookUpData(asked, put)
            asked = _lending(parts)
        except Exception:
            raise NotCalled from None
        try:
            parts = []
            put = parts.append
            if deadline_ms is None:
                put(b"\0")
            else:
                put(b"\1")
                put(_u64(deadline_ms))
            deadline_ms = _lending(parts)
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(self._lent(), _given(asked, by), _given(deadline_ms, by), by)
        finally:
            wipe(asked)
            wipe(deadline_ms)
        if status.code:
            raise _failed(status)
        return PendingHandle._of(result)


class PendingHandle(_Object):
    __slots__ = ()
    _again = _function("uniffi_cloudagent_disposition_uniffi_fn_clone_pendinghandle", c_uint64, c_uint64)
    _drop = _function("uniffi_cloudagent_disposition_uniffi_fn_free_pendinghandle", None, c_uint64)

    def cancel(self, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_pendinghandle_cancel", None, c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(self._lent(), by)
        if status.code:
            raise _failed(status)

    def wait(self, milliseconds, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_pendinghandle_wait", _Buffer, c_uint64, c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(self._lent(), milliseconds, by)
        if status.code:
            raise _failed(status)
        b = _taken(result, by)
        at = 0
        at += 1
        if b[at - 1]:
            value, at = _read_Finished(b, at)
        else:
            value = None
        _all_read(b, at)
        wipe(b)
        return value


class ProxyHandle(_Object):
    __slots__ = ()
    _again = _function("uniffi_cloudagent_disposition_uniffi_fn_clone_proxyhandle", c_uint64, c_uint64)
    _drop = _function("uniffi_cloudagent_disposition_uniffi_fn_free_proxyhandle", None, c_uint64)

    @classmethod
    def direct(cls, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_constructor_proxyhandle_direct", c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(by)
        if status.code:
            raise _failed(status)
        return cls._of(result)

    @classmethod
    def environment(cls, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_constructor_proxyhandle_environment", c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(by)
        if status.code:
            raise _failed(status)
        return cls._of(result)

    @classmethod
    def url(cls, url, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_constructor_proxyhandle_url", c_uint64, _Buffer)):
        try:
            url = _fitting(url.encode())
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(_given(url, by), by)
        finally:
            wipe(url)
        if status.code:
            raise _failed(status)
        return cls._of(result)


class CallHandle(_Object):
    __slots__ = ()
    _again = _function("uniffi_cloudagent_disposition_uniffi_fn_clone_callhandle", c_uint64, c_uint64)
    _drop = _function("uniffi_cloudagent_disposition_uniffi_fn_free_callhandle", None, c_uint64)

    def id(self, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_callhandle_id", c_uint64, c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(self._lent(), by)
        if status.code:
            raise _failed(status)
        return result

    def step(self, event, now_ms, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_callhandle_step", _Buffer, c_uint64, _Buffer, c_uint64)):
        try:
            parts = []
            put = parts.append
            _write_EventData(event, put)
            event = _lending(parts)
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(self._lent(), _given(event, by), now_ms, by)
        finally:
            wipe(event)
        if status.code:
            raise _failed(status)
        b = _taken(result, by)
        at = 0
        value, at = _read_OutputData(b, at)
        _all_read(b, at)
        wipe(b)
        return value

    def step_list(self, event, now_ms, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_callhandle_step_list", _Buffer, c_uint64, _Buffer, c_uint64)):
        try:
            parts = []
            put = parts.append
            _write_EventData(event, put)
            event = _lending(parts)
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(self._lent(), _given(event, by), now_ms, by)
        finally:
            wipe(event)
        if status.code:
            raise _failed(status)
        b = _taken(result, by)
        at = 0
        value, at = _read_ListTurn(b, at)
        _all_read(b, at)
        wipe(b)
        return value

    def step_look_up(self, event, now_ms, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_callhandle_step_look_up", _Buffer, c_uint64, _Buffer, c_uint64)):
        try:
            parts = []
            put = parts.append
            _write_EventData(event, put)
            event = _lending(parts)
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(self._lent(), _given(event, by), now_ms, by)
        finally:
            wipe(event)
        if status.code:
            raise _failed(status)
        b = _taken(result, by)
        at = 0
        value, at = _read_LookUpTurn(b, at)
        _all_read(b, at)
        wipe(b)
        return value


class EngineHandle(_Object):
    __slots__ = ()
    _again = _function("uniffi_cloudagent_disposition_uniffi_fn_clone_enginehandle", c_uint64, c_uint64)
    _drop = _function("uniffi_cloudagent_disposition_uniffi_fn_free_enginehandle", None, c_uint64)

    def close_engine(self, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_enginehandle_close_engine", None, c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(self._lent(), by)
        if status.code:
            raise _failed(status)

    def start(self, request, deadline_ms, is_cancelled, seed_high, seed_low, now_ms, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_enginehandle_start", _Buffer, c_uint64, _Buffer, _Buffer, c_int8, c_uint64, c_uint64, c_uint64)):
        try:
            parts = []
            put = parts.append
            _write_RequestData(request, put)
            request = _lending(parts)
        except Exception:
            raise NotCalled from None
        try:
            parts = []
            put = parts.append
            if deadline_ms is None:
                put(b"\0")
            else:
                put(b"\1")
                put(_u64(deadline_ms))
            deadline_ms = _lending(parts)
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(self._lent(), _given(request, by), _given(deadline_ms, by), 1 if is_cancelled else 0, seed_high, seed_low, now_ms, by)
        finally:
            wipe(request)
            wipe(deadline_ms)
        if status.code:
            raise _failed(status)
        b = _taken(result, by)
        at = 0
        value, at = _read_CallStarted(b, at)
        _all_read(b, at)
        wipe(b)
        return value

    def start_list(self, campaign, deadline_ms, is_cancelled, seed_high, seed_low, now_ms, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_enginehandle_start_list", _Buffer, c_uint64, _Buffer, _Buffer, c_int8, c_uint64, c_uint64, c_uint64)):
        try:
            parts = []
            put = parts.append
            if campaign is None:
                put(b"\0")
            else:
                put(b"\1")
                data = campaign.encode()
                put(_i32(len(data)))
                put(data)
            campaign = _lending(parts)
        except Exception:
            raise NotCalled from None
        try:
            parts = []
            put = parts.append
            if deadline_ms is None:
                put(b"\0")
            else:
                put(b"\1")
                put(_u64(deadline_ms))
            deadline_ms = _lending(parts)
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(self._lent(), _given(campaign, by), _given(deadline_ms, by), 1 if is_cancelled else 0, seed_high, seed_low, now_ms, by)
        finally:
            wipe(campaign)
            wipe(deadline_ms)
        if status.code:
            raise _failed(status)
        b = _taken(result, by)
        at = 0
        value, at = _read_ListStarted(b, at)
        _all_read(b, at)
        wipe(b)
        return value

    def start_look_up(self, asked, deadline_ms, is_cancelled, seed_high, seed_low, now_ms, wall_ms, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_enginehandle_start_look_up", _Buffer, c_uint64, _Buffer, _Buffer, c_int8, c_uint64, c_uint64, c_uint64, c_uint64)):
        try:
            parts = []
            put = parts.append
            _write_LookUpData(asked, put)
            asked = _lending(parts)
        except Exception:
            raise NotCalled from None
        try:
            parts = []
            put = parts.append
            if deadline_ms is None:
                put(b"\0")
            else:
                put(b"\1")
                put(_u64(deadline_ms))
            deadline_ms = _lending(parts)
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(self._lent(), _given(asked, by), _given(deadline_ms, by), 1 if is_cancelled else 0, seed_high, seed_low, now_ms, wall_ms, by)
        finally:
            wipe(asked)
            wipe(deadline_ms)
        if status.code:
            raise _failed(status)
        b = _taken(result, by)
        at = 0
        value, at = _read_LookUpStarted(b, at)
        _all_read(b, at)
        wipe(b)
        return value


class FileStoreHandle(_Object):
    __slots__ = ()
    _again = _function("uniffi_cloudagent_disposition_uniffi_fn_clone_filestorehandle", c_uint64, c_uint64)
    _drop = _function("uniffi_cloudagent_disposition_uniffi_fn_free_filestorehandle", None, c_uint64)

    def __init__(self, path, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_constructor_filestorehandle_new", c_uint64, _Buffer)):
        try:
            path = _fitting(path.encode())
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(_given(path, by), by)
        finally:
            wipe(path)
        if status.code:
            raise _failed(status)
        self._handle = result

    def carry_out(self, operation, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_filestorehandle_carry_out", _Buffer, c_uint64, _Buffer)):
        try:
            parts = []
            put = parts.append
            _write_StoreOperationData(operation, put)
            operation = _lending(parts)
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(self._lent(), _given(operation, by), by)
        finally:
            wipe(operation)
        if status.code:
            raise _failed(status)
        b = _taken(result, by)
        at = 0
        value, at = _read_StoreAnswerData(b, at)
        _all_read(b, at)
        wipe(b)
        return value


class SecretBytesHandle(_Object):
    __slots__ = ()
    _again = _function("uniffi_cloudagent_disposition_uniffi_fn_clone_secretbyteshandle", c_uint64, c_uint64)
    _drop = _function("uniffi_cloudagent_disposition_uniffi_fn_free_secretbyteshandle", None, c_uint64)

    def __init__(self, bytes, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_constructor_secretbyteshandle_new", c_uint64, _Buffer)):
        try:
            parts = []
            put = parts.append
            put(_i32(len(bytes)))
            put(bytes)
            bytes = _lending(parts)
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(_given(bytes, by), by)
        finally:
            wipe(bytes)
        if status.code:
            raise _failed(status)
        self._handle = result

    def expose(self, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_secretbyteshandle_expose", _Buffer, c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(self._lent(), by)
        if status.code:
            raise _failed(status)
        b = _taken(result, by)
        at = 0
        end = at + 4 + _i32_at(b, at)[0]
        value = b[at + 4 : end]
        at = end
        _all_read(b, at)
        wipe(b)
        return value


class CancelHandle(_Object):
    __slots__ = ()
    _again = _function("uniffi_cloudagent_disposition_uniffi_fn_clone_cancelhandle", c_uint64, c_uint64)
    _drop = _function("uniffi_cloudagent_disposition_uniffi_fn_free_cancelhandle", None, c_uint64)

    def __init__(self, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_constructor_cancelhandle_new", c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(by)
        if status.code:
            raise _failed(status)
        self._handle = result

    def cancel(self, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_cancelhandle_cancel", None, c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(self._lent(), by)
        if status.code:
            raise _failed(status)


class TransportHandle(_Object):
    __slots__ = ()
    _again = _function("uniffi_cloudagent_disposition_uniffi_fn_clone_transporthandle", c_uint64, c_uint64)
    _drop = _function("uniffi_cloudagent_disposition_uniffi_fn_free_transporthandle", None, c_uint64)

    def send(self, request, connect_ms, total_ms, body_limit, cancel, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_transporthandle_send", _Buffer, c_uint64, _Buffer, c_uint64, c_uint64, c_uint32, c_uint64)):
        try:
            parts = []
            put = parts.append
            _write_HttpRequestData(request, put)
            request = _lending(parts)
        except Exception:
            raise NotCalled from None
        status = _Status()
        by = byref(status)
        try:
            result = call(self._lent(), _given(request, by), connect_ms, total_ms, body_limit, cancel._lent(), by)
        finally:
            wipe(request)
        if status.code:
            raise _failed(status)
        b = _taken(result, by)
        at = 0
        value, at = _read_SendResult(b, at)
        _all_read(b, at)
        wipe(b)
        return value

    def unusable_proxy(self, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_method_transporthandle_unusable_proxy", _Buffer, c_uint64)):
        status = _Status()
        by = byref(status)
        result = call(self._lent(), by)
        if status.code:
            raise _failed(status)
        b = _taken(result, by)
        at = 0
        at += 1
        if b[at - 1]:
            end = at + 4 + _i32_at(b, at)[0]
            value = b[at + 4 : end].decode()
            at = end
        else:
            value = None
        _all_read(b, at)
        wipe(b)
        return value


def classify_many(batch, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_classify_many", _Buffer, _Buffer)):
    try:
        parts = []
        put = parts.append
        _write_ReplyBatch(batch, put)
        batch = _lending(parts)
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(batch, by), by)
    finally:
        wipe(batch)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_ReplyColumns(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def call_record_to_json(record, with_comments, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_call_record_to_json", _Buffer, _Buffer, c_int8)):
    try:
        parts = []
        put = parts.append
        _write_CallRecordData(record, put)
        record = _lending(parts)
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(record, by), 1 if with_comments else 0, by)
    finally:
        wipe(record)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    value = b.decode()
    wipe(b)
    return value


def classify_records(reply, asked, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_classify_records", _Buffer, _Buffer, _Buffer)):
    try:
        parts = []
        put = parts.append
        _write_HttpReplyData(reply, put)
        reply = _lending(parts)
    except Exception:
        raise NotCalled from None
    try:
        asked = _fitting(asked.encode())
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(reply, by), _given(asked, by), by)
    finally:
        wipe(reply)
        wipe(asked)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_RecordsRead(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def read_callback(body, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_read_callback", _Buffer, _Buffer)):
    try:
        parts = []
        put = parts.append
        put(_i32(len(body)))
        put(body)
        body = _lending(parts)
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(body, by), by)
    finally:
        wipe(body)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_CallbackRead(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def open_client(settings, extra_ca_pem, proxy, store, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_open_client", _Buffer, _Buffer, _Buffer, c_uint64, _Buffer)):
    try:
        parts = []
        put = parts.append
        _write_SettingsData(settings, put)
        settings = _lending(parts)
    except Exception:
        raise NotCalled from None
    try:
        parts = []
        put = parts.append
        if extra_ca_pem is None:
            put(b"\0")
        else:
            put(b"\1")
            data = extra_ca_pem.encode()
            put(_i32(len(data)))
            put(data)
        extra_ca_pem = _lending(parts)
    except Exception:
        raise NotCalled from None
    try:
        parts = []
        put = parts.append
        if store is None:
            put(b"\0")
        else:
            put(b"\1")
            put(store)
        store = _lending(parts)
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(settings, by), _given(extra_ca_pem, by), proxy._lent(), _given(store, by), by)
    finally:
        wipe(settings)
        wipe(extra_ca_pem)
        wipe(store)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_ClientOpened(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def live_objects(*, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_live_objects", c_uint64)):
    status = _Status()
    by = byref(status)
    result = call(by)
    if status.code:
        raise _failed(status)
    return result


def open_engine(settings, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_open_engine", _Buffer, _Buffer)):
    try:
        parts = []
        put = parts.append
        _write_SettingsData(settings, put)
        settings = _lending(parts)
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(settings, by), by)
    finally:
        wipe(settings)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_EngineOpened(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def read_environment(given, variables, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_read_environment", _Buffer, _Buffer, _Buffer)):
    try:
        parts = []
        put = parts.append
        _write_GivenData(given, put)
        given = _lending(parts)
    except Exception:
        raise NotCalled from None
    try:
        parts = []
        put = parts.append
        put(_i32(len(variables)))
        for each0 in variables:
            _write_VariableData(each0, put)
        variables = _lending(parts)
    except Exception:
        raise NotCalled from None
    wipe_all(parts)
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(given, by), _given(variables, by), by)
    finally:
        wipe(given)
        wipe(variables)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_EnvironmentRead(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def receipt_from_json(json, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_receipt_from_json", _Buffer, _Buffer)):
    try:
        json = _fitting(json.encode())
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(json, by), by)
    finally:
        wipe(json)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_ReceiptRead(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def receipt_to_json(receipt, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_receipt_to_json", _Buffer, _Buffer)):
    try:
        parts = []
        put = parts.append
        _write_ReceiptData(receipt, put)
        receipt = _lending(parts)
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(receipt, by), by)
    finally:
        wipe(receipt)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    value = b.decode()
    wipe(b)
    return value


def request_from_json(json, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_request_from_json", _Buffer, _Buffer)):
    try:
        json = _fitting(json.encode())
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(json, by), by)
    finally:
        wipe(json)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_RequestRead(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def request_to_json(request, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_request_to_json", _Buffer, _Buffer)):
    try:
        parts = []
        put = parts.append
        _write_RequestData(request, put)
        request = _lending(parts)
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(request, by), by)
    finally:
        wipe(request)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    value = b.decode()
    wipe(b)
    return value


def check_disposition(list, request, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_check_disposition", _Buffer, _Buffer, _Buffer)):
    try:
        parts = []
        put = parts.append
        put(_i32(len(list)))
        for each0 in list:
            data = each0.encode()
            put(_i32(len(data)))
            put(data)
        list = _lending(parts)
    except Exception:
        raise NotCalled from None
    try:
        parts = []
        put = parts.append
        _write_RequestData(request, put)
        request = _lending(parts)
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(list, by), _given(request, by), by)
    finally:
        wipe(list)
        wipe(request)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    at += 1
    if b[at - 1]:
        value, at = _read_ViolationData(b, at)
    else:
        value = None
    _all_read(b, at)
    wipe(b)
    return value


def code_sets(*, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_code_sets", _Buffer)):
    status = _Status()
    by = byref(status)
    result = call(by)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    n0 = _i32_at(b, at)[0]
    at += 4
    list0 = []
    for _ in range(n0):
        each0, at = _read_CodeSet(b, at)
        list0.append(each0)
    value = list0
    _all_read(b, at)
    wipe(b)
    return value


def defaults(*, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_defaults", _Buffer)):
    status = _Status()
    by = byref(status)
    result = call(by)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_DefaultsData(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def interface_hash(*, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_interface_hash", _Buffer)):
    status = _Status()
    by = byref(status)
    result = call(by)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    value = b.decode()
    wipe(b)
    return value


def build_list_request(account, campaign, api, base_url, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_build_list_request", _Buffer, c_uint64, _Buffer, _Buffer, _Buffer)):
    try:
        parts = []
        put = parts.append
        if campaign is None:
            put(b"\0")
        else:
            put(b"\1")
            data = campaign.encode()
            put(_i32(len(data)))
            put(data)
        campaign = _lending(parts)
    except Exception:
        raise NotCalled from None
    try:
        api = _fitting(api.encode())
    except Exception:
        raise NotCalled from None
    try:
        base_url = _fitting(base_url.encode())
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(account._lent(), _given(campaign, by), _given(api, by), _given(base_url, by), by)
    finally:
        wipe(campaign)
        wipe(api)
        wipe(base_url)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_BuildResult(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def build_request(account, request, api, base_url):
    room = _ROOM
    while room:
        try:
            parts = []
            put = parts.append
            put(_i32(3))
            put(account)
            _write_RequestData(request, put)
            data = api.encode()
            put(_i32(len(data)))
            put(data)
            data = base_url.encode()
            put(_i32(len(data)))
            put(data)
            question = _lending(parts)
        except Exception:
            raise NotCalled from None
        b, room = _asked(question, room, True)
    at = 0
    value, at = _read_BuildResult(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def build_token_request(account, base_url, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_build_token_request", _Buffer, c_uint64, _Buffer)):
    try:
        base_url = _fitting(base_url.encode())
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(account._lent(), _given(base_url, by), by)
    finally:
        wipe(base_url)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_BuildResult(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def classify_all(replies, api):
    room = _ROOM
    while room:
        try:
            parts = []
            put = parts.append
            put(_i32(1))
            put(_i32(len(replies)))
            for each0 in replies:
                _write_HttpReplyData(each0, put)
            if api is None:
                put(b"\0")
            else:
                put(b"\1")
                data = api.encode()
                put(_i32(len(data)))
                put(data)
            question = _fitting(b"".join(parts))
        except Exception:
            raise NotCalled from None
        b, room = _asked(question, room)
    at = 0
    n0 = _i32_at(b, at)[0]
    at += 4
    list0 = []
    for _ in range(n0):
        each0, at = _read_ReplyData(b, at)
        list0.append(each0)
    value = list0
    _all_read(b, at)
    return value


def classify_list(reply, api, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_classify_list", _Buffer, _Buffer, _Buffer)):
    try:
        parts = []
        put = parts.append
        _write_HttpReplyData(reply, put)
        reply = _lending(parts)
    except Exception:
        raise NotCalled from None
    try:
        parts = []
        put = parts.append
        if api is None:
            put(b"\0")
        else:
            put(b"\1")
            data = api.encode()
            put(_i32(len(data)))
            put(data)
        api = _lending(parts)
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(reply, by), _given(api, by), by)
    finally:
        wipe(reply)
        wipe(api)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_ListReplyData(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def classify_token(reply, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_classify_token", _Buffer, _Buffer)):
    try:
        parts = []
        put = parts.append
        _write_HttpReplyData(reply, put)
        reply = _lending(parts)
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(reply, by), by)
    finally:
        wipe(reply)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_TokenReplyData(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def from_params(pairs, api, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_from_params", _Buffer, _Buffer, _Buffer)):
    try:
        parts = []
        put = parts.append
        put(_i32(len(pairs)))
        for each0 in pairs:
            _write_ParameterData(each0, put)
        pairs = _lending(parts)
    except Exception:
        raise NotCalled from None
    wipe_all(parts)
    try:
        api = _fitting(api.encode())
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(pairs, by), _given(api, by), by)
    finally:
        wipe(pairs)
        wipe(api)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_ParamsData(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def parse_base_url(text, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_parse_base_url", _Buffer, _Buffer)):
    try:
        text = _fitting(text.encode())
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(text, by), by)
    finally:
        wipe(text)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_BaseUrlRead(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def validate(account, request, api, base_url):
    room = _ROOM
    while room:
        try:
            parts = []
            put = parts.append
            put(_i32(2))
            put(account)
            _write_RequestData(request, put)
            data = api.encode()
            put(_i32(len(data)))
            put(data)
            data = base_url.encode()
            put(_i32(len(data)))
            put(data)
            question = _lending(parts)
        except Exception:
            raise NotCalled from None
        b, room = _asked(question, room)
    at = 0
    n0 = _i32_at(b, at)[0]
    at += 4
    list0 = []
    for _ in range(n0):
        each0, at = _read_ViolationData(b, at)
        list0.append(each0)
    value = list0
    _all_read(b, at)
    return value


def build_day_request(account, day, from_time, to_time, now, utc_offset_minutes, base_url, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_build_day_request", _Buffer, c_uint64, _Buffer, _Buffer, _Buffer, c_int64, _Buffer, _Buffer)):
    try:
        day = _fitting(day.encode())
    except Exception:
        raise NotCalled from None
    try:
        parts = []
        put = parts.append
        if from_time is None:
            put(b"\0")
        else:
            put(b"\1")
            data = from_time.encode()
            put(_i32(len(data)))
            put(data)
        from_time = _lending(parts)
    except Exception:
        raise NotCalled from None
    try:
        parts = []
        put = parts.append
        if to_time is None:
            put(b"\0")
        else:
            put(b"\1")
            data = to_time.encode()
            put(_i32(len(data)))
            put(data)
        to_time = _lending(parts)
    except Exception:
        raise NotCalled from None
    try:
        parts = []
        put = parts.append
        if utc_offset_minutes is None:
            put(b"\0")
        else:
            put(b"\1")
            put(_i32(utc_offset_minutes))
        utc_offset_minutes = _lending(parts)
    except Exception:
        raise NotCalled from None
    try:
        base_url = _fitting(base_url.encode())
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(account._lent(), _given(day, by), _given(from_time, by), _given(to_time, by), now, _given(utc_offset_minutes, by), _given(base_url, by), by)
    finally:
        wipe(day)
        wipe(from_time)
        wipe(to_time)
        wipe(utc_offset_minutes)
        wipe(base_url)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_BuildResult(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def build_record_request(account, ucid, day, now, utc_offset_minutes, base_url, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_build_record_request", _Buffer, c_uint64, _Buffer, _Buffer, c_int64, _Buffer, _Buffer)):
    try:
        ucid = _fitting(ucid.encode())
    except Exception:
        raise NotCalled from None
    try:
        day = _fitting(day.encode())
    except Exception:
        raise NotCalled from None
    try:
        parts = []
        put = parts.append
        if utc_offset_minutes is None:
            put(b"\0")
        else:
            put(b"\1")
            put(_i32(utc_offset_minutes))
        utc_offset_minutes = _lending(parts)
    except Exception:
        raise NotCalled from None
    try:
        base_url = _fitting(base_url.encode())
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(account._lent(), _given(ucid, by), _given(day, by), now, _given(utc_offset_minutes, by), _given(base_url, by), by)
    finally:
        wipe(ucid)
        wipe(day)
        wipe(utc_offset_minutes)
        wipe(base_url)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_BuildResult(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def record_day(unix_seconds, utc_offset_minutes, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_record_day", _Buffer, c_int64, c_int32)):
    status = _Status()
    by = byref(status)
    result = call(unix_seconds, utc_offset_minutes, by)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    at += 1
    if b[at - 1]:
        end = at + 4 + _i32_at(b, at)[0]
        value = b[at + 4 : end].decode()
        at = end
    else:
        value = None
    _all_read(b, at)
    wipe(b)
    return value


def sample_reply(outcome, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_sample_reply", _Buffer, _Buffer)):
    try:
        outcome = _fitting(outcome.encode())
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(outcome, by), by)
    finally:
        wipe(outcome)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    at += 1
    if b[at - 1]:
        value, at = _read_HttpReplyData(b, at)
    else:
        value = None
    _all_read(b, at)
    wipe(b)
    return value


def settle(request, api, found, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_settle", _Buffer, _Buffer, _Buffer, _Buffer)):
    try:
        parts = []
        put = parts.append
        _write_RequestData(request, put)
        request = _lending(parts)
    except Exception:
        raise NotCalled from None
    try:
        api = _fitting(api.encode())
    except Exception:
        raise NotCalled from None
    try:
        parts = []
        put = parts.append
        _write_FoundData(found, put)
        found = _lending(parts)
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(request, by), _given(api, by), _given(found, by), by)
    finally:
        wipe(request)
        wipe(api)
        wipe(found)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_SettleResult(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def settle_receipt(receipt, request, settlement, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_settle_receipt", _Buffer, _Buffer, _Buffer, _Buffer)):
    try:
        parts = []
        put = parts.append
        _write_ReceiptData(receipt, put)
        receipt = _lending(parts)
    except Exception:
        raise NotCalled from None
    try:
        parts = []
        put = parts.append
        _write_RequestData(request, put)
        request = _lending(parts)
    except Exception:
        raise NotCalled from None
    try:
        parts = []
        put = parts.append
        _write_SettlementData(settlement, put)
        settlement = _lending(parts)
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(_given(receipt, by), _given(request, by), _given(settlement, by), by)
    finally:
        wipe(receipt)
        wipe(request)
        wipe(settlement)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_SettledReceipt(b, at)
    _all_read(b, at)
    wipe(b)
    return value


def open_transport(connect_timeout_ms, extra_ca_pem, proxy, *, call=_function("uniffi_cloudagent_disposition_uniffi_fn_func_open_transport", _Buffer, c_uint64, _Buffer, c_uint64)):
    try:
        parts = []
        put = parts.append
        if extra_ca_pem is None:
            put(b"\0")
        else:
            put(b"\1")
            data = extra_ca_pem.encode()
            put(_i32(len(data)))
            put(data)
        extra_ca_pem = _lending(parts)
    except Exception:
        raise NotCalled from None
    status = _Status()
    by = byref(status)
    try:
        result = call(connect_timeout_ms, _given(extra_ca_pem, by), proxy._lent(), by)
    finally:
        wipe(extra_ca_pem)
    if status.code:
        raise _failed(status)
    b = _taken(result, by)
    at = 0
    value, at = _read_TransportOpened(b, at)
    _all_read(b, at)
    wipe(b)
    return value


_contract = getattr(_library, "ffi_cloudagent_disposition_uniffi_uniffi_contract_version")
_contract.restype = c_uint32
if _contract() != 30:
    raise InternalError("the library speaks another version of UniFFI's contract")
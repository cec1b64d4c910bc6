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

CAD_INTERFACE_HASH = "{{ hash }}"


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
        os.path.dirname(__file__), _NAMES.get(sys.platform, "lib{}.so").format("{{ ci.crate_name() }}")
    )
)


def _function(name, returned, *taken):
    function = getattr(_library, name)
    function.restype = returned
    function.argtypes = (*taken, POINTER(_Status))
    return function


_from_bytes = _function("{{ ci.ffi_rustbuffer_from_bytes().name() }}", _Buffer, _Bytes)
_free = _function("{{ ci.ffi_rustbuffer_free().name() }}", None, _Buffer)
_new = object.__new__
{% for (name, letter) in NUMBERS %}
_{{ name }} = struct.Struct(">{{ letter }}").pack
_{{ name }}_at = struct.Struct(">{{ letter }}").unpack_from
{%- endfor %}


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
{%- if let Some(error) = error %}
    if status.code == 1:
        error = _read_{{ error }}(data, 0)[0]
        wipe(data)
        return error
{%- endif %}
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
{% for record in ci.record_definitions() %}

class {{ record.name() }}(_Record):
    __slots__ = (
    {%- for field in record.fields() %}"{{ field.name() }}",{% if !loop.last %} {% endif %}{% endfor %})
    {%- if written.contains(record.name()) %}

    def __init__(self{% for field in record.fields() %}, {{ field.name() }}{% endfor %}):
        {%- for field in record.fields() %}
        self.{{ field.name() }} = {{ field.name() }}
        {%- endfor %}
    {%- endif %}
{% endfor %}
{%- for one in ci.enum_definitions() if one.name() != QUESTION %}

class {{ one.name() }}({% if ci.is_name_used_as_error(one.name()) %}Exception{% else %}_Record{% endif %}):
    __slots__ = ()

{% for variant in one.variants() %}
_variant({{ one.name() }}, "{{ variant.name() }}"
{%- for field in variant.fields() %}, "{{ field.name() }}"{% endfor %})
{%- endfor %}
{% endfor %}
{{ code }}

_contract = getattr(_library, "{{ ci.ffi_uniffi_contract_version().name() }}")
_contract.restype = c_uint32
if _contract() != {{ ci.uniffi_contract_version() }}:
    raise InternalError("the library speaks another version of UniFFI's contract")

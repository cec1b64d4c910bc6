"""What the facade checks itself, before anything is handed to the native library: types.

The rules of a disposition are not here but in the core, which reports all of them at once. No
message and no exception made here holds the value that it is about.
"""

from __future__ import annotations

import math
from enum import Enum

from ._bridge import native
from ._typing import TypeVar

_E = TypeVar("_E", bound=Enum)

_LONGEST_MS = 2**63 - 1
_WIDEST = 2**31 - 1
_COROUTINE = 0x80
"""`inspect.CO_COROUTINE`; that module costs more to import than this package."""


def text(name: str, value: object) -> str:
    """A text, as a plain `str`.

    Raises:
        TypeError: It is something else.
        ValueError: It holds a lone surrogate.
    """
    if not isinstance(value, str):
        raise TypeError(f"{name} must be text (str), not {type(value).__name__}{_hint(value)}")
    place = _lone_surrogate(value)
    if place is not None:
        raise ValueError(
            f"{name} holds half a character (a lone surrogate) at position {place}, which can't "
            "be sent: was it decoded with the wrong encoding, or with surrogateescape?"
        )
    return str.__str__(value)


def _hint(value: object) -> str:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "; decode it first, as in .decode()"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return (
            ": it is an identifier, not a number. 17 digits do not survive a float, "
            "nor leading zeros an int; keep it as text from where it is read"
        )
    return ""


def _lone_surrogate(value: str) -> int | None:
    """Where UTF-8 breaks off. Python's own exception is not let out: it carries the text."""
    if value.isascii():
        return None
    try:
        encoded = value.encode()
    except UnicodeEncodeError as error:
        return error.start
    native.wipe(encoded)
    return None


def optional_text(name: str, value: object) -> str | None:
    """A text or `None`; see `text`."""
    return None if value is None else text(name, value)


def flag(name: str, value: object) -> bool:
    """A bool.

    Raises:
        TypeError: It is something else: `"false"` and `0` are easily taken for their opposite.
    """
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False (bool), not {type(value).__name__}")
    return value


def optional_flag(name: str, value: object) -> bool | None:
    """A bool or `None`; see `flag`."""
    return None if value is None else flag(name, value)


def whole(name: str, value: object) -> int:
    """A whole number.

    Raises:
        TypeError: It is something else.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} must be a whole number (int), not {type(value).__name__}")
    return int(value)


def milliseconds(name: str, value: object) -> int:
    """Seconds as whole milliseconds, rounded up so that nothing ends early. What is less than
    nothing is nothing.

    Raises:
        TypeError: It is no number.
        ValueError: It is not a number in the other sense (NaN).
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{name} must be a number of seconds (float), not {type(value).__name__}")
    if isinstance(value, float) and math.isnan(value):
        raise ValueError(f"{name} must be a number of seconds, not NaN")
    if value <= 0:
        return 0
    if value >= _LONGEST_MS // 1000:
        return _LONGEST_MS
    return math.ceil(value * 1000)


def code(name: str, kind: type[_E], value: object) -> _E:
    """A member of an enum, also by its code.

    Raises:
        TypeError: It is no text.
        ValueError: It is none of the codes.
    """
    if isinstance(value, kind):
        return value
    for member in kind:
        if isinstance(value, str) and value == member.value:
            return member
    codes = ", ".join(repr(member.value) for member in kind)
    if isinstance(value, str):
        raise ValueError(f"{name} must be one of {codes}, the values of {kind.__name__}")
    raise TypeError(
        f"{name} must be one of {codes}, the values of {kind.__name__}, not {type(value).__name__}"
    )


def http_status(value: object) -> int:
    """An HTTP status: any int. One that is no status is read as none, by the core.

    Raises:
        TypeError: It is no int.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"http_status must be an int, not {type(value).__name__}")
    return within_reach(value)


def within_reach(number: int) -> int:
    """A number that the native library takes: the nearest one, where it takes no such number."""
    return max(-_WIDEST, min(int(number), _WIDEST))


def body(value: object) -> bytes:
    """A body's bytes.

    Raises:
        TypeError: It is something else.
    """
    if not isinstance(value, (bytes, bytearray, memoryview)):
        hint = "; give what came over the wire, undecoded" if isinstance(value, str) else ""
        raise TypeError(f"body must be bytes, not {type(value).__name__}{hint}")
    return bytes(value)


def is_async(function: object) -> bool:
    """Whether calling it gives something to await: it is an `async def`."""
    if not hasattr(function, "__code__"):
        function = getattr(type(function), "__call__", function)  # noqa: B004
    code = getattr(function, "__code__", None)
    return code is not None and bool(code.co_flags & _COROUTINE)

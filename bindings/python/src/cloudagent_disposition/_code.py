"""The words of the contract. Each value *is* its code: `Effect.APPLIED == "applied"`."""

from __future__ import annotations

from enum import Enum
from typing import TypeVar

_Open = TypeVar("_Open", bound="OpenCode")


class Code(str, Enum):
    """A closed set of codes: a new one is a major version, so branch on it without a default."""

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, spec: str) -> str:
        return str.__format__(self, spec)

    def __reduce_ex__(self, protocol: object) -> tuple[type[Code], tuple[str]]:
        return type(self), (str.__str__(self),)


class OpenCode(Code):
    """An open set of codes: minor versions add some, so keep a default branch.

    A code that this version does not know, such as one from a newer version's pickle or from a
    table that it filled, is a value too: it has that code, and equals no member. Only the JSON form
    of a receipt is refused where it holds one.
    """

    @classmethod
    def _missing_(cls: type[_Open], value: object) -> _Open | None:
        if not isinstance(value, str):
            return None
        unknown = str.__new__(cls, value)
        unknown._name_ = value.upper()
        unknown._value_ = value
        return unknown


def is_newer(code: object) -> bool:
    """Whether a code of an open set is none that this version knows."""
    return isinstance(code, OpenCode) and all(code is not member for member in type(code))

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache

from . import _enums, _violation_codes
from ._forgetful import forgetful
from ._typing import Any, TypeVar

_V = TypeVar("_V", bound="Value")


class Value:
    """What the dataclasses of this package share: they are copied and pickled by their fields'
    names.

    `dataclasses` itself pickles values in the order of the fields: read by a version that has one
    more, each would become its neighbour without a word.
    """

    __slots__ = ()

    def __init_subclass__(cls, **named: Any) -> None:
        super().__init_subclass__(**named)
        # With slots a dataclass is made a second time, with all its methods. The one that refuses
        # a change gets the value that it refuses.
        if "__setattr__" in vars(cls):
            cls.__setattr__ = forgetful(cls.__setattr__)  # type: ignore[method-assign]

    def __reduce__(self) -> tuple[Any, ...]:
        named = {one.name: getattr(self, one.name) for one in fields(self)}  # type: ignore[arg-type]
        return _restored, (type(self), named)


@forgetful
def _restored(kind: type, named: dict[str, Any]) -> Any:
    return kind(**named)


def value_of(kind: Callable[..., _V], record: Any, /, **made: Any) -> _V:
    """The value of a record of the native library's, whose fields have the same names. A code
    becomes what the field's annotation says; what is made already is taken as it is.
    """
    for name, code in _codes_of(kind):
        if name not in made:
            value = getattr(record, name)
            made[name] = value if code is None or value is None else code(value)
    return kind(**made)


@cache
def _codes_of(kind: Any) -> tuple[tuple[str, Callable[[str], Any] | None], ...]:
    """The names of a value's fields, each with its set of codes, where it is a code."""

    def code(annotation: str) -> Callable[[str], Any] | None:
        name = annotation.removesuffix(" | None")
        return getattr(_enums, name, None) or getattr(_violation_codes, name, None)

    return tuple((one.name, code(str(one.type))) for one in fields(kind))

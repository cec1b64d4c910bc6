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


def value_of(kind: type[_V], record: Any, /, **made: Any) -> _V:
    """The value of a record of the native library's, whose fields have the same names. A code
    becomes what the field's annotation says; what is made already is taken as it is.

    It is filled in past its own `__init__`, which takes twice as long.
    """
    made_of: Any = kind
    one: _V = made_of.__new__(made_of)
    for name, put, codes in _fields_of(made_of):
        if name in made:
            value = made[name]
        else:
            value = getattr(record, name)
            if codes is not None and value is not None:
                value = codes[value]
        put(one, value)
    return one


_Field = tuple[str, Callable[[Any, Any], None], dict[str, Any] | None]


@cache
def _fields_of(kind: Any) -> tuple[_Field, ...]:
    """The names of a value's fields, each with what fills it in, and its codes where it is one."""

    def codes(annotation: str) -> dict[str, Any] | None:
        name = annotation.removesuffix(" | None")
        found = getattr(_enums, name, None) or getattr(_violation_codes, name, None)
        return None if found is None else {code.value: code for code in found}

    slots = ((one.name, getattr(kind, one.name), codes(str(one.type))) for one in fields(kind))
    return tuple((name, slot.__set__, codes) for name, slot, codes in slots)

"""Frozen dataclasses without the import of `dataclasses`.

That module imports `inspect`, and takes more than half of the time that importing this package may
take. So type checkers see the real decorator, and this does the same work at runtime. To the
functions of `dataclasses` its classes are dataclasses too: `fields`, `replace`, `asdict`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from ._forgetful import forgetful


def dataclass(*, frozen: bool, slots: bool, kw_only: bool, **own: bool) -> Callable[[type], type]:
    """The one kind of dataclass that this package has: frozen, with slots, by keyword only.

    `init=False` and `repr=False` leave the class its own.
    """
    assert all((frozen, slots, kw_only))

    def make(plain: type) -> type:
        names = tuple(plain.__annotations__)
        body = {name: value for name, value in vars(plain).items() if name not in _NOT_KEPT}
        body |= {name: value for name, value in _METHODS.items() if name not in body}
        if own.get("init", True):
            body["__init__"] = _init(plain, names)
        body |= {"__slots__": names, "__match_args__": (), "__dataclass_fields__": _Fields()}
        return type(plain.__name__, plain.__bases__, body)

    return make


_NOT_KEPT = ("__dict__", "__weakref__")


def _init(plain: type, names: tuple[str, ...]) -> Any:
    """An `__init__` with a real signature, so that Python itself refuses unknown keywords."""
    lines = [f"    keep(self, {name!r}, {name})\n" for name in names]
    scope: dict[str, Any] = {"keep": object.__setattr__}
    exec(f"def __init__(self, *, {', '.join(names)}):\n{''.join(lines)}", scope)
    init = scope["__init__"]
    init.__qualname__ = f"{plain.__qualname__}.__init__"
    init.__annotations__ = {**plain.__annotations__, "return": None}
    return init


class _Fields:
    """The fields as `dataclasses` knows them, made when somebody asks."""

    def __get__(self, instance: object, owner: type) -> dict[str, Any]:
        import dataclasses

        real = dataclasses.make_dataclass(owner.__name__, owner.__annotations__.items())
        fields: dict[str, Any] = vars(real)["__dataclass_fields__"]
        return fields


def _values(one: Any) -> tuple[Any, ...]:
    return tuple(getattr(one, name) for name in one.__slots__)


@forgetful
def _restored(kind: type, values: tuple[Any, ...]) -> Any:
    """An instance from its values: what its pickle and its copies are made with."""
    one: Any = object.__new__(kind)
    for name, value in zip(one.__slots__, values, strict=True):
        object.__setattr__(one, name, value)
    return one


def _equal(self: Any, other: object) -> Any:
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))


def _reduced(self: Any) -> tuple[Any, ...]:
    return _restored, (type(self), _values(self))


def _shown(self: Any) -> str:
    """Its fields: of an unfinished one, those that it has."""
    fields = (f"{name}={getattr(self, name)!r}" for name in self.__slots__ if hasattr(self, name))
    return f"{type(self).__qualname__}({', '.join(fields)})"


@forgetful
def _refused(self: object, name: str, *value: object) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"a {type(self).__name__} can't be changed: {name}")


_METHODS: dict[str, Any] = {
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _shown,
    "__setattr__": _refused,
    "__delattr__": _refused,
    "__reduce__": _reduced,
}

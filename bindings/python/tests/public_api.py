"""The public API as text, so that a change of it shows in `api.txt`."""

from __future__ import annotations

import dataclasses
import enum
import functools
import inspect
import typing
from collections.abc import Iterator
from typing import Any

import cloudagent_disposition as cad
from cloudagent_disposition import testing


def lines() -> Iterator[str]:
    yield from _of_module(cad)
    yield ""
    yield "cloudagent_disposition.testing"
    yield from _of_module(testing)


def _of_module(module: Any) -> Iterator[str]:
    for name in sorted(module.__all__):
        value = getattr(module, name)
        if inspect.isclass(value):
            yield from _of_class(name, value)
        elif inspect.isfunction(value):
            yield f"def {name}{_signature(value)}"
        else:
            yield f"{name}: {type(value).__name__}"


def _of_class(name: str, value: type) -> Iterator[str]:
    bases = ", ".join(
        base.__name__ for base in value.__bases__ if not base.__name__.startswith("_")
    )
    yield f"class {name}({bases})"
    if issubclass(value, enum.Enum):
        for member in value:
            yield f"    {member.name} = {member.value!r}"
        return
    if not issubclass(value, (str, BaseException)) and "__init__" in vars(value):
        yield f"    def __init__{_signature(vars(value)['__init__'])}"
    for attribute, annotation in _attributes(value):
        yield f"    {attribute}: {annotation}"
    for member_name, member in sorted(_members(value).items()):
        if member_name.startswith("_"):
            continue
        if isinstance(member, functools.cached_property):
            yield f"    {member_name}: {value.__annotations__[member_name]}  (read only)"
        elif isinstance(member, property):
            read: Any = member.fget
            yield f"    {member_name}: {read.__annotations__['return']}  (read only)"
        elif callable(member) or isinstance(member, (classmethod, staticmethod)):
            overloads = typing.get_overloads(member) if hasattr(typing, "get_overloads") else []
            for one in overloads or [inspect.unwrap(getattr(value, member_name))]:
                yield f"    def {member_name}{_signature(one)}"


def _members(value: type) -> dict[str, Any]:
    """What a class says itself, and what those of its bases say that are ours and not public."""
    ours = [base for base in value.__mro__ if base.__module__.startswith(cad.__name__)]
    said = [base for base in reversed(ours) if base is value or base.__name__ not in cad.__all__]
    return {name: one for base in said for name, one in vars(base).items()}


def _attributes(value: type) -> Iterator[tuple[str, Any]]:
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if not field.name.startswith("_"):
                yield field.name, field.type
    else:
        for attribute, annotation in vars(value).get("__annotations__", {}).items():
            column = isinstance(vars(value).get(attribute), functools.cached_property)
            if not attribute.startswith("_") and not column:
                yield attribute, annotation


def _signature(function: Any) -> str:
    return str(inspect.signature(function))


if __name__ == "__main__":
    print("\n".join(lines()))

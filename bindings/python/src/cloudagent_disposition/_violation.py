from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ._typing import Any
from ._value import Value, value_of
from ._violation_codes import Field, Problem, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation(Value):
    """One thing that is wrong with a request or a configuration."""

    field: Field
    """The field."""
    problem: Problem
    """What is wrong with it."""
    severity: Severity
    """Whether it stops the request."""
    detail: str
    """How to mend it, for a person. It never holds a secret, nor comment text."""
    hard: bool = False
    """Whether no `ValidationMode` lets it pass, since the wire can't carry it."""

    def __str__(self) -> str:
        return f"{self.field}: {self.detail}"


def violations_of(records: Iterable[Any]) -> tuple[Violation, ...]:
    return tuple(value_of(Violation, record) for record in records)

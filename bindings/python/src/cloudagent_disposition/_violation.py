from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ._typing import Any
from ._value import Value
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
    return tuple(
        Violation(
            field=Field(record.field),
            problem=Problem(record.problem),
            severity=Severity(record.severity),
            detail=record.detail,
            hard=record.hard,
        )
        for record in records
    )


def records_of(violations: Iterable[Violation], record: Any) -> list[Any]:
    return [
        record(
            field=str(one.field),
            problem=str(one.problem),
            severity=str(one.severity),
            detail=one.detail,
            hard=one.hard,
        )
        for one in violations
    ]

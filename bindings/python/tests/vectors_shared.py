"""What the runners of the vectors share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cloudagent_disposition import Account, Violation


def known(given: dict[str, Any], *names: str) -> None:
    """Fails on a key that no runner would look at."""
    unknown = set(given) - set(names)
    assert not unknown, f"unknown keys: {sorted(unknown)}"


def account_of(given: dict[str, Any]) -> Account:
    known(given, "customer", "api_key", "token")
    return Account(
        given.get("customer") or "", api_key=given.get("api_key"), token=given.get("token")
    )


def same_violations(found: Iterable[Violation], expected: list[dict[str, str]]) -> None:
    found = list(found)
    told = [
        {"field": str(one.field), "problem": str(one.problem), "severity": str(one.severity)}
        for one in found
    ]
    assert told == expected
    assert all(one.detail for one in found), "a sentence for each"


def includes(place: str, actual: Any, expected: Any) -> None:
    """Every key that is expected, with its value; in lists, element by element."""
    if isinstance(expected, dict):
        assert isinstance(actual, dict), place
        for key, value in expected.items():
            assert key in actual, f"{place}: no {key}"
            includes(f"{place}.{key}", actual[key], value)
    elif isinstance(expected, list):
        assert isinstance(actual, (list, tuple)), place
        assert len(actual) == len(expected), place
        for one, other in zip(actual, expected, strict=True):
            includes(place, one, other)
    else:
        assert actual == expected, f"{place}: {actual!r} where {expected!r} is expected"

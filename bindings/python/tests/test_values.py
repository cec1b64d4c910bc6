"""The values are what `dataclasses` makes: this compares them with the real thing."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import unittest.mock
from typing import Any

import pytest

from cloudagent_disposition import (
    Attempt,
    Delivery,
    DispositionRequest,
    FailKind,
    Params,
    Receipt,
    Reply,
    Violation,
)
from cloudagent_disposition._value import dataclass

VALUES = [Attempt, DispositionRequest, Params, Receipt, Reply, Violation]


class _Plain:
    """Two fields."""

    first: int
    second: str | None

    def both(self) -> tuple[int, str | None]:
        """Both of them."""
        return self.first, self.second


OURS: Any = dataclass(frozen=True, slots=True, kw_only=True)(_Plain)
REAL: Any = dataclasses.dataclass(frozen=True, slots=True, kw_only=True)(_Plain)


def test_ours_looks_like_the_real_one() -> None:
    ours, real = OURS(first=1, second="x"), REAL(first=1, second="x")
    assert repr(ours) == repr(real)
    assert hash(ours) == hash(real)
    assert dataclasses.asdict(ours) == dataclasses.asdict(real)
    assert dataclasses.astuple(ours) == dataclasses.astuple(real)
    assert [field.name for field in dataclasses.fields(OURS)] == ["first", "second"]
    assert inspect.signature(OURS) == inspect.signature(REAL)
    assert (OURS.__doc__, OURS.__slots__, OURS.__match_args__) == (
        REAL.__doc__,
        REAL.__slots__,
        REAL.__match_args__,
    )
    assert ours.both() == real.both()
    assert ours != real
    assert ours == unittest.mock.ANY == real
    assert ours == OURS(first=1, second="x") != OURS(first=2, second="x")


@pytest.mark.parametrize("kind", [OURS, REAL])
def test_both_refuse_the_same(kind: Any) -> None:
    one = kind(first=1, second=None)
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.first = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del one.first
    for wrong in ({"first": 1}, {"first": 1, "second": None, "third": 3}):
        with pytest.raises(TypeError, match=r"second|third"):
            kind(**wrong)
    with pytest.raises(TypeError, match="positional"):
        kind(1, None)
    assert not hasattr(one, "__dict__")


@pytest.mark.parametrize("kind", VALUES)
def test_a_public_value_is_a_dataclass_to_its_functions(kind: Any) -> None:
    fields = tuple(field.name for field in dataclasses.fields(kind))
    assert fields == kind.__slots__
    assert dataclasses.is_dataclass(kind)


def test_a_value_is_copied_replaced_matched_and_pickled() -> None:
    one = Attempt(
        delivery=Delivery.NO_REPLY,
        kind=FailKind.RESET,
        http_status=None,
        outcome=None,
        duration_ms=3,
    )
    assert copy.copy(one) == copy.deepcopy(one) == one
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(one, protocol)) == one
    other = dataclasses.replace(one, duration_ms=4)
    assert other != one
    assert other.duration_ms == 4
    assert len({one, copy.copy(one), other}) == 2
    match one:
        case Attempt(kind=FailKind.RESET, duration_ms=taken):
            assert taken == 3
        case _:
            raise AssertionError("it matches by keyword")

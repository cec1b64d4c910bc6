"""The results are dataclasses, with all that these can do."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
import sys
import unittest.mock
from typing import Any

import pytest

from cloudagent_disposition import (
    Advice,
    Api,
    Attempt,
    BaseUrl,
    Delivery,
    DispositionRequest,
    Effect,
    FailKind,
    Field,
    Finding,
    Params,
    Problem,
    Receipt,
    Refused,
    Reply,
    Severity,
    Violation,
    classify,
)

ATTEMPT = Attempt(
    delivery=Delivery.NO_REPLY, kind=FailKind.RESET, http_status=None, outcome=None, duration_ms=3
)
VIOLATION = Violation(
    field=Field.UCID, problem=Problem.MISSING, severity=Severity.ERROR, detail="Give it."
)
RECEIPT = Receipt(
    effect=Effect.UNKNOWN,
    advice=Advice.CHECK_FIRST,
    may_resend=False,
    retry_after_seconds=None,
    outcome=None,
    http_status=None,
    status=None,
    details=None,
    ucid=None,
    did=None,
    action=None,
    excerpt=None,
    pause_requested=False,
    attempts=(ATTEMPT,),
    warnings=(VIOLATION,),
    request_id="0" * 32,
    token_requests=0,
    sentence="Look first.",
)
REQUEST = DispositionRequest(ucid="8189", did="914000000001", comments="private")
PARAMS = Params(customer="acme", api_key=None, request=REQUEST, violations=(VIOLATION,))
REPLY = classify(200, b"<html>")
VALUES: list[Any] = [ATTEMPT, VIOLATION, RECEIPT, REQUEST, PARAMS, REPLY]
EACH = pytest.mark.parametrize("one", VALUES, ids=lambda one: type(one).__name__)


@EACH
def test_it_is_a_dataclass(one: Any) -> None:
    kind: Any = type(one)
    assert dataclasses.is_dataclass(type(one))
    assert vars(kind)["__dataclass_params__"].frozen
    assert tuple(field.name for field in dataclasses.fields(kind)) == kind.__slots__
    assert not hasattr(one, "__dict__")
    values = {field.name: getattr(one, field.name) for field in dataclasses.fields(one)}
    assert kind(**values) == one == unittest.mock.ANY
    assert hash(kind(**values)) == hash(one)
    assert list(dataclasses.asdict(one)) == list(values)


@EACH
def test_it_is_copied_and_pickled(one: Any) -> None:
    assert copy.copy(one) == copy.deepcopy(one) == one
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(one, protocol)) == one


@EACH
def test_it_is_replaced(one: Any) -> None:
    name = dataclasses.fields(one)[0].name
    other = dataclasses.replace(one, **{name: None})
    assert type(other) is type(one)
    assert getattr(other, name) is None
    assert other != one
    if sys.version_info >= (3, 13):
        assert copy.replace(one, **{name: None}) == other
    with pytest.raises(TypeError, match="unknown"):
        dataclasses.replace(one, unknown=1)


@EACH
def test_it_is_never_changed_and_takes_keywords_only(one: Any) -> None:
    name = dataclasses.fields(one)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(one, name, None)
    with pytest.raises(dataclasses.FrozenInstanceError):
        delattr(one, name)
    with pytest.raises(TypeError, match="positional"):
        type(one)("first")


@EACH
def test_a_subclass_is_a_dataclass_with_a_field_more(one: Any) -> None:
    @dataclasses.dataclass(frozen=True, kw_only=True)
    class Mine(type(one)):  # type: ignore[misc]
        filed_under: str = ""

    values = {field.name: getattr(one, field.name) for field in dataclasses.fields(one)}
    mine = Mine(**values, filed_under="81")
    assert isinstance(mine, type(one))
    assert {**values, "filed_under": "81"} == {
        field.name: getattr(mine, field.name) for field in dataclasses.fields(mine)
    }
    assert dataclasses.replace(mine, filed_under="82").filed_under == "82"
    assert copy.deepcopy(mine) == mine
    assert "private" not in repr(mine)


def test_a_value_is_matched_by_its_fields() -> None:
    match ATTEMPT:
        case Attempt(kind=FailKind.RESET, duration_ms=taken):
            assert taken == 3
        case _:
            raise AssertionError("it matches by keyword")
    assert len({ATTEMPT, copy.copy(ATTEMPT), dataclasses.replace(ATTEMPT, duration_ms=4)}) == 2


def test_a_subclass_of_a_request_is_checked_like_it() -> None:
    @dataclasses.dataclass(frozen=True, kw_only=True)
    class Mine(DispositionRequest):
        line: int = 0

    mine = Mine(ucid="8189", comments="private", line=7)
    assert (mine.did, mine.auto_release, mine.line) == (None, False, 7)
    assert mine.to_json() == DispositionRequest(ucid="8189", comments="private").to_json()
    untyped: Any = Mine
    with pytest.raises(TypeError, match="^ucid must be text"):
        untyped(ucid=81891700000000001)


def test_a_pickle_of_another_version_is_read_by_the_names_of_its_fields() -> None:
    restore, (kind, named) = REQUEST.__reduce__()
    assert kind is DispositionRequest
    assert restore(kind, dict(reversed(named.items()))) == REQUEST
    older = {name: value for name, value in named.items() if name != "auto_release"}
    assert restore(kind, older) == REQUEST
    with pytest.raises(TypeError, match="priority"):
        restore(kind, {**named, "priority": 1})


def test_a_receipts_json_is_under_its_fields_names() -> None:
    fields = {one.name for one in dataclasses.fields(Receipt) if one.name != "_newer"}
    # It is there only where records settled it.
    assert set(json.loads(RECEIPT.to_json())) == fields - {"settled"}
    settled = dataclasses.replace(RECEIPT, settled=Finding.STANDS)
    assert set(json.loads(settled.to_json())) == fields
    assert Receipt.from_json(settled.to_json()) == settled


def test_what_a_newer_version_wrote_of_a_receipt_comes_through_an_error_too() -> None:
    newer = RECEIPT.to_json()[:-1] + ',"later":[1.50]}'
    receipt = Receipt.from_json(newer)
    assert receipt != RECEIPT
    assert "later" not in repr(receipt)
    error = pickle.loads(pickle.dumps(Refused(receipt)))
    assert error.receipt.to_json() == newer


def test_a_base_url_is_copied_and_pickled() -> None:
    for base_url in (BaseUrl.INDIA, BaseUrl("https://example.com:8443/dialer")):
        for same in (pickle.loads(pickle.dumps(base_url)), copy.deepcopy(base_url)):
            assert type(same) is BaseUrl
            assert same == base_url


def test_a_violation_says_whether_a_mode_lets_it_pass(account: Any) -> None:
    from cloudagent_disposition import validate

    request = DispositionRequest(
        ucid="8" * 65, did="914000000001", agent_id="ravi", disposition="a\x00b"
    )
    found = {one.problem: one.hard for one in validate(account, request, api=Api.GET_V2)}
    assert found[Problem.CONTROL_CHARACTERS]
    assert not found[Problem.TOO_LONG]
    assert isinstance(REPLY, Reply)

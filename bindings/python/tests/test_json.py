"""The JSON forms of requests and receipts, and their pickles."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle

import pytest
from simulator import REQUEST, Simulator

from cloudagent_disposition import (
    Account,
    Api,
    BaseUrl,
    Client,
    DispositionError,
    DispositionRequest,
    Effect,
    Field,
    Invalid,
    Receipt,
    Refused,
)

FULL = DispositionRequest(
    ucid="8189", did="91", agent_id="ravi", disposition="Sale", comments='नमस्ते "x"\n',
    pause_after_dispose=True, pause_reason="Lunch", callback_time="2026-11-22 09:30",
    callback_time_zone="Asia/Kolkata", auto_release=True,
)  # fmt: skip


@pytest.mark.parametrize("request_", [FULL, DispositionRequest(), DispositionRequest(ucid="1")])
def test_a_request_reads_back(request_: DispositionRequest) -> None:
    assert DispositionRequest.from_json(request_.to_json()) == request_
    assert pickle.loads(pickle.dumps(request_)) == request_
    assert copy.deepcopy(request_) == request_ == copy.copy(request_)


def test_a_requests_json_is_under_its_fields_names() -> None:
    fields = [field.name for field in dataclasses.fields(DispositionRequest)]
    assert list(json.loads(FULL.to_json())) == fields
    assert json.loads(FULL.to_json()) == {name: getattr(FULL, name) for name in fields}


def test_a_request_is_a_value() -> None:
    assert DispositionRequest.from_json(FULL.to_json()) == FULL
    assert hash(FULL) == hash(copy.copy(FULL))
    assert dataclasses.replace(FULL, auto_release=False) != FULL
    with pytest.raises(dataclasses.FrozenInstanceError):
        FULL.ucid = "1"  # type: ignore[misc]


def test_what_is_no_requests_json_is_refused_by_field() -> None:
    with pytest.raises(Invalid) as raised:
        DispositionRequest.from_json('{"ucid": 81891700000000001}')
    assert [violation.field for violation in raised.value.violations] == [Field.UCID]
    with pytest.raises(Invalid, match="json: "):
        DispositionRequest.from_json("nonsense")
    with pytest.raises(TypeError, match="json must be text"):
        DispositionRequest.from_json(b"{}")  # type: ignore[arg-type]


def receipts(simulator: Simulator, account: Account) -> list[Receipt]:
    changes: list[dict[str, object]] = [
        {}, {"agent_id": "nobody"}, {"ucid": "81891700000000009"}, {"disposition": " Sale"},
        {"ucid": None},
    ]  # fmt: skip
    found = []
    with Client(account, api=Api.GET_V2, base_url=simulator.base_url) as client:
        for change in changes:
            request = DispositionRequest(**{**REQUEST, **change})
            try:
                found.append(client.set_disposition(request))
            except DispositionError as error:
                found.append(error.receipt)
        simulator.inject("html_502")
        with pytest.raises(DispositionError) as raised:
            client.set_disposition(**REQUEST)
    return [*found, raised.value.receipt]


def test_a_receipt_reads_back(simulator: Simulator, account: Account) -> None:
    for receipt in receipts(simulator, account):
        assert Receipt.from_json(receipt.to_json()) == receipt
        assert pickle.loads(pickle.dumps(receipt)) == receipt
        assert copy.deepcopy(receipt) == receipt
        fields = [one.name for one in dataclasses.fields(Receipt) if one.name != "_newer"]
        assert sorted(json.loads(receipt.to_json())) == sorted(fields)


def test_what_is_no_receipts_json_is_refused() -> None:
    for text in ("", "{}", "[]", '{"effect": "from_a_newer_version"}'):
        with pytest.raises(Invalid, match="json: "):
            Receipt.from_json(text)


def test_what_a_newer_version_wrote_comes_through_everything(
    simulator: Simulator, account: Account
) -> None:
    known = receipts(simulator, account)[0].to_json()
    newer = known.replace('"outcome":"saved"', '"outcome":"saved_twice"')[:-1] + ',"later":[1.50]}'
    receipt = Receipt.from_json(newer)
    assert receipt.outcome is None
    assert receipt.effect is Effect.APPLIED
    assert receipt != Receipt.from_json(known)
    assert "saved_twice" not in repr(receipt)
    error = pickle.loads(pickle.dumps(Refused(receipt)))
    for same in (
        receipt,
        copy.copy(receipt),
        copy.deepcopy(receipt),
        pickle.loads(pickle.dumps(receipt)),
        dataclasses.replace(receipt, http_status=200),
        error.receipt,
    ):
        assert same.to_json() == newer


def test_a_base_url_is_a_value() -> None:
    for base_url in (BaseUrl.INDIA, BaseUrl("https://example.com:8443/dialer")):
        for same in (pickle.loads(pickle.dumps(base_url)), copy.deepcopy(base_url)):
            assert type(same) is BaseUrl
            assert same == base_url

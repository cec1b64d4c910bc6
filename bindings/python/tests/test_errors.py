"""Errors carry their receipts through str, copy, pickle and process pools."""

from __future__ import annotations

import copy
import multiprocessing
import pickle
from typing import Any

import pool_work
import pytest
from simulator import REQUEST, Simulator

from cloudagent_disposition import (
    Advice,
    Client,
    DispositionError,
    DispositionRequest,
    Effect,
    Field,
    Invalid,
    InvalidRequest,
    NotSent,
    NotSentKind,
    Outcome,
    Receipt,
    Refused,
    Uncertain,
    UncertainKind,
    ValidationMode,
)


def error_of(client: Client, **changes: Any) -> DispositionError:
    with pytest.raises(DispositionError) as raised:
        client.set_disposition(DispositionRequest(**{**REQUEST, **changes}))
    return raised.value


def each_error(simulator: Simulator, client: Client) -> list[DispositionError]:
    invalid = error_of(client, ucid=None, pause_after_dispose=None, pause_reason="Lunch")
    refused = error_of(client, agent_id="nobody")
    simulator.inject("reset_after_applied", count=1)
    uncertain = error_of(client)
    client.close()
    return [invalid, error_of(client), refused, uncertain]


def test_each_class_says_what_happened_to_the_call(simulator: Simulator, client: Client) -> None:
    invalid, not_sent, refused, uncertain = each_error(simulator, client)

    assert isinstance(invalid, InvalidRequest)
    fields = [violation.field for violation in invalid.violations]
    assert fields == [Field.UCID, Field.PAUSE_AFTER_DISPOSE]
    assert (invalid.effect, invalid.advice) == (Effect.NOT_APPLIED, Advice.FIX_REQUEST)
    assert invalid.receipt.attempts == ()

    assert isinstance(not_sent, NotSent)
    assert (not_sent.kind, not_sent.advice) == (NotSentKind.CLOSED, Advice.DO_NOT_RETRY)

    assert isinstance(refused, Refused)
    assert (refused.effect, refused.advice) == (Effect.NOT_APPLIED, Advice.FIX_REQUEST)
    assert refused.receipt.outcome is Outcome.INVALID_AGENT

    assert isinstance(uncertain, Uncertain)
    assert uncertain.kind is UncertainKind.RESET
    assert (uncertain.effect, uncertain.advice) == (Effect.UNKNOWN, Advice.CHECK_FIRST)
    assert not uncertain.may_resend


def test_an_error_is_the_same_after_copy_and_pickle(simulator: Simulator, client: Client) -> None:
    for error in each_error(simulator, client):
        for same in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
            assert type(same) is type(error)
            assert same.receipt == error.receipt
            assert vars(same) == vars(error)
            assert str(same) == str(error) == error.receipt.sentence
            assert repr(same) == repr(error)


def test_an_invalid_input_is_the_same_after_copy_and_pickle() -> None:
    with pytest.raises(Invalid) as raised:
        DispositionRequest.from_json("[]")
    error = raised.value
    assert not isinstance(error, DispositionError)
    same = pickle.loads(pickle.dumps(error))
    assert (type(same), same.violations, str(same)) == (Invalid, error.violations, str(error))
    assert str(error).startswith("json: ")


def test_errors_come_out_of_a_process_pool(simulator: Simulator) -> None:
    simulator.inject("html_502")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        with pytest.raises(Uncertain) as raised:
            pool.apply(pool_work.set_disposition, (simulator.base_url,))
        assert raised.value.receipt.outcome is Outcome.UNAVAILABLE
        simulator.inject("none")
        receipt = pool.apply(pool_work.set_disposition, (simulator.base_url,))
    assert isinstance(receipt, Receipt)
    assert receipt.effect is Effect.APPLIED


def test_a_mode_says_whether_a_warning_stops_a_request(
    simulator: Simulator, client: Client
) -> None:
    spaced = DispositionRequest(**{**REQUEST, "disposition": " Sale"})
    assert list(client.set_disposition(spaced).warnings) == client.validate(spaced) != []
    strict, base_url = ValidationMode.STRICT, simulator.base_url
    other = Client(client.account, api=client.api, base_url=base_url, mode=strict)
    with other, pytest.raises(InvalidRequest) as raised:
        other.set_disposition(spaced)
    assert [*raised.value.violations] == client.validate(spaced)

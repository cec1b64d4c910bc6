"""What users test their own code with says what the real thing says."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sweep import leaks

from cloudagent_disposition import (
    Account,
    Api,
    AsyncClient,
    Client,
    DispositionRequest,
    Effect,
    FailKind,
    HttpReply,
    NotSent,
    Outcome,
    Refused,
    RetryPolicy,
    Uncertain,
    classify,
    testing,
)
from cloudagent_disposition.testing import AsyncFakeTransport, FakeTransport

ACCOUNT = Account("acme", api_key="KK-marker")
REQUEST = DispositionRequest(
    ucid="81891700000000001",
    did="914000000001",
    agent_id="ravi",
    disposition="Sale & more",
    comments="owes 500 €",
    pause_after_dispose=True,
    pause_reason="Lunch",
)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_reply_and_a_receipt(outcome: Outcome) -> None:
    if outcome is Outcome.NONE_FOUND:
        for make in (testing.reply, testing.receipt, FakeTransport):
            with pytest.raises(ValueError, match="no reply to a disposition"):
                make(outcome)
        return
    reply = testing.reply(outcome)
    told = classify(reply.status, reply.body)
    receipt = testing.receipt(outcome)
    assert told.outcome is receipt.outcome is outcome
    assert (told.effect, told.advice) == (receipt.effect, receipt.advice)
    if receipt.effect in (Effect.NOT_APPLIED, Effect.UNKNOWN):
        assert type(testing.error(outcome)) is (
            Refused if receipt.effect is Effect.NOT_APPLIED else Uncertain
        )
    else:
        with pytest.raises(ValueError, match="went well"):
            testing.error(outcome)


@pytest.mark.parametrize("kind", FailKind)
def test_every_failure_has_an_error(kind: FailKind) -> None:
    error = testing.error(kind)
    assert isinstance(error, (NotSent, Uncertain))
    assert str(error.kind) == str(kind)
    sent = [] if kind is FailKind.DEADLINE else [kind]
    assert [attempt.kind for attempt in error.receipt.attempts] == sent


def test_a_wrong_request_is_told_as_such() -> None:
    with_number: Any = testing.error(Outcome.SAVED, DispositionRequest(ucid="x"))
    assert with_number.violations
    assert with_number.receipt.attempts == ()


@pytest.mark.parametrize("api", Api)
def test_what_was_sent_is_recorded_as_the_wire_carried_it(api: Api) -> None:
    # The one API without a pause's reason.
    request = replace(REQUEST, pause_reason=None) if api is Api.GET_V3 else REQUEST

    async def by_loop(transport: Any) -> None:
        client = AsyncClient(ACCOUNT, api=api, transport=transport)
        await client.set_disposition(request)
        listed = None if api is Api.POST_TOKEN else await client.list_dispositions("1001")
        assert listed is None or listed.dispositions == ("Sale", "Lost")

    listed = ["Sale", "Lost"]
    blocking = FakeTransport(listed=listed)
    client = Client(ACCOUNT, api=api, transport=blocking)
    client.set_disposition(request)
    if api is not Api.POST_TOKEN:
        assert client.list_dispositions("1001").dispositions == ("Sale", "Lost")
    awaited = AsyncFakeTransport(listed=listed)
    asyncio.run(by_loop(awaited))
    for transport in (blocking, awaited):
        assert transport.dispositions == [request]
        assert transport.tokens == (1 if api is Api.POST_TOKEN else 0)
        assert transport.campaigns == ([] if api is Api.POST_TOKEN else ["1001"])
        assert leaks("KK-marker", transport, *transport.requests) == []


def test_answers_are_given_in_order_and_the_last_one_again() -> None:
    transport = FakeTransport(FailKind.CONNECT, Outcome.RATE_LIMITED)
    client = Client(ACCOUNT, api=Api.GET_V2, transport=transport, retry=RetryPolicy.none())
    for kind in (NotSent, Refused, Refused):
        with pytest.raises(kind):
            client.set_disposition(REQUEST)
    transport.answer(HttpReply(200, b"?"), Outcome.SAVED)
    with pytest.raises(Uncertain):
        client.set_disposition(REQUEST)
    assert client.set_disposition(REQUEST).effect is Effect.APPLIED
    assert repr(transport) == "FakeTransport(5 requests)"


def test_a_call_is_sent_again_as_by_the_real_client() -> None:
    transport = FakeTransport(FailKind.CONNECT, Outcome.SAVED)
    receipt = Client(ACCOUNT, api=Api.GET_V2, transport=transport).set_disposition(REQUEST)
    assert len(receipt.attempts) == 2
    assert transport.dispositions == [REQUEST, REQUEST]


def test_an_answer_that_is_none_is_told_at_once() -> None:
    word: Any = "saved"
    assert testing.receipt(word).outcome is Outcome.SAVED
    for wrong, error in (("connect", ValueError), (None, TypeError), (42, TypeError)):
        answer: Any = wrong
        with pytest.raises(error):
            testing.FakeTransport(answer)
        with pytest.raises(error):
            testing.FakeTransport().answer(answer)

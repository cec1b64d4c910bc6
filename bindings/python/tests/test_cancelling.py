"""A call that is taken back ends at once, as what is known of it, and its receipt is never lost."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from simulator import REQUEST, Simulator
from waiting import in_another_thread, in_main_thread, interrupted, when

from cloudagent_disposition import (
    Account,
    Api,
    CancelToken,
    Client,
    Delivery,
    DispositionError,
    Effect,
    HttpReply,
    HttpRequest,
    Limits,
    NotSent,
    NotSentKind,
    Receipt,
    Uncertain,
    UncertainKind,
    _driven,
)
from cloudagent_disposition._driver import in_thread

UNTYPED: Any = Client


def outcome(work: Callable[[], Receipt]) -> DispositionError:
    with pytest.raises(DispositionError) as raised:
        work()
    return raised.value


@pytest.mark.parametrize("where", [in_main_thread, in_another_thread])
def test_any_thread_cancels_a_call_that_waits(
    simulator: Simulator, client: Client, where: Callable[[Callable[[], Any]], Any]
) -> None:
    simulator.inject("silent", count=1)
    token = CancelToken()
    arrived = lambda: bool(simulator.journal()["requests"])  # noqa: E731
    with when(arrived, token.cancel):
        error = where(lambda: outcome(lambda: client.set_disposition(**REQUEST, cancel=token)))
    assert isinstance(error, Uncertain)
    assert error.kind is UncertainKind.CANCELLED
    assert [one.delivery for one in error.receipt.attempts] == [Delivery.NO_REPLY]
    assert token.is_cancelled


def test_what_is_cancelled_before_is_not_sent(simulator: Simulator, client: Client) -> None:
    token = CancelToken()
    token.cancel()
    token.cancel()
    error = outcome(lambda: client.set_disposition(**REQUEST, cancel=token))
    assert isinstance(error, NotSent)
    assert error.kind is NotSentKind.CANCELLED
    assert client.list_dispositions("1001", cancel=token).kind is NotSentKind.CANCELLED
    assert simulator.journal()["requests"] == []
    assert repr(token) == "CancelToken(is_cancelled=True)"


def test_a_question_is_taken_back(simulator: Simulator, client: Client) -> None:
    simulator.inject("silent", endpoint="list")
    token = CancelToken()
    with when(lambda: bool(simulator.journal()["requests"]), token.cancel):
        listed = client.list_dispositions("1001", cancel=token)
    assert listed.dispositions is None
    assert listed.kind == "cancelled"


def test_a_token_that_nobody_cancels_changes_nothing(client: Client) -> None:
    token = CancelToken()
    for _ in range(3):
        assert client.set_disposition(**REQUEST, cancel=token).effect is Effect.APPLIED
    assert token._callbacks == {}


def test_a_callback_is_called_once_unless_it_is_taken_back() -> None:
    token, heard = CancelToken(), list[str]()
    token.on_cancel(lambda: heard.append("kept"))
    token.on_cancel(lambda: heard.append("taken back"))()
    token.cancel()
    token.cancel()
    token.on_cancel(lambda: heard.append("late"))
    assert heard == ["kept", "late"]


def test_what_is_no_token_is_refused(client: Client) -> None:
    anything: Any = threading.Event()
    with pytest.raises(TypeError, match="CancelToken, not Event"):
        client.set_disposition(**REQUEST, cancel=anything)
    with pytest.raises(TypeError, match="CancelToken, not Event"):
        client.list_dispositions("1001", cancel=anything)


class OwnTransport:
    """A transport of the caller's that nothing interrupts: the call ends all the same."""

    def __init__(self) -> None:
        self.has_begun, self.may_end = threading.Event(), threading.Event()

    def send(self, *_: object) -> Any:
        self.has_begun.set()
        self.may_end.wait(20)


def test_ctrl_c_is_noticed_and_tells_what_became_of_the_call(
    simulator: Simulator, client: Client
) -> None:
    simulator.inject("silent", count=1)
    with (
        interrupted(lambda: bool(simulator.journal()["requests"])) as moments,
        pytest.raises(KeyboardInterrupt) as raised,
    ):
        client.set_disposition(**REQUEST)
    assert time.monotonic() - moments[0] < 1
    error, context = raised.value, raised.value.__context__
    assert isinstance(context, Uncertain)
    assert context.kind is UncertainKind.CANCELLED
    assert error.receipt is context.receipt  # type: ignore[attr-defined]
    assert client.set_disposition(**REQUEST).effect is Effect.APPLIED


def test_ctrl_c_is_noticed_over_a_transport_that_nothing_interrupts(account: Account) -> None:
    transport = OwnTransport()
    client = Client(account, api=Api.GET_V2, transport=transport)
    with (
        interrupted(transport.has_begun.is_set) as moments,
        pytest.raises(KeyboardInterrupt) as raised,
    ):
        client.set_disposition(**REQUEST)
    assert time.monotonic() - moments[0] < 1
    transport.may_end.set()
    assert isinstance(raised.value.__context__, Uncertain)


class TooSlow(Exception):
    """What a job queue's soft time limit raises."""


class Answering:
    """A transport that has a reply in hand when it is cancelled: that counts."""

    def __init__(self) -> None:
        self.has_begun = threading.Event()
        self.sends = 0

    def send(self, _request: HttpRequest, _limits: Limits, cancel: CancelToken) -> HttpReply:
        self.sends += 1
        cancelled = threading.Event()
        cancel.on_cancel(cancelled.set)
        self.has_begun.set()
        assert cancelled.wait(20)
        return HttpReply(200, b'{"status": "Success", "details": "Queued"}')


def test_what_a_signals_handler_raises_carries_the_receipt_of_a_call_that_went_well(
    account: Account,
) -> None:
    def handler(*_: object) -> None:
        raise TooSlow

    token = CancelToken()
    transport = Answering()
    client = Client(account, api=Api.GET_V2, transport=transport)
    before = signal.signal(signal.SIGUSR1, handler)
    try:
        with (
            when(transport.has_begun.is_set, lambda: signal.raise_signal(signal.SIGUSR1)),
            pytest.raises(TooSlow) as raised,
        ):
            client.set_disposition(**REQUEST, cancel=token)
    finally:
        signal.signal(signal.SIGUSR1, before)
    receipt: Receipt = raised.value.receipt  # type: ignore[attr-defined]
    assert receipt.effect is Effect.QUEUED
    assert not token.is_cancelled, "the caller's token may be for other calls, too"


def test_what_a_handler_raises_while_the_call_is_begun_carries_the_receipt(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    transport = Answering()
    begun = list[object]()

    def interrupted_once(*arguments: Any) -> None:
        in_thread(*arguments)
        begun.append(arguments)
        if len(begun) == 1:
            assert transport.has_begun.wait(20)
            raise TooSlow

    monkeypatch.setattr(_driven, "in_thread", interrupted_once)
    client = Client(account, api=Api.GET_V2, transport=transport)
    with pytest.raises(TooSlow) as raised:
        client.set_disposition(**REQUEST)
    assert raised.value.receipt.effect is Effect.QUEUED  # type: ignore[attr-defined]
    assert len(begun) == 2
    assert transport.sends == 1

"""Looking up what records say, by both clients and in each way that they have calls made."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from simulator import COMMENTS, KEY, REQUEST, Simulator
from waiting import in_another_thread, in_main_thread, interrupted, until_async, when

from cloudagent_disposition import (
    Account,
    Advice,
    Api,
    AsyncClient,
    BaseUrl,
    CallRecord,
    CancelToken,
    Client,
    DispositionRequest,
    Effect,
    FailKind,
    Finding,
    HttpReply,
    HttpRequest,
    Invalid,
    MemoryTokenStore,
    NotSentKind,
    Outcome,
    Settlement,
    Uncertain,
    record_day,
    settle_receipt,
)
from cloudagent_disposition.testing import AsyncFakeTransport, FakeTransport

WHAT = DispositionRequest(**REQUEST)
ENDED = WHAT.ucid or ""


def today() -> str:
    return record_day(time.time(), 330) or ""


class Asker:
    """One way of looking up: which client, and what of the caller's own takes part."""

    def __init__(self, kind: str, base_url: str, **settings: Any) -> None:
        if kind == "driven":
            # A store of the caller's own: this package's loop has the built-in transport send.
            settings["token_store"] = MemoryTokenStore()
        self._is_async = kind == "async"
        made: Any = AsyncClient if self._is_async else Client
        account = Account("acme", api_key=KEY)
        settings = {"api": Api.POST_API_KEY, "base_url": base_url, **settings}
        self.client = made(account, **settings)

    def ask(self, name: str, *arguments: Any, **named: Any) -> Any:
        told = getattr(self.client, name)(*arguments, **named)
        return asyncio.run(_awaited(told)) if self._is_async else told

    def look_up(self, **named: Any) -> Settlement:
        told: Settlement = self.ask("look_up", WHAT, today(), **named)
        return told

    def close(self) -> None:
        self.client.close()


async def _awaited(told: Any) -> Any:
    return await told


WAYS = ["native", "driven", "async"]


@pytest.fixture(params=WAYS)
def asker(request: pytest.FixtureRequest, simulator: Simulator) -> Iterator[Asker]:
    with closing(Asker(request.param, simulator.base_url)) as asker:
        yield asker


def test_what_nobody_knew_is_settled(asker: Asker, simulator: Simulator) -> None:
    simulator.inject("reset_after_applied", count=1)
    with pytest.raises(Uncertain) as raised:
        asker.ask("set_disposition", WHAT)
    found = asker.look_up()
    assert (found.finding, found.effect) == (Finding.STANDS, Effect.APPLIED)
    assert (found.lookup, found.may_resend) == (None, False)
    settled = settle_receipt(raised.value.receipt, WHAT, found)
    assert (settled.effect, settled.settled) == (Effect.APPLIED, Finding.STANDS)
    assert settled.sentence == found.sentence
    for hidden in (KEY, COMMENTS):
        assert hidden not in f"{found!r} {settled!r}"

    # One in 31 s: the second one is answered here.
    again = asker.look_up()
    assert again.finding is Finding.NO_ANSWER
    assert again.lookup is not None
    assert again.lookup.outcome is Outcome.RATE_LIMITED
    assert 29 <= (again.look_again_seconds or 0) <= 31
    sent = simulator.journal()["requests"]
    assert [one["method"] for one in sent] == ["POST", "GET"]
    assert sent[0]["connection"] != sent[1]["connection"]


def test_what_was_never_applied_stays_unknown(asker: Asker, simulator: Simulator) -> None:
    simulator.inject("reset_before_applied", count=1)
    with pytest.raises(Uncertain) as raised:
        asker.ask("set_disposition", WHAT)
    found = asker.look_up()
    assert (found.finding, found.effect) == (Finding.NONE_YET, Effect.UNKNOWN)
    assert (found.advice, found.look_again_seconds) == (Advice.CHECK_FIRST, 300)
    receipt = raised.value.receipt
    assert settle_receipt(receipt, WHAT, found) == receipt


def test_what_the_agent_set_by_hand_stands_in_its_place(asker: Asker, simulator: Simulator) -> None:
    simulator.inject("reset_before_applied", count=1)
    with pytest.raises(Uncertain) as raised:
        asker.ask("set_disposition", WHAT)
    simulator.dispose(ENDED, "Wrong number")
    found = asker.look_up()
    assert (found.finding, found.effect) == (Finding.ANOTHER_STANDS, Effect.NOT_APPLIED)
    assert found.record is not None
    assert found.record.disposition == "Wrong number"
    settled = settle_receipt(raised.value.receipt, WHAT, found)
    assert (settled.effect, settled.may_resend) == (Effect.NOT_APPLIED, False)


def test_several_are_one_request(asker: Asker, simulator: Simulator) -> None:
    asker.ask("set_disposition", WHAT)
    other = DispositionRequest(ucid="81891799999999999", disposition="Sale")
    found = asker.ask("look_up_all", [other, WHAT], today())
    assert [one.finding for one in found] == [Finding.NOT_FOUND, Finding.STANDS]
    assert [one.ucid for one in found] == [other.ucid, WHAT.ucid]
    assert simulator.sent("/ca_reports/fetchCDRDetails") == 1
    assert asker.ask("look_up_all", iter([]), today()) == []
    with pytest.raises(TypeError, match="look_up"):
        asker.ask("look_up_all", WHAT, today())


def test_nothing_but_invalid_is_raised(asker: Asker, simulator: Simulator) -> None:
    with pytest.raises(Invalid) as raised:
        asker.ask("look_up", WHAT, "yesterday")
    assert [(one.field, one.problem) for one in raised.value.violations] == [("day", "invalid")]
    late = asker.look_up(deadline=0)
    assert late.lookup is not None
    assert late.lookup.kind is NotSentKind.DEADLINE
    simulator.script({"status": 401, "body": ""})
    refused = asker.look_up()
    assert refused.lookup is not None
    assert refused.lookup.advice is Advice.FIX_CREDENTIALS
    asker.close()
    closed = asker.look_up()
    assert closed.lookup is not None
    assert closed.lookup.kind is NotSentKind.CLOSED


@pytest.mark.parametrize("kind", WAYS)
def test_on_the_international_host_the_offset_must_be_given(kind: str) -> None:
    host = BaseUrl.INTERNATIONAL
    transport: Any = AsyncFakeTransport() if kind == "async" else FakeTransport()
    with closing(Asker(kind, host, transport=transport)) as asker:
        with pytest.raises(Invalid) as raised:
            asker.look_up()
        assert [one.field for one in raised.value.violations] == ["utc_offset_minutes"]
    with closing(Asker(kind, host, transport=transport, utc_offset_minutes=330)) as asker:
        assert asker.look_up().finding is Finding.NOT_FOUND
    assert transport.look_ups == 1


class Plain:
    """A transport that says nothing of GETs with a body."""

    def __init__(self) -> None:
        self.sent = 0

    def send(self, request: HttpRequest, limits: Any, cancel: CancelToken) -> HttpReply:
        self.sent += 1
        return HttpReply(200, b"{}")


class AsyncPlain(Plain):
    async def send(self, request: HttpRequest, limits: Any) -> HttpReply:  # type: ignore[override]
        self.sent += 1
        return HttpReply(200, b"{}")


@pytest.mark.parametrize("made", [Plain, AsyncPlain])
def test_a_transport_that_can_not_send_it_sends_nothing(made: Any) -> None:
    transport = made()
    kind = "async" if made is AsyncPlain else "driven"
    with closing(Asker(kind, "https://example.com", transport=transport)) as asker:
        found = asker.look_up()
    assert found.lookup is not None
    assert found.lookup.kind is NotSentKind.UNSENDABLE
    assert transport.sent == 0


def test_a_fake_transport_is_looked_up_in() -> None:
    transport = FakeTransport(FailKind.RESET)
    asker = Asker("driven", "https://example.com", transport=transport)
    with pytest.raises(Uncertain):
        asker.ask("set_disposition", WHAT)
    transport.records.append(CallRecord(ucid=WHAT.ucid, disposition="SALE", did="914"))
    found = asker.look_up()
    assert (found.finding, transport.look_ups) == (Finding.STANDS, 1)
    assert found.record == transport.records[0]


def is_asked(simulator: Simulator) -> Callable[[], bool]:
    """Whether the look-up's request has come."""
    return lambda: simulator.sent("/fetchCdrByUCID") == 1


@pytest.mark.parametrize("where", [in_main_thread, in_another_thread])
@pytest.mark.parametrize("kind", ["native", "driven"])
def test_a_look_up_can_be_taken_back(
    kind: str, where: Callable[[Callable[[], Any]], Any], simulator: Simulator
) -> None:
    simulator.inject("silent")
    cancel = CancelToken()
    with (
        closing(Asker(kind, simulator.base_url)) as asker,
        when(is_asked(simulator), cancel.cancel),
    ):
        found = where(lambda: asker.look_up(cancel=cancel))
    assert found.lookup is not None
    assert found.lookup.kind == "cancelled"


@pytest.mark.parametrize("kind", ["native", "driven"])
def test_ctrl_c_ends_a_look_up(kind: str, simulator: Simulator) -> None:
    simulator.inject("silent")
    with (
        closing(Asker(kind, simulator.base_url)) as asker,
        interrupted(is_asked(simulator)),
        pytest.raises(KeyboardInterrupt),
    ):
        asker.look_up()


def test_cancelling_a_task_ends_its_look_up(simulator: Simulator) -> None:
    simulator.inject("silent")

    async def work() -> None:
        asker = Asker("async", simulator.base_url)
        task = asyncio.create_task(asker.client.look_up(WHAT, today()))
        await until_async(is_asked(simulator))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        asker.close()

    asyncio.run(work())

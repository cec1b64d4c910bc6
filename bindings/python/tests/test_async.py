"""`AsyncClient`: calls as tasks of a loop, over the built-in transport and over one's own."""

from __future__ import annotations

import asyncio
import copy
import pickle
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import pytest
from simulator import REQUEST, Simulator
from waiting import until_async

from cloudagent_disposition import (
    Account,
    Api,
    AsyncClient,
    CallCancelled,
    Client,
    DispositionRequest,
    Effect,
    FailKind,
    HttpReply,
    HttpRequest,
    Invalid,
    InvalidRequest,
    Limits,
    NotSent,
    NotSentKind,
    SendFailed,
    Uncertain,
    UncertainKind,
)

T = TypeVar("T")
QUEUED = b'{"status": "Success", "details": "Queued"}'


@pytest.fixture
def aclient(simulator: Simulator, account: Account) -> AsyncClient:
    return AsyncClient(account, api=Api.GET_V2, base_url=simulator.base_url)


def run(work: Coroutine[Any, Any, T]) -> T:
    """In a loop that says where something blocks it."""

    async def watched() -> T:
        loop = asyncio.get_running_loop()
        loop.slow_callback_duration = 0.5
        return await work

    return asyncio.run(watched(), debug=True)


class Own:
    """A transport of the caller's, which does what it is told."""

    def __init__(self, answer: Callable[[], Awaitable[HttpReply]]) -> None:
        self.answer = answer
        self.requests: list[HttpRequest] = []
        self.limits: list[Limits] = []
        self.has_begun = asyncio.Event()

    async def send(self, request: HttpRequest, limits: Limits) -> HttpReply:
        self.requests.append(request)
        self.limits.append(limits)
        self.has_begun.set()
        return await self.answer()


async def queued() -> HttpReply:
    return HttpReply(200, QUEUED)


async def forever() -> HttpReply:
    await asyncio.get_running_loop().create_future()
    raise AssertionError


def test_a_disposition_is_set(simulator: Simulator, aclient: AsyncClient) -> None:
    async def work() -> Effect:
        async with aclient as client:
            return (await client.set_disposition(**REQUEST)).effect

    assert run(work()) is Effect.APPLIED
    assert len(simulator.journal()["requests"]) == 1


def test_dispositions_are_listed(simulator: Simulator, aclient: AsyncClient) -> None:
    async def work() -> None:
        listed = await aclient.list_dispositions("1001")
        assert listed.dispositions == ("Sale", "No Answer", "Call Back")
        with pytest.raises(Invalid):
            await aclient.list_dispositions()
        assert (await aclient.list_dispositions("1001", deadline=0)).kind == "deadline"
        simulator.inject("silent", endpoint="list")
        assert (await aclient.list_dispositions("1001", deadline=0.2)).kind == "timeout"
        aclient.close()
        assert (await aclient.list_dispositions("1001")).kind is NotSentKind.CLOSED

    run(work())


def test_what_goes_wrong_is_raised_as_by_the_blocking_client(
    simulator: Simulator, aclient: AsyncClient, account: Account
) -> None:
    async def work() -> None:
        with pytest.raises(InvalidRequest):
            await aclient.set_disposition(**{**REQUEST, "ucid": None})
        with pytest.raises(TypeError):
            await aclient.set_disposition(DispositionRequest(**REQUEST), ucid="1")  # type: ignore[call-overload]
        simulator.inject("silent", count=1)
        with pytest.raises(Uncertain) as late:
            await aclient.set_disposition(**REQUEST, deadline=0.2)
        assert late.value.kind is UncertainKind.TIMEOUT
        aclient.close()
        aclient.close()
        with pytest.raises(NotSent) as closed:
            await aclient.set_disposition(**REQUEST)
        assert closed.value.kind is NotSentKind.CLOSED

    run(work())
    with pytest.raises(InvalidRequest) as wrong:
        AsyncClient(account, api=Api.GET_V2, base_url="no url", extra_ca_pem="none", deadline=0)
    assert len(wrong.value.violations) == 3
    assert repr(aclient) == "AsyncClient(Account('acme', [redacted]), api='get_v2')"


def test_cancelling_the_task_cancels_the_call(simulator: Simulator, aclient: AsyncClient) -> None:
    simulator.inject("silent")

    async def work() -> CallCancelled:
        task = asyncio.create_task(aclient.set_disposition(**REQUEST))
        await until_async(lambda: bool(simulator.journal()["requests"]))
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as raised:
            await task
        assert task.cancelled()
        error: BaseException | None = raised.value
        # Python 3.10 chains the task's own to it.
        while not isinstance(error, CallCancelled):
            assert error is not None
            error = error.__context__
        return error

    error = run(work())
    assert isinstance(error.error, Uncertain)
    assert error.error.kind is UncertainKind.CANCELLED
    assert error.receipt.effect is Effect.UNKNOWN
    for one in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert (type(one), one.receipt) == (asyncio.CancelledError, error.receipt)


def test_a_timeout_cancels_and_keeps_the_receipt(account: Account) -> None:
    if sys.version_info < (3, 11):
        return  # asyncio.timeout is 3.11's; what cancels is the same

    async def work() -> None:
        client = AsyncClient(account, api=Api.GET_V2, transport=Own(forever))
        with pytest.raises(TimeoutError) as late:
            async with asyncio.timeout(0.05):
                await client.set_disposition(**REQUEST)
        assert isinstance(late.value.__cause__, CallCancelled)
        assert late.value.__cause__.receipt.effect is Effect.UNKNOWN

    run(work())


def test_a_reply_in_hand_counts_where_the_task_is_cancelled(account: Account) -> None:
    async def replies_when_cancelled() -> HttpReply:
        try:
            return await forever()
        except asyncio.CancelledError:
            return HttpReply(200, QUEUED)

    async def work() -> None:
        transport = Own(replies_when_cancelled)
        client = AsyncClient(account, api=Api.GET_V2, transport=transport)
        task = asyncio.create_task(client.set_disposition(**REQUEST))
        await transport.has_begun.wait()
        task.cancel()
        await asyncio.wait([task])
        with pytest.raises(asyncio.CancelledError) as raised:
            task.result()
        assert isinstance(raised.value, CallCancelled)
        assert (raised.value.error, raised.value.receipt.effect) == (None, Effect.QUEUED)

    run(work())


def test_a_task_that_is_cancelled_before_it_begins_has_sent_nothing(account: Account) -> None:
    async def work() -> None:
        transport = Own(queued)
        client = AsyncClient(account, api=Api.GET_V2, transport=transport)
        task = asyncio.create_task(client.set_disposition(**REQUEST))
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
        assert transport.requests == []

    run(work())


def test_ones_own_transport_is_awaited_and_told_its_limits(account: Account) -> None:
    async def work() -> None:
        transport = Own(queued)
        client = AsyncClient(account, api=Api.GET_V2, transport=transport)
        receipt = await client.set_disposition(**REQUEST, deadline=2)
        assert receipt.effect is Effect.QUEUED
        assert REQUEST["ucid"] in transport.requests[0].url
        (limits,) = transport.limits
        assert limits.connect <= limits.total <= 2
        assert limits.body_bytes == 65_536

    run(work())


def _fails(error: BaseException) -> Callable[[], Awaitable[HttpReply]]:
    async def fail() -> HttpReply:
        raise error

    return fail


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (_fails(SendFailed(FailKind.TLS)), "tls"),
        (_fails(SendFailed(FailKind.RESET)), "reset"),
        (_fails(ValueError("marker")), "transport_failed"),
        (_fails(asyncio.CancelledError()), "cancelled"),
        (lambda: asyncio.sleep(0, "no reply"), "transport_failed"),
        (lambda: asyncio.sleep(0, HttpReply(200, QUEUED)), None),
    ],
)
def test_what_a_transport_does_is_told(account: Account, answer: Any, told: str | None) -> None:
    async def work() -> None:
        client = AsyncClient(account, api=Api.GET_V2, transport=Own(answer))
        if told is None:
            assert (await client.set_disposition(**REQUEST)).effect is Effect.QUEUED
            return
        with pytest.raises((NotSent, Uncertain)) as raised:
            await client.set_disposition(**REQUEST)
        assert str(raised.value.receipt.attempts[0].kind) == told
        assert raised.value.__context__ is raised.value.__cause__ is None

    run(work())


def test_a_blocking_client_refuses_what_is_awaited(account: Account) -> None:
    async def source(renew: bool) -> str:
        return "T"

    own: Any = Own.__new__(Own)
    with pytest.raises(TypeError, match="transport is blocking"):
        Client(account, api=Api.GET_V2, transport=own)
    with pytest.raises(TypeError, match="token_source is blocking"):
        Client(Account("acme", token_source=source), api=Api.POST_TOKEN)
    with pytest.raises(TypeError, match="own extra_ca_pem and proxy"):
        AsyncClient(account, api=Api.GET_V2, transport=own, proxy="http://127.0.0.1:1")


def test_a_loop_ends_with_calls_in_flight(simulator: Simulator, aclient: AsyncClient) -> None:
    simulator.inject("silent")
    tasks: list[asyncio.Task[Any]] = []

    async def work() -> None:
        tasks.extend(asyncio.create_task(aclient.set_disposition(**REQUEST)) for _ in range(8))
        await until_async(lambda: len(simulator.journal()["requests"]) == 8)

    begun = time.monotonic()
    run(work())
    assert time.monotonic() - begun < 5
    assert all(task.cancelled() for task in tasks)


SCRIPT = """
import asyncio, sys, threading, pool_work
from cloudagent_disposition import *
client = AsyncClient(Account("acme", api_key="K"), api=Api.GET_V2, base_url=sys.argv[1])
blocking = Client(Account("acme", api_key="K"), api=Api.GET_V2, base_url=sys.argv[1])
async def main():
    task = asyncio.ensure_future(client.set_disposition(**pool_work.REQUEST))
    await asyncio.sleep(0.2)
    print("flying", flush=True)
    asyncio.get_running_loop().stop()
    return task
threading.Thread(target=blocking.set_disposition, kwargs=pool_work.REQUEST, daemon=True).start()
loop = asyncio.new_event_loop()
loop.create_task(main())
loop.run_forever()
"""


def test_an_interpreter_ends_with_calls_in_flight(simulator: Simulator) -> None:
    simulator.inject("silent")
    begun = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT, simulator.base_url],
        cwd=__file__.rpartition("/")[0],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ended.returncode, ended.stdout) == (0, "flying\n"), ended
    assert "Fatal" not in ended.stderr
    assert "panicked" not in ended.stderr
    assert time.monotonic() - begun < 12, "nobody waits for the calls' deadline"

"""A client's life: threads, the GIL, fork, close."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from simulator import REQUEST, Simulator
from waiting import until

from cloudagent_disposition import (
    Account,
    Advice,
    Api,
    AsyncClient,
    BaseUrl,
    Client,
    DispositionRequest,
    Effect,
    Field,
    InternalError,
    Invalid,
    MemoryTokenStore,
    NotSent,
    NotSentKind,
    Outcome,
    Problem,
    Severity,
    Uncertain,
    build_request,
    build_token_request,
    check_disposition,
)
from cloudagent_disposition._bridge import native


def test_a_disposition_is_set(simulator: Simulator, client: Client) -> None:
    receipt = client.set_disposition(DispositionRequest(**REQUEST))
    assert (receipt.effect, receipt.outcome) == (Effect.APPLIED, Outcome.SAVED)
    (entry,) = simulator.journal()["requests"]
    sent = {"pauseAfterDispose": "false", **{name: REQUEST[name] for name in ("ucid", "comments")}}
    assert entry["parameters"].items() >= sent.items()


def test_while_the_agent_is_on_the_call_it_is_queued_with_a_pause(
    simulator: Simulator, client: Client
) -> None:
    live = {"ucid": "81891700000000001", "pause_after_dispose": True, "pause_reason": "Lunch"}
    receipt = client.set_disposition(**{**REQUEST, **live})
    assert (receipt.effect, receipt.outcome) == (Effect.QUEUED, Outcome.QUEUED)
    assert receipt.pause_requested


def test_a_campaigns_dispositions_are_listed_and_looked_up(
    simulator: Simulator, client: Client
) -> None:
    listed = client.list_dispositions("1001")
    assert listed.dispositions == ("Sale", "No Answer", "Call Back")
    assert (listed.outcome, listed.kind, listed.advice) == (None, None, Advice.NONE)
    assert check_disposition(listed.dispositions, DispositionRequest(**REQUEST)) is None
    odd = DispositionRequest(**{**REQUEST, "disposition": "Slae"})
    warning = check_disposition(listed.dispositions, odd)
    assert warning is not None
    told = (warning.field, warning.problem, warning.severity, warning.hard)
    assert told == (Field.DISPOSITION, Problem.UNKNOWN, Severity.WARNING, False)
    with pytest.raises(TypeError):
        check_disposition("Sale", odd)


def test_a_question_without_a_list_is_returned_and_only_a_wrong_one_raised(
    simulator: Simulator, client: Client
) -> None:
    nothing = client.list_dispositions("9")
    assert (nothing.dispositions, nothing.outcome) == (None, Outcome.NONE_FOUND)
    simulator.inject("html_502", endpoint="list")
    broken = client.list_dispositions("1001")
    assert (broken.dispositions, broken.http_status) == (None, 502)
    assert (broken.outcome, broken.advice) == (Outcome.UNAVAILABLE, Advice.RETRY_LATER)
    late = client.list_dispositions("1001", deadline=0)
    assert (late.dispositions, late.kind) == (None, NotSentKind.DEADLINE)
    with pytest.raises(Invalid) as wrong:
        client.list_dispositions()
    assert wrong.value.violations[0].field == Field.CAMPAIGN
    client.close()
    assert client.list_dispositions("1001").kind == NotSentKind.CLOSED


def test_the_defaults_are_the_cores() -> None:
    import inspect

    defaults = native.defaults()
    parameters = inspect.signature(Client).parameters
    assert parameters["deadline"].default * 1000 == defaults.deadline_ms
    assert parameters["connect_timeout"].default * 1000 == defaults.connect_timeout_ms
    assert parameters["base_url"].default == BaseUrl.INDIA == defaults.base_url_india


def test_a_built_request_says_whether_it_may_use_a_proxy(account: Account) -> None:
    request = DispositionRequest(**REQUEST)
    addresses = {"http://127.0.0.1:8080": False, "https://localhost": False, BaseUrl.INDIA: True}
    for base_url, may in addresses.items():
        built = build_request(account, request, api=Api.GET_V2, base_url=base_url)
        assert built.may_use_proxy is may
        assert build_token_request(account, base_url=base_url).may_use_proxy is may


def test_making_a_client_does_no_io_and_starts_no_thread(account: Account) -> None:
    threads = os.listdir("/proc/self/task")
    with Client(account, api=Api.GET_V2, base_url="https://nobody.invalid") as client:
        client.validate(DispositionRequest(**REQUEST))
        client.build_request(DispositionRequest(**REQUEST))
        # Those of a client closed before may end meanwhile.
        assert set(os.listdir("/proc/self/task")) <= set(threads)


def test_close_is_final_and_may_come_twice(client: Client) -> None:
    client.close()
    client.close()
    with pytest.raises(NotSent) as raised:
        client.set_disposition(**REQUEST)
    assert raised.value.kind is NotSentKind.CLOSED
    with client as again:
        assert again is client


def test_closing_does_not_wait_for_a_call_in_flight(simulator: Simulator, client: Client) -> None:
    simulator.inject("silent")
    with ThreadPoolExecutor(1) as pool:
        flying = pool.submit(client.set_disposition, DispositionRequest(**REQUEST), deadline=1.5)
        until(lambda: bool(simulator.journal()["requests"]))
        begun = time.monotonic()
        client.close()
        assert time.monotonic() - begun < 0.5
        assert not flying.done()
        with pytest.raises(Uncertain):
            flying.result()


def test_the_gil_is_released_while_calls_wait(simulator: Simulator, client: Client) -> None:
    simulator.inject("silent")
    request = DispositionRequest(**REQUEST)

    def call() -> None:
        with pytest.raises(Uncertain):
            client.set_disposition(request, deadline=1)

    client.build_request(request)
    with ThreadPoolExecutor(8) as pool:
        begun = time.monotonic()
        calls = [pool.submit(call) for _ in range(8)]
        turns = 0
        while not all(one.done() for one in calls):
            turns += 1
            time.sleep(0)
        took = time.monotonic() - begun
        for one in calls:
            one.result()
    assert took < 4, "eight calls of a second wait side by side"
    assert turns > 1_000, "this thread ran meanwhile"


@pytest.mark.parametrize("left", [0, -3, -0.5])
def test_no_time_left_sends_nothing(simulator: Simulator, client: Client, left: float) -> None:
    with pytest.raises(NotSent) as raised:
        client.set_disposition(**REQUEST, deadline=left)
    assert (raised.value.kind, raised.value.may_resend) == (NotSentKind.DEADLINE, True)
    assert simulator.journal()["requests"] == []


def test_many_threads_share_a_client(simulator: Simulator, client: Client) -> None:
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda _: client.set_disposition(**REQUEST), range(64)))
    assert {receipt.effect for receipt in receipts} == {Effect.APPLIED}
    assert len({receipt.request_id for receipt in receipts}) == 64
    assert len(simulator.journal()["requests"]) == 64


def _in_child(work: Callable[[], Any]) -> None:
    """Runs this in a forked child, which must end well and soon."""
    with warnings.catch_warnings():
        # Python warns of forking beside threads, which is what this is about.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        status = 1
        try:
            signal.alarm(20)
            work()
            status = 0
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _sets_in_child(client: Client) -> None:
    def work() -> None:
        assert client.set_disposition(**REQUEST, deadline=5).effect is Effect.APPLIED

    _in_child(work)


def test_a_forked_child_uses_its_parents_client(simulator: Simulator, client: Client) -> None:
    client.set_disposition(**REQUEST)
    _sets_in_child(client)
    assert client.set_disposition(**REQUEST).effect is Effect.APPLIED
    parent, child, parent_again = (entry["connection"] for entry in simulator.journal()["requests"])
    assert parent == parent_again, "the parent's connection lives on"
    assert child != parent, "the child has one of its own"


def test_a_forked_child_uses_a_client_that_drives_the_engine_itself(
    simulator: Simulator, account: Account
) -> None:
    store = MemoryTokenStore()
    made = {"api": Api.GET_V2, "base_url": simulator.base_url}
    client = Client(account, token_store=store, **made)  # type: ignore[arg-type]
    awaited = AsyncClient(account, **made)  # type: ignore[arg-type]

    def both() -> None:
        assert client.set_disposition(**REQUEST, deadline=5).effect is Effect.APPLIED
        ended = asyncio.run(awaited.set_disposition(**REQUEST, deadline=5))
        assert ended.effect is Effect.APPLIED

    both()
    _in_child(both)
    both()
    client.close()
    awaited.close()

    def closed() -> None:
        with pytest.raises(NotSent) as raised:
            client.set_disposition(**REQUEST)
        assert raised.value.kind is NotSentKind.CLOSED

    _in_child(closed)
    connections = [entry["connection"] for entry in simulator.journal()["requests"]]
    assert len(connections) == 6
    assert not set(connections[2:4]) & {*connections[:2], *connections[4:]}


def test_a_fork_beside_calls_in_flight_neither_hangs_nor_takes_their_replies(
    simulator: Simulator, client: Client
) -> None:
    stop = threading.Event()

    def keep_calling() -> int:
        count = 0
        while not stop.is_set():
            assert client.set_disposition(**REQUEST).effect is Effect.APPLIED
            count += 1
        return count

    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(keep_calling) for _ in range(2)]
        try:
            for _ in range(20):
                _sets_in_child(client)
        finally:
            stop.set()
        counts = [one.result() for one in calls]
    received = len(simulator.journal()["requests"])
    assert received == sum(counts) + 20


def test_a_forked_child_may_drop_its_parents_client(simulator: Simulator, account: Account) -> None:
    client = Client(account, api=Api.GET_V2, base_url=simulator.base_url)
    client.set_disposition(**REQUEST)
    holder = [client]
    del client

    def work() -> None:
        holder.clear()
        gc.collect()

    _in_child(work)
    assert holder[0].set_disposition(**REQUEST).effect is Effect.APPLIED


def test_a_client_is_freed_once_and_an_interpreter_ends_quietly(
    simulator: Simulator, account: Account
) -> None:
    client = Client(account, api=Api.GET_V2, base_url=simulator.base_url)
    gone = weakref.ref(client)
    del client
    gc.collect()
    assert gone() is None
    script = (
        "import pool_work, sys; from cloudagent_disposition import *\n"
        "client = Client(Account('acme', api_key='K'), api=Api.GET_V2, base_url=sys.argv[1])\n"
        "token = Token('T')\n"
        "sys.kept = sys.modules['__main__']\n"  # so that its variables outlive the modules
        "try: client.set_disposition(**pool_work.REQUEST)\n"
        "except Refused: print('refused', flush=True)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", script, simulator.base_url],
        cwd=os.path.dirname(__file__),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "refused\n", "")


def test_what_can_not_cross_was_not_sent_and_leaks_nothing(
    simulator: Simulator, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_long(data: bytes) -> bytes:
        raise OverflowError  # as a text of 2 GiB is

    living = native.live_objects()
    accounts = [Account("acme", api_key="KK")]
    monkeypatch.setattr(native, "_fitting", too_long)
    for action in (
        lambda: client.set_disposition(**REQUEST),
        lambda: build_request(accounts[0], DispositionRequest(), api=Api.GET_V2),
        lambda: Client.from_env(account=accounts[0], api=Api.GET_V2),
    ):
        with pytest.raises(InternalError) as raised:
            action()
        assert raised.value.effect is Effect.NOT_APPLIED
    assert simulator.journal()["requests"] == []
    accounts.clear()
    gc.collect()
    assert native.live_objects() == living


def test_a_client_says_what_it_is(client: Client, account: Account) -> None:
    assert repr(client) == "Client(Account('acme', [redacted]), api='get_v2')"
    assert client.account is account
    assert client.api is Api.GET_V2

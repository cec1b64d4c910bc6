"""`engine.json`: traces of calls, each a list of `[now, event, expected step]`.

Each is played twice: on the bridge's engine, and through the loop that runs it in this package
(`_driver.Line`), whose clock, seed and hands are the trace's. The loop is not given what a driver
never gives: an answer to nothing that was asked, and anything after the end.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from vectors_shared import account_of, includes, known

from cloudagent_disposition import Receipt, RetryPolicy
from cloudagent_disposition._bridge import native
from cloudagent_disposition._driver import TIMER, Hands, Line, Means
from cloudagent_disposition._receipt import receipt_of
from cloudagent_disposition._retry import record_of_policy

_CLASSES = {
    native.CallResult.Done: None,
    native.CallResult.Invalid: "invalid",
    native.CallResult.NotSent: "not_sent",
    native.CallResult.Refused: "refused",
    native.CallResult.Uncertain: "uncertain",
}


def run(case: dict[str, Any]) -> None:
    known(case, "id", "source", "settings", "seed", "trace")
    settings, seed = _settings(case["settings"]), int(case["seed"], 16)
    _play(case["trace"], Bare(settings, seed).take)
    _play(case["trace"], Driven(settings, seed).take)


def _play(trace: list[Any], take: Callable[[dict[str, Any], int], Any]) -> None:
    for place, (now, event, expected) in enumerate(trace):
        try:
            _compare(take(dict(event), now), expected)
        except AssertionError as error:
            raise AssertionError(f"event {place}: {error}") from None


def _settings(given: dict[str, Any]) -> Any:
    known(
        given, "api", "customer", "api_key", "token", "base_url", "mode", "deadline_ms",
        "connect_timeout_ms", "attempts", "resend_unknown",
    )  # fmt: skip
    account: dict[str, Any] = {
        name: given[name] for name in ("customer", "api_key", "token") if name in given
    }
    defaults = native.defaults()
    return native.SettingsData(
        account=account_of(account)._handle,
        api=given["api"],
        base_url=given.get("base_url", defaults.base_url_india),
        mode=given.get("mode", "standard"),
        deadline_ms=given.get("deadline_ms", defaults.deadline_ms),
        connect_timeout_ms=given.get("connect_timeout_ms", defaults.connect_timeout_ms),
        retry=_retry(given),
        shares_tokens=False,
        utc_offset_minutes=given.get("utc_offset_minutes"),
        unusable_proxy=None,
    )


def _retry(given: dict[str, Any]) -> Any:
    """The policy of a case that names one."""
    named = {key: given[key] for key in ("attempts", "resend_unknown") if key in given}
    return record_of_policy(RetryPolicy(**named)) if named else None


class Bare:
    """The bridge's engine, without a loop around it."""

    def __init__(self, settings: Any, seed: int) -> None:
        opened = native.open_engine(settings)
        assert isinstance(opened, native.EngineOpened.Opened), opened
        self._engine, self._seed = opened.engine, (seed >> 64, seed & (2**64 - 1))
        self._calls: dict[str, Any] = {}

    def take(self, event: dict[str, Any], now: int) -> Any:
        """The step that an event leads to; `None` is a misuse."""
        name, call = event.pop("event"), event.pop("call", "")
        if name == "start":
            assert call not in self._calls, "a call is started once"
            started = self._engine.start(*_start(event), False, *self._seed, now)
            self._calls[call] = started.call
            return started.output.step
        try:
            return self._calls[call].step(_event(name, event), now).step
        except native.Misuse.NoSuchStep:
            return None


class Driven:
    """The package's own loop. What a driver never does is left out: `LEFT_OUT`."""

    def __init__(self, settings: Any, seed: int) -> None:
        self._now = 0
        self._line = Line(
            settings, Means(None, None, None), lambda: self._now, lambda: seed.to_bytes(16, "big")
        )
        self._courses: dict[str, Any] = {}
        self._hands: dict[str, TraceHands] = {}

    def take(self, event: dict[str, Any], now: int) -> Any:
        name, call = event.pop("event"), event.pop("call", "")
        if name == "start":
            record, deadline_ms = _start(event)
            hands = self._hands[call] = TraceHands()
            course = self._line.disposition(record, deadline_ms, False, hands)
            self._courses[call] = course
            # The loop counts the millisecond that has begun.
            self._now = now - 1
            return hands.step_of(lambda: next(course))
        hands, what = self._hands[call], _event(name, event)
        if hands.has_ended or not hands.may_hear(what):
            return LEFT_OUT
        self._now = now
        return hands.step_of(lambda: self._courses[call].send(what))


LEFT_OUT = object()


class TraceHands(Hands):
    """Does nothing, and knows what it was asked for."""

    def __init__(self) -> None:
        self._step: Any = None
        self._out: set[int] = set()
        self.has_ended = False

    def tell(self, event: Any) -> None:
        assert event is TIMER, "other calls of the engine are woken by a timer"

    def carry_out(self, step: Any) -> None:
        self._step = step
        if isinstance(step, native.StepData.Send):
            self._out.add(step.seq)

    def take_back(self) -> None:
        pass

    def may_hear(self, event: Any) -> bool:
        """Whether it is no answer, or one to what was asked for."""
        return getattr(event, "seq", None) in {None, *self._out}

    def step_of(self, go_on: Callable[[], Any]) -> Any:
        try:
            go_on()
        except StopIteration as end:
            self.has_ended = True
            return SimpleNamespace(result=end.value)
        return self._step


def _start(given: dict[str, Any]) -> tuple[Any, int | None]:
    known(given, "request", "deadline_ms")
    read = native.request_from_json(json.dumps(given["request"]))
    assert isinstance(read, native.RequestRead.Read), read.violations
    return read.request, given.get("deadline_ms")


def _event(name: str, given: dict[str, Any]) -> Any:
    keys = {
        "timer": (),
        "cancelled": (),
        "failed": ("seq", "kind", "sent"),
        "reply": ("seq", "status", "retry_after", "date", "body", "wall"),
    }
    known(given, *keys[name])
    event = getattr(native.EventData, name.capitalize())
    match name:
        case "failed":
            return event(**{"sent": True, **given})
        case "reply":
            body = given["body"].encode()
            headers = {key: given.get(key) for key in ("retry_after", "date")}
            reply = native.HttpReplyData(status=given["status"], body=body, **headers)
            return event(seq=given["seq"], reply=reply, wall_ms=given.get("wall", 0))
        case _:
            return event()


def _compare(step: Any, expected: dict[str, Any]) -> None:
    if step is LEFT_OUT:
        return
    if step is None:
        assert expected == {"step": "misuse"}
        return
    if isinstance(step, native.StepData.Send):
        told = {"step": "send", "seq": step.seq, "connect_by": step.connect_by_ms}
        headers = {one.name: one.value for one in step.request.headers}
        if "token" in expected:
            told["token"] = headers.get("Authorization", "").removeprefix("Bearer ")
        if step.request.url.endswith("/generateToken"):
            told["fetches"] = True
        assert {**told, "until": step.until_ms} == expected
    elif isinstance(step, native.StepData.Abort):
        assert {"step": "abort", "seq": step.seq, "until": step.until_ms} == expected
    elif isinstance(step, native.StepData.Wait):
        assert {"step": "wait", "until": step.until_ms} == expected
    else:
        known(expected, "step", "class", "kind", "receipt")
        result, receipt = step.result, receipt_of(step.result.receipt)
        assert expected["step"] == "done"
        assert _CLASSES[type(result)] == expected.get("class"), "class"
        assert getattr(result, "kind", None) == expected.get("kind"), "kind"
        assert receipt.sentence, "a sentence"
        assert Receipt.from_json(receipt.to_json()) == receipt
        includes("receipt", json.loads(receipt.to_json()), expected["receipt"])

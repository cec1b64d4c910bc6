"""`engine.json`: traces of calls, each a list of `[now, event, expected step]`.

In Python the engine stays inside the native library, so this drives the private bridge: the very
objects that the Kotlin and Swift facades drive.
"""

from __future__ import annotations

import json
from typing import Any

from vectors_shared import account_of, includes, known

from cloudagent_disposition import Receipt, RetryPolicy
from cloudagent_disposition._bridge import native
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
    opened = native.open_engine(_settings(case["settings"]))
    assert isinstance(opened, native.EngineOpened.Opened), opened
    seed = int(case["seed"], 16)
    calls: dict[str, Any] = {}
    for place, (now, event, expected) in enumerate(case["trace"]):
        output = _take(opened.engine, calls, seed, dict(event), now)
        try:
            _compare(output, expected)
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
    )


def _retry(given: dict[str, Any]) -> Any:
    """The policy of a case that names one."""
    named = {key: given[key] for key in ("attempts", "resend_unknown") if key in given}
    return record_of_policy(RetryPolicy(**named)) if named else None


def _take(engine: Any, calls: dict[str, Any], seed: int, event: dict[str, Any], now: int) -> Any:
    """What an event leads to; `None` is a misuse."""
    name, call = event.pop("event"), event.pop("call", "")
    if name == "start":
        known(event, "request", "deadline_ms")
        read = native.request_from_json(json.dumps(event["request"]))
        assert isinstance(read, native.RequestRead.Read), read.violations
        assert call not in calls, "a call is started once"
        halves = seed >> 64, seed & (2**64 - 1)
        started = engine.start(read.request, event.get("deadline_ms"), False, *halves, now)
        calls[call] = started.call
        return started.output
    try:
        return calls[call].step(_event(name, event), now)
    except native.Misuse.NoSuchStep:
        return None


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


def _compare(output: Any, expected: dict[str, Any]) -> None:
    if output is None:
        assert expected == {"step": "misuse"}
        return
    step = output.step
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

"""How the steps of `engine.json` are spelled, and what of them is compared."""

from __future__ import annotations

import json
from typing import Any

from vectors_shared import includes, known

from cloudagent_disposition import Receipt
from cloudagent_disposition._bridge import native
from cloudagent_disposition._receipt import receipt_of

_CLASSES = {
    native.CallResult.Done: None,
    native.CallResult.Invalid: "invalid",
    native.CallResult.NotSent: "not_sent",
    native.CallResult.Refused: "refused",
    native.CallResult.Uncertain: "uncertain",
}

MISUSE = object()
"""An answer to what was never asked for."""


def compare(step: Any, expected: dict[str, Any] | None) -> None:
    """Compares what a call said with what it should: a step, an end, or why it can't be begun."""
    if expected is None:
        assert step is None, "nobody is told what to do next"
        return
    result = getattr(step, "result", step)
    if type(result) in _CLASSES:
        _compare_end(result, expected)
        return
    told = _told(step, expected)
    # Of an object nothing but what is expected, and all of it.
    assert told.keys() == expected.keys(), f"{told} where {expected} is expected"
    includes("step", told, expected)


def _told(step: Any, expected: dict[str, Any]) -> dict[str, Any]:
    steps = native.StepData
    match step:
        case steps.Send():
            return _sent(step, expected)
        case steps.Abort():
            return {"step": "abort", "seq": step.seq, "until": step.until_ms}
        case steps.Wait():
            return {"step": "wait", "until": step.until_ms}
        case steps.Store():
            told = {"step": "store", "seq": step.seq, "until": step.until_ms}
            return told | _asked_of_a_store(step.operation)
        case steps.Token():
            return {"step": "token", "seq": step.seq, "renew": step.renew, "until": step.until_ms}
    if step is MISUSE:
        return {"step": "misuse"}
    if hasattr(step, "violations"):
        return {
            "step": "invalid",
            "violations": [[one.field, one.problem] for one in step.violations],
        }
    if hasattr(step, "list"):
        assert step.list.sentence, "a sentence"
        return {"step": "listed", "list": _fields(step.list, _LIST)}
    return {"step": "settled", "settlements": [_settled(one) for one in step.settlements]}


def _sent(step: Any, expected: dict[str, Any]) -> dict[str, Any]:
    request = step.request
    told = {
        "step": "send",
        "seq": step.seq,
        "connect_by": step.connect_by_ms,
        "until": step.until_ms,
    }
    headers = {one.name: one.value for one in request.headers}
    # A token that stands in the settings is not told again.
    if "token" in expected:
        told["token"] = headers.get("Authorization", "").removeprefix("Bearer ")
    if request.url.endswith("/generateToken"):
        told["fetches"] = True
    if request.body_with_get:
        told["looks_up"] = request.path
        assert request.own_connection
        assert step.body_bytes == request.reply_limit
    return told


def _asked_of_a_store(operation: Any) -> dict[str, Any]:
    if isinstance(operation, native.StoreOperationData.Get):
        return {"gets": True}
    kept = json.loads(operation.bytes.expose())
    return {"puts": kept, "replaces": operation.version is not None}


_LIST = ("dispositions", "outcome", "kind", "advice", "http_status", "retry_after_seconds")
_SETTLEMENT = ("ucid", "finding", "effect", "advice", "look_again_seconds")
_LOOKUP = ("outcome", "kind", "advice", "retry_after_seconds")


def _fields(record: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def _settled(settlement: Any) -> dict[str, Any]:
    assert settlement.sentence, "a sentence"
    assert not settlement.may_resend
    lookup = settlement.lookup
    told = None if lookup is None else _fields(lookup, _LOOKUP)
    return {**_fields(settlement, _SETTLEMENT), "lookup": told}


def _compare_end(result: Any, expected: dict[str, Any]) -> None:
    known(expected, "step", "class", "kind", "receipt")
    receipt = receipt_of(result.receipt)
    assert expected["step"] == "done"
    assert _CLASSES[type(result)] == expected.get("class"), "class"
    assert getattr(result, "kind", None) == expected.get("kind"), "kind"
    assert receipt.sentence, "a sentence"
    assert Receipt.from_json(receipt.to_json()) == receipt
    includes("receipt", json.loads(receipt.to_json()), expected["receipt"])

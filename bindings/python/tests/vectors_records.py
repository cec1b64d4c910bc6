"""`records.json`: call records and callbacks read, what they settle, and the requests for them."""

from __future__ import annotations

import base64
import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

from vectors_shared import account_of, includes, known, same_violations

from cloudagent_disposition import (
    Account,
    Api,
    Asked,
    BaseUrl,
    CallRecord,
    DispositionRequest,
    Invalid,
    NoRecords,
    Receipt,
    Records,
    Settlement,
    build_day_request,
    build_record_request,
    classify_records,
    read_callback,
    record_day,
    settle,
    settle_receipt,
)

MARKER = "deadbeef"


def run(case: dict[str, Any]) -> None:
    runner, keys = KINDS[case["kind"]]
    known(case, "id", "source", "kind", "expect", *keys)
    runner(case, case["expect"])


def body_of(case: dict[str, Any]) -> bytes:
    assert ("body" in case) != ("body_base64" in case), "a body, in one way"
    return case["body"].encode() if "body" in case else base64.b64decode(case["body_base64"])


def fields(record: CallRecord) -> dict[str, str]:
    """The fields that a record has."""
    told = {name: getattr(record, name) for name in CallRecord.__slots__}
    assert json.loads(record.to_json(with_comments=True)) == told
    assert "comments" not in json.loads(record.to_json())
    return {name: value for name, value in told.items() if value is not None}


def run_records(case: dict[str, Any], expected: dict[str, Any]) -> None:
    found = classify_records(
        case["http_status"],
        body_of(case),
        retry_after=case.get("retry_after"),
        date=case.get("date"),
        asked=Asked(case.get("asked", "one_call")),
    )
    if isinstance(found, NoRecords):
        told = {name: getattr(found, name) for name in NoRecords.__slots__}
        assert told.pop("hint").endswith(".")
        actual: dict[str, Any] = {"no_records": told}
        assert MARKER not in repr(found)
    else:
        rows = [*found]
        actual = {
            "records": [fields(row) for row in rows],
            "count": len(found),
            "last": fields(found[-1]) if rows else None,
            "truncated": found.truncated,
            "in_words": found.in_words,
        }
        assert pickle.loads(pickle.dumps(found)) == copy.copy(found) == found
        assert MARKER not in f"{found!r} {rows!r} {actual}"
    includes("records", actual, expected)
    # What it has of a record, it has exactly.
    assert actual.get("records") == expected.get("records", actual.get("records"))


def run_callback(case: dict[str, Any], expected: dict[str, Any]) -> None:
    body = body_of(case)
    try:
        read = read_callback(body)
    except Invalid as invalid:
        _refuses_callback(invalid, expected)
        return
    account = account_of(case["account"]) if "account" in case else Account("acme")
    actual = {
        "record": fields(read.record),
        "customer": read.customer,
        "authentic": read.authentic(account),
    }
    includes("callback", actual, expected)
    assert actual["record"] == expected.get("record", actual["record"])
    assert MARKER not in f"{read!r} {read} {actual}"
    if "body" in case:
        assert read_callback(case["body"]).record == read.record


def _refuses_callback(invalid: Invalid, expected: dict[str, Any]) -> None:
    (violation,) = invalid.violations
    assert violation.field == "callback"
    assert expected == {"invalid": violation.problem}
    assert MARKER not in f"{invalid} {invalid!r}"


def run_settle(case: dict[str, Any], expected: dict[str, Any]) -> None:
    request, api = DispositionRequest(**case["request"]), Api(case["api"])
    rows = [CallRecord(**given) for given in case["records"]]
    flags = {name: case.get(name, False) for name in ("truncated", "in_words")}
    try:
        found = settle(request, Records(rows, **flags), api=api)
    except Invalid as invalid:
        told = [f"{one.field}.{one.problem}" for one in invalid.violations]
        assert expected == {"invalid": told}
        return
    if len(rows) == 1 and not any(flags.values()):
        assert settle(request, rows[0], api=api) == found
    assert found.sentence.endswith(".")
    assert pickle.loads(pickle.dumps(found)) == found
    actual = {
        "finding": found.finding,
        "effect": found.effect,
        "advice": found.advice,
        "may_resend": found.may_resend,
        "look_again_seconds": found.look_again_seconds,
        "record": None if found.record is None else rows.index(found.record),
        "receipt": _receipt(case, request, found) if "receipt" in case else None,
    }
    includes("settle", actual, expected)


def _receipt(case: dict[str, Any], request: DispositionRequest, found: Settlement) -> Any:
    receipt = Receipt.from_json(json.dumps(case["receipt"]))
    of = DispositionRequest(**case["receipt_request"]) if "receipt_request" in case else request
    try:
        settled = settle_receipt(receipt, of, found)
    except Invalid as invalid:
        return invalid.violations[0].field
    if settled.settled is None:
        assert settled == receipt
    else:
        assert (settled.settled, settled.sentence) == (found.finding, found.sentence)
    return json.loads(settled.to_json())


def run_request(case: dict[str, Any], expected: dict[str, Any]) -> None:
    account, day = account_of(case["account"]), case["day"]
    common = {
        "now": case["now"],
        "utc_offset_minutes": case.get("utc_offset_minutes"),
        "base_url": case.get("base_url", BaseUrl.INDIA),
    }
    try:
        if "ucid" in case:
            built = build_record_request(account, case["ucid"], day, **common)
        else:
            times: dict[str, Any] = {"from_time": case.get("from"), "to_time": case.get("to")}
            built = build_day_request(account, day, **times, **common)
    except Invalid as invalid:
        _refuses_request(invalid, expected)
        return
    known(expected, "method", "url", "headers", "body")
    assert built.body_with_get
    assert built.own_connection
    assert built.reply_limit == (8 if "ucid" in case else 64) << 20
    headers = {name.lower(): value for name, value in built.headers}
    assert headers.pop("user-agent").startswith("cloudagent-disposition/")
    assert headers == {name.lower(): value for name, value in expected["headers"].items()}
    assert (built.method, built.url) == (expected["method"], expected["url"])
    assert built.body == expected["body"].encode()


def _refuses_request(invalid: Invalid, expected: dict[str, Any]) -> None:
    known(expected, "violations")
    same_violations(invalid.violations, expected["violations"])
    assert all(one.hard for one in invalid.violations)


def run_day(case: dict[str, Any], expected: dict[str, Any]) -> None:
    assert {"day": record_day(case["unix_seconds"], case["utc_offset_minutes"])} == expected


KINDS: dict[str, tuple[Callable[[dict[str, Any], dict[str, Any]], None], tuple[str, ...]]] = {
    "records": (
        run_records,
        ("http_status", "body", "body_base64", "retry_after", "date", "asked"),
    ),
    "callback": (run_callback, ("body", "body_base64", "account")),
    "settle": (
        run_settle,
        ("api", "request", "records", "truncated", "in_words", "receipt", "receipt_request"),
    ),
    "request": (
        run_request,
        ("account", "ucid", "day", "from", "to", "now", "utc_offset_minutes", "base_url"),
    ),
    "day": (run_day, ("unix_seconds", "utc_offset_minutes")),
}

"""Call records as Python has them. What they mean, the shared vectors say."""

from __future__ import annotations

import copy
import json
import pickle
import time
from datetime import date, datetime
from typing import Any

import pytest
from simulator import KEY

from cloudagent_disposition import (
    Account,
    Advice,
    Api,
    Asked,
    CallRecord,
    DispositionRequest,
    Effect,
    FailKind,
    Finding,
    Invalid,
    NoRecords,
    NotSentKind,
    Outcome,
    Records,
    build_day_request,
    build_record_request,
    classify_records,
    read_callback,
    record_day,
    settle,
    settle_receipt,
    testing,
)

REQUEST = DispositionRequest(ucid="9007199254740993", disposition="Sale", comments="private")
FIRST = 9007199254740991
DAY = 50_000


def day(rows: int) -> bytes:
    """A day's reply, with ids around those that a double can't hold apart."""
    each = [
        f'{{"UCID": {FIRST + place}, "AgentID": "ravi", "Disposition": "No {place}", '
        f'"Comments": "private", "Apikey": "{KEY}"}}'
        for place in range(rows)
    ]
    return f'{{"status": "success", "details": [{", ".join(each)}]}}'.encode()


def listed(body: bytes, asked: Asked = Asked.DAY) -> Records:
    found = classify_records(200, body, asked=asked)
    assert isinstance(found, Records)
    return found


def test_a_list_is_a_sequence() -> None:
    found = listed(day(1200))
    plain = [f"{FIRST + place}" for place in range(1200)]
    assert len(found) == 1200
    assert [record.ucid for record in found] == plain
    for place in (0, 2, 511, 512, 1199, -1, -1200):
        assert found[place].ucid == plain[place]
    for part in (slice(None), slice(3), slice(-3, None), slice(9, 2, -3), slice(5, 5)):
        assert [record.ucid for record in found[part]] == plain[part]
    for place in (1200, -1201):
        with pytest.raises(IndexError):
            found[place]
    assert found[2] in found
    assert found.index(found[700]) == 700
    assert found == listed(day(1200)) == Records(found) == copy.deepcopy(found)
    assert pickle.loads(pickle.dumps(found)) == found
    assert found != Records(found, truncated=True)
    assert found != list(found)
    assert repr(found) == "<1200 Records>"
    assert repr(Records(truncated=True)) == "<0 Records, truncated>"
    assert not Records(in_words=True)


def test_ids_that_no_double_holds_are_exact() -> None:
    found = listed(day(3), Asked.ONE_CALL)
    assert [record.ucid for record in found] == [
        "9007199254740991", "9007199254740992", "9007199254740993",
    ]  # fmt: skip
    settled = settle(REQUEST, found, api=Api.GET_V2)
    assert (settled.finding, settled.record) == (Finding.ANOTHER_STANDS, found[2])


def test_settling_a_whole_day_copies_nothing() -> None:
    body = day(DAY)
    found = listed(body)
    assert (len(found), found.truncated) == (DAY, False)
    request = DispositionRequest(ucid=found[-1].ucid, disposition=f"No {DAY - 1}")

    def seconds(work: Any) -> float:
        begin = time.process_time()
        work()
        return time.process_time() - begin

    assert settle(request, found, api=Api.GET_V2).finding is Finding.STANDS
    settling = min(seconds(lambda: settle(request, found, api=Api.GET_V2)) for _ in range(3))
    going_through = seconds(lambda: [*found])
    assert settling < going_through, (settling, going_through)


def test_nothing_that_is_printed_holds_the_key_a_comment_or_a_number() -> None:
    found = listed(day(2))
    record = CallRecord(did="914000000001", comments="private", agent_id="ravi", ucid="8189")
    settled = settle(REQUEST, found, api=Api.GET_V2)
    printed = f"{found!r} {[*found]!r} {record!r} {settled!r} {record.to_json()}"
    for hidden in (KEY, "private", "91400000000'", "agent_id='ravi'"):
        assert hidden not in printed, hidden
    assert repr(record) == "CallRecord(ucid='8189', call_date=None, status=None, did='…0001', …)"
    assert json.loads(record.to_json(with_comments=True))["comments"] == "private"


def test_a_callback_keeps_its_key() -> None:
    body = json.dumps({"monitorUCID": "8189", "UserName": "acme", "Apikey": KEY})
    for given in (body, body.encode(), bytearray(body.encode())):
        read = read_callback(given)  # type: ignore[arg-type]
        assert (read.record.call_id, read.customer) == ("8189", "acme")
        assert read.authentic(Account("acme", api_key=KEY))
        assert not read.authentic(Account("acme", api_key=f"{KEY}0"))
        assert not read.authentic(Account("acme", token=KEY))
        assert KEY not in f"{read!r} {read.record!r}"
        for refused in (pickle.dumps, lambda it: it.__getstate__()):
            with pytest.raises(TypeError, match="pickled"):
                refused(read)
    with pytest.raises(Invalid) as raised:
        read_callback(KEY)
    assert KEY not in f"{raised.value!r}"
    (violation,) = raised.value.violations
    assert (violation.field, violation.problem) == ("callback", "invalid")
    with pytest.raises(TypeError, match="must be an Account"):
        read_callback("{}").authentic("acme")  # type: ignore[arg-type]


def test_what_is_no_list_settles_nothing() -> None:
    none = classify_records(429, b"", retry_after="31")
    assert isinstance(none, NoRecords)
    assert (none.outcome, none.advice) == (Outcome.RATE_LIMITED, Advice.RETRY_LATER)
    settled = settle(REQUEST, none, api=Api.GET_V2)
    assert (settled.finding, settled.effect) == (Finding.NO_ANSWER, Effect.UNKNOWN)
    assert settled.look_again_seconds == 31
    assert settled.lookup is not None
    assert (settled.lookup.outcome, settled.lookup.kind) == (Outcome.RATE_LIMITED, None)
    for kind in (FailKind.RESET, NotSentKind.TOKEN_UNAVAILABLE):
        failed = settle(REQUEST, kind, api=Api.GET_V2)
        assert failed.lookup is not None
        assert failed.lookup.kind == kind
        assert not failed.may_resend


@pytest.mark.parametrize("finding", Finding)
def test_a_test_makes_every_finding(finding: Finding) -> None:
    made = testing.settlement(finding)
    assert made.finding is finding
    receipt = testing.error(FailKind.RESET).receipt
    settled = settle_receipt(receipt, testing.REQUEST, made)
    if finding in (Finding.STANDS, Finding.ANOTHER_STANDS):
        assert (settled.settled, settled.effect) == (finding, made.effect)
        assert settled.from_json(settled.to_json()) == settled
    else:
        assert settled == receipt
    other = DispositionRequest(ucid="1", disposition="Other")
    with pytest.raises(Invalid):
        settle_receipt(receipt, other, made)


def test_days_are_days() -> None:
    account, now = Account("acme", api_key=KEY), 1_796_020_000
    by_text = build_record_request(account, "8189", "2026-11-30", now=now)
    by_date = build_record_request(account, "8189", date(2026, 11, 30), now=now + 0.9)
    assert by_text.body == by_date.body
    assert by_text.reply_limit == 8 << 20
    assert build_day_request(account, date(2026, 11, 30), now=now).reply_limit == 64 << 20
    assert record_day(now, 330) == record_day(now + 0.5, 330) == "2026-11-30"
    assert record_day(now * 1000, 330) is record_day(now, 841) is record_day(2**80, 0) is None


WRONG: list[tuple[Any, type[Exception]]] = [
    (lambda: Records(["8189"]), TypeError),  # type: ignore[list-item]
    (lambda: Records([CallRecord(ucid=8189)]), TypeError),  # type: ignore[arg-type]
    (lambda: CallRecord(ucid="\ud800").to_json(), ValueError),
    (lambda: classify_records(200, "{}"), TypeError),  # type: ignore[arg-type]
    (lambda: classify_records(200, b"{}", asked="all"), ValueError),  # type: ignore[arg-type]
    (lambda: settle(REQUEST, [CallRecord()], api=Api.GET_V2), TypeError),  # type: ignore[arg-type]
    (lambda: settle(REQUEST, "reset", api=Api.GET_V2), TypeError),  # type: ignore[arg-type]
    (lambda: settle(DispositionRequest(), Records(), api=Api.GET_V2), Invalid),
    (lambda: record_day("now", 330), TypeError),  # type: ignore[arg-type]
    (lambda: record_day(float("nan"), 330), ValueError),
    (
        lambda: build_day_request(Account("a"), datetime(2026, 11, 30), now=0),
        TypeError,
    ),
    (lambda: read_callback(None), TypeError),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("call", "raised"), WRONG)
def test_what_can_not_be_is_told(call: Any, raised: type[Exception]) -> None:
    with pytest.raises(raised):
        call()

"""`classify_many`: what `classify` says of each, in one call."""

from __future__ import annotations

import base64
import copy
import dataclasses
import pickle
from typing import Any

import pytest
import vectors

from cloudagent_disposition import Api, Outcome, Reply, _replies, classify, classify_many

QUEUED = b'{"status": "Success", "details": "Queued successfully"}'
NO_AGENT = b'{"status": "Fail", "details": "Invalid agent"}'


def replies_of_the_vectors() -> list[dict[str, Any]]:
    (path,) = (path for path in vectors.files() if path.stem == "classify")
    cases = [case for case in vectors.cases_of(path) if case.get("kind", "set") == "set"]
    for case in cases:
        text = case.get("body")
        case["bytes"] = text.encode() if text is not None else base64.b64decode(case["body_base64"])
    return cases


@pytest.mark.parametrize("api", [None, *Api])
def test_every_vector_at_once_means_what_each_means_alone(api: Api | None) -> None:
    cases = replies_of_the_vectors()
    headers = {name: [case.get(name) for case in cases] for name in ("retry_after", "date")}
    together = classify_many(
        [case["bytes"] for case in cases],
        http_status=[case["http_status"] for case in cases],
        api=api,
        **headers,
    )
    alone = [
        classify(
            case["http_status"],
            case["bytes"],
            retry_after=case.get("retry_after"),
            date=case.get("date"),
            api=api,
        )
        for case in cases
    ]
    assert len(alone) > 100
    assert len(together) == len(alone)
    assert list(together) == alone
    for field in dataclasses.fields(Reply):
        column = getattr(together, field.name)
        assert column == tuple(getattr(reply, field.name) for reply in alone), field.name


def test_it_is_a_sequence() -> None:
    replies = classify_many((body for body in (QUEUED, NO_AGENT, b"")), api=Api.GET_V2)
    assert replies[1] == replies[-2] == classify(200, NO_AGENT, api=Api.GET_V2)
    assert replies[1:] == list(replies)[1:]
    assert replies[0] in replies
    assert [reply.outcome for reply in reversed(replies)][-1] is Outcome.QUEUED
    with pytest.raises(IndexError):
        replies[3]
    assert repr(replies) == "<3 Replies>"
    for same in (copy.copy(replies), copy.deepcopy(replies), pickle.loads(pickle.dumps(replies))):
        assert list(same) == list(replies)
    # A pickle has the replies and their words, no places in a version's enums.
    assert type(pickle.loads(pickle.dumps(replies))) is list


def test_no_bodies_are_no_replies() -> None:
    assert list(classify_many([])) == []
    assert classify_many([], http_status=[], retry_after=[]).details == ()


def test_one_status_holds_for_all() -> None:
    assert classify_many([b"", b""], http_status=401).outcome == (
        Outcome.AUTHENTICATION_FAILED,
        Outcome.AUTHENTICATION_FAILED,
    )
    assert classify_many([QUEUED, QUEUED]).outcome == (Outcome.QUEUED, Outcome.QUEUED)


def test_any_kind_of_bytes_is_a_body() -> None:
    bodies: list[Any] = [bytearray(QUEUED), memoryview(QUEUED), QUEUED]
    assert set(classify_many(bodies).outcome) == {Outcome.QUEUED}


def test_what_is_too_much_for_one_call_is_refused_whatever_it_is_made_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_replies, "_MOST_BYTES", 100)
    classify_many([b""] * 12)
    for bodies, dates in [([b"x" * 93], None), ([b""] * 13, None), ([b""], ["x" * 25])]:
        with pytest.raises(ValueError, match="more than 2 GiB"):
            classify_many(bodies, date=dates)


UNTYPED: Any = classify_many


def test_bad_input_is_refused_and_not_repeated() -> None:
    for bodies in (QUEUED, QUEUED.decode(), bytearray(QUEUED)):
        with pytest.raises(TypeError, match="^bodies must be several bodies"):
            UNTYPED(bodies)
    with pytest.raises(TypeError, match=r"^body must be bytes, not str; give"):
        UNTYPED([QUEUED, "text"])
    with pytest.raises(TypeError, match="^http_status must be an int, not str"):
        UNTYPED([QUEUED], http_status=["200"])
    with pytest.raises(TypeError, match="^http_status must have a value for each body, not str"):
        UNTYPED([QUEUED], http_status="2")
    with pytest.raises(TypeError, match="^retry_after must be text"):
        UNTYPED([QUEUED], retry_after=[7])
    with pytest.raises(ValueError, match="^date has 1 values, for 2 bodies"):
        classify_many([QUEUED, QUEUED], date=[None])
    with pytest.raises(ValueError, match="^http_status has 3 values, for 2 bodies"):
        classify_many([QUEUED, QUEUED], http_status=[200] * 3)
    with pytest.raises(ValueError, match="^api must be one of"):
        UNTYPED([QUEUED], api="get_v9")

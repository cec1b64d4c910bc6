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
        classify(case["http_status"], case["bytes"], api=api, **{h: case.get(h) for h in headers})
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
SEVERAL = "^bodies must be several bodies"
REFUSED: list[tuple[type[Exception], str, object, dict[str, Any]]] = [
    *((TypeError, SEVERAL, body, {}) for body in (QUEUED, QUEUED.decode(), bytearray(QUEUED))),
    (TypeError, "^body must be bytes, not str; give", [QUEUED, "text"], {}),
    (TypeError, "^http_status must be an int, not str", [QUEUED], {"http_status": ["200"]}),
    (TypeError, "^http_status .* a value for each body, not str", [QUEUED], {"http_status": "2"}),
    (TypeError, "^retry_after must be text", [QUEUED], {"retry_after": [7]}),
    (ValueError, "^date has 1 values, for 2 bodies", [QUEUED] * 2, {"date": [None]}),
    (ValueError, "^http_status has 3 values, for 2", [QUEUED] * 2, {"http_status": [200] * 3}),
    (ValueError, "^api must be one of", [QUEUED], {"api": "get_v9"}),
]


@pytest.mark.parametrize(("error", "told", "bodies", "others"), REFUSED)
def test_bad_input_is_refused(
    error: type[Exception], told: str, bodies: object, others: dict[str, Any]
) -> None:
    with pytest.raises(error, match=told):
        UNTYPED(bodies, **others)

"""Frames of this package leave a traceback, and the caller's own stay."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from datetime import datetime
from types import FrameType
from typing import Any

import pytest
from simulator import COMMENTS, KEY, REQUEST
from sweep import is_frame_of_ours, leaks

from cloudagent_disposition import (
    Account,
    Api,
    BaseUrl,
    Client,
    DispositionRequest,
    from_params,
)


def frames(error: BaseException) -> list[FrameType]:
    return [frame for frame, _ in traceback.walk_tb(error.__traceback__)]


def our_frames(error: BaseException) -> list[str]:
    return [frame.f_code.co_name for frame in frames(error) if is_frame_of_ours(frame)]


def rows() -> Iterator[tuple[str, str]]:
    yield "apiKey", KEY
    raise KeyError("no such column")  # the line that a user looks for


def test_a_generators_own_failure_shows_its_line() -> None:
    with pytest.raises(KeyError) as raised:
        from_params(rows(), api=Api.GET_V2)
    error = raised.value
    own = [frame.f_code.co_name for frame in frames(error) if not is_frame_of_ours(frame)]
    assert own == ["test_a_generators_own_failure_shows_its_line", "rows"]
    printed = "".join(traceback.format_exception(error))
    assert "# the line that a user looks for" in printed
    assert our_frames(error) == ["forgetting"]
    assert leaks(KEY, error) == []


class _Pairs(dict[str, str]):
    def items(self) -> Any:
        return [(name, value) for name, value in _broken(self)]


def _broken(pairs: dict[str, str]) -> Iterator[tuple[str, str]]:
    raise LookupError(f"{len(pairs)} pairs")
    yield


def test_every_frame_of_the_callers_stays() -> None:
    with pytest.raises(LookupError) as raised:
        from_params(_Pairs(did="91"), api=Api.GET_V2)
    own = [frame.f_code.co_name for frame in frames(raised.value) if not is_frame_of_ours(frame)]
    # Python 3.12 runs a list's expression in its function's own frame.
    assert [name for name in own if name != "<listcomp>"][1:] == ["items", "_broken"]


class _Moment(datetime):
    def utcoffset(self) -> None:
        raise OverflowError("a broken clock")


def test_a_callers_object_shows_where_it_failed() -> None:
    with pytest.raises(OverflowError) as raised:
        DispositionRequest(callback_time=_Moment(2026, 11, 22), comments=COMMENTS)
    assert frames(raised.value)[-1].f_code.co_name == "utcoffset"
    assert leaks(COMMENTS, raised.value) == []


def test_the_context_of_a_callers_failure_stays() -> None:
    def pairs() -> Iterator[tuple[str, str]]:
        try:
            yield "ucid", str(1 // 0)
        except ZeroDivisionError:
            raise KeyError("later") from None

    handled = LookupError("handled when the call is made")
    try:
        raise handled
    except LookupError:
        with pytest.raises(KeyError) as raised:
            from_params(pairs(), api=Api.GET_V2)
    divided = raised.value.__context__
    assert isinstance(divided, ZeroDivisionError)
    assert divided.__context__ is handled
    assert raised.value.__suppress_context__


def test_a_very_deep_failure_comes_out_as_itself() -> None:
    def deeper() -> Iterator[tuple[str, str]]:
        yield from deeper()

    with pytest.raises(RecursionError) as raised:
        from_params(deeper(), api=Api.GET_V2)
    assert our_frames(raised.value) == ["forgetting"]
    assert len(frames(raised.value)) > 100


def test_nothing_but_the_border_is_left_of_ours(client: Client) -> None:
    untyped: Any = client
    actions: list[Any] = [
        lambda: untyped.set_disposition(ucid=1),
        lambda: untyped.set_disposition(**{**REQUEST, "agent_id": "nobody"}),
        lambda: Account("acme", api_key=KEY + "\udc00"),
        lambda: BaseUrl("nothing"),
        lambda: DispositionRequest.from_json("[]"),
        lambda: Client(client.account, api="get_v9"),  # type: ignore[arg-type]
    ]
    for action in actions:
        with pytest.raises(Exception) as raised:
            action()
        assert our_frames(raised.value) == ["forgetting"]
        last = frames(raised.value)[-1]
        assert set(last.f_locals) == {"function"}

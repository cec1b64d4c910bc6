"""What is unfinished prints too: a reporter of exceptions meets what `__init__` did not finish."""

from __future__ import annotations

import traceback
from typing import Any

import pytest
from simulator import COMMENTS, KEY

from cloudagent_disposition import (
    Account,
    Api,
    ApiKey,
    AsyncClient,
    CancelToken,
    Client,
    DispositionRequest,
    FileTokenStore,
    HttpReply,
    HttpRequest,
    Token,
)

EVERY = [
    Account, ApiKey, AsyncClient, CancelToken, Client, DispositionRequest, FileTokenStore,
    HttpReply, HttpRequest, Token,
]  # fmt: skip


@pytest.mark.parametrize("kind", EVERY)
def test_an_unfinished_object_prints_what_it_is(kind: Any) -> None:
    assert kind.__name__ in repr(kind.__new__(kind))


class _Request(DispositionRequest):
    def __init__(self, ucid: Any) -> None:
        super().__init__(did="914000000001", comments=COMMENTS, ucid=ucid)


class _Account(Account):
    def __init__(self, customer: Any) -> None:
        super().__init__(customer, api_key=KEY)


class _Client(Client):
    def __init__(self, deadline: Any) -> None:
        super().__init__(Account("acme", api_key=KEY), api=Api.GET_V2, deadline=deadline)


@pytest.mark.parametrize("kind", [_Request, _Account, _Client])
def test_a_report_with_variables_can_print_what_init_refused(kind: Any) -> None:
    wrong: Any = ["no such value"]
    with pytest.raises(TypeError) as raised:
        kind(wrong)
    report = traceback.TracebackException.from_exception(raised.value, capture_locals=True)
    text = "".join(report.format())
    assert f"self = {kind.__name__}" in text or f"self = <unfinished {kind.__name__}>" in text
    assert "repr() failed" not in text
    assert KEY not in text
    assert COMMENTS not in text


def test_a_half_made_request_prints_what_it_has() -> None:
    request = DispositionRequest.__new__(DispositionRequest)
    object.__setattr__(request, "did", "914000000001")
    assert repr(request) == "DispositionRequest(did='…0001')"

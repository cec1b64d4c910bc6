"""For the tests of your own code: without network, and in the vendor's own words.

    from cloudagent_disposition import Account, Api, Client, FailKind, Outcome
    from cloudagent_disposition.testing import FakeTransport

    transport = FakeTransport(FailKind.CONNECT, Outcome.SAVED)
    client = Client(Account("acme", api_key="K"), api=Api.GET_V2, transport=transport)
    assert client.set_disposition(request).outcome is Outcome.SAVED
    assert [one.ucid for one in transport.dispositions] == [request.ucid, request.ucid]

The client is the real one: it validates, sends again where it may, and reads the replies. Where
your code needs only what a client gives back, `receipt` and `error` make it.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable
from urllib.parse import parse_qsl

from . import (
    Account,
    Api,
    CallRecord,
    CancelToken,
    Client,
    DispositionError,
    DispositionRequest,
    FailKind,
    Finding,
    HttpReply,
    HttpRequest,
    Limits,
    Outcome,
    Receipt,
    Records,
    RetryPolicy,
    SendFailed,
    Settlement,
    from_params,
    settle,
)
from ._bridge import call, native
from ._checks import code
from ._transport import reply_of_record

__all__ = [
    "Answer",
    "AsyncFakeTransport",
    "FakeTransport",
    "error",
    "receipt",
    "reply",
    "settlement",
]

Answer = Outcome | FailKind | HttpReply
"""What a fake transport answers: an outcome in the vendor's words, a failed send, or any reply."""

REQUEST = DispositionRequest(
    ucid="81891700000000001", did="914000000001", agent_id="ravi", disposition="Sale"
)
"""A request that nothing is wrong with."""


def reply(outcome: Outcome) -> HttpReply:
    """A reply to a disposition that says this, in the vendor's words where it has words for it.

    Raises:
        TypeError: It is no text.
        ValueError: It is none of the outcomes, or one that no reply to a disposition has.
    """
    outcome = code("outcome", Outcome, outcome)
    sample = call(native.sample_reply, str(outcome))
    if sample is None:
        raise ValueError(f"no reply to a disposition has the outcome {outcome}")
    return reply_of_record(sample)


def receipt(answer: Answer = Outcome.SAVED, request: DispositionRequest = REQUEST) -> Receipt:
    """The receipt of a call that was sent once and answered so.

    Raises:
        ValueError: No reply to a disposition has that outcome.
    """
    ended = _ended(answer, request)
    return ended.receipt if isinstance(ended, DispositionError) else ended


def error(answer: Answer, request: DispositionRequest = REQUEST) -> DispositionError:
    """What is raised by a call that was sent once and answered so: `NotSent`, `Refused` or
    `Uncertain`, and `InvalidRequest` where the request is wrong.

    Raises:
        ValueError: Nothing is raised then, or no reply to a disposition has that outcome.
    """
    ended = _ended(answer, request)
    if isinstance(ended, Receipt):
        raise ValueError(f"a call that is answered so went well: {ended.outcome}")
    return ended


def settlement(
    finding: Finding, request: DispositionRequest = REQUEST, *, api: Api = Api.GET_V2
) -> Settlement:
    """What a look-up returns that finds this for a request, made by the same rules.

    Raises:
        TypeError: It is no text.
        ValueError: It is none of the findings.
        Invalid: The request has no ucid or no disposition.
    """
    finding = code("finding", Finding, finding)
    found: dict[Finding, str | None] = {
        Finding.STANDS: request.disposition,
        Finding.ANOTHER_STANDS: f"another than {request.disposition}",
        Finding.NONE_YET: None,
    }
    if finding in found:
        record = CallRecord(ucid=request.ucid, disposition=found[finding])
        return settle(request, record, api=api)
    none = Records() if finding is Finding.NOT_FOUND else FailKind.CONNECT
    return settle(request, none, api=api)


def _ended(answer: Answer, request: DispositionRequest) -> Receipt | DispositionError:
    account, retry = Account("acme", api_key="K"), RetryPolicy.none()
    transport = FakeTransport(answer)
    with Client(account, api=Api.GET_V2, retry=retry, transport=transport) as client:
        try:
            # No transport says of a deadline that it has passed before anything was sent.
            left = 0 if answer is FailKind.DEADLINE else None
            return client.set_disposition(request, deadline=left)
        except DispositionError as raised:
            return raised.with_traceback(None)


class _Fake:
    """What both fakes share: the answers, and what was sent."""

    requests: list[HttpRequest]
    """Every request, in order. One holds the credential: it prints its method, host and path."""
    dispositions: list[DispositionRequest]
    """What was to be set, one for each send of a disposition, as the wire carried it: a request
    that says nothing of a pause is one that wants none."""
    campaigns: list[str | None]
    """The campaign of each request for a list."""
    records: list[CallRecord]
    """What look-ups find: to be changed as your test goes on."""
    look_ups: int
    """How many look-ups of call records were sent."""
    tokens: int
    """How many tokens were made."""

    can_send_body_with_get = True

    def __init__(
        self, *answers: Answer, listed: Iterable[str] = (), records: Iterable[CallRecord] = ()
    ) -> None:
        self._answers: deque[Answer] = deque(answers)
        self._last: Answer = answers[-1] if answers else Outcome.SAVED
        self._listed = list(listed)
        self.records = list(records)
        self.requests, self.dispositions, self.campaigns, self.tokens = [], [], [], 0
        self.look_ups = 0
        for answer in answers:
            _answered(answer)

    def answer(self, *answers: Answer) -> None:
        """Adds answers to those that wait; the last one is given again from then on."""
        for answer in answers:
            _answered(answer)
        self._answers.extend(answers)
        self._last = self._answers[-1]

    def _reply(self, request: HttpRequest) -> HttpReply:
        self.requests.append(request)
        if request.path.endswith("/generateToken"):
            self.tokens += 1
            return HttpReply(200, json.dumps({"token": f"token-{self.tokens}"}).encode())
        if request.body_with_get:
            self.look_ups += 1
            rows = [_row(record) for record in self.records]
            return HttpReply(200, json.dumps({"status": "success", "details": rows}).encode())
        parameters = _parameters(request)
        if parameters.get("action", "").lower() == "get":
            self.campaigns.append(parameters.get("campaignID"))
            body = {"status": "Success", "details": self._listed}
            return HttpReply(200, json.dumps(body).encode())
        self.dispositions.append(from_params(parameters, api=_api(request)).request)
        answer = _answered(self._answers.popleft() if self._answers else self._last)
        if isinstance(answer, FailKind):
            raise SendFailed(answer)
        return answer

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self.requests)} requests)"


class FakeTransport(_Fake):
    """A `Transport` that sends nothing: it answers as it is told, and keeps what it was given.

    Args:
        answers: What to answer to dispositions, in order; the last one again and again. `SAVED`
            unless told. A request for a token is granted one.
        listed: What to answer to a request for a campaign's dispositions.
        records: What to answer to a look-up of call records.

    Raises:
        ValueError: No reply to a disposition has that outcome.
    """

    def send(self, request: HttpRequest, limits: Limits, cancel: CancelToken) -> HttpReply:
        """Answers."""
        return self._reply(request)


class AsyncFakeTransport(_Fake):
    """An `AsyncTransport` that sends nothing: see `FakeTransport`."""

    async def send(self, request: HttpRequest, limits: Limits) -> HttpReply:
        """Answers."""
        return self._reply(request)


_KEYS = {
    "ucid": "UCID", "call_id": "CallID", "did": "Did", "agent_id": "AgentID",
    "disposition": "Disposition", "comments": "Comments", "call_date": "CallDate",
    "start_time": "StartTime", "end_time": "EndTime", "status": "Status", "type": "Type",
    "campaign": "CampaignName",
}  # fmt: skip
"""The vendor's names for what is in a record."""


def _row(record: CallRecord) -> dict[str, str | None]:
    return {key: getattr(record, name) for name, key in _KEYS.items()}


def _answered(answer: Answer) -> HttpReply | FailKind:
    return answer if isinstance(answer, (FailKind, HttpReply)) else reply(answer)


def _parameters(request: HttpRequest) -> dict[str, str]:
    if request.body is None:
        return dict(parse_qsl(request.target.partition("?")[2], keep_blank_values=True))
    read = json.loads(request.body)
    return {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in read.items()
    }


def _api(request: HttpRequest) -> Api:
    if request.body is not None:
        return Api.POST_API_KEY
    return Api.GET_V3 if "V3" in request.path else Api.GET_V2

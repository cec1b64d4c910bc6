"""What the traces of `engine.json` give: settings, what is begun, what happens, and the store."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from vectors_shared import account_of, known

from cloudagent_disposition import Account, DispositionRequest, RetryPolicy, Token
from cloudagent_disposition._account import handle_of
from cloudagent_disposition._bridge import native
from cloudagent_disposition._look_up import one_call, whole_day
from cloudagent_disposition._retry import record_of_policy


def settings_of(given: dict[str, Any]) -> Any:
    known(
        given, "api", "customer", "api_key", "token", "token_source", "base_url", "mode",
        "deadline_ms", "connect_timeout_ms", "attempts", "resend_unknown", "shares_tokens",
        "utc_offset_minutes",
    )  # fmt: skip
    defaults = native.defaults()
    return native.SettingsData(
        account=handle_of(_account_of(given)),
        api=given["api"],
        base_url=given.get("base_url", defaults.base_url_india),
        mode=given.get("mode", "standard"),
        deadline_ms=given.get("deadline_ms", defaults.deadline_ms),
        connect_timeout_ms=given.get("connect_timeout_ms", defaults.connect_timeout_ms),
        retry=_retry(given),
        shares_tokens=given.get("shares_tokens", False),
        utc_offset_minutes=given.get("utc_offset_minutes"),
    )


def _account_of(given: dict[str, Any]) -> Account:
    if given.get("token_source"):
        return Account(given["customer"], token_source=lambda renew: "")
    return account_of(
        {name: given[name] for name in ("customer", "api_key", "token") if name in given}
    )


def _retry(given: dict[str, Any]) -> Any:
    """The policy of a case that names one."""
    named = {key: given[key] for key in ("attempts", "resend_unknown") if key in given}
    return record_of_policy(RetryPolicy(**named)) if named else None


@dataclass
class Begun:
    """What a call is begun with."""

    kind: str
    """The method of the package's loop that begins such a call."""
    asked: Any
    deadline_ms: int | None


_BEGINNINGS = {
    "start": ("request", "deadline_ms"),
    "start_list": ("campaign", "deadline_ms"),
    "start_look_up": ("request", "day", "wall", "deadline_ms"),
    "start_look_up_all": ("requests", "day", "from", "to", "wall", "deadline_ms"),
}


def begun_of(name: str, given: dict[str, Any]) -> Begun | None:
    """What an event begins; None where it begins nothing."""
    if name not in _BEGINNINGS:
        return None
    known(given, *_BEGINNINGS[name])
    deadline_ms = given.get("deadline_ms")
    if name == "start":
        return Begun("disposition", _request(given["request"]), deadline_ms)
    if name == "start_list":
        return Begun("list", given.get("campaign"), deadline_ms)
    if name == "start_look_up":
        asked = one_call(_request(given["request"]), given["day"])
    else:
        requests = [_request(one) for one in given["requests"]]
        asked = whole_day(requests, given["day"], given.get("from"), given.get("to"))
    return Begun("look_up", asked, deadline_ms)


def _request(given: dict[str, Any]) -> DispositionRequest:
    return DispositionRequest.from_json(json.dumps(given))


_KEYS = {
    "timer": (),
    "cancelled": (),
    "failed": ("seq", "kind", "sent"),
    "reply": ("seq", "status", "retry_after", "date", "body", "wall"),
    "stored": ("seq", "answer", "wall"),
    "token_given": ("seq", "token", "wall"),
}


def event_of(name: str, given: dict[str, Any], answer: Any = None) -> Any:
    """An event, as the bridge takes it.

    Args:
        name: What happened.
        given: The rest of it.
        answer: What the store answers, where it does.
    """
    known(given, *_KEYS[name])
    events, wall = native.EventData, given.get("wall", 0)
    match name:
        case "failed":
            return events.Failed(seq=given["seq"], kind=given["kind"], sent=given.get("sent", True))
        case "reply":
            body = given["body"].encode()
            headers = {key: given.get(key) for key in ("retry_after", "date")}
            reply = native.HttpReplyData(status=given["status"], body=body, **headers)
            return events.Reply(seq=given["seq"], reply=reply, wall_ms=wall)
        case "stored":
            return events.Stored(seq=given["seq"], answer=answer, wall_ms=wall)
        case "token_given":
            token = Token(given["token"])._handle
            return events.TokenGiven(seq=given["seq"], token=token, wall_ms=wall)
        case _:
            return getattr(events, name.capitalize())()


class TraceStore:
    """The store that the engines of a trace share: it keeps bytes, and knows no rule."""

    def __init__(self, record: Any) -> None:
        """One that holds this record; a text stands for its bytes."""
        text = record if isinstance(record, str | None) else json.dumps(record)
        self._kept = None if text is None else (text.encode(), "0")
        self._writings = 0
        self.instead: str | None = None
        """What it answers, having done nothing."""

    def get(self, key: str, /) -> tuple[bytes, str] | None:
        assert self.instead is None, "a store that fails"
        return self._kept

    def put_if(self, key: str, version: str | None, data: bytes, /) -> bool:
        assert self.instead != "failed", "a store that fails"
        current = None if self._kept is None else self._kept[1]
        if self.instead == "conflict" or version != current:
            return False
        self._writings += 1
        self._kept = (data, str(self._writings))
        return True

"""What carries a request to the server, where that is the caller's own HTTP stack."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass

from ._bridge import native
from ._cancel import CancelToken
from ._checks import body as checked_body
from ._checks import code, http_status, optional_text
from ._enums import FailKind
from ._forgetful import forgetful
from ._http import HttpRequest
from ._typing import Any, Protocol
from ._value import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits(Value):
    """What one send must keep to."""

    connect: float
    """How long making a connection may take, in seconds."""
    total: float
    """How long the whole send may take, in seconds."""
    body_bytes: int
    """How much of a body to read: up to so many bytes and one more."""


@dataclass(frozen=True, slots=True, init=False, repr=False)
class HttpReply(Value):
    """One whole HTTP reply, as a transport received it. It prints its status and size only: a body
    may repeat what was sent.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: A text holds a lone surrogate.
    """

    status: int
    """The HTTP status; one outside 100 to 999 counts as none."""
    body: bytes = b""
    """The body, undecoded but for its transfer encoding."""
    retry_after: str | None = None
    """The value of the header `Retry-After`."""
    date: str | None = None
    """The value of the header `Date`."""

    @forgetful
    def __init__(
        self,
        status: int,
        body: bytes = b"",
        retry_after: str | None = None,
        date: str | None = None,
    ) -> None:
        checked = {
            "status": http_status(status),
            "body": checked_body(body),
            "retry_after": optional_text("retry_after", retry_after),
            "date": optional_text("date", date),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        if not hasattr(self, "date"):
            return "<unfinished HttpReply>"
        return f"HttpReply({self.status}, {len(self.body)} bytes)"


class SendFailed(Exception):
    """What a transport raises where no whole reply came. The kind decides what the caller is told,
    so one that says that nothing was sent must be true; in doubt it is `TRANSPORT_FAILED`. So is
    any other exception.

    Raises:
        TypeError: The kind is no text.
        ValueError: It is none of its words.
    """

    kind: FailKind
    """How it failed."""

    def __init__(self, kind: FailKind) -> None:
        self.kind = code("kind", FailKind, kind)
        super().__init__(self.kind)

    def __str__(self) -> str:
        return str(self.kind)


class Transport(Protocol):
    """Carries requests to the server, blocking. Called from threads of the client's, by several at
    once.

    One `send` is **one** request on the wire: no hidden resend when a kept connection dies, no
    redirect followed, no `Referer`, no cookies. The request holds the credential: don't log it.

    One that can send a GET with a body, over a connection that no other request uses
    (`HttpRequest.body_with_get`, `own_connection`), says so by an attribute
    `can_send_body_with_get = True`: look-ups of call records need that, and without it nothing is
    sent. Most HTTP stacks can't.
    """

    def send(self, request: HttpRequest, limits: Limits, cancel: CancelToken, /) -> HttpReply:
        """Sends a request as it is and returns the whole reply, whatever its status.

        Where `cancel` is cancelled nobody waits for longer than 250 ms: a transport that can be
        interrupted returns at once, another may leave it alone.

        Raises:
            SendFailed: No whole reply came.
        """
        ...


class AsyncTransport(Protocol):
    """Carries requests to the server, in a task of the caller's event loop. As `Transport`; a send
    is taken back by cancelling its task.
    """

    def send(self, request: HttpRequest, limits: Limits, /) -> Awaitable[HttpReply]:
        """Sends a request as it is and returns the whole reply, whatever its status.

        Raises:
            SendFailed: No whole reply came.
        """
        ...


def limits_of(step: Any) -> Limits:
    return Limits(
        connect=step.connect_ms / 1000, total=step.total_ms / 1000, body_bytes=step.body_bytes
    )


def record_of_reply(reply: object) -> Any:
    """The reply as the native library takes it.

    Raises:
        TypeError: It is none.
    """
    if not isinstance(reply, HttpReply):
        raise TypeError(f"a transport returns an HttpReply, not {type(reply).__name__}")
    return native.HttpReplyData(
        status=reply.status,
        body=reply.body,
        retry_after=reply.retry_after,
        date=reply.date,
    )


def reply_of_record(record: Any) -> HttpReply:
    return HttpReply(record.status, record.body, record.retry_after, record.date)

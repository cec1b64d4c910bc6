"""Transports over httpx, blocking and async, for a program that has one HTTP stack for everything.

    client = Client(account, api=Api.GET_V2, transport=HttpxTransport())
    client = AsyncClient(account, api=Api.GET_V2, transport=AsyncHttpxTransport())

httpx's own transports send one request and no more: its clients would follow redirects, keep
cookies and add headers.
"""

import socket
import ssl
import time
from collections.abc import Iterator

import httpx
from cloudagent_disposition import (
    CancelToken,
    FailKind,
    HttpReply,
    HttpRequest,
    Limits,
    SendFailed,
)

KEPT = httpx.Limits(keepalive_expiry=4)
"""How long an idle connection is kept: dispositions come minutes apart, and an old one is dead."""

FAILURES: tuple[tuple[type[BaseException], FailKind], ...] = (
    (ssl.SSLError, FailKind.TLS),
    (socket.gaierror, FailKind.NAME_LOOKUP),
    (httpx.ConnectTimeout, FailKind.CONNECT_TIMEOUT),
    (httpx.PoolTimeout, FailKind.CONNECT_TIMEOUT),
    (httpx.ConnectError, FailKind.CONNECT),
    (httpx.ProxyError, FailKind.PROXY),
    (httpx.TimeoutException, FailKind.TIMEOUT),
    (httpx.NetworkError, FailKind.RESET),
    (httpx.RemoteProtocolError, FailKind.BROKEN_REPLY),
)
"""How each of httpx's failures is told. The first two count only where no connection was made."""


class HttpxTransport:
    """A `Transport`. Close it when no call is under way any more."""

    def __init__(self, transport: httpx.HTTPTransport | None = None) -> None:
        self._transport = transport or httpx.HTTPTransport(limits=KEPT)

    def send(self, request: HttpRequest, limits: Limits, cancel: CancelToken) -> HttpReply:
        """Sends the request once. httpx can't be interrupted, so `cancel` is left alone."""
        end = time.monotonic() + limits.total
        try:
            response = self._transport.handle_request(as_httpx(request, limits))
            body = bytearray()
            try:
                for part in response.stream:  # type: ignore[union-attr]
                    if add(body, part, limits, end):
                        break
            finally:
                response.close()
            return reply(response, body)
        except httpx.HTTPError as error:
            raise SendFailed(kind_of(error)) from None

    def close(self) -> None:
        """Closes its connections."""
        self._transport.close()


class AsyncHttpxTransport:
    """An `AsyncTransport`. It belongs to one event loop."""

    def __init__(self, transport: httpx.AsyncHTTPTransport | None = None) -> None:
        self._transport = transport or httpx.AsyncHTTPTransport(limits=KEPT)

    async def send(self, request: HttpRequest, limits: Limits) -> HttpReply:
        """Sends the request once."""
        end = time.monotonic() + limits.total
        try:
            response = await self._transport.handle_async_request(as_httpx(request, limits))
            body = bytearray()
            try:
                async for part in response.stream:  # type: ignore[union-attr]
                    if add(body, part, limits, end):
                        break
            finally:
                await response.aclose()
            return reply(response, body)
        except httpx.HTTPError as error:
            raise SendFailed(kind_of(error)) from None

    async def close(self) -> None:
        """Closes its connections."""
        await self._transport.aclose()


def as_httpx(request: HttpRequest, limits: Limits) -> httpx.Request:
    """The request as it is: httpx would spell some of the URL's characters in another way."""
    timeout = {"connect": limits.connect, "pool": limits.connect}
    timeout |= {"read": limits.total, "write": limits.total}
    return httpx.Request(
        str(request.method),
        request.url,
        headers=list(request.headers),
        content=request.body,
        extensions={"timeout": timeout, "target": request.target.encode()},
    )


def add(body: bytearray, part: bytes, limits: Limits, end: float) -> bool:
    """Adds a part of the body, and says whether that is enough of it."""
    if time.monotonic() > end:
        raise httpx.ReadTimeout("the time is over")
    body += part
    return len(body) > limits.body_bytes


def reply(response: httpx.Response, body: bytearray) -> HttpReply:
    """What came, as the client takes it."""
    told = response.headers
    return HttpReply(response.status_code, bytes(body), told.get("Retry-After"), told.get("Date"))


def kind_of(error: httpx.HTTPError) -> FailKind:
    """How that failed: a kind that says that nothing was sent must be true."""
    is_early = isinstance(error, httpx.ConnectError)
    for one in [*causes(error)] if is_early else [error]:
        for failure, kind in FAILURES:
            if isinstance(one, failure):
                return kind
    return FailKind.TRANSPORT_FAILED


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """What it was raised from, the first cause first."""
    if error is not None:
        yield from causes(error.__cause__ or error.__context__)
        yield error

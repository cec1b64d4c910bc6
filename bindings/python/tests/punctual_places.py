"""Where a call can be when its time is over, or its caller no longer wants it."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

import simulator as simulators
from simulator import KEY, Simulator

from cloudagent_disposition import (
    Account,
    Api,
    AsyncClient,
    CallCancelled,
    Client,
    DispositionRequest,
    MemoryTokenStore,
)

REQUEST = DispositionRequest(**simulators.REQUEST)
LONG = 60.0

BESIDE = ("native", "driven", "async")
IN_TURN = ("native in turn", "driven in turn")


@dataclass(frozen=True)
class Place:
    """One such place."""

    client: Callable[[str], Any]
    """Makes a client whose calls get there, whichever way it has them made."""
    late: tuple[str, ...] = ()
    """How a call may end at its deadline; none where a deadline never falls there."""
    cancelled: tuple[str | None, ...] = ("cancelled",)
    """How one may end that is cancelled."""
    least: float = 0
    """The shortest deadline with which a call gets there."""
    drivers: tuple[str, ...] = BESIDE


def client_to(url: str, driver: str, account: Account | None = None, **settings: Any) -> Any:
    """A client that is told the key in a header, or one of this account, which gets tokens."""
    api = Api.POST_API_KEY if account is None else Api.POST_TOKEN
    if driver == "driven":
        # A store of the caller's own: this package's loop has the built-in transport send.
        settings.setdefault("token_store", MemoryTokenStore())
    made: Any = AsyncClient if driver == "async" else Client
    who = account or Account("acme", api_key=KEY)
    return made(who, api=api, base_url=url, deadline=LONG, **settings)


class Shared:
    """One client for all calls of a driver: only its first one reads the system's certificates."""

    def __init__(self, url: str, **settings: Any) -> None:
        self._url, self._settings = url, settings
        self._clients: dict[str, Any] = {}

    def __call__(self, driver: str) -> Any:
        if driver not in self._clients:
            self._clients[driver] = client_to(self._url, driver, **self._settings)
        return self._clients[driver]


@contextmanager
def server(fault: str | None = None, **details: Any) -> Iterator[Simulator]:
    """A server that does this to each request."""
    with closing(Simulator()) as simulator:
        if fault is not None:
            simulator.inject(fault, **details)
        yield simulator


@contextmanager
def connect() -> Iterator[Place]:
    with server() as simulator:
        url = simulator.addresses["unreachable_url"]
        yield Place(partial(client_to, url), late=("connect_timeout",))


@contextmanager
def tls() -> Iterator[Place]:
    # It takes connections, and never answers what TLS begins with.
    with socket.create_server(("127.0.0.1", 0), backlog=4096) as deaf:
        url = f"https://127.0.0.1:{deaf.getsockname()[1]}"
        yield Place(Shared(url), late=("connect_timeout",))


@contextmanager
def silent() -> Iterator[Place]:
    with server("silent") as simulator:
        to = partial(client_to, simulator.base_url)
        yield Place(to, late=("timeout",), drivers=BESIDE + IN_TURN)


@contextmanager
def silent_over_tls() -> Iterator[Place]:
    with server("silent") as simulator:
        addresses = simulator.addresses
        to = Shared(addresses["tls_url"], extra_ca_pem=addresses["tls_certificate"])
        # The deadline may pass before the request has left.
        yield Place(to, late=("timeout", "connect_timeout"))


@contextmanager
def drip() -> Iterator[Place]:
    with server("drip", every_ms=10, endless=True) as simulator:
        yield Place(partial(client_to, simulator.base_url), late=("timeout",))


@contextmanager
def drip_headers() -> Iterator[Place]:
    with server("drip_headers", every_ms=10) as simulator:
        yield Place(partial(client_to, simulator.base_url), late=("timeout",))


@contextmanager
def wait() -> Iterator[Place]:
    # A deadline never falls into a wait: one that would not end a second before it is none. What
    # is told in the end is the refusal.
    with server("rate_limited", retry_after="20") as simulator:
        yield Place(partial(client_to, simulator.base_url), cancelled=(None,))


FETCHING = Account("globex", api_key=KEY)


@contextmanager
def fetch() -> Iterator[Place]:
    with server("silent", endpoint="token") as simulator:
        to = partial(client_to, simulator.base_url, account=FETCHING)
        # In the last second none is begun.
        yield Place(to, late=("token_unavailable",), least=1.03)


@contextmanager
def of_the_callers(**settings: Any) -> Iterator[Place]:
    """What the native library's own client never asks."""
    with server() as simulator:
        to = partial(client_to, simulator.base_url, **settings)
        yield Place(to, late=("token_unavailable",), drivers=("driven", "async"))


@contextmanager
def hanging() -> Iterator[Callable[..., Any]]:
    """What is called in vain, until this ends."""
    is_over = threading.Event()

    def hang(*_: object) -> Any:
        is_over.wait()

    yield hang
    is_over.set()


@contextmanager
def store() -> Iterator[Place]:
    with hanging() as hang:
        store = SimpleNamespace(get=hang, put_if=hang)
        with of_the_callers(account=FETCHING, token_store=store) as place:
            yield place


@contextmanager
def source() -> Iterator[Place]:
    with hanging() as hang, of_the_callers(account=Account("globex", token_source=hang)) as place:
        yield place


@contextmanager
def lookup() -> Iterator[Place]:
    """What hangs is no name server, but a file that glibc reads first and nobody writes."""
    yield Place(Shared("https://nobodyanswers"), late=("connect_timeout",))
    # It did hang there: whoever reads lets the file be opened for writing.
    os.close(os.open(os.environ["HOSTALIASES"], os.O_WRONLY | os.O_NONBLOCK))


PLACES: dict[str, Callable[[], AbstractContextManager[Place]]] = {
    place.__name__: place
    for place in (
        connect, tls, silent, silent_over_tls, drip, drip_headers, wait, fetch, store, source,
        lookup,
    )
}  # fmt: skip


def error_of(raised: BaseException) -> BaseException | None:
    """What a call raised, which rides on what cancels a task: Python 3.10 chains another to it."""
    error: BaseException | None = raised
    while error is not None and not isinstance(error, CallCancelled):
        error = error.__context__
    return raised if error is None else error.error

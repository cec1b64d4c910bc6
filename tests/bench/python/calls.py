"""What one call costs over the client and over other HTTP stacks: the same request, to the same
simulator, each over a kept connection, and with 64 threads at once. The others read the reply too.

tests/bench/python/run starts the simulator, which CLOUDAGENT_BASE_URL names.
"""

from __future__ import annotations

import io
import json
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from socket import create_connection
from urllib.parse import urlsplit

import httpx
import pycurl
import requests
import urllib3
from measure import Way, compare, wall

from cloudagent_disposition import Account, Api, Client, DispositionRequest, Effect, build_request

BASE_URL = os.environ["CLOUDAGENT_BASE_URL"]
THREADS = 64
CALLS_EACH = 20
ACCOUNT = Account("acme", api_key="KKacme0123456789")
REQUEST = DispositionRequest(
    ucid="81891723610400101", did="911140000001", agent_id="ravi.k", disposition="Sale"
)
BUILT = build_request(ACCOUNT, REQUEST, api=Api.GET_V2, base_url=BASE_URL)
HEADERS = dict(BUILT.headers)
Call = Callable[[], None]


def said(body: bytes) -> None:
    assert json.loads(body)["status"] == "Success", body


def over_client() -> Call:
    client = Client(ACCOUNT, api=Api.GET_V2, base_url=BASE_URL)

    def one() -> None:
        assert client.set_disposition(REQUEST).effect is Effect.APPLIED

    return one


def over_requests() -> Call:
    session = requests.Session()
    adapter = requests.adapters.HTTPAdapter(pool_maxsize=THREADS)
    session.mount("http://", adapter)
    return lambda: said(session.get(BUILT.url, headers=HEADERS, timeout=15).content)


def over_urllib3() -> Call:
    pool = urllib3.PoolManager(maxsize=THREADS)
    return lambda: said(pool.request("GET", BUILT.url, headers=HEADERS, timeout=15).data)


def over_httpx() -> Call:
    client = httpx.Client(trust_env=False, limits=httpx.Limits(max_connections=THREADS))
    return lambda: said(client.get(BUILT.url, headers=HEADERS, timeout=15).content)


def over_pycurl() -> Call:
    # A handle is for one thread at a time.
    own = threading.local()
    headers = [f"{name}: {value}" for name, value in BUILT.headers]

    def one() -> None:
        if not hasattr(own, "curl"):
            own.curl = pycurl.Curl()
        body = io.BytesIO()
        own.curl.setopt(pycurl.URL, BUILT.url)
        own.curl.setopt(pycurl.HTTPHEADER, headers)
        own.curl.setopt(pycurl.NOSIGNAL, 1)
        own.curl.setopt(pycurl.TIMEOUT, 15)
        own.curl.setopt(pycurl.WRITEDATA, body)
        own.curl.perform()
        said(body.getvalue())

    return one


PEERS = {
    "requests.Session": (over_requests, 0.33),
    "urllib3": (over_urllib3, 0.6),
    "httpx": (over_httpx, None),
    "pycurl": (over_pycurl, None),
}


def over_a_socket() -> Call:
    """What no HTTP stack is without: the bytes out, and the reply's in."""
    where = urlsplit(BASE_URL)
    socket = create_connection((where.hostname, where.port))
    lines = [f"GET {BUILT.target} HTTP/1.1", f"host: {where.netloc}"]
    lines += [f"{name}: {value}" for name, value in BUILT.headers]
    request = "\r\n".join([*lines, "", ""]).encode()

    def one() -> None:
        socket.sendall(request)
        assert b"Success" in socket.recv(65_536)

    return one


POOL = ThreadPoolExecutor(THREADS)


def at_once(call: Call) -> Way:
    """By the clock, for each of the calls of all threads, which stay from round to round."""

    def several(_: int) -> None:
        for _ in range(CALLS_EACH):
            call()

    return wall(lambda: list(POOL.map(several, range(THREADS))), 1, THREADS * CALLS_EACH)


def main() -> None:
    ours = over_client()
    others = {name: make() for name, (make, _) in PEERS.items()}
    compare(
        "one call, kept connection",
        wall(ours, 100),
        {name: wall(call, 100) for name, call in others.items()},
        rounds=12,
        group="calls",
        clock="wall",
        most_ratio={name: most for name, (_, most) in PEERS.items() if most},
        floor={"a bare socket": wall(over_a_socket(), 100)},
    )
    compare(
        f"{THREADS} threads over one client, each call",
        at_once(ours),
        {name: at_once(call) for name, call in others.items()},
        rounds=3,
        group="parallel",
        clock="wall",
    )


main()

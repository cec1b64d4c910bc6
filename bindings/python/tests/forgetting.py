"""One way to use a key, in a process of its own: `test_left_behind.py` looks through its memory.

The key comes from standard input, and nothing here keeps it: what this program made of it is wiped
in place, before it says that it is done. What the library made must be gone by itself.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cloudagent_disposition import (
    Account,
    Api,
    ApiKey,
    Client,
    DispositionError,
    DispositionRequest,
    HttpRequest,
    Token,
    build_list_request,
    build_request,
    build_token_request,
    classify_token,
    from_params,
    read_callback,
    validate,
)

_HEADER = sys.getsizeof("") - 1
"""How many bytes of an ASCII str stand before its text."""


def wipe(text: str | bytes) -> None:
    """Wipes a text of this program's own."""
    place = id(text) + (_HEADER if isinstance(text, str) else bytes.__basicsize__ - 1)
    ctypes.memset(place, 0, len(text))


@contextmanager
def the_key() -> Iterator[str]:
    room = bytearray(64)
    length = os.readv(0, [room])
    key = str(memoryview(room)[:length], "ascii")
    room[:] = bytes(64)
    try:
        yield key
    finally:
        wipe(key)


def account(api: Api) -> Account:
    with the_key() as key:
        if api is Api.POST_TOKEN:
            return Account("acme", token=key)
        return Account("acme", api_key=key)


def request() -> DispositionRequest:
    return DispositionRequest(
        ucid="81891700000000002", did="914000000001", agent_id="ravi", disposition="Sale"
    )


def wipe_request(built: HttpRequest) -> None:
    """It is the caller's from here on: its texts are Python's."""
    for _, value in built.headers:
        wipe(value)
    for text in (built.url, built.target):
        wipe(text)


def the_handles(api: Api) -> None:
    with the_key() as key:
        for kind in (ApiKey, Token):
            exposed = kind(key).expose()
            assert exposed == key
            wipe(exposed)


def built_requests(api: Api) -> None:
    who = account(api)
    validate(who, request(), api=api)
    wipe_request(build_request(who, request(), api=api))
    wipe_request(build_list_request(who, "North", api=api))
    if api is not Api.POST_TOKEN:
        wipe_request(build_token_request(who))
    with Client(who, api=api) as client:
        wipe_request(client.build_request(request()))


def a_granted_token(api: Api) -> None:
    with the_key() as key:
        encoded = key.encode()
        body = b"".join([b'{"token":"', encoded, b'"}'])
        wipe(encoded)
    token = classify_token(200, body)
    assert isinstance(token, Token)
    wipe(body)


@contextmanager
def callbacks(key: str) -> Iterator[list[bytes]]:
    """Bodies of callbacks that hold the key: JSON, and the form that the vendor sends."""
    plain = key.encode()
    half = plain.replace(b"/", b"%2F")
    encoded = half.replace(b"+", b"%2B")
    bodies = [
        b"".join([b'{"Apikey": "', plain, b'", "CallerID": "1"}']),
        b"".join([b"data=%7B%22Apikey%22%3A%22", encoded, b"%22%7D"]),
    ]
    try:
        yield bodies
    finally:
        for text in (plain, half, encoded, *bodies):
            wipe(text)


def a_callback(api: Api) -> None:
    with the_key() as key, callbacks(key) as bodies:
        who = Account("acme", api_key=key)
        for body in bodies:
            text = str(body, "ascii")
            for given in (body, text):
                callback = read_callback(given)
                assert callback.authentic(who)
                repr(callback)
            wipe(text)


def parameters(api: Api) -> None:
    with the_key() as key:
        from_params({"apiKey": key, "userName": "acme"}, api=api)


def calls(api: Api) -> None:
    """Over the built-in transport, to where the second argument says."""
    certificate = os.environ.get("CERTIFICATE")
    with Client(
        account(api), api=api, base_url=sys.argv[3], deadline=2, extra_ca_pem=certificate
    ) as client:
        for _ in range(3):
            try:
                client.set_disposition(request())
            except DispositionError as error:
                print(type(error).__name__, file=sys.stderr)


def a_key_from_a_file(api: Api) -> None:
    with Client.from_env(api=api, base_url=sys.argv[3]) as client:
        try:
            client.set_disposition(request())
        except DispositionError as error:
            print(type(error).__name__, file=sys.stderr)


def nothing_at_all(api: Api) -> None:
    pass


PLANTED: list[object] = []


def a_planted_copy(api: Api) -> None:
    with the_key() as key:
        PLANTED.append("".join([key, "."]))


def a_planted_callback(api: Api) -> None:
    with the_key() as key, callbacks(key) as bodies:
        PLANTED.extend(b"".join([body, b"."]) for body in bodies)


def a_freed_copy(api: Api) -> None:
    # Of a size that nothing else asks for.
    with the_key() as key:
        "".join(["." * 400, key])


WAYS: list[Callable[[Api], None]] = [
    nothing_at_all,
    the_handles,
    built_requests,
    a_granted_token,
    parameters,
    a_callback,
    calls,
    a_key_from_a_file,
    a_planted_copy,
    a_planted_callback,
    a_freed_copy,
]


def main() -> None:
    (way,) = (one for one in WAYS if one.__name__ == sys.argv[1])
    way(Api(sys.argv[2]))
    gc.collect()
    # Whoever reads this looks through the memory, and ends this by ending the input.
    print("done", flush=True)
    os.read(0, 1)


if __name__ == "__main__":
    main()

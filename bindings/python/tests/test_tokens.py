"""Tokens on `post_token`: fetched with the key, shared through a store, or from a source."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from simulator import KEY, REQUEST, Simulator
from sweep import leaks

from cloudagent_disposition import (
    Account,
    Api,
    AsyncClient,
    Client,
    DispositionError,
    Effect,
    FailKind,
    FileTokenStore,
    HttpReply,
    HttpRequest,
    Limits,
    MemoryTokenStore,
    NotSent,
    NotSentKind,
    SendFailed,
    Token,
    TokenStore,
)

MARKER = "TT-marker-canary"
LIVE = {**REQUEST, "ucid": "81891700000000001"}
"""A call that is under way: each disposition of it is queued."""
Kind = Callable[..., Any]


class Fails:
    """A store that is out of order, in a way that tells a secret."""

    def get(self, key: str) -> tuple[bytes, str] | None:
        raise SystemExit(MARKER)

    def put_if(self, key: str, version: str | None, data: bytes) -> bool:
        raise AssertionError(MARKER)


class Odd(MemoryTokenStore):
    """A store whose answers are of the wrong type."""

    def put_if(self, key: str, version: str | None, data: bytes) -> Any:
        return None


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize("is_shared", [False, True])
def test_a_list_comes_by_its_token_as_every_call_does(
    simulator: Simulator, kind: Kind, is_shared: bool
) -> None:
    account, store = Account("globex", api_key=KEY), MemoryTokenStore() if is_shared else None
    client = kind(account, api=Api.POST_TOKEN, base_url=simulator.base_url, token_store=store)
    for _ in range(2):
        answer = client.list_dispositions("1001")
        listed = answer if kind is Client else asyncio.run(answer)
        assert listed.dispositions
    assert simulator.sent("generateToken") == 1


def set_with(kind: Kind, simulator: Simulator, account: Account | None = None, **given: Any) -> Any:
    """One call by a client of its own, blocking or async."""
    deadline = given.pop("deadline", None)
    account = account or Account("globex", api_key=KEY)
    client = kind(account, api=Api.POST_TOKEN, base_url=simulator.base_url, **given)
    if kind is Client:
        return client.set_disposition(**LIVE, deadline=deadline)
    return asyncio.run(client.set_disposition(**LIVE, deadline=deadline))


def error_of(work: Callable[[], Any]) -> Any:
    with pytest.raises(DispositionError) as raised:
        work()
    assert leaks(KEY, raised.value) == leaks(MARKER, raised.value) == []
    return raised.value


@pytest.fixture(params=[Client, AsyncClient], ids=["blocking", "async"])
def kind(request: pytest.FixtureRequest) -> Kind:
    made: Kind = request.param
    return made


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> TokenStore:
    return FileTokenStore(tmp_path / "token") if request.param == "file" else MemoryTokenStore()


def test_clients_share_a_token_through_a_store(
    simulator: Simulator, kind: Kind, store: TokenStore
) -> None:
    for number in range(3):
        receipt = set_with(kind, simulator, token_store=store)
        assert receipt.effect is Effect.QUEUED
        assert receipt.token_requests == (1 if number == 0 else 0)
    assert simulator.sent("/generateToken") == 1


def test_both_clients_share_one_file(simulator: Simulator, tmp_path: Path) -> None:
    store = FileTokenStore(tmp_path / "token")
    for kind in (Client, AsyncClient, Client):
        set_with(kind, simulator, token_store=store)
    assert simulator.sent("/generateToken") == 1
    assert os.stat(tmp_path / "token").st_mode & 0o777 == 0o600


def test_an_expired_token_is_made_anew_once(
    simulator: Simulator, kind: Kind, store: TokenStore
) -> None:
    set_with(kind, simulator, token_store=store)
    simulator.move_clock(3_700)
    receipts = [set_with(kind, simulator, token_store=store) for _ in range(2)]
    assert [receipt.token_requests for receipt in receipts] == [1, 0]
    assert simulator.sent("/generateToken") == 2


@pytest.mark.parametrize("broken", [Fails, Odd])
def test_a_store_that_fails_is_told_without_its_words(
    simulator: Simulator, kind: Kind, broken: Callable[[], Any]
) -> None:
    error = error_of(lambda: set_with(kind, simulator, token_store=broken()))
    assert isinstance(error, NotSent)
    assert error.kind is NotSentKind.TOKEN_STORE
    assert simulator.sent("DispositionAPIV2") == 0


def test_a_store_is_a_get_and_a_put_if(store: TokenStore) -> None:
    assert store.get("k") is None
    assert not store.put_if("k", "1", b"x")
    assert store.put_if("k", None, b"marker")
    assert not store.put_if("k", None, b"y")
    found = store.get("k")
    assert found is not None
    data, version = found
    assert data == b"marker"
    assert store.put_if("k", version, b"z")
    assert not store.put_if("k", version, b"late")
    assert leaks("marker", store) == []


def test_of_those_who_read_one_version_one_writes() -> None:
    store = MemoryTokenStore()
    for _ in range(200):
        found = store.get("k")
        version = None if found is None else found[1]
        written: list[bool] = []

        def write(version: str | None = version, written: list[bool] = written) -> None:
            written.append(store.put_if("k", version, b"x"))

        threads = [threading.Thread(target=write) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(written) == [False, False, False, True]
    assert store._claims == {}


def test_what_is_no_store_and_what_is_no_path_is_refused(account: Account) -> None:
    untyped: Any = Client
    for wrong in (object(), {}, "file"):
        with pytest.raises(TypeError, match="TokenStore"):
            untyped(account, api=Api.POST_TOKEN, token_store=wrong)
    with pytest.raises(TypeError):
        FileTokenStore(b"bytes")  # type: ignore[arg-type]


class Vendor:
    """A transport that takes one token only, and refuses every other."""

    def __init__(self) -> None:
        self.accepted = "T-1"
        self.seen: list[str | None] = []

    def answer(self, request: HttpRequest) -> HttpReply:
        token = dict(request.headers)["Authorization"]
        self.seen.append(token)
        if token.endswith(self.accepted):
            return HttpReply(200, b'{"status": "Success", "details": "Queued"}')
        return HttpReply(200, b'{"status": "Fail", "details": "Token Expired"}')

    def send(self, request: HttpRequest, _limits: Limits, _cancel: object) -> HttpReply:
        return self.answer(request)


class AsyncVendor(Vendor):
    async def send(  # type: ignore[override]
        self, request: HttpRequest, _limits: Limits, _cancel: object = None
    ) -> HttpReply:
        return self.answer(request)


def test_a_source_gives_tokens_and_is_told_of_a_refused_one(simulator: Simulator) -> None:
    asked: list[bool] = []

    def source(renew: bool) -> str:
        asked.append(renew)
        return "T-2" if renew else "T-1"

    async def async_source(renew: bool) -> Token:
        return Token(source(renew))

    for kind, vendor, one in (
        (Client, Vendor(), source),
        (AsyncClient, AsyncVendor(), source),
        (AsyncClient, AsyncVendor(), async_source),
    ):
        asked.clear()
        made: Any = kind
        client: Any = made(
            Account("globex", token_source=one), api=Api.POST_TOKEN, transport=vendor
        )

        def call(client: Any = client, kind: Any = kind) -> Any:
            result = client.set_disposition(**REQUEST)
            return result if kind is Client else asyncio.run(_awaited(result))

        assert call().effect is call().effect is Effect.QUEUED
        assert asked == [False]
        vendor.accepted = "T-2"
        assert call().effect is Effect.QUEUED
        assert asked == [False, True]
        assert leaks("T-2", client) == []


async def _awaited(work: Any) -> Any:
    return await work


def _raising(error: BaseException) -> Callable[[bool], str]:
    def source(renew: bool) -> str:
        raise error

    return source


@pytest.mark.parametrize(
    "source",
    [
        _raising(SendFailed(FailKind.CONNECT)),
        _raising(ValueError(MARKER)),
        _raising(KeyboardInterrupt(MARKER)),
        lambda renew: MARKER.encode(),
        lambda renew: MARKER + " é",
        lambda renew: "",
    ],
)
def test_a_source_that_fails_is_told_without_its_words(
    simulator: Simulator, kind: Kind, source: Any
) -> None:
    account = Account("globex", token_source=source)
    error = error_of(lambda: set_with(kind, simulator, account))
    assert isinstance(error, NotSent)
    assert error.kind is NotSentKind.TOKEN_UNAVAILABLE
    assert simulator.journal()["requests"] == []


def test_an_account_has_one_credential() -> None:
    for given in ({"api_key": "K"}, {"token": "T"}):
        with pytest.raises(TypeError, match="one credential"):
            Account("globex", token_source=lambda renew: "T", **given)
    untyped: Any = Account
    with pytest.raises(TypeError, match="something to call"):
        untyped("globex", token_source="T")

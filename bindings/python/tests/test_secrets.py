"""Neither the key nor a comment shows where it must not, and the sweep that says so finds leaks.

What is refused for its type is in `test_bad_input.py`.
"""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from simulator import COMMENTS, KEY, REQUEST, Simulator
from sweep import PACKAGE, leaks

import cloudagent_disposition as cad
from cloudagent_disposition import (
    Account,
    Api,
    ApiKey,
    BaseUrl,
    Client,
    DispositionError,
    DispositionRequest,
    Token,
    build_request,
    build_token_request,
    classify_token,
    from_params,
)
from cloudagent_disposition._bridge import native
from cloudagent_disposition.testing import FakeTransport

UNTYPED: Any = cad


def failing(action: Callable[[], object]) -> BaseException:
    try:
        action()
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


OBJECTS: dict[str, Callable[[], object]] = {
    "ApiKey": lambda: ApiKey(KEY),
    "Token": lambda: Token(KEY),
    "Account": lambda: Account("acme", api_key=KEY),
    "Account with a token": lambda: Account("acme", token=KEY),
    "Client": lambda: Client(Account("acme", api_key=KEY), api=Api.GET_V2),
    "Client by a proxy": lambda: Client(
        Account("acme"), api=Api.GET_V2, proxy=f"http://user:{KEY.replace('/', '-')}@host:1"
    ),
    "HttpRequest of GET": lambda: build_request(
        Account("acme", api_key=KEY), DispositionRequest(**REQUEST), api=Api.GET_V2
    ),
    "HttpRequest of POST": lambda: build_request(
        Account("acme", api_key=KEY), DispositionRequest(**REQUEST), api=Api.POST_API_KEY
    ),
    "HttpRequest for a token": lambda: build_token_request(Account("acme", api_key=KEY)),
    "Params": lambda: from_params({"apiKey": KEY, "customer": "acme"}, api=Api.GET_V2),
    "Token of a reply": lambda: classify_token(200, json.dumps({"token": KEY}).encode()),
    "Account with a source": lambda: Account("acme", token_source=lambda renew: KEY),
    "AsyncClient": lambda: cad.AsyncClient(Account("acme", api_key=KEY), api=Api.GET_V2),
    "CancelToken": cad.CancelToken,
    "FileTokenStore": lambda: cad.FileTokenStore("/nowhere/token"),
    "MemoryTokenStore": lambda: kept(cad.MemoryTokenStore()),
    "HttpReply": lambda: repr(cad.HttpReply(200, KEY.encode())),
    "SendFailed": lambda: cad.SendFailed(cad.FailKind.TLS),
    "FakeTransport": FakeTransport,
    "the module": lambda: cad,
}


def kept(store: cad.MemoryTokenStore) -> object:
    """How a store prints that keeps a token; where it keeps it, it has it."""
    store.put_if("key", None, KEY.encode())
    failure = failing(lambda: pickle.dumps(store))
    return repr(store), str(failure), failing(lambda: copy.copy(store))


@pytest.mark.parametrize("name", OBJECTS)
def test_no_object_shows_the_key(name: str) -> None:
    one = OBJECTS[name]()
    assert leaks(KEY, one) == []
    assert leaks(KEY.replace("/", "-"), one) == []


REFUSALS: dict[str, Callable[[], object]] = {
    "a key with half a character": lambda: Account("acme", api_key=KEY + "\udc00"),
    "a token as bytes": lambda: UNTYPED.Token(KEY.encode()),
    "a key in the base URL": lambda: BaseUrl(f"https://example.com/?apiKey={KEY}"),
    "a key in the client's base URL": lambda: Client(
        Account("acme"), api=Api.GET_V2, base_url=f"https://{KEY}@example.com"
    ),
    "a key in the base URL of a function": lambda: build_request(
        Account("acme"), DispositionRequest(), api=Api.GET_V2, base_url=f"https://a/?{KEY}"
    ),
    "a password in the proxy": lambda: Client(
        Account("acme"), api=Api.GET_V2, proxy=f"socks5://user:{KEY}@host"
    ),
    "a proxy with half a character": lambda: Client(
        Account("acme"), api=Api.GET_V2, proxy=KEY + "\udc00"
    ),
    "a key in parameters that break off": lambda: UNTYPED.from_params(
        ((name, 1 // value) for name, value in [(KEY, 1), ("x", 0)]), api=Api.GET_V2
    ),
    "parameters of an unknown API": lambda: UNTYPED.from_params({"apiKey": KEY}, api="v2"),
    "a key that no header carries": lambda: build_request(
        Account("acme", api_key=KEY + "é"), DispositionRequest(), api=Api.POST_API_KEY
    ),
    "a request's JSON with the key": lambda: DispositionRequest.from_json(f'{{"apiKey": "{KEY}"}}'),
    "a store's bytes of the wrong type": lambda: UNTYPED.FileTokenStore("/nowhere/t").put_if(
        "key", None, KEY
    ),
    "a file that can't be written": lambda: cad.FileTokenStore("/nowhere/t").put_if(
        "key", None, KEY.encode()
    ),
    "a reply's body as text": lambda: UNTYPED.HttpReply(200, KEY),
    "a source that is a token": lambda: UNTYPED.Account("acme", token_source=KEY),
    "a body with a token, as text": lambda: UNTYPED.classify_token(200, f'{{"token": "{KEY}"}}'),
    "a receipt's JSON with the key": lambda: cad.Receipt.from_json(f'{{"apiKey": "{KEY}"}}'),
    "pickling an account": lambda: pickle.dumps(Account("acme", api_key=KEY)),
    "pickling a request as built": lambda: pickle.dumps(OBJECTS["HttpRequest of GET"]()),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_no_refusal_shows_the_key(name: str) -> None:
    error = failing(REFUSALS[name])
    assert not isinstance(error, AssertionError)
    assert leaks(KEY, error) == []


FAILURES: dict[str, tuple[Any, str, Callable[[Client], object]]] = {
    "a key": (native, "ApiKeyHandle", lambda _: Account("acme", api_key=KEY)),
    "a base URL": (native, "parse_base_url", lambda _: BaseUrl(f"https://a/?{KEY}")),
    "parameters": (native, "from_params", lambda _: from_params({"apiKey": KEY}, api=Api.GET_V2)),
    "a call": (native.PendingHandle, "wait", lambda c: c.set_disposition(**REQUEST)),
    "a call that begins": (
        native.ClientHandle, "begin_disposition", lambda c: c.set_disposition(**REQUEST)
    ),
    "a call in another thread": (native.PendingHandle, "wait", lambda c: in_another_thread(c)),
}  # fmt: skip


def in_another_thread(client: Client) -> object:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: client.set_disposition(**REQUEST)).result()


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_inside_shows_no_secret_and_says_what_became_of_the_call(
    client: Client, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def panics(*arguments: object) -> None:
        raise native.InternalError(f"panicked at {arguments}")

    owner, function, action = FAILURES[name]
    monkeypatch.setattr(owner, function, panics)
    error = failing(lambda: action(client))
    assert error.__cause__ is None
    assert error.__context__ is None
    sent = name.startswith("a call")
    for one in (error, copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert type(one) is cad.InternalError
        assert one.effect is (cad.Effect.UNKNOWN if sent else cad.Effect.NOT_APPLIED)
        assert one.advice is (cad.Advice.CHECK_FIRST if sent else cad.Advice.DO_NOT_RETRY)
        assert ("may have been applied" if sent else "Nothing was sent") in str(one)
    assert leaks(KEY, error) == leaks(COMMENTS, error) == []
    assert leaks("uniffi", str(error), repr(error)) == []


COMMENTED: dict[str, Callable[[Any], object]] = {
    "a number as ucid": lambda client: client.set_disposition(
        ucid=1, did="2", agent_id="a", disposition="d", comments=COMMENTS
    ),
    "a number in a request": lambda client: UNTYPED.DispositionRequest(ucid=1, comments=COMMENTS),
    "a comment as bytes": lambda client: client.set_disposition(
        **{**REQUEST, "comments": COMMENTS.encode()}
    ),
    "a deadline as text": lambda client: client.set_disposition(**REQUEST, deadline="15"),
    "an invalid request": lambda client: client.set_disposition(**{**REQUEST, "ucid": None}),
    "a refused request": lambda client: client.set_disposition(**{**REQUEST, "agent_id": "x"}),
    "fields to build of": lambda client: client.build_request(REQUEST),
    "what the wire can't carry": lambda client: client.build_request(
        DispositionRequest(**REQUEST, callback_time="2026-11-22 09:30")
    ),
    "an unknown API": lambda client: UNTYPED.validate(
        client.account, DispositionRequest(**REQUEST), api="v2"
    ),
    "a request's JSON": lambda client: DispositionRequest.from_json(
        json.dumps({**REQUEST, "ucid": 1})
    ),
    "parameters": lambda client: from_params({**REQUEST, "ucid": 1}, api=Api.GET_V2),
    "a request that can't be changed": lambda client: setattr(
        DispositionRequest(), "comments", COMMENTS
    ),
    "a built request that can't be changed": lambda client: setattr(
        OBJECTS["HttpRequest of GET"](), "body", COMMENTS
    ),
    "a body as text among many": lambda client: UNTYPED.classify_many([b"", COMMENTS]),
    "a list's body as text": lambda client: UNTYPED.classify_list(200, COMMENTS),
}


@pytest.mark.parametrize("name", COMMENTED)
def test_no_refusal_shows_the_comment(client: Client, name: str) -> None:
    error = failing(lambda: COMMENTED[name](client))
    assert not isinstance(error, AssertionError)
    assert leaks(COMMENTS, error) == []


def test_a_pickle_of_other_fields_shows_no_comment() -> None:
    restore, (kind, named) = DispositionRequest(**REQUEST).__reduce__()
    assert COMMENTS in named.values()
    error = failing(lambda: restore(kind, {**named, "priority": 1}))
    assert isinstance(error, TypeError)
    assert leaks(COMMENTS, error) == []


ECHOES = [
    {"status": 500, "body": f"apiKey={KEY} comments={COMMENTS}"},
    {"status": 200, "body": json.dumps({"status": "Fail", "details": f"bad {KEY} {COMMENTS}"})},
    {"status": 200, "body": json.dumps({"status": "Success", "message": f"{KEY}|{COMMENTS}"})},
    {"status": 200, "body": f"<html>{COMMENTS} {KEY}"},
]


@pytest.mark.parametrize("api", [Api.GET_V2, Api.POST_API_KEY])
@pytest.mark.parametrize("echo", ECHOES, ids=lambda echo: echo["body"].split(KEY)[0][:20])
def test_what_a_server_repeats_is_not_repeated(
    simulator: Simulator, account: Account, api: Api, echo: dict[str, Any]
) -> None:
    simulator.script(echo)
    with Client(account, api=api, base_url=simulator.base_url) as client:
        try:
            result: object = client.set_disposition(DispositionRequest(**REQUEST))
            receipt = result
        except DispositionError as error:
            result, receipt = error, error.receipt
    assert leaks(KEY, result, receipt, client) == []
    assert leaks(COMMENTS, receipt) == []


def test_a_request_prints_no_comment_and_four_digits_of_the_did() -> None:
    request = DispositionRequest(**REQUEST)
    assert COMMENTS not in repr(request)
    assert "914000" not in repr(request)
    assert "…0001" in repr(request)
    assert "1234" not in repr(DispositionRequest(did="1234"))


class _Leaky:
    def __init__(self, secret: str) -> None:
        self.secret = secret

    def __repr__(self) -> str:
        return "Leaky"


class _Talkative(_Leaky):
    def __repr__(self) -> str:
        return f"Talkative({self.secret})"


def _raised(error: BaseException, secret: str, *, ours: bool = True) -> BaseException:
    """The exception, raised in a frame that holds the secret and passes for one of ours."""
    file = str(PACKAGE / "_leaky.py") if ours else "elsewhere.py"
    scope: dict[str, Any] = {}
    exec(compile("def leaky(error, kept):\n    raise error\n", file, "exec"), scope)
    return failing(lambda: scope["leaky"](error, [{"key": secret}]))


def _with_context(secret: str) -> BaseException:
    error = ValueError("clean")
    error.__context__ = ValueError(secret)
    error.__suppress_context__ = True
    return error


def _with_attribute(secret: str) -> BaseException:
    error: Any = ValueError("clean")
    error.detail = [secret]
    return error  # type: ignore[no-any-return]


PLANTED: dict[str, Callable[[str], object]] = {
    "an attribute": _Leaky,
    "a repr": _Talkative,
    "an exception's argument": ValueError,
    "an exception's attribute": _with_attribute,
    "a suppressed context": _with_context,
    "a local of our frame": lambda secret: _raised(ValueError("clean"), secret),
    "percent-encoded": lambda secret: ValueError(f"?apiKey={secret.replace('/', '%2f')}&"),
    "a pickle": lambda secret: {"secret": secret.encode()},
}


@pytest.mark.parametrize("name", PLANTED)
def test_the_sweep_finds_a_planted_leak(name: str) -> None:
    secret = "KK-marker/7-canary"
    assert leaks(secret, PLANTED[name](secret)) != []


def test_the_sweep_leaves_the_callers_own_frames_alone() -> None:
    assert leaks(KEY, _raised(ValueError("clean"), KEY, ours=False)) == []


@pytest.mark.parametrize("name", ["ApiKey", "Token", "Account", "Client", "HttpRequest of GET"])
def test_what_holds_a_secret_is_copied_as_itself_and_never_pickled(name: str) -> None:
    one = OBJECTS[name]()
    assert copy.copy(one) is one
    assert copy.deepcopy([one])[0] is one
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match="can't be pickled"):
            pickle.dumps(one, protocol)
        with pytest.raises(TypeError, match="can't be pickled"):
            object.__reduce_ex__(one, protocol)
    untyped: Any = one
    with pytest.raises(TypeError, match="can't be pickled"):
        untyped.__getstate__()
    with pytest.raises(TypeError):
        vars(one)
    assert not hasattr(one, "__dict__")


def test_a_secret_is_read_back_only_on_purpose() -> None:
    assert ApiKey(KEY).expose() == KEY
    assert Token(KEY).expose() == KEY
    assert not hasattr(Account("acme", api_key=KEY), "api_key")

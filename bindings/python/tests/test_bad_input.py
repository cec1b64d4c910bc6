"""Bad input gets an answer that helps, and never one that repeats a secret."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from simulator import COMMENTS, KEY, REQUEST, Simulator
from sweep import leaks
from test_values import RECEIPT

import cloudagent_disposition
from cloudagent_disposition import (
    Account,
    Api,
    Client,
    DispositionRequest,
    Field,
    Invalid,
    InvalidRequest,
    Problem,
    Proxy,
    Token,
    classify,
    from_params,
    validate,
)

CAD: Any = cloudagent_disposition
"""The package as a program sees it that no type checker has read."""

FIELDS = [(name, str(one.type)) for name, one in DispositionRequest.__dataclass_fields__.items()]
NO_TEXTS: list[tuple[object, str]] = [
    (81891700000000001, ".*17 digits do not survive a float"),
    (8.18917e16, ".*17 digits do not survive a float"),
    (b"8189", ".*decode"),
    (bytearray(b"8189"), ".*decode"),
    (True, ""),
    (["8189"], ""),
]
NO_FLAGS: list[tuple[object, str]] = [("false", ""), ("true", ""), (0, ""), (1, "")]


@pytest.mark.parametrize(("field", "kind"), FIELDS)
def test_a_field_of_the_wrong_type_is_refused_by_its_name_and_with_the_remedy(
    field: str, kind: str
) -> None:
    must, wrong = ("True or False", NO_FLAGS) if "bool" in kind else ("text", NO_TEXTS)
    for value, remedy in wrong:
        with pytest.raises(TypeError, match=f"^{field} must be {must}{remedy}"):
            CAD.DispositionRequest(**{field: value})


@pytest.mark.parametrize("field", [name for name, kind in FIELDS if "str" in kind])
def test_half_a_character_is_refused_and_the_exception_does_not_carry_the_text(field: str) -> None:
    told = rf"^{field} holds half a character.*position {len(COMMENTS)}"
    with pytest.raises(ValueError, match=told) as raised:
        CAD.DispositionRequest(**{field: COMMENTS + "\udce9"})
    assert leaks(COMMENTS, raised.value) == []


REQUEST_ = DispositionRequest(**REQUEST)
WRONG_TYPES: dict[str, Callable[[Any], object]] = {
    "agentId": lambda client: CAD.DispositionRequest(agentId="ravi", comments=COMMENTS),
    "agentID": lambda client: client.set_disposition(agentID="ravi", comments=COMMENTS),
    "a request or its fields": lambda client: client.set_disposition(REQUEST_, comments=COMMENTS),
    "DispositionRequest, not dict": lambda client: client.set_disposition(REQUEST),
    "callback_time .* not a date": lambda client: CAD.DispositionRequest(
        callback_time=date.today()
    ),
    "^api_key must be text.*bytes": lambda client: CAD.Account("acme", api_key=KEY.encode()),
    "^api_key must be text.*Token": lambda client: CAD.Account("acme", api_key=Token(KEY)),
    "^token must be text": lambda client: CAD.Account("acme", token=KEY.encode()),
    "^customer must be text": lambda client: CAD.Account(7, api_key=KEY),
    "apikey": lambda client: CAD.Account("acme", apikey=KEY),
    "one credential": lambda client: Account("acme", api_key=KEY, token=KEY),
    "^account must be an Account": lambda client: CAD.Client(KEY, api=Api.GET_V2),
    "argument: 'api'": lambda client: CAD.Client(client.account),
    "^proxy must be text": lambda client: CAD.Client(client.account, api=Api.GET_V2, proxy=None),
    "^api must be .*, not int$": lambda client: CAD.from_params({}, api=9),
    "^request must be a DispositionRequest, not dict": lambda client: client.validate(REQUEST),
    "^account must be an Account, not str": lambda client: CAD.build_token_request("acme"),
    "^body must be bytes, not str; give": lambda client: CAD.classify(200, COMMENTS),
    "^http_status must be an int, not str": lambda client: CAD.classify("200", b""),
    "^json must be text.*decode": lambda client: DispositionRequest.from_json(b"{}"),  # type: ignore[arg-type]
    "^the value of parameter 2 must be text": lambda client: CAD.from_params(
        [("apiKey", KEY), ("ucid", 81891700000000001)], api=Api.GET_V2
    ),
    "^parameter 1 must be a pair": lambda client: CAD.from_params(["ab"], api=Api.GET_V2),
    "^pairs must be": lambda client: CAD.from_params(f"apiKey={KEY}", api=Api.GET_V2),
}


@pytest.mark.parametrize("told", WRONG_TYPES)
def test_what_is_of_the_wrong_type_is_refused_by_its_name(client: Client, told: str) -> None:
    with pytest.raises(TypeError, match=told) as raised:
        WRONG_TYPES[told](client)
    assert leaks(KEY, raised.value) == leaks(COMMENTS, raised.value) == []


def test_a_wrong_word_is_a_value_error_that_names_the_set(account: Account) -> None:
    apis = (
        "^api must be one of 'get_v2', 'get_v3', 'post_api_key', 'post_token', the values of Api$"
    )
    actions: list[Callable[[Any], object]] = [
        lambda api: CAD.Client(account, api=api),
        lambda api: CAD.Client.from_env(account=account, api=api),
        lambda api: validate(account, DispositionRequest(), api=api),
        lambda api: CAD.build_request(account, DispositionRequest(), api=api),
        lambda api: CAD.build_list_request(account, "Sales", api=api),
        lambda api: from_params({}, api=api),
        lambda api: classify(200, b"", api=api),
        lambda api: CAD.classify_list(200, b"", api=api),
        lambda api: CAD.classify_many([b""], api=api),
    ]
    for action in actions:
        for wrong in ("get_v9", "GET_V2", ""):
            with pytest.raises(ValueError, match=apis):
                action(wrong)
    with pytest.raises(ValueError, match="^mode must be one of 'standard', 'strict', 'advise'"):
        CAD.Client(account, api=Api.GET_V2, mode="lax")


def test_a_word_does_for_a_member_of_its_set(account: Account) -> None:
    for api in map(str, Api):
        for proxy in map(str, Proxy):
            assert CAD.Client(account, api=api, proxy=proxy).api is Api(api)


def told(error: InvalidRequest | Invalid) -> list[tuple[Field, Problem]]:
    return [(one.field, one.problem) for one in error.violations]


@pytest.mark.parametrize("api", [Api.GET_V2, Api.POST_API_KEY])
def test_a_comment_of_ten_megabytes_is_refused_at_once(
    simulator: Simulator, account: Account, api: Api
) -> None:
    request = DispositionRequest(**{**REQUEST, "comments": "x" * 10_000_000})
    with Client(account, api=api, base_url=simulator.base_url) as client:
        begun = time.process_time()
        with pytest.raises(InvalidRequest) as raised:
            client.set_disposition(request)
        took = time.process_time() - begun
    assert (Field.COMMENTS, Problem.TOO_LONG) in told(raised.value)
    assert len(str(raised.value)) < 1_000
    assert len(repr(request)) < 1_000
    assert took < 2
    assert simulator.journal()["requests"] == []


SETTINGS: list[tuple[dict[str, Any], list[Field]]] = [
    ({"base_url": "https://user:hunter2@ccaas.example.com"}, [Field.BASE_URL]),
    ({"proxy": "socks5://user:hunter2@host"}, [Field.PROXY]),
    ({"extra_ca_pem": "no certificate"}, [Field.EXTRA_CA_PEM]),
    *(({"deadline": time}, [Field.DEADLINE]) for time in (0, -1, 1e9, float("inf"))),
    *(({"connect_timeout": time}, [Field.DEADLINE]) for time in (0, -1, 1e9, float("inf"))),
    (
        {"base_url": "http://x.example", "deadline": 0, "proxy": "ftp://no url"},
        [Field.BASE_URL, Field.DEADLINE, Field.PROXY],
    ),
]


@pytest.mark.parametrize(("settings", "fields"), SETTINGS)
def test_settings_that_can_not_be_used_are_told_at_once_and_not_repeated(
    account: Account, settings: dict[str, Any], fields: list[Field]
) -> None:
    for make in (Client, Client.from_env):
        with pytest.raises(InvalidRequest) as refused:
            make(account=account, api=Api.GET_V2, **settings)
        assert [field for field, _ in told(refused.value)] == fields
        assert "hunter2" not in f"{refused.value} {refused.value!r} {refused.value.args}"


@pytest.mark.parametrize("name", ["deadline", "connect_timeout"])
def test_a_time_is_a_number_of_seconds(account: Account, name: str) -> None:
    for value in ("15", True, timedelta(seconds=15)):
        with pytest.raises(TypeError, match=f"^{name} must be a number of seconds"):
            CAD.Client(account, api=Api.GET_V2, **{name: value})
    with pytest.raises(ValueError, match="NaN"):
        CAD.Client(account, api=Api.GET_V2, **{name: float("nan")})


def test_a_callback_time_may_be_a_datetime_without_a_zone(account: Account) -> None:
    for moment, text in [
        (datetime(2026, 11, 22, 9, 30), "2026-11-22 09:30:00"),
        (datetime(26, 1, 2), "0026-01-02 00:00:00"),
    ]:
        assert DispositionRequest(callback_time=moment).callback_time == text
    # A fraction of a second is refused, and not dropped.
    fraction = datetime(2026, 11, 22, 9, 30, 0, 999)
    request = DispositionRequest(**REQUEST, callback_time=fraction, callback_time_zone="Asia/Dubai")
    (violation,) = validate(account, request, api=Api.GET_V3)
    assert (violation.field, violation.problem) == (Field.CALLBACK_TIME, Problem.INVALID)


def test_an_aware_datetime_is_answered_with_the_line_to_write() -> None:
    kolkata = datetime(2026, 11, 22, 9, 30, tzinfo=ZoneInfo("Asia/Kolkata"))
    utc = datetime(2026, 11, 22, 4, 0, tzinfo=timezone.utc)
    offset = datetime(2026, 11, 21, 23, 0, tzinfo=timezone(timedelta(hours=-5)))
    for value in (kolkata, utc, offset):
        with pytest.raises(ValueError) as raised:
            DispositionRequest(callback_time=value)
        line = 'callback_time="2026-11-22 09:30:00", callback_time_zone="Asia/Kolkata"'
        assert f"on get_v3: {line}." in str(raised.value)
        # The line is Python, and what it says is accepted.
        fields = eval(f"dict({line})")
        assert DispositionRequest(**fields).callback_time == "2026-11-22 09:30:00"
    london = datetime(2026, 11, 22, 9, 30, 0, 999, tzinfo=ZoneInfo("Europe/London"))
    with pytest.raises(ValueError, match='"2026-11-22 09:30:00", callback_time_zone="Europe/Lon'):
        DispositionRequest(callback_time=london)


@pytest.mark.parametrize("status", [-(10**30), 2**31, 10**30])
def test_a_number_that_is_no_status_is_none(status: int) -> None:
    for body in (b"", b"<html>", b'{"status": "Success", "details": "Invalid agent"}'):
        assert classify(status, body) == classify(0, body)
    receipt = dataclasses.replace(RECEIPT, http_status=status)
    assert json.loads(receipt.to_json())["http_status"] is None


def test_what_is_no_json_of_ours_is_refused_by_field() -> None:
    with pytest.raises(Invalid) as raised:
        DispositionRequest.from_json('{"ucid": 81891700000000001}')
    assert [field for field, _ in told(raised.value)] == [Field.UCID]
    with pytest.raises(Invalid, match="^json: "):
        DispositionRequest.from_json("nonsense")

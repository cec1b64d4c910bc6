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
from simulator import KEY, REQUEST, Simulator
from test_values import RECEIPT

from cloudagent_disposition import (
    Account,
    Api,
    ApiKey,
    BaseUrl,
    Client,
    DispositionRequest,
    Field,
    Invalid,
    InvalidRequest,
    Problem,
    Proxy,
    Token,
    build_list_request,
    build_request,
    classify,
    classify_list,
    from_params,
    validate,
)

TEXTS = [
    "ucid", "did", "agent_id", "disposition", "comments", "pause_reason", "callback_time",
    "callback_time_zone",
]  # fmt: skip
UNTYPED: Any = DispositionRequest
UNTYPED_ACCOUNT: Any = Account
UNTYPED_CLIENT: Any = Client


@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize("value", [81891700000000001, 8.18917e16])
def test_a_number_is_refused_by_the_field_and_with_the_reason(field: str, value: float) -> None:
    with pytest.raises(
        TypeError, match=rf"^{field} must be text.*17 digits do not survive a float"
    ):
        UNTYPED(**{field: value})


@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize("value", [b"8189", bytearray(b"8189")])
def test_bytes_are_refused_with_the_remedy(field: str, value: bytes) -> None:
    with pytest.raises(TypeError, match=rf"^{field} must be text.*decode"):
        UNTYPED(**{field: value})


@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize("value", [True, ["8189"], object()])
def test_what_is_no_text_is_refused(field: str, value: object) -> None:
    with pytest.raises(TypeError, match=f"^{field} must be text"):
        UNTYPED(**{field: value})


@pytest.mark.parametrize("field", ["pause_after_dispose", "auto_release"])
@pytest.mark.parametrize("value", ["false", "true", 0, 1])
def test_what_is_no_bool_is_not_guessed(field: str, value: object) -> None:
    with pytest.raises(TypeError, match=rf"^{field} must be True or False"):
        UNTYPED(**{field: value})


@pytest.mark.parametrize("field", TEXTS)
def test_half_a_character_is_refused_and_the_exception_does_not_carry_the_text(field: str) -> None:
    with pytest.raises(ValueError, match=rf"^{field} holds half a character.*position 8") as raised:
        UNTYPED(**{field: "private \udce9 text"})
    error = raised.value
    assert error.__cause__ is None
    assert error.__context__ is None
    assert "private" not in repr(error.args)


def test_an_unknown_keyword_is_refused_by_its_name(client: Client) -> None:
    with pytest.raises(TypeError, match="agentId"):
        UNTYPED(agentId="ravi")
    untyped: Any = client
    with pytest.raises(TypeError, match="agentID"):
        untyped.set_disposition(agentID="ravi")


def test_a_request_and_its_fields_are_not_mixed(client: Client) -> None:
    untyped: Any = client
    with pytest.raises(TypeError, match="a request or its fields"):
        untyped.set_disposition(DispositionRequest(**REQUEST), comments="other")
    with pytest.raises(TypeError, match="DispositionRequest, not dict"):
        untyped.set_disposition(REQUEST)


@pytest.mark.parametrize("field", ["ucid", "did", "agent_id", "disposition"])
def test_a_nul_is_an_error_that_names_the_field(client: Client, field: str) -> None:
    with pytest.raises(InvalidRequest) as raised:
        client.set_disposition(DispositionRequest(**{**REQUEST, field: "81\x0089"}))
    told = [(one.field, one.problem) for one in raised.value.violations]
    assert told == [(Field(field), Problem.CONTROL_CHARACTERS)]


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
    assert (Field.COMMENTS, Problem.TOO_LONG) in {
        (one.field, one.problem) for one in raised.value.violations
    }
    assert len(str(raised.value)) < 1_000
    assert len(repr(request)) < 1_000
    assert took < 2
    assert simulator.journal()["requests"] == []


BASE_URLS = [
    ("http://ccaas.example.com", Problem.NOT_HTTPS),
    ("https://user:password@ccaas.example.com", Problem.USER_INFO),
    ("https://ccaas.example.com/?apiKey=KK", Problem.QUERY),
    ("https://ccaas.example.com/#apiKey=KK", Problem.FRAGMENT),
    ("ccaas.example.com", Problem.INVALID),
]


@pytest.mark.parametrize(("text", "problem"), BASE_URLS)
def test_a_base_url_that_would_give_the_key_away_is_refused(
    account: Account, text: str, problem: Problem
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        Client(account, api=Api.GET_V2, base_url=text)
    assert [(one.field, one.problem) for one in refused.value.violations] == [
        (Field.BASE_URL, problem)
    ]
    with pytest.raises(Invalid) as invalid:
        BaseUrl(text)
    assert invalid.value.violations == refused.value.violations
    for error in (refused.value, invalid.value):
        assert "ccaas" not in f"{error} {error!r} {error.args}"


def test_a_base_url_is_kept_in_its_normal_form() -> None:
    assert BaseUrl("HTTPS://CCaaS.example.com/dialer/") == "https://ccaas.example.com/dialer"
    assert BaseUrl("http://127.0.0.1:8080") == "http://127.0.0.1:8080"


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


def test_a_naive_datetime_is_a_callback_time() -> None:
    request = DispositionRequest(callback_time=datetime(2026, 11, 22, 9, 30))
    assert request.callback_time == "2026-11-22 09:30:00"
    assert (
        DispositionRequest(callback_time=datetime(26, 1, 2)).callback_time == "0026-01-02 00:00:00"
    )
    with pytest.raises(TypeError, match="not a date"):
        UNTYPED(callback_time=date(2026, 11, 22))


def test_a_datetimes_fraction_of_a_second_is_refused_and_not_dropped(account: Account) -> None:
    moment = datetime(2026, 11, 22, 9, 30, 0, 999)
    found = {}
    for value in (moment, moment.replace(microsecond=0)):
        request = DispositionRequest(
            **REQUEST, callback_time=value, callback_time_zone="Asia/Dubai"
        )
        violations = validate(account, request, api=Api.GET_V3)
        found[value] = [(one.field, one.problem) for one in violations]
    assert list(found.values()) == [[(Field.CALLBACK_TIME, Problem.INVALID)], []]


@pytest.mark.parametrize("credential", ["api_key", "token"])
@pytest.mark.parametrize("value", [b"KK", 7, "KK \ud800"])
def test_a_credential_of_the_wrong_type_is_refused(credential: str, value: object) -> None:
    with pytest.raises((TypeError, ValueError), match=f"^{credential} "):
        UNTYPED_ACCOUNT("acme", **{credential: value})


def test_an_account_has_one_credential() -> None:
    with pytest.raises(TypeError, match="one credential"):
        Account("acme", api_key="KK", token="T")
    assert Account("acme").customer == "acme"
    assert Account("acme", api_key=ApiKey("KK")).customer == "acme"
    assert Account("acme", token=Token("T")).customer == "acme"
    with pytest.raises(TypeError, match="^api_key must be text"):
        UNTYPED_ACCOUNT("acme", api_key=Token("T"))


@pytest.mark.parametrize("name", ["deadline", "connect_timeout"])
def test_a_time_is_a_number_of_seconds(account: Account, name: str) -> None:
    for value in ("15", True, timedelta(seconds=15)):
        with pytest.raises(TypeError, match=f"^{name} must be a number of seconds"):
            UNTYPED_CLIENT(account, api=Api.GET_V2, **{name: value})
    with pytest.raises(ValueError, match="NaN"):
        UNTYPED_CLIENT(account, api=Api.GET_V2, **{name: float("nan")})
    for seconds in (0, -1, 1e9, float("inf")):
        with pytest.raises(InvalidRequest) as refused:
            UNTYPED_CLIENT(account, api=Api.GET_V2, **{name: seconds})
        assert refused.value.violations[0].field == Field.DEADLINE


def test_other_settings_that_can_not_be_used_are_refused(account: Account) -> None:
    cases: list[tuple[Field, dict[str, Any]]] = [
        (Field.PROXY, {"proxy": "socks5://user:hunter2@host"}),
        (Field.EXTRA_CA_PEM, {"extra_ca_pem": "no certificate"}),
    ]
    for field, setting in cases:
        with pytest.raises(InvalidRequest) as refused:
            Client(account, api=Api.GET_V2, **setting)
        assert [one.field for one in refused.value.violations] == [field]
        assert "hunter2" not in f"{refused.value} {refused.value.args}"
    with pytest.raises(TypeError, match="account must be an Account"):
        UNTYPED_CLIENT(KEY, api=Api.GET_V2)
    with pytest.raises(TypeError, match="api"):
        UNTYPED_CLIENT(account)
    with pytest.raises(TypeError, match="^proxy must be text"):
        UNTYPED_CLIENT(account, api=Api.GET_V2, proxy=None)
    assert UNTYPED_CLIENT(account, api="get_v3", proxy=Proxy.NONE).api is Api.GET_V3


def test_a_wrong_word_is_a_value_error_that_names_the_set(account: Account) -> None:
    apis = "^api must be one of 'get_v2', 'get_v3', 'post_api_key', 'post_token', the values of Api"
    actions: list[Callable[[Any], object]] = [
        lambda api: UNTYPED_CLIENT(account, api=api),
        lambda api: validate(account, DispositionRequest(), api=api),
        lambda api: build_request(account, DispositionRequest(), api=api),
        lambda api: build_list_request(account, "Sales", api=api),
        lambda api: from_params({}, api=api),
        lambda api: classify(200, b"", api=api),
        lambda api: classify_list(200, b"", api=api),
    ]
    for action in actions:
        for wrong in ("get_v9", "GET_V2", ""):
            with pytest.raises(ValueError, match=f"{apis}$"):
                action(wrong)
        with pytest.raises(TypeError, match=f"{apis}, not int$"):
            action(9)
    with pytest.raises(ValueError, match="^mode must be one of 'standard', 'strict', 'advise'"):
        UNTYPED_CLIENT(account, api=Api.GET_V2, mode="lax")


def test_a_proxy_is_also_named_by_its_word(account: Account) -> None:
    for word in Proxy:
        with UNTYPED_CLIENT(account, api=Api.GET_V2, proxy=str(word)):
            pass


def test_everything_that_is_wrong_is_said_at_once(account: Account) -> None:
    with pytest.raises(InvalidRequest) as refused:
        Client(
            account, api=Api.GET_V2, base_url="http://x.example", deadline=0, proxy="ftp://no url"
        )
    fields = [one.field for one in refused.value.violations]
    assert fields == [Field.BASE_URL, Field.DEADLINE, Field.PROXY]
    found = validate(account, DispositionRequest(), api=Api.GET_V2, base_url="http://x.example")
    assert [one.field for one in found] == [
        Field.BASE_URL, Field.AGENT_ID, Field.DID, Field.UCID, Field.DISPOSITION,
    ]  # fmt: skip


def test_the_functions_without_io_check_types_too(account: Account) -> None:
    untyped_validate: Any = validate
    with pytest.raises(TypeError, match="request must be a DispositionRequest"):
        untyped_validate(account, None, api=Api.GET_V2)
    untyped_build: Any = build_request
    with pytest.raises(TypeError, match="account must be an Account"):
        untyped_build("acme", DispositionRequest(), api=Api.GET_V2)
    untyped_classify: Any = classify
    with pytest.raises(TypeError, match="body must be bytes"):
        untyped_classify(200, "text")
    with pytest.raises(TypeError, match="http_status must be an int"):
        untyped_classify("200", b"")


@pytest.mark.parametrize("status", [-(10**30), -1, 0, 99, 1_000, 65_736, 2**31, 10**30])
def test_a_number_that_is_no_status_is_none(status: int) -> None:
    for body in (b"", b"<html>", b'{"status": "Success", "details": "Invalid agent"}'):
        assert classify(status, body) == classify(0, body)
    receipt = dataclasses.replace(RECEIPT, http_status=status)
    assert json.loads(receipt.to_json())["http_status"] is None


def test_parameters_are_refused_by_position() -> None:
    untyped: Any = from_params
    with pytest.raises(TypeError, match="the value of parameter 2 must be text"):
        untyped([("did", "91"), ("ucid", 81891700000000001)], api=Api.GET_V2)
    with pytest.raises(TypeError, match="parameter 1 must be a pair"):
        untyped(["ab"], api=Api.GET_V2)
    with pytest.raises(TypeError, match="pairs must be"):
        untyped("apiKey=KK", api=Api.GET_V2)
    assert from_params({"did": "91"}, api=Api.GET_V2).request.did == "91"

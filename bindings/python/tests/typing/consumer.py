"""A program of a user of the package, as `mypy --strict` sees it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import assert_type

from typing_extensions import assert_never

from cloudagent_disposition import (
    Account,
    Advice,
    Api,
    AsyncClient,
    BaseUrl,
    Callback,
    CallCancelled,
    CallRecord,
    CancelToken,
    Client,
    DispositionError,
    DispositionRequest,
    Effect,
    FailKind,
    FileTokenStore,
    Finding,
    HttpReply,
    HttpRequest,
    Invalid,
    InvalidRequest,
    Limits,
    MemoryTokenStore,
    NoRecords,
    NotSent,
    NotSentKind,
    Outcome,
    Receipt,
    Records,
    Refused,
    Reply,
    SendFailed,
    Settlement,
    Token,
    Uncertain,
    UncertainKind,
    Violation,
    build_request,
    check_disposition,
    classify,
    classify_list,
    classify_many,
    classify_records,
    classify_token,
    from_params,
    read_callback,
    record_day,
    settle,
    settle_receipt,
    validate,
)
from cloudagent_disposition.testing import AsyncFakeTransport, FakeTransport


def what_happened(effect: Effect) -> str:
    match effect:
        case Effect.APPLIED:
            return "recorded"
        case Effect.QUEUED:
            return "in force when the call ends"
        case Effect.ACCEPTED:
            return "recorded or queued"
        case Effect.NOT_APPLIED:
            return "not recorded"
        case Effect.UNKNOWN:
            return "look first"
        case _:
            assert_never(effect)


def what_became(client: Client, error: Uncertain, request: DispositionRequest) -> Receipt:
    found = client.look_up(request, record_day(1_796_020_000, 330) or "")
    assert_type(found, Settlement)
    assert_type(found.finding, Finding)
    assert_type(found.record, CallRecord | None)
    assert_type(client.look_up_all([request], "2026-11-30"), list[Settlement])
    return settle_receipt(error.receipt, request, found)


def by_hand(body: bytes, request: DispositionRequest, account: Account) -> Settlement:
    found = classify_records(200, body)
    assert_type(found, Records | NoRecords)
    callback = read_callback(body)
    assert_type(callback, Callback)
    if callback.authentic(account):
        return settle(request, callback.record, api=Api.GET_V2)
    return settle(request, found, api=Api.GET_V2)


def send(client: Client, request: DispositionRequest, seconds_left: float) -> str:
    try:
        receipt = client.set_disposition(request, deadline=seconds_left)
    except InvalidRequest as error:
        assert_type(error.violations, tuple[Violation, ...])
        return ", ".join(violation.detail for violation in error.violations)
    except NotSent as error:
        assert_type(error.kind, NotSentKind)
        return "again" if error.may_resend else str(error)
    except Refused as error:
        outcome = error.receipt.outcome
        return "wrong agent" if outcome is Outcome.INVALID_AGENT else str(error)
    except Uncertain as error:
        assert_type(error.kind, UncertainKind)
        return str(error)
    assert_type(receipt, Receipt)
    return what_happened(receipt.effect)


def by_fields(client: Client, comments: str | None) -> Receipt:
    return client.set_disposition(
        ucid="8189000000001",
        did="914000000001",
        agent_id="ravi",
        disposition="Sale",
        comments=comments,
        callback_time=datetime(2026, 11, 22, 9, 30),
        callback_time_zone="Asia/Kolkata",
        deadline=20,
    )


def without_io(account: Account, request: DispositionRequest) -> HttpRequest | None:
    if any(one.severity == "error" for one in validate(account, request, api=Api.GET_V2)):
        return None
    try:
        built = build_request(account, request, api=Api.GET_V2, base_url=BaseUrl.INTERNATIONAL)
    except Invalid as invalid:
        print(invalid.violations)
        return None
    assert_type(built.headers, tuple[tuple[str, str], ...])
    assert_type(built.body, bytes | None)
    return built


def replies(body: bytes) -> None:
    assert_type(classify(200, body), Reply)
    assert_type(classify_token(200, body), Token | Reply)
    assert_type(classify_list(200, body), list[str] | Reply)
    replies = classify_many([body], http_status=[200])
    assert_type(replies[0], Reply)
    assert_type(replies[1:], list[Reply])
    assert_type(replies.outcome, tuple[Outcome, ...])
    assert_type(replies.details, tuple[str | None, ...])
    assert_type(check_disposition(["Sale"], DispositionRequest()), Violation | None)
    assert_type(from_params({"ucid": "1"}, api=Api.GET_V3).request, DispositionRequest)


class Own:
    """A transport and a store of the user's."""

    def send(self, request: HttpRequest, limits: Limits, cancel: CancelToken) -> HttpReply:
        if limits.total > 1 and not cancel.is_cancelled:
            raise SendFailed(FailKind.CONNECT)
        return HttpReply(200, request.body or b"")

    def get(self, key: str) -> tuple[bytes, str] | None:
        return None

    def put_if(self, key: str, version: str | None, data: bytes) -> bool:
        return version is None


class AsyncOwn:
    """A transport of the user's, in a loop."""

    async def send(self, request: HttpRequest, limits: Limits) -> HttpReply:
        return HttpReply(200)


async def awaited(account: Account) -> None:
    async def source(renew: bool) -> str:
        return "T"

    AsyncClient(Account("acme", token_source=source), api=Api.POST_TOKEN, transport=AsyncOwn())
    AsyncClient(account, api=Api.GET_V2, transport=AsyncFakeTransport(Outcome.SAVED))
    async with AsyncClient(account, api=Api.GET_V2) as client:
        task = asyncio.create_task(client.set_disposition(DispositionRequest()))
        try:
            assert_type(await task, Receipt)
        except asyncio.CancelledError as cancelled:
            if isinstance(cancelled, CallCancelled):
                assert_type(cancelled.receipt, Receipt)
                assert_type(cancelled.error, DispositionError | None)
            raise


def main() -> None:
    by_source = Account("acme", token_source=lambda renew: Token("T"))
    for store in (FileTokenStore("token"), MemoryTokenStore(), Own()):
        Client(by_source, api=Api.POST_TOKEN, token_store=store, transport=Own())
    Client(by_source, api=Api.POST_TOKEN, transport=FakeTransport(FailKind.TLS))
    account = Account("acme", api_key="KK")
    assert_type(Client.from_env(account=account, deadline=7.5), Client)
    with Client(account, api=Api.GET_V2, base_url="https://ccaas.example.com") as client:
        assert_type(client, Client)
        assert_type(client.list_dispositions("1042").dispositions, tuple[str, ...] | None)
        try:
            by_fields(client, None)
        except DispositionError as error:
            assert_type(error.advice, Advice)

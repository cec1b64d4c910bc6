"""The functions without I/O: what is wrong with a request, its bytes, and what a reply means."""

from __future__ import annotations

from ._account import Account, handle_of
from ._base_url import BaseUrl
from ._bridge import call, native
from ._checks import body as checked_body
from ._checks import code, optional_text, text
from ._checks import http_status as checked_status
from ._enums import Api
from ._errors import accepted
from ._forgetful import forgetful
from ._http import HttpRequest, http_request_of
from ._reply import Reply, reply_of
from ._request import DispositionRequest, record_of
from ._secrets import Token
from ._typing import Any
from ._violation import Violation, violations_of


@forgetful
def validate(
    account: Account,
    request: DispositionRequest,
    *,
    api: Api,
    base_url: BaseUrl | str = BaseUrl.INDIA,
) -> list[Violation]:
    """Says **everything** that is wrong with a request, and with the base URL, ordered by field.
    Empty where nothing is.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: A text holds a lone surrogate, or `api` is none of its words.
    """
    who, what = handle_of(account), record_of(request)
    where = text("base_url", base_url)
    return [*violations_of(call(native.validate, who, what, code("api", Api, api), where))]


@forgetful
def build_request(
    account: Account,
    request: DispositionRequest,
    *,
    api: Api,
    base_url: BaseUrl | str = BaseUrl.INDIA,
) -> HttpRequest:
    """Builds the HTTP request that sets a disposition, byte for byte, without sending it.

    Raises:
        TypeError: An argument has the wrong type.
        Invalid: The wire can't carry the request, or the base URL can't be used. Nothing else is
            checked: `validate` does that.
    """
    who, what = handle_of(account), record_of(request)
    where = text("base_url", base_url)
    return built(call(native.build_request, who, what, code("api", Api, api), where))


@forgetful
def build_token_request(
    account: Account, *, base_url: BaseUrl | str = BaseUrl.INDIA
) -> HttpRequest:
    """Builds the HTTP request for a token, for `Api.POST_TOKEN`. Each token ends every earlier one
    of the account, and the vendor makes at most 10 an hour.

    Raises:
        TypeError: An argument has the wrong type.
        Invalid: The account has no api key that a header can carry, or the base URL can't be used.
    """
    who = handle_of(account)
    return built(call(native.build_token_request, who, text("base_url", base_url)))


@forgetful
def build_list_request(
    account: Account,
    campaign: str | None = None,
    *,
    api: Api,
    base_url: BaseUrl | str = BaseUrl.INDIA,
) -> HttpRequest:
    """Builds the HTTP request for a campaign's dispositions. The GET APIs need the campaign.

    Raises:
        TypeError: An argument has the wrong type.
        Invalid: The wire can't carry the request, or the base URL can't be used.
    """
    who, campaign = handle_of(account), optional_text("campaign", campaign)
    where = text("base_url", base_url)
    return built(call(native.build_list_request, who, campaign, code("api", Api, api), where))


@forgetful
def classify(
    http_status: int,
    body: bytes,
    *,
    retry_after: str | None = None,
    date: str | None = None,
    api: Api | None = None,
) -> Reply:
    """Says what the reply to a request that sets a disposition means. Total: any status and any
    bytes have an answer.

    Args:
        http_status: The reply's status. A number outside 100 to 999 stands for none.
        body: Its body, undecoded.
        retry_after: Its header `Retry-After`.
        date: Its header `Date`, from which a `Retry-After` that is a date is counted.
        api: The API that was called, where it is known: some hints differ.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: A text holds a lone surrogate, or `api` is none of its words.
    """
    received = _received(http_status, body, retry_after, date)
    (read,) = call(native.classify_all, [received], _word(api))
    return reply_of(read)


@forgetful
def classify_token(
    http_status: int, body: bytes, *, retry_after: str | None = None, date: str | None = None
) -> Token | Reply:
    """Says what the reply to a request for a token means: the token, or what else it says.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: A text holds a lone surrogate, or `api` is none of its words.
    """
    read = call(native.classify_token, _received(http_status, body, retry_after, date))
    if isinstance(read, native.TokenReplyData.Granted):
        return Token._of(read.token)
    return reply_of(read.reply)


@forgetful
def classify_list(
    http_status: int,
    body: bytes,
    *,
    retry_after: str | None = None,
    date: str | None = None,
    api: Api | None = None,
) -> list[str] | Reply:
    """Says what the reply to a request for a campaign's dispositions means: the list, which may be
    empty, or what else it says.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: A text holds a lone surrogate, or `api` is none of its words.
    """
    received = _received(http_status, body, retry_after, date)
    read = call(native.classify_list, received, _word(api))
    if isinstance(read, native.ListReplyData.Dispositions):
        return list(read.dispositions)
    return reply_of(read.reply)


def built(result: Any) -> HttpRequest:
    return http_request_of(accepted(result).request)


def _received(http_status: object, body: object, retry_after: object, date: object) -> Any:
    return native.HttpReplyData(
        status=checked_status(http_status),
        body=checked_body(body),
        retry_after=optional_text("retry_after", retry_after),
        date=optional_text("date", date),
    )


def _word(api: Api | None) -> Api | None:
    return None if api is None else code("api", Api, api)

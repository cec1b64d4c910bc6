"""The requests for call records, and what a look-up asks for."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime

from ._account import Account, handle_of
from ._base_url import BaseUrl
from ._bridge import call, native
from ._checks import optional_text, text, whole, within_reach
from ._forgetful import forgetful
from ._http import HttpRequest
from ._pure import built
from ._request import DispositionRequest, record_of
from ._typing import Any

_FURTHEST = 2**63 - 1


@forgetful
def build_record_request(
    account: Account,
    ucid: str,
    day: str | date,
    *,
    now: float,
    utc_offset_minutes: int | None = None,
    base_url: BaseUrl | str = BaseUrl.INDIA,
) -> HttpRequest:
    """Builds the HTTP request for the records of one call, without sending it.

    It is a **GET with a body** (`body_with_get`), wants a connection of its own, and its reply may
    be longer than others (`reply_limit`). The vendor takes two such requests a minute for the whole
    account.

    Args:
        account: Who asks.
        ucid: The leg, or the call.
        day: The day on which the call **began**, where the account is: `record_day`.
        now: The time, in seconds since 1970: `time.time()`.
        utc_offset_minutes: How many minutes the account's days are ahead of UTC: India's 330 where
            none are given. On the international host they must be.
        base_url: Where the vendor's server is.

    Raises:
        Invalid: The account has no credential; the ucid is none; the day is none, is in the future,
            or more than 15 days ago; the offset is missing or none.
        TypeError: An argument has the wrong type.
        ValueError: A text holds a lone surrogate, or the time is no number.
    """
    asked = text("ucid", ucid), day_of(day), _seconds("now", now), offset_of(utc_offset_minutes)
    where = text("base_url", base_url)
    return built(call(native.build_record_request, handle_of(account), *asked, where))


@forgetful
def build_day_request(
    account: Account,
    day: str | date,
    *,
    from_time: str | None = None,
    to_time: str | None = None,
    now: float,
    utc_offset_minutes: int | None = None,
    base_url: BaseUrl | str = BaseUrl.INDIA,
) -> HttpRequest:
    """Builds the HTTP request for the records of all calls that **began** on a day between two
    times, `HH:MM:SS`; the whole day where none are given. See `build_record_request`.

    Raises:
        Invalid: As there, and where the times are none or the first is behind the second.
        TypeError: An argument has the wrong type.
        ValueError: A text holds a lone surrogate, or the time is no number.
    """
    times = optional_text("from_time", from_time), optional_text("to_time", to_time)
    moment, offset = _seconds("now", now), offset_of(utc_offset_minutes)
    asked = day_of(day), *times, moment, offset, text("base_url", base_url)
    return built(call(native.build_day_request, handle_of(account), *asked))


def record_day(unix_seconds: float, utc_offset_minutes: int) -> str | None:
    """The day `YYYY-MM-DD` on which a call is recorded that **began** at this moment, in seconds
    since 1970, where clocks are so many minutes ahead of UTC: 330 in India. None outside the years
    2000 to 2099, which milliseconds are, and for an offset of more than 14 hours.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: The moment is no number.
    """
    moment = _seconds("unix_seconds", unix_seconds)
    offset = within_reach(whole("utc_offset_minutes", utc_offset_minutes))
    day: str | None = call(native.record_day, moment, offset)
    return day


def one_call(request: object, day: object) -> Any:
    """A look-up of one disposition, as the native library takes it."""
    return native.LookUpData.OneCall(request=record_of(request), day=day_of(day))


def whole_day(
    requests: Iterable[DispositionRequest], day: object, from_time: object, to_time: object
) -> Any:
    """A look-up of several, as the native library takes it."""
    if isinstance(requests, DispositionRequest):
        raise TypeError("requests must be several requests: for one there is look_up")
    return native.LookUpData.Day(
        requests=[record_of(one) for one in requests],
        day=day_of(day),
        from_time=optional_text("from_time", from_time),
        to_time=optional_text("to_time", to_time),
    )


def offset_of(minutes: object) -> int | None:
    """An offset, or none."""
    return None if minutes is None else within_reach(whole("utc_offset_minutes", minutes))


def day_of(day: object) -> str:
    if isinstance(day, datetime):
        # Of which zone's day it is nothing says.
        raise TypeError("day must be a day: record_day tells it from the moment of a call")
    return day.isoformat() if isinstance(day, date) else text("day", day)


def _seconds(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{name} must be a number of seconds, not {type(value).__name__}")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{name} must be a number of seconds since 1970")
    return max(-_FURTHEST, min(math.floor(value), _FURTHEST))

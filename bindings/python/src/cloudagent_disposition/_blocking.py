"""The two ways in which a blocking client has a call made: by the native library's own client, and
by this package's loop where something of the caller's own takes part (`_driven.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ._attended import attended
from ._bridge import call
from ._cancel import CancelToken
from ._settings import Settings
from ._store import FileTokenStore
from ._typing import Any, Protocol, TypeVar

_T = TypeVar("_T")
Settle = Callable[[Any], _T]


def way_of(settings: Settings) -> Way:
    store = settings.store
    is_native = store is None or type(store) is FileTokenStore
    if is_native and settings.transport is None and settings.source is None:
        return NativeWay(settings)
    # Most programs never need the loop.
    from ._driven import DrivenWay

    return DrivenWay(settings)


class Way(Protocol):
    """How a blocking client has its calls made. What `settle` makes of an end is returned."""

    def disposition(
        self, record: Any, deadline_ms: int | None, cancel: CancelToken | None, settle: Settle[_T]
    ) -> _T:
        """Sets a disposition."""
        ...

    def list(
        self,
        campaign: str | None,
        deadline_ms: int | None,
        cancel: CancelToken | None,
        settle: Settle[_T],
    ) -> _T:
        """Asks for a campaign's dispositions."""
        ...

    def look_up(
        self, asked: Any, deadline_ms: int | None, cancel: CancelToken | None, settle: Settle[_T]
    ) -> _T:
        """Looks up what records say."""
        ...

    def close(self) -> None:
        """Has later calls fail."""
        ...


class NativeWay:
    """By the native library's own client."""

    def __init__(self, settings: Settings) -> None:
        store = settings.store
        self._client = settings.open_client(None if store is None else store._handle)

    def disposition(
        self, record: Any, deadline_ms: int | None, cancel: CancelToken | None, settle: Settle[_T]
    ) -> _T:
        pending = call(self._client.begin_disposition, record, deadline_ms, sends=True)
        return _ended(pending, cancel, lambda end: settle(end.result), sends=True)

    def list(
        self,
        campaign: str | None,
        deadline_ms: int | None,
        cancel: CancelToken | None,
        settle: Settle[_T],
    ) -> _T:
        pending = call(self._client.begin_list, campaign, deadline_ms)
        return _ended(pending, cancel, lambda end: settle(end.answer), sends=False)

    def look_up(
        self, asked: Any, deadline_ms: int | None, cancel: CancelToken | None, settle: Settle[_T]
    ) -> _T:
        pending = call(self._client.begin_look_up, asked, deadline_ms)
        return _ended(pending, cancel, lambda end: settle(end.answer), sends=False)

    def close(self) -> None:
        call(self._client.close)


def _ended(pending: Any, cancel: CancelToken | None, settle: Settle[_T], *, sends: bool) -> _T:
    """Goes on with a call to its end. The caller's token ends it soon, and maybe others as well."""
    stop = partial(call, pending.cancel)
    take_back = None if cancel is None else cancel.on_cancel(stop)
    try:
        return attended(pending.wait, stop, settle, sends=sends)
    finally:
        if take_back is not None:
            take_back()

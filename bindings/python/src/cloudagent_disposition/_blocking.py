"""The two ways in which a blocking client has a call made: by the native library's own client, and
by this package's loop where something of the caller's own takes part (`_driven.py`).
"""

from __future__ import annotations

from collections.abc import Callable

from ._attended import attended, is_attended
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
        with linked(cancel) as own:
            arguments = record, deadline_ms, own._handle
            if is_attended():
                pending = call(self._client.begin_disposition, *arguments, sends=True)
                return attended(
                    pending.wait, own.cancel, lambda end: settle(end.result), sends=True
                )
            return settle(call(self._client.set_disposition, *arguments, sends=True))

    def list(
        self,
        campaign: str | None,
        deadline_ms: int | None,
        cancel: CancelToken | None,
        settle: Settle[_T],
    ) -> _T:
        with linked(cancel) as own:
            arguments = campaign, deadline_ms, own._handle
            if is_attended():
                pending = call(self._client.begin_list, *arguments)
                return attended(
                    pending.wait, own.cancel, lambda end: settle(end.answer), sends=False
                )
            return settle(call(self._client.list_dispositions, *arguments))

    def look_up(
        self, asked: Any, deadline_ms: int | None, cancel: CancelToken | None, settle: Settle[_T]
    ) -> _T:
        with linked(cancel) as own:
            arguments = asked, deadline_ms, own._handle
            if is_attended():
                pending = call(self._client.begin_look_up, *arguments)
                return attended(
                    pending.wait, own.cancel, lambda end: settle(end.answer), sends=False
                )
            return settle(call(self._client.look_up, *arguments))

    def close(self) -> None:
        call(self._client.close)


class linked:  # noqa: N801
    """A token for one call, which the caller's cancels too. That may be for other calls as well."""

    __slots__ = ("_own", "_take_back")

    def __init__(self, cancel: CancelToken | None) -> None:
        self._own = CancelToken()
        self._take_back = None if cancel is None else cancel.on_cancel(self._own.cancel)

    def __enter__(self) -> CancelToken:
        return self._own

    def __exit__(self, *_: object) -> None:
        if self._take_back is not None:
            self._take_back()

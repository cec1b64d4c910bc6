"""The two ways in which a blocking client has a call made: by the native library's own client, and
by this package's loop where something of the caller's own takes part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from queue import Empty, SimpleQueue

from ._attended import attended, is_attended
from ._bridge import call
from ._cancel import CancelToken
from ._driver import CANCELLED, Blocking, Course, Hands, Line, ThreadHands, in_thread, listing
from ._settings import Lines, Settings
from ._store import FileTokenStore
from ._typing import Any, NoReturn, Protocol, TypeVar

_T = TypeVar("_T")
Settle = Callable[[Any], _T]


def way_of(settings: Settings) -> Way:
    store = settings.store
    is_native = store is None or type(store) is FileTokenStore
    if is_native and settings.transport is None and settings.source is None:
        return NativeWay(settings)
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

    def close(self) -> None:
        call(self._client.close)


class DrivenWay:
    """By this package's loop around the engine."""

    def __init__(self, settings: Settings) -> None:
        own = settings.transport
        self._settings = settings
        self._lines = Lines(settings, None if own is None else Blocking(own))

    def disposition(
        self, record: Any, deadline_ms: int | None, cancel: CancelToken | None, settle: Settle[_T]
    ) -> _T:
        line = self._lines.here

        def course(own: CancelToken, hands: Hands) -> Course:
            return line.disposition(record, deadline_ms, own.is_cancelled, hands)

        return self._ended(line, course, cancel, settle)

    def list(
        self,
        campaign: str | None,
        deadline_ms: int | None,
        cancel: CancelToken | None,
        settle: Settle[_T],
    ) -> _T:
        settings, is_closed = self._settings, self._lines.is_closed
        request = settings.list_request(campaign)
        total_ms = settings.deadline_ms if deadline_ms is None else deadline_ms

        def course(own: CancelToken, hands: Hands) -> Course:
            return listing(settings, request, total_ms, is_closed, own.is_cancelled, hands)

        return self._ended(self._lines.here, course, cancel, settle)

    def close(self) -> None:
        self._lines.close()

    def _ended(
        self,
        line: Line,
        course: Callable[[CancelToken, Hands], Course],
        cancel: CancelToken | None,
        settle: Settle[_T],
    ) -> _T:
        """Runs a call to its end. In the main thread that is done by another one, so that what a
        signal's handler raises can't break it off.
        """
        with linked(cancel) as own:
            work = partial(_run, line, course, own)
            if not is_attended():
                return settle(work())
            end = _End()
            in_thread(partial(_End.of, work), partial(_End.of, work), end.put)
            return attended(end.wait, own.cancel, lambda end: settle(end()), sends=True)


def _run(line: Line, course: Callable[[CancelToken, Hands], Course], own: CancelToken) -> Any:
    """Runs a call to its end in this thread, which waits for what others tell."""
    events: SimpleQueue[Any] = SimpleQueue()
    steps = course(own, ThreadHands(line.means, events.put))
    take_back = own.on_cancel(partial(events.put, CANCELLED))
    try:
        event = None
        while True:
            try:
                event = events.get(timeout=steps.send(event))
            except Empty:
                event = None
    except StopIteration as ended:
        return ended.value
    finally:
        take_back()
        steps.close()


class _End:
    """How a call ended that another thread makes: what gives its result, or raises."""

    def __init__(self) -> None:
        self._told: SimpleQueue[Callable[[], Any]] = SimpleQueue()
        self._end: Callable[[], Any] | None = None
        self.put = self._told.put

    @staticmethod
    def of(work: Callable[[], Any]) -> Callable[[], Any]:
        try:
            result = work()
        except BaseException as error:
            return partial(_raise, error)
        return lambda: result

    def wait(self, milliseconds: int) -> Callable[[], Any] | None:
        if self._end is None:
            with suppress(Empty):
                self._end = self._told.get(timeout=milliseconds / 1000)
        return self._end


def _raise(error: BaseException) -> NoReturn:
    raise error


@contextmanager
def linked(cancel: CancelToken | None) -> Iterator[CancelToken]:
    """A token for one call, which the caller's cancels too. That may be for other calls as well."""
    own = CancelToken()
    take_back = None if cancel is None else cancel.on_cancel(own.cancel)
    try:
        yield own
    finally:
        if take_back is not None:
            take_back()

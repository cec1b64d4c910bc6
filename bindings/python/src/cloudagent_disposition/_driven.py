"""A blocking client's calls by this package's loop around the engine."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue

from ._attended import attended, is_attended
from ._blocking import Settle
from ._cancel import CancelToken
from ._driver import CANCELLED, Blocking, Course, Hands, Line, ThreadHands, in_thread
from ._lines import Lines
from ._settings import Settings
from ._typing import Any, NoReturn, TypeVar

_T = TypeVar("_T")


class DrivenWay:
    """By this package's loop around the engine."""

    def __init__(self, settings: Settings) -> None:
        own = settings.transport
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
        line = self._lines.here

        def course(own: CancelToken, hands: Hands) -> Course:
            return line.list(campaign, deadline_ms, own.is_cancelled, hands)

        return self._ended(line, course, cancel, settle)

    def look_up(
        self, asked: Any, deadline_ms: int | None, cancel: CancelToken | None, settle: Settle[_T]
    ) -> _T:
        line = self._lines.here

        def course(own: CancelToken, hands: Hands) -> Course:
            return line.look_up(asked, deadline_ms, own.is_cancelled, hands)

        return self._ended(line, course, cancel, settle)

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
            return attended(_End(work).wait, own.cancel, lambda end: settle(end()), sends=True)


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
    """How a call ends that another thread makes: what gives its result, or raises. Who waits for it
    first has it begin.
    """

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work = [work]
        self._told: SimpleQueue[Callable[[], Any] | None] = SimpleQueue()
        self._end: Callable[[], Any] | None = None
        self._has_begun = False

    def wait(self, milliseconds: int) -> Callable[[], Any] | None:
        if not self._has_begun:
            # Where a signal's handler raises in here nobody knows whether a thread has begun, so
            # the next who waits begins another one: of both, one makes the call.
            in_thread(self._make, self._make, self._told.put)
            self._has_begun = True
        if self._end is None:
            with suppress(Empty):
                self._end = self._told.get(timeout=milliseconds / 1000)
        return self._end

    def _make(self) -> Callable[[], Any] | None:
        try:
            work = self._work.pop()
        except IndexError:
            return None
        try:
            result = work()
        except BaseException as error:
            return partial(_raise, error)
        return lambda: result


def _raise(error: BaseException) -> NoReturn:
    raise error

"""How a call runs in an event loop: nothing here blocks it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Protocol, runtime_checkable

from ._checks import is_async
from ._driver import (
    CANCELLED,
    Course,
    Means,
    ThreadHands,
    cannot_send,
    failure,
    replied,
    token_given,
)
from ._enums import FailKind
from ._errors import DispositionError
from ._http import http_request_of
from ._receipt import Receipt
from ._transport import AsyncTransport, SendFailed, limits_of, record_of_reply
from ._typing import Any, NoReturn


@runtime_checkable
class CallCancelled(Protocol):
    """What asyncio's own `CancelledError` is too where its task was cancelled while it set a
    disposition: what became of that rides on it. It is no class of exceptions, since who waits for
    a task, such as `asyncio.timeout`, knows the very error that cancelled it.

        except asyncio.CancelledError as cancelled:
            if isinstance(cancelled, CallCancelled):
                log(cancelled.receipt)
            raise
    """

    receipt: Receipt
    """What became of the call. Its effect is `APPLIED` or `QUEUED` where the reply was in hand."""
    error: DispositionError | None
    """What the call would have raised; None where the disposition was set."""


class LoopHands(ThreadHands):
    """What is awaited runs in tasks of the loop, and what blocks in threads."""

    def __init__(self, means: Means) -> None:
        self._loop = asyncio.get_running_loop()
        self._events: deque[Any] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._task: asyncio.Task[Any] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        super().__init__(means, self._put)

    def _put(self, event: Any) -> None:
        self._events.append(event)
        # A loop that is closed has nobody who waits.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._look)

    def _look(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def next(self, seconds: float) -> Any:
        """What happens next; None where nothing does for so long."""
        if not self._events:
            self._waiter = self._loop.create_future()
            alarm = self._loop.call_later(seconds, self._look)
            try:
                await self._waiter
            finally:
                alarm.cancel()
                self._waiter = None
        return self._events.popleft() if self._events else None

    def send(self, step: Any) -> None:
        sending = self._means.sending
        if isinstance(sending, AsyncSending):
            self._task = self._awaited(sending.send(step), step)
        else:
            super().send(step)

    def ask(self, step: Any) -> None:
        source = self._means.source
        if is_async(source):
            self._awaited(_asked(source, step), step)
        else:
            super().ask(step)

    def take_back(self) -> None:
        super().take_back()
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def _awaited(self, work: Coroutine[Any, Any, Any], step: Any) -> asyncio.Task[Any]:
        """Does it in a task. One that is cancelled before it begins has sent nothing."""
        task = self._loop.create_task(work)
        # The loop itself keeps no task alive.
        self._tasks.add(task)

        def done(task: asyncio.Task[Any]) -> None:
            self._tasks.discard(task)
            none = partial(failure, step, FailKind.CANCELLED, sent=False)
            self.tell(none() if task.cancelled() else task.result())

        task.add_done_callback(done)
        return task


async def _asked(source: Any, step: Any) -> Any:
    """Asks the caller's own source for a token."""
    try:
        return token_given(step, await source(step.renew))
    except SendFailed as failed:
        return failure(step, failed.kind)
    except BaseException:
        return failure(step)


class AsyncSending:
    """The caller's own transport, whose sends are tasks of the call's loop."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def send(self, step: Any) -> Any:
        if cannot_send(self._transport, step):
            return failure(step, FailKind.UNSENDABLE, sent=False)
        try:
            request = http_request_of(step.request)
            reply = await self._transport.send(request, limits_of(step))
            return replied(step, record_of_reply(reply))
        except SendFailed as failed:
            return failure(step, failed.kind)
        except asyncio.CancelledError as cancelled:
            known = cancelled.__context__
            return failure(
                step, known.kind if isinstance(known, SendFailed) else FailKind.CANCELLED
            )
        except BaseException:
            return failure(step)


async def run(
    means: Means, course: Callable[[LoopHands], Course]
) -> tuple[Any, asyncio.CancelledError | None]:
    """Runs a call to its end. The task's cancel takes it back, and is given beside the end."""
    hands = LoopHands(means)
    steps = course(hands)
    cancelled: asyncio.CancelledError | None = None
    try:
        event = None
        while True:
            seconds = steps.send(event)
            try:
                event = await hands.next(seconds)
            except asyncio.CancelledError as error:
                cancelled = cancelled or error
                hands.tell(CANCELLED)
                event = None
    except StopIteration as ended:
        return ended.value, cancelled
    finally:
        steps.close()


def raise_cancelled(cancelled: asyncio.CancelledError, settle: Callable[[], Receipt]) -> NoReturn:
    """The task's cancel goes on, and what became of the call rides on it."""
    error = None
    try:
        receipt = settle()
    except DispositionError as raised:
        error = raised.with_traceback(None)
        receipt = error.receipt
    told: Any = cancelled
    told.receipt, told.error = receipt, error
    raise cancelled

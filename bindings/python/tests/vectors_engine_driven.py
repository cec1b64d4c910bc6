"""The package's own loops play the traces of `engine.json`: their clock, seed, transport, store and
source are the trace's. What they begin is carried out when the trace says how it ended.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial
from queue import SimpleQueue
from typing import Any
from unittest import mock

from vectors_engine_events import TraceStore, begun_of, event_of, settings_of

from cloudagent_disposition import CancelToken, SendFailed, Token, _driver
from cloudagent_disposition._async_driver import AsyncSending
from cloudagent_disposition._async_driver import run as run_in_loop
from cloudagent_disposition._bridge import native
from cloudagent_disposition._driven import _run as run_blocking
from cloudagent_disposition._driver import TIMER, Course, Hands, Line, Means

_PATIENCE = 60.0
_DROPPED = object()


class Deferring(Hands):
    """A driver's hands, which begin what they are asked for when they are told to."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self.asked: dict[int, Any] = {}
        self.step: Any = None
        """What the call wants last."""

    def tell(self, event: Any) -> None:
        assert event is TIMER, "other calls of the engine are woken by a timer"

    def tell_now(self, event: Any) -> None:
        self._hands.tell(event)

    def carry_out(self, step: Any) -> None:
        self.step = step
        if hasattr(step, "seq") and not isinstance(step, native.StepData.Abort):
            self.asked[step.seq] = step
        else:
            self._hands.carry_out(step)

    def carry_out_now(self, seq: int) -> None:
        assert seq in self.asked, "it was never asked for"
        self._hands.carry_out(self.asked[seq])

    def take_back(self) -> None:
        self._hands.take_back()


class Call:
    """One call that a driver runs."""

    def __init__(self, begin: Callable[[Hands], Course], arrived: Callable[[Any], object]) -> None:
        self._begin, self._arrived = begin, arrived
        self.has_ended = False
        self.hands: Deferring

    def course(self, hands: Hands) -> Course:
        """The call, in which no time passes but by what it is told. Says where it has arrived."""
        self.hands = Deferring(hands)
        with closing(self._begin(self.hands)) as steps:
            event = None
            while True:
                try:
                    steps.send(event)
                except StopIteration as ended:
                    self._end(ended.value)
                    return ended.value
                except BaseException as error:
                    self._end(error)
                    raise
                self._arrived(self.hands.step)
                event = None
                while event is None:
                    event = yield _PATIENCE
                if event is _DROPPED:
                    return self._end(None)

    def _end(self, value: Any) -> None:
        self.has_ended = True
        self._arrived(value)


class Driven:
    """What both drivers' players share."""

    def __init__(self, case: dict[str, Any]) -> None:
        self._settings, self._seed = settings_of(case["settings"]), case["seed"]
        self._now = 0
        self._store = TraceStore(case.get("store"))
        self._sent: Any = None
        self._given: Any = None
        self._seed_now = b""
        self._lines: dict[str, Line] = {}
        self._calls: dict[str, Call] = {}

    def take(self, event: dict[str, Any], now: int) -> Any:
        name, call = event.pop("event"), event.pop("call", "")
        line = self._line(event.pop("engine", ""))
        with mock.patch.object(_driver, "wall", return_value=event.get("wall", 0)):
            if name == "close":
                return line.close()
            seed = event.pop("seed", self._seed)
            begun = begun_of(name, event)
            if begun is None:
                return self._go_on(self._calls[call], name, event, now)
            assert call not in self._calls, "a call is started once"
            # The loop counts the millisecond that has begun.
            self._now, self._seed_now = now - 1, bytes.fromhex(seed)
            begin = partial(getattr(line, begun.kind), begun.asked, begun.deadline_ms, False)
            self._calls[call] = started = Call(begin, self._arrived)
            self._start(started, line)
            return self._told()

    def _line(self, name: str) -> Line:
        if name not in self._lines:
            means = Means(self._sending(), self._store, self._source())
            clock, seed = lambda: self._now, lambda: self._seed_now
            self._lines[name] = Line(self._settings, means, clock, seed)
        return self._lines[name]

    def _go_on(self, call: Call, name: str, event: dict[str, Any], now: int) -> Any:
        assert not call.has_ended, "a driver gives nothing to a call that has ended"
        self._now = now
        match name:
            case "timer":
                call.hands.tell_now(TIMER)
            case "cancelled":
                self._cancel(call)
            case _:
                # What the transport, the store and the source do is what the trace says.
                self._sent = event_of(name, event)
                self._store.instead = event.get("answer")
                self._given = SendFailed(event["kind"]) if "kind" in event else event.get("token")
                call.hands.carry_out_now(event["seq"])
        return self._told()

    def _token(self) -> Token:
        if isinstance(self._given, SendFailed):
            raise self._given
        return Token(self._given)

    def close(self) -> None:
        """Ends what the trace has left open."""
        for call in self._calls.values():
            if not call.has_ended:
                call.hands.tell_now(_DROPPED)
                assert self._next() is None

    def _told(self) -> Any:
        """Where the call has arrived that was told something."""
        step = self._next()
        assert not isinstance(step, BaseException), repr(step)
        return step

    # What the two differ in: how a call runs and is cancelled, and how its steps come here.
    _sending: Any
    _source: Any
    _start: Any
    _cancel: Any
    _arrived: Any
    _next: Any


class Blocking(Driven):
    """The blocking client's loop: each call in a thread of its own."""

    def __init__(self, case: dict[str, Any]) -> None:
        super().__init__(case)
        self._steps: SimpleQueue[Any] = SimpleQueue()
        self._tokens: dict[Call, CancelToken] = {}

    def _sending(self) -> Any:
        return self

    def send(self, step: Any, cancel: CancelToken) -> Any:
        return self._sent

    def _source(self) -> Any:
        return lambda renew: self._token()

    def _start(self, call: Call, line: Line) -> None:
        token = self._tokens[call] = CancelToken()
        work = partial(run_blocking, line, lambda own, hands: call.course(hands), token)
        threading.Thread(target=work, daemon=True).start()

    def _cancel(self, call: Call) -> None:
        token = self._tokens[call]
        if token.is_cancelled:
            # Nobody hears of a second time: the call goes on as it was.
            self._arrived(call.hands.step)
        token.cancel()

    def _arrived(self, step: Any) -> None:
        self._steps.put(step)

    def _next(self) -> Any:
        return self._steps.get(timeout=_PATIENCE)


class Asyncio(Driven):
    """The loop for asyncio: each call in a task of its own."""

    def __init__(self, case: dict[str, Any]) -> None:
        super().__init__(case)
        self._loop = asyncio.new_event_loop()
        self._steps: asyncio.Queue[Any] = asyncio.Queue()
        self._tasks: dict[Call, asyncio.Task[Any]] = {}

    def _sending(self) -> Any:
        player = self

        class Sending(AsyncSending):
            async def send(self, step: Any) -> Any:
                return player._sent

        return Sending.__new__(Sending)

    def _source(self) -> Any:
        async def give(renew: bool) -> Token:
            return self._token()

        return give

    def _start(self, call: Call, line: Line) -> None:
        self._tasks[call] = self._loop.create_task(run_in_loop(line.means, call.course))

    def _cancel(self, call: Call) -> None:
        self._tasks[call].cancel()

    def _arrived(self, step: Any) -> None:
        self._steps.put_nowait(step)

    def _next(self) -> Any:
        return self._loop.run_until_complete(asyncio.wait_for(self._steps.get(), _PATIENCE))

    def close(self) -> None:
        super().close()
        self._loop.run_until_complete(asyncio.gather(*self._tasks.values()))
        self._loop.close()

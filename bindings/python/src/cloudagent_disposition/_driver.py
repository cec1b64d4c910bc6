"""The loop around the engine, where a client uses the caller's own transport, store or source, or
an event loop: it runs the engine's steps, and decides nothing.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from functools import partial

from ._bridge import call, native
from ._cancel import CancelToken
from ._enums import FailKind
from ._http import http_request_of
from ._secrets import Token
from ._store import TokenStore, answer_of
from ._transport import SendFailed, Transport, limits_of, record_of_reply
from ._typing import Any

TIMER: Any = native.EventData.Timer()
CANCELLED: Any = native.EventData.Cancelled()

Course = Generator[float, Any, Any]
"""One call. It yields for how many seconds to wait, is sent what happened (None: only time passed),
and returns its end.
"""


def now() -> int:
    """Whole milliseconds of a clock that nobody sets."""
    return time.monotonic_ns() // 1_000_000


def wall() -> int:
    """What the machine believes the time to be: Unix milliseconds."""
    return max(0, time.time_ns() // 1_000_000)


class Hands:
    """What one call has others do, and what it hears of them. Any thread may `tell`."""

    def tell(self, event: Any) -> None:
        """Puts what happened at the end of what the call has to hear."""
        raise NotImplementedError

    def carry_out(self, step: Any) -> None:
        """Begins what a step asks for."""
        raise NotImplementedError

    def take_back(self) -> None:
        """Has the send that is out, if one is, end soon."""
        raise NotImplementedError


class Means:
    """What an engine's steps are carried out with."""

    __slots__ = ("sending", "source", "store")

    def __init__(self, sending: Any, store: TokenStore | None, source: Any) -> None:
        self.sending, self.store, self.source = sending, store, source


class Line:
    """The engine of one process, and its calls that are under way."""

    def __init__(
        self,
        settings: Any,
        means: Means,
        clock: Callable[[], int] = now,
        seed: Callable[[], bytes] = lambda: os.urandom(16),
    ) -> None:
        self.process = os.getpid()
        self.means = means
        self._clock, self._seed = clock, seed
        self._calls: dict[int, Hands] = {}
        # What is wrong with the settings was said when the client was made.
        self._engine = call(native.open_engine, settings).engine

    def close(self) -> None:
        call(self._engine.close_engine)

    def disposition(
        self, record: Any, deadline_ms: int | None, is_cancelled: bool, hands: Hands
    ) -> Course:
        """Sets a disposition; the end is the bridge's result."""
        started = call(self._engine.start, record, deadline_ms, is_cancelled, *self._begin())
        step = partial(call, started.call.step, sends=True)
        return (yield from self._run(started.call, started.output, step, hands))

    def list(
        self, campaign: str | None, deadline_ms: int | None, is_cancelled: bool, hands: Hands
    ) -> Course:
        """Asks for a campaign's dispositions; the end is the bridge's answer."""
        started = call(self._engine.start_list, campaign, deadline_ms, is_cancelled, *self._begin())
        if isinstance(started, native.ListStarted.Refused):
            return native.ListAnswer.Refused(violations=started.violations)
        begun = started.begun
        step = partial(call, begun.call.step_list)
        return (yield from self._run(begun.call, begun.turn, step, hands))

    def look_up(
        self, asked: Any, deadline_ms: int | None, is_cancelled: bool, hands: Hands
    ) -> Course:
        """Looks up what records say; the end is the bridge's answer."""
        begin = *self._begin(), wall()
        started = call(self._engine.start_look_up, asked, deadline_ms, is_cancelled, *begin)
        if isinstance(started, native.LookUpStarted.Refused):
            return native.LookUpAnswer.Refused(violations=started.violations)
        begun = started.begun
        step = partial(call, begun.call.step_look_up)
        return (yield from self._run(begun.call, begun.turn, step, hands))

    def _begin(self) -> tuple[int, int, int]:
        """The two halves of a call's seed, and the moment when it begins."""
        seed = self._seed()
        # A millisecond that has begun counts, so that no deadline is early.
        begin = self._clock() + 1
        return int.from_bytes(seed[:8], "big"), int.from_bytes(seed[8:], "big"), begin

    def _run(self, handle: Any, turn: Any, step: Callable[[Any, int], Any], hands: Hands) -> Course:
        """Runs a call that was begun to its end."""
        name = call(handle.id)
        self._calls[name] = hands
        try:
            is_new = True
            while True:
                match turn:
                    case native.ListTurn.Listed():
                        self._wake(turn.wake)
                        return native.ListAnswer.Answered(list=turn.list)
                    case native.LookUpTurn.Settled():
                        self._wake(turn.wake)
                        return native.LookUpAnswer.Answered(settlements=turn.settlements)
                    case native.ListTurn.Next() | native.LookUpTurn.Next():
                        turn = turn.output
                self._wake(turn.wake)
                wanted = turn.step
                if isinstance(wanted, native.StepData.Done):
                    return wanted.result
                hands.carry_out(wanted)
                # What another call's step changed before this one had its name is seen now.
                if is_new and isinstance(wanted, native.StepData.Wait):
                    event = None
                else:
                    event = yield max(0, wanted.until_ms - self._clock()) / 1000
                is_new = False
                turn = step(event or TIMER, self._clock())
        finally:
            del self._calls[name]
            hands.take_back()

    def _wake(self, names: Iterable[int]) -> None:
        for name in names:
            other = self._calls.get(name)
            if other is not None:
                other.tell(TIMER)


def in_thread(
    work: Callable[[], Any], failed: Callable[[], Any], tell: Callable[[Any], None]
) -> None:
    """Does it in a thread of its own, which nobody waits for at the interpreter's end, and tells
    what came of it: `failed`, where no thread can be had.
    """
    thread = threading.Thread(
        target=lambda: tell(work()), name="cloudagent-disposition", daemon=True
    )
    try:
        thread.start()
    except RuntimeError:
        tell(failed())


def failure(step: Any, kind: FailKind = FailKind.TRANSPORT_FAILED, sent: bool = True) -> Any:
    return native.EventData.Failed(seq=step.seq, kind=str(kind), sent=sent)


def replied(step: Any, reply: Any) -> Any:
    return native.EventData.Reply(seq=step.seq, reply=reply, wall_ms=wall())


def stored(step: Any, answer: Any) -> Any:
    return native.EventData.Stored(seq=step.seq, answer=answer, wall_ms=wall())


class BuiltIn:
    """The built-in transport. It belongs to the process that made it."""

    def __init__(self, handle: Any) -> None:
        self._process = os.getpid()
        self._handle = handle

    def __del__(self, getpid: Callable[[], int] = os.getpid) -> None:
        if self._process != getpid():
            # A polite goodbye would go over the parent's connections: here they are forgotten.
            del self._handle._handle

    def send(self, step: Any, cancel: CancelToken) -> Any:
        try:
            limits = step.connect_ms, step.total_ms, step.body_bytes
            result = self._handle.send(step.request, *limits, cancel._handle)
        except Exception:
            return failure(step)
        if isinstance(result, native.SendResult.Reply):
            return replied(step, result.reply)
        return native.EventData.Failed(seq=step.seq, kind=result.kind, sent=True)


def cannot_send(transport: object, step: Any) -> bool:
    """Whether it is a GET with a body, and the caller's own transport can't send one: without its
    body it would ask for something else.
    """
    can = getattr(transport, "can_send_body_with_get", False)
    return step.request.body_with_get and can is not True


class Blocking:
    """The caller's own transport: what it raises ends the attempt, and no more."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def send(self, step: Any, cancel: CancelToken) -> Any:
        if cannot_send(self._transport, step):
            return failure(step, FailKind.UNSENDABLE, sent=False)
        try:
            request = http_request_of(step.request)
            reply = self._transport.send(request, limits_of(step), cancel)
            return replied(step, record_of_reply(reply))
        except SendFailed as failed:
            return failure(step, failed.kind)
        except BaseException:
            return failure(step)


def carry_out_store(store: TokenStore | None, step: Any) -> Any:
    answer = native.StoreAnswerData.Failed() if store is None else answer_of(store, step.operation)
    return stored(step, answer)


def token_given(step: Any, token: Any) -> Any:
    """What a source returned, as an event.

    Raises:
        TypeError: It is no token.
        ValueError: It holds a lone surrogate.
    """
    given = token if isinstance(token, Token) else Token(token)
    return native.EventData.TokenGiven(seq=step.seq, token=given._handle, wall_ms=wall())


def ask(source: Any, step: Any) -> Any:
    """Asks the caller's own source for a token."""
    try:
        return token_given(step, source(step.renew))
    except SendFailed as failed:
        return failure(step, failed.kind)
    except BaseException:
        return failure(step)


class ThreadHands(Hands):
    """Everything that blocks is done in threads."""

    def __init__(self, means: Means, tell: Callable[[Any], None]) -> None:
        self._means, self._tell = means, tell
        self._sending: CancelToken | None = None

    def tell(self, event: Any) -> None:
        self._tell(event)

    def carry_out(self, step: Any) -> None:
        match step:
            case native.StepData.Send():
                self.send(step)
            case native.StepData.Abort():
                self.take_back()
            case native.StepData.Store():
                store = self._means.store
                none = partial(carry_out_store, None, step)
                in_thread(partial(carry_out_store, store, step), none, self.tell)
            case native.StepData.Token():
                self.ask(step)

    def send(self, step: Any) -> None:
        self._sending = cancel = CancelToken()
        sending = self._means.sending
        none = partial(failure, step, FailKind.CONNECT, sent=False)
        in_thread(partial(sending.send, step, cancel), none, self.tell)

    def ask(self, step: Any) -> None:
        source = self._means.source
        in_thread(partial(ask, source, step), partial(failure, step), self.tell)

    def take_back(self) -> None:
        sending, self._sending = self._sending, None
        if sending is not None:
            with suppress(Exception):
                sending.cancel()

"""Waiting in a way that Python's main thread may: a signal's handler runs there, and may raise."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ._bridge import InternalError, native
from ._enums import Effect
from ._errors import DispositionError
from ._typing import Any, TypeVar

_T = TypeVar("_T")

GLANCE_MS = 100
"""How long a thread goes on with a call before it looks for what Python raises in it: the main one
for what signals' handlers do.
"""


def is_attended() -> bool:
    """Whether signals' handlers run in this thread."""
    return threading.current_thread() is threading.main_thread()


def attended(
    poll: Callable[[int], Any],
    cancel: Callable[[], None],
    settle: Callable[[Any], _T],
    *,
    sends: bool,
) -> _T:
    """Goes on with a call to its end, and settles it. What a signal's handler raises meanwhile
    cancels it, and is raised in its place.

    Args:
        poll: Goes on with it for so many milliseconds, and gives its end as often as it is asked;
            None where it is not over.
        cancel: Makes it end soon.
        settle: What to return of the end, or to raise.
        sends: Whether it sets a disposition.
    """
    interrupt: BaseException | None = None
    finished = None
    while True:
        try:
            if interrupt is not None:
                cancel()
            while finished is None:
                finished = poll(GLANCE_MS)
            break
        except (native.InternalError, native.Misuse):
            break  # raised where it is no longer in hand: it may hold a secret
        except BaseException as raised:
            interrupt = interrupt or raised
    if finished is None:
        raise InternalError(Effect.UNKNOWN if sends else Effect.NOT_APPLIED)
    if interrupt is None:
        return settle(finished)
    raise _telling(interrupt, lambda: settle(finished))


def _telling(interrupt: Any, settle: Callable[[], Any]) -> BaseException:
    """What was raised, with what became of the call riding on it."""
    try:
        receipt = settle()
    except DispositionError as error:
        interrupt.__context__ = error.with_traceback(None)
        receipt = error.receipt
    if hasattr(interrupt, "__dict__"):
        interrupt.receipt = receipt
    told: BaseException = interrupt
    return told

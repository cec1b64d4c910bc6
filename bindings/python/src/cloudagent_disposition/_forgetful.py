from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from types import FrameType, TracebackType

from ._typing import Any, ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")

_PACKAGE = __name__.rpartition(".")[0]


def forgetful(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """For a function whose arguments may hold a secret: what it raises keeps none of them.

    A traceback keeps the frames that it came through, and error reporters print their variables.
    So the exception goes out from here, where the arguments are forgotten first, and this package's
    other frames leave its traceback. The caller's own stay, such as those of a generator that was
    passed in: they show the line that failed.
    """

    @wraps(function)
    def forgetting(*arguments: _P.args, **named: _P.kwargs) -> _T:
        try:
            return function(*arguments, **named)
        except BaseException as error:
            # The same one: its context stays as it is.
            raise error.with_traceback(_of_others(error.__traceback__))  # noqa: B904
        finally:
            del arguments, named

    return forgetting


def forgetful_async(
    function: Callable[_P, Coroutine[Any, Any, _T]],
) -> Callable[_P, Coroutine[Any, Any, _T]]:
    """As `forgetful`, for an `async def`."""

    @wraps(function)
    async def forgetting(*arguments: _P.args, **named: _P.kwargs) -> _T:
        try:
            return await function(*arguments, **named)
        except BaseException as error:
            raise error.with_traceback(_of_others(error.__traceback__))  # noqa: B904
        finally:
            del arguments, named

    return forgetting


def _of_others(traceback: TracebackType | None) -> TracebackType | None:
    """A traceback without the frames of this package."""
    steps = []
    while traceback is not None:
        if not _is_ours(traceback.tb_frame):
            steps.append(traceback)
        traceback = traceback.tb_next
    for step in reversed(steps):
        traceback = TracebackType(traceback, step.tb_frame, step.tb_lasti, step.tb_lineno or 0)
    return traceback


def _is_ours(frame: FrameType) -> bool:
    # The module's name: a frozen program's files have other paths, and what is generated has none.
    module = frame.f_globals.get("__name__")
    return module == _PACKAGE or str(module).startswith(f"{_PACKAGE}.")

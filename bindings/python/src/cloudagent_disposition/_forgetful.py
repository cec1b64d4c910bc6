from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


def forgetful(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """For a function whose arguments may hold a secret: what it raises keeps none of them.

    A traceback keeps the frames that it came through, and error reporters print their variables.
    So the exception goes out from here, where the arguments are forgotten first.
    """

    @wraps(function)
    def forgetting(*arguments: _P.args, **named: _P.kwargs) -> _T:
        try:
            return function(*arguments, **named)
        except BaseException as error:
            raised = error.with_traceback(None)
        finally:
            del arguments, named
        try:
            raise raised
        finally:
            del raised  # or the frame and the exception would keep each other alive

    return forgetting

from __future__ import annotations

from ._typing import Any, NoReturn, TypeVar

_Self = TypeVar("_Self", bound="Opaque")


class Opaque:
    """What wraps a native object: no attribute shows what it holds.

    A copy is the same object, since copying the native handle would free it twice; it can't be
    pickled, since the other process would have a handle to nothing.
    """

    __slots__ = ("__weakref__", "_handle")

    _handle: Any

    @classmethod
    def _of(cls: type[_Self], handle: Any) -> _Self:
        made = cls.__new__(cls)
        made._handle = handle
        return made

    def __repr__(self) -> str:
        # A debugger, or a report of the exception that ended `__init__`, prints it half made too.
        return (
            self._printed() if hasattr(self, "_handle") else f"<unfinished {type(self).__name__}>"
        )

    def _printed(self) -> str:
        """How it prints once it has its handle."""
        return f"{type(self).__name__}([redacted])"

    def __copy__(self: _Self) -> _Self:
        return self

    def __deepcopy__(self: _Self, memo: object) -> _Self:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(f"{type(self).__name__} can't be pickled: make one in each process")

    def __getstate__(self) -> NoReturn:
        self.__reduce_ex__(0)

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from ._bridge import call, native
from ._opaque import Opaque


class CancelToken(Opaque):
    """Cancels the calls that it was given to, from any thread, once and for all.

    A call that was not begun ends as `NotSent`; one whose request is out as what is known of it.

        token = CancelToken()
        threading.Timer(2.0, token.cancel).start()
        client.set_disposition(request, cancel=token)
    """

    __slots__ = ("_callbacks", "_is_cancelled", "_names")

    def __init__(self) -> None:
        self._callbacks: dict[int, Callable[[], object]] = {}
        self._names = count()
        self._is_cancelled = False
        self._handle = call(native.CancelHandle)

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody has cancelled."""
        return self._is_cancelled

    def cancel(self) -> None:
        """Cancels. Cancelling twice is fine."""
        self._is_cancelled = True
        call(self._handle.cancel)
        for name in list(self._callbacks):
            self._call_back(name)

    def on_cancel(self, callback: Callable[[], object]) -> Callable[[], None]:
        """Calls back once, when it is cancelled or at once where it is already: for a `Transport`
        that can be interrupted. The callback must be short and raise nothing: it runs in the thread
        that cancels.

        Returns:
            What takes the callback back.
        """
        # No lock, which a forked child could find taken: each step is one that no thread divides.
        name = next(self._names)
        self._callbacks[name] = callback
        if self._is_cancelled:
            self._call_back(name)

        def take_back() -> None:
            self._callbacks.pop(name, None)

        return take_back

    def _call_back(self, name: int) -> None:
        callback = self._callbacks.pop(name, None)
        if callback is not None:
            callback()

    def _printed(self) -> str:
        return f"CancelToken(is_cancelled={self._is_cancelled})"


def optional_token(cancel: object) -> CancelToken | None:
    """The caller's token, if there is one.

    Raises:
        TypeError: It is something else.
    """
    if cancel is not None and not isinstance(cancel, CancelToken):
        raise TypeError(f"cancel must be a CancelToken, not {type(cancel).__name__}")
    return cancel

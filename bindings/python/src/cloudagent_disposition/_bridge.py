"""The native library: loaded once, checked, and called in one way.

What is generated from UniFFI's description of it is private. Nothing of it leaves this package: its
records become the facade's values, its objects stay inside the facade's, and its exceptions become
`InternalError`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from ._enums import Advice, Effect
from ._typing import Any

_REINSTALL = "reinstall the package cloudagent-disposition"
_FROZEN = (
    "the frozen program has to carry the package's binaries: PyInstaller's option for it is "
    "--collect-binaries cloudagent_disposition"
)
_ZIPPED = (
    "no library can be loaded from within a zip file: leave the package out of the zip and install "
    "it beside it, or make the program with shiv or pex, which unpack what they carry"
)


class InternalError(RuntimeError):
    """The library itself failed: a bug, never the caller's doing.

    Where it comes out of `Client.set_disposition`, the disposition may have been applied: look
    before sending again. Everything else sends nothing. What went wrong inside is not repeated,
    since it may hold a secret.
    """

    effect: Effect
    """What happened to the disposition: `UNKNOWN` where one was being set, else `NOT_APPLIED`."""
    advice: Advice
    """What to do next: `CHECK_FIRST` where one was being set, else `DO_NOT_RETRY`."""

    def __init__(self, effect: Effect = Effect.UNKNOWN) -> None:
        self.effect = effect
        self.advice = Advice.CHECK_FIRST if effect is Effect.UNKNOWN else Advice.DO_NOT_RETRY
        super().__init__(effect)

    def __str__(self) -> str:
        became = (
            "The disposition may have been applied: look in CloudAgent before sending it again."
            if self.effect is Effect.UNKNOWN
            else "Nothing was sent."
        )
        return f"cloudagent-disposition failed inside, which is a bug in it. {became}"


def load(import_native: Callable[[], Any]) -> Any:
    """The generated module, if its library is the one that it was generated from.

    With another build's library, fields would trade places without a word.

    Raises:
        ImportError: The library is missing, can't be loaded here, or is another build's.
    """
    try:
        module = import_native()
        says, expected = module.interface_hash(), module.CAD_INTERFACE_HASH
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
    else:
        if says == expected:
            return module
        reason = f"it is of the interface {says}, and {expected} was expected"
    raise ImportError(
        f"cloudagent_disposition can't use its native library ({reason}); {_remedy()}"
    )


def _remedy() -> str:
    if getattr(sys, "frozen", False):
        return _FROZEN
    # An importer of zip files says which one it reads.
    loader = globals().get("__loader__")
    return _ZIPPED if hasattr(loader, "archive") else _REINSTALL


def _import_native() -> Any:
    from ._native import cloudagent_disposition_uniffi

    return cloudagent_disposition_uniffi


native: Any = load(_import_native)


def call(function: Callable[..., Any], *arguments: Any, sends: bool = False) -> Any:
    """Calls the native library, which releases the GIL meanwhile.

    Args:
        function: What to call.
        arguments: What with.
        sends: Whether it sets a disposition: what became of that is not known where it fails.

    Raises:
        InternalError: It failed. Neither the arguments nor the native exception stay behind in the
            traceback or in the context: both may hold a secret.
    """
    try:
        return function(*arguments)
    except Exception as error:
        # What could not even be handed over was not sent.
        sends = sends and not isinstance(error, native.NotCalled)
        del arguments
    raise InternalError(Effect.UNKNOWN if sends else Effect.NOT_APPLIED)


version: str = call(native.defaults).version

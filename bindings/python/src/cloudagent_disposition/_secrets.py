from __future__ import annotations

from ._bridge import call, native
from ._checks import text
from ._forgetful import forgetful
from ._opaque import Opaque


class ApiKey(Opaque):
    """An account's api key. Opaque: it prints as `ApiKey([redacted])`, compares by identity, and
    has no pickle and no JSON.

    Args:
        secret: The key, as it is.

    Raises:
        TypeError: It is no text.
        ValueError: It holds a lone surrogate.
    """

    __slots__ = ()

    @forgetful
    def __init__(self, secret: str) -> None:
        self._handle = call(native.ApiKeyHandle, text("api_key", secret))

    def expose(self) -> str:
        """The key itself: for the one place that puts it on the wire. Don't log it."""
        key: str = call(self._handle.expose)
        return key


class Token(Opaque):
    """A bearer token, made by the vendor from an api key. Opaque like `ApiKey`.

    Args:
        secret: The token, as it is.

    Raises:
        TypeError: It is no text.
        ValueError: It holds a lone surrogate.
    """

    __slots__ = ()

    @forgetful
    def __init__(self, secret: str) -> None:
        self._handle = call(native.TokenHandle, text("token", secret))

    def expose(self) -> str:
        """The token itself: for the one place that puts it on the wire. Don't log it."""
        token: str = call(self._handle.expose)
        return token

from __future__ import annotations

from ._bridge import call, native
from ._checks import text as checked_text
from ._errors import accepted
from ._forgetful import forgetful
from ._typing import ClassVar


class BaseUrl(str):
    """Where the vendor's server is: `BaseUrl.INDIA`, `BaseUrl.INTERNATIONAL`, or a text.

    A text is `https://`, a host, and maybe a port and a path. Plain `http` is for this machine
    only. It is kept with scheme and host in lower case and without trailing slashes.

    Args:
        text: The base URL. One that is refused is not repeated: it may hold a password or a key.

    Raises:
        TypeError: It is no text.
        ValueError: It holds a lone surrogate.
        Invalid: It can't be used.
    """

    __slots__ = ()

    INDIA: ClassVar[BaseUrl]
    """CloudAgent's domestic host, the default."""
    INTERNATIONAL: ClassVar[BaseUrl]
    """CloudAgent's host for accounts outside India."""

    @forgetful
    def __new__(cls, text: str) -> BaseUrl:
        read = call(native.parse_base_url, checked_text("base_url", text))
        return cls._kept(accepted(read).text)

    @classmethod
    def _kept(cls, text: str) -> BaseUrl:
        return str.__new__(cls, text)


_defaults = call(native.defaults)
BaseUrl.INDIA = BaseUrl._kept(_defaults.base_url_india)
BaseUrl.INTERNATIONAL = BaseUrl._kept(_defaults.base_url_international)

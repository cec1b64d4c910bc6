from __future__ import annotations

from typing import TypeVar

from ._bridge import call, native
from ._checks import text
from ._opaque import Opaque
from ._secrets import ApiKey, Token

_Secret = TypeVar("_Secret", ApiKey, Token)


def _sealed(kind: type[_Secret], secret: _Secret | str | None) -> _Secret | None:
    try:
        return secret if secret is None or isinstance(secret, kind) else kind(secret)
    finally:
        del secret


class Account(Opaque):
    """A CloudAgent account: the vendor's `customer` (also called `userName`) and a credential.

    Opaque: nothing reads the credential back, prints it, or writes it anywhere.

        Account("acme", api_key=os.environ["CLOUDAGENT_API_KEY"])

    Args:
        customer: The account's user name.
        api_key: The api key. On `Api.POST_TOKEN` give the token instead.
        token: A token, for `Api.POST_TOKEN`.

    Raises:
        TypeError: Something is no text, or both credentials are given.
        ValueError: A text holds a lone surrogate.
    """

    __slots__ = ()

    def __init__(
        self,
        customer: str,
        *,
        api_key: ApiKey | str | None = None,
        token: Token | str | None = None,
    ) -> None:
        try:
            key = _sealed(ApiKey, api_key)
            bearer = _sealed(Token, token)
        finally:
            # No frame may keep a secret: a traceback is often printed with its locals.
            del api_key, token
        customer = text("customer", customer)
        if key is not None and bearer is not None:
            raise TypeError("an Account has one credential: give api_key or token, not both")
        if key is not None:
            self._handle = call(native.AccountHandle.with_api_key, customer, key._handle)
        elif bearer is not None:
            self._handle = call(native.AccountHandle.with_token, customer, bearer._handle)
        else:
            self._handle = call(native.AccountHandle.without_credential, customer)

    @property
    def customer(self) -> str:
        """The account's user name."""
        customer: str = call(self._handle.customer)
        return customer

    def __repr__(self) -> str:
        return f"Account({self.customer!r}, [redacted])"

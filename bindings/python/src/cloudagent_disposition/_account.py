from __future__ import annotations

from ._bridge import call, native
from ._checks import text
from ._forgetful import forgetful
from ._opaque import Opaque
from ._secrets import ApiKey, Token
from ._typing import Any


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

    @forgetful
    def __init__(
        self,
        customer: str,
        *,
        api_key: ApiKey | str | None = None,
        token: Token | str | None = None,
    ) -> None:
        customer = text("customer", customer)
        if api_key is not None and token is not None:
            raise TypeError("an Account has one credential: give api_key or token, not both")
        if api_key is not None:
            key = api_key if isinstance(api_key, ApiKey) else ApiKey(api_key)
            self._handle = call(native.AccountHandle.with_api_key, customer, key._handle)
        elif token is not None:
            bearer = token if isinstance(token, Token) else Token(token)
            self._handle = call(native.AccountHandle.with_token, customer, bearer._handle)
        else:
            self._handle = call(native.AccountHandle.without_credential, customer)

    @property
    def customer(self) -> str:
        """The account's user name."""
        customer: str = call(self._handle.customer)
        return customer

    def _printed(self) -> str:
        return f"Account({self.customer!r}, [redacted])"


def handle_of(account: object) -> Any:
    """What the native library reads."""
    if not isinstance(account, Account):
        raise TypeError(f"account must be an Account, not {type(account).__name__}")
    return account._handle

from __future__ import annotations

from collections.abc import Awaitable, Callable

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
        api_key: The api key. On `Api.POST_TOKEN` tokens are fetched with it.
        token: A token, for `Api.POST_TOKEN`.
        token_source: Gives tokens for `Api.POST_TOKEN` that this program does not make itself, such
            as from a server of yours that holds the key. It is called where a token is needed, from
            a thread of the client's (or awaited in its loop, if it is an `async def`, by an
            `AsyncClient`), one call at a time; its argument says whether the server has refused the
            token given last. Whatever it raises is a failure to get one, and is not repeated; a
            `SendFailed` says which.

    Raises:
        TypeError: Something is no text, or more than one credential is given.
        ValueError: A text holds a lone surrogate.
    """

    __slots__ = ("_source",)

    _source: Any

    @forgetful
    def __init__(
        self,
        customer: str,
        *,
        api_key: ApiKey | str | None = None,
        token: Token | str | None = None,
        token_source: Callable[[bool], str | Token]
        | Callable[[bool], Awaitable[str | Token]]
        | None = None,
    ) -> None:
        customer = text("customer", customer)
        if (api_key, token, token_source).count(None) < 2:
            raise TypeError("an Account has one credential: api_key, token or token_source")
        self._source = token_source
        if token_source is not None:
            if not callable(token_source):
                raise TypeError("token_source must be something to call")
            self._handle = call(native.AccountHandle.with_token_source, customer)
            return
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


def source_of(account: Account) -> Any:
    """Where its tokens come from, if they come from the caller's own code."""
    return getattr(account, "_source", None)

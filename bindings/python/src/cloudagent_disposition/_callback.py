from __future__ import annotations

from ._account import Account, handle_of
from ._bridge import call, native
from ._checks import body as checked_body
from ._checks import text
from ._errors import accepted
from ._forgetful import forgetful
from ._opaque import Opaque
from ._records import CallRecord, call_record_of


class Callback(Opaque):
    """The vendor's end-of-call callback, made by `read_callback`.

    It holds the account's api key, which the vendor sends in clear: nothing reads the key back or
    prints it. Don't log the body that it was read from.
    """

    __slots__ = ()

    def __init__(self) -> None:
        raise TypeError("a Callback is made by read_callback")

    @property
    def record(self) -> CallRecord:
        """The record of the call. It has a `call_id`, and most often no `ucid`."""
        return call_record_of(call(self._handle.record))

    @property
    def customer(self) -> str | None:
        """The account's user name, where the callback says it."""
        customer: str | None = call(self._handle.customer)
        return customer

    @forgetful
    def authentic(self, account: Account) -> bool:
        """Whether the callback holds this account's api key. It is a sign, not a proof: the vendor
        signs nothing, and whoever saw one callback can send another.

        No, where the callback has no key or the account has none, as with a token.

        Raises:
            TypeError: It is no account.
        """
        is_authentic: bool = call(self._handle.authentic, handle_of(account))
        return is_authentic

    def _printed(self) -> str:
        return f"Callback({self.record!r})"


@forgetful
def read_callback(body: bytes | str) -> Callback:
    """Reads the body of an end-of-call callback: a form whose field `data` holds JSON, as the
    vendor sends it, or that JSON itself.

    The body decides, whatever its content type says. Give the bytes as they came, such as
    `await request.body()`: a framework that reads forms leaves none. The text of the field `data`
    does too.

    Raises:
        TypeError: It is neither bytes nor text.
        ValueError: The text holds a lone surrogate.
        Invalid: It is no callback. Nothing of the body is repeated.
    """
    given = text("body", body).encode() if isinstance(body, str) else checked_body(body)
    try:
        read = call(native.read_callback, given)
    finally:
        if given is not body:
            # A copy that was made here: it holds the key.
            native.wipe(given)
    return Callback._of(accepted(read).callback)

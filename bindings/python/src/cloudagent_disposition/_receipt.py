from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

from ._bridge import call, native
from ._checks import text, within_reach
from ._enums import Advice, Delivery, Effect, FailKind, Finding, Outcome
from ._forgetful import forgetful
from ._typing import Any
from ._value import Value, value_of
from ._violation import Violation, violations_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt(Value):
    """One attempt: one send, at most one request at the server."""

    delivery: Delivery
    """What is known of its request."""
    kind: FailKind | None
    """How it failed, where no whole reply came."""
    http_status: int | None
    """The reply's HTTP status, where one came."""
    outcome: Outcome | None
    """What the reply said, where one came."""
    duration_ms: int
    """How long it took, in milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Value):
    """What became of one logical call: every success is one, and every `DispositionError` has one.

    A secret or the comment, raw or percent-encoded, is cut out of every text in it. It is safe to
    log, to store, and to pickle.
    """

    effect: Effect
    """What happened to the disposition."""
    advice: Advice
    """What to do next."""
    may_resend: bool
    """Whether the same request may be sent again, after a wait."""
    retry_after_seconds: int | None
    """How long to wait before that, in seconds, where the vendor said so."""
    outcome: Outcome | None
    """What the vendor said, where a reply came."""
    http_status: int | None
    """The last reply's HTTP status."""
    status: str | None
    """The vendor's status word, for logs."""
    details: str | None
    """The vendor's text, for logs."""
    ucid: str | None
    """The call's unique id as the vendor repeats it."""
    did: str | None
    """The did as the vendor repeats it."""
    action: str | None
    """The action as the vendor repeats it."""
    excerpt: str | None
    """Up to 500 characters of a body that no known text matched, for logs."""
    pause_requested: bool
    """Whether a pause was asked for. The vendor confirms none."""
    attempts: tuple[Attempt, ...]
    """What was sent, in order."""
    warnings: tuple[Violation, ...]
    """What was not quite right with the request."""
    request_id: str
    """Names this call in logs: 32 hexadecimal digits, random. It is not sent to the vendor."""
    token_requests: int
    """How many tokens were fetched for this call."""
    sentence: str
    """What happened and what to do, for a person: the same in every language."""
    settled: Finding | None = None
    """What records said later, where they settled it: `settle_receipt`."""
    _newer: str | None = field(default=None, repr=False)
    """What a newer version wrote into the JSON form that this was read from, and this version
    doesn't know: `to_json` writes it again."""

    def to_json(self) -> str:
        """The receipt as a JSON object, the same in every language. What a newer version wrote that
        this one doesn't know comes back out of it.
        """
        written: str = call(native.receipt_to_json, record_of(self))
        return written

    @staticmethod
    @forgetful
    def from_json(json: str) -> Receipt:
        """Reads a receipt's JSON form, one that a newer version wrote too: a word of an open set
        that this version doesn't know is absent.

        Raises:
            TypeError: It is no text.
            Invalid: It is no receipt's JSON.
        """
        from ._errors import accepted

        read = call(native.receipt_from_json, text("json", json))
        return receipt_of(accepted(read).receipt)


def receipt_of(record: Any) -> Receipt:
    return value_of(
        Receipt,
        record,
        attempts=tuple(value_of(Attempt, attempt) for attempt in record.attempts),
        warnings=violations_of(record.warnings),
        _newer=record.newer,
    )


def record_of(receipt: Receipt) -> Any:
    """What the native library reads: its records' fields have the names of the values'."""
    named = {one.name: getattr(receipt, one.name) for one in fields(Receipt)}
    named["newer"] = named.pop("_newer")
    named["http_status"] = _status(receipt.http_status)
    named["attempts"] = [
        replace(one, http_status=_status(one.http_status)) for one in receipt.attempts
    ]
    return native.ReceiptData(**named)


def _status(number: int | None) -> int | None:
    return None if number is None else within_reach(number)

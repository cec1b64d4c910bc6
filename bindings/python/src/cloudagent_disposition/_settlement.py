from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ._bridge import call, native
from ._checks import code, text
from ._enums import Advice, Api, Effect, FailKind, Finding, NotSentKind, Outcome, UncertainKind
from ._errors import accepted
from ._forgetful import forgetful
from ._listing import kind_of
from ._receipt import Receipt, receipt_of, record_of
from ._records import CallRecord, NoRecords, Records, call_record_of, record_of_call
from ._request import DispositionRequest
from ._request import record_of as record_of_request
from ._typing import Any
from ._value import Value, value_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup(Value):
    """What became of a look-up that brought no list."""

    outcome: Outcome | None = None
    """What the vendor said, where a reply came."""
    kind: NotSentKind | UncertainKind | None = None
    """Why no reply came, where none did."""
    advice: Advice
    """What to do about the look-up itself."""
    retry_after_seconds: int | None = None
    """How long to wait before looking again, in seconds, where the server said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement(Value):
    """What records say of a disposition that was sent: `settle` makes them, and a client's
    `look_up`.
    """

    finding: Finding
    """What was found."""
    effect: Effect
    """What that says of the disposition. `NOT_APPLIED` means here: not in force."""
    advice: Advice
    """What to do next."""
    may_resend: bool = False
    """Always no: a record is no reason to send anything again without a person's look at it."""
    look_again_seconds: int | None = None
    """After how many seconds looking again may say more, where it may."""
    record: CallRecord | None = None
    """The record that decided."""
    lookup: Lookup | None = None
    """What came of the look-up itself, where it brought no list."""
    sentence: str
    """What was found and what to do, for a person: the same in every language."""
    ucid: str
    """The ucid that it was made for."""
    disposition: str
    """The disposition that it was made for."""


def settlement_of(record: Any) -> Settlement:
    row, lookup = record.record, record.lookup
    return value_of(
        Settlement,
        record,
        record=None if row is None else call_record_of(row),
        lookup=None if lookup is None else _lookup_of(lookup),
    )


def _lookup_of(record: Any) -> Lookup:
    kind = record.kind
    return value_of(Lookup, record, kind=None if kind is None else kind_of(kind))


def looked_up(answer: Any) -> list[Settlement]:
    """What came of a look-up.

    Raises:
        Invalid: It can't be asked so.
    """
    return [settlement_of(one) for one in accepted(answer).settlements]


@forgetful
def settle(
    request: DispositionRequest,
    records: Records | CallRecord | NoRecords | FailKind | NotSentKind | UncertainKind,
    *,
    api: Api,
) -> Settlement:
    """Says what records tell of a disposition that was sent. It sends nothing.

    Only the rows of this leg of the call count, and nothing becomes "not applied" by being absent.

    Args:
        request: What was sent.
        records: A list, or one record such as a callback's; or what came instead of a list: a
            `NoRecords`, or the kind of failure where no reply came.
        api: The API that it was sent by.

    Raises:
        Invalid: The request has no ucid or no disposition.
        TypeError: An argument has the wrong type.
        ValueError: A text holds a lone surrogate, or `api` is none of its words.
    """
    what, word = record_of_request(request), str(code("api", Api, api))
    return settlement_of(accepted(call(native.settle, what, word, _found(records))).settlement)


def _found(records: object) -> Any:
    found = native.FoundData
    match records:
        case Records():
            return found.Listed(records=records._handle)
        case CallRecord():
            return found.One(record=record_of_call(records))
        case NoRecords():
            return found.Unlisted(instead=_record_of_none(records))
        case FailKind() | NotSentKind() | UncertainKind():
            return found.Failed(kind=str(records))
    if isinstance(records, Iterable) and not isinstance(records, (str, bytes)):
        raise TypeError("records must be Records: Records(rows) makes one of a list")
    raise TypeError(f"records must be Records or a CallRecord, not {type(records).__name__}")


def _record_of_none(none: NoRecords) -> Any:
    given = {name: getattr(none, name) for name in NoRecords.__slots__}
    return native.NoRecordsData(**{**given, "hint": text("hint", none.hint)})


@forgetful
def settle_receipt(
    receipt: Receipt, request: DispositionRequest, settlement: Settlement
) -> Receipt:
    """The receipt of a request, with what records say since. Where they settle nothing, and where
    the receipt was certain, it comes back as it was.

    A receipt that was `UNKNOWN`, `QUEUED` or `ACCEPTED` becomes `APPLIED` where the disposition
    stands; one that was `UNKNOWN` becomes `NOT_APPLIED` where another one does. It then names the
    finding in `settled`, and may not be sent again.

    Raises:
        Invalid: The settlement was made for another request.
        TypeError: An argument has the wrong type.
        ValueError: A text holds a lone surrogate.
    """
    for name, value, kind in (
        ("receipt", receipt, Receipt),
        ("settlement", settlement, Settlement),
    ):
        if not isinstance(value, kind):
            raise TypeError(f"{name} must be a {kind.__name__}, not {type(value).__name__}")
    given = native.SettlementData(
        finding=str(code("finding", Finding, settlement.finding)),
        effect=str(code("effect", Effect, settlement.effect)),
        advice=str(code("advice", Advice, settlement.advice)),
        may_resend=False,
        look_again_seconds=None,
        # A receipt takes nothing over of these.
        record=None,
        lookup=None,
        sentence=text("sentence", settlement.sentence),
        ucid=text("ucid", settlement.ucid),
        disposition=text("disposition", settlement.disposition),
    )
    what = record_of_request(request)
    return receipt_of(
        accepted(call(native.settle_receipt, record_of(receipt), what, given)).receipt
    )

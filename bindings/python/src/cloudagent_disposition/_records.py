from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ._bridge import call, native
from ._checks import body as checked_body
from ._checks import code, flag, optional_text
from ._checks import http_status as checked_status
from ._enums import Advice, Asked, Outcome
from ._forgetful import forgetful
from ._typing import Any, overload
from ._value import Value, value_of


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CallRecord(Value):
    """What one of the vendor's records says of a call, or of one agent's leg of it.

    A text that is not there, or that says nothing, is None. It holds no secret. It prints its ucid,
    day and status, and the did's last four digits.
    """

    ucid: str | None = None
    """The id of the agent's leg of the call."""
    call_id: str | None = None
    """The id of the call as a whole, also called `monitorUCID`."""
    did: str | None = None
    """The campaign's number."""
    agent_id: str | None = None
    """The agent's login id; a chain `a -> b` where the call was transferred."""
    disposition: str | None = None
    """The disposition."""
    comments: str | None = None
    """The comments."""
    call_date: str | None = None
    """The day on which the call began, `YYYY-MM-DD`, in the account's own zone."""
    start_time: str | None = None
    """When it began, `HH:MM:SS`."""
    end_time: str | None = None
    """When it ended, `HH:MM:SS`; where that is less, on the next day."""
    status: str | None = None
    """The vendor's word for whether it was answered."""
    type: str | None = None
    """The vendor's word for the kind of call."""
    campaign: str | None = None
    """The campaign's name."""

    def to_json(self, *, with_comments: bool = False) -> str:
        """The record as a JSON object with every field, `null` where one is absent. The comments,
        which are the customer's matter, are in it only where they are asked for.
        """
        flag("with_comments", with_comments)
        written: str = call(native.call_record_to_json, record_of_call(self), with_comments)
        return written

    def __repr__(self) -> str:
        if not hasattr(self, _FIELDS[-1]):
            return "<unfinished CallRecord>"
        did = None if self.did is None else f"…{self.did[-4:]}"
        return (
            f"CallRecord(ucid={self.ucid!r}, call_date={self.call_date!r}, "
            f"status={self.status!r}, did={did!r}, …)"
        )


_FIELDS = CallRecord.__slots__


class _Filling(Value):
    """A record that is being made: a frozen one is filled in eight times as long."""

    __slots__ = _FIELDS


def call_record_of(record: Any) -> CallRecord:
    one: Any = _Filling()
    one.ucid = record.ucid
    one.call_id = record.call_id
    one.did = record.did
    one.agent_id = record.agent_id
    one.disposition = record.disposition
    one.comments = record.comments
    one.call_date = record.call_date
    one.start_time = record.start_time
    one.end_time = record.end_time
    one.status = record.status
    one.type = record.type
    one.campaign = record.campaign
    one.__class__ = CallRecord
    made: CallRecord = one
    return made


def record_of_call(record: object) -> Any:
    """The record as the native library takes it.

    Raises:
        TypeError: It is none, or a field of it is no text.
        ValueError: A text holds a lone surrogate.
    """
    if not isinstance(record, CallRecord):
        raise TypeError(f"a record must be a CallRecord, not {type(record).__name__}")
    return native.CallRecordData(*(optional_text(name, getattr(record, name)) for name in _FIELDS))


_PAGE = 512
"""How many records cross at once where somebody goes through a list."""


class Records(Sequence[CallRecord]):
    """A list of call records: a sequence of `CallRecord`, made by `classify_records`. An empty one
    proves nothing of a disposition.

    The records stay in the native library until somebody asks for them: a day of calls is 50,000 of
    them, and `settle` needs none here. It prints its size.

    Args:
        records: What is on it, for tests.
        truncated: The reader stopped at a limit.
        in_words: The server said in words that there is none.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: A text holds a lone surrogate.
    """

    __slots__ = ("_count", "_handle", "_in_words", "_truncated")

    _handle: Any
    _count: int
    _truncated: bool
    _in_words: bool

    @forgetful
    def __init__(
        self,
        records: Iterable[CallRecord] = (),
        *,
        truncated: bool = False,
        in_words: bool = False,
    ) -> None:
        rows = [record_of_call(record) for record in records]
        flags = flag("truncated", truncated), flag("in_words", in_words)
        self._keep(call(native.RecordsHandle.of, rows, *flags), len(rows), *flags)

    def _keep(self, handle: Any, count: int, truncated: bool, in_words: bool) -> None:
        self._handle, self._count = handle, count
        self._truncated, self._in_words = truncated, in_words

    @property
    def truncated(self) -> bool:
        """Whether the reader stopped at a limit: there may be more."""
        return self._truncated

    @property
    def in_words(self) -> bool:
        """Whether the server said in words that there is none, which it also says to a wrong
        key.
        """
        return self._in_words

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> CallRecord: ...

    @overload
    def __getitem__(self, place: slice) -> list[CallRecord]: ...

    def __getitem__(self, place: int | slice) -> CallRecord | list[CallRecord]:
        places = range(self._count)[place]
        if isinstance(places, int):
            return self._rows(places, 1)[0]
        if not places:
            return []
        first = min(places[0], places[-1])
        rows = self._rows(first, max(places[0], places[-1]) - first + 1)
        return [rows[at - first] for at in places]

    def __iter__(self) -> Iterator[CallRecord]:
        for first in range(0, self._count, _PAGE):
            yield from self._rows(first, _PAGE)

    def _rows(self, first: int, count: int) -> list[CallRecord]:
        return [call_record_of(row) for row in call(self._handle.rows, first, count)]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Records):
            return NotImplemented
        same: bool = call(self._handle.same_as, other._handle)
        return same

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        if not hasattr(self, "_in_words"):
            return "<unfinished Records>"
        return f"<{self._count} Records{', truncated' if self._truncated else ''}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (list(self), self._truncated, self._in_words)

    def __copy__(self) -> Records:
        return self

    def __deepcopy__(self, memo: object) -> Records:
        return self


@forgetful
def _restored(records: list[CallRecord], truncated: bool, in_words: bool) -> Records:
    return Records(records, truncated=truncated, in_words=in_words)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRecords(Value):
    """What came instead of a list of records.

    It has no effect, on purpose: a look-up that failed says nothing of a disposition. It has no
    text that could hold a secret.
    """

    outcome: Outcome
    """What the vendor said."""
    advice: Advice
    """What to do about the look-up; never `CHECK_FIRST`, since it changes nothing."""
    retry_after_seconds: int | None = None
    """How long to wait before asking again, in seconds, where the server said so."""
    status: str | None = None
    """The vendor's status word, where it is a known one."""
    details: str | None = None
    """The vendor's text, as far as a row of the table has it."""
    recognised: bool = False
    """Whether a row of the table of texts matched."""
    hint: str
    """What happened and what to do about it, for a person."""


@forgetful
def classify_records(
    http_status: int,
    body: bytes,
    *,
    retry_after: str | None = None,
    date: str | None = None,
    asked: Asked = Asked.ONE_CALL,
) -> Records | NoRecords:
    """Says what the reply to a request for records means: the list, which may be empty, or what
    else it says. Total: any status and any bytes have an answer.

    Args:
        http_status: The reply's status. A number outside 100 to 999 stands for none.
        body: Its body; one that is compressed with gzip may stay so.
        retry_after: Its header `Retry-After`.
        date: Its header `Date`, from which a `Retry-After` that is a date is counted.
        asked: What was asked for, which says how much of the reply is read.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: A text holds a lone surrogate, or `asked` is none of its words.
    """
    received = native.HttpReplyData(
        status=checked_status(http_status),
        body=checked_body(body),
        retry_after=optional_text("retry_after", retry_after),
        date=optional_text("date", date),
    )
    read = call(native.classify_records, received, str(code("asked", Asked, asked)))
    if isinstance(read, native.RecordsRead.Unlisted):
        return value_of(NoRecords, read.instead)
    size, listed = read.size, Records.__new__(Records)
    listed._keep(read.records, size.count, size.truncated, size.in_words)
    return listed

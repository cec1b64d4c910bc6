from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from ._bridge import call, native
from ._checks import body as checked_body
from ._checks import code, optional_text
from ._checks import http_status as checked_status
from ._enums import Advice, Api, Effect, Outcome
from ._forgetful import forgetful
from ._reply import Reply
from ._typing import Any, overload

# The library names a code by its place in the enum.
_OUTCOMES, _EFFECTS, _ADVICE = tuple(Outcome), tuple(Effect), tuple(Advice)
# More than this does not cross at once.
_MOST_BYTES = 2**31 - 2**20


class Replies(Sequence[Reply]):
    """What many replies meant, in their order: a sequence of `Reply`, made by `classify_many`.

    Each field of `Reply` is a column here: `replies.outcome[3]` is `replies[3].outcome`. A column
    is read when it is first asked for, and one that nobody asks for costs nothing. A pickle of it
    is that of a list of `Reply`.
    """

    _columns: Any

    def __init__(self) -> None:
        raise TypeError("Replies are made by classify_many")

    def __reduce__(self) -> tuple[Any, ...]:
        # The columns name codes by their places, which another version may have changed.
        return list, (list(self),)

    def __copy__(self) -> Replies:
        return self

    def __deepcopy__(self, memo: object) -> Replies:
        return self

    @cached_property
    def outcome(self) -> tuple[Outcome, ...]:
        """What the vendor said."""
        return tuple(map(_OUTCOMES.__getitem__, self._columns.outcome))

    @cached_property
    def effect(self) -> tuple[Effect, ...]:
        """What happened to the disposition."""
        return tuple(map(_EFFECTS.__getitem__, self._columns.effect))

    @cached_property
    def advice(self) -> tuple[Advice, ...]:
        """What to do next."""
        return tuple(map(_ADVICE.__getitem__, self._columns.advice))

    @cached_property
    def ucid(self) -> tuple[str | None, ...]:
        """The call's unique id as the vendor repeats it."""
        return self._texts(self._columns.ucid)

    @cached_property
    def did(self) -> tuple[str | None, ...]:
        """The did as the vendor repeats it."""
        return self._texts(self._columns.did)

    @cached_property
    def action(self) -> tuple[str | None, ...]:
        """The action as the vendor repeats it."""
        return self._texts(self._columns.action)

    @cached_property
    def retry_after_seconds(self) -> tuple[int | None, ...]:
        """How long to wait, in seconds, at most 24 hours."""
        waits = self._columns.retry_after_seconds
        if not waits:
            return (None,) * len(self)
        return tuple(None if wait < 0 else wait for wait in waits)

    @cached_property
    def status(self) -> tuple[str | None, ...]:
        """The vendor's status word, for logs."""
        return self._texts(self._columns.status)

    @cached_property
    def details(self) -> tuple[str | None, ...]:
        """The vendor's text, for logs."""
        return self._texts(self._columns.details)

    @cached_property
    def recognised(self) -> tuple[bool, ...]:
        """Whether the vendor's words are known."""
        return tuple(map(bool, self._columns.recognised))

    @cached_property
    def hint(self) -> tuple[str, ...]:
        """What happened and what to do about it, for a person."""
        return tuple(map(self._columns.hints.__getitem__, self._columns.hint))

    def _texts(self, column: str | None) -> tuple[str | None, ...]:
        """A column of texts: the native library says how one crosses."""
        if column is None:
            return (None,) * len(self)
        texts: list[str | None] = [*column.split("\n")]
        if "\0" in column:
            texts = [None if one == "\0" else one for one in texts]
        return tuple(texts)

    def _rows(self) -> tuple[tuple[Any, ...], ...]:
        return (
            self.outcome,
            self.effect,
            self.advice,
            self.ucid,
            self.did,
            self.action,
            self.retry_after_seconds,
            self.status,
            self.details,
            self.recognised,
            self.hint,
        )

    def __len__(self) -> int:
        return len(self._columns.outcome)

    @overload
    def __getitem__(self, place: int) -> Reply: ...

    @overload
    def __getitem__(self, place: slice) -> list[Reply]: ...

    def __getitem__(self, place: int | slice) -> Reply | list[Reply]:
        if isinstance(place, slice):
            return [
                _reply(*values)
                for values in zip(*(one[place] for one in self._rows()), strict=True)
            ]
        return _reply(*(one[place] for one in self._rows()))

    def __iter__(self) -> Iterator[Reply]:
        return map(_reply, *self._rows())

    def __repr__(self) -> str:
        return f"<{len(self)} Replies>"


def _replies(columns: Any) -> Replies:
    made = Replies.__new__(Replies)
    made._columns = columns
    return made


def _reply(
    outcome: Outcome,
    effect: Effect,
    advice: Advice,
    ucid: str | None,
    did: str | None,
    action: str | None,
    retry_after_seconds: int | None,
    status: str | None,
    details: str | None,
    recognised: bool,
    hint: str,
) -> Reply:
    return Reply(
        outcome=outcome,
        effect=effect,
        advice=advice,
        ucid=ucid,
        did=did,
        action=action,
        retry_after_seconds=retry_after_seconds,
        status=status,
        details=details,
        recognised=recognised,
        hint=hint,
    )


@forgetful
def classify_many(
    bodies: Iterable[bytes],
    *,
    http_status: int | Iterable[int] = 200,
    retry_after: Iterable[str | None] | None = None,
    date: Iterable[str | None] | None = None,
    api: Api | None = None,
) -> Replies:
    """`classify` for many replies in one call, such as a table of stored bodies: it costs a tenth
    of one call each, and less where only columns are looked at. The GIL is released meanwhile.

    Args:
        bodies: The replies' bodies, undecoded.
        http_status: The status of all of them, or one for each.
        retry_after: Their headers `Retry-After`, one for each.
        date: Their headers `Date`, one for each.
        api: The API that was called, where it is known: some hints differ.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: There are not as many statuses or headers as bodies, the bodies hold more than
            2 GiB, a text holds a lone surrogate, or `api` is none of its words.
    """
    if isinstance(bodies, (str, bytes, bytearray, memoryview)):
        raise TypeError("bodies must be several bodies: for one there is classify")
    given = list(bodies)
    if any(kind is not bytes for kind in set(map(type, given))):
        given = [checked_body(one) for one in given]
    lengths = list(map(len, given))
    if sum(lengths) > _MOST_BYTES:
        raise ValueError("bodies hold more than 2 GiB: give them in several calls")
    count = len(given)
    one_for_all = isinstance(http_status, int)
    statuses = [http_status] if one_for_all else _each("http_status", http_status, count)
    batch = native.ReplyBatch(
        b"".join(given),
        lengths,
        [checked_status(one) for one in statuses],
        _headers("retry_after", retry_after, count),
        _headers("date", date, count),
        None if api is None else code("api", Api, api),
    )
    return _replies(call(native.classify_many, batch))


def _each(name: str, values: object, count: int) -> list[object]:
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise TypeError(f"{name} must have a value for each body, not {type(values).__name__}")
    each = list(values)
    if len(each) != count:
        raise ValueError(f"{name} has {len(each)} values, for {count} bodies")
    return each


def _headers(name: str, values: object, count: int) -> list[str | None]:
    if values is None:
        return []
    return [optional_text(name, one) for one in _each(name, values, count)]

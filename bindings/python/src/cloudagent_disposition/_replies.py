from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from operator import itemgetter

from ._bridge import call, native
from ._checks import body as checked_body
from ._checks import code, optional_text
from ._checks import http_status as checked_status
from ._enums import Advice, Api, Effect, Outcome
from ._forgetful import forgetful
from ._reply import Reply, reply
from ._typing import Any, overload

# The library names a code by its place in the enum.
_CODES: dict[str, tuple[Any, ...]] = {
    "outcome": tuple(Outcome), "effect": tuple(Effect), "advice": tuple(Advice),
}  # fmt: skip
# More than this does not cross at once.
_MOST_BYTES = 2**31 - 2**20


class _Column(cached_property[Any]):
    """A column, which is read when it is first asked for."""

    def __init__(self) -> None:
        super().__init__(lambda replies: _values(str(self.attrname), replies._columns))


_column: Any = _Column


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

    outcome: tuple[Outcome, ...] = _column()
    """What the vendor said."""
    effect: tuple[Effect, ...] = _column()
    """What happened to the disposition."""
    advice: tuple[Advice, ...] = _column()
    """What to do next."""
    ucid: tuple[str | None, ...] = _column()
    """The call's unique id as the vendor repeats it."""
    did: tuple[str | None, ...] = _column()
    """The did as the vendor repeats it."""
    action: tuple[str | None, ...] = _column()
    """The action as the vendor repeats it."""
    retry_after_seconds: tuple[int | None, ...] = _column()
    """How long to wait, in seconds, at most 24 hours."""
    status: tuple[str | None, ...] = _column()
    """The vendor's status word, for logs."""
    details: tuple[str | None, ...] = _column()
    """The vendor's text, for logs."""
    recognised: tuple[bool, ...] = _column()
    """Whether the vendor's words are known."""
    hint: tuple[str, ...] = _column()
    """What happened and what to do about it, for a person."""

    def _rows(self) -> list[tuple[Any, ...]]:
        return [getattr(self, name) for name in Reply.__slots__]

    def __len__(self) -> int:
        return len(self._columns.outcome)

    @overload
    def __getitem__(self, place: int) -> Reply: ...

    @overload
    def __getitem__(self, place: slice) -> list[Reply]: ...

    def __getitem__(self, place: int | slice) -> Reply | list[Reply]:
        if isinstance(place, slice):
            return [*map(reply, *(one[place] for one in self._rows()))]
        return reply(*(one[place] for one in self._rows()))

    def __iter__(self) -> Iterator[Reply]:
        return map(reply, *self._rows())

    def __repr__(self) -> str:
        return f"<{len(self)} Replies>"


def _values(name: str, columns: Any) -> tuple[Any, ...]:
    """A column's values. How they cross says the native library: `ReplyColumns`."""
    column: bytes | None = getattr(columns, name)
    if column is None:
        return (None,) * len(columns.outcome)
    if name in _CODES:
        return _picked(_CODES[name], column)
    if name == "recognised":
        return _picked((False, True), column)
    if name == "hint":
        return _picked(columns.hints, column)
    if name == "retry_after_seconds":
        waits = struct.unpack(f">{len(column) // 4}i", column)
        return tuple(None if wait < 0 else wait for wait in waits)
    texts = column.decode().split("\n")
    return tuple(None if one == "\0" else one for one in texts) if b"\0" in column else tuple(texts)


def _picked(values: Sequence[Any], places: bytes) -> tuple[Any, ...]:
    """The values at these places, in a fifth of the time that a loop takes. Two more are asked for,
    since for one place alone there would be no tuple.
    """
    return itemgetter(*places, 0, 0)(values)[:-2] if places else ()


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
        ValueError: There are not as many statuses or headers as bodies, all of them are more than
            2 GiB, a text holds a lone surrogate, or `api` is none of its words.
    """
    if isinstance(bodies, (str, bytes, bytearray, memoryview)):
        raise TypeError("bodies must be several bodies: for one there is classify")
    given = list(bodies)
    count = len(given)
    if list(map(type, given)).count(bytes) != count:
        given = [checked_body(one) for one in given]
    lengths = list(map(len, given))
    one_for_all = isinstance(http_status, int)
    statuses = [http_status] if one_for_all else _each("http_status", http_status, count)
    headers = _headers("retry_after", retry_after, count), _headers("date", date, count)
    # A length and a status take four bytes each, a header five and those of its text.
    texts = sum(5 + 4 * len(one or "") for each in headers for one in each)
    if sum(lengths) + 8 * count + texts > _MOST_BYTES:
        raise ValueError("bodies and headers are more than 2 GiB: give them in several calls")
    batch = native.ReplyBatch(
        b"".join(given),
        struct.pack(f">{count}I", *lengths),
        struct.pack(f">{len(statuses)}i", *map(checked_status, statuses)),
        *headers,
        None if api is None else code("api", Api, api),
    )
    made = Replies.__new__(Replies)
    made._columns = call(native.classify_many, batch)
    return made


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

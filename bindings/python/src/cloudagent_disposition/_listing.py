from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ._bridge import call, native
from ._checks import text
from ._enums import Advice, NotSentKind, Outcome, UncertainKind
from ._errors import accepted
from ._forgetful import forgetful
from ._request import DispositionRequest, record_of
from ._typing import Any
from ._value import Value, value_of
from ._violation import Violation, violations_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionList(Value):
    """What came of asking for a campaign's dispositions.

    It says nothing of any call: whoever asks again can do no harm. It holds no text of the
    server's but the list.
    """

    dispositions: tuple[str, ...] | None
    """The dispositions, as the server spells them; None where no list came. An empty list is one.
    """
    outcome: Outcome | None
    """What the vendor said instead of a list, where a reply came."""
    kind: NotSentKind | UncertainKind | None
    """Why no reply came, where none did."""
    advice: Advice
    """What to do: it is about this question alone."""
    http_status: int | None
    """The reply's HTTP status, where one came."""
    retry_after_seconds: int | None
    """How long to wait before asking again, in seconds, where the server said so."""
    sentence: str
    """What came of it and what to do, for a person: the same in every language."""


def list_of(record: Any) -> DispositionList:
    names, kind = record.dispositions, record.kind
    return value_of(
        DispositionList,
        record,
        dispositions=None if names is None else tuple(names),
        kind=None if kind is None else kind_of(kind),
    )


def listed(answer: Any) -> DispositionList:
    """What came of asking.

    Raises:
        Invalid: It can't be asked so.
    """
    return list_of(accepted(answer).list)


def kind_of(word: str) -> NotSentKind | UncertainKind:
    try:
        return NotSentKind(word)
    except ValueError:
        return UncertainKind(word)


@forgetful
def check_disposition(listed: Iterable[str], request: DispositionRequest) -> Violation | None:
    """Says where a request's disposition is not among those of its campaign, before it is sent: a
    warning, since the list can be older than the campaign. Capitals and spacing count.

        names = client.list_dispositions("1042").dispositions
        warning = check_disposition(names, request) if names is not None else None

    What `validate` says it does not say again: a request without a disposition gets no warning.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: A text holds a lone surrogate.
    """
    if isinstance(listed, str):
        raise TypeError("listed: a list of texts, not one text")
    names = [text("listed", one) for one in listed]
    found = call(native.check_disposition, names, record_of(request))
    return None if found is None else violations_of([found])[0]

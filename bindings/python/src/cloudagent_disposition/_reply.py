from __future__ import annotations

from dataclasses import dataclass

from ._enums import Advice, Effect, Outcome
from ._typing import Any
from ._value import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Value):
    """What one HTTP reply meant.

    Its texts are the vendor's own words: where the vendor repeats what was sent, they hold it. A
    `Receipt`'s texts are scrubbed, since a client knows what must not be repeated.
    """

    outcome: Outcome
    """What the vendor said."""
    effect: Effect
    """What happened to the disposition."""
    advice: Advice
    """What to do next."""
    ucid: str | None
    """The call's unique id as the vendor repeats it."""
    did: str | None
    """The did as the vendor repeats it."""
    action: str | None
    """The action as the vendor repeats it."""
    retry_after_seconds: int | None
    """How long to wait, in seconds, at most 24 hours."""
    status: str | None
    """The vendor's status word, for logs."""
    details: str | None
    """The vendor's text, for logs."""
    recognised: bool
    """Whether the vendor's words are known."""
    hint: str
    """What happened and what to do about it, for a person."""


class _Filling(Value):
    """A reply that is being made. A frozen one could only be filled by a call for each field, which
    takes eight times as long.
    """

    __slots__ = Reply.__slots__


def reply(
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
    """A reply of its fields, in their order."""
    one: Any = _Filling()
    one.outcome = outcome
    one.effect = effect
    one.advice = advice
    one.ucid = ucid
    one.did = did
    one.action = action
    one.retry_after_seconds = retry_after_seconds
    one.status = status
    one.details = details
    one.recognised = recognised
    one.hint = hint
    one.__class__ = Reply
    made: Reply = one
    return made


# Looked up here, a word costs a tenth of what the enum's own call does.
_OUTCOMES = {one.value: one for one in Outcome}
_EFFECTS = {one.value: one for one in Effect}
_ADVICE = {one.value: one for one in Advice}


def reply_of(record: Any) -> Reply:
    return reply(
        _OUTCOMES[record.outcome],
        _EFFECTS[record.effect],
        _ADVICE[record.advice],
        record.ucid,
        record.did,
        record.action,
        record.retry_after_seconds,
        record.status,
        record.details,
        record.recognised,
        record.hint,
    )

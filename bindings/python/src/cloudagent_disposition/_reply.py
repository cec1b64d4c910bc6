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


# Looked up here, a word costs a tenth of what the enum's own call does.
_OUTCOMES = {one.value: one for one in Outcome}
_EFFECTS = {one.value: one for one in Effect}
_ADVICE = {one.value: one for one in Advice}


def reply_of(record: Any) -> Reply:
    return Reply(
        outcome=_OUTCOMES[record.outcome],
        effect=_EFFECTS[record.effect],
        advice=_ADVICE[record.advice],
        ucid=record.ucid,
        did=record.did,
        action=record.action,
        retry_after_seconds=record.retry_after_seconds,
        status=record.status,
        details=record.details,
        recognised=record.recognised,
        hint=record.hint,
    )

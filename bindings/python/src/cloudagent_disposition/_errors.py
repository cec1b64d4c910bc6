"""How things fail.

Invalid(ValueError)            the input of a function without I/O can't be used
DispositionError               what became of a call, told apart by what happened to it
  InvalidRequest (and Invalid)   the request or a setting is wrong: nothing was sent
  NotSent                        no attempt left this machine
  Refused                        a reply came: not applied
  Uncertain                      it may have been applied: look before sending again
InternalError(RuntimeError)    a bug in the library
"""

from __future__ import annotations

from collections.abc import Iterable

from ._bridge import native
from ._enums import Advice, Effect, NotSentKind, UncertainKind
from ._receipt import Receipt, receipt_of
from ._typing import Any
from ._violation import Violation, violations_of


class Invalid(ValueError):
    """The input of a function without I/O can't be used; `violations` says everything that is
    wrong with it.
    """

    violations: tuple[Violation, ...]
    """Everything that is wrong, in the order of the fields. Never empty."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        self.violations = tuple(violations)
        super().__init__(self.violations)

    def __str__(self) -> str:
        return " ".join(str(violation) for violation in self.violations)


class DispositionError(Exception):
    """A call did not end well. Its class says what happened to the call, and so does `effect`.

    It prints a sentence for a person: what happened and what to do about it.
    """

    receipt: Receipt
    """What became of the call."""

    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt
        super().__init__(receipt)

    @property
    def effect(self) -> Effect:
        """What happened to the disposition."""
        return self.receipt.effect

    @property
    def advice(self) -> Advice:
        """What to do next."""
        return self.receipt.advice

    @property
    def may_resend(self) -> bool:
        """Whether the same request may be sent again, after a wait: all that a job queue's retry
        rule needs.
        """
        return self.receipt.may_resend

    def __str__(self) -> str:
        return self.receipt.sentence

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.receipt.sentence!r})"


class InvalidRequest(DispositionError, Invalid):
    """The request is wrong, or a setting of the client. Nothing was sent."""

    def __init__(self, receipt: Receipt, violations: Iterable[Violation]) -> None:
        self.receipt = receipt
        self.violations = tuple(violations)
        Exception.__init__(self, receipt, self.violations)


class NotSent(DispositionError):
    """No attempt left this machine."""

    kind: NotSentKind
    """Why."""

    def __init__(self, receipt: Receipt, kind: NotSentKind) -> None:
        self.receipt = receipt
        self.kind = kind
        Exception.__init__(self, receipt, kind)


class Refused(DispositionError):
    """A reply came, and the disposition was not applied. The receipt's `outcome` says why."""


class Uncertain(DispositionError):
    """The disposition may have been applied: look before sending it again, by `look_up` or in
    CloudAgent.
    """

    kind: UncertainKind
    """Why it is not known."""

    def __init__(self, receipt: Receipt, kind: UncertainKind) -> None:
        self.receipt = receipt
        self.kind = kind
        Exception.__init__(self, receipt, kind)


def settled(result: Any) -> Receipt:
    """The receipt of a call that went well.

    Raises:
        DispositionError: It did not.
    """
    receipt = receipt_of(result.receipt)
    match result:
        case native.CallResult.Done():
            return receipt
        case native.CallResult.Invalid():
            raise InvalidRequest(receipt, violations_of(result.violations))
        case native.CallResult.NotSent():
            raise NotSent(receipt, NotSentKind(result.kind))
        case native.CallResult.Refused():
            raise Refused(receipt)
        case _:
            raise Uncertain(receipt, UncertainKind(result.kind))


def accepted(result: Any) -> Any:
    """What was read or made of an input.

    Raises:
        Invalid: It was refused.
    """
    violations = getattr(result, "violations", None)
    if violations is not None:
        raise Invalid(violations_of(violations))
    return result

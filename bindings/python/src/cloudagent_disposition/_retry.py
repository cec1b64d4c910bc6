from __future__ import annotations

from dataclasses import dataclass

from ._bridge import native
from ._checks import flag, whole
from ._typing import Any
from ._value import Value


@dataclass(frozen=True, slots=True)
class RetryPolicy(Value):
    """When a call sends its request again.

    What is resent by default is only what is known to have had no effect: a request that did not
    leave this machine, and one that was refused with a time to come back. Within the call's
    deadline, after a short random wait, from a budget that the calls of a client share.
    `RetryPolicy.none()` sends once.

    Args:
        attempts: How often one call may send in all: 1 to 10.
        resend_unknown: Whether to send again, too, where nobody knows what happened to the last
            attempt: then **a disposition may be applied twice**. Never where a pause or an
            auto-release is asked for.

    Raises:
        TypeError: An argument has the wrong type.
    """

    attempts: int = 3
    """How often one call may send in all."""
    resend_unknown: bool = False
    """Whether to send again, too, where a disposition may then be applied twice."""

    def __post_init__(self) -> None:
        whole("attempts", self.attempts)
        flag("resend_unknown", self.resend_unknown)

    @classmethod
    def none(cls) -> RetryPolicy:
        """The policy that sends once."""
        return cls(attempts=1)


def record_of_policy(policy: object) -> Any:
    """The policy as the native library takes it.

    Raises:
        TypeError: It is none.
    """
    if not isinstance(policy, RetryPolicy):
        raise TypeError(f"retry must be a RetryPolicy, not {type(policy).__name__}")
    # What is too small or too large for the bridge is so for the core, which says it.
    attempts = min(max(policy.attempts, 0), 255)
    return native.RetryData(attempts=attempts, resend_unknown=policy.resend_unknown)

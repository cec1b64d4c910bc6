"""The words of the contract. Each value *is* its code: `Effect.APPLIED == "applied"`."""

from __future__ import annotations

from enum import Enum


class Code(str, Enum):
    """A set of codes. Most are closed: a new one is a major version, so branch without a default.
    `Outcome`, `Problem`, `Field` and `Finding` say that they are open: minor versions add to them.
    """

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, spec: str) -> str:
        return str.__format__(self, spec)

    def __reduce_ex__(self, protocol: object) -> tuple[type[Code], tuple[str]]:
        return type(self), (str.__str__(self),)

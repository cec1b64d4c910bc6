from __future__ import annotations

from dataclasses import fields

from ._forgetful import forgetful
from ._typing import Any


class Value:
    """What the dataclasses of this package share: they are copied and pickled by their fields'
    names.

    `dataclasses` itself pickles values in the order of the fields: read by a version that has one
    more, each would become its neighbour without a word.
    """

    __slots__ = ()

    def __init_subclass__(cls, **named: Any) -> None:
        super().__init_subclass__(**named)
        # With slots a dataclass is made a second time, with all its methods. The one that refuses
        # a change gets the value that it refuses.
        if "__setattr__" in vars(cls):
            cls.__setattr__ = forgetful(cls.__setattr__)  # type: ignore[method-assign]

    def __reduce__(self) -> tuple[Any, ...]:
        named = {one.name: getattr(self, one.name) for one in fields(self)}  # type: ignore[arg-type]
        return _restored, (type(self), named)


@forgetful
def _restored(kind: type, named: dict[str, Any]) -> Any:
    return kind(**named)

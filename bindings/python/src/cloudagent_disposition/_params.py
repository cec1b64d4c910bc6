from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ._bridge import call, native
from ._checks import code, text
from ._enums import Api
from ._forgetful import forgetful
from ._request import DispositionRequest, request_of
from ._secrets import ApiKey
from ._typing import Any
from ._value import Value
from ._violation import Violation, violations_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Params(Value):
    """What `from_params` read. Blank values are absent."""

    customer: str | None
    """The account's user name, from `customer` or `userName`."""
    api_key: ApiKey | None
    """The account's api key. Opaque."""
    request: DispositionRequest
    """The disposition to set."""
    violations: tuple[Violation, ...]
    """What is wrong: the parameters' own problems first, then those of `validate`."""


@forgetful
def from_params(pairs: Mapping[str, str] | Iterable[tuple[str, str]], *, api: Api) -> Params:
    """Reads a CRM page's raw, already decoded parameters under the vendor's names, compared
    without case.

    Args:
        pairs: The parameters, as a mapping or as (name, value) pairs, which may repeat a name.
        api: The API that they are meant for.

    Raises:
        TypeError: A name or a value is no text. It is told by its position, never repeated.
        ValueError: One of them holds a lone surrogate.
    """
    read = call(native.from_params, _parameters(pairs), code("api", Api, api))
    return Params(
        customer=read.customer,
        api_key=None if read.api_key is None else ApiKey._of(read.api_key),
        request=request_of(read.request),
        violations=violations_of(read.violations),
    )


def _parameters(pairs: object) -> list[Any]:
    items = pairs.items() if isinstance(pairs, Mapping) else pairs
    if isinstance(items, (str, bytes)) or not isinstance(items, Iterable):
        raise TypeError("pairs must be a mapping, or (name, value) pairs")
    parameters = []
    for place, pair in enumerate(items, 1):
        match pair:
            case (name, value):
                name = text(f"the name of parameter {place}", name)
                value = text(f"the value of parameter {place}", value)
                parameters.append(native.ParameterData(name=name, value=value))
            case _:
                raise TypeError(f"parameter {place} must be a pair: (name, value)")
    return parameters

"""The enums are the core's, word for word."""

from __future__ import annotations

import copy
import pickle
from enum import Enum
from typing import Any

import pytest

import cloudagent_disposition as cad
from cloudagent_disposition._bridge import native

# The classes of failure are Python's exception classes.
NOT_AN_ENUM = {"ErrorClass"}
CORE = {one.name: one.codes for one in native.code_sets() if one.name not in NOT_AN_ENUM}


def public_enums() -> dict[str, type[Enum]]:
    public = {name: getattr(cad, name) for name in cad.__all__}
    return {
        name: value
        for name, value in public.items()
        if isinstance(value, type) and issubclass(value, Enum)
    }


def test_every_set_of_codes_is_an_enum_here() -> None:
    # Which proxy a client uses is no code of the core's.
    assert set(public_enums()) - {"Proxy"} == set(CORE)


@pytest.mark.parametrize("name", sorted(CORE))
def test_an_enum_has_the_codes_of_the_core_in_their_order_and_no_other(name: str) -> None:
    kind = public_enums()[name]
    assert [member.value for member in kind] == CORE[name]
    member: Any
    for member in kind:
        assert member.name == member.value.upper()
        assert member == str(member) == f"{member}" == member.value
        assert {member.value: 1}[member] == 1
        assert pickle.loads(pickle.dumps(member)) is copy.deepcopy(member) is member
    with pytest.raises(ValueError):
        kind("from_a_newer_version")

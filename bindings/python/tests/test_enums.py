"""The enums are the core's, word for word."""

from __future__ import annotations

import copy
import pickle
from enum import EnumMeta

import pytest

import cloudagent_disposition as cad
from cloudagent_disposition._bridge import native

# The classes of failure are Python's exception classes.
NOT_AN_ENUM = {"ErrorClass"}
CORE = {one.name: one.codes for one in native.code_sets() if one.name not in NOT_AN_ENUM}


def test_no_enum_is_here_that_is_no_set_of_codes() -> None:
    # Which proxy a client uses is no code of the core's.
    assert {name for name, one in vars(cad).items() if isinstance(one, EnumMeta)} == {
        "Proxy",
        *CORE,
    }


@pytest.mark.parametrize("name", sorted(CORE))
def test_an_enum_has_the_codes_of_the_core_in_their_order_and_no_other(name: str) -> None:
    kind = getattr(cad, name)
    assert [member.value for member in kind] == CORE[name]
    for member in kind:
        assert member.name == member.value.upper()
        assert member == str(member) == f"{member}" == member.value
        assert {member.value: 1}[member] == 1
        assert pickle.loads(pickle.dumps(member)) is copy.deepcopy(member) is member
    with pytest.raises(ValueError):
        kind("from_a_newer_version")

"""The deadline is never early, and soon after."""

from __future__ import annotations

import time
from typing import Any

import pytest
from simulator import REQUEST, Simulator

from cloudagent_disposition import (
    Account,
    Api,
    Client,
    NotSent,
    NotSentKind,
    Uncertain,
    UncertainKind,
)

DEADLINE = 0.12
FAULTS: list[dict[str, Any]] = [
    {"fault": "silent"},
    {"fault": "never_accept"},
    {"fault": "drip", "every_ms": 10},
    {"fault": "drip_headers", "every_ms": 10},
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault["fault"]))
def test_it_holds_against_servers_that_are_silent_or_drip(
    simulator: Simulator, account: Account, fault: dict[str, Any]
) -> None:
    simulator.inject(**fault)
    late = []
    with Client(account, api=Api.POST_API_KEY, base_url=simulator.base_url) as client:
        for _ in range(20):
            begun = time.perf_counter()
            with pytest.raises(Uncertain) as raised:
                client.set_disposition(**REQUEST, deadline=DEADLINE)
            late.append(time.perf_counter() - begun - DEADLINE)
            assert raised.value.kind is UncertainKind.TIMEOUT
    late.sort()
    assert late[0] >= 0, "a call ended early"
    assert late[10] <= 0.05, late


@pytest.mark.parametrize("left", [0, -3, -0.5])
def test_no_time_left_sends_nothing(simulator: Simulator, client: Client, left: float) -> None:
    with pytest.raises(NotSent) as raised:
        client.set_disposition(**REQUEST, deadline=left)
    assert raised.value.kind is NotSentKind.DEADLINE
    assert raised.value.may_resend
    assert simulator.journal()["requests"] == []

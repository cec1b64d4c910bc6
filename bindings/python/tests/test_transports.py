"""The examples' transports over httpx tell what the built-in one tells."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest
from simulator import REQUEST, Simulator

from cloudagent_disposition import (
    Account,
    Api,
    AsyncClient,
    Client,
    DispositionError,
    Receipt,
    RetryPolicy,
)

sys.path.insert(0, str(Path(__file__).parents[3] / "examples/python"))

from httpx_transport import AsyncHttpxTransport, HttpxTransport

FAULTS: dict[str, tuple[dict[str, Any] | None, str, str | None]] = {
    "a reply": (None, "base_url", None),
    "a refused connection": (None, "refuse_url", "connect"),
    "a connection that is never made": (None, "unreachable_url", "connect_timeout"),
    "a name that has no address": (None, "https://nobody.invalid", "name_lookup"),
    "an untrusted server": (None, "tls_url", "tls"),
    "a reset": ({"fault": "reset_after_applied"}, "base_url", "reset"),
    "silence": ({"fault": "silent"}, "base_url", "timeout"),
    "a body in drops": ({"fault": "drip"}, "base_url", "timeout"),
    "half a body": ({"fault": "half_body"}, "base_url", "broken_reply"),
    "a redirect": ({"fault": "redirect", "status": 302}, "base_url", None),
}


def ended(kind: Any, made: Any, address: str, account: Account) -> Receipt:
    transport = made() if made else None
    client = kind(
        account,
        api=Api.POST_API_KEY,
        base_url=address,
        transport=transport,
        retry=RetryPolicy.none(),
        deadline=1,
        connect_timeout=0.4,
    )

    async def work() -> Receipt:
        try:
            told: Receipt = await client.set_disposition(**REQUEST)
        finally:
            if transport:
                await transport.close()
        return told

    try:
        return client.set_disposition(**REQUEST) if kind is Client else asyncio.run(work())
    except DispositionError as error:
        return error.receipt
    finally:
        if transport and kind is Client:
            transport.close()


@pytest.mark.parametrize("name", FAULTS)
def test_ones_own_transport_tells_what_the_built_in_one_tells(
    simulator: Simulator, account: Account, name: str
) -> None:
    fault, address, told = FAULTS[name]
    address = simulator.addresses.get(address, address)
    ways = [
        (Client, None),
        (AsyncClient, None),
        (Client, HttpxTransport),
        (AsyncClient, AsyncHttpxTransport),
    ]
    receipts = []
    for kind, transport in ways:
        simulator.reset()
        if fault:
            simulator.inject(**fault)
        receipts.append(ended(kind, transport, address, account))
        assert simulator.journal()["trap_visits"] == 0
    first = receipts[0]
    assert {one.effect for one in receipts} == {first.effect}
    assert {one.outcome for one in receipts} == {first.outcome}
    kinds = [one.attempts[0].kind for one in receipts]
    assert [None if kind is None else str(kind) for kind in kinds] == [told] * 4

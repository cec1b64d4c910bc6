"""Every case of the shared table of faults, on a GET and on a POST API, against the simulator."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from simulator import COMMENTS, REQUEST, Simulator
from sweep import leaks
from vectors_shared import known

from cloudagent_disposition import (
    Account,
    Api,
    Client,
    DispositionError,
    DispositionRequest,
    InvalidRequest,
    NotSent,
    Refused,
    Uncertain,
)

FILE = json.loads((Path(__file__).parents[3] / "tests/faults/faults.json").read_text())
CLASSES: dict[type[DispositionError], str] = {
    InvalidRequest: "invalid",
    NotSent: "not_sent",
    Refused: "refused",
    Uncertain: "uncertain",
}


def test_the_table_is_of_the_form_that_is_known_here() -> None:
    known(FILE, "format", "cases")
    assert FILE["format"] == 1
    assert FILE["cases"]


@pytest.mark.parametrize("api", [Api.GET_V2, Api.POST_API_KEY])
@pytest.mark.parametrize("case", FILE["cases"], ids=lambda case: case["id"])
def test_a_fault_is_told_as_the_table_says(
    simulator: Simulator, account: Account, case: dict[str, Any], api: Api
) -> None:
    known(case, "id", "fault", "address", "deadline_ms", "connect_timeout_ms", "expect")
    if "fault" in case:
        simulator.inject(**case["fault"])
    names = {"deadline_ms": "deadline", "connect_timeout_ms": "connect_timeout"}
    limits = {names[key]: case[key] / 1000 for key in names if key in case}
    client = Client(account, api=api, base_url=_address(case, simulator), **limits)

    begun = time.monotonic()
    error: DispositionError | None = None
    try:
        receipt = client.set_disposition(DispositionRequest(**REQUEST))
    except DispositionError as raised:
        error, receipt = raised, raised.receipt
    took = time.monotonic() - begun

    journal = simulator.journal()
    told = {
        "class": None if error is None else CLASSES[type(error)],
        "kind": getattr(error, "kind", None),
        "deliveries": [attempt.delivery for attempt in receipt.attempts],
        "received": len(journal["requests"]),
        "applied": any(entry["applied"] for entry in journal["requests"]),
    }
    fields = set(case["expect"]) - set(told)
    told |= {name: getattr(receipt, name) for name in fields}
    assert told == case["expect"]
    assert journal["trap_visits"] == 0, "a redirect was followed"
    if "deadline_ms" in case and error is not None:
        assert took >= case["deadline_ms"] / 1000, "the call ended early"
    if error is not None:
        assert (error.effect, error.advice) == (receipt.effect, receipt.advice)
        assert str(error) == receipt.sentence != ""
    assert leaks("KK-marker/7+canary", client, receipt, *filter(None, [error])) == []
    assert leaks(COMMENTS, receipt, str(error)) == []
    client.close()


def _address(case: dict[str, Any], simulator: Simulator) -> str:
    address: str = case.get("address", "base_url")
    if address == "https":
        return simulator.base_url.replace("http:", "https:")
    return simulator.addresses.get(address, address)

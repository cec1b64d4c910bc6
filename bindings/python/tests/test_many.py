"""Many calls at once on one client, with faults: each reply belongs to its call, none is lost."""

from __future__ import annotations

import asyncio
import gc
import os
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from simulator import REQUEST, Simulator

from cloudagent_disposition import (
    Account,
    Api,
    AsyncClient,
    Client,
    Delivery,
    DispositionError,
    Outcome,
    Receipt,
    RetryPolicy,
)
from cloudagent_disposition._bridge import native

SECONDS = float(os.environ.get("CAD_MANY_SECONDS", "2.5"))
FAULTS = ("reset_before_applied", "reset_after_applied", "half_body", "html_502")
LIVE = {**REQUEST, "ucid": "81891700000000001"}
# What tells a reply to one of these from a reply to another.
ASKED = {
    Outcome.QUEUED: LIVE,
    Outcome.INVALID_AGENT: {**LIVE, "agent_id": "nobody"},
    Outcome.UNKNOWN_CALL: {**LIVE, "ucid": "81891700000009999"},
}


def disturb(simulator: Simulator) -> None:
    for _ in range(20):
        simulator.inject(random.choice(FAULTS), count=1)
        simulator.inject("none", count=random.randrange(1, 60))


class Tally:
    def __init__(self) -> None:
        self.told: Counter[Delivery] = Counter()
        self.replied = 0

    def add(self, expected: Outcome, receipt: Receipt) -> None:
        self.told.update(attempt.delivery for attempt in receipt.attempts)
        assert len(receipt.attempts) == 1
        broken = (None, Outcome.UNAVAILABLE, Outcome.UNRECOGNISED)
        assert receipt.outcome in (expected, *broken), receipt
        self.replied += receipt.outcome is expected


def checked(tally: Tally, simulator: Simulator) -> None:
    arrived = len(simulator.journal()["requests"])
    assert tally.told.total() == arrived, (tally.told, arrived)
    assert tally.replied > arrived / 2


def test_64_threads_share_one_client(simulator: Simulator, account: Account) -> None:
    client = Client(
        account, api=Api.GET_V2, base_url=simulator.base_url, retry=RetryPolicy.none(), deadline=20
    )
    disturb(simulator)
    tally, end = Tally(), time.monotonic() + SECONDS

    def work(number: int) -> list[tuple[Outcome, Receipt]]:
        receipts = []
        while time.monotonic() < end:
            outcome = list(ASKED)[(number := number + 1) % 3]
            try:
                receipt = client.set_disposition(**ASKED[outcome])
            except DispositionError as error:
                receipt = error.receipt
            receipts.append((outcome, receipt))
        return receipts

    with ThreadPoolExecutor(64) as pool:
        for receipts in pool.map(work, range(64)):
            for outcome, receipt in receipts:
                tally.add(outcome, receipt)
    checked(tally, simulator)


def test_1000_tasks_share_one_client(simulator: Simulator, account: Account) -> None:
    gc.collect()
    living = native.live_objects()
    disturb(simulator)
    tally = Tally()

    async def one(client: AsyncClient, number: int) -> None:
        outcome = list(ASKED)[number % 3]
        try:
            receipt = await client.set_disposition(**ASKED[outcome])
        except DispositionError as error:
            receipt = error.receipt
        tally.add(outcome, receipt)

    async def work() -> None:
        client = AsyncClient(
            account,
            api=Api.GET_V2,
            base_url=simulator.base_url,
            retry=RetryPolicy.none(),
            deadline=60,
        )
        await asyncio.gather(*(one(client, number) for number in range(1_000)))

    asyncio.run(work())
    checked(tally, simulator)
    gc.collect()
    assert native.live_objects() <= living

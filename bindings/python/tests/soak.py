"""Full load with faults for as long as one likes: what was told is what arrived, and nothing grows.

Usage: soak.py SECONDS. Starts a simulator of its own, and prints a line every ten seconds: the
calls so far, resident memory in KiB, open descriptors, threads.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from simulator import KEY, REQUEST, Simulator

from cloudagent_disposition import Account, Api, Client, Delivery, DispositionError, Receipt

THREADS = 8
CALLS = 40
"""How many calls a thread makes in a round."""

FAULTS = (
    "none",
    "reset_before_applied",
    "reset_after_applied",
    "close_before_applied",
    "close_after_applied",
    "half_body",
    "silent",
)
GROWTH_KIB = 4_096
"""How much more memory there may be at the end than after the first rounds, which use all of it."""


def usage() -> tuple[int, int, int]:
    """Resident memory in KiB, open descriptors, threads."""
    with open("/proc/self/status") as status:
        fields = dict(line.split(":", 1) for line in status)
    resident = int(fields["VmRSS"].split()[0])
    return resident, len(os.listdir("/proc/self/fd")), int(fields["Threads"])


def call(client: Client) -> Receipt:
    try:
        return client.set_disposition(**REQUEST, deadline=0.3)
    except DispositionError as error:
        return error.receipt


class Tally:
    """What was told, and what arrived, of all rounds.

    A request whose caller had stopped waiting may arrive in the round after its own.
    """

    def __init__(self) -> None:
        self.calls = self.arrived = 0
        self.told: Counter[Delivery] = Counter()

    def one_round(self, pool: ThreadPoolExecutor, client: Client, simulator: Simulator) -> None:
        """Each thread makes its calls, a few of which meet a fault."""
        simulator.reset()
        for _ in range(6):
            simulator.inject(random.choice(FAULTS), count=1)
            simulator.inject("none", count=random.randrange(1, 30))
        for receipt in pool.map(lambda _: call(client), range(THREADS * CALLS)):
            self.calls += 1
            self.told.update(attempt.delivery for attempt in receipt.attempts)
        self.arrived += len(simulator.journal()["requests"])
        replied, unknown = self.told[Delivery.REPLIED], self.told[Delivery.NO_REPLY]
        assert replied <= self.arrived <= replied + unknown, (self.told, self.arrived)


def main(seconds: float) -> None:
    simulator = Simulator()
    client = Client(Account("acme", api_key=KEY), api=Api.GET_V2, base_url=simulator.base_url)
    tally = Tally()
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in range(3):
            tally.one_round(pool, client, simulator)
        memory, descriptors, threads = usage()
        end = time.monotonic() + seconds
        next_line = time.monotonic()
        while time.monotonic() < end:
            tally.one_round(pool, client, simulator)
            if time.monotonic() >= next_line:
                print(tally.calls, *usage(), flush=True)
                next_line += 10
        last = usage()
        print(tally.calls, *last, dict(tally.told), tally.arrived, flush=True)
        assert last[0] <= memory + GROWTH_KIB, (memory, last)
        # Each thread's connection has three, while it is kept.
        assert last[1] <= descriptors + 3 * THREADS, (descriptors, last)
        assert last[2] <= threads, (threads, last)
    simulator.close()


if __name__ == "__main__":
    main(float(sys.argv[1]))

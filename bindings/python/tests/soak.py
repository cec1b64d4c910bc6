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


def one_round(pool: ThreadPoolExecutor, client: Client, simulator: Simulator) -> int:
    """Each thread makes its calls, a few of which meet a fault; what was told is what arrived."""
    simulator.reset()
    for _ in range(6):
        simulator.inject(random.choice(FAULTS), count=1)
        simulator.inject("none", count=random.randrange(1, 30))
    receipts = list(pool.map(lambda _: call(client), range(THREADS * CALLS)))
    told: Counter[Delivery] = Counter()
    for receipt in receipts:
        told.update(attempt.delivery for attempt in receipt.attempts)
    arrived = len(simulator.journal()["requests"])
    replied, unknown = told[Delivery.REPLIED], told[Delivery.NO_REPLY]
    assert replied <= arrived <= replied + unknown, (told, arrived)
    # A call here always finds the server, so that none of its sends stays on this machine.
    assert told[Delivery.NOT_SENT] == 0, told
    return len(receipts)


def main(seconds: float) -> None:
    simulator = Simulator()
    client = Client(Account("acme", api_key=KEY), api=Api.GET_V2, base_url=simulator.base_url)
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in range(3):
            one_round(pool, client, simulator)
        memory, descriptors, threads = usage()
        end = time.monotonic() + seconds
        next_line, calls = time.monotonic(), 0
        while time.monotonic() < end:
            calls += one_round(pool, client, simulator)
            if time.monotonic() >= next_line:
                print(calls, *usage(), flush=True)
                next_line += 10
        last = usage()
        print(calls, *last, flush=True)
        assert last[0] <= memory + GROWTH_KIB, (memory, last)
        # Each thread's driver has three, while it lives.
        assert last[1] <= descriptors + 3 * THREADS, (descriptors, last)
        assert last[2] <= threads, (threads, last)
    simulator.close()


if __name__ == "__main__":
    main(float(sys.argv[1]))

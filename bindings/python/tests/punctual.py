"""How late a call ends after its deadline, or after it was cancelled: the largest of fifty, less
what the machine itself was late.

Usage: punctual.py PLACE (`test_punctual.py` runs each in a process of its own, one after another:
beside others on a busy machine this would measure those)
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from punctual_places import PLACES, REQUEST, Place, error_of

from cloudagent_disposition import CancelToken, DispositionError

SOON = 0.05
"""How soon after its moment a call must have ended."""
CALLS = 50
APART = 0.006
"""So long after one call the next one begins: then their ends hardly meet."""
MOMENT = 0.12
"""When a call ends beside which others go on."""
IN_TURN = 0.03
"""When one ends that is alone."""
ROUNDS = 10
"""What is slow by itself is slow each time; what a busy machine does is not."""


class Peer:
    """A process that only sleeps: what that is late is the machine's. A thread of this one would
    also be late where a call keeps the interpreter to itself.
    """

    PROGRAM = """
import sys, time
for line in sys.stdin:
    moment = float(line)
    time.sleep(max(0, moment - time.monotonic()))
    print(time.monotonic() - moment, flush=True)
"""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-IS", "-c", self.PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        self._lock = threading.Lock()
        self.lates([self.sleep_until(time.monotonic())])

    def sleep_until(self, moment: float) -> float:
        """Has it sleep until then as well; moments come in their order."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{moment}\n")
        return moment

    def begin(self, after: float) -> float:
        """A call begins now, and is to end so long after that: when."""
        with self._lock:
            return self.sleep_until(time.monotonic() + after)

    def lates(self, moments: list[float]) -> dict[float, float]:
        """How late it woke at each of these moments, which are all that it was given."""
        assert self._process.stdout is not None
        told = [float(self._process.stdout.readline()) for _ in moments]
        return dict(zip(sorted(moments), told, strict=True))


@dataclass(frozen=True)
class Way:
    """What ends a call, and how long after its beginning."""

    is_cancel: bool
    after: float

    def __str__(self) -> str:
        return f"{'cancel' if self.is_cancel else 'deadline'} after {self.after:g} s"


Ended = tuple[float, float, Any]
"""The moment at which a call was to end, when it did, and what it raised."""


class Canceller:
    """Cancels calls of other threads, each at its moment; those come in their order."""

    def __init__(self) -> None:
        self._wanted: SimpleQueue[tuple[float, CancelToken]] = SimpleQueue()
        threading.Thread(target=self._work, daemon=True).start()

    def at(self, moment: float, token: CancelToken) -> None:
        self._wanted.put((moment, token))

    def _work(self) -> None:
        while True:
            moment, token = self._wanted.get()
            time.sleep(max(0, moment - time.monotonic()))
            token.cancel()


PEER = Peer()
CANCELLER = Canceller()


def blocking(client: Any, way: Way) -> Ended:
    token = CancelToken()
    limit: dict[str, Any] = {"cancel": token} if way.is_cancel else {"deadline": way.after}
    moment, error = PEER.begin(way.after), None
    if way.is_cancel:
        CANCELLER.at(moment, token)
    try:
        client.set_disposition(REQUEST, **limit)
    except DispositionError as raised:
        error = raised
    return moment, time.monotonic(), error


def in_threads(clients: list[Any], way: Way) -> list[Ended]:
    begin = time.monotonic() + 0.1

    def one(place: int) -> Ended:
        time.sleep(max(0, begin + place * APART - time.monotonic()))
        return blocking(clients[place], way)

    with ThreadPoolExecutor(CALLS) as pool:
        return list(pool.map(one, range(CALLS)))


def in_turn(clients: list[Any], way: Way) -> list[Ended]:
    """In the main thread, which looks for signals meanwhile."""
    return [blocking(client, way) for client in clients]


def in_a_loop(clients: list[Any], way: Way) -> list[Ended]:
    async def one(place: int) -> Ended:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(place * APART)
        limit = {} if way.is_cancel else {"deadline": way.after}
        moment, error = PEER.begin(way.after), None
        task = loop.create_task(clients[place].set_disposition(REQUEST, **limit))
        if way.is_cancel:
            loop.call_at(moment, task.cancel)
        try:
            await task
        except (DispositionError, asyncio.CancelledError) as raised:
            error = error_of(raised)
        return moment, time.monotonic(), error

    async def work() -> list[Ended]:
        return await asyncio.gather(*map(one, range(CALLS)))

    return asyncio.run(work())


RUNNERS = {
    "native": in_threads,
    "driven": in_threads,
    "async": in_a_loop,
    "native in turn": in_turn,
    "driven in turn": in_turn,
}


def on_core() -> tuple[int, int]:
    """How long the main thread ran, and how long it waited for a core, in nanoseconds."""
    ran, waited, _ = Path("/proc/self/schedstat").read_text().split()
    return int(ran), int(waited)


def largest(place: Place, driver: str, way: Way) -> float:
    """How late the latest of fifty calls ended, in the time of a machine that has a core for it: an
    event loop does all the work of fifty calls in one thread, and where other programs take half
    of its core it takes twice as long.
    """
    clients = [place.client(driver.partition(" ")[0]) for _ in range(CALLS)]
    ran, waited = on_core()
    ended = RUNNERS[driver](clients, way)
    ran, waited = (after - before for after, before in zip(on_core(), (ran, waited), strict=True))
    slowed = (ran + waited) / ran if RUNNERS[driver] is not in_threads else 1
    lates = PEER.lates([moment for moment, _, _ in ended])
    kinds = place.cancelled if way.is_cancel else place.late
    for moment, end, error in ended:
        assert end >= moment, f"early by {moment - end} s: {error!r}"
        assert error is not None, "nothing was raised"
        assert getattr(error, "kind", None) in kinds, f"{error!r} where {kinds} is expected"
    return max(end - moment - max(0, lates[moment]) for moment, end, _ in ended) / slowed


def check(place: Place, driver: str, way: Way) -> None:
    latest: list[float] = []
    while not latest or (latest[-1] > SOON and len(latest) < ROUNDS):
        latest.append(largest(place, driver, way))
    told = ", ".join(f"{late * 1000:.1f}" for late in latest)
    print(f"{driver}, {way}: {told} ms", flush=True)
    assert latest[-1] <= SOON, "too late each time"


def main() -> None:
    (name,) = sys.argv[1:]
    with PLACES[name]() as place:
        for driver in place.drivers:
            moment = IN_TURN if RUNNERS[driver] is in_turn else MOMENT
            if place.late:
                check(place, driver, Way(False, place.least + moment))
            check(place, driver, Way(True, moment))


if __name__ == "__main__":
    main()

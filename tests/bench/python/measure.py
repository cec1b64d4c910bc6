"""Rounds of several ways to do one thing, in turn, and what they took: one JSON object a line."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

Way = Callable[[], float]
"""One round of one way to do something: what it took, of whatever is measured."""


def cpu(work: Callable[[], object], calls: int = 1, items: int = 1) -> Way:
    """Nanoseconds of this thread's CPU for each: what else the machine does counts for little."""
    return lambda: _taken(time.thread_time_ns, work, calls) / items


def wall(work: Callable[[], object], calls: int = 1, items: int = 1) -> Way:
    """Nanoseconds by the clock for each, where others work meanwhile."""
    return lambda: _taken(time.perf_counter_ns, work, calls) / items


def _taken(now: Callable[[], int], work: Callable[[], object], calls: int) -> float:
    begun = now()
    for _ in range(calls):
        work()
    return (now() - begun) / calls


def compare(work: str, ours: Way, peers: Mapping[str, Way], rounds: int, **more: Any) -> None:
    """Measures all of them in turn, and prints one row for each peer. The first round warms up.

    Args:
        work: What is done.
        ours: This package's way.
        peers: The other ways, by their names.
        rounds: How many rounds.
        more: Whatever else the rows say: `group`, `clock`, `count`. `most_ratio` is one for all
            peers, or one for some. `floor` is a way too, with its name: what nobody gets below.
    """
    floor = more.pop("floor", {})
    most = more.pop("most_ratio", None)
    ways = {"": ours, **peers, **floor}
    took = [{name: way() for name, way in ways.items()} for _ in range(rounds + 1)][1:]
    for name in floor:
        more["floor"] = {"what": name, "takes": _median(took, name)}
    for name in peers:
        ratios = [one[""] / one[name] for one in took]
        aim = most.get(name) if isinstance(most, dict) else most
        if aim is not None:
            more["most_ratio"] = aim
        else:
            more.pop("most_ratio", None)
        report(
            work=work,
            ours=_median(took, ""),
            beside=name,
            peer=_median(took, name),
            ratio=round(statistics.median(ratios), 3),
            spread=_spread(ratios),
            **more,
        )
    if not peers:
        report(work=work, ours=_median(took, ""), spread=_spread([one[""] for one in took]), **more)


def _median(took: list[dict[str, float]], name: str) -> int:
    return round(statistics.median(one[name] for one in took))


def _spread(values: list[float]) -> float:
    """Half of what lies between the quartiles, as a part of the median."""
    values = sorted(values)
    half = (values[len(values) * 3 // 4] - values[len(values) // 4]) / 2
    return round(half / statistics.median(values), 3)


def report(**row: Any) -> None:
    print(json.dumps(row, ensure_ascii=False), flush=True)

"""What the package costs beside its peers, in one process and in turns: one JSON object a line.

An aim is a ratio to its peer, so that it holds on a slower or busier machine too: classify may take
12 microseconds where `json.loads` and a dictionary take 2.4.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import orjson

from cloudagent_disposition import (
    Account,
    Api,
    DispositionRequest,
    Outcome,
    build_request,
    classify,
    classify_many,
    validate,
)

ROUNDS = 101
BODIES = [
    b'{"status": "Success", "details": "Disposition saved successfully"}',
    b'{"status": "Success", "details": "Disposition updated successfully"}',
    b'{"status": "Fail", "details": "Invalid agent"}',
    b'{"status": "Fail", "details": "Unable to dispose the call"}',
]
MANY = [BODIES[place % len(BODIES)] for place in range(1000)]
KNOWN = {(one["status"], one["details"]): Outcome.SAVED for one in map(json.loads, BODIES)}
ACCOUNT = Account("acme", api_key="KK")
REQUEST = DispositionRequest(
    ucid="81891700000000001",
    did="914000000001",
    agent_id="ravi",
    disposition="Sale",
    comments="Call back",
)
# Of the standard library: what an import needed when the aim was set.
NEEDED = "import ctypes, dataclasses, datetime, enum, threading, typing"


def by_json() -> object:
    body = json.loads(BODIES[0])
    return KNOWN.get((body["status"], body["details"]))


def many_by_orjson() -> object:
    bodies = map(orjson.loads, MANY)
    return [KNOWN.get((body["status"], body["details"])) for body in bodies]


def columns() -> object:
    replies = classify_many(MANY, api=Api.GET_V2)
    return replies.outcome, replies.effect, replies.advice


WORK: list[tuple[str, Callable[[], object], str, Callable[[], object], int, float, str]] = [
    (
        "classify",
        lambda: classify(200, BODIES[0], api=Api.GET_V2),
        "json.loads and a dictionary",
        by_json,
        1,
        12 / 2.4,
        "12 µs where the peer takes 2.4",
    ),
    (
        "classify_many, 3 columns, an item",
        columns,
        "orjson and a dictionary",
        many_by_orjson,
        len(MANY),
        0.6 / 0.67,
        "0.6 µs where the peer takes 0.67",
    ),
    (
        "classify_many, objects, an item",
        lambda: list(classify_many(MANY, api=Api.GET_V2)),
        "orjson and a dictionary",
        many_by_orjson,
        len(MANY),
        3 / 0.67,
        "3 µs where the peer takes 0.67",
    ),
    (
        "validate",
        lambda: validate(ACCOUNT, REQUEST, api=Api.GET_V2),
        "json.loads and a dictionary",
        by_json,
        1,
        25 / 2.4,
        "25 µs where the peer takes 2.4",
    ),
    (
        "build_request",
        lambda: build_request(ACCOUNT, REQUEST, api=Api.GET_V2),
        "json.loads and a dictionary",
        by_json,
        1,
        25 / 2.4,
        "25 µs where the peer takes 2.4",
    ),
]


def nanoseconds(work: Callable[[], object], calls: int) -> float:
    """The processor's time for one call: what else the machine does counts for little."""
    begun = time.thread_time_ns()
    for _ in range(calls):
        work()
    return (time.thread_time_ns() - begun) / calls


def import_nanoseconds(code: str) -> float:
    """The processor's time for a program of that one line."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e9


def report(
    work: str, beside: str, rounds: list[tuple[float, float]], most: float, aim: str
) -> None:
    ours, peers = zip(*rounds, strict=True)
    ratios = sorted(our / peer for our, peer in rounds)
    ratio = statistics.median(ratios)
    half = (ratios[len(ratios) * 3 // 4] - ratios[len(ratios) // 4]) / 2 / ratio
    row = {
        "work": work,
        "beside": beside,
        "ours_ns": round(statistics.median(ours)),
        "peer_ns": round(statistics.median(peers)),
        "ratio": round(ratio, 2),
        "spread": f"±{half:.0%}",
        "aim": aim,
        "met": ratio <= most,
    }
    print(json.dumps(row, ensure_ascii=False), flush=True)


def main() -> None:
    for work, ours, beside, peer, items, most, aim in WORK:
        calls = 1 if items > 1 else 200
        rounds = []
        for _ in range(ROUNDS):
            mine, theirs = nanoseconds(ours, calls), nanoseconds(peer, calls)
            rounds.append((mine / items, theirs / items))
        report(work, beside, rounds[1:], most, aim)
    imports = []
    for _ in range(31):
        empty = import_nanoseconds("pass")
        needed = import_nanoseconds(NEEDED) - empty
        imports.append((import_nanoseconds("import cloudagent_disposition") - empty, needed))
    aim = "28 ms where the peer takes 20"
    report("import", NEEDED.removeprefix("import "), imports[1:], 28 / 20, aim)


main()

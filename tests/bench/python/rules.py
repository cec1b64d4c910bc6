"""What the functions without I/O cost, and an import, beside what a program would do without them.

An aim is a ratio to its peer, so that it holds on a slower or busier machine too: `classify` may take
12 microseconds where `json.loads` and a dictionary take 2.4.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys

import orjson
from measure import Way, compare, cpu

from cloudagent_disposition import (
    Account,
    Api,
    DispositionRequest,
    Outcome,
    Reply,
    build_request,
    classify,
    classify_many,
    validate,
)
from cloudagent_disposition._bridge import native

BODIES = [
    b'{"status": "Success", "details": "Disposition saved successfully"}',
    b'{"status": "Success", "details": "Disposition updated successfully"}',
    b'{"status": "Fail", "details": "Invalid agent"}',
    b'{"status": "Fail", "details": "Unable to dispose the call"}',
]
KNOWN = {(one["status"], one["details"]): Outcome.SAVED for one in map(json.loads, BODIES)}
ACCOUNT = Account("acme", api_key="KK")
REQUEST = DispositionRequest(
    ucid="81891700000000001",
    did="914000000001",
    agent_id="ravi",
    disposition="Sale",
    comments="Call back",
)
BY_JSON = "json.loads and a dictionary"
BY_ORJSON = "orjson and a dictionary"
# Of the standard library: what an import needed when the aim was set.
NEEDED = "import ctypes, dataclasses, datetime, enum, threading, typing"


def by_json() -> object:
    body = json.loads(BODIES[0])
    return KNOWN.get((body["status"], body["details"]))


def one_at_a_time() -> None:
    peer = {BY_JSON: cpu(by_json, 200)}
    # What no call from Python is without: the question's bytes, one foreign function, an answer.
    crossing = {"an empty call by ctypes": cpu(native.live_objects, 200)}
    for work, ours, most in (
        ("classify, one reply", lambda: classify(200, BODIES[0], api=Api.GET_V2), 12 / 2.4),
        ("validate", lambda: validate(ACCOUNT, REQUEST, api=Api.GET_V2), 25 / 2.4),
        ("build_request", lambda: build_request(ACCOUNT, REQUEST, api=Api.GET_V2), 25 / 2.4),
    ):
        compare(
            work,
            cpu(ours, 200),
            peer,
            rounds=60,
            group="rules",
            most_ratio=round(most, 2),
            floor=crossing,
        )


def many_at_once() -> None:
    bodies = [BODIES[place % len(BODIES)] for place in range(1000)]
    count = len(bodies)

    def by_orjson() -> object:
        read = map(orjson.loads, bodies)
        return [KNOWN.get((body["status"], body["details"])) for body in read]

    def columns() -> object:
        replies = classify_many(bodies, api=Api.GET_V2)
        return replies.outcome, replies.effect, replies.advice

    fields = dict.fromkeys(Reply.__slots__)

    def objects() -> object:
        return [Reply(**fields) for _ in bodies]  # type: ignore[arg-type]

    peer = {BY_ORJSON: cpu(by_orjson, items=count)}
    compare(
        "classify_many, 1,000 replies as columns, each",
        cpu(columns, items=count),
        peer,
        rounds=60,
        group="rules",
        most_ratio=0.9,
        floor={
            "two loops in Python over the bodies": cpu(
                lambda: [*map(len, bodies), *map(type, bodies)], items=count
            )
        },
    )
    compare(
        "classify_many, 1,000 replies as objects, each",
        cpu(lambda: list(classify_many(bodies, api=Api.GET_V2)), items=count),
        peer,
        rounds=60,
        group="rules",
        most_ratio=round(3 / 0.67, 2),
        floor={"the dataclass Reply, made by its own constructor": cpu(objects, items=count)},
    )


def from_one_to_a_million() -> None:
    for count in (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000):
        bodies = [BODIES[place % len(BODIES)] for place in range(count)]

        def ours(bodies: list[bytes] = bodies) -> object:
            return classify_many(bodies, api=Api.GET_V2).outcome

        def peer(bodies: list[bytes] = bodies) -> object:
            read = map(orjson.loads, bodies)
            return [KNOWN.get((body["status"], body["details"])) for body in read]

        calls = max(1, 2_000 // count)
        compare(
            "classify_many, one column, each",
            cpu(ours, calls, count),
            {BY_ORJSON: cpu(peer, calls, count)},
            rounds=20 if count <= 10_000 else 3,
            group="series",
            count=count,
        )


def program(code: str) -> Way:
    """The processor's time for a program of that one line, less that of an empty one."""

    def taken(code: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-I", "-c", code], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e9

    return lambda: taken(code) - taken("pass")


def importing() -> None:
    compare(
        "import",
        program("import cloudagent_disposition"),
        {NEEDED.removeprefix("import "): program(NEEDED)},
        rounds=20,
        group="start",
        most_ratio=28 / 20,
        floor={"ctypes, dataclasses and enum alone": program("import ctypes, dataclasses, enum")},
    )


one_at_a_time()
many_at_once()
from_one_to_a_million()
importing()

"""Nothing is left behind: once a program has let go of everything, no memory of it holds the key.

`forgetting.py` uses the key in a process of its own, and this one looks through all memory that the
process can write to. What the program held itself it has wiped, in place.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from simulator import Simulator

from cloudagent_disposition import Api

PROGRAM = Path(__file__).with_name("forgetting.py")
# The end is the same in every spelling, and is searched for by itself too: so a copy is found that
# lost its beginning to a list of free memory.
TAIL = "q7Wm3Xv9Tn5Rb1Lz8Hc4"
KEY = f"KK/scan+{TAIL}"
_BOUND = {"LD_BIND_NOW": "1"}
"""The interpreter looks its functions up when they are first called, unless it is told so. Then the
loader keeps the registers on the stack meanwhile, with what was copied through them: in no memory
of the library's, whose own functions are always looked up at its start.
"""
SPELLINGS = [KEY[2:], f"%2Fscan%2B{TAIL}", TAIL]


def found(way: str, api: Api, *arguments: str, **environment: str) -> list[int]:
    """How often each spelling is in the memory of a process that used the key this way."""
    with subprocess.Popen(
        [sys.executable, PROGRAM, way, api, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **_BOUND, **environment},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(KEY.encode())
        process.stdin.flush()
        # It waits for the end of its input now, or has failed.
        said = process.stdout.readline()
        memory = writable_memory(process.pid) if said else b""
        process.stdin.close()
        assert said == b"done\n", process.stderr.read().decode()
    return [memory.count(spelling.encode()) for spelling in SPELLINGS]


def writable_memory(process: int) -> bytes:
    parts = []
    with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb") as memory:
        for line in maps:
            place, rights, *_ = line.split()
            if rights.startswith("rw"):
                begin, end = (int(number, 16) for number in place.split("-"))
                memory.seek(begin)
                parts.append(memory.read(end - begin))
    return b"\0".join(parts)


@pytest.mark.parametrize("api", list(Api))
@pytest.mark.parametrize(
    "way",
    [
        "nothing_at_all",
        "the_handles",
        "built_requests",
        "a_granted_token",
        "parameters",
        "a_callback",
    ],
)
def test_nothing_is_left_without_a_network(way: str, api: Api) -> None:
    assert found(way, api) == [0, 0, 0]


@pytest.mark.parametrize("api", list(Api))
@pytest.mark.parametrize("address", ["base_url", "tls_url", "refuse_url"])
def test_nothing_is_left_by_the_built_in_transport(
    simulator: Simulator, address: str, api: Api
) -> None:
    certificate = simulator.addresses["tls_certificate"]
    assert found("calls", api, simulator.addresses[address], CERTIFICATE=certificate) == [0, 0, 0]


@pytest.mark.parametrize("fault", ["reset_before_applied", "half_body", "silent"])
def test_nothing_is_left_by_a_call_that_fails(simulator: Simulator, fault: str) -> None:
    simulator.inject(fault)
    assert found("calls", Api.GET_V2, simulator.base_url) == [0, 0, 0]


def test_nothing_is_left_of_a_key_from_a_file(simulator: Simulator, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(KEY)
    variables = {"CLOUDAGENT_CUSTOMER": "acme", "CLOUDAGENT_API_KEY_FILE": str(file)}
    left = found("a_key_from_a_file", Api.GET_V2, simulator.base_url, **variables)
    assert left == [0, 0, 0]


def test_the_search_finds_what_is_there() -> None:
    assert found("a_planted_copy", Api.GET_V2) == [1, 0, 1]
    # A callback's body, as JSON and as a form.
    assert found("a_planted_callback", Api.GET_V2) == [1, 1, 2]
    # What was freed, too, whose beginning may be overwritten.
    assert found("a_freed_copy", Api.GET_V2)[2] == 1

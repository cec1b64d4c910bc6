"""Processes share one token, over a file and over Redis: few are made, and no call fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue

import pytest
from simulator import Simulator
from waiting import until

HERE = Path(__file__).parent
PROCESSES = 8
CALLS = int(os.environ.get("CAD_SHARED_CALLS", "200"))


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Redis without a port and without a file of its own."""
    path = tmp_path_factory.mktemp("redis") / "socket"
    quiet = ["--port", "0", "--save", "", "--appendonly", "no", "--logfile", "/dev/null"]
    server = subprocess.Popen(["redis-server", *quiet, "--unixsocket", str(path)])
    until(path.exists)
    yield f"unix:{path}"
    server.terminate()
    server.wait(20)


@pytest.fixture(params=["file", "redis"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    over_redis: Callable[[], str] = lambda: request.getfixturevalue("redis")  # noqa: E731
    return str(tmp_path / "token") if request.param == "file" else over_redis()


def worker(simulator: Simulator, store: str, calls: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "sharing.py", simulator.base_url, store, str(calls)],
        cwd=HERE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_8_processes_need_a_token_for_each_time_that_it_ends(store: str) -> None:
    with closing(Simulator()) as simulator:
        workers = [worker(simulator, store, CALLS) for _ in range(PROCESSES)]
        told = []
        # A dot stands for ten calls: all go on while the token ends.
        ends = PROCESSES * CALLS // 30, PROCESSES * CALLS // 15
        for line in lines_of(workers):
            told.append(line)
            if line == "." and told.count(".") in ends:
                simulator.move_clock(3_700)
        assert [one.wait(60) for one in workers] == [0] * PROCESSES
        assert [line for line in told if line.startswith("failed")] == []
        assert simulator.sent("/generateToken") == 3
        fetched = [int(line.split()[1]) for line in told if line.startswith("fetched")]
        assert (len(fetched), sum(fetched)) == (PROCESSES, 3)


def lines_of(workers: list[subprocess.Popen[str]]) -> Iterator[str]:
    """Every line of theirs, as it comes."""
    lines: SimpleQueue[str | None] = SimpleQueue()

    def read(one: subprocess.Popen[str]) -> None:
        with one:
            assert one.stdout is not None
            for line in one.stdout:
                lines.put(line.rstrip("\n"))
        lines.put(None)

    with ThreadPoolExecutor(len(workers)) as pool:
        for one in workers:
            pool.submit(read, one)
        ended = 0
        while ended < len(workers):
            line = lines.get()
            if line is None:
                ended += 1
            else:
                yield line


def test_where_the_leader_is_killed_the_others_go_on(store: str) -> None:
    with closing(Simulator()) as simulator:
        simulator.inject("silent", endpoint="token", count=1)
        leader = worker(simulator, store, 1)
        until(lambda: simulator.sent("/generateToken") == 1)
        others = [worker(simulator, store, 10) for _ in range(3)]
        leader.kill()
        moments = {"killed": time.monotonic()}
        told = []
        for line in lines_of(others):
            told.append(line)
            moments[line] = time.monotonic()
        leader.communicate()
        assert [line for line in told if line.startswith("failed")] == []
        assert simulator.sent("/generateToken") == 2
        # The last of them to go on after the last of them began: none waits for longer than that.
        took = moments["."] - max(moments["begun"], moments["killed"])
        assert 5 < took < 12, "the lease lasts ten seconds from when it was first seen"

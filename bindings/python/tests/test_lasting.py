"""What shows only after many calls, in processes of their own. `soak.py` runs longer by itself."""

from __future__ import annotations

import os
import subprocess
import sys

from simulator import Simulator


def _ended_well(*arguments: str) -> str:
    ended = subprocess.run(
        # Python 3.12 and later warn where a process with a second thread forks.
        [sys.executable, "-X", "dev", "-W", "error", *arguments],
        cwd=os.path.dirname(__file__),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (ended.returncode, ended.stderr) == (0, ""), ended
    return ended.stdout


def test_500_forks_with_a_warm_client(simulator: Simulator) -> None:
    made = int(_ended_well("forks.py", simulator.base_url, "500"))
    assert len(simulator.journal()["requests"]) == made


def test_full_load_with_faults_leaves_nothing_behind() -> None:
    assert _ended_well("soak.py", "3")

"""Deadline and cancel end a call within 50 ms, wherever it is, and no deadline is early."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from punctual_places import PLACES

PROGRAM = Path(__file__).with_name("punctual.py")


@pytest.mark.parametrize("place", PLACES)
def test_a_call_ends_in_time(place: str, tmp_path: Path) -> None:
    aliases = tmp_path / "aliases"
    environment = dict(os.environ)
    if place == "lookup":
        os.mkfifo(aliases)
        environment["HOSTALIASES"] = str(aliases)
    ended = subprocess.run(
        [sys.executable, PROGRAM, place],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert " ms\n" in ended.stdout

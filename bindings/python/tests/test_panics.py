"""A panic in the core is an InternalError of that call, whatever was called.

Seen with the package around a library in which a panic is planted.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from simulator import KEY, Simulator
from sweep import PACKAGE

HERE = Path(__file__).parent
NAME = "libcloudagent_disposition_uniffi.so"
# `bindings/python/tasks` builds it, with the feature `planted-panic`.
PLANTED = Path(os.environ.get("CAD_PLANTED", HERE.parents[2] / "target/debug" / NAME))


@pytest.fixture(scope="module")
def told(
    running_simulator: Simulator, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Any], str]:
    """What each call raised, and what stood on standard error."""
    running_simulator.reset()
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(PACKAGE, folder / "cloudagent_disposition")
    library = folder / "cloudagent_disposition/_native" / NAME
    library.unlink()
    library.symlink_to(PLANTED)
    command = [sys.executable, str(HERE / "panics.py"), str(folder), running_simulator.base_url]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout), run.stderr


def test_a_panic_in_a_function_without_io_is_its_internal_error(
    told: tuple[dict[str, Any], str],
) -> None:
    assert told[0]["pure"]
    for name, error in told[0]["pure"].items():
        assert error == {
            "type": "InternalError",
            "effect": "not_applied",
            "advice": "do_not_retry",
            "text": "cloudagent-disposition failed inside, which is a bug in it. Nothing was sent.",
            "others": ["None", "None"],
        }, name


def test_a_panic_while_a_disposition_is_set_says_to_look_first(
    told: tuple[dict[str, Any], str],
) -> None:
    (error,) = told[0]["sends"].values()
    assert error["type"] == "InternalError"
    assert (error["effect"], error["advice"]) == ("unknown", "check_first")


def test_after_a_panic_the_client_works(told: tuple[dict[str, Any], str]) -> None:
    assert told[0]["afterwards"] in ("applied", "queued", "accepted")
    assert KEY not in told[1]

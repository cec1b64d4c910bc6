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

from simulator import KEY, Simulator
from sweep import PACKAGE

HERE = Path(__file__).parent
NAME = "libcloudagent_disposition_uniffi.so"
# `bindings/python/tasks` builds it, with the feature `planted-panic`.
PLANTED = Path(os.environ.get("CAD_PLANTED", HERE.parents[2] / "target/debug" / NAME))


def test_a_panic_is_the_internal_error_of_that_call(simulator: Simulator, tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "cloudagent_disposition")
    library = tmp_path / "cloudagent_disposition/_native" / NAME
    library.unlink()
    library.symlink_to(PLANTED)
    command = [sys.executable, str(HERE / "panics.py"), str(tmp_path), simulator.base_url]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert KEY not in run.stderr
    told = json.loads(run.stdout)
    sends = told["panics"].pop("Client.set_disposition")
    assert told["panics"]
    for name, error in told["panics"].items():
        assert error == {
            "type": "InternalError",
            "effect": "not_applied",
            "advice": "do_not_retry",
            "text": "cloudagent-disposition failed inside, which is a bug in it. Nothing was sent.",
            "others": ["None", "None"],
        }, name
    wanted = {"type": "InternalError", "effect": "unknown", "advice": "check_first"}
    assert sends.items() >= wanted.items(), "while a disposition is set, it says to look first"
    assert told["afterwards"] in ("applied", "queued", "accepted"), "the client goes on working"

"""One wheel, installed in a clean environment of every Python that it is for."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from simulator import KEY, Simulator
from test_wheel import FOLDER

HERE = Path(__file__).parent


@pytest.mark.parametrize("version", ["3.10", "3.11", "3.12", "3.13"])
def test_it_works_where_nothing_else_is_installed(
    simulator: Simulator, tmp_path: Path, version: str
) -> None:
    search = [str(HERE.parent / "find-python"), version]
    found = subprocess.run(search, capture_output=True, text=True, check=False).stdout.strip()
    if not found:
        assert os.environ.get("CI") != "true", f"Python {version} is not on this machine"
        pytest.skip(f"Python {version} is not on this machine")
    clean = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    subprocess.run([found, "-m", "venv", str(tmp_path / "venv")], check=True, env=clean)
    python = str(tmp_path / "venv/bin/python")
    (wheel,) = FOLDER.glob("cloudagent_disposition-*.whl")
    install = ["-m", "pip", "install", "-q", "--no-index", "--disable-pip-version-check"]
    subprocess.run([python, *install, str(wheel)], check=True, env=clean)
    smoke = [python, "-I", "-W", "error", str(HERE / "smoke.py"), simulator.base_url, KEY]
    said = subprocess.run(
        smoke, check=True, env=clean, cwd=tmp_path, capture_output=True, text=True
    )
    assert said.stdout == f"({version.replace('.', ', ')})\n"
    assert said.stderr == ""

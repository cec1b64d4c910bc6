"""A program that carries the package within itself: PyInstaller's works, and a zip file's says what
to do.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import sysconfig
import zipapp
from pathlib import Path
from types import SimpleNamespace

import pytest
from simulator import KEY, Simulator
from sweep import PACKAGE

from cloudagent_disposition import _bridge

HERE = Path(__file__).parent
CLEAN = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
PROGRAM = """
import sys
from cloudagent_disposition import Account, Api, Client
base_url, key = sys.argv[1:]
with Client(Account("acme", api_key=key), api=Api.GET_V2, base_url=base_url) as client:
    receipt = client.set_disposition(
        ucid="81891700000000002", did="914000000001", agent_id="ravi", disposition="Sale"
    )
print(receipt.effect)
"""


def has_shared_library() -> bool:
    """Whether this Python has the library that PyInstaller puts into a program."""
    try:
        ctypes.CDLL(str(sysconfig.get_config_var("INSTSONAME")))
    except OSError:
        return False
    return True


def test_a_program_of_pyinstallers_finds_the_library(simulator: Simulator, tmp_path: Path) -> None:
    if not has_shared_library():
        assert os.environ.get("CI") != "true", "this Python has no shared library"
        pytest.skip("PyInstaller wants a shared libpython")
    (tmp_path / "program.py").write_text(PROGRAM)
    command = [
        sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", "program.py",
    ]  # fmt: skip
    subprocess.run(command, cwd=tmp_path, env={**CLEAN, "HOME": str(tmp_path)}, check=True)
    program = tmp_path / "dist/program/program"
    run = [str(program), simulator.base_url, KEY]
    said = subprocess.run(run, env=CLEAN, capture_output=True, text=True, check=False)
    assert (said.stdout, said.stderr) == ("applied\n", "")


def test_a_zip_file_says_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    shutil.copytree(PACKAGE, folder / PACKAGE.name)
    (folder / "__main__.py").write_text(PROGRAM)
    program = tmp_path / "program.pyz"
    zipapp.create_archive(folder, program)
    run = [sys.executable, "-I", str(program), "http://127.0.0.1:1", KEY]
    said = subprocess.run(run, env=CLEAN, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    last = said.stderr.splitlines()[-1]
    assert last.startswith("ImportError: cloudagent_disposition can't use its native library (")
    assert "no library can be loaded from within a zip file: leave the package out" in last
    assert "reinstall" not in last


def test_a_frozen_program_without_the_library_is_told_the_option(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(ImportError, match="--collect-binaries cloudagent_disposition$"):
        _bridge.load(lambda: SimpleNamespace())

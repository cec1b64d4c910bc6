"""Importing is quick, and refuses a native library that does not belong."""

from __future__ import annotations

import re
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from cloudagent_disposition import _bridge

# Counted in instructions, which a busy or slower machine does not change, and in shares of what the
# standard library's part costs, which takes another Python's interpreter out of it. What is left is
# making classes: dataclasses, enums, the bridge's.
NEEDED = "import ctypes, dataclasses, datetime, enum, threading, typing"
OURS = "import cloudagent_disposition"
MOST = 1.85


def instructions(code: str) -> int:
    """What an interpreter executes to run this: the same each time, but for a thousandth."""
    count = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    ended = subprocess.run(
        [*count, sys.executable, "-I", "-c", code], check=True, capture_output=True, text=True
    )
    counted = re.search(r"Collected : (\d+)", ended.stderr)
    assert counted, ended.stderr
    return int(counted[1])


def test_importing_costs_little() -> None:
    empty, needed, ours, planted = map(instructions, ("pass", NEEDED, OURS, f"{OURS}, asyncio"))
    share, of_planted = ((cost - empty) / (needed - empty) for cost in (ours, planted))
    assert share <= MOST < of_planted, (share, of_planted)


def test_importing_starts_no_thread_and_opens_no_socket() -> None:
    code = (
        "import os, cloudagent_disposition\n"
        "assert os.listdir('/proc/self/task') == [str(os.getpid())]\n"
        "files = [os.readlink(f'/proc/self/fd/{n}') for n in range(3, 64)\n"
        "         if os.path.islink(f'/proc/self/fd/{n}')]\n"
        "assert not [one for one in files if one.startswith('socket')], files\n"
    )
    subprocess.run([sys.executable, "-I", "-c", code], check=True)


HASH = "0123456789abcdef"


def _failing(error: Exception) -> Any:
    raise error


@pytest.mark.parametrize(
    ("says", "told"),
    [
        (lambda: "fedcba9876543210", "of the interface fedc"),
        (lambda: _failing(AttributeError("undefined symbol")), "AttributeError: undefined"),
    ],
)
def test_another_builds_library_is_an_import_error(says: Any, told: str) -> None:
    module = SimpleNamespace(interface_hash=says, CAD_INTERFACE_HASH=HASH)
    with pytest.raises(ImportError, match=f"native library.*{told}.*reinstall the package"):
        _bridge.load(lambda: module)


def test_a_library_that_does_not_load_is_an_import_error() -> None:
    with pytest.raises(ImportError, match=r"OSError: GLIBC_2\.99.*reinstall"):
        _bridge.load(lambda: _failing(OSError("GLIBC_2.99 not found")))


def test_the_version_is_the_packages() -> None:
    from importlib.metadata import version

    import cloudagent_disposition

    assert cloudagent_disposition.__version__ == version("cloudagent-disposition")

"""Importing is quick, and refuses a native library that does not belong."""

from __future__ import annotations

import resource
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from cloudagent_disposition import _bridge

# 28 is aimed at, and 30 is what it takes, most of it for making classes: dataclasses, enums, the
# bridge's.
BUDGET_MS = 33
# The standard library's part of that, and what it takes where the budget is for: a slower or busier
# machine gets as much more.
NEEDED = "import ctypes, dataclasses, datetime, enum, threading, typing"
NEEDED_MS = 20


def milliseconds(code: str) -> float:
    """The processor's time, so that what else the machine does counts for little."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-I", "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def test_importing_costs_little() -> None:
    codes = ("pass", NEEDED, "import cloudagent_disposition")
    milliseconds(codes[-1])
    rounds = [[milliseconds(code) for code in codes] for _ in range(15)]
    # What else the machine does only adds, so the quickest of each tells the cost.
    empty, needed, importing = (min(each) for each in zip(*rounds, strict=True))
    cost, scale = importing - empty, max(1, (needed - empty) / NEEDED_MS)
    print(f"importing costs {cost:.1f} ms, of {needed - empty:.1f} ms for what it needs")
    assert cost <= BUDGET_MS * scale


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

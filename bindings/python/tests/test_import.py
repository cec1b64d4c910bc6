"""Importing is quick, and refuses a native library that does not belong."""

from __future__ import annotations

import resource
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from cloudagent_disposition import _bridge

BUDGET_MS = 28
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


def _module(says: Any) -> Any:
    return SimpleNamespace(interface_hash=says, CAD_INTERFACE_HASH="0123456789abcdef")


def _another() -> str:
    return "fedcba9876543210"


def _missing() -> str:
    raise AttributeError("undefined symbol: uniffi_interface_hash")


@pytest.mark.parametrize("says", [_another, _missing])
def test_another_builds_library_is_an_import_error(says: Any) -> None:
    with pytest.raises(ImportError, match="native library.*reinstall the package"):
        _bridge.load(lambda: _module(says))


def test_a_library_that_does_not_load_is_an_import_error() -> None:
    def broken() -> Any:
        raise OSError("GLIBC_2.99 not found")

    with pytest.raises(ImportError, match=r"OSError: GLIBC_2\.99.*reinstall"):
        _bridge.load(broken)


def test_the_library_that_belongs_is_taken() -> None:
    module = _module(lambda: "0123456789abcdef")
    assert _bridge.load(lambda: module) is module


def test_the_version_is_the_packages() -> None:
    from importlib.metadata import version

    import cloudagent_disposition

    assert cloudagent_disposition.__version__ == version("cloudagent-disposition")

"""A consumer's program is clean under `mypy --strict`, and a consumer's mistakes are found."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "typing"


def mypy(file: Path, cache: Path, version: str) -> str:
    """What mypy says to one file, which knows the package as installed."""
    command = [
        sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--no-error-summary",
        "--cache-dir", str(cache), "--python-version", version, str(file),
    ]  # fmt: skip
    return subprocess.run(command, cwd=cache, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("version", ["3.10", "3.13"])
def test_a_consumers_program_is_clean(tmp_path: Path, version: str) -> None:
    consumer = tmp_path / "consumer.py"
    text = (FOLDER / "consumer.py").read_text()
    if version == "3.10":  # assert_type is younger
        text = text.replace(
            "from typing import assert_type", "from typing_extensions import assert_type"
        )
    consumer.write_text(text)
    assert mypy(consumer, tmp_path, version) == ""


def test_a_consumers_mistakes_are_found(tmp_path: Path) -> None:
    wrong = FOLDER / "wrong.py"
    lines = enumerate(wrong.read_text().splitlines(), 1)
    expected = [
        (number, code) for number, line in lines for code in re.findall(r"# error: ([\w-]+)", line)
    ]
    said = re.findall(r":(\d+): error: .*\[([\w-]+)\]", mypy(wrong, tmp_path, "3.13"))
    assert sorted({(int(number), code) for number, code in said}) == sorted(expected)

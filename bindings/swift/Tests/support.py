"""What these tests share: Swift where `.ci/swift` has it, and a folder that it sees.

`cargo tool simulator` runs them: the variables that the examples read are set.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "bindings/swift"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()


class Case(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def command(self, *command: object) -> list[str]:
        """A command that runs where Swift is."""
        return [str(ROOT / ".ci/swift"), "run", *map(str, command)]

    def environment(self, **changes: str | None) -> dict[str, str]:
        """The environment, with these changes; None takes a variable away."""
        changed = {**os.environ, "CAD_SWIFT_SEES": str(self.folder), **changes}
        return {name: value for name, value in changed.items() if value is not None}

    def run_swift(self, *command: object, cwd: Path = ROOT, **changes: str | None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*command), cwd=cwd, env=self.environment(**changes), capture_output=True, text=True, check=False
        )

    @staticmethod
    def succeeds(*command: object, cwd: Path = ROOT) -> str:
        """What a command printed, which must have ended well."""
        ended = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False)
        if ended.returncode != 0:
            raise AssertionError(ended.stdout + ended.stderr)
        return ended.stdout

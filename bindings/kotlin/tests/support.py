"""What the tests of the Kotlin artifacts share: where things are, Maven, the simulator."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
import unittest
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[3]
KOTLIN = ROOT / "bindings/kotlin"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
DIST = Path(os.environ.get("CAD_KOTLIN_DIST", ROOT / "dist/kotlin")).resolve()
"""The Maven repository that `cargo tool dist kotlin` made."""
TOOL = TARGET / "debug/cloudagent-tool"
"""The repository's own tool: its verbs `aar`, `android`, `android-pom` and `check-native` are tested here."""
SIMULATOR = os.environ.get("CAD_SIMULATOR", str(TARGET / "debug/cloudagent-simulator"))

VERSION = re.search(r'^version = "(.*)"', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)[1]
GROUP = Path("io/github/cloudagent-disposition")
MODULES = ("cloudagent-disposition", "cloudagent-disposition-okhttp")
JDK = "cloudagent-disposition-jdk"
TESTING = "cloudagent-disposition-testing"
NATIVE = "cloudagent-disposition-native-linux-x86-64"
LIBRARY = "libcloudagent_disposition_uniffi.so"
POM = "{http://maven.apache.org/POM/4.0.0}"
"""What each name of a POM begins with, in ElementTree."""
LICENCES = "META-INF/cloudagent-disposition/THIRD-PARTY-LICENCES"
"""In what has native libraries: the licences of what is linked into them."""
ANSWER = "int answer(void) { return 42; }"
"""The source of a library that does nothing wrong."""
SMALL_PAGES = "-Wl,-z,max-page-size=4096"


def artifact(name: str, part: str = ".jar") -> Path:
    """A file of the Maven repository."""
    return DIST / GROUP / name / VERSION / f"{name}-{VERSION}{part}"


def contents(archive: Path | IO[bytes]) -> dict[str, bytes]:
    """The files in a jar or an AAR."""
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist() if not name.endswith("/")}


def desktops(folder: Path, name: str = f"linux-x86-64/{LIBRARY}") -> Path:
    """The desktop's native library, or another file of its jar, as a file in this folder."""
    file = folder / Path(name).name
    file.write_bytes(contents(artifact(NATIVE))[name])
    return file


def dependencies(pom: str, *parts: str) -> set[tuple[str | None, ...]]:
    """Of each dependency of a POM, these parts."""
    found = ElementTree.fromstring(pom).findall(f"{POM}dependencies/{POM}dependency")
    return {tuple(each.findtext(POM + part) for part in parts) for each in found}


def run(*command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command's end, with all that it printed as one text."""
    return subprocess.run(
        [str(part) for part in command],
        check=False,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def simulator() -> Iterator[str]:
    """The base URL of a simulator that runs meanwhile: it ends when the pipe to it closes."""
    process = subprocess.Popen([SIMULATOR], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield json.loads(process.stdout.readline())["base_url"]
    finally:
        process.communicate()


class Case(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def succeeds(self, *command: object, **environment: str) -> str:
        """What the command printed, which must have ended well."""
        ended = run(*command, **environment)
        self.assertEqual(ended.returncode, 0, ended.stdout)
        return ended.stdout

    def compiled(self, library: Path, source: str, *options: str) -> Path:
        """A shared library, from these lines of C."""
        (self.folder / "lib.c").write_text(source)
        self.succeeds("cc", "-shared", "-fPIC", "-o", library, self.folder / "lib.c", *options)
        return library

"""No native library ships with small pages or with a network in it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from support import ANSWER, LIBRARY, NATIVE, SMALL_PAGES, TOOL, Case, artifact, run

CHECK = (TOOL, "check-native")


class TestNatives(Case):
    def library(self, source: str, *options: str) -> Path:
        return self.compiled(self.folder / LIBRARY, source, *options)

    def refused(self, library: Path) -> str:
        ended = run(*CHECK, library)
        self.assertEqual(ended.returncode, 1, ended.stdout)
        return ended.stdout

    def test_the_desktops_library_may_ship(self) -> None:
        with zipfile.ZipFile(artifact(NATIVE)) as jar:
            library = jar.extract(f"linux-x86-64/{LIBRARY}", self.folder)
        self.assertEqual(self.succeeds(*CHECK, library), "")

    def test_pages_of_16_kb_pass_and_of_4_kb_do_not(self) -> None:
        self.succeeds(*CHECK, self.library(ANSWER, "-Wl,-z,max-page-size=16384"))
        said = self.refused(self.library(ANSWER, SMALL_PAGES))
        self.assertIn("aligned to 0x1000, not to 16 KB", said)

    def test_a_library_that_opens_connections_may_not_ship(self) -> None:
        source = (
            "#include <sys/socket.h>\nint answer(void) { return socket(AF_INET, SOCK_STREAM, 0); }"
        )
        said = self.refused(self.library(source, "-Wl,-z,max-page-size=16384"))
        self.assertRegex(said, "calls the network: socket")

    def test_a_library_with_a_network_crate_may_not_ship(self) -> None:
        source = (
            'const char *text(void) { return "/cargo/registry/src/rustls-0.23.31/src/conn.rs"; }'
        )
        said = self.refused(self.library(source, "-Wl,-z,max-page-size=16384"))
        self.assertIn("has a network crate in it: rustls-0.2", said)

    def test_what_is_no_library_may_not_ship(self) -> None:
        (self.folder / "text").write_text("no library")
        self.assertNotEqual(run(*CHECK, self.folder / "text").returncode, 0)

"""No native library ships with small pages or with a network in it."""

from __future__ import annotations

from support import ANSWER, LIBRARY, SMALL_PAGES, TOOL, Case, desktops, run

CHECK = (TOOL, "check-native")


class TestNatives(Case):
    def refused(self, says: str, source: str, pages: str = "-Wl,-z,max-page-size=16384") -> None:
        ended = run(*CHECK, self.compiled(self.folder / LIBRARY, source, pages))
        self.assertEqual(ended.returncode, 1, ended.stdout)
        self.assertIn(says, ended.stdout)

    def test_the_desktops_library_may_ship(self) -> None:
        self.assertEqual(self.succeeds(*CHECK, desktops(self.folder)), "")

    def test_pages_of_16_kb_pass_and_of_4_kb_do_not(self) -> None:
        self.succeeds(*CHECK, self.compiled(self.folder / LIBRARY, ANSWER, "-Wl,-z,max-page-size=16384"))
        self.refused("aligned to 0x1000, not to 16 KB", ANSWER, SMALL_PAGES)

    def test_a_library_with_a_network_in_it_may_not_ship(self) -> None:
        opens = "#include <sys/socket.h>\nint answer(void) { return socket(AF_INET, SOCK_STREAM, 0); }"
        self.refused("calls the network: socket", opens)
        crate = 'const char *text(void) { return "/cargo/registry/src/rustls-0.23.31/src/conn.rs"; }'
        self.refused("has a network crate in it: rustls-0.2", crate)

    def test_what_is_no_library_may_not_ship(self) -> None:
        (self.folder / "text").write_text("no library")
        self.assertNotEqual(run(*CHECK, self.folder / "text").returncode, 0)

"""The examples do what they say, against the simulator. CAD_SIMULATOR names its program.

    export CAD_SIMULATOR=target/debug/cloudagent-simulator
    python -m unittest discover examples/python/tests

Only the standard library and the installed package are needed. CAD_UPDATE_DOCS=1 writes the
expected report anew.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.request
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parents[2]
DATA = EXAMPLES / "data"
KEY = "KKacme0123456789"

sys.path.insert(0, str(EXAMPLES / "python"))

import text_table  # noqa: E402
import trouble  # noqa: E402


class Examples(unittest.TestCase):
    """Each test has a simulator of its own."""

    def setUp(self) -> None:
        program = os.environ["CAD_SIMULATOR"]
        scenario = str(DATA / "scenario.json")
        self.simulator = subprocess.Popen(
            [program, "--scenario", scenario], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.addCleanup(self.simulator.communicate)
        assert self.simulator.stdout is not None
        self.addresses: dict[str, str] = json.loads(self.simulator.stdout.readline())
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def control(self, endpoint: str, body: object = None) -> Any:
        straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        data = None if body is None else json.dumps(body).encode()
        url = f"{self.addresses['control_url']}/{endpoint}"
        with straight.open(urllib.request.Request(url, data), timeout=20) as reply:
            return json.load(reply)

    def run_python(
        self, *arguments: str, **changes: str | None
    ) -> subprocess.CompletedProcess[str]:
        """Runs Python in an empty folder; a change of None takes a variable away."""
        environment: dict[str, str | None] = {
            **os.environ,
            "CLOUDAGENT_BASE_URL": self.addresses["base_url"],
            "CLOUDAGENT_CUSTOMER": "acme",
            "CLOUDAGENT_API_KEY": KEY,
            "PYTHONIOENCODING": "utf-8",
            "COLUMNS": "100",
            **changes,
        }
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={name: value for name, value in environment.items() if value is not None},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )

    def wrap_up(self, file: Path, **changes: str | None) -> subprocess.CompletedProcess[str]:
        done = self.run_python(str(EXAMPLES / "python/crm_wrapup.py"), str(file), **changes)
        self.assertNotIn(KEY, done.stdout + done.stderr)
        return done

    def file(self, content: str, encoding: str = "utf-8") -> Path:
        path = self.folder / "records.csv"
        path.write_bytes(content.encode(encoding))
        return path

    def test_the_main_job_tells_what_became_of_each_record(self) -> None:
        trouble.play(self.addresses["control_url"], DATA / "trouble.json")
        done = self.wrap_up(DATA / "wrapup.csv")
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        expected = DATA / "wrapup.expected.txt"
        if "CAD_UPDATE_DOCS" in os.environ:
            expected.write_text(done.stdout, encoding="utf-8")
        self.assertEqual(done.stdout, expected.read_text(encoding="utf-8"))
        self.assertLessEqual(max(map(text_table.width, done.stdout.splitlines())), 120)
        self.assertNotIn("दोबारा", done.stdout, "a comment")
        self.assertNotIn("Spoke to wife", done.stdout, "a comment")

    def test_the_main_job_sets_nothing_twice_and_pauses_nobody_by_itself(self) -> None:
        self.assertEqual(self.wrap_up(DATA / "wrapup.csv").returncode, 1)
        state = self.control("state")
        self.assertEqual(max(call["times_set"] for call in state["calls"].values()), 1)
        paused = {name for name, agent in state["agents"].items() if agent["paused"]}
        self.assertEqual(paused, {"asha", "farhan"}, "whose records say Y")
        held = state["calls"]["81891723610400102"]["disposition"]
        self.assertEqual(held["comments"], "ग्राहक ने सोमवार को दोबारा कॉल करने को कहा")
        waiting = state["calls"]["81891723610400125"]["queued"]
        self.assertEqual((waiting["pause"], waiting["pause_reason"]), (True, "Training"))

    def test_a_file_without_trouble_needs_nobody(self) -> None:
        done = self.wrap_up(
            self.file("Call ID,Pilot No,Agent,Status\n81891723610400101,911140000001,ravi.k,Sale\n")
        )
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("1 records: 1 applied", done.stdout)

    def test_a_wrong_key_is_tried_once(self) -> None:
        done = self.wrap_up(DATA / "wrapup.csv", CLOUDAGENT_API_KEY="KKwrong")
        self.assertEqual(done.returncode, 1)
        self.assertIn("authentication_failed", done.stdout)
        self.assertNotIn("KKwrong", done.stdout + done.stderr)
        self.assertEqual(len(self.control("journal")["requests"]), 1)

    def test_a_firewall_that_stumbles_over_one_record_ends_no_batch(self) -> None:
        queued = {"status": "Queued"}
        page = (
            "<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1>"
            "</center><hr><center>nginx</center></body></html>"
        )
        replies = [
            {"status": 200, "body": json.dumps(queued)},
            {"status": 403, "headers": {"Content-Type": "text/html"}, "body": page},
            {"status": 200, "body": json.dumps(queued)},
        ]
        self.control("script", {"replies": replies})
        rows = "".join(f"8189172361040010{n},911140000001,ravi.k,Sale\n" for n in (1, 2, 3))
        done = self.wrap_up(self.file(f"Call ID,Pilot No,Agent,Status\n{rows}"))
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        self.assertIn("3 records: 2 queued, 1 not_applied", done.stdout)
        self.assertEqual(len(self.control("journal")["requests"]), 3)

    def test_what_cannot_begin_ends_with_2_and_says_why(self) -> None:
        header = "Call ID,Pilot No,Agent,Status\n"
        cases: list[tuple[str, Path, dict[str, str | None]]] = [
            ("None of CLOUDAGENT_API_KEY", self.file(header), {"CLOUDAGENT_API_KEY": None}),
            ("CLOUDAGENT_API must be one of", self.file(header), {"CLOUDAGENT_API": "get_v9"}),
            (
                "CLOUDAGENT_BASE_URL",
                self.file(header),
                {"CLOUDAGENT_BASE_URL": "http://canary.example"},
            ),
            ("No such file", self.folder / "absent.csv", {}),
        ]
        for words, path, changes in cases:
            with self.subTest(words):
                done = self.wrap_up(path, **changes)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(words, done.stderr)
                self.assertNotIn("canary", done.stderr)
        for words, content, encoding in [
            ("no column 'UCID'", "Pilot No,Agent,Status\n", "utf-8"),
            ("more than one column for ucid", "UCID,Call ID,DID,Agent,Status\n", "utf-8"),
            ("not UTF-8", header + "é", "latin-1"),
            ("no column", "", "utf-8"),
        ]:
            with self.subTest(words):
                done = self.wrap_up(self.file(content, encoding))
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(words, done.stderr)

    def test_the_readme_runs_as_printed(self) -> None:
        readme = (EXAMPLES.parent / "README.md").read_text(encoding="utf-8")
        blocks: list[str] = re.findall(r"^```python\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
        self.assertTrue(blocks)
        for block in blocks:
            done = self.run_python("-I", "-W", "error", "-c", block)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertRegex(done.stdout, "^applied: ")

    def test_a_reply_is_classified_without_a_client(self) -> None:
        done = self.run_python(str(EXAMPLES / "python/classify_reply.py"))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, r"^not_applied \(invalid_agent\): .*\nfix_request: ")


class Tables(unittest.TestCase):
    """What a cell takes in a terminal."""

    def test_marks_take_no_column_and_wide_letters_two(self) -> None:
        for text, columns in [
            ("Sale", 4),
            ("नहीं", 3),
            ("表", 2),
            ("e\N{COMBINING ACUTE ACCENT}", 1),
        ]:
            self.assertEqual(text_table.width(text), columns, text)

    def test_a_long_cell_is_cut_and_nothing_moves_the_cursor(self) -> None:
        table = text_table.lines(("a", "b"), [("1234567", "x\x1b[2Jy")], limits=(4, 20))
        self.assertEqual(table, ["a     b", "----  ------", "123…  x\N{REPLACEMENT CHARACTER}[2Jy"])


if __name__ == "__main__":
    unittest.main()

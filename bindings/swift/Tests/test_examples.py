"""The examples do what they say, against the simulator."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import unittest
import urllib.request
from typing import Any

from support import ROOT, TARGET, Case

CONTROL = os.environ["CAD_CONTROL_URL"]
HEADER = "Call ID,Pilot No,Agent,Status"
CALLS = ["81891723610400101,911140000001,ravi.k,Sale", "81891723610400102,911140000001,ravi.k,Sale"]
WRAPUP = "examples/data/wrapup.csv"


def asked(endpoint: str) -> Any:
    """What the simulator's control address says."""
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with straight.open(f"{CONTROL}/{endpoint}", timeout=20) as reply:
        return json.load(reply)


def requests() -> int:
    return len(asked("journal")["requests"])


class TestExamples(Case):
    @classmethod
    def setUpClass(cls) -> None:
        cls.succeeds(ROOT / "examples/swift/build")

    def setUp(self) -> None:
        super().setUp()
        self.told("examples/swift/reset.json")

    def told(self, file: object) -> None:
        self.succeeds("python3", ROOT / "examples/python/trouble.py", CONTROL, file)

    def program(self, name: str):
        return TARGET / "swift/examples/debug" / name

    def example(self, status: int, name: str, *arguments: object, **changes: str | None) -> str:
        """What it printed, where it ended with that status, without a secret."""
        ended = self.run_swift(self.program(name), *arguments, **changes)
        for secret in ("KKacme0123456789", "canary"):
            self.assertNotIn(secret, ended.stdout + ended.stderr)
        self.assertEqual(ended.returncode, status, ended.stdout + ended.stderr)
        self.assertEqual((ended.stdout, ended.stderr)[status != 2], "")
        return ended.stdout + ended.stderr

    def records(self, *lines: str, encoding: str = "utf-8"):
        path = self.folder / "records.csv"
        path.write_text("".join(f"{line}\n" for line in lines), encoding)
        return path

    def test_a_disposition_is_set_or_what_became_of_it_told_in_one_line(self) -> None:
        for status, words, changes in (
            (0, "applied: ", {}),
            (1, "not_applied: CloudAgent did not accept who is calling", {"CLOUDAGENT_API_KEY": "KKcanary"}),
            (1, "not_applied: base_url: ", {"CLOUDAGENT_BASE_URL": "http://canary.example"}),
            (1, "not_applied: customer: ", {"CLOUDAGENT_CUSTOMER": " "}),
        ):
            said = self.example(status, "set-disposition", **changes)
            self.assertTrue(said.startswith(words) and said.count("\n") == 1, said)

    def test_the_main_jobs_table_is_pythons_letter_for_letter(self) -> None:
        self.told("examples/data/trouble.json")
        expected = (ROOT / "examples/data/wrapup.expected.txt").read_text("utf-8")
        self.assertEqual(self.example(1, "crm-wrapup", WRAPUP), expected)
        self.assertEqual(max(call["times_set"] for call in asked("state")["calls"].values()), 1)

    def test_a_good_file_ends_with_0(self) -> None:
        said = self.example(0, "crm-wrapup", self.records(HEADER, CALLS[0]))
        self.assertIn("1 records: 1 applied", said)

    def test_a_wrong_key_is_not_tried_again(self) -> None:
        said = self.example(1, "crm-wrapup", WRAPUP, CLOUDAGENT_API_KEY="KKcanary")
        self.assertIn("authentication_failed", said)
        self.assertEqual(requests(), 1)

    def test_ctrl_c_lets_the_call_that_is_out_end_and_begins_no_other(self) -> None:
        drip = self.folder / "drip.json"
        drip.write_text('[["fault", {"fault": "drip", "every_ms": 50, "endless": false, "count": 1}]]')
        self.told(drip)
        job = subprocess.Popen(
            self.command(self.program("crm-wrapup"), self.records(HEADER, *CALLS)),
            cwd=ROOT, env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        while requests() != 1:
            self.assertIsNone(job.poll(), "it ended before it sent anything")
        job.send_signal(signal.SIGINT)
        out, err = job.communicate()
        self.assertEqual(job.returncode, 1, out + err)
        self.assertIn("1 records: 1 applied", out)
        self.assertRegex(err + out, "(?m)^Stopped before line 3")
        self.assertEqual(requests(), 1)

    def test_what_cannot_begin_says_why(self) -> None:
        for words, lines, changes in (
            ("None of CLOUDAGENT_API_KEY", [HEADER], {"CLOUDAGENT_API_KEY": None}),
            ("CLOUDAGENT_API must be one of", [HEADER], {"CLOUDAGENT_API": "get_v9"}),
            ("CLOUDAGENT_BASE_URL", [HEADER], {"CLOUDAGENT_BASE_URL": "http://canary.example"}),
            ("no column 'UCID'", ["Pilot No,Agent,Status"], {}),
            ("more than one column for ucid", [f"UCID,{HEADER}"], {}),
            ("not UTF-8", [HEADER, "\xe9"], {}),
            ("no column", [], {}),
        ):
            said = self.example(2, "crm-wrapup", self.records(*lines, encoding="latin-1"), **changes)
            self.assertIn(words, said)
        self.assertIn("No such file", self.example(2, "crm-wrapup", self.folder / "absent.csv"))
        self.assertIn("usage", self.example(2, "crm-wrapup"))


if __name__ == "__main__":
    unittest.main()

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
        built = subprocess.run([ROOT / "examples/swift/build"], capture_output=True, text=True, check=False)
        if built.returncode != 0:
            raise AssertionError(built.stdout + built.stderr)

    def setUp(self) -> None:
        super().setUp()
        self.told("examples/swift/reset.json")

    def told(self, file: object) -> None:
        self.succeeds("python3", ROOT / "examples/python/trouble.py", CONTROL, file)

    def program(self, name: str):
        return TARGET / "swift/examples/debug" / name

    def example(self, name: str, *arguments: object, **changes: str | None):
        ended = self.run_swift(self.program(name), *arguments, **changes)
        for secret in ("KKacme0123456789", "canary"):
            self.assertNotIn(secret, ended.stdout + ended.stderr)
        return ended

    def records(self, *lines: str, encoding: str = "utf-8"):
        path = self.folder / "records.csv"
        path.write_text("".join(f"{line}\n" for line in lines), encoding)
        return path

    def test_a_disposition_is_set(self) -> None:
        ended = self.example("set-disposition")
        self.assertEqual(ended.returncode, 0, ended.stdout + ended.stderr)
        self.assertRegex(ended.stdout, "(?m)^applied: ")

    def test_one_that_is_not_set_is_told_in_one_line(self) -> None:
        for words, changes in (
            ("not_applied: CloudAgent did not accept who is calling", {"CLOUDAGENT_API_KEY": "KKcanary"}),
            ("not_applied: base_url: ", {"CLOUDAGENT_BASE_URL": "http://canary.example"}),
            ("not_applied: ", {"CLOUDAGENT_CUSTOMER": " "}),
            ("not_applied: base_url: ", {"CLOUDAGENT_BASE_URL": None}),
        ):
            ended = self.example("set-disposition", **changes)
            self.assertEqual((ended.returncode, ended.stderr), (1, ""), words)
            self.assertEqual(ended.stdout.count("\n"), 1, ended.stdout)
            self.assertIn(words, ended.stdout)

    def test_the_main_jobs_table_is_pythons_letter_for_letter(self) -> None:
        self.told("examples/data/trouble.json")
        ended = self.example("crm-wrapup", WRAPUP)
        self.assertEqual((ended.returncode, ended.stderr), (1, ""))
        self.assertEqual(ended.stdout, (ROOT / "examples/data/wrapup.expected.txt").read_text("utf-8"))
        self.assertEqual(max(call["times_set"] for call in asked("state")["calls"].values()), 1)

    def test_a_good_file_ends_with_0(self) -> None:
        ended = self.example("crm-wrapup", self.records(HEADER, CALLS[0]))
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertIn("1 records: 1 applied", ended.stdout)

    def test_a_wrong_key_is_not_tried_again(self) -> None:
        ended = self.example("crm-wrapup", WRAPUP, CLOUDAGENT_API_KEY="KKcanary")
        self.assertEqual(ended.returncode, 1)
        self.assertIn("authentication_failed", ended.stdout)
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
        file = self.records(HEADER, CALLS[0])
        absent = self.folder / "absent.csv"
        self.begins_not("CLOUDAGENT_API_KEY is not set", file, CLOUDAGENT_API_KEY=None)
        self.begins_not("get_v9", file, CLOUDAGENT_API="get_v9")
        self.begins_not("base_url", file, CLOUDAGENT_BASE_URL="http://canary.example")
        self.begins_not("No such file", absent)
        self.begins_not("usage")
        self.begins_not("no column 'UCID'", self.records("Pilot No,Agent,Status"))
        self.begins_not("more than one column for ucid", self.records(f"UCID,{HEADER}"))
        self.begins_not("not UTF-8", self.records(HEADER, "\xe9", encoding="latin-1"))
        self.begins_not("no column", self.records())

    def begins_not(self, words: str, *arguments: object, **changes: str | None) -> None:
        ended = self.example("crm-wrapup", *arguments, **changes)
        self.assertEqual((ended.returncode, ended.stdout), (2, ""), words)
        self.assertIn(words, ended.stderr)


if __name__ == "__main__":
    unittest.main()

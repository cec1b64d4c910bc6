"""The dialer as a user runs it: its lines, its exit status, and that a stop leaves no call without a line.

CTest runs it under `cargo tool simulator`, which sets the variables that the examples read. DIALER names the program.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import tempfile
import unittest
import urllib.request
from pathlib import Path
from typing import Any

DIALER = os.environ["DIALER"]
CALLS = Path(__file__).resolve().parents[4] / "examples/cpp/dialer/calls.txt"
LINES = [line for line in CALLS.read_text("utf-8").splitlines() if not line.startswith("#")]
GLOBEX = {"CLOUDAGENT_API": "post_token", "CLOUDAGENT_CUSTOMER": "globex"}
KEY = "KKglobex9876543210"


def control(endpoint: str, body: object = None) -> Any:
    """What the simulator's control address says, asked or told."""
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    told = None if body is None else json.dumps(body).encode()
    with straight.open(urllib.request.Request(f"{os.environ['CAD_CONTROL_URL']}/{endpoint}", told)) as reply:
        return json.load(reply)


def requests(target: str = "") -> int:
    """How many came, to this path or to all."""
    return sum(request["target"].startswith(target) for request in control("journal")["requests"])


def lines(said: str, *words: str) -> int:
    """How many lines begin with one of these words."""
    return sum(line.startswith(tuple(f"{word} " for word in words)) for line in said.splitlines())


class TestDialer(unittest.TestCase):
    def setUp(self) -> None:
        control("reset", {})
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def start(self, calls: Path = CALLS, **variables: str) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen([DIALER, calls], env=os.environ | variables, stdout=pipe, stderr=pipe, text=True)

    def said(self, dialer: subprocess.Popen[str], status: int) -> str:
        """What a dialer printed that ended with that status, in which there is no key."""
        out, err = dialer.communicate()
        self.assertEqual(dialer.returncode, status, out + err)
        for key in (os.environ["CLOUDAGENT_API_KEY"], KEY):
            self.assertNotIn(key, out + err)
        return out

    def told_of_each(self, said: str) -> None:
        self.assertEqual(lines(said, "applied", "queued", "not_applied"), len(LINES), said)

    def test_each_call_has_its_line(self) -> None:
        said = self.said(self.start(), 1)
        self.told_of_each(said)
        self.assertTrue(said.endswith("\n12 settled, 3 open, 0 uncertain, 0 not begun\n"), said)

    def test_a_lost_reply_is_looked_up_at_the_end_with_one_request(self) -> None:
        calls = self.folder / "calls"
        calls.write_text(LINES[0])
        for fault, status, found, tally in (
            ("reset_after_applied", 0, "-> applied", "1 settled, 0 open, 0 uncertain, 0 not begun"),
            ("reset_before_applied", 1, "-> unknown", "0 settled, 0 open, 1 uncertain, 0 not begun"),
        ):
            control("reset", {})
            control("fault", {"fault": fault, "count": 1})
            said = self.said(self.start(calls), status)
            self.assertEqual((lines(said, "unknown"), lines(said, found)), (1, 1), said)
            self.assertTrue(said.endswith(f"\n{tally}\n"), said)
            self.assertEqual(requests("/ca_reports/fetchCDRDetails"), 1, said)

    def test_dialers_share_a_token_and_one_without_a_key_asks_its_own_server(self) -> None:
        store = self.folder / "token"
        for _ in range(2):
            said = self.said(self.start(**GLOBEX, CLOUDAGENT_API_KEY=KEY, DIALER_TOKEN_FILE=str(store)), 1)
            self.told_of_each(said)
        # The company's own server is played by the simulator's list, which is told to answer with the token.
        (token,) = re.findall('"token": *"([^"]*)"', store.read_text())
        control("script", {"replies": [{"status": 200, "body": token}], "endpoint": "list"})
        server = f"{os.environ['CLOUDAGENT_BASE_URL']}/CAServices/Disposition/DispositionAPI.php"
        said = self.said(self.start(**GLOBEX, CLOUDAGENT_API_KEY="", DIALER_TOKEN_URL=server), 1)
        self.told_of_each(said)
        self.assertNotIn("token", said)
        self.assertEqual(requests("/ca_apis/CAToken/generateToken"), 1)

    def test_what_is_out_when_it_is_stopped_is_told_as_uncertain(self) -> None:
        control("fault", {"fault": "silent"})
        dialer = self.start()
        while requests() < 3:
            self.assertIsNone(dialer.poll(), "it ended before it had sent three")
        dialer.send_signal(signal.SIGTERM)
        said = self.said(dialer, 130)
        self.assertEqual(lines(said, "unknown", "not_applied", "not begun"), len(LINES), said)
        self.assertGreaterEqual(lines(said, "unknown"), requests(), said)

    def test_what_cannot_begin_ends_with_2(self) -> None:
        self.said(self.start(CLOUDAGENT_API="nonsense"), 2)
        self.said(self.start(self.folder / "nowhere"), 2)
        self.said(self.start(self.folder), 2)


if __name__ == "__main__":
    unittest.main()

"""`cloudagent-simulator` as a process of its own: CloudAgent on loopback, told how to misbehave."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

KEY = "KK-marker/7+canary"
"""The api key of the simulator's account: what nothing may print."""

COMMENTS = "owes 500 rupees, angry"
"""The comment that the tests send: what no receipt and no error may hold."""

REQUEST: dict[str, Any] = {
    "ucid": "81891700000000002",
    "did": "914000000001",
    "agent_id": "ravi",
    "disposition": "Sale",
    "comments": COMMENTS,
    "pause_after_dispose": False,
}
"""The fields of a request for a call that has ended."""


def program() -> str:
    """The simulator's program. `bindings/python/tasks` builds it and says where it is."""
    default = Path(__file__).parents[3] / "target/debug/cloudagent-simulator"
    return os.environ.get("CAD_SIMULATOR", str(default))


class Simulator:
    """A running simulator. It ends when the pipe to it closes."""

    def __init__(self) -> None:
        example = json.loads(subprocess.check_output([program(), "--example"]))
        for account in example["accounts"]:
            account["api_key"] = KEY
        with tempfile.NamedTemporaryFile("w", suffix=".json") as scenario:
            json.dump(example, scenario)
            scenario.flush()
            self._process = subprocess.Popen(
                [program(), "--port", "0", "--scenario", scenario.name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            assert self._process.stdout is not None
            self.addresses: dict[str, str] = json.loads(self._process.stdout.readline())
        self.base_url: str = self.addresses["base_url"]

    def close(self) -> None:
        self._process.communicate()

    def inject(self, fault: str, **details: Any) -> None:
        self._control("POST", "fault", {"fault": fault, **details})

    def script(self, *replies: dict[str, Any]) -> None:
        self._control("POST", "script", {"replies": list(replies)})

    def move_clock(self, seconds: int) -> None:
        """Moves the clock that tokens go by."""
        self._control("POST", "clock", {"move_seconds": seconds})

    def dispose(self, ucid: str, disposition: str) -> None:
        """Has the agent set a disposition by hand."""
        self._control("POST", "dispose", {"ucid": ucid, "disposition": disposition})

    def sent(self, path: str) -> int:
        """How many requests arrived whose target ends so."""
        return sum(one["target"].endswith(path) for one in self.journal()["requests"])

    def reset(self) -> None:
        self._control("POST", "reset", None)

    def journal(self) -> dict[str, Any]:
        """What arrived."""
        journal: dict[str, Any] = self._control("GET", "journal", None)
        return journal

    def _control(self, method: str, endpoint: str, body: object) -> Any:
        control = urlsplit(self.addresses["control_url"])
        connection = http.client.HTTPConnection(control.netloc, timeout=20)
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, f"{control.path}/{endpoint}", text)
            reply = connection.getresponse()
            answer = json.loads(reply.read())
        finally:
            connection.close()
        assert reply.status == 200, answer
        return answer

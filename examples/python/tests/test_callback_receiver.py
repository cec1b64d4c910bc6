"""The receiver of callbacks, with the simulator as the vendor. CAD_SIMULATOR names its program.

Beside the package, Flask is needed.
"""

import contextlib
import http.client
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from cloudagent_disposition import (
    Account,
    Api,
    BaseUrl,
    Client,
    DispositionError,
    DispositionRequest,
    Effect,
    Finding,
    Receipt,
)
from werkzeug.serving import WSGIRequestHandler, make_server

EXAMPLES = Path(__file__).resolve().parents[2]
KEY = "KKacme0123456789"

sys.path.insert(0, str(EXAMPLES / "python"))

from callback_receiver import create_app  # noqa: E402
from sent_receipts import SentReceipts  # noqa: E402

UCID = "81891700000000002"
REQUEST = DispositionRequest(
    ucid=UCID, did="914000000001", agent_id="ravi", disposition="Sale", pause_after_dispose=False
)


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


class Callbacks(unittest.TestCase):
    """Each test has a simulator, a receiver and a file of its own."""

    def setUp(self) -> None:
        self.simulator = subprocess.Popen(
            [os.environ["CAD_SIMULATOR"]], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.addCleanup(self.simulator.communicate)
        assert self.simulator.stdout is not None
        self.addresses: dict[str, str] = json.loads(self.simulator.stdout.readline())
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "receipts.sqlite"
        app = create_app(
            {
                "CLOUDAGENT_CUSTOMER": "acme",
                "CLOUDAGENT_API_KEY": KEY,
                "RECEIPTS": str(self.path),
            }
        )
        stack = contextlib.ExitStack()
        self.addCleanup(stack.close)
        self.said = stack.enter_context(self.assertLogs(app.logger, logging.WARNING))
        app.logger.warning("a test begins")
        self.server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
        self.url = f"http://127.0.0.1:{self.server.server_port}/callback"
        # Looks often whether it is to end.
        thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.shutdown)

    def tearDown(self) -> None:
        self.assertNotIn(KEY, "\n".join(self.said.output))
        if self.path.exists():
            self.assertNotIn(KEY.encode(), self.path.read_bytes())

    def control(self, endpoint: str, body: object) -> Any:
        straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        url = f"{self.addresses['control_url']}/{endpoint}"
        with straight.open(urllib.request.Request(url, json.dumps(body).encode())) as reply:
            return json.load(reply)

    def lose(self, fault: str) -> None:
        """Sends the disposition and loses what came of it."""
        self.control("fault", {"fault": fault, "count": 1})
        client = Client(
            Account("acme", api_key=KEY),
            api=Api.GET_V2,
            base_url=BaseUrl(self.addresses["base_url"]),
        )
        with client:
            try:
                receipt = client.set_disposition(REQUEST)
            except DispositionError as error:
                receipt = error.receipt
        self.assertEqual(receipt.effect, Effect.UNKNOWN)
        with SentReceipts(self.path) as sent:
            sent.keep(REQUEST, Api.GET_V2, receipt)

    def push(self, **changes: object) -> int:
        status: int = self.control("callback", {"url": self.url, "ucid": UCID, **changes})["status"]
        return status

    def receipt(self) -> Receipt:
        with SentReceipts(self.path) as sent:
            (receipt,) = sent.receipts()
        return receipt

    def test_a_lost_reply_is_settled_by_the_callback_with_the_disposition(self) -> None:
        self.lose("reset_after_applied")
        self.assertEqual(self.push(with_disposition=False), 204)
        self.assertEqual(self.receipt().effect, Effect.UNKNOWN, "it says nothing yet")
        self.assertEqual(self.push(), 204)
        receipt = self.receipt()
        self.assertEqual((receipt.effect, receipt.settled), (Effect.APPLIED, Finding.STANDS))
        said = len(self.said.output)
        self.assertEqual(self.push(), 204, "callbacks come twice")
        self.assertEqual((self.receipt(), len(self.said.output)), (receipt, said))

    def test_one_that_was_lost_itself_stays_unknown(self) -> None:
        self.lose("reset_before_applied")
        for form in ("form", "json", "form_array"):
            self.assertEqual(self.push(**{"as": form}), 204)
        self.assertEqual(self.receipt().effect, Effect.UNKNOWN)

    def test_one_that_the_agent_disposed_otherwise_is_not_in_force(self) -> None:
        self.lose("reset_before_applied")
        self.control("dispose", {"ucid": UCID, "disposition": "No Answer"})
        self.push()
        receipt = self.receipt()
        self.assertEqual(
            (receipt.effect, receipt.settled), (Effect.NOT_APPLIED, Finding.ANOTHER_STANDS)
        )
        self.assertFalse(receipt.may_resend)

    def test_what_has_another_key_changes_nothing(self) -> None:
        self.lose("reset_after_applied")
        self.assertEqual(self.push(customer="globex"), 403)
        self.assertEqual(self.receipt().effect, Effect.UNKNOWN)

    def test_a_call_that_is_not_ours_is_taken(self) -> None:
        self.lose("reset_after_applied")
        self.assertEqual(self.push(ucid="81891700000000003"), 204)
        self.assertEqual(self.receipt().effect, Effect.UNKNOWN)

    def test_what_is_no_callback_is_refused(self) -> None:
        for method, body, status in [
            ("GET", b"", 204),
            ("HEAD", b"", 204),
            ("POST", b"", 400),
            ("POST", b"data=%7B", 400),
            ("POST", b"{}" + b" " * (1 << 20), 413),
        ]:
            with self.subTest(method=method, body=body[:9]):
                connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port)
                with contextlib.closing(connection):
                    connection.request(method, "/callback", body)
                    self.assertEqual(connection.getresponse().status, status)


if __name__ == "__main__":
    unittest.main()

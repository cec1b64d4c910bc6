"""A small web server for the end-of-call callback, which settles what nobody knew.

    export CLOUDAGENT_CUSTOMER=acme CLOUDAGENT_API_KEY=... RECEIPTS=receipts.sqlite
    flask --app callback_receiver run

The address that goes into the campaign's "URL to Push" is https://…/callback, over TLS: the vendor
sends the account's key in it in clear. So no log of this program, and none of what stands before
it, may have the bodies.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from cloudagent_disposition import (
    Account,
    Api,
    DispositionRequest,
    Invalid,
    Receipt,
    read_callback,
    settle,
    settle_receipt,
)
from flask import Flask, request

from sent_receipts import SentReceipts

BODY_BYTES_MAX = 1024 * 1024
"""No callback is longer, and read_callback refuses it."""


def create_app(environment: Mapping[str, str] = os.environ) -> Flask:
    """The server. `flask run` calls this."""
    account = Account(environment["CLOUDAGENT_CUSTOMER"], api_key=environment["CLOUDAGENT_API_KEY"])
    path = Path(environment["RECEIPTS"])
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = BODY_BYTES_MAX

    @app.get("/callback")
    def probe() -> tuple[str, int]:
        """The vendor's dashboard is said to look whether somebody is there."""
        return "", 204

    @app.post("/callback")
    def callback() -> tuple[str, int]:
        # The bytes as they came: Flask's own reading of a form would leave none.
        body = request.get_data(cache=False)
        try:
            told = read_callback(body)
        except Invalid as error:
            # Its sentences repeat nothing of the body.
            app.logger.warning("no callback: %s", error)
            return "no callback", 400
        if not told.authentic(account):
            app.logger.warning("a callback without this account's key")
            return "not ours", 403

        def settled(receipt: Receipt, sent: DispositionRequest, api: Api) -> Receipt:
            return settle_receipt(receipt, sent, settle(sent, told.record, api=api))

        with SentReceipts(path) as receipts:
            for receipt in receipts.settle(told.record, settled):
                app.logger.warning("%s: %s", receipt.effect, receipt.sentence)
        # Also where no call of ours was meant: a second callback would say the same.
        return "", 204

    return app

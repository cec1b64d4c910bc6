"""Calls everything with what makes the planted library panic, and tells what each call raised, a
JSON object on standard output: `python panics.py FOLDER BASE_URL`. FOLDER holds the package.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable

folder, base_url = sys.argv[1:]
sys.path.insert(0, folder)

import cloudagent_disposition as cad  # noqa: E402
from cloudagent_disposition import Account, Api, Client, DispositionRequest  # noqa: E402

PANIC = "planted panic"
assert str(cad.__file__).startswith(folder)

account = Account("acme", api_key="KK-marker/7+canary")
client = Client(account, api=Api.GET_V2, base_url=base_url)
fine = DispositionRequest(
    ucid="81891700000000002", did="914000000001", agent_id="ravi", disposition="Sale"
)
request = dataclasses.replace(fine, comments=PANIC)
receipt = client.set_disposition(fine)
settlement = cad.settle(fine, cad.Records(), api=Api.GET_V2)

CALLS: dict[str, Callable[[], object]] = {
    "Account": lambda: Account(PANIC),
    "Account with a key": lambda: Account(PANIC, api_key="KK"),
    "Account with a token": lambda: Account(PANIC, token="T"),
    "ApiKey": lambda: cad.ApiKey(PANIC),
    "Token": lambda: cad.Token(PANIC),
    "BaseUrl": lambda: cad.BaseUrl(PANIC),
    "Client by a base URL": lambda: Client(account, api=Api.GET_V2, base_url=PANIC),
    "Client by a proxy": lambda: Client(account, api=Api.GET_V2, proxy=PANIC),
    "DispositionRequest.from_json": lambda: DispositionRequest.from_json(PANIC),
    "DispositionRequest.to_json": lambda: request.to_json(),
    "Receipt.from_json": lambda: cad.Receipt.from_json(PANIC),
    "Receipt.to_json": lambda: dataclasses.replace(receipt, sentence=PANIC).to_json(),
    "validate": lambda: cad.validate(account, request, api=Api.GET_V2),
    "build_request": lambda: cad.build_request(account, request, api=Api.GET_V2),
    "build_token_request": lambda: cad.build_token_request(account, base_url=PANIC),
    "build_list_request": lambda: cad.build_list_request(account, api=Api.GET_V2, base_url=PANIC),
    "classify": lambda: cad.classify(200, PANIC.encode()),
    "classify_many": lambda: cad.classify_many([b"", PANIC.encode()]),
    "classify_token": lambda: cad.classify_token(200, PANIC.encode()),
    "classify_list": lambda: cad.classify_list(200, PANIC.encode()),
    "from_params": lambda: cad.from_params({"comments": PANIC}, api=Api.GET_V2),
    "check_disposition": lambda: cad.check_disposition([], request),
    "classify_records": lambda: cad.classify_records(200, PANIC.encode()),
    "CallRecord.to_json": lambda: cad.CallRecord(ucid=PANIC).to_json(),
    "Records": lambda: cad.Records([cad.CallRecord(ucid=PANIC)]),
    "read_callback": lambda: cad.read_callback(PANIC),
    "settle": lambda: cad.settle(request, cad.Records(), api=Api.GET_V2),
    "settle_receipt": lambda: cad.settle_receipt(receipt, request, settlement),
    "build_record_request": lambda: cad.build_record_request(
        account, "1", "2026-11-30", now=0, base_url=PANIC
    ),
    "build_day_request": lambda: cad.build_day_request(
        account, "2026-11-30", now=0, base_url=PANIC
    ),
    "Client.look_up": lambda: client.look_up(fine, PANIC),
    "Client.look_up_all": lambda: client.look_up_all([fine], PANIC),
    "Client.list_dispositions": lambda: client.list_dispositions(PANIC),
    "Client.validate": lambda: client.validate(request),
    "Client.build_request": lambda: client.build_request(request),
    "Client.set_disposition": lambda: client.set_disposition(request),
}


def told(action: Callable[[], object]) -> dict[str, object]:
    try:
        action()
    except Exception as error:
        return {
            "type": type(error).__name__,
            "effect": getattr(error, "effect", None),
            "advice": getattr(error, "advice", None),
            "text": str(error),
            "others": [str(error.__cause__), str(error.__context__)],
        }
    return {"type": None}


panics = {name: told(action) for name, action in CALLS.items()}
print(json.dumps({"panics": panics, "afterwards": client.set_disposition(fine).effect}))

"""What a user does first, with nothing but the wheel: `python smoke.py BASE_URL KEY`."""

import sys

from cloudagent_disposition import (
    Account,
    Api,
    Client,
    DispositionRequest,
    Effect,
    InvalidRequest,
    Outcome,
    build_request,
    classify,
)
from cloudagent_disposition.testing import FakeTransport

base_url, key = sys.argv[1:]
assert "site-packages" in str(sys.modules["cloudagent_disposition"].__file__)
with Client(Account("acme", api_key=key), api=Api.GET_V2, base_url=base_url) as client:
    receipt = client.set_disposition(
        ucid="81891700000000002", did="914000000001", agent_id="ravi", disposition="Sale"
    )
    try:
        client.set_disposition(ucid="", did="", agent_id="", disposition="")
    except InvalidRequest as error:
        assert len(error.violations) == 4
assert receipt.effect is Effect.APPLIED
assert receipt.outcome is Outcome.SAVED
assert classify(200, b"<html>").outcome is Outcome.UNRECOGNISED

account = Account("acme", api_key=key)
request = DispositionRequest(
    ucid="81891700000000002", did="914000000001", agent_id="ravi", disposition="Sale"
)
assert build_request(account, request, api=Api.GET_V2).method.value == "GET"
with Client(account, api=Api.GET_V2, transport=FakeTransport(Outcome.QUEUED)) as client:
    assert client.set_disposition(request).effect is Effect.QUEUED
print(sys.version_info[:2])

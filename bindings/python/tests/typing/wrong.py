"""Mistakes of a user of the package, each with the error that `mypy --strict` must give."""

from cloudagent_disposition import Account, Api, AsyncClient, Client, DispositionRequest, Effect
from cloudagent_disposition.testing import AsyncFakeTransport, FakeTransport

account = Account("acme", api_key="KK")
client = Client(account)  # error: call-arg
Client(account, api="get_v2")  # error: arg-type
Client.from_env(customer="acme")  # error: call-arg
Account("acme", "KK")  # error: call-arg
DispositionRequest(ucid=81891700000000001)  # error: arg-type
DispositionRequest(agentId="ravi")  # error: call-arg
client.set_disposition(ucid="1", did="2", agent_id="ravi")  # error: call-overload
client.set_disposition(DispositionRequest(), comments="x")  # error: call-overload
client.set_disposition(DispositionRequest()).efect  # error: attr-defined
DispositionRequest().ucid = "1"  # error: misc
Api.GET_V1  # error: attr-defined
Client(account, api=Api.GET_V2, transport=AsyncFakeTransport())  # error: arg-type
AsyncClient(account, api=Api.GET_V2, transport=FakeTransport())  # error: arg-type
Client(account, api=Api.GET_V2, token_store={})  # error: arg-type
client.set_disposition(DispositionRequest(), cancel=True)  # error: call-overload


def incomplete(effect: Effect) -> str:  # error: return
    match effect:
        case Effect.APPLIED | Effect.QUEUED | Effect.ACCEPTED | Effect.NOT_APPLIED:
            return "known"

"""What worker processes do in the tests: a module of its own, so that they can import it."""

from __future__ import annotations

from simulator import KEY, REQUEST

from cloudagent_disposition import Account, Api, Client, Receipt


def set_disposition(base_url: str) -> Receipt:
    """In a process of its own: a client is made where it is used."""
    with Client(Account("acme", api_key=KEY), api=Api.GET_V2, base_url=base_url) as client:
        return client.set_disposition(**REQUEST)

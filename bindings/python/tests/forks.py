"""Forks with a warm client: each child, and its parent, gets the reply to its own request.

Usage: forks.py BASE_URL HOW_OFTEN. A process of its own, since threads of other tests would count:
Python warns of a fork beside one.
"""

from __future__ import annotations

import os
import signal
import sys

from simulator import KEY, REQUEST

from cloudagent_disposition import Account, Api, Client, DispositionError, Outcome

AT_ONCE = 10
"""How many children live side by side."""


def outcome(client: Client, number: int) -> Outcome | None:
    """Every third request is one that the vendor refuses, so that a reply to another's shows."""
    request = REQUEST if number % 3 else {**REQUEST, "agent_id": "nobody"}
    try:
        return client.set_disposition(**request, deadline=30).outcome
    except DispositionError as error:
        return error.receipt.outcome


def main(base_url: str, how_often: int) -> None:
    client = Client(Account("acme", api_key=KEY), api=Api.GET_V2, base_url=base_url)
    expected = [outcome(client, number) for number in range(3)]
    assert expected == [Outcome.INVALID_AGENT, Outcome.SAVED, Outcome.SAVED]
    assert len(os.listdir("/proc/self/task")) == 1
    children: set[int] = set()
    for number in range(how_often):
        child = os.fork()
        if child == 0:
            signal.alarm(60)
            os._exit(0 if outcome(client, number) == expected[number % 3] else 1)
        children.add(child)
        assert outcome(client, number + 1) == expected[(number + 1) % 3]
        while len(children) >= AT_ONCE or (children and number == how_often - 1):
            ended, status = os.wait()
            assert os.waitstatus_to_exitcode(status) == 0, "a child got another's reply, or hung"
            children.remove(ended)
    print(2 * how_often + 3)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

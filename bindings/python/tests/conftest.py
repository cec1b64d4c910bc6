from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from simulator import KEY, Simulator

from cloudagent_disposition import Account, Api, Client


@pytest.fixture(scope="session")
def running_simulator() -> Iterator[Simulator]:
    with closing(Simulator()) as simulator:
        yield simulator


@pytest.fixture
def simulator(running_simulator: Simulator) -> Simulator:
    running_simulator.reset()
    return running_simulator


@pytest.fixture
def account() -> Account:
    return Account("acme", api_key=KEY)


@pytest.fixture
def client(simulator: Simulator, account: Account) -> Iterator[Client]:
    with Client(account, api=Api.GET_V2, base_url=simulator.base_url) as client:
        yield client

"""Makes calls with a token that processes share, and prints a line for each that failed.

Usage: sharing.py BASE_URL STORE HOW_MANY. The store is a file, or `unix:` and Redis's socket. It
says when it begins, prints a dot for every tenth call, and at its end how many tokens it fetched.
"""

from __future__ import annotations

import sys
from pathlib import Path

from simulator import KEY, REQUEST

from cloudagent_disposition import (
    Account,
    Api,
    Client,
    DispositionError,
    FileTokenStore,
    TokenStore,
)

LIVE = {**REQUEST, "ucid": "81891700000000001"}


def store_of(name: str) -> TokenStore:
    if not name.startswith("unix:"):
        return FileTokenStore(name)
    sys.path.insert(0, str(Path(__file__).parents[3] / "examples/python"))
    import redis
    from redis_store import RedisTokenStore

    path = name.removeprefix("unix:")
    return RedisTokenStore(redis.Redis(unix_socket_path=path, socket_timeout=2))


def main(base_url: str, store: str, how_many: int) -> None:
    account = Account("globex", api_key=KEY)
    client = Client(
        account, api=Api.POST_TOKEN, base_url=base_url, token_store=store_of(store), deadline=30
    )
    fetched = 0
    print("begun", flush=True)
    for number in range(how_many):
        try:
            fetched += client.set_disposition(**LIVE).token_requests
        except DispositionError as error:
            print("failed:", repr(error), flush=True)
        if number % 10 == 0:
            print(".", flush=True)
    print("fetched:", fetched, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))

"""A token store in Redis, for the processes of several machines that use one account.

client = Client(account, api=Api.POST_TOKEN, token_store=RedisTokenStore(redis.Redis()))
"""

import uuid

import redis

PUT_IF = """
local kept = redis.call('HGET', KEYS[1], 'version') or ''
if kept ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'data', ARGV[3])
redis.call('EXPIRE', KEYS[1], 7200)
return 1
"""
"""Looks and writes as one step: Redis runs nothing else meanwhile. What is kept lasts an hour."""


class RedisTokenStore:
    """Keeps the token of an account under a key of its own. Whoever reads the database has it.

    Give the connection a `socket_timeout` of a second or so: a call waits for its store.
    """

    def __init__(self, connection: redis.Redis, prefix: str = "cloudagent:") -> None:
        self._prefix = prefix
        self._connection = connection
        self._put_if = connection.register_script(PUT_IF)

    def get(self, key: str) -> tuple[bytes, str] | None:
        """What is kept under this key and its version."""
        version, data = self._connection.hmget(self._prefix + key, ["version", "data"])
        # A connection made with `decode_responses` gives texts, and can't be used.
        if not isinstance(version, bytes) or not isinstance(data, bytes):
            return None
        return data, version.decode()

    def put_if(self, key: str, version: str | None, data: bytes) -> bool:
        """Keeps these bytes if the version is still this one, and says whether it did."""
        arguments: list[str | bytes] = [version or "", uuid.uuid4().hex, data]
        return bool(self._put_if(keys=[self._prefix + key], args=arguments) == 1)

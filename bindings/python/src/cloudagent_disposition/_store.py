"""Where processes that use one account keep the token that they share."""

from __future__ import annotations

import os
from itertools import count

from ._bridge import call, native
from ._checks import text
from ._forgetful import forgetful
from ._opaque import Opaque
from ._typing import Any, Protocol


class TokenStore(Protocol):
    """Keeps the token that several processes or clients share, on `Api.POST_TOKEN` with an api key.
    A new token of an account ends all its earlier ones, so those who call for the same account must
    share one.

    It is dumb on purpose: it reads bytes and replaces them. What they mean, who may fetch a token
    and when, are the library's rules. The bytes hold a token: protect them as you would protect a
    password, and don't log them. There are at most 16 KiB of them.

    Called from threads of the client's, by several at once; a call waits for it, so it should
    answer within a second or raise. Whatever it raises is a failed store, and is not repeated:
    log it yourself where you know that it tells no secret.
    """

    def get(self, key: str, /) -> tuple[bytes, str] | None:
        """What is kept under this key and its version; None where nothing is. No two writings
        under a key have the same version.
        """
        ...

    def put_if(self, key: str, version: str | None, data: bytes, /) -> bool:
        """Keeps these bytes under this key if the version there still is this one, or if nothing is
        there where it is None, and says whether it did. **This must be atomic** over everybody who
        uses the store: a read followed by a write is not enough.
        """
        ...


class FileTokenStore(Opaque):
    """A `TokenStore` in a file, for the processes of one machine. The file is made for its owner
    alone (`0600`), and replaced as a whole; one in a folder where others may write is refused.

    Args:
        path: The file. Making the store does no I/O.

    Raises:
        TypeError: It is no path.
        ValueError: A text holds a lone surrogate.
    """

    __slots__ = ("_path",)

    @forgetful
    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = text("path", os.fspath(path))
        self._handle = call(native.FileStoreHandle, self._path)

    @forgetful
    def get(self, key: str) -> tuple[bytes, str] | None:
        """What is kept under this key and its version; None where nothing is.

        Raises:
            OSError: The file can't be read.
        """
        answer = self._carry_out(native.StoreOperationData.Get(key=text("key", key)))
        if isinstance(answer, native.StoreAnswerData.Found):
            return call(answer.bytes.expose), answer.version
        return None

    @forgetful
    def put_if(self, key: str, version: str | None, data: bytes) -> bool:
        """Keeps these bytes if the version is this one; see `TokenStore`.

        Raises:
            OSError: The file can't be written.
        """
        kept = call(native.SecretBytesHandle, bytes(data))
        key = text("key", key)
        operation = native.StoreOperationData.PutIf(key=key, version=version, bytes=kept)
        return isinstance(self._carry_out(operation), native.StoreAnswerData.Written)

    def _carry_out(self, operation: Any) -> Any:
        answer = call(self._handle.carry_out, operation)
        if isinstance(answer, native.StoreAnswerData.Failed):
            why = "the file can't be used, or others may write to its folder"
            raise OSError(f"{why}: {self._path!r}")
        return answer

    def _printed(self) -> str:
        return f"FileTokenStore({self._path!r})"


class MemoryTokenStore:
    """A `TokenStore` in memory: for several clients of one process, and for tests. One client alone
    needs none: it keeps its token by itself. A forked child goes on with a copy of its own.
    """

    __slots__ = ("_claims", "_kept", "_versions")

    def __init__(self) -> None:
        self._kept: dict[str, tuple[bytes, str]] = {}
        self._claims: dict[tuple[str, str | None], str] = {}
        self._versions = count(1)

    def get(self, key: str) -> tuple[bytes, str] | None:
        """What is kept under this key and its version; None where nothing is."""
        return self._kept.get(key)

    def put_if(self, key: str, version: str | None, data: bytes) -> bool:
        """Keeps these bytes if the version is this one; see `TokenStore`."""
        # No lock, which a forked child could find taken. Of those who read a version one gets to
        # claim it, since `setdefault` is one step; what is claimed late is another version by then.
        new = str(next(self._versions))
        claim = (key, version)
        if self._claims.setdefault(claim, new) != new:
            return False
        try:
            if self._version(key) != version:
                return False
            self._kept[key] = (bytes(data), new)
            return True
        finally:
            del self._claims[claim]

    def _version(self, key: str) -> str | None:
        found = self._kept.get(key)
        return None if found is None else found[1]

    def __repr__(self) -> str:
        return f"MemoryTokenStore({len(self._kept)} kept)"

    def __reduce_ex__(self, protocol: object) -> Any:
        raise TypeError("a MemoryTokenStore can't be pickled: it holds tokens")


def answer_of(store: TokenStore, operation: Any) -> Any:
    """Does with a store what the engine asks for. A store is the caller's code: whatever it raises
    is a failure of this operation, and nothing of it is kept.
    """
    answers = native.StoreAnswerData
    try:
        if isinstance(operation, native.StoreOperationData.Get):
            found = store.get(operation.key)
            if found is None:
                return answers.Nothing()
            data, version = found
            kept = native.SecretBytesHandle(bytes(data))
            return answers.Found(bytes=kept, version=text("version", version))
        data = operation.bytes.expose()
        written = store.put_if(operation.key, operation.version, data)
        # Whatever is no bool says nothing.
        return {True: answers.Written, False: answers.Conflict}[written]()
    except BaseException:
        return answers.Failed()

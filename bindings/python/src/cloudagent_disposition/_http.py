from __future__ import annotations

from ._enums import Method
from ._forgetful import forgetful
from ._typing import Any, NoReturn

_FIELDS = (
    "method", "url", "host", "port", "target", "path", "headers", "body", "may_use_proxy",
    "reply_limit", "body_with_get", "own_connection",
)  # fmt: skip


class _Referable:
    """What both of the classes below stand on: before Python 3.12 one can't become the other where
    each brings its own slot for weak references.
    """

    __slots__ = ("__weakref__",)


class HttpRequest(_Referable):
    """One HTTP request, complete, for any HTTP stack to send as it is. `build_request` makes them.

    It **holds the credential** (in the URL on the GET APIs, in a header otherwise) and the
    comments: hand it to an HTTP stack, don't log it. It prints its method, host and path only, and
    has no pickle. Send it once, follow no redirect, add no `Referer`.
    """

    __slots__ = _FIELDS

    method: Method
    """The method."""
    url: str
    """The whole URL."""
    host: str
    """The host, without port; an IPv6 address without brackets."""
    port: int
    """The port, the scheme's own where the URL names none."""
    target: str
    """What stands in the request line: the path and the query."""
    path: str
    """The path without the query."""
    headers: tuple[tuple[str, str], ...]
    """Names and values. An HTTP stack may add its own (`host`, `content-length`)."""
    body: bytes | None
    """The body."""
    may_use_proxy: bool
    """Whether it may go through a proxy: never where it is for this machine itself."""
    reply_limit: int
    """How many bytes of the reply's body to read: so many and one more, which tells that there was
    more. They are counted as they travel, perhaps compressed."""
    body_with_get: bool
    """Whether it is a GET that has a body, which not every HTTP stack can send. One that can't must
    send nothing: without its body it asks for something else."""
    own_connection: bool
    """Whether it needs a connection that no other request uses, before or after: a server that
    ignores the body of a GET would read it as the next request. There is no header for it."""

    def __init__(self) -> None:
        raise TypeError("an HttpRequest is made by build_request")

    @forgetful
    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("an HttpRequest can't be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("an HttpRequest can't be changed")

    def __repr__(self) -> str:
        if not hasattr(self, _FIELDS[-1]):
            return "<unfinished HttpRequest>"
        return f"HttpRequest({self.method} {self.host}{self.path})"

    def __copy__(self) -> HttpRequest:
        return self

    def __deepcopy__(self, memo: object) -> HttpRequest:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("an HttpRequest can't be pickled: it holds the credential")

    def __getstate__(self) -> NoReturn:
        self.__reduce_ex__(0)


class _Filling(_Referable):
    """A request that is being made: one that can't be changed can't be filled either."""

    __slots__ = _FIELDS


# Looked up here, a word costs a tenth of what the enum's own call does.
_METHODS = {one.value: one for one in Method}


def http_request_of(record: Any) -> HttpRequest:
    one: Any = _Filling()
    one.method = _METHODS[record.method]
    one.url = record.url
    one.host = record.host
    one.port = record.port
    one.target = record.target
    one.path = record.path
    one.headers = tuple([(header.name, header.value) for header in record.headers])
    one.body = None if record.body is None else record.body.encode()
    one.may_use_proxy = record.may_use_proxy
    one.reply_limit = record.reply_limit
    one.body_with_get = record.body_with_get
    one.own_connection = record.own_connection
    one.__class__ = HttpRequest
    made: HttpRequest = one
    return made

"""Set call dispositions on Ozonetel CloudAgent, and always know what happened to the call.

    from cloudagent_disposition import Account, Api, Client

    client = Client(Account("acme", api_key=os.environ["CLOUDAGENT_API_KEY"]), api=Api.GET_V2)
    receipt = client.set_disposition(ucid="8189…", did="9140…", agent_id="ravi",
                                     disposition="Sale")

What was applied, queued or accepted is returned as a `Receipt`. Everything else is raised, told
apart by what happened to the call: `InvalidRequest`, `NotSent`, `Refused`, `Uncertain`.
"""

from ._account import Account
from ._base_url import BaseUrl
from ._bridge import InternalError
from ._bridge import version as __version__
from ._cancel import CancelToken
from ._client import Client
from ._enums import (
    Advice,
    Api,
    Asked,
    Delivery,
    Effect,
    FailKind,
    Finding,
    Method,
    NotSentKind,
    Outcome,
    UncertainKind,
)
from ._errors import DispositionError, Invalid, InvalidRequest, NotSent, Refused, Uncertain
from ._http import HttpRequest
from ._listing import DispositionList, check_disposition
from ._params import Params, from_params
from ._proxy import Proxy
from ._pure import (
    build_list_request,
    build_request,
    build_token_request,
    classify,
    classify_list,
    classify_token,
    validate,
)
from ._receipt import Attempt, Receipt
from ._replies import Replies, classify_many
from ._reply import Reply
from ._request import DispositionRequest
from ._retry import RetryPolicy
from ._secrets import ApiKey, Token
from ._store import FileTokenStore, MemoryTokenStore, TokenStore
from ._typing import TYPE_CHECKING
from ._violation import Violation
from ._violation_codes import Field, Problem, Severity, ValidationMode

if TYPE_CHECKING:
    from ._async_client import AsyncClient
    from ._async_driver import CallCancelled
    from ._callback import Callback, read_callback
    from ._look_up import build_day_request, build_record_request, record_day
    from ._records import CallRecord, NoRecords, Records, classify_records
    from ._settlement import Lookup, Settlement, settle, settle_receipt
    from ._transport import AsyncTransport, HttpReply, Limits, SendFailed, Transport
del TYPE_CHECKING

__all__ = [
    "Account",
    "Advice",
    "Api",
    "ApiKey",
    "Asked",
    "AsyncClient",
    "AsyncTransport",
    "Attempt",
    "BaseUrl",
    "CallCancelled",
    "CallRecord",
    "Callback",
    "CancelToken",
    "Client",
    "Delivery",
    "DispositionError",
    "DispositionList",
    "DispositionRequest",
    "Effect",
    "FailKind",
    "Field",
    "FileTokenStore",
    "Finding",
    "HttpReply",
    "HttpRequest",
    "InternalError",
    "Invalid",
    "InvalidRequest",
    "Limits",
    "Lookup",
    "MemoryTokenStore",
    "Method",
    "NoRecords",
    "NotSent",
    "NotSentKind",
    "Outcome",
    "Params",
    "Problem",
    "Proxy",
    "Receipt",
    "Records",
    "Refused",
    "Replies",
    "Reply",
    "RetryPolicy",
    "SendFailed",
    "Settlement",
    "Severity",
    "Token",
    "TokenStore",
    "Transport",
    "Uncertain",
    "UncertainKind",
    "ValidationMode",
    "Violation",
    "__version__",
    "build_day_request",
    "build_list_request",
    "build_record_request",
    "build_request",
    "build_token_request",
    "check_disposition",
    "classify",
    "classify_list",
    "classify_many",
    "classify_records",
    "classify_token",
    "from_params",
    "read_callback",
    "record_day",
    "settle",
    "settle_receipt",
    "validate",
]


def _name_publicly(*names: str) -> None:
    """Names in tracebacks, documentation and pickles are the public ones."""
    for name in names:
        value = globals()[name]
        if hasattr(value, "__module__"):
            value.__module__ = __name__


_LATE = {
    "AsyncClient": "_async_client",
    "AsyncTransport": "_transport",
    "CallCancelled": "_async_driver",
    "CallRecord": "_records",
    "Callback": "_callback",
    "HttpReply": "_transport",
    "Limits": "_transport",
    "Lookup": "_settlement",
    "NoRecords": "_records",
    "Records": "_records",
    "SendFailed": "_transport",
    "Settlement": "_settlement",
    "Transport": "_transport",
    "build_day_request": "_look_up",
    "build_record_request": "_look_up",
    "classify_records": "_records",
    "read_callback": "_callback",
    "record_day": "_look_up",
    "settle": "_settlement",
    "settle_receipt": "_settlement",
}
"""What most programs never name, and where it is: asyncio alone costs more to import than all else
of this package.
"""

_name_publicly(*(name for name in __all__ if name not in _LATE))


def __getattr__(name: str) -> object:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    globals()[name] = getattr(import_module(f".{_LATE[name]}", __name__), name)
    _name_publicly(name)
    return globals()[name]


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATE})

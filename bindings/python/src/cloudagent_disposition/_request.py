from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta

from ._bridge import call, native
from ._checks import flag, optional_flag, optional_text, text
from ._forgetful import forgetful
from ._typing import Any
from ._value import Value


@dataclass(frozen=True, slots=True, kw_only=True, init=False, repr=False)
class DispositionRequest(Value):
    """A disposition to set for one call. Only types are checked here: `validate`, and the client
    before it sends, say everything else that is wrong with it at once.

    A text that is empty or only white space is absent, the same as `None`. It prints without its
    comments, and with the did's last four digits only.

    Raises:
        TypeError: An argument has the wrong type, such as an int as ucid.
        ValueError: A text holds a lone surrogate, or `callback_time` is an aware datetime. One with
            microseconds is refused by `validate`: write `.replace(microsecond=0)`.
    """

    # generated: fields (by `cargo gen`)
    ucid: str | None = field(default=None, repr=False)
    """The call's unique id: that of this agent's leg. Digits, under 20 of them; always a text,
    since 17 digits don't survive a float.
    """
    did: str | None = field(default=None, repr=False)
    """The number that calls are dialled out from: the campaign's, not the customer's."""
    agent_id: str | None = field(default=None, repr=False)
    """The agent's login id."""
    disposition: str | None = field(default=None, repr=False)
    """The disposition, as the campaign spells it."""
    comments: str | None = field(default=None, repr=False)
    """Free text for the call record."""
    pause_after_dispose: bool | None = None
    """Whether to pause the agent afterwards. Only a yes is sent: a default must not pause an
    agent whom nobody meant to pause.
    """
    pause_reason: str | None = field(default=None, repr=False)
    """Why the agent is paused."""
    callback_time: str | None = field(default=None, repr=False)
    """When to call back: a civil date-time without zone, `2026-11-22 09:30[:00]`."""
    callback_time_zone: str | None = field(default=None, repr=False)
    """The IANA name of the callback time's zone. Without one the vendor reads `Asia/Kolkata`."""
    auto_release: bool = False
    """The vendor's `autoRelease`, sent only where it is yes."""
    # end

    @forgetful
    def __init__(
        self,
        *,
        callback_time: str | datetime | None = None,
        # generated: parameters (by `cargo gen`)
        ucid: str | None = None,
        did: str | None = None,
        agent_id: str | None = None,
        disposition: str | None = None,
        comments: str | None = None,
        pause_after_dispose: bool | None = None,
        pause_reason: str | None = None,
        callback_time_zone: str | None = None,
        auto_release: bool = False,
        # end
    ) -> None:
        checked = {
            "callback_time": _civil(callback_time),
            # generated: checked (by `cargo gen`)
            "ucid": optional_text("ucid", ucid),
            "did": optional_text("did", did),
            "agent_id": optional_text("agent_id", agent_id),
            "disposition": optional_text("disposition", disposition),
            "comments": optional_text("comments", comments),
            "pause_after_dispose": optional_flag("pause_after_dispose", pause_after_dispose),
            "pause_reason": optional_text("pause_reason", pause_reason),
            "callback_time_zone": optional_text("callback_time_zone", callback_time_zone),
            "auto_release": flag("auto_release", auto_release),
            # end
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    @forgetful
    def __post_init__(self) -> None:
        # A subclass that is a dataclass too has an __init__ of its own, which ends here.
        given = {one.name: getattr(self, one.name) for one in fields(DispositionRequest)}
        DispositionRequest.__init__(self, **given)

    def __repr__(self) -> str:
        # An unfinished request, such as an error report may meet, prints what it has.
        shown = {one.name: getattr(self, one.name, None) for one in fields(self)}
        if did := shown["did"]:
            shown["did"] = "…" + str(did)[max(1, len(str(did)) - 4) :]
        if shown["comments"]:
            shown["comments"] = "[not shown]"
        given = (f"{name}={value!r}" for name, value in shown.items() if value not in (None, False))
        return f"{type(self).__name__}({', '.join(given)})"

    @forgetful
    def to_json(self) -> str:
        """The request as a JSON object, the same in every language. It holds the comments, and
        never a credential.
        """
        written: str = call(native.request_to_json, record_of(self))
        return written

    @staticmethod
    @forgetful
    def from_json(json: str) -> DispositionRequest:
        """Reads a request's JSON form.

        Raises:
            TypeError: It is no text.
            Invalid: It is no request's JSON. No value of it is repeated.
        """
        from ._errors import accepted

        read = call(native.request_from_json, text("json", json))
        return request_of(accepted(read).request)


def _civil(value: object) -> str | None:
    """A callback time as text. A datetime's fraction of a second stays: the core refuses it."""
    if isinstance(value, datetime):
        if value.utcoffset() is not None:
            raise ValueError(_line_to_write_instead(value))
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        raise TypeError(
            "callback_time must be text (str) or a datetime, not a date: the hour counts"
        )
    return optional_text("callback_time", value)


def _line_to_write_instead(value: datetime) -> str:
    zone = getattr(value.tzinfo, "key", None)
    if not isinstance(zone, str):
        # Only an offset is known: the same moment in the zone that the vendor lives in.
        zone = "Asia/Kolkata"
        offset = value.utcoffset() or timedelta()
        value = value.replace(tzinfo=None) - offset + timedelta(hours=5, minutes=30)
    time = value.replace(tzinfo=None, microsecond=0).isoformat(sep=" ")
    return (
        "callback_time must have no zone of its own, since the vendor takes the zone apart. "
        f'Write, on get_v3: callback_time="{time}", callback_time_zone="{zone}". '
        "The POST APIs take no zone: leave it out there."
    )


def record_of(request: object) -> Any:
    """What the native library reads: its record's fields have the names of the request's."""
    if not isinstance(request, DispositionRequest):
        kind = type(request).__name__
        hint = ": write DispositionRequest(**that)" if isinstance(request, dict) else ""
        raise TypeError(f"request must be a DispositionRequest, not {kind}{hint}")
    if type(request) is not DispositionRequest:
        # A subclass may have left the checks out.
        DispositionRequest.__post_init__(request)
    return request


def request_of(record: Any) -> DispositionRequest:
    return DispositionRequest(**{name: getattr(record, name) for name in record.__slots__})


def one_request(request: object, fields: dict[str, Any]) -> object:
    """The request that is given, or the one that its fields make.

    Raises:
        TypeError: Both are given, or a field has the wrong type.
    """
    if request is None:
        return DispositionRequest(**fields)
    if fields:
        raise TypeError("give a request or its fields, not both")
    return request

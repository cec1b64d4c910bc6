from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from types import TracebackType

from ._account import Account, handle_of
from ._base_url import BaseUrl
from ._blocking import Way, way_of
from ._cancel import CancelToken, optional_token
from ._checks import code, is_async, milliseconds, optional_text, text
from ._enums import Api
from ._environment import read_environment
from ._errors import settled
from ._forgetful import forgetful
from ._listing import DispositionList, listed
from ._offline import Offline
from ._proxy import Proxy
from ._receipt import Receipt
from ._request import DispositionRequest, one_request, record_of
from ._retry import RetryPolicy
from ._settings import Settings
from ._store import TokenStore
from ._typing import TYPE_CHECKING, Any, overload
from ._violation_codes import ValidationMode

if TYPE_CHECKING:
    from ._settlement import Settlement
    from ._transport import Transport


class Client(Offline):
    """Sets dispositions, blocking. Make one and share it: every method may be called from any
    thread, by several at once, and the GIL is released while a call waits.

    Making one does no I/O. In a forked child process it rebuilds itself and works. It closes at the
    end of a `with`, or with `close`.

        client = Client(Account("acme", api_key=os.environ["CLOUDAGENT_API_KEY"]), api=Api.GET_V2)
        receipt = client.set_disposition(ucid="8189…", did="9140…", agent_id="ravi",
                                         disposition="Sale")

    Ctrl-C in the main thread, or whatever else a signal's handler raises there, is noticed within
    200 ms: it cancels the call, and the exception's `__context__` is what became of it.

    Args:
        account: Who calls.
        api: Which of the vendor's APIs the account uses. A property of the account, so there is
            no default.
        base_url: Where the vendor's server is.
        deadline: How long one call may take in all, in seconds: at most 24 hours.
        connect_timeout: How long making a connection may take, in seconds.
        mode: Which violations stop a request.
        extra_ca_pem: Certificates (PEM, as text) to trust besides the operating system's.
        proxy: `Proxy.ENVIRONMENT`, `Proxy.NONE`, or the URL of one, which is never printed.
        retry: When a call sends its request again: `RetryPolicy()` unless told.
        token_store: Where processes and clients share the account's token, on `Api.POST_TOKEN` with
            an api key: a `FileTokenStore`, a `MemoryTokenStore` or one of your own.
        transport: Your own HTTP stack, in place of the built-in transport. It connects, and trusts,
            as it is made to: `extra_ca_pem` and `proxy` are not for it.
        utc_offset_minutes: How many minutes the account's days are ahead of UTC, for look-ups:
            India's 330 unless told. On the international host a look-up needs it.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: A text holds a lone surrogate, a word is none of its set, or a time is NaN.
        InvalidRequest: A setting can't be used, such as the base URL. It is not repeated.
    """

    __slots__ = ()

    @forgetful
    def __init__(
        self,
        account: Account,
        *,
        api: Api,
        base_url: BaseUrl | str = BaseUrl.INDIA,
        deadline: float = 15.0,
        connect_timeout: float = 5.0,
        mode: ValidationMode = ValidationMode.STANDARD,
        extra_ca_pem: str | None = None,
        proxy: Proxy | str = Proxy.ENVIRONMENT,
        retry: RetryPolicy | None = None,
        token_store: TokenStore | None = None,
        transport: Transport | None = None,
        utc_offset_minutes: int | None = None,
    ) -> None:
        self._open(
            Settings(
                account,
                code("api", Api, api),
                text("base_url", base_url),
                milliseconds("deadline", deadline),
                connect_timeout,
                mode,
                extra_ca_pem,
                proxy,
                retry,
                token_store,
                transport,
                utc_offset_minutes,
            )
        )

    def _open(self, settings: Settings) -> None:
        if is_async(getattr(settings.transport, "send", None)):
            raise TypeError("a Client's transport is blocking; an AsyncClient takes this one")
        if is_async(settings.source):
            raise TypeError("a Client's token_source is blocking; an AsyncClient takes this one")
        self._settings = settings
        self._handle = way_of(settings)

    @classmethod
    @forgetful
    def from_env(
        cls,
        *,
        account: Account | None = None,
        api: Api | None = None,
        base_url: BaseUrl | str | None = None,
        deadline: float | None = None,
        connect_timeout: float = 5.0,
        mode: ValidationMode = ValidationMode.STANDARD,
        extra_ca_pem: str | None = None,
        proxy: Proxy | str = Proxy.ENVIRONMENT,
        retry: RetryPolicy | None = None,
        token_store: TokenStore | None = None,
        transport: Transport | None = None,
        utc_offset_minutes: int | None = None,
    ) -> Client:
        """Makes a client from the environment's variables. The arguments are those of `Client`:
        what is given wins, and its variable is not looked at.

        `CLOUDAGENT_CUSTOMER` is the account's user name, and its credential is in one of
        `CLOUDAGENT_API_KEY`, `CLOUDAGENT_API_KEY_FILE` (a mounted secret) and `CLOUDAGENT_TOKEN`.
        `CLOUDAGENT_API` is a code such as `get_v2`. `CLOUDAGENT_BASE_URL` is `india` (the default),
        `international` or a URL, and `CLOUDAGENT_DEADLINE` seconds, such as `7.5`.

            client = Client.from_env()

        Raises:
            Invalid: A variable is missing or unusable. Everything that is wrong is told at once, by
                the variables' names and never with their values.
            InvalidRequest: What was given can't be used.
            TypeError: An argument has the wrong type.
            ValueError: A text holds a lone surrogate, a word is none of its set, or a time is NaN.
        """
        found = read_environment(
            account=None if account is None else handle_of(account),
            api=None if api is None else code("api", Api, api),
            base_url=optional_text("base_url", base_url),
            deadline_ms=None if deadline is None else milliseconds("deadline", deadline),
        )
        client = cls.__new__(cls)
        client._open(
            Settings(
                account or Account._of(found.account),
                Api(found.api),
                found.base_url,
                found.deadline_ms,
                connect_timeout,
                mode,
                extra_ca_pem,
                proxy,
                retry,
                token_store,
                transport,
                utc_offset_minutes,
            )
        )
        return client

    @overload
    def set_disposition(
        self,
        request: DispositionRequest,
        /,
        *,
        deadline: float | None = None,
        cancel: CancelToken | None = None,
    ) -> Receipt: ...

    @overload
    def set_disposition(
        self,
        request: None = None,
        /,
        *,
        ucid: str | None,
        did: str | None,
        agent_id: str | None,
        disposition: str | None,
        callback_time: str | datetime | None = None,
        # generated: parameters (by `cargo gen`)
        comments: str | None = None,
        pause_after_dispose: bool | None = None,
        pause_reason: str | None = None,
        callback_time_zone: str | None = None,
        auto_release: bool = False,
        # end
        deadline: float | None = None,
        cancel: CancelToken | None = None,
    ) -> Receipt: ...

    @forgetful
    def set_disposition(
        self,
        request: DispositionRequest | None = None,
        /,
        *,
        deadline: float | None = None,
        cancel: CancelToken | None = None,
        **fields: Any,
    ) -> Receipt:
        """Sets a call's disposition, and returns when it is known what happened, at the latest
        when the deadline has passed. Give a `DispositionRequest`, or its fields.

        A receipt's `effect` is `APPLIED`, `QUEUED` or `ACCEPTED`. Everything else is raised.

        Args:
            request: The disposition to set.
            deadline: How long this call may take in all, in seconds: such as the agent's remaining
                wrap-up time. The client's unless told; nothing left ends the call as `NotSent`.
            cancel: Takes the call back, from any thread: it ends at once, as what is known of it.

        Raises:
            InvalidRequest: The request is wrong. Nothing was sent.
            NotSent: No attempt left this machine.
            Refused: A reply came, and the disposition was not applied.
            Uncertain: The disposition may have been applied: look before sending again.
            TypeError: An argument has the wrong type.
            ValueError: A text holds a lone surrogate, or a datetime has a zone of its own.
        """
        record = record_of(one_request(request, fields))
        left = None if deadline is None else milliseconds("deadline", deadline)
        way: Way = self._handle
        return way.disposition(record, left, optional_token(cancel), settled)

    @forgetful
    def list_dispositions(
        self,
        campaign: str | None = None,
        *,
        deadline: float | None = None,
        cancel: CancelToken | None = None,
    ) -> DispositionList:
        """Asks for a campaign's dispositions. The GET APIs need the campaign; on the POST APIs none
        means those of the account. It is sent once, and on `Api.POST_TOKEN` the account must hold
        the token itself.

        Whatever comes of it is returned, since it says nothing of any call: without a list
        `dispositions` is None.

        Args:
            campaign: The campaign's id.
            deadline: How long this may take in all, in seconds; the client's unless told.
            cancel: Takes the question back, from any thread.

        Raises:
            Invalid: It can't be asked so.
            TypeError: An argument has the wrong type.
            ValueError: A text holds a lone surrogate, or the time is NaN.
        """
        campaign = optional_text("campaign", campaign)
        left = None if deadline is None else milliseconds("deadline", deadline)
        way: Way = self._handle
        return way.list(campaign, left, optional_token(cancel), listed)

    @forgetful
    def look_up(
        self,
        request: DispositionRequest,
        day: str | date,
        *,
        deadline: float | None = None,
        cancel: CancelToken | None = None,
    ) -> Settlement:
        """Looks up what the call's records say of a disposition, such as one that ended
        `Uncertain`.

        It goes over a connection of its own, and is sent again only where nothing left this
        machine. No token is fetched for it. The vendor takes two such requests a minute for the
        whole account, so this client sends one in 31 s, and else answers at once
        `Finding.NO_ANSWER` with the seconds that are left in `look_again_seconds`. It never looks
        again by itself.

        Whatever comes of it is returned, and no error of sending is raised: a settlement's `lookup`
        says what became of the look-up itself.

        Args:
            request: What was sent.
            day: The day on which the call **began**, where the account is: `record_day`.
            deadline: How long this may take in all, in seconds; 30 s unless told.
            cancel: Takes the question back, from any thread.

        Raises:
            Invalid: It can't be asked so.
            TypeError: An argument has the wrong type.
            ValueError: A text holds a lone surrogate, or the time is NaN.
        """
        from ._look_up import one_call
        from ._settlement import looked_up

        asked = one_call(request, day)
        left = None if deadline is None else milliseconds("deadline", deadline)
        way: Way = self._handle
        (settlement,) = way.look_up(asked, left, optional_token(cancel), looked_up)
        return settlement

    @forgetful
    def look_up_all(
        self,
        requests: Iterable[DispositionRequest],
        day: str | date,
        *,
        from_time: str | None = None,
        to_time: str | None = None,
        deadline: float | None = None,
        cancel: CancelToken | None = None,
    ) -> list[Settlement]:
        """Looks up several dispositions with one request, for the records of all calls that began
        on a day between two times, `HH:MM:SS`; the whole day where none are given. The settlements
        come in the requests' order. Without requests nothing is asked. For the rest it is as
        `look_up`.

        Raises:
            Invalid: It can't be asked so.
            TypeError: An argument has the wrong type.
            ValueError: A text holds a lone surrogate, or the time is NaN.
        """
        from ._look_up import whole_day
        from ._settlement import looked_up

        asked = whole_day(requests, day, from_time, to_time)
        left = None if deadline is None else milliseconds("deadline", deadline)
        way: Way = self._handle
        return way.look_up(asked, left, optional_token(cancel), looked_up)

    def close(self) -> None:
        """Ends the client: later calls fail as `NotSent`, `CLOSED`. Waits for nothing: a call in
        flight goes on to its end. Closing twice is fine.
        """
        self._handle.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

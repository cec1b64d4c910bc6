from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from types import TracebackType

from ._account import Account, handle_of
from ._async_driver import AsyncSending, raise_cancelled, run
from ._base_url import BaseUrl
from ._checks import code, milliseconds, optional_text, text
from ._enums import Api
from ._environment import read_environment
from ._errors import settled
from ._forgetful import forgetful, forgetful_async
from ._lines import Lines
from ._listing import DispositionList, listed
from ._look_up import one_call, whole_day
from ._offline import Offline
from ._proxy import Proxy
from ._receipt import Receipt
from ._request import DispositionRequest, one_request, record_of
from ._retry import RetryPolicy
from ._settings import Settings
from ._settlement import Settlement, looked_up
from ._store import TokenStore
from ._transport import AsyncTransport
from ._typing import Any, overload
from ._violation_codes import ValidationMode


class AsyncClient(Offline):
    """Sets dispositions in an event loop of asyncio's. Make one and share it: every method may be
    called from any task, and nothing blocks the loop.

    Making one does no I/O and needs no loop. It closes at the end of an `async with`, or with
    `close`. In a forked child process it rebuilds itself and works.

        client = AsyncClient(Account("acme", api_key=key), api=Api.GET_V2)
        receipt = await client.set_disposition(ucid="8189…", did="9140…", agent_id="ravi",
                                               disposition="Sale")

    Cancelling the task cancels the call: asyncio's `CancelledError`, a `CallCancelled` then,
    carries the receipt.

    The arguments are those of `Client`, but for the transport and the account's token source: those
    are awaited. Where there is none, the built-in transport sends from a thread for each send that
    is out.

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
        transport: AsyncTransport | None = None,
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
        own = settings.transport
        if own is not None and not isinstance(own, AsyncSending):
            own = AsyncSending(own)
        self._settings = settings
        self._handle = Lines(settings, own)

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
        transport: AsyncTransport | None = None,
        utc_offset_minutes: int | None = None,
    ) -> AsyncClient:
        """Makes a client from the environment's variables, as `Client.from_env` does.

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
    async def set_disposition(
        self,
        request: DispositionRequest,
        /,
        *,
        deadline: float | None = None,
    ) -> Receipt: ...

    @overload
    async def set_disposition(
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
    ) -> Receipt: ...

    @forgetful_async
    async def set_disposition(
        self,
        request: DispositionRequest | None = None,
        /,
        *,
        deadline: float | None = None,
        **fields: Any,
    ) -> Receipt:
        """Sets a call's disposition, and returns when it is known what happened, at the latest
        when the deadline has passed. Give a `DispositionRequest`, or its fields.

        A receipt's `effect` is `APPLIED`, `QUEUED` or `ACCEPTED`. Everything else is raised.

        Args:
            request: The disposition to set.
            deadline: How long this call may take in all, in seconds. The client's unless told;
                nothing left ends the call as `NotSent`.

        Raises:
            InvalidRequest: The request is wrong. Nothing was sent.
            NotSent: No attempt left this machine.
            Refused: A reply came, and the disposition was not applied.
            Uncertain: The disposition may have been applied: look before sending again.
            CancelledError: The task was cancelled. As a `CallCancelled` it carries the receipt.
            TypeError: An argument has the wrong type.
            ValueError: A text holds a lone surrogate, or a datetime has a zone of its own.
        """
        record = record_of(one_request(request, fields))
        left = None if deadline is None else milliseconds("deadline", deadline)
        line = self._handle.here
        end, cancelled = await run(
            line.means, lambda hands: line.disposition(record, left, False, hands)
        )
        if cancelled is not None:
            raise_cancelled(cancelled, lambda: settled(end))
        return settled(end)

    @forgetful_async
    async def list_dispositions(
        self, campaign: str | None = None, *, deadline: float | None = None
    ) -> DispositionList:
        """Asks for a campaign's dispositions, as `Client.list_dispositions` does.

        Args:
            campaign: The campaign's id.
            deadline: How long this may take in all, in seconds; the client's unless told.

        Raises:
            Invalid: It can't be asked so.
            TypeError: An argument has the wrong type.
            ValueError: A text holds a lone surrogate, or the time is NaN.
        """
        name = optional_text("campaign", campaign)
        left = None if deadline is None else milliseconds("deadline", deadline)
        line = self._handle.here
        end, cancelled = await run(line.means, lambda hands: line.list(name, left, False, hands))
        if cancelled is not None:
            raise cancelled
        return listed(end)

    @forgetful_async
    async def look_up(
        self, request: DispositionRequest, day: str | date, *, deadline: float | None = None
    ) -> Settlement:
        """Looks up what the call's records say of a disposition, as `Client.look_up` does.

        Args:
            request: What was sent.
            day: The day on which the call **began**, where the account is: `record_day`.
            deadline: How long this may take in all, in seconds; 30 s unless told.

        Raises:
            Invalid: It can't be asked so.
            TypeError: An argument has the wrong type.
            ValueError: A text holds a lone surrogate, or the time is NaN.
        """
        (settlement,) = await self._looked_up(one_call(request, day), deadline)
        return settlement

    @forgetful_async
    async def look_up_all(
        self,
        requests: Iterable[DispositionRequest],
        day: str | date,
        *,
        from_time: str | None = None,
        to_time: str | None = None,
        deadline: float | None = None,
    ) -> list[Settlement]:
        """Looks up several dispositions with one request, as `Client.look_up_all` does.

        Raises:
            Invalid: It can't be asked so.
            TypeError: An argument has the wrong type.
            ValueError: A text holds a lone surrogate, or the time is NaN.
        """
        return await self._looked_up(whole_day(requests, day, from_time, to_time), deadline)

    async def _looked_up(self, asked: Any, deadline: float | None) -> list[Settlement]:
        left = None if deadline is None else milliseconds("deadline", deadline)
        line = self._handle.here
        end, cancelled = await run(
            line.means, lambda hands: line.look_up(asked, left, False, hands)
        )
        if cancelled is not None:
            raise cancelled
        return looked_up(end)

    def close(self) -> None:
        """Ends the client: later calls fail as `NotSent`, `CLOSED`. Waits for nothing: a call in
        flight goes on to its end. Closing twice is fine.
        """
        self._handle.close()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

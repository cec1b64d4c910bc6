from __future__ import annotations

from datetime import datetime
from types import TracebackType

from ._account import Account, handle_of
from ._base_url import BaseUrl
from ._bridge import call, native
from ._checks import code, milliseconds, optional_text, text
from ._enums import Api
from ._environment import read_environment
from ._errors import accepted, settled
from ._forgetful import forgetful
from ._http import HttpRequest
from ._listing import DispositionList, list_of
from ._opaque import Opaque
from ._proxy import Proxy
from ._pure import built
from ._receipt import Receipt
from ._request import DispositionRequest, record_of
from ._typing import Any, overload
from ._violation import Violation, violations_of
from ._violation_codes import ValidationMode


class Client(Opaque):
    """Sets dispositions, blocking. Make one and share it: every method may be called from any
    thread, by several at once, and the GIL is released while a call waits.

    Making one does no I/O. In a forked child process it rebuilds itself and works. It closes at the
    end of a `with`, or with `close`.

        client = Client(Account("acme", api_key=os.environ["CLOUDAGENT_API_KEY"]), api=Api.GET_V2)
        receipt = client.set_disposition(ucid="8189…", did="9140…", agent_id="ravi",
                                         disposition="Sale")

    Ctrl-C is seen when the call returns, at its deadline at the latest.

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

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: A text holds a lone surrogate, a word is none of its set, or a time is NaN.
        InvalidRequest: A setting can't be used, such as the base URL. It is not repeated.
    """

    __slots__ = ("_account", "_api")

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
    ) -> None:
        self._open(
            account,
            code("api", Api, api),
            text("base_url", base_url),
            milliseconds("deadline", deadline),
            connect_timeout,
            mode,
            extra_ca_pem,
            proxy,
        )

    def _open(
        self,
        account: Account,
        api: Api,
        base_url: str,
        deadline_ms: int,
        connect_timeout: float,
        mode: ValidationMode,
        extra_ca_pem: str | None,
        proxy: Proxy | str,
    ) -> None:
        settings = native.SettingsData(
            account=handle_of(account),
            api=str(api),
            # The core reads it, and refuses it together with the other settings.
            base_url=base_url,
            mode=str(code("mode", ValidationMode, mode)),
            deadline_ms=deadline_ms,
            connect_timeout_ms=milliseconds("connect_timeout", connect_timeout),
        )
        certificates = optional_text("extra_ca_pem", extra_ca_pem)
        opened = call(native.open_client, settings, certificates, _way(proxy))
        if isinstance(opened, native.ClientOpened.Failed):
            settled(opened.result)
        self._account = account
        self._api = api
        self._handle = opened.client

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
            account or Account._of(found.account),
            Api(found.api),
            found.base_url,
            found.deadline_ms,
            connect_timeout,
            mode,
            extra_ca_pem,
            proxy,
        )
        return client

    @property
    def account(self) -> Account:
        """Who calls."""
        return self._account

    @property
    def api(self) -> Api:
        """Which of the vendor's APIs the account uses."""
        return self._api

    @overload
    def set_disposition(
        self, request: DispositionRequest, /, *, deadline: float | None = None
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
    ) -> Receipt: ...

    @forgetful
    def set_disposition(
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
            deadline: How long this call may take in all, in seconds: such as the agent's remaining
                wrap-up time. The client's unless told; nothing left ends the call as `NotSent`.

        Raises:
            InvalidRequest: The request is wrong. Nothing was sent.
            NotSent: No attempt left this machine.
            Refused: A reply came, and the disposition was not applied.
            Uncertain: The disposition may have been applied: look before sending again.
            TypeError: An argument has the wrong type.
            ValueError: A text holds a lone surrogate, or a datetime has a zone of its own.
        """
        if request is None:
            request = DispositionRequest(**fields)
        elif fields:
            raise TypeError("give a request or its fields, not both")
        record = record_of(request)
        left = None if deadline is None else milliseconds("deadline", deadline)
        return settled(call(self._handle.set_disposition, record, left, sends=True))

    @forgetful
    def list_dispositions(
        self, campaign: str | None = None, *, deadline: float | None = None
    ) -> DispositionList:
        """Asks for a campaign's dispositions. The GET APIs need the campaign; on the POST APIs none
        means those of the account. It is sent once, and on `Api.POST_TOKEN` the account must hold
        the token itself.

        Whatever comes of it is returned, since it says nothing of any call: without a list
        `dispositions` is None.

        Args:
            campaign: The campaign's id.
            deadline: How long this may take in all, in seconds; the client's unless told.

        Raises:
            Invalid: It can't be asked so.
            TypeError: An argument has the wrong type.
            ValueError: A text holds a lone surrogate, or the time is NaN.
        """
        campaign = optional_text("campaign", campaign)
        left = None if deadline is None else milliseconds("deadline", deadline)
        answer = call(self._handle.list_dispositions, campaign, left)
        return list_of(accepted(answer).list)

    @forgetful
    def validate(self, request: DispositionRequest) -> list[Violation]:
        """Everything that is wrong with a request, without sending it. No I/O."""
        return [*violations_of(call(self._handle.validate, record_of(request)))]

    @forgetful
    def build_request(self, request: DispositionRequest) -> HttpRequest:
        """The HTTP request as it would be sent, without sending it. It holds the credential.

        Raises:
            Invalid: The wire can't carry the request.
        """
        return built(call(self._handle.build_request, record_of(request)))

    def close(self) -> None:
        """Ends the client: later calls fail as `NotSent`, `CLOSED`. Waits for nothing: a call in
        flight goes on to its end. Closing twice is fine.
        """
        call(self._handle.close)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _printed(self) -> str:
        return f"Client({self._account!r}, api={str(self._api)!r})"


def _way(proxy: object) -> Any:
    if proxy == Proxy.ENVIRONMENT:
        return call(native.ProxyHandle.environment)
    if proxy == Proxy.NONE:
        return call(native.ProxyHandle.direct)
    return call(native.ProxyHandle.url, text("proxy", proxy))

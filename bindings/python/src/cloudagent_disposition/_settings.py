from __future__ import annotations

from ._account import Account, handle_of, source_of
from ._bridge import call, native
from ._checks import code, is_async, milliseconds, optional_text, text, whole, within_reach
from ._enums import Api
from ._errors import settled
from ._proxy import Proxy
from ._retry import RetryPolicy, record_of_policy
from ._store import TokenStore
from ._typing import Any
from ._violation_codes import ValidationMode


class Settings:
    """What a client is made with, read and checked."""

    def __init__(
        self,
        account: Account,
        api: Api,
        base_url: str,
        deadline_ms: int,
        connect_timeout: float,
        mode: ValidationMode,
        extra_ca_pem: str | None,
        proxy: Proxy | str,
        retry: RetryPolicy | None,
        token_store: TokenStore | None,
        transport: Any,
        utc_offset_minutes: int | None,
    ) -> None:
        handle = handle_of(account)
        self.account, self.api, self.base_url = account, api, base_url
        self.connect_ms = milliseconds("connect_timeout", connect_timeout)
        self.certificates = optional_text("extra_ca_pem", extra_ca_pem)
        self.store, self.source = _store(token_store), source_of(account)
        self.transport = _transport(transport)
        if transport is not None and (extra_ca_pem is not None or proxy != Proxy.ENVIRONMENT):
            raise TypeError("a transport of your own has its own extra_ca_pem and proxy")
        self.way = _way(proxy)
        self.record = native.SettingsData(
            account=handle,
            api=str(api),
            # The core reads it, and refuses it together with the other settings.
            base_url=base_url,
            mode=str(code("mode", ValidationMode, mode)),
            deadline_ms=deadline_ms,
            connect_timeout_ms=self.connect_ms,
            retry=None if retry is None else record_of_policy(retry),
            shares_tokens=token_store is not None,
            utc_offset_minutes=_offset(utc_offset_minutes),
            # The built-in transport tells it, where this process opens one.
            unusable_proxy=None,
        )

    def open_client(self, store: Any = None) -> Any:
        """The native library's own client, with a file's store at most.

        Raises:
            InvalidRequest: A setting can't be used.
        """
        opened = call(native.open_client, self.record, self.certificates, self.way, store)
        if isinstance(opened, native.ClientOpened.Failed):
            settled(opened.result)
        return opened.client


def _offset(minutes: object) -> int | None:
    return None if minutes is None else within_reach(whole("utc_offset_minutes", minutes))


def _way(proxy: object) -> Any:
    if proxy == Proxy.ENVIRONMENT:
        return call(native.ProxyHandle.environment)
    if proxy == Proxy.NONE:
        return call(native.ProxyHandle.direct)
    return call(native.ProxyHandle.url, text("proxy", proxy))


def _store(store: Any) -> Any:
    if store is not None:
        for name in ("get", "put_if"):
            method = getattr(store, name, None)
            if not callable(method) or is_async(method):
                raise TypeError(f"token_store must be a TokenStore: {name} is no plain method")
    return store


def _transport(transport: Any) -> Any:
    if transport is not None and not callable(getattr(transport, "send", None)):
        raise TypeError("transport must have a method send")
    return transport

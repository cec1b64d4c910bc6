from __future__ import annotations

from ._account import Account, handle_of
from ._bridge import call, native
from ._enums import Api
from ._forgetful import forgetful
from ._http import HttpRequest
from ._opaque import Opaque
from ._pure import built
from ._request import DispositionRequest, record_of
from ._settings import Settings
from ._violation import Violation, violations_of


class Offline(Opaque):
    """What both clients have and what does no I/O."""

    __slots__ = ("_settings",)

    _settings: Settings

    @property
    def account(self) -> Account:
        """Who calls."""
        return self._settings.account

    @property
    def api(self) -> Api:
        """Which of the vendor's APIs the account uses."""
        return self._settings.api

    @forgetful
    def validate(self, request: DispositionRequest) -> list[Violation]:
        """Everything that is wrong with a request, without sending it. No I/O."""
        settings = self._settings
        who, where = handle_of(settings.account), settings.base_url
        what = record_of(request)
        return [*violations_of(call(native.validate, who, what, str(settings.api), where))]

    @forgetful
    def build_request(self, request: DispositionRequest) -> HttpRequest:
        """The HTTP request as it would be sent, without sending it. It holds the credential.

        Raises:
            Invalid: The wire can't carry the request.
        """
        settings = self._settings
        who, where = handle_of(settings.account), settings.base_url
        what = record_of(request)
        return built(call(native.build_request, who, what, str(settings.api), where))

    def _printed(self) -> str:
        return f"{type(self).__name__}({self.account!r}, api={str(self.api)!r})"

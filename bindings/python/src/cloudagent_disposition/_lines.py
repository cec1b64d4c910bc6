from __future__ import annotations

import os

from ._bridge import call, native
from ._driver import BuiltIn, Line, Means
from ._settings import Settings
from ._typing import Any


class Lines:
    """The line that this process drives calls over. A forked child makes one of its own: calls in
    flight, connections and the engine are its parent's.
    """

    def __init__(self, settings: Settings, sending: Any) -> None:
        # Says everything that is wrong with the settings at once. No I/O.
        settings.open_client()
        self._settings, self._sending = settings, sending
        self._is_closed = False
        self._line = self._open()

    def _open(self) -> Line:
        settings, sending = self._settings, self._sending
        if sending is None:
            connecting = settings.connect_ms, settings.certificates, settings.way
            transport = call(native.open_transport, *connecting).transport
            settings.record.unusable_proxy = call(transport.unusable_proxy)
            sending = BuiltIn(transport)
        line = Line(settings.record, Means(sending, settings.store, settings.source))
        if self._is_closed:
            line.close()
        return line

    @property
    def here(self) -> Line:
        """That of this process."""
        if self._line.process != os.getpid():
            self._line = self._open()
        return self._line

    def close(self) -> None:
        """Ends the line: later calls fail."""
        self._is_closed = True
        self.here.close()

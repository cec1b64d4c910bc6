"""`engine.json`: traces of calls, each a list of `[now, event, expected step]`.

Each is played three times: on the bridge's engine, and by both loops that run it in this package
(`vectors_engine_driven.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

from vectors_engine_driven import Asyncio, Blocking
from vectors_engine_events import Begun, TraceStore, begun_of, event_of, settings_of
from vectors_engine_steps import MISUSE, compare
from vectors_shared import known

from cloudagent_disposition._bridge import native
from cloudagent_disposition._store import answer_of


def run(case: dict[str, Any]) -> None:
    known(case, "id", "source", "settings", "seed", "store", "trace")
    for kind in (Bare, Blocking, Asyncio):
        with closing(kind(case)) as player:
            for place, (now, event, expected) in enumerate(case["trace"]):
                by = event.get("played_by")
                assert by in (None, "engine"), by
                given = {key: value for key, value in event.items() if key != "played_by"}
                try:
                    # One for the engine alone no driver gives, and nothing comes of it.
                    if by is None or kind is Bare:
                        compare(player.take(given, now), expected)
                except AssertionError as error:
                    raise AssertionError(f"{kind.__name__}, event {place}: {error}") from None


_NAMES = {
    "disposition": ("start", "step"),
    "list": ("start_list", "step_list"),
    "look_up": ("start_look_up", "step_look_up"),
}


class Bare:
    """The bridge's engine, without a loop around it."""

    def __init__(self, case: dict[str, Any]) -> None:
        self._settings, self._seed = settings_of(case["settings"]), case["seed"]
        self._engines: dict[str, Any] = {}
        self._calls: dict[str, Callable[[Any, int], Any]] = {}
        self._store = TraceStore(case.get("store"))
        self._operations: dict[tuple[str, int], Any] = {}

    def take(self, event: dict[str, Any], now: int) -> Any:
        """The step that an event leads to."""
        name, call = event.pop("event"), event.pop("call", "")
        engine, seed = event.pop("engine", ""), int(event.pop("seed", self._seed), 16)
        begun = begun_of(name, event)
        if begun is not None:
            step = self._begin(call, begun, self._engine(engine), seed, now, event.get("wall"))
        elif name == "close":
            return self._engine(engine).close_engine()
        else:
            try:
                answer = self._answer(call, event) if name == "stored" else None
                step = _step_of(self._calls[call](event_of(name, event, answer), now))
            except native.Misuse.NoSuchStep:
                return MISUSE
        if isinstance(step, native.StepData.Store):
            self._operations[call, step.seq] = step.operation
        return step

    def _engine(self, name: str) -> Any:
        if name not in self._engines:
            opened = native.open_engine(self._settings)
            assert isinstance(opened, native.EngineOpened.Opened), opened
            self._engines[name] = opened.engine
        return self._engines[name]

    def _begin(
        self, call: str, begun: Begun, engine: Any, seed: int, now: int, wall: int | None
    ) -> Any:
        assert call not in self._calls, "a call is started once"
        start, step = _NAMES[begun.kind]
        moment = (now,) if wall is None else (now, wall)
        halves = seed >> 64, seed & (2**64 - 1)
        started = getattr(engine, start)(begun.asked, begun.deadline_ms, False, *halves, *moment)
        if hasattr(started, "violations"):
            return started
        started = getattr(started, "begun", started)
        self._calls[call] = getattr(started.call, step)
        return _step_of(getattr(started, "turn", started))

    def _answer(self, call: str, event: dict[str, Any]) -> Any:
        """The store does now what this step asked for; one that was never handed out reads."""
        read = native.StoreOperationData.Get(key="")
        self._store.instead = event.get("answer")
        return answer_of(self._store, self._operations.get((call, event["seq"]), read))

    def close(self) -> None:
        pass


def _step_of(turn: Any) -> Any:
    """The step of whatever a call answers; its end, where it has no other."""
    output = getattr(turn, "output", turn)
    return getattr(output, "step", output)

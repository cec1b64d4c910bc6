"""Waiting for conditions, and acting once they hold."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

PATIENCE = 60


def until(holds: Callable[[], bool]) -> None:
    patience = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < patience


async def until_async(holds: Callable[[], bool]) -> None:
    await asyncio.to_thread(until, holds)


@contextmanager
def when(holds: Callable[[], bool], act: Callable[[], object]) -> Iterator[list[float]]:
    """Does it in another thread once that holds, and says when."""
    moments: list[float] = []

    def work() -> None:
        until(holds)
        moments.append(time.monotonic())
        act()

    thread = threading.Thread(target=work)
    thread.start()
    yield moments
    thread.join()


@contextmanager
def interrupted(holds: Callable[[], bool]) -> Iterator[list[float]]:
    """Ctrl-C in the main thread once that holds. A program that a shell began in the background
    ignores it, and so would these tests.
    """
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with when(holds, lambda: signal.raise_signal(signal.SIGINT)) as moments:
            yield moments
    finally:
        signal.signal(signal.SIGINT, former)


def in_main_thread(work: Callable[[], Any]) -> Any:
    return work()


def in_another_thread(work: Callable[[], Any]) -> Any:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()

"""Looks for a secret, or a comment, in all that Python can print of an object or exception of ours.

It looks into our own frames and objects, not into the caller's variables: whoever passes a key in
has it.
"""

from __future__ import annotations

import gc
import io
import json
import logging
import pickle
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import BuiltinFunctionType, FrameType, FunctionType, MethodType, ModuleType
from typing import Any
from urllib.parse import quote, quote_plus

import cloudagent_disposition
from cloudagent_disposition import HttpRequest

PACKAGE = Path(cloudagent_disposition.__file__).parent
_NOT_VALUES = (type, ModuleType, FunctionType, MethodType, BuiltinFunctionType)


def forms(secret: str) -> set[str]:
    """A secret as it is, as it stands in a URL, in a form, in JSON, and in a repr."""
    every = {secret, quote(secret, safe=""), quote(secret), quote_plus(secret)}
    every |= {json.dumps(secret)[1:-1], repr(secret)[1:-1]}
    return {form.lower() for form in every}


def leaks(secret: str, *objects: object) -> list[str]:
    """Where the secret shows: one line a place, none where it shows nowhere."""
    wanted = forms(secret)
    found = []
    for one in objects:
        for place, text in _texts(one):
            if any(form in text.lower() for form in wanted):
                found.append(f"{type(one).__name__}: {place}")
    return found


def _texts(one: object) -> Iterator[tuple[str, str]]:
    yield from _printed(one)
    yield from _reached("object", one)
    if isinstance(one, BaseException):
        for error in _chain(one):
            yield "traceback", "".join(traceback.format_exception(error))
            yield from _printed(error)
            yield from _reached("exception", [error.args, _attributes(error)])
            for frame in _our_frames(error):
                place = f"frame {frame.f_code.co_name}"
                yield from _reached(place, dict(frame.f_locals))


def _printed(one: object) -> Iterator[tuple[str, str]]:
    yield "repr", repr(one)
    yield "str", str(one)
    yield "format", f"{one}"
    yield "vars", repr(_attributes(one))
    yield "json", _or_nothing(lambda: json.dumps(one))
    yield "json of vars", _or_nothing(lambda: json.dumps(one, default=vars))
    yield "pickle", _or_nothing(lambda: pickle.dumps(one).decode("latin-1"))
    for method in ("to_json", "__getstate__"):
        if hasattr(one, method):
            yield method, _or_nothing(getattr(one, method))
    yield "log", _logged(one)


def _attributes(one: object) -> dict[str, Any]:
    return dict(getattr(one, "__dict__", {}))


def _or_nothing(write: Any) -> str:
    try:
        return str(write())
    except Exception as refused:
        return f"{refused} {refused!r}"


def _logged(one: object) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logger = logging.Logger("sweep", logging.DEBUG)
    logger.addHandler(handler)
    logger.debug("%s %r %a", one, one, one)
    if isinstance(one, BaseException):
        logger.error("failed", exc_info=one)
    return stream.getvalue()


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception, its causes and its contexts, the suppressed ones too."""
    waiting, seen = [error], set()
    while waiting:
        one = waiting.pop()
        if id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += filter(None, (one.__cause__, one.__context__))


def _our_frames(error: BaseException) -> Iterator[FrameType]:
    step = error.__traceback__
    while step is not None:
        if is_frame_of_ours(step.tb_frame):
            yield step.tb_frame
        step = step.tb_next


def is_frame_of_ours(frame: FrameType) -> bool:
    """By its file, and by its module: what `dataclasses` writes has no file."""
    module = str(frame.f_globals.get("__name__")).split(".")[0]
    file = Path(frame.f_code.co_filename)
    return module == cloudagent_disposition.__name__ or file.is_relative_to(PACKAGE)


def _reached(place: str, root: object) -> Iterator[tuple[str, str]]:
    """Every text within a value: through containers, and through objects of ours."""
    waiting, seen = [root], set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, _NOT_VALUES):
            continue
        seen.add(id(one))
        if isinstance(one, str):
            yield place, one
        elif isinstance(one, (bytes, bytearray)):
            yield place, bytes(one).decode("latin-1")
        elif isinstance(one, HttpRequest):
            continue  # It is there to hold the credential; what it prints is looked at.
        elif isinstance(one, (dict, list, tuple, set, frozenset)) or _is_ours(one):
            waiting += gc.get_referents(one)


def _is_ours(one: object) -> bool:
    return type(one).__module__.split(".")[0] == cloudagent_disposition.__name__

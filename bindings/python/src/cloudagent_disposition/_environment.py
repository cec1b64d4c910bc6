from __future__ import annotations

import os

from ._bridge import call, native
from ._errors import accepted
from ._typing import Any


def read_environment(**given: Any) -> Any:
    """The settings that are given, and for the rest those that the environment's variables hold.

    The variables are looked up here, since another thread of Python's may be setting one. What they
    mean is the core's business.

    Raises:
        Invalid: Something is missing or unusable.
    """
    variables = [
        # The bytes as they are: a value may be no UTF-8.
        native.VariableData(name=name, value=os.fsencode(value))
        for name, value in os.environ.items()
        if name.startswith("CLOUDAGENT_") and name.isascii()
    ]
    fields = {name: given.get(name) for name in native.GivenData.__slots__}
    return accepted(call(native.read_environment, native.GivenData(**fields), variables))

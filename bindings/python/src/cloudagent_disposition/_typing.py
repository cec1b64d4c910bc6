"""What the package's annotations take from `typing`, which costs a tenth of an import by itself.

Type checkers see the real names, and so does everything in a program that imported `typing` before.
For the others no annotation is ever looked at, so a stand-in will do.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING or "typing" in sys.modules:
    from typing import Any as Any
    from typing import ClassVar as ClassVar
    from typing import NoReturn as NoReturn
    from typing import ParamSpec as ParamSpec
    from typing import Protocol as Protocol
    from typing import TypeVar as TypeVar
    from typing import overload as overload
else:
    Any = ClassVar = NoReturn = Protocol = object

    def TypeVar(name: str, **bound: object) -> object:  # noqa: N802
        return object

    ParamSpec = TypeVar

    def overload(function: object) -> object:
        return function

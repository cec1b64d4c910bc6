"""Writes the public API as a text, one line a symbol, from the compiler's symbol graphs:
`public_api.py GRAPH.json...`. A public symbol without a comment is an error."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


# What the compiler adds by itself to each enum, and to each type.
SYNTHESIZED = "init?(rawValue: String)"
OF_EVERY_TYPE = {"Swift.Copyable", "Swift.Escapable"}


def line_of(symbol: dict[str, Any]) -> str:
    path = ".".join(symbol["pathComponents"])
    declared = "".join(part["spelling"] for part in symbol["declarationFragments"])
    return f"{path} | {' '.join(declared.split())}"


def conformances_of(graph: dict[str, Any]) -> list[str]:
    names = {one["identifier"]["precise"]: one["pathComponents"] for one in graph["symbols"]}
    return [
        f"{'.'.join(names[one['source']])} : {one['targetFallback']}"
        for one in graph["relationships"]
        if one["kind"] == "conformsTo" and one["source"] in names and one.get("targetFallback", "Swift.Copyable") not in OF_EVERY_TYPE
    ]


def main() -> int:
    lines: set[str] = set()
    bare: list[str] = []
    for name in sys.argv[1:]:
        graph = json.loads(Path(name).read_text())
        for symbol in graph["symbols"]:
            lines.add(line_of(symbol))
            if "docComment" not in symbol and not line_of(symbol).endswith(SYNTHESIZED):
                bare.append(line_of(symbol))
        lines.update(conformances_of(graph))
    print("# The public API, as the compiler tells it. Written by `bindings/swift/tasks api`.")
    print("\n".join(sorted(lines)))
    for one in bare:
        print(f"no comment: {one}", file=sys.stderr)
    return 1 if bare else 0


if __name__ == "__main__":
    sys.exit(main())

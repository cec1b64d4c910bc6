"""A table of texts in a terminal, where a Hindi word takes as many columns as it shows."""

from collections.abc import Sequence
from unicodedata import category, east_asian_width

_JOINERS = "\u200c\u200d"
_HIDDEN = "\N{REPLACEMENT CHARACTER}"


def shown(text: str) -> str:
    """The text on one line, without anything that moves the cursor or hides."""
    return "".join(c if c.isprintable() or c in _JOINERS else _HIDDEN for c in text)


def width(text: str) -> int:
    """How many columns a text takes: marks above and below a letter take none, wide letters two."""
    return sum(_columns(c) for c in text)


def _columns(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1


def cut(text: str, columns: int) -> str:
    """The text, or as much of it as fits before an ellipsis."""
    if width(text) <= columns:
        return text
    while width(text) > columns - 1:
        text = text[:-1]
    return text + "…"


def lines(header: Sequence[str], rows: Sequence[Sequence[str]], limits: Sequence[int]) -> list[str]:
    """The table's lines. No column is wider than its limit."""
    table = [
        [cut(shown(cell), limit) for cell, limit in zip(row, limits, strict=True)]
        for row in (header, *rows)
    ]
    widths = [max(width(row[place]) for row in table) for place in range(len(header))]
    rule = ["-" * columns for columns in widths]
    return [_line(row, widths) for row in [table[0], rule, *table[1:]]]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (
        cell + " " * (columns - width(cell)) for cell, columns in zip(row, widths, strict=True)
    )
    return "  ".join(cells).rstrip()

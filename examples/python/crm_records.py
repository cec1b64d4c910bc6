"""Reads the call records that a CRM exports as CSV."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cloudagent_disposition import DispositionRequest

COLUMNS = {
    "ucid": ("UCID", "Call ID", "UCID / Call ID", "Call ID (UCID)"),
    "did": ("DID", "Pilot No", "Pilot No (DID)", "Pilot Number"),
    "agent_id": ("Agent", "Agent ID", "Agent Login"),
    "disposition": ("Disposition", "Status", "Status/Disposition"),
    "comments": ("Comments", "Remarks"),
    "pause": ("Pause", "Pause?", "Pause? (Y/N)", "Pause After Call"),
    "pause_reason": ("Pause Reason",),
}
"""What CRMs call each column; case, spaces and signs don't count."""

REQUIRED = ("ucid", "did", "agent_id", "disposition")

YES_OR_NO = {"y": True, "yes": True, "n": False, "no": False, "": None}
"""A blank cell says neither, and stays that way."""


class UnusableFileError(Exception):
    """The file as a whole can't be read as call records."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One call record."""

    line: int
    """The line of the file that it begins on."""
    request: DispositionRequest
    problem: str | None = None
    """Why the record can't be taken at its word, if it can't."""


def read(path: Path) -> list[Record]:
    """The records of a file, blank lines left out.

    Raises:
        UnusableFileError: It can't be read, is no CSV in UTF-8, or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = _numbered(file)
            _, header = next(rows, (0, []))
            names = _names(header)
            return [_record(line, row, names) for line, row in rows if any(map(str.strip, row))]
    except UnicodeDecodeError as error:
        raise UnusableFileError(f"{path}: not UTF-8; export it as 'CSV UTF-8'") from error
    except csv.Error as error:
        raise UnusableFileError(f"{path}: not CSV: {error}") from error
    except OSError as error:
        raise UnusableFileError(f"{path}: {error.strerror}") from error


def _numbered(file: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the line that it begins on: a quoted cell can hold line ends."""
    reader = csv.reader(file)
    begins = 1
    for row in reader:
        yield begins, row
        begins = reader.line_num + 1


def _names(header: list[str]) -> list[str | None]:
    """The field that each column holds; None for columns that are the CRM's own business."""
    known = {_plain(title): name for name, titles in COLUMNS.items() for title in titles}
    names = [known.get(_plain(title)) for title in header]
    for name, titles in COLUMNS.items():
        if name in REQUIRED and name not in names:
            raise UnusableFileError(f"no column {' or '.join(map(repr, titles))}")
        if names.count(name) > 1:
            raise UnusableFileError(f"more than one column for {name}: leave one of them")
    return names


def _plain(title: str) -> str:
    return "".join(character for character in title.casefold() if character.isalnum())


def _record(line: int, row: list[str], names: list[str | None]) -> Record:
    cells = {name: cell for name, cell in zip(names, row, strict=False) if name is not None}
    flag = cells.pop("pause", "").strip().casefold()
    problem = None
    if len(row) > len(names):
        problem = "more cells than columns: a comma in a cell without quotes around it"
    elif flag not in YES_OR_NO:
        problem = "the pause column says neither Y nor N"
    request = DispositionRequest(
        ucid=cells.get("ucid"),
        did=cells.get("did"),
        agent_id=cells.get("agent_id"),
        disposition=cells.get("disposition"),
        comments=cells.get("comments"),
        pause_after_dispose=YES_OR_NO.get(flag),
        pause_reason=cells.get("pause_reason"),
    )
    return Record(line=line, request=request, problem=problem)

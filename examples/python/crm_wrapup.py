#!/usr/bin/env python3
"""Sets the dispositions of a CRM's call records, and says what happened to each call.

    export CLOUDAGENT_CUSTOMER=acme CLOUDAGENT_API_KEY=...
    python crm_wrapup.py FILE.csv

CLOUDAGENT_BASE_URL names another server than CloudAgent's in India, and CLOUDAGENT_API another API
than get_v2. Of calls whose disposition may or may not be set, it asks CloudAgent's call records at
the end: of those that began today, as days are counted in India. The exit status is 0 when every
call is settled, 1 when somebody has to come back to one, and 2 when nothing could begin.
"""

import argparse
import os
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from cloudagent_disposition import (
    Advice,
    Api,
    Client,
    DispositionError,
    Effect,
    Invalid,
    InvalidRequest,
    NotSent,
    Receipt,
    Settlement,
    Severity,
    Uncertain,
    record_day,
    settle_receipt,
)

import crm_records
import text_table
from crm_records import Record

OF_EVERY_RECORD = (Advice.FIX_CREDENTIALS, Advice.FIX_CONFIGURATION, Advice.REFRESH_TOKEN)
"""What is wrong with the account or the set-up, and so with every record. Any other failure, such
as a firewall that stumbles over one comment, is that record's own.
"""

INDIA_MINUTES = 330
"""How far India is ahead of UTC."""


class Need(Enum):
    """Who has to come back to a call."""

    NOBODY = "settled"
    LATER = "to send again later"
    PERSON = "for a person"


@dataclass(frozen=True, kw_only=True)
class Result:
    """What became of one record."""

    record: Record
    effect: str
    outcome: str
    what_to_do: str
    need: Need
    sentence: str = ""
    """For the person, or what is odd about a record that went well."""
    ends_the_run: bool = False
    """Whether every later record would fare the same."""
    receipt: Receipt | None = None
    """Of a call that was made."""
    is_looked_up: bool = False
    """Whether call records told what became of it."""


def sent(record: Record, receipt: Receipt) -> Result:
    """A record whose disposition was taken."""
    return Result(
        record=record,
        effect=receipt.effect,
        outcome=str(receipt.outcome),
        what_to_do=in_words(receipt),
        need=Need.NOBODY,
        sentence=" ".join(str(warning) for warning in receipt.warnings),
    )


def failed(record: Record, error: DispositionError) -> Result:
    """A record whose disposition was not taken, or may not have been."""
    return Result(
        record=record,
        effect=error.effect,
        outcome=reason(error),
        what_to_do=in_words(error.receipt),
        need=Need.LATER if error.may_resend else Need.PERSON,
        sentence=str(error),
        ends_the_run=error.advice in OF_EVERY_RECORD,
        receipt=error.receipt,
    )


def reason(error: DispositionError) -> str:
    """Why it failed, in the words of the contract."""
    if isinstance(error, InvalidRequest):
        stopping = (one for one in error.violations if one.severity is Severity.ERROR)
        return ", ".join(f"{one.field} {one.problem}" for one in stopping)
    if error.receipt.outcome is not None:
        return error.receipt.outcome
    return error.kind if isinstance(error, (NotSent, Uncertain)) else type(error).__name__


def in_words(receipt: Receipt) -> str:
    """What to do about a call. `Advice` is closed, so mypy sees that no value is left out."""
    match receipt.advice:
        case Advice.NONE if receipt.effect is Effect.QUEUED:
            return "nothing: holds when the call ends"
        case Advice.NONE:
            return "nothing"
        case Advice.FIX_REQUEST:
            return "mend the record"
        case Advice.FIX_CREDENTIALS:
            return "check key, user name and host"
        case Advice.FIX_CONFIGURATION:
            return "check the set-up"
        case Advice.REFRESH_TOKEN:
            return "get a new token"
        case Advice.RETRY_LATER:
            wait = receipt.retry_after_seconds
            return "send again later" if wait is None else f"send again after {wait} s"
        case Advice.CHECK_FIRST:
            return "look in CloudAgent first"
        case Advice.DO_NOT_RETRY:
            return "read why; don't send again"


def unsent(record: Record, outcome: str, what_to_do: str, sentence: str = "") -> Result:
    """A record that was not sent; one that comes with a sentence needs a person."""
    need = Need.PERSON if sentence else Need.NOBODY
    return Result(
        record=record,
        effect="not_sent",
        outcome=outcome,
        what_to_do=what_to_do,
        need=need,
        sentence=sentence,
    )


def settle(client: Client, records: list[Record]) -> Iterator[Result]:
    """Sends each record once, and says what became of it."""
    twins = of_one_call(client, records)
    end: Result | None = None
    for record in records:
        others = twins.get(record.line, [])
        if end is not None:
            sentence = f"Not tried, for what ended line {end.record.line} would end it, too."
            yield unsent(record, f"as line {end.record.line}", "run it again", sentence)
        elif record.problem is not None:
            sentence = f"Nothing was sent: {record.problem}."
            yield unsent(record, "unclear", "mend the record", sentence)
        elif any(other.request != record.request for other in others):
            lines = ", ".join(str(other.line) for other in others)
            sentence = "Nothing was sent: records of one call differ, and only one can hold."
            yield unsent(record, f"differs from {lines}", "decide which one holds", sentence)
        elif others and others[0].line < record.line:
            yield unsent(record, f"same as {others[0].line}", "nothing: it was sent once")
        else:
            result = settle_one(client, record)
            end = result if result.ends_the_run else None
            yield result


def of_one_call(client: Client, records: list[Record]) -> dict[int, list[Record]]:
    """For each line the other records of its call. A record that would not be sent anyway claims no
    call: two numbers that a spreadsheet has ruined look alike.
    """
    calls: dict[str, list[Record]] = {}
    for record in records:
        found = client.validate(record.request)
        if record.problem is None and not any(one.severity is Severity.ERROR for one in found):
            calls.setdefault((record.request.ucid or "").strip(), []).append(record)
    return {
        record.line: [other for other in records_of_it if other is not record]
        for records_of_it in calls.values()
        for record in records_of_it
    }


def settle_one(client: Client, record: Record) -> Result:
    """Sends one record."""
    try:
        return sent(record, client.set_disposition(record.request))
    except DispositionError as error:
        return failed(record, error)


def look_up(client: Client, results: list[Result]) -> list[Result]:
    """The results, with what call records say of those of which nobody knows. It is one request for
    the day, since CloudAgent takes two a minute.
    """
    unknown = {one.record.line: one for one in results if one.effect is Effect.UNKNOWN}
    day = record_day(time.time(), INDIA_MINUTES)
    if not unknown or day is None:
        return results
    show_progress(f"Looking up {len(unknown)} calls in CloudAgent's records …")
    try:
        found = client.look_up_all([one.record.request for one in unknown.values()], day)
    except Invalid as error:
        print(f"Not looked up: {error}", file=sys.stderr)
        return results
    finally:
        show_progress("")
    for line, settlement in zip(unknown, found, strict=True):
        unknown[line] = looked_up(unknown[line], settlement)
    return [unknown.get(one.record.line, one) for one in results]


def looked_up(result: Result, settlement: Settlement) -> Result:
    """A result of which call records may know."""
    assert result.receipt is not None, "an unknown effect has a receipt"
    receipt = settle_receipt(result.receipt, result.record.request, settlement)
    if receipt.settled is None:
        outcome = f"{result.outcome}, then {settlement.finding}"
        return replace(result, outcome=outcome, sentence=settlement.sentence)
    return replace(
        result,
        effect=receipt.effect,
        outcome=f"{result.outcome}: {result.effect} → {receipt.effect}",
        is_looked_up=True,
        what_to_do=in_words(receipt),
        need=Need.NOBODY if receipt.effect is Effect.APPLIED else Need.PERSON,
        sentence=receipt.sentence,
        receipt=receipt,
    )


def show_progress(text: str) -> None:
    """One line for who looks on; nothing where nobody does."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def report(results: list[Result]) -> Iterator[str]:
    """The table, what somebody has to read, and the summary."""
    header = ("line", "ucid", "disposition", "effect", "outcome", "what to do")
    rows = [
        (
            str(one.record.line),
            one.record.request.ucid or "–",
            one.record.request.disposition or "–",
            one.effect,
            one.outcome,
            one.what_to_do,
        )
        for one in results
    ]
    yield from text_table.lines(header, rows, limits=(4, 21, 14, 11, 27, 33))
    for need, title in (
        (Need.PERSON, "For a person:"),
        (Need.LATER, "To send again later:"),
        (Need.NOBODY, "Settled, and yet odd:"),
    ):
        told = [one for one in results if one.need is need and one.sentence]
        yield from notes(title, [one for one in told if not one.is_looked_up])
    yield from notes("Known from call records:", [one for one in results if one.is_looked_up])
    effects = Counter(one.effect for one in results)
    needs = Counter(one.need for one in results)
    yield ""
    counts = ", ".join(f"{count} {effect}" for effect, count in effects.most_common())
    yield f"{len(results)} records: {counts}"
    yield "            " + ", ".join(f"{needs[need]} {need.value}" for need in Need)


def notes(title: str, results: list[Result]) -> Iterator[str]:
    """Each sentence once, with the lines that it is about."""
    about: dict[str, list[str]] = {}
    for result in results:
        about.setdefault(result.sentence, []).append(str(result.record.line))
    if about:
        yield ""
        yield title
    for sentence, numbers in about.items():
        head = f"  line {', '.join(numbers)}: "
        yield from textwrap.wrap(sentence, 110, initial_indent=head, subsequent_indent="      ")


def main() -> int:
    """Settles the records of the file that the command line names."""
    as_written = argparse.RawTextHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=as_written)
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="the call records")
    path: Path = parser.parse_args().file
    try:
        records = crm_records.read(path)
        client = Client.from_env(api=None if os.getenv("CLOUDAGENT_API") else Api.GET_V2)
    except (crm_records.UnusableFileError, Invalid) as error:
        parser.error(str(error))
    with client:
        return run(client, records)


def run(client: Client, records: list[Record]) -> int:
    """Settles the records, and prints what became of them whatever stops the run."""
    results: list[Result] = []
    try:
        results.extend(settle(client, records))
    finally:
        results = look_up(client, results)
        print("\n".join(report(results)))
        if len(results) < len(records):
            line = records[len(results)].line
            print(f"\nStopped at line {line}: look in CloudAgent whether its disposition is set.")
    return 0 if all(one.need is Need.NOBODY for one in results) else 1


if __name__ == "__main__":
    sys.exit(main())

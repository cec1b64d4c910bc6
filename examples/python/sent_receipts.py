"""What was sent, and what became of it, in SQLite: for the program that sends, and for the one that
hears of it later.

    with SentReceipts(Path("receipts.sqlite")) as sent:
        sent.keep(request, Api.GET_V2, receipt)
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from cloudagent_disposition import Api, CallRecord, DispositionRequest, Receipt

SCHEMA = """
create table if not exists sent (
    id integer primary key, ucid text not null, did text, agent_id text, disposition text not null,
    api text not null, receipt text not null
);
create index if not exists sent_ucid on sent (ucid);
"""
"""No comment is kept: what was said of a customer is not needed to settle anything."""


class SentReceipts:
    """The receipts of one file. A thread opens its own."""

    def __init__(self, path: Path) -> None:
        # Every transaction begins by its own word.
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.executescript(SCHEMA)

    def __enter__(self) -> "SentReceipts":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._connection.close()

    def keep(self, request: DispositionRequest, api: Api, receipt: Receipt) -> None:
        """Remembers what was sent and how it ended; a failure's receipt is `error.receipt`."""
        self._connection.execute(
            "insert into sent (ucid, did, agent_id, disposition, api, receipt)"
            " values (?, ?, ?, ?, ?, ?)",
            (
                request.ucid,
                request.did,
                request.agent_id,
                request.disposition,
                str(api),
                receipt.to_json(),
            ),
        )

    def receipts(self) -> list[Receipt]:
        """All of them, in the order in which they were sent."""
        rows = self._connection.execute("select receipt from sent order by id")
        return [Receipt.from_json(row[0]) for row in rows]

    def settle(
        self,
        record: CallRecord,
        settled: Callable[[Receipt, DispositionRequest, Api], Receipt],
    ) -> list[Receipt]:
        """Replaces the receipts of the record's call by what `settled` makes of each, and gives
        back those that this changed. Two callbacks at once don't get in each other's way.
        """
        ids = [name for name in (record.ucid, record.call_id) if name is not None]
        marks = ",".join("?" * len(ids))
        changed = []
        self._connection.execute("begin immediate")
        try:
            rows = self._connection.execute(
                "select id, ucid, did, agent_id, disposition, api, receipt"
                f" from sent where ucid in ({marks})",
                ids,
            ).fetchall()
            for number, ucid, did, agent_id, disposition, api, kept in rows:
                request = DispositionRequest(
                    ucid=ucid, did=did, agent_id=agent_id, disposition=disposition
                )
                before = Receipt.from_json(kept)
                after = settled(before, request, Api(api))
                if after != before:
                    self._connection.execute(
                        "update sent set receipt = ? where id = ?", (after.to_json(), number)
                    )
                    changed.append(after)
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")
        return changed

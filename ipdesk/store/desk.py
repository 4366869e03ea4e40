"""Small things of the desk: settings, the register of files sent out, and the codes printed on paper."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipdesk.store.database import Database, explained


@dataclass(frozen=True, slots=True)
class Sent:
    """One file written for somebody. `what` is a code: template, submission, returned, release, bundle, report."""

    at: str
    by: str
    name: str
    path: str
    hash: str
    what: str
    unit: str
    period: str


def setting(database: Database, name: str) -> str:
    """A setting's value, empty when it was never set."""
    with explained(database.path):
        row = database.connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return "" if row is None else row["value"]


def settings(database: Database) -> dict[str, str]:
    """All settings by name."""
    with explained(database.path):
        rows = database.connection.execute("SELECT name, value FROM setting ORDER BY name").fetchall()
    return {row["name"]: row["value"] for row in rows}


def put_setting(database: Database, name: str, value: str) -> None:
    """Sets a setting within the caller's transaction."""
    database.tables.table("setting").upsert({"name": name, "value": value}, pk="name")


def add_sent(database: Database, sent: Sent) -> None:
    """Registers a file that was written, within the caller's transaction."""
    database.tables.table("sent").insert(
        {
            "at": sent.at,
            "by": sent.by,
            "name": sent.name,
            "path": sent.path,
            "hash": sent.hash,
            "what": sent.what,
            "unit": sent.unit,
            "period": sent.period,
            "ledger": database.ledger,
        }
    )


def sent_files(database: Database, limit: int = 200) -> tuple[Sent, ...]:
    """The files written for the ledger, newest first."""
    with explained(database.path):
        rows = database.connection.execute(
            "SELECT * FROM sent WHERE ledger = ? ORDER BY seq DESC LIMIT ?", (database.ledger, limit)
        ).fetchall()
    return tuple(Sent(*(row[name] or "" for name in Sent.__dataclass_fields__)) for row in rows)


def sent_about(database: Database, what: str, period: str) -> tuple[Sent, ...]:
    """The files of one sort that were written for a period, newest first."""
    with explained(database.path):
        rows = database.connection.execute(
            "SELECT * FROM sent WHERE ledger = ? AND what = ? AND period = ? ORDER BY seq DESC",
            (database.ledger, what, period),
        ).fetchall()
    return tuple(Sent(*(row[name] or "" for name in Sent.__dataclass_fields__)) for row in rows)


def printed_about(database: Database, period: str) -> tuple[tuple[str, str, str, Mapping[str, Any]], ...]:
    """Code, report, time and basis of each figure of a period that was printed here, in the order of printing."""
    with explained(database.path):
        rows = database.connection.execute(
            "SELECT code, report, at, basis FROM printed WHERE ledger = ? ORDER BY at, code", (database.ledger,)
        ).fetchall()
    found = ((row["code"], row["report"], row["at"], json.loads(row["basis"])) for row in rows)
    return tuple(one for one in found if one[3].get("period") == period)


def last_printed(database: Database) -> Mapping[str, Any] | None:
    """The ledger's figure printed last, as `printed`; None when nothing was. Codes of tables in files are no print."""
    with explained(database.path):
        rows = database.connection.execute(
            "SELECT code FROM printed WHERE ledger = ? ORDER BY at DESC, rowid DESC", (database.ledger,)
        ).fetchall()
    for row in rows:
        known = printed(database, row["code"])
        if known is not None and "file" not in known:
            return known
    return None


def put_printed(database: Database, code: str, *, at: str, report: str, basis: Mapping[str, Any]) -> None:
    """Remembers what a printed code stands for, within the caller's transaction; the first print of a code stays, and
    takes the place of a table in a file.
    """
    known = printed(database, code)
    if known is not None and "file" in known and "file" not in basis:
        database.connection.execute("DELETE FROM printed WHERE code = ?", (code,))
    text = json.dumps(basis, ensure_ascii=False, sort_keys=True)
    database.tables.table("printed").insert(
        {"code": code, "at": at, "report": report, "basis": text, "ledger": database.ledger}, pk="code", ignore=True
    )


def printed(database: Database, code: str) -> Mapping[str, Any] | None:
    """What a printed code stands for: its basis, with `report`, `at` and the code of its `ledger`, whichever that is;
    None when this PC never printed it.
    """
    with explained(database.path):
        row = database.connection.execute("SELECT * FROM printed WHERE code = ?", (code,)).fetchone()
    return (
        None
        if row is None
        else {**json.loads(row["basis"]), **{name: row[name] for name in ("report", "at", "ledger")}}
    )

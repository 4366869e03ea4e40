"""What goes on inside the office: who is asked, what was gathered for a report, how and when a report went out."""

from collections.abc import Iterable
from dataclasses import dataclass

from ipdesk.store.database import Database, explained


@dataclass(frozen=True, slots=True)
class Sending:
    """One tick on a report. `what`: ready (its workbook was written), sheet (电子表已报), stamped (盖章件已报)."""

    package: str
    what: str
    day: str
    by: str
    at: str


def providers(database: Database) -> tuple[str, ...]:
    """The names of those who are asked inside the unit, in the order that the office keeps."""
    with explained(database.path):
        rows = database.connection.execute("SELECT name FROM provider ORDER BY place, name").fetchall()
    return tuple(row["name"] for row in rows)


def put_providers(database: Database, names: Iterable[str]) -> None:
    """Keeps these names in this order, and no others, within the caller's transaction."""
    database.connection.execute("DELETE FROM provider")
    for place, name in enumerate(names):
        database.connection.execute("INSERT INTO provider (name, place) VALUES (?, ?)", (name, place))


def put_gathered(database: Database, package: str, content: str) -> None:
    """Keeps what was gathered for a report, within the caller's transaction."""
    database.tables.table("gathered").upsert({"package": package, "content": content}, pk="package")


def gathered(database: Database, package: str) -> str:
    """What was gathered for a report; empty when nothing was, or on another PC."""
    with explained(database.path):
        row = database.connection.execute("SELECT content FROM gathered WHERE package = ?", (package,)).fetchone()
    return "" if row is None else str(row["content"])


def all_gathered(database: Database) -> dict[str, str]:
    """What was gathered, by report."""
    with explained(database.path):
        rows = database.connection.execute("SELECT package, content FROM gathered ORDER BY package").fetchall()
    return {str(row["package"]): str(row["content"]) for row in rows}


def all_sendings(database: Database) -> tuple[Sending, ...]:
    """Every tick that counts, in the order they were made."""
    with explained(database.path):
        rows = database.connection.execute("SELECT * FROM sending WHERE taken_back IS NULL ORDER BY seq").fetchall()
    return tuple(Sending(row["package"], row["what"], row["day"], row["by"] or "", row["at"]) for row in rows)


def add_sending(database: Database, sending: Sending) -> None:
    """Ticks a report, within the caller's transaction; a tick of the same kind before it no longer counts."""
    take_back_sending(database, sending.package, sending.what, at=sending.at)
    database.connection.execute(
        "INSERT INTO sending (package, what, day, by, at) VALUES (?, ?, ?, ?, ?)",
        (sending.package, sending.what, sending.day, sending.by, sending.at),
    )


def take_back_sending(database: Database, package: str, what: str, *, at: str) -> bool:
    """Takes a tick back, within the caller's transaction; it stays there with the time. Whether there was one."""
    done = database.connection.execute(
        "UPDATE sending SET taken_back = ? WHERE package = ? AND what = ? AND taken_back IS NULL", (at, package, what)
    )
    return done.rowcount > 0


def sendings(database: Database, package: str) -> tuple[Sending, ...]:
    """The ticks on a report that count, in the order they were made."""
    with explained(database.path):
        rows = database.connection.execute(
            "SELECT * FROM sending WHERE package = ? AND taken_back IS NULL ORDER BY seq", (package,)
        ).fetchall()
    return tuple(Sending(row["package"], row["what"], row["day"], row["by"] or "", row["at"]) for row in rows)

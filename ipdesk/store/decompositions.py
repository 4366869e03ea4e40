"""Unfinished decompositions: every step is kept, one of them is the current; undo and redo move between them."""

from dataclasses import dataclass

from ipdesk.store.database import Database, explained

#: Undo reaches back so many steps of a scheme; older ones are forgotten.
KEPT_STEPS = 200


@dataclass(frozen=True, slots=True)
class Stored:
    """One scheme as it stands now."""

    name: str
    content: str
    at: str
    by: str
    can_undo: bool
    can_redo: bool


def stored(database: Database, ledger: str) -> tuple[Stored, ...]:
    """The schemes of a ledger by name, each as it stands now."""
    with explained(database.path):
        rows = database.connection.execute(
            "SELECT c.*, (SELECT min(seq) FROM decomposition WHERE ledger = c.ledger AND name = c.name) AS first, "
            "(SELECT max(seq) FROM decomposition WHERE ledger = c.ledger AND name = c.name) AS last "
            "FROM decomposition c WHERE ledger = ? AND current = 1 ORDER BY name",
            (ledger,),
        ).fetchall()
    return tuple(
        Stored(
            row["name"], row["content"], row["at"], row["by"] or "", row["first"] < row["seq"], row["seq"] < row["last"]
        )
        for row in rows
    )


def save(database: Database, ledger: str, name: str, content: str, *, at: str, by: str) -> None:
    """Makes a content the current step within the caller's transaction; what had been undone is forgotten."""
    execute = database.connection.execute
    now = _current(database, ledger, name)
    if now is not None:
        if now[1] == content:
            return
        execute("DELETE FROM decomposition WHERE ledger = ? AND name = ? AND seq > ?", (ledger, name, now[0]))
        execute("UPDATE decomposition SET current = 0 WHERE seq = ?", (now[0],))
    database.tables.table("decomposition").insert(
        {"ledger": ledger, "name": name, "content": content, "at": at, "by": by, "current": 1}
    )
    execute(
        "DELETE FROM decomposition WHERE ledger = ? AND name = ? AND seq <= (SELECT seq FROM decomposition "
        "WHERE ledger = ? AND name = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)",
        (ledger, name, ledger, name, KEPT_STEPS),
    )


def move(database: Database, ledger: str, name: str, *, forward: bool) -> bool:
    """Goes one step back or forward within the caller's transaction; whether there was one."""
    now = _current(database, ledger, name)
    if now is None:
        return False
    side, order = (">", "") if forward else ("<", " DESC")
    row = database.connection.execute(
        f"SELECT seq FROM decomposition WHERE ledger = ? AND name = ? AND seq {side} ? ORDER BY seq{order} LIMIT 1",
        (ledger, name, now[0]),
    ).fetchone()
    if row is None:
        return False
    database.connection.execute("UPDATE decomposition SET current = 0 WHERE seq = ?", (now[0],))
    database.connection.execute("UPDATE decomposition SET current = 1 WHERE seq = ?", (row["seq"],))
    return True


def drop(database: Database, ledger: str, name: str) -> None:
    """Forgets a scheme and its steps, within the caller's transaction."""
    database.connection.execute("DELETE FROM decomposition WHERE ledger = ? AND name = ?", (ledger, name))


def _current(database: Database, ledger: str, name: str) -> tuple[int, str] | None:
    row = database.connection.execute(
        "SELECT seq, content FROM decomposition WHERE ledger = ? AND name = ? AND current = 1", (ledger, name)
    ).fetchone()
    return None if row is None else (row["seq"], row["content"])

"""Drafts: the one thing of a submission that may still change, with undo that survives a restart."""

from ipdesk.store.database import Database, explained

#: Undo reaches back so many steps per draft; older ones are forgotten.
KEPT_STEPS = 200


def load_draft(database: Database, slot: str) -> tuple[str, str, str] | None:
    """Content, when it was saved, by whom; None when there is no draft."""
    with explained(database.path):
        row = database.connection.execute(
            "SELECT * FROM draft WHERE ledger = ? AND slot = ?", (database.ledger, slot)
        ).fetchone()
    return None if row is None else (row["content"], row["saved_at"], row["by"] or "")


def all_drafts(database: Database) -> tuple[tuple[str, str, str, str], ...]:
    """Slot, content, when saved and by whom of every draft of the ledger, by slot."""
    with explained(database.path):
        rows = database.connection.execute(
            "SELECT * FROM draft WHERE ledger = ? ORDER BY slot", (database.ledger,)
        ).fetchall()
    return tuple((row["slot"], row["content"], row["saved_at"] or "", row["by"] or "") for row in rows)


def save_draft(database: Database, slot: str, content: str, *, at: str, by: str) -> None:
    """Saves a draft and remembers the step, within the caller's transaction; what had been undone is forgotten."""
    before = load_draft(database, slot)
    if before is not None and before[0] == content:
        return
    place = (database.ledger, slot)
    database.tables.table("draft").upsert(
        {"ledger": database.ledger, "slot": slot, "content": content, "saved_at": at, "by": by}, pk=("ledger", "slot")
    )
    execute = database.connection.execute
    execute("DELETE FROM draft_step WHERE ledger = ? AND slot = ? AND undone = 1", place)
    database.tables.table("draft_step").insert(
        {
            "ledger": database.ledger,
            "slot": slot,
            "before": before[0] if before else None,
            "after": content,
            "at": at,
            "by": by,
            "undone": 0,
        }
    )
    execute(
        "DELETE FROM draft_step WHERE ledger = ? AND slot = ? AND seq <= "
        "(SELECT seq FROM draft_step WHERE ledger = ? AND slot = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)",
        (*place, *place, KEPT_STEPS),
    )


def step_back(database: Database, slot: str, *, at: str) -> str | None:
    """Undoes the last step within the caller's transaction; the draft as it is then, None when there is no step."""
    row = database.connection.execute(
        "SELECT * FROM draft_step WHERE ledger = ? AND slot = ? AND undone = 0 ORDER BY seq DESC LIMIT 1",
        (database.ledger, slot),
    ).fetchone()
    if row is None or row["before"] is None:  # the first step is the beginning of the draft itself
        return None
    return _restore(database, slot, row["seq"], row["before"], undone=1, at=at)


def step_forward(database: Database, slot: str, *, at: str) -> str | None:
    """Redoes the step undone last; None when there is none."""
    row = database.connection.execute(
        "SELECT * FROM draft_step WHERE ledger = ? AND slot = ? AND undone = 1 ORDER BY seq LIMIT 1",
        (database.ledger, slot),
    ).fetchone()
    if row is None:
        return None
    return _restore(database, slot, row["seq"], row["after"], undone=0, at=at)


def drop_draft(database: Database, slot: str) -> None:
    """Forgets a draft and its steps, once it is fixed, within the caller's transaction."""
    for table in ("draft", "draft_step"):
        database.connection.execute(f"DELETE FROM {table} WHERE ledger = ? AND slot = ?", (database.ledger, slot))


def _restore(database: Database, slot: str, step: int, content: str, *, undone: int, at: str) -> str:
    database.connection.execute("UPDATE draft_step SET undone = ? WHERE seq = ?", (undone, step))
    database.connection.execute(
        "UPDATE draft SET content = ?, saved_at = ? WHERE ledger = ? AND slot = ?",
        (content, at, database.ledger, slot),
    )
    return content

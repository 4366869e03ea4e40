"""Keys and signatures: the last key is in use, what was said of keys is never rewritten."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipdesk.store import keys
from ipdesk.store.database import Database, create, open_database
from ipdesk.store.keys import KeptKey, KeptSignature, KeyEvent
from ipdesk.store.migrations import APPEND_ONLY_KEYS


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Database]:
    made = create(tmp_path / "台账.ipdesk")
    yield made
    made.close()


def key(kid: str, origin: str = "made") -> KeptKey:
    return KeptKey(kid, "ed25519", b"\0" * 15 + b"\xff", origin, "2026-10-09", "李敏")


def test_the_last_key_is_in_use(opened: Database) -> None:
    assert keys.office_key(opened) is None
    with opened.transaction():
        keys.put_office_key(opened, key("A" * 20))
        keys.put_office_key(opened, key("B" * 20, "restored"))
    assert keys.office_key(opened) == key("B" * 20, "restored")


def test_events_come_back_in_order_by_unit(opened: Database) -> None:
    told = [
        KeyEvent("440304", "A" * 20, "first", "2026-10-09 10:00:00", "陈建", "alg=…", "一.xlsx"),
        KeyEvent("440303", "B" * 20, "first", "2026-10-09 10:00:01"),
        KeyEvent("440304", "A" * 20, "declined", "2026-10-10 09:00:00", "陈建"),
    ]
    with opened.transaction():
        for event in told:
            keys.add_event(opened, event)
    assert keys.events(opened) == tuple(told)
    assert keys.events(opened, "440304") == (told[0], told[2])


def test_a_signature_is_kept_once(opened: Database) -> None:
    one = KeptSignature("a" * 64, "440304", "alg=…", "2026-10-09 10:00:00", "一.xlsx")
    with opened.transaction():
        keys.add_signatures(opened, [one, one])
        keys.add_signatures(opened, [KeptSignature(one.package, one.unit, one.block, "2026-10-10 10:00:00")])
    assert keys.signatures(opened) == keys.signatures(opened, "a" * 64) == (one,)


@pytest.mark.parametrize("table", APPEND_ONLY_KEYS)
def test_what_was_recorded_is_not_rewritten(opened: Database, table: str) -> None:
    with opened.transaction():
        keys.add_event(opened, KeyEvent("440304", "A" * 20, "first", "2026-10-09"))
        keys.add_signatures(opened, [KeptSignature("a" * 64, "440304", "alg=…", "2026-10-09")])
    for sql in (f"UPDATE {table} SET at = ''", f"DELETE FROM {table}"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"), opened.transaction():
            opened.connection.execute(sql)


def test_a_data_file_of_before_gets_its_tables(tmp_path: Path) -> None:
    """A file with the first two migrations is brought up to date, with a copy beside it."""
    path = tmp_path / "台账.ipdesk"
    with_all = create(path)
    for table in ("office_key", "key_event", "signature"):
        with_all.connection.execute(f"DROP TABLE {table}")
    with_all.connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm0003_keys'")
    with_all.connection.execute("PRAGMA user_version = 2")
    with_all.close()

    again = open_database(path)

    assert keys.office_key(again) is None
    assert keys.events(again) == ()
    assert path.with_name("台账.ipdesk.before-update-2").exists()
    again.close()

"""The data file: opened only when it is ours and sound, never overwritten, changed all at once or not at all."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ipdesk.domain.errors import EnvironmentTrouble
from ipdesk.store import database, desk, migrations, receipts
from ipdesk.store.database import Database, copy_to, create, integrity, open_database
from ipdesk.store.receipts import CellOrigin, Receipt
from tests.store.rows import put_package
from tests.store.rows import scalar as one


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "台账.ipdesk"


@pytest.fixture
def opened(path: Path) -> Iterator[Database]:
    made = create(path)
    yield made
    made.close()


def code_of(trouble: pytest.ExceptionInfo[EnvironmentTrouble]) -> str:
    return trouble.value.code


# opening


def test_a_new_file_opens_again_and_is_marked_as_ours(path: Path) -> None:
    create(path).close()

    again = open_database(path)

    assert one(again, "PRAGMA application_id") == migrations.APPLICATION_ID
    assert one(again, "PRAGMA user_version") == migrations.SCHEMA
    assert integrity(again) == ()
    again.close()


def test_the_folder_of_a_new_file_is_made_with_it(tmp_path: Path) -> None:
    create(tmp_path / "数据" / "2026" / "台账.ipdesk").close()

    assert (tmp_path / "数据" / "2026" / "台账.ipdesk").is_file()


def test_create_leaves_a_file_that_is_there_alone(path: Path) -> None:
    path.write_bytes(b"somebody's")

    with pytest.raises(EnvironmentTrouble) as trouble:
        create(path)

    assert code_of(trouble) == "file_exists"
    assert path.read_bytes() == b"somebody's"


def test_create_under_a_file_instead_of_a_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "数据").write_text("a file, no folder", encoding="utf-8")

    with pytest.raises(EnvironmentTrouble) as trouble:
        create(tmp_path / "数据" / "台账.ipdesk")

    assert code_of(trouble) == "folder_unwritable"


def test_a_create_that_fails_half_way_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Database) -> None:
        raise sqlite3.OperationalError("no more room")

    monkeypatch.setattr(database, "_migrate", fail)
    with pytest.raises(sqlite3.OperationalError):
        create(path)

    assert list(path.parent.iterdir()) == []


def _of_another_program(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()


def _newer(path: Path) -> None:
    create(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {migrations.SCHEMA + 1}")
    connection.close()


def _header_damaged(path: Path) -> None:
    create(path).close()
    data = bytearray(path.read_bytes())
    data[:40] = b"\xff" * 40
    path.write_bytes(data)


def _a_picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(4000))


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda path: None, "file_missing"),
        (lambda path: path.mkdir(), "file_missing"),
        (lambda path: path.write_bytes(b""), "not_a_database"),
        (_of_another_program, "not_a_database"),
        (_a_picture, "not_a_database"),
        (_header_damaged, "not_a_database"),
        (_newer, "database_newer"),
    ],
    ids=["missing", "folder", "empty", "other program", "picture", "header", "newer"],
)
def test_what_cannot_be_opened_is_said_and_left_as_it_is(path: Path, prepare: object, code: str) -> None:
    prepare(path)  # type: ignore[operator]
    before = path.read_bytes() if path.is_file() else None

    with pytest.raises(EnvironmentTrouble) as trouble:
        open_database(path)

    assert code_of(trouble) == code
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_truncated_file_is_damaged_not_empty(path: Path) -> None:
    made = create(path)
    with made.transaction():
        receipts.keep_original(made, "a" * 64, bytes(200_000))
    made.close()
    path.write_bytes(path.read_bytes()[:20_000])

    def look() -> None:
        with closing(open_database(path)) as truncated:
            receipts.original(truncated, "a" * 64)

    with pytest.raises(EnvironmentTrouble) as trouble:
        look()

    assert code_of(trouble) == "database_damaged"


def test_integrity_names_a_dangling_origin(opened: Database) -> None:
    opened.connection.execute("PRAGMA foreign_keys = OFF")
    opened.connection.execute("INSERT INTO cells (receipt, package, places) VALUES (99, 'x', '[]')")

    (line,) = integrity(opened)

    assert "cell" in line


# append-only


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE package SET body = x'00'",
        "DELETE FROM package",
        "REPLACE INTO package (seq, id, kind, body) VALUES (1, 'b', 'plan', x'00')",
        "INSERT OR REPLACE INTO package (id, kind, body) VALUES ('a', 'plan', x'00')",
        "INSERT INTO package (seq, id, kind, body) VALUES (1, 'a', 'p', x'') ON CONFLICT DO UPDATE SET body = x'00'",
        "UPDATE receipt SET verdict = 'taken'",
        "DELETE FROM receipt",
        "REPLACE INTO receipt (seq, at, name, hash, verdict) VALUES (1, '', '', '', '')",
        "UPDATE brought SET package = 'b'",
        "DELETE FROM brought",
        "UPDATE cells SET places = '[]'",
        "DELETE FROM cells",
        "REPLACE INTO cells (seq, receipt, package, places) VALUES (1, 1, 'a', '[]')",
    ],
)
def test_facts_refuse_to_be_rewritten(opened: Database, statement: str) -> None:
    _one_of_each(opened)
    before = _everything(opened)
    again = open_database(opened.path)  # a connection that nothing has prepared yet

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        again.connection.execute(statement)

    assert _everything(again) == before
    again.close()


def test_facts_refuse_to_be_rewritten_through_sqlite_utils_too(opened: Database) -> None:
    _one_of_each(opened)
    table = opened.tables.table
    before = _everything(opened)
    row = {"seq": 1, "id": "b", "kind": "plan", "body": b"other"}

    for rewrite in (
        lambda: table("package").insert(row, replace=True),
        lambda: table("package").upsert(row, pk="seq"),
        lambda: table("package").update(1, {"kind": "other"}),
        lambda: table("receipt").delete_where(),
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            rewrite()
    assert _everything(opened) == before


def _one_of_each(opened: Database) -> None:
    with opened.transaction():
        put_package(opened, "a", b"first")
        receipts.add_receipt(opened, _RECEIPT, [CellOrigin("a", "stations", "value", "指标", "I14", "37")])


_RECEIPT = Receipt(
    0, "2026-10-09 09:00:00", "王芳", "报送表.xlsx", "f" * 64, "taken", "440304", "2026-Q3", {"packages": ["a"]}
)


def _everything(opened: Database) -> list[tuple[object, ...]]:
    return [
        tuple(row)
        for table in ("package", "receipt", "brought", "cells")
        for row in opened.connection.execute(f"SELECT * FROM {table} ORDER BY seq")
    ]


# one transaction


def test_an_exception_in_the_middle_leaves_nothing_of_it(opened: Database) -> None:
    def half() -> None:
        with opened.transaction():
            put_package(opened, "a", b"half")
            desk.put_setting(opened, "officer", "王芳")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()

    assert _everything(opened) == []
    assert desk.setting(opened, "officer") == ""


def test_the_file_can_be_written_again_after_a_failure(opened: Database) -> None:
    with pytest.raises(ZeroDivisionError), opened.transaction():
        raise ZeroDivisionError

    with opened.transaction():
        desk.put_setting(opened, "officer", "王芳")

    assert desk.setting(opened, "officer") == "王芳"


def test_our_own_mistake_is_not_told_as_damage(opened: Database) -> None:
    """A broken rule of the schema is a fault of the program: a crash report, not advice to restore a backup."""

    def twice() -> None:
        with opened.transaction():
            put_package(opened, "a", b"one")
            put_package(opened, "a", b"two")

    with pytest.raises(sqlite3.IntegrityError):
        twice()

    assert _everything(opened) == []


def test_a_killed_process_leaves_nothing_half(path: Path) -> None:
    create(path).close()
    program = textwrap.dedent(f"""
        import sys, time
        sys.path[:0] = {sys.path!r}
        from pathlib import Path
        from ipdesk.store import receipts
        from ipdesk.store.database import open_database
        opened = open_database(Path({str(path)!r}))
        opened.connection.execute("PRAGMA cache_size = 5")  # pages are spilled to the file before the commit
        with opened.transaction():
            receipts.keep_original(opened, "a" * 64, bytes(3_000_000))
            receipts.keep_original(opened, "b" * 64, bytes(3_000_000))
            print("inside", flush=True)
            time.sleep(60)
    """)
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline().strip() == b"inside"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert path.stat().st_size > 3_000_000  # half of it did reach the file

    again = open_database(path)

    assert receipts.original(again, "a" * 64) is None
    assert integrity(again) == ()
    with again.transaction():
        desk.put_setting(again, "officer", "王芳")
    again.close()


def test_a_full_disk_is_said_and_changes_nothing(opened: Database) -> None:
    with opened.transaction():
        put_package(opened, "a", b"kept")
    pages = one(opened, "PRAGMA page_count")
    opened.connection.execute(f"PRAGMA max_page_count = {pages}")

    def too_much() -> None:
        with opened.transaction():
            desk.put_setting(opened, "officer", "王芳")
            receipts.keep_original(opened, "a" * 64, bytes(100_000))

    with pytest.raises(EnvironmentTrouble) as trouble:
        too_much()

    assert code_of(trouble) == "disk_full"
    assert desk.setting(opened, "officer") == ""
    assert one(opened, "SELECT count(*) FROM package") == 1


def test_a_file_without_write_rights_is_said(opened: Database) -> None:
    opened.connection.execute("PRAGMA query_only = ON")  # what SQLite says then, it says of a read-only file too

    with pytest.raises(EnvironmentTrouble) as trouble, opened.transaction():
        desk.put_setting(opened, "officer", "王芳")

    assert code_of(trouble) == "database_read_only"


# two windows


def test_a_second_writer_is_told_that_the_file_is_in_use(
    opened: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    other = open_database(path)
    with opened.transaction():
        desk.put_setting(opened, "officer", "王芳")

        with pytest.raises(EnvironmentTrouble) as trouble, other.transaction():
            desk.put_setting(other, "officer", "李明")

    assert code_of(trouble) == "workspace_busy"
    assert desk.setting(other, "officer") == "王芳"
    other.close()


def test_a_reader_never_sees_half_a_transaction(opened: Database, path: Path) -> None:
    other = open_database(path)
    with opened.transaction():
        put_package(opened, "a", b"one")
        assert one(other, "SELECT count(*) FROM package") == 0
        put_package(opened, "b", b"two")
        assert one(other, "SELECT count(*) FROM package") == 0

    assert one(other, "SELECT count(*) FROM package") == 2
    other.close()


# copies and updates


def test_a_copy_is_whole_while_another_window_is_writing(opened: Database, path: Path, tmp_path: Path) -> None:
    with opened.transaction():
        desk.put_setting(opened, "officer", "王芳")
    writer = open_database(path)

    with writer.transaction():
        desk.put_setting(writer, "officer", "李明")
        copy_to(opened, tmp_path / "备份" / "台账.ipdesk")

    copy = open_database(tmp_path / "备份" / "台账.ipdesk")
    assert integrity(copy) == ()
    assert desk.setting(copy, "officer") == "王芳"
    copy.close()
    writer.close()


def test_a_copy_onto_itself_is_refused(opened: Database, path: Path) -> None:
    with pytest.raises(EnvironmentTrouble) as trouble:
        copy_to(opened, path.parent / "." / path.name)

    assert code_of(trouble) == "file_exists"


def test_a_copy_that_fails_leaves_no_part_of_it(
    opened: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def backup(self, _: sqlite3.Connection) -> None:
            failure = sqlite3.OperationalError("database or disk is full")
            failure.sqlite_errorname = "SQLITE_FULL"
            raise failure

    with pytest.raises(EnvironmentTrouble) as trouble:
        copy_to(Database(Full(), tmp_path / "x"), tmp_path / "备份.ipdesk")  # type: ignore[arg-type]

    assert code_of(trouble) == "disk_full"
    assert not list(tmp_path.glob("备份*"))


def test_an_older_file_is_copied_aside_and_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = create(path)
    with old.transaction():
        desk.put_setting(old, "officer", "王芳")
    old.close()
    now = migrations.SCHEMA
    _with_one_more_migration(monkeypatch)

    updated = open_database(path)

    assert one(updated, "PRAGMA user_version") == now + 1
    assert one(updated, "SELECT count(*) FROM later") == 0
    assert desk.setting(updated, "officer") == "王芳"
    applied = [row[0] for row in updated.connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]
    assert applied[0] == "m0001_ledger_receipts_desk"
    assert applied[-1] == "m9999_later"
    updated.close()
    aside = sqlite3.connect(f"{path}.before-update-{now}")
    assert aside.execute("PRAGMA user_version").fetchone()[0] == now
    assert aside.execute("SELECT value FROM setting WHERE name = 'officer'").fetchone()[0] == "王芳"
    aside.close()


def test_a_file_up_to_date_is_not_copied_aside(path: Path) -> None:
    create(path).close()

    open_database(path).close()

    assert [child.name for child in path.parent.iterdir()] == [path.name]


def _with_one_more_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    released = migrations.migrations()

    @released()
    def m9999_later(db: object) -> None:
        db["later"].create({"id": int})  # type: ignore[index]

    monkeypatch.setattr(database, "migrations", lambda: released)
    monkeypatch.setattr(database, "SCHEMA", migrations.SCHEMA + 1)

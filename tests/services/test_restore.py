"""A backup in the place of the data file: nothing that was fixed is lost, and nothing is ever half."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from ipdesk.domain.errors import IpdeskError
from ipdesk.services import maintain, participation, restore, workspace
from ipdesk.services.restorewords import sentences
from ipdesk.services.workspace import Workspace, open_workspace
from ipdesk.store import desk, receipts
from ipdesk.store.migrations import SCHEMA
from ipdesk.text import messages
from tests.builders import submission
from tests.services.office import CITY, LUOHU, TODAY, fixed, put, taken


@pytest.fixture
def kept(city: Workspace, prepared: Path, tmp_path: Path) -> Path:
    """A backup; afterwards a report came in and a figure was fixed, then the window was closed."""
    fixed(city, LUOHU)
    path = maintain.backup(city, tmp_path, today=TODAY)
    taken(city, prepared / "by-hand.xlsx")
    put(city, submission(37))
    city.close()
    return path


def refused(path: Path, backup: Path) -> str:
    before = path.read_bytes() if path.exists() else b""
    with pytest.raises(IpdeskError) as trouble:
        restore.restore(path, backup, today=TODAY)
    assert (path.read_bytes() if path.exists() else b"") == before
    assert list(path.parent.glob("*.restore*")) == []
    assert messages.error_sentence(trouble.value)
    return trouble.value.code


def spoil(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def packages_of(path: Path) -> set[str]:
    with open_workspace(path) as place:
        assert maintain.verify(place) == ()
        return set(place.state.packages)


def test_a_lost_file_comes_back_as_the_backup_was(city: Workspace, kept: Path) -> None:
    held = packages_of(kept)
    city.path.unlink()

    done = restore.restore(city.path, kept, today=TODAY)

    assert (done.present, done.kept, done.taken, done.packages, done.unit) == ("missing", None, 0, len(held), "深圳市")
    assert packages_of(city.path) == held
    assert all(sentences(done))


def test_what_the_present_file_yields_goes_along(city: Workspace, kept: Path) -> None:
    everything, before = set(city.state.packages), city.path.read_bytes()

    done = restore.restore(city.path, kept, today=TODAY)

    assert (done.present, done.taken, done.unreadable) == ("sound", len(everything) - done.packages, 0)
    assert done.taken >= 2
    assert packages_of(city.path) == everything
    assert done.kept is not None
    assert done.kept.name == "city.before-restore-2026-10-09.ipdesk"
    assert done.kept.read_bytes() == before
    with open_workspace(city.path) as place, open_workspace(done.kept) as old:
        assert place.state == old.state
        read = next(one for one, cells in receipts.all_receipts(old.database) if cells).detail["packages"][0]
        assert receipts.cells_of(place.database, read) == receipts.cells_of(old.database, read) != ()
        assert set(receipts.kept_hashes(place.database)) == set(receipts.kept_hashes(old.database))


def test_one_damaged_package_does_not_keep_the_others_away(city: Workspace, kept: Path) -> None:
    everything = set(city.state.packages)
    lost = submission(37).id
    spoil(city.path, "DROP TRIGGER package_refuses_update", f"UPDATE package SET body = x'00' WHERE id = '{lost}'")
    with pytest.raises(IpdeskError):
        open_workspace(city.path)

    done = restore.restore(city.path, kept, today=TODAY)

    assert (done.present, done.unreadable) == ("damaged", 1)
    assert packages_of(city.path) == everything - {lost}


def test_torn_pages_and_rubbish_are_replaced_and_kept(city: Workspace, kept: Path) -> None:
    held, everything = packages_of(kept), set(city.state.packages)
    whole = city.path.read_bytes()
    half = len(whole) // 2 // 4096 * 4096
    for rubbish in (whole[:half], whole[:half] + b"\xa5" * (len(whole) - half), b"\xff" * 9000, b""):
        city.path.write_bytes(rubbish)
        done = restore.restore(city.path, kept, today=TODAY)
        assert done.present in ("damaged", "unreadable")
        assert done.kept is not None
        assert done.kept.read_bytes() == rubbish
        assert held <= packages_of(city.path) <= everything
    assert len(list(city.path.parent.glob("*.before-restore-*.ipdesk"))) == 4


def test_a_dry_run_says_the_same_and_touches_nothing(city: Workspace, kept: Path) -> None:
    before = {path.name: path.read_bytes() for path in city.path.parent.iterdir() if path.is_file()}

    said = restore.restore(city.path, kept, today=TODAY, dry_run=True)

    assert {path.name: path.read_bytes() for path in city.path.parent.iterdir() if path.is_file()} == before
    assert sentences(said)[-1] == "尚未作任何改动。"
    done = restore.restore(city.path, kept, today=TODAY)
    assert replace(done, kept=None, dry_run=True) == said


def test_drafts_newer_than_the_backup_go_along_or_are_named(city: Workspace, kept: Path) -> None:
    """One draft began after the backup, the other was typed on: the first comes, the second is as in the backup."""
    ledger = city.ledger.code
    here = "submission/440304/2026-Q3/main"
    for path, slots in ((kept, [here]), (city.path, [here, "submission/440305/2026-Q3/main"])):
        connection = sqlite3.connect(path)
        for slot in slots:
            connection.execute(
                "INSERT INTO draft (ledger, slot, content, saved_at) VALUES (?, ?, ?, ?)",
                (ledger, slot, f'{{"{path.stem}": 1}}', "2026-10-09"),
            )
        connection.commit()
        connection.close()

    done = restore.restore(city.path, kept, today=TODAY)

    assert [one.unit for one in done.drafts] == ["南山区"]
    assert [one.unit for one in done.drafts_differ] == ["福田区"]
    rows = sqlite3.connect(city.path)
    stand = dict(rows.execute("SELECT slot, content FROM draft").fetchall())
    rows.close()
    assert stand[here] == f'{{"{kept.stem}": 1}}'
    assert len(stand) == 2


def test_what_was_told_and_printed_since_goes_along(city: Workspace, kept: Path) -> None:
    with open_workspace(city.path) as place, place.database.transaction():
        desk.put_printed(place.database, "ABCD", at="2026-10-09", report="summary", basis={"period": "2026-Q3"})
    spoil(
        city.path,
        "INSERT INTO reported (at, occasion, what, unit, period, name, moment, basis, ledger) "
        "VALUES ('2026-10-09', 'meeting', 'item', '440304', '2026-Q3', 'a', 1, '{}', '')",
        "INSERT INTO reported_event (entry, at, what) SELECT max(seq), '2026-10-09', 'told' FROM reported",
    )

    for _again in range(2):  # what is there once does not come twice
        restore.restore(city.path, kept, today=TODAY)

    with open_workspace(city.path) as place:
        assert desk.printed(place.database, "ABCD") is not None
        joined = "SELECT count(*) FROM reported JOIN reported_event ON entry = reported.seq"
        assert place.database.connection.execute(joined).fetchone()[0] == 1


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda path: path.unlink(), "backup_missing"),
        (lambda path: path.write_bytes(b"no database at all" * 100), "backup_not_ours"),
        (lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 8192 * 4096]), "backup_damaged"),
        (lambda path: spoil(path, "DELETE FROM slot_state"), "backup_damaged"),
        (lambda path: spoil(path, "DROP TRIGGER package_refuses_update", "UPDATE package SET body = x'00'"),
         "backup_damaged"),
        (lambda path: spoil(path, f"PRAGMA user_version = {SCHEMA + 1}"), "backup_newer"),
        (lambda path: spoil(path, "PRAGMA application_id = 7"), "backup_not_ours"),
    ],
    ids=["none", "no database", "half", "states gone", "packages", "newer", "another program's"],
)  # fmt: skip
def test_a_backup_that_will_not_do_is_said_and_nothing_happens(
    city: Workspace, kept: Path, harm: Callable[[Path], object], code: str
) -> None:
    harm(kept)

    assert refused(city.path, kept) == code


def test_another_units_backup_is_refused(city: Workspace, kept: Path, tmp_path: Path) -> None:
    for name, training in (("futian", False), ("city-training", True)):
        unit = CITY if training else "440304"
        other = tmp_path / f"{name}.ipdesk"
        workspace.create(other, unit=unit, plan="sz-155", training=training, today=TODAY).close()
        assert refused(other, kept) == "backup_other_unit"
    assert refused(city.path, city.path) == "backup_is_the_file"
    other.write_bytes(city.path.read_bytes())
    spoil(other, "PRAGMA application_id = 7")
    assert refused(other, kept) == "not_a_database"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="told by /proc here, by the rename on Windows")
def test_a_file_open_in_another_window_is_left(city: Workspace, kept: Path) -> None:
    with open_workspace(city.path):
        assert refused(city.path, kept) == "restore_open_elsewhere"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not replace an open file")
def test_a_window_that_was_not_seen_writes_nowhere(city: Workspace, kept: Path, tmp_path: Path) -> None:
    """What another PC still has open after all: nothing goes into the file that was set aside."""
    with open_workspace(city.path) as other:
        shutil.copyfile(kept, tmp_path / "new")
        os.replace(tmp_path / "new", city.path)
        with pytest.raises(IpdeskError) as trouble:
            put(other, submission(38))
        assert trouble.value.code == "database_moved"


def test_an_older_backup_is_brought_up_to_date_and_left_as_it_is(city: Workspace, kept: Path) -> None:
    spoil(kept, "DELETE FROM _sqlite_migrations WHERE name = 'm0008_cells_by_receipt'",
          "CREATE TABLE cell (seq INTEGER PRIMARY KEY, receipt, package, row, field, sheet, cell, raw)",
          "DROP TABLE cells", "PRAGMA user_version = 7")  # fmt: skip
    before = kept.read_bytes()

    restore.restore(city.path, kept, today=TODAY)

    assert kept.read_bytes() == before
    assert list(city.path.parent.glob("*before-update*")) == []
    assert packages_of(city.path)


@pytest.mark.parametrize("moment", ["verify", "_kept", "_swapped"])
def test_killed_half_way_the_old_file_still_stands(city: Workspace, kept: Path, moment: str) -> None:
    everything, before = set(city.state.packages), city.path.read_bytes()
    holder = "restore.maintain" if moment == "verify" else "restore"
    program = textwrap.dedent(f"""
        import sys, time
        sys.path[:0] = {sys.path!r}
        from datetime import date
        from pathlib import Path
        from ipdesk.services import restore
        real = {holder}.{moment}
        def then(*given):
            found = real(*given) if {moment == "_kept"} else None
            print("inside", flush=True)
            time.sleep(60)
        {holder}.{moment} = then
        restore.restore(Path({str(city.path)!r}), Path({str(kept)!r}), today=date(2026, 10, 9))
    """)
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline().strip() == b"inside"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert city.path.read_bytes() == before

    done = restore.restore(city.path, kept, today=TODAY)

    assert done.taken >= 2
    assert packages_of(city.path) == everything
    assert list(city.path.parent.glob("*.restore*")) == []


def test_what_was_purged_since_stays_away_and_a_plan_taken_up_since_stays(city: Workspace, kept: Path) -> None:
    """Somebody's data that were taken away do not come back with the backup; the plan added since does."""
    with open_workspace(city.path) as place:
        participation.take_up(place, "sz-ipservice", today=TODAY, by="陈建")
    first = taken_before(kept)
    with open_workspace(city.path) as place, place.database.transaction():
        receipts.keep_original(place.database, first, b"x")
        receipts.purge_original(place.database, first, "误报个人信息")

    restore.restore(city.path, kept, today=TODAY)

    with open_workspace(city.path) as place:
        assert {one.plan for one in place.ledgers} == {"sz-155", "sz-ipservice"}
        assert receipts.original(place.database, first) is None
        assert receipts.kept_file(place.database, first) == receipts.KeptFile(
            first, 1, here=False, purged="误报个人信息"
        )
        assert maintain.verify(place) == ()


def taken_before(backup: Path) -> str:
    """A file that the backup holds, by its hash."""
    body = b"x"
    name = sha256(body).hexdigest()
    with open_workspace(backup) as place, place.database.transaction():
        receipts.keep_original(place.database, name, body)
    return name

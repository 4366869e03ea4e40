"""Settings, the register of files sent, and what printed codes stand for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ipdesk.store import desk
from ipdesk.store.database import Database, create
from ipdesk.store.desk import Sent


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = create(tmp_path / "t.ipdesk")
    yield made
    made.close()


def test_a_setting_is_empty_until_it_is_set_and_then_the_last_one(database: Database) -> None:
    assert desk.setting(database, "officer") == ""

    with database.transaction():
        desk.put_setting(database, "officer", "王芳")
        desk.put_setting(database, "officer", "李明")

    assert desk.setting(database, "officer") == "李明"


def test_files_sent_come_newest_first(database: Database) -> None:
    first = Sent("2026-10-01", "王芳", "模板.xlsx", "/out/模板.xlsx", "a" * 64, "template", "440304", "2026-Q3")
    second = Sent("2026-10-12", "王芳", "通报.xlsx", "/out/通报.xlsx", "b" * 64, "release", "440304", "2026-Q3")
    with database.transaction():
        desk.add_sent(database, first)
        desk.add_sent(database, second)

    assert desk.sent_files(database) == (second, first)
    assert desk.sent_files(database, limit=1) == (second,)


def test_the_first_print_of_a_code_stays(database: Database) -> None:
    with database.transaction():
        desk.put_printed(database, "ABCDEFG", at="2026-10-12", report="三季度汇总", basis={"shown": "37 家"})
        desk.put_printed(database, "ABCDEFG", at="2026-10-20", report="再印", basis={"shown": "38 家"})

    assert desk.printed(database, "ABCDEFG") == {
        "shown": "37 家", "report": "三季度汇总", "at": "2026-10-12", "ledger": "",
    }  # fmt: skip
    assert desk.printed(database, "UNKNOWN") is None

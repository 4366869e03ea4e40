"""The register as rows: every digit of a figure kept, nothing rewritten."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.figurechange import FigureKey, What
from ipdesk.domain.register import Entry, Event, EventKind, Occasion
from ipdesk.store import reported
from ipdesk.store.database import Database, create

KEY = FigureKey(What.TOTAL, "440300", "2026-Q3", "hv-patents")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = create(tmp_path / "t.ipdesk")
    yield made
    made.close()


def entry(quantity: Decimal | None) -> Entry:
    return Entry(1, "2026-10-09 10:00:00", "陈建", "市政府办", Occasion.MEETING, KEY, "高价值发明专利", quantity,
                 "件/万人", 2, "ABCDEFG", 12, ("a", "b"), "专题会", "覆盖不全")  # fmt: skip


@pytest.mark.parametrize("quantity", [Decimal("306"), Decimal(82900) / Decimal("356.3276"), Decimal("-0.10"), None])
def test_an_entry_comes_back_as_it_was(database: Database, quantity: Decimal | None) -> None:
    with database.transaction():
        assert reported.add_entry(database, entry(quantity)) == 1
    assert reported.entries(database, period="2026-Q3", name="hv-patents") == (entry(quantity),)
    assert reported.entries(database, unit="440304") == ()


def test_what_happened_comes_back_in_its_order(database: Database) -> None:
    happened = (
        Event(1, "2026-10-20 10:00:00", "陈建", EventKind.RECIPIENT, "王科"),
        Event(1, "2026-10-21 10:00:00", "陈建", EventKind.TOLD, "电话", Decimal(308)),
    )
    with database.transaction():
        reported.add_entry(database, entry(Decimal(306)))
        for one in happened:
            reported.add_event(database, one)
    assert reported.events(database) == happened


@pytest.mark.parametrize("table", ["reported", "reported_event"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET at = ''", "DELETE FROM {}"])
def test_nothing_is_rewritten(database: Database, table: str, verb: str) -> None:
    with database.transaction():
        reported.add_entry(database, entry(Decimal(306)))
        reported.add_event(database, Event(1, "2026-10-21 10:00:00", "陈建", EventKind.TOLD))
    with pytest.raises(Exception, match="append-only"), database.transaction():
        database.connection.execute(verb.format(table))

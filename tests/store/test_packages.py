"""Packages as rows: added once, loaded from a place on, damage never taken for a package."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipdesk.domain.errors import EnvironmentTrouble
from ipdesk.domain.ledger.fold import fold, materialised
from ipdesk.store import packages
from ipdesk.store.database import Database, create
from tests.builders import LEDGER, form, slot, submission, template
from tests.store.rows import put_package


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = create(tmp_path / "t.ipdesk")
    yield made
    made.close()


def add(database: Database, *new: object) -> tuple[str, ...]:
    with database.transaction():
        return packages.add(database, new)  # type: ignore[arg-type]


def test_packages_come_back_as_they_were_added_from_a_number_on(database: Database) -> None:
    first, second = template(form()), submission(37)

    add(database, first)
    loaded, number = packages.load(database)
    assert loaded == (first,)

    add(database, second)
    assert packages.load(database, number) == ((second,), number + 1)
    assert packages.load(database, number + 1) == ((), number + 1)


def test_a_package_is_added_once(database: Database) -> None:
    one = submission(37)

    assert add(database, one, one) == (one.id,)
    assert add(database, one) == ()
    assert dict(packages.bodies(database)) == {one.id: one.data}


def test_folded_states_are_kept_by_ledger_and_slot(database: Database) -> None:
    one = submission(37)
    state = fold([one])
    with database.transaction():
        packages.add(database, [one])
        packages.store_state(database, state, [(LEDGER, slot())])
        packages.store_state(database, state, [(LEDGER, slot())])

    kept = packages.stored_states(database)

    assert json.loads(kept["sz-155/440300", slot().code]) == materialised(state.slots[LEDGER, slot()])
    assert len(kept) == 1


@pytest.mark.parametrize("body", [b"no package at all", submission(38).data], ids=["rubbish", "another package"])
def test_a_row_that_is_not_what_its_id_says_is_damage(database: Database, body: bytes) -> None:
    with database.transaction():
        put_package(database, submission(37).id, body)

    with pytest.raises(EnvironmentTrouble) as trouble:
        packages.load(database)

    assert trouble.value.code == "database_damaged"

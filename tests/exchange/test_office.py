"""Forms that LibreOffice saved after people's actions: all values right, or a question; never a wrong value taken."""

from decimal import Decimal as D
from pathlib import Path

import pytest

from ipdesk.domain.value import ValueStatus
from ipdesk.exchange.intake import take_in
from ipdesk.exchange.reader import Confidence, Reading, read_answers
from tests.exchange import forms, office


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    office.run(folder)
    return folder


@pytest.fixture(params=["kept", pytest.param("live", marks=pytest.mark.office)])
def folder(request: pytest.FixtureRequest) -> Path:
    return office.DATA if request.param == "kept" else request.getfixturevalue("live")


def reading(folder: Path, name: str) -> Reading:
    path = folder / f"{name}.xlsx"
    return read_answers(take_in(path.read_bytes(), path.name), forms.form())


def codes(found: Reading) -> list[str]:
    return [finding.code for finding in found.findings]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("resaved", []),
        ("sorted_column_inserted", ["read_sorted", "read_columns_moved"]),
        ("renamed_meta_deleted", ["meta_missing"]),
    ],
)
def test_healed_with_every_value_in_its_row(folder: Path, name: str, told: list[str]) -> None:
    found = reading(folder, name)
    assert found.answers == forms.answers()
    assert codes(found) == told
    assert found.issued_changes == ()
    assert not any(whole is False for whole in found.issued_whole.values())


def test_inserted_row_is_asked_about_and_a_deleted_one_missed(folder: Path) -> None:
    found = reading(folder, "rows_inserted_deleted")
    assert codes(found) == ["read_row_added", "read_row_missing"]
    assert found.answers is not None
    wanted = dict(forms.answers().values)
    del wanted["cases"]
    assert found.answers.values == wanted


def test_a_changed_issued_cell_is_named_with_was_and_is(folder: Path) -> None:
    found = reading(folder, "issued_changed")
    changes = [(f.where.cell, f.params["was"], f.params["now"]) for f in found.issued_changes]
    assert changes == [("F10", "35", "36"), ("M10", "≥60", "≥40")]
    assert found.issued_whole == {"indicators": False, "tasks": True, "sign": True}
    assert found.answers == forms.answers()


def test_a_doubled_sheet_that_differs_is_asked_about(folder: Path) -> None:
    found = reading(folder, "sheet_doubled")
    assert codes(found) == ["read_sheet_twice", "read_clash"]
    assert found.answers is not None
    value = found.answers.values["stations"]
    assert (value.quantity, value.status, value.raw) == (None, ValueStatus.UNREAD, "37 / 41")


def test_messy_cells_are_read_by_the_rules(folder: Path) -> None:
    found = reading(folder, "messy")
    assert found.answers is not None
    values = found.answers.values
    assert (values["stations"].quantity, values["stations"].status) == (D(1037), ValueStatus.ESTIMATED)
    assert values["stations"].raw == "约1，037家"
    assert values["secret"].quantity == D(13)
    assert (values["cases"].status, values["cases"].raw) == (ValueStatus.UNREAD, "#DIV/0!")
    assert (values["served"].status, values["served"].raw) == (ValueStatus.UNREAD, "3-5")


def test_an_overwritten_key_is_asked_about_and_a_lost_one_found_by_name(folder: Path) -> None:
    found = reading(folder, "key_overwritten")
    assert codes(found) == ["read_row_mark_broken", "read_row_by_name", "read_row_missing"]
    assert found.confidence is Confidence.HEALED
    assert found.answers is not None
    assert "stations" not in found.answers.values
    assert found.answers.values["secret"] == forms.answers().values["secret"]

"""One source of rules: the formula's cached text, LibreOffice's recalculation and the domain's verdict agree."""

from pathlib import Path

import pytest

from ipdesk.domain.finding import Severity
from ipdesk.domain.form import Form
from ipdesk.domain.verdict import check_answers
from ipdesk.exchange.formulas import SHAPES
from ipdesk.exchange.identity import identify
from ipdesk.exchange.intake import take_in
from ipdesk.exchange.marks import parse_row_mark
from ipdesk.exchange.raw import RawBook
from ipdesk.exchange.reader import read_answers
from ipdesk.exchange.writer import form_bytes
from tests.exchange import forms, office


def column(book: RawBook, form: Form, code: str) -> dict[str, str]:
    """A column of 指标 by row key."""
    grid = next(grid for grid in identify(book).grids if grid.code == "indicators")
    cells = grid.sheet.grid()
    texts: dict[str, str] = {}
    for (row, place), cell in cells.items():
        if place == grid.key_column and (key := parse_row_mark("indicators", cell.text)):
            content = cells.get((row, grid.columns[code]))
            texts[key] = content.text.strip() if content else ""
    assert texts.keys() == {row.key for row in form.rows}
    return texts


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    office.run(folder)
    return folder


@pytest.fixture(params=["kept", pytest.param("live", marks=pytest.mark.office)])
def recalculated(request: pytest.FixtureRequest) -> RawBook:
    folder = office.DATA if request.param == "kept" else request.getfixturevalue("live")
    return take_in((folder / "parity.xlsx").read_bytes(), "parity.xlsx")


def written() -> RawBook:
    form, answers = forms.parity()
    return take_in(form_bytes(form, answers, forms.envelope(), created=forms.CREATED)[0], "written.xlsx")


@pytest.mark.parametrize("code", ["check", "effective", "gap"])
def test_cached_results_are_what_an_office_program_computes(recalculated: RawBook, code: str) -> None:
    form, _ = forms.parity()
    if code == "gap":
        form, recalculated = forms.form(), take_in((office.DATA / "resaved.xlsx").read_bytes(), "resaved.xlsx")
        mine = take_in(form_bytes(form, forms.answers(), forms.envelope(), created=forms.CREATED)[0], "written.xlsx")
    else:
        mine = written()
    theirs = column(recalculated, form, code)
    for key, text in column(mine, form, code).items():
        if code == "check":
            assert theirs[key] == text
        else:
            assert (theirs[key] == "") == (text == "")
            assert not text or abs(float(theirs[key]) - float(text)) < 1e-9 * max(1, abs(float(text)))


def test_the_sheet_and_the_verdict_speak_up_on_the_same_rows(recalculated: RawBook) -> None:
    form, _ = forms.parity()
    answers = read_answers(recalculated, form).answers
    assert answers is not None
    verdict: dict[str, set[Severity]] = {row.key: set() for row in form.rows}
    for finding in check_answers(form, answers):
        if finding.code != "check_explained":
            verdict[finding.where.row].add(finding.severity)
    spoken = column(recalculated, form, "check")
    said = {key: {severity for severity, shape in SHAPES.items() if shape in text} for key, text in spoken.items()}
    assert said == verdict
    # The form is worth its name: every severity, and silence, on many rows.
    for severity in Severity:
        assert sum(severity in found for found in verdict.values()) >= 5
    assert sum(not found for found in verdict.values()) >= 20


def test_check_numbers_are_those_that_an_office_program_computes(recalculated: RawBook) -> None:
    form, _ = forms.parity()
    reading = read_answers(recalculated, form)
    assert reading.check_numbers == read_answers(written(), form).check_numbers
    assert "read_check_number" not in {finding.code for finding in reading.findings}

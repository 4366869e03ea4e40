"""One tree, three uses: the app's verdict, the workbook's formulas and the receiver's verdict agree on every cell.

The formulas are computed by a small spreadsheet of the tests' own (`sheetcalc.py`), and with `--office` by LibreOffice.
"""

import re
from collections import Counter
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.form import Answers, Form
from ipdesk.domain.verdict import check_answers
from ipdesk.exchange.formulas import SHAPES
from ipdesk.exchange.intake import take_in
from ipdesk.exchange.reader import read_answers
from ipdesk.exchange.writer import form_bytes
from tests.exchange import forms, office, ruleforms
from tests.exchange.sheetcalc import Sheet
from tests.exchange.test_parity import column

#: What a rule's line says first: its own id, so that a line can be told from all others.
_ID = re.compile(r"规则\d+-\d+")
_LEVELS = {shape: severity for severity, shape in SHAPES.items()}


@pytest.fixture(scope="module")
def case() -> tuple[Form, Answers, bytes]:
    form, answers = ruleforms.generated()
    return form, answers, form_bytes(form, answers, forms.envelope(), created=forms.CREATED)[0]


def computed(data: bytes, form: Form) -> tuple[dict[str, str], dict[str, str]]:
    """The check column as its formulas come out, and as it is cached in the file, by row key."""
    pages = [openpyxl.load_workbook(BytesIO(data), data_only=cached)["指标"] for cached in (False, True)]
    cells: dict[str, object] = {}
    formulas: dict[str, str] = {}
    for cell in (cell for row in pages[0].iter_rows() for cell in row if cell.value is not None):
        if cell.data_type == "f":
            formulas[cell.coordinate] = str(cell.value)[1:]
        else:
            cells[cell.coordinate] = cell.value
    sheet = Sheet(cells, formulas)
    letters = next(cell.column_letter for cell in pages[0][5] if cell.value == "#check")
    refs = {row.key: f"{letters}{number}" for number, row in enumerate(form.rows, 6)}
    live = {key: str(sheet.value(ref) or "") for key, ref in refs.items()}
    return live, {key: str(pages[1][ref].value or "") for key, ref in refs.items()}


def spoken(text: str) -> tuple[Counter[Severity], set[str]]:
    """How many lines of each severity a check cell has, and which rules speak there."""
    lines = [line for line in text.split("\n") if line.strip()]
    return Counter(_LEVELS[line.strip()[0]] for line in lines), set(_ID.findall(text))


def verdict(form: Form, answers: Answers) -> dict[str, tuple[Counter[Severity], set[str]]]:
    by_row: dict[str, list[Finding]] = {row.key: [] for row in form.rows}
    for finding in check_answers(form, answers):
        if finding.code != "check_explained":
            by_row[finding.where.row].append(finding)
    return {
        key: (
            Counter(finding.severity for finding in found),
            {name for finding in found for name in _ID.findall(finding.params.get("message", ""))},
        )
        for key, found in by_row.items()
    }


def test_two_thousand_cells_agree(case: tuple[Form, Answers, bytes], capsys: pytest.CaptureFixture[str]) -> None:
    form, answers, data = case
    live, cached = computed(data, form)
    app = verdict(form, answers)
    received = read_answers(take_in(data, "parity.xlsx"), form).answers
    assert received is not None
    city = verdict(form, received)

    assert live == cached
    assert {key: spoken(text) for key, text in live.items()} == app == city
    assert len(app) >= 2000
    # The form is worth its name: rules of every severity speak and keep still.
    speaking = [severity for counted, rules in app.values() for severity in counted if rules]
    assert all(speaking.count(severity) > 100 for severity in Severity)
    assert sum(not rules for _, rules in app.values()) > 500
    with capsys.disabled():
        said = sum(len(rules) for _, rules in app.values())
        print(f"\n{len(app)} cells, {2 * len(app)} rules: app = workbook (own calculation) = city; {said} rules speak")


@pytest.mark.office
def test_an_office_program_agrees(
    case: tuple[Form, Answers, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, answers, data = case
    (tmp_path / "generated.xlsx").write_bytes(data)
    (tmp_path / "out").mkdir()
    office.recalculate(tmp_path / "generated.xlsx", tmp_path / "out" / "generated.xlsx", tmp_path)
    book = take_in((tmp_path / "out" / "generated.xlsx").read_bytes(), "generated.xlsx")
    received = read_answers(book, form).answers
    assert received is not None

    workbook = {key: spoken(text) for key, text in column(book, form, "check").items()}
    app, city = verdict(form, answers), verdict(form, received)

    differing = {key: (app[key], workbook[key], city[key]) for key in app if not app[key] == workbook[key] == city[key]}
    assert differing == {}
    with capsys.disabled():
        print(f"\n{len(app)} cells: app = workbook recalculated by LibreOffice = city")

"""The tables as Qt sees them: each model under Qt's own tester, through every kind of change."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from ipdesk.domain.check import Check, CheckKind
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.form import Answers, Form, FormRow, Question
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.ui.models.form_lines import LineKind, lines_of, running_of
from ipdesk.ui.models.form_model import MARK_ROLE, Column, FormModel
from ipdesk.ui.models.paste import Pasted, cells_of, place_block
from ipdesk.ui.widgets import tables


def row(key: str, supply: Supply = Supply.UNIT, **others: object) -> FormRow:
    return FormRow(
        key=key, indicator=key, name=f"指标{key}", unit="件", decimals=0, entry=Entry.STATE, supply=supply, **others
    )  # type: ignore[arg-type]


def form(*rows: FormRow, questions: tuple[Question, ...] = ()) -> Form:
    return Form(
        id="main", title="报送表", plan="p", plan_title="规划", draft_plan=True, issuer="440300", issuer_name="深圳市",
        unit="440304", unit_name="福田区", unit_short="福田区", unit_order=1, period="2026-Q3", version=1, reading="1",
        deadline=None, contact="", rows=rows, checks=(Check("a", CheckKind.REQUIRED, "a", Severity.MUST_FIX),),
        questions=questions,
    )  # fmt: skip


def finding(key: str, code: str = "check_jump_up", severity: Severity = Severity.MUST_EXPLAIN) -> Finding:
    return Finding(code, severity, Where(row=key))


ROWS = (
    row("a"),
    row("b", prefill=Decimal(7), supply=Supply.CONFIRM),
    row("c", supply=Supply.CITY),
    row("d", numerator="a", denominator="b", factor=Decimal(100)),
)


@pytest.fixture
def model(qapp: QApplication) -> FormModel:
    made = FormModel()
    made._tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)  # type: ignore[attr-defined]
    made.show(form(*ROWS), Answers(), ())
    return made


def test_lines_come_and_go_without_a_reset(model: FormModel) -> None:
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    grave = finding("a", "check_not_negative", Severity.MUST_FIX)
    for findings in ((finding("a"),), (grave, finding("a"), finding("b")), (finding("b"),), ()):
        model.show(form(*ROWS), Answers(), findings)
        assert len([line for line in model.lines() if line.kind is LineKind.FINDING]) == len(findings)
        assert [line.row.key for line in model.lines() if line.kind is LineKind.ROW] == ["a", "b", "c", "d"]
    assert resets == []


def test_another_form_resets(model: FormModel) -> None:
    model.show(form(row("x")), Answers(), ())
    assert [line.row.key for line in model.lines()] == ["x"]


def test_the_gravest_finding_stands_first_and_questions_before_all() -> None:
    asked = Question("a", "为什么下降？")
    found = [finding("a"), finding("a", "check_not_negative", Severity.MUST_FIX)]
    lines = lines_of(form(*ROWS), found, (asked,))
    assert [line.kind for line in lines[:4]] == ["row", "question", "finding", "finding"]
    assert lines[2].finding is not None
    assert lines[2].finding.severity is Severity.MUST_FIX


def test_an_empty_row_is_no_line_of_its_own() -> None:
    lines = lines_of(form(*ROWS), [finding("a", "check_required", Severity.MUST_FIX)], ())
    assert len(lines) == len(ROWS)


@pytest.mark.parametrize(
    ("value", "shown", "mark"),
    [
        (None, "", "wait"),
        (Value("a", Decimal(1234)), "1,234", "ok"),
        (Value("a", Decimal("12.5")), "12.5", "ok"),
        (Value("a", Decimal(0), ValueStatus.ZERO), "0", "ok"),
        (Value("a", None, ValueStatus.UNREAD, raw="约三十"), "约三十", "ok"),
    ],
)
def test_what_a_cell_shows(model: FormModel, value: Value | None, shown: str, mark: str) -> None:
    model.show(form(*ROWS), Answers({"a": value} if value else {}), ())
    assert model.index(0, Column.CURRENT).data() == shown
    assert model.index(0, Column.CHECK).data(MARK_ROLE) == mark


def test_a_derived_row_is_computed_as_one_types(model: FormModel) -> None:
    values = {"a": Value("a", Decimal(3)), "b": Value("b", Decimal(4), ValueStatus.DISPUTED)}
    model.show(form(*ROWS), Answers(values), ())
    assert model.figure("d") == 75


def test_only_what_is_filled_here_can_be_edited(model: FormModel) -> None:
    editable = [bool(model.index(number, Column.CURRENT).flags() & Qt.ItemFlag.ItemIsEditable) for number in range(4)]
    assert editable == [True, True, False, False]
    assert not model.index(0, Column.LAST).flags() & Qt.ItemFlag.ItemIsEditable


def test_an_unchanged_cell_is_not_typed(model: FormModel) -> None:
    heard: list[tuple[str, str]] = []
    model.typed.connect(lambda key, text: heard.append((key, text)))
    model.show(form(*ROWS), Answers({"a": Value("a", Decimal(12))}), ())
    model.setData(model.index(0, Column.CURRENT), "12")
    model.setData(model.index(0, Column.CURRENT), "13")
    assert heard == [("a", "13")]


def test_running_totals() -> None:
    assert running_of(row("a"), Decimal(5)) is None
    increment = FormRow("k", "k", "n", "件", 0, Entry.INCREMENT, Supply.UNIT, accepted=Decimal(30))
    assert running_of(increment, Decimal(5)) == 35
    assert running_of(FormRow("k", "k", "n", "件", 0, Entry.RUNNING, Supply.UNIT), Decimal(5)) == 5


@pytest.mark.parametrize(
    ("text", "start", "placed", "left"),
    [
        ("1\n2\n", "a", (("a", "1"), ("b", "2")), 0),
        ("1\n2\n3\n", "a", (("a", "1"), ("b", "2")), 1),
        ("5", "b", (("b", "5"),), 0),
        ("指标b\t件\t9\n指标a\t件\t8\n", "a", (("b", "9"), ("a", "8")), 0),
        ("指标c\t件\t9\n指标a\t件\t1,234\n", "a", (("a", "1,234"),), 1),
        ('"1\n"\t\n2', "a", (("a", "1"), ("b", "2")), 0),
        ("", "a", (), 0),
    ],
)
def test_where_a_copied_block_goes(text: str, start: str, placed: tuple[tuple[str, str], ...], left: int) -> None:
    assert place_block(ROWS, start, text) == Pasted(placed, left)


def test_cells_of_a_block_keep_quoted_line_ends() -> None:
    assert cells_of('a\t"b\nc"\r\n\r\n') == [["a", "b\nc"]]


def test_the_plain_table(qapp: QApplication) -> None:
    model = tables.TableModel[str]([tables.Column("列", lambda text: text, right=True)])
    model._tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)  # type: ignore[attr-defined]
    model.show(("一", "二"))
    assert (model.rowCount(), model.rowCount(model.index(0, 0)), model.columnCount()) == (2, 0, 1)
    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "列: 二"
    assert model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole) == "二"
    assert model.thing(5) is None
    assert not QModelIndex().isValid()
    model.show(())
    assert model.rowCount() == 0

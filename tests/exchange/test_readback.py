"""The reader tells whatever the writer lost: every part of a workbook of ours, changed one at a time."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from ipdesk.domain.form import Answers, Form
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.exchange import writer
from ipdesk.exchange.envelope import Envelope
from ipdesk.exchange.readback import form_difference, table_difference
from ipdesk.exchange.tables import Sheet, TableColumn, table_bytes
from tests.exchange import forms
from tests.exchange.test_roundtrip import any_answers

TABLE = Sheet("表", (TableColumn("项"), TableColumn("数", 2)), (("=甲", Decimal("1.25")), ("乙", None)))


def written(form: Form, answers: Answers | None) -> tuple[bytes, Envelope]:
    return writer.form_bytes(form, answers, forms.envelope(), created=forms.CREATED)


def test_a_form_says_what_it_should() -> None:
    for answers in (None, forms.answers()):
        data, envelope = written(forms.form(), answers)
        assert form_difference(data, forms.form(), answers, envelope) == ""


def test_what_nobody_could_read_goes_out_as_it_came() -> None:
    values = {"cases": Value("cases", None, ValueStatus.UNREAD, raw="１２"), "stations": Value("stations", Decimal(1))}
    data, envelope = written(forms.form(), Answers(values=values))
    assert form_difference(data, forms.form(), Answers(values=values), envelope) == ""


def test_as_many_lines_for_evidence_as_it_takes() -> None:
    answers = Answers(evidence=tuple(f"{number}.pdf" for number in range(7)))
    data, envelope = written(forms.form(), answers)
    assert form_difference(data, forms.form(), answers, envelope) == ""


CHANGES: dict[str, Callable[[Answers], Answers]] = {
    "a figure": lambda one: replace(one, values={**one.values, "cases": Value("cases", Decimal(431))}),
    "an answer more": lambda one: replace(one, values={**one.values, "served": Value("served", Decimal(7))}),
    "a remark": lambda one: replace(one, explanation="别的"),
    "an approval": lambda one: replace(one, approvals=()),
    "evidence": lambda one: replace(one, evidence=("别的.pdf",)),
    "a task": lambda one: replace(one, tasks={}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_other_answers_are_told(change: str) -> None:
    data, envelope = written(forms.form(), forms.answers())
    assert form_difference(data, forms.form(), CHANGES[change](forms.answers()), envelope) != ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("unit", "440305"),
        ("period", "2026-Q4"),
        ("packages", (b"{}",)),
        ("heads", ()),
        ("version", 2),
        ("realm", "training"),
    ],
)
def test_another_identity_is_told(field: str, value: object) -> None:
    data, envelope = written(forms.form(), None)
    assert form_difference(data, forms.form(), None, replace(envelope, **{field: value})) != ""


def test_an_issued_cell_that_is_not_as_issued_is_told() -> None:
    data, envelope = written(forms.form(), None)
    other = replace(forms.form(), rows=(replace(forms.ROWS[0], name="别的"), *forms.ROWS[1:]))
    assert form_difference(data, other, None, envelope) != ""


def test_a_file_that_is_cut_off_is_told() -> None:
    data, envelope = written(forms.form(), None)
    assert form_difference(data[: len(data) // 2], forms.form(), None, envelope) != ""


def test_tables_are_held_against_every_cell() -> None:
    data = table_bytes([TABLE], created=forms.CREATED)
    assert table_difference(data, [TABLE], None) == ""
    assert table_difference(data, [replace(TABLE, rows=(("=甲", Decimal("1.26")), ("乙", None)))], None) != ""
    assert table_difference(data, [TABLE, TABLE], None) == "1 sheets"
    assert table_difference(data, [TABLE], forms.envelope()) == "no identity"


def test_a_part_that_was_lost_on_the_way_is_told() -> None:
    data, envelope = written(forms.form(), forms.answers())
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(buffer, "w") as changed:
        for info in archive.infolist():
            changed.writestr(info, archive.read(info).replace(b"432", b"433"))
    assert form_difference(buffer.getvalue(), forms.form(), forms.answers(), envelope) != ""


@settings(max_examples=15)
@given(any_answers())
def test_whatever_is_answered_may_go_out(answers: Answers) -> None:
    """The check must never keep an honest report from being sent."""
    data, envelope = written(forms.form(), answers)
    assert form_difference(data, forms.form(), answers, envelope) == ""

"""What is written comes back: the same answers, the same bytes, wherever the file was and whatever stands in it."""

import subprocess
import sys
from decimal import Decimal as D
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipdesk.domain.form import Answers, Approval, Form, TaskProgress, TaskState
from ipdesk.domain.indicator import Supply
from ipdesk.domain.value import Nature, Outlook, Value, ValueStatus
from ipdesk.exchange.child import open_workbook, open_workbooks
from ipdesk.exchange.intake import take_in
from ipdesk.exchange.reader import Confidence, Reading, read_answers
from ipdesk.exchange.texts import clean
from ipdesk.exchange.writer import form_bytes, write_form
from tests.exchange import forms


def read_back(form: Form, answers: Answers | None) -> Reading:
    data, _ = form_bytes(form, answers, forms.envelope(), created=forms.CREATED)
    return read_answers(take_in(data, "form.xlsx"), form)


def test_an_issued_form_comes_back_empty_and_whole() -> None:
    reading = read_back(forms.form(), None)
    assert reading.answers == Answers()
    assert reading.findings == ()
    assert reading.issued_changes == ()
    assert reading.issued_whole == {"indicators": True, "tasks": True, "sign": True}
    assert reading.confidence is Confidence.CERTAIN


def test_answers_come_back_with_their_cells_and_the_envelope(tmp_path: Path) -> None:
    form = forms.form(questions=forms.QUESTIONS)
    written = write_form(
        tmp_path / "f.xlsx", form, forms.answers(), forms.envelope(), created=forms.CREATED, draft="首报"
    )
    book = open_workbook(tmp_path / "f.xlsx")
    reading = read_answers(book, form)
    assert reading.answers == forms.answers()
    assert reading.envelope == written
    assert reading.packages == (b'{"a":"1"}',)
    place = reading.cells["stations", "value"]
    assert (place.sheet, place.cell, place.raw) == ("指标", "I10", "37")
    assert [sheet.state for sheet in book.sheets] == ["visible"] * 4 + ["hidden", "veryHidden"]


def test_equal_forms_make_equal_bytes_in_different_processes() -> None:
    code = (
        "import hashlib; from tests.exchange import forms; from ipdesk.exchange.writer import form_bytes;"
        "data, _ = form_bytes(forms.form(), forms.answers(), forms.envelope(), created=forms.CREATED);"
        "print(hashlib.sha256(data).hexdigest())"
    )
    root = Path(__file__).resolve().parents[2]
    digests = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONPATH": str(root), "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=root, capture_output=True, text=True, check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }  # fmt: skip
    assert len(digests) == 1


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-", "@SUM(A1)", "=cmd|'/c calc'!A1", "#N/A", "_x000D_", "00123", "1,234"]
)
def test_a_text_never_becomes_anything_else(text: str) -> None:
    answers = Answers(explanation=text, tasks={"k1": TaskProgress(None, text, "")})
    back = read_back(forms.form(), answers).answers
    assert back is not None
    assert (back.explanation, back.tasks["k1"].progress) == (text, text)


def test_text_is_cut_to_what_a_cell_holds_and_freed_of_control_characters() -> None:
    back = read_back(forms.form(), Answers(explanation="a\x00b\x1bc" + "长" * 40_000)).answers
    assert back is not None
    assert back.explanation.startswith("abc长")
    assert len(back.explanation) == 32_767


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30).map(lambda t: clean(t).strip())
plain = st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False).map(lambda d: d + D(0))
amounts = plain.map(lambda d: D(format(d.normalize(), "f")))
periods = st.sampled_from(["2026-Q3", "2025", "2026-M07", "2026-H1", "2026-est", "2026-flash", "2026-final"])


@st.composite
def values(draw: st.DrawFn, key: str) -> Value:
    """A value in the form in which a sheet can say it."""
    row = forms.form().row(key)
    assert row is not None
    confirms = row.supply is Supply.CONFIRM
    choices = [ValueStatus.GIVEN, ValueStatus.ZERO, ValueStatus.ESTIMATED, ValueStatus.MISSING]
    if confirms:
        choices = [ValueStatus.CONFIRMED, ValueStatus.DISPUTED, ValueStatus.MISSING]
    status = draw(st.sampled_from(choices))
    quantity: D | None = draw(amounts.filter(bool))
    if status is ValueStatus.ZERO:
        quantity = D(0)
    elif status is ValueStatus.MISSING or (status is ValueStatus.DISPUTED and draw(st.booleans())):
        quantity = None
    elif status is ValueStatus.CONFIRMED:
        quantity = row.prefill
    return Value(
        key, quantity, status, draw(periods), draw(texts), draw(st.sampled_from([None, *Nature])), draw(texts),
        note=draw(texts), year_estimate=draw(st.none() | amounts), outlook=draw(st.sampled_from([None, *Outlook])),
    )  # fmt: skip


progress = st.builds(TaskProgress, st.sampled_from([None, *TaskState]), texts, texts)
approvals = st.lists(texts.filter(bool), max_size=3).flatmap(
    lambda names: st.tuples(
        *(st.builds(Approval, st.just(s), st.just(n), texts) for s, n in zip(forms.STEPS, names, strict=False))
    )
)


@st.composite
def any_answers(draw: st.DrawFn) -> Answers:
    keys = [row.key for row in forms.ROWS if row.fillable and draw(st.booleans())]
    tasks = {task.key: draw(progress) for task in forms.TASKS}
    return Answers(
        values={key: draw(values(key)) for key in keys},
        tasks={key: told for key, told in tasks.items() if told != TaskProgress()},
        explanation=draw(texts),
        replies={"served": draw(texts.filter(bool))} if draw(st.booleans()) else {},
        approvals=draw(approvals),
        evidence=tuple(draw(st.lists(texts.filter(bool), max_size=7))),
        filled_by=draw(texts),
        phone=draw(texts),
        date=draw(texts),
    )


@given(any_answers())
@settings(max_examples=60)
def test_whatever_is_answered_comes_back(answers: Answers) -> None:
    reading = read_back(forms.form(questions=forms.QUESTIONS), answers)
    assert reading.answers == answers
    assert reading.issued_changes == ()
    shown = [finding for finding in reading.findings if finding.code == "read_check_number"]
    assert shown == []


def test_a_word_like_that_of_a_picture_in_a_cell_is_text() -> None:
    said = Answers(explanation="DISPIMG(", tasks={forms.TASKS[0].key: TaskProgress(problem='=DISPIMG("ID_1",1)')})
    assert read_back(forms.form(), said).answers == said


def test_many_files_are_read_by_one_child_and_a_bad_one_hinders_none(tmp_path: Path) -> None:
    data, _ = form_bytes(forms.form(), forms.answers(), forms.envelope(), created=forms.CREATED)
    for number in range(3):
        (tmp_path / f"{number}.xlsx").write_bytes(data if number != 1 else data[:2000])
    paths = [tmp_path / f"{number}.xlsx" for number in range(3)] + [tmp_path / "gone.xlsx"]
    results = list(open_workbooks(paths))
    books = [book for _, book in results if not isinstance(book, OSError)]
    assert [book.refusal.code if book.refusal else "" for book in books] == ["", "file_truncated", ""]
    assert isinstance(results[3][1], FileNotFoundError)
    assert read_answers(books[2], forms.form()).answers == forms.answers()


def test_a_form_of_another_unit_in_the_same_file_is_told() -> None:
    data, _ = form_bytes(forms.form(), None, forms.envelope(), created=forms.CREATED)
    other, _ = form_bytes(forms.form(), forms.answers(), forms.envelope(unit="440305"), created=forms.CREATED)
    book, stranger = take_in(data, "a.xlsx"), take_in(other, "b.xlsx")
    mixed = type(book)(book.name, book.kind, book.sha256, (*book.sheets, stranger.sheets[1]), book.custom, book.core)
    reading = read_answers(mixed, forms.form())
    assert reading.answers == Answers()
    assert "read_mixed" in {finding.code for finding in reading.findings}


def test_without_any_mark_rows_go_by_unique_names_and_a_person_must_look() -> None:
    form = forms.form()
    data, _ = form_bytes(form, forms.answers(), forms.envelope(), created=forms.CREATED)
    book = take_in(data, "pasted.xlsx")
    bare = []
    for sheet in book.sheets[1:3]:
        cells = tuple(cell for cell in sheet.cells if cell.column > 1 and not cell.text.startswith("#"))
        bare.append(type(sheet)("Sheet1" if not bare else "Sheet2", "visible", cells))
    reading = read_answers(type(book)("pasted.xlsx", "xlsx", "", tuple(bare)), form)
    assert reading.confidence is Confidence.BY_NAME
    assert "read_no_identity" in {finding.code for finding in reading.findings}
    assert reading.answers is not None
    assert reading.answers.values == forms.answers().values

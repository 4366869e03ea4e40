"""Other work of the unit (另报): empty keyed lines at the end of the tasks, filled in, moved, or typed beside them."""

import io
from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ipdesk.domain.finding import Severity
from ipdesk.domain.form import Answers, Form, TaskProgress, TaskState, added_tasks, task_title
from ipdesk.domain.verdict import check_answers
from ipdesk.exchange.checknumber import check_number
from ipdesk.exchange.intake import take_in
from ipdesk.exchange.layout import TASKS, cells_of, sheet_names
from ipdesk.exchange.marks import row_mark
from ipdesk.exchange.match import ADD
from ipdesk.exchange.reader import Reading, read_answers
from ipdesk.exchange.writer import form_bytes
from tests.exchange import forms

FORM = forms.form(tasks=(*forms.TASKS, *added_tasks(3)))
TOLD = TaskProgress(TaskState.DONE, "举办海外维权讲座2场", "", "海外维权讲座")


def answers(**added: TaskProgress) -> Answers:
    given = forms.answers()
    return replace(given, tasks={**given.tasks, **{key.replace("_", "."): told for key, told in added.items()}})


def book(said: Answers | None, form: Form = FORM) -> bytes:
    return form_bytes(form, said, forms.envelope(), created=forms.CREATED)[0]


def changed(data: bytes, change: Callable[[Worksheet], None]) -> bytes:
    opened = openpyxl.load_workbook(io.BytesIO(data))
    change(opened[sheet_names()[TASKS]])
    kept = io.BytesIO()
    opened.save(kept)
    return kept.getvalue()


def read(data: bytes) -> Reading:
    return read_answers(take_in(data, "a.xlsx"), FORM)


def codes(reading: Reading) -> set[str]:
    return {finding.code for finding in (*reading.findings, *reading.issued_changes)}


def row_of(sheet: Worksheet, key: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == f"{TASKS}^{key}" or key in str(cell.value or ""))


def test_other_work_comes_back_with_its_name_and_is_no_change_of_what_was_issued():
    reading = read(book(answers(added_1=TOLD)))
    assert reading.answers is not None
    assert reading.answers.tasks["added.1"] == TOLD
    assert "added.2" not in reading.answers.tasks
    assert reading.issued_changes == ()
    assert reading.issued_whole[TASKS]
    assert not codes(reading) & {"read_check_number", "issued_cell_changed"}


def test_the_name_is_in_the_check_number_and_the_names_of_the_plan_are_not():
    with_name = check_number(TASKS, FORM, cells_of(TASKS, FORM, answers(added_1=TOLD)))
    other = check_number(TASKS, FORM, cells_of(TASKS, FORM, answers(added_1=replace(TOLD, title="海外维权讲座等"))))
    assert with_name != other
    plain = forms.form()
    renamed = forms.form(tasks=(replace(forms.TASKS[0], title="别的任务名"), *forms.TASKS[1:]))
    assert check_number(TASKS, plain, cells_of(TASKS, plain, forms.answers())) == check_number(
        TASKS, renamed, cells_of(TASKS, renamed, forms.answers())
    )


def test_a_line_filled_by_hand_is_read_by_its_key_wherever_it_was_moved():
    def fill(sheet: Worksheet) -> None:
        row = row_of(sheet, "added.2")
        title = next(cell.column for cell in sheet[4] if cell.value == "重点任务")
        sheet.cell(row, title, "夜间维权值守")
        sheet.cell(row, title + 4, "值守30天")
        sheet.move_range(f"A{row}:L{row}", rows=20)

    reading = read(changed(book(None), fill))
    assert reading.answers is not None
    assert reading.answers.tasks == {"added.2": TaskProgress(None, "值守30天", "", "夜间维权值守")}


def test_an_empty_line_for_other_work_may_be_deleted():
    def delete(sheet: Worksheet) -> None:
        sheet.delete_rows(row_of(sheet, "added.3"))

    assert "read_row_missing" not in codes(read(changed(book(forms.answers()), delete)))


def typed_below(sheet: Worksheet) -> None:
    row = row_of(sheet, "added.3") + 1
    title = next(cell.column for cell in sheet[4] if cell.value == "重点任务")
    sheet.insert_rows(row)
    sheet.cell(row, title, "版权进校园")
    sheet.cell(row, title + 3, "已完成")
    sheet.cell(row, title + 4, "进校园6次")


def test_a_row_typed_beside_the_lines_is_asked_about_and_taken_into_the_next_one_left():
    data = changed(book(answers(added_1=TOLD)), typed_below)
    reading = read(data)
    (asked,) = (finding for finding in reading.findings if finding.code == "read_row_added_here")
    assert reading.answers is not None
    assert set(reading.answers.tasks) & {"added.1", "added.2", "added.3"} == {"added.1"}
    settled = read_answers(take_in(data, "a.xlsx"), FORM, {asked.params["question"]: ADD})
    assert settled.answers is not None
    assert settled.answers.tasks["added.2"] == TaskProgress(TaskState.DONE, "进校园6次", "", "版权进校园")
    assert settled.answers.tasks["added.1"] == TOLD
    assert "read_row_added_here" not in codes(settled)


def test_with_every_line_used_a_further_row_is_told_and_not_taken():
    full = answers(added_1=TOLD, added_2=replace(TOLD, title="乙"), added_3=replace(TOLD, title="丙"))
    reading = read(changed(book(full), typed_below))
    assert "read_row_added" in codes(reading)
    assert "read_row_added_here" not in codes(reading)


@pytest.mark.parametrize(
    ("told", "found"),
    [(TOLD, []), (replace(TOLD, title=""), [("added.1", "title")]), (TaskProgress(title="只写了名称"), [])],
)
def test_other_work_must_have_a_name(told: TaskProgress, found: list[tuple[str, str]]):
    said = [one for one in check_answers(FORM, answers(added_1=told)) if one.code == "check_untitled"]
    assert [(one.where.row, one.where.column) for one in said] == found


@pytest.mark.parametrize(("limit", "found"), [(0, []), (4, []), (3, [("progress", "4", "3")])])
def test_more_than_the_form_has_room_for_is_found_in_a_workbook_too(limit: int, found: list[tuple[str, str, str]]):
    form = replace(FORM, text_limit=limit)
    reading = read_answers(take_in(book(answers(added_1=replace(TOLD, progress="进校园六"))), "a.xlsx"), form)
    assert reading.answers is not None
    found_all = check_answers(form, reading.answers)
    said = [one for one in found_all if (one.code, one.where.row) == ("check_text_too_long", "added.1")]
    assert [(one.where.column, one.params["count"], one.params["limit"]) for one in said] == found
    assert all(one.severity is Severity.MUST_FIX for one in said)


def test_what_other_work_is_called():
    assert task_title(FORM.tasks[0], answers(added_1=TOLD)) == forms.TASKS[0].title
    assert task_title(FORM.tasks[3], answers(added_1=TOLD)) == "海外维权讲座"
    assert task_title(FORM.tasks[4], answers(added_1=TOLD)) == ""


def test_a_note_below_the_table_is_no_work_of_the_unit():
    def note(sheet: Worksheet) -> None:
        title = next(cell.column for cell in sheet[4] if cell.value == "重点任务")
        sheet.cell(sheet.max_row + 2, title, "注：以上为初步数")

    assert not codes(read(changed(book(forms.answers()), note))) & {"read_row_added", "read_row_added_here"}


def test_a_row_of_another_form_in_which_nothing_was_typed_is_not_asked_about():
    """Its title was issued, not typed."""

    def another(sheet: Worksheet) -> None:
        row = sheet.max_row + 2
        title = next(cell.column for cell in sheet[4] if cell.value == "重点任务")
        sheet.cell(row, 1, row_mark(TASKS, "k9"))
        sheet.cell(row, title, "别的表里的任务")

    assert "read_row_unknown" not in codes(read(changed(book(forms.answers()), another)))


def test_a_line_that_has_a_name_alone_is_used():
    """The next row typed beside it goes into the line after."""
    data = changed(book(answers(added_1=TaskProgress(title="只写了名称"))), typed_below)
    (asked,) = (finding for finding in read(data).findings if finding.code == "read_row_added_here")
    settled = read_answers(take_in(data, "a.xlsx"), FORM, {asked.params["question"]: ADD})
    assert settled.answers is not None
    assert settled.answers.tasks["added.1"] == TaskProgress(title="只写了名称")
    assert settled.answers.tasks["added.2"].title == "版权进校园"

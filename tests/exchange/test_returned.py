"""A form that goes back: it opens on the questioned cells, marked and commented, and the reply comes back by key."""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from ipdesk.domain.form import Answers, Form, Question, Revision
from ipdesk.exchange import byhand
from ipdesk.exchange.child import open_workbook
from ipdesk.exchange.layout import INDICATORS, SIGN, TASKS, asked, place_words
from ipdesk.exchange.reader import read_answers
from ipdesk.exchange.writer import form_bytes
from tests.exchange import forms

ASKED = (
    Question("cases", "是否多写一个0？请核对。"),
    Question("pledge", "增幅为什么这么大？", "note"),
    Question("cases", "请附清单。"),
    Question("k2", "请补写已办场次。"),
    Question("", "=请补附名册"),
)


def returned(questions: tuple[Question, ...] = ASKED, **changes: object) -> tuple[Form, bytes]:
    form = forms.form(questions=questions, **changes)
    return form, form_bytes(form, forms.answers(), forms.envelope(), created=forms.CREATED, draft="退回修改")[0]


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_it_opens_on_the_first_questioned_cell() -> None:
    book = opened(returned()[1])
    sheet = book.active

    assert sheet.title == "指标"
    (selection,) = [one for one in sheet.sheet_view.selection if one.pane == "bottomRight"]
    assert sheet[selection.activeCell].comment.text == "增幅为什么这么大？"
    assert sheet.sheet_view.pane.topLeftCell[:-1] > "F"  # scrolled so far that the remark is seen


def test_without_questions_it_opens_on_its_cover() -> None:
    assert opened(returned(())[1]).active.title == "封面"


def test_a_question_on_a_task_alone_opens_the_tasks() -> None:
    assert opened(returned(ASKED[3:])[1]).active.title == "任务"
    assert opened(returned(ASKED[4:])[1]).active.title == "说明与审签"


def test_questioned_cells_are_told_without_colour_too() -> None:
    form, data = returned()
    sheet = opened(data)["指标"]
    thick = {cell.coordinate for line in sheet.iter_rows() for cell in line if cell.border.left.style == "thick"}
    commented = {cell.coordinate for line in sheet.iter_rows() for cell in line if cell.comment}

    assert thick == commented
    assert len(thick) == 2
    cell = next(sheet[name] for name in thick if sheet[name].value == 432)
    assert (cell.comment.text, cell.comment.author) == ("是否多写一个0？请核对。\n请附清单。", form.issuer_name)


def test_the_list_says_where_to_look_and_leaves_room_for_the_reply() -> None:
    form, data = returned()
    sheet = opened(data)["说明与审签"]
    shown = [str(line[1].value) for line in sheet.iter_rows(min_row=6, max_row=9)]

    assert shown[0].startswith("问题1　调解组织受理知识产权纠纷案件（“指标”表第12行“本期”）：")
    assert [place_words(form, one) for one in asked(form).values()][1:] == [
        "“指标”表第9行“情况说明”", "“任务”表第7行“本期进展”", "",
    ]  # fmt: skip
    assert shown[3] == "问题4：=请补附名册"
    indicators = opened(data)["指标"]
    assert "调解" in str(indicators["C12"].value)
    assert all(not sheet.cell(number, 3).protection.locked for number in range(6, 10))


def test_replies_come_back_by_their_questions(tmp_path: Path) -> None:
    form, data = returned()
    path, filled = tmp_path / "returned.xlsx", tmp_path / "filled.xlsx"
    path.write_bytes(data)
    replies = {"cases": "应为43件", "pledge:note": "集中登记", "k2": "已办3场", "": "已附"}
    cells: dict[byhand.CellName, Decimal | str] = {
        (SIGN, f"reply.{key}", "text"): text for key, text in replies.items()
    }
    cells[INDICATORS, "cases", "value"] = Decimal(43)
    cells[TASKS, "k2", "progress"] = "已办3场"
    byhand.fill(path, filled, cells)

    reading = read_answers(open_workbook(filled), form)

    assert reading.answers is not None
    assert reading.answers.replies == replies
    assert reading.answers.values["cases"].quantity == 43
    assert [finding.code for finding in reading.findings if finding.code.startswith("read_row")] == []


def test_a_question_about_what_the_form_does_not_have_is_asked_of_the_whole() -> None:
    form = forms.form(questions=(Question("gone", "这一行哪去了？"),))
    (one,) = asked(form).values()
    assert (one.sheet, place_words(form, one)) == (SIGN, "")


def test_equal_forms_make_equal_bytes_comments_and_all() -> None:
    assert returned()[1] == returned()[1]
    with zipfile.ZipFile(io.BytesIO(returned()[1])) as archive:
        assert len({info.date_time for info in archive.infolist()}) == 1


# -- revisions of the period before ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("revision", "says"),
    [
        (Revision(Decimal(405), "重复计入5件"), ""),
        (Revision(Decimal(405)), "× 请写明修订上期数的原因"),
        (Revision(Decimal(410)), ""),
        (Revision(None, "", "四百多"), "× 修订上期数不是数值"),
    ],
)
def test_a_revision_comes_back_and_is_checked_in_the_workbook(revision: Revision, says: str, tmp_path: Path) -> None:
    form = forms.form(revises="2026-Q2")
    answers = Answers(revisions={"cases": revision})
    path = tmp_path / "form.xlsx"
    path.write_bytes(form_bytes(form, answers, forms.envelope(), created=forms.CREATED)[0])

    reading = read_answers(open_workbook(path), form)

    assert reading.answers is not None
    assert reading.answers.revisions == answers.revisions
    sheet = openpyxl.load_workbook(path, data_only=True)["指标"]
    checks = "".join(str(cell.value or "") for line in sheet.iter_rows() for cell in line if "修订" in str(cell.value))
    assert (says in checks) if says else ("请写明" not in checks and "不是数值" not in checks)


def test_without_a_period_to_revise_there_is_no_column() -> None:
    assert "修订上期数" not in str([cell.value for cell in opened(returned()[1])["指标"][4]])
    with_it = opened(returned(revises="2026-Q2")[1])["指标"]
    assert "修订上期数" in [cell.value for cell in with_it[4]]


def test_a_province_speaks_of_the_province() -> None:
    form = replace(forms.form(), issuer="440000")
    book = opened(form_bytes(form, None, forms.envelope(), created=forms.CREATED)[0])
    texts = [str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line if cell.value]
    assert any("省下发数" in text for text in texts)
    assert any("全省≥150" in text for text in texts)
    assert not any("市下发数" in text or "全市" in text or "市级测算" in text for text in texts)

from decimal import Decimal

import pytest

from ipdesk.documents.formsheet import form_sheet
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.form import Answers, Question
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.paint.blocks import Document, Note, RowKind, Signatures
from ipdesk.paint.pages import layout, measure
from ipdesk.text import i18n
from tests.documents import samples
from tests.paint.test_pages import assert_sound

pytestmark = pytest.mark.usefixtures("qapp")


def sheet(answers: Answers | None = None) -> Document:
    return form_sheet(samples.district_form(), answers or samples.district_answers(), check_number="3812904")


def row(document: Document, name: str) -> list[str]:
    table = next(document.tables())
    return next([cell.whole for cell in row.cells] for row in table.rows if name in row.cells[1].whole)


ROWS = [
    # name, this period, running total, target, planned, remark
    ("高价值发明专利拥有量", "28,764", "—", "—", "—", ""),
    ("每万人口高价值", "185.19", "—", "≥150*\n(2030)", "123.65", ""),
    ("质押融资", "—", "101.90", "—", "—", "有异议；区内登记2笔合计1.5亿元已注销，建议按101.90亿元计"),
    ("保护工作站", "22", "—", "≥26\n(2030)", "20.9", "最终数；截至2026-09-30；河套新增1家，9月20日挂牌"),
    ("志愿者", "0", "—", "—", "—", "零报告；本期未组织志愿服务"),
    ("服判息诉率", "—", "—", "≥92*\n(2030)", "—", "由市中级人民法院提供"),
]


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case[0])
def test_row_shows_what_was_answered(case: tuple[str, ...]) -> None:
    name, now, running, target, planned, remark = case
    cells = row(sheet(), name)
    assert (cells[5], cells[6], cells[7], cells[8], cells[9]) == (now, running, target, planned, remark)


def test_a_part_has_no_number_of_its_own() -> None:
    cells = row(sheet(), "调解成功量")
    assert cells[0] == ""
    assert cells[1] == "　其中：调解成功量"
    assert [r.cells[0].whole for r in next(sheet().tables()).rows if r.cells[0].whole] == [str(n) for n in range(1, 10)]


def test_rows_of_others_are_grey() -> None:
    table = next(sheet().tables())
    grey = [r.cells[1].whole for r in table.rows if r.kind is RowKind.QUIET]
    assert grey == ["　其中：常住人口", "知识产权一审民事案件服判息诉率", "知识产权保护社会满意度"]


def test_empty_form_is_to_be_filled_by_hand() -> None:
    document = form_sheet(samples.district_form(), Answers())
    cells = row(document, "保护工作站")
    assert cells[5] == ""
    assert row(document, "质押融资")[9] == "下发值 103.40　□无误　□有异议"
    signatures = next(block for block in document.blocks if isinstance(block, Signatures))
    assert [pair for pair in signatures.pairs if pair[1]] == []
    assert all(row.height >= 7 for table in document.tables() for row in table.rows)


def test_missing_with_a_reason_is_no_blank() -> None:
    answers = Answers({"station": Value("station", None, ValueStatus.MISSING, note="统计口径调整")})
    cells = row(sheet(answers), "保护工作站")
    assert cells[5] == "缺报"
    assert cells[9] == "统计口径调整"


def test_a_typed_name_is_not_a_signature() -> None:
    document = sheet()
    signatures = next(block for block in document.blocks if isinstance(block, Signatures))
    assert signatures.pairs == (
        ("填表人", "张三"), ("科室负责人", ""), ("分管领导", ""), ("联系电话", "0755-82918000"),
        ("报出日期", "2026年10月13日"),
    )  # fmt: skip
    notes = [block.text for block in document.blocks if isinstance(block, Note)]
    assert "系统内审批：科室负责人：李四 2026-10-12；分管领导：王五 2026-10-13" in notes


def test_open_findings_and_questions_are_on_the_paper() -> None:
    form = samples.district_form(questions=(Question("station", "与上期相差较大"),))
    findings = (
        Finding("jump", Severity.MUST_EXPLAIN, Where(row="station")),
        Finding("note", Severity.NOTE, Where(row="cases")),
    )
    document = form_sheet(form, Answers(replies={"station": "新挂牌"}), findings=findings)
    notes = [block.text for block in document.blocks if isinstance(block, Note)]
    assert "退回问题（知识产权保护工作站）：与上期相差较大　答复：新挂牌" in notes
    assert "尚有1个审核问题：知识产权保护工作站。" in notes


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_nothing_is_cut_or_covered(language: str) -> None:
    i18n.use_language(language)
    pages = layout(sheet())
    assert_sound(pages)
    assert pages[0].sheet.width > pages[0].sheet.height
    assert len(pages) <= 3


def test_check_number_and_state_are_printed() -> None:
    texts = [found.text for page in layout(sheet()) for found in measure(page)]
    assert any("3812904" in text for text in texts)
    assert any("征求意见稿" in text for text in texts)
    assert not any("批准文号" in text or "表号" in text for text in texts)


def test_a_long_explanation_runs_on_whole() -> None:
    answers = Answers({"station": Value("station", Decimal(22), note="情况说明。" * 700)})
    pages = layout(sheet(answers))
    assert_sound(pages)
    lines = [found.text for page in pages for found in measure(page) if found.kind == "cell"]
    assert "".join(line for line in lines if not set(line) - set("情况说明。")) == "情况说明。" * 700

"""The report of an evaluation: counted from what was said, lagging ones with their reason, nothing invented."""

from decimal import Decimal
from pathlib import Path

import docx
import pytest

from ipdesk.domain.errors import NotFound, WrongUse
from ipdesk.domain.ledger.assessment import Cause, CycleKind, Word
from ipdesk.paint.blocks import Document, Heading, Paragraph, Table
from ipdesk.paint.pages import layout
from ipdesk.paint.palette import ALARMING
from ipdesk.services import assessment, cycle, evaluation_report, report, trace
from ipdesk.services.cycle import Cycle
from ipdesk.services.workspace import Workspace
from tests.services.office import FIGURES, FUTIAN, LUOHU, OFFICER, Q3, TODAY, accepted

CASES = "mediation-cases-2030"

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def begun(city: Workspace) -> Cycle:
    """300 of 8000 cases: 3.75 % after 15 % of the time, 11.25 points behind."""
    accepted(city, FUTIAN)
    accepted(city, LUOHU, {**FIGURES, "mediation-cases": "90"})
    return cycle.start(
        city, CycleKind.MIDTERM, Q3, title="中期评估报告", units=("福田区",), today=TODAY, by=OFFICER
    ).value


def pages(city: Workspace) -> Document:
    return evaluation_report.evaluation_document(city, "midterm", Q3)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def table(document: Document, name: str) -> Table:
    return next(block for block in document.tables() if block.id == name)


def test_the_order_of_an_evaluation_report(city: Workspace, begun: Cycle) -> None:
    headings = [block.text for block in pages(city).blocks if isinstance(block, Heading)]
    assert [heading.partition("、")[2] or heading for heading in headings] == [
        "评估工作开展情况", "总体评价", "主要指标进展情况", "重点任务和重大工程进展", "存在的主要问题", "原因分析",
        "形势变化", "对策建议", "自评与第三方评估对照", "附表",
    ]  # fmt: skip
    assert len(layout(pages(city))) > 2


def test_what_a_person_has_to_write_is_marked_and_nothing_is_invented(city: Workspace, begun: Cycle) -> None:
    to_write = [text for text in texts(pages(city)) if "【待撰写" in text]
    behind = [one for one in cycle.judged(city, begun) if one.judgement.rating in ALARMING]
    assert sum(text.startswith("【待撰写") for text in to_write) == 6
    assert sum(text.endswith("【待撰写：滞后原因】") for text in to_write) == len(behind)
    assert any(text.startswith("知识产权纠纷调解案件数：300件") for text in to_write)


def test_the_conclusions_count_what_was_said(city: Workspace, begun: Cycle) -> None:
    count = len(city.plan.targets)
    assessment.say(
        city, begun, CASES, Word.BEHIND, ground="按审核通过的数据", cause="调解组织未建齐", cause_kind=Cause.WORK,
        adjustment="分年安排", proposed=Decimal(7000), today=TODAY, by=OFFICER,
    )  # fmt: skip
    said = texts(pages(city))

    overall = next(text for text in said if "项指标中" in text)
    assert f"{count}项指标中，1项滞后，{count - 1}项尚未评定。" in overall
    lagging = next(text for text in said if text.startswith("知识产权纠纷调解案件数：300件"))
    assert "较基期完成程度3.75%" in lagging
    assert "与时序进度差−11.25个百分点" in lagging
    assert "原因：调解组织未建齐。" in lagging
    assert "每年须完成 1,811.76件" in lagging  # 7700 in 51 months
    assert "工作未到位：知识产权纠纷调解案件数。" in said
    assert any("自评建议分年安排，7,000件（尚未经有权机关批准）" in text for text in said)


def test_every_figure_carries_its_code_and_the_table_names_both_shares(city: Workspace, begun: Cycle) -> None:
    document = pages(city)
    heads = [column.head.replace("\n", "") for column in table(document, "main").columns]
    assert {"占目标比重%", "较基期完成程度%"} <= set(heads)
    codes = {cell.trace for one in ("main", "others") for row in table(document, one).rows for cell in row.cells}
    assert {one.code for one in cycle.judged(city, begun)} <= codes
    names = [row.cells[1].text for row in table(document, "others").rows]
    assert names[-1] == "福田区：知识产权保护工作站"


def test_a_later_correction_changes_no_word_of_it(city: Workspace, begun: Cycle, tmp_path: Path) -> None:
    before = pages(city)
    path = report.report(city, "midterm", Q3, to=tmp_path / "1.pdf", today=TODAY, by=OFFICER).value
    accepted(city, LUOHU, {**FIGURES, "mediation-cases": "990"})

    assert pages(city) == before
    again = report.report(city, "midterm", Q3, to=tmp_path / "2.pdf", today=TODAY, by=OFFICER).value
    assert path.read_bytes() == again.read_bytes()
    verdict = next(one for one in cycle.judged(city, begun) if one.judgement.target.id == CASES)
    assert "300件" in "\n".join(trace.lines_of(trace.trace(city, verdict.code)))


def test_word_holds_the_same_and_other_endings_are_refused(city: Workspace, begun: Cycle, tmp_path: Path) -> None:
    path = report.report(city, "midterm", Q3, to=tmp_path / "中期.docx", today=TODAY, by=OFFICER).value
    paragraphs = [one.text for one in docx.Document(str(path)).paragraphs]
    assert "中期评估报告" in paragraphs
    assert any("【待撰写" in one for one in paragraphs)
    with pytest.raises(WrongUse, match="report_ending"):
        report.report(city, "midterm", Q3, to=tmp_path / "中期.xlsx", today=TODAY, by=OFFICER)
    with pytest.raises(NotFound, match="cycle_unknown"):
        report.report(city, "final", Q3, to=tmp_path / "总结.pdf", today=TODAY, by=OFFICER)

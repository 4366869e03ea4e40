from dataclasses import replace
from decimal import Decimal

import pytest

from ipdesk.documents.conclusions import conclusions
from ipdesk.documents.summary import notes, summary
from ipdesk.domain.judgement import Rating, Thresholds
from ipdesk.paint.blocks import GaugeGrid, Paragraph, Title
from ipdesk.paint.ink import Gauge
from ipdesk.paint.pages import layout, measure
from ipdesk.text import i18n
from tests.documents import samples
from tests.paint.test_pages import assert_sound

pytestmark = pytest.mark.usefixtures("qapp")


def text_of(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs]


def test_conclusions_are_sentences_of_fact() -> None:
    assert text_of(conclusions(samples.summary_data())) == [
        "截至2026年三季度，规划时序进度为15%。6项主要指标中，1项达到，1项基本达到，1项滞后，3项不可比"
        "（1项缺基期值、1项目标待定、1项尚未开始计算）。"
        "滞后的是：知识产权保护社会满意度（完成−15.0%，与时序进度差−30.0个百分点）。",
        "正文和专栏的24项目标中，15项达到，6项基本达到，3项不可比（3项定性目标，由人评定）。",
        "应报送单位11个，已纳入汇总9个，另有1个沿用上期数据；尚未纳入：大鹏新区、深汕特别合作区。",
    ]


def test_what_lags_is_in_bold() -> None:
    runs = conclusions(samples.summary_data())[0].runs
    assert [run.text.startswith("滞后的是") for run in runs if run.strong] == [True]


def test_nothing_lagging_is_said_too() -> None:
    data = samples.summary_data(main=samples.summary_data().main[:1], others=(), coverage=None)
    assert text_of(conclusions(data)) == [
        "截至2026年三季度，规划时序进度为15%。1项主要指标中，1项达到。没有滞后的指标。"
    ]


def test_without_anything_comparable_nothing_is_claimed() -> None:
    data = samples.summary_data(main=samples.summary_data().main[1:3], others=(), coverage=None)
    assert "没有滞后" not in text_of(conclusions(data))[0]


def test_order_is_title_conclusions_gauges_table_notes() -> None:
    kinds = [type(block).__name__ for block in summary(samples.summary_data()).blocks]
    assert kinds == ["Title", "Scope", *["Paragraph"] * 3, "GaugeGrid", "Note", "Table", "Table", *["Note"] * 7]


@pytest.mark.parametrize(
    ("count", "per_row", "legend"),
    [(1, 4, True), (4, 4, False), (5, 3, False), (6, 3, False), (7, 4, False), (8, 4, False), (10, 4, True)],
)
def test_gauges_fill_their_rows(count: int, per_row: int, legend: bool) -> None:
    main = (samples.summary_data().main * 2)[:count]
    grid = next(b for b in summary(samples.summary_data(main=main)).blocks if isinstance(b, GaugeGrid))
    assert (grid.per_row, bool(grid.legend), len(grid.gauges)) == (per_row, legend, count)


def test_every_figure_has_its_trace_code() -> None:
    document = summary(samples.summary_data())
    for table in document.tables():
        for row in table.rows:
            figures = [cell for cell in row.cells[5:10] if any(letter.isdigit() for letter in cell.text)]
            assert figures or row.cells[4].text in ("定性评价", "待预测")
            assert all(cell.trace for cell in figures)
            assert len({cell.trace for cell in figures}) <= 1


def test_first_table_holds_the_main_indicators() -> None:
    table = next(summary(samples.summary_data()).tables())
    first = [cell.text for cell in table.rows[0].cells]
    assert first == [
        "1", "每万人口高价值发明专利拥有量", "件\n预期性", "119\n(2025)", "≥150\n(2030)", "123.65", "126.85",
        "25.32", "15.00", "+10.32", "达到", "9/11\nM01X",
    ]  # fmt: skip
    assert table.rows[4].cells[10].mark is Rating.LAGGING
    assert table.rows[2].cells[4].text == "待预测"
    assert table.rows[1].cells[6].text == "31.62\n(2025年)"  # data of another period say so


def test_notes_print_the_thresholds_in_use() -> None:
    told = " ".join(notes(samples.summary_data(thresholds=Thresholds(Decimal(-5), Decimal(-20)))))
    assert "−5（含）至0为基本达到" in told
    assert "−20（含）至−5为滞后" in told
    assert "征求意见稿" in told
    assert "2026年9月30日" in told
    assert "大鹏新区" in told


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("training", [False, True])
def test_nothing_is_cut_or_covered(language: str, training: bool) -> None:
    i18n.use_language(language)
    pages = layout(summary(samples.summary_data(training=training)))
    assert_sound(pages)
    assert len(pages) <= 5


def test_three_pages_of_which_the_first_stands_alone() -> None:
    pages = layout(summary(samples.summary_data()))
    assert len(pages) == 3
    assert sum(isinstance(ink, Gauge) for ink in pages[0].inks) == 6
    assert not [found for found in measure(pages[0]) if found.kind == "cell"]
    assert next(found.text for found in measure(pages[0]) if found.kind == "body").startswith("深圳市")


def test_long_names_and_large_figures_stay_inside() -> None:
    data = samples.summary_data()
    line = data.main[3]
    target = replace(line.judgement.target, quantity=Decimal("12345678.5"))
    judgement = replace(line.judgement, target=target, actual=Decimal("9876543.21"), planned=Decimal("8765432.10"))
    long = replace(line, name="知识产权" * 12, judgement=judgement, trace="ABCD-1234")
    pages = layout(summary(replace(data, main=(long, *data.main))))
    assert_sound(pages)
    cells = [found.text for page in pages for found in measure(page) if found.kind == "cell"]
    assert "9,876,543.21" in cells


def test_title_and_head_name_the_plan() -> None:
    document = summary(samples.summary_data())
    assert isinstance(document.blocks[0], Title)
    assert document.head == "深圳市知识产权保护和运用“十五五”规划（第1版）"
    assert document.draft_mark == "征求意见稿"
    assert summary(samples.summary_data(draft=False)).draft_mark == ""

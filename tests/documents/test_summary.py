from dataclasses import replace
from decimal import Decimal

import pytest

from ipdesk.documents.conclusions import conclusions
from ipdesk.documents.model import SummaryData
from ipdesk.documents.summary import notes, summary
from ipdesk.domain.judgement import Rating, Thresholds
from ipdesk.paint.blocks import GaugeGrid, Paragraph, Title
from ipdesk.paint.ink import Gauge, Rule
from ipdesk.paint.pages import layout, measure
from ipdesk.paint.palette import ALARMING
from ipdesk.text import i18n, labels
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
    first = [cell.whole for cell in table.rows[0].cells]
    assert first == [
        "1", "每万人口高价值发明专利拥有量", "件\n预期性", "119\n(2025)", "≥150\n(2030)", "123.65", "126.85",
        "25.32", "15.00", "+10.32", "达到", "9/11\nM01X",
    ]  # fmt: skip
    assert table.rows[4].cells[10].mark is Rating.LAGGING
    assert table.rows[2].cells[4].text == "待预测"
    assert table.rows[1].cells[6].whole == "31.62\n(2025年)"  # data of another period say so


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


def test_scope_is_broken_between_its_parts_only() -> None:
    office = "深圳市市场监督管理局（深圳市知识产权局）"
    for unit, lines in ((office, 1), (office * 2, 2)):
        page = layout(summary(samples.summary_data(unit=unit)))[0]
        scope = [
            found
            for found in measure(page)
            if found.kind == "body" and ("数据截至" in found.text or unit in found.text)
        ]
        assert len(scope) == lines
        assert scope[-1].text.endswith("数据截至2026年9月30日")
        assert {found.rect.height for found in scope} <= {105, 120}


def test_source_codes_stand_on_one_line_in_one_size() -> None:
    codes = ("WWWWWWW", "RQHKWRW", "EWEICAV", "IIIIIII", "2222222", "MWMWMWM")
    data = samples.summary_data()
    main = tuple(replace(line, trace=code) for line, code in zip(data.main, codes, strict=True))
    found = [found for page in layout(summary(replace(data, main=main))) for found in measure(page)]
    assert {one.text for one in found if one.kind == "cell"} >= set(codes)
    assert len({one.rect.height for one in found if one.text in codes}) == 1


def test_ratings_stand_in_one_size() -> None:
    words = {labels.label(rating) for rating in Rating}
    found = [one for page in layout(summary(samples.summary_data())) for one in measure(page) if one.kind == "cell"]
    assert len({one.rect.height for one in found if one.text in words}) == 1


def test_what_lags_is_found_at_the_edge_of_the_table() -> None:
    """A heavy bar left of its row, its name and gap in bold: on grey paper too."""
    data = samples.summary_data()
    bars = [
        ink
        for page in layout(summary(data))
        for ink in page.inks
        if isinstance(ink, Rule) and ink.weight >= 20 and ink.x1 == ink.x2
    ]
    assert len(bars) == sum(line.judgement.rating in ALARMING for line in data.lines)
    row = next(summary(data).tables()).rows[4]
    assert (row.cells[1].strong, row.cells[9].strong) == (True, True)


def test_clause_of_a_target_stands_where_there_is_room() -> None:
    data = samples.summary_data()
    found = [one.text for page in layout(summary(data)) for one in measure(page) if one.kind == "cell"]
    assert found.count("专栏2") == 3
    long = tuple(replace(line, clause="三、 4. 专栏3 " + "提升工程" * 9) for line in data.others)
    again = layout(summary(replace(data, others=long)))
    assert_sound(again)
    assert len(again) == len(layout(summary(data)))  # no row grows for it
    assert "三、4. 专栏3" in [one.text for page in again for one in measure(page)]


def test_notes_do_not_stand_alone_on_a_page() -> None:
    """The city's plan has 6 main targets and 29 of text and boxes: three pages."""
    data = samples.summary_data()
    pages = layout(summary(replace(data, others=(data.others * 2)[:29])))
    assert len(pages) == 3
    assert any(found.kind == "cell" for found in measure(pages[-1]))


def test_gauges_are_a_little_lower_rather_than_on_two_pages() -> None:
    """Two lagging targets make the conclusions some lines longer."""

    def gauges(data: SummaryData) -> list[list[Gauge]]:
        return [[ink for ink in page.inks if isinstance(ink, Gauge)] for page in layout(summary(data))]

    data = samples.summary_data()
    main = (replace(data.main[0], judgement=samples.LOOKS["far behind"][2]), *data.main[1:])
    high, low = gauges(data), gauges(replace(data, main=main))
    assert [len(page) for page in high] == [len(page) for page in low] == [6, 0, 0]
    assert high[0][0].box.height > low[0][0].box.height
    first = layout(summary(replace(data, main=main)))[0]
    assert any(found.kind == "note" and found.text.startswith("图例") for found in measure(first))

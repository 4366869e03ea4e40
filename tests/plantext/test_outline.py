"""The outline of a plan: levels by the kind of label, boxes and tables where they stand, run-in headings."""

import pytest

from ipdesk.plantext.contents import without_contents
from ipdesk.plantext.document import Document
from ipdesk.plantext.outline import outline, section_at
from ipdesk.plantext.textfile import read_text
from tests.plantext import papers


def told(text: str) -> list[str]:
    return lines(read_text(text))


def lines(document: Document) -> list[str]:
    return [
        f"{'  ' * (one.level - 1)}{one.id} {one.kind} {one.label}|{one.title}"
        for one in outline(without_contents(document))
    ]


def test_chapters_sections_boxes_tables_and_items() -> None:
    assert told(papers.as_tabbed_text()) == [
        "1 chapter 一、|发展目标",
        "  table1 table 表1|档案事业发展主要指标",
        "2 chapter 二、|主要任务",
        "  2.1 section （一）|强化资源建设",
        "    2.1.i1 item |完善接收制度",
        "      box1 box 专栏1|数字档案馆建设工程",
        "3 chapter 三、|保障措施",
        "  3.1 safeguard （一）|加强组织领导",
    ]


def test_all_sorts_of_labels() -> None:
    text = (
        "第一章　总则\n第一节 原则\n坚持党的领导。把方向、管大局，贯彻到底。\n——统筹推进。上下联动，形成合力。\n"
        "第二章 任务\n第一节 设施\n一、场馆\n（一）体育馆\n1.新建场馆。到2030年新建5座。\n（1）市级馆\n①主馆\n"
        "一是完善规划，抓好落实。二是加大投入，不断改善条件。\n附件1\n"
    )
    assert told(text) == [
        "1 chapter 第一章|总则",
        "  1.1 section 第一节|原则",
        "    1.1.i1 principle |坚持党的领导",
        "    1.1.i2 principle ——|统筹推进",
        "2 chapter 第二章|任务",
        "  2.1 section 第一节|设施",
        "    2.1.1 section 一、|场馆",
        "      2.1.1.1 section （一）|体育馆",
        "        2.1.1.1.1 task 1.|新建场馆",
        "          2.1.1.1.1.1 item （1）|市级馆",
        "            2.1.1.1.1.1.i1 item ①|主馆",
        "              2.1.1.1.1.1.i1.1 item 一是|完善规划，抓好落实",
        "              2.1.1.1.1.1.i1.2 item 二是|加大投入，不断改善条件",
        "1-2 chapter 附件1|",
    ]


def test_tasks_numbered_through_the_chapters() -> None:
    text = "三、文化\n1.建馆。建成5家。\n2.办节。办好节会。\n四、旅游\n3.修路。修好路。\n"
    assert [one.split()[0] for one in told(text)] == ["3", "3.1", "3.2", "4", "4.3"]


@pytest.mark.parametrize("pages", [" 1", "……3", "...... 12", ""])
def test_a_table_of_contents_is_no_outline(pages: str) -> None:
    heads = ["第一章 基础", "第一节 成效", "第二章 目标", "第三章 任务"]
    text = (
        "规划\n目 录\n" + "".join(f"{head}{pages}\n" for head in heads) + "".join(f"{head}\n正文。\n" for head in heads)
    )
    document = without_contents(read_text(text))
    assert [one.title for one in outline(document)] == ["基础", "成效", "目标", "任务"]
    assert all(one.span.start > text.index("正文") - 8 for one in outline(document))


def test_a_box_without_a_frame_ends_where_the_text_is_set_in_again() -> None:
    text = (
        "第一节 任务\n加强建设。要抓好落实。\n专栏 １ 绿色工程\n　　造林护林，到２０３０年新增５万亩。\n"
        "加强管护。落实责任。\n"
        "　　加强治水。落实河长制。\n第二节 其他\n"
    )
    box = next(one for one in outline(read_text(text)) if one.kind == "box")
    assert text[box.span.start : box.span.end].startswith("专栏")
    assert "落实责任" in text[box.span.start : box.span.end]
    assert "治水" not in text[box.span.start : box.span.end]


def test_sections_lie_in_their_parents_and_ids_are_stable_and_single() -> None:
    document = read_text(papers.as_tabbed_text())
    sections = outline(document)
    by_id = {one.id: one for one in sections}
    assert len(by_id) == len(sections)
    assert sections == outline(read_text(papers.as_tabbed_text()))
    for one in sections:
        if one.parent is not None:
            above = by_id[one.parent]
            assert above.span.start <= one.span.start < one.span.end <= above.span.end
            assert above.level == one.level - 1
    inner = section_at(sections, document.text.index("12家"))
    assert inner is not None
    assert inner.id == "box1"
    assert section_at(sections, 0) is None

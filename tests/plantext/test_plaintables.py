"""Tables whose cells are lines, and the habits of several converters."""

import pytest

from ipdesk.plantext.document import Document
from ipdesk.plantext.normal import view
from ipdesk.plantext.textfile import read_text


def rows(document: Document, number: int = 0) -> list[str]:
    """Each row as its cells in order: `0:序号`, `0x5:…` over five columns, `1v2:…` over two rows."""
    told: dict[int, list[str]] = {}
    for cell in sorted(document.tables[number].cells, key=lambda cell: (cell.row, cell.column)):
        spans = (f"x{cell.columns}" if cell.columns > 1 else "") + (f"v{cell.rows}" if cell.rows > 1 else "")
        told.setdefault(cell.row, []).append(f"{cell.column}{spans}:{view(document, cell.span).text}")
    return [" ".join(cells) for _, cells in sorted(told.items())]


def tabbed(*table: tuple[str, ...]) -> str:
    return "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in table) + "\n\n\n正文。\n"


TAB_CASES = {
    "heads in two rows, blank cells for merged ones": (
        tabbed(("指标", "单位", "基期值", "目标值"), ("", "", "2025年", "2030年"), ("绿地率", "%", "38", "41")),
        ["0v2:指标 1v2:单位 2:基期值 3:目标值", "2:2025年 3:2030年", "0:绿地率 1:% 2:38 3:41"],
    ),
    "heads in two rows, merged cells not written": (
        tabbed(("指标", "单位", "目标值"), ("2025年", "2030年"), ("绿地率", "%", "38", "41"), ("林地", "亩", "5", "6")),
        ["0v2:指标 1v2:单位 2x2:目标值", "2:2025年 3:2030年", "0:绿地率 1:% 2:38 3:41", "0:林地 1:亩 2:5 3:6"],
    ),
    "one head over two columns, the second blank": (
        tabbed(("指标", "“十四五”", "", "“十五五”"), ("", "目标", "完成", "目标"), ("甲量", "3", "4", "9")),
        ["0v2:指标 1x2:“十四五” 3:“十五五”", "1:目标 2:完成 3:目标", "0:甲量 1:3 2:4 3:9"],
    ),
    "a category over several rows": (
        tabbed(
            ("类别", "指标", "2030年"), ("创造", "甲量（件）", "20"),
            ("", "乙量（件）", "50"), ("运用", "丙额（亿元）", "9"),
        ),
        ["0:类别 1:指标 2:2030年", "0v2:创造 1:甲量（件） 2:20", "1:乙量（件） 2:50", "0:运用 1:丙额（亿元） 2:9"],
    ),
    "a category that the converter left out in later rows": (
        tabbed(
            ("类别", "指标", "2025年", "2030年", "属性"), ("创造", "甲量（件）", "7", "20", "预期性"),
            ("乙量（件）", "30", "50", "约束性"), ("运用", "丙额（亿元）", "4", "9", "预期性"),
        ),
        [
            "0:类别 1:指标 2:2025年 3:2030年 4:属性", "0v2:创造 1:甲量（件） 2:7 3:20 4:预期性",
            "1:乙量（件） 2:30 3:50 4:约束性", "0:运用 1:丙额（亿元） 2:4 3:9 4:预期性",
        ],
    ),
    "a group row over the whole table": (
        tabbed(("序号", "指标", "2030年"), ("一、设施",), ("1", "场地（个）", "20"), ("2", "步道（公里）", "50")),
        ["0:序号 1:指标 2:2030年", "0x3:一、设施", "0:1 1:场地（个） 2:20", "0:2 1:步道（公里） 2:50"],
    ),
    "a cell of several lines": (
        "\t指标\n\t单位\n\t2030年\n\n\t贷款金额、\n笔数\n\t亿元\n\n（笔）\n\t（12.3）（20）\n\n\t户数\n\t户\n\t7\n\n\n正文。\n",
        ["0:指标 1:单位 2:2030年", "0:贷款金额、笔数 1:亿元（笔） 2:（12.3）（20）", "0:户数 1:户 2:7"],
    ),
    "no blank lines between rows": (
        tabbed(("序号", "指标", "单位", "2030年", "1", "甲量", "件", "20", "2", "乙量", "件", "30")),
        ["0:序号 1:指标 2:单位 3:2030年", "0:1 1:甲量 2:件 3:20", "0:2 1:乙量 2:件 3:30"],
    ),
}  # fmt: skip

LINE_CASES = {
    "bars": (
        "| 指标 | 单位 | 2030年 |\n| --- | --- | ---: |\n| 甲量 | 件 | <4.5 |\n| 乙量 | 件 | [20] |\n",
        ["0:指标 1:单位 2:2030年", "0:甲量 1:件 2:<4.5", "0:乙量 1:件 2:[20]"],
    ),
    "tabs in a line": (
        "指标\t单位\t2025年\t2030年\n甲量\t件\t3\t4\n乙量\t件\t\t9\n",
        ["0:指标 1:单位 2:2025年 3:2030年", "0:甲量 1:件 2:3 3:4", "0:乙量 1:件 3:9"],
    ),
    "columns set by blanks, a name that goes on below": (
        "    序号     指标          单位     2025年    2030年\n"
        "     1    人均场地面积    平方米     2.3       2.8\n"
        "     2    锻炼人数比例       %       41        45\n"
        "          （不含学生）\n"
        "     3    产业总规模       亿元      120       200\n\n  一、任务\n",
        [
            "0:序号 1:指标 2:单位 3:2025年 4:2030年", "0:1 1:人均场地面积 2:平方米 3:2.3 4:2.8",
            "0:2 1:锻炼人数比例 2:% 3:41 4:45", "0:3 1:产业总规模 2:亿元 3:120 4:200",
        ],
    ),
    "sequence numbers apart, categories, lost points, a name over two lines": (
        "序\n号 类别 指标 单位\n基期值 规划值\n２０２５ 年 ２０３０ 年\n属性\n１\n２\n空气\n"
        "优良天数比率 ％ ９２ ５ ９４ 约束性\n"
        "细颗粒物年均\n浓度\n微克 ２８ ２５ ４ 预期性\n３\n水体\n断面优良比例 ％ ——— ≥８５ 约束性\n注：年均值。\n",
        [
            "0v2:序号 1v2:类别 2v2:指标 3v2:单位 4:基期值 5:规划值 6v2:属性", "4:2025年 5:2030年",
            "0:1 1v2:空气 2:优良天数比率 3:% 4:92 5 5:94 6:约束性",
            "0:2 2:细颗粒物年均浓度 3:微克 4:28 5:25 4 6:预期性",
            "0:3 1:水体 2:断面优良比例 3:% 4:——— 5:≥85 6:约束性",
        ],
    ),
    "a cell a line, heads broken": (
        "序号\n指标\n“十四五”\n完成情况\n“十五五”\n目标\n指标\n属性\n1\n甲量\n3\n4\n预期性\n2\n乙量\n/\n9\n约束性\n后文还有。\n",
        [
            "0:序号 1:指标 2:“十四五”完成情况 3:“十五五”目标 4:指标属性", "0:1 1:甲量 2:3 3:4 4:预期性",
            "0:2 1:乙量 2:/ 3:9 4:约束性",
        ],
    ),
    "heads again on the next page": (
        "序号 指标 单位 2025年 2030年\n1 甲量 件 3 4\n2 乙量 件 5 6\n"
        "序号 指标 单位 2025年 2030年\n3 丙量 件 7 8\n二、任务\n",
        [
            "0:序号 1:指标 2:单位 3:2025年 4:2030年", "0:1 1:甲量 2:件 3:3 4:4", "0:2 1:乙量 2:件 3:5 4:6",
            "0:3 1:丙量 2:件 3:7 4:8",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TAB_CASES)
def test_tables_of_converters(name: str) -> None:
    text, wanted = TAB_CASES[name]
    document = read_text("一、目标\n表1 主要指标\n" + text)
    assert rows(document) == wanted
    assert len(document.tables) == 1
    caption = document.tables[0].caption
    assert caption is not None
    assert document.words(caption) == "表1 主要指标"
    assert [view(document, one.span).text for one in document.paragraphs][2:] == ["正文。"]


@pytest.mark.parametrize("name", LINE_CASES)
def test_tables_of_lines(name: str) -> None:
    text, wanted = LINE_CASES[name]
    document = read_text("一、目标\n表1 主要指标\n" + text)
    assert rows(document) == wanted
    assert len(document.tables) == 1


@pytest.mark.parametrize(
    "text",
    [
        "一、目标\n坚持绿色发展。到2030年达到20%。\n二、任务\n推进建设。\n",
        "\t为加快发展，制定本规划，请认真贯彻执行，切实抓好落实，确保取得实效，推动事业再上新台阶。\n\t各地要落实。\n"
        * 4,
        "指标\n单位\n请填写\n联系人\n电话\n123\n",
        "目标\n任务\n指标\n",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert read_text(text).tables == ()


def test_boxes_end_where_their_frame_does() -> None:
    document = read_text(
        "三、任务\n\t专栏1：绿色工程\n\n\t植树造林。\n到2030年新增5万亩。\n\n\n\n\t专栏2：清水工程\n\n\t治河。\n\n\n四、保障\n"
    )
    assert [view(document, box).text for box in document.boxes] == [
        "专栏1：绿色工程植树造林。到2030年新增5万亩。",
        "专栏2：清水工程治河。",
    ]
    assert [view(document, one.span).text for one in document.paragraphs] == [
        "三、任务", "专栏1：绿色工程", "植树造林。", "到2030年新增5万亩。", "专栏2：清水工程", "治河。", "四、保障",
    ]  # fmt: skip


def test_bookmarks_are_no_words() -> None:
    document = read_text("[bookmark: _Toc16380][bookmark: _GoBack]一、目标\n到2030年达到[bookmark: x9]20%。\n")
    assert [view(document, one.span).text for one in document.paragraphs] == ["一、目标", "到2030年达到20%。"]
    assert len(document.artefacts) == 3

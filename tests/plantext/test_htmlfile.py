"""Web pages as government sites have them."""

import pytest

from ipdesk.plantext.document import Document
from ipdesk.plantext.htmlfile import read_html


def words(document: Document) -> list[str]:
    return [document.words(paragraph.span) for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        ("<h1>一、目标</h1><p>到<b>2030</b>年。</p>", ["一、目标", "到2030年。"]),
        ("甲<br>乙<br/>丙", ["甲", "乙", "丙"]),
        ("<div>外<div>内</div>尾</div>", ["外", "内", "尾"]),
        ("<ol start=3><li>甲<li>乙</ol><ul><li>丙</ul>", ["3.甲", "4.乙", "丙"]),
        ("<p>看<span style='display: none'>9</span>得见</p><style>p{}</style><!-- 8 -->", ["看得见"]),
        ("<p>1&nbsp;000&#20803;　</p>", ["1\xa0000元"]),
        ("<?xml version='1.0' encoding='utf-8'?><html><body><p>甲</p></body></html>", ["甲"]),
        ("<select><option>2024</option></select><nav>首页 1</nav><p>正文</p>", ["正文"]),
    ],
)
def test_text_in_its_order(page: str, wanted: list[str]) -> None:
    assert [line.replace("\xa0", " ") for line in words(read_html(page.encode()))] == [
        line.replace("\xa0", " ") for line in wanted
    ]


def test_heading_levels() -> None:
    document = read_html("<h2>甲</h2><p>乙</p><h3>丙</h3>".encode())
    assert [one.heading for one in document.paragraphs] == [2, 0, 3]


def test_cells_over_rows_and_columns() -> None:
    page = (
        "<table><tr><th rowspan=2>指标<th colspan=2>目标</tr><tr><td>2025<td>2030</tr><tr><td>甲<td>1<td>2</tr></table>"
    )
    document = read_html(page.encode())
    cells = [(c.row, c.column, c.rows, c.columns, document.words(c.span)) for c in document.tables[0].cells]
    assert cells == [
        (0, 0, 2, 1, "指标"), (0, 1, 1, 2, "目标"), (1, 1, 1, 1, "2025"), (1, 2, 1, 1, "2030"),
        (2, 0, 1, 1, "甲"), (2, 1, 1, 1, "1"), (2, 2, 1, 1, "2"),
    ]  # fmt: skip


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    inner = "<table><tr><td>指标<td>2030年</tr><tr><td>甲量<td>5</tr></table>"
    document = read_html(f"<table><tr><td>菜单<td><p>正文一。</p><p>正文二。</p>{inner}</td></tr></table>".encode())
    assert len(document.tables) == 1
    assert [document.words(cell.span) for cell in document.tables[0].cells] == ["指标", "2030年", "甲量", "5"]
    assert words(document) == ["菜单", "正文一。", "正文二。"]


@pytest.mark.parametrize(
    "data",
    [
        '<meta charset="gb2312"><p>镕基</p>'.encode("gb18030"),
        '<meta charset="gbk"><p>镕基</p>'.encode("gbk"),
        '<meta charset="gbk"><p>镕基</p>'.encode(),  # says one thing and is another
        "<p>镕基</p>".encode("gb18030"),
        "<html><p>镕基</p></html>".encode("utf-16"),
    ],
)
def test_encodings(data: bytes) -> None:
    assert words(read_html(data))[-1] == "镕基"


def test_a_wide_span_costs_nothing() -> None:
    document = read_html(b"<table><tr><td rowspan=99999999 colspan=99999999>a<td>b</tr><tr><td>c<td>d</tr></table>")
    assert len(document.text) < 1000

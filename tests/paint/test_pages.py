import re
import subprocess
import sys
from datetime import date
from io import BytesIO
from itertools import combinations

import pypdf
import pytest

from ipdesk.paint.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Fields,
    Heading,
    PageBreak,
    Paragraph,
    Row,
    RowKind,
    Run,
    Signatures,
    Spacer,
    Table,
    Title,
)
from ipdesk.paint.fonts import OFFICE, Faces, Role, use_faces
from ipdesk.paint.ink import Ground, Lines, Rule, Watermark
from ipdesk.paint.pages import LANDSCAPE, PORTRAIT, Page, layout, measure
from ipdesk.paint.pdf import image, page_image, pdf_bytes
from ipdesk.paint.typeset import mm

pytestmark = pytest.mark.usefixtures("qapp")

LONG = "“十五五”时期，全市知识产权保护和运用工作取得进展（数据截至2026年9月30日），高价值发明专利拥有量达126.85件。"
DAY = date(2026, 10, 20)


def paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def table(rows: int, *, text: str = "每万人口高价值发明专利拥有量", notes: tuple[str, ...] = ()) -> Table:
    columns = (Column("序号", 10), Column("指标", 60, Align.LEFT), Column("实际值", 20, Align.RIGHT))
    made = tuple(Row((Cell(str(n)), Cell(text), Cell(f"{n * 1000:,}.50"))) for n in range(1, rows + 1))
    return Table("t", columns, made, caption="表1", notes=notes)


def document(*blocks: Block, landscape: bool = False, training: bool = False) -> Document:
    return Document(
        "试验",
        tuple(blocks),
        head="规划",
        draft_mark="征求意见稿",
        code="7Q4K-M2XA",
        landscape=landscape,
        training=training,
    )


def words(page: Page, kind: str) -> list[str]:
    return [found.text for found in measure(page) if found.kind == kind]


def assert_sound(pages: tuple[Page, ...]) -> None:
    """Nothing is cut, nothing covers another text, nothing leaves the paper."""
    for page in pages:
        texts = measure(page)
        for found in texts:
            rect, within = found.rect, found.within
            assert rect.x >= within.x - 1, found
            assert rect.right <= within.right + 2, found
            assert rect.y >= within.y - 1, found
            assert rect.bottom <= within.bottom + 1, found
            assert rect.x >= 0, found
            assert rect.right <= page.sheet.width, found
            assert rect.bottom <= page.sheet.height, found
        for one, other in combinations(texts, 2):
            apart = (
                one.rect.right <= other.rect.x + 2
                or other.rect.right <= one.rect.x + 2
                or one.rect.bottom <= other.rect.y + 2
                or other.rect.bottom <= one.rect.y + 2
            )
            assert apart, (page.number, one, other)


def test_measures_are_those_of_the_standard() -> None:
    assert (PORTRAIT.width, PORTRAIT.height) == (mm(210), mm(297))
    assert PORTRAIT.text == (mm(28), mm(37), mm(156), mm(225))
    assert LANDSCAPE.text.width == mm(225)


def test_a_page_holds_22_lines_of_28_characters() -> None:
    pages = layout(document(Paragraph((Run("国" * 28 * 40),), indent=False)))
    lines = words(pages[0], "body")
    assert len(lines) == 22
    assert {len(line) for line in lines} == {28}


@pytest.mark.parametrize("landscape", [False, True])
def test_page_number_lies_outside_and_turns_sides(landscape: bool) -> None:
    pages = layout(document(paragraph(LONG), PageBreak(), paragraph(LONG), landscape=landscape))
    numbers = [next(f for f in measure(page) if f.text.startswith("—")) for page in pages]
    assert [found.text for found in numbers] == ["— 1 —", "— 2 —"]
    middle = pages[0].sheet.width // 2
    assert numbers[0].rect.x > middle > numbers[1].rect.right
    text = pages[0].sheet.text
    assert all(found.rect.y - text.bottom >= mm(6.5) for found in numbers)


def test_every_page_says_state_and_code() -> None:
    pages = layout(document(table(80)))
    assert len(pages) > 2
    for page in pages:
        assert any("征求意见稿" in text for text in words(page, "running"))
        assert any("7Q4K-M2XA" in text for text in words(page, "foot"))
        assert not any(isinstance(ink, Watermark) for ink in page.inks)


def test_training_is_marked_across_every_page() -> None:
    pages = layout(document(table(80), training=True))
    for page in pages:
        assert sum(isinstance(ink, Watermark) for ink in page.inks) == 1
        assert any("培训数据" in text for text in words(page, "running"))


def test_heads_are_repeated_and_rows_are_whole() -> None:
    pages = layout(document(table(80, text="每万人口高价值发明专利拥有量" * 3, notes=("注",))))
    assert_sound(pages)
    assert all(words(page, "head") == ["序号", "指标", "实际值"] for page in pages)
    assert [any("续表" in text for text in words(page, "caption")) for page in pages] == [False] + [True] * (
        len(pages) - 1
    )
    rows = [text for page in pages for text in words(page, "cell")]
    assert [text for text in rows if text.isdigit()] == [str(n) for n in range(1, 81)]
    for page in pages:  # a row's figure and both lines of its name stand on the same page
        cells = words(page, "cell")
        assert sum(text.isdigit() for text in cells) == sum(text.endswith(".50") for text in cells)


def test_a_short_table_is_not_parted() -> None:
    pages = layout(document(*[paragraph(LONG)] * 5, table(6)))
    with_cells = [page for page in pages if words(page, "cell")]
    assert len(with_cells) == 1


def test_a_row_taller_than_a_page_goes_on() -> None:
    pages = layout(document(table(1, text="情况说明。" * 1200)))
    assert len(pages) > 1
    assert_sound(pages)
    lines = [text for page in pages for text in words(page, "cell") if not text[0].isdigit()]
    assert "".join(lines) == "情况说明。" * 1200


def test_last_row_keeps_its_notes() -> None:
    for rows in range(15, 45):
        pages = layout(document(table(rows, notes=("注：说明。",))))
        last = pages[-1]
        assert words(last, "note")
        assert words(last, "cell"), rows


def test_heading_is_never_the_last_thing() -> None:
    for lines in range(10, 24):
        pages = layout(
            document(Paragraph((Run("国" * 28 * lines),), indent=False), Heading("一、标题"), paragraph(LONG))
        )
        for page in pages:
            assert words(page, "body")[-1] != "一、标题"


def test_no_paragraph_leaves_a_line_alone() -> None:
    for before in range(14, 23):
        pages = layout(document(Paragraph((Run("国" * 28 * before),), indent=False), paragraph(LONG * 2)))
        counts = [sum("国国" not in text for text in words(page, "body")) for page in pages]
        assert 1 not in counts, (before, counts)


def test_figures_are_not_broken_and_stay_in_their_column() -> None:
    wide = Table("t", (Column("值", 14, Align.RIGHT),), (Row((Cell("1,234,567.89"),)), Row((Cell("−0.5"),))))
    pages = layout(document(wide))
    assert words(pages[0], "cell") == ["1,234,567.89", "−0.5"]
    assert_sound(pages)


def test_grouped_heads_and_group_rows() -> None:
    columns = (
        Column("序号", 10),
        Column("上期", 20, group="完成值"),
        Column("本期", 20, group="完成值"),
        Column("注", 20),
    )
    rows = (Row((Cell("一、约束性"),), RowKind.GROUP), Row((Cell("1"), Cell("2"), Cell("3"), Cell("4"))))
    pages = layout(document(Table("t", columns, rows)))
    assert sorted(words(pages[0], "head")) == sorted(["序号", "上期", "本期", "注", "完成值"])
    assert_sound(pages)


def test_no_ground_is_painted_over_a_rule() -> None:
    rows = tuple(Row((Cell("1"),), kind) for kind in (RowKind.DATA, RowKind.QUIET, RowKind.TOTAL, RowKind.QUIET))
    inks = layout(document(Table("t", (Column("值", 20),), rows)))[0].inks
    grounds = [place for place, ink in enumerate(inks) if isinstance(ink, Ground)]
    assert max(grounds) < min(place for place, ink in enumerate(inks) if isinstance(ink, Rule) and place > min(grounds))


def test_too_wide_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="wider than the text area"):
        layout(document(Table("t", (Column("a", 200),), ())))


def test_a_row_needs_all_its_cells() -> None:
    with pytest.raises(ValueError, match="row 1 has 1 cells, not 2"):
        Table("t", (Column("a", 10), Column("b", 10)), (Row((Cell("x"),)),))


def test_signatures_and_fields_keep_their_words() -> None:
    pairs = (
        ("填表人", "欧阳某某"),
        ("科室负责人", ""),
        ("分管领导", ""),
        ("联系电话", "0755-12345678转6001"),
        ("报出日期", "2026年10月13日"),
    )
    pages = layout(document(Fields(pairs), Spacer(3), Signatures(pairs)))
    assert_sound(pages)
    texts = words(pages[0], "field")
    assert "0755-12345678转6001" in texts
    assert "2026年10月13日" in texts


def test_title_is_broken_between_words() -> None:
    pages = layout(document(Title("深圳市知识产权保护和运用“十五五”规划主要指标2026年三季度进展情况")))
    lines = words(pages[0], "body")
    assert len(lines) == 2
    assert "".join(lines) == "深圳市知识产权保护和运用“十五五”规划主要指标2026年三季度进展情况"
    assert lines[0].endswith(("规划", "主要", "指标", "”"))


def test_no_line_begins_with_a_closing_mark() -> None:
    pages = layout(document(*[paragraph(LONG * n) for n in range(1, 9)]))
    lines = [text for page in pages for text in words(page, "body")]
    assert len(lines) > 40
    assert not [line for line in lines if line[0] in "，。、；：？！）》”％%" or line[-1] in "（《“"]


def test_lines_beyond_the_basic_plane_are_whole() -> None:
    text = "𠮷𠮷" * 60
    pages = layout(document(paragraph(text)))
    assert "".join(words(pages[0], "body")) == text


def test_pdf_can_be_searched_word_by_word() -> None:
    data = pdf_bytes(layout(document(Title("目标与工作"), paragraph(LONG), table(3))), title="目标", created=DAY)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data), strict=True).pages)
    plain = re.sub(r"\s", "", text)
    for word in ("目标与工作", "高价值发明专利", "知识产权保护和运用工作", "月30日", "1,000.50", "征求意见稿", "—1—"):
        assert word in plain
    assert not re.search(r"[\u2E80-\u2FDF]", text)  # radicals look the same and are found by nobody


def test_pdf_is_a4_and_carries_the_stated_day() -> None:
    data = pdf_bytes(layout(document(paragraph(LONG), landscape=True)), title="标题", created=DAY)
    reader = pypdf.PdfReader(BytesIO(data), strict=True)
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)
    assert reader.metadata is not None
    assert reader.metadata.title == "标题"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == DAY


_AGAIN = """
import hashlib
from datetime import date
from tests.documents import samples
from ipdesk.documents.summary import summary
from ipdesk.paint.pages import layout
from ipdesk.paint.pdf import pdf_bytes
data = pdf_bytes(layout(summary(samples.summary_data())), title="t", created=date(2026, 10, 20))
print(hashlib.sha256(data).hexdigest())
"""


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
def test_same_document_same_bytes_in_another_process(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import hashlib

    from ipdesk.documents.summary import summary
    from tests.documents import samples

    here = pdf_bytes(layout(summary(samples.summary_data())), title="t", created=DAY)
    monkeypatch.setenv("TZ", zone)
    monkeypatch.setenv("PYTHONHASHSEED", "1")
    there = subprocess.run([sys.executable, "-c", _AGAIN], capture_output=True, text=True, check=True)
    assert there.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_picture_of_a_page_has_its_size_and_ink() -> None:
    made = document(paragraph(LONG))
    picture = page_image(made, 0, 72)
    assert (picture.width(), picture.height()) == (595, 842)
    larger = image(layout(made)[0], 144)
    dark = [x for x in range(larger.width()) for y in range(200, 400, 2) if larger.pixelColor(x, y).lightness() < 90]
    assert min(dark) >= 28 * 144 / 25.4 - 1
    assert max(dark) <= (210 - 26) * 144 / 25.4 + 1


def test_missing_face_is_replaced_and_named_at_the_foot() -> None:
    faces = Faces({Role.BODY: ("没有的字体",)})
    assert use_faces(faces).replaced == (("没有的字体", "ipdesk Serif"),)
    pages = layout(document(paragraph(LONG)), faces)
    assert any("没有的字体以ipdesk Serif代" in text for text in words(pages[0], "foot"))
    assert not any("代" in text for text in words(layout(document(paragraph(LONG)))[0], "foot"))
    assert set(use_faces(OFFICE).families) == set(Role)


def test_drawing_takes_the_same_lines_that_were_measured() -> None:
    page = layout(document(paragraph(LONG * 3)))[0]
    counted = sum(ink.count for ink in page.inks if isinstance(ink, Lines) and ink.kind == "body")
    assert counted == len(words(page, "body"))

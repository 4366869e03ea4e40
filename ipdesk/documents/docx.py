"""The same document for Word and WPS: it can be edited, so it names the faces an office expects and embeds none."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from ipdesk.documents.container import settled
from ipdesk.paint.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Fields,
    GaugeGrid,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Row,
    RowKind,
    Scope,
    Signatures,
    Spacer,
    Table,
    Title,
)
from ipdesk.paint.palette import ALARMING, PAPER
from ipdesk.paint.pictures import gauge_png
from ipdesk.paint.reading import gauge_sentence
from ipdesk.text import labels
from ipdesk.text.i18n import _

#: Far Eastern and Latin face of each kind of text (domain.md C5).
_TITLE: Final = ("方正小标宋简体", "Times New Roman")
_BODY: Final = ("仿宋_GB2312", "Times New Roman")
_HEI: Final = ("黑体", "Arial")
_KAI: Final = ("楷体_GB2312", "Times New Roman")
_SONG: Final = ("宋体", "Times New Roman")

_ALIGN: Final = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
_DPI: Final = 300


def write_docx(document: Document, path: Path, *, created: date) -> None:
    """Write the document as .docx. Equal documents give equal bytes. OSError when it cannot be written."""
    path.write_bytes(docx_bytes(document, created=created))


#: The size of a second line (a year, a code) as a part of the cell's: a code of seven capitals stays on one line.
_UNDER = 0.72


def docx_bytes(document: Document, *, created: date) -> bytes:
    """The .docx as bytes."""
    word = docx.Document()
    _page(word, document)
    _margins(word, document)
    for block in document.blocks:
        _block(word, block)
    noon = datetime(created.year, created.month, created.day, tzinfo=UTC)
    about = word.core_properties
    about.title, about.author, about.last_modified_by, about.comments = document.title, "ipdesk", "ipdesk", ""
    about.created = about.modified = noon
    about.revision = 1
    buffer = BytesIO()
    word.save(buffer)
    return settled(buffer.getvalue())


def _page(word: Any, document: Document) -> None:
    section = word.sections[0]
    if document.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
            Mm(28),
            Mm(26),
            Mm(36),
            Mm(36),
        )
    else:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
            Mm(37),
            Mm(35),
            Mm(28),
            Mm(26),
        )
    section.header_distance, section.footer_distance = Mm(20), Mm(22)
    word.settings.odd_and_even_pages_header_footer = True
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = _BODY[1], Pt(16)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY[0])


def _margins(word: Any, document: Document) -> None:
    """The plan's state above; page number `— 1 —` and check code below, outside on odd and even pages."""
    section = word.sections[0]
    state = [document.draft_mark] if document.draft_mark else []
    if document.training:
        state.append(_("TRAINING"))
    words = "　".join([*state, document.head])
    code = _("check code {code}").format(code=document.code) if document.code else ""
    for header in (section.header, section.even_page_header):
        _write(header.paragraphs[0], words, _SONG, 9.5)
    for footer, odd in ((section.footer, True), (section.even_page_footer, False)):
        line = footer.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT if odd else WD_ALIGN_PARAGRAPH.LEFT
        if odd and code:
            _write(line, f"{code}　　", _SONG, 8.5)
        _write(line, "— ", _SONG, 14)
        _field(line, "PAGE")
        _write(line, " —", _SONG, 14)
        if not odd and code:
            _write(line, f"　　{code}", _SONG, 8.5)


def _block(word: Any, block: Block) -> None:
    match block:
        case Title():
            line = _line(word, block.text, _TITLE, 22, align=Align.CENTRE)
            line.paragraph_format.line_spacing = Pt(34)
        case Scope():
            _line(word, block.text, _KAI, 12, align=Align.CENTRE)
        case Heading():
            line = _line(word, block.text, _HEI if block.level == 1 else _KAI, 16)
            line.paragraph_format.keep_with_next = True
        case Paragraph():
            _paragraph(word, block)
        case Note():
            _line(word, block.text, _SONG, 8.5)
        case Fields():
            _line(word, "　　".join(_labelled(*pair) for pair in block.pairs), _SONG, block.size)
        case Signatures():
            blanks = [f"{_labelled(label, value)}{'' if value else '＿＿＿＿＿'}" for label, value in block.pairs]
            _line(word, "　".join(blanks), _SONG, block.size)
        case GaugeGrid():
            _gauges(word, block)
        case Table():
            _table(word, block)
        case Spacer():
            _line(word, "", _SONG, max(block.height / 25.4 * 72 / 1.3, 1))
        case PageBreak():
            word.add_page_break()


def _labelled(label: str, value: str) -> str:
    return _("{label}: {value}").format(label=label, value=value)


def _line(word: Any, text: str, face: tuple[str, str], size: float, *, align: Align = Align.LEFT) -> Any:
    line = word.add_paragraph()
    line.alignment = _ALIGN[align]
    _tight(line)
    _write(line, text, face, size)
    return line


def _paragraph(word: Any, block: Paragraph) -> None:
    line = word.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    size = 10.5 if block.small else 16
    _tight(line)
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    line.paragraph_format.line_spacing = Pt(17.5 if block.small else 28.95)
    if block.indent:
        line.paragraph_format.first_line_indent = Pt(2 * size)
    for run in block.runs:
        _write(line, run.text, _HEI if run.strong else _BODY, size, bold=run.strong)


def _tight(line: Any) -> None:
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(0)


def _write(line: Any, text: str, face: tuple[str, str], size: float, *, bold: bool = False, colour: str = "") -> None:
    """Text in both faces: Word asks for the Far Eastern one by an attribute of its own."""
    for number, part in enumerate(text.split("\n")):
        run = line.add_run(part)
        if number:
            run._r.insert(0, OxmlElement("w:br"))
        run.font.name, run.font.size, run.font.bold = face[1], Pt(size), bold
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face[0])
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour.lstrip("#"))


def _field(line: Any, code: str) -> None:
    """A field that Word fills in, such as PAGE."""
    run = line.add_run()
    run.font.name, run.font.size = _SONG[1], Pt(14)
    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = code
            run._r.append(instruction)
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)


def _gauges(word: Any, grid: GaugeGrid) -> None:
    """The gauges as pictures in a table without rules, with their sentence as the picture's text."""
    rows = -(-len(grid.gauges) // grid.per_row)
    table = word.add_table(rows, grid.per_row)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    width = 156 / grid.per_row
    for number, item in enumerate(grid.gauges):
        cell = table.cell(number // grid.per_row, number % grid.per_row)
        cell.width = Mm(width)
        line = cell.paragraphs[0]
        _tight(line)
        picture = gauge_png(item, width_mm=width - 4, dpi=_DPI, alike=grid.gauges)
        shape = line.add_run().add_picture(BytesIO(picture), width=Mm(width - 4))
        sentence = gauge_sentence(item.judgement, name=item.name, decimals=item.decimals)
        shape._inline.docPr.set("descr", sentence)
    for row in table.rows:
        _row_property(row, "w:cantSplit")


def _table(word: Any, table: Table) -> None:
    if table.caption:
        _line(word, table.caption, _HEI, 10.5, align=Align.CENTRE).paragraph_format.keep_with_next = True
    grouped = any(column.group for column in table.columns)
    made = word.add_table(1 + grouped, len(table.columns))
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    _heads(made, table.columns, table.size, grouped=grouped)
    for row in table.rows:
        _table_row(made, row, table)
    for column, made_column in zip(table.columns, made.columns, strict=True):
        made_column.width = Mm(column.width)
    for row in made.rows:
        _row_property(row, "w:cantSplit")
        place = 0
        for cell in row._tr.tc_lst:  # each once, a merged one over all its columns
            cell.width = Mm(sum(column.width for column in table.columns[place : place + cell.grid_span]))
            place += cell.grid_span
    for note in table.notes:
        _line(word, note, _SONG, 8)
    _line(word, "", _SONG, 6)


def _heads(made: Any, columns: Sequence[Column], size: float, *, grouped: bool) -> None:
    for number, column in enumerate(columns):
        if grouped and not column.group:
            made.cell(0, number).merge(made.cell(1, number))
        cell = made.cell(1 if grouped else 0, number)
        _cell(cell, column.head, size, Align.CENTRE, bold=True, shaded=True)
    number = 0
    while grouped and number < len(columns):
        group = columns[number].group
        last = number
        while group and last + 1 < len(columns) and columns[last + 1].group == group:
            last += 1
        if group:
            cell = made.cell(0, number).merge(made.cell(0, last))
            _cell(cell, group, size, Align.CENTRE, bold=True, shaded=True)
        number = last + 1
    for row in made.rows:
        _row_property(row, "w:tblHeader")


def _table_row(made: Any, row: Row, table: Table) -> None:
    cells = made.add_row().cells
    if row.kind is RowKind.GROUP:
        merged = cells[0].merge(cells[-1])
        _cell(merged, row.cells[0].text, table.size, Align.LEFT, bold=True, shaded=True)
        return
    for cell, column, made_cell in zip(row.cells, table.columns, cells, strict=True):
        _cell(
            made_cell, _marked(cell), table.size, cell.align or column.align,
            under=cell.under,
            bold=cell.strong or cell.mark in ALARMING,
            colour=PAPER.ratings[cell.mark] if cell.mark else "",
            shaded=row.kind is not RowKind.DATA,
        )  # fmt: skip


def _marked(cell: Cell) -> str:
    return cell.text if cell.mark is None else f"{labels.rating_shape(cell.mark)}{cell.text}"


def _cell(
    cell: Any,
    text: str,
    size: float,
    align: Align,
    *,
    under: str = "",
    bold: bool = False,
    colour: str = "",
    shaded: bool = False,
) -> None:
    line = cell.paragraphs[0]
    line.alignment = _ALIGN[align]
    _tight(line)
    _write(line, text, _SONG, size, bold=bold, colour=colour)
    if under:
        _write(line, f"\n{under}", _SONG, size * _UNDER)
    properties = cell._tc.get_or_add_tcPr()
    if shaded:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", PAPER.ground.lstrip("#"))):
            shade.set(qn(f"w:{name}"), value)
        properties.append(shade)
    margins = OxmlElement("w:tcMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "40")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)
    # Word insists on the order shade, margins, alignment; python-docx puts the last one in its place.
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _row_property(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))

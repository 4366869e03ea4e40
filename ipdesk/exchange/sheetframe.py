"""The frame of a data sheet: token, title, headings, hidden codes and keys, cell formats, check number, page."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from ipdesk.domain.form import Answers, Form, Question
from ipdesk.exchange import book as books
from ipdesk.exchange import checknumber, formulas, texts, words
from ipdesk.exchange.book import Book, put, put_live, set_page
from ipdesk.exchange.envelope import Envelope
from ipdesk.exchange.formulas import Live, Term
from ipdesk.exchange.layout import (
    FIRST_ROW,
    INDICATORS,
    SIGN,
    Cells,
    Column,
    Role,
    asked,
    cells_of,
    columns_of,
    headings,
    lines_of,
    sheet_names,
)
from ipdesk.exchange.marks import column_mark, row_mark
from ipdesk.exchange.raw import column_letters
from ipdesk.text.i18n import _, pgettext

TITLE_ROW, SCOPE_ROW, HINT_ROW, HEADING_ROW, CODE_ROW = range(FIRST_ROW)
_NOTE_COLUMNS: Final = (
    "note", "revision_reason", "check", "name", "measure", "title", "source", "label", "progress", "problem", "text",
)  # fmt: skip


@dataclass
class Drawing:
    """One data sheet being written."""

    book: Book
    form: Form
    answers: Answers | None
    envelope: Envelope
    code: str
    sheet: Any
    columns: tuple[Column, ...]
    cells: Cells
    notices: tuple[Question, ...] = ()

    def __post_init__(self) -> None:
        self.marked = _marked(self)
        self.keys = [line.key for line in lines_of(self.code, self.form, self.answers)]
        self.inputs = {line.key: set(line.inputs) for line in lines_of(self.code, self.form, self.answers)}
        self.last_row = FIRST_ROW + len(self.keys) - 1
        self._places = {column.code: number for number, column in enumerate(self.columns, 1)}

    def place(self, code: str) -> int:
        """The column number, counted from 0 (column A has the keys)."""
        return self._places[code]

    def has(self, code: str) -> bool:
        return code in self._places

    def row_of(self, key: str) -> int:
        return FIRST_ROW + self.keys.index(key)

    def ref(self, key: str, code: str) -> str:
        return f"{column_letters(self.place(code) + 1)}{self.row_of(key) + 1}"

    def span(self, code: str) -> str:
        letters = column_letters(self.place(code) + 1)
        return f"${letters}${FIRST_ROW + 1}:${letters}${self.last_row + 1}"

    def term(self, key: str, code: str) -> Term:
        """A cell for a formula; an empty text where the form has no such column."""
        return Term(self.ref(key, code), self.cells.get((key, code))) if self.has(code) else Term('""')

    @property
    def first_marked(self) -> tuple[int, int] | None:
        """Row and column of the first questioned cell, counted from 0."""
        places = [(self.row_of(key), self.place(code)) for key, code in self.marked if self.has(code)]
        return min(places, default=None)

    @property
    def last_shown(self) -> int:
        return max(self.place(column.code) for column in self.columns if column.role is not Role.HELP)


def _marked(drawing: Drawing) -> dict[tuple[str, str], str]:
    """What is asked on cells of the sheet, by row key and column. A question on a cell marks its reply's cell too."""
    found: dict[tuple[str, str], str] = {}
    for question in asked(drawing.form).values():
        if question.sheet == drawing.code:
            found[question.row, question.column] = question.text
    for notice in asked(drawing.form, drawing.notices).values():
        if notice.sheet == drawing.code != SIGN:
            known = found.get((notice.row, notice.column))
            found[notice.row, notice.column] = f"{known}\n{notice.text}" if known else notice.text
    return found


def begin(
    book: Book,
    form: Form,
    answers: Answers | None,
    envelope: Envelope,
    code: str,
    notices: tuple[Question, ...] = (),
) -> Drawing:
    """Add a data sheet with token, title, scope, headings and codes."""
    sheet = book.workbook.add_worksheet(sheet_names()[code])
    columns = columns_of(code, form)
    drawing = Drawing(book, form, answers, envelope, code, sheet, columns, cells_of(code, form, answers), notices)
    hidden = book.style(font_size=8, font_color=books.SECOND)
    put(sheet, TITLE_ROW, 0, envelope.token(code).text(), hidden)
    sheet.set_column(0, 0, 2, None, {"hidden": True})
    last = drawing.last_shown
    title = form.title if code == INDICATORS else f"{form.title}（{sheet_names()[code]}）"
    put(sheet, TITLE_ROW, 1, title, book.style(font_name=books.HEAD, font_size=16, align="center_across"))
    for place in range(2, last + 1):
        sheet.write_blank(TITLE_ROW, place, None, book.style(align="center_across"))
    sheet.set_row(TITLE_ROW, 30)
    scope = _("Reporting unit: {unit}    Report period: {period}").format(
        unit=form.unit_name, period=words.period_words(form.period)
    )
    put(sheet, SCOPE_ROW, 1, scope, book.style())
    sheet.set_row(SCOPE_ROW, 20)
    heading = book.style(
        font_name=books.HEAD, font_size=10, bg_color=books.HEADING, border=1, border_color=books.LINE, align="center",
        text_wrap=True,
    )  # fmt: skip
    for column in columns:
        number = drawing.place(column.code)
        options = {"hidden": True} if column.role is Role.HELP else {}
        sheet.set_column(number, number, column.width, None, options)
        put(sheet, HEADING_ROW, number, headings(form.issuer).get(column.code), heading)
        put(sheet, CODE_ROW, number, column_mark(column.code), hidden)
    sheet.set_row(HEADING_ROW, 34)
    sheet.set_row(CODE_ROW, None, None, {"hidden": True})
    for key in drawing.keys:
        put(sheet, drawing.row_of(key), 0, row_mark(code, key), hidden)
    header = (f"{form.unit_name}  {words.period_words(form.period)}", _status(form, envelope))
    footer = _("No state secrets in this form")
    set_page(sheet, landscape=code != SIGN, heading_row=HEADING_ROW, header=header, footer=footer)
    sheet.protect("", books.ALLOWED)
    return drawing


def _status(form: Form, envelope: Envelope) -> str:
    parts = [f"{form.plan_title}{_(' (draft for comment)') if form.draft_plan else ''}"]
    if envelope.realm == "training":
        parts.insert(0, pgettext("form", "TRAINING DATA"))
    return "  ".join(parts)


def cell_style(drawing: Drawing, column: Column, *, writable: bool, decimals: int = 0, **more: Any) -> Any:
    """The format of a table cell: white and open to write, or grey and locked; figures to the right."""
    style: dict[str, Any] = {"border": 1, "border_color": books.LINE, "locked": not writable}
    style["bg_color"] = books.INPUT if writable else books.SURFACE if column.role is Role.LIVE else books.GROUND
    if column.numeric:
        style["num_format"] = "#,##0" + ("." + "0" * decimals if decimals else "") + "_ "
        style["align"] = "right"
    elif column.code in _NOTE_COLUMNS:
        style |= {"align": "left", "text_wrap": True, "indent": 1}
    else:
        style |= {"align": "center", "text_wrap": True}
    if column.code == "target":
        style["align"] = "right"
    if writable and not column.numeric:
        style["num_format"] = "@"  # 2026.10 stays as typed
    return drawing.book.style(**{**style, **more})


#: A questioned cell: a thick frame, so that it is told in black and white too, on amber.
MARK: Final[dict[str, Any]] = {"border": 5, "border_color": books.AMBER, "bg_color": books.AMBER_GROUND}


def mark_style(drawing: Drawing, key: str, code: str) -> dict[str, Any]:
    """How a cell looks that a question is about; nothing for any other."""
    return MARK if (key, code) in drawing.marked else {}


def comment(drawing: Drawing, key: str, code: str) -> None:
    """The question as a comment of its cell, big enough to be read."""
    text = drawing.marked.get((key, code))
    if text is None:
        return
    said = texts.clean(text)
    drawing.sheet.write_comment(
        drawing.row_of(key), drawing.place(code), said,
        {
            "author": texts.clean(drawing.form.issuer_name)[:50], "width": 260,
            "height": 24 + 18 * texts.lines(said, 34), "font_name": books.BODY, "font_size": 10,
            "color": books.AMBER_GROUND,
        },
    )  # fmt: skip


def open_here(drawing: Drawing) -> None:
    """The workbook opens on this sheet with the first questioned cell selected."""
    place = drawing.first_marked
    drawing.sheet.activate()
    if place is not None:
        drawing.sheet.set_selection(*place, *place)


def freeze(drawing: Drawing, column: str) -> None:
    """Heads and names stay; what scrolls begins a little before the first questioned cell."""
    fixed = drawing.place(column)
    place = drawing.first_marked
    if place is None:
        drawing.sheet.freeze_panes(FIRST_ROW, fixed)
        return
    row, number = place
    top = max(FIRST_ROW, row - 3)
    left = max(fixed, number - 3) if number > fixed + 8 else fixed
    drawing.sheet.freeze_panes(FIRST_ROW, fixed, top, left)


def finish(drawing: Drawing, notes: list[str]) -> str:
    """Hidden help for the check number, the number itself, notes; returns the number."""
    sheet, form = drawing.sheet, drawing.form
    plain = drawing.book.style(font_color=books.SECOND)
    for key in drawing.keys:
        row = drawing.row_of(key)
        typed = [c for c in drawing.columns if c.factor and c.code in drawing.inputs[key]]
        sizes = [f"{column.factor}*({checknumber.size_formula(drawing.ref(key, column.code))})" for column in typed]
        size = checknumber.row_size(drawing.code, key, drawing.cells, tuple(column.code for column in typed))
        put_live(sheet, row, drawing.place("part"), Live("+".join(sizes) or "0", Decimal(size)), plain)
        put(sheet, row, drawing.place("weight"), Decimal(checknumber.weight(key)), plain)
    number = checknumber.check_number(drawing.code, form, drawing.cells)
    foot = drawing.last_row + 1
    formula = checknumber.total_formula(drawing.span("weight"), drawing.span("part"))
    label = _("Check number of this sheet: ")
    put_live(
        sheet, foot, 1, Live(f"{formulas.quoted(label)}&{formula}", f"{label}{number}"),
        drawing.book.style(font_name=books.HEAD, font_size=10.5),
    )  # fmt: skip
    sheet.set_row(foot, 24)
    for offset, note in enumerate(notes, 1):
        put(sheet, foot + offset, 1, note, drawing.book.style(font_size=9, font_color=books.SECOND))
        sheet.set_row(foot + offset, 15)
    sheet.print_area(0, 1, foot + len(notes), drawing.last_shown)
    return number


def drop_down(drawing: Drawing, row: int, code: str, name: str) -> None:
    """A list by a defined name: the one kind that every office program keeps."""
    place = drawing.place(code)
    drawing.sheet.data_validation(
        row, place, row, place,
        {
            "validate": "list", "source": f"={name}", "error_title": _("Not in the list"),
            "error_message": _("Choose one of the words in the list."),
        },
    )  # fmt: skip

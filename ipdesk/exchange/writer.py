"""The form as a workbook: what goes out as a template, and what a unit that uses ipdesk sends back.

Always built anew, never from a file that came in. Equal arguments make equal bytes.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from ipdesk.domain.form import Answers, Form, Question
from ipdesk.exchange import book as books
from ipdesk.exchange import words
from ipdesk.exchange.book import Book, put, row_height, set_page
from ipdesk.exchange.envelope import Envelope, to_meta
from ipdesk.exchange.formsheets import draw_indicators
from ipdesk.exchange.identity import KIND_PROPERTY, SIGNATURE_PROPERTY, TOKEN_PROPERTY
from ipdesk.exchange.issued import issued_digest
from ipdesk.exchange.layout import COVER, DATA_SHEETS, META, cells_of, sheet_names
from ipdesk.exchange.sheetframe import open_here
from ipdesk.exchange.wordsheets import draw_sign, draw_tasks
from ipdesk.text import levels
from ipdesk.text.i18n import _, pgettext

LISTS: Final = "_lists"
_MOST_CUSTOM: Final = 250


def write_form(
    path: Path,
    form: Form,
    answers: Answers | None,
    envelope: Envelope,
    *,
    created: date,
    draft: str = "",
    notices: tuple[Question, ...] = (),
) -> Envelope:
    """Write the form, filled or not. `draft` is the 稿次 that the cover shows (首报, 修改稿).

    With questions on the form, or `notices` (cells to look at again, without a reply), it opens on the first of them.
    Returns the envelope as written, with the issued digests. ValueError when a field of the envelope holds `|`,
    OSError when the disk refuses.
    """
    data, written = form_bytes(form, answers, envelope, created=created, draft=draft, notices=notices)
    path.write_bytes(data)
    return written


def form_bytes(
    form: Form,
    answers: Answers | None,
    envelope: Envelope,
    *,
    created: date,
    draft: str = "",
    notices: tuple[Question, ...] = (),
) -> tuple[bytes, Envelope]:
    """The bytes of the workbook that `write_form` writes."""
    issued = {
        # With the answers, since lines for evidence are as many as it takes.
        sheet: issued_digest(sheet, form, cells_of(sheet, form, answers))
        for sheet in DATA_SHEETS
    }
    envelope = replace(envelope, issued=issued)
    token = envelope.token(COVER).text()
    book = Book(created, {"title": form.title, "subject": token, "author": form.issuer_name, "company": form.unit_name})
    book.workbook.set_custom_property(TOKEN_PROPERTY, token[:_MOST_CUSTOM], "text")
    book.workbook.set_custom_property(KIND_PROPERTY, envelope.kind.value, "text")
    for sheet, block in sorted(envelope.sheet_signatures.items()):
        book.workbook.set_custom_property(SIGNATURE_PROPERTY + sheet, block[:_MOST_CUSTOM], "text")
    _draw_cover(book, form, envelope, draft)
    drawings = [draw_indicators(book, form, answers, envelope, notices)]
    if form.tasks:
        drawings.append(draw_tasks(book, form, answers, envelope, notices))
    drawings.append(draw_sign(book, form, answers, envelope))
    questioned = next((drawing for drawing in drawings if drawing.first_marked), None)
    if questioned is not None:
        open_here(questioned)
    _draw_lists(book)
    draw_meta(book, envelope)
    return book.to_bytes(), envelope


def _draw_cover(book: Book, form: Form, envelope: Envelope, draft: str) -> None:
    sheet = book.workbook.add_worksheet(sheet_names()[COVER])
    put(sheet, 0, 0, envelope.token(COVER).text(), book.style(font_size=8, font_color=books.SECOND))
    sheet.set_column(0, 0, 2, None, {"hidden": True})
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, 2, 64)
    row = 0
    sheet.set_row(row, 30)
    if envelope.realm == "training":
        row += 1
        alert = book.style(font_name=books.HEAD, font_size=14, font_color=books.RED, align="center_across")
        put(sheet, row, 1, _("TRAINING DATA: not a report"), alert)
        sheet.write_blank(row, 2, None, alert)
    row += 1
    title = book.style(font_name=books.HEAD, font_size=22, align="center_across")
    put(sheet, row, 1, form.title, title)
    sheet.write_blank(row, 2, None, title)
    sheet.set_row(row, 48)
    row += 1
    second = book.style(font_size=14, align="center_across")
    put(sheet, row, 1, words.period_words(form.period), second)
    sheet.write_blank(row, 2, None, second)
    sheet.set_row(row, 40)
    plan = f"{form.plan_title}{_(' (draft for comment)') if form.draft_plan else ''}"
    facts = [
        (pgettext("form", "Reporting unit"), form.unit_name),
        (pgettext("form", "Issued by"), form.issuer_name),
        (pgettext("form", "Plan"), plan),
        (pgettext("form", "Draft"), draft or _("form, version {version}").format(version=form.version)),
        (pgettext("form", "Deadline"), _date(form.deadline)),
        (pgettext("form", "Contact"), form.contact or "—"),
    ]
    row += 1
    label = book.style(
        font_name=books.HEAD, border=1, border_color=books.LINE, bg_color=books.HEADING, align="center", font_size=11
    )
    value = book.style(border=1, border_color=books.LINE, text_wrap=True, indent=1, font_size=11)
    for name, content in facts:
        put(sheet, row, 1, name, label)
        put(sheet, row, 2, content, value)
        sheet.set_row(row, row_height([(content, 58)], 28))
        row += 1
    row = _draw_guide(book, sheet, row + 1, form)
    header = (form.unit_name, pgettext("form", "TRAINING DATA") if envelope.realm == "training" else "")
    set_page(sheet, landscape=False, heading_row=None, header=header, footer=_("No state secrets in this form"))
    sheet.print_area(0, 1, row, 2)
    sheet.protect("", books.ALLOWED)
    sheet.activate()


def _draw_guide(book: Book, sheet: Any, row: int, form: Form) -> int:
    """How to fill in, in five lines, and the warning; returns the last row."""
    put(sheet, row, 1, pgettext("form", "How to fill in"), book.style(font_name=books.HEAD, font_size=12))
    sheet.set_row(row, 26)
    guide = [
        _("1. Fill in the light cells of the next sheets with Excel, WPS, LibreOffice or ipdesk; all else is locked."),
        _("2. Indicators: figures in the unit of measure of the row; the column Check answers at once."),
        _("3. {heading}: check it; choose 无误, or 有异议 with your own figure and the reason.").format(
            heading=levels.handed_down(form.issuer)
        ),
        _("4. Tasks: choose the state, say what was done, and for what lags why and what comes next."),
        _("5. Explanation and approval: have it approved, print, sign and seal; send this file back under any name."),
    ]
    text = book.style(text_wrap=True, valign="top", font_size=11)
    for line in guide:
        row += 1
        sheet.merge_range(row, 1, row, 2, "", text)
        put(sheet, row, 1, line, text)
        sheet.set_row(row, row_height([(line, 88)], 24))
    row += 2
    warning = book.style(font_name=books.HEAD, font_size=12, font_color=books.RED, align="center_across", border=0)
    put(sheet, row, 1, _("This form must not hold state secrets or work secrets"), warning)
    sheet.write_blank(row, 2, None, warning)
    sheet.set_row(row, 28)
    return row


def _date(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "—"


def _draw_lists(book: Book) -> None:
    """The words of the drop-downs, on a hidden sheet, each list under a defined name."""
    sheet = book.workbook.add_worksheet(LISTS)
    for column, (name, choices) in enumerate(words.list_words().items()):
        letter = chr(65 + column)
        for row, choice in enumerate(choices):
            put(sheet, row, column, choice, book.style())
        book.workbook.define_name(name, f"={LISTS}!${letter}$1:${letter}${len(choices)}")
    sheet.hide()
    sheet.protect("", books.ALLOWED)


def draw_meta(book: Book, envelope: Envelope) -> None:
    """The `_meta` sheet: keys in A, values in B, texts only."""
    sheet = book.workbook.add_worksheet(META)
    for row, (key, value) in enumerate(to_meta(envelope)):
        put(sheet, row, 0, key, book.style(font_size=8))
        put(sheet, row, 1, value, book.style(font_size=8))
    sheet.very_hidden()
    sheet.protect("", books.ALLOWED)

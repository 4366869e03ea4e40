"""The sheets of the form that are filled in with words: tasks; explanation, questions and approval."""

from typing import Any

from ipdesk.domain.form import Answers, Form, Question
from ipdesk.exchange import book as books
from ipdesk.exchange.book import Book, put, row_height
from ipdesk.exchange.envelope import Envelope
from ipdesk.exchange.layout import SIGN, TASKS, Content, Role
from ipdesk.exchange.sheetframe import MARK, Drawing, begin, cell_style, comment, drop_down, finish, freeze, mark_style
from ipdesk.text.i18n import _


def draw_tasks(
    book: Book, form: Form, answers: Answers | None, envelope: Envelope, notices: tuple[Question, ...] = ()
) -> Drawing:
    """The sheet 任务: state and words on each task and project."""
    drawing = begin(book, form, answers, envelope, TASKS, notices)
    for key in drawing.keys:
        _draw_line(drawing, key, least=36)
        drop_down(drawing, drawing.row_of(key), "state", "list_state")
    freeze(drawing, "measure")
    finish(drawing, [_("A task that lags or has not begun: say why and what comes next.")])
    return drawing


def draw_sign(book: Book, form: Form, answers: Answers | None, envelope: Envelope) -> Drawing:
    """The sheet 说明与审签: questions to answer, general explanation, evidence, approvals, who filled it in."""
    drawing = begin(book, form, answers, envelope, SIGN)
    for key in drawing.keys:
        tall = 130 if key == "explanation" else 48 if key.startswith("reply.") else 28
        _draw_line(drawing, key, least=tall)
    finish(drawing, [_("Print, sign and seal this sheet and the others, or send the file as your office does.")])
    return drawing


def _draw_line(drawing: Drawing, key: str, *, least: float) -> None:
    number = drawing.row_of(key)
    contents: list[tuple[Content, float]] = []
    for column in drawing.columns:
        if column.role is Role.HELP:
            continue
        content = drawing.cells.get((key, column.code))
        more: dict[str, Any] = {}
        if key.startswith("reply.") and column.code == "label":
            more = {"font_color": books.AMBER, "bg_color": books.AMBER_GROUND}
        if key == "explanation" and column.code == "text":
            more = {"valign": "top"}
        more |= mark_style(drawing, key, column.code)
        if key.startswith("reply.") and column.code == "text":
            more |= MARK
        style = cell_style(drawing, column, writable=column.code in drawing.inputs[key], **more)
        put(drawing.sheet, number, drawing.place(column.code), content, style)
        comment(drawing, key, column.code)
        contents.append((content, column.width))
    drawing.sheet.set_row(number, row_height(contents, least))

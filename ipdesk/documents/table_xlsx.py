"""The summary's tables as a workbook: values only, nothing hidden (净表), each figure a number.

What may go to anybody: no formulas, no links, no macros, no keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from ipdesk.documents.model import SummaryData, TargetLine
from ipdesk.documents.summary import notes, plan_text, scope_text, target_cell
from ipdesk.domain.period import parse
from ipdesk.domain.plan import PlanStatus
from ipdesk.domain.target import Attribute
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _, pgettext

_FACE: Final = "宋体"
_SHARE: Final = "0.00%"
_POINTS: Final = "+0.00;-0.00;0.00"


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell: a text, or a quantity with its number format."""

    value: str | Decimal | None
    form: str = ""


def write_xlsx(data: SummaryData, path: Path, *, created: date) -> None:
    """Write the summary's tables as .xlsx. Equal data give equal bytes. OSError when it cannot be written."""
    path.write_bytes(xlsx_bytes(data, created=created))


def xlsx_bytes(data: SummaryData, *, created: date) -> bytes:
    """The workbook as bytes: a sheet for the main indicators and one for the other targets, if there are any."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = datetime(created.year, created.month, created.day)
    book.set_properties({"title": data.title, "author": "ipdesk", "created": made})
    _sheet(book, pgettext("paper", "Main indicators"), data, data.main, 1)
    if data.others:
        _sheet(book, pgettext("paper", "Text and boxes"), data, data.others, len(data.main) + 1)
    book.close()
    return buffer.getvalue()


def _sheet(book: Any, name: str, data: SummaryData, lines: Sequence[TargetLine], first: int) -> None:
    sheet = book.add_worksheet(name)
    heads = _heads()
    last = len(heads) - 1
    base = {"font_name": _FACE, "font_size": 10, "valign": "vcenter"}
    grid = base | {"border": 1, "border_color": "#7A828D"}
    sheet.merge_range(
        0, 0, 0, last, data.title, book.add_format(base | {"font_size": 16, "bold": True, "align": "center"})
    )
    scope = scope_text(data)
    state = [labels.label(PlanStatus.DRAFT)] if data.draft else []
    if data.training:
        state.append(_("TRAINING"))
    subtitle = " · ".join([*state, plan_text(data), scope])
    sheet.merge_range(1, 0, 1, last, subtitle, book.add_format(base | {"align": "center"}))
    head = book.add_format(grid | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#EEF1F4"})
    formats_by_key: dict[tuple[str, str], Any] = {}

    def style(align: str, form: str) -> Any:
        key = (align, form)
        if key not in formats_by_key:
            wanted = grid | {"align": align, "text_wrap": align == "left"}
            formats_by_key[key] = book.add_format(wanted | ({"num_format": form} if form else {}))
        return formats_by_key[key]

    for column, (title, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, title, head)
    for number, height in ((0, 30), (1, 18), (2, 32)):
        sheet.set_row(number, height)
    for row, line in enumerate(lines):
        sheet.set_row(3 + row, 30 if len(line.name) > 16 else 20)
        for column, entry in enumerate(_entries(first + row, line)):
            if isinstance(entry.value, Decimal):
                # XlsxWriter writes a Decimal's own digits; nothing here goes through a float.
                sheet.write_number(3 + row, column, entry.value, style("right" if column else "center", entry.form))
            elif entry.value is None:
                sheet.write_blank(3 + row, column, None, style("right", ""))
            else:
                sheet.write_string(3 + row, column, entry.value, style("left" if column == 1 else "center", ""))
    below = book.add_format(base | {"font_size": 9, "text_wrap": True})
    for number, note in enumerate(notes(data)):
        sheet.merge_range(3 + len(lines) + number, 0, 3 + len(lines) + number, last, note, below)
        sheet.set_row(3 + len(lines) + number, 26)
    if data.check_code:
        code = _("check code {code}").format(code=data.check_code)
        sheet.set_footer(f"&L&9{code}&R&14— &P —")
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 2)


def _heads() -> tuple[tuple[str, float], ...]:
    return (
        (pgettext("paper", "No."), 5),
        (pgettext("paper", "Indicator"), 34),
        (pgettext("paper", "Clause"), 14),
        (pgettext("paper", "Unit of measure"), 8),
        (pgettext("paper", "Attribute"), 9),
        (pgettext("paper", "Baseline"), 10),
        (pgettext("paper", "Baseline year"), 9),
        (pgettext("paper", "Target value"), 14),
        (pgettext("paper", "Planned value"), 11),
        (pgettext("paper", "Actual"), 12),
        (pgettext("paper", "Data period"), 13),
        (pgettext("paper", "Completion from baseline"), 11),
        (pgettext("paper", "Share of target"), 10),
        (pgettext("paper", "Elapsed time"), 10),
        (pgettext("paper", "Gap to elapsed time (points)"), 12),
        (pgettext("paper", "Rating"), 12),
        (pgettext("paper", "Coverage"), 9),
        (pgettext("paper", "Source code"), 12),
    )


def _entries(number: int, line: TargetLine) -> tuple[Entry, ...]:
    judgement = line.judgement
    target = judgement.target
    baseline = target.baseline
    form = "#,##0" + ("." + "0" * line.decimals if line.decimals else "")
    attribute = "" if target.attribute is Attribute.UNSTATED else labels.label(target.attribute)
    gap = judgement.gap
    return (
        Entry(Decimal(number), "0"),
        Entry(line.name),
        Entry(line.clause),
        Entry(target.unit),
        Entry(attribute),
        Entry(baseline.quantity if baseline else None, "#,##0.######"),
        Entry(Decimal(baseline.year) if baseline else None, "0"),
        Entry(target_cell(judgement).replace("\n", " ")),
        Entry(judgement.planned, form),
        Entry(judgement.actual, form),
        Entry(formats.period_text(parse(judgement.data_period)) if judgement.data_period else ""),
        Entry(judgement.completion, _SHARE),
        Entry(judgement.share_of_target, _SHARE),
        Entry(judgement.elapsed, _SHARE),
        Entry(None if gap is None else gap * 100, _POINTS),
        Entry(labels.rating_text(judgement.rating)),
        Entry(formats.coverage_text(judgement.coverage) if judgement.coverage else ""),
        Entry(line.trace),
    )

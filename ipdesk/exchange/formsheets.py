"""The data sheets of the form: indicators with live checks, tasks, explanation and approval."""

from collections.abc import Mapping
from typing import Any

from ipdesk.domain.check import Check, CheckKind
from ipdesk.domain.finding import Severity
from ipdesk.domain.form import Answers, Form, FormRow
from ipdesk.domain.indicator import Supply
from ipdesk.exchange import book as books
from ipdesk.exchange import formulas, words
from ipdesk.exchange.book import Book, put, put_live, row_height
from ipdesk.exchange.envelope import Envelope
from ipdesk.exchange.formulas import Live, RowTerms, Term
from ipdesk.exchange.layout import (
    INDICATORS,
    SIGN,
    TASKS,
    Content,
    Role,
)
from ipdesk.exchange.marks import row_mark
from ipdesk.exchange.raw import column_letters
from ipdesk.exchange.sheetframe import FIRST_ROW, HINT_ROW, Drawing, begin, cell_style, drop_down, finish
from ipdesk.text.i18n import _, pgettext

# -- indicators --------------------------------------------------------------------------------------------------


def draw_indicators(book: Book, form: Form, answers: Answers | None, envelope: Envelope) -> Drawing:
    """The sheet 指标 with live checks."""
    drawing = begin(book, form, answers, envelope, INDICATORS)
    sheet = drawing.sheet
    choices = (words.CORRECT, words.DISPUTED)
    figures = _figures(drawing, choices[0])
    # Rows find each other by key, not by place: a sheet that was sorted still checks the right pairs.
    others = {
        key: (row.name, Term(_lookup(drawing, key), figures[key].result))
        for key in drawing.keys
        if (row := form.row(key))
    }
    spoken: list[str] = []
    for row in form.rows:
        spoken.append(_draw_row(drawing, row, figures[row.key], others, choices))
    _conditional(drawing)
    _validate(drawing)
    put_live(sheet, HINT_ROW, 1, _summary(drawing, spoken), book.style(font_color=books.SECOND))
    sheet.set_row(HINT_ROW, 20)
    sheet.freeze_panes(FIRST_ROW, drawing.place("unit"))
    finish(
        drawing,
        [
            _("1. Fill in the light cells only. 0 is a figure, a blank is “not reported”. No data: 缺报 and why."),
            _("2. Figures handed down: choose 无误 or 有异议; if disputed, give your own figure and the reason."),
            _("3. × must be corrected; ▲ needs a word under Explanation; · is for your attention."),
        ],
    )
    return drawing


def _lookup(drawing: Drawing, key: str) -> str:
    mark = formulas.quoted(row_mark(INDICATORS, key))
    keys = f"$A${FIRST_ROW + 1}:$A${drawing.last_row + 1}"
    return f'IFERROR(INDEX({drawing.span("effective")},MATCH({mark},{keys},0)),"")'


def _figures(drawing: Drawing, correct: str) -> dict[str, Live]:
    """The figure that each row stands for, first those typed, then those derived from them."""
    figures: dict[str, Live] = {}
    for row in drawing.form.rows:
        if row.derived:
            continue
        value = drawing.term(row.key, "value")
        if not row.fillable:
            prefill = drawing.term(row.key, "prefill")
            handed = row.supply in (Supply.CITY, Supply.DEPARTMENT)
            figures[row.key] = formulas.effective_of_unit(prefill) if handed else Live('""', None)
        elif row.supply is Supply.CONFIRM:
            confirm, prefill = drawing.term(row.key, "confirm"), drawing.term(row.key, "prefill")
            figures[row.key] = formulas.effective_of_confirm(value, confirm, prefill, correct)
        else:
            figures[row.key] = formulas.effective_of_unit(value)
    for row in drawing.form.rows:
        if row.derived:
            numerator, denominator = (
                Term(_lookup(drawing, key), figures[key].result if key in figures else None)
                for key in (row.numerator, row.denominator)
            )
            figures[row.key] = formulas.ratio(numerator, denominator, row.factor)
    return figures


def _draw_row(
    drawing: Drawing,
    row: FormRow,
    figure: Live,
    others: Mapping[str, tuple[str, Term]],
    choices: tuple[str, str],
) -> str:
    """One row; returns what its check column says."""
    sheet, number = drawing.sheet, drawing.row_of(row.key)
    grey = {} if row.fillable else {"font_color": books.SECOND, "bg_color": books.HEADING}
    effective = Term(drawing.ref(row.key, "effective"), figure.result)
    value = Term(drawing.ref(row.key, "value"), drawing.cells.get((row.key, "value")))
    check = _check_of(drawing, row, value, effective, others, choices)
    for column in drawing.columns:
        writable = column.code in drawing.inputs[row.key]
        more: dict[str, Any] = dict(grey)
        if column.code == "name":
            more |= {"indent": 1 + row.level * 2}
        style = cell_style(drawing, column, writable=writable, decimals=row.decimals, **more)
        place = drawing.place(column.code)
        match column.code:
            case "value" if row.derived:
                put_live(sheet, number, place, figure, style)
            case "value" if not row.fillable:
                put(sheet, number, place, "—", style)
            case "gap":
                planned = drawing.term(row.key, "planned")
                put_live(sheet, number, place, formulas.difference(effective, planned), style)
            case "check":
                style = cell_style(drawing, column, writable=False, font_size=9.5, **more)
                put_live(sheet, number, place, check, style)
            case "effective":
                put_live(sheet, number, place, figure if not row.derived else Live(value.ref, figure.result), style)
            case "part" | "weight":
                pass
            case "note" if not row.fillable:
                put(sheet, number, place, _why_grey(row), style)
            case _:
                put(sheet, number, place, drawing.cells.get((row.key, column.code)), style)
    widths = {column.code: column.width for column in drawing.columns}
    contents: list[tuple[Content, float]] = [
        (drawing.cells.get((row.key, code)), widths[code]) for code in ("note", "supplied_by", "as_of", "data_period")
    ]
    says = check.result if isinstance(check.result, str) else ""
    contents += [(f"{row.name}{'　' * row.level * 2}", widths["name"]), (says.strip(), widths["check"])]
    contents += [(row.unit, widths["unit"])]
    sheet.set_row(number, row_height(contents, 24))
    return says


def _why_grey(row: FormRow) -> str:
    if row.derived:
        return pgettext("form", "calculated")
    match row.supply:
        case Supply.DEPARTMENT:
            return (
                _("supplied by {supplier}").format(supplier=row.supplier) if row.supplier else _("supplied elsewhere")
            )
        case Supply.CITY:
            return pgettext("form", "measured by the city")
    return pgettext("form", "not applicable")


def _check_of(
    drawing: Drawing,
    row: FormRow,
    value: Term,
    effective: Term,
    others: Mapping[str, tuple[str, Term]],
    choices: tuple[str, str],
) -> Live:
    confirms = row.supply is Supply.CONFIRM
    terms = RowTerms(
        value=value,
        note=drawing.term(row.key, "note") if row.fillable else Term('""'),
        last=drawing.term(row.key, "last"),
        accepted=drawing.term(row.key, "accepted"),
        effective=effective,
        confirm=drawing.term(row.key, "confirm") if confirms else None,
        prefill=drawing.term(row.key, "prefill") if confirms and row.prefill is not None else None,
        others=(drawing.term(row.key, "year_estimate"), drawing.term(row.key, "outlook")),
    )
    checks = [check for check in drawing.form.checks if check.row == row.key]
    if not row.fillable:
        typed = (CheckKind.REQUIRED, CheckKind.REASON)
        checks = [check for check in checks if check.kind not in typed]
        return formulas.check_cell(checks, _without_value(terms), others, choices)
    return formulas.check_cell(checks, terms, others, choices)


def _without_value(terms: RowTerms) -> RowTerms:
    """A row that nobody types in: its shown dash is no unreadable text."""
    return RowTerms(Term('""'), terms.note, terms.last, terms.accepted, terms.effective)


def _summary(drawing: Drawing, spoken: list[str]) -> Live:
    must, explain = formulas.SHAPES[Severity.MUST_FIX], formulas.SHAPES[Severity.MUST_EXPLAIN]
    span = drawing.span("check")
    wording = _("Check: {must} rows to correct, {explain} rows to explain.")
    head, rest = wording.split("{must}")
    middle, tail = rest.split("{explain}")
    formula = (
        f'{formulas.quoted(head)}&COUNTIF({span},"*{must}*")&{formulas.quoted(middle)}'
        f'&COUNTIF({span},"*{explain}*")&{formulas.quoted(tail)}'
    )
    musts, explains = (sum(1 for text in spoken if shape in text) for shape in (must, explain))
    return Live(formula, f"{head}{musts}{middle}{explains}{tail}")


def _conditional(drawing: Drawing) -> None:
    """Red and amber where a check speaks; the shape says it without colour."""
    check = column_letters(drawing.place("check") + 1)
    for shape, ink, ground in (("×", books.RED, books.RED_GROUND), ("▲", books.AMBER, books.AMBER_GROUND)):
        criteria = f'=ISNUMBER(SEARCH("{shape}",${check}{FIRST_ROW + 1}))'
        look = drawing.book.workbook.add_format({"font_color": ink, "bg_color": ground})
        for code in ("value", "check"):
            place = drawing.place(code)
            drawing.sheet.conditional_format(
                FIRST_ROW, place, drawing.last_row, place,
                {"type": "formula", "criteria": criteria, "format": look, "stop_if_true": True},
            )  # fmt: skip


def _validate(drawing: Drawing) -> None:
    """Drop-downs by defined names and limits on figures; every list and limit is a plain validation."""
    lists = {"confirm": "list_confirm", "outlook": "list_outlook", "nature": "list_nature"}
    for row in drawing.form.rows:
        if not row.fillable:
            continue
        number = drawing.row_of(row.key)
        for code, name in lists.items():
            if drawing.has(code) and code in drawing.inputs[row.key]:
                drop_down(drawing, number, code, name)
        ref = drawing.ref(row.key, "value")
        allowed = ",".join(f'TRIM({ref})="{word}"' for word in ("缺报", "—", "/", "无"))
        says = _("Enter a number in {unit}. No data: write 缺报 and give the reason under Explanation.").format(
            unit=row.unit or "—"
        )
        prompt = {"input_title": row.name[:32], "input_message": row.note[:255]} if row.note else {}
        place = drawing.place("value")
        drawing.sheet.data_validation(
            number, place, number, place,
            {
                "validate": "custom", "value": f"=OR({_limits(drawing, row, ref)},{allowed})", "ignore_blank": True,
                "error_title": _("Not a number"), "error_message": says[:224], **prompt,
            },
        )  # fmt: skip
        place = drawing.place("year_estimate")
        drawing.sheet.data_validation(
            number, place, number, place,
            {
                "validate": "decimal", "criteria": "between", "minimum": -(10**12), "maximum": 10**12,
                "error_title": _("Not a number"),
                "error_message": _("Enter the estimate for the whole year as a number in {unit}.").format(
                    unit=row.unit or "—"
                ),
            },
        )  # fmt: skip


def _limits(drawing: Drawing, row: FormRow, ref: str) -> str:
    checks: dict[CheckKind, Check] = {
        check.kind: check
        for check in drawing.form.checks
        if check.row == row.key and check.severity is Severity.MUST_FIX
    }
    parts = [f"ISNUMBER({ref})"]
    if CheckKind.NOT_NEGATIVE in checks:
        parts.append(f"{ref}>=0")
    most = checks.get(CheckKind.AT_MOST)
    if most is not None and most.limit is not None:
        parts.append(f"{ref}<={formulas.number(most.limit)}")
    return f"AND({','.join(parts)})" if len(parts) > 1 else parts[0]


# -- tasks, explanation and approval ------------------------------------------------------------------------------


def draw_tasks(book: Book, form: Form, answers: Answers | None, envelope: Envelope) -> Drawing:
    """The sheet 任务: state and words on each task and project."""
    drawing = begin(book, form, answers, envelope, TASKS)
    for key in drawing.keys:
        _draw_line(drawing, key, least=36)
        drop_down(drawing, drawing.row_of(key), "state", "list_state")
    drawing.sheet.freeze_panes(FIRST_ROW, drawing.place("measure"))
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
        style = cell_style(drawing, column, writable=column.code in drawing.inputs[key], **more)
        put(drawing.sheet, number, drawing.place(column.code), content, style)
        contents.append((content, column.width))
    drawing.sheet.set_row(number, row_height(contents, least))

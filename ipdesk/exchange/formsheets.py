"""The data sheets of the form: indicators, tasks, explanation and approval."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from ipdesk.domain.check import Check, CheckKind
from ipdesk.domain.finding import Severity
from ipdesk.domain.form import Answers, Form, FormRow
from ipdesk.domain.indicator import Supply
from ipdesk.exchange import book as books
from ipdesk.exchange import checknumber, formulas, words
from ipdesk.exchange.book import Book, put, put_live, row_height, set_page
from ipdesk.exchange.envelope import Envelope
from ipdesk.exchange.formulas import Live, RowTerms, Term
from ipdesk.exchange.layout import (
    INDICATORS,
    SIGN,
    TASKS,
    Cells,
    Column,
    Content,
    Role,
    cells_of,
    columns_of,
    headings,
    lines_of,
    sheet_names,
)
from ipdesk.exchange.marks import column_mark, row_mark
from ipdesk.exchange.raw import column_letters
from ipdesk.text.i18n import _, pgettext

TITLE_ROW, SCOPE_ROW, HINT_ROW, HEADING_ROW, CODE_ROW, FIRST_ROW = range(6)
_NOTE_COLUMNS: Final = ("note", "check", "name", "measure", "title", "source", "label", "progress", "problem", "text")


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

    def __post_init__(self) -> None:
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
    def last_shown(self) -> int:
        return max(self.place(column.code) for column in self.columns if column.role is not Role.HELP)


def begin(book: Book, form: Form, answers: Answers | None, envelope: Envelope, code: str) -> Drawing:
    """Add a data sheet with token, title, scope, headings and codes."""
    sheet = book.workbook.add_worksheet(sheet_names()[code])
    columns = columns_of(code, form)
    drawing = Drawing(book, form, answers, envelope, code, sheet, columns, cells_of(code, form, answers))
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
        put(sheet, HEADING_ROW, number, headings().get(column.code), heading)
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

"""The sheet of the form that is filled in with figures, each checked while it is typed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ipdesk.domain.check import Check, CheckKind
from ipdesk.domain.expression import Column
from ipdesk.domain.expression import Term as ExpressionTerm
from ipdesk.domain.finding import Severity
from ipdesk.domain.form import Answers, Form, FormRow, Question, may_revise
from ipdesk.domain.formfigures import issued
from ipdesk.domain.indicator import Supply
from ipdesk.exchange import book as books
from ipdesk.exchange import formulas, words
from ipdesk.exchange.book import Book, put, put_live, row_height
from ipdesk.exchange.envelope import Envelope
from ipdesk.exchange.formulas import Live, RowTerms, Term
from ipdesk.exchange.layout import (
    FIRST_ROW,
    INDICATORS,
    Content,
)
from ipdesk.exchange.marks import row_mark
from ipdesk.exchange.raw import column_letters
from ipdesk.exchange.ruleformula import Figure
from ipdesk.exchange.sheetframe import (
    HINT_ROW,
    Drawing,
    begin,
    cell_style,
    comment,
    drop_down,
    finish,
    freeze,
    mark_style,
)
from ipdesk.text import levels
from ipdesk.text.i18n import _, ngettext, pgettext


def draw_indicators(
    book: Book, form: Form, answers: Answers | None, envelope: Envelope, notices: tuple[Question, ...] = ()
) -> Drawing:
    """The sheet 指标 with live checks."""
    drawing = begin(book, form, answers, envelope, INDICATORS, notices)
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
    freeze(drawing, "unit")
    finish(
        drawing,
        [
            _("1. Fill in the light cells only. 0 is a figure, a blank is “not reported”. No data: 缺报 and why."),
            _("2. {heading}: choose 无误 or 有异议; if disputed, give your own figure and the reason.").format(
                heading=levels.handed_down(form.issuer)
            ),
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
    check = _with_revision(drawing, row, _check_of(drawing, row, value, effective, others, choices))
    for column in drawing.columns:
        writable = column.code in drawing.inputs[row.key]
        more: dict[str, Any] = {**grey, **mark_style(drawing, row.key, column.code)}
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
                put(sheet, number, place, _why_grey(drawing.form, row), style)
            case _:
                put(sheet, number, place, drawing.cells.get((row.key, column.code)), style)
        comment(drawing, row.key, column.code)
    widths = {column.code: column.width for column in drawing.columns}
    contents: list[tuple[Content, float]] = [
        (drawing.cells.get((row.key, code)), widths[code]) for code in ("note", "supplied_by", "as_of", "data_period")
    ]
    says = check.result if isinstance(check.result, str) else ""
    contents += [(f"{row.name}{'　' * row.level * 2}", widths["name"]), (says.strip(), widths["check"])]
    contents += [(row.unit, widths["unit"])]
    sheet.set_row(number, row_height(contents, 24))
    return says


def _why_grey(form: Form, row: FormRow) -> str:
    if row.derived:
        return pgettext("form", "calculated")
    match row.supply:
        case Supply.DEPARTMENT:
            return (
                _("supplied by {supplier}").format(supplier=row.supplier) if row.supplier else _("supplied elsewhere")
            )
        case Supply.CITY:
            return levels.measured(form.issuer)
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
        effective=effective,
        confirm=drawing.term(row.key, "confirm") if confirms else None,
        prefill=drawing.term(row.key, "prefill") if confirms and row.prefill is not None else None,
        others=(drawing.term(row.key, "year_estimate"), drawing.term(row.key, "outlook")),
        name=row.name,
        unit=row.unit,
        rows=others,
    )

    def figure(term: ExpressionTerm) -> Figure:
        """Where the workbook has what a rule names: this period in cells, all else as it was issued."""
        if term.column is not Column.THIS:
            issuing = drawing.form.row(term.row) if term.row else row
            return Figure("", issued(issuing, term.column) if issuing else None)
        if not term.row:
            return Figure(effective.ref, effective.number)
        found = others.get(term.row)
        return Figure(found[1].ref, found[1].number) if found else Figure("", None)

    checks = [check for check in drawing.form.checks if check.row == row.key]
    if not row.fillable:
        typed = (CheckKind.REQUIRED, CheckKind.REASON)
        checks = [check for check in checks if check.kind not in typed]
        return formulas.check_cell(checks, _without_value(terms), figure, choices)
    return formulas.check_cell(checks, terms, figure, choices)


def _with_revision(drawing: Drawing, row: FormRow, check: Live) -> Live:
    """修订上期数 that is no number, or says another figure than the last one and not why."""
    if not may_revise(drawing.form, row) or row.last is None:
        return check
    revised, reason = drawing.term(row.key, "revised_last"), drawing.term(row.key, "revision_reason")
    shape = formulas.SHAPES[Severity.MUST_FIX]
    unread = f"{shape} {_('the revised figure is not a number')}\n"
    unexplained = f"{shape} {_('state why the last period is revised')}\n"
    text = f'AND(ISTEXT({revised.ref}),TRIM({revised.ref})<>"")'
    other = f'AND(ISNUMBER({revised.ref}),{revised.ref}<>{formulas.number(row.last)},TRIM({reason.ref})="")'
    formula = f'IF({text},{_said(unread)},IF({other},{_said(unexplained)},""))'
    result = ""
    if isinstance(revised.content, str) and not revised.blank:
        result = unread
    elif revised.number is not None and revised.number != row.last and reason.blank:
        result = unexplained
    whole = f"{check.result if isinstance(check.result, str) else ''}{result}"
    return Live(f"{check.formula}&{formula}", whole or None)


def _said(text: str) -> str:
    return f"{formulas.quoted(text.rstrip())}&CHAR(10)"


def _without_value(terms: RowTerms) -> RowTerms:
    """A row that nobody types in: its shown dash is no unreadable text."""
    return replace(terms, value=Term('""'), confirm=None, prefill=None, others=())


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
    said = f"{head}{musts}{middle}{explains}{tail}"
    count = len(drawing.form.questions)
    if count:
        returned = ngettext(
            " Returned with {count} question: see the thick frames and their comments, and reply on the last sheet.",
            " Returned with {count} questions: see the thick frames and their comments, and reply on the last sheet.",
            count,
        ).format(count=count)
        formula, said = f"{formula}&{formulas.quoted(returned)}", said + returned
    return Live(formula, said)


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
        if may_revise(drawing.form, row):
            _limit_to_numbers(drawing, row, "revised_last")
        place = drawing.place("value")
        drawing.sheet.data_validation(
            number, place, number, place,
            {
                "validate": "custom", "value": f"=OR({_limits(drawing, row, ref)},{allowed})", "ignore_blank": True,
                "error_title": _("Not a number"), "error_message": says[:224], **prompt,
            },
        )  # fmt: skip
        _limit_to_numbers(drawing, row, "year_estimate")


def _limit_to_numbers(drawing: Drawing, row: FormRow, code: str) -> None:
    number, place = drawing.row_of(row.key), drawing.place(code)
    wording = (
        _("Enter what the figure of the last period should have been, in {unit}, and the reason beside it.")
        if code == "revised_last"
        else _("Enter the estimate for the whole year as a number in {unit}.")
    )
    drawing.sheet.data_validation(
        number, place, number, place,
        {
            "validate": "decimal", "criteria": "between", "minimum": -(10**12), "maximum": 10**12,
            "error_title": _("Not a number"), "error_message": wording.format(unit=row.unit or "—")[:224],
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

"""The verdict on the answers of a form: each check evaluated, with likely cause and one-cell repair.

The same checks become formulas in the workbook and the receiver's verdict; those on figures are conditions of the rule
language (`rule.condition_of`). A finding that must be explained is settled by text in the row's note: it stays as a
note, so that the reviewer still sees it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ipdesk.domain.check import Check, CheckKind
from ipdesk.domain.expression import Blank, Column, Condition, Term, terms
from ipdesk.domain.expressionvalue import Known, Outcome, deciding, outcome, quantity, rounded
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.form import Answers, Form, FormRow
from ipdesk.domain.formfigures import FormFigures
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.domain.likelycause import likely_cause
from ipdesk.domain.period import Period
from ipdesk.domain.quantity import canonical, convert, round_half_up
from ipdesk.domain.quotient import decimal_of, settled
from ipdesk.domain.revision import check_revisions
from ipdesk.domain.rule import DIFFERENCE, LEFT, MEASURE, PLACEHOLDER, RIGHT, ROW, USUAL_JUMP, condition_of, term_of
from ipdesk.domain.target import TargetKind
from ipdesk.domain.value import Value, ValueStatus

__all__ = ["USUAL_JUMP", "blocking", "check_answers", "progress", "standard_checks"]

#: Units whose figures cannot pass a hundred.
_OF_A_HUNDRED: Final = ("%", "分")
_CHANGES: Final = (TargetKind.GROWTH, TargetKind.REDUCTION)
#: A count that changes by no more than so many says nothing, however many times it is the last one: 1 and 6 are both
#: few. Twice the spread of a count of 25 (its root), rounded.
SMALL_COUNT: Final = Decimal(10)
#: The units in which things are counted, in the unit that one thing is.
_COUNTED: Final = ("件", "个", "次", "人")
_ALSO_COUNTED: Final = ("家", "名", "户", "项", "条", "家次", "人次", "场", "宗", "起", "所", "件次")


def check_answers(form: Form, answers: Answers) -> tuple[Finding, ...]:
    """All findings, by the order of rows, then of checks; a check on a row that is not there says nothing."""
    by_row: dict[str, list[Check]] = {}
    for check in form.checks:
        by_row.setdefault(check.row, []).append(check)
    figures = FormFigures(form, answers.values)
    found = []
    for row in form.rows:
        value = answers.values.get(row.key)
        if value is not None and value.status is ValueStatus.NOT_ASKED:
            continue
        known = figures.known(row)
        told: set[tuple[str, str, str]] = set()
        for check in by_row.get(row.key, ()):
            finding = _evaluate(check, row, form, value, known)
            if finding is None:
                continue
            explained = _with_cause(finding, check, row, figures, by_row)
            cause = (explained.cause, explained.repair_row, explained.repair)
            found.append(_settle(finding if cause in told else explained, value))
            if explained.cause:  # one slip often breaks several checks: its cause is told once
                told.add(cause)
    return (*found, *check_revisions(form, answers), *_untitled(form, answers), *_too_long(form, answers))


def _untitled(form: Form, answers: Answers) -> tuple[Finding, ...]:
    """Other work of the unit that is told of without being named."""
    return tuple(
        Finding("check_untitled", Severity.MUST_FIX, Where(form.unit, form.period, form.id, task.key, "title"))
        for task in form.tasks
        if task.added and task.key in answers.tasks and not answers.tasks[task.key].title
    )


def _too_long(form: Form, answers: Answers) -> tuple[Finding, ...]:
    """Tasks of which more is told than the form has room for, also by hand in a workbook."""
    return tuple(
        Finding(
            "check_text_too_long", Severity.MUST_FIX, Where(form.unit, form.period, form.id, task.key, "progress"),
            {"count": str(len(answers.tasks[task.key].progress)), "limit": str(form.text_limit)},
        )
        for task in form.tasks
        if task.key in answers.tasks and 0 < form.text_limit < len(answers.tasks[task.key].progress)
    )  # fmt: skip


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What keeps a form from being fixed: to be mended, or to be explained and not yet explained."""
    return tuple(finding for finding in findings if finding.severity is not Severity.NOTE)


def progress(form: Form, answers: Answers) -> tuple[int, int]:
    """How many of the rows to be filled are answered, and how many there are."""
    rows = [row for row in form.rows if row.fillable]
    return sum(_unanswered(row, answers.values.get(row.key)) is None for row in rows), len(rows)


def standard_checks(rows: Iterable[FormRow], period: Period | None = None) -> tuple[Check, ...]:
    """The checks that every form has, from its rows.

    With the report period, a running total in the first period of its year is not held against the last one's.
    """
    checks: list[Check] = []
    for row in rows:
        if row.derived and row.unit == "%" and row.factor == 100:
            checks.append(_check(row.numerator, CheckKind.NOT_ABOVE_ROW, Severity.MUST_FIX, other=row.denominator))
        if not row.fillable:
            continue
        of_change = row.target is not None and row.target.kind in _CHANGES
        checks.append(_check(row.key, CheckKind.REQUIRED, Severity.MUST_FIX))
        if not of_change:
            checks.append(_check(row.key, CheckKind.NOT_NEGATIVE, Severity.MUST_FIX))
        # Things are counted in whole numbers; a share with more decimals than printed is only the better known.
        severity = Severity.MUST_FIX if row.decimals == 0 else Severity.NOTE
        checks.append(_check(row.key, CheckKind.DECIMALS, severity, limit=Decimal(row.decimals)))
        if row.unit in _OF_A_HUNDRED and not of_change:
            checks.append(_check(row.key, CheckKind.AT_MOST, Severity.MUST_FIX, limit=Decimal(100)))
        if row.entry is Entry.RUNNING:
            checks.append(_check(row.key, CheckKind.NOT_BELOW_LAST, Severity.MUST_FIX))
        if not (row.entry is Entry.RUNNING and period is not None and _first_of_year(period)):
            jump = _check(row.key, CheckKind.JUMP, Severity.MUST_EXPLAIN, limit=USUAL_JUMP)
            checks.append(replace(jump, floor=small_change(row.unit)))
        checks.append(_check(row.key, CheckKind.REASON, Severity.MUST_FIX))
    return tuple(checks)


def small_change(unit: str) -> Decimal | None:
    """A change that is too small to tell anything, in the unit of a row; None where nothing is counted."""
    if unit in _ALSO_COUNTED:
        return SMALL_COUNT
    return next((small for one in _COUNTED if (small := convert(SMALL_COUNT, one, unit)) is not None), None)


def _check(row: str, kind: CheckKind, severity: Severity, *, limit: Decimal | None = None, other: str = "") -> Check:
    return Check(f"{row}.{kind.value}", kind, row, severity, limit, other)


def _first_of_year(period: Period) -> bool:
    return period.number == 1


def _evaluate(check: Check, row: FormRow, form: Form, value: Value | None, known: Known) -> Finding | None:
    match check.kind:
        case CheckKind.REQUIRED:
            return _required(check, row, form, value)
        case CheckKind.REASON:
            return _reason(check, row, form, value)
        case CheckKind.DECIMALS:
            return _decimals(check, row, form, known(_THIS))
    condition = condition_of(check)
    if condition is None:
        return Finding("check_rule_unread", Severity.NOTE, _where(form, row), {"rule": check.expression[:80]})
    found = outcome(condition, known)
    if found > Outcome.ABSENT:
        return None
    quantity = known(_THIS)
    params = _params(row, quantity)
    if check.kind is CheckKind.RULE:
        return _rule(check, condition, found, row, form, known)
    if quantity is None:
        return None
    match check.kind:
        case CheckKind.NOT_NEGATIVE:
            return Finding("check_not_negative", check.severity, _where(form, row), params)
        case CheckKind.AT_MOST if check.limit is not None:
            params |= {"limit": canonical(check.limit)}
            return Finding("check_at_most", check.severity, _where(form, row), params)
        case CheckKind.NOT_BELOW_LAST if row.accepted is not None:
            params |= {"accepted": canonical(settled(row.accepted))}
            return Finding("check_not_below_last", check.severity, _where(form, row), params)
        case CheckKind.NOT_ABOVE_ROW:
            return _above_row(check, row, form, known, params)
        case CheckKind.JUMP if row.last is not None:
            return _jump(check, row, form, quantity, row.last)
    return None


_THIS: Final = Term()


def _with_cause(
    finding: Finding, check: Check, row: FormRow, figures: FormFigures, checks: Mapping[str, list[Check]]
) -> Finding:
    """The finding with its likely cause and the repair of one cell, where there is one."""
    cause = likely_cause(check, row, figures, checks)
    if cause is None or finding.repair:
        return finding
    target = figures.row(cause.row) or row
    params = {**finding.params, **cause.params, "repair_name": target.name, "repair_unit": target.unit}
    if cause.repaired is None:
        return replace(finding, params=params, cause=cause.code)
    repaired = canonical(settled(cause.repaired))
    where = "" if cause.row == row.key else cause.row
    return replace(finding, params=params | {"repaired": repaired}, cause=cause.code, repair=repaired, repair_row=where)


def _settle(finding: Finding, value: Value | None) -> Finding:
    if finding.severity is not Severity.MUST_EXPLAIN or value is None or not value.note.strip():
        return finding
    params = {**finding.params, "of": finding.code, "explanation": value.note.strip()}
    return Finding("check_explained", Severity.NOTE, finding.where, params)


def _where(form: Form, row: FormRow, column: str = "quantity") -> Where:
    return Where(unit=form.unit, period=form.period, form=form.id, row=row.key, column=column)


def _params(row: FormRow, quantity: Decimal | None = None, **others: str) -> dict[str, str]:
    known = {"name": row.name, "unit_of_measure": row.unit}
    if quantity is not None:
        known["value"] = canonical(settled(quantity))
    return known | others


def _unanswered(row: FormRow, value: Value | None) -> str | None:
    """Why a row to be filled counts as not answered, None when it is answered."""
    if value is None:
        return "confirm" if row.supply is Supply.CONFIRM and row.prefill is not None else "blank"
    match value.status:
        case ValueStatus.UNREAD:
            return "unread"
        case ValueStatus.DISPUTED:
            return "own_figure" if value.quantity is None else None
        case ValueStatus.CONFIRMED:
            return "no_prefill" if value.quantity is None and row.prefill is None else None
        case ValueStatus.GIVEN | ValueStatus.ESTIMATED:
            return "blank" if value.quantity is None and not value.note.strip() else None
        case ValueStatus.ZERO | ValueStatus.MISSING | ValueStatus.NOT_ASKED:
            return None


def _required(check: Check, row: FormRow, form: Form, value: Value | None) -> Finding | None:
    why = _unanswered(row, value)
    if why is None:
        return None
    where, params = _where(form, row), _params(row)
    match why:
        case "unread" if value is not None:
            return Finding("check_unread", check.severity, where, params | {"raw": value.raw})
        case "own_figure":
            return Finding("check_required_own_figure", check.severity, where, params)
        case "no_prefill":
            return Finding("check_required_no_prefill", check.severity, where, params)
        case "confirm" if row.prefill is not None:
            prefill = canonical(settled(row.prefill))
            return Finding("check_required_confirm", check.severity, where, params | {"prefill": prefill})
        case "blank":
            return Finding("check_required", check.severity, where, params)
    return None


def _reason(check: Check, row: FormRow, form: Form, value: Value | None) -> Finding | None:
    if value is None or value.note.strip():
        return None
    where = _where(form, row, "note")
    if value.status is ValueStatus.MISSING:
        return Finding("check_reason_missing", check.severity, where, _params(row))
    if value.status is ValueStatus.DISPUTED:
        return Finding("check_reason_disputed", check.severity, where, _params(row, value.quantity))
    return None


def _decimals(check: Check, row: FormRow, form: Form, quantity: Decimal | None) -> Finding | None:
    limit = int(check.limit if check.limit is not None else row.decimals)
    if quantity is None or (rounded_to := round_half_up(quantity, limit)) == quantity:
        return None
    params = _params(row, quantity, limit=str(limit))
    if limit == 0:  # half a thing is more often a wrong unit than a wrong digit: nothing is offered
        return Finding("check_decimals_count", check.severity, _where(form, row), params)
    return Finding("check_decimals", check.severity, _where(form, row), params, canonical(rounded_to))


def _above_row(check: Check, row: FormRow, form: Form, known: Known, params: dict[str, str]) -> Finding | None:
    whole, other = form.row(check.other), known(Term(Column.THIS, check.other))
    if whole is None or other is None:
        return None
    params |= {"other": canonical(settled(other)), "other_name": whole.name}
    return Finding("check_not_above_row", check.severity, _where(form, row), params)


def _jump(check: Check, row: FormRow, form: Form, quantity: Decimal, last: Decimal) -> Finding:
    """Which way it jumped: up or down by more than `limit` times, to zero, or over zero."""
    where, params = _where(form, row), _params(row, quantity, last=canonical(settled(last)))
    if quantity == 0:
        return Finding("check_jump_zero", check.severity, where, params)
    if (quantity > 0) != (last > 0):
        return Finding("check_jump_sign", check.severity, where, params)
    times = Fraction(quantity) / Fraction(last)
    params |= {"ratio": canonical(decimal_of(times)), "share": canonical(decimal_of(times))}
    return Finding("check_jump_up" if times > 1 else "check_jump_down", check.severity, where, params)


def _rule(check: Check, condition: Condition, found: Outcome, row: FormRow, form: Form, known: Known) -> Finding:
    """What a rule of plan or policy says: its own message, or the rule in words; an absent figure is named."""
    params = _params(row, known(_THIS), rule=check.expression, message=check.message)
    for term in terms(condition):
        other = form.row(term.row) if term.row else None
        if other is not None:
            params[f"name.{other.key}"] = other.name
    params |= _placed(condition, check.message, row, known)
    if found is Outcome.ABSENT:
        absent = next((t for t in terms(condition) if t.blank is Blank.FAULT and known(t) is None), _THIS)
        named = (form.row(absent.row) if absent.row else row) or row
        return Finding("check_rule_absent", check.severity, _where(form, row), params | {"absent": named.name})
    code = "check_rule" if check.message else "check_rule_plain"
    return Finding(code, check.severity, _where(form, row), params)


def _placed(condition: Condition, message: str, row: FormRow, known: Known) -> dict[str, str]:
    """What the placeholders of a message stand for, under their own names; one that has no figure is left out."""
    comparison = deciding(condition)
    left = quantity(comparison.left, known) if comparison else None
    right = quantity(comparison.right, known) if comparison else None
    figures: dict[str, Fraction | None] = {LEFT: left, RIGHT: right}
    figures[DIFFERENCE] = left - right if left is not None and right is not None else None
    asked = set(PLACEHOLDER.findall(message))
    for name in asked - figures.keys():
        term = term_of(name)
        value = known(term) if term is not None else None
        figures[name] = None if value is None else Fraction(value)
    texts = {
        name: canonical(decimal_of(rounded(value)))
        for name, value in figures.items()
        if value is not None and (name in asked or not message)
    }
    return {ROW: row.name, MEASURE: row.unit} | texts

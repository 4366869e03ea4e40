"""The verdict on the answers of a form: each check evaluated, with likely cause and one-cell repair.

The same checks become formulas in the workbook and the receiver's verdict; each kind has one evaluator here. A finding
that must be explained is settled by text in the row's note: it stays as a note, so that the reviewer still sees it.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ipdesk.domain.check import Check, CheckKind
from ipdesk.domain.derive import row_figure
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.form import Answers, Form, FormRow
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.domain.period import Period
from ipdesk.domain.quantity import canonical, convert, round_half_up
from ipdesk.domain.quotient import decimal_of, settled
from ipdesk.domain.target import TargetKind
from ipdesk.domain.value import Value, ValueStatus

#: More than so many times the last figure, or less than one in so many, must be explained.
USUAL_JUMP: Final = Decimal(5)

#: Units that are mistaken for one another, each within its family (`quantity.convert`).
_SIBLINGS: Final = ("元", "万元", "亿元", "人", "万人", "件", "万件", "次", "万次")
#: Units whose figures cannot pass a hundred.
_OF_A_HUNDRED: Final = ("%", "分")
#: A fall below this part of the accepted running total looks like the figure of one period entered as the total.
_LIKE_AN_INCREMENT: Final = Decimal("0.75")
_CHANGES: Final = (TargetKind.GROWTH, TargetKind.REDUCTION)


def check_answers(form: Form, answers: Answers) -> tuple[Finding, ...]:
    """All findings, by the order of rows, then of checks; a check on a row that is not there says nothing."""
    by_row: dict[str, list[Check]] = {}
    for check in form.checks:
        by_row.setdefault(check.row, []).append(check)
    found = []
    for row in form.rows:
        value = answers.values.get(row.key)
        if value is not None and value.status is ValueStatus.NOT_ASKED:
            continue
        for check in by_row.get(row.key, ()):
            finding = _evaluate(check, row, form, answers)
            if finding is not None:
                found.append(_settle(finding, value))
    return tuple(found)


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
            checks.append(_check(row.key, CheckKind.JUMP, Severity.MUST_EXPLAIN, limit=USUAL_JUMP))
        checks.append(_check(row.key, CheckKind.REASON, Severity.MUST_FIX))
    return tuple(checks)


def _check(row: str, kind: CheckKind, severity: Severity, *, limit: Decimal | None = None, other: str = "") -> Check:
    return Check(f"{row}.{kind.value}", kind, row, severity, limit, other)


def _first_of_year(period: Period) -> bool:
    return period.number == 1


def _evaluate(check: Check, row: FormRow, form: Form, answers: Answers) -> Finding | None:
    value = answers.values.get(row.key)
    match check.kind:
        case CheckKind.REQUIRED:
            return _required(check, row, form, value)
        case CheckKind.REASON:
            return _reason(check, row, form, value)
        case CheckKind.NOT_ABOVE_ROW:
            return _not_above_row(check, row, form, answers)
    quantity = row_figure(form, row, answers.values)
    if quantity is None:
        return None
    match check.kind:
        case CheckKind.NOT_NEGATIVE:
            return _not_negative(check, row, form, quantity)
        case CheckKind.DECIMALS:
            return _decimals(check, row, form, quantity)
        case CheckKind.AT_MOST:
            return _at_most(check, row, form, quantity)
        case CheckKind.NOT_BELOW_LAST:
            return _not_below_last(check, row, form, quantity)
        case CheckKind.JUMP:
            return _jump(check, row, form, quantity)


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
    where, params = _where(form, row), _params(row)
    match _unanswered(row, value):
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


def _not_negative(check: Check, row: FormRow, form: Form, quantity: Decimal) -> Finding | None:
    if quantity >= 0:
        return None
    return Finding("check_not_negative", check.severity, _where(form, row), _params(row, quantity))


def _decimals(check: Check, row: FormRow, form: Form, quantity: Decimal) -> Finding | None:
    limit = int(check.limit if check.limit is not None else row.decimals)
    rounded = round_half_up(quantity, limit)
    if rounded == quantity:
        return None
    params = _params(row, quantity, limit=str(limit))
    if limit == 0:  # half a thing is more often a wrong unit than a wrong digit: nothing is offered
        return Finding("check_decimals_count", check.severity, _where(form, row), params)
    return Finding("check_decimals", check.severity, _where(form, row), params, canonical(rounded))


def _at_most(check: Check, row: FormRow, form: Form, quantity: Decimal) -> Finding | None:
    if check.limit is None or quantity <= check.limit:
        return None
    params = _params(row, quantity, limit=canonical(check.limit))
    return Finding("check_at_most", check.severity, _where(form, row), params)


def _not_below_last(check: Check, row: FormRow, form: Form, quantity: Decimal) -> Finding | None:
    accepted = row.accepted
    if accepted is None or quantity >= accepted:
        return None
    where, params = _where(form, row), _params(row, quantity, accepted=canonical(settled(accepted)))
    if 0 < quantity <= accepted * _LIKE_AN_INCREMENT:
        repaired = canonical(settled(accepted + quantity))
        params["repaired"] = repaired
        return Finding("check_not_below_last_increment", check.severity, where, params, repaired)
    return Finding("check_not_below_last", check.severity, where, params)


def _jump(check: Check, row: FormRow, form: Form, quantity: Decimal) -> Finding | None:
    """Against the last figure: up or down by more than `limit` times, to zero, or over zero."""
    last, limit = row.last, check.limit or USUAL_JUMP
    if last is None or last == 0:
        return None
    where, params = _where(form, row), _params(row, quantity, last=canonical(settled(last)))
    if quantity == 0:
        return Finding("check_jump_zero", check.severity, where, params)
    if (quantity > 0) != (last > 0):
        return Finding("check_jump_sign", check.severity, where, params)
    times = Fraction(quantity) / Fraction(last)
    if _plausible(times, limit):
        return None
    params |= {"ratio": canonical(decimal_of(times)), "share": canonical(decimal_of(times))}
    for unit in _SIBLINGS:
        entered = convert(quantity, unit, row.unit) if unit != row.unit else None
        if entered is not None and _plausible(Fraction(entered) / Fraction(last), limit):
            repaired = canonical(settled(entered))
            params |= {"likely_unit": unit, "repaired": repaired}
            return Finding("check_jump_scale", check.severity, where, params, repaired)
    if row.unit == "%" and abs(quantity) <= 1 and _plausible(times * 100, limit):
        repaired = canonical(settled(quantity * 100))
        return Finding("check_jump_fraction", check.severity, where, params | {"repaired": repaired}, repaired)
    if times > 1:
        return Finding("check_jump_up", check.severity, where, params)
    return Finding("check_jump_down", check.severity, where, params)


def _plausible(times: Fraction, limit: Decimal) -> bool:
    return 1 / Fraction(limit) <= times <= Fraction(limit)


def _not_above_row(check: Check, row: FormRow, form: Form, answers: Answers) -> Finding | None:
    whole = form.row(check.other)
    if whole is None:
        return None
    quantity = row_figure(form, row, answers.values)
    other = row_figure(form, whole, answers.values)
    if quantity is None or other is None or quantity <= other:
        return None
    params = _params(row, quantity, other=canonical(settled(other)), other_name=whole.name)
    return Finding("check_not_above_row", check.severity, _where(form, row), params)

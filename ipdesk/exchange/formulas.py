"""Checks compiled to the live formulas of the form; each formula is made beside the value it will show.

A `Term` is a cell: the formula text that names it and the content it has now. A `Live` is a formula with its result:
the result is stored in the file as the cached value, so that a preview or a phone shows what Excel would. The domain's
verdict is made from the same `Check` values; `tests/exchange/test_parity.py` proves that they agree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ipdesk.domain.check import Check, CheckKind
from ipdesk.domain.expression import Condition as Rule
from ipdesk.domain.expression import rows_of
from ipdesk.domain.finding import Severity
from ipdesk.domain.quantity import canonical, divide, round_half_up
from ipdesk.domain.rule import condition_of
from ipdesk.exchange import ruleformula
from ipdesk.exchange.layout import Content, number_text
from ipdesk.exchange.numbers import NOT_AVAILABLE_WORDS
from ipdesk.exchange.ruleformula import Figures
from ipdesk.text.i18n import _
from ipdesk.text.rulewords import words_of

#: Of the 8,192 characters that Excel allows; a few are kept for what a copy to another place adds.
_MAX_FORMULA: Final = 8000

#: In the GB 2312 set, so every Chinese face has them; on black-and-white paper the shape tells.
SHAPES: Final = {Severity.MUST_FIX: "×", Severity.MUST_EXPLAIN: "▲", Severity.NOTE: "·"}


@dataclass(frozen=True, slots=True)
class Term:
    """A cell as a formula names it, and what it holds."""

    ref: str
    content: Content = None

    @property
    def number(self) -> Decimal | None:
        return self.content if isinstance(self.content, Decimal) else None

    @property
    def blank(self) -> bool:
        return isinstance(self.content, str | None) and not (self.content or "").strip(" ")


@dataclass(frozen=True, slots=True)
class Live:
    """A formula without its leading `=`, and its result."""

    formula: str
    result: Content


@dataclass(frozen=True, slots=True)
class Condition:
    """A formula that is TRUE or FALSE, and which of them it is."""

    formula: str
    holds: bool


@dataclass(frozen=True, slots=True)
class RowTerms:
    """The cells of one row that checks look at; `confirm` and `prefill` are None where the row has none."""

    value: Term
    note: Term
    effective: Term
    confirm: Term | None = None
    prefill: Term | None = None
    others: tuple[Term, ...] = ()  # full-year estimate and outlook: with them alone a row is begun, not answered
    name: str = ""
    unit: str = ""
    rows: Mapping[str, tuple[str, Term]] = field(default_factory=dict)  # name and figure of all rows by key


def quoted(text: str) -> str:
    """A text constant in a formula; Excel allows 255 characters."""
    return '"' + text[:255].replace('"', '""') + '"'


def number(quantity: Decimal) -> str:
    """A number constant in a formula."""
    return canonical(quantity)


def _is_number(term: Term) -> str:
    return f"ISNUMBER({term.ref})"


def _is_blank(term: Term) -> str:
    return f'TRIM({term.ref})=""'


def effective_of_unit(value: Term) -> Live:
    """The figure of a row that the unit types: the number, or nothing."""
    return Live(f'IF(ISNUMBER({value.ref}),{value.ref},"")', value.number)


def effective_of_confirm(value: Term, confirm: Term, prefill: Term, correct: str) -> Live:
    """The figure of a confirmed row: handed down when 无误 and nothing else is typed, else the unit's own."""
    own = f'IF(ISNUMBER({value.ref}),{value.ref},"")'
    agreed = f'IF(OR({_is_blank(value)},{value.ref}={prefill.ref}),IF(ISNUMBER({prefill.ref}),{prefill.ref},""),"")'
    if confirm.content == correct:
        result = prefill.number if value.blank or value.content == prefill.content else None
    else:
        result = value.number
    return Live(f"IF({confirm.ref}={quoted(correct)},{agreed},{own})", result)


def ratio(numerator: Term, denominator: Term, factor: Decimal) -> Live:
    """A derived figure: numerator ÷ denominator × factor, nothing while a part is missing."""
    top, bottom = numerator.number, denominator.number
    result = None if top is None or bottom is None else divide(top * factor, bottom)
    formula = (
        f"IF(AND({_is_number(numerator)},{_is_number(denominator)}),"
        f'IF({denominator.ref}=0,"",{numerator.ref}*{number(factor)}/{denominator.ref}),"")'
    )
    return Live(formula, result)


def difference(value: Term, planned: Term) -> Live:
    """The figure less the planned value, nothing while either is missing."""
    result = None if value.number is None or planned.number is None else value.number - planned.number
    return Live(f'IF(AND({_is_number(value)},{_is_number(planned)}),{value.ref}-{planned.ref},"")', result)


def _known_word(value: Term) -> Condition:
    """Whether the figure's cell says in a word that there is none."""
    words = ",".join(map(quoted, NOT_AVAILABLE_WORDS))
    holds = isinstance(value.content, str) and value.content.strip(" ") in NOT_AVAILABLE_WORDS
    return Condition(f"ISNUMBER(MATCH(TRIM({value.ref}),{{{words}}},0))", holds)


def _unread(row: RowTerms) -> Condition:
    """A text in the figure's cell that is not one of the words for having none."""
    word, value = _known_word(row.value), row.value
    return Condition(
        f'AND(ISTEXT({value.ref}),TRIM({value.ref})<>"",NOT({word.formula}))',
        isinstance(value.content, str) and not value.blank and not word.holds,
    )


def _required(row: RowTerms, choices: tuple[str, str]) -> list[tuple[Condition, str]]:
    """Why a row does not count as answered, one reason each with its words."""
    correct, disputed = choices
    terms = [row.value, row.note, *row.others, *([row.confirm] if row.confirm else [])]
    empty = Condition(f"AND({','.join(map(_is_blank, terms))})", all(term.blank for term in terms))
    if row.confirm is None or row.prefill is None:
        return [(empty, _("not filled in"))]
    confirm, value, prefill = row.confirm, row.value, row.prefill
    no_figure = Condition(
        f"AND({confirm.ref}={quoted(disputed)},NOT(ISNUMBER({value.ref})))",
        confirm.content == disputed and value.number is None,
    )
    differs = Condition(
        f"AND({confirm.ref}={quoted(correct)},NOT({_is_blank(value)}),{value.ref}<>{prefill.ref})",
        confirm.content == correct and not value.blank and value.content != prefill.content,
    )
    nothing = Condition(
        f"AND({confirm.ref}={quoted(correct)},NOT(ISNUMBER({prefill.ref})))",
        confirm.content == correct and prefill.number is None,
    )
    return [
        (empty, _("not confirmed")),
        (no_figure, _("disputed: give your own figure")),
        (differs, _("confirmed as correct, but another figure is filled in")),
        (nothing, _("there is no figure to confirm")),
    ]


def _reason(row: RowTerms, disputed: str) -> Condition:
    """有异议, 缺报, or an estimate without a figure, and not a word in 情况说明."""
    word = _known_word(row.value)
    empty = [row.value, *([row.confirm] if row.confirm else [])]
    others = [f"NOT({_is_blank(term)})" for term in row.others]
    formulas = [word.formula, f"AND({','.join(map(_is_blank, empty))},OR({','.join(others)}))"]
    holds = word.holds or (all(term.blank for term in empty) and any(not term.blank for term in row.others))
    if row.confirm is not None and row.prefill is not None:
        confirm, value, prefill = row.confirm, row.value, row.prefill
        formulas.append(f"{confirm.ref}={quoted(disputed)}")
        numbers = f"ISNUMBER({value.ref}),ISNUMBER({prefill.ref})"
        formulas.append(f"AND({_is_blank(confirm)},{numbers},{value.ref}<>{prefill.ref})")
        own = value.number is not None and prefill.number is not None and value.number != prefill.number
        holds = holds or confirm.content == disputed or (confirm.blank and own)
    return Condition(f"AND({_is_blank(row.note)},OR({','.join(formulas)}))", holds and row.note.blank)


def _decimals(row: RowTerms, limit: int) -> Condition:
    value = row.effective
    truth = value.number is not None and value.number != round_half_up(value.number, limit)
    return Condition(f"IF({_is_number(value)},ROUND({value.ref},{limit})<>{value.ref},FALSE)", truth)


def _spoken(check: Check, row: RowTerms, figures: Figures, choices: tuple[str, str]) -> list[tuple[Condition, Live]]:
    """When the check speaks up and what it says; only the messages of rules have numbers that change while typing."""
    match check.kind:
        case CheckKind.REQUIRED:
            return [(condition, _said(says)) for condition, says in _required(row, choices)]
        case CheckKind.REASON:
            return [(_reason(row, choices[1]), _said(_("state the reason under Explanation")))]
        case CheckKind.DECIMALS:
            limit = int(check.limit or 0)
            says = _("at most {limit} decimals").format(limit=limit) if limit else _("must be a whole number")
            return [(_decimals(row, limit), _said(says))]
    rule = condition_of(check)
    if rule is None:
        says = _("a rule that this version cannot check; it is checked on receipt")
        return [(Condition("TRUE", True), _said(says))]
    formula = ruleformula.broken_formula(rule, figures)
    if not formula:
        return []
    return [(Condition(formula, ruleformula.is_broken(rule, figures)), _wording(check, rule, row, figures))]


def _wording(check: Check, rule: Rule, row: RowTerms, figures: Figures) -> Live:
    """What a check on figures says when it speaks up."""
    shown = number_text(check.limit or Decimal(0), 6)
    match check.kind:
        case CheckKind.NOT_NEGATIVE:
            return _said(_("must not be negative"))
        case CheckKind.AT_MOST:
            return _said(_("must not be above {limit}").format(limit=shown))
        case CheckKind.NOT_BELOW_LAST:
            return _said(_("running total is below the figure already accepted this year"))
        case CheckKind.NOT_ABOVE_ROW:
            name = row.rows[check.other][0] if check.other in row.rows else check.other
            return _said(_("must not be above “{name}”").format(name=name))
        case CheckKind.JUMP:
            says = _("far off the last period (over {limit} times): check the unit of measure, or explain")
            return _said(says.format(limit=shown))
    if not check.message:
        names = {f"name.{key}": row.rows[key][0] for key in rows_of(rule) if key in row.rows}
        return _said(_("does not agree: {rule}").format(rule=words_of(rule, names)))
    return Live(*ruleformula.message_formula(check.message, rule, figures, (row.name, row.unit)))


def _said(text: str) -> Live:
    return Live(ruleformula.quoted(text), text)


def explained(condition: Condition, check: Check, row: RowTerms) -> Condition:
    """A must-explain check is silent once something stands under 情况说明."""
    if check.severity is not Severity.MUST_EXPLAIN:
        return condition
    return Condition(f"AND({condition.formula},{_is_blank(row.note)})", condition.holds and row.note.blank)


def check_cell(checks: Iterable[Check], row: RowTerms, figures: Figures, choices: tuple[str, str]) -> Live:
    """The check column of a row: one line for each check that speaks up, nothing when all is well.

    `figures` leads from a rule's terms to cells and issued figures, `choices` are the words for 无误 and 有异议. A cell
    holds 8,192 characters of formula: what would not fit is left to the check on receipt, and the row says so.
    """
    spoken = [(_unread(row), _line(Severity.MUST_FIX, _said(_("not a number"))))]
    for check in checks:
        for condition, says in _spoken(check, row, figures, choices):
            spoken.append((explained(condition, check, row), _line(check.severity, says)))
    parts = [f'IF({condition.formula},{says.formula}&CHAR(10),"")' for condition, says in spoken]
    if sum(len(part) + 1 for part in parts) > _MAX_FORMULA:
        rest = _line(Severity.NOTE, _said(_("further rules are checked on receipt")))
        while sum(len(part) + 1 for part in parts) > _MAX_FORMULA - 200:
            parts.pop()
        spoken = [*spoken[: len(parts)], (Condition("TRUE", True), rest)]
        parts.append(f"{rest.formula}&CHAR(10)")
    result = "".join(f"{says.result}\n" for condition, says in spoken if condition.holds)
    return Live("&".join(parts), result or None)


def _line(severity: Severity, says: Live) -> Live:
    mark = f"{SHAPES[severity]} "
    return Live(f"{quoted(mark)}&{says.formula}", f"{mark}{says.result}")

"""Rules as plan and policy keep them, and the condition that each check of a form stands for.

A rule is written once, for items; on each form it becomes checks of the rows that are there. The checks that every
form has are conditions of the same language, so app, workbook and receiver compile them in one way.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ipdesk.domain.check import Check, CheckKind
from ipdesk.domain.errors import WrongUse
from ipdesk.domain.expression import Blank, Column, Compare, Comparison, Condition, Constant, Term, terms
from ipdesk.domain.expressiontext import read_condition
from ipdesk.domain.finding import Severity
from ipdesk.domain.form import FormRow
from ipdesk.domain.formfigures import issued
from ipdesk.domain.indicator import Entry
from ipdesk.domain.quantity import canonical

#: Rules that stand on many rows, instead of the key of one.
EVERY: Final = "*"
_ENTRIES: Final = {f"*{entry.value}": entry for entry in Entry}  # *running: every running total of the year
#: What a message may name, beside terms of its rule: both sides, their difference, the row and its unit of measure.
LEFT, RIGHT, DIFFERENCE, ROW, MEASURE = "左", "右", "差", "行名", "单位"
PLACEHOLDERS: Final = (LEFT, RIGHT, DIFFERENCE, ROW, MEASURE)
PLACEHOLDER: Final = re.compile(r"\{([^{}]{1,60})\}")

#: More than so many times the last figure, or less than one in so many, must be explained.
USUAL_JUMP: Final = Decimal(5)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a plan or a policy. `item` is the key of the row it stands on, `*` for every row that is filled in,
    `*state`, `*increment` or `*running` for those that are entered so.

    `expression` is the condition that must hold; a rule of the policy with the id of a plan's rule stands in its
    place, with an empty expression it switches it off. `message` says what is wrong, with placeholders in braces.
    """

    id: str
    item: str
    expression: str
    severity: Severity
    message: str = ""
    note: str = ""  # why the rule is there, for those who keep it


def in_force(plan: Iterable[Rule], policy: Iterable[Rule]) -> tuple[Rule, ...]:
    """The plan's rules as the policy changed them, then the policy's own."""
    rules = {rule.id: rule for rule in plan} | {rule.id: rule for rule in policy}
    return tuple(rule for rule in rules.values() if rule.expression)


def many_rows(rule: Rule) -> bool:
    """Whether the rule stands on many rows, each time with that row's own figures."""
    return rule.item == EVERY or rule.item in _ENTRIES


def stands_on(rule: Rule, row: FormRow) -> bool:
    """Whether the rule is about that row. Rules on many rows leave out what nobody fills in."""
    if rule.item == EVERY:
        return row.fillable
    entry = _ENTRIES.get(rule.item)
    return row.key == rule.item if entry is None else row.fillable and row.entry is entry


def rule_checks(rules: Iterable[Rule], rows: Iterable[FormRow]) -> tuple[Check, ...]:
    """The checks that rules become on a form. A rule that can say nothing there is left out: a row that it cannot do
    without is not on the form, its own row was issued without the figure that it is held against, or the unit fills in
    none of the figures that it names. On a row where nobody can explain, what must be explained is only noted.
    """
    return tuple(_checks(tuple(rules), tuple(rows)))


def _checks(rules: tuple[Rule, ...], rows: tuple[FormRow, ...]) -> Iterator[Check]:
    by_key = {row.key: row for row in rows}
    for rule in rules:
        try:
            condition = read_condition(rule.expression)
        except WrongUse:
            continue  # `plan lint` and `rules lint` say it; a form is not the place
        for row in rows:
            if stands_on(rule, row) and _can_speak(condition, row, by_key) and _can_mend(condition, row, by_key):
                noted = rule.severity is Severity.MUST_EXPLAIN and not row.fillable
                yield Check(
                    f"{row.key}.{rule.id}", CheckKind.RULE, row.key, Severity.NOTE if noted else rule.severity,
                    expression=rule.expression, message=rule.message,
                )  # fmt: skip


def _can_speak(condition: Condition, own: FormRow, rows: dict[str, FormRow]) -> bool:
    """Whether nothing that a plain comparison needs is missing from the start. Joined conditions may always speak."""
    needed = [term for term in terms(condition) if term.blank is Blank.SKIP]
    named = all(term.row in rows for term in needed if term.row)
    if not isinstance(condition, Comparison) or not named:
        return named
    return all(
        term.column is Column.THIS or issued(rows[term.row] if term.row else own, term.column) is not None
        for term in needed
    )


def _can_mend(condition: Condition, own: FormRow, rows: dict[str, FormRow]) -> bool:
    """Whether the unit fills in one of the figures of this period, or a part of one that is calculated."""
    named = [rows.get(term.row) if term.row else own for term in terms(condition) if term.column is Column.THIS]
    parts = [rows.get(key) for row in named if row is not None for key in (row.numerator, row.denominator) if key]
    return any(row is not None and row.fillable for row in (*named, *parts))


def condition_of(check: Check) -> Condition | None:
    """The condition that must hold; None for checks on how a cell is answered, and for a rule that cannot be read."""
    match check.kind:
        case CheckKind.NOT_NEGATIVE:
            return _NOT_NEGATIVE
        case CheckKind.AT_MOST if check.limit is not None:
            return Comparison(Compare.AT_MOST, Term(), Constant(check.limit))
        case CheckKind.NOT_BELOW_LAST:
            return _NOT_BELOW_LAST
        case CheckKind.NOT_ABOVE_ROW:
            return Comparison(Compare.AT_MOST, Term(), Term(Column.THIS, check.other))
        case CheckKind.JUMP:
            return _no_jump(check.limit or USUAL_JUMP, check.floor)
        case CheckKind.RULE:
            return _readable(check.expression)
    return None


_NOT_NEGATIVE: Final = Comparison(Compare.AT_LEAST, Term(), Constant(Decimal(0)))
_NOT_BELOW_LAST: Final = Comparison(Compare.AT_LEAST, Term(), Term(Column.ACCEPTED))


@lru_cache(maxsize=1024)
def _readable(expression: str) -> Condition | None:
    try:
        return read_condition(expression)
    except WrongUse:  # of a newer program: said as a note, never a crash
        return None


@lru_cache(maxsize=256)
def _no_jump(limit: Decimal, floor: Decimal | None) -> Condition:
    """Of the same sign as the last figure and within `limit` times of it either way; or the last one was zero."""
    times = canonical(limit)
    text = (
        f"[本期] > 0 and [上期] > 0 and [本期] <= {times} * [上期] and [上期] <= {times} * [本期]"
        " or [上期] = 0"
        f" or [本期] < 0 and [上期] < 0 and [本期] >= {times} * [上期] and [上期] >= {times} * [本期]"
    )
    return read_condition(text if floor is None else f"{text} or abs([本期] - [上期]) <= {canonical(floor)}")


def term_of(placeholder: str) -> Term | None:
    """The figure that a placeholder of a message names, written as in a rule without the brackets; None for others."""
    try:
        condition = read_condition(f"[{placeholder}] = 0")
    except WrongUse:
        return None
    named = terms(condition)
    return named[0] if len(named) == 1 else None

"""What is wrong in the rules of a plan or a policy, before they trouble anybody who fills in a form.

What a rule can come to is tried on some hundred made-up figures around the numbers that it names, with the equations
solved: a rule that none of them breaks, or all, is asked about, and so are two rules that none of them satisfies.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Final

from ipdesk.domain.errors import WrongUse
from ipdesk.domain.expression import (
    Arithmetic,
    Blank,
    Column,
    Compare,
    Comparison,
    Condition,
    Constant,
    Negative,
    Number,
    Size,
    Sum,
    Term,
    nodes,
    rows_of,
    terms,
)
from ipdesk.domain.expressiontext import read_condition
from ipdesk.domain.expressionvalue import Outcome, deciding, outcome, quantity
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.quantity import convert
from ipdesk.domain.quotient import decimal_of
from ipdesk.domain.rule import DIFFERENCE, LEFT, PLACEHOLDER, PLACEHOLDERS, RIGHT, Rule, many_rows, term_of

#: A message stands in a cell of a form.
MAX_MESSAGE: Final = 120
_SAMPLES: Final = 300
_ONE: Final = Decimal(1)
_POOL: Final = tuple(map(Decimal, ("0", "1", "-1", "2", "10", "0.5", "100", "1000")))
_LIMITS: Final = (Compare.MORE, Compare.UNEQUAL)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A row that rules may name: an item, or the calculated row of an indicator."""

    key: str
    unit: str


_Figures = dict[tuple[Column, str], Decimal]


def lint_rules(rules: Iterable[Rule], rows: Iterable[RuleRow]) -> tuple[Finding, ...]:
    """Every fault, in the order of the rules, then what is wrong between two; `Where.row` has the rule's id."""
    rules, known = tuple(rules), {row.key: row for row in rows}
    found: list[Finding] = []
    read: list[tuple[Rule, Condition]] = []
    twice = [name for name, count in Counter(rule.id for rule in rules).items() if count > 1]
    found += [Finding("rule_twice", Severity.MUST_FIX, Where(row=name), {"id": name}) for name in twice]
    for rule in rules:
        if not rule.expression:
            continue  # a policy's way of switching a rule of the plan off
        try:
            condition = read_condition(rule.expression)
        except WrongUse as error:
            found.append(Finding(error.code, Severity.MUST_FIX, Where(row=rule.id), dict(error.params)))
            continue
        faults = [*_names(rule, condition, known), *_units(rule, condition, known), *_message(rule, condition)]
        faults += [*_reach(rule, condition), *_divisors(rule, condition)]
        found += faults
        if not any(one.severity is Severity.MUST_FIX for one in faults):
            read.append((rule, condition))
    return (*found, *_contradictions(read))


def _fault(code: str, rule: Rule, severity: Severity = Severity.MUST_FIX, **params: str) -> Finding:
    return Finding(code, severity, Where(row=rule.id), params)


def _names(rule: Rule, condition: Condition, known: Mapping[str, RuleRow]) -> Iterator[Finding]:
    if not many_rows(rule) and rule.item not in known:
        yield _fault("rule_unknown_row", rule, item=rule.item)
    for key in rows_of(condition):
        if key not in known:
            yield _fault("rule_unknown_row", rule, item=key)
    if not any(term.column is Column.THIS for term in terms(condition)):
        yield _fault("rule_no_cell", rule)


def _message(rule: Rule, condition: Condition) -> Iterator[Finding]:
    if len(rule.message) > MAX_MESSAGE:
        yield _fault("rule_message_long", rule, limit=str(MAX_MESSAGE), count=str(len(rule.message)))
    for name in dict.fromkeys(PLACEHOLDER.findall(rule.message)):
        if name not in PLACEHOLDERS and term_of(name) is None:
            yield _fault("rule_placeholder", rule, found=name)
        elif name in (LEFT, RIGHT, DIFFERENCE) and deciding(condition) is None:
            yield _fault("rule_no_sides", rule, found=name)


# -- units of measure ---------------------------------------------------------------------------------------------


def _units(rule: Rule, condition: Condition, known: Mapping[str, RuleRow]) -> Iterator[Finding]:
    """Figures of one family in different units, held against each other or added up."""
    for node in nodes(condition):
        match node:
            case Comparison(_, left, right) | Arithmetic("+" | "-", left, right):
                sides: tuple[Number, ...] = (left, right)
            case Sum(parts):
                sides = parts
            case _:
                continue
        measures = [unit for side in sides if (unit := _unit(side, rule, known))]
        for one, other in combinations(dict.fromkeys(measures), 2):
            if convert(_ONE, one, other) not in (None, _ONE):
                yield _fault("rule_units", rule, unit=one, other=other)


def _unit(number: Number, rule: Rule, known: Mapping[str, RuleRow]) -> str:
    """The unit of measure of a figure, empty where it has none or it cannot be told (a product, a quotient)."""
    match number:
        case Term(_, row, _):
            found = known.get(row or rule.item)
            return found.unit if found else ""
        case Negative(of) | Size(of):
            return _unit(of, rule, known)
        case Sum(parts):
            return next((unit for part in parts if (unit := _unit(part, rule, known))), "")
        case Arithmetic(sign, left, right) if sign in "+-":
            return _unit(left, rule, known) or _unit(right, rule, known)
    return ""  # a factor may be there to convert: [a] * 10000


# -- what a rule can come to --------------------------------------------------------------------------------------


def _reach(rule: Rule, condition: Condition) -> Iterator[Finding]:
    outcomes = {_outcome(condition, rule, figures) for figures in _samples([(rule, condition)])}
    if Outcome.BROKEN not in outcomes and not any(term.blank is Blank.FAULT for term in terms(condition)):
        yield _fault("rule_never_broken", rule)
    elif Outcome.HOLDS not in outcomes:
        yield _fault("rule_never_holds", rule)


def _divisors(rule: Rule, condition: Condition) -> Iterator[Finding]:
    """What is divided by and may be zero: then the rule says nothing, unless that is said in it."""
    guarded = {
        one.left
        for one in nodes(condition)
        if isinstance(one, Comparison) and one.sign in _LIMITS and one.right == Constant(Decimal(0))
    }
    for node in nodes(condition):
        if isinstance(node, Arithmetic) and node.sign == "/" and node.right not in guarded:
            if node.right == Constant(Decimal(0)):
                yield _fault("rule_division", rule)
            elif not isinstance(node.right, Constant):
                yield _fault("rule_division_maybe", rule, Severity.NOTE)


def _contradictions(read: list[tuple[Rule, Condition]]) -> Iterator[Finding]:
    """Two rules that must both hold on a row, and of which no figures satisfy both."""
    for one, other in combinations([pair for pair in read if pair[0].severity is Severity.MUST_FIX], 2):
        shared = {_place(term, one[0]) for term in terms(one[1])} & {_place(term, other[0]) for term in terms(other[1])}
        if not shared:
            continue
        satisfied = any(
            _outcome(one[1], one[0], figures) > Outcome.ABSENT
            and _outcome(other[1], other[0], figures) > Outcome.ABSENT
            for figures in _samples([one, other])
        )
        if not satisfied:
            yield _fault("rule_contradiction", other[0], other=one[0].id)


def _place(term: Term, rule: Rule) -> tuple[Column, str]:
    """The figure that a term names: `[本期]` of a rule on one row and that row's key are the same."""
    return term.column, term.row or ("" if many_rows(rule) else rule.item)


def _outcome(condition: Condition, rule: Rule, figures: _Figures) -> Outcome:
    return outcome(condition, lambda term: figures.get(_place(term, rule)))


def _samples(pairs: list[tuple[Rule, Condition]]) -> Iterator[_Figures]:
    """Figures for all terms: each pool member everywhere, then mixtures, each also with its equations solved."""
    places = list(dict.fromkeys(_place(term, rule) for rule, condition in pairs for term in terms(condition)))
    named = {node.quantity for _, condition in pairs for node in nodes(condition) if isinstance(node, Constant)}
    around = {close for one in named for close in (one, one + 1, one - 1, one * 2, one / 2)}
    pool = list(dict.fromkeys((*_POOL, *sorted(around))))
    state = 1
    for number in range(_SAMPLES):
        figures: _Figures = {}
        for place in places:
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            figures[place] = pool[number if number < len(pool) else (state >> 33) % len(pool)]
        yield figures
        yield _solved(pairs, figures)


def _solved(pairs: list[tuple[Rule, Condition]], figures: _Figures) -> _Figures:
    """The figures with the last term of each equation set so that it holds, where that is linear."""
    changed = dict(figures)
    for rule, condition in pairs:
        for node in nodes(condition):
            if isinstance(node, Comparison) and terms(node):
                place = _place(terms(node)[0], rule)
                needed = _needed(node, rule, changed, place)
                if needed is not None:
                    changed[place] = needed
    return changed


def _needed(comparison: Comparison, rule: Rule, figures: _Figures, place: tuple[Column, str]) -> Decimal | None:
    def apart(value: int) -> Fraction | None:
        tried = {**figures, place: Decimal(value)}
        left = quantity(comparison.left, lambda term: tried.get(_place(term, rule)))
        right = quantity(comparison.right, lambda term: tried.get(_place(term, rule)))
        return None if left is None or right is None else left - right

    at_0, at_1 = apart(0), apart(1)
    return None if at_0 is None or at_1 is None or at_0 == at_1 else decimal_of(-at_0 / (at_1 - at_0))

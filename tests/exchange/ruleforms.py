"""A form of two thousand rows with generated rules and figures, the same each time."""

from collections.abc import Sequence
from decimal import Decimal as D
from typing import Any, Final

from ipdesk.domain.check import Check, CheckKind
from ipdesk.domain.expression import (
    Arithmetic,
    Blank,
    Both,
    Column,
    Compare,
    Comparison,
    Condition,
    Constant,
    Either,
    Implication,
    Negation,
    Negative,
    Number,
    Size,
    Sum,
    Term,
    text_of,
)
from ipdesk.domain.finding import Severity
from ipdesk.domain.form import Answers, Form, FormRow
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.domain.target import TargetKind
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.domain.verdict import standard_checks
from tests.exchange import forms

ROWS: Final = 2100
_FIGURES: Final = (
    "0", "1", "2", "3", "5", "6", "7.5", "10", "12", "30", "36", "99.99", "100", "0.3", "0.1", "-2", "410", "1234.56"
)  # fmt: skip


class Chance:
    """The numbers of a fixed linear congruence: generated, and the same on every PC."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def below(self, limit: int) -> int:
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit

    def pick(self, members: Sequence[Any]) -> Any:
        return members[self.below(len(members))]

    def number(self, keys: Sequence[str], depth: int) -> Number:
        """A figure: mostly terms; multiplied and divided by constants, so that no side is on the edge of rounding."""
        match self.below(10 if depth else 4):
            case 0 | 1 | 2:
                blank = self.pick((Blank.SKIP, Blank.SKIP, Blank.SKIP, Blank.ZERO, Blank.FAULT))
                column = self.pick((Column.THIS, Column.THIS, Column.THIS, *Column))
                return Term(column, "" if self.below(2) else self.pick(keys), blank)
            case 3:
                return Constant(D(self.pick(_FIGURES)))
            case 4 | 5:
                return Arithmetic(self.pick("+-"), self.number(keys, depth - 1), self.number(keys, depth - 1))
            case 6:
                return Arithmetic("*", self.number(keys, depth - 1), Constant(D(self.pick(("2", "0.5", "-1", "10")))))
            case 7:
                return Arithmetic("/", self.number(keys, depth - 1), self.number(keys, depth - 1))
            case 8:
                of = self.number(keys, depth - 1)
                return Size(of) if self.below(2) or isinstance(of, Constant) else Negative(of)
        return Sum(tuple(self.number(keys, 0) for _ in range(1 + self.below(3))))

    def condition(self, keys: Sequence[str], depth: int) -> Condition:
        match self.below(9 if depth else 5):
            case 5:
                return Negation(self.condition(keys, depth - 1))
            case 6:
                return Both(tuple(self.condition(keys, depth - 1) for _ in range(2)))
            case 7:
                return Either(tuple(self.condition(keys, depth - 1) for _ in range(2)))
            case 8:
                return Implication(self.condition(keys, depth - 1), self.condition(keys, depth - 1))
        tolerance = D(self.pick(("0", "0", "0", "0.5", "2")))
        return Comparison(self.pick(tuple(Compare)), self.number(keys, 2), self.number(keys, 1), tolerance)


def _row(chance: Chance, number: int) -> tuple[FormRow, Value | None]:
    def perhaps() -> D | None:
        return D(chance.pick(_FIGURES)) if chance.below(3) else None

    key = f"r{number}"
    planned = forms.target(
        TargetKind.LEVEL, chance.pick(_FIGURES), 2030, chance.pick(_FIGURES), whole=not chance.below(4)
    )
    confirmed = not chance.below(5)
    row = forms.row(
        key, f"指标{number}", chance.pick(("件", "亿元", "%", "家")), chance.below(3),
        Supply.CONFIRM if confirmed else Supply.UNIT, entry=chance.pick(tuple(Entry)), last=perhaps(),
        last_year=perhaps(), accepted=perhaps(), prefill=D(chance.pick(_FIGURES)) if confirmed else None,
        target=planned if chance.below(2) else None,
    )  # fmt: skip
    if not chance.below(5):
        return row, None
    note = "" if chance.below(4) else "已说明"
    if not chance.below(12):
        return row, Value(key, None, ValueStatus.MISSING, "2026-Q3", note=note or "未统计")
    amount = D(chance.pick(_FIGURES))
    if confirmed and chance.below(2):
        return row, Value(key, row.prefill, ValueStatus.CONFIRMED, "2026-Q3", note=note)
    status = ValueStatus.DISPUTED if confirmed else ValueStatus.GIVEN if amount else ValueStatus.ZERO
    return row, Value(key, amount, status, "2026-Q3", note=note or ("理由" if confirmed else ""))


def generated(rows: int = ROWS, seed: int = 20261122) -> tuple[Form, Answers]:
    """Every row has the standard checks and two generated rules; a rule's message is its own id, so it can be told."""
    chance = Chance(seed)
    made = [_row(chance, number) for number in range(rows)]
    asked = tuple(row for row, _ in made)
    checks: list[Check] = [*standard_checks(asked)]
    for number, row in enumerate(asked):
        near = [other.key for other in asked[max(number - 3, 0) : number + 4]] + ["not-there"]
        for turn in range(2):
            rule = text_of(chance.condition(near, 2))
            severity = chance.pick(tuple(Severity))
            name = f"规则{number}-{turn}。左{{左}}，本期{{本期}}"
            checks.append(Check(f"{row.key}.{turn}", CheckKind.RULE, row.key, severity, expression=rule, message=name))
    answers = Answers(values={value.item: value for _, value in made if value is not None})
    return forms.form(asked, checks=tuple(checks), tasks=()), answers

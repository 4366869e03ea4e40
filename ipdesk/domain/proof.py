"""The proof that parts meet their whole, and what is said where they do not.

A sum is held against the target as it is; a ratio by Σ numerators ÷ Σ denominators, never by a mean of ratios. Parts
that come to more than the whole are told with how much, and so are parts that come to less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.quantity import canonical, total
from ipdesk.domain.quotient import decimal_of
from ipdesk.domain.spreading import Trouble
from ipdesk.domain.summability import Because, Rule, Summability
from ipdesk.domain.target import Comparator, Target, TargetKind


@dataclass(frozen=True, slots=True)
class Proof:
    """`reached` is what the parts come to, None where nothing adds up; `difference` is reached − whole.

    `unplaced` is what of a sum nobody has yet (未分配), below zero where parts come to more. `missing` are counted
    units without a part. A ratio keeps its sums.
    """

    whole: Decimal | None
    reached: Decimal | None = None
    difference: Decimal | None = None
    reserved: Decimal = Decimal(0)
    unplaced: Decimal = Decimal(0)
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    missing: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether the parts come to the whole, no more and no less."""
        return self.difference == 0


def prove_sum(target: Target, parts: Mapping[str, Decimal], reserved: Decimal, missing: tuple[str, ...]) -> Proof:
    """The sum of the parts and of what the issuer keeps, against the target."""
    assert target.quantity is not None
    reached = total([reserved, *parts.values()])
    difference = total([reached, -target.quantity])
    return Proof(target.quantity, reached, difference, reserved, -difference, missing=missing)


def prove_ratio(
    target: Target, pairs: Sequence[tuple[Decimal, Decimal]], factor: Decimal, missing: tuple[str, ...]
) -> Proof:
    """Σ numerators ÷ Σ denominators × factor of (ratio, denominator) pairs, against the target."""
    denominator = sum((Fraction(below) for _, below in pairs), Fraction(0))
    if target.quantity is None or denominator == 0:
        return Proof(target.quantity, missing=missing)
    numerator = sum((Fraction(ratio) * Fraction(below) / Fraction(factor) for ratio, below in pairs), Fraction(0))
    reached = numerator * Fraction(factor) / denominator
    return Proof(
        target.quantity, decimal_of(reached), decimal_of(reached - Fraction(target.quantity)),
        numerator=decimal_of(numerator), denominator=decimal_of(denominator), missing=missing,
    )  # fmt: skip


def said_of(
    target: Target,
    rule: Summability,
    proof: Proof,
    parts: Mapping[str, Decimal],
    *,
    trouble: Trouble | None,
    decimals: int,
    nothing_to_go_by: tuple[str, ...],
    gone: tuple[str, ...],
    less: tuple[str, ...] = (),
    without_way: tuple[str, ...] = (),
) -> tuple[Finding, ...]:
    """What has to be said of a decomposition, the gravest first: what must be mended, explained, known.

    `less` are units whose part is less than what they have already, `without_way` those whose years cannot be said.

    A ratio that comes out above by less than one step of its `decimals` is as near as rounding allows: nothing is said.
    """
    found: list[Finding] = []

    def say(code: str, severity: Severity, **params: str) -> None:
        found.append(Finding(code, severity, params={"target": target.name, "measure": target.unit, **params}))

    if trouble is not None:
        say(f"split_{trouble.value}", Severity.MUST_FIX, whole=_text(target.quantity))
    if rule.rule is Rule.OPEN:
        say("split_pending", Severity.NOTE)
    elif rule.because is not Because.NONE:
        say(f"split_not_summable_{rule.because.value}", Severity.NOTE)
    if target.unit == "%" and (above := [unit for unit, part in parts.items() if part > 100]):
        say("split_share_above", Severity.MUST_FIX, units=",".join(above))
    if nothing_to_go_by:
        say("split_nothing_to_go_by", Severity.MUST_EXPLAIN, units=",".join(nothing_to_go_by))
    if rule.rule is Rule.SAME and (weaker := _weaker(target, parts)):
        say("split_weaker", Severity.MUST_EXPLAIN, units=",".join(weaker), whole=_text(target.quantity))
    rounding = (
        rule.rule is Rule.RATIO
        and proof.difference is not None
        and abs(proof.difference) < Decimal(1).scaleb(-decimals)
    )
    if trouble is None and proof.difference and not rounding:
        code, severity = _difference(target, rule, proof.difference)
        say(
            code, severity, reached=_text(proof.reached), whole=_text(proof.whole),
            difference=_text(abs(proof.difference)),
        )  # fmt: skip
    if less:
        say("split_less_than_now", Severity.NOTE, units=",".join(less))
    if without_way:
        everybody = set(without_way) == set(parts)
        say("split_without_any_way" if everybody else "split_without_way", Severity.NOTE, units=",".join(without_way))
    if gone:
        say("split_gone", Severity.NOTE, units=",".join(gone))
    return tuple(sorted(found, key=lambda one: list(Severity).index(one.severity)))


def _difference(target: Target, rule: Summability, difference: Decimal) -> tuple[str, Severity]:
    """What a ceiling leaves unused breaks nothing, and more than must be reached is the office's to decide."""
    above = difference > 0
    harmless = above != (target.comparator in (Comparator.AT_MOST, Comparator.LESS))
    code = f"split_{'above' if above else 'below'}" + ("_ratio" if rule.rule is Rule.RATIO else "")
    return code, Severity.NOTE if harmless else Severity.MUST_EXPLAIN


def _weaker(target: Target, parts: Mapping[str, Decimal]) -> list[str]:
    """Units whose own value would not meet the target that each is to meet."""
    if target.quantity is None or target.kind is TargetKind.JUDGED:
        return []
    low = target.comparator in (Comparator.AT_MOST, Comparator.LESS)
    return [unit for unit, part in parts.items() if (part > target.quantity if low else part < target.quantity)]


def _text(quantity: Decimal | None) -> str:
    return "" if quantity is None else canonical(quantity)

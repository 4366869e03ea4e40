"""Conditions on figures as formulas of a workbook: TRUE where the condition is broken.

The same tree makes the app's verdict; the doubles of a workbook come to it too, because both sides are compared by the
rounded difference. What the parent issued stands in the formula as a number, so what it says does not hang on a locked
cell; figures of this period are cells, found by row key.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ipdesk.domain.expression import (
    Arithmetic,
    Blank,
    Both,
    Compare,
    Comparison,
    Condition,
    Constant,
    Either,
    Implication,
    Negation,
    Negative,
    Node,
    Number,
    Size,
    Sum,
    Term,
    nodes,
    terms,
)
from ipdesk.domain.expressionvalue import DIGITS, Outcome, deciding, outcome, quantity, rounded
from ipdesk.domain.quantity import canonical
from ipdesk.domain.quotient import decimal_of
from ipdesk.domain.rule import DIFFERENCE, LEFT, MEASURE, PLACEHOLDER, RIGHT, ROW, term_of


@dataclass(frozen=True, slots=True)
class Figure:
    """What a term is in the workbook: a cell by its reference, or no cell but what was issued (`ref` empty)."""

    ref: str
    quantity: Decimal | None


Figures = Callable[[Term], Figure]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A formula that is TRUE or FALSE, once all cells of `needed` hold numbers; else FALSE."""

    formula: str
    needed: frozenset[str] = frozenset()


def broken_formula(condition: Condition, figures: Figures) -> str:
    """The formula that is TRUE where the condition is a finding; empty where it never can be."""
    found = _broken(condition, figures, negated=False)
    return ("TRUE" if found else "") if isinstance(found, bool) else _guarded(found)


def is_broken(condition: Condition, figures: Figures) -> bool:
    """What the formula comes to for the figures that the cells hold now."""
    return outcome(condition, lambda term: figures(term).quantity) <= Outcome.ABSENT


def message_formula(
    message: str, condition: Condition, figures: Figures, row: tuple[str, str], *, live: bool = True
) -> tuple[str, str]:
    """A rule's message as a formula and as it reads now; `row` gives name and unit of measure.

    Placeholders become live figures, or an ellipsis where there is none, or where `live` is off.
    """
    facts = {ROW: row[0], MEASURE: row[1]}
    comparison = deciding(condition)
    formulas: list[str] = []
    texts: list[str] = []
    place = 0
    for match in PLACEHOLDER.finditer(message):
        formulas.append(quoted(message[place : match.start()]))
        texts.append(message[place : match.start()])
        place = match.end()
        if match[1] in facts:
            formulas.append(quoted(facts[match[1]]))
            texts.append(facts[match[1]])
            continue
        number = _side(match[1], comparison)
        if number is None or not live:
            formulas.append('"…"')
            texts.append("…")
        else:
            formulas.append(_shown(number, figures))
            texts.append(_text(quantity(number, lambda term: figures(term).quantity)))
    formulas.append(quoted(message[place:]))
    texts.append(message[place:])
    return "&".join(part for part in formulas if part != '""') or '""', "".join(texts)


def _broken(condition: Condition, figures: Figures, *, negated: bool) -> _Piece | bool:
    match condition:
        case Comparison():
            return _of_comparison(condition, figures, negated=negated)
        case Negation(of):
            return _broken(of, figures, negated=not negated)
        case Both(parts) | Either(parts):
            found = [_broken(part, figures, negated=negated) for part in parts]
            return _together(found, any_of=isinstance(condition, Both) != negated)
        case Implication(given, then):
            pair = [_broken(given, figures, negated=not negated), _broken(then, figures, negated=negated)]
            return _together(pair, any_of=negated)


def _together(found: Iterable[_Piece | bool], *, any_of: bool) -> _Piece | bool:
    """All parts of an `or` must be broken, or any part of an `and`; what is known already falls out."""
    pieces: list[_Piece] = []
    for one in found:
        if isinstance(one, _Piece):
            pieces.append(one)
        elif one is any_of:
            return any_of
    if not pieces:
        return not any_of
    if len(pieces) == 1:
        return pieces[0]
    word = "OR" if any_of else "AND"
    if len({piece.needed for piece in pieces}) == 1:
        return _Piece(f"{word}({','.join(piece.formula for piece in pieces)})", pieces[0].needed)
    return _Piece(f"{word}({','.join(map(_guarded, pieces))})")


def _guarded(piece: _Piece) -> str:
    return f"IF({_numbers(piece.needed)},{piece.formula},FALSE)" if piece.needed else piece.formula


def _numbers(refs: Iterable[str]) -> str:
    tests = [f"ISNUMBER({ref})" for ref in sorted(refs)]
    return tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"


def _of_comparison(comparison: Comparison, figures: Figures, *, negated: bool) -> _Piece | bool:
    named = [(term, figures(term)) for term in terms(comparison)]
    if any(term.blank is Blank.SKIP and not at.ref and at.quantity is None for term, at in named):
        return False
    if all(not at.ref for _, at in named):
        found = outcome(comparison, lambda term: figures(term).quantity, negated=negated)
        return found <= Outcome.ABSENT
    absent = any(term.blank is Blank.FAULT and not at.ref and at.quantity is None for term, at in named)
    difference = f"ROUND({_side_by_side(comparison, figures)},{DIGITS})"
    formula = "TRUE" if absent else _test(comparison, difference, negated=negated)
    if not absent:
        for divisor in _divisors(comparison):
            if not isinstance(divisor, Constant):
                formula = f"IF(ROUND({_figure(divisor, figures)},{DIGITS})=0,FALSE,{formula})"
            elif not divisor.quantity:
                return False
        must = {at.ref for term, at in named if term.blank is Blank.FAULT and at.ref}
        if must:
            formula = f"IF({_numbers(must)},{formula},TRUE)"
    return _Piece(formula, frozenset(at.ref for term, at in named if term.blank is Blank.SKIP and at.ref))


def _side_by_side(comparison: Comparison, figures: Figures) -> str:
    left, right = _figure(comparison.left, figures), _figure(comparison.right, figures, tight=True)
    return left if right == "0" else f"{left}-{right}"


def _test(comparison: Comparison, difference: str, *, negated: bool) -> str:
    """Where the comparison (or, `negated`, its opposite) is broken."""
    around = canonical(comparison.tolerance)
    within = f"ABS({difference})" if comparison.tolerance else difference
    below = "-" + around if comparison.tolerance else "0"
    match comparison.sign:
        case Compare.EQUAL | Compare.UNEQUAL:
            apart = (comparison.sign is Compare.EQUAL) != negated
            if not comparison.tolerance:
                return f"{difference}{'<>' if apart else '='}0"
            return f"{within}{'>' if apart else '<='}{around}"
        case Compare.AT_MOST:
            return f"{difference}{'<=' if negated else '>'}{around}"
        case Compare.LESS:
            return f"{difference}{'<' if negated else '>='}{around}"
        case Compare.AT_LEAST:
            return f"{difference}{'>=' if negated else '<'}{below}"
        case Compare.MORE:
            return f"{difference}{'>' if negated else '<='}{below}"


def _divisors(node: Node) -> list[Number]:
    """What is divided by, the outermost first: a formula is wrapped from the inside out."""
    return [one.right for one in nodes(node) if isinstance(one, Arithmetic) and one.sign == "/"]


def _figure(number: Number, figures: Figures, *, tight: bool = False) -> str:
    """A figure as formula; `tight` where it stands behind a minus or beside a factor."""
    match number:
        case Constant(constant):
            return _constant(constant)
        case Term():
            at = figures(number)
            if not at.ref:
                return _constant(at.quantity or Decimal(0))
            return f"N({at.ref})" if number.blank is Blank.ZERO else at.ref
        case Negative(of):
            return f"(-{_figure(of, figures, tight=True)})"
        case Size(of):
            return f"ABS({_figure(of, figures)})"
        case Sum(parts):
            return f"({'+'.join(_figure(part, figures) for part in parts)})"
        case Arithmetic(sign, left, right):
            factor = sign in "*/"
            text = f"{_figure(left, figures, tight=factor)}{sign}{_figure(right, figures, tight=True)}"
            return f"({text})" if tight or factor else text


def _constant(constant: Decimal) -> str:
    return f"({canonical(constant)})" if constant < 0 else canonical(constant)


# -- messages -----------------------------------------------------------------------------------------------------


def _side(name: str, comparison: Comparison | None) -> Number | None:
    """The figure that a placeholder names."""
    if name in (LEFT, RIGHT, DIFFERENCE):
        if comparison is None:
            return None
        sides = {LEFT: comparison.left, RIGHT: comparison.right}
        return sides[name] if name in sides else Arithmetic("-", comparison.left, comparison.right)
    return term_of(name)


def _shown(number: Number, figures: Figures) -> str:
    named = [(term, figures(term)) for term in terms(number)]
    if any(not at.ref and at.quantity is None and term.blank is not Blank.ZERO for term, at in named):
        return '"…"'
    # An office program may show what comes to zero from below as -0.
    formula = f"ROUND({_figure(number, figures)},{DIGITS})" + ("" if isinstance(number, Term) else "+0")
    for divisor in _divisors(number):  # an absent figure may have spoken before anything was divided
        if isinstance(divisor, Constant) and not divisor.quantity:
            return '"…"'
        if not isinstance(divisor, Constant):
            formula = f'IF(ROUND({_figure(divisor, figures)},{DIGITS})=0,"…",{formula})'
    live = sorted({at.ref for term, at in named if at.ref and term.blank is not Blank.ZERO})
    return f'IF({_numbers(live)},{formula},"…")' if live else formula


def _text(value: Fraction | None) -> str:
    return "…" if value is None else canonical(decimal_of(rounded(value)))


def quoted(text: str) -> str:
    """A text constant, whole: longer ones in pieces, since Excel allows 255 characters each."""
    pieces = [text[start : start + 200] for start in range(0, len(text), 200)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)

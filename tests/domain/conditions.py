"""Made-up conditions for Hypothesis, and an evaluator of their text that shares nothing with the program's own."""

import re
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

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
)

ROWS = ("a", "b-1", "c_2")
_constants = st.decimals(-100, 100, places=2).map(lambda d: Constant(d.normalize() + 0))
_terms = st.builds(Term, st.sampled_from(Column), st.sampled_from(("", *ROWS)), st.sampled_from(Blank))


def numbers() -> st.SearchStrategy[Number]:
    def above(below: st.SearchStrategy[Number]) -> st.SearchStrategy[Number]:
        return st.one_of(
            st.builds(Arithmetic, st.sampled_from("+-*/"), below, below),
            st.builds(Sum, st.lists(below, min_size=1, max_size=3).map(tuple)),
            st.builds(Size, below),
            st.builds(Negative, below.filter(lambda one: not isinstance(one, Constant))),
        )

    return st.recursive(st.one_of(_terms, _constants), above, max_leaves=4)


def conditions() -> st.SearchStrategy[Condition]:
    tolerance = st.sampled_from((Decimal(0), Decimal("0.5"), Decimal(3)))
    comparisons = st.builds(Comparison, st.sampled_from(Compare), numbers(), numbers(), tolerance)

    def above(below: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        pair = st.lists(below, min_size=2, max_size=3).map(tuple)
        return st.one_of(
            st.builds(Negation, below), st.builds(Both, pair), st.builds(Either, pair),
            st.builds(Implication, below, below),
        )  # fmt: skip

    return st.recursive(comparisons, above, max_leaves=3)


# -- the independent evaluator ------------------------------------------------------------------------------------


class Nothing(Exception):
    """A figure that cannot be said: its `rank` is 1 where its absence is a fault, 2 where it is not."""

    def __init__(self, rank: int) -> None:
        self.rank = rank


class F:
    """A figure that keeps exactness and knows what division by nearly nothing is."""

    def __init__(self, value: Fraction) -> None:
        self.value = value

    def __add__(self, other: "F") -> "F":
        return F(self.value + other.value)

    def __sub__(self, other: "F") -> "F":
        return F(self.value - other.value)

    def __mul__(self, other: "F") -> "F":
        return F(self.value * other.value)

    def __neg__(self) -> "F":
        return F(-self.value)

    def __abs__(self) -> "F":
        return F(abs(self.value))

    def __truediv__(self, other: "F") -> "F":
        if abs(other.value) * 2_000_000 < 1:
            raise Nothing(2)
        return F(self.value / other.value)


def _six(value: Fraction) -> Fraction:
    whole = int(abs(value) * 1_000_000 + Fraction(1, 2))
    return Fraction(whole if value > 0 else -whole, 1_000_000)


def rank(text: str, known: dict[tuple[str, str], Decimal]) -> int:
    """0 broken, 1 absent, 2 silent, 3 holds: from the canonical text, by Python's own parser on rewritten words."""
    terms: list[str] = []

    def kept(match: re.Match[str]) -> str:
        terms.append(match[1])
        return f"T({len(terms) - 1})"

    python = re.sub(r"\[([^\]]*)\]", kept, text)
    return _condition(python, terms, known, turned=False)


def _split(text: str, word: str) -> list[str]:
    """The parts of a text at a word, outside all parentheses."""
    parts, depth, start, place = [], 0, 0, 0
    while place < len(text):
        if text[place] == "(":
            depth += 1
        elif text[place] == ")":
            depth -= 1
        elif depth == 0 and text.startswith(word, place):
            parts.append(text[start:place])
            place += len(word)
            start = place
            continue
        place += 1
    return [*parts, text[start:]]


def _condition(text: str, terms: list[str], known: dict[tuple[str, str], Decimal], *, turned: bool) -> int:
    text = text.strip()
    if text.startswith("if "):
        given, then = _split(text[3:], " then ")
        ranks = [
            _condition(given, terms, known, turned=not turned), _condition(then, terms, known, turned=turned)
        ]  # fmt: skip
        return min(ranks) if turned else max(ranks)
    for word, widest in ((" or ", max), (" and ", min)):
        parts = _split(text, word)
        if len(parts) > 1:
            chosen = widest if not turned else {max: min, min: max}[widest]
            return chosen(_condition(part, terms, known, turned=turned) for part in parts)
    if text.startswith("not "):
        return _condition(text[4:], terms, known, turned=not turned)
    for sign in (" <= ", " >= ", " <> ", " = ", " < ", " > "):
        sides = _split(text, sign)
        if len(sides) == 2:
            return _comparison(sides[0], sign.strip(), sides[1], terms, known, turned=turned)
    assert text[0] == "("
    assert text[-1] == ")"
    return _condition(text[1:-1], terms, known, turned=turned)


def _comparison(
    left: str, sign: str, right: str, terms: list[str], known: dict[tuple[str, str], Decimal], *, turned: bool
) -> int:
    right, _, tolerance = right.partition(" ± ")
    used = [terms[int(number)] for number in re.findall(r"T\((\d+)\)", left + right)]
    absent = [name for name in used if not name.endswith("|0") and _figure(name, known) is None]
    if absent:
        return 2 if any(not name.endswith("|!") for name in absent) else 1
    try:
        apart = _six((_value(left, terms, known) - _value(right, terms, known)).value)
    except Nothing as nothing:
        return nothing.rank
    around = Fraction(tolerance or "0")
    found = {
        "=": abs(apart) <= around, "<>": abs(apart) > around, "<=": apart <= around, "<": apart < around,
        ">=": apart >= -around, ">": apart > -around,
    }[sign]  # fmt: skip
    return 3 if found != turned else 0


def _figure(name: str, known: dict[tuple[str, str], Decimal]) -> Decimal | None:
    plain = name.split("|", maxsplit=1)[0]
    columns = {column.value for column in Column}
    if plain in columns:
        return known.get(("", plain))
    row, dot, column = plain.rpartition(".")
    return known.get((row, column) if dot else (plain, "本期"))


def _value(text: str, terms: list[str], known: dict[tuple[str, str], Decimal]) -> F:
    figures = {f"_{number}": F(Fraction(_figure(name, known) or 0)) for number, name in enumerate(terms)}
    text = re.sub(r"T\((\d+)\)", r"_\1", text)
    text = re.sub(r"(?<![\w.])(\d+(?:\.\d+)?)", lambda match: f"C('{match[1]}')", text)
    names = {"C": lambda one: F(Fraction(one)), "abs": abs, "sum": _sum}
    return eval(text, {"__builtins__": {}}, {**figures, **names})  # type: ignore[no-any-return]


def _sum(*parts: F) -> F:
    return F(sum((part.value for part in parts), Fraction(0)))

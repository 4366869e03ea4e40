"""Conditions on the figures of a form, as trees: what a rule says, and its one canonical text.

`[本期] <= [上期] * 5` · `[part-a] + [part-b] = [whole] ± 0.5` · `if [bodies] = 0 then [cases] = 0`. A name in brackets
is a column of the rule's own row or the key of any row, `[cases.上期]` a column of another row. `expressiontext.py`
reads the text, `expressionvalue.py` says whether a condition holds; the workbook's formula is made from the same tree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from ipdesk.domain.quantity import canonical

#: Bounds of an honest rule; a longer or deeper one is refused where it is read (a template may come from anywhere).
MAX_TEXT: Final = 500
MAX_DEPTH: Final = 12
MAX_TERMS: Final = 30


class Column(StrEnum):
    """The columns of a row that a rule can name. Content of rules, so the same words in any language."""

    THIS = "本期"  # what is filled in, confirmed, handed down by a supplier, or calculated
    LAST = "上期"
    LAST_YEAR = "上年同期"
    ACCEPTED = "累计"  # the newest figure accepted this year before this period
    PREFILL = "预填"  # handed down to be confirmed
    TARGET = "目标"  # the unit's own target, not the whole plan's
    PLANNED = "应达"


class Blank(StrEnum):
    """What an absent figure means: nothing can be said, it counts as zero, or its absence breaks the rule."""

    SKIP = ""
    ZERO = "0"
    FAULT = "!"


class Compare(StrEnum):
    EQUAL = "="
    UNEQUAL = "<>"
    AT_MOST = "<="
    LESS = "<"
    AT_LEAST = ">="
    MORE = ">"


@dataclass(frozen=True, slots=True)
class Term:
    """A figure of the form. `row` is empty for the row that the rule stands on."""

    column: Column = Column.THIS
    row: str = ""
    blank: Blank = Blank.SKIP


@dataclass(frozen=True, slots=True)
class Constant:
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Negative:
    of: "Number"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`sign` is one of `+ - * /`. A division by zero has no value."""

    sign: str
    left: "Number"
    right: "Number"


@dataclass(frozen=True, slots=True)
class Sum:
    parts: tuple["Number", ...]


@dataclass(frozen=True, slots=True)
class Size:
    """The absolute value."""

    of: "Number"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two figures held against each other, up to `tolerance` (0 and more)."""

    sign: Compare
    left: "Number"
    right: "Number"
    tolerance: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Negation:
    of: "Condition"


@dataclass(frozen=True, slots=True)
class Both:
    """All parts hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Implication:
    """If `given` holds, so does `then`."""

    given: "Condition"
    then: "Condition"


Number = Term | Constant | Negative | Arithmetic | Sum | Size
Condition = Comparison | Negation | Both | Either | Implication
Node = Number | Condition


def parts_of(node: Node) -> tuple[Node, ...]:
    """The nodes right below a node, in the order of the text."""
    match node:
        case Term() | Constant():
            return ()
        case Negative(of) | Size(of) | Negation(of):
            return (of,)
        case Arithmetic(_, left, right) | Comparison(_, left, right):
            return (left, right)
        case Sum(parts) | Both(parts) | Either(parts):
            return parts
        case Implication(given, then):
            return (given, then)


def nodes(node: Node) -> Iterator[Node]:
    """A node and all below it, in the order of the text."""
    yield node
    for part in parts_of(node):
        yield from nodes(part)


def terms(node: Node) -> tuple[Term, ...]:
    """Every term once, in the order of the text."""
    return tuple(dict.fromkeys(one for one in nodes(node) if isinstance(one, Term)))


def rows_of(node: Node) -> tuple[str, ...]:
    """The keys of the rows that are named, each once."""
    return tuple(dict.fromkeys(term.row for term in terms(node) if term.row))


def text_of(node: Node) -> str:
    """The canonical text: reading it gives the same tree, and equal trees have equal texts."""
    return _text(node, 0)


#: How tightly each kind binds; a node in a tighter place stands in parentheses.
_IF, _OR, _AND, _NOT, _COMPARE, _ADD, _TIMES, _SIGN, _ATOM = range(9)


def _text(node: Node, place: int) -> str:
    text, binds = _plain(node)
    return f"({text})" if binds < place else text


def _plain(node: Node) -> tuple[str, int]:
    match node:
        case Term():
            return _term_text(node), _ATOM
        case Constant(quantity):
            return canonical(quantity), _ATOM
        case Negative(of):
            return f"-{_text(of, _ATOM)}", _SIGN
        case Size(of):
            return f"abs({_text(of, _ADD)})", _ATOM
        case Sum(parts):
            return f"sum({', '.join(_text(part, _ADD) for part in parts)})", _ATOM
        case Arithmetic(sign, left, right):
            binds = _ADD if sign in "+-" else _TIMES
            return f"{_text(left, binds)} {sign} {_text(right, binds + 1)}", binds
        case Comparison(sign, left, right, tolerance):
            around = f" ± {canonical(tolerance)}" if tolerance else ""
            return f"{_text(left, _ADD)} {sign.value} {_text(right, _ADD)}{around}", _COMPARE
        case Negation(of):
            return f"not {_text(of, _NOT + 2)}", _NOT
        case Both(parts):
            return " and ".join(_text(part, _NOT) for part in parts), _AND
        case Either(parts):
            return " or ".join(_text(part, _AND) for part in parts), _OR
        case Implication(given, then):
            return f"if {_text(given, _OR)} then {_text(then, _OR)}", _IF


def _term_text(term: Term) -> str:
    name = term.row or term.column.value
    if term.row and term.column is not Column.THIS:
        name = f"{term.row}.{term.column.value}"
    return f"[{name}|{term.blank.value}]" if term.blank is not Blank.SKIP else f"[{name}]"

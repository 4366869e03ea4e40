"""Rules in words, and the messages of rules with their figures put in.

A message is content of a plan: it is no template of ours, so nothing but plain names in braces is ever looked at.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from ipdesk.domain.errors import WrongUse
from ipdesk.domain.expression import (
    Arithmetic,
    Blank,
    Both,
    Column,
    Compare,
    Comparison,
    Constant,
    Either,
    Implication,
    Negation,
    Negative,
    Node,
    Size,
    Sum,
    Term,
)
from ipdesk.domain.expressiontext import read_condition
from ipdesk.domain.rule import PLACEHOLDER
from ipdesk.text import formats
from ipdesk.text.i18n import _, pgettext

_SIGNS: Final = {
    Compare.EQUAL: "＝", Compare.UNEQUAL: "≠", Compare.AT_MOST: "≤", Compare.LESS: "＜", Compare.AT_LEAST: "≥",
    Compare.MORE: "＞",
}  # fmt: skip
_ARITHMETIC: Final = {"+": "＋", "-": "－", "*": "×", "/": "÷"}


def column_word(column: Column) -> str:
    """What a column of a rule is called, in the language in use."""
    match column:
        case Column.THIS:
            return pgettext("rule", "this period")
        case Column.LAST:
            return pgettext("rule", "last period")
        case Column.LAST_YEAR:
            return pgettext("rule", "same period last year")
        case Column.ACCEPTED:
            return pgettext("rule", "accepted this year")
        case Column.PREFILL:
            return pgettext("rule", "figure handed down")
        case Column.TARGET:
            return pgettext("rule", "target")
        case Column.PLANNED:
            return pgettext("rule", "planned value")


def in_words(text: str, names: Mapping[str, str]) -> str:
    """A rule in words; `names` has the name of a row under `name.` and its key. What cannot be read stays."""
    try:
        return words_of(read_condition(text), names)
    except WrongUse:
        return text


def words_of(node: Node, names: Mapping[str, str], *, inner: bool = False) -> str:
    """A part of a rule in words; `inner` puts what is put together into parentheses."""
    said = _words(node, names)
    simple = isinstance(node, Term | Constant | Sum | Size | Negative)
    return _("({inside})").format(inside=said) if inner and not simple else said


def _words(node: Node, names: Mapping[str, str]) -> str:
    match node:
        case Term():
            return _term(node, names)
        case Constant(quantity):
            return formats.number(quantity)
        case Negative(of):
            return f"－{words_of(of, names, inner=True)}"
        case Size(of):
            return _("the size of {figure}").format(figure=words_of(of, names, inner=True))
        case Sum(parts):
            return _("the sum of {parts}").format(
                parts=pgettext("list", ", ").join(words_of(part, names, inner=True) for part in parts)
            )
        case Arithmetic(sign, left, right):
            plain = sign == "+"
            first = words_of(left, names, inner=not (plain and isinstance(left, Arithmetic) and left.sign == "+"))
            return f"{first}{_ARITHMETIC[sign]}{words_of(right, names, inner=True)}"
        case Comparison(sign, left, right, tolerance):
            said = f"{words_of(left, names)}{_SIGNS[sign]}{words_of(right, names)}"
            around = _(" (tolerance {figure})").format(figure=formats.number(tolerance)) if tolerance else ""
            return said + around
        case Negation(of):
            return _("not {condition}").format(condition=words_of(of, names, inner=True))
        case Both(parts):
            return _(" and ").join(words_of(part, names, inner=isinstance(part, Either)) for part in parts)
        case Either(parts):
            return _(" or ").join(words_of(part, names) for part in parts)
        case Implication(given, then):
            return _("if {given}, then {then}").format(given=words_of(given, names), then=words_of(then, names))


def _term(term: Term, names: Mapping[str, str]) -> str:
    said = column_word(term.column)
    if term.row:
        name = _("“{name}”").format(name=names.get(f"name.{term.row}", term.row))
        said = name if term.column is Column.THIS else _("{column} of {name}").format(column=said, name=name)
    match term.blank:
        case Blank.ZERO:
            return _("{figure} (blank is 0)").format(figure=said)
        case Blank.FAULT:
            return _("{figure} (must be there)").format(figure=said)
    return said


def filled(message: str, facts: Mapping[str, str]) -> str:
    """A message with its placeholders put in, figures grouped; what is not known shows as an ellipsis."""
    return PLACEHOLDER.sub(lambda match: _shown(facts.get(match[1], "…")), message)


def _shown(text: str) -> str:
    try:
        return formats.number(Decimal(text))
    except (InvalidOperation, ValueError):
        return text

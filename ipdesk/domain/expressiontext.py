"""The text of a condition to its tree; what cannot be read says at which character, in one sentence.

Words and signs may be Chinese or English, half or full width: 若…则 / if…then, 且 / and, 或 / or, 非 / not, 合计 / sum,
绝对值 / abs, ≤ / <=, × / *. Columns: 本期 this, 上期 last, 上年同期 last_year, 累计 accepted, 预填 prefill,
目标 target, 应达 planned.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, NoReturn

from ipdesk.domain.errors import WrongUse
from ipdesk.domain.expression import (
    MAX_DEPTH,
    MAX_TERMS,
    MAX_TEXT,
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
    Node,
    Number,
    Size,
    Sum,
    Term,
    nodes,
)

_COLUMNS: Final[Mapping[str, Column]] = {
    **{column.value: column for column in Column},
    "this": Column.THIS, "last": Column.LAST, "last_year": Column.LAST_YEAR, "accepted": Column.ACCEPTED,
    "prefill": Column.PREFILL, "target": Column.TARGET, "planned": Column.PLANNED, "市下发数": Column.PREFILL,
    "本年已审核": Column.ACCEPTED,
}  # fmt: skip
_BLANKS: Final[Mapping[str, Blank]] = {blank.value: blank for blank in Blank}
_WORDS: Final[Mapping[str, str]] = {
    "if": "if", "如果": "if", "若": "if", "then": "then", "那么": "then", "则": "then", "and": "and", "并且": "and",
    "且": "and", "or": "or", "或者": "or", "或": "or", "not": "not", "非": "not", "sum": "sum", "合计": "sum",
    "abs": "abs", "绝对值": "abs", "tolerance": "±", "误差": "±",
}  # fmt: skip
_SIGNS: Final[Mapping[str, str]] = {"≤": "<=", "≥": ">=", "≠": "<>", "!=": "<>", "×": "*", "÷": "/", "−": "-"}
#: Signs as a Chinese keyboard writes them; each stays one character, so places in the text do not move.
_NARROW: Final[dict[int, int]] = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {
    0x3000: 0x20, 0x3010: 0x5B, 0x3011: 0x5D, 0x3001: 0x2C,
}  # fmt: skip
#: The longer words first, so that 如果 is not read as a word that begins alike; `order` is no `or`.
_WORD: Final = "|".join(
    f"{word}(?![A-Za-z_])" if word.isascii() else word for word in sorted(_WORDS, key=len, reverse=True)
)
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|\[(?P<term>[^\[\]]*)\]"
    rf"|(?P<sign><=|>=|<>|!=|[≤≥≠=<>+\-−*/×÷(),±])|(?P<word>{_WORD}))"
)
_ROW: Final = re.compile(r"[A-Za-z0-9+][A-Za-z0-9_+-]*")
_MAX_DIGITS: Final = 18


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "number", "term", "sign", "word", "end"
    text: str
    at: int  # place in the text, counted from 1


def read_condition(text: str, names: Mapping[str, str] | None = None) -> Condition:
    """The condition that the text says. `names` leads from names of rows to their keys.

    Raises WrongUse with a `rule_…` code, the place `at` (counted from 1) and what was `found` there.
    """
    return _read(text) if not names else _parse(text, names)


@lru_cache(maxsize=1024)
def _read(text: str) -> Condition:
    return _parse(text, {})


def _parse(text: str, names: Mapping[str, str]) -> Condition:
    if len(text) > MAX_TEXT:
        raise WrongUse("rule_too_long", count=str(len(text)), limit=str(MAX_TEXT))
    parser = _Parser(_tokens(text.translate(_NARROW)), names)
    condition = parser.condition(parser.whole(0), 1)
    if parser.token.kind != "end":
        parser.unexpected()
    if sum(isinstance(node, Term | Constant) for node in nodes(condition)) > MAX_TERMS:
        raise WrongUse("rule_too_many_terms", limit=str(MAX_TERMS))
    return condition


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    place = 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            at = place + len(text[place:]) - len(text[place:].lstrip())
            if text[at] == "[":
                raise WrongUse("rule_bracket", at=str(at + 1))
            raise WrongUse("rule_sign", at=str(at + 1), found=text[at])
        kind = str(match.lastgroup)
        said = match[kind]
        said = _WORDS[said] if kind == "word" else _SIGNS.get(said, said) if kind == "sign" else said
        found.append(_Token("sign" if said == "±" else kind, said, match.end() - len(match[0].lstrip()) + 1))
        place = match.end()
    return [*found, _Token("end", "", len(text.rstrip()) + 1)]


class _Parser:
    """Recursive descent over one grammar of figures and conditions; which of them a node is, is looked at above it."""

    def __init__(self, tokens: list[_Token], names: Mapping[str, str]) -> None:
        self._tokens = tokens
        self._names = names
        self._place = 0

    @property
    def token(self) -> _Token:
        return self._tokens[self._place]

    def whole(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise WrongUse("rule_too_deep", at=str(self.token.at), limit=str(MAX_DEPTH))
        if not self._take("if"):
            return self._chain(depth, "or")
        at = self.token.at
        given = self.condition(self._chain(depth + 1, "or"), at)
        if not self._take("then"):
            self.unexpected()
        at = self.token.at
        return Implication(given, self.condition(self._chain(depth + 1, "or"), at))

    def condition(self, node: Node, at: int) -> Condition:
        if isinstance(node, Condition):
            return node
        raise WrongUse("rule_not_a_condition", at=str(at))

    def unexpected(self) -> NoReturn:
        if self.token.kind == "end":
            raise WrongUse("rule_unfinished")
        found = f"[{self.token.text}]" if self.token.kind == "term" else self.token.text
        raise WrongUse("rule_unexpected", at=str(self.token.at), found=found)

    def _take(self, *texts: str) -> str:
        """The sign or word that stands here when it is one of these, else nothing."""
        if self.token.kind in ("sign", "word") and self.token.text in texts:
            self._place += 1
            return self._tokens[self._place - 1].text
        return ""

    def _chain(self, depth: int, word: str) -> Node:
        """Conditions joined by `or`, or by `and` one level down."""
        at = self.token.at
        first = self._chain(depth, "and") if word == "or" else self._negation(depth)
        parts: list[Condition] = []
        while self._take(word):
            parts = parts or [self.condition(first, at)]
            at = self.token.at
            parts.append(self.condition(self._chain(depth, "and") if word == "or" else self._negation(depth), at))
        if not parts:
            return first
        return Either(tuple(parts)) if word == "or" else Both(tuple(parts))

    def _negation(self, depth: int) -> Node:
        if not self._take("not"):
            return self._comparison(depth)
        if depth > MAX_DEPTH:
            raise WrongUse("rule_too_deep", at=str(self.token.at), limit=str(MAX_DEPTH))
        at = self.token.at
        return Negation(self.condition(self._negation(depth + 1), at))

    def _comparison(self, depth: int) -> Node:
        at = self.token.at
        left = self._added(depth)
        sign = self._take(*(one.value for one in Compare))
        if not sign:
            return left
        first = self._number(left, at)
        at = self.token.at
        right = self._number(self._added(depth), at)
        tolerance = Decimal(0)
        if self._take("±"):
            if self.token.kind != "number":
                self.unexpected()
            tolerance = self._constant()
        if self._take(*(one.value for one in Compare)):
            raise WrongUse("rule_chain", at=str(self._tokens[self._place - 1].at))
        return Comparison(Compare(sign), first, right, tolerance)

    def _number(self, node: Node, at: int) -> Number:
        if isinstance(node, Number):
            return node
        raise WrongUse("rule_not_a_figure", at=str(at))

    def _added(self, depth: int) -> Node:
        return self._computed(depth, ("+", "-"))

    def _computed(self, depth: int, signs: tuple[str, str]) -> Node:
        at = self.token.at
        node = self._factor(depth, signs)
        for _ in range(MAX_TERMS + 1):
            sign = self._take(*signs)
            if not sign:
                return node
            left, at_right = self._number(node, at), self.token.at
            node = Arithmetic(sign, left, self._number(self._factor(depth, signs), at_right))
        raise WrongUse("rule_too_many_terms", limit=str(MAX_TERMS))

    def _factor(self, depth: int, signs: tuple[str, str]) -> Node:
        return self._computed(depth, ("*", "/")) if signs[0] == "+" else self._signed(depth)

    def _signed(self, depth: int) -> Node:
        if not self._take("-"):
            return self._atom(depth)
        at = self.token.at
        of = self._number(self._atom(depth), at)
        return Constant(0 - of.quantity) if isinstance(of, Constant) else Negative(of)

    def _atom(self, depth: int) -> Node:
        token = self.token
        if token.kind == "number":
            return Constant(self._constant())
        if token.kind == "term":
            self._place += 1
            return self._term(token)
        function = self._take("sum", "abs")
        if function:
            return self._call(function, depth + 1)
        if not self._take("("):
            self.unexpected()
        node = self.whole(depth + 1)
        if not self._take(")"):
            self.unexpected()
        return node

    def _constant(self) -> Decimal:
        token = self.token
        self._place += 1
        if len(token.text) > _MAX_DIGITS:
            raise WrongUse("rule_number", at=str(token.at), found=token.text[:_MAX_DIGITS])
        return Decimal(token.text).normalize() + 0  # 5.0 and 5 are one constant

    def _call(self, function: str, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise WrongUse("rule_too_deep", at=str(self.token.at), limit=str(MAX_DEPTH))
        if not self._take("("):
            self.unexpected()
        parts: list[Number] = []
        while not parts or self._take(","):
            at = self.token.at
            parts.append(self._number(self._added(depth), at))
        if function == "abs" and len(parts) > 1:
            self._place -= 1
            self.unexpected()
        if not self._take(")"):
            self.unexpected()
        return Sum(tuple(parts)) if function == "sum" else Size(parts[0])

    def _term(self, token: _Token) -> Term:
        name, bar, policy = (part.strip() for part in token.text.partition("|"))
        if bar and policy not in ("0", "!"):
            raise WrongUse("rule_policy", at=str(token.at), found=policy)
        blank = _BLANKS[policy]
        if name in _COLUMNS:
            return Term(_COLUMNS[name], "", blank)
        if name in self._names:
            return Term(Column.THIS, self._names[name], blank)
        row, dot, column = (part.strip() for part in name.rpartition("."))
        if not dot:
            row, column = name, Column.THIS.value
        row = self._names.get(row, row)
        if not _ROW.fullmatch(row) or column not in _COLUMNS:
            raise WrongUse("rule_term", at=str(token.at), found=token.text)
        return Term(_COLUMNS[column], row, blank)

"""A small spreadsheet: the functions that the form's live formulas use, computed in doubles, as an office program does.

It shares no code with what makes the formulas, and knows nothing of rules: cells in, cells out.
"""

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

_TOKEN = re.compile(
    r'\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<number>\d+(?:\.\d+)?(?:E[+-]?\d+)?)|(?P<name>[A-Z]+)\('
    r"|(?P<range>\$?[A-Z]{1,2}\$?\d+:\$?[A-Z]{1,2}\$?\d+)|(?P<ref>\$?[A-Z]{1,2}\$?\d+)|(?P<word>TRUE|FALSE)"
    r"|(?P<sign><=|>=|<>|[-+*/&=<>(),{}]))"
)


class CellError(Exception):
    """#VALUE! and its kin."""


class Sheet:
    """`cells` by reference (`B7`): numbers, texts, or formulas without the leading `=` in `formulas`."""

    def __init__(self, cells: dict[str, Any], formulas: dict[str, str]) -> None:
        self.cells = cells
        self.formulas = formulas
        self._known: dict[str, Any] = {}
        self._places: dict[tuple[str, ...], dict[str, int]] = {}

    def value(self, ref: str) -> Any:
        if ref not in self.formulas:
            return self.cells.get(ref)
        if ref not in self._known:
            self._known[ref] = CellError("circle")
            try:
                self._known[ref] = self.compute(self.formulas[ref])
            except CellError as error:
                self._known[ref] = error
        found = self._known[ref]
        if isinstance(found, CellError):
            raise found
        return found

    def compute(self, formula: str) -> Any:
        return _Reader(self, formula).whole()()

    def span(self, text: str) -> list[str]:
        first, last = (part.replace("$", "") for part in text.split(":"))
        column = re.match(r"[A-Z]+", first)[0]  # type: ignore[index]
        start, end = (int(re.search(r"\d+", part)[0]) for part in (first, last))  # type: ignore[index]
        return [f"{column}{row}" for row in range(start, end + 1)]

    def places(self, among: tuple[str, ...]) -> dict[str, int]:
        """The first place of each text among cells or constants, as MATCH sees it."""
        if among not in self._places:
            held = [self.value(one) if re.fullmatch(r"[A-Z]+\d+", one) else one for one in among]
            texts = [(one.casefold(), number) for number, one in enumerate(held, 1) if isinstance(one, str)]
            self._places[among] = dict(reversed(texts))
        return self._places[among]


Later = Callable[[], Any]


class _Reader:
    """A formula read into functions, so that IF computes only the branch it takes."""

    def __init__(self, sheet: Sheet, formula: str) -> None:
        self.sheet = sheet
        self.tokens = list(_tokens(formula))
        self.place = 0

    def whole(self) -> Later:
        found = self.comparison()
        assert self.place == len(self.tokens), self.tokens[self.place :]
        return found

    def _is(self, *signs: str) -> str:
        kind, text = self.tokens[self.place] if self.place < len(self.tokens) else ("", "")
        if kind == "sign" and text in signs:
            self.place += 1
            return text
        return ""

    def comparison(self) -> Later:
        left = self.joined()
        while sign := self._is("=", "<>", "<", ">", "<=", ">="):
            left = _later(_compared, sign, left, self.joined())
        return left

    def joined(self) -> Later:
        left = self.added()
        while self._is("&"):
            left = _later(lambda a, b: _text(a()) + _text(b()), left, self.added())
        return left

    def added(self) -> Later:
        left = self.times()
        while sign := self._is("+", "-"):
            left = _later(_computed, sign, left, self.times())
        return left

    def times(self) -> Later:
        left = self.signed()
        while sign := self._is("*", "/"):
            left = _later(_computed, sign, left, self.signed())
        return left

    def signed(self) -> Later:
        if self._is("-"):
            return _later(lambda of: -_number(of()), self.signed())
        return self.atom()

    def atom(self) -> Later:
        kind, text = self.tokens[self.place]
        if kind == "sign" and text == "(":
            self.place += 1
            inside = self.comparison()
            assert self._is(")")
            return inside
        if kind == "sign" and text == "{":
            self.place += 1
            members = self.list("}")
            return lambda: [one() for one in members]
        self.place += 1
        match kind:
            case "text":
                return lambda: text[1:-1].replace('""', '"')
            case "number":
                return lambda: float(text)
            case "word":
                return lambda: text == "TRUE"
            case "ref":
                return lambda: self.sheet.value(text.replace("$", ""))
            case "range":
                return lambda: self.sheet.span(text)
            case "name":
                return _later(getattr(self, f"_{text.lower()}"), *self.list(")"))
        raise AssertionError((kind, text))

    def list(self, end: str) -> list[Later]:
        members: list[Later] = []
        if self._is(end):
            return members
        members.append(self.comparison())
        while self._is(","):
            members.append(self.comparison())
        assert self._is(end), self.tokens[self.place :]
        return members

    @staticmethod
    def _if(test: Later, then: Later, other: Later) -> Any:
        return then() if _truth(test()) else other()

    @staticmethod
    def _and(*parts: Later) -> bool:
        found = [_truth(part()) for part in parts]  # an office program computes every part
        return all(found)

    @staticmethod
    def _or(*parts: Later) -> bool:
        found = [_truth(part()) for part in parts]
        return any(found)

    @staticmethod
    def _not(part: Later) -> bool:
        return not _truth(part())

    @staticmethod
    def _isnumber(of: Later) -> bool:
        try:
            return _is_number(of())
        except CellError:
            return False

    @staticmethod
    def _istext(of: Later) -> bool:
        return isinstance(of(), str)

    @staticmethod
    def _trim(of: Later) -> str:
        return " ".join(part for part in _text(of()).split(" ") if part)

    @staticmethod
    def _n(of: Later) -> float:
        found = of()
        return float(found) if _is_number(found) else 0.0

    @staticmethod
    def _abs(of: Later) -> float:
        return abs(_number(of()))

    @staticmethod
    def _round(of: Later, digits: Later) -> float:
        """Half away from zero, after the last bits of a double are taken off, as Excel and LibreOffice do."""
        number, scale = _number(of()), 10.0 ** _number(digits())
        size = abs(number) * scale
        near = float(f"{size:.15g}")
        return math.copysign(math.floor(near + 0.5) / scale, number)

    @staticmethod
    def _char(code: Later) -> str:
        return chr(int(_number(code())))

    @staticmethod
    def _iferror(of: Later, other: Later) -> Any:
        try:
            return of()
        except CellError:
            return other()

    def _match(self, wanted: Later, among: Later, _how: Later) -> float:
        places, what = self.sheet.places(tuple(among())), wanted()
        if not isinstance(what, str) or what.casefold() not in places:
            raise CellError("#N/A")
        return float(places[what.casefold()])

    def _index(self, among: Later, number: Later) -> Any:
        return self.sheet.value(among()[int(_number(number())) - 1])


def _later(function: Callable[..., Any], *arguments: Any) -> Later:
    return lambda: function(*arguments)


def _tokens(formula: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(formula):
        match = _TOKEN.match(formula, place)
        assert match is not None, formula[place : place + 40]
        kind = str(match.lastgroup)
        yield kind, match[kind]
        place = match.end()


def _is_number(found: Any) -> bool:
    return isinstance(found, int | float) and not isinstance(found, bool)


def _number(found: Any) -> float:
    if found is None:
        return 0.0
    if _is_number(found):
        return float(found)
    raise CellError("#VALUE!")


def _truth(found: Any) -> bool:
    if isinstance(found, bool):
        return found
    return _number(found) != 0


def _text(found: Any) -> str:
    if found is None:
        return ""
    return f"{found:.15g}" if _is_number(found) else str(found)


def _computed(sign: str, left: Later, right: Later) -> float:
    first, second = _number(left()), _number(right())
    match sign:
        case "+":
            return first + second
        case "-":
            return first - second
        case "*":
            return first * second
    if second == 0:
        raise CellError("#DIV/0!")
    return first / second


def _compared(sign: str, left: Later, right: Later) -> bool:
    """A number is below any text; an empty cell is 0 or an empty text, as the other side is."""
    first, second = left(), right()
    if first is None:
        first = "" if isinstance(second, str) else 0.0
    if second is None:
        second = "" if isinstance(first, str) else 0.0
    if isinstance(first, str) != isinstance(second, str):
        first, second = float(isinstance(first, str)), float(isinstance(second, str))
    match sign:
        case "=":
            return bool(first == second)
        case "<>":
            return bool(first != second)
        case "<":
            return bool(first < second)
        case ">":
            return bool(first > second)
        case "<=":
            return bool(first <= second)
    return bool(first >= second)

"""A workbook's parts opened just far enough to change single cells, everything else left byte for byte."""

import html
import re
from typing import Any
from xml.sax.saxutils import escape

from ipdesk.exchange.zipped import packed
from tools.fuzzing.archives import parts_of

_CELL = re.compile(r'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_TEXT = re.compile(r"<t[^>]*>([^<]*)</t>")
_STYLE = re.compile(r'\bs="(\d+)"')
_SHEET = re.compile(r"<sheet\b[^>]*>")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Sheet:
    """One sheet: its cells by row and column, to be read as text and written as anything."""

    def __init__(self, name: str, state: str, part: str, content: str, texts: list[str]) -> None:
        self.name, self.state, self.part = name, state, part
        self._texts = texts
        self._pieces: list[str] = []
        self.places: dict[tuple[int, int], int] = {}
        end = 0
        for cell in _CELL.finditer(content):
            self._pieces += [content[end : cell.start()], cell.group()]
            self.places[int(cell[2]), _number(cell[1])] = len(self._pieces) - 1
            end = cell.end()
        self._pieces.append(content[end:])

    @property
    def content(self) -> str:
        return "".join(self._pieces)

    def text(self, row: int, column: int) -> str:
        """What a cell says, empty for none."""
        place = self.places.get((row, column))
        return "" if place is None else _said(self._pieces[place], self._texts)

    def raw(self, row: int, column: int) -> str:
        """The element of a cell that is there, address and all."""
        return self._pieces[self.places[row, column]]

    def put(self, row: int, column: int, value: Any) -> None:
        """Writes a cell that is there: a text, a number, a truth, `=formula`, `#ERROR!`, or nothing."""
        place = self.places[row, column]
        style = _STYLE.search(self._pieces[place].partition(">")[0])
        head = f'<c r="{_letters(column)}{row}"' + (f' s="{style[1]}"' if style else "")
        self._pieces[place] = _element(head, value)

    def put_all(self, rows: list[tuple[str, str]]) -> None:
        """Two columns of texts instead of all that the sheet had."""
        whole = self.content
        begin, end = whole.find("<sheetData>") + len("<sheetData>"), whole.rfind("</sheetData>")
        lines = "".join(
            f'<row r="{number}">{_element(f"<c r={chr(34)}A{number}{chr(34)}", key)}'
            f"{_element(f'<c r={chr(34)}B{number}{chr(34)}', value)}</row>"
            for number, (key, value) in enumerate(rows, start=1)
        )
        self._pieces, self.places = [whole[:begin] + lines + whole[end:]], {}


class Book:
    """The sheets of a workbook as Excel, XlsxWriter and openpyxl write them. ValueError for any other."""

    def __init__(self, data: bytes) -> None:
        self._parts = dict(parts_of(data))
        try:
            book = self._parts["xl/workbook.xml"].decode()
            relations = self._parts["xl/_rels/workbook.xml.rels"].decode()
            shared = self._parts.get("xl/sharedStrings.xml", b"").decode()
        except (KeyError, UnicodeDecodeError) as trouble:
            raise ValueError("no workbook") from trouble
        texts = [
            "".join(html.unescape(piece) for piece in _TEXT.findall(one))
            for one in re.split(r"<si\b[^>]*>", shared)[1:]
        ]
        targets = {_of("Id", one): _of("Target", one) for one in re.findall(r"<Relationship\b[^>]*>", relations)}
        self.sheets: list[Sheet] = []
        for element in _SHEET.findall(book):
            target = targets.get(_of("r:id", element), "").removeprefix("/xl/")
            content = self._parts.get(f"xl/{target}", b"").decode(errors="replace")
            self.sheets.append(
                Sheet(html.unescape(_of("name", element)), _of("state", element), f"xl/{target}", content, texts)
            )

    def data(self) -> bytes:
        """The zip with the sheets as they are now."""
        for sheet in self.sheets:
            if sheet.part in self._parts:
                self._parts[sheet.part] = sheet.content.encode(errors="replace")
        return packed(self._parts.items())


def _of(name: str, element: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', element)
    return found[1] if found else ""


def _said(element: str, texts: list[str]) -> str:
    head, _, _ = element.partition(">")
    if 't="s"' in head:
        number = re.search(r"<v>(\d+)</v>", element)
        return texts[int(number[1])] if number and int(number[1]) < len(texts) else ""
    if 't="inlineStr"' in head:
        return "".join(html.unescape(piece) for piece in _TEXT.findall(element))
    value = re.search(r"<v>([^<]*)</v>", element)
    return html.unescape(value[1]) if value else ""


def _element(head: str, value: Any) -> str:
    match value:
        case None:
            return f"{head}/>"
        case bool():
            return f'{head} t="b"><v>{int(value)}</v></c>'
        case int() | float():
            return f"{head}><v>{value!r}</v></c>"
        case str() if value.startswith("=") and len(value) > 1:
            return f"{head}><f>{escape(value[1:])}</f></c>"
        case str() if value.startswith("#") and value.endswith(("!", "A", "?")):
            return f'{head} t="e"><v>{escape(value)}</v></c>'
        case _:
            legal = _ILLEGAL.sub(lambda found: f"_x{ord(found[0]):04X}_", str(value))
            return f'{head} t="inlineStr"><is><t xml:space="preserve">{escape(legal)}</t></is></c>'


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

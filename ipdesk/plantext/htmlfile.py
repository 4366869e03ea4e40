"""Web pages: headings, paragraphs, lists and tables; scripts, styles and what is hidden are left out."""

import re
from collections.abc import Iterator
from typing import Any, Final

from ipdesk.plantext.building import Entry
from ipdesk.plantext.document import Document, Origin
from ipdesk.plantext.gathering import Gathering
from ipdesk.plantext.textfile import decode

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_DROPPED: Final = frozenset(
    ("script", "style", "noscript", "template", "head", "select", "option", "button", "textarea", "svg", "iframe",
     "object", "form-control", "input", "nav")
)  # fmt: skip
_BLOCKS: Final = frozenset(
    ("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption",
     "figure", "footer", "form", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "table", "tbody",
     "td", "tfoot", "th", "thead", "tr", "ul", "caption", "h1", "h2", "h3", "h4", "h5", "h6")
)  # fmt: skip
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_MOST_SPANNED: Final = 200


def read_html(data: bytes) -> Document:
    """The document of a page's bytes."""
    from lxml import etree
    from lxml import html as pages

    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", _decoded(data)).replace("\0", "")
    gathered = Gathering(Origin.HTML)
    try:
        root = pages.document_fromstring(source, parser=pages.HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return gathered.document()
    _Walk(gathered).flow(root)
    return gathered.document()


def _decoded(data: bytes) -> str:
    """The source: UTF-8 where it is valid, for that is no chance; else as it says of itself, else by what is valid."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    named = _CHARSET.search(data[:4096])
    if named is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = named.group(1).decode("ascii").casefold()
        encoding = "gb18030" if encoding in {"gb2312", "gbk", "gb_2312-80", "x-gbk"} else encoding
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data) or ""


class _Walk:
    """Goes through the tree in its order; inline text gathers until a block begins or ends."""

    def __init__(self, gathered: Gathering) -> None:
        self.gathered = gathered
        self.words: list[str] = []
        self.heading = 0
        self.verbatim = False  # inside <pre>, where line ends and blanks count

    def flow(self, element: Any) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _DROPPED or _hidden(element):
            return
        if tag == "table" and (entries := _table_entries(element)) is not None:
            self.flush()
            for caption in element.iterchildren("caption"):
                self.gathered.line(_text(caption))
            self.gathered.table(entries)
            return
        block = tag in _BLOCKS
        if block or tag == "br":
            self.flush()
        level = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else 0
        outer, self.heading = self.heading, level or self.heading
        verbatim, self.verbatim = self.verbatim, self.verbatim or tag == "pre"
        if tag == "li" and (number := _list_number(element)):
            self.words.append(number)
        self.words.append(element.text or "")
        for child in element:
            self.flow(child)
            self.words.append(child.tail or "")
        if block:
            self.flush()
        self.heading, self.verbatim = outer, verbatim

    def flush(self) -> None:
        words = "".join(self.words)
        self.words = []
        if self.verbatim:
            if words.strip():
                self.gathered.line(words)
        elif line := _BLANKS.sub(" ", words).strip():
            self.gathered.line(line, self.heading)


def _hidden(element: Any) -> bool:
    return bool(_HIDDEN.search(element.get("style") or "")) or element.get("hidden") is not None


def _text(element: Any) -> str:
    return "".join(_strings(element))


def _strings(element: Any) -> Iterator[str]:
    tag = element.tag if isinstance(element.tag, str) else ""
    if not tag or tag in _DROPPED or _hidden(element):
        return
    gap = tag in _BLOCKS or tag == "br"
    if gap:
        yield "\n"
    yield element.text or ""
    for child in element:
        yield from _strings(child)
        yield child.tail or ""
    if gap:
        yield "\n"


def _list_number(element: Any) -> str:
    """The number that a page shows before an item of a numbered list."""
    parent = element.getparent()
    if parent is None or parent.tag != "ol" or "list-style" in (parent.get("style") or ""):
        return ""
    if (parent.get("type") or "1") != "1":
        return ""
    items = [item for item in parent if item.tag == "li"]
    start = parent.get("start") or "1"
    return f"{(int(start) if start.isdecimal() else 1) + items.index(element)}."


def _table_entries(table: Any) -> list[Entry] | None:
    """The cells of a table of data; None for one that only lays out a page."""
    if any(inner is not table for inner in table.iter("table")):
        return None
    rows = list(table.iter("tr"))
    entries: list[Entry] = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while (number, column) in taken:
                column += 1
            height = min(_count(cell.get("rowspan")) or len(rows) - number, len(rows) - number)
            width = _count(cell.get("colspan")) or 1
            taken |= {(number + down, column + across) for down in range(height) for across in range(width)}
            if not _hidden(cell):
                paragraphs = tuple(part for part in _text(cell).split("\n") if part.strip())
                entries.append(Entry(number, column, paragraphs, height, width))
            column += width
    longest = max((sum(map(len, entry.paragraphs)) for entry in entries), default=0)
    several = max((entry.column for entry in entries), default=0) > 0
    return None if longest > 2500 and several else entries


def _count(text: str | None) -> int:
    """A rowspan or colspan; 0 means to the end of the table."""
    if text is None or not text.strip().isdecimal():
        return 1
    return min(int(text), _MOST_SPANNED)

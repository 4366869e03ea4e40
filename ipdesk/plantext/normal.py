"""The words of a piece of a document as they are to be read, each character tied to its place in the text.

Scans, word processors and converters spell one thing in many ways. Recognition sees one spelling:

- digits, Latin letters and the signs `% + - / . < > = ~` half-width, the punctuation of a sentence Chinese:
  `，。；：！？（）《》`, whether the text has ASCII, full-width, small or a font's private glyphs for it. An ASCII
  comma or colon between two digits stays (1,000 or 10:30). `≧ ⩾` are `≥`, `≦ ⩽` are `≤`.
- artefacts of the document (bookmarks, page numbers, running heads), control and invisible characters are dropped;
- line breaks and blanks are dropped, but between two Latin letters or digits one blank stays: `27 8` may be a number
  that lost its decimal point, `3. 2025` a list number before a year; only the reader of numbers can tell.

Nothing is ever inserted or reordered: a character of the view stands for exactly one of the text.
"""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import Final

from ipdesk.plantext.document import Document, Span

# Half-width signs that are Chinese punctuation in a Chinese sentence.
_SENTENCE: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
_SIGNS: Final = {
    "«": "《", "»": "》", "≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "﹪": "%", "〜": "~", "∼": "~", "−": "-",
    "‐": "-", "‑": "-", "｡": "。", "､": "、", "﹑": "、",
    # Glyphs of Founder's typesetting, which a pdf's text yields as Yi syllables: the row A3 of GB 2312.
    "ꎡ": "！", "ꎥ": "%", "ꎨ": "（", "ꎩ": "）", "ꎬ": "，", "ꎮ": "。", "ꎺ": "：", "ꎻ": "；", "ꎿ": "？",
}  # fmt: skip
_DROPPED: Final = frozenset(("Cc", "Cf", "Co", "Cs", "Cn"))


@dataclass(frozen=True, slots=True)
class View:
    """`text` to read, and for each of its characters the offset in the document's text."""

    text: str
    places: tuple[int, ...]
    empty: Span  # where the view was asked for; answers for a span of no characters

    def span(self, start: int, end: int) -> Span:
        """The span of the document that `text[start:end]` stands for."""
        if start >= end or start >= len(self.places):
            return Span(self.empty.start, self.empty.start)
        return Span(self.places[start], self.places[min(end, len(self.places)) - 1] + 1)

    def at(self, offset: int) -> int:
        """The position in `text` of the first character that stands at or after an offset of the document."""
        return bisect_right(self.places, offset - 1)


def view(document: Document, span: Span) -> View:
    """The words at `span`, as they are to be read."""
    return _view(document.text, span, document.artefacts)


def view_text(text: str) -> View:
    """The same for a bare text, such as a name out of a pack."""
    return _view(text, Span(0, len(text)), ())


def normal(text: str) -> str:
    """How a bare text reads."""
    return view_text(text).text


def _view(text: str, span: Span, artefacts: tuple[Span, ...]) -> View:
    letters: list[str] = []
    places: list[int] = []
    blank = -1  # where a blank stands that may have to stay
    for start, end in _kept(span, artefacts):
        if start > span.start and letters and blank < 0:
            blank = start - 1
        for place in range(start, end):
            letter = character(text[place])
            if not letter:
                continue
            if letter == " ":
                blank = place if blank < 0 else blank
                continue
            if blank >= 0 and letters and (letters[-1] == "." or _latin(letters[-1])) and _latin(letter):
                letters.append(" ")
                places.append(blank)
            blank = -1
            letters.append(letter)
            places.append(place)
    for index, letter in enumerate(letters):
        if letter in _SENTENCE and not (letter in ",:" and _between_digits(letters, index)):
            letters[index] = _SENTENCE[letter]
    return View("".join(letters), tuple(places), span)


@cache
def character(letter: str) -> str:
    """One character as it is read: itself, another, a blank, or nothing."""
    if "0" <= letter <= "9" or "\u4e00" <= letter <= "\u9fff":
        return letter
    if letter in _SIGNS:
        return _SIGNS[letter]
    if letter in " \t\n\r\f\v\xa0\u3000" or unicodedata.category(letter) in {"Zs", "Zl", "Zp"}:
        return " "
    if unicodedata.category(letter) in _DROPPED or letter == "\ufffd":
        return ""
    # Full-width and small forms, compatibility ideographs, Kangxi radicals: the plain sign, where it is one.
    if letter >= "\uf900" or "\u2e80" <= letter <= "\u2fdf":
        plain = unicodedata.normalize("NFKC", letter)
        return _SENTENCE.get(plain, plain) if len(plain) == 1 else letter
    return letter


def _kept(span: Span, artefacts: tuple[Span, ...]) -> list[tuple[int, int]]:
    """What of `span` is left when the artefacts are taken out."""
    pieces = []
    place = span.start
    first = bisect_right(artefacts, span.start, key=lambda artefact: artefact.end)
    for artefact in artefacts[first:]:
        if artefact.start >= span.end:
            break
        if artefact.start > place:
            pieces.append((place, artefact.start))
        place = max(place, artefact.end)
    if place < span.end:
        pieces.append((place, span.end))
    return pieces


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _between_digits(letters: list[str], index: int) -> bool:
    return (
        0 < index < len(letters) - 1
        and letters[index - 1].isascii() and letters[index - 1].isdigit()
        and letters[index + 1].isascii() and letters[index + 1].isdigit()
    )  # fmt: skip

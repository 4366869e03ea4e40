"""The lines of a plain text, and what on them no author wrote: bookmarks, page numbers, running heads."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ipdesk.plantext.document import Document, Origin, Span
from ipdesk.plantext.normal import normal, view

# What converters of word-processor files leave of bookmarks, fields, pictures and links.
_LEFT_BY_CONVERTERS: Final = re.compile(
    r"\[(?:bookmark|pic|picture|图片|image|embedded object|footnoteRef)\s?:?[^\]\n]{0,80}\]"
    r"|\x13[^\x14\x15\n]{0,200}\x14"
    r"|(?m:^#{1,6}[ \t]+)|\*\*(?=[^\s*])|(?<=[^\s*])\*\*"
    r"|(?:PAGEREF|HYPERLINK|TOC|INCLUDEPICTURE)\s+(?:\\[a-z*]|\"[^\"\n]*\"|_Toc\d+|\s)+"
)
_PAGE_NUMBER: Final = re.compile(
    r"[—–─\-~·.]{1,4}\s?\d{1,4}\s?[—–─\-~·.]{1,4}|第\d{1,4}页(?:[/，]?共\d{1,4}页)?|\d{1,4}/\d{1,4}页?|(?:Page|page)\s?\d{1,4}"
)
_CONTENTS: Final = re.compile(r"(?:[.·…—_-]{4,}|…{2,})\s?\d{1,4}$")
_BARE: Final = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line: `span` without its feed, `inner` without blanks and artefacts at its ends, `words` as they are read.

    `tabbed`: its first sign is a tab. `indent`: how many columns it is set in. `page`: a page begins on it.
    """

    span: Span
    inner: Span
    words: str
    raw: str
    tabbed: bool
    indent: int
    page: bool

    @property
    def blank(self) -> bool:
        return not self.words


def lines(text: str, artefacts: Sequence[Span] = ()) -> tuple[Line, ...]:
    """The lines of a text; artefacts are no words of them."""
    document = Document(text, Origin.TEXT, (), artefacts=tuple(artefacts))
    found = []
    start = 0
    for piece in text.split("\n"):
        span = Span(start, start + len(piece))
        seen = view(document, span)
        inner = seen.span(0, len(seen.text))
        bare = _without(piece, span.start, artefacts)
        lead = bare[: len(bare) - len(bare.lstrip())]
        found.append(
            Line(
                span, inner if seen.text else Span(span.start, span.start), seen.text, bare,
                bare.lstrip("\f\r").startswith("\t"), sum(2 if sign == "\u3000" else 1 for sign in lead), "\f" in piece,
            )
        )  # fmt: skip
        start = span.end + 1
    return tuple(found)


def _without(piece: str, start: int, artefacts: Sequence[Span]) -> str:
    """The line's characters without those of artefacts."""
    kept = []
    place = start
    first = bisect_right(artefacts, start, key=lambda artefact: artefact.end)
    for artefact in artefacts[first : first + len(piece) + 1]:
        if artefact.start >= start + len(piece):
            break
        kept.append(piece[max(place - start, 0) : max(artefact.start - start, 0)])
        place = max(place, artefact.end)
    kept.append(piece[max(place - start, 0) :])
    return "".join(kept)


def converters_traces(text: str) -> tuple[Span, ...]:
    """Bookmarks, fields and placeholders that a converter wrote into the text."""
    return tuple(Span(found.start(), found.end()) for found in _LEFT_BY_CONVERTERS.finditer(text))


def page_furniture(found: Sequence[Line]) -> tuple[Span, ...]:
    """Page numbers, running heads and lines of a table of contents, as spans of whole lines."""
    filled = [line for line in found if not line.blank]
    taken = {index for index, line in enumerate(filled) if _PAGE_NUMBER.fullmatch(line.words)}
    taken |= {index for index, line in enumerate(filled) if _CONTENTS.search(line.words)}
    taken |= set(_bare_page_numbers(filled))
    taken |= set(_running_heads(filled, taken))
    return tuple(filled[index].inner for index in sorted(taken))


def _bare_page_numbers(filled: Sequence[Line]) -> Iterator[int]:
    """Lone integers that count up by one from page to page."""
    lone = [
        (index, int(line.words))
        for index, line in enumerate(filled)
        if _BARE.fullmatch(line.words)
        and not line.tabbed
        and not any(
            _BARE.fullmatch(filled[other].words) or len(filled[other].words) < 6  # a column of a table
            for other in (index - 1, index + 1)
            if 0 <= other < len(filled)
        )
    ]
    for (before, first), (after, second) in pairwise(lone):
        if second == first + 1 and after - before >= 10:
            yield before
            yield after


def _running_heads(filled: Sequence[Line], numbers: set[int]) -> Iterator[int]:
    """Short lines at the turn of a page that come back from page to page."""

    def turn(index: int) -> bool:
        near = (index - 2, index - 1, index, index + 1, index + 2)
        return any(
            other in numbers or (filled[other].page and other >= index - 1)
            for other in near
            if 0 <= other < len(filled)
        )

    def shape(index: int) -> str:
        return re.sub(r"\d+", "0", filled[index].words)

    seen = Counter(shape(index) for index in range(len(filled)) if len(filled[index].words) <= 40 and turn(index))
    for index, line in enumerate(filled):
        if seen[shape(index)] >= 3 and len(line.words) <= 40 and turn(index) and not line.tabbed:
            yield index


def reads(text: str, span: Span) -> str:
    """The normalised words at a span that holds no artefact."""
    return normal(text[span.start : span.end])

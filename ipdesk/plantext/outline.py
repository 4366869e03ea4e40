"""The outline of a document: its numbered parts, boxes, tables, run-in headings, each with a stable id."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ipdesk.domain.plan import ClauseKind
from ipdesk.plantext.candidate import Section
from ipdesk.plantext.document import Document, Paragraph, Span, Table
from ipdesk.plantext.labels import Mark, ends_sentence, label, numeral
from ipdesk.plantext.normal import View, view

_LONGEST_TITLE: Final = 60
_RANKS: Final = {
    Mark.PART: 10, Mark.ANNEX: 10, Mark.CHAPTER: 20, Mark.SECTION: 30, Mark.HAN: 40, Mark.HAN_BRACKET: 50,
    Mark.ARABIC: 60, Mark.DECIMAL: 65, Mark.ARABIC_BRACKET: 70, Mark.CIRCLE: 80, Mark.DASH: 85, Mark.ORDINAL: 90,
}  # fmt: skip
_RUN_IN: Final = 95
_BOX: Final = 100  # what stands in a box lies below everything outside
_ORDINALS: Final = re.compile(r"(?:^|[。；：，])([一二三四五六七八九十]{1,2}是)(?=[^，。；]{4,})")
_PHRASE: Final = re.compile(r"[^；：，\d]{4,24}(?:，[^；：，\d]{2,12})?")
_SAFEGUARDS: Final = re.compile(r"保障|组织实施|实施机制|组织领导")


@dataclass(frozen=True, slots=True)
class _Head:
    """A heading before it has its place in the tree. `rank`: the lower, the higher it stands."""

    start: int
    rank: int
    mark: Mark | None
    label: str
    title: str
    run_in: bool = False
    end: int | None = None  # where a box or table ends of itself


def outline(document: Document) -> tuple[Section, ...]:
    """Every place of the outline in the order of the text, parents before their children."""
    heads = sorted(_heads(document), key=lambda head: (head.start, head.rank))
    return _tree(heads, len(document.text))


def section_at(sections: tuple[Section, ...], offset: int) -> Section | None:
    """The most specific section that holds an offset."""
    holding = [section for section in sections if section.span.start <= offset < section.span.end]
    return max(holding, key=lambda section: (section.level, section.span.start), default=None)


def _heads(document: Document) -> Iterator[_Head]:
    inside = _boxes(document)
    for paragraph in document.paragraphs:
        seen = view(document, paragraph.span)
        if not seen.text:
            continue
        box = next((span for span in inside if span.start <= paragraph.span.start < span.end), None)
        for head in _of_paragraph(document, paragraph, seen, box):
            yield replace(head, rank=head.rank + _BOX) if box is not None and head.mark is not Mark.BOX else head
    for number, table in enumerate(document.tables, start=1):
        yield _of_table(document, table, number)


def _boxes(document: Document) -> tuple[Span, ...]:
    """Where boxes lie: framed ones, and those that a heading 专栏 opens in a text without frames."""
    spans = list(document.boxes)
    texts = document.paragraphs
    before = 0  # the last number of a paragraph so far
    for place, paragraph in enumerate(texts):
        before = _number(document, paragraph) or before
        words = view(document, paragraph.span).text
        mark = label(words)
        if mark is None or mark.mark is not Mark.BOX or not _is_heading(words):
            continue
        if any(span.start <= paragraph.span.start < span.end for span in spans):
            continue
        end = _unframed_end(document, place, before)
        spans.append(Span(paragraph.span.start, texts[end].span.end))
    return tuple(sorted(spans, key=lambda span: span.start))


def _unframed_end(document: Document, first: int, before: int) -> int:
    """The last paragraph of a box without a frame; `before` is the number of the paragraphs above it, 0 for none.

    Where paragraphs are set in unevenly (a scan keeps it only at the beginning of a frame and behind it) the next one
    set in ends the box. Else a heading does, or the number that goes on with those before the box.
    """
    texts = document.paragraphs
    last = first
    set_in = first + 1 < len(texts) and _set_in(document, texts[first + 1])
    uneven = set_in and not all(_set_in(document, paragraph) for paragraph in texts[first + 2 : first + 8])
    for place in range(first + 1, len(texts)):
        words = view(document, texts[place].span).text
        mark = label(words)
        if mark is not None and mark.mark in {
            Mark.PART, Mark.CHAPTER, Mark.SECTION, Mark.HAN, Mark.HAN_BRACKET, Mark.BOX, Mark.TABLE, Mark.ANNEX
        }:  # fmt: skip
            break
        if texts[place].heading or (before and _number(document, texts[place]) == before + 1):
            break
        if uneven and place > first + 1 and _set_in(document, texts[place]):
            break
        if any(texts[last].span.end <= table.span.start < texts[place].span.start for table in document.tables):
            break
        last = place
    return last


def _number(document: Document, paragraph: Paragraph) -> int | None:
    words = document.words(Span(paragraph.span.start, min(paragraph.span.end, paragraph.span.start + 12)))
    mark = label(words)
    return numeral(mark.text) if mark is not None and mark.mark is Mark.ARABIC else None


def _set_in(document: Document, paragraph: Paragraph) -> bool:
    start = document.text.rfind("\n", 0, paragraph.span.start) + 1
    return sum(2 if sign == "\u3000" else 1 for sign in document.text[start : paragraph.span.start]) >= 2


def _is_heading(words: str) -> bool:
    return len(words) <= _LONGEST_TITLE and not ends_sentence(words) and "。" not in words


def _of_paragraph(document: Document, paragraph: Paragraph, seen: View, box: Span | None) -> Iterator[_Head]:
    words = seen.text
    start = paragraph.span.start
    found = label(words)
    if found is not None and found.mark in {Mark.NOTE, Mark.TABLE}:
        return
    if found is not None and found.mark is Mark.BOX:
        if box is not None and _is_heading(words):
            yield _Head(start, _BOX - 1, Mark.BOX, found.text.strip("：、."), words[found.end :], end=box.end)
        return
    if box is not None and start == box.start and found is None and _is_heading(words):
        yield _Head(start, _BOX - 1, Mark.BOX, "", words, end=box.end)
        return
    if found is None:
        yield from _unlabelled(paragraph, words, start)
    else:
        title, run_in = _title(words[found.end :])
        named = bool(title) or found.mark in {Mark.ANNEX, Mark.PART, Mark.CHAPTER}
        if named and not (found.mark is Mark.ORDINAL and run_in is False):
            yield _Head(start, _rank(paragraph, found.mark), found.mark, found.text.strip(), title, run_in)
    for ordinal in _ORDINALS.finditer(words):
        if ordinal.start(1) > 0:
            title, _ = _title(words[ordinal.end(1) :])
            at = seen.span(ordinal.start(1), ordinal.end(1)).start
            yield _Head(at, _RANKS[Mark.ORDINAL], Mark.ORDINAL, ordinal.group(1), title, run_in=True)


def _rank(paragraph: Paragraph, mark: Mark) -> int:
    return _RANKS[mark] if not paragraph.heading else min(_RANKS[mark], 10 * paragraph.heading + 5)


def _unlabelled(paragraph: Paragraph, words: str, start: int) -> Iterator[_Head]:
    """A heading by its style, or a short phrase with a full stop that opens a paragraph."""
    if paragraph.heading:
        if len(words) <= _LONGEST_TITLE:
            yield _Head(start, 10 * paragraph.heading + 5, None, "", words)
        return
    head, stop, rest = words.partition("。")
    commas = head.count("，")
    if (
        stop
        and rest
        and 4 <= len(head) <= (24 if not commas else 18)
        and commas <= 1
        and not re.search(r"[；：\d]", head)
    ):
        yield _Head(start, _RUN_IN, None, "", head, run_in=True)


def _title(rest: str) -> tuple[str, bool]:
    """The title behind a label, and whether text follows it in the same paragraph."""
    rest = rest.strip()
    if _is_heading(rest):
        return rest, False
    for sign in "。：；":
        head, stop, tail = rest.partition(sign)
        if stop and len(head) <= _LONGEST_TITLE and not re.search(r"[。；]", head):
            return head, bool(tail)
    head = re.split(r"[，。；]", rest, maxsplit=1)[0]
    return head[:_LONGEST_TITLE], True


def _of_table(document: Document, table: Table, number: int) -> _Head:
    span = table.caption or table.span
    words = view(document, table.caption).text if table.caption is not None else ""
    found = label(words)
    named = found is not None and found.mark is Mark.TABLE
    text = found.text.strip("：、.") if found is not None and named else ""
    title = words[found.end :] if found is not None and named else words
    return _Head(
        min(span.start, table.span.start), _BOX - 1, Mark.TABLE, text or str(number), title, end=table.span.end
    )


def _tree(heads: list[_Head], length: int) -> tuple[Section, ...]:
    """Sections with parent, level, kind, id and end."""
    sections: list[Section] = []
    known: dict[str, Section] = {}
    ranks: list[int] = []
    stack: list[int] = []  # indexes into sections
    chapters = any(head.mark is Mark.CHAPTER for head in heads)
    taken: dict[str, int] = {}
    for place, head in enumerate(heads):
        while stack and (sections[stack[-1]].span.end <= head.start or ranks[stack[-1]] >= head.rank):
            stack.pop()
        parent = sections[stack[-1]] if stack else None
        end = head.end if head.end is not None else _end(heads, place, length)
        if parent is not None:
            end = min(end, parent.span.end)
        kind = _kind(head, parent, known, chapters)
        identity = _id(head, parent, taken)
        sections.append(
            Section(
                identity, kind.value, head.label if head.mark is not Mark.TABLE or not head.label.isdigit() else "",
                head.title, (parent.level if parent is not None else 0) + 1, Span(head.start, max(end, head.start + 1)),
                parent.id if parent is not None else None,
            )
        )  # fmt: skip
        known[identity] = sections[-1]
        ranks.append(head.rank)
        stack.append(len(sections) - 1)
    return tuple(sections)


def _end(heads: list[_Head], place: int, length: int) -> int:
    rank = heads[place].rank
    later = (heads[after] for after in range(place + 1, len(heads)))
    return next((head.start for head in later if head.rank <= rank), length)


def _kind(head: _Head, parent: Section | None, known: Mapping[str, Section], chapters: bool) -> ClauseKind:
    if head.mark is Mark.BOX:
        return ClauseKind.BOX
    if head.mark is Mark.TABLE:
        return ClauseKind.TABLE
    if head.rank >= _BOX:
        return ClauseKind.ITEM
    above = _titles(parent, known)
    if any(_SAFEGUARDS.search(title) for title in above) and head.rank < _RANKS[Mark.ARABIC_BRACKET]:
        return ClauseKind.SAFEGUARD
    if head.mark in {Mark.DASH, None} and head.run_in and any("原则" in title for title in above):
        return ClauseKind.PRINCIPLE
    if head.mark in {Mark.PART, Mark.CHAPTER, Mark.ANNEX} or (head.mark is Mark.HAN and not chapters):
        return ClauseKind.CHAPTER
    if head.mark in {Mark.SECTION, Mark.HAN} or (head.mark is Mark.HAN_BRACKET and not head.run_in):
        return ClauseKind.SECTION
    if head.mark in {Mark.ARABIC, Mark.DECIMAL, Mark.HAN_BRACKET}:
        return ClauseKind.TASK
    if head.mark is None and not head.run_in:
        return ClauseKind.CHAPTER if parent is None else ClauseKind.SECTION
    return ClauseKind.ITEM


def _titles(parent: Section | None, known: Mapping[str, Section]) -> list[str]:
    titles = []
    while parent is not None:
        titles.append(parent.title)
        parent = known.get(parent.parent or "")
    return titles


def _id(head: _Head, parent: Section | None, taken: dict[str, int]) -> str:
    """Letters and numbers of the path: the printed number where it is one, else the count among its like."""
    number = numeral(head.label) if head.label else None
    if head.mark in {Mark.BOX, Mark.TABLE}:
        base = f"{'box' if head.mark is Mark.BOX else 'table'}{number or ''}"
    else:
        own = str(number) if number is not None and head.mark not in {None, Mark.DASH} else "i"
        base = f"{parent.id}.{own}" if parent is not None else own
    taken[base] = taken.get(base, 0) + 1
    if base.endswith(("box", "table", ".i")) or base == "i":
        return f"{base}{taken[base]}"
    return base if taken[base] == 1 else f"{base}-{taken[base]}"

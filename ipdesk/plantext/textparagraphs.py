"""The paragraphs of a plain text: a line each, or put together from the broken lines of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles
from typing import Final

from ipdesk.plantext.document import Paragraph, Span
from ipdesk.plantext.labels import Mark, ends_sentence, is_heading_line, label
from ipdesk.plantext.textlines import Line

_OPENS: Final = frozenset(Mark) - {Mark.ORDINAL, Mark.NOTE}


@dataclass(frozen=True, slots=True)
class Manner:
    """How a text is broken: at how many characters (0: a line is a paragraph); whether blank lines part nothing;
    whether paragraphs are known by being set in.
    """

    width: int
    spaced: bool
    set_in: bool = False


def manner(found: Sequence[Line]) -> Manner:
    """The manner of the lines outside tables, all of the text."""
    filled = [line for line in found if not line.blank]
    width = _broken_at(filled)
    short = [ends_sentence(line.words) and len(line.words) * 5 < width * 4 for line in filled]
    after = [line for line, ends in zip(filled[1:], short, strict=False) if ends]
    set_in = sum(line.indent >= 2 for line in after) * 10 > len(after) * 7
    return Manner(width, _every_line_spaced(found), bool(width and len(after) > 4 and set_in))


def paragraphs(found: Sequence[Line], how: Manner) -> tuple[Paragraph, ...]:
    """The paragraphs on neighbouring lines; a table in between ends a paragraph."""
    filled = [line for line in found if not line.blank]
    groups: list[list[Line]] = []
    for line in filled:
        before = groups[-1][-1] if groups else None
        if before is not None and _goes_on(before, line, groups[-1], how):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(Paragraph(Span(group[0].inner.start, group[-1].inner.end)) for group in groups)


def _broken_at(filled: Sequence[Line]) -> int:
    """The number of characters at which lines are broken, 0 where a line is a paragraph.

    Where lines are broken at the edge of a page most of the long ones end in mid-sentence, and none is much longer.
    """
    long = [len(line.words) for line in filled if len(line.words) >= 18]
    unfinished = [len(line.words) for line in filled if len(line.words) >= 18 and not ends_sentence(line.words)]
    if len(unfinished) < 8 or len(unfinished) * 100 < len(long) * 45:
        return 0
    cut = quantiles(unfinished, n=10)
    return int(cut[4]) if cut[8] <= 120 and cut[8] <= 1.6 * cut[4] + 4 else 0


def _every_line_spaced(found: Sequence[Line]) -> bool:
    """Whether blank lines follow nearly every line, so that they part nothing."""
    filled = [index for index, line in enumerate(found) if not line.blank]
    gaps = [after - before for before, after in pairwise(filled)]
    return bool(gaps) and sum(gap > 1 for gap in gaps) * 10 > len(gaps) * 7


def _goes_on(before: Line, line: Line, group: Sequence[Line], how: Manner) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    width = how.width
    mark = label(line.words)
    opens = mark is not None and mark.mark in _OPENS and not _in_words(mark.mark, before)
    if not width:
        # A line is a paragraph, but a sentence that breaks off in its middle goes on.
        torn = not ends_sentence(before.words) and _has_sentence(before.words)
        torn = torn and (len(before.words) > 30 or line.words[0] in "0123456789，。、；）”")
        return torn and not opens and _touch(before, line) and not is_heading_line(line.words)
    if opens:
        return False
    if _long_title(group):
        # The second line of a long title: short as well, no sentence, under a chapter's or section's number.
        return len(line.words) * 100 < width * 70 and not _has_sentence(line.words) and not ends_sentence(line.words)
    if _is_title(before, group, width) or line.indent > before.indent + 1 or (how.set_in and line.indent >= 2):
        return False
    apart = not how.spaced and not _touch(before, line)
    if ends_sentence(before.words):
        if how.set_in:
            return not apart and len(before.words) * 100 >= width * 70
        return not apart and len(before.words) * 100 >= width * 88 and not _run_in(line.words)
    return not apart or len(before.words) * 100 >= width * 80


def _in_words(mark: Mark, before: Line) -> bool:
    """Whether what looks like a label is the middle of a broken sentence: 共 ends a line, `3. 5 万家` begins one."""
    unfinished = not ends_sentence(before.words) and _has_sentence(before.words)
    return unfinished and mark in {Mark.TABLE, Mark.ARABIC, Mark.DECIMAL, Mark.CIRCLE} and len(before.words) > 12


def _has_sentence(words: str) -> bool:
    return any(sign in words for sign in "，。；")


def _touch(before: Line, line: Line) -> bool:
    """Whether nothing but a page's end parts two lines."""
    return line.span.start - before.span.end <= 1 or line.page


def _long_title(group: Sequence[Line]) -> bool:
    """Whether the paragraph so far is a labelled heading that may go on on the next line."""
    words = "".join(one.words for one in group)
    mark = label(words)
    return is_heading_line(words) and not _has_sentence(words) and mark is not None and mark.mark is not Mark.ANNEX


def _is_title(before: Line, group: Sequence[Line], width: int) -> bool:
    """Whether the paragraph so far is a line far short of the edge that is no sentence."""
    return len(group) == 1 and len(before.words) * 100 < width * 55 and not _has_sentence(before.words)


def _run_in(words: str) -> bool:
    """Whether a line opens with a short phrase and a full stop: the heading of a measure."""
    head, stop, _ = words.partition("。")
    return bool(stop) and 4 <= len(head) <= 24 and not any(sign in head for sign in "，；：")

"""The summary's first paragraphs: sentences of fact, counted from the judgements, no word of praise or blame."""

from collections import Counter
from collections.abc import Sequence

from ipdesk.documents.model import SummaryData, TargetLine
from ipdesk.domain.judgement import Rating, Reason
from ipdesk.paint.blocks import Paragraph, Run
from ipdesk.paint.palette import ALARMING
from ipdesk.paint.reading import percent, points, reason_text
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _, ngettext


def conclusions(data: SummaryData) -> tuple[Paragraph, ...]:
    """How many stand where, which lag and by how much, which units are missing."""
    runs = [Run(_pace(data)), Run(_counts(data.main, main=True))]
    lagging = [line for line in data.main if line.judgement.rating in ALARMING]
    if lagging:
        runs.append(Run(_("Lagging: {names}.").format(names=_list([_lagging(line) for line in lagging])), strong=True))
    elif any(line.judgement.gap is not None for line in data.main):
        runs.append(Run(_("None lags.")))
    paragraphs = [Paragraph(tuple(runs))]
    if data.others:
        others = [Run(_counts(data.others, main=False))]
        behind = [line.name for line in data.others if line.judgement.rating in ALARMING]
        if behind:
            others.append(Run(_("Lagging: {names}.").format(names=_list(behind)), strong=True))
        paragraphs.append(Paragraph(tuple(others)))
    if data.coverage is not None:
        paragraphs.append(Paragraph((Run(_coverage(data)),)))
    return tuple(paragraphs)


def _pace(data: SummaryData) -> str:
    return _("By the end of {period}, {elapsed} of the plan's time has gone. ").format(
        period=formats.period_text(data.period), elapsed=f"{formats.number(data.elapsed * 100)}%"
    )


def _counts(lines: Sequence[TargetLine], *, main: bool) -> str:
    """Of 6 main indicators 1 is …, 3 can't be compared (2 without baseline, 1 pending)."""
    counted = Counter(line.judgement.rating for line in lines)
    parts = [
        _("{count} {rating}").format(count=counted[rating], rating=labels.label(rating))
        for rating in Rating
        if counted[rating] and rating not in (Rating.NOT_COMPARABLE, Rating.STALE)
    ]
    silent = [
        line.judgement.reason or Reason.NO_DATA for line in lines if line.judgement.rating is Rating.NOT_COMPARABLE
    ]
    if silent:
        reasons = Counter(silent)
        why = _list([_("{count} {why}").format(count=reasons[r], why=reason_text(r)) for r in Reason if reasons[r]])
        word = labels.label(Rating.NOT_COMPARABLE)
        parts.append(_("{count} {rating} ({why})").format(count=len(silent), rating=word, why=why))
    if counted[Rating.STALE]:
        parts.append(_("{count} {rating}").format(count=counted[Rating.STALE], rating=labels.label(Rating.STALE)))
    number = len(lines)
    if main:
        text = ngettext("Of {number} main indicator: {parts}. ", "Of {number} main indicators: {parts}. ", number)
    else:
        text = ngettext(
            "Of {number} target of text and boxes: {parts}. ",
            "Of {number} targets of text and boxes: {parts}. ",
            number,
        )
    return text.format(number=number, parts=_(", ").join(parts))


def _lagging(line: TargetLine) -> str:
    judgement = line.judgement
    if judgement.completion is None or judgement.gap is None:
        return line.name
    return _("{name} (completed {percent}, gap to elapsed time {points})").format(
        name=line.name, percent=percent(judgement.completion), points=points(judgement.gap)
    )


def _coverage(data: SummaryData) -> str:
    coverage = data.coverage
    assert coverage is not None
    text = _("{given} of {expected} reporting units are in the totals").format(
        given=coverage.given, expected=coverage.expected
    )
    if coverage.carried:
        text += _(", {carried} more with figures carried forward").format(carried=coverage.carried)
    if data.missing:
        text += _("; not yet: {names}").format(names=_list(data.missing))
    return text + _(".")


def _list(names: Sequence[str]) -> str:
    return _("; ").join(names) if any("，" in name or "," in name for name in names) else _(" / ").join(names)

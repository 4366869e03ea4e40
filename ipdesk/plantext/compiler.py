"""A document to target candidates, rows of the past, and every number that is neither."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from ipdesk.domain.target import Source
from ipdesk.plantext import claims, columns, designations, documentframe, horizons, moods, numbers, rows
from ipdesk.plantext.candidate import Candidate, Compilation, Section, Untracked
from ipdesk.plantext.columns import Purpose
from ipdesk.plantext.document import Document, Paragraph, Span, Table
from ipdesk.plantext.horizons import Frame, Tense, When
from ipdesk.plantext.moods import Mood
from ipdesk.plantext.normal import View, normal, view
from ipdesk.plantext.outline import outline
from ipdesk.plantext.setting import Setting

# Below this a candidate is not shown as one; its numbers are untracked as `unsure`. Chosen by measuring on plans of
# many sectors: what lies below is right less than half of the time.
THRESHOLD: Final = Decimal("0.6")

_SAFEGUARD: Final = re.compile(
    r"^(?:强化|加强|完善)?(?:规划|组织|实施|工作|政策|要素)?保障(?:措施|机制|条件|工作|支撑)?$|"
    r"^(?:规划|组织|方案|计划)实施$|^组织领导$|^实施机制$|^工作(?:要求|机制)$"
)
_DIGITS: Final = re.compile(r"[0-9０-９]+(?:[.．,，][0-9０-９]+)*")


class _Ledger:
    """Which numbers of the text have been accounted for, and how."""

    def __init__(self) -> None:
        self.used: set[Span] = set()
        self.left: dict[Span, str] = {}
        self.places: tuple[Span, ...] = ()  # of what is taken for a target or for a row of history

    def leave(self, span: Span, reason: str) -> None:
        if span.end > span.start:
            self.left.setdefault(span, reason)


def compile_document(document: Document) -> Compilation:
    """All promises with figures that a document makes; an empty text yields nothing, no text makes it fail."""
    sections = outline(document)
    views = [(p, view(document, p.span)) for p in document.paragraphs]
    texts = [v.text for _, v in views]
    title = documentframe.title_of(texts)
    plan = documentframe.sets_tasks(title, texts)
    body = [*texts, *(normal(document.words(cell.span)) for table in document.tables for cell in table.cells)]
    frame = documentframe.frame_of(title, body, plan=plan)
    explains = documentframe.is_article(texts) or title.endswith(("名词解释", "解读", "编制说明"))
    fixed = Mood.RULE if documentframe.is_law(texts) else Mood.NOTE if explains else None
    settings = _Settings(document, title, sections, frame, plan, fixed, numbers.loses_points("\n".join(body)))
    ledger = _Ledger()
    targets: list[Candidate] = []
    history: list[Candidate] = []
    for paragraph, seen in views:
        targets += _of_paragraph(paragraph, seen, settings, ledger)
    for table in document.tables:
        for candidate in _of_table(table, settings, ledger):
            (history if candidate.source is Source.HISTORY else targets).append(candidate)
    targets = _once(targets, ledger)
    sure = [c for c in targets if c.confidence >= THRESHOLD]
    for candidate in (c for c in targets if c.confidence < THRESHOLD):
        for span in candidate.used:
            ledger.leave(span, "unsure")
    sure.sort(key=lambda c: (c.number or c.place).start)
    ledger.used = {span for c in (*sure, *history) for span in c.used}
    ledger.places = tuple(c.place for c in (*sure, *history))
    return Compilation(title, frame.years, sections, tuple(sure), tuple(history), tuple(_untracked(document, ledger)))


def _once(found: list[Candidate], ledger: _Ledger) -> list[Candidate]:
    """A promise that the text repeats word for word counts once: in its table, else where it is first made."""
    kept: dict[tuple[object, ...], Candidate] = {}
    for candidate in sorted(found, key=lambda c: (c.source is not Source.TABLE, -c.confidence, c.place.start)):
        name = re.sub(
            r"全[市省区县国]|[我本][市省区县]|各类|年度?|累计|总数$|数量$|数$|、|和|与|的", "", candidate.name
        )
        key = (name, candidate.quantity, candidate.upper, candidate.unit, candidate.horizon, candidate.comparator)
        if candidate.quantity is None or not name or key not in kept:
            kept[key if candidate.quantity is not None and name else (id(candidate),)] = candidate
            continue
        for span in candidate.used:
            ledger.leave(span, "repeated")
    return list(kept.values())


class _Settings:
    """The setting of each place: the moods and times that the headings above it set."""

    def __init__(
        self,
        document: Document,
        title: str,
        sections: tuple[Section, ...],
        frame: Frame,
        plan: bool,
        fixed: Mood | None,
        lost: bool,
    ) -> None:
        self.document, self.title, self.sections, self.frame, self.plan, self.lost = (
            document,
            title,
            sections,
            frame,
            plan,
            lost,
        )
        base = fixed or Mood.OTHER  # a law and a paper speak in one mood throughout
        self.moods: dict[str, Mood] = {}
        meant = False  # whether a section of aims has been passed
        self.times: dict[str, When | None] = {}
        for section in sections:
            above = self.moods.get(section.parent or "", base)
            title = normal(section.title)
            head = re.split(r"[：；。]", title)[0]  # what follows is text, whose times are its own
            times = [w for w in horizons.read(head, frame) if not w.based and not w.yearly]
            ahead = [w for w in times if w.tense is Tense.FUTURE]
            past = [w for w in times if w.tense is Tense.PAST]
            self.moods[section.id] = (
                base
                if fixed
                else moods.of_heading(
                    title, above, previous_period=bool(past) and not ahead, run_in=section.kind == "item"
                )
            )
            meant = meant or self.moods[section.id] is Mood.GOAL
            if plan and meant and self.moods[section.id] is Mood.OTHER:
                self.moods[section.id] = Mood.TASK  # behind its aims a plan speaks of how they are reached
            told = ahead[-1] if ahead and ahead[-1].horizon else self.times.get(section.parent or "")
            self.times[section.id] = told
        self.base = base
        self.known = {section.id: section for section in sections}
        self.strict: set[str] = set()
        for section in sections:
            if section.parent in self.strict or (
                section.kind not in {"item", "principle"} and _SAFEGUARD.search(normal(section.title))
            ):
                self.strict.add(section.id)

    def section(self, offset: int) -> Section | None:
        """The innermost section around an offset: the last that begins before it, or what that one lies in."""
        place = bisect_right(self.sections, offset, key=lambda one: one.span.start) - 1
        section = self.sections[place] if place >= 0 else None
        while section is not None and offset >= section.span.end:
            section = self.known.get(section.parent or "")
        return section

    def boxed(self, paragraph: Paragraph, section: Section | None) -> bool:
        """Whether a paragraph stands in a box, framed or named."""
        boxes = self.document.boxes
        place = bisect_right(boxes, paragraph.span.start, key=lambda one: one.start) - 1
        if place >= 0 and paragraph.span.start < boxes[place].end:
            return True
        while section is not None and section.kind != "box":
            section = self.known.get(section.parent or "")
        return section is not None

    def at(self, offset: int, text: str) -> tuple[Setting, Section | None]:
        section = self.section(offset)
        mood = self.moods[section.id] if section else self.base
        mood = moods.of_paragraph(text, mood)
        time = self.times[section.id] if section else None
        return Setting(
            self.frame, mood, self.plan, time, self.lost, self.title, section is not None and section.id in self.strict
        ), section


def _of_paragraph(paragraph: Paragraph, seen: View, settings: _Settings, ledger: _Ledger) -> Iterator[Candidate]:
    setting, section = settings.at(paragraph.span.start, seen.text)
    boxed = settings.boxed(paragraph, section)
    yield from _of_words(seen, setting, section, Source.BOX if boxed else Source.TEXT, ledger)


def _of_words(
    seen: View, setting: Setting, section: Section | None, source: Source, ledger: _Ledger
) -> Iterator[Candidate]:
    if seen.text and setting.title.startswith(seen.text):
        setting = replace(setting, mood=Mood.NOTE)
    reading = claims.read(seen.text, setting)
    for (start, end), reason in reading.left.items():
        ledger.leave(seen.span(start, end), reason)
    for claim in reading.claims:
        yield Candidate(
            name=claim.name,
            kind=claim.kind,
            comparator=claim.comparator,
            quantity=claim.quantity,
            unit=claim.unit,
            source=source,
            place=seen.span(*claim.place),
            number=seen.span(*claim.number) if claim.number else None,
            clause=section.id if section else "",
            upper=claim.upper,
            horizon=claim.horizon,
            start=claim.first,
            baseline=claim.baseline,
            baseline_year=claim.baseline_year,
            used=tuple(seen.span(*place) for place in claim.used),
            confidence=claim.confidence,
            reasons=claim.reasons,
        )


def _of_table(table: Table, settings: _Settings, ledger: _Ledger) -> Iterator[Candidate]:
    document = settings.document
    setting, section = settings.at(table.span.start, "")
    grid = columns.grid(document, table, settings.frame) if setting.mood is not Mood.RULE else None
    purpose = grid.purpose if grid is not None else Purpose.OTHER
    if (
        purpose is Purpose.TARGETS
        and setting.mood is Mood.PAST
        and grid is not None
        and not re.search(r"目标|指标", grid.caption)
    ):
        purpose = Purpose.OTHER
    if grid is not None and purpose is not Purpose.OTHER:
        yield from rows.read(grid, settings.frame, section.id if section else "", lost_points=settings.lost)
    for cell in table.cells:
        seen = view(document, cell.span)
        if (
            purpose is Purpose.OTHER
            and len(re.sub(r"[^\u4e00-\u9fff]", "", seen.text)) >= 8
            and setting.mood not in {Mood.PAST, Mood.NOTE, Mood.RULE}
        ):
            yield from _of_words(seen, setting, section, Source.BOX, ledger)
            continue
        for mention in designations.mentions(seen.text, lost_points=settings.lost):
            reason = mention.role if mention.role not in {"", designations.BARE, designations.SMALL} else "other_table"
            if purpose is not Purpose.OTHER and reason == "other_table":
                reason = "table_figure"
            ledger.leave(seen.span(mention.number.start, mention.number.end), reason)


def _untracked(document: Document, ledger: _Ledger) -> Iterator[Untracked]:
    """What is in no used span, in the order of the text; also digits that no reading saw.

    A number that was read into targets and stands in none of them (the year at the head of a column) is told too.
    """
    covered = bytearray(len(document.text))
    inside = bytearray(len(document.text))
    for place in ledger.places:
        inside[place.start : place.end] = b"\x01" * (place.end - place.start)
    for span in ledger.used:
        covered[span.start : span.end] = b"\x01" * (span.end - span.start)
    found = [
        Untracked(span, document.words(span), "used_as_year")
        for span in ledger.used
        if not any(inside[span.start : span.end])
    ]
    for span, reason in sorted(ledger.left.items(), key=lambda item: (item[0].start, item[0].end)):
        if any(covered[span.start : span.end]):
            continue
        covered[span.start : span.end] = b"\x01" * (span.end - span.start)
        found.append(Untracked(span, document.words(span), reason))
    for m in _DIGITS.finditer(document.text):
        if all(covered[m.start() : m.end()]):
            continue
        for piece in re.finditer(r"[0-9０-９]+", m[0]):
            start, end = m.start() + piece.start(), m.start() + piece.end()
            if not all(covered[start:end]):
                found.append(Untracked(Span(start, end), document.text[start:end], "artefact"))
    yield from sorted(found, key=lambda u: u.span.start)

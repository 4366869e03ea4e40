"""Each target of a pack to the sentence, table row or box that sets it, and to the number in it.

What the compiler found goes first: there value, unit, year and name are known. A target that it did not find is looked
for over all numbers of the text; one without a figure (待预测, 全覆盖) over its words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Final

from ipdesk.domain.plan import Clause, Plan
from ipdesk.domain.target import HistoryRow, Source, Target
from ipdesk.plantext import numbers
from ipdesk.plantext.candidate import Candidate, Compilation, Section
from ipdesk.plantext.document import Document, Span
from ipdesk.plantext.labels import numeral
from ipdesk.plantext.normal import View, normal, view
from ipdesk.plantext.outline import section_at
from ipdesk.plantext.score import bare_unit, likeness, same_value

_ENOUGH: Final = Decimal("0.35")  # likeness of names from which words alone are a place
_STOP: Final = re.compile(r"[。；！？]")
_WITHOUT_FIGURE: Final = re.compile(r"待.{1,4}|全覆盖|实现.{0,12}覆盖|全部|均|所有|各(?:市|县|区|地)|[—–-]{1,4}")


class Way(StrEnum):
    """How a place was found."""

    CANDIDATE = "candidate"  # the compiler had taken it for this very promise
    NUMBER = "number"  # the number, among words like the target's name
    WORDS = "words"  # a promise without a figure, by its words
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a target or a row of history stands. `place` and `number` are None where it is not found.

    `score` lies between 0 and 1. `section` is the id of the most specific place of the text's outline; `agrees` says
    whether that is the clause that the pack names, None where one of the two is unknown.
    """

    id: str
    name: str
    source: Source
    place: Span | None = None
    number: Span | None = None
    score: Decimal = Decimal(0)
    way: Way = Way.NONE
    section: str = ""
    agrees: bool | None = None


@dataclass(frozen=True, slots=True)
class _Sought:
    """A target or row of history as it is looked for."""

    id: str
    names: tuple[str, ...]
    quantity: Decimal | None
    unit: str
    years: frozenset[int]
    source: Source
    clause: Clause | None


@dataclass(frozen=True, slots=True)
class _Spot:
    """A number of the text with the words around it; `number` None for a place without one."""

    place: Span
    words: str
    section: Section | None
    in_table: bool
    value: Decimal | None = None
    number: Span | None = None
    behind: str = ""  # the words right after the number


def link(plan: Plan, document: Document, compilation: Compilation) -> tuple[Link, ...]:
    """A link for every target and every row of history of `plan`, in its order."""
    clauses = {clause.id: clause for clause in plan.outline}
    aliases = {indicator.id: (indicator.name, *indicator.aliases) for indicator in plan.indicators}
    sought = [_of_target(target, aliases, clauses) for target in plan.targets]
    sought += [_of_history(row, aliases, clauses) for row in plan.history]
    taken = _by_candidates(sought, compilation)
    spots: list[_Spot] | None = None
    links = []
    for number, wanted in enumerate(sought):
        found = taken.get(number)
        if found is None:
            spots = spots if spots is not None else list(_spots(document, compilation.outline))
            found = _by_spots(wanted, spots, compilation)
        links.append(_placed(found, wanted, plan, compilation))
    return tuple(links)


def _of_target(target: Target, aliases: dict[str, tuple[str, ...]], clauses: dict[str, Clause]) -> _Sought:
    names = (target.name, *aliases.get(target.indicator, ()))
    years = frozenset({target.horizon})
    clause = clauses.get(target.clause)
    return _Sought(target.id, names, target.quantity, target.unit, years, target.source, clause)


def _of_history(row: HistoryRow, aliases: dict[str, tuple[str, ...]], clauses: dict[str, Clause]) -> _Sought:
    names = (row.name, *aliases.get(row.indicator, ()))
    quantity = row.expected if row.expected is not None else row.actual
    years = frozenset({row.last_year})
    return _Sought(row.id, names, quantity, row.unit, years, Source.HISTORY, clauses.get(row.clause))


def _by_candidates(sought: Sequence[_Sought], compilation: Compilation) -> dict[int, Link]:
    """The likest pairs of what is sought and what the compiler found, each once."""
    rated = []
    for number, wanted in enumerate(sought):
        history = wanted.source is Source.HISTORY
        for place, candidate in enumerate(compilation.history if history else compilation.targets):
            points = _likeness(wanted, candidate)
            if points is not None:
                rated.append((points, number, place, history, candidate))
    rated.sort(key=lambda row: (-row[0], row[1], row[2]))
    found: dict[int, Link] = {}
    used: set[tuple[bool, int]] = set()
    for points, number, place, history, candidate in rated:
        if number in found or (history, place) in used:
            continue
        used.add((history, place))
        wanted = sought[number]
        found[number] = Link(
            wanted.id, wanted.names[0], wanted.source, candidate.place, candidate.number, points, Way.CANDIDATE
        )
    return found


def _likeness(wanted: _Sought, candidate: Candidate) -> Decimal | None:
    """0 to 1; None where value or words speak against it."""
    name = max(likeness(name, candidate.name) for name in wanted.names)
    value = same_value(wanted.quantity, wanted.unit, candidate.quantity, candidate.unit)
    unit = bare_unit(wanted.unit) == bare_unit(candidate.unit)
    year = candidate.horizon in wanted.years
    if not value and (name < Decimal("0.5") or (wanted.quantity is not None and candidate.quantity is not None)):
        return None
    if value and name < Decimal("0.1") and not (unit and year):
        return None
    return (Decimal("0.4") * value + Decimal("0.1") * unit + Decimal("0.1") * year + Decimal("0.4") * name).quantize(
        Decimal("0.01")
    )


def _spots(document: Document, outline: tuple[Section, ...]) -> Iterator[_Spot]:
    """Every number of the text, and every sentence and row, with its words."""
    for paragraph in document.paragraphs:
        seen = view(document, paragraph.span)
        start = 0
        for stop in (*(found.end() for found in _STOP.finditer(seen.text)), len(seen.text)):
            if stop > start:
                section = section_at(outline, seen.span(start, stop).start)
                yield from _of_words(seen, start, stop, seen.span(start, stop), seen.text[start:stop], section)
            start = stop
    for table in document.tables:
        section = section_at(outline, table.span.start)
        rows = sorted({cell.row for cell in table.cells})
        for row in rows:
            cells = [cell for cell in table.cells if cell.row <= row < cell.row + cell.rows]
            own = [cell for cell in cells if cell.row == row]
            if not own:
                continue
            views = [view(document, cell.span) for cell in cells]
            words = " ".join(seen.text for seen in views)
            place = Span(min(cell.span.start for cell in own), max(cell.span.end for cell in own))
            yield _Spot(place, words, section, in_table=True)
            for cell in own:
                seen = view(document, cell.span)
                for spot in _of_words(seen, 0, len(seen.text), place, words, section, in_table=True):
                    if spot.number is not None:
                        yield spot


def _of_words(
    seen: View, start: int, stop: int, place: Span, words: str, section: Section | None, *, in_table: bool = False
) -> Iterator[_Spot]:
    yield _Spot(place, words, section, in_table)
    text = seen.text[start:stop]
    readings = {
        (one.start, one.end, one.value) for lost in (False, True) for one in numbers.find(text, lost_points=lost)
    }
    for first, last, value in sorted(readings):
        span = seen.span(start + first, start + last)
        yield _Spot(place, words, section, in_table, value, span, text[last : last + 6])


def _by_spots(wanted: _Sought, spots: Sequence[_Spot], compilation: Compilation) -> Link | None:
    """The likest spot, or None."""
    best: tuple[Decimal, _Spot] | None = None
    for spot in spots:
        points = _spot_points(wanted, spot, compilation)
        if points is not None and (best is None or points > best[0]):
            best = points, spot
    if best is None:
        return None
    way = Way.NUMBER if best[1].number is not None else Way.WORDS
    points = min(best[0], Decimal("0.99")).quantize(Decimal("0.01"))
    return Link(wanted.id, wanted.names[0], wanted.source, best[1].place, best[1].number, points, way)


def _spot_points(wanted: _Sought, spot: _Spot, compilation: Compilation) -> Decimal | None:
    held = max(_held(name, spot.words) for name in wanted.names)
    agrees = _agrees(wanted.clause, spot.section, compilation)
    bonus = Decimal("0.2") if agrees else Decimal(0)
    bonus += Decimal("0.1") if spot.in_table == (wanted.source in {Source.TABLE, Source.HISTORY}) else Decimal(0)
    if spot.number is None:
        covered = wanted.quantity is None or wanted.unit in {"%", ""} or wanted.quantity == 100
        if not covered or held < _ENOUGH or not _WITHOUT_FIGURE.search(spot.words):
            return None
        return Decimal("0.5") * held + bonus
    if wanted.quantity is None or spot.value is None:
        return None
    scaled = re.match(r"[十百千万亿]*", spot.behind)
    unit = (scaled.group() if scaled is not None else "") + bare_unit(wanted.unit)
    # In a table the unit stands in another cell, so a bare figure is in the pack's unit.
    same = same_value(wanted.quantity, wanted.unit, spot.value, unit)
    same = same or same_value(wanted.quantity, bare_unit(wanted.unit), spot.value, unit)
    if spot.in_table:
        same = same or spot.value == wanted.quantity
        scales = re.findall(rf"([十百千万亿]+){re.escape(bare_unit(wanted.unit))}", spot.words)
        same = same or any(
            same_value(wanted.quantity, wanted.unit, spot.value, scale + bare_unit(wanted.unit)) for scale in scales
        )
    if not same or held < Decimal("0.2"):
        return None
    named = Decimal("0.1") if bare_unit(wanted.unit) and bare_unit(wanted.unit) in spot.behind else Decimal(0)
    return Decimal("0.2") + named + Decimal("0.4") * held + bonus


def _held(name: str, words: str) -> Decimal:
    """How much of a name stands in the words, 0 to 1."""
    plain = re.sub(r"[，。、；：（）“”\s]", "", normal(name))
    text = re.sub(r"[，。、；：（）“”\s]", "", words)
    pairs = [plain[place : place + 2] for place in range(len(plain) - 1)]
    return Decimal(sum(pair in text for pair in pairs)) / len(pairs) if pairs else Decimal(0)


def _placed(found: Link | None, wanted: _Sought, plan: Plan, compilation: Compilation) -> Link:
    if found is None or found.place is None:
        return Link(wanted.id, wanted.names[0], wanted.source)
    section = section_at(compilation.outline, (found.number or found.place).start)
    agrees = _agrees(wanted.clause, section, compilation, plan)
    return Link(
        found.id, found.name, found.source, found.place, found.number, found.score, found.way,
        section.id if section is not None else "", agrees,
    )  # fmt: skip


def _agrees(
    clause: Clause | None, section: Section | None, compilation: Compilation, plan: Plan | None = None
) -> bool | None:
    """Whether a place of the text's outline, or one above it, is the pack's clause or the one above that."""
    if clause is None or section is None:
        return None
    sections = {one.id: one for one in compilation.outline}
    path: list[Section] = []
    step: Section | None = section
    while step is not None:
        path.append(step)
        step = sections.get(step.parent or "")
    if any(_same_heading(clause, place) for place in path):
        return True
    if plan is None or clause.parent is None:
        return False
    # A numbered item without a title of its own, or one that the pack words otherwise: the same number below the same.
    parent = plan.clause(clause.parent)
    for place, above in pairwise(path):
        if _same_heading(parent, above) and _same_number(clause, place):
            return True
    return not clause.label and any(_same_heading(parent, place) for place in path)


def _same_number(clause: Clause, section: Section) -> bool:
    return numeral(clause.label) is not None and numeral(clause.label) == numeral(section.label)


def _same_heading(clause: Clause, section: Section) -> bool:
    if likeness(clause.title, section.title) >= Decimal("0.6"):
        return True
    if _same_number(clause, section) and clause.kind.value == section.kind and clause.kind.value in {"box", "table"}:
        return True
    return bool(clause.title) and normal(clause.title) in normal(section.title)

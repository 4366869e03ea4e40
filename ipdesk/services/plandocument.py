"""The plan's own document on this PC: the file, its text, and where in it each target and clause stands.

It serves reading alone. Nothing of it enters the ledger, so two PCs of an office may have it or not.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

from ipdesk.domain.errors import EnvironmentTrouble, Refused
from ipdesk.domain.finding import Finding
from ipdesk.domain.plan import Clause, Plan
from ipdesk.domain.target import Source
from ipdesk.plantext import link as plantext_link
from ipdesk.plantext.candidate import Section
from ipdesk.plantext.child import open_document
from ipdesk.plantext.compiler import compile_document
from ipdesk.plantext.document import Span
from ipdesk.services.workspace import Done, Touched, Workspace, done, stamp
from ipdesk.store import plandocuments, receipts
from ipdesk.store.plandocuments import KeptDocument, Place
from ipdesk.text import messages

_TARGET, _HISTORY, _CLAUSE = "target", "history", "clause"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a target or a row on the previous period stands: sentence, table row or box item, and the figure in it."""

    place: Span
    number: Span | None


@dataclass(frozen=True, slots=True)
class Linked:
    """A document's text with what was found in it, before anything is kept."""

    text: str
    origin: str
    targets: Mapping[str, Found]
    outline: Sequence[Section]
    history: Mapping[str, Found] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """A plan's document as kept here. `missing`: ids of targets of the plan in force that no place was found for.

    `outdated`: the plan has got another version since the two were linked.
    """

    name: str
    hash: str
    at: str
    by: str
    text: str
    targets: Mapping[str, Found]
    history: Mapping[str, Found]
    clauses: Mapping[str, Span]
    missing: tuple[str, ...]
    outdated: bool

    def span_of(self, plan: Plan, clause_id: str) -> Span | None:
        """Where a clause stands; for one that was not found, where its first target does, else what it lies in."""
        by_id = {clause.id: clause for clause in plan.outline}
        clause = by_id.get(clause_id)
        while clause is not None:
            if clause.id in self.clauses:
                return self.clauses[clause.id]
            here = [self.targets.get(target.id) for target in plan.targets if target.clause == clause.id]
            if places := [found.place for found in here if found is not None]:
                return min(places, key=lambda span: span.start)
            clause = by_id.get(clause.parent or "")
        return None


def document(workspace: Workspace) -> PlanDocument | None:
    """The document of the workspace's plan, None while none was brought."""
    held = plandocuments.get(workspace.database, workspace.plan.id)
    if held is None:
        return None
    kept, places = held
    targets, history = (
        {one.id: Found(Span(one.start, one.end), _number(one)) for one in places if one.what == what}
        for what in (_TARGET, _HISTORY)
    )
    return PlanDocument(
        kept.name,
        kept.hash,
        kept.at,
        kept.by,
        kept.text,
        targets,
        history,
        {place.id: Span(place.start, place.end) for place in places if place.what == _CLAUSE},
        tuple(target.id for target in workspace.plan.targets if target.id not in targets),
        kept.version != workspace.plan.version,
    )


def keep(workspace: Workspace, path: Path, *, plan: str = "", today: date, by: str) -> Done[PlanDocument]:
    """Keeps a plan document (txt, docx, pdf with text, html) in place of the one before, and links it with the plan.

    `plan` names the plan that it is meant for. Raises Refused `plan_elsewhere` when that is not the workspace's,
    EnvironmentTrouble for a file that cannot be read, IpdeskError with one sentence for what is no such document.
    """
    need_plan(workspace, plan)
    data = _bytes(path)
    linked = link(workspace.plan, path)
    kept = KeptDocument(
        workspace.plan.id, workspace.plan.version, sha256(data).hexdigest(), path.name, stamp(today), by,
        linked.origin, linked.text,
    )  # fmt: skip
    with workspace.operation() as operation:
        receipts.keep_original(workspace.database, kept.hash, data)
        plandocuments.put(workspace.database, kept, _places(workspace.plan, linked))
        operation.touch(Touched.RECEIPTS)
    written = document(workspace)
    assert written is not None
    return done(workspace, written)


def need_plan(workspace: Workspace, plan: str) -> None:
    """Refused `plan_elsewhere` when a plan was named that is not the workspace's."""
    if plan and plan != workspace.plan.id:
        raise Refused("plan_elsewhere", plan=plan, here=workspace.plan.short)


def link(plan: Plan, path: Path) -> Linked:
    """Reads a document and finds in it what the plan sets. Refused `document_not_read` with the reason in words."""
    read = open_document(path)
    if isinstance(read, Finding):
        raise Refused("document_not_read", name=path.name, why=messages.sentence(read))
    compilation = compile_document(read)
    places = {
        (one.source is Source.HISTORY, one.id): Found(one.place, one.number)
        for one in plantext_link.link(plan, read, compilation)
        if one.place is not None
    }
    return Linked(
        read.text,
        read.origin.value,
        {name: found for (history, name), found in places.items() if not history},
        compilation.outline,
        {name: found for (history, name), found in places.items() if history},
    )


def clause_spans(plan: Plan, outline: Sequence[Section]) -> dict[str, Span]:
    """Which section of a text each clause of a plan is.

    Both run in the order of the text, so as many as possible are matched without crossing. A clause that has no
    heading in the text is left out.
    """
    ways = _longest(plan.outline, outline)
    found: dict[str, Span] = {}
    clause, section = 0, 0
    while clause < len(plan.outline) and section < len(outline):
        if ways[clause][section] == ways[clause + 1][section]:
            clause += 1
        elif ways[clause][section] == ways[clause][section + 1]:
            section += 1
        else:
            found[plan.outline[clause].id] = outline[section].span
            clause, section = clause + 1, section + 1
    return found


def _longest(clauses: Sequence[Clause], sections: Sequence[Section]) -> list[list[int]]:
    """How many of the clauses from each one on can be matched with the sections from each one on."""
    ways = [[0] * (len(sections) + 1) for _clause in range(len(clauses) + 1)]
    for row in range(len(clauses) - 1, -1, -1):
        for column in range(len(sections) - 1, -1, -1):
            best = max(ways[row + 1][column], ways[row][column + 1])
            if ways[row + 1][column + 1] >= best and _same_heading(clauses[row], sections[column]):
                best = ways[row + 1][column + 1] + 1
            ways[row][column] = best
    return ways


def _places(plan: Plan, linked: Linked) -> Iterator[Place]:
    for what, found in ((_TARGET, linked.targets), (_HISTORY, linked.history)):
        for name, one in found.items():
            number = (one.number.start, one.number.end) if one.number else (None, None)
            yield Place(what, name, one.place.start, one.place.end, *number)
    for name, span in clause_spans(plan, linked.outline).items():
        yield Place(_CLAUSE, name, span.start, span.end)


def _same_heading(clause: Clause, section: Section) -> bool:
    """Labels equal and one title beginning with the other: a pack keeps short titles, a text prints long ones."""
    ours, theirs = _bare(clause.title), _bare(section.title)
    if clause.label and section.label and _bare(clause.label) != _bare(section.label):
        return False
    return bool(ours and theirs) and (ours.startswith(theirs) or theirs.startswith(ours))


def _bare(text: str) -> str:
    """Letters, digits and characters alone: printed headings differ in blanks, widths and stops."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def _number(place: Place) -> Span | None:
    if place.number_start is None or place.number_end is None:
        return None
    return Span(place.number_start, place.number_end)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as failure:
        raise EnvironmentTrouble("file_not_found", path=str(path)) from failure
    except OSError as failure:
        raise EnvironmentTrouble("no_permission", path=str(path)) from failure

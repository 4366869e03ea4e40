"""Documents of plans: compiled to candidates, held against a pack, linked with it, made a draft pack."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from ipdesk.domain.errors import EnvironmentTrouble
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.indicator import Aggregation, Direction, Entry, Frequency, Indicator, Item, Supply, SupplyRule
from ipdesk.domain.plan import Clause, ClauseKind, Plan, PlanStatus
from ipdesk.domain.target import Baseline, HistoryRow, Source, Target, TargetKind
from ipdesk.plantext import link as links
from ipdesk.plantext import score as scores
from ipdesk.plantext.candidate import Candidate, Compilation
from ipdesk.plantext.child import open_document
from ipdesk.plantext.compiler import compile_document
from ipdesk.plantext.document import Document, Span
from ipdesk.plantext.link import Link
from ipdesk.plantext.outline import section_at
from ipdesk.text import messages
from ipdesk.text.messages import compiler as reasons

Score = scores.Score
"""What `score` gives, for those who know services alone."""


@dataclass(frozen=True, slots=True)
class CompiledText:
    """A document and what was found in it. `document` is None when it could not be read: `findings` says why."""

    file: Path
    document: Document | None
    compilation: Compilation
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        return any(finding.severity is Severity.MUST_FIX for finding in self.findings)

    def quote(self, span: Span) -> str:
        """The words of the document at a place."""
        return self.document.words(span) if self.document is not None else ""


@dataclass(frozen=True, slots=True)
class LinkedText:
    """Where each target of a plan stands in a document."""

    compiled: CompiledText
    links: tuple[Link, ...]

    @property
    def missing(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.place is None)


def compile_text(path: Path) -> CompiledText:
    """Reads a document in a child process and compiles it.

    EnvironmentTrouble `file_not_found`, `no_permission` for a file that the disk does not give.

    Findings: why it cannot be read (`text_…`), that it is no plan (`text_no_plan`), or holds no target
    (`text_no_targets`, a note).
    """
    nothing = Compilation("", None, (), (), (), ())
    if path.is_dir():
        return CompiledText(path, None, nothing, (Finding("text_folder", Severity.MUST_FIX, Where(file=path.name)),))
    try:
        document = open_document(path)
    except FileNotFoundError as trouble:
        raise EnvironmentTrouble("file_not_found", path=str(path)) from trouble
    except OSError as trouble:
        raise EnvironmentTrouble("no_permission", path=str(path)) from trouble
    if isinstance(document, Finding):
        return CompiledText(path, None, nothing, (document,))
    compilation = compile_document(document)
    return CompiledText(path, document, compilation, tuple(_said_of(path, document, compilation)))


def _said_of(path: Path, document: Document, compilation: Compilation) -> Iterator[Finding]:
    if compilation.targets:
        return
    where = Where(file=path.name)
    numbers = any(letter.isdigit() for letter in document.text)
    if not compilation.outline and not numbers:
        yield Finding("text_no_plan", Severity.MUST_FIX, where)
    else:
        yield Finding("text_no_targets", Severity.NOTE, where, {"count": str(len(compilation.untracked))})


def link(plan: Plan, path: Path) -> LinkedText:
    """A link for each target and each row of history of `plan`. Raises as `compile_text`."""
    compiled = compile_text(path)
    if compiled.document is None:
        return LinkedText(compiled, ())
    return LinkedText(compiled, links.link(plan, compiled.document, compiled.compilation))


def score(plan: Plan, compiled: CompiledText) -> Score:
    """How well the compilation finds the targets of `plan`."""
    return scores.score(plan, compiled.compilation)


def target_rows(compiled: CompiledText) -> list[dict[str, Any]]:
    """Candidates as the contract's rows (design, part 7), fields that are not known left out but for `value`."""
    return [_row(compiled, f"t{number}", one) for number, one in enumerate(compiled.compilation.targets, start=1)]


def history_rows(compiled: CompiledText) -> list[dict[str, Any]]:
    """Rows of tables on the previous period, in the same form."""
    return [_row(compiled, f"h{number}", one) for number, one in enumerate(compiled.compilation.history, start=1)]


def untracked_rows(compiled: CompiledText) -> list[dict[str, Any]]:
    """Every number that sets no target, with its place and the reason."""
    return [
        {"start": one.span.start, "end": one.span.end, "text": one.words, "reason": reason_text(one.reason),
         "code": one.reason}
        for one in compiled.compilation.untracked
    ]  # fmt: skip


def outline_rows(compiled: CompiledText) -> list[dict[str, Any]]:
    """The outline of the document."""
    return [
        {"id": one.id, "kind": one.kind, "label": one.label, "title": one.title, "level": one.level,
         "parent": one.parent, "start": one.span.start, "end": one.span.end}
        for one in compiled.compilation.outline
    ]  # fmt: skip


def link_rows(linked: LinkedText) -> list[dict[str, Any]]:
    """The links as rows: id, name, source, how it was found, place, number, quote, clause in the text's outline."""
    sections = {one.id: one for one in linked.compiled.compilation.outline}
    rows = []
    for one in linked.links:
        row: dict[str, Any] = {"id": one.id, "name": one.name, "source": one.source.value, "found": one.way.value}
        if one.place is not None:
            row |= {"start": one.place.start, "end": one.place.end, "quote": linked.compiled.quote(one.place)}
            row |= {"score": one.score}
        if one.number is not None:
            row |= {"value_start": one.number.start, "value_end": one.number.end}
            row |= {"value_text": linked.compiled.quote(one.number)}
        section = sections.get(one.section)
        if section is not None:
            row |= {"clause": section.id, "clause_title": f"{section.label} {section.title}".strip()}
        if one.agrees is not None:
            row["clause_agrees"] = one.agrees
        rows.append(row)
    return rows


def _row(compiled: CompiledText, identity: str, one: Candidate) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": identity,
        "name": one.name,
        "value": one.quantity,
        "unit": one.unit,
        "comparator": one.comparator.value,
        "kind": one.kind.value,
        "source": one.source.value,
        "attribute": one.attribute.value,
    }
    known: dict[str, Any] = {
        "upper": one.upper, "horizon": one.horizon, "period_start": one.start, "clause": one.clause or None,
        "baseline": one.baseline, "baseline_year": one.baseline_year, "actual": one.actual,
    }  # fmt: skip
    row |= {name: field for name, field in known.items() if field is not None}
    row |= {"start": one.place.start, "end": one.place.end, "quote": compiled.quote(one.place)}
    if one.number is not None:
        row |= {"value_start": one.number.start, "value_end": one.number.end}
    row |= {"confidence": one.confidence, "reason": "；".join(reason_text(code) for code in one.reasons)}
    return row | {"reasons": list(one.reasons)}


def reason_text(code: str) -> str:
    """A reason of the compiler in words."""
    return reasons.words(code)


def draft_plan(compiled: CompiledText) -> Plan:
    """A plan made of the candidates, for the officer to work through: what is not known is empty, a draft throughout.

    The place, the words and the confidence of each candidate stand in the ground of its target.
    """
    compilation = compiled.compilation
    first, last = compilation.years or _years_of(compilation)
    clauses = tuple(_clauses(compilation))
    known = {clause.id for clause in clauses}
    indicators: dict[tuple[str, str], Indicator] = {}
    targets = [
        _draft_target(compiled, number, one, known, indicators, (first, last))
        for number, one in enumerate(compilation.targets, start=1)
    ]
    history = [
        _draft_history(number, one, known, indicators, first) for number, one in enumerate(compilation.history, start=1)
    ]
    flows = {one.indicator for one in targets if one.kind in {TargetKind.CUMULATIVE, TargetKind.ANNUAL}}
    items = tuple(_item_of(indicator, flows) for indicator in indicators.values())
    title = compilation.title or compiled.file.stem
    return Plan(
        "draft", title, title[:20], "", "", "city", first, last, PlanStatus.DRAFT, 1, clauses,
        tuple(indicators.values()), items, tuple(targets), tuple(history),
    )  # fmt: skip


def write_draft(compiled: CompiledText, to: Path) -> Path:
    """The draft as a pack workbook. EnvironmentTrouble `pack_not_written`."""
    from ipdesk.packs.workbook import write_pack_workbook

    write_pack_workbook(draft_plan(compiled), to)
    return to


def _years_of(compilation: Compilation) -> tuple[int, int]:
    years = [one.horizon for one in compilation.targets if one.horizon is not None]
    starts = [one.start for one in compilation.targets if one.start is not None]
    last = max(years, default=0)
    return min(starts, default=last), last


def _slug(identity: str) -> str:
    return identity.replace(".", "-")


def _clauses(compilation: Compilation) -> Iterator[Clause]:
    for section in compilation.outline:
        parent = _slug(section.parent) if section.parent is not None else None
        yield Clause(_slug(section.id), ClauseKind(section.kind), section.label, section.title, parent)
    if not compilation.outline:
        yield Clause("text", ClauseKind.CHAPTER, "", compilation.title)


def _clause_of(one: Candidate, known: set[str]) -> str:
    clause = _slug(one.clause)
    return clause if clause in known else min(known)


def _decimals(one: Candidate) -> int:
    exponents = [quantity.as_tuple().exponent for quantity in (one.quantity, one.baseline) if quantity is not None]
    return max((max(-exponent, 0) for exponent in exponents if isinstance(exponent, int)), default=0)


def _item_of(indicator: Indicator, flows: set[str]) -> Item:
    entry = Entry.RUNNING if indicator.id in flows else Entry.STATE
    return Item(indicator.id, indicator.name, indicator.unit, indicator.decimals, entry)


def _indicator_of(one: Candidate, indicators: dict[tuple[str, str], Indicator]) -> str:
    key = (one.name, one.unit)
    if key not in indicators:
        identity = f"i{len(indicators) + 1}"
        down = one.kind in {TargetKind.CEILING, TargetKind.REDUCTION}
        adds = one.unit not in {"%", "‰", "分", ""} and one.kind is not TargetKind.GROWTH
        indicators[key] = Indicator(
            identity, one.name, one.unit, _decimals(one), Direction.LOWER if down else Direction.HIGHER,
            Frequency.YEAR, Aggregation.SUM if adds else Aggregation.OWN, item=identity,
            supplies=(SupplyRule(identity, "*", Supply.UNIT),),
        )  # fmt: skip
    return indicators[key].id


def _draft_target(
    compiled: CompiledText, number: int, one: Candidate, known: set[str],
    indicators: dict[tuple[str, str], Indicator], years: tuple[int, int],
) -> Target:  # fmt: skip
    baseline = None
    if one.baseline is not None:
        year = one.baseline_year if one.baseline_year is not None else years[0] - 1
        baseline = Baseline(one.baseline, year, messages.fill("draft_origin", {}))
    quote = " ".join(compiled.quote(one.place).split())
    reasons = "；".join(reason_text(code) for code in one.reasons)
    share = f"{(one.confidence * 100).quantize(Decimal(1))}%"
    ground = messages.fill(
        "draft_ground",
        {"quote": quote, "start": str(one.place.start), "end": str(one.place.end), "sure": share, "reasons": reasons},
    )
    return Target(
        f"t{number}", _indicator_of(one, indicators), one.name, one.kind, one.comparator, one.quantity, one.unit,
        one.horizon if one.horizon is not None else years[1], one.start if one.start is not None else years[0],
        one.source, _clause_of(one, known), one.attribute, baseline, one.upper, "", ground,
    )  # fmt: skip


def _draft_history(
    number: int, one: Candidate, known: set[str], indicators: dict[tuple[str, str], Indicator], first: int
) -> HistoryRow:
    last = one.horizon if one.horizon is not None else first - 1
    return HistoryRow(
        f"h{number}", _indicator_of(one, indicators), one.name, one.unit, one.kind,
        one.start if one.start is not None else last - 4, last, _clause_of(one, known), one.baseline, one.quantity,
        one.actual,
    )  # fmt: skip


def clause_text(linked: LinkedText, link_: Link) -> str:
    """The place in the document's outline where a link lies, as printed."""
    if link_.place is None:
        return ""
    section = section_at(linked.compiled.compilation.outline, (link_.number or link_.place).start)
    return f"{section.label} {section.title}".strip() if section is not None else ""


def is_history(link_: Link) -> bool:
    """Whether a link is of a row on the previous period."""
    return link_.source is Source.HISTORY

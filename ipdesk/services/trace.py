"""Where does this figure come from? From a code on paper, or a name, down to file, sheet, cell and persons."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ipdesk.domain import period as periods
from ipdesk.domain.errors import NotFound
from ipdesk.domain.figurechange import What
from ipdesk.domain.indicator import Indicator, items_of
from ipdesk.domain.ledger.package import Package
from ipdesk.domain.ledger.scope import short
from ipdesk.domain.period import Period
from ipdesk.domain.rollup import Adjustment, Contribution
from ipdesk.domain.value import Value
from ipdesk.services import (
    attachments,
    changes,
    consolidate,
    evaluate,
    figures,
    gathertrace,
    groundtrace,
    tasktrace,
    trust,
)
from ipdesk.services.codes import LENGTH
from ipdesk.services.workspace import Workspace, find_unit
from ipdesk.store import desk, receipts
from ipdesk.text import formats, labels
from ipdesk.text.evidence import evidence_place, evidence_state, evidence_use
from ipdesk.text.i18n import _
from ipdesk.text.sender import trust_text


@dataclass(frozen=True, slots=True)
class TraceNode:
    """One step of the way. `kind`: figure, clause, formula, part, cell, package, file, person, note; where a figure was
    used also paper, release, register.
    """

    kind: str
    title: str
    value: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    children: tuple["TraceNode", ...] = ()


def trace(workspace: Workspace, reference: str) -> TraceNode:
    """The whole way of a figure: a code printed on paper, or UNIT/ITEM/PERIOD, UNIT/TARGET/PERIOD; of a task's status:
    task:UNIT/SUBJECT@DAY.

    Items, indicators and targets by id or name. `@` and the number of a report after it ask for the figure as it
    stands in that report, accepted or not. NotFound `trace_unknown`.
    """
    words = reference.strip()
    if words.startswith(tasktrace.PREFIXES):
        return tasktrace.trace_task(workspace, words, TraceNode)
    words, _at, version = words.partition("@")
    if version:
        return _in_report(workspace, words, version)
    if "/" in words:
        return _by_name(workspace, words)
    return _by_code(workspace, words.upper())


def _by_code(workspace: Workspace, code: str) -> TraceNode:
    known = desk.printed(workspace.database, code)
    if known is not None:
        workspace = next((workspace.of(one) for one in workspace.ledgers if one.code == known["ledger"]), workspace)
        unit, name, period = known["unit"], known["name"], periods.parse(known["period"])
        find = _item_node if known.get("what") == What.ITEM else _figure
        now = find(workspace, unit, name, period)
        with workspace.as_of(int(known["moment"])):
            then = find(workspace, unit, name, period)
        printed = _("Printed in “{report}” on {at}").format(report=known["report"], at=known["at"])
        facts = ((_("Paper"), printed), *_changed_since(then, now), *then.facts)
        return TraceNode(then.kind, then.title, then.value, facts, then.children)
    others = (workspace.of(one) for one in workspace.ledgers if one != workspace.ledger)
    for view in (workspace, *others) if len(code) == LENGTH else ():
        node = _never_printed(view, code)
        if node is not None:
            return node
    raise NotFound("trace_unknown", reference=code)


def _never_printed(workspace: Workspace, code: str) -> TraceNode | None:
    """The figure of a code that was read from a screen or a file; None where the plan has none such."""
    for period in _periods_known(workspace):
        for one in evaluate.evaluate(workspace, period):
            if one.code == code:
                return _figure(workspace, one.unit_code, one.judgement.target.id, period)
        for line in consolidate.consolidate(workspace, period) if workspace.is_issuer else ():
            if line.code == code:
                return _total_node(workspace, line.indicator, period)
        for key, figure in changes.figures_in(workspace, period).items():
            if figure.code == code:
                return _item_node(workspace, key.unit, key.id, period)
    return None


def _changed_since(then: TraceNode, now: TraceNode) -> Iterator[tuple[str, str]]:
    """The paper keeps its figure and its way; where the figure is another one by now, that is said first."""
    if then.value != now.value:
        yield _("On paper"), then.value
        yield _("Now"), now.value


def _by_name(workspace: Workspace, words: str) -> TraceNode:
    parts = [part.strip() for part in words.split("/")]
    if len(parts) != 3:
        raise NotFound("trace_unknown", reference=words)
    try:
        period = periods.parse(parts[2])
    except ValueError:
        raise NotFound("trace_unknown", reference=words) from None
    return _figure(workspace, find_unit(workspace.policy.units, parts[0]).code, parts[1], period)


def _in_report(workspace: Workspace, words: str, version: str) -> TraceNode:
    """A figure as one report has it, also while it waits for review."""
    from ipdesk.services.review import find_submission

    package = find_submission(workspace, version)
    unit, name = figures.submission_of(package).unit, words.split("/")[1] if words.count("/") == 2 else words
    for item in workspace.plan.items:
        if name in (item.id, item.name):
            return _value_node(workspace, unit, item.id, package)
    for indicator in workspace.plan.indicators:
        if name in (indicator.id, indicator.name):
            parts = tuple(_value_node(workspace, unit, item, package) for item in items_of(indicator))
            return TraceNode("formula", indicator.name, "", ((_("Unit"), workspace.unit_of(unit).short),), parts)
    raise NotFound("trace_unknown", reference=f"{words}@{version}")


def _figure(workspace: Workspace, unit: str, name: str, period: Period) -> TraceNode:
    plan = workspace.plan
    for one in evaluate.evaluate(workspace, period, unit=unit):
        if name in (one.judgement.target.id, one.name):
            return _assessed_node(workspace, one, period)
    for indicator in plan.indicators:
        if name in (indicator.id, indicator.name, *indicator.aliases) and unit == workspace.ledger.issuer:
            return _total_node(workspace, indicator, period)
    for item in plan.items:
        if name in (item.id, item.name):
            return _item_node(workspace, unit, item.id, period)
    for indicator in plan.indicators:
        if name in (indicator.id, indicator.name, *indicator.aliases):
            return _parts_node(workspace, indicator, unit, period)
    raise NotFound("trace_unknown", reference=f"{unit}/{name}/{period.code}")


def _assessed_node(workspace: Workspace, one: evaluate.Assessed, period: Period) -> TraceNode:
    verdict, target = one.judgement, one.judgement.target
    facts = [
        (_("Unit"), one.unit_short),
        (_("Period"), formats.period_text(period)),
        (_("Target"), formats.target_text(target)),
        (_("Rating"), labels.rating_text(verdict.rating)),
        (_("Code"), one.code),
    ]
    if verdict.completion is not None:
        facts.append((_("Completion"), formats.percent(verdict.completion)))
    if verdict.coverage is not None:
        facts.append((_("Coverage"), formats.coverage_text(verdict.coverage)))
    clause = TraceNode("clause", _("Clause"), one.clause_label, ((_("Plan"), workspace.plan.title),))
    if one.unit_code == workspace.ledger.issuer and workspace.is_issuer:
        below: tuple[TraceNode, ...] = tuple(
            _total_node(workspace, one.indicator, at)
            for at in consolidate.periods_of(workspace, target, one.indicator, period)
        )
    elif one.released:
        below = (_released_node(workspace, one, period),)
    else:
        below = (_parts_node(workspace, one.indicator, one.unit_code, period),)
    value = formats.quantity(verdict.actual, target.unit, one.decimals)
    return TraceNode("figure", one.name, value, tuple(facts), (clause, *below))


def _released_node(workspace: Workspace, one: evaluate.Assessed, period: Period) -> TraceNode:
    """A child sees the way up to its parent's release; what lies beyond it was not sent."""
    note = _("The packages behind it are with {unit} and were not sent here.").format(
        unit=workspace.unit_of(workspace.ledger.issuer).short
    )
    facts = tuple((_("Basis"), short(name)) for name in one.basis)
    return TraceNode("note", _("From the release of {period}").format(period=formats.period_text(period)), note, facts)


def _total_node(workspace: Workspace, indicator: Indicator, period: Period) -> TraceNode:
    line = consolidate.line_of(workspace, indicator, period)
    if line is None:
        return TraceNode("note", indicator.name, _("nobody was asked for it in this period"))
    total = line.total
    facts = [(_("Rule"), labels.label(total.method)), (_("Coverage"), formats.coverage_text(total.coverage))]
    if total.numerator is not None and total.denominator is not None:
        facts.append((_("Numerator"), formats.number(total.numerator)))
        facts.append((_("Denominator"), formats.number(total.denominator)))
    if total.coverage.missing:
        names = [workspace.unit_of(code).short for code in total.coverage.missing]
        facts.append((_("Missing"), "、".join(names)))
    if line.plan_total is not None and line.plan_total != total.value:
        facts.append((_("Since the plan began"), formats.number(line.plan_total, indicator.decimals)))
    if total.doubles_open:
        facts.append((_("Doubles"), _("not yet taken out")))
    if total.adjustments and total.unadjusted is not None:
        facts.append((_("Before adjusting"), formats.number(total.unadjusted, indicator.decimals)))
    facts += [(_("Period"), formats.period_text(period)), (_("Code"), line.code)]
    parts = tuple(_part_node(workspace, part, period) for part in total.parts)
    adjusted = tuple(_adjustment_node(workspace, one) for one in total.adjustments)
    apart = tuple(_part_node(workspace, part, period, added=False) for part in total.beside)
    value = formats.quantity(total.value, indicator.unit, indicator.decimals)
    return TraceNode("formula", indicator.name, value, tuple(facts), (*parts, *adjusted, *apart))


def _part_node(workspace: Workspace, part: Contribution, period: Period, *, added: bool = True) -> TraceNode:
    """A unit's part, from the period that it is really of; what is shown and not added says so."""
    node = _item_node(workspace, part.unit, part.item, periods.parse(part.period) if part.carried else period)
    facts: tuple[tuple[str, str], ...] = ()
    if part.carried:
        facts += ((_("Carried forward from"), formats.period_text(periods.parse(part.period))),)
    if not added:
        facts += ((_("In the total"), _("no, shown apart")),)
    return replace(node, facts=(*facts, *node.facts))


def _adjustment_node(workspace: Workspace, one: Adjustment) -> TraceNode:
    facts = [(_("Reason"), one.reason)]
    package = workspace.state.packages.get(one.origin)
    if package is not None:
        facts += [(_("Number"), short(package.id)), (_("Officer"), package.officer), (_("Stated date"), package.date)]
    return TraceNode("part", labels.label(one.kind), formats.number(one.quantity, sign=True), tuple(facts))


def _parts_node(workspace: Workspace, indicator: Indicator, unit: str, period: Period) -> TraceNode:
    parts = tuple(_item_node(workspace, unit, item, period) for item in items_of(indicator))
    return TraceNode("formula", indicator.name, "", ((_("Unit"), workspace.unit_of(unit).short),), parts)


def _item_node(workspace: Workspace, unit: str, item_id: str, period: Period) -> TraceNode:
    return _value_node(workspace, unit, item_id, figures.standing_package(workspace, unit, period))


def _value_node(workspace: Workspace, unit: str, item_id: str, package: Package | None) -> TraceNode:
    item = workspace.plan.item(item_id)
    title = _("{unit}: {item}").format(unit=workspace.unit_of(unit).short, item=item.name)
    value = figures.submission_of(package).answers.values.get(item_id) if package else None
    if package is None or value is None:
        return TraceNode("part", title, _("nothing reported"))
    facts = tuple(_value_facts(value))
    shown = formats.quantity(value.quantity, item.unit, item.decimals)
    return TraceNode("part", title, shown, facts, tuple(_origins(workspace, package, item_id, value)))


def _value_facts(value: Value) -> Iterator[tuple[str, str]]:
    yield _("Status"), labels.label(value.status)
    for name, text in (
        (_("Data period"), value.data_period),
        (_("Data as of"), value.as_of),
        (_("Nature"), labels.label(value.nature) if value.nature else ""),
        (_("Explanation"), value.note),
        (_("As written"), value.raw),
    ):
        if text:
            yield name, text


def _origins(workspace: Workspace, package: Package, item: str, value: Value) -> Iterator[TraceNode]:
    submission = figures.submission_of(package)
    made = {
        "form": _("fixed in ipdesk"),
        "sheet": _("read from a workbook filled in by hand"),
        "behalf": _("entered on behalf of the unit"),
        "edited": _("workbook fixed in ipdesk, changed afterwards"),
        "revision": _("revised by a later report, taken over here"),
    }[submission.made_by]
    facts = [(_("Number"), short(package.id)), (_("Made"), made)]
    if package.date:
        facts.append((_("Stated date"), package.date))
    sender = trust.of_package(workspace, package)
    if sender is not None:
        facts.append((_("Signature"), trust_text(sender)))
    if submission.basis:
        facts.append((_("Basis of the entry"), submission.basis))
    yield TraceNode("package", _("Submission"), short(package.id), tuple(facts))
    cells = [
        cell for cell in receipts.cells_of(workspace.database, package.id, item) if cell.field in ("value", "confirm")
    ]
    seen: set[tuple[str, str, str]] = set()
    for cell in cells:
        if (cell.hash, cell.sheet, cell.cell) not in seen:
            seen.add((cell.hash, cell.sheet, cell.cell))
            yield TraceNode(
                "cell",
                _("Workbook {file}").format(file=cell.file),
                _("sheet “{sheet}”, cell {cell}").format(sheet=cell.sheet, cell=cell.cell),
                (
                    (_("As written"), cell.raw),
                    (_("Received"), cell.at),
                    (_("Taken in by"), cell.by),
                    (_("File digest"), short(cell.hash, 10)),
                    *_kept(workspace, cell.hash),
                ),
            )
    if not cells and package.maker != workspace.unit.code:
        yield TraceNode("note", _("Workbook"), _("the file is not on this PC"))
    yield from gathertrace.nodes(workspace, package.id, item, TraceNode)
    yield from groundtrace.nodes(workspace, package, item, TraceNode, _origins)
    for line in attachments.of_report(workspace, package.id):
        if line.row in ("", item):
            yield _evidence(line)
    answers = submission.answers
    people = (
        (_("Filled in by"), answers.filled_by or package.officer),
        (_("Supplied by"), value.supplied_by or answers.filled_by or package.officer),
        *((approval.step, f"{approval.name} {approval.date}".strip()) for approval in answers.approvals),
    )
    yield TraceNode("person", _("Persons"), "", tuple((role, name) for role, name in people if name))


def _kept(workspace: Workspace, file_hash: str) -> Iterator[tuple[str, str]]:
    """What became of a received file, where it cannot be looked at any more."""
    known = receipts.kept_file(workspace.database, file_hash)
    if known is None:
        yield _("Original"), evidence_state("away")
    elif not known.here:
        yield _("Original"), _("{state}: {why}").format(state=evidence_state("purged"), why=known.purged)


def _evidence(line: attachments.Attached) -> TraceNode:
    facts = [(_("Evidence of"), evidence_place(line.row_name)), (_("Remark"), line.note)]
    if line.hash:
        facts += [(_("Size"), formats.data_size(line.size)), (_("File digest"), short(line.hash, 10))]
    facts += [(_("Attached by"), " ".join((line.officer, line.date)).strip()), (_("Taken away"), line.purged)]
    facts += [(_("Also used"), evidence_use(line.name, use.unit_short, use.period)) for use in line.also]
    shown = tuple((name, text) for name, text in facts if text)
    return TraceNode("file", line.name, evidence_state(line.state), shown)


def _periods_known(workspace: Workspace) -> tuple[Period, ...]:
    codes = {slot.period for ledger, slot in workspace.state.slots if ledger == workspace.ledger and slot.period}
    return tuple(sorted((periods.parse(code) for code in codes), reverse=True))


def lines_of(node: TraceNode, level: int = 0) -> Iterator[str]:
    """A trace as indented lines, for terminals and the clipboard."""
    head = "  " * level + (f"{node.title}：{node.value}" if node.value else node.title)
    yield head
    for name, text in node.facts:
        yield "  " * (level + 1) + f"· {name}：{text}"
    for child in node.children:
        yield from lines_of(child, level + 1)

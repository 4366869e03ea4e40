"""Below a report in the trace: what a figure that was not typed rests on, as far down as its packages lie here."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from ipdesk.domain.ground import SAME, Ground
from ipdesk.domain.indicator import Aggregation
from ipdesk.domain.judgement import Coverage
from ipdesk.domain.ledger.decision import read_decision
from ipdesk.domain.ledger.package import Kind, LedgerKey, Package, slot_of
from ipdesk.domain.ledger.scope import short
from ipdesk.domain.rollup import AdjustmentKind
from ipdesk.domain.value import Value
from ipdesk.packs.read import builtin_packs
from ipdesk.services import figures, upward
from ipdesk.services.workspace import Workspace
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _

Node = TypeVar("Node")
#: What lies below one figure of a submission, on the view of its own ledger.
Below = Callable[[Workspace, Package, str, Value], Iterable[Node]]


def nodes(
    workspace: Workspace, package: Package, row: str, make: Callable[..., Node], below: Below[Node]
) -> Iterator[Node]:
    """The node of a row's ground; none where the figure was typed. `make` makes a node of kind, title, value, facts and
    children. What is not on this PC is named by its numbers: a unit above gets no packages from below.
    """
    ground = next((one for one in figures.submission_of(package).grounds if one.row == row), None)
    if ground is None:
        return
    ledger = LedgerKey(ground.plan, ground.issuer, workspace.training)
    view = workspace.of(ledger) if ledger in workspace.ledgers else None
    plan = view.plan.short if view else _short_title(ground.plan)
    title = (
        _("Given already under “{plan}”") if ground.rule == SAME else _("Consolidated under “{plan}”")
    ).format(plan=plan)  # fmt: skip
    facts = list(_facts(ground))
    facts += _changed(workspace, package, ground)
    children: tuple[Node, ...]
    if view is not None:
        children = (*_parts(view, ground, make, below), *_adjusted(view, ground, make))
    else:
        maker = figures.submission_of(package).unit
        note = _("The packages behind it are with {unit} and were not sent here.").format(
            unit=workspace.unit_of(maker).short
        )
        children = (make("note", _("Packages"), note, tuple((_("Basis"), short(one)) for one in ground.basis), ()),)
    yield make("formula", title, formats.number(ground.quantity), tuple(facts), children)


def _short_title(plan: str) -> str:
    """The short title of a plan that is not in the data file, where it ships; else its id."""
    return next((pack.short for pack in builtin_packs() if pack.id == plan), plan)


def coverage_of(ground: Ground) -> Coverage:
    """How many of the units are in a ground's figure."""
    return Coverage(ground.given, ground.expected, ground.carried, ground.missing)


def rule_text(ground: Ground) -> str:
    """How the figure came about, in words."""
    return _("the same figure") if ground.rule == SAME else labels.label(Aggregation(ground.rule))


def _facts(ground: Ground) -> Iterator[tuple[str, str]]:
    if ground.rule == SAME:
        return
    yield _("Rule"), rule_text(ground)
    yield _("Coverage"), formats.coverage_text(coverage_of(ground))
    if ground.missing:
        yield _("Missing"), "、".join(ground.missing)


def _changed(workspace: Workspace, package: Package, ground: Ground) -> Iterator[tuple[str, str]]:
    """依据已变, where this is the report that stands and something below it has changed since."""
    for report in upward.stale(workspace):
        for one in report.rows if report.package == package.id else ():
            if one.row == ground.row:
                now = formats.number(one.now) if one.now is not None else _("nothing")
                yield _("Basis changed since"), _("now {figure}").format(figure=now)


def _parts(view: Workspace, ground: Ground, make: Callable[..., Node], below: Below[Node]) -> Iterator[Node]:
    item = view.plan.item(ground.row)
    for name in ground.packages:
        package = view.state.packages.get(name)
        place = slot_of(package) if package else None
        if package is None or place is None or package.kind != Kind.SUBMISSION:
            yield make("note", short(name), _("not on this PC"), (), ())
            continue
        value = figures.submission_of(package).answers.values.get(ground.row)
        stated = figures.stated(view, package).get(ground.row)
        title = _("{unit}: {item}").format(unit=view.unit_of(place.unit).short, item=item.name)
        shown = formats.quantity(stated.quantity if stated else None, item.unit, item.decimals)
        children = tuple(below(view, package, ground.row, value)) if value else ()
        yield make("part", title, shown, (), children)


def _adjusted(view: Workspace, ground: Ground, make: Callable[..., Node]) -> Iterator[Node]:
    for name in ground.adjustments:
        package = view.state.packages.get(name)
        if package is None:
            yield make("note", short(name), _("not on this PC"), (), ())
            continue
        said = dict(read_decision(package).adjustment)
        kind = labels.label(AdjustmentKind(said.get("kind", AdjustmentKind.UNPLACED.value)))
        yield make("part", kind, said.get("quantity", ""), ((_("Reason"), package.reason),), ())

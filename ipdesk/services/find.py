"""One search that answers the telephone: indicator, target, unit, clause, code."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ipdesk.domain.judgement import Reason
from ipdesk.domain.ledger.contents import ReleaseFigure, read_release
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.domain.period import Period
from ipdesk.services import evaluate
from ipdesk.services.overview import current_period
from ipdesk.services.workspace import Workspace
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer. `reference` is what trace takes; `page` where a screen would go; `quotable` says whether and how
    the figure may be quoted.
    """

    title: str
    subtitle: str
    value: str
    as_of: str
    quotable: str
    reference: str
    page: str
    place: str = ""  # what to show on that page, where the page alone does not say it


def find(workspace: Workspace, words: str, *, today: date, period: Period | None = None) -> tuple[Hit, ...]:
    """What fits all the words, the likeliest first: by name, short name, alias, clause, unit, code; 时序 finds 序时."""
    wanted = [_folded(word) for word in words.split() if word]
    if not wanted:
        return ()
    at = period or current_period(workspace, today=today)
    hits = [(rank, hit) for rank, hit in _candidates(workspace, wanted, at)]
    return tuple(hit for _rank, hit in sorted(hits, key=lambda pair: pair[0]))


def _candidates(workspace: Workspace, wanted: list[str], period: Period) -> Iterator[tuple[tuple[int, int], Hit]]:
    for place, one in enumerate(evaluate.evaluate(workspace, period)):
        indicator = one.indicator
        names = (one.name, indicator.name, indicator.short, *indicator.aliases)
        haystack = _folded(" ".join((*names, one.unit_short, one.clause_label, one.code)))
        if all(word in haystack for word in wanted):
            exact = any(_folded(name) == "".join(wanted) for name in names)
            yield (0 if exact else 1, place), _figure_hit(workspace, one, period)
    for place, clause in enumerate(workspace.plan.outline):
        if all(word in _folded(f"{clause.label} {clause.title}") for word in wanted):
            title = f"{clause.label} {clause.title}".strip()
            yield (2, place), Hit(title, labels.label(clause.kind), "", "", "", "", "plan", clause.id)
    for place, unit in enumerate(workspace.policy.units):
        if all(word in _folded(f"{unit.name} {unit.short} {unit.code}") for word in wanted):
            yield (3, place), Hit(unit.short, unit.name, "", "", "", "", "overview")


def _figure_hit(workspace: Workspace, one: evaluate.Assessed, period: Period) -> Hit:
    verdict = one.judgement
    subtitle = _("{unit}, target {target}, {clause}").format(
        unit=one.unit_short, target=formats.target_text(verdict.target), clause=one.clause_label
    )
    value = formats.quantity(verdict.actual, verdict.target.unit, one.decimals) if verdict.actual is not None else ""
    return Hit(
        title=one.name,
        subtitle=subtitle,
        value=value,
        as_of=formats.period_text(period),
        quotable=_quotable(workspace, one, period),
        reference=f"{one.unit_code}/{verdict.target.id}/{period.code}",
        page="overview",
    )


def _quotable(workspace: Workspace, one: evaluate.Assessed, period: Period) -> str:
    verdict = one.judgement
    if verdict.actual is None:
        return _("no figure yet")
    if verdict.reason is Reason.STALE:
        return _("older than the period: say of which period it is")
    if verdict.coverage is not None and not verdict.coverage.complete:
        return _("not complete ({coverage}): do not quote without saying so").format(
            coverage=formats.coverage_text(verdict.coverage)
        )
    told = _released(workspace, one, period)
    if told is not None:
        if told.quantity == verdict.actual:
            return _("released, may be quoted")
        said = formats.quantity(told.quantity, verdict.target.unit, one.decimals)
        return _("released as {figure}: tell the difference when you quote it").format(figure=said)
    return _("accepted, not yet released: ask before quoting it outside")


def _released(workspace: Workspace, one: evaluate.Assessed, period: Period) -> ReleaseFigure | None:
    """What the release in force says of a target's figure, None when it says nothing."""
    package = workspace.in_force(Slot(Kind.RELEASE, period=period.code))
    figures = read_release(package).figures if package else ()
    name = one.judgement.target.id
    return next((figure for figure in figures if (figure.target, figure.unit) == (name, one.unit_code)), None)


def _folded(text: str) -> str:
    return text.casefold().replace("序时", "时序").replace(" ", "")

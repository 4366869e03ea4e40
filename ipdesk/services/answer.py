"""The answer on the telephone: value, as of when, how far it has come, may it be quoted, who was told before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ipdesk.domain import period as periods
from ipdesk.domain.errors import Refused
from ipdesk.domain.figurechange import Figure, FigureKey, What
from ipdesk.domain.indicator import Entry, Indicator, items_of
from ipdesk.domain.judgement import Coverage, Reason
from ipdesk.domain.ledger.contents import read_release
from ipdesk.domain.ledger.package import Kind, Package, Slot
from ipdesk.domain.ledger.standing import Status
from ipdesk.domain.pace import is_stale
from ipdesk.domain.period import Period, PeriodKind
from ipdesk.domain.plan import PlanStatus
from ipdesk.domain.quoting import Against, Caution, Quotable, Standing
from ipdesk.domain.register import Occasion, Told
from ipdesk.domain.rollup import Total
from ipdesk.domain.target import TargetKind
from ipdesk.domain.unit import UnitKind
from ipdesk.domain.value import Nature, Value, ValueStatus
from ipdesk.services import changes, consolidate, figures, reported
from ipdesk.services.codes import figure_code
from ipdesk.services.evaluate import Assessed, evaluate
from ipdesk.services.figureref import Found, indicator_of
from ipdesk.services.slotref import MAIN_FORM
from ipdesk.services.workspace import Done, Workspace, done, of_state
from ipdesk.text import formats, quoting
from ipdesk.text.i18n import _

_UNSURE = frozenset({Nature.PRELIMINARY, Nature.FLASH, Nature.EXPECTED})


@dataclass(frozen=True, slots=True)
class Answer:
    """One figure as it is told. `value` is its text with the unit of measure, empty when there is none; `when` what it
    covers (截至2026年9月底, 2026年1—9月); `sentence` the one that is said and copied.
    """

    found: Found
    unit_short: str
    value: str
    measure: str
    when: str
    definition: str
    standing: Standing
    coverage: Coverage | None
    plan_status: PlanStatus
    quotable: Quotable
    quotable_text: str
    caveat: str
    told: tuple[Told, ...]
    sentence: str

    @property
    def key(self) -> FigureKey:
        return self.found.key


@dataclass(frozen=True, slots=True)
class _Made:
    """What an answer is made from: the figure, the values in it, the total where it is one."""

    figure: Figure
    values: tuple[tuple[str, Value], ...]  # with the unit of each
    total: Total | None
    assessed: Assessed | None
    in_review: bool = False


def answer(workspace: Workspace, key: FigureKey) -> Answer:
    """The answer on a figure, also where there is none yet."""
    period = periods.parse(key.period)
    indicator = indicator_of(workspace, key)
    made = _made(workspace, key, period, indicator)
    quotable = _quotable(workspace, key, period, indicator, made)
    coverage = made.total.coverage if made.total else made.assessed.judgement.coverage if made.assessed else None
    figure = made.figure
    shown = formats.quantity(figure.quantity, figure.unit_of_measure, figure.decimals)
    words = {
        "coverage": formats.coverage_text(coverage) if coverage else "",
        "department": "、".join(workspace.unit_of(code).short for code in _departments(workspace, made)),
        "released": _released_as(workspace, key, figure),
        "data_period": _other_period(made, period),
    }
    caveat = quoting.against_text(quotable, **words)
    standing = _standing(made, period)
    when = _when(workspace, key, period, indicator, made)
    return Answer(
        found=Found(key, figure, workspace.moment),
        unit_short=workspace.unit_of(key.unit).short,
        value=shown if figure.quantity is not None else "",
        measure=figure.unit_of_measure,
        when=when,
        definition=indicator.definition if indicator else "",
        standing=standing,
        coverage=coverage,
        plan_status=workspace.plan.status,
        quotable=quotable,
        quotable_text=quoting.quotable_text(quotable, **words),
        caveat=caveat,
        told=reported.told_of(workspace, [key]),
        sentence=_sentence(workspace, key, made, (when, shown, coverage, standing, caveat)),
    )


def quote(workspace: Workspace, said: Answer, *, recipient: str = "", today: date, by: str) -> Done[int]:
    """Enters an answer as told by telephone, with the ready sentence as its note; the number of the entry.

    Raises Refused `no_figure_yet`.
    """
    if said.found.figure.quantity is None:
        raise Refused("no_figure_yet", name=said.found.figure.name)
    with workspace.operation() as operation:
        (number,) = reported.put(
            workspace, operation, [said.found], recipient=recipient, occasion=Occasion.TELEPHONE, note=said.sentence,
            caveat=said.caveat, today=today, by=by,
        )  # fmt: skip
    return done(workspace, number)


def waiting_report(workspace: Workspace, unit: str, period: Period) -> Package | None:
    """A report that stands and is not accepted (yet), None when what stands is accepted or nothing does."""
    state = workspace.state.slot(workspace.ledger, Slot(Kind.SUBMISSION, unit, period.code, MAIN_FORM))
    name = state.current
    return workspace.state.packages.get(name) if name and name != state.standing.accepted else None


@of_state
def verdicts(workspace: Workspace, period: Period) -> Mapping[FigureKey, Assessed]:
    """The verdicts of a period by figure."""
    return {
        FigureKey(What.TARGET, one.unit_code, period.code, one.judgement.target.id): one
        for one in evaluate(workspace, period)
    }


def _made(workspace: Workspace, key: FigureKey, period: Period, indicator: Indicator | None) -> _Made:
    figure = changes.figures_in(workspace, period).get(key)
    observed = figures.observations(workspace, period)
    assessed = verdicts(workspace, period).get(key)
    if key.what is What.ITEM:
        seen = observed.get((key.unit, key.id))
        if seen is not None and figure is not None:
            accepted = seen.package == _accepted(workspace, key.unit, period)
            return _Made(figure, ((key.unit, seen.value),), None, None, in_review=not accepted)
        return _in_review(workspace, key, period)
    figure = figure or _empty(workspace, key, indicator)
    total = None
    if key.unit == workspace.ledger.issuer and workspace.is_issuer and indicator is not None:
        total = consolidate.total_of(workspace, indicator, period)
        parts = [(part.unit, part.item) for part in total.parts] if total else []
    else:
        parts = [(key.unit, item) for item in items_of(indicator)] if indicator else []
    values = tuple((unit, observed[unit, item].value) for unit, item in parts if (unit, item) in observed)
    own = key.unit != workspace.ledger.issuer
    accepted = not own or bool(_accepted(workspace, key.unit, period))
    return _Made(figure, values, total, assessed, in_review=figure.quantity is not None and not accepted)


def _in_review(workspace: Workspace, key: FigureKey, period: Period) -> _Made:
    """An item that was reported and not accepted, or not reported at all."""
    item = next((one for one in workspace.plan.items if one.id == key.id), None)
    name, measure, decimals = (item.name, item.unit, item.decimals) if item else (key.id, "", 0)
    package = waiting_report(workspace, key.unit, period)
    value = figures.stated(workspace, package).get(key.id) if package else None
    if package is None or value is None:
        return _Made(Figure(name, None, measure, decimals), (), None, None)
    code = figure_code(workspace.ledger, key.unit, key.id, key.period, (package.id,))
    figure = Figure(name, value.quantity, measure, decimals, code, basis=(package.id,))
    return _Made(figure, ((key.unit, value),), None, None, in_review=True)


def _empty(workspace: Workspace, key: FigureKey, indicator: Indicator | None) -> Figure:
    name = indicator.name if indicator else key.id
    return Figure(name, None, indicator.unit if indicator else "", indicator.decimals if indicator else 0)


def _accepted(workspace: Workspace, unit: str, period: Period) -> str:
    state = workspace.state.slot(workspace.ledger, Slot(Kind.SUBMISSION, unit, period.code, MAIN_FORM))
    return state.standing.accepted


def _quotable(
    workspace: Workspace, key: FigureKey, period: Period, indicator: Indicator | None, made: _Made
) -> Quotable:
    if made.figure.quantity is None:
        return Quotable((Against.NO_FIGURE,))
    return Quotable(
        tuple(_against(workspace, key, period, indicator, made)), tuple(_cautions(workspace, key, period, made))
    )


def _against(
    workspace: Workspace, key: FigureKey, period: Period, indicator: Indicator | None, made: _Made
) -> Iterator[Against]:
    units = {unit for unit, _value in made.values} | ({key.unit} if key.unit != workspace.ledger.issuer else set())
    coverage = made.total.coverage if made.total else made.assessed.judgement.coverage if made.assessed else None
    if made.in_review:
        yield Against.NOT_ACCEPTED
    if coverage is not None and not coverage.complete:
        yield Against.INCOMPLETE
    if any(_questioned(workspace, unit, period) for unit in units):
        yield Against.QUESTIONED
    if made.total is not None and made.total.doubles_open and made.total.coverage.expected > 1:
        yield Against.DOUBLES
    if _preliminary(made, period):
        yield Against.PRELIMINARY
    stale = made.assessed is not None and made.assessed.judgement.reason is Reason.STALE
    lag = indicator.lag_months if indicator else 0
    if stale or any(is_stale(value.data_period, period, lag) for _unit, value in made.values if value.data_period):
        yield Against.STALE
    if _departments(workspace, made) and not _told_in_release(workspace, key):
        yield Against.DEPARTMENT


def _cautions(workspace: Workspace, key: FigureKey, period: Period, made: _Made) -> Iterator[Caution]:
    if key.what is What.TARGET and workspace.plan.status is PlanStatus.DRAFT:
        yield Caution.DRAFT_PLAN
    if _released_as(workspace, key, made.figure):
        yield Caution.RELEASED_OTHERWISE
    elif key.what is not What.ITEM and workspace.is_issuer and not _told_in_release(workspace, key):
        yield Caution.NOT_RELEASED
    units = {unit for unit, _value in made.values}
    if not made.in_review and any(waiting_report(workspace, unit, period) for unit in units):
        yield Caution.NEWER_WAITS
    if _other_period(made, period):
        yield Caution.OTHER_PERIOD


def _questioned(workspace: Workspace, unit: str, period: Period) -> bool:
    state = workspace.state.slot(workspace.ledger, Slot(Kind.SUBMISSION, unit, period.code, MAIN_FORM))
    return state.open or (bool(state.current) and state.status(state.current) is Status.RETURNED)


def _preliminary(made: _Made, period: Period) -> bool:
    return period.kind in (PeriodKind.ESTIMATE, PeriodKind.FLASH) or any(
        value.status is ValueStatus.ESTIMATED or value.nature in _UNSURE for _unit, value in made.values
    )


def _departments(workspace: Workspace, made: _Made) -> tuple[str, ...]:
    """The departments whose figures are in it without being said to be final."""
    return tuple(
        dict.fromkeys(
            unit
            for unit, value in made.values
            if workspace.unit_of(unit).kind is UnitKind.DEPARTMENT and value.nature is not Nature.FINAL
        )
    )


def _released(workspace: Workspace, key: FigureKey) -> tuple[bool, Decimal | None]:
    package = workspace.in_force(Slot(Kind.RELEASE, period=key.period))
    for one in read_release(package).figures if package else ():
        if (one.target, one.unit) == (key.id, key.unit):
            return True, one.quantity
    return False, None


def _told_in_release(workspace: Workspace, key: FigureKey) -> bool:
    return _released(workspace, key)[0]


def _released_as(workspace: Workspace, key: FigureKey, figure: Figure) -> str:
    """What the release in force says where it says another figure; empty where it does not."""
    told, quantity = _released(workspace, key)
    if not told or quantity == figure.quantity:
        return ""
    return formats.quantity(quantity, figure.unit_of_measure, figure.decimals)


def _other_period(made: _Made, period: Period) -> str:
    """The period that the data are about where it is not the report's."""
    said = {value.data_period for _unit, value in made.values if value.data_period} - {period.code}
    if made.assessed is not None and made.assessed.judgement.data_period not in ("", period.code):
        said.add(made.assessed.judgement.data_period)
    return "、".join(formats.period_text(periods.parse(code)) for code in sorted(said))


def _standing(made: _Made, period: Period) -> Standing:
    if made.figure.quantity is None:
        return Standing.NONE
    if made.in_review:
        return Standing.REVIEW
    if made.assessed is not None and made.assessed.released:
        return Standing.RELEASED
    return Standing.ESTIMATE if _preliminary(made, period) else Standing.ACCEPTED


def _when(workspace: Workspace, key: FigureKey, period: Period, indicator: Indicator | None, made: _Made) -> str:
    """截至2026年9月底 of a state, 2026年1—9月 of a running total, 2026年三季度 of what came in the period."""
    end = _("As at the end of {month}").format(month=_month(period))
    if made.assessed is not None and made.assessed.judgement.target.kind is TargetKind.CUMULATIVE:
        said = _("In the years of the plan (from {year}) to the end of {month}")
        start = made.assessed.judgement.target.start or workspace.plan.first_year
        return said.format(year=start, month=_month(period))
    if key.what is What.ITEM:
        item = next((one for one in workspace.plan.items if one.id == key.id), None)
        entry = item.entry if item else Entry.STATE
    else:
        entry = consolidate.entry_of(workspace, indicator) if indicator else Entry.STATE
    match entry:
        case Entry.STATE:
            return end
        case Entry.RUNNING:
            return formats.year_to_date(period)
        case Entry.INCREMENT:
            return formats.period_text(period)


def _month(period: Period) -> str:
    return formats.period_text(Period(period.year, PeriodKind.MONTH, period.last_month))


def _sentence(
    workspace: Workspace, key: FigureKey, made: _Made, said: tuple[str, str, Coverage | None, Standing, str]
) -> str:
    when, shown, coverage, standing, caveat = said
    issuer = workspace.unit_of(workspace.ledger.issuer)
    if made.figure.quantity is None:
        return ""
    whom = workspace.unit_of(key.unit).short
    how = [quoting.standing_text(standing), _("code {code}").format(code=made.figure.code)]
    if key.unit == issuer.code:
        whom = quoting.whole_text(issuer.kind, issuer.short)
        if coverage is not None and coverage.expected > 1:
            how.insert(0, quoting.reported_text(coverage, issuer.kind))
    sentence = quoting.quote_sentence(when, whom, made.figure.name, shown, how)
    return quoting.not_for_quoting(sentence, caveat) if caveat else sentence

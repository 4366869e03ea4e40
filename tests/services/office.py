"""A city that has issued its third quarter to two districts and a court, and how its people work."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from ipdesk.domain.form import Answers
from ipdesk.domain.indicator import Supply
from ipdesk.domain.ledger.package import Package, Slot
from ipdesk.domain.period import Period, PeriodKind
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.exchange import byhand
from ipdesk.exchange.layout import INDICATORS, SIGN
from ipdesk.services import draft, issue, receive, review, slotref
from ipdesk.services.receive import FileVerdict
from ipdesk.services.workspace import Workspace
from tests.builders import SIGNED, submission

Q3 = Period(2026, PeriodKind.QUARTER, 3)
Q4 = Period(2026, PeriodKind.QUARTER, 4)
CITY, FUTIAN, LUOHU, COURT = "440300", "440304", "440303", "440300FY"
TODAY = date(2026, 10, 9)
OFFICER = "陈建"
HANDED_DOWN = {
    "hv-patents-count": Decimal(14300), "overseas-grants": Decimal("0.1"), "patent-transfers": Decimal("0.29"),
    "pledge-amount": Decimal("62.4"),
}  # fmt: skip
#: What 福田 fills in.
FIGURES = {
    "protection-stations": "34", "secret-stations": "12", "mediation-bodies": "3", "mediation-cases": "210",
    "service-points-added": "2", "firms-served": "820", "ip-volunteers": "41",
}  # fmt: skip


def slot(place: Workspace, unit: str, period: Period = Q3) -> Slot:
    return slotref.slot(place, f"{unit}/{period.code}")


def answered(place: Workspace, unit: str, figures: Mapping[str, str] = FIGURES, period: Period = Q3) -> Answers:
    """Answers that give these figures and confirm what was handed down."""
    form = draft.open_draft(place, slot(place, unit, period)).form
    values = {key: Value(key, Decimal(figure), supplied_by="知识产权科") for key, figure in figures.items()}
    for row in form.rows:
        if row.fillable and row.supply is Supply.CONFIRM:
            values[row.key] = Value(row.key, row.prefill, ValueStatus.CONFIRMED)
    return Answers(values=values, filled_by="李敏")


def fixed(
    place: Workspace, unit: str, figures: Mapping[str, str] = FIGURES, period: Period = Q3, *, day: date = TODAY
) -> str:
    """Fills and fixes a form, on behalf where it is another unit's; its id."""
    where = slot(place, unit, period)
    draft.set_answers(place, where, answered(place, unit, figures, period), by=OFFICER, today=TODAY)
    if unit != place.unit.code:
        draft.set_basis(place, where, "传真", by=OFFICER, today=TODAY)
    return draft.fix(place, where, today=day, by=OFFICER, approvals=SIGNED).value


def accepted(city: Workspace, unit: str, figures: Mapping[str, str] = FIGURES, period: Period = Q3) -> str:
    """A report entered at the city and accepted; its id."""
    name = fixed(city, unit, figures, period)
    review.accept(city, name, today=TODAY, by=OFFICER)
    return name


def sent(city: Workspace, unit: str, figures: Mapping[str, str] = FIGURES, period: Period = Q3) -> str:
    """A report as the unit itself would make it, whatever the checks say of it; its id."""
    where = slot(city, unit, period)
    template = city.in_force(slotref.template_slot(where))
    assert template is not None
    package = submission(
        unit=unit, period=period.code, template=template.id, given=answered(city, unit, figures, period),
        parents=city.state.slot(city.ledger, where).heads,
    )  # fmt: skip
    put(city, package)
    return package.id


def issued(city: Workspace, period: Period, *units: str) -> None:
    """A further period issued to some units, with figures handed down."""
    handed = {(unit, item): figure for unit in units for item, figure in HANDED_DOWN.items()}
    issue.issue(city, period, to=None, prefills=handed, units=set(units), today=TODAY, by=OFFICER)


def put(place: Workspace, *packages: Package) -> None:
    """Packages into the ledger, as if they had come in by whatever way."""
    with place.operation() as operation:
        operation.add(*packages)


def filled_by_hand(template: Path, to: Path, figures: Mapping[str, str] = FIGURES) -> Path:
    """A form filled in with a spreadsheet program; all that was handed down is confirmed."""
    cells: dict[byhand.CellName, Decimal | str] = {
        (INDICATORS, key, "value"): Decimal(figure) for key, figure in figures.items()
    }
    if set(figures) >= set(FIGURES):
        for key in (*HANDED_DOWN, "resident-population"):
            cells[INDICATORS, key, "confirm"] = "无误"
    cells[SIGN, "filled_by", "text"] = "李敏"
    byhand.fill(template, to, cells)
    return to


def taken(place: Workspace, path: Path, **answers: str) -> FileVerdict:
    """One file received; its verdict."""
    given = {"*": answers} if answers else None
    return receive.receive(place, [path], answers=given, today=TODAY, by=OFFICER).value[0]

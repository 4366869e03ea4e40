"""Three levels: a province, a city that issues its own plan below it, two districts below the city, by files alone."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from ipdesk.domain.form import Answers, Approval
from ipdesk.domain.indicator import Supply
from ipdesk.domain.ledger.package import LedgerKey
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.services import draft, issue, outgoing, receive, review, slotref, workspace
from ipdesk.services.receive import Verdict
from ipdesk.services.workspace import Workspace
from tests.services.office import FIGURES, Q3

PROVINCE, SHENZHEN, DONGGUAN, GUANGZHOU = "440000", "440300", "441900", "440100"
FUTIAN, LUOHU, YANTIAN = "440304", "440303", "440308"
GD, SZ = LedgerKey("gd-145", PROVINCE), LedgerKey("sz-155", SHENZHEN)
TODAY = date(2026, 10, 9)
#: What the city hands down to two of its districts to be confirmed. Together: 16400 件, 0.12 万件, 73.55 亿元.
HANDED_DOWN = {
    (FUTIAN, "hv-patents-count"): Decimal(14300), (LUOHU, "hv-patents-count"): Decimal(2100),
    (FUTIAN, "overseas-grants"): Decimal("0.1"), (LUOHU, "overseas-grants"): Decimal("0.02"),
    (FUTIAN, "pledge-amount"): Decimal("62.4"), (LUOHU, "pledge-amount"): Decimal("11.15"),
    (FUTIAN, "patent-transfers"): Decimal("0.29"), (LUOHU, "patent-transfers"): Decimal("0.05"),
}  # fmt: skip
#: What the two cities without a consolidation below give for the items that the totals below are of.
GIVEN = {
    DONGGUAN: {
        "hv-patents-count": "5000", "resident-population": "1046.6625", "overseas-grants": "0.08",
        "pledge-amount": "40.5",
    },
    GUANGZHOU: {
        "hv-patents-count": "30000", "resident-population": "1867.6605", "overseas-grants": "0.3",
        "pledge-amount": "101.25",
    },
}  # fmt: skip


def answered(place: Workspace, unit: str, given: Mapping[str, str]) -> Answers:
    """Answers that confirm what was handed down and give these figures; what is not named is 3."""
    form = draft.open_draft(place, slotref.slot(place, f"{unit}/{Q3.code}")).form
    values = {}
    for row in form.rows:
        if row.fillable and row.supply is Supply.CONFIRM and row.key not in given:
            values[row.key] = Value(row.key, row.prefill, ValueStatus.CONFIRMED)
        elif row.fillable:
            values[row.key] = Value(row.key, Decimal(given.get(row.key, "3")), supplied_by="知识产权科")
    return Answers(values=values, filled_by="李敏")


def fix(place: Workspace, unit: str) -> str:
    """定稿, after every step of approval."""
    where = slotref.slot(place, f"{unit}/{Q3.code}")
    steps = draft.open_draft(place, where).form.steps
    approvals = tuple(Approval(step, name) for step, name in zip(steps, ("赵科", "钱局", "孙局"), strict=False))
    return draft.fix(place, where, today=TODAY, by="李敏", approvals=approvals).value


def sent(place: Workspace, unit: str, folder: Path) -> Path:
    """The workbook that goes up."""
    return outgoing.export_submission(place, slotref.slot(place, f"{unit}/{Q3.code}"), folder, today=TODAY)


def reported(folder: Path, name: str, unit: str, plan: str, template: Path, given: Mapping[str, str]) -> Path:
    """A unit with a data file of its own takes the template in, fills it in, and sends it."""
    with workspace.create(folder / f"{name}.ipdesk", unit=unit, plan=plan, today=TODAY, by="李敏") as place:
        receive.receive(place, [template], today=TODAY, by="李敏")
        where = slotref.slot(place, Q3.code)
        draft.set_answers(place, where, answered(place, unit, given), by="李敏", today=TODAY)
        fix(place, unit)
        return sent(place, unit, folder / f"{name}-报送")


def accept(place: Workspace, file: Path) -> str:
    """The parent receives a report and accepts it; its id."""
    (verdict,) = receive.receive(place, [file], today=TODAY, by="周敏").value
    assert verdict.verdict is Verdict.TAKEN, verdict.sentence
    (name,) = verdict.packages
    review.accept(place, name, today=TODAY, by="周敏")
    return name


def issued(place: Workspace, folder: Path, units: set[str], prefills: issue.Prefills | None = None) -> dict[str, Path]:
    """The workbooks of the third quarter by unit."""
    files = issue.issue(place, Q3, to=folder, prefills=prefills, units=units, today=date(2026, 10, 1), by="周敏").value
    return {one.unit.code: one.path for one in files if one.path}


def prepare(folder: Path) -> dict[str, Path]:
    """`province`, `city` (with both plans; its districts accepted, but 盐田 has not reported), `luohu`: data files; and
    by unit the workbooks that 东莞 and 广州 sent to the province.
    """
    province = workspace.create(folder / "province.ipdesk", unit=PROVINCE, plan="gd-145", today=TODAY, by="郑省")
    city = workspace.create(folder / "city.ipdesk", unit=SHENZHEN, plan="sz-155", today=TODAY, by="周敏")
    with province, city:
        down = issued(province, folder / "省下发", {SHENZHEN, DONGGUAN, GUANGZHOU})
        (offered,) = receive.receive(city, [down[SHENZHEN]], today=TODAY, by="周敏").value
        assert offered.question == "plan"
        receive.receive(city, [down[SHENZHEN]], answers={"*": {"plan": "take"}}, today=TODAY, by="周敏")
        below = issued(city, folder / "市下发", {FUTIAN, LUOHU, YANTIAN}, HANDED_DOWN)
        for name, unit in (("futian", FUTIAN), ("luohu", LUOHU)):
            accept(city, reported(folder, name, unit, "sz-155", below[unit], FIGURES))
    cities = {unit: reported(folder, unit, unit, "gd-145", down[unit], GIVEN[unit]) for unit in (DONGGUAN, GUANGZHOU)}
    return {**{name: folder / f"{name}.ipdesk" for name in ("province", "city", "luohu")}, **cities}

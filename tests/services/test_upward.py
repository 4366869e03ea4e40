"""A city reports to its province from its own consolidation: figures, coverage, basis, and what changes below."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.derive import row_figure
from ipdesk.domain.finding import Severity
from ipdesk.domain.ground import Ground
from ipdesk.domain.indicator import Supply, SupplyRule, items_of
from ipdesk.domain.ledger.package import Kind, LedgerKey, Slot
from ipdesk.domain.unit import UnitKind
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.packs.write import write_pack
from ipdesk.services import (
    consolidate,
    draft,
    figures,
    issue,
    overview,
    plans,
    receive,
    release,
    review,
    slotref,
    takeover,
    trace,
    upward,
    workspace,
)
from ipdesk.services.receive import Verdict
from ipdesk.services.workspace import Workspace
from ipdesk.text import i18n
from tests.services import threelevels as levels
from tests.services.office import Q3
from tests.services.threelevels import DONGGUAN, FUTIAN, GD, GUANGZHOU, LUOHU, PROVINCE, SHENZHEN, SZ, TODAY

#: Hand-computed: 14300 + 2100; 0.1 + 0.02; 62.4 + 11.15.
OURS = {
    "hv-patents-count": Decimal(16400), "overseas-grants": Decimal("0.12"), "pledge-amount": Decimal("73.55"),
}  # fmt: skip


@dataclass
class Levels:
    province: Workspace
    city: Workspace
    files: dict[str, Path]
    folder: Path

    @property
    def above(self) -> Workspace:
        """The city's view on the province's ledger."""
        return self.city.of(GD)


@pytest.fixture(scope="session")
def prepared_levels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    i18n.use_language("zh_CN")
    return levels.prepare(tmp_path_factory.mktemp("levels"))


@pytest.fixture
def three(prepared_levels: dict[str, Path], tmp_path: Path) -> Iterator[Levels]:
    files = {name: tmp_path / path.name for name, path in prepared_levels.items()}
    for name, path in prepared_levels.items():
        shutil.copyfile(path, files[name])
    with workspace.open_workspace(files["province"]) as province, workspace.open_workspace(files["city"]) as city:
        yield Levels(province, city, files, tmp_path)


def rows_of(three: Levels) -> dict[str, upward.UpwardRow]:
    found = upward.upward(three.above, slotref.slot(three.above, Q3.code))
    return {one.row.key: one for one in found.rows}


def taken_over(three: Levels, *, explained: bool = True) -> None:
    """The consolidation in the draft, the rest of the form filled in, the missing district explained."""
    place = slotref.slot(three.above, Q3.code)
    upward.take_over(three.above, place, today=TODAY, by="周敏")
    kept = draft.open_draft(three.above, place)
    values = dict(kept.answers.values)
    for row in kept.form.rows:
        if row.fillable and row.key not in values and row.prefill is not None:
            values[row.key] = Value(row.key, row.prefill, ValueStatus.CONFIRMED)
        elif row.fillable and row.key not in values:
            values[row.key] = Value(row.key, Decimal(3))
        elif row.key in OURS and explained:
            values[row.key] = replace(values[row.key], note="盐田区尚未报送，待补")
    draft.set_answers(three.above, place, replace(kept.answers, values=values), by="周敏", today=TODAY)


def reported_up(three: Levels) -> str:
    """The city's report, fixed, sent, received by the province and accepted; its id."""
    taken_over(three)
    levels.fix(three.above, SHENZHEN)
    return levels.accept(three.province, levels.sent(three.above, SHENZHEN, three.folder / "报省"))


def changed_below(three: Levels) -> str:
    """罗湖 corrects what was handed down: 12.15 instead of 11.15; received and accepted by the city."""
    with workspace.open_workspace(three.files["luohu"]) as luohu:
        where = slotref.slot(luohu, Q3.code)
        disputed = Value("pledge-amount", Decimal("12.15"), ValueStatus.DISPUTED, note="漏计一笔登记")
        draft.set_value(luohu, where, "pledge-amount", disputed, by="李敏", today=TODAY)
        levels.fix(luohu, LUOHU)
        return levels.accept(three.city, levels.sent(luohu, LUOHU, three.folder / "罗湖更正"))


# what the consolidation gives, and what it cannot


def test_each_row_says_what_ours_is_and_what_cannot_be_taken_over(three: Levels) -> None:
    rows = rows_of(three)

    assert {key: one.ground.quantity for key, one in rows.items() if one.offered and one.ground} == OURS
    # The census figure is the province's to hand down; ours stands beside it: 155.3225 + 114.3801 of two districts.
    people = rows.pop("resident-population")
    assert (people.why, people.offered, people.row.prefill) == ("handed_down", False, Decimal("1756.0061"))
    assert people.ground is not None
    assert (people.ground.quantity, people.ground.rule) == (Decimal("269.7026"), "ratio")
    assert {one.why for key, one in rows.items() if key not in OURS} == {"not_below"}
    pledge = rows["pledge-amount"]
    accepted = sorted(
        package.id
        for unit in (FUTIAN, LUOHU)
        if (package := figures.standing_package(three.city, unit, Q3)) is not None
    )
    assert pledge.ground == Ground(
        "pledge-amount", "sz-155", SHENZHEN, "sum", Decimal("73.55"), 2, 3, 0, ("盐田区",), tuple(accepted)
    )
    assert pledge.offered
    patents = rows["hv-patents-count"].ground
    assert patents is not None
    assert patents.rule == "ratio"  # one side of it, over the units that gave both
    assert not upward.has_own_consolidation(three.city)
    assert upward.has_own_consolidation(three.above)


def test_taking_over_fills_blank_rows_in_one_step_and_leaves_what_was_typed(three: Levels) -> None:
    place = slotref.slot(three.above, Q3.code)
    typed = Value("pledge-amount", Decimal(80), note="含跨区登记")
    draft.set_value(three.above, place, "pledge-amount", typed, by="周敏", today=TODAY)

    kept = upward.take_over(three.above, place, today=TODAY, by="周敏").value

    assert {key: value.quantity for key, value in kept.answers.values.items()} == {
        **OURS, "pledge-amount": Decimal(80),
    }  # fmt: skip
    assert kept.answers.values["hv-patents-count"].supplied_by == "深圳市"
    assert [one.row for one in kept.grounds] == ["hv-patents-count", "overseas-grants"]
    assert not rows_of(three)["pledge-amount"].taken
    named = upward.take_over(three.above, place, rows=["pledge-amount"], today=TODAY, by="周敏").value
    assert named.answers.values["pledge-amount"].quantity == Decimal("73.55")
    assert named.answers.values["pledge-amount"].note == "含跨区登记"
    draft.undo(three.above, place, today=TODAY)
    back = draft.undo(three.above, place, today=TODAY).value
    assert back is not None
    assert (list(back.answers.values), back.grounds) == (["pledge-amount"], ())


def test_a_consolidation_without_a_district_is_to_be_explained(three: Levels) -> None:
    taken_over(three, explained=False)
    place = slotref.slot(three.above, Q3.code)

    found = [one for one in draft.open_draft(three.above, place).findings if one.code == "ground_incomplete"]

    assert {one.where.row for one in found} == set(OURS)
    assert {one.severity for one in found} == {Severity.MUST_EXPLAIN}
    assert found[0].params == {"name": found[0].params["name"], "given": "2", "expected": "3", "units": "盐田区"}
    taken_over(three)
    assert {one.severity for one in draft.open_draft(three.above, place).findings} == {Severity.NOTE}


def test_who_types_another_figure_stands_for_it(three: Levels) -> None:
    taken_over(three)
    place = slotref.slot(three.above, Q3.code)
    draft.set_value(
        three.above, place, "overseas-grants", Value("overseas-grants", Decimal("0.13")), by="周敏", today=TODAY
    )

    package = three.above.package(levels.fix(three.above, SHENZHEN))

    grounds = figures.submission_of(package).grounds
    assert [one.row for one in grounds] == ["hv-patents-count", "pledge-amount"]


# the province


def test_the_provinces_figures_are_those_of_three_cities(three: Levels) -> None:
    reported_up(three)
    for unit in (DONGGUAN, GUANGZHOU):
        levels.accept(three.province, three.files[unit])

    lines = {line.indicator.id: line for line in consolidate.consolidate(three.province, Q3)}

    pledge, patents = lines["pledge-amount"].total, lines["hv-patents"].total
    assert pledge.value == Decimal("215.3")  # 73.55 + 40.5 + 101.25
    assert (pledge.coverage.given, pledge.coverage.expected) == (3, 3)
    assert patents.numerator == 51400  # 16400 + 5000 + 30000
    assert patents.denominator == Decimal("4670.3291")  # 1756.0061 + 1046.6625 + 1867.6605
    assert patents.value is not None
    assert round(patents.value, 4) == Decimal("11.0056")  # never the mean of 9.34, 4.78 and 16.06
    assert lines["overseas-grants"].total.value == Decimal("0.5")  # 0.12 + 0.08 + 0.3


def test_a_city_without_districts_just_fills_in(three: Levels) -> None:
    levels.accept(three.province, three.files[DONGGUAN])

    package = figures.standing_package(three.province, DONGGUAN, Q3)
    assert package is not None
    assert figures.submission_of(package).grounds == ()
    (line,) = [one for one in consolidate.consolidate(three.province, Q3) if one.indicator.id == "pledge-amount"]
    assert (line.total.value, line.total.coverage.given, line.total.coverage.expected) == (Decimal("40.5"), 1, 3)
    with workspace.create(three.folder / "dg.ipdesk", unit=DONGGUAN, plan="gd-145", today=TODAY) as dongguan:
        assert not dongguan.is_issuer
        assert not upward.has_own_consolidation(dongguan)
        assert upward.stale(dongguan) == ()


def lines_of(place: Workspace, reference: str) -> str:
    return "\n".join(trace.lines_of(trace.trace(place, reference)))


def test_the_provinces_trace_ends_at_the_citys_basis_and_the_citys_goes_on_down(three: Levels) -> None:
    name = reported_up(three)

    above = lines_of(three.province, f"{PROVINCE}/pledge-amount/2026-Q3")
    assert "深圳市：知识产权质押融资登记金额" in above
    assert "依据：《深圳知识产权“十五五”规划》汇总" in above
    assert "覆盖：2/3" in above
    assert "缺：盐田区" in above
    assert "福田区：" not in above  # the packages of the districts were not sent up
    assert FUTIAN not in {package.maker for package in three.province.state.packages.values()}

    here = lines_of(three.above, f"{SHENZHEN}/pledge-amount/2026-Q3")
    assert f"依据：《{three.city.plan.short}》汇总：73.55" in here
    assert "福田区：知识产权质押融资登记金额：62.4000亿元" in here
    assert "罗湖区：知识产权质押融资登记金额：11.1500亿元" in here
    assert "知识产权规划进展报送表_首报.xlsx" in here  # down to the workbook that came in
    assert three.province.package(name).content["grounds"][1]["quantity"] == "0.12"


# what changes below


def test_a_change_below_marks_the_report_until_a_successor_is_fixed(three: Levels) -> None:
    first = reported_up(three)
    assert upward.stale(three.city) == ()

    changed_below(three)

    (stale,) = upward.stale(three.city)
    assert (stale.ledger, stale.package, stale.above) == (GD, first, "广东省")
    changes = {one.row: (one.before, one.now) for one in stale.rows if one.figure_changed}
    assert changes == {"pledge-amount": (Decimal("73.55"), Decimal("74.55"))}
    assert {one.row for one in stale.rows} == set(OURS)  # the others come to the same from another report
    assert upward.stale(three.above) == upward.stale(three.city)
    for view, ledger in ((three.city, GD), (three.above, None)):
        found = overview.overview(view, Q3, today=TODAY).todo
        (line,) = [one for one in found if "依据" in one.text]
        assert (line.page, line.reference, line.ledger, line.severity) == (
            "fill", f"{SHENZHEN}/2026-Q3", ledger, "act",
        )  # fmt: skip
    assert "依据已变" in lines_of(three.above, f"{SHENZHEN}/pledge-amount/2026-Q3")

    place = slotref.slot(three.above, Q3.code)
    upward.take_over(three.above, place, today=TODAY, by="周敏")
    assert upward.stale(three.city)  # a draft is no report
    second = levels.fix(three.above, SHENZHEN)

    assert upward.stale(three.city) == ()
    assert three.above.package(second).parents == (first,)
    (verdict,) = receive.receive(
        three.province, [levels.sent(three.above, SHENZHEN, three.folder / "更正")], today=TODAY, by="郑省"
    ).value
    assert verdict.verdict is Verdict.TAKEN
    pledge = next(one for one in three.province.plan.indicators if one.id == "pledge-amount")
    before = consolidate.total_of(three.province, pledge, Q3)
    assert before is not None
    assert before.value == Decimal("73.55")  # until the province accepts the newer one
    review.accept(three.province, second, today=TODAY, by="郑省")
    after = consolidate.total_of(three.province, pledge, Q3)
    assert after is not None
    assert after.value == Decimal("74.55")


def test_the_same_figures_from_other_reports_may_be_fixed_anew(three: Levels) -> None:
    reported_up(three)
    with workspace.open_workspace(three.files["luohu"]) as luohu:
        where = slotref.slot(luohu, Q3.code)
        draft.set_value(luohu, where, "ip-volunteers", Value("ip-volunteers", Decimal(44)), by="李敏", today=TODAY)
        levels.fix(luohu, LUOHU)
        levels.accept(three.city, levels.sent(luohu, LUOHU, three.folder / "更正"))
    (stale,) = upward.stale(three.city)
    assert not any(one.figure_changed for one in stale.rows)

    upward.take_over(three.above, stale.slot, today=TODAY, by="周敏")
    levels.fix(three.above, SHENZHEN)

    assert upward.stale(three.city) == ()


def test_two_ledgers_of_one_file_do_not_mix(three: Levels) -> None:
    reported_up(three)

    assert three.city.ledgers == (SZ, GD)
    assert three.city.is_issuer
    assert not three.above.is_issuer
    makers = {package.maker for package in three.province.state.packages.values()}
    assert makers == {PROVINCE, SHENZHEN}
    assert all(package.ledger == GD for package in three.province.state.packages.values())
    assert [line.id for line in review.waiting(three.city, Q3)] == []


def test_all_cities_of_the_province_are_asked_in_its_own_order(three: Levels) -> None:
    units = issue.reporting_units(three.province, Q3)

    assert [unit.short for unit in units if unit.kind is UnitKind.CITY][:4] == ["广州市", "深圳市", "珠海市", "汕头市"]
    assert sum(unit.kind is UnitKind.CITY for unit in units) == 21
    made = issue.issue(three.province, Q3, to=None, today=TODAY, by="郑省").value
    asked = {one.unit.code for one in made}
    assert {DONGGUAN, "442000"} <= asked  # 东莞 and 中山 have no districts, and are asked like the others
    assert not any(code.startswith("4403") and code != SHENZHEN for code in asked)


def test_the_provinces_reviewer_sees_what_a_figure_is_made_from(three: Levels) -> None:
    taken_over(three)
    levels.fix(three.above, SHENZHEN)
    file = levels.sent(three.above, SHENZHEN, three.folder / "报省")
    (verdict,) = receive.receive(three.province, [file], today=TODAY, by="郑省").value

    seen = review.dossier(three.province, verdict.packages[0])

    found = {one.where.row: one for one in seen.findings if one.code == "ground_incomplete"}
    assert set(found) == set(OURS)
    assert (found["pledge-amount"].severity, found["pledge-amount"].params["units"]) == (Severity.NOTE, "盐田区")
    assert [(one.step, one.name) for one in seen.answers.approvals] == [("科室审核", "赵科"), ("分管领导审签", "钱局")]


def test_the_provinces_release_comes_back_to_the_city(three: Levels) -> None:
    reported_up(three)
    release.release(three.province, Q3, to=three.folder / "通报", today=TODAY, by="郑省")
    (file,) = [one for one in (three.folder / "通报").iterdir() if "深圳市" in one.name]

    (verdict,) = receive.receive(three.city, [file], today=TODAY, by="周敏").value  # the window shows its own plan

    assert (verdict.verdict, verdict.plan) == (Verdict.TAKEN, three.above.plan.short)
    assert three.above.in_force(Slot(Kind.RELEASE, period="2026-Q3"))
    assert not three.city.in_force(Slot(Kind.RELEASE, period="2026-Q3"))


# a plan of the province that asks the city for more


@pytest.fixture
def asking_more(three: Levels) -> Workspace:
    """The city's view on another plan of its province, which leaves the population and the court's cases to cities."""
    plan = plans.pack("gd-145")
    mine = {"resident-population", "first-instance-accepted", "first-instance-closed", "hv-patents-count"}
    indicators = tuple(
        replace(
            one,
            supplies=tuple(
                replace(rule, supply=Supply.UNIT, supplier="") if rule.item in mine and rule.pattern == "city" else rule
                for rule in (
                    *one.supplies,
                    *(SupplyRule(item, "city", Supply.UNIT) for item in items_of(one) if item.startswith("first-")),
                )
            ),
        )
        for one in plan.indicators
    )
    pack = three.folder / "gd-146"
    write_pack(replace(plan, id="gd-146", short="广东另一规划", indicators=indicators), pack)
    with workspace.create(three.folder / "other.ipdesk", unit=PROVINCE, plan=str(pack), today=TODAY) as province:
        template = levels.issued(province, three.folder / "另一规划", {SHENZHEN})[SHENZHEN]
    receive.receive(three.city, [template], answers={"*": {"plan": "take"}}, today=TODAY, by="周敏")
    return three.city.of(LedgerKey("gd-146", PROVINCE))


def test_both_sides_of_a_ratio_and_a_departments_figures_go_up(three: Levels, asking_more: Workspace) -> None:
    court = levels.issued(three.city, three.folder / "法院", {"440300FY"})["440300FY"]
    given = {"first-instance-accepted": "911", "first-instance-closed": "1000"}
    accepted = levels.accept(three.city, levels.reported(three.folder, "court", "440300FY", "sz-155", court, given))
    place = slotref.slot(asking_more, Q3.code)

    kept = upward.take_over(asking_more, place, today=TODAY, by="周敏").value

    assert {key: value.quantity for key, value in kept.answers.values.items()} == {
        **OURS,
        "resident-population": Decimal("269.7026"),
        "first-instance-accepted": Decimal(911),
        "first-instance-closed": Decimal(1000),
    }
    assert kept.answers.values["first-instance-accepted"].supplied_by == "深圳市"
    grounds = {one.row: one for one in kept.grounds}
    cases = grounds["first-instance-accepted"]
    assert (cases.rule, cases.given, cases.expected, cases.packages) == ("own", 1, 1, (accepted,))
    # The rate itself is no row to be filled: it is its two sides, here 16400 ÷ 269.7026 = 60.8077.
    row = kept.form.row("hv-patents")
    assert row is not None
    assert row.derived
    rate = row_figure(kept.form, row, kept.answers.values)
    assert rate is not None
    assert round(rate, 4) == Decimal("60.8077")
    assert [one.row for one in takeover.offers(asking_more, place)] == []


def test_two_plans_of_the_province_ask_once(three: Levels, asking_more: Workspace) -> None:
    """What the city fixed for the one plan of its province is offered for the other."""
    reported_up(three)

    offers = takeover.offers(asking_more, slotref.slot(asking_more, Q3.code))

    assert {one.plan for one in offers} == {"gd-145"}
    assert {one.row: one.quantity for one in offers if one.row in OURS} == OURS

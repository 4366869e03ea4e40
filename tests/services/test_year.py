"""A year at three levels, by files alone: targets argued about and handed down, four quarters and the year's end, a
late court, a correction after the mayor had the figure, a mid-term evaluation by a third party, the province above.

Every number is reckoned by hand. 福田 and 罗湖 report to the city, the city to the province.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain import period as periods
from ipdesk.domain.decomposition import Method, Split
from ipdesk.domain.form import Answers, Approval
from ipdesk.domain.indicator import Supply
from ipdesk.domain.judgement import Judgement, Rating
from ipdesk.domain.ledger.assessment import CycleKind, Word
from ipdesk.domain.ledger.contents import OpinionItem
from ipdesk.domain.period import Period
from ipdesk.domain.register import Occasion
from ipdesk.domain.scheme import pinned
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.services import (
    assessment,
    bundle,
    collect,
    consolidate,
    consultation,
    correction,
    cycle,
    decomposition,
    draft,
    evaluate,
    evaluator,
    handdown,
    issue,
    maintain,
    moments,
    opinion,
    outgoing,
    receive,
    release,
    reported,
    review,
    slotref,
    trace,
    upward,
    workspace,
)
from ipdesk.services.collect import StatusLine, UnitState
from ipdesk.services.receive import Verdict
from ipdesk.services.workspace import Workspace
from ipdesk.text import i18n
from tests.services.office import COURT, FIGURES, FUTIAN, HANDED_DOWN, LUOHU
from tests.services.threelevels import DONGGUAN, GD, PROVINCE, SHENZHEN

CASES, STATIONS = "mediation-cases", "protection-stations"
CITY_CASES = f"{SHENZHEN}/{CASES}-2030"
NAME = "二〇二六年分解"
#: When 福田 corrects its third quarter.
CORRECTED = date(2026, 10, 21)

#: 调解案件, the running total of the year, as 福田 and 罗湖 report it.
REPORTED: Mapping[str, tuple[int, int]] = {
    "2026-Q1": (60, 40), "2026-Q2": (130, 80), "2026-Q3": (210, 120), "2026-est": (310, 190), "2026-Q4": (300, 200),
    "2026-flash": (305, 198), "2026-final": (306, 197), "2027-Q1": (50, 30),
}  # fmt: skip


@dataclass
class Office:
    """A unit with its own data file and the folder in which its files lie."""

    place: Workspace
    unit: str
    officer: str
    folder: Path
    sent: int = 0

    def take(self, *files: Path, on: date, **answers: str) -> None:
        given = {"*": answers} if answers else None
        for verdict in receive.receive(self.place, list(files), answers=given, today=on, by=self.officer).value:
            assert verdict.verdict in (Verdict.TAKEN, Verdict.SAME), verdict.sentence

    def report(self, period: str, figures: Mapping[str, str], on: date, place: Workspace | None = None) -> Path:
        """Fills the form in, has it approved, fixes it, and writes the file that goes up."""
        here = place or self.place
        where = slotref.slot(here, f"{self.unit}/{period}")
        kept = draft.open_draft(here, where)
        values = dict(kept.answers.values)
        for row in kept.form.rows:
            if row.key in figures:
                values[row.key] = Value(row.key, Decimal(figures[row.key]), note="逐案核实")
            elif row.fillable and row.supply is Supply.CONFIRM and row.prefill is not None:
                values[row.key] = Value(row.key, row.prefill, ValueStatus.CONFIRMED)
            elif row.fillable and row.key not in values:
                values[row.key] = Value(row.key, Decimal(3), note="首次填报")
        given = Answers(values=values, filled_by=self.officer)
        draft.set_answers(here, where, given, by=self.officer, today=on)
        approvals = tuple(Approval(step, name) for step, name in zip(kept.form.steps, ("赵科", "钱局"), strict=True))
        draft.fix(here, where, today=on, by=self.officer, approvals=approvals)
        self.sent += 1
        return outgoing.export_submission(here, where, self.folder / f"报送{self.sent}", today=on, by=self.officer)


@dataclass
class Year:
    """Who is there, and what the city issued, by period and unit."""

    folder: Path
    province: Office
    city: Office
    futian: Office
    luohu: Office
    court: Office
    issued: dict[str, dict[str, Path]] = field(default_factory=dict)

    @property
    def districts(self) -> tuple[Office, Office]:
        return self.futian, self.luohu

    @property
    def above(self) -> Workspace:
        """The city's view on the province's ledger."""
        return self.city.place.of(GD)

    def issue(self, period: str, on: date) -> None:
        handed = {(unit, item): figure for unit in (FUTIAN, LUOHU) for item, figure in HANDED_DOWN.items()}
        if on > CORRECTED:
            handed[FUTIAN, "pledge-amount"] = Decimal("63.4")
        files = issue.issue(
            self.city.place, periods.parse(period), to=self.folder / "下发" / period, prefills=handed,
            units={FUTIAN, LUOHU, COURT}, today=on, by=self.city.officer,
        ).value  # fmt: skip
        self.issued[period] = {one.unit.code: one.path for one in files if one.path}

    def report_all(self, period: str, on: date, day: date) -> None:
        """Both districts report a period and the city accepts both."""
        self.issue(period, on)
        for office, cases in zip(self.districts, REPORTED[period], strict=True):
            office.take(self.issued[period][office.unit], on=day)
            self.accept(office.report(period, {**FIGURES, CASES: str(cases)}, day), day)

    def accept(self, file: Path, on: date, reason: str = "") -> str:
        (verdict,) = receive.receive(self.city.place, [file], today=on, by=self.city.officer).value
        assert verdict.verdict is Verdict.TAKEN, verdict.sentence
        review.accept(self.city.place, verdict.packages[0], today=on, by=self.city.officer, reason=reason)
        return verdict.packages[0]

    def standing(self, period: str, on: date) -> dict[str, StatusLine]:
        """Where each unit's report of a period stands on a day, as the city sees it."""
        found = collect.status(self.city.place, periods.parse(period), today=on)
        return {line.unit.code: line for line in found.lines}

    def cases(self, period: str) -> Decimal | None:
        place = self.city.place
        found = consolidate.total_of(place, place.plan.indicator(CASES), periods.parse(period))
        return found.value if found else None

    def verdict(self, period: str, target: str = f"{CASES}-2030", unit: str = SHENZHEN) -> Judgement:
        found = evaluate.evaluate(self.city.place, periods.parse(period), unit=unit)
        return next(one.judgement for one in found if one.judgement.target.id == target)

    def lines(self, place: Workspace, reference: str) -> str:
        return "\n".join(trace.lines_of(trace.trace(place, reference)))


@pytest.fixture
def year(tmp_path: Path) -> Iterator[Year]:
    i18n.use_language("zh_CN")
    begin = date(2026, 1, 5)

    def office(name: str, unit: str, plan: str, officer: str) -> Office:
        place = workspace.create(tmp_path / f"{name}.ipdesk", unit=unit, plan=plan, today=begin, by=officer)
        return Office(place, unit, officer, tmp_path / name)

    made = Year(
        tmp_path,
        office("省", PROVINCE, "gd-145", "郑省"),
        office("市", SHENZHEN, "sz-155", "周敏"),
        office("福田", FUTIAN, "sz-155", "李敏"),
        office("罗湖", LUOHU, "sz-155", "何平"),
        office("法院", COURT, "sz-155", "吴法"),
    )
    yield made
    for one in (made.province, made.city, made.futian, made.luohu, made.court):
        one.place.close()


def test_a_year(year: Year) -> None:
    _targets_are_argued_about_and_handed_down(year)
    _three_quarters(year)
    _the_province_gets_the_third(year)
    _a_correction_after_the_mayor_had_the_figure(year)
    _the_years_end(year)
    _a_mid_term_evaluation(year)
    _everybody_holds_the_same(year)


def _targets_are_argued_about_and_handed_down(year: Year) -> None:
    """200 stations: 60 for 福田, 40 for 罗湖, who can do 30; 福田 takes the ten, the others' 100 stay with the city."""
    place, day = year.city.place, date(2026, 1, 12)
    others = tuple(
        unit.code for unit in place.policy.units
        if unit.parent == SHENZHEN and unit.code not in (FUTIAN, LUOHU)
    )  # fmt: skip
    decomposition.start(place, NAME, today=day, by="周敏")
    target = decomposition.find_target(place, f"{STATIONS}-2030")
    split = Split(Method.HAND, {FUTIAN: Decimal(60), LUOHU: Decimal(40)}, left_out=others, reserved=Decimal(100))
    shown = decomposition.change(place, NAME, target, lambda _: split, today=day, by="周敏").value
    assert shown.parts[target.id].quantities == {FUTIAN: Decimal(60), LUOHU: Decimal(40)}
    asked = consultation.send(place, NAME, to=year.folder / "征求意见", today=day, by="周敏").value
    files = {one.unit.code: one.path for one in asked}
    assert set(files) == {FUTIAN, LUOHU}
    assert evaluate.evaluate(place, Period(2026, periods.PeriodKind.QUARTER, 1), unit=LUOHU) == ()

    for office in year.districts:
        path = files[office.unit]
        assert path is not None
        office.take(path, on=day)
    asked_of = handdown.consultation_package(year.luohu.place, LUOHU)
    assert asked_of is not None
    mine = next(iter(handdown.read_targets(asked_of).targets)).id
    opinion.give(year.futian.place, (), today=day, by="李敏")
    opinion.give(year.luohu.place, (OpinionItem(mine, Decimal(30), "商圈改造，两年内无场地"),), today=day, by="何平")
    for office in year.districts:
        year.city.take(opinion.export(office.place, office.folder, today=day, by=office.officer), on=day)
    states = {one.unit.code: one.state for one in consultation.opinions(place, decomposition.read(place, NAME))}
    assert states == {FUTIAN: "agree", LUOHU: "disagree"}

    consultation.take_over(place, NAME, LUOHU, target.id, words="同意调整", today=day, by="周敏")
    shown = decomposition.change(
        place, NAME, target, lambda before: pinned(before or split, FUTIAN, Decimal(70)), today=day, by="周敏"
    ).value
    parts = shown.parts[target.id]
    assert parts.quantities == {FUTIAN: Decimal(70), LUOHU: Decimal(30)}
    assert sum(parts.quantities.values()) + 100 == target.quantity
    ordered = consultation.order(
        place, NAME, number="深知发〔2026〕3号", day="2026年2月2日", to=year.folder / "下达", today=date(2026, 2, 2),
        by="周敏",
    ).value  # fmt: skip
    for office in year.districts:
        file = next(one.path for one in ordered if one.unit.code == office.unit)
        assert file is not None
        office.take(file, on=date(2026, 2, 3))
    assert [one.quantity for one in handdown.targets_of(year.luohu.place, LUOHU)] == [Decimal(30)]


def _three_quarters(year: Year) -> None:
    year.report_all("2026-Q1", date(2026, 3, 25), date(2026, 4, 3))
    assert year.cases("2026-Q1") == 100
    # The court is late: the tenth of April passes, its report comes on the twentieth and stays a late one.
    seen = year.standing("2026-Q1", date(2026, 4, 16))
    assert (seen[COURT].state, seen[FUTIAN].state) == (UnitState.LATE, UnitState.ACCEPTED)
    year.court.take(year.issued["2026-Q1"][COURT], on=date(2026, 4, 17))
    given = {"first-instance-accepted": "930", "first-instance-closed": "1000"}
    year.accept(year.court.report("2026-Q1", given, date(2026, 4, 20)), date(2026, 4, 20))
    line = year.standing("2026-Q1", date(2026, 4, 21))[COURT]
    assert (line.state, line.late) == (UnitState.ACCEPTED, True)
    acceptance = year.verdict("2026-Q1", "first-instance-acceptance-2030")
    assert acceptance.actual == 93  # 930 ÷ 1000, a department's figure
    year.report_all("2026-Q2", date(2026, 6, 25), date(2026, 7, 6))
    year.report_all("2026-Q3", date(2026, 9, 25), date(2026, 10, 9))
    assert [year.cases(period) for period in ("2026-Q1", "2026-Q2", "2026-Q3")] == [100, 210, 330]
    verdict = year.verdict("2026-Q3")
    # 330 of 8000 when 9 of 60 months are gone: 4.125 % against 15 %.
    assert (verdict.actual, verdict.planned, verdict.completion) == (330, 1200, Decimal("0.04125"))
    assert (verdict.gap, verdict.rating) == (Decimal("-0.10875"), Rating.LAGGING)
    stations = year.verdict("2026-Q3", f"{STATIONS}-2030-{LUOHU}", LUOHU)
    assert (stations.actual, stations.target.quantity, stations.met) == (34, 30, True)


def _the_province_gets_the_third(year: Year) -> None:
    day = date(2026, 10, 12)
    files = issue.issue(
        year.province.place, periods.parse("2026-Q3"), to=year.folder / "省下发", units={SHENZHEN, DONGGUAN}, today=day,
        by="郑省",
    ).value  # fmt: skip
    down = {one.unit.code: one.path for one in files}
    path = down[SHENZHEN]
    assert path is not None
    year.city.take(path, on=day, plan="take")
    where = slotref.slot(year.above, "2026-Q3")
    upward.take_over(year.above, where, today=day, by="周敏")
    file = year.city.report("2026-Q3", {}, day, year.above)
    year.province.take(file, on=day)
    waiting = review.waiting(year.province.place, periods.parse("2026-Q3"))
    review.accept(year.province.place, waiting[0].id, today=day, by="郑省")
    pledge = next(line for line in consolidate.consolidate(year.province.place, periods.parse("2026-Q3"))
                  if line.indicator.id == "pledge-amount")  # fmt: skip
    assert pledge.total.value == Decimal("124.8")  # 62.4 of 福田, 62.4 of 罗湖
    assert (pledge.total.coverage.given, pledge.total.coverage.expected) == (1, 2)  # 东莞 has not reported
    above = year.lines(year.province.place, f"{PROVINCE}/pledge-amount/2026-Q3")
    assert "深圳市" in above
    assert "覆盖：2/2" in above
    assert "福田区：" not in above
    assert upward.stale(year.city.place) == ()


def _a_correction_after_the_mayor_had_the_figure(year: Year) -> None:
    place, day = year.city.place, date(2026, 10, 14)
    reported.enter(
        place, [f"{CITY_CASES}/2026-Q3"], recipient="市长", occasion=Occasion.MEETING, note="市长办公会", today=day,
        by="周敏",
    )  # fmt: skip
    sent = release.release(place, periods.parse("2026-Q3"), to=year.folder / "通报", today=day, by="周敏").value
    for office in year.districts:
        file = next(path for path in sent if place.unit_of(office.unit).short in path.name)
        office.take(file, on=day)
    before, later = place.moment, CORRECTED

    file = year.futian.report("2026-Q3", {**FIGURES, CASES: "230", "pledge-amount": "63.4"}, later)
    (verdict,) = receive.receive(place, [file], today=later, by="周敏").value
    changes = review.changes_of(place, verdict.packages[0], today=later, by="周敏")
    changed = {one.key.id: (one.old, one.new) for one in changes if one.key.unit == SHENZHEN}
    assert changed[f"{CASES}-2030"] == (330, 350)
    assert any(who.recipient == "市长" for one in changes for who in one.registered)
    assert year.cases("2026-Q3") == 330  # until somebody decides
    review.accept(place, verdict.packages[0], today=later, by="周敏", reason="漏录20件")

    assert year.cases("2026-Q3") == 350
    due = {who.recipient: who for who in correction.must_be_told(place)}
    assert "市长" in due
    assert [(one.last, one.now) for one in due["市长"].entries] == [(330, 350)]
    notice = correction.words(place, due["市长"], today=later, by="周敏")
    assert "原数330件，现更正为350件" in notice
    assert "漏录20件" in notice
    reported.tell(place, [one.entry.number for one in due["市长"].entries], today=later, by="周敏")
    assert "市长" not in {who.recipient for who in correction.must_be_told(place)}
    with place.as_of(moments.resolve(place, str(before)).number):
        assert year.cases("2026-Q3") == 330
    found = year.lines(place, f"{SHENZHEN}/{CASES}/2026-Q3")
    assert "福田区：知识产权纠纷调解案件数：230件" in found
    assert "罗湖区：知识产权纠纷调解案件数：120件" in found
    assert "李敏" in found

    # The province has 124.8 until the city fixes a successor.
    (stale,) = upward.stale(place)
    assert {one.row: (one.before, one.now) for one in stale.rows if one.figure_changed} == {
        "pledge-amount": (Decimal("124.8"), Decimal("125.8"))
    }
    upward.take_over(year.above, stale.slot, today=later, by="周敏")
    year.province.take(year.city.report("2026-Q3", {}, later, year.above), on=later)
    waiting = review.waiting(year.province.place, periods.parse("2026-Q3"))
    review.accept(year.province.place, waiting[0].id, today=later, by="郑省", reason="深圳更正")
    pledge = consolidate.total_of(
        year.province.place, year.province.place.plan.indicator("pledge-amount"), periods.parse("2026-Q3")
    )
    assert pledge is not None
    assert pledge.value == Decimal("125.8")
    assert upward.stale(place) == ()


def _the_years_end(year: Year) -> None:
    year.report_all("2026-est", date(2026, 11, 20), date(2026, 11, 27))
    year.report_all("2026-Q4", date(2026, 12, 25), date(2027, 1, 8))
    year.report_all("2026-flash", date(2027, 1, 12), date(2027, 1, 18))
    year.report_all("2026-final", date(2027, 3, 10), date(2027, 3, 18))
    assert {period: year.cases(period) for period in ("2026-est", "2026-Q4", "2026-flash", "2026-final")} == {
        "2026-est": 500, "2026-Q4": 500, "2026-flash": 503, "2026-final": 503,
    }  # fmt: skip
    year.report_all("2027-Q1", date(2027, 3, 25), date(2027, 4, 6))
    assert year.cases("2027-Q1") == 80  # the year's running total begins anew …
    verdict = year.verdict("2027-Q1")
    assert verdict.actual == 583  # … the plan's goes on: 503 of 2026 and 80
    assert (verdict.planned, verdict.completion) == (2000, Decimal("0.072875"))  # 15 of 60 months


def _a_mid_term_evaluation(year: Year) -> None:
    place, day = year.city.place, date(2027, 4, 12)
    begun = cycle.start(
        place, CycleKind.MIDTERM, periods.parse("2027-Q1"), evaluator="某某研究院", today=day, by="周敏"
    ).value
    own = assessment.find_line(place, begun, f"{CASES}-2030")
    assert own.verdict is not None
    assert own.verdict.judgement.actual == 583
    assessment.say(place, begun, own.subject, Word.BROADLY, ground="案件随新设组织增加", today=day, by="周敏")
    out = evaluator.write_out(place, begun, year.folder / "送评.zip", today=day, by="周敏")
    with bundle.create_from(year.folder / "评估.ipdesk", out, today=day, by="钱研究员") as copy:
        theirs = cycle.find_cycle(copy, "")
        assert theirs.digest == begun.digest
        seen = assessment.find_line(copy, theirs, f"{CASES}-2030").verdict
        assert seen is not None
        assert seen.judgement.actual == 583
        assessment.say(
            copy, theirs, own.subject, Word.BEHIND, ground="抽查60件，12件不合口径", today=day, by="钱研究员"
        )
        back = evaluator.write_back(copy, theirs, year.folder / "交回.zip", today=day, by="钱研究员")
    year.city.take(back, on=day)
    (differing,) = [one for one in assessment.differences(place, begun) if one.differs]
    assert differing.subject == own.subject
    # A later correction moves the city's figure and not the evaluation's.
    file = year.luohu.report("2027-Q1", {**FIGURES, CASES: "35"}, date(2027, 4, 20))
    year.accept(file, date(2027, 4, 20), reason="漏录5件")
    assert year.verdict("2027-Q1").actual == 588
    kept = assessment.find_line(place, cycle.find_cycle(place, begun.name), f"{CASES}-2030").verdict
    assert kept is not None
    assert kept.judgement.actual == 583


def _everybody_holds_the_same(year: Year) -> None:
    """The last word of the city goes to every district; then both sides of a scope read the same digest."""
    day = date(2027, 4, 28)
    sent = release.release(
        year.city.place, periods.parse("2027-Q1"), to=year.folder / "末次通报", today=day, by="周敏"
    ).value
    here = {one.scope: one.digest for one in maintain.digests(year.city.place)}
    for office in year.districts:
        short = year.city.place.unit_of(office.unit).short
        office.take(next(path for path in sent if short in path.name), on=day)
        there = {one.scope: one.digest for one in maintain.digests(office.place)}
        assert there == {scope: here[scope] for scope in there}
        assert office.unit in there
    sent = release.release(
        year.province.place, periods.parse("2026-Q3"), to=year.folder / "省通报", today=day, by="郑省"
    ).value
    year.city.take(next(path for path in sent if "深圳" in path.name), on=day)
    above = {one.scope: one.digest for one in maintain.digests(year.above)}
    province = {one.scope: one.digest for one in maintain.digests(year.province.place)}
    assert above == {scope: province[scope] for scope in above}
    assert SHENZHEN in above
    for office in (year.province, year.city, year.futian, year.luohu, year.court):
        assert maintain.verify(office.place) == ()

"""Kinds, comparators, decisions and rules that no ordinary quarter has, recomputed by the independent script."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.form import Answers
from ipdesk.domain.judgement import Thresholds
from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.contents import Submission
from ipdesk.domain.ledger.decision import Verb
from ipdesk.domain.ledger.package import CHILDREN, Kind, Slot, make
from ipdesk.domain.rollup import AdjustmentKind
from ipdesk.domain.target import Baseline, Comparator, Target, TargetKind
from ipdesk.domain.value import Value
from ipdesk.services import adjustments, draft, policy, review
from ipdesk.services.workspace import Workspace
from tests.builders import decision
from tests.domain.test_pace import target
from tests.independent.test_recompute import Printed, put_out
from tests.services.conftest import city, opened, prepared  # noqa: F401  fixtures, one made from the other
from tests.services.office import (
    CITY,
    COURT,
    FIGURES,
    FUTIAN,
    LUOHU,
    OFFICER,
    Q4,
    TODAY,
    accepted,
    issued,
    put,
    sent,
    slot,
)

PERIODS = ("2026-Q3", "2026-Q4")
CUMULATIVE, LEVEL, ANNUAL = TargetKind.CUMULATIVE, TargetKind.LEVEL, TargetKind.ANNUAL
CASES, STATIONS, PATENTS, BODIES = "mediation-cases", "protection-stations", "hv-patents", "mediation-bodies"


def _targets(units: Mapping[str, str]) -> tuple[Target, ...]:
    """Of what 福田 and 罗湖 report: 34 stations each, 210 cases, 3 mediation bodies, 14300 patents."""
    of = [
        ("at-the-horizon-strictly-more", STATIONS, LEVEL, "68", "30", {"comparator": Comparator.MORE, "horizon": 2026}),
        ("at-the-horizon", STATIONS, LEVEL, "68", "30", {"horizon": 2026}),
        ("at-the-horizon-without-baseline", STATIONS, LEVEL, "70", None, {"horizon": 2026}),
        ("with-baseline", STATIONS, LEVEL, "100", "30", {}),
        ("far-behind", STATIONS, LEVEL, "100", "99", {}),
        ("held-from-the-start", STATIONS, LEVEL, "60", "65", {}),
        ("kept", STATIONS, TargetKind.MAINTAIN, "68", "68", {}),
        ("not-kept", STATIONS, TargetKind.MAINTAIN, "69", "69", {}),
        ("ceiling", STATIONS, TargetKind.CEILING, "69", None, {"comparator": Comparator.LESS}),
        ("range", STATIONS, LEVEL, "60", None, {"comparator": Comparator.RANGE, "upper": Decimal(66)}),
        ("covered", STATIONS, TargetKind.COVERAGE, "80", None, {}),
        ("covered-since", STATIONS, TargetKind.COVERAGE, "80", "10", {}),
        ("small", BODIES, LEVEL, "8", "5", {}),
        ("small-sum", "service-points-added", CUMULATIVE, "30", None, {"unit": "家"}),
        ("sum-met", CASES, CUMULATIVE, "400", None, {}),
        ("sum-strictly", CASES, CUMULATIVE, "420", None, {"comparator": Comparator.MORE}),
        ("sum-not-over", CASES, CUMULATIVE, "1000", None, {"comparator": Comparator.AT_MOST}),
        ("sum-in-ten-thousands", CASES, CUMULATIVE, "0.3", None, {"unit": "万件"}),
        ("sum-begins-later", CASES, CUMULATIVE, "400", None, {"start": 2027}),
        ("this-year", CASES, ANNUAL, "700", None, {"horizon": 2026}),
        ("a-later-year", CASES, ANNUAL, "700", None, {}),
        ("a-later-year-with-baseline", CASES, ANNUAL, "700", "300", {}),
        ("patents-in-the-horizon", PATENTS, LEVEL, "110", "100", {"horizon": 2026}),
        ("survey", "satisfaction", LEVEL, "91", "89.53", {"unit": "分"}),
        ("rate", "first-instance-acceptance", LEVEL, "92", "90", {"unit": "%"}),
        ("share-of-last-year", "patent-intensive-share", LEVEL, "33", "30", {"unit": "%"}),
        ("in-words", STATIONS, TargetKind.JUDGED, None, None, {}),
        ("open", STATIONS, LEVEL, None, None, {}),
    ]  # fmt: skip
    return tuple(
        replace(
            target(kind, goal, None, **{"unit": units[indicator], **others}), id=name, indicator=indicator, name=name,
            clause="table2", baseline=None if baseline is None else Baseline(Decimal(baseline), 2025, "测试"),
        )
        for name, indicator, kind, goal, baseline, others in of
    )  # fmt: skip


@pytest.fixture
def printed(city: Workspace, tmp_path: Path) -> Printed:  # noqa: F811
    amended = replace(city.plan, version=2, targets=_targets({one.id: one.unit for one in city.plan.indicators}))
    plan = city.in_force(Slot(Kind.PLAN))
    assert plan is not None
    put(city, make(Kind.PLAN, city.ledger, maker=CITY, audience=CHILDREN, content=encode(amended), parents=[plan.id]))
    limits = Thresholds(nearly=Decimal(-5), lagging=Decimal(-40), first_months=0, grace_months=1)
    policy.change(city, lambda old: replace(old, thresholds=limits), today=TODAY, by=OFFICER, reason="从严")
    issued(city, Q4, CITY, FUTIAN, LUOHU, COURT)

    accepted(city, FUTIAN)
    accepted(city, LUOHU)
    accepted(city, COURT, {"first-instance-accepted": "3952", "first-instance-closed": "4286"})
    template = draft.open_draft(city, slot(city, CITY)).template
    survey = Answers(values={"satisfaction": Value("satisfaction", Decimal(90), data_period="2025")})
    content = encode(Submission(CITY, "2026-Q3", "main", template, survey))
    report = make(Kind.SUBMISSION, city.ledger, maker=CITY, audience=CITY, content=content)
    put(city, report, decision(Verb.ACCEPT, report.id, on=slot(city, CITY)))
    # A successor that is returned changes nothing; what was accepted stands.
    later = sent(city, FUTIAN, {**FIGURES, CASES: "2100"})
    review.return_(city, later, [], reason="多一个零", today=TODAY, by=OFFICER)

    accepted(city, FUTIAN, {**FIGURES, CASES: "300"}, Q4)
    say = {"today": TODAY, "by": OFFICER, "reason": "核对"}
    adjustments.add(city, Q4, CASES, Decimal(25), AdjustmentKind.UNPLACED, **say)
    adjustments.add(city, Q4, "hv-patents-count", Decimal(100), AdjustmentKind.UNPLACED, **say)
    taken_back = adjustments.add(city, Q4, STATIONS, Decimal(7), AdjustmentKind.UNPLACED, **say).value
    adjustments.withdraw(city, taken_back, **say)
    adjustments.carry(city, Q4, unit=LUOHU, **say)
    review.waive(city, slot(city, COURT, Q4), **say)
    city.close()
    return put_out(Path(city.path), tmp_path / "printed", PERIODS, "2027-01-20")


def test_every_kind_and_rule_is_recomputed(printed: Printed) -> None:
    seen = {period: printed.recomputed(period) for period in PERIODS}
    for run in seen.values():
        assert (run.returncode, run.stderr) == (0, ""), [line for line in run.stdout.splitlines() if line[0] == "!"]
    quarter, end = (seen[period].stdout for period in PERIODS)
    for line in (
        "verdict 440300 survey / rating: stale", "verdict 440300 sum-met / rating: done",
        "verdict 440300 sum-strictly / rating: met", "verdict 440300 sum-not-over / rating: met",
        "verdict 440300 a-later-year / reason: not_due", "verdict 440300 in-words / reason: words",
        "verdict 440300 open / reason: pending", "verdict 440300 not-kept / rating: lagging",
        "verdict 440300 with-baseline / threshold nearly: -5",
    ):  # fmt: skip
        assert f"=  {line}\n" in quarter, line
    for line in (
        # 300 of 福田, 210 of 罗湖 carried forward, 25 that belong to no unit.
        "total mediation-cases / value: 535", "total mediation-cases / unadjusted: 510",
        "total mediation-cases / coverage carried: 1", "total protection-stations / value: 68",
        "verdict 440300 at-the-horizon / rating: done",
        "verdict 440300 at-the-horizon-strictly-more / rating: nearly",
    ):  # fmt: skip
        assert f"=  {line}\n" in end, line

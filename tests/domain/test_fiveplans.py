"""Each kind of target of the five plans held against its line; every expected number was worked out by hand.

One table a plan: target, period, actual, then completion, planned value, gap (per cent and points at two decimals),
rating, and what is achieved and still needed a year. What no plan has (ceiling, reduction, range, words, <) is in the
last table.
"""

from dataclasses import replace
from decimal import Decimal as D
from functools import cache

import pytest

from ipdesk.domain import period as periods
from ipdesk.domain.early import weighed
from ipdesk.domain.judgement import EarlyRule, Judgement, Rating, Reason
from ipdesk.domain.pace import gap_in_units, is_stale, judge
from ipdesk.domain.quantity import round_half_up
from ipdesk.domain.required import RateState, required_rate
from ipdesk.domain.target import Comparator, TargetKind
from ipdesk.packs.read import load_builtin

plan = cache(load_builtin)


def said(plan_id: str, target_id: str, period: str, actual: str | None, **others: object) -> Judgement:
    of = plan(plan_id)
    target = next(one for one in of.targets if one.id == target_id)
    verdict = judge(
        target, None if actual is None else D(actual), period=periods.parse(period), first_year=of.first_year,
        last_year=of.last_year, **others,
    )  # fmt: skip
    return weighed(verdict, small_matters=of.indicator(target.indicator).numerator is None)


def at(figure: D | None, places: int = 2) -> str:
    return "" if figure is None else str(round_half_up(figure, places))


def percent(share: D | None) -> str:
    return "" if share is None else at(share * 100)


def row(verdict: Judgement) -> tuple[str, ...]:
    rate = required_rate(verdict)
    return (
        percent(verdict.completion),
        at(verdict.planned),
        percent(verdict.gap),
        verdict.rating.value,
        at(rate.achieved) if rate else "",
        at(rate.needed) if rate else "",
    )


#: Shenzhen's 15th: 2026–2030.
SZ155 = [
    # half of the time gone: (131−119)/31, due 134.5; 12 in 2.5 years, 19 left for 2.5
    ("hv-patents-2030", "2028-H1", "131", "38.71 134.50 -11.29 lagging 4.80 7.60"),
    # 1450/3500 against 40 %; 725 a year so far, 2050 left for three years
    ("royalty-trade-2030", "2027", "1450", "41.43 1400.00 1.43 met 725.00 683.33"),
    # 0.27/1.47; 0.27 in nine months is 0.36 a year, 1.2 left for 51 months
    ("satisfaction-2030", "2026-Q3", "89.8", "18.37 89.75 3.37 met 0.36 0.28"),
    ("satisfaction-2030", "2026-Q3", "88", "-104.08 89.75 -119.08 far_behind -2.04 0.71"),
    # no baseline: no pace, but 39 in 51 months are still needed
    ("service-nodes-2030", "2026-Q3", "41", "- - - not_comparable - 9.18"),
    # a flow of the last year: a part of 2026 says nothing of it; in 2030 it is 900 of 2000 against half
    ("tech-contracts-2030", "2026-Q3", "1300", "- - - not_comparable - -"),
    ("tech-contracts-2030", "2030-Q2", "900", "45.00 1000.00 -5.00 nearly 1800.00 2200.00"),
    # four of six: a share of what is covered; 33.33 points in 51 months
    ("model-county-coverage-2030", "2026-Q3", "66.66666667", "66.67 - - not_comparable - 7.84"),
    ("foreign-lawyers-added-2030", "2026-Q3", "0", "0.00 15.00 -15.00 lagging 0.00 23.53"),
    ("mediation-cases-2030", "2030", "8000", "100.00 8000.00 0.00 done 1600.00 -"),
    ("copyright-share-2030", "2026-Q3", "7.92", "- - - not_comparable - -"),
]

#: Guangdong's 14th: 2021–2025.
GD145 = [
    # 700/1510 at half time; 280 a year so far, 810 left for 2.5 years
    ("gi-trade-2025", "2023-H1", "700", "46.36 755.00 -3.64 nearly 280.00 324.00"),
    # > 1000: at exactly 1000 on the line and yet not met; 1001 is
    ("china-patent-awards-2025", "2025", "1000", "100.00 1000.00 0.00 nearly 200.00 -"),
    ("china-patent-awards-2025", "2025", "1001", "100.10 1000.00 0.10 done 200.20 -"),
    # fallen below its baseline: −0.45/2.05, due 88.77
    ("trademark-brand-index-2025", "2022", "87.5", "-21.95 88.77 -61.95 far_behind -0.23 0.83"),
    # > 40 without baseline: decided at the horizon
    ("service-nodes-2025-box16", "2025", "40", "- - - lagging - -"),
    ("service-nodes-2025-box16", "2025", "41", "- - - done - -"),
    ("service-nodes-2025-box16", "2023", "41", "- - - met - -"),
    # a quarter of the last year: 50 of 500 against 25 %, but three months are too early for an alarm
    ("sep-converted-2025", "2025-Q1", "50", "10.00 125.00 -15.00 too_early 200.00 600.00"),
    ("sep-converted-2025", "2025-Q2", "150", "30.00 250.00 -20.00 lagging 300.00 700.00"),
    ("regulation-coverage-2025", "2023", "80", "80.00 - - not_comparable - 10.00"),
]

#: Zhuhai's 14th: 2021–2025.
ZH145 = [
    # to be kept at 100 %: no completion, no way to go
    ("patent-dispute-closure-2025", "2023", "99.2", "- 100.00 - lagging - -"),
    ("patent-dispute-closure-2025", "2023", "100", "- 100.00 - met - -"),
    # three due of twenty, none there: by the gap it lags, but three are too few
    ("pledge-projects-2025", "2021-Q3", "0", "0.00 3.00 -15.00 too_early 0.00 4.71"),
    ("first-instance-acceptance-2025", "2023", "90", "37.73 91.79 -22.27 lagging 1.01 2.50"),
    ("navigated-clusters-2025", "2024", "5", "100.00 4.00 20.00 done 1.25 -"),
    ("hv-patents-2025", "2022", "16.8", "40.00 16.80 0.00 met 1.40 1.40"),
]

#: Zhejiang's 14th: 2021–2025.
ZJ145 = [
    # a flow with baseline goes by whole years: 1100 of the way of 2000 after three of five
    ("overseas-grants-2025", "2023", "4100", "55.00 4200.00 -5.00 nearly 366.67 450.00"),
    ("overseas-grants-2025", "2023-H1", "2500", "- - - not_comparable - -"),
    # within the last year: 44 of 60 against nine months
    ("corridor-standards-2025", "2025-Q3", "44", "73.33 45.00 -1.67 nearly 58.67 64.00"),
    ("rural-consortia-covered-2025", "2023", "60", "60.00 - - not_comparable - 20.00"),
    ("geographical-indications-2025", "2022", "412", "48.65 405.60 8.65 met 18.00 12.67"),
    ("network-patents-fast-2025", "2022-Q2", "600", "20.00 900.00 -10.00 nearly 400.00 685.71"),
]

#: Shenzhen's programme of IP services: 2024–2026.
SZ_IPSERVICE = [
    # a level without baseline: 24 of 36 months gone, 300 left for the last year
    ("patent-agents-2026", "2025", "2700", "- - - not_comparable - 300.00"),
    ("copyright-evidence-2026", "2025-H1", "96", "48.00 100.00 -2.00 nearly 64.00 69.33"),
    ("pledge-amount-2026", "2026-Q2", "240", "53.33 225.00 3.33 met 480.00 420.00"),
    ("navigation-coverage-2026", "2025", "12", "60.00 - - not_comparable - 8.00"),
    ("protection-stations-added-2026", "2024-Q3", "2", "10.00 5.00 -15.00 lagging 2.67 8.00"),
]

ROWS = [
    pytest.param(plan_id, *line, id=f"{plan_id} {line[0]} {line[1]} {line[2]}")
    for plan_id, lines in (
        ("sz-155", SZ155), ("gd-145", GD145), ("zh-145", ZH145), ("zj-145", ZJ145), ("sz-ipservice", SZ_IPSERVICE),
    )
    for line in lines
]  # fmt: skip


@pytest.mark.parametrize(("plan_id", "target", "period", "actual", "expected"), ROWS)
def test_a_target_of_the_plan(plan_id: str, target: str, period: str, actual: str, expected: str) -> None:
    wanted = tuple("" if cell == "-" else cell for cell in expected.split())
    assert row(said(plan_id, target, period, actual)) == wanted


def test_every_kind_of_every_plan_is_in_the_tables() -> None:
    tables = {"sz-155": SZ155, "gd-145": GD145, "zh-145": ZH145, "zj-145": ZJ145, "sz-ipservice": SZ_IPSERVICE}
    for plan_id, lines in tables.items():
        shown = {line[0] for line in lines} | {"service-revenue-growth-2025"}
        kinds = {one.kind for one in plan(plan_id).targets}
        assert kinds == {one.kind for one in plan(plan_id).targets if one.id in shown}


def test_pending_says_so() -> None:
    assert said("sz-155", "copyright-share-2030", "2026-Q3", "7.92").reason is Reason.PENDING


def test_average_growth_is_the_geometric_mean() -> None:
    """1.14·1.15 = 1.311, its root 14.499 %; the three years left need the cube root of 1.15⁵/1.311."""
    verdict = said("zj-145", "service-revenue-growth-2025", "2022", None, series={2021: D(14), 2022: D(15)})
    rate = required_rate(verdict)

    assert (at(verdict.actual, 3), verdict.met, verdict.rating) == ("14.499", False, Rating.LAGGING)
    assert rate is not None
    assert (at(rate.achieved, 3), at(rate.needed, 3), rate.months) == ("14.499", "15.335", 36)


def test_data_of_the_year_before_the_last_are_too_old() -> None:
    """A share for 2023 in June 2025 is eighteen months old; eleven are usual."""
    lag = plan("gd-145").indicator("patent-intensive-share").lag_months
    stale = is_stale("2023", periods.parse("2025-Q2"), lag)
    verdict = said("gd-145", "patent-intensive-share-2025", "2025-Q2", "18.1", data_period="2023", stale=stale)

    assert (stale, verdict.rating, verdict.reason) == (True, Rating.STALE, Reason.STALE)


def test_a_target_to_be_kept_has_its_gap_in_units_and_no_rate() -> None:
    verdict = said("zh-145", "patent-dispute-closure-2025", "2023", "99.2")
    rate = required_rate(verdict)

    assert gap_in_units(verdict) == D("-0.8")
    assert rate is not None
    assert (rate.state, rate.needed) == (RateState.KEEP, None)


def test_why_it_is_too_early() -> None:
    small = said("zh-145", "pledge-projects-2025", "2021-Q3", "0")
    months = said("gd-145", "sep-converted-2025", "2025-Q1", "50")

    assert [(one.rule, one.found, one.limit) for one in small.early] == [(EarlyRule.SMALL_COUNT, 3, 5)]
    assert [(one.rule, one.found, one.limit) for one in months.early] == [(EarlyRule.FIRST_MONTHS, 3, 3)]
    assert {small.by_gap, months.by_gap} == {Rating.LAGGING}
    assert {small.reason, months.reason} == {Reason.TOO_EARLY}


def of_kind(kind: TargetKind, comparator: Comparator, goal: str | None, upper: str | None = None, **others: object):
    of = plan("sz-155").targets[0]
    return replace(
        of, kind=kind, comparator=comparator, quantity=None if goal is None else D(goal), baseline=None, unit="%",
        upper=None if upper is None else D(upper), **others,
    )  # fmt: skip


def test_what_no_plan_has() -> None:
    def verdict(of, actual: str | None, period: str = "2027", **others: object) -> Judgement:
        figure = None if actual is None else D(actual)
        return weighed(judge(of, figure, period=periods.parse(period), first_year=2026, last_year=2030, **others))

    ceiling = of_kind(TargetKind.CEILING, Comparator.LESS, "5.5")
    kept = verdict(ceiling, None, series={2026: D("5.1"), 2027: D("5.4")})
    broken = verdict(ceiling, None, series={2026: D("5.6"), 2027: D("5.4")})
    assert (kept.rating, gap_in_units(kept), required_rate(kept).state) == (Rating.MET, D("-0.1"), RateState.KEEP)
    assert (broken.rating, required_rate(broken).state) == (Rating.LAGGING, RateState.OVER)

    # 17 % in five years: after two 7.182 % are due; 6 % there leaves (0.94 → 0.83) 4.064 % a year, 3.046 % so far
    reduction = verdict(of_kind(TargetKind.REDUCTION, Comparator.AT_LEAST, "17"), "6")
    rate = required_rate(reduction)
    assert (at(reduction.planned, 3), percent(reduction.completion), reduction.rating) == (
        "7.182", "35.29", Rating.NEARLY,
    )  # fmt: skip
    assert (at(rate.achieved, 3), at(rate.needed, 3)) == ("3.046", "4.064")

    span = verdict(of_kind(TargetKind.LEVEL, Comparator.RANGE, "8", upper="10"), "11", "2030")
    assert (span.met, span.rating) == (True, Rating.DONE)

    words = verdict(of_kind(TargetKind.JUDGED, Comparator.AT_LEAST, None), None)
    assert (words.reason, required_rate(words)) == (Reason.WORDS, None)

    # a sum that may not pass 100: 40 in two years leave 20 a year for three
    room = verdict(of_kind(TargetKind.CUMULATIVE, Comparator.AT_MOST, "100"), "40")
    assert (required_rate(room).state, required_rate(room).needed) == (RateState.ROOM, 20)

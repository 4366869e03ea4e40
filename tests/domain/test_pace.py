"""Domain facts, part E: the worked cases, and what must hold of any target."""

from dataclasses import replace
from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain import period as periods
from ipdesk.domain.judgement import Coverage, Judgement, Rating, Reason, Thresholds
from ipdesk.domain.pace import completion, gap_in_units, is_stale, judge, pace_ratio, planned_at, planned_value
from ipdesk.domain.period import Period, PeriodKind
from ipdesk.domain.quantity import canonical, round_half_up
from ipdesk.domain.quotient import ratio
from ipdesk.domain.reduction import ReductionPath
from ipdesk.domain.target import Baseline, Comparator, Source, Target, TargetKind

PLAN = Target(
    "t",
    "i",
    "name",
    TargetKind.LEVEL,
    Comparator.AT_LEAST,
    D(22),
    "件",
    2030,
    2026,
    Source.TABLE,
    "c",
    baseline=Baseline(D(16), 2025),
)


def target(kind: TargetKind, goal: str | None, baseline: str | None = None, **others: object) -> Target:
    start = None if baseline is None else Baseline(D(baseline), 2025)
    return replace(PLAN, kind=kind, quantity=None if goal is None else D(goal), baseline=start, **others)


def said(of: Target, actual: str | None, period: str, **others: object) -> Judgement:
    figure = None if actual is None else D(actual)
    return judge(of, figure, period=periods.parse(period), first_year=2026, last_year=2030, **others)


def shown(share: D | None) -> str | None:
    """A fraction in per cent at two decimals."""
    return None if share is None else str(round_half_up(share * 100, 2))


LEVEL, LESS = TargetKind.LEVEL, Comparator.LESS


@pytest.mark.parametrize(
    ("of", "actual", "period", "shares", "verdict"),
    [
        pytest.param(PLAN, "18", "2027", ("33.33", "-6.67"), ("18.4", Rating.NEARLY, False), id="1 behind by 6.67"),
        pytest.param(PLAN, "18.4", "2027", ("40.00", "0.00"), ("18.4", Rating.MET, False), id="2 on the line"),
        pytest.param(
            target(LEVEL, "27", "28", comparator=LESS), "27.4", "2027",
            ("60.00", "20.00"), ("27.6", Rating.MET, False), id="3 falling level",
        ),
        pytest.param(
            target(LEVEL, "0", "3", comparator=Comparator.AT_MOST), "2", "2027",
            ("33.33", "-6.67"), ("1.8", Rating.NEARLY, False), id="4 to zero",
        ),
        pytest.param(
            target(LEVEL, "3200", "2180"), "8539.9", "2028",
            ("623.52", "563.52"), ("2792", Rating.MET, True), id="5 far over",
        ),
        pytest.param(
            target(LEVEL, "14.60", "13.38"), "13.60", "2026",
            ("18.03", "-1.97"), ("13.624", Rating.NEARLY, False), id="6 share of GDP",
        ),
        pytest.param(
            target(LEVEL, "83.90", "82.81"), "82.50", "2026",
            ("-28.44", "-48.44"), ("83.028", Rating.FAR_BEHIND, False), id="7 fallen below the baseline",
        ),
        pytest.param(
            target(TargetKind.MAINTAIN, "95", "95"), "94.8", "2027",
            (None, None), ("95", Rating.LAGGING, False), id="8 to be kept",
        ),
        pytest.param(
            target(TargetKind.CUMULATIVE, "20000"), "8300", "2027",
            ("41.50", "1.50"), ("8000", Rating.MET, False), id="9 cumulative",
        ),
    ],
)  # fmt: skip
def test_worked_cases(of, actual, period, shares, verdict):
    """`shares`: completion and gap as shown; `verdict`: planned value, rating, met."""
    found = said(of, actual, period)
    assert (shown(found.completion), shown(found.gap)) == shares
    assert (found.planned, found.rating, found.met) == (D(verdict[0]), *verdict[1:])


def test_case_1_unrounded():
    verdict = said(PLAN, "18", "2027")
    assert verdict.completion == D("0.3333333333333333333333333333")
    assert verdict.gap == D("-0.06666666666666666666666666667")
    assert pace_ratio(verdict) == D("0.8333333333333333333333333333")
    assert verdict.elapsed == D("0.4")
    assert verdict.share_of_target == D("0.8181818181818181818181818182")
    assert dict(verdict.inputs) == {
        "actual": "18", "baseline": "16", "baseline_year": "2025", "months": "24", "of_months": "60", "target": "22",
    }  # fmt: skip


def test_case_2_has_no_sign():
    verdict = said(PLAN, "18.4", "2027")
    assert verdict.gap == 0
    assert not verdict.gap.is_signed()


def test_case_4_has_no_share_of_a_target_of_zero():
    assert said(target(LEVEL, "0", "3", comparator=Comparator.AT_MOST), "2", "2027").share_of_target is None


def test_case_5_share_of_target_is_another_figure():
    assert shown(said(target(LEVEL, "3200", "2180"), "8539.9", "2028").share_of_target) == "266.87"


def test_case_8_gap_is_in_units():
    verdict = said(target(TargetKind.MAINTAIN, "95", "95"), "94.8", "2027")
    assert gap_in_units(verdict) == D("-0.2")
    assert verdict.method == "maintain"


def test_case_10_growth():
    growing = target(TargetKind.GROWTH, "7", comparator=Comparator.MORE)
    verdict = said(growing, None, "2028", series={2026: D("9.0"), 2027: D("6.5"), 2028: D("5.8")})
    assert str(round_half_up(verdict.actual, 4)) == "7.0912"
    assert (verdict.rating, verdict.met, verdict.gap) == (Rating.MET, True, None)


@pytest.mark.parametrize(("path", "planned"), [(ReductionPath.COMPOUND, "7.182"), (ReductionPath.SIMPLE, "6.800")])
def test_case_11_reduction(path, planned):
    verdict = said(target(TargetKind.REDUCTION, "17"), "7", "2027", path=path)
    assert str(round_half_up(verdict.planned, 3)) == planned
    assert verdict.inputs["path"] == path.value
    assert round_half_up(planned_value(verdict.target, D("0.4"), path=path), 3) == D(planned)


@pytest.mark.parametrize(
    ("period", "share"), [("2028-H1", "0.5"), ("2027-M12", "0.4"), ("2026-Q3", "0.15"), ("2030", "1")]
)
def test_cases_15_and_16_elapsed_by_whole_months(period, share):
    assert said(PLAN, "18", period).elapsed == D(share)


# --- where no pace can be said


@pytest.mark.parametrize(
    ("of", "actual", "others", "expected"),
    [
        (target(LEVEL, "150"), "134.62", {}, (Reason.NO_BASELINE, Rating.NOT_COMPARABLE, False)),
        (target(LEVEL, "150"), "151", {}, (Reason.NO_BASELINE, Rating.MET, True)),
        (target(LEVEL, None), "7.4", {}, (Reason.PENDING, Rating.NOT_COMPARABLE, None)),
        (target(TargetKind.JUDGED, None), None, {}, (Reason.WORDS, Rating.NOT_COMPARABLE, None)),
        (PLAN, None, {}, (Reason.NO_DATA, Rating.NOT_COMPARABLE, None)),
        (PLAN, "18", {"stale": True}, (Reason.STALE, Rating.STALE, False)),
        (PLAN, "16", {"data_period": "2025"}, (Reason.NOT_DUE, Rating.NOT_COMPARABLE, False)),
        (target(TargetKind.CUMULATIVE, "9", start=2028), "1", {}, (Reason.NOT_DUE, Rating.NOT_COMPARABLE, None)),
        (target(TargetKind.ANNUAL, "2000"), "900", {}, (Reason.NOT_DUE, Rating.NOT_COMPARABLE, False)),
        (target(TargetKind.COVERAGE, "80"), "60", {}, (Reason.NO_BASELINE, Rating.NOT_COMPARABLE, False)),
    ],
)
def test_why_nothing_is_said(of, actual, others, expected):
    verdict = said(of, actual, "2027-Q3", **others)
    assert (verdict.reason, verdict.rating, verdict.met) == expected
    assert verdict.gap is None


def test_a_target_without_baseline_is_decided_at_its_horizon():
    assert said(target(LEVEL, "150"), "151", "2030").rating is Rating.DONE
    assert said(target(LEVEL, "150"), "149", "2030").rating is Rating.LAGGING


def test_met_now_of_a_level_may_be_lost_again_but_a_sum_may_not():
    assert said(PLAN, "23", "2028").rating is Rating.MET
    assert said(PLAN, "23", "2030").rating is Rating.DONE
    assert said(target(TargetKind.CUMULATIVE, "20000"), "20000", "2028").rating is Rating.DONE


def test_strictly_more_is_not_met_on_the_line():
    strict = replace(PLAN, comparator=Comparator.MORE)
    assert said(strict, "22", "2030").rating is Rating.NEARLY
    assert said(strict, "21.96", "2030").met is False  # shown as 22.0
    assert said(PLAN, "22", "2030").rating is Rating.DONE


def test_after_the_horizon_the_target_stays_what_is_due():
    early = replace(PLAN, horizon=2028)
    verdict = said(early, "21", "2029")
    assert verdict.planned == 22
    assert verdict.elapsed > 1
    assert shown(verdict.gap) == "-16.67"


def test_a_baseline_better_than_the_target_is_to_be_kept():
    verdict = said(target(LEVEL, "85", "91.9"), "91", "2028")
    assert (verdict.method, verdict.completion, verdict.rating) == ("maintain", None, Rating.MET)


def test_time_is_that_of_the_data():
    late = said(PLAN, "17.2", "2027-Q3", data_period="2026")
    assert (late.planned, late.gap, late.elapsed) == (D("17.2"), 0, D("0.2"))
    assert (late.period, late.data_period) == ("2027-Q3", "2026")


def test_a_cumulative_runs_from_its_own_start():
    verdict = said(target(TargetKind.CUMULATIVE, "300", start=2028), "100", "2028")
    assert (shown(verdict.elapsed), shown(verdict.gap)) == ("33.33", "0.00")


def test_a_range_is_met_from_its_lower_end():
    between = target(LEVEL, "8", "5", comparator=Comparator.RANGE, upper=D(10))
    assert said(between, "11", "2030").rating is Rating.DONE
    assert said(between, "11", "2030").inputs["upper"] == "10"


# --- annual, ceiling, coverage, growth


@pytest.mark.parametrize(
    ("period", "actual", "others", "expected"),
    [
        ("2027-Q3", "80", {"annual_target": D(100)}, ("80.00", D(75), "5.00", Rating.MET)),
        ("2027-Q3", "70", {"annual_target": D(100)}, ("70.00", D(75), "-5.00", Rating.NEARLY)),
        ("2027-Q3", "100", {"annual_target": D(100)}, ("100.00", D(75), "25.00", Rating.DONE)),
        ("2030-Q2", "100", {}, ("50.00", D(100), "0.00", Rating.MET)),  # the horizon's own year
        ("2030", "199", {}, ("99.50", D(200), "-0.50", Rating.NEARLY)),
    ],
)
def test_a_years_flow_within_the_year(period, actual, others, expected):
    verdict = said(target(TargetKind.ANNUAL, "200"), actual, period, **others)
    assert (shown(verdict.completion), verdict.planned, shown(verdict.gap), verdict.rating) == expected


def test_a_flow_with_baseline_goes_by_whole_years():
    rising = target(TargetKind.ANNUAL, "3200", "2180")
    verdict = said(rising, "8539.9", "2028")
    assert (shown(verdict.completion), verdict.planned) == ("623.52", D(2792))
    assert said(rising, "3300", "2028-Q3").reason is Reason.NOT_DUE


def test_a_ratio_that_cannot_be_written_out_is_on_the_line_all_the_same():
    # 400 ÷ 3 from 100 to 200: a third of the way when a third of the time is gone, whatever its 28th digit.
    verdict = judge(
        target(LEVEL, "200", "100"), ratio(D(400), D(3)), period=periods.parse("2027-M08"), first_year=2026,
        last_year=2030,
    )  # fmt: skip
    assert verdict.rating is Rating.MET
    # And ten points behind, from the other side: 290 ÷ 3 from 60 to 110 at five sixths.
    verdict = judge(
        target(LEVEL, "110", "60"), ratio(D(290), D(3)), period=periods.parse("2030-M02"), first_year=2026,
        last_year=2030,
    )  # fmt: skip
    assert verdict.rating is Rating.NEARLY


@pytest.mark.parametrize(
    ("actual", "series", "rating"),
    [
        ("5.4", {}, Rating.MET),
        ("5.5", {}, Rating.LAGGING),
        ("5.4", {2026: D("5.6")}, Rating.LAGGING),
        (None, {2026: D("5.1"), 2027: D("5.2")}, Rating.MET),
    ],
)
def test_a_ceiling_is_kept_or_broken(actual, series, rating):
    of = target(TargetKind.CEILING, "5.5", comparator=LESS)
    assert said(of, actual, "2027", series=series).rating is rating


def test_a_sum_with_an_upper_end_is_a_ceiling():
    of = target(TargetKind.CUMULATIVE, "100", comparator=Comparator.AT_MOST)
    assert (said(of, "40", "2027").method, said(of, "40", "2027").rating) == ("ceiling", Rating.MET)


def test_coverage():
    of = target(TargetKind.COVERAGE, "80")
    assert shown(said(of, "60", "2027").completion) == "75.00"
    assert said(replace(of, baseline=Baseline(D(40), 2025)), "56", "2027").gap == 0


def test_coverage_counted_by_things_is_judged_like_one_in_percent():
    # 20个集群全覆盖: 15 of them are 75 %, and all of them is met, more never asked for.
    of = target(TargetKind.COVERAGE, "20", unit="个")
    assert (shown(said(of, "15", "2027").completion), said(of, "15", "2027").met) == ("75.00", False)
    assert said(of, "20", "2027").met is True


def test_equal_rates_are_exactly_their_mean():
    verdict = said(target(TargetKind.GROWTH, "7"), None, "2028", series=dict.fromkeys((2026, 2027, 2028), D(7)))
    assert (verdict.actual, verdict.met) == (D(7), True)
    strict = target(TargetKind.GROWTH, "7", comparator=Comparator.MORE)
    assert said(strict, None, "2028", series=dict.fromkeys((2026, 2027, 2028), D(7))).met is False


def test_a_year_missing_between_growth_rates_says_nothing():
    verdict = said(target(TargetKind.GROWTH, "7"), None, "2028", series={2026: D(9), 2028: D(8)})
    assert (verdict.rating, verdict.reason) == (Rating.NOT_COMPARABLE, Reason.NO_DATA)


def test_on_the_compound_path_exactly():
    verdict = said(target(TargetKind.REDUCTION, "19"), "10", "2028-H1")
    assert (verdict.gap, verdict.rating, verdict.planned) == (0, Rating.MET, 10)


@pytest.mark.parametrize(
    ("data", "period", "lag", "stale"),
    [
        ("", "2027-Q3", 0, False), ("2027-Q2", "2027-Q3", 3, False), ("2027-Q2", "2027-Q3", 2, True),
        ("2026", "2027-Q3", 9, False), ("2025", "2027-Q3", 12, True),
    ],
)  # fmt: skip
def test_stale(data, period, lag, stale):
    assert is_stale(data, periods.parse(period), lag) is stale


def test_thresholds_are_the_users_and_are_kept():
    strict = Thresholds(nearly=D(-5), lagging=D(-6))
    verdict = said(PLAN, "18", "2027", thresholds=strict, coverage=Coverage(9, 11))
    assert verdict.rating is Rating.FAR_BEHIND
    assert (verdict.thresholds, verdict.coverage) == (strict, Coverage(9, 11))


def test_planned_before_there_is_a_figure():
    quarter = periods.parse("2026-Q3")
    assert planned_at(PLAN, period=quarter, first_year=2026, last_year=2030) == D("16.9")
    assert planned_at(target(LEVEL, "150"), period=quarter, first_year=2026, last_year=2030) is None


def test_a_target_that_ends_before_it_starts_is_our_mistake():
    with pytest.raises(ValueError, match="ends before"):
        said(replace(PLAN, horizon=2025), "18", "2026")


# --- laws

decimals = st.integers(-(10**9), 10**9).map(lambda n: D(n).scaleb(-3))
months = st.integers(1, 60)


def month(n: int) -> Period:
    return Period(2026 + (n - 1) // 12, PeriodKind.MONTH, (n - 1) % 12 + 1)


@given(baseline=decimals, step=st.integers(1, 10**6), n=months, falling=st.booleans())
def test_on_the_line_is_on_the_line(baseline, step, n, falling):
    """B + (T−B)·n/60 with a way that sixty months divide: the gap is zero and has no sign."""
    way = D(-60 * step if falling else 60 * step)
    goal = baseline + way
    comparator = Comparator.AT_MOST if falling else Comparator.AT_LEAST
    of = replace(PLAN, quantity=goal, baseline=Baseline(baseline, 2025), comparator=comparator)
    verdict = judge(of, baseline + way * n / 60, period=month(n), first_year=2026, last_year=2030)
    assert verdict.gap == 0
    assert not verdict.gap.is_signed()
    assert verdict.rating in (Rating.MET, Rating.DONE)
    assert verdict.planned == verdict.actual


@given(baseline=decimals, goal=decimals, actual=decimals, n=months)
def test_every_figure_has_a_canonical_text_and_thresholds_hold_exactly(baseline, goal, actual, n):
    of = replace(PLAN, quantity=goal, baseline=Baseline(baseline, 2025))
    verdict = judge(of, actual, period=month(n), first_year=2026, last_year=2030)
    for figure in (verdict.elapsed, verdict.completion, verdict.planned, verdict.gap, verdict.share_of_target):
        assert figure is None or canonical(figure) != "-0"
    if verdict.gap is not None and n < 60:
        exact = Fraction(actual - baseline) / Fraction(goal - baseline) - Fraction(n, 60)
        words = {
            Rating.MET: exact >= 0,
            Rating.NEARLY: Fraction(-1, 10) <= exact < 0,
            Rating.LAGGING: Fraction(-3, 10) <= exact < Fraction(-1, 10),
            Rating.FAR_BEHIND: exact < Fraction(-3, 10),
        }
        assert words[verdict.rating]


@given(baseline=decimals, goal=decimals, actual=decimals)
def test_completion_is_one_at_the_target_and_nought_at_the_baseline(baseline, goal, actual):
    if baseline == goal:
        assert completion(baseline, goal, actual) is None
    else:
        assert completion(baseline, goal, goal) == 1
        assert completion(baseline, goal, baseline) == 0

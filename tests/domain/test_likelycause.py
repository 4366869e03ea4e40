"""The likely cause beside a finding, and what an offered repair is worth."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipdesk.domain.check import Check, CheckKind
from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.form import Answers, Form, FormRow
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.domain.verdict import check_answers, standard_checks
from tests import builders


def row(key: str, unit: str = "件", decimals: int = 0, entry: Entry = Entry.STATE, **more: object) -> FormRow:
    issued = {name: D(str(figure)) if name != "supply" else figure for name, figure in more.items()}
    given = {"unit": unit, "decimals": decimals, "entry": entry, "name": key.upper(), **issued}
    return builders.row(key, **given)


def found(form: Form, **figures: str) -> tuple[Finding, ...]:
    values = {key: Value(key, D(figure)) for key, figure in figures.items()}
    return tuple(one for one in check_answers(form, Answers(values)) if one.code != "check_required")


def form_of(*rows: FormRow, rules: tuple[Check, ...] = ()) -> Form:
    return builders.form(*rows, checks=(*standard_checks(rows), *rules))


def rule(on: str, expression: str, severity: Severity = Severity.MUST_FIX) -> Check:
    return Check(f"{on}.rule", CheckKind.RULE, on, severity, expression=expression)


MONEY = row("money", "亿元", 2, last=95, last_year=88)
COUNT = row("count", last=410, last_year=388)
TOTAL = row("total", entry=Entry.RUNNING, last=410, accepted=410, last_year=300)
PERIOD = row("period", entry=Entry.INCREMENT, last=120, accepted=300)
SHARE = row("share", "%", 2, last="91.8")


@pytest.mark.parametrize(
    ("one", "figure", "cause", "repair"),
    [
        (MONEY, "950000", "cause_unit", "95"),
        (MONEY, "9500000000", "cause_unit", "95"),
        (MONEY, "950", "cause_digits_more", "95"),
        (MONEY, "9.5", "cause_digits_less", "95"),
        (MONEY, "0.97", "cause_digits_less", "97"),
        (MONEY, "-96", "cause_sign", "96"),
        (MONEY, "700", "", ""),  # nothing like 95 comes of it
        (SHARE, "0.92", "cause_fraction", "92"),
        (SHARE, "9180", "cause_digits_more", "91.8"),
        (COUNT, "4100", "cause_digits_more", "410"),
        (COUNT, "41", "cause_digits_less", "410"),
        (COUNT, "4.1", "cause_digits_less", "410"),
        (TOTAL, "120", "cause_period_for_total", "530"),
        (TOTAL, "300", "cause_copied_last_year", ""),
        (TOTAL, "401", "cause_swapped", "410"),
        (TOTAL, "399", "", ""),  # below the accepted, but no slip is known
        (replace(PERIOD, last=D(60)), "370", "cause_total_for_period", "70"),
        (replace(COUNT, last=D(97)), "970", "cause_digits_more", "97"),
    ],
)
def test_slips_of_one_figure(one, figure, cause, repair):
    findings = found(form_of(one), **{one.key: figure})
    assert findings
    assert [(finding.cause, finding.repair) for finding in findings if finding.cause] == (
        [(cause, repair)] * sum(bool(finding.cause) for finding in findings)
    )
    assert bool(cause) == any(finding.cause for finding in findings)


def test_swapped_digits_against_the_figure_handed_down():
    confirm = row("confirm", supply=Supply.CONFIRM, prefill=23041, last=2000)
    form = form_of(confirm)
    value = Value("confirm", D(32041), ValueStatus.DISPUTED, note="")
    (jump, _reason) = check_answers(form, Answers({"confirm": value}))
    assert (jump.code, jump.cause, jump.repair) == ("check_jump_up", "", "")  # 23041 would jump as well
    calm = replace(confirm, last=D(6000))
    (jump, _reason) = check_answers(form_of(calm), Answers({"confirm": value}))
    assert (jump.cause, jump.repair) == ("cause_swapped", "23041")


def test_two_rows_that_changed_places():
    small, large = row("small", last=12), row("large", last=410)
    findings = found(form_of(small, large), small="420", large="12")
    assert [(one.where.row, one.cause, one.repair) for one in findings] == [
        ("small", "cause_rows_swapped", "12"), ("large", "cause_rows_swapped", "420"),
    ]  # fmt: skip
    (alone,) = found(form_of(small, large), small="420", large="415")
    assert (alone.cause, alone.repair, alone.params["other_name"]) == ("cause_other_row", "", "LARGE")


PARTS = (row("whole"), row("one"), row("two"), row("three"))
SUM = rule("whole", "[whole] = sum([one], [two], [three])")


@pytest.mark.parametrize(
    ("figures", "cause", "where", "repair"),
    [
        (("120", "45", "50", "52"), "cause_part_swapped", "three", "25"),
        (("120", "450", "50", "25"), "cause_part_scale", "one", "45"),
        (("120", "45", "50", "-25"), "cause_part_sign", "three", "25"),
        (("1200", "45", "50", "25"), "cause_part_scale", "", "120"),
        (("210", "45", "50", "25"), "cause_part_swapped", "", "120"),
        (("95", "45", "50", "25"), "cause_part_left_out", "", "120"),
        (("145", "45", "50", "25"), "cause_part_twice", "", "120"),
        (("123", "45", "50", "25"), "", "", ""),
    ],
)
def test_parts_against_their_sum(figures, cause, where, repair):
    findings = found(form_of(*PARTS, rules=(SUM,)), **dict(zip(("whole", "one", "two", "three"), figures, strict=True)))
    (finding,) = (one for one in findings if one.code == "check_rule_plain")
    assert (finding.cause, finding.repair_row, finding.repair) == (cause, where, repair)


def test_a_part_that_was_left_blank_is_named():
    blank = rule("whole", "[whole] = sum([one|0], [two|0], [three|0])")
    (finding,) = (one for one in found(form_of(*PARTS, rules=(blank,)), whole="120", one="45", two="50"))
    assert (finding.cause, finding.repair_row, finding.repair) == ("cause_part_blank", "three", "25")


def test_nothing_is_said_where_two_figures_would_explain_it_as_well():
    two = (row("whole"), row("one"), row("two"))
    equal = rule("whole", "[one] = [two]")
    (finding,) = (one for one in found(form_of(*two, rules=(equal,)), whole="1", one="45", two="54") if one.code)
    assert (finding.cause, finding.repair) == ("", "")


def test_a_repair_fits_its_row():
    """13.4 件 would come of a slip of ten, and cannot be: nothing is offered."""
    (jump,) = found(form_of(replace(COUNT, last=D(13))), count="134")
    assert (jump.code, jump.repair) == ("check_jump_up", "")


amounts = st.sampled_from(
    ("0", "1", "3", "7", "12", "25", "36", "95", "120", "410", "1034", "9.5", "0.92", "-12", "4100")
)
entries = st.sampled_from(Entry)


@st.composite
def filled(draw: st.DrawFn) -> tuple[Form, Answers]:
    rows = []
    for number in range(draw(st.integers(2, 5))):
        unit = draw(st.sampled_from(("件", "亿元", "%", "家", "万元")))
        known = {name: D(draw(amounts)) for name in ("last", "last_year", "accepted", "prefill") if draw(st.booleans())}
        supply = Supply.CONFIRM if draw(st.booleans()) else Supply.UNIT
        rows.append(
            builders.row(
                f"r{number}", unit=unit, decimals=draw(st.integers(0, 2)), entry=draw(entries), supply=supply, **known
            )
        )
    expression = draw(
        st.sampled_from(("[r0] = sum([r1], [r2|0])", "[r0] <= [r1]", "[r1] + [r0] >= [r0.上期]", "[r0] = [r1]"))
    )
    checks = (*standard_checks(rows), rule("r0", expression, draw(st.sampled_from(Severity))))
    values = {one.key: Value(one.key, D(draw(amounts))) for one in rows if draw(st.integers(0, 3))}
    return builders.form(*rows, checks=checks), Answers(values)


@settings(max_examples=400)
@given(filled())
def test_an_offered_repair_mends_its_finding_and_breaks_nothing(case):
    form, answers = case
    before = check_answers(form, answers)
    for finding in before:
        if not finding.repair:
            continue
        key = finding.repair_row or finding.where.row
        mended = {**answers.values, key: Value(key, D(finding.repair))}
        after = check_answers(form, Answers(mended))
        target = form.row(key)
        assert target is not None
        assert target.fillable
        assert (finding.code, finding.where) not in [(one.code, one.where) for one in after]
        worse = {(one.code, one.where.row) for one in after if one.severity is Severity.MUST_FIX}
        worse -= {(one.code, one.where.row) for one in before}
        assert not {place for place in worse if place[1] == key and place[0] not in ("check_reason_disputed",)}

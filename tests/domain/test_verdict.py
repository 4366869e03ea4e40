from dataclasses import replace
from decimal import Decimal as D

import pytest

from ipdesk.domain.check import Check, CheckKind
from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.form import Answers, Form, FormRow, RowTarget
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.domain.period import parse
from ipdesk.domain.target import Comparator, TargetKind
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.domain.verdict import blocking, check_answers, progress, standard_checks

PLEDGE = FormRow("pledge", "i1", "质押融资登记金额", "亿元", 2, Entry.RUNNING, Supply.UNIT, last=D(95), accepted=D(95))
STATIONS = FormRow("stations", "i2", "保护工作站", "家", 0, Entry.STATE, Supply.UNIT, last=D(12))
RATE = FormRow("rate", "i3", "服判息诉率", "%", 2, Entry.STATE, Supply.UNIT, last=D("91.8"))
ABROAD = FormRow("abroad", "i4", "海外授权量", "件", 0, Entry.STATE, Supply.CONFIRM, prefill=D(310), last=D(300))
GREY = FormRow("grey", "i5", "满意度", "分", 2, Entry.STATE, Supply.CITY)


def form(*rows: FormRow, checks: tuple[Check, ...] | None = None) -> Form:
    return Form(
        "main", "表", "sz", "规划", False, "440300", "深圳市", "440304", "福田区", "福田", 1, "2026-Q3", 1, "1", None,
        "", rows, checks=standard_checks(rows) if checks is None else checks,
    )  # fmt: skip


def verdict(row: FormRow, value: Value | None) -> tuple[Finding, ...]:
    return check_answers(form(row), Answers({} if value is None else {row.key: value}))


def given(figure: str, **others: object) -> Value:
    return Value("x", D(figure), **others)


@pytest.mark.parametrize(
    ("row", "value", "codes"),
    [
        (STATIONS, None, ["check_required"]),
        (STATIONS, Value("x", None), ["check_required"]),
        (STATIONS, Value("x", None, note="系统升级，下月补报"), []),
        (STATIONS, given("13"), []),
        (STATIONS, Value("x", None, ValueStatus.UNREAD, raw="约13"), ["check_unread"]),
        (STATIONS, Value("x", None, ValueStatus.MISSING), ["check_reason_missing"]),
        (STATIONS, Value("x", None, ValueStatus.MISSING, note="尚未统计"), []),
        (STATIONS, Value("x", None, ValueStatus.NOT_ASKED), []),
        (STATIONS, given("-1"), ["check_not_negative", "check_jump_sign"]),
        (STATIONS, given("12.5"), ["check_decimals_count"]),
        (STATIONS, given("61"), ["check_jump_up"]),
        (STATIONS, given("60"), []),
        (replace(STATIONS, last=D(120)), given("23"), ["check_jump_down"]),
        (STATIONS, given("2"), []),  # ten things fewer are too few to tell
        (replace(STATIONS, last=D(1)), given("6"), []),
        (replace(STATIONS, last=D(1)), given("11"), []),
        (replace(STATIONS, last=D(1)), given("12"), ["check_jump_up"]),
        (replace(STATIONS, last=D(3)), Value("x", None, ValueStatus.ZERO), []),
        (STATIONS, Value("x", None, ValueStatus.ZERO), ["check_jump_zero"]),
        (replace(STATIONS, last=None), given("61"), []),
        (replace(STATIONS, last=D(0)), given("61"), []),
        (RATE, given("91.835"), ["check_decimals"]),
        (RATE, given("100.01"), ["check_at_most"]),
        (RATE, given("100"), []),
        (RATE, given("0.92"), ["check_jump_down"]),
        (PLEDGE, given("103.4"), []),
        (PLEDGE, given("1034000"), ["check_jump_up"]),
        (PLEDGE, given("94"), ["check_not_below_last"]),
        (PLEDGE, given("30"), ["check_not_below_last"]),
        (ABROAD, None, ["check_required_confirm"]),
        (ABROAD, Value("x", None, ValueStatus.CONFIRMED), []),
        (replace(ABROAD, prefill=None), Value("x", None, ValueStatus.CONFIRMED), ["check_required_no_prefill"]),
        (replace(ABROAD, prefill=None), None, ["check_required"]),
        (ABROAD, given("305", status=ValueStatus.DISPUTED), ["check_reason_disputed"]),
        (ABROAD, given("305", status=ValueStatus.DISPUTED, note="漏计两件"), []),
        (ABROAD, Value("x", None, ValueStatus.DISPUTED, note="不符"), ["check_required_own_figure"]),
        (GREY, None, []),
    ],
)
def test_what_is_found(row, value, codes):
    assert [finding.code for finding in verdict(row, value)] == codes


def test_a_slip_of_ten_thousand_offers_its_repair():
    (finding,) = verdict(PLEDGE, given("1034000"))
    assert finding.repair == "103.4"
    assert (finding.params["likely_unit"], finding.params["ratio"][:9]) == ("万元", "10884.210")
    assert (finding.where.row, finding.where.column, finding.where.unit) == ("pledge", "quantity", "440304")


@pytest.mark.parametrize(
    ("unit", "last", "figure", "likely", "repair"),
    [
        ("亿元", "95", "10340000000", "元", "103.4"), ("万元", "950000", "103.4", "亿元", "1034000"),
        ("件", "30000", "3.1", "万件", "31000"), ("万人", "179", "1790000", "人", "179"),
    ],
)  # fmt: skip
def test_slips_within_a_family_of_units(unit, last, figure, likely, repair):
    row = replace(PLEDGE, unit=unit, last=D(last), accepted=None, decimals=2)
    (finding,) = verdict(row, given(figure))
    assert (finding.cause, finding.params["likely_unit"], finding.repair) == ("cause_unit", likely, repair)


@pytest.mark.parametrize(
    ("row", "figure", "repair"), [(RATE, "91.835", "91.84"), (PLEDGE, "30", "125"), (RATE, "0.92", "92")]
)
def test_repairs_of_one_cell(row, figure, repair):
    assert verdict(row, given(figure))[0].repair == repair


def test_what_was_explained_stays_as_a_note_and_blocks_nothing():
    before, after = verdict(STATIONS, given("61")), verdict(STATIONS, given("61", note="新设49家，见附件"))
    assert blocking(before) == before
    assert [(one.code, one.severity) for one in after] == [("check_explained", Severity.NOTE)]
    assert after[0].params["of"] == "check_jump_up"
    assert after[0].params["explanation"] == "新设49家，见附件"
    assert blocking(after) == ()


def test_what_must_be_mended_is_not_settled_by_words():
    (finding,) = verdict(RATE, given("130", note="就是这样"))
    assert finding.severity is Severity.MUST_FIX


def test_a_part_is_not_above_its_whole():
    rows = (
        FormRow(
            "share", "i", "占比", "%", 2, Entry.STATE, Supply.UNIT, numerator="part", denominator="whole", factor=D(100)
        ),
        FormRow("part", "i", "其中", "件", 0, Entry.STATE, Supply.UNIT, level=1),
        FormRow("whole", "i", "总数", "件", 0, Entry.STATE, Supply.UNIT, level=1),
    )
    found = check_answers(form(*rows), Answers({"part": given("9"), "whole": given("8")}))
    assert [(one.code, one.where.row, one.params["other_name"]) for one in found] == [
        ("check_not_above_row", "part", "总数")
    ]
    assert check_answers(form(*rows), Answers({"part": given("8"), "whole": given("8")})) == ()


def test_a_check_on_a_derived_row_sees_its_figure():
    rows = (
        FormRow(
            "share", "i", "占比", "%", 2, Entry.STATE, Supply.UNIT, numerator="part", denominator="whole", factor=D(100)
        ),
        FormRow("part", "i", "其中", "件", 0, Entry.STATE, Supply.UNIT),
        FormRow("whole", "i", "总数", "件", 0, Entry.STATE, Supply.UNIT),
    )
    checks = (Check("share.at_most", CheckKind.AT_MOST, "share", Severity.MUST_FIX, D(50)),)
    found = check_answers(form(*rows, checks=checks), Answers({"part": given("6"), "whole": given("8")}))
    assert [(one.code, one.params["value"]) for one in found] == [("check_at_most", "75")]


def test_findings_follow_the_form():
    asked = form(STATIONS, RATE, PLEDGE)
    shuffled = replace(asked, checks=tuple(reversed(asked.checks)))
    assert [one.where.row for one in check_answers(shuffled, Answers())] == ["stations", "rate", "pledge"]


def test_progress_counts_rows_to_be_filled():
    asked = form(STATIONS, RATE, ABROAD, GREY)
    answers = Answers({"stations": given("1"), "rate": Value("x", None, ValueStatus.UNREAD), "abroad": given("3")})
    assert progress(asked, answers) == (2, 3)


def test_the_standard_checks_of_a_form():
    kinds = {(check.row, check.kind) for check in standard_checks((PLEDGE, STATIONS, GREY))}
    assert ("pledge", CheckKind.NOT_BELOW_LAST) in kinds
    assert ("stations", CheckKind.NOT_BELOW_LAST) not in kinds
    assert not any(row == "grey" for row, _ in kinds)
    assert len({check.id for check in standard_checks((PLEDGE, STATIONS, RATE))}) == len(
        standard_checks((PLEDGE, STATIONS, RATE))
    )


def test_a_running_total_begins_anew_each_year():
    first, second = (standard_checks((PLEDGE,), parse(code)) for code in ("2027-Q1", "2027-Q2"))
    assert CheckKind.JUMP not in {check.kind for check in first}
    assert CheckKind.JUMP in {check.kind for check in second}


def test_growth_may_be_negative_and_above_a_hundred():
    target = RowTarget("t", TargetKind.GROWTH, Comparator.AT_LEAST, D(7), 2030, False)
    kinds = {check.kind for check in standard_checks((replace(RATE, target=target),))}
    assert not kinds & {CheckKind.NOT_NEGATIVE, CheckKind.AT_MOST}

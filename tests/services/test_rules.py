"""Rules from plan to form to verdict: laid down, carried by forms, said to the district and at the door."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.errors import NotFound, Refused, WrongUse
from ipdesk.domain.expressionvalue import Outcome
from ipdesk.domain.finding import Severity
from ipdesk.domain.rule import Rule
from ipdesk.services import draft, figures, issue, rules
from ipdesk.services.rules import Origin
from ipdesk.services.workspace import Workspace
from ipdesk.text import messages
from tests.builders import SIGNED
from tests.services.office import FIGURES, FUTIAN, OFFICER, Q3, TODAY, answered, filled_by_hand, slot, taken

NO_BODIES = {**FIGURES, "mediation-bodies": "0"}
OWN = Rule(
    "cases-per-body", "知识产权纠纷调解案件数", "[本期] <= [知识产权调解组织数量] * 50", Severity.MUST_FIX,
    "每个组织平均超过50件（{左}大于{右}）",
)  # fmt: skip


def rule_ids(place: Workspace) -> dict[str, Origin]:
    return {line.rule.id: line.origin for line in rules.rules_here(place)}


def test_forms_carry_the_rules_of_the_plan_that_can_speak_there(futian: Workspace) -> None:
    checks = {check.id for check in draft.open_draft(futian, slot(futian, FUTIAN)).form.checks}
    assert "mediation-cases.mediation-needs-bodies" in checks
    # Nothing was accepted before, so there is no last figure that stations could be fewer than.
    assert "protection-stations.stations-not-fewer" not in checks
    assert not any("sep-families" in check for check in checks)  # the district is not asked for those


def test_a_district_hears_of_it_while_it_fills_in_and_the_city_on_receipt(
    city: Workspace, futian: Workspace, prepared: Path, tmp_path: Path
) -> None:
    filled = answered(futian, FUTIAN, NO_BODIES)
    draft.set_answers(futian, slot(futian, FUTIAN), filled, by="李敏", today=TODAY)
    findings = draft.open_draft(futian, slot(futian, FUTIAN)).findings
    (said,) = (one for one in findings if one.code == "check_rule")
    sentence = "报了调解案件210件，而调解组织为0家，请核对，或说明由谁调解。"
    assert (said.where.row, said.severity, messages.sentence(said)) == (
        "mediation-cases", Severity.MUST_EXPLAIN, sentence,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        draft.fix(futian, slot(futian, FUTIAN), today=TODAY, by="李敏", approvals=SIGNED)
    assert refused.value.code == "must_explain_left"

    sheet = filled_by_hand(prepared / f"template-{FUTIAN}.xlsx", tmp_path / "sheet.xlsx", NO_BODIES)
    verdict = taken(city, sheet)
    assert [messages.sentence(one) for one in verdict.findings if one.code == "check_rule"] == [sentence]


def test_the_office_lays_down_its_own_and_the_next_forms_have_it(city: Workspace) -> None:
    kept = rules.put_rule(city, OWN, today=TODAY, by=OFFICER).value
    assert (kept.item, kept.expression) == ("mediation-cases", "[本期] <= [mediation-bodies] * 50")
    assert rule_ids(city)["cases-per-body"] is Origin.POLICY
    rules.drop_rule(city, "mediation-needs-bodies", today=TODAY, by=OFFICER)
    assert rule_ids(city)["mediation-needs-bodies"] is Origin.OFF

    (one,) = issue.issue(city, Q3, to=None, units={FUTIAN}, today=TODAY, by=OFFICER).value
    form = figures.form_of(city.package(one.template))
    checks = {check.id: check for check in form.checks if check.expression}
    assert one.version == 2
    assert "mediation-cases.mediation-needs-bodies" not in checks
    own = checks["mediation-cases.cases-per-body"]
    assert (own.severity, own.message, own.expression) == (Severity.MUST_FIX, OWN.message, kept.expression)

    rules.drop_rule(city, "mediation-needs-bodies", today=TODAY, by=OFFICER)
    rules.drop_rule(city, "cases-per-body", today=TODAY, by=OFFICER)
    assert set(rule_ids(city).values()) == {Origin.PLAN}


def test_a_rule_of_the_plan_is_replaced_and_comes_back(city: Workspace) -> None:
    changed = replace(OWN, id="mediation-needs-bodies", severity=Severity.NOTE)
    rules.put_rule(city, changed, today=TODAY, by=OFFICER)
    assert rule_ids(city)["mediation-needs-bodies"] is Origin.REPLACED
    rules.drop_rule(city, "mediation-needs-bodies", today=TODAY, by=OFFICER)
    assert rule_ids(city)["mediation-needs-bodies"] is Origin.PLAN


def test_what_makes_no_sense_is_not_kept(city: Workspace, futian: Workspace) -> None:
    for changed, code in (
        ({"expression": "[本期] >="}, "rule_unfinished"),
        ({"expression": "[本期] >= [本期]"}, "rule_never_broken"),
        ({"expression": "[本期] >= [nowhere]"}, "rule_unknown_row"),
        ({"message": "{甲}"}, "rule_placeholder"),
        ({"id": "A b"}, "rule_bad_key"),
    ):
        with pytest.raises(WrongUse) as wrong:
            rules.put_rule(city, replace(OWN, **changed), today=TODAY, by=OFFICER)
        assert wrong.value.code == code
    with pytest.raises(NotFound) as unknown:
        rules.put_rule(city, replace(OWN, item="nowhere"), today=TODAY, by=OFFICER)
    assert unknown.value.code == "rule_item_unknown"
    with pytest.raises(NotFound):
        rules.drop_rule(city, "nowhere", today=TODAY, by=OFFICER)
    with pytest.raises(Refused) as refused:
        rules.put_rule(futian, OWN, today=TODAY, by="李敏")
    assert refused.value.code == "not_issuer"
    assert rules.lint_here(city) == ()


def test_a_rule_is_tried_on_what_was_reported(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    taken(city, filled_by_hand(prepared / f"template-{FUTIAN}.xlsx", tmp_path / "sheet.xlsx"))
    trials = rules.try_rule(city, OWN.expression, OWN.item, Q3)
    came = {one.unit: (one.outcome, one.left, one.right) for one in trials}
    assert came[FUTIAN] == (Outcome.BROKEN, Decimal(210), Decimal(150))
    assert {outcome for outcome, _, _ in came.values()} == {Outcome.BROKEN, Outcome.SILENT}
    assert rules.try_rule(city, OWN.expression, OWN.item, replace(Q3, year=date.max.year // 5)) == ()

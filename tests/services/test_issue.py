"""Issuing: a form a unit, a new version only where something changed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.errors import Refused, WrongUse
from ipdesk.domain.form import Form
from ipdesk.domain.indicator import Supply
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.services import figures, handdown, issue, outgoing
from ipdesk.services.issue import IssuedFile
from ipdesk.services.issue import issue as issue_forms
from ipdesk.services.workspace import Workspace
from tests.builders import target
from tests.services.office import CITY, COURT, FUTIAN, LUOHU, OFFICER, Q3, Q4, accepted

OCTOBER = date(2026, 10, 1)


def form_of(city: Workspace, unit: str, period: str = "2026-Q3") -> Form:
    template = city.in_force(Slot(Kind.TEMPLATE, unit, period, "main"))
    assert template is not None
    return figures.form_of(template)


def issued(
    city: Workspace, *units: str, to: Path | None = None, prefills: Mapping[tuple[str, str], Decimal] | None = None
) -> tuple[IssuedFile, ...]:
    return issue_forms(city, Q3, to=to, prefills=prefills, units=units, today=OCTOBER, by=OFFICER).value


def test_each_kind_of_unit_is_asked_for_its_own_rows(city: Workspace) -> None:
    """A district fills in, confirms and looks on; a department supplies its own; the city what only it knows."""
    supplies = {unit: {row.key: row.supply for row in form_of(city, unit).rows} for unit in (FUTIAN, COURT, CITY)}

    assert supplies[FUTIAN]["protection-stations"] is Supply.UNIT
    assert supplies[FUTIAN]["pledge-amount"] is Supply.CONFIRM
    assert supplies[FUTIAN]["satisfaction"] is Supply.CITY
    assert "first-instance-closed" not in supplies[FUTIAN]
    assert {key for key, supply in supplies[COURT].items() if supply is Supply.UNIT} >= {
        "first-instance-accepted", "first-instance-closed",
    }  # fmt: skip
    assert supplies[CITY]["satisfaction"] is Supply.UNIT
    assert supplies[CITY]["first-instance-closed"] is Supply.DEPARTMENT
    assert "protection-stations" not in supplies[CITY]


def test_a_denominator_of_two_shares_is_asked_once(city: Workspace) -> None:
    keys = [row.key for row in form_of(city, CITY).rows]

    assert keys.count("valid-patents") == 1
    assert {"digital-patent-share", "green-patent-share"} < set(keys)


def test_departments_are_not_asked_for_tasks(city: Workspace) -> None:
    assert form_of(city, COURT).tasks == ()
    tasks = form_of(city, FUTIAN).tasks
    assert [task.added for task in tasks] == [False] * 24 + [True] * 3
    assert [(task.key, task.title) for task in tasks[24:]] == [("added.1", ""), ("added.2", ""), ("added.3", "")]


def test_what_is_handed_down_is_to_be_confirmed_and_what_is_not_is_filled_in(city: Workspace) -> None:
    issued(city, "440305")

    futian, nanshan = form_of(city, FUTIAN), form_of(city, "440305")

    assert (futian.row("pledge-amount").supply, futian.row("pledge-amount").prefill) == (  # type: ignore[union-attr]
        Supply.CONFIRM, Decimal("62.4"),
    )  # fmt: skip
    assert (nanshan.row("pledge-amount").supply, nanshan.row("pledge-amount").prefill) == (  # type: ignore[union-attr]
        Supply.UNIT, None,
    )  # fmt: skip
    assert nanshan.row("resident-population").supply is Supply.CONFIRM  # type: ignore[union-attr]  # from the census


def test_a_units_own_target_stands_beside_its_row_else_the_plans(city: Workspace) -> None:
    own, plans = (form_of(city, unit).row("protection-stations").target for unit in (FUTIAN, LUOHU))  # type: ignore[union-attr]

    assert own is not None
    assert plans is not None
    assert (own.quantity, own.whole_plan) == (Decimal(54), False)
    assert own.planned is not None
    assert (plans.quantity, plans.whole_plan, plans.planned) == (Decimal(200), True, None)


def test_issuing_again_changes_nothing_and_keeps_what_was_handed_down(city: Workspace, tmp_path: Path) -> None:
    before = set(city.state.packages)

    (file,) = issued(city, FUTIAN, to=tmp_path)

    assert set(city.state.packages) == before
    assert file.version == 1
    assert form_of(city, FUTIAN).row("pledge-amount").prefill == Decimal("62.4")  # type: ignore[union-attr]


def test_a_changed_figure_makes_the_next_version_on_the_last(city: Workspace, tmp_path: Path) -> None:
    where = Slot(Kind.TEMPLATE, FUTIAN, "2026-Q3", "main")
    (first,) = city.state.slot(city.ledger, where).heads

    (file,) = issued(city, FUTIAN, to=tmp_path, prefills={(FUTIAN, "pledge-amount"): Decimal("63.1")})

    assert file.version == 2
    assert city.package(file.template).parents == (first,)
    assert file.path is not None
    assert file.path.name == "2026年三季度_01福田区_知识产权规划进展报送表_模板第2版.xlsx"
    shown = form_of(city, FUTIAN)
    assert [shown.row(key).prefill for key in ("pledge-amount", "patent-transfers")] == [  # type: ignore[union-attr]
        Decimal("63.1"), Decimal("0.29"),
    ]  # fmt: skip


def test_only_the_units_named_are_asked_and_the_issuer_gets_no_file(city: Workspace, tmp_path: Path) -> None:
    files = issued(city, CITY, "440305", to=tmp_path)

    assert [(one.unit.code, one.path is None) for one in files] == [(CITY, True), ("440305", False)]
    assert len(list(tmp_path.glob("*.xlsx"))) == 1


def test_zones_are_not_asked_and_the_rest_come_in_the_offices_order(city: Workspace) -> None:
    codes = [unit.code for unit in issue.reporting_units(city, Q3)]

    assert codes[:3] == [CITY, FUTIAN, LUOHU]
    assert not {"440300QH", "440300HT"} & set(codes)
    assert len(codes) == 1 + 11 + 7


def test_the_next_period_knows_what_was_accepted(city: Workspace) -> None:
    accepted(city, FUTIAN)

    issue_forms(city, Q4, to=None, units={FUTIAN}, today=date(2027, 1, 4), by=OFFICER)

    row = form_of(city, FUTIAN, "2026-Q4").row("mediation-cases")
    assert row is not None
    assert (row.last, row.accepted, row.last_year) == (Decimal(210), Decimal(210), None)


def test_a_child_does_not_issue(futian: Workspace, tmp_path: Path) -> None:
    for act in (
        lambda: issue_forms(futian, Q3, to=tmp_path, today=OCTOBER, by="李敏"),
        lambda: handdown.hand_down(futian, {LUOHU: ()}, today=OCTOBER, by="李敏"),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "not_issuer"


def test_handing_down_again_follows_what_was_handed_down_before(city: Workspace) -> None:
    where = Slot(Kind.TARGETS, FUTIAN)
    (first,) = city.state.slot(city.ledger, where).heads
    changed = target("protection-stations-440304", indicator="protection-stations", quantity=Decimal(60))

    (second,) = handdown.hand_down(city, {FUTIAN: (changed,)}, today=OCTOBER, by=OFFICER).value

    assert city.package(second).parents == (first,)
    assert handdown.targets_of(city, FUTIAN) == (changed,)
    assert handdown.targets_of(city, LUOHU) == ()


def test_prefills_are_read_by_codes_or_names(city: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "下发数.csv"
    path.write_text(
        '单位,填报项,数值\n福田区,知识产权质押融资登记金额,62.4\n440303,pledge-amount,"1,038.1"\n\n', encoding="gb18030"
    )

    assert issue.read_prefills(path, city) == {
        (FUTIAN, "pledge-amount"): Decimal("62.4"),
        (LUOHU, "pledge-amount"): Decimal("1038.1"),
    }


@pytest.mark.parametrize(
    "line", ["福田区,没有的项,1", "福田区,pledge-amount,约六十", "福田区,pledge-amount,NaN", "福田区,pledge-amount"]
)
def test_a_wrong_prefill_is_named(city: Workspace, tmp_path: Path, line: str) -> None:
    path = tmp_path / "下发数.csv"
    path.write_text(f"单位,填报项,数值\n福田区,pledge-amount,62.4\n{line}\n", encoding="utf-8")

    with pytest.raises(WrongUse) as wrong:
        issue.read_prefills(path, city)
    assert (wrong.value.code, wrong.value.params["line"]) == ("prefill_line", "3")


def test_issued_files_are_registered(city: Workspace, tmp_path: Path) -> None:
    issued(city, FUTIAN, to=tmp_path)

    newest = outgoing.outbox(city)[0]
    assert (newest.what, newest.unit_short, newest.period, newest.path.parent) == (
        "template", "福田区", "2026-Q3", tmp_path,
    )  # fmt: skip

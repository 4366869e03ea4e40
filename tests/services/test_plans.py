"""Plans: what ships, the contract's rows, and taking up a new version."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ipdesk.domain.errors import NotFound, Refused
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.domain.plan import Plan, PlanStatus
from ipdesk.packs.workbook import write_pack_workbook
from ipdesk.packs.write import write_pack
from ipdesk.services import plans
from ipdesk.services.founding import plan_package
from ipdesk.services.workspace import Workspace, create, open_workspace
from ipdesk.text.messages import error_sentence
from tests.services.office import TODAY

CONTRACT = {
    "id", "name", "value", "unit", "comparator", "horizon", "period_start", "kind", "source", "clause", "attribute",
}  # fmt: skip


def test_the_packs_that_ship() -> None:
    lines = {line.id: line for line in plans.list_packs()}

    assert (lines["sz-155"].first_year, lines["sz-155"].last_year, lines["sz-155"].status) == (2026, 2030, "draft")
    assert plans.lint("sz-155") == ()
    with pytest.raises(NotFound):
        plans.pack("sz-999")


def test_every_row_of_the_contract_has_its_fields() -> None:
    plan = plans.pack("sz-155")

    rows = plans.target_rows(plan)

    assert len(rows) == len(plan.targets) + len(plan.history)
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row.keys() >= CONTRACT, row["id"]
        assert row["value"] is None or isinstance(row["value"], Decimal), row["id"]
        assert row["source"] in ("table", "text", "box", "history")
        assert isinstance(row["horizon"], int)


def test_a_target_with_its_baseline_a_pending_one_and_one_of_the_past() -> None:
    rows = {row["id"]: row for row in plans.target_rows(plans.pack("sz-155"))}

    patents = rows["hv-patents-2030"]
    assert (patents["value"], patents["comparator"], patents["baseline"], patents["baseline_year"]) == (
        150, ">=", 119, 2025,
    )  # fmt: skip
    assert rows["copyright-share-2030"]["value"] is None
    past = [row for row in rows.values() if row["source"] == "history"]
    assert len(past) == 8
    assert all("actual" in row for row in past)


def test_a_pack_as_a_workbook(tmp_path: Path) -> None:
    assert plans.export("sz-155", tmp_path / "规划.xlsx").stat().st_size > 5_000


def test_taking_up_the_same_plan_again_is_refused(city: Workspace, futian: Workspace) -> None:
    for place, code in ((city, "plan_unchanged"), (futian, "not_issuer")):
        with pytest.raises(Refused) as refusal:
            plans.adopt(place, "sz-155", today=TODAY, by="陈建")
        assert refusal.value.code == code


def amended(tmp_path: Path, **changes: Any) -> str:
    """The printed final plan as an officer has it: a workbook of the draft, corrected."""
    write_pack_workbook(replace(plans.pack("sz-155"), **changes), tmp_path / "印发稿.xlsx")
    return str(tmp_path / "印发稿.xlsx")


def test_an_amended_plan_follows_the_one_before(city: Workspace, tmp_path: Path) -> None:
    (before,) = city.state.slot(city.ledger, Slot(Kind.PLAN)).heads
    file = amended(tmp_path, version=2, status=PlanStatus.IN_FORCE)

    (name,) = plans.adopt(city, file, today=TODAY, by="陈建", reason="印发稿").changes.packages

    assert (city.plan.version, city.package(name).parents, city.package(name).reason) == (2, (before,), "印发稿")
    assert city.plan.status is PlanStatus.IN_FORCE


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": "改了的题目"}, "plan_version_not_higher"),
        ({"title": "改了的题目", "version": 0}, "plan_not_read"),  # a version below 1 is a fault of the pack
        ({"version": 2, "region": "440399"}, "plan_not_read"),
        ({}, "plan_unchanged"),
    ],
)
def test_what_is_no_amendment_is_refused(city: Workspace, tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    before = set(city.state.packages)
    with pytest.raises(Refused) as refusal:
        plans.adopt(city, amended(tmp_path, **changes), today=TODAY, by="陈建")
    assert refusal.value.code == code
    assert "…" not in error_sentence(refusal.value)
    assert set(city.state.packages) == before


def test_a_lower_version_does_not_come_back(city: Workspace, tmp_path: Path) -> None:
    plans.adopt(city, amended(tmp_path, version=3), today=TODAY, by="陈建")
    with pytest.raises(Refused) as refusal:
        plans.adopt(city, amended(tmp_path, version=2), today=TODAY, by="陈建")
    assert refusal.value.code == "plan_version_not_higher"


def own_plan(**changes: Any) -> Plan:
    """A city's own plan, which no pack of ipdesk holds."""
    return replace(
        plans.pack("sz-155"), **{"id": "sz-own", "title": "本市计划", "short": "本市计划", "lineage": (), **changes}
    )


def test_a_workspace_for_a_plan_of_ones_own(tmp_path: Path) -> None:
    """City and district begin from the same workbook, and so with the very same plan."""
    write_pack_workbook(own_plan(), tmp_path / "自有.xlsx")
    heads = []
    for unit in ("440300", "福田区"):
        file = tmp_path / f"{unit}.ipdesk"
        with create(file, unit=unit, plan=str(tmp_path / "自有.xlsx"), today=TODAY, by="陈建") as made:
            assert made.plan == own_plan()
            heads.append(made.state.slot(made.ledger, Slot(Kind.PLAN)).heads)
        with open_workspace(file) as again:
            assert again.plan == own_plan()
    assert heads[0] == heads[1]


def test_a_workspace_for_an_amended_plan_follows_what_ships(tmp_path: Path) -> None:
    """A district that begins with the shipped draft then gets the amendment as its successor, not as a rival."""
    file = amended(tmp_path, version=2)
    with create(tmp_path / "a.ipdesk", unit="440300", plan=file, today=TODAY) as made:
        (head,) = made.state.slot(made.ledger, Slot(Kind.PLAN)).heads
        assert made.plan.version == 2
        assert made.package(head).parents == (plan_package(plans.pack("sz-155"), made.ledger).id,)


@pytest.mark.parametrize(
    ("changes", "code"), [({"title": "改"}, "plan_version_not_higher"), ({"region": "1"}, "plan_not_read")]
)
def test_no_workspace_for_an_unsound_plan(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        create(tmp_path / "a.ipdesk", unit="440300", plan=amended(tmp_path, **changes), today=TODAY)
    assert refusal.value.code == code
    assert not (tmp_path / "a.ipdesk").exists()


def test_a_plan_is_found_by_id_folder_and_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plans.pack("sz-155")
    write_pack(plan, tmp_path / "包")
    write_pack_workbook(plan, tmp_path / "表.xlsx")
    monkeypatch.chdir(tmp_path)
    for reference in ("sz-155", "包", "包/pack.json", "表.xlsx", str(tmp_path / "表.xlsx")):
        assert plans.pack(reference) == plan, reference
    write_pack(own_plan(), tmp_path / "sz-155")  # a folder of that name does not stand in the way
    assert plans.pack("sz-155") == plan
    with pytest.raises(NotFound) as missing:
        plans.pack("没有.xlsx")
    assert "sz-155" in error_sentence(missing.value)


def test_a_workbook_becomes_a_pack_and_again(tmp_path: Path) -> None:
    write_pack_workbook(own_plan(), tmp_path / "自有.xlsx")
    for _time in range(2):
        made = plans.import_workbook(tmp_path / "自有.xlsx", tmp_path / "sz-own")
        assert (made.plan, made.folder, made.findings) == (own_plan(), tmp_path / "sz-own", ())
        assert plans.pack(str(tmp_path / "sz-own")) == own_plan()


def test_a_workbook_with_faults_writes_nothing(tmp_path: Path) -> None:
    write_pack_workbook(own_plan(region="1"), tmp_path / "自有.xlsx")
    made = plans.import_workbook(tmp_path / "自有.xlsx", tmp_path / "sz-own")
    assert made.folder is None
    assert [(one.where.sheet, one.where.cell) for one in made.findings] == [
        ("规划", "E3"),
        ("单位", "F3"),
    ]
    assert not (tmp_path / "sz-own").exists()


@pytest.mark.parametrize("file", ["pack.json", "别的.txt"])
def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, file: str) -> None:
    write_pack_workbook(own_plan(), tmp_path / "自有.xlsx")
    write_pack(plans.pack("zh-145"), tmp_path / "to")
    if file != "pack.json":
        (tmp_path / "to" / "pack.json").rename(tmp_path / "to" / file)
    before = {path.name: path.read_bytes() for path in (tmp_path / "to").iterdir()}
    with pytest.raises(Refused) as refusal:
        plans.import_workbook(tmp_path / "自有.xlsx", tmp_path / "to")
    assert refusal.value.code == "folder_taken"
    assert {path.name: path.read_bytes() for path in (tmp_path / "to").iterdir()} == before


def test_all_shipped_plans_are_clean_alone_and_together() -> None:
    names = [line.id for line in plans.list_packs()]
    assert {name: plans.lint(name) for name in names} == dict.fromkeys(names, ())
    assert plans.lint_shared(names) == ()


def test_the_rows_of_a_comparison_keep_exact_values(tmp_path: Path) -> None:
    before = plans.pack("sz-155")
    (first, *rest) = before.targets
    after = replace(before, version=2, targets=(replace(first, quantity=Decimal("150.5")), *rest[1:]))
    rows = plans.difference_rows(before, after)
    assert rows[0] == {
        "table": "pack",
        "change": "changed",
        "id": "sz-155",
        "field": "version",
        "before": 1,
        "after": 2,
    }
    row = {"table": "targets", "change": "changed", "id": first.id, "field": "quantity"}
    assert row | {"before": Decimal(150), "after": Decimal("150.5")} in rows
    assert [row["id"] for row in rows if row["change"] == "removed"] == [rest[0].id]
    assert plans.difference_rows(before, before) == []


def test_counts_add_up() -> None:
    for line in plans.list_packs():
        counts = plans.counts(plans.pack(line.id))
        assert counts.targets == sum(counts.sources.values()) == sum(counts.kinds.values()) == line.targets

"""Plans: what ships, the contract's rows, and taking up a new version."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.errors import NotFound, Refused
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.services import plans
from ipdesk.services.workspace import Workspace
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


def test_an_amended_plan_follows_the_one_before(city: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    (before,) = city.state.slot(city.ledger, Slot(Kind.PLAN)).heads
    amended = replace(plans.pack("sz-155"), version=2)
    monkeypatch.setattr(plans, "load_builtin", lambda _: amended)

    name = plans.adopt(city, "sz-155", today=TODAY, by="陈建", reason="印发稿").value

    assert (city.plan.version, city.package(name).parents, city.package(name).reason) == (2, (before,), "印发稿")

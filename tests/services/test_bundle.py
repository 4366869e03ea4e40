"""Two PCs of one office exchange all that each holds."""

import json
import multiprocessing
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipdesk.domain.errors import EnvironmentTrouble, Refused, WrongUse
from ipdesk.domain.finding import Severity
from ipdesk.exchange.bundle import DESK_PART, RECEIPTS_PART, About, bundle_bytes, read_bundle
from ipdesk.services import (
    attachments,
    bundle,
    collect,
    draft,
    issue,
    maintain,
    outgoing,
    packing,
    receive,
    review,
    settings,
    trace,
    workspace,
)
from ipdesk.services.bundle import Purpose
from ipdesk.services.receive import FileVerdict, Verdict
from ipdesk.services.workspace import Workspace
from ipdesk.store import receipts
from tests.services.office import CITY, FUTIAN, LUOHU, OFFICER, Q3, TODAY, accepted, fixed, slot, taken


@pytest.fixture
def other(prepared: Path, tmp_path: Path) -> Iterator[Workspace]:
    """The city's second PC."""
    with workspace.open_workspace(shutil.copyfile(prepared / "city.ipdesk", tmp_path / "second.ipdesk")) as place:
        yield place


def bundled(
    place: Workspace,
    to: Path,
    purpose: Purpose = Purpose.OFFICE,
    units: tuple[str, ...] = (),
    since: Path | None = None,
) -> Path:
    return bundle.bundle(place, to, purpose=purpose, units=units, since=since, today=TODAY, by=OFFICER)


def codes(verdict: FileVerdict) -> set[str]:
    """What is said of a bundle apart from its signature."""
    return {one.code for one in verdict.findings if not one.code.startswith("signature")}


def lines(place: Workspace, reference: str) -> list[str]:
    return list(trace.lines_of(trace.trace(place, reference)))


def test_both_hold_the_same_after_an_exchange(
    city: Workspace, other: Workspace, prepared: Path, tmp_path: Path
) -> None:
    received = taken(city, prepared / "by-hand.xlsx")
    accepted(other, LUOHU)

    there = taken(other, bundled(city, tmp_path / "一.zip"))
    back = taken(city, bundled(other, tmp_path / "二.zip"))

    assert (there.verdict, back.verdict) == (Verdict.TAKEN, Verdict.TAKEN)
    assert city.state == other.state
    assert [one.digest for one in maintain.digests(city)] == [one.digest for one in maintain.digests(other)]
    assert receipts.original(other.database, received.file_hash) == (prepared / "by-hand.xlsx").read_bytes()
    assert maintain.verify(other) == ()


def test_a_bundle_holds_no_bundle(city: Workspace, other: Workspace, prepared: Path, tmp_path: Path) -> None:
    """Else each exchange would be twice as big as the one before."""
    taken(city, prepared / "by-hand.xlsx")
    first = bundled(city, tmp_path / "一.zip")
    taken(other, first)
    taken(city, bundled(other, tmp_path / "二.zip"))

    assert bundled(city, tmp_path / "三.zip").read_bytes() == first.read_bytes()


def test_the_same_bundle_again_changes_nothing(city: Workspace, other: Workspace, tmp_path: Path) -> None:
    fixed(city, FUTIAN)
    path = bundled(city, tmp_path / "一.zip")

    assert [taken(other, path).verdict for _ in range(2)] == [Verdict.TAKEN, Verdict.SAME]
    assert outgoing.outbox(city)[0].what == "bundle"


def test_several_copies_of_a_bundle_are_announced_as_they_are_taken(
    city: Workspace, other: Workspace, tmp_path: Path
) -> None:
    """The second copy brings nothing, also where the first was only looked at."""
    fixed(city, FUTIAN)
    path = bundled(city, tmp_path / "一.zip")
    copies = tmp_path / "收件"
    copies.mkdir()
    for name in ("甲.zip", "乙.zip", "丙.zip"):
        (copies / name).write_bytes(path.read_bytes())

    announced = receive.receive(other, [copies], dry_run=True, today=TODAY, by=OFFICER).value
    really = receive.receive(other, [copies], today=TODAY, by=OFFICER).value

    assert [one.verdict for one in announced] == [Verdict.TAKEN, Verdict.SAME, Verdict.SAME]
    assert [one.verdict for one in really] == [one.verdict for one in announced]
    assert [one.sentence for one in really] == [one.sentence for one in announced]


def test_a_copy_that_brings_only_receipts_is_announced_once(
    city: Workspace, other: Workspace, prepared: Path, tmp_path: Path
) -> None:
    taken(city, prepared / "by-hand.xlsx")
    taken(other, prepared / "by-hand.xlsx")  # the packages are here; how they came there is not
    path = bundled(city, tmp_path / "一.zip")
    (tmp_path / "二.zip").write_bytes(path.read_bytes())

    announced = receive.receive(other, [path, tmp_path / "二.zip"], dry_run=True, today=TODAY, by=OFFICER).value
    really = receive.receive(other, [path, tmp_path / "二.zip"], today=TODAY, by=OFFICER).value

    assert [one.verdict for one in announced] == [one.verdict for one in really]


def test_a_bundle_that_would_be_read_otherwise_does_not_go_out(
    city: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ipdesk.exchange import zipped

    real = zipped.packed
    monkeypatch.setattr(
        zipped, "packed", lambda members: real([one for one in members if not one[0].startswith("packages/0")])
    )

    with pytest.raises(EnvironmentTrouble) as trouble:
        bundled(city, tmp_path / "一.zip")

    assert trouble.value.code == "readback_differs"
    assert not (tmp_path / "一.zip").exists()
    assert "bundle" not in [one.what for one in outgoing.outbox(city)]


def test_a_bundle_of_another_office_is_set_aside(city: Workspace, futian: Workspace, tmp_path: Path) -> None:
    """It would bring what is for other units' eyes; what is for this unit is taken."""
    fixed(city, LUOHU)

    taken(futian, bundled(city, tmp_path / "一.zip"))

    assert not [package for package in futian.state.packages.values() if package.audience == LUOHU]


def test_a_broken_bundle_is_said(city: Workspace, other: Workspace, tmp_path: Path) -> None:
    fixed(city, FUTIAN)
    path = bundled(city, tmp_path / "一.zip")
    path.write_bytes(path.read_bytes()[:-400])

    verdict = taken(other, path)

    assert verdict.verdict in (Verdict.QUARANTINED, Verdict.REFUSED)
    assert other.state.slot(other.ledger, slot(other, FUTIAN)).heads == ()


def test_a_second_pc_that_was_set_up_by_itself_comes_to_the_same(city: Workspace, tmp_path: Path) -> None:
    """Plan and first policy are made from the pack: no PC has versions of its own that must be settled."""
    accepted(city, FUTIAN)
    with workspace.create(
        tmp_path / "new.ipdesk", unit=city.unit.code, plan="sz-155", training=city.training, today=TODAY, by="别人"
    ) as new:
        assert taken(new, bundled(city, tmp_path / "一.zip")).verdict is Verdict.TAKEN
        assert [one.digest for one in maintain.digests(new)] == [one.digest for one in maintain.digests(city)]
        assert not any(state.open for state in new.state.slots.values())


def test_a_figure_is_traced_on_the_second_pc_down_to_the_cell(
    city: Workspace, other: Workspace, prepared: Path, tmp_path: Path
) -> None:
    taken(city, prepared / "by-hand.xlsx")
    review.accept(city, review.waiting(city)[0].id, today=TODAY, by=OFFICER)

    verdict = taken(other, bundled(city, tmp_path / "一.zip"))

    assert codes(verdict) == {"bundle_even"}
    reference = f"{FUTIAN}/protection-stations/2026-Q3"
    assert lines(other, reference) == lines(city, reference)
    assert any("by-hand.xlsx" in line for line in lines(other, reference))
    head = city.state.slot(city.ledger, slot(city, FUTIAN)).current
    assert collect.arrived_at(other, head, FUTIAN) == collect.arrived_at(city, head, FUTIAN) != ""
    assert collect.status(other, Q3, today=TODAY) == collect.status(city, Q3, today=TODAY)


def test_receipts_do_not_double_on_their_way_back(
    city: Workspace, other: Workspace, prepared: Path, tmp_path: Path
) -> None:
    taken(city, prepared / "by-hand.xlsx")
    for turn in range(2):
        taken(other, bundled(city, tmp_path / f"去{turn}.zip"))
        taken(city, bundled(other, tmp_path / f"回{turn}.zip"))
    for place in (city, other):
        assert [one.name for one in receive.journal(place)].count("by-hand.xlsx") == 1


def test_a_file_without_its_bytes_is_said_to_be_away(
    city: Workspace, other: Workspace, prepared: Path, tmp_path: Path
) -> None:
    taken(city, prepared / "by-hand.xlsx")
    attachments.purge(city, "by-hand.xlsx", reason="超过保存期限", today=TODAY, by=OFFICER)
    taken(other, bundled(city, tmp_path / "一.zip"))
    review.accept(other, review.waiting(other)[0].id, today=TODAY, by=OFFICER)
    assert any("文件不在本机" in line for line in lines(other, f"{FUTIAN}/protection-stations/2026-Q3"))


def test_attachments_travel_and_drafts_do_not(city: Workspace, other: Workspace, tmp_path: Path) -> None:
    name = fixed(city, FUTIAN)
    (tmp_path / "来函.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    attachments.attach(city, slot(city, FUTIAN), [tmp_path / "来函.pdf"], today=TODAY, by=OFFICER)
    draft.set_basis(city, slot(city, LUOHU), "电话", by=OFFICER, today=TODAY)
    taken(other, bundled(city, tmp_path / "一.zip"))
    assert [one.state for one in attachments.of_report(other, name)] == ["here"]
    assert draft.open_draft(other, slot(other, LUOHU)).basis == ""


def test_only_what_the_other_side_lacks(city: Workspace, other: Workspace, prepared: Path, tmp_path: Path) -> None:
    accepted(city, LUOHU)
    taken(other, bundled(city, tmp_path / "一.zip"))
    have = bundle.write_have(other, tmp_path / "持有.json", today=TODAY, by=OFFICER)
    taken(city, prepared / "by-hand.xlsx")

    small = bundled(city, tmp_path / "二.zip", since=have)
    by_bundle = bundled(city, tmp_path / "三.zip", since=tmp_path / "一.zip")

    assert len(read_bundle(small).packages) == 1
    assert read_bundle(small).packages == read_bundle(by_bundle).packages
    assert set(read_bundle(small).files or {}) == set(read_bundle(by_bundle).files or {})
    verdict = taken(other, small)
    assert (verdict.verdict, codes(verdict)) == (Verdict.TAKEN, {"bundle_even"})
    assert city.state == other.state


def test_a_bundle_on_something_that_never_came_says_what_is_missing(
    city: Workspace, other: Workspace, prepared: Path, tmp_path: Path
) -> None:
    accepted(city, LUOHU)
    first = bundled(city, tmp_path / "一.zip")
    taken(city, prepared / "by-hand.xlsx")

    verdict = taken(other, bundled(city, tmp_path / "二.zip", since=first))

    assert verdict.verdict is Verdict.TAKEN
    (gap,) = [one for one in verdict.findings if one.code == "bundle_gap"]
    assert (gap.params["count"], gap.severity) == ("2", Severity.MUST_EXPLAIN)


class _Unsearched(tuple[str, ...]):
    """Ids among which none is looked for from the front: with ten thousand on both sides that takes a minute."""

    __slots__ = ()

    def __contains__(self, one: object) -> bool:
        raise AssertionError(f"looked for {one}")


def test_a_long_list_of_ids_is_not_searched_for_each_package(city: Workspace) -> None:
    about = About(have=_Unsearched((*sorted(city.state.packages)[1:], "f" * 64)))

    found = {one.code: one.params["count"] for one in bundle.compared(city, about, (), "a.zip")}

    assert found["bundle_gap"] == "1"


def test_an_older_bundle_is_said_to_be_older(city: Workspace, other: Workspace, tmp_path: Path) -> None:
    fixed(city, LUOHU)
    old = bundled(city, tmp_path / "旧.zip")
    fixed(city, FUTIAN)
    taken(other, bundled(city, tmp_path / "新.zip"))

    verdict = taken(other, old)

    assert (verdict.verdict, codes(verdict)) == (Verdict.SAME, {"bundle_ahead"})
    assert "且本机更新" in verdict.sentence
    (ahead,) = [one for one in verdict.findings if one.code == "bundle_ahead"]
    assert (ahead.params["count"], ahead.params["units"]) == ("1", "福田区")


@pytest.mark.parametrize(
    ("unit", "plan", "training", "said"),
    [(FUTIAN, "sz-155", False, "深圳市"), (CITY, "sz-155", True, "培训"), (CITY, "sz-ipservice", False, "规划")],
)
def test_a_bundle_of_another_office_is_one_sentence(
    city: Workspace, tmp_path: Path, unit: str, plan: str, training: bool, said: str
) -> None:
    fixed(city, FUTIAN)
    path = bundled(city, tmp_path / "一.zip")
    with workspace.create(tmp_path / "x.ipdesk", unit=unit, plan=plan, training=training, today=TODAY) as place:
        before = len(place.state.packages)
        verdict = taken(place, path)
        assert verdict.verdict is Verdict.QUARANTINED
        assert said in verdict.sentence
        assert len(place.state.packages) == before


def test_an_evaluator_gets_a_scope_to_read_and_no_more(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    taken(city, prepared / "by-hand.xlsx")
    futian = review.waiting(city)[0].id
    review.accept(city, futian, today=TODAY, by=OFFICER)
    (tmp_path / "来函.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    attachments.attach(city, slot(city, FUTIAN), [tmp_path / "来函.pdf"], today=TODAY, by=OFFICER)
    luohu = accepted(city, LUOHU)
    draft.set_basis(city, slot(city, "440300FY"), "电话", by=OFFICER, today=TODAY)
    path = bundled(city, tmp_path / "评估.zip", Purpose.EVALUATOR, (FUTIAN,))

    content = read_bundle(path)
    assert not {RECEIPTS_PART, DESK_PART} & content.beside.keys()
    assert (len(content.files or {}), set(content.about.holds)) == (1, {"children", FUTIAN})
    assert b"by-hand" not in path.read_bytes()
    with bundle.create_from(tmp_path / "e.ipdesk", path, today=TODAY, by="评估员") as copy:
        assert copy.read_only
        assert (futian in copy.state.packages, luohu in copy.state.packages) == (True, False)
        assert [one.state for one in attachments.of_report(copy, futian)] == ["here"]
        assert lines(copy, f"{FUTIAN}/protection-stations/2026-Q3")[0] == "福田区：知识产权保护工作站数量：34家"
        with pytest.raises(Refused) as refused:
            issue.issue(copy, Q3, to=tmp_path / "out", today=TODAY, by="评估员")
        assert refused.value.code == "read_only_copy"
        assert maintain.verify(copy) == ()
        review.reopen(city, futian, today=TODAY, by=OFFICER, reason="数据有误")
        again = taken(copy, bundled(city, tmp_path / "再.zip", Purpose.EVALUATOR, (FUTIAN,)))
        assert again.verdict is Verdict.TAKEN


def test_a_new_pc_goes_on_with_everything(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    taken(city, prepared / "by-hand.xlsx")
    accepted(city, LUOHU)
    draft.set_basis(city, slot(city, "440300FY"), "电话", by=OFFICER, today=TODAY)
    settings.put(city, "language", "en")
    path = bundled(city, tmp_path / "新机.zip", Purpose.COMPUTER)
    with bundle.create_from(tmp_path / "n.ipdesk", path, today=TODAY, by="别人") as new:
        assert not new.read_only
        assert new.state == city.state
        assert draft.open_draft(new, slot(new, "440300FY")).basis == "电话"
        assert (settings.get(new, "language"), settings.get(new, "officer")) == ("en", "别人")
        assert maintain.verify(new) == ()
        accepted(new, FUTIAN) if not new.state.slot(new.ledger, slot(new, FUTIAN)).heads else None


def test_a_draft_of_this_pc_is_not_overwritten(city: Workspace, other: Workspace, tmp_path: Path) -> None:
    draft.set_basis(city, slot(city, LUOHU), "电话", by=OFFICER, today=TODAY)
    draft.set_basis(other, slot(other, LUOHU), "传真", by=OFFICER, today=TODAY)
    taken(other, bundled(city, tmp_path / "一.zip", Purpose.COMPUTER))
    assert draft.open_draft(other, slot(other, LUOHU)).basis == "传真"


def test_choices_that_make_no_sense(city: Workspace, tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        bundled(city, tmp_path / "x.zip", units=(FUTIAN,))
    with pytest.raises(WrongUse):
        bundle.bundle(
            city, tmp_path / "x.zip", purpose=Purpose.EVALUATOR, phrase="长长的口令长长的", today=TODAY, by=OFFICER
        )
    assert not (tmp_path / "x.zip").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", "\ufffd", '{"format": "ipdesk-have/1"}', "[" * 100_000])
def test_a_have_list_that_is_none(city: Workspace, tmp_path: Path, text: str) -> None:
    (tmp_path / "h.json").write_text(text, encoding="utf-8")
    with pytest.raises((WrongUse, Refused)):
        bundled(city, tmp_path / "x.zip", since=tmp_path / "h.json")


def test_a_workspace_cannot_begin_with_just_any_file(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    (tmp_path / "old.zip").write_bytes(bundle_bytes([one.data for one in city.state.packages.values()], {}))
    for source in (prepared / "by-hand.xlsx", tmp_path / "old.zip"):
        with pytest.raises(Refused) as refused:
            bundle.create_from(tmp_path / "n.ipdesk", source, today=TODAY)
        assert refused.value.code == "bundle_no_start"
    with pytest.raises(EnvironmentTrouble):
        bundle.create_from(tmp_path / "n.ipdesk", tmp_path / "gone.zip", today=TODAY)
    assert not (tmp_path / "n.ipdesk").exists()


@pytest.mark.parametrize("detail", ["no", {"findings": [3]}, {"sentence": 3}, {"packages": [1]}, {"trust": {"x": 1}}])
def test_receipts_that_are_none_are_left(city: Workspace, other: Workspace, tmp_path: Path, detail: object) -> None:
    """The journal of the second PC must open whatever a bundle brought."""
    fixed(city, FUTIAN)
    texts = dict.fromkeys(("at", "by", "name", "hash", "unit", "period"), "x")
    bad = {**texts, "verdict": "taken", "detail": detail, "cells": [["a"], 3]}
    part = json.dumps({"format": "ipdesk-receipts/1", "receipts": [bad, 3, {}], "purged": 3}).encode()
    content = read_bundle(bundled(city, tmp_path / "一.zip"))
    data = bundle_bytes(content.packages, {}, about=content.about, parts={RECEIPTS_PART: part})
    (tmp_path / "二.zip").write_bytes(data)
    assert taken(other, tmp_path / "二.zip").verdict is Verdict.TAKEN
    assert [one.kind for one in receive.journal(other)] == ["bundle"]


def _die_at_the_receipt(data: Path, path: Path) -> None:
    def die(*_: object, **__: object) -> None:
        os._exit(9)

    packing.receipts.add_receipt = die  # type: ignore[attr-defined]
    with workspace.open_workspace(data) as place:
        receive.receive(place, [path], today=TODAY, by=OFFICER)


def _take(data: Path, path: Path) -> None:
    with workspace.open_workspace(data) as place:
        receive.receive(place, [path], today=TODAY, by=OFFICER)


def test_a_process_that_is_killed_leaves_nothing_half(
    city: Workspace, other: Workspace, prepared: Path, tmp_path: Path
) -> None:
    taken(city, prepared / "by-hand.xlsx")
    path = bundled(city, tmp_path / "一.zip")
    before = _contents(other.path)
    run = multiprocessing.get_context("spawn").Process(target=_die_at_the_receipt, args=(other.path, path))
    run.start()
    run.join(60)
    assert run.exitcode == 9
    assert _contents(other.path) == before
    assert taken(other, path).verdict is Verdict.TAKEN
    assert city.state == other.state


def test_two_windows_take_the_same_bundle_at_once(
    city: Workspace, other: Workspace, prepared: Path, tmp_path: Path
) -> None:
    taken(city, prepared / "by-hand.xlsx")
    path = bundled(city, tmp_path / "一.zip")
    runs = [multiprocessing.get_context("spawn").Process(target=_take, args=(other.path, path)) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join(60)
    assert [run.exitcode for run in runs] == [0, 0]
    other.refresh()
    assert other.state == city.state
    verdicts = sorted(one.verdict for one in receive.journal(other) if one.kind == "bundle")
    assert verdicts == [Verdict.SAME, Verdict.TAKEN]
    assert maintain.verify(other) == ()


def _contents(path: Path) -> list[tuple[str, int]]:
    with sqlite3.connect(path) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [(name, connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in names]

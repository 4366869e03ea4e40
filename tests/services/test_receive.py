"""Files in: a verdict on each, each taken whole or not at all."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.errors import NotFound
from ipdesk.domain.form import Question
from ipdesk.domain.ledger.decision import Verb
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.services import draft, figures, issue, maintain, outgoing, receive, release, review, workspace
from ipdesk.services.progress import Cancelled
from ipdesk.services.receive import Verdict
from ipdesk.services.workspace import Changes, Touched, Workspace
from ipdesk.store import receipts
from tests.builders import decision
from tests.services.office import (
    FIGURES,
    FUTIAN,
    LUOHU,
    OFFICER,
    Q3,
    TODAY,
    accepted,
    answered,
    filled_by_hand,
    fixed,
    put,
    slot,
    taken,
)

Opened = Callable[..., Workspace]


def heads(place: Workspace, unit: str = FUTIAN) -> tuple[str, ...]:
    return place.state.slot(place.ledger, slot(place, unit)).heads


def quantity(place: Workspace, package: str, item: str) -> Decimal | None:
    return figures.submission_of(place.package(package)).answers.values[item].quantity


# at the city


def test_a_form_filled_in_by_hand(city: Workspace, prepared: Path) -> None:
    verdict = taken(city, prepared / "by-hand.xlsx")

    (name,) = verdict.packages
    assert (verdict.verdict, verdict.unit_short, verdict.period) == (Verdict.TAKEN, "福田区", "2026-Q3")
    assert heads(city) == (name,)
    assert quantity(city, name, "mediation-cases") == 210
    assert quantity(city, name, "pledge-amount") == Decimal("62.4")  # 无误 stands for what was handed down
    assert {change.how for change in verdict.changes} == {"new"}
    assert next(change for change in verdict.changes if change.row == "mediation-cases").place.startswith("指标!")


def test_a_report_fixed_in_ipdesk_keeps_its_package(city: Workspace, prepared: Path, opened: Opened) -> None:
    district = opened("futian-fixed")

    verdict = taken(city, prepared / "fixed.xlsx")

    assert verdict.verdict is Verdict.TAKEN
    assert verdict.packages == heads(district) == heads(city)


def test_the_same_form_makes_the_same_package_on_every_pc(prepared: Path, opened: Opened, tmp_path: Path) -> None:
    city = opened("city")
    renamed = shutil.copyfile(prepared / "by-hand.xlsx", tmp_path / "新建 XLSX 工作表 (2).xlsx")
    first = taken(city, prepared / "by-hand.xlsx")

    assert taken(city, prepared / "by-hand.xlsx").verdict is Verdict.SAME
    again = taken(city, renamed)
    assert (again.verdict, again.packages) == (Verdict.SAME, first.packages)
    assert heads(city) == first.packages
    with workspace.open_workspace(shutil.copyfile(prepared / "city.ipdesk", tmp_path / "other.ipdesk")) as other:
        assert taken(other, renamed).packages == first.packages


def test_a_second_version_stands_beside_the_first_until_one_is_chosen(
    city: Workspace, prepared: Path, tmp_path: Path
) -> None:
    mended = filled_by_hand(
        prepared / f"template-{FUTIAN}.xlsx", tmp_path / "改.xlsx", {**FIGURES, "firms-served": "802"}
    )
    (first,) = taken(city, prepared / "by-hand.xlsx").packages

    verdict = taken(city, mended)

    assert verdict.verdict is Verdict.SECOND
    assert heads(city) == tuple(sorted((first, *verdict.packages)))
    assert [(change.row, change.before, change.after) for change in verdict.changes if change.how == "changed"] == [
        ("firms-served", "820", "802")
    ]


def test_a_set_aside_version_that_comes_again_is_asked_about(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    mended = filled_by_hand(
        prepared / f"template-{FUTIAN}.xlsx", tmp_path / "改.xlsx", {**FIGURES, "firms-served": "8"}
    )
    taken(city, prepared / "by-hand.xlsx")
    (kept,) = taken(city, mended).packages
    review.settle(city, slot(city, FUTIAN), kept, today=TODAY, by=OFFICER)

    assert taken(city, prepared / "by-hand.xlsx").verdict is Verdict.QUESTION
    assert taken(city, prepared / "by-hand.xlsx", superseded="leave").verdict is Verdict.SAME
    assert heads(city) == (kept,)


def test_a_corrected_form_after_a_return_is_a_clean_successor(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    (first,) = taken(city, prepared / "by-hand.xlsx").packages
    back = review.return_(
        city, first, [Question("mediation-cases", "请核对")], to=tmp_path, today=TODAY, by=OFFICER
    ).value
    assert back is not None
    corrected = filled_by_hand(back, tmp_path / "更正.xlsx", {"mediation-cases": "120"})

    verdict = taken(city, corrected)

    (second,) = heads(city)
    assert verdict.verdict is Verdict.TAKEN
    assert city.package(second).parents == (first,)
    assert (quantity(city, second, "mediation-cases"), quantity(city, second, "firms-served")) == (120, 820)


def test_a_workbook_changed_after_it_was_fixed_gives_both(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    edited = filled_by_hand(prepared / "fixed.xlsx", tmp_path / "改.xlsx", {"mediation-cases": "120"})

    verdict = taken(city, edited)

    embedded, visible = verdict.packages
    assert verdict.verdict is Verdict.TAKEN
    assert heads(city) == (visible,)
    assert city.package(visible).parents == (embedded,)
    assert (quantity(city, embedded, "mediation-cases"), quantity(city, visible, "mediation-cases")) == (210, 120)


def test_a_newer_version_after_acceptance_changes_no_total(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    (first,) = taken(city, prepared / "fixed.xlsx").packages
    review.accept(city, first, today=TODAY, by=OFFICER)
    before = figures.observations(city, Q3)

    newer = filled_by_hand(prepared / "fixed.xlsx", tmp_path / "改.xlsx", {"mediation-cases": "120"})
    assert taken(city, newer).verdict is Verdict.TAKEN

    assert figures.observations(city, Q3) == before
    assert city.in_force(slot(city, FUTIAN)) == city.package(first)


def test_a_bare_template_is_no_report(city: Workspace, prepared: Path) -> None:
    verdict = taken(city, prepared / f"template-{FUTIAN}.xlsx")

    assert verdict.verdict is Verdict.QUARANTINED
    assert heads(city) == ()


def test_a_dry_run_says_the_same_and_changes_nothing(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    files = [prepared / "by-hand.xlsx", shutil.copyfile(prepared / "by-hand.xlsx", tmp_path / "再发.xlsx")]
    before = city.state

    rehearsed = receive.receive(city, files, dry_run=True, today=TODAY, by=OFFICER)

    assert city.state is before
    assert (rehearsed.changes, receive.journal(city), heads(city)) == (Changes(), (), ())
    real = receive.receive(city, files, today=TODAY, by=OFFICER)
    assert [one.verdict for one in rehearsed.value] == [one.verdict for one in real.value]
    assert [one.sentence for one in rehearsed.value] == [one.sentence for one in real.value]
    assert [one.verdict for one in real.value] == [Verdict.TAKEN, Verdict.SAME]


def test_a_batch_tells_all_that_it_touched(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    luohu = filled_by_hand(prepared / f"template-{LUOHU}.xlsx", tmp_path / "罗湖.xlsx")

    done = receive.receive(city, [prepared / "by-hand.xlsx", luohu], today=TODAY, by=OFFICER)

    assert done.changes.packages == tuple(name for one in done.value for name in one.packages)
    assert done.changes.slots == {slot(city, FUTIAN).code, slot(city, LUOHU).code}
    assert done.changes.kinds == {Touched.PACKAGES, Touched.RECEIPTS}


def test_one_bad_file_hinders_no_other(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    whole = (prepared / "by-hand.xlsx").read_bytes()
    (tmp_path / "一.xlsx").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "二.xlsx").write_bytes(whole)
    (tmp_path / "~$二.xlsx").write_bytes(b"left by Excel")
    (tmp_path / "子文件夹").mkdir()
    (tmp_path / "子文件夹" / "三.xlsx").write_bytes(b"")

    folder = tmp_path / "收到"
    folder.mkdir()
    for name in ("一.xlsx", "二.xlsx", "~$二.xlsx", "子文件夹"):
        (tmp_path / name).rename(folder / name)
    verdicts = receive.receive(city, [folder], today=TODAY, by=OFFICER).value

    assert [(one.name, one.verdict) for one in verdicts] == [
        ("一.xlsx", Verdict.REFUSED), ("二.xlsx", Verdict.TAKEN), ("三.xlsx", Verdict.REFUSED),
    ]  # fmt: skip
    assert len(receive.journal(city)) == 3


def test_a_cancel_between_files_keeps_those_before_it(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    class StopAtTheSecond:
        def report(self, done: int, total: int, note: str) -> None:
            assert total == 2
            if done == 1:
                raise Cancelled

    luohu = filled_by_hand(prepared / f"template-{LUOHU}.xlsx", tmp_path / "罗湖.xlsx")
    with pytest.raises(Cancelled):
        receive.receive(city, [prepared / "by-hand.xlsx", luohu], today=TODAY, by=OFFICER, progress=StopAtTheSecond())

    assert [one.name for one in receive.journal(city)] == ["by-hand.xlsx"]
    assert (len(heads(city)), heads(city, LUOHU)) == (1, ())


def test_a_missing_file_is_said_before_any_is_read(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        receive.receive(city, [prepared / "by-hand.xlsx", tmp_path / "没有.xlsx"], today=TODAY, by=OFFICER)

    assert receive.journal(city) == ()


def test_the_journal_remembers_each_verdict_and_its_cells(city: Workspace, prepared: Path) -> None:
    verdict = taken(city, prepared / "by-hand.xlsx")

    (remembered,) = receive.journal(city)

    assert replace(remembered, path=verdict.path) == verdict
    cells = receipts.cells_of(city.database, verdict.packages[0], "mediation-cases")
    (cell,) = (cell for cell in cells if cell.field == "value")
    assert (cell.sheet, cell.raw, cell.file, cell.by) == ("指标", "210", "by-hand.xlsx", OFFICER)
    assert receipts.original(city.database, verdict.file_hash) == (prepared / "by-hand.xlsx").read_bytes()


@pytest.mark.parametrize("key", ["name", "path", "hash", "all"])
def test_an_answer_names_its_file(city: Workspace, prepared: Path, tmp_path: Path, key: str) -> None:
    """Answered by name, path or hash: the same set-aside version is left where it is."""
    path = prepared / "by-hand.xlsx"
    first = taken(city, path)
    put(city, decision(Verb.WITHDRAW, *first.packages, on=slot(city, FUTIAN)))
    named = {"name": path.name, "path": str(path), "hash": first.file_hash, "all": "*"}[key]

    asked, answered = (
        receive.receive(city, [path], answers=answers, today=TODAY, by=OFFICER).value[0]
        for answers in ({"another.xlsx": {"superseded": "leave"}}, {named: {"superseded": "leave"}})
    )

    assert (asked.verdict, answered.verdict) == (Verdict.QUESTION, Verdict.SAME)


def test_what_is_kept_is_what_was_judged_whatever_becomes_of_the_file(
    city: Workspace, prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (prepared / "by-hand.xlsx").read_bytes()
    monkeypatch.setattr(Path, "read_bytes", lambda _: b"something else")

    verdict = taken(city, prepared / "by-hand.xlsx")

    assert verdict.verdict is Verdict.TAKEN
    assert receipts.original(city.database, verdict.file_hash) == whole
    monkeypatch.undo()
    assert maintain.verify(city) == ()


# at a district


def test_a_template_brings_form_plan_and_policy(prepared: Path, tmp_path: Path) -> None:
    with workspace.create(tmp_path / "罗湖.ipdesk", unit=LUOHU, plan="sz-155", today=TODAY) as luohu:
        verdict = taken(luohu, prepared / f"template-{LUOHU}.xlsx")

        assert verdict.verdict is Verdict.TAKEN
        assert luohu.policy.contact == "规划科"
        assert [mine.state for mine in draft.my_slots(luohu)] == ["open"]
        assert taken(luohu, prepared / f"template-{LUOHU}.xlsx").verdict is Verdict.SAME


def test_another_units_template_is_set_aside(futian: Workspace, prepared: Path) -> None:
    before = futian.state

    verdict = taken(futian, prepared / f"template-{LUOHU}.xlsx")

    assert verdict.verdict is Verdict.QUARANTINED
    assert futian.state is before


def test_a_form_filled_in_at_home_becomes_the_draft_in_one_step(futian: Workspace, prepared: Path) -> None:
    verdict = taken(futian, prepared / "by-hand.xlsx")

    shown = draft.open_draft(futian, slot(futian, FUTIAN))
    assert verdict.verdict is Verdict.TAKEN
    assert shown.answers.values["mediation-cases"].quantity == 210
    assert taken(futian, prepared / "by-hand.xlsx").verdict is Verdict.SAME
    back = draft.undo(futian, slot(futian, FUTIAN), today=TODAY).value
    assert back is not None
    assert not back.answers.values


def test_a_form_that_contradicts_the_draft_is_asked_about(futian: Workspace, prepared: Path) -> None:
    where = slot(futian, FUTIAN)
    draft.set_value(futian, where, "mediation-cases", Value("mediation-cases", Decimal(99)), by="李敏", today=TODAY)

    asked = taken(futian, prepared / "by-hand.xlsx")

    assert asked.verdict is Verdict.QUESTION
    assert [(one.before, one.after) for one in asked.changes if one.row == "mediation-cases"] == [("99", "210")]
    assert draft.open_draft(futian, where).answers.values["mediation-cases"].quantity == 99
    assert taken(futian, prepared / "by-hand.xlsx", draft="take").verdict is Verdict.TAKEN
    assert draft.open_draft(futian, where).answers.values["mediation-cases"].quantity == 210
    back = draft.undo(futian, where, today=TODAY).value
    assert back is not None
    assert back.answers.values["mediation-cases"].quantity == 99


def test_a_release_reaches_the_district(city: Workspace, futian: Workspace, tmp_path: Path) -> None:
    accepted(city, FUTIAN)
    files = release.release(city, Q3, to=tmp_path / "通报", today=TODAY, by=OFFICER).value

    verdict = taken(futian, next(path for path in files if "福田区" in path.name))

    assert verdict.verdict is Verdict.TAKEN
    assert _digests(futian) == {scope: digest for scope, digest in _digests(city).items() if scope in _digests(futian)}


@pytest.mark.parametrize("how", ["by hand", "changed after it was fixed"])
def test_what_the_city_read_from_a_workbook_comes_home_with_the_release(
    city: Workspace, prepared: Path, opened: Opened, tmp_path: Path, how: str
) -> None:
    """The district never held these packages; afterwards both sides show the same digest."""
    if how == "by hand":
        district, sent = opened("futian"), prepared / "by-hand.xlsx"
    else:
        district = opened("futian-fixed")
        sent = filled_by_hand(prepared / "fixed.xlsx", tmp_path / "改.xlsx", {"mediation-cases": "120"})
    *_, name = taken(city, sent).packages
    review.accept(city, name, today=TODAY, by=OFFICER)
    files = release.release(city, Q3, to=tmp_path / "通报", today=TODAY, by=OFFICER).value

    verdict = taken(district, next(path for path in files if "福田区" in path.name))

    assert (verdict.verdict, verdict.findings) == (Verdict.TAKEN, ())
    assert district.in_force(slot(district, FUTIAN)) == city.package(name)
    assert _digests(district)[FUTIAN] == _digests(city)[FUTIAN]


def _digests(place: Workspace) -> dict[str, str]:
    return {one.scope: one.digest for one in maintain.digests(place)}


def test_a_return_reaches_the_district_with_its_questions(city: Workspace, opened: Opened, tmp_path: Path) -> None:
    district = opened("futian-fixed")
    sent = outgoing.export_submission(district, slot(district, FUTIAN), tmp_path / "报.xlsx", today=TODAY)
    (name,) = taken(city, sent).packages
    back = review.return_(
        city, name, [Question("mediation-cases", "请核对")], to=tmp_path, today=TODAY, by=OFFICER
    ).value
    assert back is not None

    verdict = taken(district, back)

    (mine,) = draft.my_slots(district)
    assert verdict.verdict is Verdict.TAKEN
    assert (mine.state, [question.text for question in mine.questions]) == ("returned", ["请核对"])


def test_the_whole_way_and_back_with_a_correction_in_ipdesk(city: Workspace, opened: Opened, tmp_path: Path) -> None:
    district = opened("futian-fixed")
    where = slot(district, FUTIAN)
    (name,) = taken(city, outgoing.export_submission(district, where, tmp_path / "一.xlsx", today=TODAY)).packages
    back = review.return_(city, name, [], reason="请核对", to=tmp_path, today=TODAY, by=OFFICER).value
    assert back is not None
    taken(district, back)
    second = fixed(district, FUTIAN, {**FIGURES, "mediation-cases": "120"})
    sent = outgoing.export_submission(district, where, tmp_path / "二.xlsx", today=TODAY)

    verdict = taken(city, sent)

    assert (verdict.verdict, heads(city)) == (Verdict.TAKEN, (second,))
    assert city.package(second).parents == (name,)


# when the form has been renewed meanwhile


def renewed(city: Workspace, to: Path) -> Path:
    prefills = {(FUTIAN, "pledge-amount"): Decimal("63.1")}
    (file,) = issue.issue(city, Q3, to=to, prefills=prefills, units={FUTIAN}, today=TODAY, by=OFFICER).value
    assert file.path is not None
    return file.path


def test_a_form_on_the_older_template_is_read_by_it(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    renewed(city, tmp_path)

    verdict = taken(city, prepared / "by-hand.xlsx")

    (name,) = verdict.packages
    assert verdict.verdict is Verdict.TAKEN
    assert quantity(city, name, "pledge-amount") == Decimal("62.4")  # what stood on the form that was confirmed


def test_a_draft_goes_on_when_its_form_is_renewed(city: Workspace, futian: Workspace, tmp_path: Path) -> None:
    where = slot(futian, FUTIAN)
    draft.set_value(futian, where, "mediation-cases", Value("mediation-cases", Decimal(99)), by="李敏", today=TODAY)

    verdict = taken(futian, renewed(city, tmp_path))

    shown = draft.open_draft(futian, where)
    row = shown.form.row("pledge-amount")
    assert verdict.verdict is Verdict.TAKEN
    assert row is not None
    assert (shown.form.version, row.prefill) == (2, Decimal("63.1"))
    assert shown.answers.values["mediation-cases"].quantity == 99


def test_a_confirmation_does_not_outlive_the_figure_that_it_confirmed(
    city: Workspace, futian: Workspace, tmp_path: Path
) -> None:
    where = slot(futian, FUTIAN)
    draft.set_answers(futian, where, answered(futian, FUTIAN), by="李敏", today=TODAY)

    taken(futian, renewed(city, tmp_path))

    values = draft.open_draft(futian, where).answers.values
    assert "pledge-amount" not in values
    assert values["patent-transfers"].status is ValueStatus.CONFIRMED

"""Several plans in one data file: taken up, turned to, never mixed; files go to the ledger that they are of."""

import shutil
import sqlite3
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import sqlite_utils

from ipdesk.domain.errors import NotFound, Refused
from ipdesk.domain.ledger.package import Kind, LedgerKey, Slot
from ipdesk.domain.value import Value
from ipdesk.services import (
    bundle,
    draft,
    find,
    issue,
    maintain,
    outgoing,
    participation,
    receive,
    report,
    review,
    settings,
    trace,
)
from ipdesk.services import workspace as workspaces
from ipdesk.services.receive import Verdict
from ipdesk.services.workspace import Workspace
from ipdesk.store import desk, migrations
from tests.services.office import CITY, FUTIAN, LUOHU, OFFICER, Q3, TODAY, accepted, fixed, slot, taken

SERVICE = LedgerKey("sz-ipservice", CITY)
Opened = Callable[..., Workspace]
#: What 福田 fills in under the second plan; two of the items are asked under the first as well.
FIGURES = {
    "secret-stations": "12", "pledge-amount": "62.4", "hv-patent-centres": "5", "patent-navigation": "3",
    "trademark-stations": "8", "protection-stations-added": "4",
}  # fmt: skip


def with_service(place: Workspace) -> Workspace:
    """The view on the second plan, taken up."""
    return participation.take_up(place, "sz-ipservice", today=TODAY, by=OFFICER).value


@pytest.fixture
def service(city: Workspace) -> Workspace:
    """The city's second plan, its third quarter issued to two districts."""
    view = with_service(city)
    issue.issue(view, Q3, to=None, units={FUTIAN, LUOHU}, today=TODAY, by=OFFICER)
    return view


def test_a_plan_is_taken_up_with_the_packages_of_a_file_made_for_it(city: Workspace, tmp_path: Path) -> None:
    view = with_service(city)

    with workspaces.create(tmp_path / "own.ipdesk", unit=CITY, plan="sz-ipservice", today=TODAY) as own:
        assert view.in_force(Slot(Kind.PLAN)) == own.in_force(Slot(Kind.PLAN))
        of_pack = set(own.state.packages)
    assert of_pack <= set(view.state.packages)
    assert view.policy.contact == city.policy.contact == "规划科"  # whom districts call is the same for both
    assert city.ledgers == (city.ledger, SERVICE)
    assert [(one.ledger.plan, one.issuer, one.current) for one in participation.plan_lines(city)] == [
        ("sz-155", True, True),
        ("sz-ipservice", True, False),
    ]


def test_what_cannot_be_taken_up(city: Workspace) -> None:
    with_service(city)
    for name, code in (("sz-ipservice", "plan_taken_up"), ("zj-145", "unit_unknown")):
        with pytest.raises((Refused, NotFound)) as refusal:
            participation.take_up(city, name, today=TODAY, by=OFFICER)
        assert refusal.value.code == code
    assert len(city.ledgers) == 2
    with pytest.raises(NotFound) as unknown:
        city.of(LedgerKey("gd-145", "440000"))
    assert unknown.value.code == "plan_not_taken_up"


def test_a_plan_is_opened_by_its_name_and_the_current_one_without(city: Workspace) -> None:
    view = with_service(city)
    with workspaces.open_workspace(city.path) as place:
        assert place.plan.id == "sz-155"
    for words in ("sz-ipservice", view.plan.short):
        with workspaces.open_workspace(city.path, words) as place:
            assert place.plan.id == "sz-ipservice"
    with pytest.raises(NotFound):
        workspaces.open_workspace(city.path, "gd-145")

    participation.turn_to(city, SERVICE)

    with workspaces.open_workspace(city.path) as place:
        assert (place.plan.id, place.ledgers) == ("sz-ipservice", (city.ledger, SERVICE))


def test_views_on_one_file_are_never_behind_each_other(city: Workspace, service: Workspace, opened: Opened) -> None:
    other = opened("city", again=True)
    there = other.of(SERVICE)

    name = accepted(service, FUTIAN, FIGURES)

    assert name in city.state.packages
    assert city.state is service.state
    assert name not in there.state.packages
    assert other.refresh()
    assert there.state == service.state
    assert other.of(SERVICE) is there


def test_the_same_slot_of_two_plans_has_a_draft_each(city: Workspace, service: Workspace) -> None:
    where = slot(city, FUTIAN)
    assert where == slot(service, FUTIAN)
    for view, figure in ((city, 12), (service, 21)):
        value = Value("secret-stations", Decimal(figure))
        draft.set_value(view, where, "secret-stations", value, by=OFFICER, today=TODAY)

    draft.undo(service, where, today=TODAY)

    assert draft.open_draft(city, where).answers.values["secret-stations"].quantity == 12
    assert "secret-stations" not in draft.open_draft(service, where).answers.values
    draft.redo(service, where, today=TODAY)
    assert draft.open_draft(service, where).answers.values["secret-stations"].quantity == 21


def test_reports_files_and_places_of_two_plans_stay_apart(city: Workspace, service: Workspace, tmp_path: Path) -> None:
    one, two = fixed(city, FUTIAN), fixed(service, FUTIAN, FIGURES)

    assert [line.id for line in review.waiting(city, None)] == [one]
    assert [line.id for line in review.waiting(service, None)] == [two]
    with pytest.raises(NotFound):
        review.dossier(city, two)
    issue.issue(service, Q3, to=tmp_path, units={LUOHU}, today=TODAY, by=OFFICER)
    assert len(outgoing.outbox(service)) == 1
    assert all(file.path != outgoing.outbox(service)[0].path for file in outgoing.outbox(city))
    settings.put(service, "last_period", "2026-Q3")
    settings.put(service, "officer", "周敏")
    assert (settings.get(city, "last_period"), settings.get(city, "officer")) == ("", "周敏")


def test_digests_and_verification_are_about_every_plan(city: Workspace, service: Workspace) -> None:
    found = maintain.all_digests(city)

    assert {one.plan for one in found} == {"sz-155", "sz-ipservice"}
    assert [one for one in found if one.plan == "sz-155"] == list(maintain.digests(city))
    assert maintain.verify(service) == ()


def test_a_code_on_paper_is_traced_whichever_plan_is_open(city: Workspace, service: Workspace, tmp_path: Path) -> None:
    accepted(service, FUTIAN, FIGURES)
    report.report(service, "summary", Q3, to=tmp_path / "摘要.pdf", today=TODAY, by=OFFICER)
    (code, *_), *_ = desk.printed_about(service.database, "2026-Q3")
    assert desk.printed_about(city.database, "2026-Q3") == ()

    node = trace.trace(city, code)

    assert node == trace.trace(service, code)
    assert any("2026年三季度" in text for _name, text in node.facts), node.facts


def test_the_search_finds_under_every_plan(city: Workspace, service: Workspace) -> None:
    accepted(service, FUTIAN, FIGURES)

    own, everywhere = (look(city, "专利导航", today=TODAY, period=Q3) for look in (find.find, find.find_everywhere))

    assert [hit.ledger for hit in everywhere[: len(own)]] == [None] * len(own)
    beside = [hit for hit in everywhere if hit.ledger == SERVICE]
    assert beside
    assert all(hit.subtitle.startswith(service.plan.short) and hit.answer is None for hit in beside)


# what comes in


def issued(place: Workspace, folder: Path, unit: str = FUTIAN) -> Path:
    """The workbook of the third quarter for one unit."""
    (file,) = issue.issue(place, Q3, to=folder, units={unit}, today=TODAY, by=OFFICER).value
    assert file.path is not None
    return file.path


def test_a_district_gets_the_workbooks_of_both_plans_from_its_city(
    city: Workspace, service: Workspace, futian: Workspace, tmp_path: Path
) -> None:
    template = issued(service, tmp_path / "下发")

    asked = taken(futian, template)
    assert (asked.verdict, asked.question) == (Verdict.QUESTION, "plan")
    assert "尚未加入该规划" in asked.sentence
    assert len(futian.ledgers) == 1
    rehearsed = receive.receive(
        futian, [template], answers={"*": {"plan": "take"}}, dry_run=True, today=TODAY, by="李敏"
    ).value[0]
    assert rehearsed.verdict is Verdict.TAKEN
    assert len(futian.ledgers) == 1

    assert taken(futian, template, plan="take").verdict is Verdict.TAKEN

    assert futian.ledgers == (futian.ledger, SERVICE)
    here = futian.of(SERVICE)
    assert (here.is_issuer, here.unit.code, here.plan) == (False, FUTIAN, service.plan)
    assert [mine.period for mine in draft.my_slots(here)] == ["2026-Q3"]
    # It reports under both, and whichever plan the city's window shows, each report goes where it belongs.
    sent = []
    for view in (futian, here):
        fixed(view, FUTIAN, *([FIGURES] if view is here else []))
        folder = tmp_path / view.ledger.plan
        sent.append(outgoing.export_submission(view, slot(view, FUTIAN), folder, today=TODAY))
    verdicts = receive.receive(city, sent, today=TODAY, by=OFFICER).value
    assert [one.verdict for one in verdicts] == [Verdict.TAKEN, Verdict.TAKEN]
    assert [one.plan for one in verdicts] == [city.plan.short, service.plan.short]
    assert [one.plan for one in receive.journal(city, 2)] == [service.plan.short, city.plan.short]
    for view in (city, service):
        (line,) = review.waiting(view, Q3)
        assert view.package(line.id).ledger == view.ledger


def test_a_plan_is_only_offered_for_a_file_of_the_unit_above(
    city: Workspace, service: Workspace, futian: Workspace, opened: Opened, tmp_path: Path
) -> None:
    lone = opened("futian-fixed")
    with_service(lone)
    here = lone.of(SERVICE)
    taken(lone, issued(service, tmp_path / "下发"))
    fixed(here, FUTIAN, FIGURES)
    report = outgoing.export_submission(here, slot(here, FUTIAN), tmp_path, today=TODAY)

    refused = taken(futian, report)  # its own report under a plan that is not here: nobody above sent it
    assert refused.verdict is Verdict.QUARANTINED
    assert "尚未加入该规划" in refused.sentence
    misled = taken(futian, issued(service, tmp_path / "罗湖", LUOHU), plan="take")
    assert misled.verdict is Verdict.QUARANTINED
    assert futian.ledgers == (futian.ledger,)


def test_training_and_real_never_meet(city: Workspace, futian: Workspace, tmp_path: Path) -> None:
    with workspaces.create(
        tmp_path / "t.ipdesk", unit=CITY, plan="sz-ipservice", training=True, today=TODAY
    ) as training:
        practice = issued(training, tmp_path / "练习")

        verdict = taken(futian, practice, plan="take")

        assert verdict.verdict is Verdict.QUARANTINED
        assert "培训" in verdict.sentence
        assert futian.ledgers == (futian.ledger,)
        view = participation.take_up(training, "sz-155", today=TODAY, by=OFFICER).value
        assert view.ledger == LedgerKey("sz-155", CITY, True)
        assert all(package.ledger.training for package in view.state.packages.values())


def test_a_bundle_brings_every_plan_of_the_office(
    city: Workspace, service: Workspace, opened: Opened, tmp_path: Path
) -> None:
    name = accepted(service, FUTIAN, FIGURES)
    where = slot(service, LUOHU)
    draft.set_value(service, where, "secret-stations", Value("secret-stations", Decimal(7)), by=OFFICER, today=TODAY)
    file = bundle.bundle(city, tmp_path / "全部.zip", purpose=bundle.Purpose.COMPUTER, today=TODAY, by=OFFICER)

    with bundle.create_from(tmp_path / "new.ipdesk", file, today=TODAY) as new:
        assert new.ledgers == city.ledgers
        there = new.of(SERVICE)
        assert there.package(name)
        assert draft.open_draft(there, where).answers.values["secret-stations"].quantity == 7
        assert maintain.all_digests(new) == maintain.all_digests(city)
        assert draft.open_draft(new, slot(new, LUOHU)).answers.values == {}
    only = bundle.bundle(city, tmp_path / "评估.zip", purpose=bundle.Purpose.EVALUATOR, today=TODAY, by=OFFICER)
    with bundle.create_from(tmp_path / "evaluator.ipdesk", only, today=TODAY) as evaluator:
        assert evaluator.ledgers == (city.ledger,)


def test_a_colleague_who_has_one_plan_gets_the_other_with_the_bundle(opened: Opened, tmp_path: Path) -> None:
    place = opened("city")
    shutil.copyfile(place.path, tmp_path / "colleague.ipdesk")
    view = with_service(place)
    issue.issue(view, Q3, to=None, units={FUTIAN}, today=TODAY, by=OFFICER)
    file = bundle.bundle(view, tmp_path / "交换.zip", today=TODAY, by=OFFICER)  # from the second plan's view
    with workspaces.open_workspace(tmp_path / "colleague.ipdesk") as colleague:
        bundle_of_first = bundle.bundle(place, tmp_path / "交换2.zip", today=TODAY, by=OFFICER)
        assert taken(colleague, bundle_of_first).verdict is Verdict.TAKEN
        assert colleague.ledgers == (colleague.ledger, SERVICE)
        assert taken(colleague, file).verdict is Verdict.SAME
        assert maintain.all_digests(colleague) == maintain.all_digests(place)


# files from before there were several plans


def test_a_file_of_one_plan_opens_with_its_drafts_and_codes(opened: Opened) -> None:
    place = opened("futian")
    where = slot(place, FUTIAN)
    draft.set_value(place, where, "secret-stations", Value("secret-stations", Decimal(12)), by="李敏", today=TODAY)
    with place.operation():
        desk.put_printed(place.database, "ABCDEFG", at="2026-10-09", report="汇总", basis={"period": "2026-Q3"})
    digests = maintain.digests(place)
    path = place.path
    place.close()
    _as_before_there_were_several_plans(path)

    with workspaces.open_workspace(path) as old:
        assert old.ledgers == (LedgerKey("sz-155", CITY),)
        assert draft.open_draft(old, where).answers.values["secret-stations"].quantity == 12
        draft.undo(old, where, today=TODAY)
        assert "secret-stations" not in draft.open_draft(old, where).answers.values
        assert [code for code, *_ in desk.printed_about(old.database, "2026-Q3")] == ["ABCDEFG"]
        assert maintain.digests(old) == digests
    assert path.with_name(f"{path.name}.before-update-3").exists()


def _as_before_there_were_several_plans(path: Path) -> None:
    """The file as a program wrote it that knew one plan a file: schema 3."""
    now = path.rename(path.with_suffix(".now"))
    with sqlite3.connect(path) as file:
        old = sqlite_utils.Database(file)
        migrations.migrations().apply(old, stop_before="m0004_reported")
        file.execute("ATTACH ? AS now", (str(now),))
        for table in ("setting", "package", "slot_state", "draft", "draft_step", "sent", "printed", "office_key"):
            columns = ", ".join(f"[{column.name}]" for column in old.table(table).columns)
            file.execute(f"INSERT INTO main.[{table}] ({columns}) SELECT {columns} FROM now.[{table}]")
        file.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
        file.execute("PRAGMA user_version = 3")
    file.close()


def test_a_plan_is_named_in_plain_words_where_it_is_not_here(city: Workspace) -> None:
    with pytest.raises(NotFound) as unknown:
        workspaces.ledger_named(city, "gd-145")
    assert unknown.value.params["here"] == "sz-155"

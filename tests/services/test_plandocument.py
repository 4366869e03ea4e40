"""The plan's own document on this PC."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from ipdesk.domain.errors import EnvironmentTrouble, Refused
from ipdesk.plantext.candidate import Section
from ipdesk.plantext.document import Span
from ipdesk.services import maintain, plandocument, workspace
from ipdesk.services.planbook import shipped
from ipdesk.services.plandocument import Found, Linked, clause_spans
from ipdesk.services.workspace import Touched, Workspace
from ipdesk.store import receipts
from ipdesk.text import messages
from tests.services import plantexts

TODAY = date(2026, 10, 9)


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr(plandocument, "link", plantexts.linked)
    return workspace.create(tmp_path / "city.ipdesk", unit="440300", plan="sz-155", today=TODAY, by="周敏")


def test_a_document_is_kept_with_its_places(city: Workspace, tmp_path: Path) -> None:
    assert plandocument.document(city) is None
    path = plantexts.write(tmp_path)

    done = plandocument.keep(city, path, today=TODAY, by="周敏")

    kept = done.value
    assert done.changes.kinds == {Touched.RECEIPTS}
    assert (kept.name, kept.by, kept.at[:10]) == ("规划.txt", "周敏", "2026-10-09")
    assert kept.text == plantexts.TEXT
    found = kept.targets["pledge-amount-2030"]
    assert found.number is not None
    assert kept.text[found.place.start : found.place.end] == "登记金额达2500亿元以上"
    assert kept.text[found.number.start : found.number.end] == "2500"
    assert set(kept.missing) == {target.id for target in city.plan.targets} - set(plantexts.SET)
    assert not kept.outdated
    assert plandocument.document(city) == kept


def test_the_file_itself_is_kept_and_nothing_enters_the_ledger(city: Workspace, tmp_path: Path) -> None:
    before, digests = set(city.state.packages), maintain.digests(city)
    path = plantexts.write(tmp_path)
    kept = plandocument.keep(city, path, today=TODAY, by="周敏").value
    assert kept.hash == sha256(path.read_bytes()).hexdigest()
    assert receipts.original(city.database, kept.hash) == path.read_bytes()
    assert set(city.state.packages) == before
    assert maintain.digests(city) == digests
    assert maintain.verify(city) == ()


def test_a_second_document_takes_the_place_of_the_first(city: Workspace, tmp_path: Path) -> None:
    first = plandocument.keep(city, plantexts.write(tmp_path), today=TODAY, by="").value
    other = tmp_path / "印发稿.txt"
    other.write_text(plantexts.TEXT + "附件\n", encoding="utf-8")
    second = plandocument.keep(city, other, today=TODAY, by="").value
    assert plandocument.document(city) == second
    assert second.name == "印发稿.txt"
    assert receipts.original(city.database, first.hash) is not None


def test_it_is_there_when_the_data_file_is_opened_again(city: Workspace, tmp_path: Path) -> None:
    kept = plandocument.keep(city, plantexts.write(tmp_path), today=TODAY, by="").value
    city.close()
    with workspace.open_workspace(tmp_path / "city.ipdesk") as again:
        assert plandocument.document(again) == kept


def test_an_amended_plan_makes_the_links_old(city: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plandocument.keep(city, plantexts.write(tmp_path), today=TODAY, by="")
    amended = replace(city.plan, version=city.plan.version + 1, targets=city.plan.targets[:3])
    monkeypatch.setattr(city, "_plan", amended)
    held = plandocument.document(city)
    assert held is not None
    assert held.outdated
    assert held.missing == tuple(target.id for target in city.plan.targets)


def test_what_cannot_be_kept_changes_nothing(city: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        plandocument.keep(city, plantexts.write(tmp_path), plan="zj-145", today=TODAY, by="")
    assert refused.value.code == "plan_elsewhere"
    with pytest.raises(EnvironmentTrouble) as trouble:
        plandocument.keep(city, tmp_path / "没有.txt", today=TODAY, by="")
    assert trouble.value.code == "file_not_found"
    assert plandocument.document(city) is None


def test_a_clause_is_found_by_itself_its_target_or_what_it_lies_in(city: Workspace, tmp_path: Path) -> None:
    kept = plandocument.keep(city, plantexts.write(tmp_path), today=TODAY, by="").value
    words = {}
    for name in ("t15", "box8", "box8-1", "t16"):
        span = kept.span_of(city.plan, name)
        assert span is not None
        words[name] = kept.text[span.start : span.end].split("。")[0]
    assert words["t15"].startswith("15.")
    assert words["box8"] == words["box8-1"] == "专栏8　知识产权金融生态综合试点工程"
    assert words["t16"].startswith("16.")
    assert kept.span_of(city.plan, "ch1") is None
    assert kept.span_of(city.plan, "没有") is None


@pytest.mark.parametrize(
    ("label", "title", "found"),
    [
        ("15.", "打造知识产权金融生态综合试验区", True),
        ("15．", "打造 知识产权金融生态综合试验区。推进质押", True),
        ("１５.", "打造知识产权金融", True),
        ("16.", "打造知识产权金融生态综合试验区", False),
        ("15.", "完善知识产权运营体系", False),
        ("", "打造知识产权金融生态综合试验区", True),
        ("15.", "", False),
    ],
)
def test_headings_are_known_in_other_spellings(label: str, title: str, found: bool) -> None:
    plan = next(plan for plan in shipped() if plan.id == "sz-155")
    section = Section("s", "task", label, title, 1, Span(7, 20))
    assert (clause_spans(plan, [section]).get("t15") == Span(7, 20)) is found


def test_a_text_is_read_and_linked(tmp_path: Path) -> None:
    city = workspace.create(tmp_path / "city.ipdesk", unit="440300", plan="sz-155", today=TODAY, by="周敏")
    kept = plandocument.keep(city, plantexts.write(tmp_path), plan="sz-155", today=TODAY, by="周敏").value
    for name, (_sentence, figure) in plantexts.SET.items():
        number = kept.targets[name].number
        assert number is not None
        assert kept.text[number.start : number.end] == figure
    assert {"ch5", "t12", "t15", "ch6", "t16"} <= set(kept.clauses)
    assert "hv-patents-2030" in kept.missing


def test_a_file_that_is_no_document_is_refused_in_words(tmp_path: Path) -> None:
    city = workspace.create(tmp_path / "city.ipdesk", unit="440300", plan="sz-155", today=TODAY, by="周敏")
    (tmp_path / "空.docx").write_bytes(b"")
    with pytest.raises(Refused) as refused:
        plandocument.keep(city, tmp_path / "空.docx", today=TODAY, by="")
    assert refused.value.code == "document_not_read"
    said = messages.error_sentence(refused.value)
    assert said.startswith("没有把 空.docx 存为规划文本。")
    assert "text_empty" not in said
    assert plandocument.document(city) is None


def test_rows_on_the_previous_period_have_their_place(tmp_path: Path) -> None:
    city = workspace.create(tmp_path / "city.ipdesk", unit="440300", plan="sz-155", today=TODAY, by="周敏")
    place = Found(Span(0, 9), Span(2, 4))
    held = Linked(plantexts.TEXT, "txt", {}, [], {"history-1": place})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plandocument, "link", lambda _plan, _path: held)
        kept = plandocument.keep(city, plantexts.write(tmp_path), today=TODAY, by="").value
    assert kept.history == {"history-1": place}
    assert kept.targets == {}

"""区内收数 through the desk: asked, sent out, taken back in, combined, traced; and everything that may come back."""

import io
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ipdesk.domain.errors import IpdeskError
from ipdesk.domain.gather import How
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.services import draft, gather, gathertake, outgoing, trace
from ipdesk.services.gathertake import SheetState, SheetVerdict
from ipdesk.services.workspace import Workspace
from tests.builders import SIGNED
from tests.services.office import FIGURES, FUTIAN, TODAY, answered, slot

SECTION, STREET, OTHER = "知识产权科", "沙头街道", "香蜜湖街道"
STATIONS, VOLUNTEERS = "protection-stations", "ip-volunteers"


@pytest.fixture
def asked(futian: Workspace) -> Workspace:
    """Three are asked for the stations, the section alone for the volunteers."""
    where = slot(futian, FUTIAN)
    gather.ask(futian, where, [STATIONS], [SECTION, STREET, OTHER], today=TODAY, by="李敏")
    gather.ask(futian, where, ["知识产权志愿者人数"], [SECTION], today=TODAY, by="李敏")
    return futian


def sheets(place: Workspace, folder: Path) -> dict[str, Path]:
    written = gather.export(place, slot(place, FUTIAN), folder, due="10月8日", today=TODAY, by="李敏")
    return {path.stem.rpartition("_")[2]: path for path in written}


def give(path: Path, to: Path | None = None, person: str = "周敏", day: str = "10月7日", **figures: object) -> Path:
    """Fills a sheet as its provider would, by the names of its rows."""
    book = openpyxl.load_workbook(path)
    page: Any = book.active
    for row in range(5, page.max_row + 1):
        for name, figure in figures.items():
            if str(page.cell(row, 1).value or "").startswith(f"{name.replace('_', '-')}^"):
                page.cell(row, 6).value = figure
                page.cell(row, 8).value = person
                page.cell(row, 9).value = day
    path = to or path
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(buffer.getvalue())
    return path


def take(place: Workspace, *paths: Path, **answers: str) -> tuple[SheetVerdict, ...]:
    given = {"*": answers} if answers else None
    return gathertake.take(place, slot(place, FUTIAN), paths, answers=given, today=TODAY, by="李敏").value


def value(place: Workspace, key: str = STATIONS) -> Value | None:
    return draft.open_draft(place, slot(place, FUTIAN)).answers.values.get(key)


def line(place: Workspace, key: str = STATIONS) -> gather.GatherLine:
    return next(one for one in gather.lines(draft.open_draft(place, slot(place, FUTIAN))) if one.key == key)


def test_sheets_out_and_back_make_one_figure(asked: Workspace, tmp_path: Path) -> None:
    out = sheets(asked, tmp_path / "out")
    assert sorted(path.name for path in out.values()) == sorted(
        f"2026年三季度_数据提供表_{name}.xlsx" for name in (SECTION, STREET, OTHER)
    )
    (first,) = take(asked, give(out[SECTION], protection_stations=12, ip_volunteers=41))
    assert first.state is SheetState.TAKEN, first.sentence
    assert first.rows == ("知识产权保护工作站数量", "知识产权志愿者人数")
    assert (value(asked), gather.missing(draft.open_draft(asked, slot(asked, FUTIAN)))) == (
        None, {STREET: ("知识产权保护工作站数量",), OTHER: ("知识产权保护工作站数量",)}
    )  # fmt: skip
    volunteers = value(asked, VOLUNTEERS)
    assert volunteers is not None
    assert (volunteers.quantity, volunteers.supplied_by) == (41, SECTION)

    take(asked, give(out[STREET], protection_stations=15), give(out[OTHER], protection_stations=7))
    found = value(asked)
    assert found is not None
    assert (found.quantity, found.supplied_by) == (34, f"{SECTION}、{STREET}、{OTHER}")
    part = line(asked).ask and draft.open_draft(asked, slot(asked, FUTIAN)).gathered.of(STATIONS, STREET)
    assert part is not None
    assert (part.person, part.day, part.cell, part.file) == ("周敏", "10月7日", "F5", out[STREET].name)


def test_one_undo_takes_back_figures_and_contributions(asked: Workspace, tmp_path: Path) -> None:
    out = sheets(asked, tmp_path / "out")
    give(out[SECTION], protection_stations=12)
    take(asked, out[SECTION], give(out[STREET], protection_stations=15), give(out[OTHER], protection_stations=7))
    assert value(asked)
    draft.undo(asked, slot(asked, FUTIAN), today=TODAY)
    assert value(asked) is None
    assert line(asked).result.waiting == (SECTION, STREET, OTHER)
    draft.redo(asked, slot(asked, FUTIAN), today=TODAY)
    assert value(asked)


def test_the_same_twice_a_newer_one_and_the_earlier_again(asked: Workspace, tmp_path: Path) -> None:
    out = sheets(asked, tmp_path / "out")
    earlier = give(out[SECTION], tmp_path / "一.xlsx", ip_volunteers=41)
    newer = give(out[SECTION], tmp_path / "二.xlsx", ip_volunteers=43)
    take(asked, earlier)
    assert [one.state for one in take(asked, earlier)] == [SheetState.SAME]
    (said,) = take(asked, newer)
    assert (said.state, "1" in said.sentence) == (SheetState.TAKEN, True)
    found = value(asked, VOLUNTEERS)
    assert found is not None
    assert found.quantity == 43
    kept = draft.open_draft(asked, slot(asked, FUTIAN)).gathered.earlier
    assert [one.quantity for one in kept] == [41]
    (again,) = take(asked, earlier)
    assert again.state is SheetState.REFUSED
    assert value(asked, VOLUNTEERS) == found


def test_what_does_not_belong_here_is_one_sentence_each_and_hinders_no_other(
    asked: Workspace, prepared: Path, tmp_path: Path
) -> None:
    out = sheets(asked, tmp_path / "out")
    good = give(out[SECTION], protection_stations=12)
    book = openpyxl.load_workbook(out[STREET])
    other = gather.mark_of(asked, slot(asked, FUTIAN), STREET)
    for name, mark in (
        ("他期.xlsx", type(other)(**{**_fields(other), "period": "2026-Q2"})),
        ("他区.xlsx", type(other)(**{**_fields(other), "unit": "440303"})),
        ("没问过.xlsx", type(other)(**{**_fields(other), "provider": "园岭街道"})),
    ):
        book.active["A1"] = mark.text()
        book.save(tmp_path / name)
    (tmp_path / "坏.xlsx").write_bytes(good.read_bytes()[:900])
    (tmp_path / "空.xlsx").write_bytes(out[OTHER].read_bytes())
    shutil.copyfile(prepared / "by-hand.xlsx", tmp_path / "整表.xlsx")
    (tmp_path / "会议.csv").write_text("会议,安排\n一,二\n", encoding="utf-8")

    bad = ("他期.xlsx", "他区.xlsx", "没问过.xlsx", "坏.xlsx", "空.xlsx", "整表.xlsx", "会议.csv", "不在.xlsx")
    verdicts = take(asked, *(tmp_path / name for name in bad), good)

    assert [one.state for one in verdicts] == [SheetState.REFUSED] * len(bad) + [SheetState.TAKEN]
    assert all(one.sentence.strip() and "…" not in one.sentence for one in verdicts)
    assert len({one.sentence for one in verdicts}) == len(verdicts)
    assert "二季度" in verdicts[0].sentence
    kept = draft.open_draft(asked, slot(asked, FUTIAN)).gathered
    assert [(one.provider, one.quantity) for one in kept.given] == [(SECTION, 12)]


def _fields(mark: object) -> dict[str, str]:
    return {name: getattr(mark, name) for name in mark.__slots__}  # type: ignore[attr-defined]


def test_only_refusals_do_not_begin_a_draft(futian: Workspace, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 cut")
    assert take(futian, tmp_path / "坏.xlsx")[0].state is SheetState.REFUSED
    assert draft.open_draft(futian, slot(futian, FUTIAN)).saved_at == ""


def test_a_figure_that_cannot_be_read_stands_in_the_form_and_keeps_it_from_being_fixed(
    asked: Workspace, tmp_path: Path
) -> None:
    out = sheets(asked, tmp_path / "out")
    (said,) = take(asked, give(out[SECTION], ip_volunteers="四十来人"))
    assert said.state is SheetState.TAKEN
    assert [one.code for one in said.findings] == ["number_other_unit"]  # 来人 is no unit of measure
    found = value(asked, VOLUNTEERS)
    assert found is not None
    assert (found.status, found.raw) == (ValueStatus.UNREAD, f"{SECTION}：四十来人")
    codes = {one.code for one in draft.open_draft(asked, slot(asked, FUTIAN)).findings if one.where.row == VOLUNTEERS}
    assert "check_unread" in codes


def test_lost_marks_are_asked_about(asked: Workspace, tmp_path: Path) -> None:
    out = sheets(asked, tmp_path / "out")
    book = openpyxl.load_workbook(give(out[SECTION], ip_volunteers=41))
    book.active.delete_cols(1)
    book.save(bare := tmp_path / "重抄.xlsx")

    (question,) = take(asked, bare)
    assert (question.state, question.question, question.choices[0]) == (SheetState.QUESTION, "provider", SECTION)
    assert value(asked, VOLUNTEERS) is None
    (said,) = take(asked, bare, provider=SECTION)
    assert said.state is SheetState.TAKEN, said.sentence
    assert value(asked, VOLUNTEERS) is not None


def test_sorted_names_are_asked_about(asked: Workspace, tmp_path: Path) -> None:
    out = sheets(asked, tmp_path / "out")
    book = openpyxl.load_workbook(give(out[SECTION], protection_stations=12, ip_volunteers=41))
    page: Any = book.active
    for column in range(2, 11):
        one, other = page.cell(5, column), page.cell(6, column)
        one.value, other.value = other.value, one.value
    book.save(turned := tmp_path / "排过序.xlsx")

    assert [(one.state, one.question) for one in take(asked, turned)] == [(SheetState.QUESTION, "names")]
    (said,) = take(asked, turned, names="yes")
    assert said.state is SheetState.TAKEN
    gathered = draft.open_draft(asked, slot(asked, FUTIAN)).gathered
    assert {one.row: one.quantity for one in gathered.given} == {STATIONS: 12, VOLUNTEERS: 41}


def test_what_was_typed_is_kept_until_a_person_says_otherwise(asked: Workspace, tmp_path: Path) -> None:
    where = slot(asked, FUTIAN)
    draft.set_value(asked, where, VOLUNTEERS, Value(VOLUNTEERS, Decimal(50)), by="李敏", today=TODAY)
    (said,) = take(asked, give(sheets(asked, tmp_path / "out")[SECTION], ip_volunteers=41))
    assert said.held == ("知识产权志愿者人数",)
    typed = value(asked, VOLUNTEERS)
    assert typed is not None
    assert (typed.quantity, line(asked, VOLUNTEERS).agrees) == (50, False)
    gather.use(asked, where, VOLUNTEERS, today=TODAY, by="李敏")
    used = value(asked, VOLUNTEERS)
    assert used is not None
    assert (used.quantity, line(asked, VOLUNTEERS).agrees) == (41, True)


def test_by_telephone_and_without_one(asked: Workspace) -> None:
    where = slot(asked, FUTIAN)
    for name, text in ((SECTION, "12"), (STREET, "15")):
        gather.type_in(asked, where, STATIONS, name, text, person="周敏", today=TODAY, by="李敏")
    assert value(asked) is None
    gather.leave_out(asked, where, STATIONS, OTHER, today=TODAY, by="李敏")
    found = value(asked)
    assert found is not None
    assert (found.quantity, found.supplied_by) == (27, f"{SECTION}、{STREET}")
    gather.leave_out(asked, where, STATIONS, OTHER, out=False, today=TODAY, by="李敏")
    assert line(asked).result.waiting == (OTHER,)
    gather.type_in(asked, where, STATIONS, STREET, "", today=TODAY, by="李敏")
    assert line(asked).result.waiting == (STREET, OTHER)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda ws, at: gather.ask(ws, at, ["没有这项"], [SECTION], today=TODAY, by=""), "gather_row_unknown"),
        (lambda ws, at: gather.ask(ws, at, [STATIONS], ["a|b"], today=TODAY, by=""), "gather_provider_name"),
        (lambda ws, at: gather.ask(ws, at, [STATIONS], [SECTION], lead=OTHER, today=TODAY, by=""),
         "gather_lead_unknown"),
        (lambda ws, at: gather.ask(ws, at, [STATIONS], [SECTION], how=How.TEXT, today=TODAY, by=""),
         "gather_not_added"),
        (lambda ws, at: gather.type_in(ws, at, STATIONS, "园岭街道", "1", today=TODAY, by=""), "gather_not_asked"),
        (lambda ws, at: gather.type_in(ws, at, STATIONS, SECTION, "十几家", today=TODAY, by=""), "gather_no_figure"),
        (lambda ws, at: gather.use(ws, at, STATIONS, today=TODAY, by=""), "gather_not_settled"),
        (lambda ws, at: gather.export(ws, at, Path("x"), only=["园岭街道"], today=TODAY, by=""),
         "gather_provider_unknown"),
    ],
)  # fmt: skip
def test_what_makes_no_sense(asked: Workspace, act: Callable[..., object], code: str) -> None:
    before = draft.open_draft(asked, slot(asked, FUTIAN))
    with pytest.raises(IpdeskError) as refused:
        act(asked, slot(asked, FUTIAN))
    assert refused.value.code == code
    assert draft.open_draft(asked, slot(asked, FUTIAN)) == before


def test_names_are_typed_once_and_keep_their_order(asked: Workspace) -> None:
    gather.put_providers(asked, [OTHER, STREET, SECTION, "园岭街道"])
    gather.ask(asked, slot(asked, FUTIAN), [STATIONS], [SECTION, OTHER], today=TODAY, by="李敏")
    assert line(asked).ask.providers == (OTHER, SECTION)
    assert gather.providers(asked) == (OTHER, STREET, SECTION, "园岭街道")


def test_the_trace_of_what_was_fixed_shows_the_providers_and_nothing_of_it_is_sent(
    asked: Workspace, city: Workspace, tmp_path: Path
) -> None:
    where = slot(asked, FUTIAN)
    draft.set_answers(asked, where, answered(asked, FUTIAN, {**FIGURES, STATIONS: "1"}), by="李敏", today=TODAY)
    draft.set_value(asked, where, STATIONS, None, by="李敏", today=TODAY)
    out = sheets(asked, tmp_path / "out")
    take(asked, give(out[SECTION], protection_stations=12), give(out[STREET], protection_stations=15),
         give(out[OTHER], protection_stations=7))  # fmt: skip
    name = draft.fix(asked, where, today=TODAY, by="李敏", approvals=SIGNED).value

    told = "\n".join(trace.lines_of(trace.trace(asked, f"福田区/{STATIONS}/2026-Q3")))
    for words in (SECTION, STREET, "周敏", "F5", out[STREET].name, "12", "15", "34"):
        assert words in told
    assert draft.open_draft(asked, where).gathered.given  # what is corrected later begins with it

    sent = outgoing.export_submission(asked, where, tmp_path / "sent.xlsx", today=TODAY)
    assert b"gathered" not in asked.package(name).data
    assert STREET in asked.package(name).data.decode()  # as the supplier of the figure
    from tests.services.office import taken

    taken(city, sent)
    above = "\n".join(trace.lines_of(trace.trace(city, f"福田区/{STATIONS}/2026-Q3")))
    assert "周敏" not in above


def test_a_whole_form_read_into_the_draft_leaves_what_was_gathered(asked: Workspace, prepared: Path) -> None:
    where = slot(asked, FUTIAN)
    gather.type_in(asked, where, VOLUNTEERS, SECTION, "41", today=TODAY, by="李敏")
    draft.set_evidence(asked, where, ("批复",), (), by="李敏", today=TODAY)
    from ipdesk.services import receive

    answers = {"*": {"draft": "take"}}
    (said,) = receive.receive(asked, [prepared / "by-hand.xlsx"], answers=answers, today=TODAY, by="李敏").value
    after = draft.open_draft(asked, where)
    assert after.answered > 1, said.sentence
    assert [one.quantity for one in after.gathered.given] == [41]
    assert len(after.gathered.asks) == 2


def test_a_new_pc_goes_on_with_what_was_gathered(asked: Workspace, opened: Callable[..., Workspace]) -> None:
    from ipdesk.services import officedesk, sending
    from ipdesk.store import office

    where = slot(asked, FUTIAN)
    draft.set_answers(asked, where, answered(asked, FUTIAN), by="李敏", today=TODAY)
    gather.type_in(asked, where, VOLUNTEERS, SECTION, "41", today=TODAY, by="李敏")
    name = draft.fix(asked, where, today=TODAY, by="李敏", approvals=SIGNED).value
    sending.tick(asked, where, sending.SHEET, day=TODAY, today=TODAY, by="李敏")
    other = opened("city")
    with other.database.transaction():
        assert officedesk.unpack(other.database, officedesk.packed(asked.database))
        assert not officedesk.unpack(other.database, {"providers": 3, "gathered": [1], "sent": [["a"]]})
        officedesk.unpack(other.database, officedesk.packed(asked.database))
    assert office.providers(other.database) == (SECTION, STREET, OTHER)
    assert office.gathered(other.database, name) == office.gathered(asked.database, name) != ""
    assert [one.what for one in office.sendings(other.database, name)] == [sending.SHEET]

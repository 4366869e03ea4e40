"""A 分工方案 taken in from Excel: nothing guessed, everything shown, taken again by id."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from ipdesk.domain.errors import Refused, WrongUse
from ipdesk.domain.period import parse
from ipdesk.services import formbuild, handdown, measures, measuresout, workspace
from ipdesk.services.measurepreview import Preview
from ipdesk.services.measuresin import import_measures, preview
from ipdesk.services.workspace import Workspace
from tests.services.measurebooks import HEADS, MESSY, book
from tests.services.office import CITY, FUTIAN, LUOHU

TODAY = date(2026, 2, 1)
NANSHAN = "440305"
#: The lead of row 7 stands in a merged cell; 市委金融办 is no unit of the ledger.
ANSWERS = {"lead.分工方案!C7": "above", "unit.市委金融办": "words"}


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Workspace]:
    with workspace.create(tmp_path / "city.ipdesk", unit=CITY, plan="sz-155", today=TODAY, by="陈建") as made:
        yield made


def taken(city: Workspace, path: Path, answers: dict[str, str] | None = None) -> Preview:
    return import_measures(city, path, 2026, answers=answers, today=TODAY, by="陈建").value


def test_what_is_not_sure_is_asked_and_nothing_is_kept(city: Workspace, tmp_path: Path) -> None:
    found = taken(city, book(tmp_path / "a.xlsx"))
    assert [one.id for one in found.asks] == ["lead.分工方案!C7", "unit.市委金融办"]
    assert [line.how for line in found.lines] == ["heading", "new", "new", "question", "question", "heading"]
    assert measures.all_measures(city) == ()


def test_a_messy_sheet_is_read_as_a_person_reads_it(city: Workspace, tmp_path: Path) -> None:
    found = taken(city, book(tmp_path / "a.xlsx"), ANSWERS)
    assert found.asks == ()
    first, second, third, fourth = measures.all_measures(city)
    assert [one.id for one in (first, second, third, fourth)] == [
        "2026-t15-1", "2026-t15-2", "2026-t15-3", "2026-t16-1",
    ]  # fmt: skip
    assert first.lead == (CITY,)
    assert first.shared
    assert len(first.support) == 11
    assert first.support[0] == FUTIAN
    assert first.due == date(2026, 12, 31)
    assert second.title == "开展知识产权证券化\n试点"
    assert (second.lead, second.support) == ((FUTIAN, NANSHAN), ("440300SW", "440300SF"))
    assert second.clause == "t15"
    assert second.due == date(2026, 12, 31)
    assert (third.lead, third.standing, third.due) == ((FUTIAN, NANSHAN), True, None)
    assert (fourth.lead, fourth.support, fourth.support_text) == ((FUTIAN,), (LUOHU,), "罗湖区，市委金融办")
    assert fourth.due == date(2026, 9, 30)
    codes = [one.code for one in found.notes]
    assert codes.count("measures_task_above") == 2
    assert "measures_every_area" in codes


def test_taken_again_by_content_nothing_changes(city: Workspace, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx")
    taken(city, path, ANSWERS)
    before = measures.all_measures(city)
    entries = city.moment
    again = taken(city, path, {"lead.分工方案!C7": "above"})
    assert [line.how for line in again.lines if line.measure] == ["same"] * 4
    assert measures.all_measures(city) == before
    assert city.moment == entries


def test_an_exported_sheet_mended_and_taken_again_updates_by_id(city: Workspace, tmp_path: Path) -> None:
    taken(city, book(tmp_path / "a.xlsx"), ANSWERS)
    path = measuresout.export_measures(city, 2026, tmp_path / "out.xlsx", today=TODAY, by="陈建")
    assert all(line.how in ("same", "heading") for line in preview(city, path, 2026, {}).lines)
    mended = openpyxl.load_workbook(path)
    sheet = mended.active
    assert sheet is not None
    rows = {str(row[0].value): row[0].row for row in sheet.iter_rows() if row[0].value}
    columns = {str(cell.value): cell.column for cell in sheet[3]}
    sheet.cell(rows["2026-t15-1"], columns["具体举措"]).value = "知识产权质押融资扩面增量"
    sheet.cell(rows["2026-t16-1"], columns["完成时限"]).value = "2026年11月"
    sheet.cell(rows["2026-t16-1"], columns["数量"]).value = 50
    sheet.delete_rows(rows["2026-t15-3"])
    mended.save(path)
    found = taken(city, path)
    assert [one.id for one in found.asks] == ["gone.2026-t15-3"]
    found = taken(city, path, {"gone.2026-t15-3": "drop"})
    assert [(line.measure.id, line.how) for line in found.lines if line.measure] == [
        ("2026-t15-1", "changed"), ("2026-t15-2", "same"), ("2026-t16-1", "changed"),
    ]  # fmt: skip
    now = {one.id: one for one in measures.all_measures(city)}
    assert set(now) == {"2026-t15-1", "2026-t15-2", "2026-t16-1"}
    assert now["2026-t16-1"].due == date(2026, 11, 30)
    assert now["2026-t16-1"].quantity == Decimal(50)
    # A number that was given once is not given to another measure.
    more = (*MESSY[:7], (9, None, "设立知识产权金融服务站", None, "罗湖区", None, "年底", None), MESSY[7])
    renamed = [list(row) for row in more]
    renamed[4][2] = "知识产权质押融资扩面增量"
    renamed[7][6] = "2026年11月"
    del renamed[6]
    path = book(tmp_path / "b.xlsx", renamed, ("B5:B7",))
    asked = taken(city, path)
    assert {one.how for one in asked.lines} >= {"new", "same"}
    assert [line.measure.id for line in asked.lines if line.measure and line.how == "new"] == ["2026-t15-4"]


def test_a_reworded_measure_is_asked_about(city: Workspace, tmp_path: Path) -> None:
    taken(city, book(tmp_path / "a.xlsx"), ANSWERS)
    rows = [list(row) for row in MESSY]
    rows[7][2] = "培育高水平服务机构"
    path = book(tmp_path / "b.xlsx", rows)
    answers = {"lead.分工方案!C7": "above"}
    found = taken(city, path, answers)
    assert [(one.id, one.choices[0][0]) for one in found.asks] == [("same.分工方案!C8", "2026-t16-1")]
    found = taken(city, path, {**answers, "same.分工方案!C8": "2026-t16-1"})
    assert [one.title for one in measures.all_measures(city)][-1] == "培育高水平服务机构"
    assert len(measures.all_measures(city)) == 4


def test_an_answer_that_names_units_counts_them(city: Workspace, tmp_path: Path) -> None:
    taken(city, book(tmp_path / "a.xlsx"), {**ANSWERS, "unit.市委金融办": "市商务局"})
    assert measures.all_measures(city)[-1].support == (LUOHU, "440300SW")


def test_an_answer_that_fits_nothing_is_asked_again(city: Workspace, tmp_path: Path) -> None:
    found = taken(city, book(tmp_path / "a.xlsx"), {**ANSWERS, "unit.市委金融办": "火星局"})
    assert [one.id for one in found.asks] == ["unit.市委金融办"]
    assert "火星局" in found.asks[0].text
    assert measures.all_measures(city) == ()


def test_a_task_that_the_plan_lacks_is_asked_and_may_stay_words(city: Workspace, tmp_path: Path) -> None:
    rows = (HEADS, (1, "知识产权强市共建", "签订部市合作协议", None, "市知识产权局", None, "视情况", None))
    path = book(tmp_path / "a.xlsx", rows, ())
    found = taken(city, path)
    assert [one.id for one in found.asks] == ["task.知识产权强市共建"]
    taken(city, path, {"task.知识产权强市共建": "words"})
    (only,) = measures.all_measures(city)
    assert (only.id, only.clause, only.task, only.due) == ("2026-x-1", "", "知识产权强市共建", None)


def test_a_number_that_is_none_is_asked(city: Workspace, tmp_path: Path) -> None:
    rows = (
        ("重点任务", "具体举措", "目标值", "计量单位", "责任单位"),
        ("16", "培育服务机构", "五十左右", "家", "福田区"),
        ("16", "引进服务机构", "1,200", "家", "罗湖区"),
    )
    path = book(tmp_path / "a.xlsx", rows, ())
    found = taken(city, path)
    assert [one.id for one in found.asks] == ["quantity.分工方案!C2"]
    taken(city, path, {"quantity.分工方案!C2": "50"})
    assert [one.quantity for one in measures.all_measures(city)] == [Decimal(50), Decimal(1200)]


def test_a_sheet_that_holds_no_measures_is_refused_in_one_sentence(city: Workspace, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", (("指标", "本期"), ("质押", 3)), ())
    with pytest.raises(WrongUse) as refused:
        taken(city, path)
    assert refused.value.code == "measures_no_sheet"
    with pytest.raises(WrongUse) as refused:
        import_measures(city, path, 2019, today=TODAY, by="")
    assert refused.value.code == "measures_bad_year"


def test_only_the_issuer_imports(tmp_path: Path) -> None:
    with workspace.create(tmp_path / "d.ipdesk", unit=FUTIAN, plan="sz-155", today=TODAY) as district:
        with pytest.raises(Refused) as refused:
            taken(district, book(tmp_path / "a.xlsx"))
        assert refused.value.code == "not_issuer"


def test_units_get_what_they_lead_or_support_and_their_forms_ask_about_it(city: Workspace, tmp_path: Path) -> None:
    taken(city, book(tmp_path / "a.xlsx"), ANSWERS)
    assert handdown.order_of(city, FUTIAN) is None
    found = measures.hand_down(city, today=TODAY, by="陈建").value
    by_unit = {one.unit.code: [measure.id for measure in one.measures] for one in found}
    assert by_unit[FUTIAN] == ["2026-t15-1", "2026-t15-2", "2026-t15-3", "2026-t16-1"]
    assert by_unit["440300SW"] == ["2026-t15-2"]
    assert CITY not in by_unit
    assert measures.hand_down(city, today=TODAY, by="陈建").value == ()
    form = formbuild.build_form(city, city.unit_of(FUTIAN), parse("2026-Q1"), {})
    rows = {row.key: row for row in form.tasks}
    assert "t15" not in rows
    assert "t14" in rows
    assert rows["2026-t15-2"].measure.startswith("开展知识产权证券化")
    assert rows["2026-t15-2"].deadline == "12月底前"
    assert rows["2026-t15-2"].label == "15."
    department = formbuild.build_form(city, city.unit_of("440300SW"), parse("2026-Q1"), {})
    assert [row.key for row in department.tasks] == ["2026-t15-2"]
    next_year = formbuild.build_form(city, city.unit_of(FUTIAN), parse("2027-Q1"), {})
    assert "t15" in {row.key for row in next_year.tasks}

"""What arrives among the returned files and is none: one clear sentence each, and the rest of the batch is taken."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain import period as periods
from ipdesk.domain.ledger.package import parse
from ipdesk.exchange import byhand
from ipdesk.exchange.child import open_workbook
from ipdesk.exchange.layout import INDICATORS, SIGN
from ipdesk.exchange.reader import read_envelope
from ipdesk.exchange.writer import write_form
from ipdesk.services import collect, draft, figures, issue, receive, review, workspace
from ipdesk.services.receive import Verdict
from ipdesk.services.slotref import slot
from ipdesk.services.workspace import Workspace
from tests.builders import SIGNED

TODAY = date(2026, 10, 9)
PERIOD = periods.parse("2026-Q3")
DATA = Path(__file__).parent.parent / "data" / "demo"


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Workspace]:
    with workspace.create(tmp_path / "city.ipdesk", unit="440300", plan="sz-155", today=TODAY, by="陈建") as place:
        yield place


@pytest.fixture
def templates(city: Workspace, tmp_path: Path) -> dict[str, Path]:
    issued = issue.issue(city, PERIOD, to=tmp_path / "下发", units={"440304", "440303"}, today=TODAY, by="陈建").value
    return {one.unit.short: one.path for one in issued if one.path}


def _filled(template: Path, to: Path) -> Path:
    figures_by_key = {
        "hv-patents-count": 5200, "secret-stations": 5, "mediation-bodies": 1, "mediation-cases": 96,
        "protection-stations": 16, "overseas-grants": "0.03", "patent-transfers": "0.14", "pledge-amount": "38.1",
        "service-points-added": 1, "firms-served": 410, "ip-volunteers": 22,
    }  # fmt: skip
    cells: dict[byhand.CellName, Decimal | str] = {
        (INDICATORS, key, "value"): Decimal(figure) for key, figure in figures_by_key.items()
    }
    cells[INDICATORS, "resident-population", "confirm"] = "无误"
    cells[SIGN, "filled_by", "text"] = "黄志强"
    byhand.fill(template, to, cells)
    return to


def _verdicts(city: Workspace, *paths: Path) -> list[receive.FileVerdict]:
    return list(receive.receive(city, paths, today=TODAY, by="陈建").value)


def _nothing_was_taken(city: Workspace) -> bool:
    return not review.waiting(city, PERIOD)


def test_a_truncated_file(city: Workspace, templates: dict[str, Path], tmp_path: Path) -> None:
    whole = _filled(templates["罗湖区"], tmp_path / "罗湖.xlsx").read_bytes()
    half = tmp_path / "half.xlsx"
    half.write_bytes(whole[: len(whole) // 2])
    (verdict,) = _verdicts(city, half)
    assert verdict.verdict is Verdict.REFUSED
    assert verdict.sentence == "half.xlsx：文件不完整，末尾缺失，请重新复制或发送；原件已留存。"
    assert _nothing_was_taken(city)


def test_a_picture_renamed_to_xlsx(city: Workspace, tmp_path: Path) -> None:
    picture = tmp_path / "盖章页.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (verdict,) = _verdicts(city, picture)
    assert verdict.verdict is Verdict.REFUSED
    assert "这是图片" in verdict.sentence


def test_a_file_of_another_plan(city: Workspace, templates: dict[str, Path], tmp_path: Path) -> None:
    envelope = read_envelope(open_workbook(templates["罗湖区"]))
    assert envelope is not None
    form = figures.form_of(city.package(envelope.template_id))
    other = tmp_path / "other.xlsx"
    write_form(other, form, None, replace(envelope, plan="sz-ipservice", packages=()), created=TODAY)
    (verdict,) = _verdicts(city, other)
    assert verdict.verdict is Verdict.QUARANTINED
    assert "属于另一规划（sz-ipservice）" in verdict.sentence
    assert _nothing_was_taken(city)


def test_a_training_file(city: Workspace, tmp_path: Path) -> None:
    with workspace.create(
        tmp_path / "training.ipdesk", unit="440300", plan="sz-155", training=True, today=TODAY, by="陈建"
    ) as training:
        issued = issue.issue(training, PERIOD, to=tmp_path, units={"440303"}, today=TODAY, by="陈建").value
    assert issued[0].path is not None
    (verdict,) = _verdicts(city, _filled(issued[0].path, tmp_path / "培训.xlsx"))
    assert verdict.verdict is Verdict.QUARANTINED
    assert "是培训数据" in verdict.sentence
    assert _nothing_was_taken(city)


def test_a_workbook_whose_issued_target_was_changed(
    city: Workspace, templates: dict[str, Path], tmp_path: Path
) -> None:
    filled = _filled(templates["罗湖区"], tmp_path / "罗湖.xlsx")
    changed = tmp_path / "罗湖_改.xlsx"
    byhand.fill(filled, changed, {(INDICATORS, "secret-stations", "target"): "全市≥50"})
    (verdict,) = _verdicts(city, changed)
    assert verdict.verdict is Verdict.QUARANTINED
    assert "1 处下发内容被改动" in verdict.sentence
    assert "指标!" in verdict.sentence
    assert "≥50" in verdict.sentence
    assert _nothing_was_taken(city)

    again = receive.receive(
        city, [changed], answers={changed.name: {"issued_changed": "take"}}, today=TODAY, by="陈建"
    ).value
    assert again[0].verdict is Verdict.TAKEN


def test_one_bad_file_hinders_no_other(city: Workspace, templates: dict[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "收到"
    folder.mkdir()
    (folder / "1 空.xlsx").write_bytes(b"")
    (folder / "2 说明.txt").write_text("请查收", encoding="utf-8")
    _filled(templates["罗湖区"], folder / "3 罗湖.xlsx")
    (folder / "4 坏.xlsx").write_bytes(b"PK\x03\x04" + bytes(40))
    _filled(templates["福田区"], folder / "5 福田.xlsx")
    (folder / "~$5 福田.xlsx").write_bytes(b"lock")
    found = {verdict.name: verdict.verdict for verdict in _verdicts(city, folder)}
    assert found == {
        "1 空.xlsx": Verdict.REFUSED, "2 说明.txt": Verdict.REFUSED, "3 罗湖.xlsx": Verdict.TAKEN,
        "4 坏.xlsx": Verdict.REFUSED, "5 福田.xlsx": Verdict.TAKEN,
    }  # fmt: skip
    assert len(receive.journal(city)) == 5
    received = {line.unit.short for line in collect.status(city, PERIOD, today=TODAY).lines if line.id}
    assert received == {"福田区", "罗湖区"}


#: What 罗湖 filled in and confirmed in the demo.
LUOHU_FIGURES = {
    "hv-patents-count": Decimal(5200), "resident-population": Decimal("114.3801"), "secret-stations": Decimal(5),
    "mediation-bodies": Decimal(1), "mediation-cases": Decimal(96), "protection-stations": Decimal(16),
    "overseas-grants": Decimal("0.03"), "patent-transfers": Decimal("0.14"), "pledge-amount": Decimal("38.1"),
    "service-points-added": Decimal(1), "firms-served": Decimal(410), "ip-volunteers": Decimal(22),
}  # fmt: skip


def _received(path: Path, folder: Path) -> dict[str, Decimal | None]:
    """What a city takes from a workbook of the demo, by row."""
    envelope = read_envelope(open_workbook(path))
    assert envelope is not None
    with workspace.create(
        folder / "issuer.ipdesk", unit="440300", plan="sz-155", training=True, today=TODAY, by="陈建"
    ) as city:
        with city.operation() as operation:  # the city that issued it, as far as this form needs it
            operation.add(*(parse(body) for body in envelope.packages))
        (verdict,) = _verdicts(city, path)
        assert verdict.verdict is Verdict.TAKEN, verdict.sentence
        (line,) = review.waiting(city)
        return {key: value.quantity for key, value in review.dossier(city, line.id).answers.values.items()}


def test_a_demo_workbook_sorted_and_widened_by_libreoffice(tmp_path: Path) -> None:
    """Kept in tests/data/demo: rows sorted by name, a column inserted, saved by LibreOffice."""
    assert _received(DATA / "sorted_column_inserted.xlsx", tmp_path) == LUOHU_FIGURES


@pytest.mark.office
def test_the_same_done_live(tmp_path: Path) -> None:
    from tests.services import office_demo

    office_demo.make(tmp_path / "live.xlsx")
    assert _received(tmp_path / "live.xlsx", tmp_path) == LUOHU_FIGURES


def test_a_form_of_a_unit_that_fixed_it_is_the_same_by_whichever_way(city: Workspace, tmp_path: Path) -> None:
    """The package inside and the cells outside of an export agree: one package comes in, no child of it."""
    from ipdesk.services import outgoing

    (issued,) = issue.issue(city, PERIOD, to=tmp_path, units={"440303"}, today=TODAY, by="陈建").value
    assert issued.path is not None
    with workspace.create(tmp_path / "lh.ipdesk", unit="罗湖区", plan="sz-155", today=TODAY, by="黄志强") as district:
        filled = _filled(issued.path, tmp_path / "罗湖.xlsx")
        receive.receive(district, [issued.path, filled], today=TODAY, by="黄志强")
        place = slot(district, "2026-Q3")
        assert draft.open_draft(district, place).answered == 12
        fixed = draft.fix(district, place, today=TODAY, by="黄志强", approvals=SIGNED).value
        exported = outgoing.export_submission(district, place, tmp_path / "上报", today=TODAY, by="黄志强")
    (verdict,) = _verdicts(city, exported)
    assert verdict.verdict is Verdict.TAKEN
    assert verdict.packages == (fixed,)


def test_a_returned_workbook_brings_its_question_into_the_district(city: Workspace, tmp_path: Path) -> None:
    """What goes back holds the very figures that were sent: the district's draft is asked about nothing."""
    from ipdesk.domain.form import Question
    from ipdesk.services import outgoing

    (issued,) = issue.issue(city, PERIOD, to=tmp_path, units={"440303"}, today=TODAY, by="陈建").value
    assert issued.path is not None
    with workspace.create(tmp_path / "lh.ipdesk", unit="罗湖区", plan="sz-155", today=TODAY, by="黄志强") as district:
        receive.receive(district, [issued.path, _filled(issued.path, tmp_path / "f.xlsx")], today=TODAY, by="黄志强")
        place = slot(district, "2026-Q3")
        fixed = draft.fix(district, place, today=TODAY, by="黄志强", approvals=SIGNED).value
        _verdicts(city, outgoing.export_submission(district, place, tmp_path / "上报", today=TODAY, by="黄志强"))
        question = Question("mediation-cases", "是否含街道调解？")
        back = review.return_(city, fixed, [question], to=tmp_path / "退回", today=TODAY, by="陈建").value
        assert back is not None
        (verdict,) = receive.receive(district, [back], today=TODAY, by="黄志强").value
        assert verdict.verdict is Verdict.TAKEN
        assert draft.open_draft(district, place).form.questions == (question,)


def test_a_version_that_was_set_aside_is_asked_about_and_can_be_reinstated(
    city: Workspace, templates: dict[str, Path], tmp_path: Path
) -> None:
    first = _filled(templates["罗湖区"], tmp_path / "一稿.xlsx")
    second = tmp_path / "二稿.xlsx"
    byhand.fill(first, second, {(INDICATORS, "firms-served", "value"): Decimal(412)})
    _, other = _verdicts(city, first, second)
    assert other.verdict is Verdict.SECOND
    place = slot(city, "罗湖区/2026-Q3")
    keep = other.packages[0]
    review.settle(city, place, keep, today=TODAY, by="陈建", reason="以后稿为准")

    (again,) = _verdicts(city, first)
    assert again.verdict is Verdict.QUESTION
    assert again.question == "superseded"
    (left,) = receive.receive(city, [first], answers={"*": {"superseded": "leave"}}, today=TODAY, by="陈建").value
    assert left.verdict is Verdict.SAME

    review.reinstate(city, again.packages[0], today=TODAY, by="陈建", reason="核实后以前稿为准")
    assert set(city.state.slot(city.ledger, place).heads) == {keep, again.packages[0]}

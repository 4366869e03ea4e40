"""Evidence: by name, as files, with the report in one zip, beside it, later; used twice; taken away."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ipdesk.domain.errors import IpdeskError, NotFound, Refused, WrongUse
from ipdesk.domain.ledger.package import Kind
from ipdesk.exchange import parcel
from ipdesk.services import attachments, door, draft, maintain, outgoing, receive, review, trace
from ipdesk.services.receive import FileVerdict, Verdict
from ipdesk.services.workspace import Workspace
from ipdesk.store import receipts
from tests.builders import SIGNED
from tests.services.office import (
    FIGURES,
    FUTIAN,
    LUOHU,
    OFFICER,
    TODAY,
    answered,
    filled_by_hand,
    fixed,
    slot,
    taken,
)

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(60)


def paper(folder: Path, name: str = "盖章扫描件.pdf", data: bytes = PDF) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def attach(place: Workspace, unit: str, *paths: Path, row: str = "") -> tuple[attachments.Attached, ...]:
    return attachments.attach(place, slot(place, unit), paths, row=row, today=TODAY, by=OFFICER).value


def verdicts(place: Workspace, *paths: Path, **answers: dict[str, str]) -> dict[str, FileVerdict]:
    found = receive.receive(place, paths, answers=answers, today=TODAY, by=OFFICER).value
    return {one.name: one for one in found}


@pytest.fixture
def sent(futian: Workspace, tmp_path: Path) -> Path:
    """福田's report with a scan, a file for one row and a name, in one zip."""
    place = slot(futian, FUTIAN)
    draft.set_answers(futian, place, answered(futian, FUTIAN), by=OFFICER, today=TODAY)
    attach(futian, FUTIAN, paper(tmp_path))
    attach(futian, FUTIAN, paper(tmp_path, "工作站名单.png", PICTURE), row="protection-stations")
    attachments.name_evidence(futian, place, ["区政府文件"], today=TODAY, by=OFFICER)
    draft.fix(futian, place, today=TODAY, by=OFFICER, approvals=SIGNED)
    return outgoing.export_submission(futian, place, tmp_path / "out", attached=True, today=TODAY, by=OFFICER)


def test_names_files_and_their_removal_are_steps_of_the_draft(futian: Workspace, tmp_path: Path) -> None:
    place = slot(futian, FUTIAN)
    attachments.name_evidence(futian, place, ["  一份  来函 "], today=TODAY, by=OFFICER)
    attach(futian, FUTIAN, paper(tmp_path))
    assert [(one.name, one.state) for one in attachments.of_slot(futian, place)] == [
        ("一份 来函", "named"), ("盖章扫描件.pdf", "here"),
    ]  # fmt: skip

    attachments.remove_evidence(futian, place, "盖章扫描件.pdf", today=TODAY, by=OFFICER)
    assert [one.name for one in attachments.of_slot(futian, place)] == ["一份 来函"]
    assert draft.open_draft(futian, place).files == ()
    draft.undo(futian, place, today=TODAY)
    assert [one.name for one in attachments.of_slot(futian, place)] == ["一份 来函", "盖章扫描件.pdf"]


def test_the_zip_brings_report_and_files_and_trace_shows_them(city: Workspace, sent: Path) -> None:
    assert zipfile.ZipFile(sent).namelist()[1:] == ["附件/01_盖章扫描件.pdf", "附件/02_工作站名单.png"]

    found = verdicts(city, sent)

    assert {name: one.verdict for name, one in found.items()} == {
        sent.with_suffix(".xlsx").name: Verdict.TAKEN, "01_盖章扫描件.pdf": Verdict.TAKEN,
        "02_工作站名单.png": Verdict.TAKEN,
    }  # fmt: skip
    assert {one.inside for one in found.values()} == {sent.name}
    head = city.state.slot(city.ledger, slot(city, FUTIAN)).current
    lines = attachments.of_report(city, head)
    assert [(one.name, one.state, one.row_name != "") for one in lines] == [
        ("盖章扫描件.pdf", "here", False), ("工作站名单.png", "here", True), ("区政府文件", "named", False),
    ]  # fmt: skip
    review.accept(city, head, today=TODAY, by=OFFICER)
    shown = "\n".join(trace.lines_of(trace.trace(city, f"{FUTIAN}/protection-stations/2026-Q3")))
    other = "\n".join(trace.lines_of(trace.trace(city, f"{FUTIAN}/secret-stations/2026-Q3")))
    assert all(name in shown for name in ("工作站名单.png", "盖章扫描件.pdf", "区政府文件"))
    assert [name in other for name in ("工作站名单.png", "盖章扫描件.pdf")] == [False, True]


def test_equal_data_make_an_equal_zip(futian: Workspace, sent: Path, tmp_path: Path) -> None:
    again = outgoing.export_submission(
        futian, slot(futian, FUTIAN), tmp_path / "again", attached=True, today=TODAY, by=OFFICER
    )
    assert again.read_bytes() == sent.read_bytes()


def test_a_workbook_alone_says_what_is_missing_and_the_file_may_come_later(
    city: Workspace, futian: Workspace, sent: Path, tmp_path: Path
) -> None:
    alone = outgoing.export_submission(futian, slot(futian, FUTIAN), tmp_path / "alone.xlsx", today=TODAY)
    taken(city, alone)
    head = city.state.slot(city.ledger, slot(city, FUTIAN)).current
    assert [one.state for one in attachments.of_report(city, head)] == ["away", "away", "named"]

    late = taken(city, paper(tmp_path, "随便什么名字.pdf"))

    assert late.verdict is Verdict.TAKEN
    assert [one.state for one in attachments.of_report(city, head)] == ["here", "away", "named"]
    assert taken(city, paper(tmp_path, "又一次.pdf")).verdict is Verdict.SAME


def test_a_file_beside_a_report_is_asked_about(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    folder = tmp_path / "来件"
    scan = paper(folder, "a 扫描.pdf")  # comes before the report by its name
    filled_by_hand(prepared / f"template-{FUTIAN}.xlsx", folder / "b 福田.xlsx")

    found = verdicts(city, folder)
    asked = found["a 扫描.pdf"]
    assert (asked.verdict, asked.question, asked.unit) == (Verdict.QUESTION, "attach", FUTIAN)
    assert asked.choices[0][0] == f"{FUTIAN}/2026-Q3"
    head = city.state.slot(city.ledger, slot(city, FUTIAN)).current
    assert attachments.of_report(city, head) == ()

    told = verdicts(city, scan, **{asked.file_hash: {"attach": "福田区/2026-Q3"}})
    assert told["a 扫描.pdf"].verdict is Verdict.TAKEN
    (line,) = attachments.of_report(city, head)
    assert (line.name, line.state, line.officer) == ("a 扫描.pdf", "here", OFFICER)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("take", Verdict.TAKEN),
        ("leave", Verdict.QUARANTINED),
        ("什么/2026", Verdict.QUESTION),
        ("罗湖区/2026-Q3", Verdict.QUESTION),
    ],
)
def test_answers_to_whose_it_is(city: Workspace, prepared: Path, tmp_path: Path, answer: str, verdict: Verdict) -> None:
    folder = tmp_path / "来件"
    scan = paper(folder)
    filled_by_hand(prepared / f"template-{FUTIAN}.xlsx", folder / "福田.xlsx")

    assert verdicts(city, folder, **{scan.name: {"attach": answer}})[scan.name].verdict is verdict


def test_a_dry_run_says_the_same_and_keeps_nothing(city: Workspace, sent: Path, tmp_path: Path) -> None:
    before = len(city.state.packages)
    tried = receive.receive(city, [sent], dry_run=True, today=TODAY, by=OFFICER).value
    assert [one.verdict for one in tried] == [Verdict.TAKEN] * 3
    assert (len(city.state.packages), receipts.kept_hashes(city.database)) == (before, ())


def test_a_zip_packed_by_hand_makes_the_same_packages_on_every_pc(
    opened: Callable[..., Workspace], prepared: Path, tmp_path: Path
) -> None:
    """Windows writes names in GB 18030 and folders as it likes."""
    filled = filled_by_hand(prepared / f"template-{FUTIAN}.xlsx", tmp_path / "福田.xlsx")
    buffer = io.BytesIO()
    names = ("报送\\福田.xlsx".encode("gb18030"), "报送\\盖章页.pdf".encode("gb18030"))
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in zip(names, (filled.read_bytes(), PDF), strict=True):
            archive.writestr("x" * (len(name) - 1) + str(len(data) % 10), data)
    packed = buffer.getvalue()
    for name, data in zip(names, (filled.read_bytes(), PDF), strict=True):
        packed = packed.replace(b"x" * (len(name) - 1) + str(len(data) % 10).encode(), name)
    (tmp_path / "福田.zip").write_bytes(packed)
    ids = []
    for name in ("city", "city"):
        place = opened(name)
        found = verdicts(place, tmp_path / "福田.zip")
        assert {one.verdict for one in found.values()} == {Verdict.TAKEN}
        ids.append({one.id for one in place.state.packages.values() if one.kind == Kind.ATTACHMENT})
    assert ids[0] == ids[1]
    assert len(ids[0]) == 1


def test_the_district_takes_what_the_city_made_of_its_zip(
    city: Workspace, futian: Workspace, prepared: Path, tmp_path: Path
) -> None:
    filled = filled_by_hand(prepared / f"template-{FUTIAN}.xlsx", tmp_path / "福田.xlsx")
    (tmp_path / "福田.zip").write_bytes(parcel.pack("福田.xlsx", filled.read_bytes(), [("页.pdf", PDF)]))
    verdicts(city, tmp_path / "福田.zip")
    bodies = [one.data for one in city.state.packages.values() if one.kind == Kind.ATTACHMENT]
    entry = door.admit(futian, bodies, sender="")
    assert (len(entry.new), entry.findings) == (1, ())


def test_the_same_file_elsewhere_is_pointed_out(city: Workspace, sent: Path, tmp_path: Path) -> None:
    luohu = fixed(city, LUOHU)
    (line,) = attach(city, LUOHU, paper(tmp_path, "罗湖的扫描件.pdf"))
    assert line.also == ()

    found = verdicts(city, sent)["01_盖章扫描件.pdf"]

    assert [one.code for one in found.findings] == ["attachment_used_before"]
    (line,) = attachments.of_report(city, luohu)
    assert [(use.unit, use.period) for use in line.also] == [(FUTIAN, "2026-Q3")]


def test_an_older_file_of_a_mended_report_stays_with_it(futian: Workspace, sent: Path, tmp_path: Path) -> None:
    place = slot(futian, FUTIAN)
    mended = answered(futian, FUTIAN, {**FIGURES, "mediation-cases": "211"})
    kept = draft.open_draft(futian, place)
    draft.set_answers(
        futian, place, type(mended)(values=mended.values, filled_by="李敏", evidence=kept.answers.evidence[:1]),
        by=OFFICER, today=TODAY,
    )  # fmt: skip
    name = draft.fix(futian, place, today=TODAY, by=OFFICER, approvals=SIGNED).value
    assert [(one.name, one.state) for one in attachments.of_report(futian, name)] == [("盖章扫描件.pdf", "here")]
    again = outgoing.export_submission(futian, place, tmp_path / "two", attached=True, today=TODAY, by=OFFICER)
    assert zipfile.ZipFile(again).namelist()[1:] == ["附件/01_盖章扫描件.pdf"]


def test_a_file_attached_after_fixing_goes_to_what_stands(futian: Workspace, tmp_path: Path) -> None:
    name = fixed(futian, FUTIAN)
    attach(futian, FUTIAN, paper(tmp_path))
    attach(futian, FUTIAN, paper(tmp_path))
    (line,) = attachments.of_report(futian, name)
    assert (line.about, line.state) == (name, "here")
    assert futian.state.slot(futian.ledger, slot(futian, FUTIAN)).current == name


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("程序.pdf", b"MZ" + bytes(80), "attachment_kind"),
        ("网页.html", b"<html><script>x</script></html>", "attachment_kind"),
        ("包.zip", b"PK\x05\x06" + bytes(18), "attachment_kind"),
        ("空.pdf", b"", "attachment_empty"),
        ("大.pdf", PDF + bytes(20_000_001), "attachment_too_big"),
    ],
)
def test_what_may_not_be_attached(futian: Workspace, tmp_path: Path, name: str, data: bytes, code: str) -> None:
    good = paper(tmp_path)
    with pytest.raises(Refused) as refused:
        attach(futian, FUTIAN, good, paper(tmp_path, name, data))
    assert refused.value.code == code
    assert attachments.of_slot(futian, slot(futian, FUTIAN)) == ()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\扫描.pdf", "扫描.pdf"),
        ("扫描\u202efdp.exe", "扫描fdp.exe.pdf"),
        ("报告.pdf.exe", "报告.pdf.exe.pdf"),
        ("con.pdf", "_con.pdf"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("甲" * 300 + ".pdf", "甲" * 80 + ".pdf"),
        ("没有扩展名", "没有扩展名.pdf"),
        (" . .pdf", "_.pdf"),
    ],
)
def test_names_are_made_safe(name: str, shown: str) -> None:
    from ipdesk.exchange.attachfile import attachable, clean_name

    assert clean_name(name, PDF, attachable(PDF, name)) == shown


def test_a_copy_is_written_under_a_safe_name_only(city: Workspace, sent: Path, tmp_path: Path) -> None:
    verdicts(city, sent)
    head = city.state.slot(city.ledger, slot(city, FUTIAN)).current
    line = attachments.of_report(city, head)[0]
    folder = tmp_path / "看"
    path = attachments.save_copy(city, line, folder)
    assert (path.parent, path.read_bytes()) == (folder, PDF)
    paper(folder, "盖章扫描件.pdf", PDF + b"\nsomething else")
    assert attachments.save_copy(city, line, folder).name.startswith(line.hash[:8])


def test_purging_leaves_hash_and_reason(city: Workspace, sent: Path, tmp_path: Path) -> None:
    verdicts(city, sent)
    head = city.state.slot(city.ledger, slot(city, FUTIAN)).current
    with pytest.raises(Refused):
        attachments.purge(city, "盖章扫描件.pdf", reason=" ", today=TODAY, by=OFFICER)
    gone = attachments.purge(city, "盖章扫描件.pdf", reason="含个人信息", today=TODAY, by=OFFICER).value

    line = attachments.of_report(city, head)[0]
    assert (line.state, line.hash) == ("purged", gone)
    assert line.purged.endswith(f" {OFFICER} 含个人信息")
    assert maintain.verify(city) == ()
    city.close()
    assert PDF not in (tmp_path / "city.ipdesk").read_bytes()


def test_a_purged_file_does_not_slip_back(city: Workspace, sent: Path, tmp_path: Path) -> None:
    verdicts(city, sent)
    attachments.purge(city, "盖章扫描件.pdf", reason="错发", today=TODAY, by=OFFICER)
    assert verdicts(city, sent)["01_盖章扫描件.pdf"].verdict is Verdict.SAME
    head = city.state.slot(city.ledger, slot(city, FUTIAN)).current
    assert attachments.of_report(city, head)[0].state == "purged"
    attach(city, FUTIAN, paper(tmp_path))  # a person wants it after all
    assert attachments.of_report(city, head)[0].state == "here"


def test_an_original_may_be_purged_and_trace_says_so(city: Workspace, prepared: Path) -> None:
    taken(city, prepared / "by-hand.xlsx")
    review.accept(city, review.waiting(city)[0].id, today=TODAY, by=OFFICER)
    attachments.purge(city, "by-hand.xlsx", reason="超过保存期限", today=TODAY, by=OFFICER)
    shown = "\n".join(trace.lines_of(trace.trace(city, f"{FUTIAN}/protection-stations/2026-Q3")))
    assert "超过保存期限" in shown


@pytest.mark.parametrize("name", ["没有的文件.pdf", "abc", "ffffffff"])
def test_purging_what_is_not_there(city: Workspace, name: str) -> None:
    with pytest.raises(NotFound):
        attachments.purge(city, name, reason="x", today=TODAY, by=OFFICER)


def test_purging_asks_where_a_name_is_not_enough(city: Workspace, tmp_path: Path) -> None:
    fixed(city, FUTIAN)
    fixed(city, LUOHU)
    attach(city, FUTIAN, paper(tmp_path / "a", "扫描.pdf"))
    attach(city, LUOHU, paper(tmp_path / "b", "扫描.pdf", PDF + b"\n"))
    with pytest.raises(WrongUse):
        attachments.purge(city, "扫描.pdf", reason="x", today=TODAY, by=OFFICER)


def test_an_attachment_that_names_no_file_is_set_aside(city: Workspace, sent: Path) -> None:
    verdicts(city, sent)
    good = next(one for one in city.state.packages.values() if one.kind == Kind.ATTACHMENT)
    bad = json.loads(good.data) | {"content": {**good.content, "hash": "../../x"}}
    body = json.dumps(bad, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    entry = door.admit(city, [body], sender=FUTIAN)
    assert (entry.new, [one.code for one in entry.findings]) == ((), ["package_damaged"])


@pytest.mark.parametrize("members", [300, 0])
def test_other_zips_are_said_to_be_zips(city: Workspace, tmp_path: Path, members: int) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for number in range(members):
            archive.writestr(f"{number}.pdf", PDF)
        archive.writestr("../../x.pdf", PDF)
    (verdict,) = receive.receive(city, [tmp_path / "x.zip"], today=TODAY, by=OFFICER).value
    assert verdict.verdict is Verdict.REFUSED


def test_a_bomb_beside_a_workbook_is_one_refusal(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(prepared / "by-hand.xlsx", "a.xlsx")
        archive.writestr("附件/b.pdf", bytes(60_000_000))
    (verdict,) = receive.receive(city, [tmp_path / "x.zip"], today=TODAY, by=OFFICER).value
    assert verdict.verdict is Verdict.REFUSED
    assert city.state.slot(city.ledger, slot(city, FUTIAN)).heads == ()


def test_errors_are_sentences(futian: Workspace, tmp_path: Path) -> None:
    with pytest.raises(IpdeskError):
        attach(futian, FUTIAN, tmp_path / "gone.pdf")
    with pytest.raises(NotFound):
        attach(futian, FUTIAN, paper(tmp_path), row="没有这一行")
    with pytest.raises(NotFound):
        attachments.remove_evidence(futian, slot(futian, FUTIAN), "没有", today=TODAY, by=OFFICER)
    with pytest.raises(WrongUse):
        attachments.name_evidence(futian, slot(futian, FUTIAN), [" "], today=TODAY, by=OFFICER)

"""报出: ready when the workbook is written, two ticks with their days, the stamped scan, the paper for approval."""

from datetime import date
from pathlib import Path

import pytest

from ipdesk.domain.errors import Refused
from ipdesk.paint.blocks import Note, PageBreak, Table, Title
from ipdesk.services import attachments, collect, draft, outgoing, report, sending
from ipdesk.services.workspace import Workspace
from tests.builders import SIGNED
from tests.services.office import FUTIAN, OFFICER, Q3, TODAY, answered, fixed, slot, taken

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def test_ready_then_two_ticks_each_with_its_day(futian: Workspace, tmp_path: Path) -> None:
    where = slot(futian, FUTIAN)
    with pytest.raises(Refused) as nothing:
        sending.tick(futian, where, sending.SHEET, day=TODAY, today=TODAY, by="李敏")
    assert nothing.value.code == "nothing_fixed"
    fixed(futian, FUTIAN)
    assert sending.of_slot(futian, where) == sending.Ticks()
    outgoing.export_submission(futian, where, tmp_path, today=TODAY)
    assert sending.of_slot(futian, where) == sending.Ticks(ready="2026-10-09")

    sending.tick(futian, where, sending.STAMPED, day=TODAY, today=TODAY, by="李敏")
    ticks = sending.tick(futian, where, sending.SHEET, day=date(2026, 10, 8), today=TODAY, by="李敏").value
    assert (ticks.sheet, ticks.stamped, ticks.sent) == ("2026-10-08", "2026-10-09", "2026-10-08")
    assert sending.take_back(futian, where, sending.SHEET, today=TODAY).value.sent == "2026-10-09"
    with pytest.raises(Refused) as later:
        sending.tick(futian, where, sending.SHEET, day=date(2026, 10, 12), today=TODAY, by="李敏")
    assert later.value.code == "sent_later"


def test_a_corrected_version_has_ticks_of_its_own(futian: Workspace) -> None:
    where = slot(futian, FUTIAN)
    fixed(futian, FUTIAN)
    sending.tick(futian, where, sending.SHEET, day=TODAY, today=TODAY, by="李敏")
    changed = answered(futian, FUTIAN, {"protection-stations": "35"})
    values = {**draft.open_draft(futian, where).answers.values, **changed.values}
    answers = draft.open_draft(futian, where).answers
    draft.set_answers(futian, where, type(answers)(values=values, filled_by="李敏"), by="李敏", today=TODAY)
    draft.fix(futian, where, today=TODAY, by="李敏", approvals=SIGNED)
    assert sending.of_slot(futian, where) == sending.Ticks()


def test_the_scan_of_the_stamped_paper_is_known_above(futian: Workspace, city: Workspace, tmp_path: Path) -> None:
    where = slot(futian, FUTIAN)
    fixed(futian, FUTIAN)
    scan = tmp_path / "盖章件.pdf"
    scan.write_bytes(PDF)
    (line,) = attachments.attach(futian, where, [scan], stamped=True, today=TODAY, by="李敏").value
    assert line.what == attachments.STAMPED
    assert sending.of_slot(futian, where) == sending.Ticks(stamped="2026-10-09", scan=True)

    sent = outgoing.export_submission(futian, where, tmp_path / "报送.zip", attached=True, today=TODAY)
    taken(city, sent)
    found = next(one for one in collect.status(city, Q3, today=TODAY).lines if one.unit.code == FUTIAN)
    assert found.stamped == "2026-10-09"


def test_above_the_paper_that_came_by_post_is_ticked(city: Workspace) -> None:
    fixed(city, FUTIAN)
    sending.tick(city, slot(city, FUTIAN), sending.STAMPED, day=TODAY, today=TODAY, by=OFFICER)
    found = next(one for one in collect.status(city, Q3, today=TODAY).lines if one.unit.code == FUTIAN)
    assert found.stamped == "2026-10-09"


def test_the_paper_for_approval_is_marked_and_ends_with_its_slip(futian: Workspace, tmp_path: Path) -> None:
    where = slot(futian, FUTIAN)
    draft.set_answers(futian, where, answered(futian, FUTIAN), by="李敏", today=TODAY)
    from ipdesk.services import approval

    approval.put_approvals(futian, where, SIGNED[:1], today=TODAY, by="李敏")
    paper = report.approval_document(futian, where, today=TODAY)
    assert "送审稿" in paper.draft_mark
    assert "征求意见稿" in paper.draft_mark
    assert isinstance(paper.blocks[0], Title)
    assert paper.blocks[0].text.endswith("（送审稿）")
    assert any(isinstance(block, Note) and "尚未审签" in block.text for block in paper.blocks[:4])
    slip = paper.blocks[next(n for n, block in enumerate(paper.blocks) if isinstance(block, PageBreak)) :]
    table = next(block for block in slip if isinstance(block, Table))
    assert [row.cells[0].text for row in table.rows] == ["填表人", "科室审核", "分管领导审签"]
    assert [row.cells[4].whole for row in table.rows] == ["", "周科\n2026-10-08", ""]

    for ending in (".pdf", ".docx"):
        done = report.report(futian, "approval", where, to=tmp_path / f"送审稿{ending}", today=TODAY, by="李敏")
        assert done.value.stat().st_size > 1000
    draft.fix(futian, where, today=TODAY, by="李敏", approvals=SIGNED)
    with pytest.raises(Refused) as refused:
        report.approval_document(futian, where, today=TODAY)
    assert refused.value.code == "approval_fixed"


def test_what_was_fixed_and_not_sent_waits(futian: Workspace) -> None:
    from ipdesk.services import gather, overview

    def texts() -> list[tuple[str, str]]:
        return [(one.text, one.severity) for one in overview.overview(futian, Q3, today=TODAY).todo]

    where = slot(futian, FUTIAN)
    gather.ask(futian, where, ["ip-volunteers"], ["沙头街道"], today=TODAY, by="李敏")
    assert ("2026年三季度区内收数未交：沙头街道", "info") in texts()
    fixed(futian, FUTIAN)
    assert ("2026年三季度已定稿，尚未登记报出", "soon") in texts()
    sending.tick(futian, where, sending.SHEET, day=TODAY, today=TODAY, by="李敏")
    assert not [text for text, _severity in texts() if "报出" in text]

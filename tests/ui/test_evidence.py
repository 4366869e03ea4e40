"""Evidence, attachments and bundles in the window."""

import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ipdesk.services import attachments, bundle, receive, slotref, workspace
from ipdesk.ui.dialogs.bundling import BundleChoice, BundleDialog
from ipdesk.ui.pages.exchange import ExchangePage
from ipdesk.ui.pages.fill import FillPage
from tests.builders import SIGNED
from tests.ui.windowday import DISTRICT, TODAY, Day, Opener, fill_all, settle

PDF = b"%PDF-1.7\n%%EOF\n"


def test_evidence_by_name_and_file_goes_out_in_one_zip(
    open_window: Opener, district: Path, tmp_path: Path, qapp: QApplication
) -> None:
    with workspace.open_workspace(district) as place:
        fill_all(place, "2026-Q3")
    (tmp_path / "扫描.pdf").write_bytes(PDF)
    (tmp_path / "程序.pdf").write_bytes(b"MZ" + bytes(80))
    page = open_window(district, page="fill").pages["fill"]
    assert isinstance(page, FillPage)
    page.go("2026-Q3")
    view = page.form.evidence
    view.name("区政府批复")
    view.attach([tmp_path / "扫描.pdf"])
    view.attach([tmp_path / "程序.pdf"])  # refused, said under the head
    assert [(one.name, one.state) for one in view.lines()] == [("区政府批复", "named"), ("扫描.pdf", "here")]
    view.table.go_to(0)
    assert (view.open_copy.isEnabled(), view.copy()) == (False, None)
    view.remove_line.click()
    view.table.go_to(0)
    copy = view.copy()
    assert copy is not None
    assert (copy.name, copy.read_bytes()) == ("扫描.pdf", PDF)
    page.form.editor.approve(SIGNED)
    page.form.editor.fix()
    settle(qapp)
    assert not view.remove_line.isEnabled()
    written = page.form.export_to(tmp_path / "out")
    assert written is not None
    assert zipfile.ZipFile(written).namelist()[1:] == ["附件/01_扫描.pdf"]
    view.table.go_to(0)
    view.purge("扫描有误")
    settle(qapp)
    assert [(one.name, one.state) for one in view.lines()] == [("扫描.pdf", "purged")]
    assert not view.purge_file.isEnabled()


def test_whose_a_file_is_can_be_chosen(open_window: Opener, day: Day, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "福田区 来函.pdf").write_bytes(PDF)
    page = open_window(day.city, page="exchange").pages["exchange"]
    assert isinstance(page, ExchangePage)
    page.receive([tmp_path / "福田区 来函.pdf"])
    qtbot.waitUntil(lambda: any(one.question == "attach" for one in page.model.things()), timeout=20_000)
    page.table.go_to(next(n for n, one in enumerate(page.model.things()) if one.question == "attach"))
    assert page.detail.choice.currentData() == f"{DISTRICT}/2026-Q2"
    page.detail.take.click()
    taken = receive.Verdict.TAKEN
    qtbot.waitUntil(
        lambda: any(one.kind == "pdf" and one.verdict is taken for one in page.model.things()), timeout=20_000
    )
    with workspace.open_workspace(day.city) as city:
        lines = attachments.of_slot(city, slotref.slot(city, f"{DISTRICT}/2026-Q2"))
    assert [one.name for one in lines if one.state == "here"] == ["福田区 来函.pdf"]


@pytest.mark.parametrize("purpose", ["office", "computer", "evaluator"])
def test_bundles_are_written(open_window: Opener, day: Day, tmp_path: Path, purpose: str) -> None:
    page = open_window(day.city, page="exchange").pages["exchange"]
    assert isinstance(page, ExchangePage)
    page.bundle_to(BundleChoice(tmp_path / "b.zip", purpose, (DISTRICT,) if purpose == "evaluator" else ()))
    with bundle.create_from(tmp_path / "n.ipdesk", tmp_path / "b.zip", today=TODAY) as place:
        assert place.read_only is (purpose == "evaluator")


def test_the_list_of_what_is_here_is_written(open_window: Opener, day: Day, tmp_path: Path) -> None:
    page = open_window(day.city, page="exchange").pages["exchange"]
    assert isinstance(page, ExchangePage)
    page.bundle_to(BundleChoice(tmp_path / "h.json", only_list=True))
    page.bundle_to(BundleChoice(tmp_path / "b.zip", since=tmp_path / "h.json"))
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert not [name for name in archive.namelist() if name.startswith(("packages/", "files/"))]


def test_the_dialog_lets_only_an_evaluator_have_a_choice(qtbot: QtBot, look: None, tmp_path: Path) -> None:
    dialog = BundleDialog(None, [("440304", "福田区")])
    qtbot.addWidget(dialog)
    assert not dialog.units.isEnabled()
    assert dialog.chosen(tmp_path / "x") == BundleChoice(tmp_path / "x")
    dialog.purpose.setCurrentIndex(2)
    dialog.units.item(0).setCheckState(dialog.units.item(0).checkState().Checked)
    assert dialog.chosen(tmp_path / "x") == BundleChoice(tmp_path / "x", "evaluator", ("440304",))
    dialog.purpose.setCurrentIndex(3)
    assert dialog.chosen(tmp_path / "x").only_list

"""A returned form in the window: questions about tasks and the whole; and the last period revised at its row."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from ipdesk.domain.form import Question, Revision
from ipdesk.domain.verdict import blocking
from ipdesk.services import draft, outgoing, receive, review, slotref, workspace
from ipdesk.ui.main_window import MainWindow
from ipdesk.ui.pages.fill import FillPage
from ipdesk.ui.pages.form_page import FormPage
from tests.builders import SIGNED
from tests.ui.windowday import TODAY, Day, Opener, fill_all, settle


def opened_form(window: MainWindow) -> FormPage:
    window.go("fill", "2026-Q3")
    page = window.pages["fill"]
    assert isinstance(page, FillPage)
    settle(QApplication.instance())
    return page.form


def test_questions_about_a_task_and_the_whole_form_are_shown_and_answered(
    open_window: Opener, day: Day, tmp_path: Path
) -> None:
    with workspace.open_workspace(day.district) as ours, workspace.open_workspace(day.city) as city:
        receive.receive(ours, [day.template], today=TODAY, by="李敏")
        fill_all(ours, "2026-Q3")
        slot = slotref.slot(ours, "2026-Q3")
        draft.fix(ours, slot, today=TODAY, by="李敏", approvals=SIGNED)
        sent = outgoing.export_submission(ours, slot, tmp_path, today=TODAY, by="李敏")
        package = receive.receive(city, [sent], today=TODAY, by="周敏").value[0].packages[0]
        task = draft.open_draft(ours, slot).form.tasks[0].key
        questions = [Question(task, "请补写进展。"), Question("", "请补附名册。")]
        back = review.return_(city, package, questions, to=tmp_path, today=TODAY, by="周敏").value
        assert back is not None
        receive.receive(ours, [back], today=TODAY, by="李敏")

    form = opened_form(open_window(day.district))

    assert "请补写进展。" in form.tasks.question(task).said.text()
    assert "请补附名册。" in form.about.question.said.text()
    for box, text in ((form.tasks.question(task), "已补"), (form.about.question, "随文附上")):
        box.reply.setText(text)
        box.reply.editingFinished.emit()
    assert form.draft is not None
    assert form.draft.answers.replies == {task: "已补", "": "随文附上"}


def test_what_the_last_period_should_have_been_is_typed_at_the_row(open_window: Opener, district: Path) -> None:
    form = opened_form(open_window(district))
    assert form.draft is not None
    key = next(row.key for row in form.draft.form.rows if row.fillable and row.last is not None)
    form.view.go_to(key)
    settle(QApplication.instance())

    def revise(figure: str, reason: str) -> dict[str, Revision]:
        form.card.revision.setText(figure)
        form.card.revision_reason.setText(reason)
        form.card.revision_reason.editingFinished.emit()
        assert form.draft is not None
        return dict(form.draft.answers.revisions)

    assert not form.card.revision_line.isHidden()
    assert "2026年二季度" in form.card.revision_label.text()
    assert revise("31", "")[key] == Revision(revise("31", "")[key].quantity, "")
    assert any(finding.code == "revision_reason" for finding in form.draft.findings)
    assert revise("31", "重复计入")[key].reason == "重复计入"
    assert revise("三十几", "重复")[key] == Revision(None, "重复", "三十几")
    assert revise("", "") == {}


def test_other_work_is_named_where_it_is_told_and_the_check_leads_to_one_without_name(
    open_window: Opener, district: Path
) -> None:
    form = opened_form(open_window(district))
    box = form.tasks.box("added.1")
    assert box.title is not None
    box.progress.setPlainText("举办2场")
    box.title.editingFinished.emit()
    assert form.draft is not None
    assert form.draft.answers.tasks["added.1"].progress == "举办2场"
    fill_all(form.session.workspace, "2026-Q3")
    form.session.changed.emit(None)
    settle(QApplication.instance())
    assert [one.code for one in blocking(form.draft.findings)] == ["check_untitled"]
    form.check()
    settle(QApplication.instance())
    assert form.tabs.currentIndex() == 1
    assert QApplication.focusWidget() in (box.title, None)  # offscreen, a window need not be the active one
    box.title.setText("海外维权讲座")
    box.title.editingFinished.emit()
    assert form.draft is not None
    assert form.draft.answers.tasks["added.1"].title == "海外维权讲座"
    assert not blocking(form.draft.findings)

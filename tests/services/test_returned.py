"""A return that a spreadsheet alone answers: question, old value, new value and reply stand side by side."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from ipdesk.domain.form import Question
from ipdesk.exchange import byhand
from ipdesk.exchange.layout import INDICATORS, SIGN
from ipdesk.services import draft, outgoing, receive, review
from ipdesk.services.workspace import Workspace
from tests.builders import SIGNED
from tests.services.office import FUTIAN, OFFICER, Q3, TODAY, fixed, slot, taken

QUESTIONS = (
    Question("mediation-cases", "是否多写一个0？"),
    Question("pledge-amount", "请说明依据。"),
    Question("ip-volunteers", "请说明来源。", "note"),
    Question("", "请补附名册。"),
)


def returned(city: Workspace, tmp_path: Path, *questions: Question, reason: str = "") -> Path:
    path = review.return_(
        city, review.waiting(city, Q3)[0].id, questions, to=tmp_path, today=TODAY, by=OFFICER, reason=reason
    ).value
    assert path is not None
    return path


def test_the_reviewer_sees_old_and_new_value_beside_the_reply(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    taken(city, prepared / "by-hand.xlsx")
    back = returned(city, tmp_path, *QUESTIONS)
    cells: dict[byhand.CellName, Decimal | str] = {
        (INDICATORS, "mediation-cases", "value"): Decimal(21),
        (INDICATORS, "ip-volunteers", "note"): "区志愿者平台",
        (SIGN, "reply.mediation-cases", "text"): "多写一个0",
        (SIGN, "reply.ip-volunteers:note", "text"): "已补",
        (SIGN, "reply.", "text"): "随文附上",
    }
    byhand.fill(back, tmp_path / "mended.xlsx", cells)
    verdict = taken(city, tmp_path / "mended.xlsx")

    seen = review.dossier(city, verdict.packages[-1])

    assert [one.reply for one in seen.asked] == ["多写一个0", "", "已补", "随文附上"]
    assert [(one.before, one.after) for one in seen.asked] == [
        ("210", "21"), ("无误 62.4", "无误 62.4"), ("", "区志愿者平台"), ("", ""),
    ]  # fmt: skip
    assert seen.asked[0].place.startswith("“指标”表第")


def test_a_return_with_a_reason_alone_asks_it_on_the_form(city: Workspace, tmp_path: Path) -> None:
    name = fixed(city, FUTIAN)
    returned(city, tmp_path, reason="口径与上期不一致")
    assert draft.open_questions(city, slot(city, FUTIAN)) == (Question("", "口径与上期不一致"),)
    assert review.dossier(city, name).asked == ()


def test_questions_from_a_list_name_rows_tasks_columns_or_the_whole(city: Workspace, tmp_path: Path) -> None:
    form = draft.open_draft(city, slot(city, FUTIAN)).form
    task = form.tasks[0]
    path = tmp_path / "questions.csv"
    path.write_text(
        f"填报项,问题,栏\n{form.rows[1].name},甲,情况说明\n{task.title},乙\nip-volunteers,丁,本期\n,丙\n",
        encoding="utf-8",
    )
    assert review.read_questions(path, form) == (
        Question(form.rows[1].key, "甲", "note"), Question(task.key, "乙"), Question("ip-volunteers", "丁"),
        Question("", "丙"),
    )  # fmt: skip


def test_the_district_with_ipdesk_answers_at_the_row(opened: Callable[..., Workspace], tmp_path: Path) -> None:
    city, futian = opened("city"), opened("futian-fixed")
    sent = outgoing.export_submission(futian, slot(futian, FUTIAN), tmp_path / "1", today=TODAY)
    taken(city, sent)
    back = returned(city, tmp_path / "2", *QUESTIONS[:1])
    receive.receive(futian, [back], today=TODAY, by="李敏")
    where = slot(futian, FUTIAN)
    opened_draft = draft.open_draft(futian, where)
    assert opened_draft.form.questions == QUESTIONS[:1]

    answers = replace(opened_draft.answers, replies={"mediation-cases": "无误，系专项行动"})
    draft.set_answers(futian, where, answers, by="李敏", today=TODAY)
    name = draft.fix(futian, where, today=TODAY, by="李敏", reason="答复退回", approvals=SIGNED).value
    taken(city, outgoing.export_submission(futian, where, tmp_path / "3", today=TODAY))

    seen = review.dossier(city, name)
    assert [(one.before, one.after, one.reply) for one in seen.asked] == [("210", "210", "无误，系专项行动")]
    assert seen.reason == "答复退回"

"""What was asked of a unit when its form was returned, and what it answered: old value, new value, reply."""

from dataclasses import dataclass, replace

from ipdesk.domain.form import Answers, Form, Question, task_title
from ipdesk.domain.ledger.decision import read_decision
from ipdesk.domain.ledger.package import Package
from ipdesk.exchange.layout import INDICATORS, Asked, Content, asked, cells_of, number_text, place_words
from ipdesk.services import figures
from ipdesk.services.outgoing import returns_of
from ipdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question of a return beside what came of it.

    `place` says where the cell is, in words; `before` and `after` what stood and stands there, empty for nothing.
    """

    question: Question
    name: str
    place: str
    reply: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


def answered_questions(workspace: Workspace, package: Package) -> tuple[AnsweredQuestion, ...]:
    """The questions on the versions that a submission was made from, each with reply, old and new value."""
    submission = figures.submission_of(package)
    template = workspace.state.packages.get(submission.template)
    if template is None:
        return ()
    found = []
    for decision in returns_of(workspace, package):
        said = read_decision(decision)
        form = replace(figures.form_of(template), questions=said.questions)
        earlier = next((workspace.state.packages[name] for name in said.names if name in package.parents), None)
        before = figures.submission_of(earlier).answers if earlier is not None else Answers()
        found += [_answered(form, one, before, submission.answers) for one in asked(form).values()]
    return tuple(found)


def _answered(form: Form, one: Asked, before: Answers, after: Answers) -> AnsweredQuestion:
    row = form.row(one.row)
    task = next((task for task in form.tasks if task.key == one.row), None)
    question = next(question for question in form.questions if question.key == one.key)
    return AnsweredQuestion(
        question=replace(question, text=one.text),
        name=row.name if row else task_title(task, after) or task.label if task else "",
        place=place_words(form, one),
        reply=after.replies.get(one.key, ""),
        before=_said(form, one, before),
        after=_said(form, one, after),
    )


def _said(form: Form, one: Asked, answers: Answers) -> str:
    """What the questioned cell says; with a figure handed down, whether it was called right."""
    if one.sheet not in (INDICATORS, "tasks"):
        return ""
    cells = cells_of(one.sheet, form, answers)
    row = form.row(one.row)
    parts: list[Content] = [cells.get((one.row, one.column))]
    if one.column == "value":
        parts.insert(0, cells.get((one.row, "confirm")))
        if parts[0] and parts[1] is None and row is not None:
            parts[1] = row.prefill
    return " ".join(
        part if isinstance(part, str) else number_text(part, max(6, row.decimals if row else 0))
        for part in parts
        if part is not None
    )

"""A submission row by row, beside what a reviewer holds it against: last period, last year, target, peers, findings."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ipdesk.domain.derive import row_figure
from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.form import Answers, Form, FormRow, Question
from ipdesk.domain.ledger.contents import Submission
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.domain.peers import Among, among
from ipdesk.domain.period import Period, parse, previous, year_before
from ipdesk.domain.unit import Unit
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.services import figures
from ipdesk.services.returned import AnsweredQuestion
from ipdesk.services.review import Dossier
from ipdesk.services.revisions import RevisionLine
from ipdesk.services.slotref import MAIN_FORM
from ipdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RowBeside:
    """One row of a submission with what lies beside it.

    `last` and `last_year` are the figures that stand now, else those that the form was issued with. `before` is the
    row's figure in the version that was accepted, or else in the one that this version was made from; `changed` says
    that it is another one. `asked` are the questions of the return that this version answers.
    """

    row: FormRow
    value: Value | None
    figure: Decimal | None
    last: Decimal | None
    last_year: Decimal | None
    planned: Decimal | None
    target: Decimal | None
    among: Among | None
    findings: tuple[Finding, ...]
    before: Decimal | None
    changed: bool
    asked: tuple[AnsweredQuestion, ...] = ()
    revision: RevisionLine | None = None

    @property
    def waits(self) -> bool:
        """Whether a reviewer has to look at it: a finding, an answer to a question, a change, a revision, a dispute."""
        disputed = self.value is not None and self.value.status in (ValueStatus.DISPUTED, ValueStatus.MISSING)
        grave = any(finding.severity is not Severity.NOTE for finding in self.findings)
        return grave or bool(self.asked) or self.changed or self.revision is not None or disputed


def beside(workspace: Workspace, seen: Dossier) -> tuple[RowBeside, ...]:
    """The rows of a submission in the order of its form; those that another supplies stand among them."""
    period = parse(seen.slot.period)
    form, values = seen.form, seen.answers.values
    before = _version_before(workspace, seen)
    others = _peers(workspace, workspace.unit_of(seen.slot.unit), period)
    lasts, years = (
        figures.stated_at(workspace, seen.slot.unit, one) for one in (previous(period), year_before(period))
    )
    by_row: dict[str, list[Finding]] = defaultdict(list)
    for finding in seen.findings:
        by_row[finding.where.row].append(finding)
    asked: dict[str, list[AnsweredQuestion]] = defaultdict(list)
    for one in seen.asked:
        asked[one.question.row].append(one)
    revisions = {line.revised.row: line for line in seen.revisions if line.open}
    found = []
    for row in form.rows:
        figure = row_figure(form, row, values)
        earlier = row_figure(form, row, before.values) if before else None
        found.append(
            RowBeside(
                row=row,
                value=values.get(row.key),
                figure=figure,
                last=_known(form, row, lasts, row.last),
                last_year=_known(form, row, years, row.last_year),
                planned=row.target.planned if row.target else None,
                target=row.target.quantity if row.target and not row.target.whole_plan else None,
                among=among(figure, others.get(row.key, ())),
                findings=tuple(by_row.get(row.key, ())),
                before=earlier,
                changed=before is not None and earlier != figure,
                asked=tuple(asked.get(row.key, ())),
                revision=revisions.get(row.key),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Difference:
    """A row in which two versions of a report differ."""

    row: str
    name: str
    one: str
    other: str


def differences(workspace: Workspace, one: str, other: str) -> tuple[Difference, ...]:
    """The cells of figures, tasks and explanations in which two versions differ, as their sheets would show them."""
    from ipdesk.exchange.layout import DATA_SHEETS, cells_of, number_text

    first, second = (figures.submission_of(workspace.package(name)) for name in (one, other))
    form = _form_of(workspace, second) or _form_of(workspace, first)
    if form is None:
        return ()
    names = {row.key: row.name for row in form.rows} | {task.key: task.title for task in form.tasks}

    def words(content: object) -> str:
        return number_text(content, 6) if isinstance(content, Decimal) else str(content or "")

    found = []
    for sheet in DATA_SHEETS:
        here, there = cells_of(sheet, form, first.answers), cells_of(sheet, form, second.answers)
        for place in sorted(here.keys() | there.keys()):
            if here.get(place) != there.get(place):
                key = place[0]
                found.append(Difference(key, names.get(key, key), words(here.get(place)), words(there.get(place))))
    return tuple(found)


def whole_form(seen: Dossier) -> tuple[tuple[Question | None, str], ...]:
    """What was said on the form as a whole: questions of the return without a row, with their replies."""
    return tuple((one.question, one.reply) for one in seen.asked if not one.question.row)


def _form_of(workspace: Workspace, submission: Submission) -> Form | None:
    template = workspace.state.packages.get(submission.template)
    return figures.form_of(template) if template else None


def _version_before(workspace: Workspace, seen: Dossier) -> Answers | None:
    if seen.accepted is not None:
        return seen.accepted
    above = [workspace.state.packages[name] for name in workspace.package(seen.id).parents
             if name in workspace.state.packages]  # fmt: skip
    sent = [package for package in above if package.kind == Kind.SUBMISSION]
    return figures.submission_of(sent[0]).answers if len(sent) == 1 else None


def _known(form: Form, row: FormRow, stated: Mapping[str, Value], issued: Decimal | None) -> Decimal | None:
    """A row's figure of an earlier period: as it stands now, a derived one from its parts, else as it was issued."""
    if row.derived:
        return row_figure(form, row, stated)
    value = stated.get(row.key)
    return value.quantity if value is not None else issued


def _peers(workspace: Workspace, unit: Unit, period: Period) -> dict[str, tuple[Decimal, ...]]:
    """By row, the figures of the other areas in what they last had accepted, else in what they sent."""
    found: dict[str, list[Decimal]] = defaultdict(list)
    if not unit.counted or unit.code == workspace.ledger.issuer:
        return {}
    for other in workspace.policy.units:
        if other.code in (unit.code, workspace.ledger.issuer) or not other.counted:
            continue
        state = workspace.state.slot(workspace.ledger, Slot(Kind.SUBMISSION, other.code, period.code, MAIN_FORM))
        package = workspace.state.packages.get(state.standing.accepted or state.current)
        form = _form_of(workspace, figures.submission_of(package)) if package else None
        if package is None or form is None:
            continue
        values = figures.submission_of(package).answers.values
        for row in form.rows:
            figure = row_figure(form, row, values)
            if figure is not None:
                found[row.key].append(figure)
    return {key: tuple(quantities) for key, quantities in found.items()}

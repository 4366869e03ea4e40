"""What is said in an evaluation cycle: words on targets, tasks and units, by the office itself and by a third party."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ipdesk.domain.errors import NotFound, Refused, WrongUse
from ipdesk.domain.ledger.assessment import (
    About,
    Assessment,
    Cause,
    Role,
    Word,
    assessment_package,
    read_assessment,
    suggested_word,
)
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.domain.ledger.scope import short
from ipdesk.domain.ledger.standing import Status
from ipdesk.domain.plan import ClauseKind
from ipdesk.domain.unit import in_order
from ipdesk.services.clauses import clause_path
from ipdesk.services.cycle import Cycle, judged, standing
from ipdesk.services.evaluate import Assessed
from ipdesk.services.workspace import Done, Workspace, done


@dataclass(frozen=True, slots=True)
class Said:
    """One assessment with its package. `status` is what the issuer decided of a proposed adjustment."""

    assessment: Assessment
    package: str
    officer: str
    date: str
    status: Status

    @property
    def word(self) -> Word | None:
        """None for a word that this program does not know."""
        try:
            return Word(self.assessment.word)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """One subject of a cycle: its verdict from the fixed set, the word suggested, and what was said of it.

    `third` has more than one where several third parties spoke. `subject` is what an assessment names.
    """

    subject: str
    about: About
    name: str
    unit_code: str
    unit_short: str
    clause_label: str
    verdict: Assessed | None
    suggested: Word | None
    own: Said | None
    third: tuple[Said, ...]

    @property
    def differs(self) -> bool:
        """Whether a third party says another word than the office itself."""
        return self.own is not None and any(one.assessment.word != self.own.assessment.word for one in self.third)


def lines(workspace: Workspace, cycle: Cycle) -> tuple[SubjectLine, ...]:
    """The subjects of a cycle in the plan's order: targets of the region, of the units, tasks, units."""
    return tuple(_lines(workspace, cycle))


def differences(workspace: Workspace, cycle: Cycle) -> tuple[SubjectLine, ...]:
    """The subjects on which a third party says another word, or proposes an adjustment that the office does not."""
    return tuple(line for line in lines(workspace, cycle) if line.differs or _proposes_alone(line))


def say(
    workspace: Workspace,
    cycle: Cycle,
    subject: str,
    word: Word,
    *,
    ground: str,
    cause: str = "",
    cause_kind: Cause | None = None,
    adjustment: str = "",
    proposed: Decimal | None = None,
    evaluator: str = "",
    today: date,
    by: str,
) -> Done[str]:
    """A person's word on a subject; in an evaluator's copy it is the third party's. Gives the package's id.

    Said again it becomes a new version. Raises Refused `not_issuer`, `word_unchanged`; NotFound
    `assessment_subject_unknown`; WrongUse `ground_missing`, `proposed_not_target`, `evaluator_unnamed`.
    """
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    line = find_line(workspace, cycle, subject)
    if not ground.strip():
        raise WrongUse("ground_missing", name=line.name)
    if proposed is not None and line.about is not About.TARGET:
        raise WrongUse("proposed_not_target", name=line.name)
    role = Role.THIRD if workspace.read_only else Role.SELF
    named = evaluator.strip() or cycle.terms.evaluator
    if role is Role.THIRD and not named:
        raise WrongUse("evaluator_unnamed")
    said = Assessment(
        subject=line.subject,
        cycle=cycle.period.code,
        word=word.value,
        ground=ground.strip(),
        method=line.verdict.judgement.method if line.verdict else "",
        adjustment=adjustment.strip(),
        round=cycle.kind.value,
        role=role.value if role is Role.THIRD else "",
        about=line.about.value,
        cause=cause.strip(),
        cause_kind=cause_kind.value if cause_kind else "",
        proposed=proposed,
        suggested=line.suggested.value if line.suggested else "",
        basis=line.verdict.code if line.verdict else "",
        evaluator=named if role is Role.THIRD else "",
    )
    before = line.own if role is Role.SELF else next(iter(line.third), None)
    if before is not None and before.assessment == said:
        raise Refused("word_unchanged", name=line.name)
    slot = _slot(cycle, line.subject, role)
    with workspace.operation() as operation:
        package = assessment_package(
            said, workspace.ledger, maker=workspace.unit.code, officer=by,
            parents=workspace.state.slot(workspace.ledger, slot).heads, reason="", date=today.isoformat(),
        )  # fmt: skip
        operation.add(package)
    return done(workspace, package.id)


def find_line(workspace: Workspace, cycle: Cycle, words: str) -> SubjectLine:
    """The subject that a person names by id, name or `unit/target`. NotFound `assessment_subject_unknown`; WrongUse
    `subject_unclear` where several fit.
    """
    known = lines(workspace, cycle)
    fit = [line for line in known if words == line.subject] or [
        line
        for line in known
        if words in (line.name, f"{line.unit_short}/{line.name}", f"{line.unit_short}/{_bare(line)}")
    ]
    if not fit:
        raise NotFound("assessment_subject_unknown", name=words)
    if len(fit) > 1:
        raise WrongUse("subject_unclear", name=words, known="、".join(line.subject for line in fit))
    return fit[0]


def find_said(workspace: Workspace, cycle: Cycle, package: str) -> tuple[SubjectLine, Said]:
    """An assessment of a cycle by its id, its short id or the beginning of either. NotFound `assessment_unknown`."""
    for line in lines(workspace, cycle):
        for said in (*((line.own,) if line.own else ()), *line.third):
            named = said.package.startswith(package.lower()) or short(said.package).startswith(package.upper())
            if len(package) >= 4 and named:
                return line, said
    raise NotFound("assessment_unknown", id=package)


def _lines(workspace: Workspace, cycle: Cycle) -> Iterator[SubjectLine]:
    issuer = workspace.ledger.issuer
    verdicts = judged(workspace, cycle)
    with standing(workspace, cycle):
        plan, units = workspace.plan, {unit.code: unit for unit in workspace.policy.units}
    for verdict in verdicts:
        target = verdict.judgement.target
        subject = target.id if verdict.unit_code == issuer else f"{verdict.unit_code}/{target.id}"
        yield SubjectLine(
            subject, About.TARGET, verdict.name, verdict.unit_code, verdict.unit_short, verdict.clause_label, verdict,
            suggested_word(verdict.judgement), *_said_of(workspace, cycle, subject),
        )  # fmt: skip
    region = units[issuer].short
    for clause in plan.outline:
        if clause.kind is ClauseKind.TASK and (not cycle.terms.tasks or clause.id in cycle.terms.tasks):
            yield SubjectLine(
                clause.id, About.TASK, clause.title or clause.label, issuer, region, clause_path(plan, clause.id),
                None, None, *_said_of(workspace, cycle, clause.id),
            )  # fmt: skip
    for unit in in_order(units.values()):
        if unit.code in cycle.terms.units:
            yield SubjectLine(
                unit.code, About.UNIT, unit.name, unit.code, unit.short, "", None, None,
                *_said_of(workspace, cycle, unit.code),
            )  # fmt: skip


def _said_of(workspace: Workspace, cycle: Cycle, subject: str) -> tuple[Said | None, tuple[Said, ...]]:
    own = _heads(workspace, _slot(cycle, subject, Role.SELF))
    return (own[-1] if own else None), _heads(workspace, _slot(cycle, subject, Role.THIRD))


def _heads(workspace: Workspace, slot: Slot) -> tuple[Said, ...]:
    state = workspace.state.slot(workspace.ledger, slot)
    found = []
    for name in state.heads:
        package = workspace.state.packages[name]
        found.append(Said(read_assessment(package), name, package.officer, package.date, state.status(name)))
    return tuple(sorted(found, key=lambda one: (one.date, one.package)))


def _slot(cycle: Cycle, subject: str, role: Role) -> Slot:
    form = cycle.kind.value if role is Role.SELF else f"{cycle.kind.value}.{role.value}"
    return Slot(Kind.ASSESSMENT, subject, cycle.period.code, form)


def slot_of_said(cycle: Cycle, said: Said) -> Slot:
    """Where an assessment lies."""
    role = Role.THIRD if said.assessment.role == Role.THIRD else Role.SELF
    return _slot(cycle, said.assessment.subject, role)


def _bare(line: SubjectLine) -> str:
    return line.subject.rpartition("/")[2]


def _proposes_alone(line: SubjectLine) -> bool:
    own = line.own.assessment.proposed if line.own else None
    return any(one.assessment.proposed is not None and one.assessment.proposed != own for one in line.third)

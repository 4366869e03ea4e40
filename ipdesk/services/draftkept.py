"""What a draft is: as it is kept, as a screen needs it, and as a line in the list of this unit's forms."""

from dataclasses import dataclass, field
from datetime import date

from ipdesk.domain.approval import missing_steps
from ipdesk.domain.finding import Finding
from ipdesk.domain.form import Answers, Approval, Form, Question
from ipdesk.domain.gather import Gathering
from ipdesk.domain.ground import Ground
from ipdesk.domain.ledger.package import Slot


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file that goes with the draft; its bytes lie with the received files, by its SHA-256."""

    hash: str
    name: str
    size: int
    note: str = ""
    row: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft as it is kept. `parents` are the submissions that it was begun from, `grounds` what figures that were
    taken over rest on.
    """

    template: str
    answers: Answers
    parents: tuple[str, ...] = ()
    basis: str = ""
    files: tuple[DraftFile, ...] = ()
    gathered: Gathering = field(default_factory=Gathering)
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as a screen needs it. `changed` says that it differs from the submission it was begun from.

    `thrown_back` are the approvals that the step just taken took away, since it changed what they were given for.
    """

    slot: Slot
    form: Form
    answers: Answers
    parents: tuple[str, ...]
    template: str
    findings: tuple[Finding, ...]
    answered: int
    fillable: int
    saved_at: str
    on_behalf: bool
    basis: str
    changed: bool
    files: tuple[DraftFile, ...] = ()
    thrown_back: tuple[Approval, ...] = ()
    gathered: Gathering = field(default_factory=Gathering)
    grounds: tuple[Ground, ...] = ()

    @property
    def missing_steps(self) -> tuple[str, ...]:
        """The steps of approval that are still to be taken; an entry on behalf stands on its basis instead."""
        return () if self.on_behalf else missing_steps(self.form.steps, self.answers.approvals)


@dataclass(frozen=True, slots=True)
class MySlot:
    """A form that this unit fills, for the list of its forms."""

    slot: Slot
    period: str
    unit_short: str
    state: str  # "open" | "draft" | "fixed" | "returned" | "accepted" | "settle" | "again"
    deadline: date | None
    answered: int
    fillable: int
    must_fix: int
    must_explain: int
    fixed_id: str
    questions: tuple[Question, ...]
    approved: int = 0
    steps: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether it waits for its officer."""
        return self.state in ("open", "draft", "returned", "settle", "again")

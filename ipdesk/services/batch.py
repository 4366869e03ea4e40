"""Accepting at once what has no finding: the list first, with why the others are left out, then just what it showed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ipdesk.domain.errors import Refused
from ipdesk.domain.finding import Severity
from ipdesk.domain.period import Period
from ipdesk.services import review, twokey
from ipdesk.services.review import Dossier, ReviewLine
from ipdesk.services.workspace import Changes, Done, Touched, Workspace
from ipdesk.text.i18n import _, ngettext
from ipdesk.text.messages import error_sentence


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A report that waits. `why` is a sentence that says why a person has to look at it; empty when nobody has to."""

    line: ReviewLine
    why: str = ""

    @property
    def ready(self) -> bool:
        return not self.why


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of the reports named: the ids of those accepted, and the others with why they were not."""

    accepted: tuple[str, ...]
    left: tuple[tuple[str, str], ...]


def candidates(workspace: Workspace, period: Period | None = None, *, by: str) -> tuple[BatchLine, ...]:
    """All that waits, and what stands in the way of accepting it unseen, for the officer who would accept."""
    return tuple(BatchLine(line, _in_the_way(workspace, line, by)) for line in review.waiting(workspace, period))


def accept_all(workspace: Workspace, names: Collection[str], *, today: date, by: str) -> Done[Accepted]:
    """Accepts exactly these versions, each with a decision of its own; one that is no longer clean is left.

    Refused `not_issuer`.
    """
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    accepted: list[str] = []
    left: list[tuple[str, str]] = []
    packages: list[str] = []
    slots: set[str] = set()
    for name in names:
        try:
            why = _of_content(review.dossier(workspace, name))
            if why:
                left.append((name, why))
                continue
            done = review.accept(workspace, name, today=today, by=by)
        except Refused as refusal:
            left.append((name, error_sentence(refusal)))
            continue
        accepted.append(name)
        packages += done.changes.packages
        slots |= done.changes.slots
    kinds = frozenset({Touched.PACKAGES}) if accepted else frozenset()
    return Done(Accepted(tuple(accepted), tuple(left)), Changes(tuple(packages), frozenset(slots), kinds))


def _in_the_way(workspace: Workspace, line: ReviewLine, by: str) -> str:
    if line.open:
        return _("There are several versions, one has to be chosen.")
    seen = review.dossier(workspace, line.id)
    said = _of_content(seen)
    if said:
        return said
    try:
        twokey.refuse_one_hand(workspace, seen.slot, workspace.package(seen.id), by)
    except Refused as refusal:
        return error_sentence(refusal)
    return ""


def _of_content(seen: Dossier) -> str:
    grave = sum(finding.severity is not Severity.NOTE for finding in seen.findings)
    explained = sum(bool(value.note) for value in seen.answers.values.values())
    if grave:
        return ngettext("{n} finding.", "{n} findings.", grave).format(n=grave)
    if seen.asked:
        return _("It answers questions, the replies have to be read.")
    if any(line.open for line in seen.revisions):
        return _("It revises the period before, which has to be decided.")
    if seen.again:
        return _("The form was issued anew, something has to be answered again.")
    if seen.submission.made_by in ("behalf", "edited"):
        return _("It was entered on behalf, or changed after it was fixed.")
    if explained:
        return ngettext("{n} explanation has to be read.", "{n} explanations have to be read.", explained).format(
            n=explained
        )
    return ""

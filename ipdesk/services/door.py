"""At the door: which packages may come in, judged once and never again in the fold.

Other ledger, wrong maker, training among the real, what this unit alone may make: set aside with the reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.ledger.assessment import Role, read_assessment
from ipdesk.domain.ledger.canonical import content_id
from ipdesk.domain.ledger.contents import (
    read_attachment,
    read_form,
    read_opinion,
    read_release,
    read_submission,
    read_targets,
)
from ipdesk.domain.ledger.decision import Verb, read_decision
from ipdesk.domain.ledger.package import CHILDREN, Kind, Package, parse
from ipdesk.domain.ledger.policy import read_policy
from ipdesk.domain.plancontent import plan_from_content
from ipdesk.exchange.numbers import READING_RULES
from ipdesk.services.workspace import Workspace

_BY_ISSUER = (Kind.PLAN, Kind.POLICY, Kind.TARGETS, Kind.TEMPLATE, Kind.RELEASE)
#: What a unit may decide, and on its own reports alone: all else is the issuer's.
_BY_UNIT = (
    Verb.WITHDRAW, Verb.SETTLE, Verb.SUPERSEDE, Verb.RECEIVED, Verb.PROGRESS, Verb.REPLY, Verb.APPLY,
)  # fmt: skip
#: How a submission or opinion was made that its unit need not hold itself: the parent read it from a workbook.
_READ_ELSEWHERE = ("sheet", "edited")
_READERS = {
    Kind.PLAN: lambda package: plan_from_content(package.content),
    Kind.POLICY: read_policy,
    Kind.TARGETS: read_targets,
    Kind.OPINION: read_opinion,
    Kind.TEMPLATE: read_form,
    Kind.SUBMISSION: read_submission,
    Kind.RELEASE: read_release,
    Kind.DECISION: read_decision,
    Kind.ATTACHMENT: read_attachment,
    Kind.ASSESSMENT: read_assessment,
}


@dataclass(frozen=True, slots=True)
class Admission:
    """What may come in, what is here already, and why the rest may not."""

    new: tuple[Package, ...]
    held: tuple[Package, ...]
    findings: tuple[Finding, ...]


def admit(workspace: Workspace, bodies: Iterable[bytes], *, sender: str, own_office: bool = False) -> Admission:
    """Judges packages that came in a file. `sender` is the unit the file speaks for (empty when it says none).

    `own_office` is for a bundle of the same office, which may hold what this unit made on another PC.
    """
    new: dict[str, Package] = {}
    held: list[Package] = []
    findings: list[Finding] = []
    for body in bodies:
        known = workspace.state.packages.get(content_id(body))
        if known is not None:  # the very bytes: nothing in them is new, and plans are long to parse
            held.append(known)
            continue
        try:
            package = parse(body)
        except ValueError:
            findings.append(_finding("package_damaged"))
            continue
        if reason := _reason_against(workspace, package, sender=sender, own_office=own_office):
            findings.append(reason)
        else:
            new.setdefault(package.id, package)
    return Admission(tuple(new.values()), tuple(held), tuple(findings))


def by_evaluator(workspace: Workspace, bodies: Iterable[bytes]) -> Admission:
    """Judges what an evaluator sent back: his assessments of this ledger and nothing else."""
    found = admit(workspace, bodies, sender="", own_office=True)
    fit = tuple(package for package in found.new if _said_by_third(package))
    findings = list(found.findings)
    if len(fit) < len(found.new):
        findings.append(_finding("evaluation_only", count=str(len(found.new) - len(fit))))
    return Admission(fit, found.held, tuple(findings))


def _said_by_third(package: Package) -> bool:
    if not package.known or package.kind != Kind.ASSESSMENT:
        return False
    said = read_assessment(package)
    return said.role == Role.THIRD and said.terms is None


def _reason_against(workspace: Workspace, package: Package, *, sender: str, own_office: bool) -> Finding | None:
    if own_office:  # a colleague's bundle holds every ledger of the office
        workspace = workspace.open_views.get(package.ledger) or (
            workspace.of(package.ledger) if package.ledger in workspace.ledgers else workspace
        )
    here = workspace.ledger
    if package.ledger.training != here.training:
        return _finding("training_file" if package.ledger.training else "real_file")
    if package.ledger.plan != here.plan:
        return _finding("other_plan", there=package.ledger.plan, here=workspace.plan.short)
    if package.ledger.issuer != here.issuer:
        return _finding("other_issuer", there=package.ledger.issuer)
    own = workspace.unit.code
    if unreadable := _unreadable(package):
        return unreadable
    if package.known and package.kind == Kind.TEMPLATE and package.content["reading"] not in READING_RULES:
        return _finding("update_needed", count="1")  # no cell of it could be read by the rules that it names
    if package.maker == own and not own_office and not _read_by_parent(workspace, package):
        return _finding("made_here_unknown", unit=workspace.unit.short)
    if package.audience not in (CHILDREN, own) and not workspace.is_issuer:
        return _finding("not_for_us", unit=package.audience)
    if workspace.is_issuer and not own_office and package.maker != sender:
        return _finding("wrong_maker", unit=package.maker)
    if package.known and package.maker != here.issuer and not _may_make(package):
        return _finding("wrong_maker", unit=package.maker)
    return None


def _read_by_parent(workspace: Workspace, package: Package) -> bool:
    """A report of this unit that the parent read from a workbook, or a file that lay beside one: so the parent made
    a package of it before the unit did.
    """
    if workspace.is_issuer:
        return False
    if package.kind == Kind.ATTACHMENT:
        return True
    if package.kind == Kind.DECISION:  # what the unit wrote into the task sheet
        return dict(read_decision(package).facts).get("made_by") in _READ_ELSEWHERE
    return package.kind in (Kind.SUBMISSION, Kind.OPINION) and package.content.get("made_by") in _READ_ELSEWHERE


def _may_make(package: Package) -> bool:
    """Whether a unit that does not issue may make the package: about itself alone, between itself and its parent."""
    if package.kind in (*_BY_ISSUER, Kind.ASSESSMENT) or package.audience != package.maker:
        return False
    if package.kind in (Kind.SUBMISSION, Kind.OPINION):
        return bool(package.content["unit"] == package.maker)
    if package.kind == Kind.DECISION:
        decision = read_decision(package)
        return decision.slot.unit == package.maker and decision.verb in _BY_UNIT
    return True


def _unreadable(package: Package) -> Finding | None:
    """A known kind whose content does not fit it is set aside here, so that the fold never meets it."""
    reader = _READERS.get(Kind(package.kind)) if package.known else None
    if reader is None:
        return None
    try:
        reader(package)
    except (ValueError, KeyError, TypeError, AttributeError):
        return _finding("package_damaged")
    return None


def _finding(code: str, **params: str) -> Finding:
    return Finding(code, Severity.MUST_FIX, params=params)

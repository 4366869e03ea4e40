"""A third party's evaluation: his bundle with the cycle's fixed set, and what he sends back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ipdesk.domain.errors import Refused
from ipdesk.domain.finding import Finding
from ipdesk.domain.ledger.assessment import Role, read_assessment
from ipdesk.domain.ledger.package import Kind, Package
from ipdesk.exchange.bundle import ASSESSMENTS, About, Bundle, write_bundle
from ipdesk.services import door, outgoing, trust
from ipdesk.services.bundle import Purpose, bundle
from ipdesk.services.cycle import Cycle, cycles
from ipdesk.services.judged import Verdict
from ipdesk.services.signing import beside_bundle, own_key
from ipdesk.services.workspace import Workspace


def write_out(workspace: Workspace, cycle: Cycle, to: Path, *, today: date, by: str) -> Path:
    """The bundle for the evaluator: all scopes, for he judges what the totals are made from. Refused `not_issuer`."""
    if not workspace.is_issuer or workspace.read_only:
        raise Refused("not_issuer", unit=workspace.unit.short)
    del cycle  # its package, and with it the fixed set, is among what is for all
    return bundle(workspace, to, purpose=Purpose.EVALUATOR, today=today, by=by)


def write_back(workspace: Workspace, cycle: Cycle, to: Path, *, today: date, by: str) -> Path:
    """The evaluator's assessments of a cycle in one signed file. Refused `not_evaluator`, `nothing_assessed`."""
    if not workspace.read_only:
        raise Refused("not_evaluator")
    mine = [
        package for _name, package in sorted(workspace.state.packages.items())
        if package.kind == Kind.ASSESSMENT and package.ledger == workspace.ledger
        and (said := read_assessment(package)).role == Role.THIRD
        and (said.cycle, said.round) == (cycle.period.code, cycle.kind.value)
    ]  # fmt: skip
    if not mine:
        raise Refused("nothing_assessed", cycle=cycle.name)
    own_key(workspace, today=today)
    ids = {package.id for package in mine}
    realm = "training" if workspace.training else "real"
    about = About(
        ASSESSMENTS, workspace.ledger.plan, workspace.ledger.issuer, realm, workspace.unit.code, {}, tuple(sorted(ids))
    )

    def beside(manifest: bytes) -> Mapping[str, bytes]:
        return beside_bundle(workspace, manifest, phrase=None, today=today, only=ids)

    outgoing.write_atomically(
        to, lambda part: write_bundle(part, [package.data for package in mine], {}, beside, about=about)
    )
    outgoing.register(workspace, to, "bundle", unit="", period=cycle.period.code, today=today, by=by)
    return to


@dataclass(frozen=True, slots=True)
class Returned:
    """What came of an evaluator's file: verdict, code of its sentence, what is taken, what is to be said."""

    verdict: Verdict
    code: str
    findings: tuple[Finding, ...]
    packages: tuple[Package, ...] = ()


def received(workspace: Workspace, content: Bundle, name: str) -> Returned:
    """Judges what an evaluator sent back: his words in cycles that were begun here, and nothing else that the file may
    hold. His key is nobody's of the ledger, so it is named and not asked about.
    """
    entry = door.by_evaluator(workspace, content.packages)
    findings = (*content.findings, *entry.findings, trust.sealed_by(content, name))
    if not entry.new:
        if entry.held:
            return Returned(Verdict.SAME, "taken_before", findings)
        return Returned(Verdict.QUARANTINED, "evaluation_nothing", findings)
    known = {(one.period.code, one.kind.value) for one in cycles(workspace)}
    if not {(one.content["cycle"], one.content.get("round", "")) for one in entry.new} <= known:
        return Returned(Verdict.QUARANTINED, "evaluation_no_cycle", findings)
    return Returned(Verdict.TAKEN, "evaluation_taken", findings, entry.new)

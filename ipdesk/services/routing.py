"""Which of the data file's ledgers a received file belongs to, and whether one that is not here yet may be taken up.

A file says in its envelope, or a bundle in its manifest, which ledger it is of. What goes with a report goes where the
report went. The door then judges on the view of that ledger alone.
"""

from collections.abc import Iterable, Mapping

from ipdesk.domain.ledger.package import Kind, LedgerKey, parse
from ipdesk.domain.plan import Plan
from ipdesk.domain.plancontent import plan_from_content
from ipdesk.exchange.bundle import About
from ipdesk.exchange.envelope import Envelope, EnvelopeKind
from ipdesk.exchange.kind import Kind as FileKind
from ipdesk.exchange.raw import RawBook
from ipdesk.exchange.reader import read_envelope
from ipdesk.packs.read import builtin_packs, load_builtin
from ipdesk.services import attachments
from ipdesk.services.participation import knows
from ipdesk.services.workspace import Workspace

#: The question whether to take up the plan of a file that came from its parent; answered with `take`.
QUESTION = "plan"


def view_for(
    workspace: Workspace, book: RawBook | OSError, given: Mapping[str, str], reports: Iterable[str] = ()
) -> Workspace:
    """The view that judges a file: on the ledger that it says, where this unit takes part in it or a person says that
    it shall; else `workspace`, whose door has the reason. `reports` are the packages that came from the same place.
    """
    if isinstance(book, OSError) or book.refusal is not None:
        return workspace
    if book.kind == FileKind.BUNDLE:
        return workspace  # every package of a bundle is judged on its own ledger
    envelope = read_envelope(book)
    if envelope is None:
        return _of_what_goes_with_a_report(workspace, book, reports)
    ledger = ledger_of(envelope)
    if ledger == workspace.ledger or ledger.training != workspace.training:
        return workspace
    if ledger in workspace.ledgers:
        return workspace.of(ledger)
    plan = offered(workspace, envelope) if given.get(QUESTION) == "take" else None
    return joined(workspace, ledger, plan) if plan else workspace


def ledger_of(said: Envelope | About) -> LedgerKey:
    """The ledger that an envelope or a bundle names."""
    return LedgerKey(said.plan, said.issuer, said.realm == "training")


def offered(workspace: Workspace, envelope: Envelope) -> Plan | None:
    """The plan of a file that came from its parent under a plan that is not here; None for any other file."""
    ledger, own = ledger_of(envelope), workspace.unit.code
    if envelope.kind not in (EnvelopeKind.TEMPLATE, EnvelopeKind.RELEASE) or envelope.unit not in ("", own):
        return None
    if ledger in workspace.ledgers or ledger.training != workspace.training or ledger.issuer == own:
        return None
    plan = plan_in(envelope.packages, ledger)
    return plan if plan and knows(plan, own) else None


def joined(workspace: Workspace, ledger: LedgerKey, plan: Plan) -> Workspace:
    """A view on a ledger that the unit does not take part in yet; `Judged.joins` then says that it shall."""
    return workspace.open_views.get(ledger) or Workspace(workspace.database, plan, ledger=ledger, beside=workspace)


def plan_in(bodies: Iterable[bytes], ledger: LedgerKey) -> Plan | None:
    """The plan of a ledger, of the highest version among packages; else the one that ships. None where neither is."""
    found: list[Plan] = []
    for body in bodies:
        if b'"kind":"plan"' not in body:
            continue
        try:
            package = parse(body)
            if package.kind == Kind.PLAN and package.known and package.ledger == ledger:
                found.append(plan_from_content(package.content))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    if not found and any(info.id == ledger.plan for info in builtin_packs()):
        found.append(load_builtin(ledger.plan))
    best = max(found, key=lambda plan: plan.version, default=None)
    return best if best and (best.id, best.region) == (ledger.plan, ledger.issuer) else None


def _of_what_goes_with_a_report(workspace: Workspace, book: RawBook, reports: Iterable[str]) -> Workspace:
    """The view on the ledger that names the file by its hash, or that all reports beside it belong to."""
    views = [workspace, *(workspace.of(one) for one in workspace.ledgers if one != workspace.ledger)]
    for view in views:
        if book.sha256 and attachments.by_hash(view).get(book.sha256):
            return view
    ledgers = {package.ledger for name in reports if (package := workspace.state.packages.get(name))}
    return workspace.of(ledgers.pop()) if len(ledgers) == 1 and ledgers <= set(workspace.ledgers) else workspace

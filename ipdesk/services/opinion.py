"""A unit's opinion on the targets that it is asked about: given here, written to its sheet, or read from one."""

from datetime import date
from pathlib import Path

from ipdesk.domain.errors import Refused, WrongUse
from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.contents import HandedDown, Opinion, OpinionItem, read_opinion, read_targets
from ipdesk.domain.ledger.package import Kind, Package, Slot, make
from ipdesk.domain.ledger.scope import short
from ipdesk.services import handdown, outgoing, settings, versions
from ipdesk.services.targetfiles import reply_file
from ipdesk.services.workspace import Done, Workspace, done

#: The setting that keeps this unit's unfinished opinion (`opiniondraft.py`); given, it is gone.
KEPT = "opinion_draft"


def give(
    workspace: Workspace,
    items: tuple[OpinionItem, ...],
    *,
    note: str = "",
    unit: str = "",
    basis: str = "",
    today: date,
    by: str,
) -> Done[str]:
    """Gives the opinion of this unit, or at the issuer's desk that of `unit` on its behalf, by a `basis`.

    No items: agreed. Raises Refused `no_consultation`, `basis_missing`, `nothing_changed_opinion`; WrongUse
    `opinion_target_unknown`, `opinion_reason_missing`.
    """
    code = unit or workspace.unit.code
    short = workspace.unit_of(code).short
    behalf = code != workspace.unit.code
    if behalf and not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    if behalf and not basis.strip():
        raise Refused("basis_missing", unit=short)
    with workspace.operation() as operation:
        consult = handdown.consultation_package(workspace, code)
        if consult is None:
            raise Refused("no_consultation", unit=short)
        check_items(read_targets(consult), items)
        opinion = Opinion(
            code, consult.id, "disagree" if items else "agree", items, note.strip(), "behalf" if behalf else "form",
            basis.strip(),
        )  # fmt: skip
        heads = workspace.state.slot(workspace.ledger, Slot(Kind.OPINION, code)).heads
        if [read_opinion(workspace.package(head)) for head in heads] == [opinion]:
            raise Refused("nothing_changed_opinion", unit=short)
        package = make(
            Kind.OPINION, workspace.ledger, maker=workspace.unit.code, officer=by, audience=code,
            content=encode(opinion), parents=heads, date=today.isoformat(),
        )  # fmt: skip
        operation.add(package)
        if not behalf:
            settings.put_within(workspace, operation, KEPT, "")
    return done(workspace, package.id)


def check_items(asked: HandedDown, items: tuple[OpinionItem, ...]) -> None:
    """Whether each is about a target that is asked about, and says why. Raises WrongUse `opinion_target_unknown`,
    `opinion_reason_missing`.
    """
    known = {target.id: target for target in asked.targets}
    for item in items:
        if item.target not in known:
            raise WrongUse("opinion_target_unknown", target=item.target)
        if not item.reason.strip():
            raise WrongUse("opinion_reason_missing", target=known[item.target].name)


def settle(workspace: Workspace, unit: str, keep: str, *, today: date, by: str, reason: str = "") -> Done[str]:
    """Of several answers of a unit, one counts (以哪份为准), the others stand back. `keep`: an id, or its beginning.

    Raises Refused `opinion_not_open`, WrongUse `opinion_version_unknown`; `not_issuer` where it is another unit's.
    """
    if unit != workspace.unit.code and not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    with workspace.operation() as operation:
        state = workspace.state.slot(workspace.ledger, Slot(Kind.OPINION, unit))
        unit_short = workspace.unit_of(unit).short
        if not state.open:
            raise Refused("opinion_not_open", unit=unit_short)
        kept = [
            name
            for name in state.heads
            if len(keep) >= 4 and (name.startswith(keep.lower()) or short(name).startswith(keep.upper()))
        ]
        if len(kept) != 1:
            raise WrongUse("opinion_version_unknown", unit=unit_short, id=keep)
        package = versions.settling(workspace, state, kept[0], today=today, by=by, reason=reason)
        operation.add(package)
    return done(workspace, package.id)


def export(workspace: Workspace, to: Path, *, today: date, by: str) -> Path:
    """Writes this unit's opinion to its sheet, to be sent up. Raises Refused `no_consultation`, `no_opinion`."""
    consult = handdown.consultation_package(workspace, workspace.unit.code)
    if consult is None:
        raise Refused("no_consultation", unit=workspace.unit.short)
    package = own(workspace, consult)
    if package is None:
        raise Refused("no_opinion", unit=workspace.unit.short)
    outgoing.ready(workspace, today=today)
    prepared = reply_file(workspace, consult, read_opinion(package), to, today=today)
    with workspace.operation() as operation:
        outgoing.deliver(workspace, operation, [prepared], today=today, by=by)
    return prepared.path


def own(workspace: Workspace, consult: Package) -> Package | None:
    """This unit's opinion on what it is asked, None while it has given none."""
    state = workspace.state.slot(workspace.ledger, Slot(Kind.OPINION, consult.audience))
    package = workspace.state.packages.get(state.current)
    return package if package is not None and read_opinion(package).targets == consult.id else None

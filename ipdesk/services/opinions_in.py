"""An answered sheet of targets that came in: packages fixed in ipdesk, or what was written on it by hand, or both."""

from dataclasses import dataclass

from ipdesk.domain.errors import IpdeskError
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.contents import CONSULT, HandedDown, Opinion, OpinionItem, read_opinion, read_targets
from ipdesk.domain.ledger.fold import extend
from ipdesk.domain.ledger.package import Kind, Package, Slot, make
from ipdesk.exchange.envelope import Envelope
from ipdesk.exchange.raw import RawBook
from ipdesk.exchange.targetsheet import Point, Reply, read_sheet
from ipdesk.services.targetfiles import reply_of
from ipdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class OpinionRead:
    """What a sheet says: the package to take, whether it is held already or stands beside another, what is noted."""

    package: Package
    held: bool
    second: bool
    agreed: bool
    items: int
    findings: tuple[Finding, ...]


class Unreadable(IpdeskError):
    """Why no opinion could be read from a sheet."""


def read_opinion_sheet(
    workspace: Workspace, book: RawBook, envelope: Envelope, packages: tuple[Package, ...]
) -> OpinionRead:
    """The opinion that an answered sheet gives. `packages` are those that came with it and may come in.

    A function of the file's content alone, so that every PC makes the same package of it. Raises Unreadable
    `opinion_no_consultation`, `opinion_no_sheet`, `opinion_rows_moved`, `opinion_unclear`, `opinion_empty`,
    `opinion_incomplete`.
    """
    consult = _consultation(workspace, envelope)
    if consult is None:
        raise Unreadable("opinion_no_consultation")
    handed = read_targets(consult)
    names = {target.id: target.name for target in handed.targets}
    found = read_sheet(book, names)
    if found.reply is None:
        raise Unreadable("opinion_no_sheet")
    embedded = [one for one in packages if _is_opinion(one, envelope, consult)]
    built_on = {parent for one in embedded for parent in one.parents}
    fixed = next((one for one in embedded if one.id not in built_on), None)
    if found.moved:
        raise Unreadable("opinion_rows_moved", targets="、".join(names.get(key, key) for key in found.moved))
    if found.doubtful:
        raise Unreadable("opinion_unclear", targets="、".join(names.get(key, "总体意见") for key in found.doubtful))
    reply = found.reply
    if fixed is not None and _says_the_same(reply, reply_of(handed, read_opinion(fixed))):
        return _weighed(workspace, fixed, ())
    if reply.empty:
        raise Unreadable("opinion_empty")
    opinion, findings = _opinion(book.name, envelope.unit, consult, handed, reply)
    package = make(
        Kind.OPINION, workspace.ledger, maker=envelope.unit, officer=reply.name, audience=envelope.unit,
        content=encode(opinion), parents=(fixed.id,) if fixed else envelope.heads, date=reply.date,
    )  # fmt: skip
    return _weighed(workspace, package, findings)


def _opinion(
    file: str, unit: str, consult: Package, handed: HandedDown, reply: Reply
) -> tuple[Opinion, tuple[Finding, ...]]:
    items: list[OpinionItem] = []
    silent: list[str] = []
    findings: list[Finding] = []
    for target in handed.targets:
        point = reply.points.get(target.id, Point())
        against = point.agreed is False or (point.agreed is None and bool(point.quantity is not None or point.reason))
        if point.agreed is None and not against:
            silent.append(target.name)
        if not against:
            continue
        where = Where(unit=unit, file=file)
        if point.raw:
            findings.append(Finding("opinion_value_unread", Severity.MUST_EXPLAIN, where,
                                    {"target": target.name, "text": point.raw}))  # fmt: skip
        if not point.reason:
            findings.append(Finding("opinion_no_reason", Severity.MUST_EXPLAIN, where, {"target": target.name}))
        reason = f"{point.reason}（建议值：{point.raw}）" if point.raw else point.reason
        items.append(OpinionItem(target.id, point.quantity, reason))
    if silent and reply.agreed is None:
        raise Unreadable("opinion_incomplete", targets="、".join(silent), count=str(len(silent)))
    if not items and reply.agreed is False and not reply.note:
        raise Unreadable("opinion_unclear", targets="总体意见")
    verdict = "disagree" if items or reply.agreed is False else "agree"
    return Opinion(unit, consult.id, verdict, tuple(items), reply.note, "sheet"), tuple(findings)


def _says_the_same(visible: Reply, written: Reply) -> bool:
    """Whether the cells still say what the package says; name, telephone and day are of the paper."""
    return (visible.points, visible.agreed, visible.note) == (written.points, written.agreed, written.note)


def _weighed(workspace: Workspace, package: Package, findings: tuple[Finding, ...]) -> OpinionRead:
    held = package.id in workspace.state.packages
    opinion = read_opinion(package)
    slot = Slot(Kind.OPINION, opinion.unit)
    after = extend(workspace.state, [package]).slot(workspace.ledger, slot)
    return OpinionRead(package, held, after.open, opinion.verdict == "agree", len(opinion.items), findings)


def _is_opinion(package: Package, envelope: Envelope, consult: Package) -> bool:
    if package.kind != Kind.OPINION or package.content.get("unit") != envelope.unit:
        return False
    return package.content.get("targets") == consult.id


def _consultation(workspace: Workspace, envelope: Envelope) -> Package | None:
    """The consultation that the sheet answers: by its id, or by the beginning of it where `_meta` is gone."""
    slot = Slot(Kind.TARGETS, envelope.unit)
    for name in workspace.state.members.get((workspace.ledger, slot), ()):
        package = workspace.state.packages[name]
        if (
            envelope.template_id
            and name.startswith(envelope.template_id)
            and package.kind == Kind.TARGETS
            and read_targets(package).stage == CONSULT
        ):
            return package
    return None


def code_of_targets(workspace: Workspace, envelope: Envelope, new: tuple[Package, ...]) -> str:
    """The sentence for a unit that takes in what it is asked about or what is handed down to it."""
    package = next(
        (one for one in new if one.id == envelope.template_id), workspace.state.packages.get(envelope.template_id)
    )
    if package is None or package.kind != Kind.TARGETS:
        return "packages_taken"
    return "consult_taken" if read_targets(package).stage == CONSULT else "order_taken"

"""Bundles: what this workspace holds, for a colleague's PC, for a new PC, for an evaluator; and have-lists."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from ipdesk.domain.errors import EnvironmentTrouble, NotFound, Refused, WrongUse
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.ledger.package import CHILDREN, LedgerKey, Package
from ipdesk.domain.ledger.scope import digest, in_scope, scopes
from ipdesk.exchange import readback
from ipdesk.exchange.bundle import (
    DESK_PART,
    MANIFEST,
    RECEIPTS_PART,
    About,
    Bundle,
    read_bundle,
    write_bundle,
)
from ipdesk.services import attachments, officekey, outgoing, packing, participation, routing
from ipdesk.services.signing import beside_bundle, own_key
from ipdesk.services.workspace import EVALUATOR, Workspace, find_unit
from ipdesk.store import desk, receipts
from ipdesk.store.database import create as create_database

HAVE_FORMAT: Final = "ipdesk-have/1"


class Purpose(StrEnum):
    """Whom a bundle is for."""

    OFFICE = "office"  # a colleague's PC: packages, receipts, originals and attachments
    COMPUTER = "computer"  # a new PC: drafts and settings as well
    EVALUATOR = EVALUATOR  # packages and attachments of the chosen scopes, for reading only


@dataclass(frozen=True, slots=True)
class Held:
    """What a have-list or a bundle says that the other side holds."""

    packages: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    receipts: frozenset[str] = frozenset()


def bundle(
    workspace: Workspace,
    to: Path,
    *,
    purpose: Purpose = Purpose.OFFICE,
    units: Sequence[str] = (),
    since: Path | None = None,
    phrase: str | None = None,
    today: date,
    by: str,
) -> Path:
    """One signed zip, read back before it has its name; equal data make equal bytes. It holds every ledger of the
    office, an evaluator's the one.

    `units` (code or short name) chooses scopes, of which what is for all is always one. `since` is a have-list or a
    bundle of the other side: what it holds stays away. With a pass phrase the office's own key goes along, under the
    phrase. WrongUse `phrase_short`, `bundle_purpose` (a key, or a choice, that the purpose forbids), `have_unread`;
    NotFound `unit_unknown`; EnvironmentTrouble `readback_differs`.
    """
    evaluator = purpose is Purpose.EVALUATOR
    if (evaluator and phrase is not None) or (units and not evaluator):
        raise WrongUse("bundle_purpose")
    held = read_held(since, workspace) if since is not None else Held()
    members = tuple(_members(workspace, units))
    also = () if evaluator else tuple(one for one in workspace.ledgers if one != workspace.ledger)
    others = [one for _id, one in sorted(workspace.state.packages.items()) if one.ledger in also]
    about = About(
        purpose.value, workspace.ledger.plan, workspace.ledger.issuer, _realm(workspace.ledger), workspace.unit.code,
        {scope: digest(one for one in members if one.audience == scope) for scope in _scopes(members)},
        tuple(package.id for package in (*members, *others)),
        tuple(ledger.code for ledger in also),
    )  # fmt: skip
    packages = [package for package in (*members, *others) if package.id not in held.packages]
    files = {
        name: data for name in _files(workspace, members, evaluator=evaluator) if name not in held.files
        if (data := receipts.original(workspace.database, name)) is not None
    }  # fmt: skip
    parts = {} if evaluator else {RECEIPTS_PART: packing.receipts_part(workspace, held.receipts)}
    if purpose is Purpose.COMPUTER:
        parts[DESK_PART] = packing.desk_part(workspace)
    own_key(workspace, today=today)  # made before the file is begun, if at all
    only = {package.id for package in packages} if evaluator else None

    def beside(manifest: bytes) -> Mapping[str, bytes]:
        return beside_bundle(workspace, manifest, phrase=phrase, today=today, only=only)

    bodies = [package.data for package in packages]

    def written(part: Path) -> None:
        write_bundle(part, bodies, files, beside, about=about, parts=parts)
        outgoing.read_back(to, readback.bundle_difference(part, bodies, files, about))

    outgoing.write_atomically(to, written)
    outgoing.register(workspace, to, "bundle", unit="", period="", today=today, by=by)
    return to


def write_have(workspace: Workspace, to: Path, *, today: date, by: str) -> Path:
    """The have-list: what is here, by name alone, so that a colleague can send what is missing."""
    state, ledger = workspace.state, workspace.ledger
    others = [one for one in workspace.ledgers if one != ledger]
    content = {
        "format": HAVE_FORMAT,
        "plan": ledger.plan,
        "issuer": ledger.issuer,
        "realm": _realm(ledger),
        "unit": workspace.unit.code,
        "scopes": {
            **{scope: [one.id for one in in_scope(state, ledger, scope)] for scope in scopes(state, ledger)},
            **{
                f"{other.code}/{scope}": [one.id for one in in_scope(state, other, scope)]
                for other in others
                for scope in scopes(state, other)
            },
        },
        "files": list(receipts.kept_hashes(workspace.database)),
        "receipts": sorted(packing.receipt_keys(workspace)),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    outgoing.write_atomically(to, lambda part: part.write_text(text, encoding="utf-8", newline="\n"))
    outgoing.register(workspace, to, "have", unit="", period="", today=today, by=by)
    return to


def read_held(path: Path, workspace: Workspace) -> Held:
    """What the other side holds, from its have-list or a bundle of it. WrongUse `have_unread`, Refused `have_other`."""
    try:
        with path.open("rb") as file:
            beginning = file.read(4)
        if beginning == b"PK\x03\x04":
            return _held_by_bundle(read_bundle(path), workspace)
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as failure:
        reason = failure.strerror or str(failure)
        raise EnvironmentTrouble("cannot_read", path=str(path), reason=reason) from failure
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or content.get("format") != HAVE_FORMAT:
        raise WrongUse("have_unread", file=path.name)
    _check_ours(content, content.get("unit"), workspace)
    named = content.get("scopes")
    lists = named.values() if isinstance(named, dict) else ()
    return Held(
        frozenset(name for one in lists for name in _texts(one)),
        frozenset(_texts(content.get("files"))),
        frozenset(_texts(content.get("receipts"))),
    )


def stranger(workspace: Workspace, about: About) -> Finding | None:
    """Why a bundle is not this office's, None where it is, or where it does not say."""
    if not about.unit:
        return None
    here = workspace.ledger
    params = {"unit": _short(workspace, about.unit), "here": workspace.unit.short}
    if (about.realm == "training") != here.training:
        return Finding("training_file" if about.realm == "training" else "real_file", Severity.MUST_FIX)
    if about.plan != here.plan:
        params = {"there": about.plan, "here": workspace.plan.short}
        return Finding("other_plan", Severity.MUST_FIX, params=params)
    if about.issuer != here.issuer:
        return Finding("other_issuer", Severity.MUST_FIX, params={"there": about.issuer})
    if about.unit != workspace.unit.code:
        return Finding("bundle_other_office", Severity.MUST_FIX, params=params)
    return None


def compared(workspace: Workspace, about: About, new: Collection[Package], name: str) -> Iterator[Finding]:
    """What one side has that the other has not, once the new packages are in."""
    if not about.have:
        return
    where, listed = Where(file=name), frozenset(about.have)
    here = {**workspace.state.packages, **{package.id: package for package in new}}
    missing = [one for one in about.have if one not in here]
    ahead = [
        package
        for package in here.values()
        if package.id not in listed
        and (
            package.ledger.code in about.also
            or (package.ledger == workspace.ledger and package.audience in about.holds)
        )
    ]
    if missing:
        yield Finding("bundle_gap", Severity.MUST_EXPLAIN, where, {"count": str(len(missing))})
    if ahead:
        short = {unit.code: unit.short for unit in workspace.policy.units}
        found = dict.fromkeys(short.get(package.audience, "") for package in ahead if package.audience != CHILDREN)
        params = {"count": str(len(ahead)), "units": "、".join(name for name in found if name) or "—"}
        yield Finding("bundle_ahead", Severity.NOTE, where, params)
    if not missing and not ahead and about.purpose != Purpose.EVALUATOR:
        yield Finding("bundle_even", Severity.NOTE, where)


def joined(workspace: Workspace, content: Bundle) -> Iterator[LedgerKey]:
    """The ledgers of the own office that a bundle brings and that are not here yet, each with a view to judge on."""
    for code in content.about.also:
        plan_id, _, issuer = code.removesuffix("/training").partition("/")
        ledger = LedgerKey(plan_id, issuer, workspace.training)
        if ledger.code != code or ledger in workspace.ledgers:
            continue
        plan = routing.plan_in(content.packages, ledger)
        if plan is not None and participation.knows(plan, workspace.unit.code):
            routing.joined(workspace, ledger, plan)
            yield ledger


def create_from(path: Path, source: Path, *, today: date, by: str = "") -> Workspace:
    """A new workspace that goes on with what a bundle holds: a colleague's, a new PC's, an evaluator's.

    Raises EnvironmentTrouble `cannot_read` and as `store.database.create`; Refused `bundle_no_start` where the file
    is no bundle or says not whose it is.
    """
    from ipdesk.services import receive

    try:
        content = read_bundle(source)
    except OSError as failure:
        reason = failure.strerror or str(failure)
        raise EnvironmentTrouble("cannot_read", path=str(source), reason=reason) from failure
    about = content.about
    ledger = LedgerKey(about.plan, about.issuer, about.realm == "training")
    plan = routing.plan_in(content.packages, ledger)
    if plan is None or not about.unit or MANIFEST not in content.beside:
        raise Refused("bundle_no_start", file=source.name)
    database = create_database(path)
    try:
        with database.transaction():
            settings = {
                "unit": about.unit, "plan": about.plan, "issuer": about.issuer,
                "training": "1" if ledger.training else "0", "officer": by,
            }  # fmt: skip
            if about.purpose == Purpose.EVALUATOR:
                settings["purpose"] = EVALUATOR
            for name, value in settings.items():
                desk.put_setting(database, name, value)
            officekey.ensure(database, ledger, about.unit, today=today)
        workspace = Workspace(database, plan)
        (verdict,) = receive.receive(workspace, [source], today=today, by=by).value
        if verdict.verdict is not receive.Verdict.TAKEN:
            raise Refused("bundle_no_start", file=source.name)
    except BaseException:
        database.close()
        path.unlink(missing_ok=True)
        raise
    return workspace


def _members(workspace: Workspace, units: Sequence[str]) -> Iterator[Package]:
    chosen = {CHILDREN, *(find_unit(workspace.policy.units, unit).code for unit in units)} if units else None
    for _name, package in sorted(workspace.state.packages.items()):
        if package.ledger == workspace.ledger and (chosen is None or package.audience in chosen):
            yield package


def _files(workspace: Workspace, members: Sequence[Package], *, evaluator: bool) -> Iterator[str]:
    """The files that go along: for an evaluator the attachments of what he gets, else all that lie here."""
    if not evaluator:
        yield from receipts.kept_hashes(workspace.database)
        return
    within = {package.id for package in members}
    for name, packages in attachments.by_hash(workspace).items():
        if any(package.id in within for package in packages):
            yield name


def _held_by_bundle(content: Bundle, workspace: Workspace) -> Held:
    about = content.about
    _check_ours({"plan": about.plan, "issuer": about.issuer, "realm": about.realm}, about.unit, workspace)
    brought = packing.read(content)
    return Held(
        frozenset(about.have),
        frozenset(content.files or {}),
        frozenset(packing.receipt_key(receipt) for receipt, _cells in brought.receipts),
    )


def _check_ours(content: Mapping[str, Any], unit: object, workspace: Workspace) -> None:
    ledger = workspace.ledger
    there = (content.get("plan"), content.get("issuer"), content.get("realm"), unit)
    if there != (ledger.plan, ledger.issuer, _realm(ledger), workspace.unit.code):
        raise Refused("have_other", here=workspace.unit.short)


def _scopes(members: Sequence[Package]) -> list[str]:
    return sorted({package.audience for package in members})


def _short(workspace: Workspace, code: str) -> str:
    try:
        return workspace.unit_of(code).short
    except NotFound:
        return code


def _realm(ledger: LedgerKey) -> str:
    return "training" if ledger.training else "real"


def _texts(member: object) -> list[str]:
    return [one for one in member if isinstance(one, str)] if isinstance(member, list) else []

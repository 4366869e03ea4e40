"""Attachments: stamped scans, letters, evidence that goes with a report, kept by the hash of its bytes.

By name only unless a file is added: then an `attachment` package points from the submission to the file, and the file
lies with the originals. It is opened only when a person asks, from a copy under a safe name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from ipdesk.domain.errors import EnvironmentTrouble, NotFound, Refused, WrongUse
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.contents import Attachment, read_attachment
from ipdesk.domain.ledger.package import Kind, Package, Slot, make, slot_of
from ipdesk.exchange.attachfile import MAX_SIZE, attachable, clean_name
from ipdesk.services import draft as drafts
from ipdesk.services import figures
from ipdesk.services.draft import Draft, DraftFile
from ipdesk.services.workspace import Done, Touched, Workspace, done, of_state, stamp
from ipdesk.store import receipts

#: `Attachment.what` of the report itself on paper, signed and sealed.
STAMPED = "stamped"


@dataclass(frozen=True, slots=True)
class Use:
    """Where else the same file is used: the unit, the period and the row of another report."""

    unit: str
    unit_short: str
    period: str
    row: str


@dataclass(frozen=True, slots=True)
class Attached:
    """One line of a report's evidence.

    `state`: here, away (the file is not on this PC), purged (`purged` says when, by whom, why), named (by name only).
    `about` is the submission that it was attached to, an earlier version of this one, or empty for a draft's.
    """

    name: str
    state: str
    hash: str = ""
    size: int = 0
    note: str = ""
    row: str = ""
    row_name: str = ""
    about: str = ""
    maker: str = ""
    officer: str = ""
    date: str = ""
    also: tuple[Use, ...] = ()
    purged: str = ""
    what: str = ""


@of_state
def by_hash(workspace: Workspace) -> Mapping[str, tuple[Package, ...]]:
    """The attachment packages of this ledger by the file that they name."""
    found: dict[str, list[Package]] = {}
    attachments = [package for package in workspace.state.packages.values() if package.kind == Kind.ATTACHMENT]
    for package in sorted(attachments, key=lambda one: one.id):
        if package.known and package.ledger == workspace.ledger:
            found.setdefault(package.content["hash"], []).append(package)
    return {key: tuple(members) for key, members in found.items()}


@of_state
def _by_report(workspace: Workspace) -> Mapping[str, tuple[Package, ...]]:
    found: dict[str, list[Package]] = {}
    for packages in by_hash(workspace).values():
        for package in packages:
            found.setdefault(package.content["about"], []).append(package)
    return {key: tuple(members) for key, members in found.items()}


def packages_of(workspace: Workspace, package_id: str) -> tuple[Package, ...]:
    """The attachment packages of a report, and of it alone."""
    return _by_report(workspace).get(package_id, ())


def is_stamped(package: Package) -> bool:
    """Whether an attachment is the report itself on paper, signed and sealed."""
    return package.content.get("what") == STAMPED


def of_report(workspace: Workspace, package_id: str) -> tuple[Attached, ...]:
    """The evidence of a submission: the names that it lists, with their files, then files that were added later.

    A file of an earlier version counts as long as the later one still lists its name.
    """
    package = workspace.package(package_id)
    own = [_attached(workspace, one) for one in _by_report(workspace).get(package.id, ())]
    inherited = {one.name: one for name in _before(workspace, package) for one in _files_of(workspace, name)}
    lines: list[Attached] = []
    for name in figures.submission_of(package).answers.evidence:
        mine = [one for one in own if one.name == name]
        lines += mine or [inherited.get(name) or Attached(name, "named")]
    return (*lines, *(one for one in own if one not in lines))


def of_draft(workspace: Workspace, draft: Draft) -> tuple[Attached, ...]:
    """The evidence of a draft: what it lists, its files, and files of the versions that it was begun from."""
    own = {one.name: one for one in draft.files}
    inherited = {
        one.name: one
        for parent in draft.parents
        if parent in workspace.state.packages
        for one in of_report(workspace, parent)
        if one.state != "named"
    }
    lines = []
    for name in draft.answers.evidence:
        file = own.get(name)
        if file is not None:
            row_name = found.name if (found := draft.form.row(file.row)) else ""
            line = Attached(name, "", file.hash, file.size, file.note, file.row, row_name, what=file.what)
            lines.append(_looked_up(workspace, line, draft.slot))
        else:
            lines.append(inherited.get(name) or Attached(name, "named"))
    return tuple(lines)


def of_slot(workspace: Workspace, slot: Slot) -> tuple[Attached, ...]:
    """The evidence as it stands at this desk: of the draft where there is one, else of the version that was fixed."""
    draft = _open_draft(workspace, slot)
    if draft is not None:
        return of_draft(workspace, draft)
    state = workspace.state.slot(workspace.ledger, slot)
    return tuple(line for head in state.heads for line in of_report(workspace, head))


def name_evidence(workspace: Workspace, slot: Slot, names: Sequence[str], *, today: date, by: str) -> Done[Draft]:
    """Lists evidence by name only, in the draft. WrongUse `evidence_name` for a name that says nothing."""
    cleaned = [" ".join(name.split()) for name in names]
    if not all(cleaned):
        raise WrongUse("evidence_name")
    draft = drafts.open_draft(workspace, slot)
    listed = tuple(dict.fromkeys((*draft.answers.evidence, *cleaned)))
    return drafts.set_evidence(workspace, slot, listed, draft.files, by=by, today=today)


def remove_evidence(workspace: Workspace, slot: Slot, name: str, *, today: date, by: str) -> Done[Draft]:
    """Takes a line off the draft's evidence, with its file. NotFound `evidence_unknown`."""
    draft = drafts.open_draft(workspace, slot)
    if name not in draft.answers.evidence:
        raise NotFound("evidence_unknown", name=name)
    names = tuple(one for one in draft.answers.evidence if one != name)
    files = tuple(one for one in draft.files if one.name != name)
    return drafts.set_evidence(workspace, slot, names, files, by=by, today=today)


def attach(
    workspace: Workspace,
    slot: Slot,
    paths: Sequence[Path],
    *,
    row: str = "",
    note: str = "",
    stamped: bool = False,
    today: date,
    by: str,
) -> Done[tuple[Attached, ...]]:
    """Files to a report: to the draft while one is being filled, else to the version that stands (补附).

    `stamped`: they are the report itself on paper, signed and sealed (盖章件). `row` is the key or name of the row
    that they are evidence of. Raises NotFound `row_not_there`, Refused
    `attachment_kind`, `attachment_too_big`, `attachment_empty`, `nothing_fixed`, `slot_open`; EnvironmentTrouble
    `cannot_read`. Nothing is attached unless all may be.
    """
    files = [(replace(file, what=STAMPED if stamped else ""), data) for file, data in (_read(p, note) for p in paths)]
    draft = _open_draft(workspace, slot)
    if draft is not None:
        key = _row_key(draft, row)
        added = tuple(replace(file, row=key) for file, _data in files)
        with workspace.operation() as operation:
            for file, data in files:
                receipts.keep_again(workspace.database, file.hash, data)
            operation.touch(Touched.RECEIPTS)
        kept = tuple(one for one in draft.files if one.name not in {file.name for file in added})
        names = tuple(dict.fromkeys((*draft.answers.evidence, *(file.name for file in added))))
        changes = drafts.set_evidence(workspace, slot, names, (*kept, *added), by=by, today=today).changes
        lines = of_draft(workspace, drafts.open_draft(workspace, slot))
        return Done(tuple(line for line in lines if line.hash in {file.hash for file in added}), changes)
    with workspace.operation() as operation:
        about = standing(workspace, slot)
        key = _row_key(drafts.open_draft(workspace, slot), row)
        for file, data in files:
            operation.add(*new_packages(workspace, about, (replace(file, row=key),), officer=by, day=today.isoformat()))
            receipts.keep_again(workspace.database, file.hash, data)
        operation.touch(Touched.RECEIPTS)
    hashes = {file.hash for file, _data in files}
    return done(workspace, tuple(line for line in of_report(workspace, about.id) if line.hash in hashes))


def new_packages(
    workspace: Workspace, about: Package, files: Iterable[DraftFile], *, officer: str, day: str, maker: str = ""
) -> Iterator[Package]:
    """The packages that say these files belong to a submission; none for what was said before."""
    said = {(one.content["hash"], one.content.get("row", "")) for one in _by_report(workspace).get(about.id, ())}
    for file in files:
        if (file.hash, file.row) in said:
            continue
        content = Attachment(about.id, file.hash, file.name, file.size, file.note, file.row, file.what)
        yield make(
            Kind.ATTACHMENT, workspace.ledger, maker=maker or workspace.unit.code, officer=officer,
            audience=about.audience, content=encode(content), date=day,
        )  # fmt: skip


def file_of(data: bytes, name: str, note: str = "") -> DraftFile:
    """A file as it would be attached. Refused `attachment_kind`, `attachment_too_big`, `attachment_empty`."""
    if not data:
        raise Refused("attachment_empty", name=name)
    if len(data) > MAX_SIZE:
        raise Refused("attachment_too_big", name=name, limit=str(MAX_SIZE // 1_000_000))
    kind = attachable(data, name)
    if kind is None:
        raise Refused("attachment_kind", name=name)
    return DraftFile(sha256(data).hexdigest(), clean_name(name, data, kind), len(data), note)


def uses_of(workspace: Workspace, file_hash: str, *, slot: Slot, row: str) -> tuple[Use, ...]:
    """Where else the file is used: in another unit's report, another period's, or for another row of this slot."""
    found = set()
    for package in by_hash(workspace).get(file_hash, ()):
        about = workspace.state.packages.get(package.content["about"])
        place = slot_of(about) if about is not None and about.known else None
        other_row = package.content.get("row", "")
        if place is not None and ((place.unit, place.period) != (slot.unit, slot.period) or other_row != row):
            found.add((place.unit, place.period, other_row))
    units = {unit.code: unit.short for unit in workspace.policy.units}
    return tuple(Use(unit, units.get(unit, unit), period, key) for unit, period, key in sorted(found))


def used_before(workspace: Workspace, name: str, file_hash: str, *, slot: Slot, row: str) -> Iterator[Finding]:
    """A finding for each other report that the same file went with; for another row of the same report a note."""
    for use in uses_of(workspace, file_hash, slot=slot, row=row):
        params = {"name": name, "unit": use.unit_short, "period": use.period}
        if (use.unit, use.period) == (slot.unit, slot.period):
            yield Finding("attachment_other_row", Severity.NOTE, Where(file=name), params)
        else:
            yield Finding("attachment_used_before", Severity.MUST_EXPLAIN, Where(file=name), params)


def file_bytes(workspace: Workspace, file_hash: str, name: str) -> bytes:
    """The bytes of a kept file. Refused `file_purged`, NotFound `file_away`."""
    data = receipts.original(workspace.database, file_hash)
    if data is None:
        known = receipts.kept_file(workspace.database, file_hash)
        if known is not None and known.purged:
            raise Refused("file_purged", name=name, why=known.purged)
        raise NotFound("file_away", name=name)
    return data


def save_copy(workspace: Workspace, line: Attached, folder: Path) -> Path:
    """A copy under a safe name, to be looked at; an earlier copy of other content is not overwritten.

    Raises as `file_bytes`, EnvironmentTrouble `folder_unwritable`.
    """
    data = file_bytes(workspace, line.hash, line.name)
    kind = attachable(data, line.name)
    if kind is None:
        raise Refused("attachment_kind", name=clean_name(line.name))
    name = clean_name(line.name, data, kind)
    for path in (folder / name, folder / f"{line.hash[:8]}_{name}"):
        try:
            if not path.exists():
                folder.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            elif path.read_bytes() != data:
                continue
        except OSError as failure:
            raise EnvironmentTrouble("folder_unwritable", path=str(folder)) from failure
        return path
    raise EnvironmentTrouble("file_exists", path=str(folder / name))


def purge(workspace: Workspace, name: str, *, reason: str, today: date, by: str) -> Done[str]:
    """Takes a kept file's bytes away for good; hash and reason stay. `name`: the file's name, or the beginning of its
    hash. Gives the hash. Raises NotFound `original_unknown`, WrongUse `original_ambiguous`, Refused `reason_missing`.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    with workspace.operation() as operation:
        file_hash = _one_file(workspace, name)
        why = f"{stamp(today)} {by} {reason.strip()}".replace("  ", " ")
        receipts.purge_original(workspace.database, file_hash, why)
        operation.touch(Touched.RECEIPTS)
    return done(workspace, file_hash)


def _one_file(workspace: Workspace, name: str) -> str:
    short = name.strip().lower()
    found = set(receipts.hashes_named(workspace.database, name))
    found |= {
        file_hash
        for file_hash, packages in by_hash(workspace).items()
        if any(package.content["name"] == name for package in packages)
        and receipts.kept_file(workspace.database, file_hash) is not None
    }
    if not found and len(short) >= 6 and all(letter in "0123456789abcdef" for letter in short):
        found = set(receipts.kept_hashes(workspace.database, short))
    if not found:
        raise NotFound("original_unknown", name=name)
    if len(found) > 1:
        raise WrongUse("original_ambiguous", name=name, count=str(len(found)))
    return found.pop()


def _attached(workspace: Workspace, package: Package) -> Attached:
    said = read_attachment(package)
    about = workspace.state.packages.get(said.about)
    place = slot_of(about) if about is not None and about.known else None
    row_name = ""
    if about is not None and place is not None and said.row:
        template = workspace.state.packages.get(figures.submission_of(about).template)
        row = figures.form_of(template).row(said.row) if template is not None else None
        row_name = row.name if row else said.row
    line = Attached(
        clean_name(said.name), "", said.hash, said.size, said.note, said.row, row_name, said.about, package.maker,
        package.officer, package.date, what=said.what,
    )  # fmt: skip
    return _looked_up(workspace, line, place or Slot(""))


def _looked_up(workspace: Workspace, line: Attached, slot: Slot) -> Attached:
    """The line with what lies on this PC, and where else its file is used."""
    known = receipts.kept_file(workspace.database, line.hash)
    state = "away" if known is None else "here" if known.here else "purged"
    also = uses_of(workspace, line.hash, slot=slot, row=line.row)
    return replace(line, state=state, purged=known.purged if known else "", also=also)


def _files_of(workspace: Workspace, name: str) -> Iterator[Attached]:
    return (_attached(workspace, one) for one in _by_report(workspace).get(name, ()))


def _before(workspace: Workspace, package: Package) -> list[str]:
    """The versions that one was made from, the earliest first."""
    found: list[str] = []
    waiting = list(package.parents)
    while waiting:
        name = waiting.pop()
        if name in workspace.state.packages and name not in found:
            found.append(name)
            waiting.extend(workspace.state.packages[name].parents)
    return found[::-1]


def _open_draft(workspace: Workspace, slot: Slot) -> Draft | None:
    """The draft to which evidence belongs: one that says something new, or the first of its slot.

    None where what was fixed stands as it is, and where another unit's form is not being entered on its behalf.
    """
    state = workspace.state.slot(workspace.ledger, slot)
    own = slot.unit == workspace.unit.code
    if not own and not state.heads:
        draft = drafts.open_draft(workspace, slot)
        return draft if draft.saved_at else None
    draft = drafts.open_draft(workspace, slot)
    return draft if not state.heads or (draft.saved_at and draft.changed) else None


def standing(workspace: Workspace, slot: Slot) -> Package:
    """The one version that files may be attached to."""
    state = workspace.state.slot(workspace.ledger, slot)
    where = {"unit": workspace.unit_of(slot.unit).short, "period": slot.period}
    if not state.heads:
        raise Refused("nothing_fixed", **where)
    if not state.current:
        raise Refused("slot_open", **where)
    return workspace.package(state.current)


def _row_key(draft: Draft, row: str) -> str:
    if not row:
        return ""
    for one in draft.form.rows:
        if row in (one.key, one.name):
            return one.key
    for task in draft.form.tasks:
        if row == task.key:
            return task.key
    raise NotFound("row_not_there", row=row)


def _read(path: Path, note: str) -> tuple[DraftFile, bytes]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SIZE + 1)
    except OSError as failure:
        reason = failure.strerror or str(failure)
        raise EnvironmentTrouble("cannot_read", path=str(path), reason=reason) from failure
    return file_of(data, path.name, note), data

"""Receipts, drafts and settings into a bundle and out of one. They are no facts of the ledger: what cannot be read is
left, what is here already stays as it is.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

from ipdesk.domain.finding import Finding
from ipdesk.domain.ledger.codec import decode
from ipdesk.domain.ledger.package import Kind, LedgerKey, Slot
from ipdesk.domain.ledger.signature import SenderTrust
from ipdesk.exchange.bundle import DESK_PART, RECEIPTS_PART, About, Bundle
from ipdesk.exchange.kind import Kind as FileKind
from ipdesk.services import ledgers, officedesk
from ipdesk.services.draft import StoredDraft
from ipdesk.services.judged import CellChange, Verdict
from ipdesk.services.luggage import Announced, DraftBrought, Luggage
from ipdesk.services.workspace import Operation, Touched, Workspace
from ipdesk.store import desk, drafts, receipts
from ipdesk.store.receipts import CellOrigin, Receipt

_RECEIPTS: Final = "ipdesk-receipts/1"
_DESK: Final = "ipdesk-desk/1"
#: Settings that another PC of the office goes on with; whose desk it is and what it is for, it knows itself.
_OF_THIS_PC: Final = ("unit", "officer", "purpose", *ledgers.NAMES)
#: More receipts, or cells of one, than any office has: what a bundle brings beyond is left.
_MOST: Final = 200_000


def receipt_key(receipt: Receipt) -> str:
    """By what two PCs know one receipt: not by where it came from."""
    said = [receipt.at, receipt.by, receipt.name, receipt.hash, receipt.verdict, receipt.unit, receipt.period]
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def receipt_keys(workspace: Workspace) -> frozenset[str]:
    """The receipts that are here."""
    return frozenset(receipt_key(receipt) for receipt, _cells in receipts.all_receipts(workspace.database))


def receipts_part(workspace: Workspace, known: Collection[str] = ()) -> bytes:
    """The receipts that the other side does not know, and the reasons of purged files. Bundles do not travel on."""
    lines = []
    purged = {}
    for receipt, cells in receipts.all_receipts(workspace.database):
        kept = receipts.kept_file(workspace.database, receipt.hash)
        if kept is not None and not kept.here and kept.purged:
            purged[receipt.hash] = kept.purged
        if receipt.detail.get("kind") == FileKind.BUNDLE or receipt_key(receipt) in known:
            continue
        detail = {key: value for key, value in receipt.detail.items() if key != "via"}
        lines.append(
            {
                "at": receipt.at,
                "by": receipt.by,
                "name": receipt.name,
                "hash": receipt.hash,
                "verdict": receipt.verdict,
                "unit": receipt.unit,
                "period": receipt.period,
                "detail": detail,
                "cells": [[one.package, one.row, one.field, one.sheet, one.cell, one.raw] for one in cells],
            }
        )
    lines.sort(key=lambda line: json.dumps(line, ensure_ascii=False, sort_keys=True))
    return _text({"format": _RECEIPTS, "receipts": lines, "purged": purged})


def desk_part(workspace: Workspace) -> bytes:
    """Drafts and settings, for a PC that goes on in place of this one."""
    kept = [list(one) for one in drafts.all_drafts(workspace.database)]
    for other in workspace.ledgers:
        if other != workspace.ledger:
            kept += [[*one, other.code] for one in drafts.all_drafts(workspace.database.on(other.code))]
    settings = {name: value for name, value in desk.settings(workspace.database).items() if name not in _OF_THIS_PC}
    return _text(
        {"format": _DESK, "drafts": kept, "settings": settings, "office": officedesk.packed(workspace.database)}
    )


def read(bundle: Bundle) -> Luggage:
    """What a bundle brings beside packages; parts that are none are empty."""
    told, kept = _parsed(bundle.beside.get(RECEIPTS_PART), _RECEIPTS), _parsed(bundle.beside.get(DESK_PART), _DESK)
    return Luggage(
        receipts=tuple(_receipts(told.get("receipts"))),
        purged=_texts(told.get("purged")),
        drafts=tuple(_drafts(kept.get("drafts"), _ledger_code(bundle.about))),
        settings={name: text for name, text in _texts(kept.get("settings")).items() if name not in _OF_THIS_PC},
        office=kept["office"] if isinstance(kept.get("office"), dict) else {},
    )


def unknown(workspace: Workspace, luggage: Luggage, announced: Announced) -> int:
    """How many of the receipts are not here yet, nor announced by a file before."""
    here = receipt_keys(workspace) | announced.receipts
    return sum(receipt_key(receipt) not in here for receipt, _cells in luggage.receipts)


def and_announced(announced: Announced, originals: Collection[str], luggage: Luggage | None) -> Announced:
    """What is announced once another file would have been taken."""
    told = (receipt_key(receipt) for receipt, _cells in luggage.receipts) if luggage else ()
    return Announced(announced.files.union(originals), announced.receipts.union(told))


def unpack(workspace: Workspace, operation: Operation, luggage: Luggage, *, via: str) -> None:
    """Writes what is not here yet, within the operation that takes the bundle. `via` is the bundle's name."""
    database = workspace.database
    here = receipt_keys(workspace)
    for receipt, cells in sorted(luggage.receipts, key=lambda one: one[0].at):
        if receipt_key(receipt) not in here:
            receipts.add_receipt(database, replace(receipt, detail={**receipt.detail, "via": via}), cells)
    for text in luggage.drafts:
        place = database.on(text.ledger or database.ledger)
        if drafts.load_draft(place, text.slot) is None:
            drafts.save_draft(place, text.slot, text.content, at=text.saved_at, by=text.by)
            operation.touch(Touched.DRAFTS, text.slot)
    if officedesk.unpack(database, luggage.office):
        operation.touch(Touched.SETTINGS)
    for name, value in luggage.settings.items():
        if not desk.setting(database, name):
            desk.put_setting(database, name, value)
            operation.touch(Touched.SETTINGS)


def _text(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _parsed(part: bytes | None, wanted: str) -> dict[str, Any]:
    try:
        told = json.loads(part) if part else {}
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) and told.get("format") == wanted else {}


def _texts(member: object) -> dict[str, str]:
    if not isinstance(member, dict):
        return {}
    return {name: text for name, text in member.items() if isinstance(text, str)}


def _receipts(members: object) -> Iterator[tuple[Receipt, tuple[CellOrigin, ...]]]:
    for member in members[:_MOST] if isinstance(members, list) else ():
        try:
            texts = [member[name] for name in ("at", "by", "name", "hash", "verdict", "unit", "period")]
            detail = member["detail"]
            cells = tuple(CellOrigin(*cell) for cell in member["cells"][:_MOST] if _all_text(cell) and len(cell) == 6)
            if not _all_text(texts) or not _readable(detail) or not _all_text(detail.get("packages", [])):
                continue
            Verdict(texts[4])
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
        at, by, name, file_hash, verdict, unit, period = texts
        yield Receipt(0, at, by, name, file_hash, verdict, unit, period, detail), cells


def _readable(detail: Mapping[str, Any]) -> bool:
    """Whether the journal can show it: raises what decoding raises where it cannot."""
    for finding in detail.get("findings", ()):
        decode(Finding, finding)
    for change in detail.get("changes", ()):
        decode(CellChange, change)
    if "trust" in detail:
        decode(SenderTrust, detail["trust"])
    return all(isinstance(detail.get(name, ""), str) for name in ("sentence", "kind", "question", "inside", "plan"))


def _ledger_code(about: About) -> str:
    return LedgerKey(about.plan, about.issuer, about.realm == "training").code if about.plan else ""


def _drafts(members: object, ledger: str) -> Iterator[DraftBrought]:
    for member in members if isinstance(members, list) else ():
        try:
            brought = DraftBrought(*member)
            decode(StoredDraft, json.loads(brought.content))
            parts = brought.slot.split("/")
            if _all_text(member) and len(parts) <= 4 and Slot(*parts).kind == Kind.SUBMISSION:
                yield replace(brought, ledger=brought.ledger or ledger)
        except (TypeError, ValueError, KeyError, RecursionError):
            continue


def _all_text(members: object) -> bool:
    return isinstance(members, list | tuple) and all(isinstance(one, str) for one in members)

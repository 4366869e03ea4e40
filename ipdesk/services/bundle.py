"""Bundles: everything that this workspace holds, for another PC of the same office."""

from datetime import date
from pathlib import Path

from ipdesk.exchange.bundle import write_bundle
from ipdesk.services import outgoing
from ipdesk.services.workspace import Workspace
from ipdesk.store import receipts


def bundle(workspace: Workspace, to: Path, *, today: date, by: str) -> Path:
    """All packages of this ledger and the original files, in one zip; equal data make equal bytes."""
    packages = tuple(
        package.data for _, package in sorted(workspace.state.packages.items()) if package.ledger == workspace.ledger
    )
    originals = dict(receipts.originals(workspace.database))
    outgoing.write_atomically(to, lambda part: write_bundle(part, packages, originals))
    outgoing.register(workspace, to, "bundle", unit="", period="", today=today, by=by)
    return to

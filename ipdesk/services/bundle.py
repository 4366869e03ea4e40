"""Bundles: everything that this workspace holds, for another PC of the same office."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from ipdesk.exchange.bundle import write_bundle
from ipdesk.services import outgoing
from ipdesk.services.signing import beside_bundle, own_key
from ipdesk.services.workspace import Workspace
from ipdesk.store import receipts


def bundle(workspace: Workspace, to: Path, *, phrase: str | None = None, today: date, by: str) -> Path:
    """All packages of this ledger, the original files and what is known of keys, in one signed zip; equal data make
    equal bytes. With a pass phrase the office's own key goes with it, under the phrase. WrongUse `phrase_short`.
    """
    packages = tuple(
        package.data for _, package in sorted(workspace.state.packages.items()) if package.ledger == workspace.ledger
    )
    originals = dict(receipts.originals(workspace.database))
    own_key(workspace, today=today)  # made before the file is begun, if at all

    def beside(manifest: bytes) -> Mapping[str, bytes]:
        return beside_bundle(workspace, manifest, phrase=phrase, today=today)

    outgoing.write_atomically(to, lambda part: write_bundle(part, packages, originals, beside))
    outgoing.register(workspace, to, "bundle", unit="", period="", today=today, by=by)
    return to

"""Whom a workbook is for, before there is a workspace: what a first start reads from a dropped template."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Addressee:
    """The plan and the unit that a workbook speaks for."""

    plan: str
    unit: str
    training: bool


def addressee_of(path: Path) -> Addressee | None:
    """Which plan and unit a workbook is for; None when it does not say, or cannot be read."""
    from ipdesk.exchange.child import open_workbooks
    from ipdesk.exchange.reader import read_envelope

    ((_path, book),) = open_workbooks([path])
    envelope = None if isinstance(book, OSError) or book.refusal is not None else read_envelope(book)
    return Addressee(envelope.plan, envelope.unit, envelope.realm == "training") if envelope else None

"""How a fault of a pack is told: the file of its table and the line's id."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.packs.format import HEADER, file_of


def fault(code: str, table: str, row: str, **params: str) -> Finding:
    """What must be mended in the line `row` of a table. `field` among the params names the column that is meant."""
    file = file_of(table) if table != "pack" else HEADER
    return Finding(code, Severity.MUST_FIX, Where(file=file, row=row), {"file": file, "id": row, **params})


def question(code: str, table: str, row: str, **params: str) -> Finding:
    """What may be right, but wants a look and a reason."""
    return replace(fault(code, table, row, **params), severity=Severity.MUST_EXPLAIN)


def missing_reference(table: str, row: str, field: str, reference: str, known: Iterable[str]) -> Iterator[Finding]:
    """A fault when what a field names is not there."""
    if reference not in known:
        yield fault("pack_broken_reference", table, row, field=field, reference=reference)

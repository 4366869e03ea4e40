"""What taking in a 分工方案 would change, row by row and cell by cell."""

from dataclasses import dataclass

from ipdesk.domain.finding import Finding
from ipdesk.domain.measure import Measure
from ipdesk.exchange.measuresheet import SheetLine
from ipdesk.services.judged import Ask, CellChange
from ipdesk.services.measurewords import column_names, field_text, measure_name

#: The fields of a measure that a sheet may hold, in the order of the columns.
FIELDS = (
    "task", "title", "goal", "quantity", "unit", "lead", "support", "person", "deadline", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A row of the sheet. `how`: new, changed, same, question; `heading` for a row that holds no measure."""

    sheet: str
    row: int
    how: str
    measure: Measure | None
    cells: tuple[CellChange, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a sheet would change. `measures` are all that there would be afterwards, of every year.

    Nothing may be taken while `asks` are open. `gone` are measures of the year that the sheet has no more and that
    would be dropped. `notes` say what was passed over, or read in a way that a person should know.
    """

    year: int
    lines: tuple[PreviewLine, ...]
    measures: tuple[Measure, ...]
    asks: tuple[Ask, ...] = ()
    gone: tuple[Measure, ...] = ()
    notes: tuple[Finding, ...] = ()

    def count(self, how: str) -> int:
        return sum(line.how == how for line in self.lines)


@dataclass(slots=True)
class Drafted:
    """A line that holds a measure, as far as it is read; `id` once it is known which measure it is."""

    line: SheetLine
    measure: Measure
    open: bool = False


def line_shown(draft: Drafted, before: Measure | None) -> PreviewLine:
    """The fate of a line's cells, beside the measure as it was before; None for a new one."""
    names = column_names()
    cells = []
    for name in FIELDS:
        old = field_text(before, name) if before else ""
        new = field_text(draft.measure, name)
        if not old and not new:
            continue
        changed = old != new or (before is not None and _codes_of(before, name) != _codes_of(draft.measure, name))
        how = "new" if before is None or not old else "changed" if changed else "same"
        place = f"{draft.line.sheet}!{draft.line.address(name)}"
        cells.append(CellChange(draft.measure.id, names[name], name, how, old, new, place))
    how = "question" if draft.open else "new" if before is None else "changed"
    if before == draft.measure and not draft.open:
        how = "same"
    return PreviewLine(draft.line.sheet, draft.line.row, how, draft.measure, tuple(cells), measure_name(draft.measure))


def _codes_of(measure: Measure, name: str) -> tuple[str, ...]:
    return measure.lead if name == "lead" else measure.support if name == "support" else ()

"""What taking in a 分工方案 would change, row by row and cell by cell."""

from dataclasses import dataclass

from ipdesk.domain.finding import Finding
from ipdesk.domain.measure import Measure
from ipdesk.services.judged import Ask, CellChange


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

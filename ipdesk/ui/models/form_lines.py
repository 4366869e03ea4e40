"""The lines of the grid: each row of the form, and under it what has to be said about it. Pure: no Qt.

A finding is a line of its own under its row, so its sentence is never cut and its repair is a button beside it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.form import Form, FormRow, Question
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.domain.quantity import total


class LineKind(StrEnum):
    ROW = "row"
    FINDING = "finding"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the grid. `key` tells it apart from all others, before and after a change."""

    kind: LineKind
    row: FormRow
    finding: Finding | None = None
    question: Question | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        if self.finding is not None:
            # Several rules may stand on one row; each is known by what it asks for.
            return (self.kind, self.row.key, f"{self.finding.code} {self.finding.params.get('rule', '')}")
        return (self.kind, self.row.key, self.question.text if self.question else "")


#: What an empty cell and the count of filled rows say already.
_SAID_BY_THE_CELL = ("check_required", "check_required_confirm")

_WEIGHT = {Severity.MUST_FIX: 0, Severity.MUST_EXPLAIN: 1, Severity.NOTE: 2}


def lines_of(form: Form, findings: Iterable[Finding], questions: Iterable[Question]) -> list[Line]:
    """Row after row; under a row first the questions put to it, then its findings, the gravest first.

    That a row is still empty is said by the cell itself and by the count; a line under each empty row would bury
    the form.
    """
    by_row: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.code not in _SAID_BY_THE_CELL:
            by_row[finding.where.row].append(finding)
    asked: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        asked[question.row].append(question)
    lines: list[Line] = []
    for row in form.rows:
        lines.append(Line(LineKind.ROW, row))
        lines += [Line(LineKind.QUESTION, row, question=question) for question in asked[row.key]]
        ordered = sorted(by_row[row.key], key=lambda finding: _WEIGHT[finding.severity])
        lines += [Line(LineKind.FINDING, row, finding=finding) for finding in ordered]
    return lines


def asks_to_confirm(row: FormRow) -> bool:
    """Whether the row has a figure that was handed down, to be called right or objected to."""
    return row.supply is Supply.CONFIRM and row.prefill is not None


def running_of(row: FormRow, figure: Decimal | None) -> Decimal | None:
    """本年累计 as far as it follows from what is on the form; None where the row has no such thing."""
    if row.entry is Entry.RUNNING:
        return figure
    if row.entry is Entry.INCREMENT and figure is not None and row.accepted is not None:
        return total((row.accepted, figure))
    return None

"""A workbook as plain data: what the child process hands over, before anyone asks what it means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ipdesk.domain.finding import Finding, Severity, Where


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell with content; `row` and `column` count from 1.

    `kind`: n number, s text, b truth value, d date or time (ISO), e error. `text` is the content as text, exact for
    numbers. `formula` is the formula's text where the content is computed; `valueless` marks a formula whose result
    the file does not hold. `percent`: shown in a %-format.
    """

    row: int
    column: int
    kind: str
    text: str
    formula: str = ""
    valueless: bool = False
    percent: bool = False

    @property
    def address(self) -> str:
        """As people write it, H7."""
        return f"{column_letters(self.column)}{self.row}"


def column_letters(column: int) -> str:
    """H for 8."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet; `state` is visible, hidden or veryHidden."""

    name: str
    state: str
    cells: tuple[RawCell, ...]
    hidden_rows: frozenset[int] = frozenset()

    def grid(self) -> dict[tuple[int, int], RawCell]:
        """The cells by (row, column)."""
        return {(cell.row, cell.column): cell for cell in self.cells}


@dataclass(frozen=True, slots=True)
class RawBook:
    """A workbook that was read, or the findings that kept it from being read.

    `kind` as in `kind.Kind`. `refusal` is the finding for which nothing was taken; then there are no sheets.
    `custom` are the custom properties, `core` the core ones, `notes` lesser findings (macros, outside links).
    `sha256` names the file's bytes.
    """

    name: str
    kind: str
    sha256: str
    sheets: tuple[RawSheet, ...] = ()
    custom: Mapping[str, str] = field(default_factory=dict)
    core: Mapping[str, str] = field(default_factory=dict)
    refusal: Finding | None = None
    notes: tuple[Finding, ...] = ()


def refused(code: str, name: str, **params: str) -> Finding:
    """The finding for a file that is not taken."""
    return Finding(code, Severity.MUST_FIX, Where(file=name), params)


def to_plain(book: RawBook) -> dict[str, Any]:
    """The book as JSON values, for the pipe from the child."""
    return {
        "kind": book.kind,
        "sheets": [
            {
                "name": sheet.name,
                "state": sheet.state,
                "hidden": sorted(sheet.hidden_rows),
                "cells": [
                    [cell.row, cell.column, cell.kind, cell.text, cell.formula, cell.valueless, cell.percent]
                    for cell in sheet.cells
                ],
            }
            for sheet in book.sheets
        ],
        "custom": dict(book.custom),
        "core": dict(book.core),
        "refusal": _finding_to_plain(book.refusal) if book.refusal else None,
        "notes": [_finding_to_plain(note) for note in book.notes],
    }


def from_plain(plain: Mapping[str, Any], name: str, sha256: str) -> RawBook:
    """The book of those values; ValueError, TypeError or KeyError when they are not such values."""
    return RawBook(
        name=name,
        kind=str(plain["kind"]),
        sha256=sha256,
        sheets=tuple(_sheet_from_plain(sheet) for sheet in plain["sheets"]),
        custom={str(key): str(value) for key, value in plain["custom"].items()},
        core={str(key): str(value) for key, value in plain["core"].items()},
        refusal=_finding_from_plain(plain["refusal"], name) if plain["refusal"] else None,
        notes=tuple(_finding_from_plain(note, name) for note in plain["notes"]),
    )


def _sheet_from_plain(plain: Mapping[str, Any]) -> RawSheet:
    cells: Sequence[Sequence[Any]] = plain["cells"]
    return RawSheet(
        str(plain["name"]),
        str(plain["state"]),
        tuple(RawCell(int(c[0]), int(c[1]), str(c[2]), str(c[3]), str(c[4]), bool(c[5]), bool(c[6])) for c in cells),
        frozenset(int(row) for row in plain["hidden"]),
    )


def _finding_to_plain(finding: Finding) -> dict[str, Any]:
    return {"code": finding.code, "severity": finding.severity.value, "params": dict(finding.params)}


def _finding_from_plain(plain: Mapping[str, Any], name: str) -> Finding:
    params = {str(key): str(value) for key, value in plain["params"].items()}
    return Finding(str(plain["code"]), Severity(plain["severity"]), Where(file=name), params)

"""Who a workbook says it is: tokens of its sheets, `_meta`, properties; every disagreement is told (excel.md 3.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import starmap
from typing import Final

from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.exchange.envelope import Envelope, EnvelopeKind, from_meta
from ipdesk.exchange.layout import DATA_SHEETS, META
from ipdesk.exchange.marks import Token, parse_column_mark, parse_row_mark, parse_token
from ipdesk.exchange.raw import RawBook, RawCell, RawSheet

#: Custom properties; Office keeps texts below 255 characters.
TOKEN_PROPERTY: Final = "ipdeskToken"
KIND_PROPERTY: Final = "ipdeskKind"
#: Before the code of a sheet: the signature of its issued part.
SIGNATURE_PROPERTY: Final = "ipdeskSignature."


@dataclass(frozen=True, slots=True)
class Grid:
    """A data sheet found in a workbook. `code_row` is the row of column codes, 0 where it is gone.

    `columns` maps codes to column numbers, `key_column` is where row keys stand (0: nowhere).
    """

    code: str
    sheet: RawSheet
    token: Token | None
    code_row: int
    columns: Mapping[str, int]
    key_column: int


@dataclass(frozen=True, slots=True)
class Identity:
    """What the marks of a workbook say together. `envelope` is None for a file without any identity."""

    envelope: Envelope | None
    grids: tuple[Grid, ...]
    findings: tuple[Finding, ...]


def identify(book: RawBook) -> Identity:
    """The identity of a workbook. Tokens go first: they survive what `_meta` and properties do not."""
    if "identity" not in book.derived:
        book.derived["identity"] = _identify(book)
    identity: Identity = book.derived["identity"]
    return identity


def divided(book: RawBook) -> tuple[RawBook, ...]:
    """One book for each form in the file: sheets of several units or periods are several reports.

    A sheet goes by its token, `_meta` by what it names; a sheet without either stays with the only form there is. The
    order is that of the sheets.
    """
    tokens = {number: token for number, token in enumerate(_tokens(book)) if token}
    forms = dict.fromkeys(_who(token) for token in tokens.values() if token.sheet in DATA_SHEETS)
    if len(forms) < 2:
        return (book,)
    parts: list[RawBook] = []
    for who in forms:
        mine = [number for number, token in tokens.items() if _who(token) == who]
        mine += [number for number, sheet in enumerate(book.sheets) if _meta_of(sheet, book.name) == who]
        named = parse_token(book.custom.get(TOKEN_PROPERTY, ""))
        own = named is not None and _who(named) == who
        parts.append(
            replace(
                book, sheets=tuple(book.sheets[number] for number in sorted(mine)), derived={},
                custom={key: text for key, text in book.custom.items() if own or not _of_one_form(key)},
                core={key: text for key, text in book.core.items() if own or key != "subject"},
            )
        )  # fmt: skip
    return tuple(parts)


def _tokens(book: RawBook) -> tuple[Token | None, ...]:
    """The token of each sheet, looked for once."""
    if "tokens" not in book.derived:
        book.derived["tokens"] = tuple(_token_of(sheet) if sheet.marked else None for sheet in book.sheets)
    tokens: tuple[Token | None, ...] = book.derived["tokens"]
    return tokens


def _of_one_form(key: str) -> bool:
    """Whether a custom property is one that speaks of a single form."""
    return key in (TOKEN_PROPERTY, KIND_PROPERTY) or key.startswith(SIGNATURE_PROPERTY)


def _meta_of(sheet: RawSheet, name: str) -> tuple[object, ...] | None:
    if not sheet.name.casefold().startswith(META):
        return None
    envelope = _from_meta(RawBook(name, "", "", (sheet,)), [])
    return _who(envelope.token("")) if envelope is not None else None


def _identify(book: RawBook) -> Identity:
    findings: list[Finding] = []
    envelope = _from_meta(book, findings)
    marked = [(sheet, token) for sheet, token in zip(book.sheets, _tokens(book), strict=True) if sheet.marked]
    tokens = [(sheet, token) for sheet, token in marked if token]
    if tokens:
        first = tokens[0][1]
        for sheet, token in tokens[1:]:
            if _who(token) != _who(first):
                where = Where(file=book.name, sheet=sheet.name)
                params = {"unit": token.unit, "period": token.period, "first_unit": first.unit}
                findings.append(Finding("read_mixed", Severity.MUST_FIX, where, params))
        if envelope is None:
            envelope = _from_token(first)
            if not any(finding.code.startswith("meta_") for finding in findings):
                findings.append(Finding("meta_missing", Severity.NOTE, Where(file=book.name)))
        elif envelope.kind is not EnvelopeKind.RELEASE and _who(envelope.token("")) != _who(first):
            params = {"unit": first.unit, "meta_unit": envelope.unit}
            findings.append(Finding("meta_disagrees", Severity.MUST_FIX, Where(file=book.name), params))
    property_token = parse_token(book.custom.get(TOKEN_PROPERTY, "") or book.core.get("subject", ""))
    if envelope is None and property_token is not None:
        envelope = _from_token(property_token)
        findings.append(Finding("meta_missing", Severity.NOTE, Where(file=book.name)))
    elif envelope is not None and property_token is not None and _who(property_token) != _who(envelope.token("")):
        params = {"unit": property_token.unit, "meta_unit": envelope.unit}
        findings.append(Finding("meta_disagrees", Severity.NOTE, Where(file=book.name), params))
    who = _who(envelope.token("")) if envelope is not None else None
    # A sheet of another unit or period in the same file is told and left; its figures are not this form's.
    grids = tuple(
        grid for grid in starmap(_grid_of, marked) if grid and (grid.token is None or _who(grid.token) == who)
    )
    return Identity(envelope, grids, tuple(findings))


def _who(token: Token) -> tuple[object, ...]:
    return token.plan, token.issuer, token.unit, token.period, token.form, token.version, token.realm, token.template8


def _from_token(token: Token) -> Envelope:
    return Envelope(
        plan=token.plan,
        issuer=token.issuer,
        unit=token.unit,
        period=token.period,
        form=token.form,
        version=token.version,
        realm=token.realm,
        template_id=token.template8,
        kind=EnvelopeKind.TEMPLATE,
    )


def _from_meta(book: RawBook, findings: list[Finding]) -> Envelope | None:
    for sheet in book.sheets:
        if not sheet.name.casefold().startswith(META):
            continue
        grid = sheet.grid()
        rows = [
            (grid[row, 1].text, grid[row, 2].text if (row, 2) in grid else "")
            for row in sorted({row for row, column in grid if column == 1})
        ]
        envelope, troubles = from_meta(rows)
        findings += [
            Finding(code, Severity.NOTE, Where(file=book.name, sheet=sheet.name))
            for code in troubles
            if code != "meta_unknown" or any(key == "format" for key, _ in rows)
        ]
        if envelope is not None:
            return envelope
    return None


def _token_of(sheet: RawSheet) -> Token | None:
    """The token in A1; or, where columns or rows were put before it, in the first cells of the sheet."""
    for cell in sheet.cells:
        if cell.row > 5:
            break
        if cell.kind == "s" and cell.column <= 12 and (token := parse_token(cell.text)):
            return token
    return None


def _grid_of(sheet: RawSheet, token: Token | None) -> Grid | None:
    """The grid of a data sheet, by its row of codes and its column of keys."""
    code = token.sheet if token else ""
    if token is not None and code not in DATA_SHEETS:
        return None
    code_row, columns = _code_row(sheet)
    key_column = _key_column(sheet, code)
    if token is None and not (columns or key_column):
        return None
    if not code:
        code = _sheet_by_columns(columns)
    return Grid(code, sheet, token, code_row, columns, key_column) if code in DATA_SHEETS else None


def _code_row(sheet: RawSheet) -> tuple[int, dict[str, int]]:
    """The first row with three marks or more, and the column of each."""
    rows: dict[int, dict[str, int]] = {}
    for cell in sheet.cells:
        if cell.row > 200:
            break
        if "#" in cell.text and cell.kind == "s" and (mark := parse_column_mark(cell.text)):
            rows.setdefault(cell.row, {}).setdefault(mark, cell.column)
    found = next(((row, marks) for row, marks in sorted(rows.items()) if len(marks) >= 3), None)
    return found or (0, {})


def _key_column(sheet: RawSheet, code: str) -> int:
    """The column with the most row marks of this sheet, 0 for none."""
    counts: dict[int, int] = {}
    for cell in sheet.cells:
        if "^" not in cell.text or cell.kind != "s":
            continue
        if any(parse_row_mark(known, cell.text) for known in ([code] if code else DATA_SHEETS)):
            counts[cell.column] = counts.get(cell.column, 0) + 1
    return max(counts, key=lambda column: (counts[column], -column), default=0)


def _sheet_by_columns(columns: Mapping[str, int]) -> str:
    if {"value", "unit"} <= columns.keys():
        return "indicators"
    if {"progress", "state"} <= columns.keys():
        return "tasks"
    return "sign" if {"label", "text"} <= columns.keys() else ""


def first_of(cells: Mapping[tuple[int, int], RawCell], row: int, column: int) -> str:
    """The text of a cell, empty where there is none."""
    cell = cells.get((row, column))
    return cell.text.strip() if cell else ""

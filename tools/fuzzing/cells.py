"""Mutations of cells through their meaning: values, places, keys, tokens, carried packages."""

import base64
import hashlib
import io
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from ipdesk.exchange.marks import check_characters, parse_row_mark, parse_token
from tools.fuzzing.sheets import Book, Sheet

#: What people and programs put into a cell for figures.
NASTY: tuple[Any, ...] = (
    None, "", " ", "\u3000", 0, -1, 1, 1e308, 5e-324, 0.1 + 0.2, 10**15, True, "abc", "１２３", "1,234", "1 234",
    "12,34", "3.5亿元", "约1200", "≥95%", "12件（其中3件）", "=1+1", "+1", "-1", "@x", "#N/A", "#DIV/0!", "=1/0",
    "=NA()", "=[其他.xlsx]表!A1", "见附件", "无", "—", "2026.10", "1E5", "一百二十", "\t5", "5\n", "’123", "1O0",
    "²", "NaN", "Infinity", "1" * 400, "长" * 40_000, "5\x0b", "\u202e12", "9" * 40, "0.000000000000000000000000000001",
    "%s", "<b>", "'; DROP TABLE x; --", "{0}", "{unit}", "1e999999999", "٣", "①", "5/3", "2026-13-45", "12万",
    "12.345万件", "5\u200b", "\ufeff5", "-0", "1_000", "0x10", "1e-400", 2**53 + 1.0,
)  # fmt: skip


def change_cells(dice: random.Random, data: bytes) -> bytes | None:
    """One to six cells of one visible sheet get values of `NASTY`, or each other's."""
    return _through(data, lambda book: _set_some(dice, book))


def change_keys(dice: random.Random, data: bytes) -> bytes | None:
    """Row keys and column codes blanked, swapped, doubled, filled down, or made up with right check characters."""
    return _through(data, lambda book: _keys(dice, book))


def change_tokens(dice: random.Random, data: bytes) -> bytes | None:
    """A sheet's token says another unit, period, plan, version or realm, with its check characters made right."""
    return _through(data, lambda book: _tokens(dice, book))


def change_packages(dice: random.Random, data: bytes) -> bytes | None:
    """`_meta` cut, reordered, doubled, or a carried package altered with its id and the sheet's digest made right."""
    return _through(data, lambda book: _meta(dice, book))


def add_places(dice: random.Random, data: bytes) -> bytes | None:
    """Rows and columns put in, sheets renamed, doubled, reordered: no figure is lost."""
    return _through_openpyxl(data, lambda book: _added(dice, book))


def remove_places(dice: random.Random, data: bytes) -> bytes | None:
    """Rows, columns and sheets deleted; cells merged."""
    return _through_openpyxl(data, lambda book: _removed(dice, book))


def _through(data: bytes, change: Callable[[Book], None]) -> bytes | None:
    try:
        book = Book(data)
        change(book)
    except ValueError:  # a seed of another program, or without what is to be changed
        return None
    return book.data()


def _through_openpyxl(data: bytes, change: Callable[[Any], None]) -> bytes | None:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data))
        change(book)
        made = io.BytesIO()
        book.save(made)
    except Exception:  # what openpyxl cannot save is no file that anybody could send
        return None
    return made.getvalue()


def _visible(book: Book) -> list[Sheet]:
    with_cells = [sheet for sheet in book.sheets if len(sheet.places) > 3]
    return [sheet for sheet in with_cells if sheet.state in ("", "visible")] or with_cells or book.sheets


def _set_some(dice: random.Random, book: Book) -> None:
    sheet = dice.choice(_visible(book))
    places = sorted(place for place in sheet.places if place[1] > 1) or sorted(sheet.places)
    for _ in range(dice.randrange(1, 7) if places else 0):
        value = dice.choice(NASTY) if dice.random() < 0.8 else sheet.text(*dice.choice(places))
        sheet.put(*dice.choice(places), value)


def _key_rows(sheet: Sheet) -> list[int]:
    return [row for row, column in sorted(sheet.places) if column == 1 and "^" in sheet.text(row, 1)]


def _keys(dice: random.Random, book: Book) -> None:
    with_keys = [sheet for sheet in _visible(book) if _key_rows(sheet)]
    if not with_keys:
        raise ValueError("no keys")
    sheet = dice.choice(with_keys)
    rows = _key_rows(sheet)
    one, two = dice.choice(rows), dice.choice(rows)
    mark, other = sheet.text(one, 1), sheet.text(two, 1)
    token = parse_token(sheet.text(1, 1))
    code = token.sheet if token else sheet.name
    match dice.randrange(7):
        case 0:
            sheet.put(one, 1, None)
        case 1:
            sheet.put(one, 1, other)
            sheet.put(two, 1, mark)
        case 2:
            sheet.put(one, 1, other)
        case 3:  # filled down, as a spreadsheet counts on
            for number, row in enumerate(rows):
                sheet.put(row, 1, f"{mark}{number}")
        case 4:
            key = dice.choice(("nothing", "+1", "a|b", "键", "x" * 300))
            sheet.put(one, 1, f"{key}^{check_characters(f'{code}|{key}', 4)}")
        case 5:
            sheet.put(one, 1, f"{parse_row_mark(code, mark)}^AAAA")
        case _:
            heads = [place for place in sorted(sheet.places) if sheet.text(*place).startswith("#")]
            if len(heads) > 1:
                left, right = dice.sample(heads, 2)
                said = sheet.text(*left), sheet.text(*right)
                new = dice.choice(((said[1], said[0]), (said[1], said[1]), (None, "#x")))
                sheet.put(*left, new[0])
                sheet.put(*right, new[1])


def _tokens(dice: random.Random, book: Book) -> None:
    sheets = [sheet for sheet in book.sheets if parse_token(sheet.text(1, 1))]
    if not sheets:
        raise ValueError("no tokens")
    changed = sheets if dice.random() < 0.5 else [dice.choice(sheets)]
    place = dice.randrange(1, 10)
    new = dice.choice((
        "440303", "440305", "440300", "2026-Q2", "2025-Q3", "2026", "real", "training", "7", "999999999", "x" * 200,
        "别的", "", "indicators", "tasks", "zh-145", "main",
    ))  # fmt: skip
    for sheet in changed:
        fields = sheet.text(1, 1).split("|")[:-1]
        fields[place] = new
        body = "|".join(fields)
        sheet.put(1, 1, f"{body}|{check_characters(body, 8)}")
    if dice.random() < 0.3:  # and _meta says the same
        _say_in_meta(
            book, ("", "plan", "issuer", "unit", "period", "form", "version", "realm", "template", "")[place], new
        )


def _rows_of_meta(sheet: Sheet) -> list[tuple[str, str]]:
    numbers = sorted({row for row, _column in sheet.places})
    return [(sheet.text(row, 1), sheet.text(row, 2)) for row in numbers]


def _summed(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    rows = [row for row in rows if row[0] != "sha256"]
    body = "\n".join(f"{key}={value}" for key, value in rows)
    return [*rows, ("sha256", hashlib.sha256(body.encode()).hexdigest())]


def _say_in_meta(book: Book, field: str, value: str) -> None:
    for sheet in book.sheets:
        if sheet.name == "_meta":
            rows = _rows_of_meta(sheet)
            sheet.put_all(_summed([(key, value if key == field else said) for key, said in rows]))


def _meta(dice: random.Random, book: Book) -> None:
    sheet = next((one for one in book.sheets if one.name == "_meta"), None)
    if sheet is None or not sheet.places:
        raise ValueError("no _meta")
    rows = _rows_of_meta(sheet)
    match dice.randrange(7):
        case 0:
            dice.shuffle(rows)
        case 1:
            del rows[dice.randrange(len(rows))]
        case 2:
            rows += rows[: dice.randrange(len(rows))]
        case 3:
            place = dice.randrange(len(rows))
            rows[place] = (rows[place][0], rows[place][1][: dice.randrange(len(rows[place][1]) + 1)] + "x")
        case 4:
            place = dice.randrange(len(rows))
            rows[place] = (
                rows[place][0],
                str(dice.choice(("", "0", "-1", "9" * 30, "template", "release", "submission"))),
            )
        case _:
            rows = list(_repackaged(dice, rows))
    sheet.put_all(_summed(rows) if dice.random() < 0.8 else rows)


def _repackaged(dice: random.Random, rows: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The rows, one of the packages altered and named anew by its own bytes."""
    packages: list[list[tuple[str, str]]] = []
    others: list[tuple[str, str]] = []
    for key, value in rows:
        if key == "package":
            packages.append([(key, value)])
        elif key == "piece" and packages:
            packages[-1].append((key, value))
        else:
            others.append((key, value))
    yield from others
    chosen = dice.randrange(len(packages)) if packages else -1
    for place, package in enumerate(packages):
        yield from _altered(dice, package) if place == chosen else package


def _altered(dice: random.Random, package: list[tuple[str, str]]) -> list[tuple[str, str]]:
    try:
        content = json.loads(base64.b64decode("".join(value for _key, value in package[1:])))
    except ValueError:
        return package
    match dice.randrange(8):
        case 0:
            content["schema"] = 99
        case 1:
            content["kind"] = dice.choice(("miracle", "policy", "plan", "targets", "release"))
        case 2:
            content["maker"] = dice.choice(("440303", "440300", "x", ""))
        case 3:
            content["audience"] = dice.choice(("children", "440303", ""))
        case 4:
            content["ledger"]["plan"] = "zh-145"
        case 5:
            content["parents"] = ["0" * 64, "x"]
        case 6:
            content["content"] = dice.choice(({}, [], "x", {"unit": 5}))
        case _:
            _alter_inside(dice, content.get("content"))
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return [("package", hashlib.sha256(text).hexdigest()), ("piece", base64.b64encode(text).decode())]


def _alter_inside(dice: random.Random, content: Any, depth: int = 0) -> None:
    """One member somewhere inside gets another type or value."""
    if isinstance(content, dict) and content:
        key = dice.choice(sorted(content))
        if depth < 4 and isinstance(content[key], dict | list) and dice.random() < 0.7:
            _alter_inside(dice, content[key], depth + 1)
        else:
            content[key] = dice.choice((None, 5, "x", [], {}, "1e9", "-0", True, ["x"]))
    elif isinstance(content, list) and content:
        place = dice.randrange(len(content))
        if depth < 4 and isinstance(content[place], dict | list):
            _alter_inside(dice, content[place], depth + 1)
        else:
            content[place] = dice.choice((None, 5, "x", {}))


def _fronts(book: Any) -> list[Any]:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and sheet.max_row > 3]
    return sheets or book.worksheets


def _added(dice: random.Random, book: Any) -> None:
    sheet = dice.choice(_fronts(book))
    match dice.randrange(6):
        case 0:
            sheet.insert_rows(dice.randrange(1, sheet.max_row + 1), dice.randrange(1, 4))
        case 1:
            sheet.insert_cols(dice.randrange(1, sheet.max_column + 1))
        case 2:
            sheet.title = dice.choice(("Sheet1", "表", "x" * 31, "_meta2"))
        case 3:
            book.copy_worksheet(sheet)
        case 4:
            book.move_sheet(sheet, offset=dice.choice((-3, -1, 1, 3)))
        case _:
            book.create_sheet(dice.choice(("附表", "Sheet9"))).append(("指标", "完成情况", 5))


def _removed(dice: random.Random, book: Any) -> None:
    sheet = dice.choice(_fronts(book))
    match dice.randrange(5):
        case 0:
            sheet.delete_rows(dice.randrange(1, sheet.max_row + 1), dice.randrange(1, 4))
        case 1:
            sheet.delete_cols(dice.randrange(1, sheet.max_column + 1))
        case 2 if len(book.worksheets) > 1:
            book.remove(sheet)
        case 3:
            book.remove(dice.choice(book.worksheets))
        case _:
            row = dice.randrange(1, sheet.max_row + 1)
            sheet.merge_cells(start_row=row, end_row=row + dice.randrange(3), start_column=1, end_column=4)

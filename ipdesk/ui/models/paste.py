"""What a person copied from a spreadsheet, and which rows of the form it is for. Pure: no Qt."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from ipdesk.domain.form import FormRow


@dataclass(frozen=True, slots=True)
class Pasted:
    """Texts by row key, in the order of the form; `left` counts the cells that found no row."""

    texts: tuple[tuple[str, str], ...]
    left: int = 0


def cells_of(text: str) -> list[list[str]]:
    """The cells of a copied block: tab-separated lines, quoted where a cell holds a tab or a line end."""
    lines = list(csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t"))
    while lines and not any(cell.strip() for cell in lines[-1]):
        lines.pop()
    return lines


def place_block(rows: Sequence[FormRow], start: str, text: str) -> Pasted:
    """For which rows a copied block is.

    A block whose cells name rows of the form goes to those rows, wherever they stand: the figure is the first cell
    after the name that holds a digit. A block without names goes downwards from `start`; when it is as long as the
    rows that can be filled, or shorter, rows that are not to be filled are passed over.
    """
    block = cells_of(text)
    named = {_bare(row.name): row for row in rows}
    texts: list[tuple[str, str]] = []
    left = 0
    if any(_bare(cell) in named for line in block for cell in line):
        for line in block:
            place = next((n for n, cell in enumerate(line) if _bare(cell) in named), None)
            row = named[_bare(line[place])] if place is not None else None
            cell = next((cell for cell in line[place + 1 :] if _figure(cell)), "") if place is not None else ""
            if row is not None and row.fillable and cell:
                texts.append((row.key, cell.strip()))
            elif cell:
                left += 1
        return Pasted(tuple(texts), left)
    begin = next((n for n, row in enumerate(rows) if row.key == start), 0)
    free = [row for row in rows[begin:] if row.fillable]
    for number, line in enumerate(block):
        cell = next((cell.strip() for cell in line if cell.strip()), "")
        if number < len(free) and cell:
            texts.append((free[number].key, cell))
        elif cell:
            left += 1
    return Pasted(tuple(texts), left)


def _figure(cell: str) -> bool:
    """Whether a cell holds a figure: a unit of measure or a name that ends in one does not begin like a figure."""
    bare = cell.strip().lstrip("+-−¥￥")
    return bool(bare) and (bare[0].isdigit() or bare[0] == "." or bare[0] in "０１２３４５６７８９")


def _bare(text: str) -> str:
    return text.replace("其中：", "").replace(" ", "").replace("\u3000", "").strip()

"""Tables of a pdf page by the rules that were drawn around their cells."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ipdesk.plantext.normal import normal
from ipdesk.plantext.pdfpage import Letter, Page, Rule, lines, spelled

_NEAR: Final = 3.0  # points within which rules meet or are one


@dataclass(frozen=True, slots=True)
class RuledCell:
    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[tuple[Letter, ...], ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(spelled(line) for line in self.lines)

    @property
    def plain(self) -> str:
        """The words as they are read, lines put together."""
        return normal("".join(self.words))


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table between `high` and `low` on its page. One cell alone is a frame around text."""

    low: float
    high: float
    columns: int
    cells: tuple[RuledCell, ...]


def ruled_tables(page: Page) -> tuple[tuple[RuledTable, ...], tuple[Letter, ...]]:
    """The tables of a page from top to bottom, and the letters outside them."""
    rest = list(page.letters)
    tables = []
    for level, upright in _groups(page):
        across = _places(rule.place for rule in upright)
        down = _places(rule.place for rule in level)[::-1]
        if len(across) < 2 or len(down) < 2:
            continue
        wide, tall = across[-1] - across[0], down[0] - down[-1]
        inside = [
            one
            for one in rest
            if across[0] < (one.left + one.right) / 2 < across[-1] and down[-1] < one.middle < down[0]
        ]
        frame = len(across) == 2 and len(down) == 2
        if not inside or (frame and wide > 0.9 * page.width and tall > 0.9 * page.height):
            continue
        cells = tuple(_cells(across, down, level, upright, inside))
        if frame and tall < 2 * inside[0].size and len(inside) < 4:
            continue
        gone = set(map(id, inside))
        rest = [letter for letter in rest if id(letter) not in gone]
        tables.append(RuledTable(down[-1], down[0], len(across) - 1, cells))
    return tuple(sorted(tables, key=lambda table: -table.high)), tuple(rest)


def _groups(page: Page) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Rules that hang together, by where level ones and upright ones meet."""
    parent = list(range(len(page.level) + len(page.upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for number, flat in enumerate(page.level):
        for other, tall in enumerate(page.upright):
            if (
                flat.start - _NEAR <= tall.place <= flat.end + _NEAR
                and tall.start - _NEAR <= flat.place <= tall.end + _NEAR
            ):
                parent[root(number)] = root(len(page.level) + other)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for number, flat in enumerate(page.level):
        groups[root(number)][0].append(flat)
    for other, tall in enumerate(page.upright):
        groups[root(len(page.level) + other)][1].append(tall)
    for level, upright in groups.values():
        if len(level) >= 2 and len(upright) >= 2:
            yield level, upright


def _places(found: Iterator[float]) -> list[float]:
    """Places with those of one double or thick rule put together."""
    clusters: list[list[float]] = []
    for place in sorted(found):
        if clusters and place - clusters[-1][-1] <= _NEAR:
            clusters[-1].append(place)
        else:
            clusters.append([place])
    return [sum(cluster) / len(cluster) for cluster in clusters]


def _cells(
    across: Sequence[float], down: Sequence[float], level: Sequence[Rule], upright: Sequence[Rule],
    letters: Sequence[Letter],
) -> Iterator[RuledCell]:  # fmt: skip
    """Cells of the grid, those put together between which no rule is drawn."""
    columns, rows = list(pairwise(across)), list(pairwise(down))
    parent = {(row, column): (row, column) for row in range(len(rows)) for column in range(len(columns))}

    def root(cell: tuple[int, int]) -> tuple[int, int]:
        while parent[cell] != cell:
            cell = parent[cell]
        return cell

    for row, (high, low) in enumerate(rows):
        for column, (left, right) in enumerate(columns):
            if column + 1 < len(columns) and not _drawn(upright, right, (high + low) / 2):
                parent[root((row, column + 1))] = root((row, column))
            if row + 1 < len(rows) and not _drawn(level, low, (left + right) / 2):
                parent[root((row + 1, column))] = root((row, column))
    members: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for cell in parent:
        members[root(cell)].append(cell)
    held: dict[tuple[int, int], list[Letter]] = defaultdict(list)
    for letter in letters:
        column = _between(across, (letter.left + letter.right) / 2)
        row = _between([-place for place in down], -letter.middle)
        held[root((row, column))].append(letter)
    for cell, group in sorted(members.items(), key=lambda one: min(one[1])):
        first = min(row for row, _ in group), min(column for _, column in group)
        last = max(row for row, _ in group), max(column for _, column in group)
        yield RuledCell(
            first[0], first[1], last[0] - first[0] + 1, last[1] - first[1] + 1, tuple(lines(held.get(cell, ())))
        )


def _drawn(rules: Sequence[Rule], place: float, at: float) -> bool:
    return any(abs(rule.place - place) <= _NEAR and rule.start - _NEAR <= at <= rule.end + _NEAR for rule in rules)


def _between(places: Sequence[float], at: float) -> int:
    inner = [index for index, place in enumerate(places[:-1]) if place <= at]
    return inner[-1] if inner else 0

"""Rows of tables: targets with their baselines, paired rows, bracketed sums, and rows of the period before."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ipdesk.domain.target import Attribute, Comparator, Source, TargetKind
from ipdesk.plantext import comparators, kinds, measures, names
from ipdesk.plantext.candidate import Candidate
from ipdesk.plantext.cellfigures import Figure, figures
from ipdesk.plantext.columns import PENDING, Column, Grid, Purpose, Role
from ipdesk.plantext.document import Span
from ipdesk.plantext.horizons import Frame
from ipdesk.plantext.normal import View


def read(grid: Grid, frame: Frame, clause: str, *, lost_points: bool = False) -> Iterator[Candidate]:
    """The candidates of a table, targets or rows of history as its purpose is."""
    name_at = max(i for i, c in enumerate(grid.columns) if c.role is Role.NAME)
    for row in range(grid.body, grid.rows):
        cell = grid.cells.get((row, name_at))
        if cell is None or (row > grid.body and cell is grid.cells.get((row - 1, name_at)) and cell.rows == 1):
            continue
        name = grid.words(row, name_at)
        if not name or re.match(r"^(?:注|说明|备注|资料来源)[：:]?", name) or _spans_all(grid, row, name_at):
            continue
        if grid.purpose is Purpose.TARGETS:
            yield from _targets(grid, row, name, frame, clause, lost_points)
        elif grid.purpose is Purpose.HISTORY:
            yield from _history(grid, row, name, frame, clause, lost_points)


def _spans_all(grid: Grid, row: int, name_at: int) -> bool:
    """A row that is one heading over the whole width."""
    cell = grid.cells[row, name_at]
    return all(
        grid.cells.get((row, i)) in {cell, None}
        for i, c in enumerate(grid.columns)
        if c.role in {Role.TARGET, Role.EXPECTED, Role.ACTUAL}
    )


def _unit_of(grid: Grid, row: int, name: str) -> tuple[str, str]:
    """Name without its unit, and the unit: from its own column, else from the brackets at the end of the name."""
    at = next((i for i, c in enumerate(grid.columns) if c.role is Role.UNIT), None)
    unit = re.sub(r"\s", "", grid.words(row, at)) if at is not None else ""
    m = re.search(r"[（(]([^（）()]{1,14})[）)](?:[*＊①-⑳\d]{0,2})$", name)
    if m and not unit and _is_unit(m[1]):
        return name[: m.start()], re.sub(r"\s", "", m[1])
    if not unit:
        tail = re.search(r"(?:，|/|：)([^，：/]{1,8})$", name)
        if tail and _is_unit(tail[1]):
            return name[: tail.start()], tail[1]
        m = re.search(r"[（(]单位[:：]([^（）()]{1,10})[）)]", grid.caption)
        if m:
            return name, m[1]
    return name, "" if PENDING.match(unit) else unit


def _label(grid: Grid, row: int, name: str) -> tuple[str, str]:
    """Name and unit of a row; what it leaves unsaid stands in the row above (其中：…) or in the cell of its group."""
    label, unit = _unit_of(grid, row, names.clean_cell(name))
    if unit or any(c.role is Role.UNIT for c in grid.columns):
        return label, unit
    name_at = max(i for i, c in enumerate(grid.columns) if c.role is Role.NAME)
    if re.match(r"(?:其中|#)", name):
        for above in range(row - 1, grid.body - 1, -1):
            other = grid.words(above, name_at)
            if other and not re.match(r"(?:其中|#)", other):
                return label, _unit_of(grid, above, names.clean_cell(other))[1]
    if name_at:
        groups = (grid.words(above, name_at - 1) for above in range(row, grid.body - 1, -1))
        group, shared = _unit_of(grid, row, names.clean_cell(next((words for words in groups if words), "")))
        if shared and group:
            return f"{group}（{label}）", shared
    return label, unit


def _is_unit(words: str) -> bool:
    plain = words.replace(" ", "")
    measure = measures.read(plain.replace("每", "/"), 0)
    return measure is not None and (measure.end == len(plain) or plain[measure.end] in "、/（(·")


def _span(view: View, place: tuple[int, int]) -> Span:
    return view.span(*place)


def _year_spans(grid: Grid, column: int) -> tuple[Span, ...]:
    found = []
    for row in range(grid.body):
        cell = grid.cells.get((row, column))
        if cell is None:
            continue
        view = grid.views[cell.span.start]
        found += [view.span(m.start(), m.end()) for m in re.finditer(r"(?:19|20)\d\d", view.text)]
    return tuple(dict.fromkeys(found))


def _targets(grid: Grid, row: int, name: str, frame: Frame, clause: str, lost_points: bool) -> Iterator[Candidate]:
    label, unit = _label(grid, row, name)
    attribute = _attribute(grid, row)
    bases = [
        (c, _cell_figures(grid, row, i, lost_points)) for i, c in enumerate(grid.columns) if c.role is Role.BASELINE
    ]
    base_column, base = next(((c, f) for c, f in reversed(bases) if f and f[0].value is not None), (None, ()))
    place = _place(grid, row)
    for i, column in _aimed(grid, row):
        found = _cell_figures(grid, row, i, lost_points)
        cell = grid.cells.get((row, i))
        if cell is None:
            continue
        if not found:
            words = grid.words(row, i)
            if (
                words
                and not re.search(r"\d", words)
                and len(words) <= 20
                and (unit or attribute is not Attribute.UNSTATED)
            ):
                found = (Figure(None, None, words=words),)
            else:
                continue
        labels, units = _pairs(label, unit, len(found))
        for k, figure in enumerate(found):
            yield _target(
                grid,
                frame,
                clause,
                column,
                figure,
                labels[k],
                figure.unit if figure.unit and not units[k] else units[k],
                attribute,
                place,
                base_column,
                base[k] if k < len(base) else None,
                (cell.span.start, i, row),
            )


def _aimed(grid: Grid, row: int) -> list[tuple[int, Column]]:
    """The columns that hold the row's target: those of target years, else those over years together (累计, 年均)."""
    aimed = [(i, c) for i, c in enumerate(grid.columns) if c.role is Role.TARGET]
    if any(_given(grid.words(row, i)) for i, _ in aimed):
        return aimed
    over = [(i, c) for i, c in enumerate(grid.columns) if c.role is Role.GROWTH and _given(grid.words(row, i))]
    return over or aimed


def _given(words: str) -> bool:
    return bool(words) and not PENDING.match(words)


def _target(
    grid: Grid,
    frame: Frame,
    clause: str,
    column: Column,
    figure: Figure,
    name: str,
    unit: str,
    attribute: Attribute,
    place: Span,
    base_column: Column | None,
    base: Figure | None,
    at: tuple[int, int, int],
) -> Candidate:
    start, index, row = at
    view = grid.views[start]
    horizon = column.year or frame.last
    first = frame.years[0] if frame.years else None
    if first is not None and horizon is not None and first > horizon:
        first = horizon
    reasons = ["table_of_targets", "horizon_of_column" if column.year else "horizon_of_plan"]
    sure = Decimal("0.97")
    comparator = (
        figure.comparator or comparators.of_cell(column.head) or comparators.of_cell(name[-4:]) or Comparator.AT_LEAST
    )
    if figure.upper is not None:
        comparator = Comparator.RANGE
    falls = (
        base is not None
        and base.value is not None
        and figure.value is not None
        and base.value > figure.value
        and not figure.bracketed
    )
    if (
        falls
        and comparator is Comparator.AT_LEAST
        and not re.search(r"≥|以上|不低于|不少于", figure.words)
        and not re.search(r"下降|降低|减少|减排", name)
    ):
        comparator = Comparator.AT_MOST
        reasons.append("falls_from_baseline")
    over_years = column.role is Role.GROWTH
    averaged = over_years and not figure.bracketed and ("累计" not in column.head or "年均" in column.head)
    if averaged and not measures.is_share(unit):
        unit = "%"  # an average growth, whatever its indicator is counted in
    kind = kinds.of_row(
        name=name,
        unit=unit,
        comparator=comparator,
        bracketed=figure.bracketed or (over_years and not averaged),
        growth_column=averaged,
        falls=falls,
        same_as_before=base is not None and base.value == figure.value and figure.value is not None,
        quantity=figure.value,
    )
    if figure.falls:
        kind = TargetKind.REDUCTION
    if figure.value is None:
        reasons.append("pending")
        sure -= Decimal("0.1")
        if not PENDING.match(figure.words):
            kind = TargetKind.JUDGED
    if figure.repaired:
        reasons.append("decimal_point_restored")
        sure -= Decimal("0.1")
    if figure.bracketed:
        reasons.append("bracketed_sum")
    if frame.last and horizon and horizon > frame.last:
        reasons.append("beyond_plan")
    used = list(_year_spans(grid, index))
    number = _span(view, figure.place) if figure.place else None
    if number:
        used.insert(0, number)
    if base is not None and base.place is not None:
        used.append(_base_span(grid, row, base))
    return Candidate(
        name=name,
        kind=kind,
        comparator=comparator,
        quantity=figure.value,
        unit=unit,
        source=Source.TABLE,
        place=place,
        number=number,
        clause=clause,
        upper=figure.upper,
        horizon=horizon,
        start=first,
        attribute=attribute,
        baseline=base.value if base else None,
        baseline_year=(base_column.year if base_column and base_column.year else (first - 1 if first else None))
        if base and base.value is not None
        else None,
        used=tuple(used),
        confidence=sure,
        reasons=tuple(reasons),
    )


def _base_span(grid: Grid, row: int, base: Figure) -> Span:
    for i, column in enumerate(grid.columns):
        if (
            column.role is Role.BASELINE
            and base.place is not None
            and base in figures(grid.words(row, i), lost_points=True)
        ):
            return grid.views[grid.cells[row, i].span.start].span(*base.place)
    return _place(grid, row)


def _history(grid: Grid, row: int, name: str, frame: Frame, clause: str, lost_points: bool) -> Iterator[Candidate]:
    label, unit = _unit_of(grid, row, names.clean_cell(name))
    parts: dict[Role, tuple[Figure, ...]] = {}
    places: dict[Role, View] = {}
    years = []
    for i, column in enumerate(grid.columns):
        if column.role in {Role.EXPECTED, Role.ACTUAL, Role.BEFORE}:
            found = _cell_figures(grid, row, i, lost_points)
            if found and column.role not in parts:
                parts[column.role] = found
                places[column.role] = grid.views[grid.cells[row, i].span.start]
            if column.year:
                years.append(column.year)
    expected, actual = parts.get(Role.EXPECTED, ()), parts.get(Role.ACTUAL, ())
    count = max(len(expected), len(actual))
    horizon = max(years) if years else (frame.years[0] - 1 if frame.years else None)
    labels, units = _pairs(label, unit, count)
    for k in range(count):
        meant = expected[k] if k < len(expected) else None
        came = actual[k] if k < len(actual) else None
        if (meant is None or meant.value is None) and (came is None or came.value is None):
            continue
        spans = [places[role].span(*f[k].place) for role, f in parts.items() if k < len(f) and f[k].place is not None]  # type: ignore[misc]
        comparator = (meant.comparator if meant else None) or Comparator.AT_LEAST
        yield Candidate(
            name=labels[k],
            comparator=comparator,
            quantity=meant.value if meant else None,
            unit=units[k],
            source=Source.HISTORY,
            kind=kinds.of_row(
                name=labels[k],
                unit=units[k],
                comparator=comparator,
                bracketed=bool(meant and meant.bracketed),
                growth_column=False,
                same_as_before=False,
                falls=False,
                quantity=meant.value if meant else None,
            ),
            place=_place(grid, row),
            number=places[Role.EXPECTED].span(*meant.place) if meant and meant.place else None,
            clause=clause,
            horizon=horizon,
            start=horizon - 4 if horizon else None,
            actual=came.value if came else None,
            used=tuple(spans),
            confidence=Decimal("0.95"),
            reasons=("table_of_history",),
        )


def _cell_figures(grid: Grid, row: int, column: int, lost_points: bool) -> tuple[Figure, ...]:
    return figures(grid.words(row, column), lost_points=lost_points)


def _attribute(grid: Grid, row: int) -> Attribute:
    texts = [
        grid.words(row, i) for i, c in enumerate(grid.columns) if c.role in {Role.ATTRIBUTE, Role.CATEGORY, Role.OTHER}
    ]
    texts.append(grid.caption)
    for text in texts:
        if "约束性" in text and "预期性" not in text:
            return Attribute.BINDING
        if "预期性" in text and "约束性" not in text:
            return Attribute.EXPECTED
    return Attribute.UNSTATED


def _place(grid: Grid, row: int) -> Span:
    cells = [cell for (r, _), cell in grid.cells.items() if r == row and cell.rows == 1] or [
        cell for (r, _), cell in grid.cells.items() if r == row
    ]
    return Span(min(c.span.start for c in cells), max(c.span.end for c in cells))


def _pairs(name: str, unit: str, count: int) -> tuple[list[str], list[str]]:
    """Names and units of a row that holds several figures: 质押融资金额、项目数 | 亿元、项."""
    if count <= 1:
        return [name], [unit]
    split = [p for p in re.split(r"[、/；]|和|及", name) if p]
    labels = [name] * count
    if len(split) == count:
        head = re.sub(r"(?:金额|数量|总量|总额|面积|人数|次数|规模|件数|项目数|数)$", "", split[0])
        labels = [split[0], *[p if len(p) > 4 else head + p for p in split[1:]]]
    marks = [u for u in re.split(r"[、，；（）()]", unit) if u]
    if len(marks) != count:
        marks = [u for u in re.split(r"[、，；/（）()]", unit) if u]
    return labels, marks if len(marks) == count else [unit] * count

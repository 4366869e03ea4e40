"""What a person typed, pasted or put into a CSV: read by the same rules as a workbook's cells."""

import calendar
import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from ipdesk.domain.errors import WrongUse
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.form import Form, FormRow, TaskProgress
from ipdesk.domain.indicator import Supply
from ipdesk.domain.value import Nature, Outlook, Value, ValueStatus
from ipdesk.services import csvfile

_WRITTEN_DAY = re.compile(r"(20\d{2})\s*[-年/.]\s*(\d{1,2})(?:\s*[-月/.]\s*(\d{1,2}))?")


def read_cell(form: Form, key: str, text: str) -> tuple[Value | None, tuple[Finding, ...]]:
    """What a person typed or pasted as a row's figure, by the same rules as a workbook's cell.

    None for a cleared cell. A text that is no number becomes an `unread` value that keeps the text.
    """
    from ipdesk.exchange.numbers import READING_RULES, State
    from ipdesk.exchange.raw import RawCell

    row = fillable_row(form, key)
    reading = READING_RULES[form.reading].number(RawCell(1, 1, "s", text), row.unit)
    where = Where(unit=form.unit, period=form.period, form=form.id, row=key, column="value")
    match reading.state:
        case State.BLANK:
            return None, ()
        case State.NOT_AVAILABLE:
            return Value(key, None, ValueStatus.MISSING, raw=text.strip()), ()
        case State.ERROR:
            params = {"name": row.name, "text": text.strip(), "about": reading.about}
            return (
                Value(key, None, ValueStatus.UNREAD, raw=text.strip()),
                (Finding(reading.note, Severity.MUST_FIX, where, params),),
            )
    raw = text.strip() if reading.state is State.WARN else ""
    status = ValueStatus.ZERO if reading.quantity == 0 else ValueStatus.GIVEN
    if row.supply is Supply.CONFIRM:
        status = ValueStatus.CONFIRMED if reading.quantity == row.prefill else ValueStatus.DISPUTED
    return Value(key, reading.quantity, status, raw=raw), ()


def figure(text: str, unit: str, reading: str) -> Decimal:
    """A figure written in a CSV, in the unit of measure of its item. ValueError when it is none for certain."""
    from ipdesk.exchange.numbers import READING_RULES, State
    from ipdesk.exchange.raw import RawCell

    found = READING_RULES[reading].number(RawCell(1, 1, "s", text), unit)
    if found.quantity is None or found.state is not State.OK:
        raise ValueError(f"no figure: {text}")
    return found.quantity


def fillable_row(form: Form, key: str) -> FormRow:
    """The row of a key. WrongUse `row_not_fillable` for one that is not filled in here."""
    row = form.row(key)
    if row is None or not row.fillable:
        raise WrongUse("row_not_fillable", row=row.name if row else key)
    return row


_CONFIRMED = {"无误": ValueStatus.CONFIRMED, "有异议": ValueStatus.DISPUTED}
_OUTLOOKS = {"能": Outlook.ON_COURSE, "有风险": Outlook.AT_RISK, "不能": Outlook.OFF_COURSE}
_NATURES = {
    "初步": Nature.PRELIMINARY, "快报": Nature.FLASH, "预计": Nature.EXPECTED, "最终": Nature.FINAL,
}  # fmt: skip


def csv_values(form: Form, path: Path) -> Iterator[tuple[str, Value | None]]:
    """The rows of a CSV with a heading line (`draft.fill_from_csv` has its columns). WrongUse `csv_line`."""
    with csvfile.opened(path) as lines:
        for number, line in enumerate(csv.DictReader(lines), start=2):
            try:
                yield _csv_value(form, {name: (text or "").strip() for name, text in line.items() if name})
            except (ValueError, KeyError, WrongUse) as wrong:
                text = ",".join(part for part in line.values() if isinstance(part, str))
                raise WrongUse("csv_line", file=path.name, line=str(number), text=text) from wrong


def csv_tasks(form: Form, path: Path) -> Iterator[tuple[str, TaskProgress | None]]:
    """The tasks of a CSV with a heading line (`draft.fill_tasks_from_csv` has its columns). WrongUse `csv_line`."""
    with csvfile.opened(path) as lines:
        for number, line in enumerate(csv.DictReader(lines), start=2):
            try:
                yield _csv_task(form, {name: (text or "").strip() for name, text in line.items() if name})
            except (ValueError, KeyError) as wrong:
                text = ",".join(part for part in line.values() if isinstance(part, str))
                raise WrongUse("csv_line", file=path.name, line=str(number), text=text) from wrong


def _csv_task(form: Form, line: Mapping[str, str]) -> tuple[str, TaskProgress | None]:
    """One line: the task and its progress. ValueError or KeyError for a task or state that there is not."""
    from ipdesk.exchange.words import READ_STATE, folded

    named = line["任务"]
    (task,) = (one for one in form.tasks if named and named in (one.key, one.label, one.label.rstrip("."), one.title))
    state = line.get("状态", "")
    progress = TaskProgress(
        state=READ_STATE[folded(state)] if state else None,
        progress=line.get("本期进展", ""),
        problem=line.get("存在问题", ""),
        title=line.get("名称", "") if task.added else "",
    )
    return task.key, None if progress == TaskProgress() else progress


def _csv_value(form: Form, line: Mapping[str, str]) -> tuple[str, Value | None]:
    """One line: the row and its answer. ValueError, KeyError or WrongUse for a line that says nothing certain."""
    row = _named_row(form, line["填报项"])
    value, _findings = read_cell(form, row.key, line.get("本期", ""))
    confirm = line.get("核对", "")
    if confirm:
        value = _confirmed(row, value, _CONFIRMED[confirm])
    note = line.get("情况说明", "")
    if value is None:
        said = Value(row.key, None, ValueStatus.MISSING, note=note, expected=_day(line.get("预计补报", "")))
        return row.key, said if note or said.expected else None
    return row.key, replace(
        value,
        note=note,
        year_estimate=_estimate(form, row, line.get("全年预计", "")),
        outlook=_OUTLOOKS[line["能否完成"]] if line.get("能否完成") else None,
        nature=_NATURES[line["性质"]] if line.get("性质") else None,
        supplied_by=line.get("提供人", ""),
        as_of=line.get("数据截至", ""),
        data_period=line.get("数据所属期", ""),
        expected=_day(line.get("预计补报", "")) if value.status is ValueStatus.MISSING else "",
    )


def _day(text: str) -> str:
    """A day as it is kept; ValueError for a text that is none."""
    return date.fromisoformat(text).isoformat() if text else ""


def _named_row(form: Form, named: str) -> FormRow:
    """The row of a key, or the only fillable one of a name."""
    row = form.row(named)
    if row is not None:
        return row
    (row,) = (row for row in form.rows if row.name == named and row.fillable)
    return row


def _confirmed(row: FormRow, value: Value | None, said: ValueStatus) -> Value | None:
    """无误 or 有异议, where something was handed down, and a figure beside it that does not say the contrary."""
    if row.supply is not Supply.CONFIRM:
        raise ValueError(f"{row.key} is not handed down")
    if said is ValueStatus.CONFIRMED:
        if value is not None and value.quantity != row.prefill:
            raise ValueError(f"{row.key} is confirmed with another figure")
        return Value(row.key, row.prefill, ValueStatus.CONFIRMED)
    return None if value is None else replace(value, status=said)


def _estimate(form: Form, row: FormRow, text: str) -> Decimal | None:
    return figure(text, row.unit, form.reading) if text else None


def day_in(text: str) -> date | None:
    """The first day, or the end of the first month, that a text names."""
    found = _WRITTEN_DAY.search(text)
    if found is None:
        return None
    try:
        year, month = int(found[1]), int(found[2])
        return date(year, month, int(found[3]) if found[3] else calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None

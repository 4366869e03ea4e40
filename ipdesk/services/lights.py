"""The rule of the tasks' lights: read, tried, taken from a preset or a table, written out."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ipdesk.domain.errors import NotFound, WrongUse
from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.form import TaskState
from ipdesk.domain.light import PRESETS, Basis, Colour, Level, LightLine, lint_lights
from ipdesk.services import csvfile, policy
from ipdesk.services.workspace import Done, Workspace

#: What stands in a table of a rule. Content of the office's own files, the same in every language.
HEADS = ("灯色", "状态", "含义", "看什么", "下限", "含下限", "上限", "含上限", "自评状态")
_COLOURS: Mapping[str, Colour] = {
    "绿": Colour.GREEN, "蓝": Colour.BLUE, "黄": Colour.YELLOW, "橙": Colour.ORANGE, "红": Colour.RED,
    "黑": Colour.BLACK, "灰": Colour.GREY,
}  # fmt: skip
_LEVELS: Mapping[str, Level] = {"好": Level.GOOD, "关注": Level.WATCH, "差": Level.BAD, "不评": Level.NONE}
_BASES: Mapping[str, Basis] = {
    "与时间进度差": Basis.GAP, "占应达进度": Basis.PLANNED, "超过时限天数": Basis.OVERDUE,
    "补齐迟到天数": Basis.MADE_UP,
    "未启动月数": Basis.NOT_BEGUN, "督办次数": Basis.ORDERS, "自评状态": Basis.STATE, "未报进展": Basis.SILENT,
    "其余": Basis.REST,
}  # fmt: skip
_STATES: Mapping[str, TaskState] = {
    "已完成": TaskState.DONE, "正常推进": TaskState.ON_COURSE, "滞后": TaskState.LAGGING,
    "未启动": TaskState.NOT_BEGUN, "长期坚持": TaskState.STANDING,
}  # fmt: skip


def rule_here(workspace: Workspace) -> tuple[LightLine, ...]:
    """The rule in force."""
    return workspace.policy.light_rule


def preset(name: str) -> tuple[LightLine, ...]:
    """A rule that ships, by key. NotFound `lights_preset_unknown`."""
    if name not in PRESETS:
        raise NotFound("lights_preset_unknown", name=name, names="、".join(PRESETS))
    return PRESETS[name]


def preset_of(rule: tuple[LightLine, ...]) -> str:
    """The key of the preset that a rule is; empty for one of the office's own."""
    return next((name for name, one in PRESETS.items() if one == rule), "")


def set_rule(workspace: Workspace, rule: tuple[LightLine, ...], *, today: date, by: str) -> Done[tuple[Finding, ...]]:
    """Lays a rule down; gives what `lint_lights` has to say of it. A hole is told, not refused: it may be meant.

    Refused `not_issuer`; WrongUse with the first finding that must be mended.
    """
    found = lint_lights(rule)
    for one in found:
        if one.severity is Severity.MUST_FIX:
            raise WrongUse(one.code, **one.params)
    lights = () if rule == PRESETS["default"] else rule
    made = policy.change(workspace, lambda laid: replace(laid, lights=lights), today=today, by=by)
    return Done(found, made.changes)


def read_rule(path: Path) -> tuple[LightLine, ...]:
    """A rule from a CSV as `write_rule` writes it. WrongUse `csv_line`, `lights_empty`."""
    lines = tuple(_read(path))
    if not lines:
        raise WrongUse("lights_empty", file=path.name)
    return lines


def write_rule(rule: tuple[LightLine, ...], path: Path) -> Path:
    """A rule as CSV, to be changed in Excel and read again."""
    csvfile.write(path, [HEADS, *(_row(line) for line in rule)])
    return path


def _read(path: Path) -> Iterator[LightLine]:
    with csvfile.opened(path) as lines:
        for number, line in enumerate(csv.DictReader(lines), start=2):
            cells = {(name or "").strip(): (text or "").strip() for name, text in line.items() if name}
            if not any(cells.values()):
                continue
            try:
                yield LightLine(
                    _COLOURS[cells["灯色"].removesuffix("色").removesuffix("灯")],
                    cells["状态"],
                    _LEVELS[cells["含义"]],
                    _BASES[cells["看什么"]],
                    _number(cells.get("下限", "")),
                    _number(cells.get("上限", "")),
                    cells.get("含下限", "") in _NO,
                    cells.get("含上限", "") in _NO,
                    tuple(_STATES[one] for one in cells.get("自评状态", "").split("、") if one),
                )
            except (KeyError, InvalidOperation):
                said = ",".join(cells.values())
                raise WrongUse("csv_line", file=path.name, line=str(number), text=said) from None


_NO = frozenset({"否", "不含", "no"})


def _number(text: str) -> Decimal | None:
    return Decimal(text.replace("−", "-")) if text else None


def _row(line: LightLine) -> tuple[str, ...]:
    def word(table: Mapping[str, object], code: object) -> str:
        return next(name for name, one in table.items() if one is code)

    def included(end: Decimal | None, is_open: bool) -> str:
        return "" if end is None else "否" if is_open else "是"

    return (
        word(_COLOURS, line.colour),
        line.word,
        word(_LEVELS, line.level),
        word(_BASES, line.basis),
        "" if line.low is None else format(line.low, "f"),
        included(line.low, line.low_open),
        "" if line.high is None else format(line.high, "f"),
        included(line.high, line.high_open),
        "、".join(word(_STATES, state) for state in line.states),
    )

"""All that is known of one target or one row on the previous period, and what other plans count under the name."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QScrollArea

from ipdesk.domain.indicator import Indicator
from ipdesk.domain.plan import Plan
from ipdesk.domain.target import Attribute, HistoryRow, Target, TargetKind
from ipdesk.services import planbook
from ipdesk.services.clauses import clause_path
from ipdesk.services.planbook import Relative, Supplier
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _, pgettext
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import column, holder, label

#: Kinds whose figure is summed over the years: their years are said as a span.
_SUMMED = (TargetKind.CUMULATIVE, TargetKind.GROWTH, TargetKind.REDUCTION)


class TargetFacts(QScrollArea):
    """Name and value on top, then facts in two columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("About this target"))
        self.name = label("", "section", wrap=True)
        self.value = label("", "figure", select=True)
        self.facts = QFormLayout()
        self.facts.setHorizontalSpacing(theme.M)
        self.facts.setVerticalSpacing(theme.S)
        self.facts.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.facts.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        layout = column(self.name, self.value, gap=theme.XS, margins=(theme.L, theme.M, theme.L, theme.M))
        layout.addLayout(self.facts)
        layout.addStretch(1)
        body = holder(layout)
        body.setObjectName("body")
        self.setWidget(body)

    def show_target(self, plan: Plan, target: Target, others: Sequence[Plan]) -> None:
        """Show a target of a plan; `others` are the plans in which its indicator is looked for."""
        indicator = planbook.indicator_of(plan, target.indicator)
        self._show(target.name, formats.target_text(target), target_facts(plan, target, indicator, others))

    def show_history(self, plan: Plan, row: HistoryRow, others: Sequence[Plan]) -> None:
        """Show a row of the table on the previous period."""
        indicator = planbook.indicator_of(plan, row.indicator)
        self._show(row.name, formats.quantity(row.actual, row.unit), history_facts(plan, row, indicator, others))

    def _show(self, name: str, value: str, facts: Iterator[tuple[str, str]]) -> None:
        self.name.setText(name)
        self.value.setText(value)
        while self.facts.rowCount():
            self.facts.removeRow(0)
        for words, said in facts:
            what = label(words, "note")
            what.setAlignment(Qt.AlignmentFlag.AlignTop)
            what.setContentsMargins(0, 2, 0, 0)
            self.facts.addRow(what, label(said, wrap=True, select=True))
        self.verticalScrollBar().setValue(0)


def target_facts(
    plan: Plan, target: Target, indicator: Indicator | None, others: Sequence[Plan]
) -> Iterator[tuple[str, str]]:
    """What is known of a target, fact by fact: its name and its words."""
    kind = [labels.label(target.kind), years_text(target)]
    if target.attribute is not Attribute.UNSTATED:
        kind.append(labels.label(target.attribute))
    yield pgettext("plan page", "Kind"), _(", ").join(kind)
    if target.of_unit:
        units = {unit.code: unit.name for unit in plan.units}
        yield pgettext("plan page", "For"), units.get(target.of_unit, target.of_unit)
    yield pgettext("plan page", "Baseline"), baseline_text(target)
    place = f"{labels.label(target.source)}，{clause_path(plan, target.clause)}"
    yield pgettext("plan page", "Stands in"), place
    if target.ground:
        yield pgettext("plan page", "How it was read"), target.ground
    yield from _indicator_facts(plan, target.indicator, indicator, others)


def history_facts(
    plan: Plan, row: HistoryRow, indicator: Indicator | None, others: Sequence[Plan]
) -> Iterator[tuple[str, str]]:
    """The same of a row on the previous period."""
    yield pgettext("plan page", "Years"), formats.plan_span(row.first_year, row.last_year)
    yield pgettext("plan page", "Expected"), formats.quantity(row.expected, row.unit)
    yield pgettext("plan page", "Achieved"), formats.quantity(row.actual, row.unit)
    if row.before is not None:
        yield pgettext("plan page", "Period before"), formats.quantity(row.before, row.unit)
    yield pgettext("plan page", "Kind"), labels.label(row.kind)
    yield pgettext("plan page", "Stands in"), clause_path(plan, row.clause)
    if row.note:
        yield pgettext("plan page", "Note"), row.note
    yield from _indicator_facts(plan, row.indicator, indicator, others)


def _indicator_facts(
    plan: Plan, name: str, indicator: Indicator | None, others: Sequence[Plan]
) -> Iterator[tuple[str, str]]:
    if indicator is not None:
        if indicator.definition:
            yield pgettext("plan page", "What counts"), indicator.definition
        if indicator.source:
            yield pgettext("plan page", "Data from"), indicator.source
        frequency, way = labels.label(indicator.frequency), labels.label(indicator.aggregation)
        yield (
            pgettext("plan page", "Reckoned"),
            _("{frequency}; {way}").format(frequency=frequency, way=way),
        )
        suppliers = planbook.suppliers(plan, indicator)
        if suppliers:
            yield pgettext("plan page", "Who supplies"), "\n".join(dict.fromkeys(map(supplier_text, suppliers)))
    relatives = planbook.relatives(plan, name, others)
    if relatives:
        yield pgettext("plan page", "In other plans"), "\n".join(relative_lines(relatives))


def years_text(target: Target) -> str:
    """到2030年; 2026—2030年 for what is summed; 每年 for a yearly flow that begins before its year."""
    if target.kind in _SUMMED and target.start < target.horizon:
        return formats.plan_span(target.start, target.horizon)
    return _("by {year}").format(year=target.horizon)


def baseline_text(target: Target) -> str:
    """119件（2025年）, and where it comes from; a plan that gives none is said to give none."""
    if target.baseline is None:
        return _("none given by the plan")
    base = target.baseline
    said = _("{figure} ({year})").format(figure=formats.quantity(base.quantity, target.unit), year=base.year)
    return f"{said}\n{base.origin}" if base.origin else said


def supplier_text(one: Supplier) -> str:
    """常住人口：市下发区核对（区县，深圳市）"""
    whom = one.whom or (labels.label(one.kind) if one.kind else "")
    inside = _(", ").join(part for part in (whom, one.supplier) if part)
    words = labels.label(one.supply)
    if inside:
        words = _("{words} ({inside})").format(words=words, inside=inside)
    return _("{item}: {words}").format(item=one.item, words=words)


def relative_lines(relatives: Sequence[Relative]) -> Iterator[str]:
    """A line for each other plan: what it calls it and promises, what changed, and the note on it."""
    seen: set[tuple[str, str]] = set()
    for one in relatives:
        same = [other for other in relatives if (other.plan.id, other.indicator) == (one.plan.id, one.indicator)]
        if (one.plan.id, one.indicator) in seen:
            continue
        seen.add((one.plan.id, one.indicator))
        figures = figures_text(one.targets, one.history)
        changes = planbook.change_words(same)
        said = " ".join(part for part in (one.name, figures) if part)
        line = _("{plan}: {said}").format(plan=one.plan.short, said=said)
        if changes:
            line = _("{line} ({changes})").format(line=line, changes=changes)
        yield line
        for other in same:
            if other.note:
                yield "　" + _("{plan} notes: {note}").format(plan=other.said_by, note=other.note)


def figures_text(targets: Sequence[Target], history: Sequence[HistoryRow]) -> str:
    """≥150件（到2030年，目标），or what was reported where there is only that."""
    parts = [
        _("{value} ({years}, {kind})").format(
            value=formats.target_text(target), years=years_text(target), kind=labels.label(target.kind)
        )
        for target in targets
    ]
    if not parts:
        parts = [
            _("{value} achieved in {years}").format(
                value=formats.quantity(row.actual, row.unit), years=formats.plan_span(row.first_year, row.last_year)
            )
            for row in history
        ]
    return _("; ").join(parts)

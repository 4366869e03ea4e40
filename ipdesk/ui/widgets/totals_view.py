"""汇总 on the page of reports: every total with its coverage, taken apart below, adjusted with a reason."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QSplitter, QWidget

from ipdesk.domain import period as periods
from ipdesk.domain.breakdown import BreakdownLine, Place
from ipdesk.domain.indicator import items_of
from ipdesk.domain.rollup import AdjustmentKind
from ipdesk.services import adjustments, consolidate
from ipdesk.services.consolidate import IndicatorLine
from ipdesk.services.typed import figure as typed_figure
from ipdesk.text import formats, labels
from ipdesk.text.adjustments import adjustment_kind
from ipdesk.text.i18n import _, pgettext
from ipdesk.ui import theme
from ipdesk.ui.dialogs.lines import LinesDialog, ask, choice, line
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.parts import button, column, holder, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView

#: What a person enters here; the others come from the register of figures that were told.
_KINDS = (AdjustmentKind.UNPLACED, AdjustmentKind.DOUBLES)


class TotalsView(QWidget):
    """Totals above, what the chosen one is made of below."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.model = TableModel(_total_columns(session), self)
        self.table = TableView(self.model, _("Totals"), dense=True)
        self.apart_model = TableModel(_apart_columns(session, self), self)
        self.apart = TableView(self.apart_model, _("What the total is made of"), dense=True)
        self.apart_title = label("", "section")
        self.notes = label("", "note", wrap=True)
        self.adjust_button = button(_("Adjust (&A)…"), self.ask_adjustment)
        self.carry_button = button(_("Carry forward (&C)…"), self.ask_carry)
        self.back_button = button(_("Take back (&T)…"), self.ask_withdrawal)
        self.excel_button = button(_("Save as Excel (&X)…"), self.ask_file)
        upper = column(label(_("Totals"), "section"), self.table, gap=theme.S)
        lower = column(self.apart_title, self.apart, self.notes, gap=theme.S)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(holder(upper))
        split.addWidget(holder(lower))
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        layout = column(split, gap=theme.S, margins=(theme.L, theme.L, theme.L, theme.L))
        layout.addLayout(row(self.adjust_button, self.carry_button, self.back_button, None, self.excel_button))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.table.row_changed.connect(lambda _row: self._show_apart())
        self.table.entered_row.connect(lambda _row: session.trace_asked.emit(self.reference()))

    def load(self) -> None:
        """Ask anew and show."""
        period = self.session.period
        chosen = self.table.currentIndex().row()
        self.model.show(self.session.ask(lambda ws: consolidate.consolidate(ws, period)) or ())
        self.table.go_to(min(max(chosen, 0), len(self.model.things()) - 1))
        self._show_apart()

    def reference(self) -> str:
        """The chosen total."""
        chosen = self.chosen()
        issuer = self.session.workspace.ledger.issuer
        return f"{issuer}/{chosen.indicator.id}/{self.session.period.code}" if chosen else ""

    def chosen(self) -> IndicatorLine | None:
        return self.model.thing(self.table.currentIndex().row())

    def adjust(self, item: str, kind: str, figure: str, reason: str) -> None:
        """Put a quantity beside the units' own."""
        period, today, by = self.session.period, self.session.today, self.session.by
        try:
            measure = self.session.workspace.plan.item(item).unit
            sign, digits = (-1, figure[1:]) if figure[:1] in "-−－" else (1, figure)
            quantity = sign * typed_figure(digits, measure, "1")
        except ValueError:
            self.session.tell(_("“{text}” is no figure.").format(text=figure), "trouble")
            return
        self.session.run(
            lambda ws: adjustments.add(
                ws, period, item, quantity, AdjustmentKind(kind), today=today, by=by, reason=reason
            )
        )
        self.load()

    def carry(self, unit: str, reason: str) -> None:
        """Let last figures stand in, of a unit or of all."""
        period, today, by = self.session.period, self.session.today, self.session.by
        self.session.run(lambda ws: adjustments.carry(ws, period, unit=unit, today=today, by=by, reason=reason))
        self.load()

    def withdraw(self, number: str, reason: str) -> None:
        """Take an adjustment back."""
        today, by = self.session.today, self.session.by
        self.session.run(lambda ws: adjustments.withdraw(ws, number, today=today, by=by, reason=reason))
        self.load()

    def save_to(self, path: Path) -> Path | None:
        """Write the consolidation."""
        period, today, by = self.session.period, self.session.today, self.session.by
        written = self.session.ask(lambda ws: consolidate.write_consolidation(ws, period, path, today=today, by=by))
        if written is not None:
            self.session.tell(_("Written: {path}").format(path=written), "done")
        return written

    def ask_adjustment(self) -> None:
        chosen = self.chosen()
        if chosen is None:
            return
        plan = self.session.workspace.plan
        items = [(f"{item.name}（{item.unit}）", item.id) for item in map(plan.item, items_of(chosen.indicator))]
        kinds = [(labels.label(kind), kind.value) for kind in _KINDS]
        doubles = AdjustmentKind.DOUBLES if chosen.total.doubles_open else AdjustmentKind.UNPLACED
        quantity, reason = line(hint=_("doubles below zero; 0 when there are none")), line()
        dialog = LinesDialog(
            self, _("Adjust a total"), _("The reason is printed under every table that holds the total."),
            ((_("Item"), choice(items)), (_("Kind"), choice(kinds, doubles.value)), (_("Quantity"), quantity),
             (_("Reason"), reason)),
            _("Enter (&E)"), needed=(quantity, reason),
        )  # fmt: skip
        said = ask(dialog)
        if said is not None:
            self.adjust(*said)

    def ask_carry(self) -> None:
        missing = self._missing()
        units = [(_("all units"), ""), *((self.session.workspace.unit_of(code).short, code) for code in missing)]
        reason = line()
        dialog = LinesDialog(
            self, _("Carry last figures forward"),
            _("Where nothing was given, the last period's figure stands in, marked at every total."),
            ((_("Unit"), choice(units)), (_("Reason"), reason)), _("Enter (&E)"), needed=(reason,),
        )  # fmt: skip
        said = ask(dialog)
        if said is not None:
            self.carry(*said)

    def ask_withdrawal(self) -> None:
        period = self.session.period
        known = self.session.ask(lambda ws: adjustments.listed(ws, period)) or ()
        options = [
            (f"{adjustment_kind(one.kind)}　{one.item_name or _('All items')}　{one.unit_short}".strip(), one.short_id)
            for one in known
            if one.in_effect
        ]
        reason = line()
        dialog = LinesDialog(
            self, _("Take an adjustment back"), _("The totals are then as they were without it."),
            ((_("Adjustment"), choice(options)), (_("Reason"), reason)), _("Take back (&T)"), needed=(reason,),
        )  # fmt: skip
        said = ask(dialog)
        if said is not None:
            self.withdraw(*said)

    def ask_file(self) -> None:
        name = _("Consolidation {period}").format(period=formats.period_text(self.session.period))
        path, _kind = QFileDialog.getSaveFileName(self, _("Save the consolidation"), f"{name}.xlsx", "*.xlsx")
        if path:
            self.save_to(Path(path).with_suffix(".xlsx"))

    def _missing(self) -> list[str]:
        return list(dict.fromkeys(code for one in self.model.things() for code in one.total.coverage.missing))

    def _show_apart(self) -> None:
        from ipdesk.services.release import made_notes

        chosen = self.chosen()
        self.apart_title.setText(chosen.indicator.name if chosen else "")
        self.apart_model.show(chosen.lines if chosen else ())
        period = self.session.period
        said = self.session.ask(lambda ws: made_notes(ws, period)) or ()
        self.notes.setText("\n".join(said))
        self.notes.setVisible(bool(said))
        self.adjust_button.setEnabled(chosen is not None)
        self.carry_button.setEnabled(bool(self._missing()))
        self.back_button.setEnabled(bool(said))
        self.excel_button.setEnabled(chosen is not None)


def _total_columns(session: Session) -> tuple[Column[IndicatorLine], ...]:
    def missing(one: IndicatorLine) -> str:
        return "、".join(session.workspace.unit_of(code).short for code in one.total.coverage.missing)

    def rule(one: IndicatorLine) -> str:
        said = labels.label(one.total.method)
        return _("{method} (doubles not yet taken out)").format(method=said) if one.total.doubles_open else said

    return (
        Column(_("Indicator"), lambda one: one.indicator.name, least=180, stretch=True),
        Column(_("Unit"), lambda one: one.indicator.unit, least=48, most=80, spare=3),
        Column(_("Total"), lambda one: formats.number(one.total.value, one.indicator.decimals), right=True, least=84),
        Column(_("Coverage"), lambda one: formats.coverage_text(one.total.coverage), least=72),
        Column(_("Rule"), rule, least=110, most=220, spare=1),
        Column(_("Missing"), missing, least=90, most=240, spare=2),
        Column(_("Source code"), lambda one: one.code, least=84, spare=4),
    )


def _apart_columns(session: Session, view: TotalsView) -> tuple[Column[BreakdownLine], ...]:
    def who(one: BreakdownLine) -> str:
        if one.kind is not None:
            return labels.label(one.kind)
        name = session.workspace.unit_of(one.unit).short
        return _("of which {unit}").format(unit=name) if one.place is Place.INSIDE else name

    def figure(one: BreakdownLine) -> str:
        chosen = view.chosen()
        return formats.number(one.value, chosen.indicator.decimals if chosen else None)

    def parts(one: BreakdownLine) -> str:
        numbers = [formats.number(quantity) for quantity in one.quantities if quantity is not None]
        return " ÷ ".join(numbers) if len(one.quantities) > 1 else ""

    def remark(one: BreakdownLine) -> str:
        if one.carried:
            return _("carried forward from {period}").format(period=formats.period_text(periods.parse(one.carried)))
        if one.missing:
            return _("missing")
        if one.kind is not None:
            return one.reason
        return "" if one.place is Place.AREA else labels.label(one.place)

    return (
        Column(_("Unit"), who, least=110),
        Column(_("Figure"), figure, right=True, least=84),
        Column(_("Made of"), parts, right=True, least=110, spare=1, telling=True),
        Column(
            _("In the total"),
            lambda one: pgettext("in the total", "yes") if one.added else pgettext("in the total", "no"),
            least=64,
        ),
        Column(pgettext("column", "Remark"), remark, least=160, stretch=True),
    )

"""What changed since, and a year's end in its forms: two tables on the page of reports."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ipdesk.domain import period as periods
from ipdesk.domain.errors import NotFound
from ipdesk.domain.figurechange import Cause, FigureChange
from ipdesk.services import changes, moments, yearend
from ipdesk.services.yearend import Form, YearEndLine
from ipdesk.text import formats, labels
from ipdesk.text.causes import cause_text
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.parts import button, column, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView


class ChangesView(QWidget):
    """Every figure old and new since a moment, and below it the entries that did it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.since = QComboBox()
        self.since.setAccessibleName(_("Since"))
        for words, code in (
            (_("the last release"), moments.LAST_RELEASE), (_("what was printed last"), moments.LAST_PAPER),
            (_("a day or a code"), ""),
        ):  # fmt: skip
            self.since.addItem(words, code)
        self.moment = QLineEdit()
        self.moment.setAccessibleName(_("Day or code"))
        self.moment.setPlaceholderText("2026-10-12")
        self.moment.setMaximumWidth(theme.current().px(160))
        self.model = TableModel(_change_columns(session), self)
        self.table = TableView(self.model, _("Changed figures"), dense=True)
        self.said = label("", "second", wrap=True)
        self.causes = label("", "note", wrap=True, select=True)
        self._by: dict[str, Cause] = {}
        head = row(
            label(_("What changed since"), "section"), self.since, self.moment, button(_("Look (&L)"), self.load), None
        )
        layout = column(gap=theme.S, margins=(theme.L, theme.L, theme.L, theme.L))
        layout.addLayout(head)
        for part in (self.said, self.table, self.causes):
            layout.addWidget(part)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.since.activated.connect(lambda _place: self._chosen())
        self.moment.returnPressed.connect(self.load)
        self.table.row_changed.connect(lambda _row: self._show_causes())
        self._chosen(load=False)

    def show_since(self, words: str) -> None:
        """Look since a moment: a word of `services.moments`, a day, a code."""
        place = self.since.findData(words)
        self.since.setCurrentIndex(place if place >= 0 else self.since.count() - 1)
        self.moment.setText("" if place >= 0 else words)
        self._chosen()

    def load(self) -> None:
        """Ask anew and show."""
        words = str(self.since.currentData()) or self.moment.text().strip()
        found: tuple[FigureChange, ...] = ()
        self._by = {}
        if not words:
            text = _("Say since when: a day such as 2026-10-12, or a code from paper.")
        else:
            try:
                moment = moments.resolve(self.session.workspace, words)
            except NotFound:
                nothing = {
                    moments.LAST_RELEASE: _("There is no release yet."),
                    moments.LAST_PAPER: _("Nothing has been printed yet."),
                }
                text = nothing.get(
                    words, _("“{moment}” is no day and no code that was printed here.").format(moment=words)
                )
            else:
                compared = self.session.ask(lambda ws: changes.between(ws, moment.number))
                found, causes = compared if compared is not None else ((), {})
                self._by = dict(causes)
                text = (
                    _("{count} figures are other ones than on {day}.").format(count=len(found), day=moment.day)
                    if found
                    else _("No figure has changed since {day}.").format(day=moment.day or "—")
                )
        self.model.show(found)
        self.said.setText(text)
        self.table.go_to(0)
        self._show_causes()

    def reference(self) -> str:
        one = self.model.thing(self.table.currentIndex().row())
        return f"{one.key.unit}/{one.key.id}/{one.key.period}" if one else ""

    def _chosen(self, *, load: bool = True) -> None:
        self.moment.setVisible(not self.since.currentData())
        if load:
            self.load()

    def _show_causes(self) -> None:
        one = self.model.thing(self.table.currentIndex().row())
        lines = [cause_text(self._by[name]) for name in one.packages if name in self._by] if one else []
        self.causes.setText("\n".join(lines))
        self.causes.setVisible(bool(lines))


class YearEndView(QWidget):
    """预计, 快报, 终值 of the shown year beside each other."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.model = TableModel(_year_columns(), self)
        self.table = TableView(self.model, _("Year's end"), dense=True)
        self.title = label("", "section")
        self.note = label(
            _(
                "An estimate closes nothing. The plan's total takes the firmest form that everybody is in, and before "
                "that the year's last regular report."
            ),
            "note",
            wrap=True,
        )
        self.nothing = label(_("No form of this year's end has been issued yet."), "second")
        layout = column(
            self.title, self.note, self.nothing, self.table, gap=theme.S, margins=(theme.L, theme.L, theme.L, theme.L)
        )
        layout.setStretch(3, 1)
        layout.addStretch(0)
        self.setLayout(layout)

    def load(self) -> None:
        """Ask anew and show."""
        year = self.session.period.year
        found = self.session.ask(lambda ws: yearend.year_end(ws, year))
        self.title.setText(_("Year's end {year}: the forms beside each other").format(year=year))
        lines = found.lines if found else ()
        self.model.show(lines)
        self.table.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        self.table.go_to(0)

    def reference(self) -> str:
        one = self.model.thing(self.table.currentIndex().row())
        issuer = self.session.workspace.ledger.issuer
        return f"{issuer}/{one.indicator.id}/{one.counts}" if one and one.counts else ""


def _change_columns(session: Session) -> tuple[Column[FigureChange], ...]:
    def who(one: FigureChange) -> str:
        told = [mark.recipient or formats.NOTHING for mark in one.registered]
        papers = list(dict.fromkeys(mark.report for mark in one.printed))
        released = [_("released")] if one.released_to else []
        return "、".join(dict.fromkeys([*told, *papers, *released]))

    return (
        Column(_("Kind"), lambda one: labels.label(one.key.what), least=64, spare=3),
        Column(_("Unit"), lambda one: session.workspace.unit_of(one.key.unit).short, least=72, spare=1),
        Column(_("Indicator"), lambda one: one.name, least=170, stretch=True),
        Column(_("Period"), lambda one: formats.period_text(periods.parse(one.key.period)), least=96, spare=2),
        Column(_("Before"), lambda one: formats.quantity(one.old, one.unit_of_measure, one.decimals), right=True),
        Column(_("Now"), lambda one: formats.quantity(one.new, one.unit_of_measure, one.decimals), right=True),
        Column(_("Who has the old one"), who, least=120, most=240, spare=4),
    )


def _year_columns() -> tuple[Column[YearEndLine], ...]:
    def shown(one: YearEndLine, form: Form) -> str:
        if form.coverage is None:
            return ""
        text = formats.number(form.value, one.indicator.decimals)
        return text if form.coverage.complete else f"{text}（{formats.coverage_text(form.coverage)}）"

    def difference(one: YearEndLine) -> str:
        if one.difference is None:
            return ""
        text = formats.number(one.difference, one.indicator.decimals, sign=True)
        return f"{text}（{formats.percent(one.share)}）" if one.share is not None else text

    def plan_total(one: YearEndLine) -> str:
        return formats.number(one.plan_total, one.indicator.decimals) if one.plan_total is not None else ""

    return (
        Column(_("Indicator"), lambda one: one.indicator.name, least=170, stretch=True),
        Column(_("Unit"), lambda one: one.indicator.unit, least=44, most=80, spare=4),
        Column(_("Last regular"), lambda one: shown(one, one.regular), right=True, least=84, spare=1),
        Column(_("Estimate"), lambda one: shown(one, one.estimate), right=True, least=84),
        Column(_("Flash"), lambda one: shown(one, one.flash), right=True, least=84),
        Column(_("Final"), lambda one: shown(one, one.final), right=True, least=84),
        Column(_("Final − estimate"), difference, right=True, least=96),
        Column(_("Since the plan began"), plan_total, right=True, least=84, spare=2),
        Column(_("Counted by"), lambda one: yearend.form_text(one.counts), least=90, spare=3),
    )

"""The card of what the issuing office lays down, in the settings: steps, deadline, contact, thresholds, days off."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QGridLayout, QLineEdit, QWidget

from ipdesk.domain.ledger.policy import Policy
from ipdesk.services import policy
from ipdesk.text import formats
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.early_fields import EarlyFields
from ipdesk.ui.widgets.parts import button, column, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView

#: So long before a year begins its days off are asked for.
_AHEAD = timedelta(days=60)


class PolicyCard(QWidget):
    """A line a rule; one button keeps them all, as one version of the policy."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        look = theme.current()
        self.steps = QLineEdit()
        self.steps.setPlaceholderText(_("with commas between; empty for none"))
        self.days = QLineEdit()
        self.days.setValidator(QIntValidator(0, policy.MOST_DAYS, self))
        self.counted = QComboBox()
        self.counted.addItems([_("days, a day off moves to the next workday"), _("workdays")])
        self.contact = QLineEdit()
        self.text_limit = QLineEdit()
        self.text_limit.setValidator(QIntValidator(0, 10_000, self))
        self.text_limit.setPlaceholderText(_("0 for no limit"))
        self.nearly, self.lagging = QLineEdit(), QLineEdit()
        self.early = EarlyFields()
        self.two_key = QCheckBox(_("Two-key: another officer checks before a report is accepted"))
        self.ranking = QCheckBox(_("Units may be ranked"))
        self.model = TableModel(_columns(), self)
        self.table = TableView(self.model, _("Days off and worked weekend days"), dense=True)
        self.take = button(_("Days off from a file…"), self._ask_days)
        self.write = button(_("Write them to a file…"), self._ask_target)
        self.announced = button(_("As announced again"), self.forget_days)
        self.keep_button = button(_("Keep the rules (&Z)"), self.keep)
        self.told = label("", "note", wrap=True)
        for field, name in (
            (self.days, _("Days until a form is due")), (self.counted, _("How the days are counted")),
            (self.nearly, _("Nearly on pace down to")), (self.lagging, _("Lagging down to")),
        ):  # fmt: skip
            field.setAccessibleName(name)
        self.days.setFixedWidth(look.px(88))
        for short in (self.nearly, self.lagging):
            short.setFixedWidth(look.px(88))
        self._lay_out()

    def load(self) -> None:
        """Show what is laid down, unless somebody types here just now."""
        workspace = self._session.workspace
        laid = workspace.policy
        if not self.isAncestorOf(self.window().focusWidget() or self):
            self._show(laid)
        today = self._session.today
        known = [one for number in (today.year, today.year + 1) for one in policy.days_of(workspace, number)]
        self.model.show(known)
        self.table.setFixedHeight(min(self.table.whole_height(), theme.current().px(200)))
        self.table.setVisible(bool(known))
        years = sorted({one.day.year for one in known})
        soon = sorted({today.year, (today + _AHEAD).year})
        missing = [str(number) for number in soon if number not in years]
        self.told.setText(
            _("Of {years} only the weekends are known.").format(years="、".join(missing)) if missing else ""
        )
        self.told.setVisible(bool(missing))
        self.announced.setEnabled(any(one.own for one in known))
        may = workspace.is_issuer and not workspace.read_only
        for part in (
            self.steps, self.days, self.counted, self.contact, self.text_limit, self.nearly, self.lagging,
            self.early, self.two_key, self.ranking, self.take, self.keep_button,
        ):  # fmt: skip
            part.setEnabled(may)

    def keep(self) -> None:
        """Lays down what stands in the fields; what makes no sense is said, and nothing changes."""
        points = [self._points(field) for field in (self.nearly, self.lagging)]
        if None in points:
            self._session.tell(_("The thresholds are numbers of points, such as -10."), "trouble")
            return
        nearly, lagging = (point for point in points if point is not None)
        early = self.early.limits(self._session.workspace.policy.thresholds)
        if early is None:
            self._session.tell(_("The limits of “too early to tell” are numbers; 0 switches one off."), "trouble")
            return
        text = self.steps.text().replace("，", ",").replace("、", ",")
        steps = tuple(step.strip() for step in text.split(",") if step.strip())

        def made(laid: Policy) -> Policy:
            return replace(
                laid, steps=steps, deadline_days=int(self.days.text() or 0), contact=self.contact.text(),
                text_limit=int(self.text_limit.text() or 0),
                deadline_in_workdays=self.counted.currentIndex() == 1, two_key=self.two_key.isChecked(),
                ranking=self.ranking.isChecked(), thresholds=replace(early, nearly=nearly, lagging=lagging),
            )  # fmt: skip

        session = self._session
        laid = session.run(lambda ws: policy.change(ws, made, today=session.today, by=session.by))
        if laid is not None:
            self._show(laid)
            session.tell(_("Laid down. Forms that are issued from now on follow it."), "done")

    def take_days(self, path: Path) -> None:
        """Days off and worked weekend days of whole years, from a CSV."""
        session = self._session
        laid = session.run(
            lambda ws: policy.change(ws, lambda one: policy.with_days(one, path), today=session.today, by=session.by)
        )
        if laid is not None:
            session.tell(_("Laid down. Forms that are issued from now on follow it."), "done")

    def forget_days(self) -> None:
        """Without the office's own days of this year and the next."""
        session, year = self._session, self._session.today.year

        def made(laid: Policy) -> Policy:
            return policy.without_days(policy.without_days(laid, year), year + 1)

        session.run(lambda ws: policy.change(ws, made, today=session.today, by=session.by))

    def write_days(self, path: Path) -> None:
        """The days of this year as a CSV that can be read back."""
        session = self._session
        written = session.ask(lambda ws: policy.write_days(ws, session.today.year, path))
        if written is not None:
            session.tell(_("Written: {path}").format(path=written), "done")

    def _show(self, laid: Policy) -> None:
        self.steps.setText("，".join(laid.steps))
        self.days.setText(str(laid.deadline_days))
        self.counted.setCurrentIndex(1 if laid.deadline_in_workdays else 0)
        self.contact.setText(laid.contact)
        self.text_limit.setText(str(laid.text_limit))
        self.nearly.setText(str(laid.thresholds.nearly))
        self.lagging.setText(str(laid.thresholds.lagging))
        self.early.show_limits(laid.thresholds)
        self.two_key.setChecked(laid.two_key)
        self.ranking.setChecked(laid.ranking)

    def _points(self, field: QLineEdit) -> Decimal | None:
        try:
            return Decimal(field.text().strip().replace(formats.MINUS, "-"))
        except InvalidOperation:
            return None

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.L)
        grid.setVerticalSpacing(theme.M)
        due = row(self.days, self.counted, None, gap=theme.S)
        pace = row(
            self.nearly, label(_("lagging down to")), self.lagging, label(_("points"), "second"), None, gap=theme.S
        )
        for place, (words, field) in (
            (0, (_("Steps of approval"), self.steps)), (1, (_("Contact"), self.contact)),
            (4, (_("Characters for a task"), self.text_limit)),
        ):  # fmt: skip
            caption = label(words)
            caption.setBuddy(field)
            field.setAccessibleName(words)
            grid.addWidget(caption, place, 0)
            grid.addWidget(field, place, 1)
        grid.addWidget(label(_("Due after the period")), 2, 0)
        grid.addLayout(due, 2, 1)
        grid.addWidget(label(_("Nearly on pace down to")), 3, 0)
        grid.addLayout(pace, 3, 1)
        grid.addWidget(label(_("Too early to tell")), 5, 0)
        grid.addWidget(self.early, 5, 1)
        grid.setColumnStretch(1, 1)
        outer = column(
            label(_("What this office lays down"), "section"),
            label(_("It holds for all units, for forms that are issued from then on."), "second", wrap=True),
            gap=theme.S,
        )
        outer.addLayout(grid)
        outer.addWidget(self.two_key)
        outer.addWidget(self.ranking)
        outer.addLayout(row(None, self.keep_button))
        outer.addWidget(label(_("Days off and worked weekend days"), "strong"))
        outer.addWidget(self.told)
        outer.addWidget(self.table)
        outer.addLayout(row(self.take, self.write, self.announced, None))
        self.setLayout(outer)

    def _ask_days(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, self.take.text(), "", "CSV (*.csv)")
        if path:
            self.take_days(Path(path))

    def _ask_target(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(self, self.write.text(), "", "CSV (*.csv)")
        if path:
            self.write_days(Path(path))


def _columns() -> tuple[Column[policy.ListedDay], ...]:
    from ipdesk.text.labels import label as name_of

    return (
        Column(_("Day"), lambda one: formats.date_text(one.day), least=140),
        Column(_("Weekday"), lambda one: formats.weekday_text(one.day), least=72),
        Column(_("Is"), lambda one: name_of(one.kind), least=90),
        Column(
            _("Laid down by"), lambda one: _("this office") if one.own else _("as announced"), least=120, stretch=True
        ),
    )

"""报告: what goes to paper, seen as it will be printed; totals, who was told what, what changed since."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QWidget,
)

from ipdesk.domain import period as periods
from ipdesk.domain.ledger.package import Slot
from ipdesk.domain.period import Period
from ipdesk.domain.register import Occasion
from ipdesk.services import draft as drafts
from ipdesk.services import reported
from ipdesk.services.workspace import Touched
from ipdesk.text import formats
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.jobs import Runner
from ipdesk.ui.pages.page import Page
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.moments_view import ChangesView, YearEndView
from ipdesk.ui.widgets.page_view import PageView
from ipdesk.ui.widgets.parts import button, column, empty, holder, label, row
from ipdesk.ui.widgets.register_view import RegisterView, occasions
from ipdesk.ui.widgets.totals_view import TotalsView

if TYPE_CHECKING:
    from ipdesk.paint.blocks import Document

_SIDE = 264
#: What the page can show, in the order of its choices; the last four are tables, not pages.
KINDS = ("summary", "form", "approval", "ledger", "compilation", "totals", "register", "changes", "yearend")
_OF_TASKS = ("ledger", "compilation")
#: How many of them are pages of paper.
_PAPERS = 5
Panel = TotalsView | RegisterView | ChangesView | YearEndView


class ReportPage(Page):
    """Kinds at the left, the pages at the right, what to do with them below the kinds."""

    name = "report"
    concerns = frozenset({Touched.PACKAGES, Touched.DRAFTS, Touched.RECEIPTS})

    def __init__(self, session: Session, runner: Runner) -> None:
        super().__init__(session, runner)
        self._document: Document | None = None
        self._slots: list[Slot] = []
        self.kinds = QButtonGroup(self)
        self.totals = TotalsView(session)
        self.register = RegisterView(session)
        self.changes = ChangesView(session)
        self.year_end = YearEndView(session)
        self._panels: dict[int, Panel] = {6: self.register, 7: self.changes}
        if session.workspace.is_issuer:
            self._panels = {5: self.totals, **self._panels, 8: self.year_end}
        self.forms = QListWidget()
        self.forms.setAccessibleName(_("My forms"))
        self.forms_title = label(_("Which form"), "note")
        self.view = PageView()
        self.count = label("", "note")
        self.print_button = button(_("Print (&P)…"), self.print, kind="primary")
        self.pdf = button(_("Save as PDF (&D)…"), lambda: self._save(".pdf"))
        self.word = button(_("Save as Word (&W)…"), lambda: self._save(".docx"))
        self.excel = button(_("Save as Excel (&X)…"), lambda: self._save(".xlsx"))
        self.entry = self._entry_part()
        self._lay_out()
        self.kinds.idClicked.connect(lambda _id: self.load())
        self.forms.currentRowChanged.connect(lambda _row: self._show())

    def title(self) -> str:
        return _("Report")

    def load(self) -> None:
        chosen = self.forms.currentRow()
        mine = self.session.ask(drafts.my_slots) or ()
        self._slots = [one.slot for one in mine]
        if self.panel is not None:
            self.panel.load()
        is_form = KINDS[max(self.kinds.checkedId(), 0)] in ("form", "approval")
        self.forms.blockSignals(True)
        self.forms.clear()
        for one in mine:
            self.forms.addItem(QListWidgetItem(formats.period_text(periods.parse(one.period))))
        self.forms.setCurrentRow(min(max(chosen, 0), len(mine) - 1))
        self.forms.blockSignals(False)
        for part in (self.forms, self.forms_title):
            part.setVisible(is_form)
        self._show()

    def choose(self, kind: str) -> None:
        """One of `KINDS`; one that this unit has no use for is the summary."""
        number = KINDS.index(kind) if kind in KINDS else 0
        self.kinds.button(number if number < _PAPERS or number in self._panels else 0).setChecked(True)
        self.load()

    @property
    def panel(self) -> Panel | None:
        """The table that is shown in place of pages."""
        return self._panels.get(self.kinds.checkedId())

    def reference(self) -> str:
        return self.panel.reference() if self.panel is not None else ""

    def print(self) -> None:
        """Qt's preview, from where it goes to the printer."""
        from ipdesk.ui.printing import preview

        if self._document is not None:
            preview(self, self.view.pages, self._document.title)
            self.offer_entry()

    def save_to(self, path: Path) -> Path | None:
        """Write the report; its kind of file by the name's ending."""
        from ipdesk.services import report

        kind, about = self._about()
        if about is None:
            return None
        if kind in _OF_TASKS and isinstance(about, Period):
            return self._save_tasks(kind, about, path)
        written = self.session.run(
            lambda ws: report.report(ws, kind, about, to=path, today=self.session.today, by=self.session.by)
        )
        if written is not None:
            self.session.tell(_("Written: {path}").format(path=written), "done")
            self.offer_entry()
        return written

    def _save_tasks(self, kind: str, period: Period, path: Path) -> Path | None:
        from ipdesk.services import taskreport

        today, by = self.session.today, self.session.by
        written = self.session.run(lambda ws: taskreport.write(ws, kind, period, path, today=today, by=by))
        if written is not None:
            self.session.tell(_("Written: {path}").format(path=written), "done")
        return written

    def offer_entry(self) -> None:
        """After a summary went out, ask on the page whom it goes to; nothing is entered in silence."""
        self._ask_entry(self.kinds.checkedId() == 0)

    def enter(self, recipient: str, occasion: Occasion) -> None:
        """Enter the summary's figures as told."""
        period, today, by = self.session.period, self.session.today, self.session.by
        numbers = self.session.run(
            lambda ws: reported.enter_report(ws, period, recipient=recipient, occasion=occasion, today=today, by=by)
        )
        if numbers is not None:
            self._ask_entry(False)
            words = _("{count} figures are entered as told to {whom}.")
            self.session.tell(words.format(count=len(numbers), whom=recipient), "done")

    def go(self, reference: str) -> None:
        self.choose(reference)

    def place(self) -> Mapping[str, str]:
        return {"kind": KINDS[max(self.kinds.checkedId(), 0)], "form": str(self.forms.currentRow())}

    def restore(self, place: Mapping[str, str]) -> None:
        self.choose(place.get("kind", "summary"))
        if place.get("form", "").isdigit():
            self.forms.setCurrentRow(int(place["form"]))

    def begin(self) -> None:
        self.kinds.button(max(self.kinds.checkedId(), 0)).setFocus()

    def _lay_out(self) -> None:
        look = theme.current()
        side = column(label(_("Which report"), "note"), gap=theme.S, margins=(theme.L, theme.L, theme.L, theme.L))
        names = (
            _("Summary for leaders"), _("Report form for signature"), _("Draft for approval"),
            _("Ledger of tasks"), _("Progress by task"), _("Totals and adjustments"), _("Figures that were told"),
            _("What changed since"), _("Year's end"),
        )  # fmt: skip
        choices = column(gap=2)
        for number in (*range(_PAPERS), *self._panels):
            choice = button(names[number], kind="rail")
            choice.setCheckable(True)
            self.kinds.addButton(choice, number)
            choices.addWidget(choice)
        side.addLayout(choices)
        self.kinds.button(0).setChecked(True)
        side.addSpacing(theme.S)
        side.addWidget(self.forms_title)
        side.addWidget(self.forms, 1)
        side.addStretch(0)
        side.addWidget(self.entry)
        side.addWidget(self.count)
        for act in (self.print_button, self.pdf, self.word, self.excel):
            side.addWidget(act)
        left = holder(side)
        left.setProperty("role", "surface")
        left.setFixedWidth(look.px(_SIDE))
        self.nothing = empty(
            _("There is nothing to print for this period yet"),
            _("As soon as figures are there, the pages stand here as they will be printed."),
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.nothing)
        for panel in self._panels.values():
            self.stack.addWidget(panel)
        whole = row(left, self.stack, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _entry_part(self) -> QWidget:
        """The question after a summary went out: to whom? It stands in the page and may be passed over."""
        self.recipient = QLineEdit()
        self.recipient.setAccessibleName(_("Whom"))
        self.recipient.setPlaceholderText(_("To whom does it go?"))
        self.occasion = occasions(Occasion.REPORT)
        self.occasion.setAccessibleName(_("Occasion"))
        yes = button(_("Enter as told (&E)"), self._enter, kind="primary")
        question = label(_("Enter its figures as told?"), "strong", wrap=True)
        parts = column(question, self.recipient, self.occasion, yes, gap=theme.S)
        part = holder(parts)
        parts.addWidget(button(_("Not this time"), lambda: self._ask_entry(False), kind="quiet"))
        part.hide()
        self.recipient.returnPressed.connect(self._enter)
        return part

    def _ask_entry(self, asking: bool) -> None:
        """The question takes the place of what can be done with the pages, until it is answered."""
        self.entry.setVisible(asking)
        for part in (self.count, self.print_button, self.pdf, self.word, self.excel):
            part.setVisible(not asking and self.panel is None)

    def _enter(self) -> None:
        recipient = self.recipient.text().strip()
        if recipient:
            self.enter(recipient, Occasion(str(self.occasion.currentData())))
        else:
            self.recipient.setFocus()

    def _about(self) -> tuple[str, Period | Slot | None]:
        kind = KINDS[max(self.kinds.checkedId(), 0)]
        if kind in ("form", "approval"):
            number = self.forms.currentRow()
            return kind, self._slots[number] if 0 <= number < len(self._slots) else None
        return kind, self.session.period

    def _show(self) -> None:
        from ipdesk.paint.pages import layout
        from ipdesk.services import report, taskreport

        panel = self.panel
        self._ask_entry(self.entry.isVisible() and self.kinds.checkedId() == 0)
        if panel is not None:
            self._document = None
            self.stack.setCurrentWidget(panel)
            return
        kind, about = self._about()
        today, by = self.session.today, self.session.by
        if isinstance(about, Slot):
            slot = about
            drawn = report.approval_document if kind == "approval" else report.form_document
            self._document = self.session.ask(lambda ws: drawn(ws, slot, today=today))
        elif about is not None and kind in _OF_TASKS:
            period = about
            made = taskreport.ledger_document if kind == "ledger" else taskreport.compilation_document
            self._document = self.session.ask(lambda ws: made(ws, period, today=today))
        elif about is not None:
            period = about
            self._document = self.session.ask(lambda ws: report.summary_document(ws, period, today=today, by=by))
        else:
            self._document = None
        pages = layout(self._document) if self._document is not None else ()
        self.view.show_pages(pages)
        self.stack.setCurrentIndex(0 if pages else 1)
        self.count.setText(_("{n} pages, A4").format(n=len(pages)) if pages else "")
        for act in (self.print_button, self.pdf, self.word, self.excel):
            act.setEnabled(bool(pages))
        self.excel.setVisible(kind != "approval")  # it is paper, and goes round as such

    def _save(self, ending: str) -> None:
        if self._document is None:
            return
        name = self._document.title.replace("/", "_").replace("\\", "_").replace(":", "").replace("：", "_")
        path, _kind = QFileDialog.getSaveFileName(self, _("Save the report"), f"{name}{ending}", f"*{ending}")
        if path:
            target = Path(path)
            self.save_to(target if target.suffix.lower() == ending else target.with_name(target.name + ending))

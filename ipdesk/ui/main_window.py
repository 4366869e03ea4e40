"""The window: rail, head, page, drawer, foot. It knows no figure; pages do."""

import json
from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from ipdesk.domain import period as periods
from ipdesk.domain.errors import IpdeskError
from ipdesk.domain.ledger.package import LedgerKey
from ipdesk.domain.plan import PlanStatus
from ipdesk.services import maintain, overview, settings, yeargrid
from ipdesk.services.answer import Answer
from ipdesk.services.find import Hit
from ipdesk.services.workspace import Changes, Touched
from ipdesk.text import labels, messages
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.jobs import Runner
from ipdesk.ui.pages.book import PageBook
from ipdesk.ui.pages.page import Page
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.drawer import Drawer
from ipdesk.ui.widgets.head import Head
from ipdesk.ui.widgets.notice import NoticeBar
from ipdesk.ui.widgets.parts import Elided, column, holder, label, row
from ipdesk.ui.widgets.rail import Rail


class MainWindow(QMainWindow):
    """One workspace's window."""

    look_changed = Signal(str, bool, int)  # language, dark, percent

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.runner = Runner(self)
        workspace = session.workspace
        self.stack = QStackedWidget()
        self.pages = PageBook(session, self.runner, self._bind)
        self._places: dict[str, Mapping[str, str]] = {}  # of pages that have not been turned to yet
        self.rail = Rail(self.pages.entries(), last="settings")
        marks = [_("training data")] if workspace.training else []
        if workspace.plan.status is PlanStatus.DRAFT:
            marks.append(labels.label(workspace.plan.status))
        self.head = Head(marks=marks, unit=workspace.unit.short)
        self.notice = NoticeBar()
        self.drawer = Drawer()
        self._traced = ""  # what the drawer is about
        self.drawer.hide()
        self.place_line = Elided("")
        self.digest_line = label("")
        self._lay_out()
        self._connect()
        self._keys()
        self.setWindowTitle(_("{unit} · {plan} · ipdesk").format(unit=workspace.unit.short, plan=workspace.plan.short))
        self._restore()

    def go(self, name: str, reference: str = "") -> None:
        """Show a page, and on it what a reference names."""
        page = self.pages.get(name)
        if page is None:
            return
        self.rail.choose(name)
        self.stack.setCurrentWidget(page)
        self.head.title.setText(page.title())
        self.head.period_part.setVisible(page.has_period)
        page.look()
        place = self._places.pop(name, None)
        if place:
            page.restore(place)
        if reference:
            page.go(reference)
        page.begin()

    @property
    def page(self) -> Page:
        current = self.stack.currentWidget()
        assert isinstance(current, Page)
        return current

    def show_trace(self, reference: str) -> None:
        """Open the drawer on a figure, the way that it is turned to."""
        from ipdesk.services import trace, uses

        self._traced = reference
        if not reference:
            self.drawer.show_node(None)
        else:
            follow = uses.uses if self.drawer.forward else trace.trace
            try:
                self.drawer.show_node(follow(self.session.workspace, reference))
            except IpdeskError as error:
                self.drawer.show_node(None)
                self.session.tell(messages.error_sentence(error))
        self.drawer.show()

    def toggle_drawer(self) -> None:
        """F4: open the drawer on what is selected; again, close it."""
        if self.drawer.isVisible():
            self.drawer.hide()
            self.page.begin()
        else:
            self.show_trace(self.page.reference())

    def save_place(self) -> None:
        """Keep where the person is, to come back to."""
        workspace = self.session.workspace
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        window = {"geometry": geometry, "percent": theme.current().percent, "drawer": self.drawer.isVisible()}
        kept = {name: dict(page.place()) for name, page in self.pages.built.items()}
        kept.update({name: dict(place) for name, place in self._places.items()})
        for name, value in (
            ("last_page", self.page.name),
            ("last_period", self.session.period.code),
            ("last_place", json.dumps(kept, ensure_ascii=False, sort_keys=True)),
            ("window", json.dumps(window, sort_keys=True)),
        ):
            if settings.get(workspace, name) != value:
                settings.put(workspace, name, value)

    def closeEvent(self, event: QCloseEvent) -> None:
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()  # a field that is being typed in keeps what it holds
        self.runner.stop()
        try:
            self.save_place()
        except IpdeskError as error:  # a place that cannot be kept must not keep the window open
            self.session.tell(messages.error_sentence(error), "trouble")
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.session.look_outside()

    # -- inner -----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        look = theme.current()
        middle = row(self.stack, self.drawer, gap=0)
        middle.setStretch(0, 1)
        foot = holder(row(self.place_line, self.digest_line, gap=theme.L, margins=(theme.L, 0, theme.L, 0)), "foot")
        foot.setFixedHeight(look.px(24))
        right = column(self.head, self.notice, gap=0)
        right.addLayout(middle, 1)
        right.addWidget(foot)
        whole = row(self.rail, gap=0)
        whole.addLayout(right, 1)
        self.setCentralWidget(holder(whole))
        self.setMinimumSize(1024, 640)
        self.resize(1280, 800)

    def _connect(self) -> None:
        session = self.session
        self.rail.asked.connect(self.go)
        session.noticed.connect(self.notice.show_notice)
        session.period_changed.connect(lambda _period: self._show_periods())
        session.changed.connect(lambda _changes: self._show_foot())
        session.changed.connect(lambda _changes: self._show_counts())
        session.changed.connect(lambda _changes: self._show_periods())
        session.trace_asked.connect(self.show_trace)
        session.changed.connect(self._show_plans)
        self.head.period_chosen.connect(session.show_period)
        self.head.plan_chosen.connect(self._turn_to)
        self.head.drawer_asked.connect(self.toggle_drawer)
        self.head.help_asked.connect(self.show_keys)
        self.head.search.searched.connect(self._search)
        self.head.search.chosen.connect(self._found)
        self.head.search.quoted.connect(self._quote)
        self.drawer.closed.connect(self.toggle_drawer)
        self.drawer.turned.connect(lambda: self.show_trace(self._traced))

    def _bind(self, page: Page) -> None:
        """What a page is joined to once it is built."""
        self.stack.addWidget(page)
        page.asked.connect(self.go)
        page.count_changed.connect(lambda name, count: self.rail.entries[name].show_count(count))
        page.look_changed.connect(self.look_changed)

    def _keys(self) -> None:
        for keys, act in (
            ("Ctrl+F", self._focus_search),
            ("F4", self.toggle_drawer),
            ("F1", self.show_keys),
            ("F6", self.head.choose_plan),
            ("Alt+PgUp", self.head.before.click),
            ("Alt+PgDown", self.head.after.click),
            # The tenth page has the key beside the ninth.
            *((f"Ctrl+{number % 10}", lambda name=name: self.go(name)) for number, name in enumerate(self.pages, 1)),
        ):
            QShortcut(QKeySequence(keys), self, act)

    def show_keys(self) -> None:
        """F1."""
        from ipdesk.ui.dialogs.keys import KeysDialog

        KeysDialog(self).exec()

    def _focus_search(self) -> None:
        self.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.head.search.selectAll()

    def _search(self, words: str) -> None:
        from ipdesk.services import find

        period = self.session.period
        hits = (
            self.session.ask(lambda ws: find.find_everywhere(ws, words, today=self.session.today, period=period))
            if words
            else ()
        )
        self.head.search.show_hits(hits or ())

    def _quote(self, said: Answer) -> None:
        """Ctrl+C in the answer: the sentence to the clipboard, the call into the register."""
        from ipdesk.services import answer

        today, by = self.session.today, self.session.by
        number = self.session.run(lambda ws: answer.quote(ws, said, today=today, by=by))
        if number is not None:
            QGuiApplication.clipboard().setText(said.sentence)
            words = _("Copied, and entered as told by telephone (number {number}): {sentence}")
            self.session.tell(words.format(number=number, sentence=said.sentence), "done")

    def _found(self, hit: Hit) -> None:
        if hit.ledger is not None:
            self.session.plan_asked.emit(hit.ledger, hit.page, hit.place)
            return
        if hit.page and (hit.place or hit.page != self.page.name):
            self.go(hit.page, hit.place)
        if hit.reference:
            self.show_trace(hit.reference)

    def _show_periods(self) -> None:
        known = self.session.ask(lambda ws: overview.periods_known(ws, today=self.session.today)) or ()
        self.head.show_periods(known, self.session.period)

    def _show_plans(self, changes: Changes | None = None) -> None:
        if changes is None or Touched.SETTINGS in changes.kinds or not changes.kinds:
            workspace = self.session.workspace
            found = self.session.ask(lambda ws: [(one, ws.of(one).plan.short) for one in ws.ledgers]) or []
            self.head.show_plans(found, workspace.ledger)

    def _turn_to(self, ledger: LedgerKey) -> None:
        if ledger != self.session.workspace.ledger:
            self.session.plan_asked.emit(ledger, "", "")

    def _show_foot(self) -> None:
        workspace = self.session.workspace
        self.place_line.setText(f"{workspace.unit.name}　·　{workspace.plan.title}")
        found = self.session.ask(maintain.digests) or ()
        words = [f"{one.name} {one.digest}" for one in found]
        shown = words if len(words) <= 2 else words[:1]
        self.digest_line.setText(_("Digest {words}").format(words="　".join(shown)) if shown else "")
        self.digest_line.setToolTip("\n".join(words))

    def _show_counts(self) -> None:
        """What waits on a page that has not been looked at yet."""
        from ipdesk.services import draft as drafts
        from ipdesk.services import tasktodo

        mine = self.session.ask(drafts.my_slots) or ()
        self.rail.entries["fill"].show_count(sum(one.waits for one in mine))
        if "review" in self.pages:
            self.rail.entries["review"].show_count(self.session.ask(yeargrid.waiting_count) or 0)
        tasks = self.session.ask(lambda ws: tasktodo.count(ws, today=self.session.today)) or 0
        self.rail.entries["tasks"].show_count(tasks)

    def _restore(self) -> None:
        workspace = self.session.workspace
        self._restore_period(settings.get(workspace, "last_period"))
        window = read_setting(settings.get(workspace, "window"))
        geometry = window.get("geometry")
        if isinstance(geometry, str):
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii")))
        self._show_periods()
        self._show_plans()
        self._show_foot()
        self._show_counts()
        for name, place in read_setting(settings.get(workspace, "last_place")).items():
            if name in self.pages and isinstance(place, dict):
                self._places[name] = {key: str(value) for key, value in place.items()}
        last = settings.get(workspace, "last_page")
        # Only the page that is shown is built: the others are when they are turned to, and then go to their place.
        self.go(last if last in self.pages else "overview")
        if window.get("drawer") is True:
            self.show_trace(self.page.reference())

    def _restore_period(self, code: str) -> None:
        try:
            period = periods.parse(code)
        except ValueError:
            period = overview.current_period(self.session.workspace, today=self.session.today)
        self.session.show_period(period)


def read_setting(text: str) -> Mapping[str, object]:
    """A setting written by `save_place`; anything else counts as nothing kept."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

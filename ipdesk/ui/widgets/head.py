"""The head of every page: title, period, unit, marks, search, drawer, help."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from ipdesk.domain.ledger.package import LedgerKey
from ipdesk.domain.period import Period
from ipdesk.services.find import Hit
from ipdesk.text import formats
from ipdesk.text.i18n import _
from ipdesk.ui import icons, theme
from ipdesk.ui.widgets.answer_card import AnswerCard
from ipdesk.ui.widgets.parts import Elided, column, holder, label, row, tool

HEIGHT = 48


class SearchBox(QLineEdit):
    """One search for everything; the answers stand below it while it has the focus, the chosen one with all that must
    be known. Ctrl+C quotes it, Enter goes to it.
    """

    searched = Signal(str)
    chosen = Signal(object)  # Hit
    quoted = Signal(object)  # Answer

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_("Search: unit, indicator, period (Ctrl+F)"))
        self.setAccessibleName(_("Search"))
        self.addAction(icons.icon("search", theme.current().palette.second), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(False)
        self._hits: list[Hit] = []
        self._list = QListWidget()
        self.card = AnswerCard()
        self.popup = QFrame()
        self.popup.setWindowFlags(Qt.WindowType.ToolTip)
        self.popup.setFrameShape(QFrame.Shape.Box)
        self.popup.setObjectName("popup")
        self.popup.setLayout(column(self._list, self.card, gap=0))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(_("Found"))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.currentRowChanged.connect(self._show_card)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(150)
        self._wait.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textEdited.connect(lambda _text: self._wait.start())
        self._list.itemClicked.connect(lambda _item: self._choose())

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show what was found; nothing found says so."""
        self._hits = list(hits[:12])
        self._list.clear()
        if not self.text().strip():
            self.popup.hide()
            return
        for hit in self._hits:
            item = QListWidgetItem()
            widget = _HitRow(hit)
            item.setSizeHint(QSize(10, widget.sizeHint().height()))
            item.setToolTip(hit.title)
            self._list.addItem(item)
            self._list.setItemWidget(item, widget)
        if not self._hits:
            self._list.addItem(_("Nothing found for “{words}”").format(words=self.text().strip()))
        self._list.setCurrentRow(0)
        self._show_card(0)
        self.popup.show()
        self._place()  # after it is shown: labels know their fonts only then

    def _show_card(self, number: int) -> None:
        """The answer of the chosen hit; clauses and units have none."""
        said = self._hits[number].answer if 0 <= number < len(self._hits) else None
        self.card.show_answer(said)
        if self.popup.isVisible():
            self._place()

    def _place(self) -> None:
        """Below the box, as high as list and card ask for."""
        look = theme.current()
        width = max(self.width(), look.px(520))
        heights = [max(self._list.sizeHintForRow(number), 30) for number in range(self._list.count())]
        self._list.setFixedSize(width, min(sum(heights) + 8, look.px(216)))
        self.card.fit(width)
        self.popup.setFixedWidth(width + 2 * self.popup.frameWidth())
        self.popup.adjustSize()
        corner = self.mapToGlobal(self.rect().bottomRight())
        self.popup.move(corner.x() - self.popup.width(), corner.y() + 4)

    def quote(self) -> None:
        """Quote the answer that is shown."""
        said = self.card.answer
        if said is not None and said.sentence:
            self.quoted.emit(said)

    @property
    def hits(self) -> list[Hit]:
        return self._hits

    @property
    def list(self) -> QListWidget:
        return self._list

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy) and self.popup.isVisible() and not self.hasSelectedText():
            self.quote()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.popup.isVisible():
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow(min(max(self._list.currentRow() + step, 0), self._list.count() - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._wait.isActive() or not self.popup.isVisible():
                self._wait.stop()
                self.searched.emit(self.text().strip())
            else:
                self._choose()
        elif key == Qt.Key.Key_Escape:
            self.popup.hide()
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: object) -> None:
        self.popup.hide()
        super().focusOutEvent(event)  # type: ignore[arg-type]

    def _choose(self) -> None:
        number = self._list.currentRow()
        if 0 <= number < len(self._hits):
            self.popup.hide()
            self.chosen.emit(self._hits[number])


class _HitRow(QWidget):
    """One answer: what it is and its figure; below, where it belongs and whether it may be quoted."""

    def __init__(self, hit: Hit) -> None:
        super().__init__()
        first = row(Elided(hit.title, "strong"), label(hit.value, "strong"), gap=theme.M)
        words = "　".join(word for word in (hit.subtitle, hit.as_of, hit.quotable) if word)
        layout = column(gap=2, margins=(theme.S, theme.XS, theme.M, theme.XS))
        layout.addLayout(first)
        if words:
            layout.addWidget(Elided(words, "note"))
        self.setLayout(layout)


class Head(QWidget):
    """Title at the left, period and unit beside it, search at the right."""

    period_chosen = Signal(object)
    plan_chosen = Signal(object)  # LedgerKey
    drawer_asked = Signal()
    help_asked = Signal()

    def __init__(self, *, marks: Sequence[str], unit: str) -> None:
        super().__init__()
        self.setObjectName("head")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.current().px(HEIGHT))
        self._periods: list[Period] = []
        self.title = label("", "title")
        self.periods = QComboBox()
        self.periods.setAccessibleName(_("Period"))
        self.periods.setMinimumWidth(theme.current().px(132))
        self.periods.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.before = tool("left", _("Earlier period"), lambda: self._step(1), shortcut="Alt+PgUp")
        self.after = tool("right", _("Later period"), lambda: self._step(-1), shortcut="Alt+PgDown")
        self.period_part = holder(row(self.before, self.periods, self.after, gap=2))
        self.unit = label(unit, "second")
        self._ledgers: list[LedgerKey] = []
        self.plans = QComboBox()
        self.plans.setAccessibleName(_("Plan"))
        self.plans.setToolTip(_("Plan (F6)"))
        self.plans.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.plans.setMinimumWidth(theme.current().px(96))  # in a narrow window it gives way first
        self.plans.setMaximumWidth(theme.current().px(280))
        self.plans.hide()
        self.search = SearchBox()
        self.search.setMinimumWidth(theme.current().px(120))
        self.search.setMaximumWidth(theme.current().px(300))
        drawer = tool("drawer", _("Where from?"), self.drawer_asked.emit, shortcut="F4")
        help_button = tool("help", _("Keys"), self.help_asked.emit, shortcut="F1")
        self.marks = [label(words, "mark") for words in marks]
        for mark in self.marks:
            mark.setFixedHeight(theme.current().px(22))
        line = row(self.title, 4, self.period_part, self.unit, self.plans, gap=theme.M)
        for mark in self.marks:
            line.addWidget(mark)
        line.addStretch(1)
        line.addWidget(self.search, 20)  # as wide as it may be, before the empty space grows
        for part in (drawer, help_button):
            line.addWidget(part)
        line.setContentsMargins(theme.L, 0, theme.M, 0)
        self.setLayout(line)
        self.periods.activated.connect(self._chosen)
        self.plans.activated.connect(lambda place: self.plan_chosen.emit(self._ledgers[place]))

    def show_periods(self, periods: Sequence[Period], current: Period) -> None:
        """Newest first; one that is not among them is put in its place."""
        self._periods = sorted({*periods, current}, reverse=True)
        self.periods.clear()
        self.periods.addItems([formats.period_text(period) for period in self._periods])
        place = self._periods.index(current)
        self.periods.setCurrentIndex(place)
        self.after.setEnabled(place > 0)
        self.before.setEnabled(place < len(self._periods) - 1)

    def show_plans(self, plans: Sequence[tuple[LedgerKey, str]], current: LedgerKey) -> None:
        """The plans of the data file, each with its short title; one alone needs no choosing."""
        self._ledgers = [ledger for ledger, _words in plans]
        self.plans.clear()
        self.plans.addItems(told_apart([words for _ledger, words in plans]))
        for place, (_ledger, words) in enumerate(plans):
            self.plans.setItemData(place, words, Qt.ItemDataRole.ToolTipRole)
        if current in self._ledgers:
            self.plans.setCurrentIndex(self._ledgers.index(current))
        self.plans.setVisible(len(plans) > 1)
        if len(plans) > 1:  # the chooser takes the room of the longer hint, and of the unit, which the foot names too
            self.search.setPlaceholderText(_("Search (Ctrl+F)"))
            self.unit.hide()

    def choose_plan(self) -> None:
        """Open the list of plans, by keyboard."""
        if self.plans.isVisible():
            self.plans.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.plans.showPopup()

    def _chosen(self, place: int) -> None:
        if 0 <= place < len(self._periods):
            self.period_chosen.emit(self._periods[place])

    def _step(self, by: int) -> None:
        self._chosen(self.periods.currentIndex() + by)


def told_apart(names: Sequence[str]) -> list[str]:
    """The names without the longest words that all of them share, which tell none from another.

    深圳知识产权“十五五”规划 beside 深圳知识产权服务业工作措施 is “十五五”规划. Whole, where little would be left.
    """
    first = min(names, key=len, default="")
    pieces = (first[start:end] for start in range(len(first)) for end in range(start + 2, len(first) + 1))
    shared = max((piece for piece in pieces if all(piece in name for name in names)), key=len, default="")
    brief = [name.replace(shared, "", 1).strip() for name in names]
    if len(names) < 2 or len(set(brief)) < len(brief) or min(map(len, brief)) < 4:
        return list(names)
    return brief

"""One task of a unit at the right of the page: what it is, how it stands, what may be done, all that happened."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QPushButton, QScrollArea, QWidget

from ipdesk.domain.ledger.matter import ANSWERED, OPEN, Order
from ipdesk.domain.light import Basis
from ipdesk.services import taskwords
from ipdesk.services.measurewords import goal_words
from ipdesk.services.tasks import Moment, TaskLine
from ipdesk.text import formats, lightwords
from ipdesk.text.i18n import _, pgettext
from ipdesk.text.labels import label as name_of
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import button, clear, column, holder, label, row, rule

#: What may be done to a line, by name.
UPDATE, APPLY, ORDER, REPLY, CHECK, WITHDRAW, POSTPONE, CLOSE, RETURN, REOPEN, RATE, SAMPLE = (
    "update", "apply", "order", "reply", "check", "withdraw", "postpone", "close", "return", "reopen", "rate", "sample",
)  # fmt: skip

#: Buttons in a row.
_BESIDE = 3


class TaskDetail(QFrame):
    """Everything about the chosen line. `asked` says what a person wants to do, and to which order."""

    asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(_("The chosen task"))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = column(gap=theme.S, margins=(theme.L, theme.M, theme.L, theme.L))
        self.buttons: dict[str, QPushButton] = {}
        self.area.setWidget(holder(self._body, "body"))
        self.setLayout(column(self.area, gap=0, margins=(1, 1, 1, 1)))

    def show_line(
        self, line: TaskLine | None, moments: Sequence[Moment], names: dict[str, str], *, issuer: bool, own: bool
    ) -> None:
        """Show a line; `names` are the short names of units by code, `own` whether it is this unit's."""
        clear(self._body)
        self.buttons = {}
        if line is None:
            self._body.addWidget(label(_("Choose a task in the list."), "second"))
            self._body.addStretch(1)
            return
        self._body.addWidget(label(line.title or line.task, "section", wrap=True))
        if line.title:
            self._body.addWidget(label(line.task, "second", wrap=True))
        self._facts(line)
        self._acts(line, issuer=issuer, own=own)
        for order in line.matter.orders:
            self._order(order, issuer=issuer, own=own)
        self._told(line)
        self._history(moments)
        self._entries(line, names)
        self._body.addStretch(1)
        self.area.verticalScrollBar().setValue(0)

    def first(self) -> QWidget:
        """Where the keyboard goes first."""
        return next(iter(self.buttons.values()), self)

    # -- inner -----------------------------------------------------------------------------------------------------

    def _facts(self, line: TaskLine) -> None:
        role = taskwords.role_word(line.role)
        facts = [
            (_("Unit"), f"{line.unit.short}　{role}".strip()),
            (_("Goal of the year"), goal_words(line.measure) if line.measure else ""),
            (pgettext("task", "Deadline"), taskwords.deadline_words(line)),
            (_("Person"), line.measure.person if line.measure else ""),
            (_("Says itself"), taskwords.self_word(line) or _("nothing told yet")),
            (_("Status"), taskwords.city_word(line)),
            (_("Why"), _why(line)),
            (pgettext("task", "Completed"), taskwords.completion_words(line)),
            (_("Done of the whole"), taskwords.total_words(line)),
            (_("Waits"), taskwords.wait_words(line)),
        ]
        if not line.handed:
            facts.append((_("Handed down"), _("not yet")))
        if line.matter.disputed:
            facts.append((_("To be settled"), _("{n} decisions contradict each other; decide once more").format(
                n=len(line.matter.disputed))))  # fmt: skip
        self._body.addWidget(_form((name, value) for name, value in facts if value))

    def _acts(self, line: TaskLine, *, issuer: bool, own: bool) -> None:
        matter = line.matter
        acts: list[tuple[str, str]] = []
        if own:
            acts.append((UPDATE, _("Tell progress (&P)…")))
            if matter.closed is None and matter.applied is None and line.slot.kind != "target":
                acts.append((APPLY, _("Apply to close (&A)…")))
        if issuer:
            if matter.applied is not None:
                acts += [(CLOSE, _("Close (&C)…")), (RETURN, _("Return (&R)…"))]
            if not own:
                acts.append((ORDER, _("Supervise (&D)…")))
                acts.append((UPDATE, _("Enter progress…")))
                if matter.closed is None and matter.applied is None and line.slot.kind != "target":
                    acts.append((APPLY, _("Enter application…")))
            if matter.closed is None:
                if line.measure is not None:
                    acts.append((POSTPONE, _("Put off (&Y)…")))
                if matter.applied is None:
                    acts.append((CLOSE, _("Close (&C)…")))
            else:
                acts.append((REOPEN, _("Reopen (&O)…")))
            acts.append((RATE, _("Set the status (&Z)…")))
            acts.append((SAMPLE, _("Checked on site (&K)…")))
        made = []
        for name, words in acts:
            self.buttons[name] = button(words, self._asker(name, ""), kind="small")
            made.append(self.buttons[name])
        for start in range(0, len(made), _BESIDE):
            self._body.addLayout(row(*made[start : start + _BESIDE], None, gap=theme.S))

    def _order(self, order: Order, *, issuer: bool, own: bool) -> None:
        self._body.addWidget(rule())
        head = _("Order {number}: {state}").format(
            number=order.entry.fact("number"), state=taskwords.order_state(order)
        )
        self._body.addWidget(label(head, "strong", wrap=True))
        due = _("Asked on {day}, reply due {due}").format(day=order.entry.date, due=order.deadline)
        self._body.addWidget(label(due, "note", wrap=True))
        self._body.addWidget(label(order.entry.fact("text"), wrap=True, select=True))
        for reply in order.replies:
            said = _("Reply of {day}: {text}").format(day=reply.date or "—", text=taskwords.entry_text(reply))
            self._body.addWidget(label(said, "second", wrap=True, select=True))
        for check in order.checks:
            said = f"{check.date}　{taskwords.entry_words(check)}　{check.reason}"
            self._body.addWidget(label(said, "note", wrap=True, select=True))
        if own and order.state in (OPEN, ANSWERED):
            self._act(REPLY, _("Answer (&E)…"), order.entry.id)
        if issuer and order.state in (OPEN, ANSWERED):
            self._act(CHECK, _("Check (&X)…"), order.entry.id)
            if not own:
                self._act(REPLY, _("Enter the reply on behalf…"), order.entry.id)
            self._act(WITHDRAW, _("Withdraw the order…"), order.entry.id)

    def _act(self, name: str, words: str, about: str) -> None:
        made = button(words, self._asker(name, about), kind="small")
        self.buttons.setdefault(name, made)
        self._body.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)

    def _asker(self, name: str, about: str) -> Callable[[], None]:
        return lambda: self.asked.emit(name, about)

    def _told(self, line: TaskLine) -> None:
        told = line.newest
        if told is None:
            return
        self._body.addWidget(rule())
        head = _("Progress as of {day}").format(day=formats.date_text(told.day))
        self._body.addWidget(label(head, "strong", wrap=True))
        if told.text:
            self._body.addWidget(label(told.text, wrap=True, select=True))
        more = (
            (_("Problems"), told.problem),
            (_("Causes"), told.cause),
            (_("Next steps"), told.next),
            (_("To be coordinated"), told.coordinate),
            (_("Evidence"), _("、").join(told.evidence)),
        )
        if any(value for _name, value in more):
            self._body.addWidget(_form((name, value) for name, value in more if value))

    def _history(self, moments: Sequence[Moment]) -> None:
        if len(moments) < 2:
            return
        self._body.addWidget(rule())
        self._body.addWidget(label(_("History"), "strong"))
        for moment in reversed(moments):
            then, now = lightwords.light_text(moment.then.line), lightwords.light_text(moment.now.line)
            said = f"{formats.date_text(moment.told.day)}　{then}"
            if moment.told.state is not None:
                said += "　" + _("says itself {state}").format(state=name_of(moment.told.state))
            if then != now:
                said += "　" + _("now {light}").format(light=now)
            for mark in moment.marks:
                said += "　" + _("set to {word}").format(word=mark.fact("word"))
            self._body.addWidget(label(said, "second", wrap=True, select=True))

    def _entries(self, line: TaskLine, names: dict[str, str]) -> None:
        if not line.matter.entries:
            return
        self._body.addWidget(rule())
        self._body.addWidget(label(_("What was decided and told"), "strong"))
        for entry in reversed(line.matter.entries):
            who = f"{names.get(entry.maker, entry.maker)} {entry.officer}".strip()
            said = f"{entry.date or '—'}　{who}　{taskwords.entry_words(entry)}"
            self._body.addWidget(label(said, "second", wrap=True, select=True))
            text = taskwords.entry_text(entry)
            if text:
                self._body.addWidget(label(text, "note", wrap=True, select=True))


def _form(facts: Iterable[tuple[str, str]]) -> QWidget:
    """Names and values under one another."""
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(theme.M)
    form.setVerticalSpacing(theme.XS + 2)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
    for name, value in facts:
        what = label(name, "note")
        what.setAlignment(Qt.AlignmentFlag.AlignTop)
        form.addRow(what, label(value, wrap=True, select=True))
    made = QWidget()
    made.setLayout(form)
    return made


def _why(line: TaskLine) -> str:
    """By which line of the rule, or by whose word."""
    if line.matter.closed is not None:
        return ""
    if line.mark is not None:
        return _("set on {day}: {reason}").format(day=line.mark.date, reason=line.mark.reason)
    if line.lit.line is None:
        return ""
    value = ""
    if line.lit.value is not None:
        decimals = 1 if line.lit.line.basis in (Basis.GAP, Basis.PLANNED) else 0
        value = _(" (here {value})").format(value=formats.number(line.lit.value, decimals))
    return lightwords.condition(line.lit.line) + value

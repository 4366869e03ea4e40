"""The tasks of a form: state, progress, problems; then who filled the form, and the general explanation."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from ipdesk.domain.form import Answers, Form, Question, TaskProgress, TaskRow, TaskState
from ipdesk.services.fillacts import FOR_GOOD, NO_NEWS
from ipdesk.text.i18n import N_, _, ngettext
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import button, card, column, holder, label, row

_STATES: tuple[tuple[TaskState | None, str], ...] = (
    (None, N_("state not chosen")),
    (TaskState.DONE, N_("done")),
    (TaskState.ON_COURSE, N_("on course")),
    (TaskState.LAGGING, N_("lagging")),
    (TaskState.NOT_BEGUN, N_("not begun")),
    (TaskState.STANDING, N_("standing task")),
)


class TaskBox(QWidget):
    """One task with its three answers."""

    edited = Signal(str, object)  # task key, TaskProgress

    def __init__(self, task: TaskRow, last: TaskProgress | None = None, limit: int = 0) -> None:
        """`last` is what was told of the task in the period before, `limit` the most characters there is room for."""
        super().__init__()
        self._key = task.key
        self._last = last or TaskProgress()
        self._limit = limit
        title = f"{task.label} {task.title}".strip()
        look = theme.current()
        #: What other work of the unit is called; the plan's tasks have their title.
        self.title: QLineEdit | None = None
        self.state = QComboBox()
        self.state.addItems([_(words) for _state, words in _STATES])
        self.state.setAccessibleName(_("State of {task}").format(task=title))
        self.progress = _text(_("Progress in this period"), title)
        self.problem = _text(_("Problems and next steps"), title)
        head = row(label(title, "strong", wrap=not task.added), gap=theme.M)
        if task.added:
            self.title = QLineEdit()
            self.title.setPlaceholderText(_("Other work that the plan does not name: what it is called"))
            self.title.setAccessibleName(_("Name of {task}").format(task=title))
            self.title.editingFinished.connect(self._edited)
            head.addWidget(self.title, 1)
        else:
            head.setStretch(0, 1)
        head.addWidget(self.state)
        grid = QGridLayout()
        grid.setSpacing(theme.S)
        grid.addWidget(self.progress, 0, 0)
        grid.addWidget(self.problem, 0, 1)
        inner = column(gap=theme.S, margins=(theme.L, theme.M, theme.L, theme.M))
        inner.addLayout(head)
        if task.measure or task.deadline:
            due = _("Due: {deadline}").format(deadline=task.deadline) if task.deadline else ""
            words = [task.measure, due]
            inner.addWidget(label("　".join(word for word in words if word), "note", wrap=True))
        if self._last.progress:
            said = _("Last period: {text}").format(text=" ".join(self._last.progress.split()))
            inner.addWidget(label(said, "note", wrap=True, select=True))
        inner.addLayout(grid)
        self.count = label("", "note")
        self.go_on = button(_("Go on from last time"), self._go_on, kind="small")
        self.no_news = button(_("No news this period"), self._no_news, kind="small")
        self.for_good = button(_("Goes on for good"), self._for_good, kind="small")
        if not self._last.progress:  # to show what has no parent yet would open a window of its own
            self.go_on.hide()
        for part in (self.go_on, self.no_news, self.for_good):
            part.setAccessibleName(f"{title}: {part.text()}")
        inner.addLayout(row(self.count, None, self.go_on, self.no_news, self.for_good, gap=theme.S))
        outer = column(card(inner))
        self.setLayout(outer)
        self.progress.textChanged.connect(self._count)
        self._count()
        self.state.setMinimumWidth(look.px(140))
        self.state.activated.connect(lambda _index: self._edited())
        for box in (self.progress, self.problem):
            box.installEventFilter(self)

    def show_progress(self, answer: TaskProgress) -> None:
        self.state.setCurrentIndex(_place(answer.state))
        for box, text in ((self.progress, answer.progress), (self.problem, answer.problem)):
            if box.toPlainText() != text and not box.hasFocus():
                box.setPlainText(text)
        if self.title is not None and not self.title.hasFocus():
            self.title.setText(answer.title)

    def eventFilter(self, watched: object, event: object) -> bool:
        from PySide6.QtCore import QEvent

        if isinstance(event, QEvent) and event.type() is QEvent.Type.FocusOut:
            self._edited()
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def _count(self) -> None:
        """How much has been said, and how much there is room for."""
        length = len(self.progress.toPlainText().strip())
        over = bool(self._limit) and length > self._limit
        self.count.setText(
            _("{n} of {limit} characters").format(n=length, limit=self._limit)
            if self._limit
            else ngettext("{n} character", "{n} characters", length).format(n=length)
        )
        self.count.setProperty("role", "error" if over else "note")
        self.count.style().unpolish(self.count)
        self.count.style().polish(self.count)

    def _go_on(self) -> None:
        """What was said last, and the cursor behind it: what is new is added."""
        said = self.progress.toPlainText().strip() or self._last.progress
        self.progress.setPlainText(f"{said}\n")
        self.progress.moveCursor(QTextCursor.MoveOperation.End)
        self._keep_state(self._last.state)
        self.progress.setFocus()

    def _no_news(self) -> None:
        self.progress.setPlainText(NO_NEWS)
        self._keep_state(self._last.state)
        self._edited()

    def _for_good(self) -> None:
        if not self.progress.toPlainText().strip():
            self.progress.setPlainText(FOR_GOOD)
        self.state.setCurrentIndex(_place(TaskState.STANDING))
        self._edited()

    def _keep_state(self, state: TaskState | None) -> None:
        """The state of last time, where none has been chosen yet."""
        if self.state.currentIndex() == 0:
            self.state.setCurrentIndex(_place(state))

    def _edited(self) -> None:
        self.edited.emit(
            self._key,
            TaskProgress(
                _STATES[self.state.currentIndex()][0],
                self.progress.toPlainText().strip(),
                self.problem.toPlainText().strip(),
                self.title.text().strip() if self.title is not None else "",
            ),
        )


class QuestionBox(QWidget):
    """A question of the parent that belongs to no row of figures, and the reply to it."""

    replied = Signal(str, str)  # key of the question, text

    def __init__(self, key: str, text: str) -> None:
        super().__init__()
        self._key = key
        self.said = label(_("Question: {text}").format(text=text), "strong", wrap=True)
        self.reply = QLineEdit()
        self.reply.setPlaceholderText(_("The reply goes back with the form"))
        self.reply.setAccessibleName(_("Reply to “{question}”").format(question=text))
        self.reply.editingFinished.connect(lambda: self.replied.emit(self._key, self.reply.text().strip()))
        self.setLayout(column(self.said, self.reply, gap=theme.XS))

    def show_reply(self, text: str) -> None:
        if not self.reply.hasFocus():
            self.reply.setText(text)


class TasksView(QScrollArea):
    """All tasks of the form, one card each; above a task the questions put to it."""

    edited = Signal(str, object)
    replied = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self._boxes: dict[str, TaskBox] = {}
        self._questions: dict[tuple[str, str], QuestionBox] = {}
        self._last: Mapping[str, TaskProgress] = {}

    def show_tasks(self, form: Form, answers: Answers, last: Mapping[str, TaskProgress]) -> None:
        """`last` is what was told of each task in the period before."""
        keys = [task.key for task in form.tasks]
        asked = {(one.key, one.text): one for one in form.questions if one.row in keys}
        if list(self._boxes) != keys or list(self._questions) != list(asked) or self._last != last:
            self._last = last
            self._build(form, asked, last)
        for key, box in self._boxes.items():
            box.show_progress(answers.tasks.get(key, TaskProgress()))
        for (key, _text), question in self._questions.items():
            question.show_reply(answers.replies.get(key, ""))

    def _build(self, form: Form, asked: Mapping[tuple[str, str], Question], last: Mapping[str, TaskProgress]) -> None:
        self._boxes, self._questions = {}, {}
        shown: list[QWidget] = []
        for task in form.tasks:
            for place, question in asked.items():
                if question.row == task.key:
                    line = QuestionBox(question.key, question.text)
                    line.replied.connect(self.replied)
                    self._questions[place] = line
                    shown.append(line)
            box = TaskBox(task, last.get(task.key), form.text_limit)
            box.edited.connect(self.edited)
            self._boxes[task.key] = box
            shown.append(box)
        self._questions = {place: self._questions[place] for place in asked}
        layout = column(*shown, None, gap=theme.M, margins=(theme.L, theme.M, theme.L, theme.L))
        self.setWidget(holder(layout, "body"))

    def question(self, key: str) -> QuestionBox:
        return next(box for (name, _text), box in self._questions.items() if name == key)

    def box(self, key: str) -> TaskBox:
        return self._boxes[key]

    def go_to(self, key: str) -> None:
        """Show a task and put the cursor where its first answer is typed."""
        box = self._boxes.get(key)
        if box is not None:
            self.ensureWidgetVisible(box)
            (box.title or box.progress).setFocus()


class AboutView(QScrollArea):
    """The general explanation of the period, who filled the form, and the telephone."""

    edited = Signal(str, str, str)  # explanation, filled by, telephone
    replied = Signal(str, str)

    def __init__(self, evidence: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.question = QuestionBox("", "")
        self.question.replied.connect(self.replied)
        self.question.hide()
        self.explanation = QPlainTextEdit()
        self.explanation.setAccessibleName(_("General explanation"))
        self.explanation.setPlaceholderText(_("What stands out in this period, and why"))
        self.explanation.setTabChangesFocus(True)
        self.explanation.setMinimumHeight(theme.current().px(140))
        self._last = ""
        self.as_before = button(_("As last time"), self._as_before, kind="small")
        self.as_before.hide()
        self.filled_by = QLineEdit()
        self.phone = QLineEdit()
        grid = QGridLayout()
        grid.setSpacing(theme.M)
        for place, (words, field) in enumerate(((_("Filled by"), self.filled_by), (_("Telephone"), self.phone))):
            field.setAccessibleName(words)
            field.setFixedWidth(theme.current().px(280))
            caption = label(words)
            caption.setBuddy(field)
            grid.addWidget(caption, place, 0)
            grid.addWidget(field, place, 1)
            field.editingFinished.connect(self._edited)
        grid.setColumnStretch(2, 1)
        inner = column(self.question, label(_("General explanation"), "section"), self.explanation, gap=theme.S)
        inner.setContentsMargins(theme.L, theme.L, theme.L, theme.L)
        inner.addLayout(row(None, self.as_before))
        inner.addSpacing(theme.M)
        inner.addWidget(evidence)
        inner.addSpacing(theme.M)
        inner.addWidget(label(_("Who filled the form"), "section"))
        inner.addLayout(grid)
        frame = card(inner)
        frame.setMaximumWidth(theme.current().px(820))
        self.setWidget(holder(column(frame, None, margins=(theme.L, theme.M, theme.L, theme.L)), "body"))
        self.explanation.installEventFilter(self)

    def show_questions(self, form: Form, answers: Answers) -> None:
        """The questions about the whole form, above its explanation."""
        texts = [one.text for one in form.questions if not one.row]
        self.question.setVisible(bool(texts))
        self.question.said.setText(_("Question: {text}").format(text="\n".join(texts)))
        self.question.show_reply(answers.replies.get("", ""))

    def show_last(self, explanation: str) -> None:
        """Offers what was explained in the period before."""
        self._last = explanation
        self.as_before.setVisible(bool(explanation))
        self.as_before.setToolTip(explanation)

    def _as_before(self) -> None:
        said = self.explanation.toPlainText().strip()
        self.explanation.setPlainText("\n".join(part for part in (said, self._last) if part))
        self._edited()

    def show_answers(self, answers: Answers) -> None:
        if not self.explanation.hasFocus() and self.explanation.toPlainText() != answers.explanation:
            self.explanation.setPlainText(answers.explanation)
        if not self.filled_by.hasFocus():
            self.filled_by.setText(answers.filled_by)
        if not self.phone.hasFocus():
            self.phone.setText(answers.phone)

    def eventFilter(self, watched: object, event: object) -> bool:
        from PySide6.QtCore import QEvent

        if isinstance(event, QEvent) and event.type() is QEvent.Type.FocusOut:
            self._edited()
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def _edited(self) -> None:
        self.edited.emit(
            self.explanation.toPlainText().strip(), self.filled_by.text().strip(), self.phone.text().strip()
        )


def _place(wanted: TaskState | None) -> int:
    return next(place for place, (state, _words) in enumerate(_STATES) if state == wanted)


def _text(words: str, title: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setPlaceholderText(words)
    made.setAccessibleName(f"{title}: {words}")
    made.setTabChangesFocus(True)
    made.setFixedHeight(theme.current().px(64))
    return made

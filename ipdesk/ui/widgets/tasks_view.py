"""The tasks of a form: state, progress, problems; then who filled the form, and the general explanation."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from ipdesk.domain.form import Answers, Form, Question, TaskProgress, TaskRow, TaskState
from ipdesk.text.i18n import N_, _
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import card, column, holder, label, row

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

    def __init__(self, task: TaskRow) -> None:
        super().__init__()
        self._key = task.key
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
        inner.addLayout(grid)
        outer = column(card(inner))
        self.setLayout(outer)
        self.state.setMinimumWidth(look.px(140))
        self.state.activated.connect(lambda _index: self._edited())
        for box in (self.progress, self.problem):
            box.installEventFilter(self)

    def show_progress(self, answer: TaskProgress) -> None:
        self.state.setCurrentIndex(next(n for n, (state, _w) in enumerate(_STATES) if state == answer.state))
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

    def show_tasks(self, form: Form, answers: Answers) -> None:
        keys = [task.key for task in form.tasks]
        asked = {(one.key, one.text): one for one in form.questions if one.row in keys}
        if list(self._boxes) != keys or list(self._questions) != list(asked):
            self._build(form, asked)
        for key, box in self._boxes.items():
            box.show_progress(answers.tasks.get(key, TaskProgress()))
        for (key, _text), question in self._questions.items():
            question.show_reply(answers.replies.get(key, ""))

    def _build(self, form: Form, asked: Mapping[tuple[str, str], Question]) -> None:
        self._boxes, self._questions = {}, {}
        shown: list[QWidget] = []
        for task in form.tasks:
            for place, question in asked.items():
                if question.row == task.key:
                    line = QuestionBox(question.key, question.text)
                    line.replied.connect(self.replied)
                    self._questions[place] = line
                    shown.append(line)
            box = TaskBox(task)
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


def _text(words: str, title: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setPlaceholderText(words)
    made.setAccessibleName(f"{title}: {words}")
    made.setTabChangesFocus(True)
    made.setFixedHeight(theme.current().px(64))
    return made

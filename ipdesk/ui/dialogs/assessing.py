"""评估: begin one, say a word, decide on a proposed adjustment."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ipdesk.domain.ledger.assessment import About, Cause, CycleKind, Role, Word
from ipdesk.services.assessment import Said, SubjectLine
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import button, column, label, row


@dataclass(frozen=True, slots=True)
class Beginning:
    """What an evaluation is to be."""

    kind: CycleKind
    title: str
    units: tuple[str, ...]
    evaluator: str
    method: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word with its ground."""

    word: Word
    ground: str
    cause: str
    cause_kind: Cause | None
    adjustment: str
    proposed: Decimal | None


class BeginDialog(QDialog):
    """Kind, title, whether the districts' own targets are in it, and the third party."""

    def __init__(self, parent: QWidget | None, period: str, units: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Begin an evaluation"))
        self.setModal(True)
        self._units = tuple(code for code, _name in units)
        self.kind, self.scope = QComboBox(), QComboBox()
        for kind in CycleKind:
            self.kind.addItem(labels.label(kind), kind.value)
        self.scope.addItem(_("the whole region"))
        if units:
            self.scope.addItem(_("also the districts with targets of their own"))
        self.title, self.evaluator, self.method = QLineEdit(), QLineEdit(), QLineEdit()
        self.evaluator.setPlaceholderText(_("may be left out"))
        self.method.setPlaceholderText(_("may be left out"))
        self.title.setPlaceholderText(_("may be left out"))
        fields: tuple[tuple[str, QWidget], ...] = (
            (_("Kind"), self.kind), (_("Scope"), self.scope), (_("Title on paper"), self.title),
            (_("Third party"), self.evaluator), (_("Method"), self.method),
        )  # fmt: skip
        self.ok = button(_("Begin (&B)"), self.accept, kind="primary")
        self.ok.setDefault(True)
        self.setLayout(
            _laid_out(
                _("Evaluation of {period}").format(period=period),
                _("It stands on what is held now. Later corrections and amendments do not move it."),
                _grid(fields), button(_("Cancel"), self.reject), self.ok,
            )
        )  # fmt: skip

    def chosen(self) -> Beginning:
        return Beginning(
            CycleKind(self.kind.currentData()), self.title.text().strip(),
            self._units if self.scope.currentIndex() == 1 else (), self.evaluator.text().strip(),
            self.method.text().strip(),
        )  # fmt: skip


class WordDialog(QDialog):
    """The word (suggested, to be decided), its ground, the cause, what is proposed."""

    def __init__(self, parent: QWidget | None, line: SubjectLine, before: Said | None, *, third: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(labels.label(Role.THIRD if third else Role.SELF))
        self.setModal(True)
        self.word, self.cause_kind = QComboBox(), QComboBox()
        for word in Word:
            self.word.addItem(labels.label(word), word.value)
        self.cause_kind.addItem(formats.NOTHING, "")
        for cause in Cause:
            self.cause_kind.addItem(labels.label(cause), cause.value)
        self.ground, self.cause, self.adjustment = QPlainTextEdit(), QPlainTextEdit(), QLineEdit()
        for text in (self.ground, self.cause):
            text.setTabChangesFocus(True)
            text.setFixedHeight(theme.current().px(64))
        self.proposed = QLineEdit()
        self.proposed.setPlaceholderText(_("a figure, only where the target is to be changed"))
        target = line.verdict.judgement.target if line.verdict else None
        fields: list[tuple[str, QWidget]] = [
            (_("Word"), self.word), (_("Ground"), self.ground), (_("Cause"), self.cause),
            (_("Kind of cause"), self.cause_kind), (_("Proposed"), self.adjustment),
        ]  # fmt: skip
        if line.about is About.TARGET and target is not None:
            fields.append((_("Value proposed ({unit})").format(unit=target.unit), self.proposed))
        note = _("The rating gives no word to go by.")
        if line.suggested is not None:
            note = _("The rating suggests “{word}”; you decide.").format(word=labels.label(line.suggested))
            self.word.setCurrentIndex(list(Word).index(line.suggested))
        if before is not None:
            self._fill(before)
        self.ok = button(_("Keep (&S)"), self.accept, kind="primary")
        self.ok.setEnabled(False)
        for changed in (self.ground.textChanged, self.proposed.textChanged):
            changed.connect(self._look)
        self.setLayout(
            _laid_out(f"{line.unit_short}　{line.name}", note, _grid(fields), button(_("Cancel"), self.reject), self.ok)
        )
        self._look()

    def spoken(self) -> Spoken:
        kind = str(self.cause_kind.currentData())
        return Spoken(
            Word(self.word.currentData()), self.ground.toPlainText().strip(), self.cause.toPlainText().strip(),
            Cause(kind) if kind else None, self.adjustment.text().strip(), self._figure(),
        )  # fmt: skip

    def _fill(self, before: Said) -> None:
        told = before.assessment
        if before.word is not None:
            self.word.setCurrentIndex(list(Word).index(before.word))
        self.ground.setPlainText(told.ground)
        self.cause.setPlainText(told.cause)
        self.cause_kind.setCurrentIndex(max(self.cause_kind.findData(told.cause_kind), 0))
        self.adjustment.setText(told.adjustment)
        self.proposed.setText("" if told.proposed is None else format(told.proposed, "f"))

    def _figure(self) -> Decimal | None:
        text = self.proposed.text().replace(",", "").replace("，", "").strip()
        try:
            figure = Decimal(text) if text else None
        except InvalidOperation:
            return None
        return figure if figure is None or figure.is_finite() else None

    def _look(self) -> None:
        sound = not self.proposed.text().strip() or self._figure() is not None
        self.ok.setEnabled(bool(self.ground.toPlainText().strip()) and sound)


class DecideDialog(QDialog):
    """The issuer follows a proposed value, with the approval's document, or does not, with the reason."""

    def __init__(self, parent: QWidget | None, line: SubjectLine, said: Said) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Proposed adjustment"))
        self.setModal(True)
        self.declined = False
        unit = line.verdict.judgement.target.unit if line.verdict else ""
        target = line.verdict.judgement.target if line.verdict else None
        now = formats.target_text(target) if target else ""
        self.basis = QLineEdit()
        self.basis.setPlaceholderText(_("document and date of the approval, or why it is not followed"))
        self.follow = button(_("Approve (&A)"), self.accept, kind="primary")
        self.refuse = button(_("Do not follow (&N)"), self._decline)
        for act in (self.follow, self.refuse):
            act.setEnabled(False)
        self.basis.textChanged.connect(self._look)
        outer = _laid_out(
            line.name,
            _("{now}, proposed {value}. An approved value becomes a new version; what was judged before keeps its own.")
            .format(now=now, value=formats.quantity(said.assessment.proposed, unit)),
            _grid(((_("Ground"), self.basis),)), button(_("Cancel"), self.reject), self.refuse, self.follow,
        )  # fmt: skip
        self.setLayout(outer)

    def words(self) -> str:
        return self.basis.text().strip()

    def _decline(self) -> None:
        self.declined = True
        self.accept()

    def _look(self) -> None:
        for act in (self.follow, self.refuse):
            act.setEnabled(bool(self.words()))


def _grid(fields: Sequence[tuple[str, QWidget]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.M)
    grid.setVerticalSpacing(theme.S)
    for number, (name, field) in enumerate(fields):
        caption = label(name)
        caption.setBuddy(field)
        field.setAccessibleName(name)
        field.setMinimumWidth(theme.current().px(360))
        grid.addWidget(caption, number, 0)
        grid.addWidget(field, number, 1)
    return grid


def _laid_out(title: str, note: str, grid: QGridLayout, *buttons: QWidget) -> QVBoxLayout:
    said = label(note, "note", wrap=True)
    said.setMinimumWidth(theme.current().px(440))
    outer = column(label(title, "section"), said, gap=theme.S, margins=(theme.XL, theme.XL, theme.XL, theme.L))
    outer.addSpacing(theme.S)
    outer.addLayout(grid)
    outer.addSpacing(theme.L)
    outer.addLayout(row(None, *buttons))
    return outer

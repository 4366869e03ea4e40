"""The answer below the search box: one figure with all that must be known before it is said on the telephone."""

from PySide6.QtWidgets import QFormLayout, QFrame, QWidget

from ipdesk.services.answer import Answer
from ipdesk.text import formats, labels, quoting
from ipdesk.text.i18n import _
from ipdesk.text.register import occasion_text
from ipdesk.ui import theme
from ipdesk.ui.widgets.marks import Mark
from ipdesk.ui.widgets.parts import Elided, column, label, row, rule

#: Who was told before: so many are named.
_MOST_TOLD = 3


class AnswerCard(QFrame):
    """Value and whether it may be quoted above, the facts below, the ready sentence last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answer: Answer | None = None
        self.value = label("", "figure")
        self.name = Elided("", "strong")
        self._yes, self._no = Mark("ok"), Mark("stop")
        self.quotable = label("", "strong", wrap=True)
        self.facts = QFormLayout()
        self.facts.setHorizontalSpacing(theme.M)
        self.facts.setVerticalSpacing(theme.XS)
        self.facts.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.sentence = label("", wrap=True)
        self.hint = label(_("Ctrl+C copies the sentence and enters the call; Enter shows where it comes from."), "note")
        first = row(self.name, self.value, gap=theme.M)
        first.setStretch(0, 1)
        second = row(self._yes, self._no, self.quotable, gap=theme.S)
        second.setStretch(2, 1)
        layout = column(gap=theme.S, margins=(theme.M, theme.S, theme.M, theme.S))
        layout.addLayout(first)
        layout.addLayout(second)
        layout.addLayout(self.facts)
        layout.addWidget(rule())
        layout.addWidget(self.sentence)
        layout.addWidget(self.hint)
        self.setLayout(layout)

    def show_answer(self, said: Answer | None) -> None:
        """Show an answer; None hides the card."""
        self.answer = said
        self.setVisible(said is not None)
        if said is None:
            return
        self.name.setText(f"{said.unit_short}　{said.found.figure.name}")
        self.value.setText(said.value or formats.NOTHING)
        self._yes.setVisible(said.quotable.yes)
        self._no.setVisible(not said.quotable.yes)
        self.quotable.setText(said.quotable_text)
        while self.facts.rowCount():
            self.facts.removeRow(0)
        for name, text in facts_of(said):
            head, words = label(name, "note"), label(text, wrap=True)
            self.facts.addRow(head, words)
            head.show()  # polishes them; and a layout counts no height for what is only about to be shown
            words.show()
        self.sentence.setText(said.sentence)
        for part in (self.sentence, self.hint):
            part.setVisible(bool(said.sentence))

    def fit(self, width: int) -> None:
        """As high as its texts ask for at a width."""
        for part in (self.name, self.value, self.quotable, self.sentence, self.hint):
            part.ensurePolished()  # a label knows its font only then
        self.setFixedWidth(width)
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
            self.setFixedHeight(layout.heightForWidth(width))
            layout.activate()


def facts_of(said: Answer) -> list[tuple[str, str]]:
    """Name and text of what is known of a figure; what there is nothing to say of is left out."""
    told = [
        _("{day} {whom} ({occasion}): {figure}").format(
            day=one.entry.at[:10], whom=one.recipient or formats.NOTHING, occasion=occasion_text(one.entry.occasion),
            figure=formats.quantity(one.entry.quantity, one.entry.measure, one.entry.decimals),
        )
        for one in said.told[:_MOST_TOLD]
    ]  # fmt: skip
    pairs = [
        (_("Time"), said.when),
        (_("Status"), quoting.standing_text(said.standing)),
        (_("Coverage"), formats.coverage_sentence(said.coverage) if said.coverage else ""),
        (_("Definition"), said.definition),
        (_("Plan"), labels.label(said.plan_status)),
        (_("Told before"), "\n".join(told)),
    ]
    return [(name, text) for name, text in pairs if text]

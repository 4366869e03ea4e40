"""The text of a plan's document, every figure of a target marked in it: underlined and bold, so paper shows it too."""

from collections.abc import Iterable, Mapping

from PySide6.QtGui import QColor, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from ipdesk.services.plandocument import Found, PlanDocument
from ipdesk.text.i18n import _
from ipdesk.ui import theme


class PlanText(QTextEdit):
    """The whole text, to be read on from where one is; the place of what is chosen is coloured and in view."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plantext")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(_("Text of the plan"))
        self._text = ""
        self._marked: tuple[tuple[int, int], ...] = ()
        self._places: tuple[int, ...] | None = None

    def show_document(self, document: PlanDocument) -> None:
        """Show a document with the figures of its targets marked; nothing happens where it is shown already."""
        marks = tuple(sorted({_span(found) for found in document.targets.values() if found.number}))
        if (document.text, marks) == (self._text, self._marked):
            return
        self._text, self._marked = document.text, marks
        # Qt counts in UTF-16: beyond the basic plane a character has two places there.
        self._places = _utf16(document.text)
        self.setPlainText(document.text)
        lines = QTextBlockFormat()
        lines.setLineHeight(150.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        lines.setBottomMargin(theme.XS)
        everything = QTextCursor(self.document())
        everything.select(QTextCursor.SelectionType.Document)
        everything.mergeBlockFormat(lines)
        look = QTextCharFormat()
        look.setFontWeight(700)
        look.setFontUnderline(True)
        for start, end in marks:
            self._cursor(start, end).mergeCharFormat(look)

    def show_place(self, found: Found | None, others: Iterable[Found] = ()) -> None:
        """Colour the place of a target and bring it into view; `others` are the figures of the same clause."""
        palette = theme.current().palette
        selections = []
        for other in others:
            if other.number is not None:
                selections.append(self._selection(other.number.start, other.number.end, palette.selection))
        if found is not None:
            selections.append(self._selection(found.place.start, found.place.end, palette.selection))
            if found.number is not None:
                number = self._selection(found.number.start, found.number.end, palette.accent)
                number.format.setForeground(QColor(palette.on_rating))  # type: ignore[attr-defined]
                selections.append(number)
            # A row of a table may run over many lines: the figure is what has to be seen.
            self._bring(found.number.start if found.number is not None else found.place.start)
        self.setExtraSelections(selections)

    def show_from(self, start: int) -> None:
        """Bring a place into view at the top, with nothing chosen."""
        self._bring(start, top=True)

    def marks(self) -> Mapping[str, tuple[int, int]]:
        """What is marked, by its words: for tests and for reading aloud."""
        return {self._text[start:end]: (start, end) for start, end in self._marked}

    def _selection(self, start: int, end: int, colour: str) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        selection.cursor = self._cursor(start, end)  # type: ignore[attr-defined]
        selection.format.setBackground(QColor(colour))  # type: ignore[attr-defined]
        return selection

    def _bring(self, start: int, *, top: bool = False) -> None:
        self.setTextCursor(self._cursor(start, start))
        bar = self.verticalScrollBar()
        line = self.cursorRect().top() + bar.value()
        bar.setValue(line - (theme.S if top else self.viewport().height() * 2 // 5))

    def _cursor(self, start: int, end: int) -> QTextCursor:
        places = self._places
        first, last = (places[start], places[end]) if places else (start, end)
        cursor = QTextCursor(self.document())
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        return cursor


def _span(found: Found) -> tuple[int, int]:
    assert found.number is not None
    return found.number.start, found.number.end


def _utf16(text: str) -> tuple[int, ...] | None:
    """Where each character begins when counted in UTF-16, and the end; None where that is the same as counting."""
    if all(ord(char) < 0x10000 for char in text):
        return None
    places = [0]
    for char in text:
        places.append(places[-1] + (2 if ord(char) > 0xFFFF else 1))
    return tuple(places)

"""What is cut, what covers what, and what is said in the wrong language: measured on the widgets of a window."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QSplitterHandle,
    QTabBar,
    QTableView,
    QTreeWidget,
    QWidget,
)

from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import Elided
from ipdesk.ui.widgets.unit_wall import UnitCell

#: Latin words that a Chinese page may hold: names of programs, files and keys, and abbreviations of the plan itself.
ALLOWED = frozenset(
    """ipdesk PDF Word Excel WPS xlsx English A GDP PCT NCAC TISC AI
    Ctrl Alt F Enter PgUp PgDown Tab Delete Esc C V Z Y K D E P B O T X W S L I H Q R Y""".split()  # noqa: SIM905 - a list to read
)


def visible(window: QWidget) -> Iterator[QWidget]:
    """The window's widgets that can be seen, or scrolled to."""
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.window() is window:
            yield widget


def cut_texts(window: QWidget) -> list[str]:
    """Texts that do not fit their widget and have no tooltip with the whole."""
    found = []
    for widget in visible(window):
        if isinstance(widget, QLabel) and widget.text():
            found += _label(widget)
        elif isinstance(widget, QAbstractButton) and widget.text():
            wanted = QFontMetrics(widget.font()).horizontalAdvance(widget.text().replace("&", ""))
            wanted += theme.current().px(34) if isinstance(widget, UnitCell) else 0
            if wanted > widget.width() or QFontMetrics(widget.font()).height() > widget.height():
                found.append(f"button {widget.text()!r}: {wanted} in {widget.size().toTuple()}")
        elif isinstance(widget, QComboBox):
            wanted = QFontMetrics(widget.font()).horizontalAdvance(widget.currentText())
            if wanted + 32 > widget.width() or widget.sizeHint().height() > widget.height():
                found.append(f"choice {widget.currentText()!r}: {wanted} in {widget.size().toTuple()}")
        elif isinstance(widget, QLineEdit) and (widget.placeholderText() or widget.isReadOnly()):
            wanted = QFontMetrics(widget.font()).horizontalAdvance(widget.placeholderText())
            if not widget.text() and wanted > widget.width() - 16:
                found.append(f"hint {widget.placeholderText()!r}: {wanted} in {widget.width()}")
        elif isinstance(widget, QTabBar):
            if widget.sizeHint().width() > widget.width() or widget.sizeHint().height() > widget.height() + 2:
                found.append(f"tabs: {widget.sizeHint().toTuple()} in {widget.size().toTuple()}")
        elif isinstance(widget, QTableView):
            found += _table(widget)
    return found


def _label(widget: QLabel) -> list[str]:
    rect = widget.contentsRect()
    metrics = widget.fontMetrics()
    if isinstance(widget, Elided):
        fits = metrics.horizontalAdvance(widget.text()) <= rect.width() or widget.toolTip() == widget.text()
        return [] if fits and metrics.height() <= widget.height() else [f"elided {widget.text()!r} in {rect}"]
    if widget.wordWrap():
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        needed = metrics.boundingRect(QRect(0, 0, rect.width(), 10_000), flags, widget.text())
        tall = needed.height() > rect.height() + 1
        return [f"label {widget.text()!r}: {needed.height()} in {rect}"] if tall else []
    wide = metrics.horizontalAdvance(widget.text()) > rect.width() + 1
    tall = metrics.height() > rect.height() + 1
    return [f"label {widget.text()!r}: {metrics.horizontalAdvance(widget.text())} in {rect}"] if wide or tall else []


def _head_fits(head: QHeaderView, metrics: QFontMetrics, words: str, width: int) -> bool:
    """On one line, or on as many as a head that breaks its lines has room for."""
    wrap = int(Qt.TextFlag.TextWordWrap)
    if not int(head.defaultAlignment()) & wrap:
        return metrics.horizontalAdvance(words) + 16 <= width
    needed = metrics.boundingRect(QRect(0, 0, width - 16, 10_000), wrap, words)
    return needed.width() <= width and needed.height() <= head.height()


def _table(view: QTableView) -> list[str]:
    found = []
    head, model = view.horizontalHeader(), view.model()
    small = QFontMetrics(theme.current().font(theme.NOTE))  # the sheet sets heads in it
    total = 0
    for column in range(model.columnCount()):
        if view.isColumnHidden(column):
            continue
        total += view.columnWidth(column)
        words = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        if head.isVisible() and not _head_fits(head, small, words, view.columnWidth(column)):
            found.append(f"head {words!r} in {view.columnWidth(column)}")
        for row in range(min(model.rowCount(), 60)):
            index = model.index(row, column)
            text = str(index.data() or "")
            wide = view.fontMetrics().horizontalAdvance(text) + 16 > view.columnWidth(column)
            if wide and text not in str(index.data(Qt.ItemDataRole.ToolTipRole) or ""):
                found.append(f"cell {text!r} in {view.columnWidth(column)}")
    # A grid that is wider than any window says so, and has a scroll bar.
    if total > view.viewport().width() + 1 and model.rowCount() and not view.property("scrolls"):
        found.append(f"table {view.accessibleName()!r}: {total} in {view.viewport().width()}")
    return found


def overlaps(window: QWidget) -> list[str]:
    """Brothers and sisters that cover one another, and children that stand out of their parent."""
    found = []
    for parent in [window, *visible(window)]:
        if isinstance(parent, QAbstractItemView | QTreeWidget | QComboBox | QLineEdit | QPlainTextEdit):
            continue
        children = [
            child
            for child in parent.children()
            if isinstance(child, QWidget)
            and child.isVisible()
            and not child.isWindow()
            and not isinstance(child, QScrollBar | QSplitterHandle)
        ]
        inside = not isinstance(parent.parentWidget(), QAbstractScrollArea)
        for number, child in enumerate(children):
            if inside and not parent.rect().adjusted(-1, -1, 1, 1).contains(child.geometry()):
                found.append(f"{_name(child)} {child.geometry()} stands out of {_name(parent)} {parent.rect()}")
            for other in children[number + 1 :]:
                if child.geometry().intersects(other.geometry()):
                    found.append(f"{_name(child)} {child.geometry()} covers {_name(other)} {other.geometry()}")
    return found


#: Fingerprints, codes and short ids, cells, file names: said by nobody, so in no language.
_CODES = re.compile(r"[A-Z2-7]{5}(?:-[A-Z2-7]{5}){3}|[A-Z2-7]{7,8}|\S+![A-Z]+\d+|\S*[/\\.]\S*")


def foreign_words(window: QWidget) -> list[str]:
    """Latin words on a Chinese page that are no allowed names."""
    found = []
    for widget in visible(window):
        for text in _texts(widget):
            words = re.findall(r"[A-Za-z]+", _CODES.sub(" ", text))
            found += [f"{word!r} in {text!r}" for word in words if word not in ALLOWED]
    return found


def _texts(widget: QWidget) -> Iterator[str]:
    yield widget.accessibleName()
    yield widget.toolTip()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(number) for number in range(widget.count()))
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(number) for number in range(widget.count()))
    if isinstance(widget, QTableView):
        model = widget.model()
        for column in range(model.columnCount()):
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            for row in range(model.rowCount()):
                yield str(model.index(row, column).data() or "")


def twice_used_mnemonics(window: QWidget) -> list[str]:
    """Letters that two visible controls answer to."""
    seen: dict[str, str] = {}
    found = []
    for widget in visible(window):
        if not isinstance(widget, QLabel | QAbstractButton):
            continue
        match = re.search(r"&(\w)", widget.text())
        if match:
            letter = match[1].upper()
            if letter in seen:
                found.append(f"{letter}: {seen[letter]!r} and {widget.text()!r}")
            seen[letter] = widget.text()
    return found


def nameless(window: QWidget) -> list[str]:
    """Controls that a screen reader could not name."""
    kinds = (QAbstractButton, QComboBox, QPlainTextEdit, QAbstractItemView)
    return [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in visible(window)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and isinstance(widget, (*kinds, QLineEdit))
        and not widget.accessibleName()
        and not getattr(widget, "text", lambda: "")()
    ]


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    said = text() if callable(text) else ""
    return f"{type(widget).__name__}({widget.objectName() or said!r})"

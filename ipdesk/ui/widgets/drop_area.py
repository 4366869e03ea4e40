"""Where files are dropped. Folders too: what is inside is found by the services."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from ipdesk.text.i18n import _
from ipdesk.ui import icons, theme
from ipdesk.ui.widgets.parts import button, label, row


class DropArea(QWidget):
    """A plate with a dashed line; the buttons beside it do the same for who does not drag."""

    dropped = Signal(list)  # of Path
    files_asked = Signal()
    folder_asked = Signal()

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.setObjectName("drop")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.setAccessibleName(sentence)
        side = theme.current().px(24)
        picture = label("")
        picture.setPixmap(icons.icon("inbox", theme.current().palette.accent).pixmap(side, side))
        self.files = button(_("Choose files (&O)…"), self.files_asked.emit)
        self.folder = button(_("Choose a folder…"), self.folder_asked.emit)
        words = label(sentence, "second", wrap=True)
        line = row(picture, words, self.files, self.folder, gap=theme.M)
        line.setStretch(1, 1)
        line.setContentsMargins(theme.L, theme.M, theme.M, theme.M)
        self.setLayout(line)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_of(event.mimeData()):
            event.acceptProposedAction()
            self._over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._over(False)
        paths = paths_of(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(list(paths))

    def _over(self, over: bool) -> None:
        self.setProperty("over", over)
        self.style().unpolish(self)
        self.style().polish(self)


def paths_of(mime: QMimeData) -> Sequence[Path]:
    """The files and folders on this PC that something dragged stands for."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]

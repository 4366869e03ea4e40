"""One sentence under the head: what was done, or what could not be done and why. It stays until the next one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.session import Notice
from ipdesk.ui.widgets.marks import Mark
from ipdesk.ui.widgets.parts import label, row, tool

_MARKS = {"trouble": "stop", "done": "ok", "note": "info"}


class NoticeBar(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.mark = Mark("info")
        self.sentence = label("", wrap=True, select=True)
        line = row(self.mark, self.sentence, tool("close", _("Close this note"), self.hide), gap=theme.M)
        line.setStretch(1, 1)
        line.setContentsMargins(theme.L, theme.XS, theme.M, theme.XS)
        self.setLayout(line)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        self.setProperty("kind", notice.kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.mark.show_mark(_MARKS[notice.kind])
        self.sentence.setText(notice.text)
        self.setAccessibleName(notice.text)
        self.show()

"""Before a backup takes the place of the data file: what it holds, what comes along, and the question."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from ipdesk.text.i18n import _


def backup_chosen(parent: QWidget, folder: Path) -> Path | None:
    """The backup that the person chooses, None when he thinks better of it."""
    file, _kind = QFileDialog.getOpenFileName(parent, _("The backup"), str(folder), "ipdesk (*.ipdesk);;* (*)")
    return Path(file) if file else None


def agreed(parent: QWidget, lines: Sequence[str]) -> bool:
    """Whether the backup is to take the place, once the person has read what that means."""
    words = "\n\n".join((*lines, _("Put the backup in the place of the data file?")))
    answer = QMessageBox.question(parent, _("Restore from a backup"), words)
    return answer == QMessageBox.StandardButton.Yes

"""PySide6 6.12 frees `None` on Python 3.11: the pair refuses to start, and the pinned pair is shown not to do it."""

import sys

import pytest
from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ipdesk.paint.qtguard import Version, parse_version, refusal


@pytest.mark.parametrize(
    ("python", "pyside", "code"),
    [
        ((3, 11, 7), (6, 8, 3), None),
        ((3, 11, 7), (6, 7, 3), None),
        ((3, 11, 7), (6, 11, 3), None),
        ((3, 11, 7), (6, 12, 0), "qt_unsafe_with_python"),
        ((3, 11, 0), (6, 13), "qt_unsafe_with_python"),
        ((3, 12, 0), (6, 12, 0), None),
        ((3, 13, 0), (6, 12, 0), None),
    ],
)
def test_which_pairs_are_refused(python: Version, pyside: Version, code: str | None) -> None:
    assert refusal(python=python, pyside=pyside) == code


@pytest.mark.parametrize(
    ("text", "version"),
    [("6.8.3", (6, 8, 3)), ("6.12.0a1", (6, 12, 0)), ("6.12", (6, 12)), ("6.9.dev1", (6, 9)), ("", ())],
)
def test_parse_version(text: str, version: Version) -> None:
    assert parse_version(text) == version


def test_the_installed_pair_is_one_that_may_start() -> None:
    assert refusal(python=sys.version_info[:3], pyside=parse_version(pyside_version)) is None


class Silent(QAbstractTableModel):
    """A model whose every answer is None, the call on which the bad version loses a reference."""

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 1

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> None:
        return None


class Sender(QObject):
    """Emits to a slot that does nothing: there the bad version loses a reference to True."""

    sent = Signal()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="from 3.12 on None is never freed: there is nothing to count")
def test_calls_from_qt_keep_the_references() -> None:
    """6.12.0 loses exactly one reference a call, so the counts below would fall by a hundred each."""
    model, sender = Silent(), Sender()
    corner = model.index(0, 0)
    sender.sent.connect(lambda: None)

    def call() -> None:
        for _ in range(100):
            corner.data()
            sender.sent.emit()

    call()
    before = sys.getrefcount(None), sys.getrefcount(True)
    call()
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert [then - now < 50 for then, now in zip(before, after, strict=True)] == [True, True]

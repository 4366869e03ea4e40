"""Starting the window: what has to be true before Qt starts, the look, the language, and the windows themselves."""

import os
import sys
from datetime import date
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QObject, QPoint, Qt, QTranslator
from PySide6.QtGui import QFontDatabase, QImage, QPainter
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from ipdesk.domain.errors import EnvironmentTrouble, IpdeskError
from ipdesk.domain.ledger.package import LedgerKey
from ipdesk.paint import fonts, qtguard
from ipdesk.services import participation, settings
from ipdesk.services import restore as restoring
from ipdesk.services.restorewords import sentences
from ipdesk.services.workspace import Workspace, open_workspace
from ipdesk.text import i18n, messages
from ipdesk.ui import crash, inputmethod, recent, theme
from ipdesk.ui.main_window import MainWindow
from ipdesk.ui.session import Session

_TRANSLATIONS = ("qtbase_zh_CN",)


class Desk(QObject):
    """Owns the window that is open: the first start, then a workspace's window; and turns one into the other."""

    def __init__(self, app: QApplication, *, today: date, by: str) -> None:
        super().__init__()
        self._app = app
        self._today = today
        self._by = by
        self._translators: list[QTranslator] = []
        self.window: QWidget | None = None
        self.session: Session | None = None

    def start(self, data: Path | None, plan: str = "") -> None:
        """Open the data file that was named or used last; without one, the first start."""
        path = data or recent.last()
        if path is not None and path.exists():
            self.open(path, plan=plan)
        else:
            self.ask(data)

    def ask(self, data: Path | None = None) -> None:
        """The first start."""
        from ipdesk.ui.first_start import FirstStart

        page = FirstStart(today=self._today, by=self._by, data=data)
        page.setWindowTitle("ipdesk")
        page.resize(theme.current().px(1000), 720)
        page.ready.connect(self.open)
        self._turn_to(page)

    def open(self, path: Path, files: list[Path] | None = None, *, plan: str = "") -> None:
        """Open a workspace, on one of its plans where one is named; `files` are received at once."""
        try:
            workspace = open_workspace(path, plan)
        except IpdeskError as error:
            self.tell(messages.error_sentence(error))
            if self.window is None:
                self.ask()
            return
        recent.remember(path)
        window = self._window_of(workspace)
        if files:
            window.go("exchange")
            from ipdesk.ui.pages.exchange import ExchangePage

            page = window.pages["exchange"]
            assert isinstance(page, ExchangePage)
            page.receive(files)

    def restyle(self, language: str, dark: bool, percent: int) -> None:
        """Another language or look: the window is built anew, on the same place."""
        window, session = self.window, self.session
        if not isinstance(window, MainWindow) or session is None:
            return
        window.save_place()
        workspace = session.workspace
        settings.put(workspace, "language", language)
        settings.put(workspace, "theme", "dark" if dark else "light")
        self._set_look(language, dark=dark, percent=percent)
        self._window_of(workspace, styled=True)

    def turn(self, ledger: LedgerKey, page: str = "", reference: str = "") -> None:
        """Another plan of the same data file: the window is built anew for it."""
        window, session = self.window, self.session
        if not isinstance(window, MainWindow) or session is None:
            return
        window.runner.stop()
        window.save_place()
        try:
            view = participation.turn_to(session.workspace, ledger).value
        except IpdeskError as error:
            self.tell(messages.error_sentence(error))
            return
        place = window.page.name
        window = self._window_of(view, styled=True)
        window.go(page or place, reference)

    def restore(self, backup: Path) -> None:
        """A backup in the place of the open data file: the window closes it, and opens what stands there then."""
        window, session = self.window, self.session
        if not isinstance(window, MainWindow) or session is None:
            return
        focused = window.focusWidget()
        if focused is not None:
            focused.clearFocus()  # a field that is being typed in keeps what it holds
        window.runner.stop()
        window.save_place()
        path, place = session.workspace.path, window.page.name
        session.workspace.close()
        self.session = None
        try:
            said, kind = " ".join(sentences(restoring.restore(path, backup, today=self._today))), "done"
        except IpdeskError as error:
            said, kind = messages.error_sentence(error), "trouble"
        self.open(path)
        self._go_on(path, place, said, kind)

    def _go_on(self, path: Path, place: str, said: str, kind: str) -> None:
        """The same page of the window opened anew, with a sentence; the first start where nothing could be opened."""
        if self.session is None or not isinstance(self.window, MainWindow):
            self.ask(path)
            return
        self.window.go(place)
        self.session.tell(said, kind)

    def tell(self, sentence: str) -> None:
        """One sentence: in the window's strip, or in a box while there is no window."""
        if self.session is not None and isinstance(self.window, MainWindow):
            self.session.tell(sentence, "trouble")
        else:
            box = QMessageBox(QMessageBox.Icon.Warning, "ipdesk", sentence)
            box.exec()

    def close(self) -> None:
        """Close window and workspace."""
        if self.window is not None:
            self.window.close()
        if self.session is not None:
            self.session.workspace.close()
            self.session = None

    def _window_of(self, workspace: Workspace, *, styled: bool = False) -> MainWindow:
        if not styled:
            from ipdesk.ui.main_window import read_setting

            percent = read_setting(settings.get(workspace, "window")).get("percent", 100)
            language = os.environ.get("IPDESK_LANG") or settings.get(workspace, "language")
            self._set_look(
                language,
                dark=settings.get(workspace, "theme") == "dark",
                percent=percent if isinstance(percent, int) and percent in theme.SCALES else 100,
            )
        self.session = Session(workspace, today=self._today, by=self._by)
        window = MainWindow(self.session)
        window.look_changed.connect(self.restyle)
        self.session.plan_asked.connect(self.turn, Qt.ConnectionType.QueuedConnection)
        self.session.restore_asked.connect(self.restore, Qt.ConnectionType.QueuedConnection)
        self._turn_to(window)
        return window

    def _turn_to(self, window: QWidget) -> None:
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.hide()
            before.deleteLater()

    def _set_look(self, language: str, *, dark: bool, percent: int) -> None:
        i18n.use_language(language if language in i18n.LANGUAGES else i18n.DEFAULT)
        self.translate_qt()
        theme.apply(self._app, dark=dark, percent=percent)

    def translate_qt(self) -> None:
        """Qt's own buttons and dialogs in the language in use."""
        for old in self._translators:
            self._app.removeTranslator(old)
        self._translators = []
        if i18n.language() != "zh_CN":
            return
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for name in _TRANSLATIONS:
            translator = QTranslator(self._app)
            if translator.load(name, folder):
                self._app.installTranslator(translator)
                self._translators.append(translator)


def application() -> QApplication:
    """The application, with what has to be true before it is made. EnvironmentTrouble for a Qt that must not run."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    import PySide6

    reason = qtguard.refusal(python=sys.version_info[:3], pyside=qtguard.parse_version(PySide6.__version__))
    if reason is not None:
        raise EnvironmentTrouble(reason, version=PySide6.__version__)
    inputmethod.prepare()
    QApplication.setApplicationName("ipdesk")
    return QApplication([sys.argv[0]])


def run(data: Path | None, *, plan: str = "", today: date, by: str = "") -> int:
    """Open the window and stay until it is closed."""
    app = application()
    fonts.load_fonts()
    desk = Desk(app, today=today, by=by)
    desk.translate_qt()
    theme.apply(app)
    crash.install(desk.tell, today)
    desk.start(data, plan)
    try:
        return app.exec()
    finally:
        desk.close()


def picture(
    data: Path | None,
    target: Path,
    *,
    page: str = "overview",
    plan: str = "",
    size: tuple[int, int] = (1440, 900),
    scale: int = 1,
    today: date,
    by: str = "",
    dark: bool = False,
    percent: int = 100,
    reference: str = "",
) -> Path:
    """Draw the window on one of its pages into a PNG; needs no display. `first` draws the first start.

    `reference` names what the page shows (a slot on `fill`) or, on `overview`, what the drawer traces.
    """
    if QApplication.instance() is None and sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = application()
    fonts.load_fonts()
    desk = Desk(app, today=today, by=by)
    desk._set_look(i18n.language(), dark=dark, percent=percent)
    if data is None or page == "first":
        desk.ask(data)
    else:
        workspace = open_workspace(data, plan)
        desk._window_of(workspace, styled=True)
    window = desk.window
    assert window is not None
    window.resize(*size)
    if isinstance(window, MainWindow):
        if page == "overview" and reference:
            window.go(page)
            window.show_trace(reference)
        else:
            window.go(page, reference)
    for _turn in range(4):
        app.processEvents()
    image = QImage(size[0] * scale, size[1] * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    painter = QPainter(image)
    window.render(painter, QPoint())
    painter.end()
    target.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(target)):
        raise EnvironmentTrouble("cannot_write", path=str(target), reason="PNG")
    window.hide()
    window.deleteLater()
    if desk.session is not None:
        desk.session.workspace.close()
    return target


def families() -> list[str]:
    """The font families that Qt knows: for the test that the bundled ones are among them."""
    return QFontDatabase.families()

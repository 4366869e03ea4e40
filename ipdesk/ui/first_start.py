"""The first start: which unit, which plan, real or training, whose desk; or a template that says it all."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QWidget,
)

from ipdesk import paths
from ipdesk.domain.errors import IpdeskError
from ipdesk.domain.plan import PlanStatus
from ipdesk.domain.unit import Unit, UnitKind, in_order
from ipdesk.services import plans, workspace
from ipdesk.services import restore as restoring
from ipdesk.services.addressee import Addressee, addressee_of
from ipdesk.services.restorewords import sentences
from ipdesk.text import formats, labels, messages
from ipdesk.text.i18n import _
from ipdesk.ui import recent, theme
from ipdesk.ui.dialogs.restoring import agreed, backup_chosen
from ipdesk.ui.widgets.drop_area import DropArea
from ipdesk.ui.widgets.parts import button, card, column, holder, label, row

_KINDS = (UnitKind.PROVINCE, UnitKind.CITY, UnitKind.DISTRICT, UnitKind.DEPARTMENT)
#: The ending of a workspace's file.
ENDING = ".ipdesk"


class FirstStart(QWidget):
    """A calm page with one question after the other. `ready` leaves with the workspace's file and files to receive."""

    ready = Signal(object, list)  # Path, list of Path

    def __init__(self, *, today: date, by: str = "", data: Path | None = None) -> None:
        super().__init__()
        self._today = today
        self._data = data
        self._templates: list[Path] = []
        self.drop = DropArea(_("Drop the template that you received here: unit and plan are read from it."))
        self.drop.folder.hide()
        self.plan = QComboBox()
        self.other_plan = button(_("A plan from Excel…"), self._choose_plan)
        self.unit = QComboBox()
        self.unit.setMaxVisibleItems(24)
        self.real = QRadioButton(_("real work"))
        self.training = QRadioButton(_("training: marked on every page, never mixed with real data"))
        self.realm = QButtonGroup(self)
        for choice in (self.real, self.training):
            self.realm.addButton(choice)
        self.real.setChecked(True)
        self.officer = QLineEdit(by)
        self.where = QLineEdit()
        self.choose = button(_("Another place…"), self._choose_place)
        self.trouble = label("", "error", wrap=True)
        self.trouble.hide()
        self.begin_button = button(_("Begin (&B)"), self.begin, kind="primary")
        self.bundle_button = button(_("Go on from a bundle (&P)…"), self._choose_bundle, kind="quiet")
        self.restore_button = button(_("Restore from a backup (&R)…"), self._choose_backup, kind="quiet")
        self.open_button = button(_("Open a data file that is there (&E)…"), self._open, kind="quiet")
        self._lay_out()
        self._fill_plans()
        self.plan.activated.connect(lambda _index: self._fill_units())
        self.unit.activated.connect(lambda _index: self._propose_place())
        self.realm.buttonClicked.connect(lambda _button: self._propose_place())
        self.drop.dropped.connect(self.take_templates)
        self.drop.files_asked.connect(self._choose_template)

    def take_templates(self, files: Sequence[Path]) -> None:
        """Read unit and plan out of the first workbook that has an identity; the files are received at the start."""
        from ipdesk.services.receive import files_of

        found = None
        try:
            for path in files_of(files):
                found = addressee_of(path)
                if found is not None:
                    break
        except IpdeskError as error:
            self._say(messages.error_sentence(error))
            return
        if found is None or not self._choose(found):
            self._say(_("This is no template for a plan that is known here. Fill in the fields below instead."))
            return
        self._templates = list(files)
        names = _(", ").join(path.name for path in files)
        self._say(
            _("Read from {name}: the fields below are filled. Give your name and begin.").format(name=names), good=True
        )
        self.officer.setFocus()

    def go_on_from(self, source: Path, path: Path) -> None:
        """Make a workspace that goes on with a bundle: a colleague's, a new PC's, an evaluator's."""
        from ipdesk.services.bundle import create_from

        if path.suffix != ENDING:
            path = path.with_name(path.name + ENDING)
        try:
            create_from(path, source, today=self._today, by=self.officer.text().strip()).close()
        except IpdeskError as error:
            self._say(messages.error_sentence(error))
            return
        self.ready.emit(path, [])

    def restore_from(self, backup: Path, path: Path) -> None:
        """Put a backup in the place of a data file that is damaged or lost, and open it."""
        try:
            said = restoring.restore(path, backup, today=self._today, dry_run=True)
            if not agreed(self, sentences(said)):
                return
            restoring.restore(path, backup, today=self._today)
        except IpdeskError as error:
            self._say(messages.error_sentence(error))
            return
        self.ready.emit(path, [])

    def begin(self) -> None:
        """Make the workspace."""
        unit = self.unit.currentData()
        path = Path(self.where.text().strip()).expanduser()
        if not isinstance(unit, Unit) or not self.where.text().strip():
            self._say(_("Choose the unit that this desk belongs to."))
            return
        if path.suffix != ENDING:
            path = path.with_name(path.name + ENDING)
        if path.exists():
            self._say(_("{path} is there already. Open it, or choose another name.").format(path=path))
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            workspace.create(
                path,
                unit=unit.code,
                plan=str(self.plan.currentData()),
                training=self.training.isChecked(),
                today=self._today,
                by=self.officer.text().strip(),
            ).close()
        except IpdeskError as error:
            self._say(messages.error_sentence(error))
            return
        except OSError as error:
            self._say(
                _("{path} could not be made ({reason}). Choose another place.").format(path=path, reason=error.strerror)
            )
            return
        self.ready.emit(path, self._templates)

    # -- inner -----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        look = theme.current()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.L)
        grid.setVerticalSpacing(theme.M)
        self._field(grid, 0, _("Plan"), self.plan, beside=self.other_plan)
        self._field(grid, 1, _("Your unit"), self.unit)
        grid.addWidget(label(_("What for")), 2, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(column(self.real, self.training, gap=theme.S), 2, 1)
        self._field(grid, 3, _("Your name"), self.officer)
        self._field(grid, 4, _("Data file"), self.where, beside=self.choose)
        note = label(
            _("All data stay in this file on this PC. Nothing is sent anywhere; what passes between units are files."),
            "note",
            wrap=True,
        )
        grid.addWidget(note, 5, 1)
        grid.setColumnStretch(1, 1)
        inner = column(
            label(_("Welcome to ipdesk"), "title"),
            label(_("From the plan's targets to the district's figures and the leaders' page."), "second", wrap=True),
            theme.S, self.drop, self.trouble,
            gap=theme.M, margins=(theme.XXL, theme.XL, theme.XXL, theme.XL),
        )  # fmt: skip
        inner.addSpacing(theme.S)
        inner.addLayout(grid)
        inner.addSpacing(theme.M)
        inner.addLayout(row(self.open_button, self.bundle_button, self.restore_button, None, self.begin_button))
        plate = card(inner)
        plate.setFixedWidth(look.px(880))
        around = column(None, gap=0, margins=(theme.L, theme.L, theme.L, theme.L))
        around.addWidget(plate, 0, Qt.AlignmentFlag.AlignHCenter)
        around.addStretch(2)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(holder(around, "body"))
        self.setLayout(column(area))

    def _field(self, grid: QGridLayout, place: int, words: str, field: QWidget, beside: QWidget | None = None) -> None:
        caption = label(words)
        caption.setBuddy(field)
        field.setAccessibleName(words)
        grid.addWidget(caption, place, 0)
        if beside is None:
            grid.addWidget(field, place, 1)
            return
        line = row(field, beside, gap=theme.S)
        line.setStretch(0, 1)
        grid.addLayout(line, place, 1)

    def _fill_plans(self) -> None:
        # Those of today first: nobody begins with a plan that has run out unless it is asked for.
        year = self._today.year
        packs = sorted(
            plans.list_packs(),
            key=lambda pack: (not pack.first_year <= year <= pack.last_year, -pack.last_year, pack.id),
        )
        for pack in packs:
            words = _in_words(pack.title, pack.first_year, pack.last_year, pack.status)
            self.plan.addItem(words, pack.id)
        self._fill_units()

    def take_plan(self, file: Path) -> None:
        """Offer the plan of a pack workbook, an office's own or a corrected one, and choose it."""
        try:
            own = plans.pack(str(file))
        except IpdeskError as error:
            self._say(messages.error_sentence(error))
            return
        words = _in_words(own.title, own.first_year, own.last_year, own.status)
        self.plan.insertItem(0, f"{words}　{file.name}", str(file))
        self.plan.setCurrentIndex(0)
        self._fill_units()

    def _fill_units(self) -> None:
        self.unit.clear()
        if self.plan.currentData() is None:
            return
        units = in_order(plans.pack(str(self.plan.currentData())).units)
        for kind in _KINDS:
            members = [unit for unit in units if unit.kind is kind]
            if members and self.unit.count():
                self.unit.insertSeparator(self.unit.count())
            for unit in members:
                self.unit.addItem(unit.short if unit.short == unit.name else f"{unit.short}　{unit.name}", unit)
        self._propose_place()

    def _propose_place(self) -> None:
        unit = self.unit.currentData()
        if self._data is not None:
            self.where.setText(str(self._data))
        elif isinstance(unit, Unit):
            mark = "_培训" if self.training.isChecked() else ""
            name = f"{unit.short}_{Path(str(self.plan.currentData())).stem}{mark}{ENDING}"
            self.where.setText(str(paths.user_data_dir() / name))

    def _choose(self, identity: Addressee) -> bool:
        place = self.plan.findData(identity.plan)
        if place < 0:
            return False
        self.plan.setCurrentIndex(place)
        self._fill_units()
        for number in range(self.unit.count()):
            unit = self.unit.itemData(number)
            if isinstance(unit, Unit) and unit.code == identity.unit:
                self.unit.setCurrentIndex(number)
                (self.training if identity.training else self.real).setChecked(True)
                self._propose_place()
                return True
        return False

    def _say(self, sentence: str, *, good: bool = False) -> None:
        self.trouble.setProperty("role", "strong" if good else "error")
        self.trouble.style().unpolish(self.trouble)
        self.trouble.style().polish(self.trouble)
        self.trouble.setText(sentence)
        self.trouble.show()

    def _choose_place(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(self, _("Data file"), self.where.text(), f"*{ENDING}")
        if path:
            self._data = Path(path)
            self.where.setText(path)

    def _choose_template(self) -> None:
        files, _kind = QFileDialog.getOpenFileNames(self, _("The template that you received"), "", "*.xlsx")
        if files:
            self.take_templates([Path(file) for file in files])

    def _choose_plan(self) -> None:
        file, _kind = QFileDialog.getOpenFileName(self, _("A plan in Excel"), "", "*.xlsx")
        if file:
            self.take_plan(Path(file))

    def _choose_bundle(self) -> None:
        file, _kind = QFileDialog.getOpenFileName(self, _("The bundle of the other PC"), "", "ZIP (*.zip)")
        if not file:
            return
        proposed = paths.user_data_dir() / f"{Path(file).stem}{ENDING}"
        path, _kind = QFileDialog.getSaveFileName(self, _("Data file"), str(proposed), f"*{ENDING}")
        if path:
            self.go_on_from(Path(file), Path(path))

    def _choose_backup(self) -> None:
        damaged = self._data or recent.last()
        backup = backup_chosen(self, damaged.parent if damaged else paths.user_data_dir())
        if backup is None:
            return
        place = damaged or paths.user_data_dir() / backup.name
        path, _kind = QFileDialog.getSaveFileName(
            self, _("The data file that the backup takes the place of"), str(place), f"*{ENDING}",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if path:
            self.restore_from(backup, Path(path))

    def _open(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self, _("Open a data file"), str(paths.user_data_dir()), f"ipdesk (*{ENDING})"
        )
        if path:
            self.ready.emit(Path(path), [])


def _in_words(title: str, first_year: int, last_year: int, status: PlanStatus) -> str:
    words = f"{title}（{formats.plan_span(first_year, last_year)}）"
    return f"{words}　{labels.label(status)}" if status is PlanStatus.DRAFT else words

"""设置: who works here, how it looks, where the data lie, and what proves that they are whole."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QLineEdit, QScrollArea, QWidget

import ipdesk
from ipdesk.domain.plan import PlanStatus
from ipdesk.services import maintain, settings
from ipdesk.services import restore as restoring
from ipdesk.services.restorewords import sentences
from ipdesk.services.workspace import Touched
from ipdesk.text import formats, i18n, labels, messages
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.dialogs.restoring import agreed, backup_chosen
from ipdesk.ui.jobs import Runner
from ipdesk.ui.pages.page import Page
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.parts import button, card, column, holder, label, row
from ipdesk.ui.widgets.plans_card import PlansCard
from ipdesk.ui.widgets.policy_card import PolicyCard
from ipdesk.ui.widgets.rules_card import RulesCard
from ipdesk.ui.widgets.tables import Column, TableModel, TableView
from ipdesk.ui.widgets.trust_card import TrustCard

_LANGUAGES = (("zh_CN", "中文"), ("en", "English"))


class SettingsPage(Page):
    """One column of cards."""

    name = "settings"
    has_period = False
    concerns = frozenset({Touched.PACKAGES, Touched.SETTINGS})

    def __init__(self, session: Session, runner: Runner) -> None:
        super().__init__(session, runner)
        self.officer = QLineEdit()
        self.language = QComboBox()
        self.language.addItems([name for _code, name in _LANGUAGES])
        self.dark = QComboBox()
        self.dark.addItems([_("light"), _("dark")])
        self.type_size = QComboBox()
        self.type_size.addItems([f"{percent}%" for percent in theme.SCALES])
        self.model = TableModel(_columns(), self)
        self.table = TableView(self.model, _("Digests"), dense=True)
        self.rules = RulesCard(session)
        self.plans = PlansCard(session)
        self.trust = TrustCard(session)
        self.policy = PolicyCard(session)
        self.path = label("", select=True, wrap=True)
        self.outcome = label("", "second", wrap=True)
        self.outcome.hide()
        self._lay_out()
        self.officer.editingFinished.connect(self._save_officer)
        for choice in (self.language, self.dark, self.type_size):
            choice.activated.connect(lambda _index: self._save_look())

    def title(self) -> str:
        return _("Settings")

    def load(self) -> None:
        workspace = self.session.workspace
        if not self.officer.hasFocus():
            self.officer.setText(settings.get(workspace, "officer"))
        look = theme.current()
        self.language.setCurrentIndex(0 if i18n.language() == "zh_CN" else 1)
        self.dark.setCurrentIndex(1 if look.dark else 0)
        self.type_size.setCurrentIndex(theme.SCALES.index(look.percent) if look.percent in theme.SCALES else 0)
        self.path.setText(str(workspace.path))
        plan = workspace.plan
        self.plan.setText(
            "　".join(
                (
                    plan.title,
                    labels.label(plan.status) if plan.status is not PlanStatus.IN_FORCE else _("in force"),
                    _("version {n}").format(n=plan.version),
                    formats.plan_span(plan.first_year, plan.last_year),
                )
            )
        )
        self.plans.load()
        self.trust.load()
        self.policy.load()
        found = self.session.ask(maintain.all_digests) or ()
        self.model.show(found)
        self.rules.load()
        self.table.setFixedHeight(min(self.table.whole_height(), theme.current().px(300)))

    def begin(self) -> None:
        self.officer.setFocus()

    def restore(self, place: Mapping[str, str]) -> None:
        del place

    def backup_to(self, folder: Path) -> Path | None:
        """Copy the data file, whole, into a folder."""
        written = self.session.ask(lambda ws: maintain.backup(ws, folder, today=self.session.today))
        if written is not None:
            self.session.tell(_("Written: {path}").format(path=written), "done")
        return written

    def restore_from(self, backup: Path) -> None:
        """Say what a backup holds and what comes along; agreed to, it takes the place of the data file."""
        said = self.session.ask(
            lambda ws: restoring.restore(ws.path, backup, today=self.session.today, dry_run=True, open_here=True)
        )
        if said is not None and agreed(self, sentences(said)):
            self.session.restore_asked.emit(backup)

    def verify(self) -> None:
        """Hold every package against its id, and the stored state against the packages."""
        found = self.session.ask(lambda ws: maintain.verify(ws, ()))
        if found is not None:
            self.outcome.show()
            self.outcome.setText(
                "\n".join(messages.located(finding) for finding in found)
                if found
                else _("Everything is whole: each package agrees with its id, the state with the packages.")
            )

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.L)
        grid.setVerticalSpacing(theme.M)
        fields: list[tuple[str, QWidget]] = [
            (_("Your name"), self.officer),
            (_("Language"), self.language),
            (_("Colours"), self.dark),
            (_("Size of type"), self.type_size),
        ]
        for place, (words, field) in enumerate(fields):
            caption = label(words)
            caption.setBuddy(field)
            field.setAccessibleName(words)
            field.setMinimumWidth(theme.current().px(220))
            grid.addWidget(caption, place, 0)
            grid.addWidget(field, place, 1)
        grid.setColumnStretch(2, 1)
        person = column(label(_("You and this window"), "section"), gap=theme.M, margins=_MARGINS)
        person.addLayout(grid)
        self.plan = label("", wrap=True)
        data = column(
            label(_("Data"), "section"), self.plan,
            label(_("All data of this unit lie in one file:"), "note"), self.path,
            gap=theme.S, margins=_MARGINS,
        )  # fmt: skip
        self.open_folder = button(_("Open the folder"), self._open_folder)
        self.backup = button(_("Back up (&B)…"), self._backup)
        self.check = button(_("Check the data (&K)"), self.verify)
        self.restore_button = button(_("Restore from a backup (&R)…"), self._restore)
        data.addLayout(row(self.open_folder, self.backup, self.restore_button, self.check, None))
        data.addWidget(self.outcome)
        digests = column(
            label(_("Digests"), "section"),
            label(
                _("Two PCs that hold the same have the same digest. Read it to each other on the telephone."),
                "second",
                wrap=True,
            ),
            self.table,
            gap=theme.S,
            margins=_MARGINS,
        )
        about = label(_("ipdesk {version}").format(version=ipdesk.__version__), "note")
        signatures = column(self.trust, margins=_MARGINS)
        part_in = column(self.plans, margins=_MARGINS)
        kept = column(self.rules, margins=_MARGINS)
        laid_down = column(self.policy, margins=_MARGINS)
        cards = [card(part) for part in (person, data, part_in, laid_down, kept, digests, signatures)]
        body = column(*cards, about, None, gap=theme.M, margins=(theme.L, theme.L, theme.L, theme.L))
        inner = holder(body)
        inner.setMaximumWidth(theme.current().px(860))
        area = QScrollArea()
        area.setWidgetResizable(True)
        around = QWidget()
        around.setObjectName("body")
        line = row(inner, gap=0)
        line.setStretch(0, 20)
        line.addStretch(1)
        around.setLayout(line)
        area.setWidget(around)
        self.setLayout(column(area))

    def _save_officer(self) -> None:
        name = self.officer.text().strip()
        if name != settings.get(self.session.workspace, "officer"):
            self.session.run(lambda ws: settings.put(ws, "officer", name))

    def _save_look(self) -> None:
        self.look_changed.emit(
            _LANGUAGES[self.language.currentIndex()][0],
            self.dark.currentIndex() == 1,
            theme.SCALES[self.type_size.currentIndex()],
        )

    def _backup(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Folder for the backup"))
        if folder:
            self.backup_to(Path(folder))

    def _restore(self) -> None:
        backup = backup_chosen(self, self.session.workspace.path.parent)
        if backup is not None:
            self.restore_from(backup)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.session.workspace.path.parent)))


_MARGINS = (theme.XL, theme.L, theme.XL, theme.L)


def _columns() -> tuple[Column[maintain.ScopeDigest], ...]:
    return (
        Column(_("Between whom"), lambda one: one.name, least=160, stretch=True),
        Column(_("Plan"), lambda one: one.plan_short, least=190, telling=True),
        Column(_("Packages"), lambda one: str(one.packages), right=True, least=80),
        Column(_("Digest"), lambda one: one.digest, least=140),
    )

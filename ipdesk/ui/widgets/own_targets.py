"""A unit's own targets: what was handed down with its milestones, and the answer to what it is being asked about."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ipdesk.domain.ledger.contents import HandedDown, OpinionItem, read_opinion, read_targets
from ipdesk.domain.target import Target
from ipdesk.services import handdown, opinion, opiniondraft
from ipdesk.services.formbuild import READING
from ipdesk.services.typed import figure
from ipdesk.text import formats, labels, splits
from ipdesk.text.i18n import _, pgettext
from ipdesk.ui import theme
from ipdesk.ui.dialogs import asking
from ipdesk.ui.dialogs.asking import TEXT, Field
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.parts import button, column, empty, holder, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One target with its milestones in words, and what this unit says of it or what became of that."""

    target: Target
    milestones: str
    word: str


class OwnTargets(QWidget):
    """Two tables: being asked about (with the answer), and in force."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._against: dict[str, OpinionItem] = {}
        self._note = ""
        self.asked = TableModel(_columns(pgettext("column", "Our opinion")), self)
        self.asked_table = TableView(self.asked, _("Targets we are asked about"))
        self.bound = TableModel(_columns(pgettext("column", "What became of our opinion")), self)
        self.bound_table = TableView(self.bound, _("Targets in force"))
        self.asked_title, self.bound_title = label("", "section"), label("", "section")
        self.asked_note = label("", "note", wrap=True)
        self.against_button = button(_("Do not agree (&D)…"), self._disagree)
        self.agree_button = button(_("Agree after all"), self._agree, kind="quiet")
        self.drop_button = button(_("Drop what is not given yet"), self.drop, kind="quiet")
        self.give_button = button(_("Give this opinion (&S)"), self.give, kind="primary")
        self.file_button = button(_("Write the sheet to send (&W)…"), self._write)
        acts = row(self.against_button, self.agree_button, self.drop_button, None, self.file_button, self.give_button,
                   gap=theme.S)  # fmt: skip
        asking_layout = column(self.asked_title, self.asked_note, self.asked_table, gap=theme.S)
        asking_layout.addLayout(acts)
        self.asking = holder(asking_layout)
        self.binding = holder(column(self.bound_title, self.bound_table, gap=theme.S))
        self.nothing = empty(
            _("No targets yet"),
            _("What the parent hands down to this unit, or asks it about, stands here once its file was received."),
        )
        self.setLayout(column(self.asking, self.binding, self.nothing, gap=theme.L))
        self.asked_table.row_changed.connect(lambda _row: self._show_acts())
        self.asked_table.entered_row.connect(lambda _row: self._disagree())

    @property
    def waits(self) -> bool:
        """Whether the parent waits for this unit's opinion."""
        workspace = self._session.workspace
        consult = handdown.consultation_package(workspace, workspace.unit.code)
        return consult is not None and opinion.own(workspace, consult) is None

    def load(self) -> None:
        workspace = self._session.workspace
        code = workspace.unit.code
        consult = handdown.consultation_package(workspace, code)
        order = handdown.order_of(workspace, code)
        if consult is not None:
            self._show_asked(read_targets(consult))
        self.asking.setVisible(consult is not None)
        if order is not None:
            self.bound.show([_line(order, target, _became(order, target)) for target in order.targets])
            named = "　".join(part for part in (order.order_number, order.order_date) if part)
            self.bound_title.setText(_("In force {order}").format(order=named).strip())
        self.binding.setVisible(order is not None and bool(order.targets))
        self.nothing.setVisible(consult is None and (order is None or not order.targets))

    def reference(self) -> str:
        workspace = self._session.workspace
        package = handdown.order_package(workspace, workspace.unit.code)
        return package.id if package else ""

    def begin(self) -> None:
        (self.asked_table if self.asking.isVisibleTo(self) else self.bound_table).setFocus()

    def disagree_with(self, target: str, quantity: Decimal | None, reason: str) -> None:
        """Say of a target that it is not agreed to; kept on the desk until it is given or dropped."""
        self._keep({**self._against, target: OpinionItem(target, quantity, reason)})

    def drop(self) -> None:
        """Forget what was said and not given."""
        self._session.run(opiniondraft.drop)
        self.load()

    def give(self) -> None:
        """Give the opinion: it is fixed from now on."""
        items, note = tuple(self._against.values()), self._note
        today, by = self._session.today, self._session.by
        given = self._session.run(lambda ws: opinion.give(ws, items, note=note, today=today, by=by))
        if given is not None:
            self._session.tell(_("The opinion stands. Write its sheet and send it to the parent."), "done")

    def write_to(self, place: Path) -> None:
        """Write the sheet that is sent up."""
        today, by = self._session.today, self._session.by
        path = self._session.ask(lambda ws: opinion.export(ws, place, today=today, by=by))
        if path is not None:
            self._session.tell(_("Written: {path}").format(path=path), "done")

    def _keep(self, against: dict[str, OpinionItem]) -> None:
        items, note = tuple(against.values()), self._note
        self._session.run(lambda ws: opiniondraft.keep(ws, items, note=note))
        self.load()

    def _show_asked(self, handed: HandedDown) -> None:
        workspace = self._session.workspace
        package = handdown.consultation_package(workspace, workspace.unit.code)
        given = opinion.own(workspace, package) if package else None
        kept = self._session.ask(opiniondraft.read)
        shown = kept or (read_opinion(given) if given else None)
        self._against = {item.target: item for item in shown.items} if shown else {}
        self._note = shown.note if shown else ""
        self.asked.show([_line(handed, target, self._word(target)) for target in handed.targets])
        if self.asked_table.currentIndex().row() < 0:
            self.asked_table.go_to(0)
        self.asked_title.setText(_("Being asked about"))
        said = splits.opinion_state(read_opinion(given).verdict) if given else splits.opinion_state("waiting")
        words = _("Our opinion so far: {state}. What was handed down before stays in force meanwhile.").format(
            state=said
        )
        if kept is not None:
            words += _("What is shown below is kept here, but not given yet.")
        self.asked_note.setText(words)
        self.drop_button.setVisible(kept is not None)
        self.file_button.setEnabled(given is not None)
        self._show_acts()

    def _word(self, target: Target) -> str:
        item = self._against.get(target.id)
        if item is None:
            return splits.opinion_state("agree")
        value = formats.quantity(item.quantity, target.unit) if item.quantity is not None else ""
        return " ".join(part for part in (splits.opinion_state("disagree"), value, item.reason) if part)

    def _show_acts(self) -> None:
        line = self.asked.thing(self.asked_table.currentIndex().row())
        self.against_button.setEnabled(line is not None)
        self.agree_button.setVisible(line is not None and line.target.id in self._against)

    def _disagree(self) -> None:
        line = self.asked.thing(self.asked_table.currentIndex().row())
        if line is None:
            return
        known = self._against.get(line.target.id)
        value = formats.number(known.quantity, grouped=False) if known and known.quantity is not None else ""
        given = asking.ask(
            self, _("Do not agree"),
            (Field("value", _("Value proposed ({unit})").format(unit=line.target.unit), value=value),
             Field("reason", _("Why"), TEXT, value=known.reason if known else "", needed=True)),
            act=_("Take (&T)"), about=line.target.name,
        )  # fmt: skip
        if given is None:
            return
        try:
            quantity = figure(given["value"], line.target.unit, READING) if given["value"] else None
        except ValueError:
            said = _("“{text}” is no figure; nothing was changed.").format(text=given["value"])
            self._session.tell(said, "trouble")
            return
        self.disagree_with(line.target.id, quantity, given["reason"])

    def _agree(self) -> None:
        line = self.asked.thing(self.asked_table.currentIndex().row())
        if line is not None:
            self._keep({target: item for target, item in self._against.items() if target != line.target.id})

    def _write(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Folder to write into"))
        if folder:
            self.write_to(Path(folder))


def _line(handed: HandedDown, target: Target, word: str) -> OwnLine:
    years = [one for one in handed.milestones if one.target == target.id and one.period.isdigit()]
    said = [_("{year}: {figure}").format(year=one.period, figure=formats.number(one.quantity)) for one in years]
    return OwnLine(target, pgettext("list", ", ").join(said), word)


def _became(handed: HandedDown, target: Target) -> str:
    answered = next((one for one in handed.answers if one.target == target.id), None)
    if answered is None:
        return ""
    how = splits.handled("taken" if answered.taken else "declined")
    return " ".join(part for part in (how, answered.words) if part)


def _columns(last: str) -> tuple[Column[OwnLine], ...]:
    return (
        Column(_("Target"), lambda line: line.target.name, least=206, stretch=True),
        Column(_("Kind"), lambda line: labels.label(line.target.kind), least=64, most=140, spare=3),
        Column(
            pgettext("column", "Value"), lambda line: formats.target_text(line.target), right=True, least=84, most=150
        ),
        Column(
            pgettext("column", "Baseline"),
            lambda line: formats.number(line.target.baseline.quantity) if line.target.baseline else formats.NOTHING,
            right=True, least=70, most=110, spare=4,
        ),
        Column(_("Milestones"), lambda line: line.milestones or formats.NOTHING, least=160, most=440, spare=2),
        Column(last, lambda line: line.word or formats.NOTHING, least=110, most=290),
    )  # fmt: skip

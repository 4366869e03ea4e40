"""What a person does to a scheme: a dialog asks for what is needed, a service does it, the page looks again."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path as FilePath

from PySide6.QtWidgets import QFileDialog, QWidget

from ipdesk.domain.decomposition import Method, Split
from ipdesk.domain.ledger.contents import OpinionItem, read_opinion, read_targets
from ipdesk.domain.milestonepath import Path, Season
from ipdesk.domain.scheme import left_out, pinned, with_base, with_year
from ipdesk.domain.target import Target
from ipdesk.services import consultation, decomposition, opinion, splitbook
from ipdesk.services.consultation import OpinionPoint, UnitOpinion
from ipdesk.services.formbuild import READING
from ipdesk.services.typed import figure
from ipdesk.text import formats, messages
from ipdesk.text.i18n import _, ngettext, pgettext
from ipdesk.ui.dialogs import asking
from ipdesk.ui.dialogs.asking import CHOICE, TEXT, Field
from ipdesk.ui.models.split_model import BASE, PART
from ipdesk.ui.session import Session


class SplitActs:
    """The acts of the page on its scheme."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        self._parent = parent
        self._session = session

    def new_scheme(self) -> str:
        """Ask for a name and what to begin from; the name of the new scheme, empty when there is none."""
        known = self._session.ask(decomposition.schemes) or ()
        choices = (
            ("", pgettext("scheme", "nothing")),
            (decomposition.IN_FORCE, _("what is in force")),
            *((one.name, one.name) for one in known),
        )
        name = _("Scheme {n}").format(n=len(known) + 1)
        given = asking.ask(
            self._parent, _("New scheme"),
            (Field("name", pgettext("scheme", "Name"), value=name, needed=True),
             Field("copy", _("Begins from"), CHOICE, choices=choices)),
            act=_("Begin (&B)"),
        )  # fmt: skip
        return self.start(given["name"], given["copy"]) if given else ""

    def start(self, name: str, copy_of: str = "") -> str:
        """Begin a scheme; its name, empty when it was refused."""
        today, by = self._session.today, self._session.by
        made = self._session.run(lambda ws: decomposition.start(ws, name, copy_of=copy_of, today=today, by=by))
        return made.name if made else ""

    def take_up_all(self, name: str) -> None:
        """Every target that can be split comes into the scheme, in equal parts."""
        today, by = self._session.today, self._session.by
        self._session.run(lambda ws: decomposition.take_up_all(ws, name, today=today, by=by))

    def drop(self, name: str) -> None:
        """Forget a scheme, once a person has said so twice: this cannot be undone."""
        given = asking.ask(
            self._parent, _("Forget the scheme “{name}”").format(name=name), (), act=_("Forget (&F)"),
            about=_("All its steps are forgotten, which cannot be undone. What was sent or handed down stays."),
        )  # fmt: skip
        if given is not None:
            self._session.run(lambda ws: decomposition.drop(ws, name))

    def change(self, name: str, target: Target, alter: Callable[[Split], Split | None]) -> None:
        """One step on a target of the scheme."""
        today, by = self._session.today, self._session.by
        self._session.run(lambda ws: decomposition.change(ws, name, target, alter, today=today, by=by))

    def typed(self, name: str, target: Target, unit: str, column: str, text: str) -> None:
        """What was typed into a cell: a part is pinned, a base or a year set by hand; nothing releases it."""
        try:
            quantity = figure(text, target.unit, READING) if text.strip() else None
        except ValueError:
            self._session.tell(_("“{text}” is no figure; nothing was changed.").format(text=text), "trouble")
            return
        if column == PART:
            self.change(name, target, lambda split: pinned(left_out(split, unit, out=False), unit, quantity))
        elif column == BASE:
            self.change(name, target, lambda split: with_base(split, unit, quantity))
        else:
            self.change(name, target, lambda split: with_year(split, unit, int(column), quantity))

    def choose(self, name: str, target: Target, field: str, value: str) -> None:
        """Another method, way of the years, season, or what stays at this level."""
        if field == "season" and value == Season.HAND:
            self._hand_season(name, target)
            return
        if field == "reserved":
            try:
                quantity = figure(value, target.unit, READING) if value else Decimal(0)
            except ValueError:
                self._session.tell(_("“{text}” is no figure; nothing was changed.").format(text=value), "trouble")
                return
            self.change(name, target, lambda split: replace(split, reserved=quantity))
            return
        altered: dict[str, Callable[[Split], Split]] = {
            "method": lambda split: replace(split, method=Method(value)),
            "path": lambda split: replace(split, path=Path(value)),
            "season": lambda split: replace(split, season=Season(value)),
        }
        self.change(name, target, altered[field])

    def send(self, name: str) -> None:
        """征求意见: by when, into which folder."""
        given = asking.ask(
            self._parent, _("Ask units their opinion"),
            (Field("until", _("To be answered by"), value=""),),
            act=_("Choose a folder (&F)…"),
            about=_("Each unit gets a sheet that it answers with a spreadsheet program or ipdesk. What was handed down "
                    "stays in force meanwhile."),
        )  # fmt: skip
        folder = self._folder() if given is not None else None
        if given is not None and folder is not None:
            self.send_to(name, folder, given["until"])

    def send_to(self, name: str, folder: FilePath, until: str = "") -> None:
        """Write the sheets of a consultation."""
        today, by = self._session.today, self._session.by
        sent = self._session.run(lambda ws: consultation.send(ws, name, to=folder, until=until, today=today, by=by))
        if sent is not None:
            said = ngettext("{n} unit is asked its opinion.", "{n} units are asked their opinion.", len(sent))
            self._session.tell(said.format(n=len(sent)), "done")

    def order(self, name: str, *, explain: bool) -> None:
        """下达: number and date of the order, and the reason where parts fall short."""
        fields = [
            Field("number", _("Document number")),
            Field("day", _("Date"), value=formats.date_text(self._session.today)),
        ]
        if explain:
            fields.append(Field("reason", _("Why the parts fall short"), TEXT, needed=True))
        given = asking.ask(
            self._parent, _("Hand the targets down"), fields, act=_("Choose a folder (&F)…"),
            about=_("From now on these targets bind the units and are rated. Each unit gets a sheet."),
        )  # fmt: skip
        folder = self._folder() if given is not None else None
        if given is not None and folder is not None:
            self.order_to(name, folder, given["number"], given["day"], given.get("reason", ""))

    def order_to(self, name: str, folder: FilePath | None, number: str, day: str, reason: str = "") -> None:
        """Hand the scheme down and write the sheets."""
        today, by = self._session.today, self._session.by
        sent = self._session.run(
            lambda ws: consultation.order(
                ws, name, number=number, day=day, to=folder, reason=reason, today=today, by=by
            )
        )
        if sent is not None:
            said = ngettext("{n} unit has its targets now.", "{n} units have their targets now.", len(sent))
            self._session.tell(said.format(n=len(sent)), "done")

    def write_matrix(self, name: str) -> None:
        """导出分解表: where to."""
        path, _kind = QFileDialog.getSaveFileName(self._parent, _("Save the table of parts"), f"{name}.xlsx", "*.xlsx")
        if path:
            self.write_matrix_to(name, FilePath(path).with_suffix(".xlsx"))

    def write_matrix_to(self, name: str, path: FilePath) -> None:
        """Write the 分解表."""
        today, by = self._session.today, self._session.by
        written = self._session.ask(lambda ws: splitbook.write_matrix(ws, name, path, today=today, by=by))
        if written is not None:
            self._session.tell(_("Written: {path}").format(path=written), "done")

    def read_matrix(self, name: str) -> None:
        """导入分解表: which file."""
        path, _kind = QFileDialog.getOpenFileName(
            self._parent, _("Table of parts"), "", _("Workbooks (*.xlsx *.xls *.et *.ods *.csv)")
        )
        if path:
            self.read_matrix_from(name, FilePath(path))

    def read_matrix_from(self, name: str, path: FilePath) -> None:
        """Take what was changed in a 分解表."""
        today, by = self._session.today, self._session.by
        found = self._session.run(lambda ws: splitbook.read_matrix(ws, name, path, today=today, by=by))
        if found is not None:
            said = ngettext("{n} part was taken and pinned.", "{n} parts were taken and pinned.", len(found))
            self._session.tell(said.format(n=len(found)), "done")

    def take_over(self, name: str, unit: str, point: OpinionPoint) -> None:
        """采纳: the part is pinned at the value proposed."""
        today, by = self._session.today, self._session.by
        key = point.target or consultation.WHOLE
        self._session.run(lambda ws: consultation.take_over(ws, name, unit, key, today=today, by=by))

    def decline(self, name: str, unit: str, point: OpinionPoint) -> None:
        """不采纳, with words that go to the unit."""
        given = asking.ask(
            self._parent, _("Do not take over"), (Field("words", _("Why"), TEXT, needed=True),),
            act=pgettext("opinion", "Decline (&D)"), about=point.item.reason,
            note=_("The unit reads these words with the order."),
        )  # fmt: skip
        if given is not None:
            self.decline_with(name, unit, point, given["words"])

    def decline_with(self, name: str, unit: str, point: OpinionPoint, words: str) -> None:
        """Decline a point with these words."""
        today, by = self._session.today, self._session.by
        key = point.target or consultation.WHOLE
        self._session.run(lambda ws: consultation.decline(ws, name, unit, key, words, today=today, by=by))

    def behalf(self, asked: UnitOpinion, target: str = "") -> None:
        """代录: what a unit answered by letter or telephone: agreed, or not to one target. What was entered for it on
        other targets stays; `target` is the one that is offered first.
        """
        choices = [("", _("agrees to all targets"))]
        handed = {one.id: one for one in read_targets(asked.consult).targets}
        choices += [(one.id, _("does not agree: {target}").format(target=one.name)) for one in handed.values()]
        known = read_opinion(asked.opinion) if asked.opinion else None
        given: Mapping[str, str] = {"about": target if target in handed else "", "basis": known.basis if known else ""}
        problem = ""
        while True:
            answer = asking.ask(
                self._parent, _("Opinion of {unit} on its behalf").format(unit=asked.unit.short),
                (Field("basis", _("By what: a letter, a call"), value=given.get("basis", ""), needed=True),
                 Field("about", _("What it answers"), CHOICE, value=given.get("about", ""), choices=tuple(choices)),
                 Field("value", _("Value proposed, where it does not agree"), value=given.get("value", "")),
                 Field("reason", _("Why, where it does not agree"), value=given.get("reason", "")),
                 Field("note", _("What it says of the whole"), value=given.get("note", known.note if known else ""))),
                act=_("Take (&T)"), note=problem,
            )  # fmt: skip
            if answer is None:
                return
            given = answer
            about = handed.get(given["about"])
            try:
                value = figure(given["value"], about.unit, READING) if about and given["value"] else None
            except ValueError:
                problem = _("“{text}” is no figure; nothing was changed.").format(text=given["value"])
                continue
            if about is not None and not given["reason"].strip():
                problem = messages.fill("opinion_reason_missing", {"target": about.name})
                continue
            break
        items: tuple[OpinionItem, ...] = ()
        if about is not None:
            before = tuple(item for item in known.items if item.target != about.id) if known else ()
            items = (*before, OpinionItem(about.id, value, given["reason"]))
        today, by = self._session.today, self._session.by
        self._session.run(
            lambda ws: opinion.give(
                ws, items, unit=asked.unit.code, basis=given["basis"], note=given["note"], today=today, by=by
            )
        )

    def settle(self, unit: str, keep: str) -> None:
        """以哪份为准: one of several answers of a unit counts."""
        today, by = self._session.today, self._session.by
        if self._session.run(lambda ws: opinion.settle(ws, unit, keep, today=today, by=by)) is not None:
            self._session.tell(_("It is settled which answer counts."), "done")

    def _hand_season(self, name: str, target: Target) -> None:
        quarters = tuple(
            Field(str(number), words, value="25", needed=True)
            for number, words in enumerate(
                (_("First quarter, %"), _("Second quarter, %"), _("Third quarter, %"), _("Fourth quarter, %"))
            )
        )
        given = asking.ask(self._parent, _("Shares of the quarters"), quarters, act=_("Take (&T)"),
                           note=_("Together they are 100."))  # fmt: skip
        if given is None:
            return
        try:
            shares = tuple(figure(given[str(number)], "%", READING) for number in range(4))
        except ValueError:
            shares = ()
        if len(shares) != 4 or sum(shares) != 100 or min(shares) < 0:
            self._session.tell(messages.fill("season_shares", {}), "trouble")
            return
        self.change(name, target, lambda split: replace(split, season=Season.HAND, shares=shares))

    def _folder(self) -> FilePath | None:
        folder = QFileDialog.getExistingDirectory(self._parent, _("Folder to write into"))
        return FilePath(folder) if folder else None

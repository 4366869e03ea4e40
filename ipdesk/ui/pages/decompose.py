"""分解: the plan's targets at the left, the chosen one's parts by unit and year, proof and opinions beside them."""

from collections.abc import Mapping

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QMenu, QStackedWidget

from ipdesk.domain.finding import Severity
from ipdesk.domain.ledger.contents import read_opinion, read_targets
from ipdesk.domain.ledger.scope import short
from ipdesk.domain.summability import Rule
from ipdesk.domain.target import Target
from ipdesk.services import consultation, decomposition, handdown
from ipdesk.services.consultation import OpinionPoint, UnitOpinion
from ipdesk.services.decomposition import IN_FORCE, SchemeView, TargetLine
from ipdesk.services.workspace import Touched
from ipdesk.text import formats, labels, splits
from ipdesk.text.i18n import N_, _, ngettext, pgettext
from ipdesk.text.messages import sentence
from ipdesk.ui import theme
from ipdesk.ui.jobs import Runner
from ipdesk.ui.models.split_model import PART, Beside, SplitModel
from ipdesk.ui.pages.page import Page
from ipdesk.ui.pages.split_acts import SplitActs
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.marks import SEVERITY, Mark, mark_icon
from ipdesk.ui.widgets.own_targets import OwnTargets
from ipdesk.ui.widgets.parts import button, card, clear, column, empty, holder, label, row, tool
from ipdesk.ui.widgets.split_choices import SplitChoices
from ipdesk.ui.widgets.split_table import SplitTable
from ipdesk.ui.widgets.tables import Column, TableModel, TableView

_SIDE = 272
#: How a target is split, in the list.
_SHORT = {
    Rule.SUM: N_("sum"), Rule.RATIO: N_("ratio"), Rule.SAME: N_("same for each"), Rule.APART: N_("not split"),
    Rule.OPEN: N_("open"),
}  # fmt: skip


class DecomposePage(Page):
    """A parent splits here; a unit sees its targets and answers what it is asked."""

    name = "decompose"
    has_period = False
    concerns = frozenset({Touched.PACKAGES, Touched.DRAFTS})

    def __init__(self, session: Session, runner: Runner) -> None:
        super().__init__(session, runner)
        self._view: SchemeView | None = None
        self._opinions: tuple[UnitOpinion, ...] = ()
        self._names: dict[str, str] = {}
        self.acts = SplitActs(self, session)
        self.own = OwnTargets(session)
        self.scheme, self.other = QComboBox(), QComboBox()
        self.scheme.setAccessibleName(_("Scheme"))
        self.other.setAccessibleName(_("Compared with"))
        self.new_button = button(_("New scheme (&E)…"), self._new)
        self.undo_button = tool("undo", _("Undo"), lambda: self._step(decomposition.undo), shortcut="Ctrl+Z")
        self.redo_button = tool("redo", _("Redo"), lambda: self._step(decomposition.redo), shortcut="Ctrl+Y")
        self.export_button = button(_("Write Excel (&X)…"), lambda: self.acts.write_matrix(self.chosen_scheme()))
        self.import_button = button(_("Read from Excel…"), lambda: self.acts.read_matrix(self.chosen_scheme()))
        self.drop_button = button(_("Forget…"), self._drop, kind="quiet")
        self.targets = TableModel(_target_columns(), self)
        self.list = TableView(self.targets, _("Targets of the plan"), dense=True)
        self.title_label, self.rule_label = label("", "section", wrap=True), label("", "note", wrap=True)
        self.choices = SplitChoices()
        self.model = SplitModel(self)
        self.table = SplitTable(self.model, _("Parts by unit and year"))
        self.proof_mark, self.proof = Mark("ok"), label("", "strong", wrap=True)
        self.said = column(gap=theme.XS)
        self.take_up = button(_("Take this target up (&T)"), self._take_up, kind="primary")
        self.take_up_all = button(_("Take up all that can be split"), self._take_up_all, kind="quiet")
        self.take_out = button(_("Take it out"), self._take_out, kind="quiet")
        self.leave_out = button(_("Do not ask this unit"), self._leave_out, kind="quiet")
        self.take_button = button(pgettext("opinion", "Take over (&V)"), lambda: self._handle(take=True))
        self.decline_button = button(_("Decline (&D)…"), lambda: self._handle(take=False))
        self.behalf_button = button(_("On its behalf (&L)…"), self._behalf)
        self.settle_button = button(_("Which version counts (&W)"), lambda: None)
        self.versions = QMenu(self)
        self.settle_button.setMenu(self.versions)
        self.settle_button.setStyleSheet(
            f"QPushButton {{ padding-right: {theme.current().px(24)}px; }}"
            f"QPushButton::menu-indicator {{ subcontrol-position: right center; right: {theme.XS + 2}px; }}"
        )
        self.send_button = button(_("Ask for opinions (&C)…"), lambda: self.acts.send(self.chosen_scheme()))
        self.order_button = button(_("Hand down (&O)…"), self._order, kind="primary")
        self.changed_label = label("", "", wrap=True)
        self.changed = card(
            row(Mark("newer"), self.changed_label, button(_("Looked at (&K)"), self._acknowledge, kind="small"),
                gap=theme.M, margins=(theme.M, theme.S, theme.M, theme.S))
        )  # fmt: skip
        self._lay_out()
        self._connect()

    def title(self) -> str:
        return _("Decomposition of targets") if self.session.workspace.is_issuer else _("Targets of this unit")

    def load(self) -> None:
        if not self.session.workspace.is_issuer:
            self.own.load()
            self.stack.setCurrentWidget(self.own)
            self.count_changed.emit(self.name, int(self.own.waits))
            return
        workspace = self.session.workspace
        self._names = {unit.code: unit.short for unit in workspace.policy.units}
        known = [one.name for one in self.session.ask(decomposition.schemes) or ()]
        _fill(self.scheme, [(name, name) for name in known])
        name = self.chosen_scheme()
        today = self.session.today
        self._view = self.session.ask(lambda ws: decomposition.view(ws, name, today=today)) if name else None
        handed = self.session.ask(decomposition.in_force) or {}
        others = [(_("compare: nothing"), "")]
        others += [(_("compare: in force"), IN_FORCE)] if handed else []
        others += [(_("compare: {name}").format(name=one), one) for one in known if one != name]
        _fill(self.other, others)
        scheme = self._view.scheme if self._view else None
        self._opinions = self.session.ask(lambda ws: consultation.opinions(ws, scheme)) or ()
        self.stack.setCurrentWidget(self.desk if self._view else self.nothing)
        kept = self.chosen_target()
        self.targets.show(self.session.ask(lambda ws: decomposition.lines(ws, self._view)) or ())
        self.list.go_to(self._row_of(kept))
        self._show()
        self.count_changed.emit(self.name, sum(len(one.open_points) for one in self._opinions))

    def chosen_scheme(self) -> str:
        """The name of the scheme that is shown, empty while there is none."""
        return str(self.scheme.currentData() or "")

    def chosen_target(self) -> Target | None:
        """The target that is selected in the list."""
        line = self.targets.thing(self.list.currentIndex().row())
        return line.target if line else None

    def show_target(self, target: str) -> None:
        """Select a target by its id."""
        for number, line in enumerate(self.targets.things()):
            if line.target.id == target:
                self.list.go_to(number)

    def place(self) -> Mapping[str, str]:
        target = self.chosen_target()
        return {"scheme": self.chosen_scheme(), "target": target.id if target else ""}

    def restore(self, place: Mapping[str, str]) -> None:
        self.scheme.setCurrentIndex(max(self.scheme.findData(place.get("scheme", "")), 0))
        self.load()
        self.show_target(place.get("target", ""))

    def go(self, reference: str) -> None:
        self.show_target(reference)

    def reference(self) -> str:
        if not self.session.workspace.is_issuer:
            return self.own.reference()
        unit = self.model.unit_of(self.table.currentIndex().row())
        package = handdown.order_package(self.session.workspace, unit) if unit else None
        return package.id if package else ""

    def begin(self) -> None:
        if not self.session.workspace.is_issuer:
            self.own.begin()
        else:
            (self.list if self._view else self.new_button).setFocus()

    # -- inner -----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        look = theme.current()
        self.bar = holder(
            row(
                self.scheme,
                self.undo_button,
                self.redo_button,
                self.drop_button,
                None,
                self.import_button,
                self.export_button,
                self.other,
                gap=theme.S,
            )
        )
        self.scheme.setMinimumWidth(look.px(112))
        self.other.setMinimumWidth(look.px(112))
        side = column(self.list, self.take_up_all, gap=theme.S)
        left = holder(side)
        left.setFixedWidth(look.px(_SIDE))
        heading = row(holder(column(self.title_label, self.rule_label, gap=2)), self.take_up, self.take_out,
                      gap=theme.S)  # fmt: skip
        heading.setStretch(0, 1)
        proof = row(self.proof_mark, self.proof, gap=theme.S)
        proof.setStretch(1, 1)
        main = column(gap=theme.M)
        main.addLayout(heading)
        main.addWidget(self.choices)
        main.addWidget(self.table, 1)
        main.addLayout(proof)
        main.addLayout(self.said)
        body = row(left, holder(main), gap=theme.L)
        body.setStretch(1, 1)
        acts = row(self.leave_out, self.take_button, self.decline_button, self.behalf_button, self.settle_button,
                   None, self.send_button, self.order_button, gap=theme.S)  # fmt: skip
        desk = column(self.bar, self.changed, gap=theme.M)
        desk.addLayout(body, 1)
        desk.addLayout(acts)
        self.desk = holder(desk)
        self.nothing = empty(
            _("No scheme yet"),
            _("Targets are split here over units and years: by several methods, with pinned parts and a proof that the "
              "parts meet the whole. Units are asked their opinion, then the targets are handed down."),
            button(_("New scheme (&E)…"), self._new, kind="primary"),
        )  # fmt: skip
        self.stack = QStackedWidget()
        for part in (self.desk, self.nothing, self.own):
            self.stack.addWidget(part)
        self.bar.layout().insertWidget(1, self.new_button)  # type: ignore[union-attr]
        self.setLayout(column(self.stack, margins=(theme.L, theme.L, theme.L, theme.L)))

    def _connect(self) -> None:
        self.scheme.activated.connect(lambda _index: self.look_again())
        self.other.activated.connect(lambda _index: self._show())
        self.list.row_changed.connect(lambda _row: self._show())
        self.list.entered_row.connect(lambda _row: self.table.setFocus())
        self.table.row_changed.connect(lambda _row: self._show_acts())
        self.model.typed.connect(self._typed)
        self.choices.chosen.connect(self._chosen)
        for keys, act in (
            (QKeySequence.StandardKey.Undo, lambda: self._step(decomposition.undo)),
            (QKeySequence.StandardKey.Redo, lambda: self._step(decomposition.redo)),
        ):
            QShortcut(QKeySequence(keys), self, act)

    def _show(self) -> None:
        line = self.targets.thing(self.list.currentIndex().row())
        view = self._view
        if line is None or view is None:
            return
        parts = view.parts.get(line.target.id)
        decimals = parts.decimals if parts else None
        self.title_label.setText(line.target.name)
        facts = [formats.target_text(line.target, decimals), labels.label(line.rule.rule), line.clause]
        if line.target.horizon:
            facts.insert(1, _("by {year}").format(year=line.target.horizon))
        self.rule_label.setText("　".join(fact for fact in facts if fact))
        self.take_up.setVisible(parts is None and line.rule.rule is not Rule.OPEN)
        self.take_out.setVisible(parts is not None)
        for part in (self.choices, self.table, self.proof_mark, self.proof):
            part.setVisible(parts is not None)
        if parts is not None:
            split = view.scheme.splits[line.target.id]
            self.choices.show_split(split, line.rule.rule)
            here = self.table.currentIndex()
            unit, name = self.model.unit_of(here.row()), self.model.column_of(here.column())
            self.model.show(parts, self._names, self._beside(line.target, frozenset(split.years)))
            if not self.table.currentIndex().isValid():
                self.table.go_to(unit or parts.cells[0].unit, name or PART)
            worst = next((one.severity for one in parts.findings if one.severity is not Severity.NOTE), None)
            self.proof_mark.show_mark(SEVERITY[worst] if worst else "ok")
            self.proof.setText(splits.proof_text(parts))
        clear(self.said)
        for finding in parts.findings if parts else ():
            words = label(sentence(finding, self._names), "second", wrap=True)
            line_of = row(Mark(SEVERITY[finding.severity]), words, gap=theme.S)
            line_of.setStretch(1, 1)
            self.said.addLayout(line_of)
        if parts is None:
            self.said.addWidget(label(_not_taken_up(line), "second", wrap=True))
            self.said.addStretch(1)
        self._show_changed(view)
        self.undo_button.setEnabled(view.can_undo)
        self.redo_button.setEnabled(view.can_redo)
        self._show_acts()

    def _beside(self, target: Target, years: frozenset[str]) -> Beside:
        chosen = str(self.other.currentData() or "")
        other = None
        if chosen:
            today = self.session.today
            versions = self.session.ask(lambda ws: decomposition.quantities(ws, chosen, today)) or {}
            other = versions.get(target.id, {})
        opinions = None
        if self._opinions:
            opinions = {one.unit.code: _opinion_text(one, target) for one in self._opinions}
        name = _("In force now") if chosen == IN_FORCE else chosen
        return Beside(name, other, opinions, years)

    def _show_changed(self, view: SchemeView) -> None:
        self.changed.setVisible(bool(view.changed))
        if not view.changed:
            return
        names = self._names | {"": _("the whole")}
        targets = {line.target.id: line.target.name for line in self.targets.things()}
        said = [
            _("{target}, {unit}: {before} → {after}").format(
                target=targets.get(one.target, one.target), unit=names.get(one.unit, one.unit),
                before=formats.number(one.before), after=formats.number(one.after),
            )
            for one in view.changed
        ]  # fmt: skip
        count = ngettext(
            "{n} part has changed with the plan, the units or the figures", "{n} parts have changed with the plan, the "
            "units or the figures", len(said),
        ).format(n=len(said))  # fmt: skip
        more = pgettext("list", "; ").join(said[:3]) + (" …" if len(said) > 3 else "")
        self.changed_label.setText(_("{count}: {more}").format(count=count, more=more))
        self.changed_label.setToolTip("\n".join(said))

    def _show_acts(self) -> None:
        point = self._point()
        unit = self.model.unit_of(self.table.currentIndex().row())
        asked = next((one for one in self._opinions if one.unit.code == unit), None)
        waits = point is not None and point.handled is None
        for act in (self.take_button, self.decline_button):
            act.setVisible(bool(self._opinions))
        settled = asked is None or asked.state != "second"
        self.take_button.setEnabled(waits and settled and point is not None and point.item.quantity is not None)
        self.decline_button.setEnabled(waits and settled)
        self.behalf_button.setVisible(bool(self._opinions))
        self.behalf_button.setEnabled(asked is not None and _may_be_entered(asked))
        self._show_versions(asked)
        cell = self.model.parts.cell(unit) if self.model.parts and unit else None
        self.leave_out.setVisible(self.table.isVisibleTo(self) and cell is not None)
        out = self._is_out(unit)
        self.leave_out.setText(_("Ask this unit again") if out else _("Do not ask this unit"))

    def _show_versions(self, asked: UnitOpinion | None) -> None:
        """A unit's answers that stand side by side, each one click away from being the one that counts."""
        self.versions.clear()
        versions = asked.versions if asked is not None and asked.state == "second" else ()
        self.settle_button.setVisible(bool(versions))
        for package in versions:
            words = splits.answer_text(read_opinion(package), read_targets(asked.consult).targets) if asked else ""
            who = "　".join(part for part in (package.date, package.officer) if part)
            said = _("Keep that of {who}: {words}").format(who=who or short(package.id), words=words)
            self.versions.addAction(said, lambda unit=package.audience, keep=package.id: self.acts.settle(unit, keep))

    def _is_out(self, unit: str) -> bool:
        target = self.chosen_target()
        split = self._view.scheme.splits.get(target.id) if self._view and target else None
        return split is not None and unit in split.left_out

    def _point(self) -> OpinionPoint | None:
        """The point of the selected unit's opinion on the chosen target, else on the whole."""
        unit, target = self.model.unit_of(self.table.currentIndex().row()), self.chosen_target()
        points = [point for one in self._opinions if one.unit.code == unit for point in one.points]
        mine = [one for one in points if one.plan_target is not None and target and one.plan_target.id == target.id]
        return next(iter([*mine, *(one for one in points if not one.target)]), None)

    def _row_of(self, target: Target | None) -> int:
        things = self.targets.things()
        wanted = target.id if target else next((line.target.id for line in things if line.parts), "")
        return next((number for number, line in enumerate(things) if line.target.id == wanted), 0)

    def _new(self) -> None:
        name = self.acts.new_scheme()
        if name:
            self.load()
            self.scheme.setCurrentIndex(self.scheme.findData(name))
            self.load()

    def _step(self, act: object) -> None:
        name, today = self.chosen_scheme(), self.session.today
        if name and callable(act):
            self.session.run(lambda ws: act(ws, name, today=today))

    def _drop(self) -> None:
        self.acts.drop(self.chosen_scheme())

    def _acknowledge(self) -> None:
        name, today, by = self.chosen_scheme(), self.session.today, self.session.by
        self.session.run(lambda ws: decomposition.acknowledge(ws, name, today=today, by=by))

    def _take_up(self) -> None:
        if (target := self.chosen_target()) is not None:
            self.acts.change(self.chosen_scheme(), target, lambda split: split)
            self.table.setFocus()

    def _take_up_all(self) -> None:
        self.acts.take_up_all(self.chosen_scheme())

    def _take_out(self) -> None:
        if (target := self.chosen_target()) is not None:
            self.acts.change(self.chosen_scheme(), target, lambda _split: None)

    def _leave_out(self) -> None:
        from ipdesk.domain.scheme import left_out

        unit, target = self.model.unit_of(self.table.currentIndex().row()), self.chosen_target()
        if unit and target is not None:
            out = not self._is_out(unit)
            self.acts.change(self.chosen_scheme(), target, lambda split: left_out(split, unit, out=out))

    def _typed(self, unit: str, name: str, text: str) -> None:
        if (target := self.chosen_target()) is not None:
            self.acts.typed(self.chosen_scheme(), target, unit, name, text)

    def _chosen(self, field: str, value: str) -> None:
        if (target := self.chosen_target()) is not None:
            self.acts.choose(self.chosen_scheme(), target, field, value)
            self._show()

    def _handle(self, *, take: bool) -> None:
        point, unit = self._point(), self.model.unit_of(self.table.currentIndex().row())
        if point is not None:
            (self.acts.take_over if take else self.acts.decline)(self.chosen_scheme(), unit, point)

    def _behalf(self) -> None:
        unit = self.model.unit_of(self.table.currentIndex().row())
        asked = next((one for one in self._opinions if one.unit.code == unit), None)
        if asked is not None:
            target = self.chosen_target()
            mine = [
                one.id
                for one in read_targets(asked.consult).targets
                if target is not None and one.id == f"{target.id}-{unit}"
            ]
            self.acts.behalf(asked, next(iter(mine), ""))

    def _order(self) -> None:
        findings = self._view.findings if self._view else ()
        explain = any(one.severity is Severity.MUST_EXPLAIN for one in findings)
        self.acts.order(self.chosen_scheme(), explain=explain)


def _target_columns() -> tuple[Column[TargetLine], ...]:
    def mark(line: TargetLine) -> str:
        if line.parts is None:
            return "wait" if line.rule.rule in (Rule.SUM, Rule.RATIO) else "none"
        worst = [one.severity for one in line.parts.findings if one.severity is not Severity.NOTE]
        return SEVERITY[worst[0]] if worst else "ok"

    return (
        Column(_("Target"), lambda line: line.target.name, least=120, stretch=True,
               icon=lambda line: mark_icon(mark(line))),
        Column(_("Splitting"), lambda line: _(_SHORT[line.rule.rule]), least=56, most=80),
    )  # fmt: skip


def _may_be_entered(asked: UnitOpinion) -> bool:
    """On a unit's behalf an answer is entered while there is none of its own."""
    return asked.state == "waiting" or (
        len(asked.versions) == 1 and read_opinion(asked.versions[0]).made_by == "behalf"
    )


def _not_taken_up(line: TargetLine) -> str:
    """What is said of a target that the scheme does not split."""
    match line.rule.rule:
        case Rule.OPEN:
            return _("Its value is still open: there is nothing to split up yet.")
        case Rule.SUM:
            return _("Not in this scheme yet. Its parts add up to it.")
        case Rule.RATIO:
            return _("Not in this scheme yet. Its parts meet it by numerators and denominators, never by a mean.")
        case Rule.SAME:
            return _("Not in this scheme yet. It does not add up: each unit takes the same value.")
    return _("Not in this scheme yet. It does not add up: who supplies the figure takes it as it is.")


def _opinion_text(one: UnitOpinion, target: Target) -> str:
    points = [point for point in one.points if point.plan_target is not None and point.plan_target.id == target.id]
    points = points or [point for point in one.points if not point.target]
    if not points:
        return splits.opinion_state("agree") if one.state == "disagree" else splits.opinion_state(one.state)
    said = []
    for point in points:
        how = splits.handled(point.handled.how if point.handled else "")
        value = formats.number(point.item.quantity) if point.item.quantity is not None else ""
        said.append(" ".join(part for part in (how, value, point.item.reason) if part))
    if one.state == "second":
        said.insert(0, splits.opinion_state("second"))
    return pgettext("list", "; ").join(said)


def _fill(box: QComboBox, choices: list[tuple[str, str]]) -> None:
    kept = box.currentData()
    box.clear()
    for words, key in choices:
        box.addItem(words, key)
    box.setCurrentIndex(max(box.findData(kept), 0) if choices else -1)

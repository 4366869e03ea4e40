"""What a person does to a task: a dialog asks for what is needed, a service does it, the page looks again."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ipdesk.domain.form import TaskState
from ipdesk.domain.ledger.matter import TARGET, matter_slot
from ipdesk.domain.light import Colour
from ipdesk.domain.period import PeriodKind, last_complete
from ipdesk.domain.unit import in_order
from ipdesk.services import matters, measuresin, tasksample, typed
from ipdesk.services.formbuild import READING
from ipdesk.services.tasks import TaskLine
from ipdesk.services.workspace import Done, Workspace
from ipdesk.text import formats, lightwords
from ipdesk.text.i18n import N_, _, pgettext
from ipdesk.text.labels import label
from ipdesk.ui.dialogs import asking
from ipdesk.ui.dialogs.asking import CHOICE, DAY, TEXT, Field
from ipdesk.ui.dialogs.division import DivisionDialog
from ipdesk.ui.session import Session

if TYPE_CHECKING:
    from ipdesk.services.measurepreview import Preview
    from ipdesk.services.tasksample import Sample

#: Days that a unit gets to answer an order, unless a person says otherwise.
_REPLY_DAYS = 10

Values = Mapping[str, str]


class TaskActs:
    """The acts of the page on its chosen line."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        self._parent = parent
        self._session = session
        self.seed = ""  # of the sample that was drawn last

    def act(self, name: str, line: TaskLine, about: str) -> None:
        """Ask, then do; `about` is the order that a reply or a check is about."""
        made: dict[str, Callable[[TaskLine, str], None]] = {
            "update": self._update, "apply": self._apply, "order": self._order, "reply": self._reply,
            "check": self._check, "postpone": self._postpone, "close": self._close, "return": self._return,
            "reopen": self._reopen, "rate": self._rate, "sample": self._sample, "withdraw": self._withdraw,
        }  # fmt: skip
        made[name](line, about)

    def import_division(self, path: Path, year: int) -> None:
        """分工方案 of a year: preview, answers, then one commit."""
        found = self._read(path, year, {})
        if found is None:
            return
        dialog = DivisionDialog(self._parent, path, found)

        def again(answers: object) -> None:
            more = self._read(path, year, dialog.answers)
            if more is not None:
                dialog.show_preview(more)
            del answers

        dialog.answered.connect(again)
        if dialog.exec() == DivisionDialog.DialogCode.Accepted:
            today, by = self._session.today, self._session.by
            self._session.run(
                lambda ws: measuresin.import_measures(ws, path, year, answers=dialog.answers, today=today, by=by)
            )
            self._session.tell(_("The measures are kept. Hand them down when they stand."), "done")

    def supervise_target(self) -> None:
        """督办 a target that lags: which unit, which target, what is asked for."""
        workspace = self._session.workspace
        today, by = self._session.today, self._session.by
        units = tuple(
            (unit.code, unit.short)
            for unit in in_order(workspace.policy.units)
            if unit.parent == workspace.unit.code and unit.counted
        )
        targets = tuple((one.id, one.name) for one in workspace.plan.targets)
        fields = (
            Field("unit", _("Unit"), CHOICE, choices=units),
            Field("target", _("Target"), CHOICE, choices=targets),
            Field("number", _("Number of the order"), value=matters.next_number(workspace, today), needed=True),
            Field("deadline", _("Reply due"), DAY, (today + timedelta(days=_REPLY_DAYS)).isoformat()),
            Field("text", _("What is asked for"), TEXT, needed=True),
        )
        given = asking.ask(self._parent, _("Supervise a target"), fields, act=_("Supervise (&S)"))
        if given is None:
            return
        slot = matter_slot(TARGET, given["unit"], given["target"])
        self._run(
            lambda ws: matters.order(
                ws, slot, number=given["number"], deadline=_day(given["deadline"]), text=given["text"], today=today,
                by=by,
            ),
            _("Order {number} is made. Write the sheets to send it.").format(number=given["number"]),
        )  # fmt: skip

    def _read(self, path: Path, year: int, answers: Values) -> "Preview | None":
        return self._session.ask(lambda ws: measuresin.preview(ws, path, year, answers))

    # -- one dialog each ----------------------------------------------------------------------------------------------

    def _ask(self, title: str, line: TaskLine, fields: tuple[Field, ...], act: str, note: str = "") -> Values | None:
        about = f"{line.unit.short}　{line.title or line.task}"
        return asking.ask(self._parent, title, fields, act=act, about=about, note=note)

    def _run(self, operation: Callable[[Workspace], Done[str]], said: str) -> None:
        if self._session.run(operation) is not None:
            self._session.tell(said, "done")

    def _behalf(self, line: TaskLine) -> tuple[Field, ...]:
        """The issuer says what it rests on when it speaks for a unit."""
        if line.unit.code == self._session.workspace.unit.code:
            return ()
        return (Field("basis", _("Rests on (letter, call)"), needed=True),)

    def _update(self, line: TaskLine, _about: str) -> None:
        told = line.newest
        states = tuple((state.value, label(state)) for state in TaskState)
        fields = [
            Field("state", _("State"), CHOICE, (told.state if told and told.state else TaskState.ON_COURSE), states),
            Field("text", _("Progress"), TEXT, needed=True),
            Field("problem", _("Problems")), Field("cause", _("Causes")), Field("next", _("Next steps")),
            Field("coordinate", _("To be coordinated")), Field("evidence", _("Evidence, by name")),
        ]  # fmt: skip
        if line.measure is not None and line.measure.quantity is not None:
            words = _("Done so far ({unit})").format(unit=line.measure.unit)
            fields.insert(1, Field("quantity", words))
        given = self._ask(_("Tell progress"), line, (*fields, *self._behalf(line)), _("Keep (&S)"))
        if given is None:
            return
        facts = {name: text for name, text in given.items() if name != "basis"}
        facts["evidence"] = "\n".join(facts.get("evidence", "").split("、"))
        if facts.get("quantity"):
            try:
                unit = line.measure.unit if line.measure else ""
                facts["quantity"] = format(typed.figure(facts["quantity"], unit, READING), "f")
            except ValueError:
                self._session.tell(_("“{text}” is no number.").format(text=facts["quantity"]), "trouble")
                return
        today, by = self._session.today, self._session.by
        self._run(
            lambda ws: matters.tell_progress(ws, line.slot, facts, basis=given.get("basis", ""), today=today, by=by),
            _("Kept. It goes up with the next file."),
        )

    def _apply(self, line: TaskLine, _about: str) -> None:
        fields = (Field("text", _("What was achieved"), TEXT, needed=True), Field("evidence", _("Evidence, by name")))
        given = self._ask(_("Apply to close"), line, (*fields, *self._behalf(line)), _("Apply (&S)"))
        if given is None:
            return
        today, by = self._session.today, self._session.by
        self._run(
            lambda ws: matters.apply_to_close(
                ws, line.slot, given["text"], evidence=given["evidence"].split("、"), basis=given.get("basis", ""),
                today=today, by=by,
            ),
            _("Applied to close. It goes up with the next file."),
        )  # fmt: skip

    def _order(self, line: TaskLine, _about: str) -> None:
        today, by = self._session.today, self._session.by
        number = matters.next_number(self._session.workspace, today)
        fields = (
            Field("number", _("Number of the order"), value=number, needed=True),
            Field("deadline", _("Reply due"), DAY, (today + timedelta(days=_REPLY_DAYS)).isoformat()),
            Field("text", _("What is asked for"), TEXT, needed=True),
        )
        note = _("The order goes out with the sheets or with the next templates.")
        given = self._ask(_("Supervise"), line, fields, _("Supervise (&S)"), note)
        if given is None:
            return
        self._run(
            lambda ws: matters.order(
                ws, line.slot, number=given["number"], deadline=_day(given["deadline"]), text=given["text"],
                today=today, by=by,
            ),
            _("Order {number} is made. Write the sheets to send it.").format(number=given["number"]),
        )  # fmt: skip

    def _reply(self, line: TaskLine, about: str) -> None:
        fields = (Field("text", _("What was done"), TEXT, needed=True), Field("evidence", _("Evidence, by name")))
        given = self._ask(_("Answer the order"), line, (*fields, *self._behalf(line)), _("Answer (&S)"))
        if given is None:
            return
        today, by = self._session.today, self._session.by
        self._run(
            lambda ws: matters.reply(
                ws, line.slot, about, given["text"], evidence=given["evidence"].split("、"),
                basis=given.get("basis", ""), today=today, by=by,
            ),
            _("Answered. It goes up with the next file."),
        )  # fmt: skip

    def _check(self, line: TaskLine, about: str) -> None:
        today, by = self._session.today, self._session.by
        choices = (("passed", _("settled")), ("again", _("goes on")))
        fields = (
            Field("result", _("Result"), CHOICE, "passed", choices),
            Field("reason", _("Reason"), TEXT),
            Field("deadline", _("Next reply due"), DAY, (today + timedelta(days=_REPLY_DAYS)).isoformat()),
        )
        note = _("To let it go on, or to settle it without a reply, give a reason. The day counts only if it goes on.")
        given = self._ask(_("Check the reply"), line, fields, _("Keep (&S)"), note)
        if given is None:
            return
        passed = given["result"] == "passed"
        self._run(
            lambda ws: matters.check(
                ws, line.slot, about, passed=passed, reason=given["reason"],
                deadline=None if passed else _day(given["deadline"]), today=today, by=by,
            ),
            _("Settled.") if passed else _("It goes on."),
        )  # fmt: skip

    def _withdraw(self, line: TaskLine, about: str) -> None:
        given = self._ask(
            _("Withdraw the order"), line, (Field("reason", _("Reason"), TEXT, needed=True),), _("Withdraw (&S)")
        )
        if given is None:
            return
        today, by = self._session.today, self._session.by
        self._run(
            lambda ws: matters.withdraw(ws, line.slot, about, reason=given["reason"], today=today, by=by),
            _("Withdrawn."),
        )

    def draw_sample(self) -> "Sample | None":
        """抽查: a sample by a seed and so many of each unit; None when the person thought better of it."""
        today = self._session.today
        choices = (("", _("all measures")), ("done", _("only those said to be done")))
        fields = (
            Field("seed", _("Seed of the sample"), value=today.isoformat(), needed=True),
            Field("count", _("So many of each unit"), value="2", needed=True),
            Field("which", _("Drawn from"), CHOICE, choices=choices),
        )
        note = _(
            "Of each unit those are taken whose SHA-256 of “seed|unit|number” is smallest: anybody can draw again."
        )
        given = asking.ask(self._parent, _("Sample for checks on site"), fields, act=_("Draw (&S)"), note=note)
        if given is None or not given["count"].isdigit():
            return None
        self.seed = given["seed"]
        return self._session.ask(
            lambda ws: tasksample.sample(
                ws, given["seed"], per_unit=int(given["count"]), only_done=given["which"] == "done", today=today
            )
        )

    def _postpone(self, line: TaskLine, _about: str) -> None:
        fields = (
            Field("deadline", _("New deadline"), needed=True),
            Field("approver", _("Approved by"), needed=True),
            Field("reason", _("Reason"), TEXT, needed=True),
        )
        note = _("Write a deadline that names a day, like 2026年11月底. The old one stays in the ledger.")
        given = self._ask(_("Put the deadline off"), line, fields, _("Keep (&S)"), note)
        if given is None:
            return
        today, by = self._session.today, self._session.by
        self._run(
            lambda ws: matters.postpone(
                ws, line.slot, given["deadline"], approver=given["approver"], reason=given["reason"], today=today,
                by=by,
            ),
            _("The deadline is put off."),
        )  # fmt: skip

    def _close(self, line: TaskLine, _about: str) -> None:
        applied = line.matter.applied is not None
        fields = (Field("reason", _("Reason"), TEXT, needed=not applied),)
        given = self._ask(pgettext("task", "Close"), line, fields, _("Close (&S)"))
        if given is None:
            return
        today, by = self._session.today, self._session.by
        self._run(lambda ws: matters.close(ws, line.slot, reason=given["reason"], today=today, by=by), _("Closed."))

    def _return(self, line: TaskLine, _about: str) -> None:
        given = self._ask(
            _("Return the application"), line, (Field("reason", _("What is missing"), TEXT, needed=True),),
            _("Return (&S)"),
        )  # fmt: skip
        if given is None:
            return
        today, by = self._session.today, self._session.by
        self._run(lambda ws: matters.return_(ws, line.slot, reason=given["reason"], today=today, by=by), _("Returned."))

    def _reopen(self, line: TaskLine, _about: str) -> None:
        given = self._ask(_("Reopen"), line, (Field("reason", _("Reason"), TEXT, needed=True),), _("Reopen (&S)"))
        if given is None:
            return
        today, by = self._session.today, self._session.by
        self._run(
            lambda ws: matters.reopen(ws, line.slot, reason=given["reason"], today=today, by=by), _("Open again.")
        )

    def _rate(self, line: TaskLine, _about: str) -> None:
        period = last_complete(self._session.today, PeriodKind.QUARTER)
        words = line.lit.line.word if line.lit.line else ""
        colours = tuple((colour.value, lightwords.colour_name(colour)) for colour in Colour)
        current = line.lit.line.colour.value if line.lit.line else Colour.GREY.value
        fields = (
            Field("light", _("Light"), CHOICE, current, colours),
            Field("word", _("Word"), value=words, needed=True),
            Field("reason", _("Reason"), TEXT, needed=True),
        )
        title = _("Status for {period}").format(period=formats.period_text(period))
        note = _("It stands in place of the rule's light; every version is kept.")
        given = self._ask(title, line, fields, _("Keep (&S)"), note)
        if given is None:
            return
        today, by = self._session.today, self._session.by
        self._run(
            lambda ws: matters.rate(
                ws, line.slot, period, Colour(given["light"]), given["word"], reason=given["reason"], today=today,
                by=by,
            ),
            _("Kept."),
        )  # fmt: skip

    def _sample(self, line: TaskLine, _about: str) -> None:
        results = tuple((key, _(words)) for key, words in SAMPLE_RESULTS.items())
        fields = (
            Field("seed", _("Seed of the sample"), value=self.seed),
            Field("result", _("Result"), CHOICE, "as_told", results),
            Field("text", _("What was seen"), TEXT, needed=True),
        )
        given = self._ask(_("Checked on site"), line, fields, _("Keep (&S)"))
        if given is None:
            return
        today, by = self._session.today, self._session.by
        self._run(
            lambda ws: matters.sampled(
                ws, line.slot, seed=given["seed"], result=given["result"], text=given["text"], today=today, by=by
            ),
            _("Kept."),
        )


SAMPLE_RESULTS = {"as_told": N_("as told"), "differs": N_("differs"), "unclear": N_("to be looked into")}


def _day(text: str) -> date:
    return date.fromisoformat(text)

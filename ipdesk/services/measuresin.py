"""A 分工方案 from Excel taken in: every cell's fate first, questions where anything is not sure, then one commit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ipdesk.domain.errors import EnvironmentTrouble, NotFound, Refused, WrongUse
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.measure import Measure, due_of, is_standing, next_id
from ipdesk.domain.plan import Clause, ClauseKind, Plan
from ipdesk.domain.unit import UnitKind, in_order
from ipdesk.domain.unitnames import NamedUnits, is_every_area, known_names, plain_name, split_units
from ipdesk.exchange.child import open_workbook
from ipdesk.exchange.measuresheet import MeasureSheet, SheetLine, measure_sheets
from ipdesk.exchange.words import folded
from ipdesk.services.clauses import tasks_named
from ipdesk.services.formbuild import READING
from ipdesk.services.judged import Ask
from ipdesk.services.measurepreview import Drafted, Preview, PreviewLine, line_shown
from ipdesk.services.measures import all_measures, ids_given, put_measures
from ipdesk.services.typed import figure
from ipdesk.services.workspace import Changes, Done, Workspace
from ipdesk.text.i18n import _

#: Answers that are no name: keep the words of the cell and count nobody; not a measure of before; leave as it is.
WORDS, NEW, KEEP, DROP, ABOVE, LEAVE = "words", "new", "keep", "drop", "above", "leave"


def import_measures(
    workspace: Workspace,
    path: Path,
    year: int,
    *,
    answers: Mapping[str, str] | None = None,
    dry_run: bool = False,
    today: date,
    by: str,
) -> Done[Preview]:
    """Reads a 分工方案 of a year and keeps its measures, unless a question is left or it is only a trial.

    A measure keeps its id where the sheet has it (编号), or task and wording are the same; one that is reworded is
    asked about, and so is one that the sheet has no more. Raises NotFound `file_not_found`; WrongUse
    `measures_no_sheet`, `measures_bad_year`; EnvironmentTrouble as reading any workbook; Refused `not_issuer`.
    """
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    found = preview(workspace, path, year, answers or {})
    if dry_run or found.asks:
        return Done(found, Changes())
    kept = put_measures(workspace, found.measures, reason=path.name, today=today, by=by)
    return Done(found, kept.changes)


def preview(workspace: Workspace, path: Path, year: int, answers: Mapping[str, str]) -> Preview:
    """What `import_measures` would do. Nothing is written."""
    plan = workspace.plan
    if not plan.first_year <= year <= plan.last_year:
        raise WrongUse("measures_bad_year", year=str(year), first=str(plan.first_year), last=str(plan.last_year))
    if not path.exists():
        raise NotFound("file_not_found", path=str(path))
    try:
        book = open_workbook(path)
    except OSError as trouble:
        raise EnvironmentTrouble("cannot_read", path=path.name, reason=trouble.strerror or str(trouble)) from trouble
    if book.refusal is not None:
        raise WrongUse(book.refusal.code, **{"file": path.name, **book.refusal.params})
    sheets = measure_sheets(book)
    if not sheets:
        raise WrongUse("measures_no_sheet", file=path.name)
    return _Reading(workspace, year, answers, path.name).of(sheets)


@dataclass(slots=True)
class _Reading:
    """One reading of one file: what is known, what was answered, what has to be asked."""

    workspace: Workspace
    year: int
    answers: Mapping[str, str]
    file: str
    asks: dict[str, Ask] = field(default_factory=dict)
    notes: list[Finding] = field(default_factory=list)

    plan: Plan = field(init=False)
    before: tuple[Measure, ...] = field(init=False)
    of_year: dict[str, Measure] = field(init=False)
    names: Mapping[str, str] = field(init=False)
    areas: tuple[str, ...] = field(init=False)
    tasks: list[Clause] = field(init=False)
    said_before: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        units = self.workspace.policy.units
        self.plan = self.workspace.plan
        self.before = all_measures(self.workspace)
        self.of_year = {one.id: one for one in self.before if one.year == self.year}
        self.names = known_names(units)
        self.areas = tuple(unit.code for unit in in_order(units) if unit.kind is UnitKind.DISTRICT)
        self.tasks = [one for one in self.plan.outline if one.kind is ClauseKind.TASK]
        for one in self.before:
            self.said_before.setdefault(one.lead_text, one.lead)
            self.said_before.setdefault(one.support_text, one.support)

    def of(self, sheets: tuple[MeasureSheet, ...]) -> Preview:
        lines: list[PreviewLine | Drafted] = []
        for sheet in sheets:
            if sheet.unknown:
                self._note("measures_unknown_columns", sheet.name, "", columns=_("、").join(sheet.unknown))
            lines += self._lines(sheet)
        drafts = [one for one in lines if isinstance(one, Drafted)]
        self._identify(drafts)
        gone = tuple(self._gone({one.measure.id for one in drafts}))
        kept = [one for one in self.of_year.values() if one not in gone]
        kept = [one for one in kept if all(one.id != draft.measure.id for draft in drafts)]
        others = [one for one in self.before if one.year != self.year]
        shown = tuple(
            line_shown(one, self.of_year.get(one.measure.id)) if isinstance(one, Drafted) else one for one in lines
        )
        measures = (*others, *(draft.measure for draft in drafts), *kept)
        return Preview(self.year, shown, measures, tuple(self.asks.values()), gone, tuple(self.notes))

    # -- lines -----------------------------------------------------------------------------------------------------

    def _lines(self, sheet: MeasureSheet) -> Iterator[PreviewLine | Drafted]:
        task, task_row = "", ""
        above: Drafted | None = None
        wording = "title" if "title" in sheet.columns else "task"
        for line in sheet.lines:
            filled = {column for column in line.cells if column not in ("no", "id", "source")}
            if not filled or (len(line.cells) == 1 and wording not in filled) or _is_heading(line, sheet):
                heading = line.text("task")
                if heading and wording == "title" and self._clause_known(heading):
                    task, task_row = heading, line.address("task")
                text = " ".join((*(cell.text for cell in line.cells.values()), *line.others))
                yield PreviewLine(line.sheet, line.row, "heading", None, text=text)
                continue
            if line.text("task"):
                task, task_row = line.text("task"), line.address("task")
            elif wording == "title" and task:
                self._note("measures_task_above", line.sheet, f"{sheet.columns.get('task', '')}{line.row}",
                           task=task, above=task_row)  # fmt: skip
            above = self._draft(line, sheet, task, above, wording)
            yield above

    def _draft(self, line: SheetLine, sheet: MeasureSheet, task: str, above: Drafted | None, wording: str) -> Drafted:
        title = line.text(wording)
        deadline = line.text("deadline")
        measure = Measure(
            id="",
            title=title,
            year=self.year,
            task=task if wording == "title" else "",
            goal=line.text("goal"),
            unit=line.text("unit"),
            deadline=deadline,
            due=due_of(deadline, self.year),
            standing=is_standing(deadline),
            person=line.text("person"),
            note=line.text("note"),
        )
        draft = Drafted(line, measure)
        if not title:
            draft.open = self._ask(f"title.{_at(line, wording)}", _("{place}: the row has no measure. Leave it out?")
                                   .format(place=_place(line, wording)), ((LEAVE, _("leave it out")),))  # fmt: skip
        draft.measure = replace(draft.measure, clause=self._clause(draft, task or title))
        self._quantity(draft)
        self._units(draft, sheet, "lead", above)
        self._units(draft, sheet, "support", above)
        if deadline and draft.measure.due is None and not draft.measure.standing:
            self._note("measures_deadline_words", line.sheet, line.address("deadline"), deadline=deadline)
        return draft

    def _quantity(self, draft: Drafted) -> None:
        text = draft.line.text("quantity")
        if not text:
            return
        try:
            quantity = figure(text, draft.measure.unit, READING)
        except ValueError:
            name = f"quantity.{_at(draft.line, 'quantity')}"
            question = _("{place}: “{text}” is no number.").format(place=_place(draft.line, "quantity"), text=text)
            if self._ask(name, question, ((LEAVE, _("leave it out")),), keep=draft):
                return
            given = self.answers[name]
            if given == LEAVE:
                return
            try:
                quantity = figure(given, draft.measure.unit, READING)
            except ValueError:
                self._unusable(name, question, draft)
                return
        draft.measure = replace(draft.measure, quantity=quantity)

    # -- units -----------------------------------------------------------------------------------------------------

    def _units(self, draft: Drafted, sheet: MeasureSheet, column: str, above: Drafted | None) -> None:
        text = draft.line.text(column)
        if not text and column == "lead" and column in sheet.columns and above is not None:
            text = self._lead_above(draft, above)
        named = split_units(text)
        codes = self.said_before.get(text) if text else ()
        if codes is None or any(f"unit.{name}" in self.answers for name in named.names):
            codes = tuple(dict.fromkeys(code for name in named.names for code in self._codes(name, draft, column)))
        shared = draft.measure.shared or named.shared
        if column == "lead":
            draft.measure = replace(draft.measure, lead=codes, lead_text=text, shared=shared)
        else:
            draft.measure = replace(draft.measure, support=codes, support_text=text, shared=shared)

    def _lead_above(self, draft: Drafted, above: Drafted) -> str:
        """The lead of a row whose cell is empty: as above (a merged cell), nobody, or as answered."""
        name = f"lead.{_at(draft.line, 'title')}"
        before = above.measure.lead_text
        question = _("Row {row} names no lead unit; the row above has {units}. Is it the same here?").format(
            row=draft.line.row, units=before or _("none")
        )
        choices = ((ABOVE, _("the same")), (LEAVE, _("nobody leads")))
        if not before or self._ask(name, question, choices, keep=draft):
            return ""
        given = self.answers[name]
        return before if given == ABOVE else "" if given == LEAVE else given

    def _codes(self, name: str, draft: Drafted, column: str) -> tuple[str, ...]:
        if is_every_area(name):
            self._note("measures_every_area", draft.line.sheet, draft.line.address(column), name=name,
                       count=str(len(self.areas)))  # fmt: skip
            return self.areas
        code = self.names.get(plain_name(name)) or self.names.get(plain_name(name.removesuffix("等")))
        if code:
            return (code,)
        question = _("{place}: who is “{name}”?").format(place=_place(draft.line, column), name=name)
        units = in_order(self.workspace.policy.units)
        choices = (*((unit.code, unit.short) for unit in units), (WORDS, _("not in this ledger; keep the words")))
        ask = f"unit.{name}"
        if self._ask(ask, question, choices, keep=draft) or self.answers[ask] == WORDS:
            return ()
        given: NamedUnits = split_units(self.answers[ask])
        codes = tuple(self.names.get(plain_name(one), "") for one in given.names)
        if not codes or not all(codes):
            self._unusable(ask, question, draft, choices)
            return ()
        return codes

    # -- tasks -----------------------------------------------------------------------------------------------------

    def _clause_known(self, text: str) -> bool:
        return len(tasks_named(self.plan, text)) == 1

    def _clause(self, draft: Drafted, text: str) -> str:
        found = tasks_named(self.plan, text)
        if len(found) == 1:
            return found[0].id
        known = {one.clause for one in self.before if text and text in (one.task, one.title)}
        if len(known) == 1:
            return known.pop()
        name = f"task.{text}"
        question = _("{place}: which task of the plan is “{text}”?").format(
            place=_place(draft.line, "task"), text=text or "—"
        )
        likely = [one for one in self.tasks if one.title and (one.title in text or text in one.title)] if text else []
        ordered = [*likely, *(one for one in self.tasks if one not in likely)]
        choices = (
            *((one.id, f"{one.label}{one.title}") for one in ordered),
            (WORDS, _("no task of the plan; keep the words")),
        )
        if self._ask(name, question, choices, keep=draft) or self.answers[name] == WORDS:
            return ""
        given = tasks_named(self.plan, self.answers[name])
        if len(given) != 1:
            self._unusable(name, question, draft, choices)
            return ""
        return given[0].id

    # -- which measure it is -----------------------------------------------------------------------------------------

    def _identify(self, drafts: list[Drafted]) -> None:
        """Gives each line its id: its own, that of the same wording, that of the one it rewords, or a new one."""
        drafts[:] = [one for one in drafts if one.measure.title or one.open]
        taken: set[str] = set()
        for draft in drafts:
            written = draft.line.text("id")
            if written in self.of_year and written not in taken:
                self._name(draft, written, taken)
        for draft in drafts:
            same = [one for one in self._free(draft, taken) if folded(one.title) == folded(draft.measure.title)]
            if not draft.measure.id and len(same) == 1:
                self._name(draft, same[0].id, taken)
        given = set(ids_given(self.workspace)) | taken
        for draft in drafts:
            if draft.measure.id:
                continue
            old = self._reworded(draft, taken)
            if old:
                self._name(draft, old, taken)
            else:
                name = next_id(self.year, draft.measure.clause, given)
                given.add(name)
                self._name(draft, name, taken)

    def _free(self, draft: Drafted, taken: set[str]) -> list[Measure]:
        return [one for one in self.of_year.values() if one.id not in taken and one.clause == draft.measure.clause]

    def _reworded(self, draft: Drafted, taken: set[str]) -> str:
        free = self._free(draft, taken)
        if not free or draft.open:
            return ""
        name = f"same.{_at(draft.line, 'title')}"
        question = _("{place}: is “{title}” one of before in other words, or new?").format(
            place=_place(draft.line, "title"), title=draft.measure.title
        )
        choices = (*((one.id, one.title) for one in free), (NEW, _("a new measure")))
        if self._ask(name, question, choices, keep=draft):
            return ""
        given = self.answers[name]
        if given != NEW and all(given != one.id for one in free):
            self._unusable(name, question, draft, choices)
            return ""
        return "" if given == NEW else given

    def _name(self, draft: Drafted, name: str, taken: set[str]) -> None:
        draft.measure = replace(draft.measure, id=name)
        taken.add(name)

    def _gone(self, found: set[str]) -> Iterator[Measure]:
        """What the sheet has no more; while lines may still turn out to be one of these, nothing is asked of them."""
        if any(name.startswith("same.") for name in self.asks):
            return
        for one in self.of_year.values():
            if one.id in found:
                continue
            name = f"gone.{one.id}"
            question = _("“{title}” ({id}) is not in the file any more.").format(title=one.title, id=one.id)
            choices = ((KEEP, _("keep it")), (DROP, _("drop it")))
            if not self._ask(name, question, choices) and self.answers[name] == DROP:
                yield one

    # -- questions and what is shown -----------------------------------------------------------------------------------

    def _ask(self, name: str, text: str, choices: tuple[tuple[str, str], ...], *, keep: Drafted | None = None) -> bool:
        """Whether a question has to be asked, since nobody has answered it yet."""
        if name in self.answers:
            return False
        self.asks.setdefault(name, Ask(name, text, choices))
        if keep is not None:
            keep.open = True
        return True

    def _unusable(self, name: str, text: str, draft: Drafted, choices: tuple[tuple[str, str], ...] = ()) -> None:
        said = _("The answer “{answer}” does not fit. {question}").format(answer=self.answers[name], question=text)
        self.asks[name] = Ask(name, said, choices)
        draft.open = True

    def _note(self, code: str, sheet: str, cell: str, **params: str) -> None:
        where = Where(file=self.file, sheet=sheet, cell=cell)
        self.notes.append(Finding(code, Severity.NOTE, where, params))


def _is_heading(line: SheetLine, sheet: MeasureSheet) -> bool:
    """A row that only names a task or a chapter over the measures below it."""
    filled = line.cells.keys() - {"no", "id", "source"}
    return "title" in sheet.columns and "title" not in filled and not filled & {"lead", "support", "deadline", "goal"}


def _at(line: SheetLine, column: str) -> str:
    """The address of a cell for the id of a question, `Sheet1!C7`; its row where the cell is empty."""
    return f"{line.sheet}!{line.address(column)}"


def _place(line: SheetLine, column: str) -> str:
    return _("{sheet}, {cell}").format(sheet=line.sheet, cell=line.address(column))

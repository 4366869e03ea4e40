"""The whole day once through, on training data: city, eleven districts, three departments, all by files.

Everything goes through the same operations as a real day; what a spreadsheet program would do is done by
`exchange.byhand`. Names, figures and dates are fixed, so two runs write the same workbooks and papers.
"""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from ipdesk.domain import period as periods
from ipdesk.domain.errors import Refused
from ipdesk.domain.form import Approval, Form, Question
from ipdesk.domain.indicator import Supply
from ipdesk.domain.period import Period
from ipdesk.domain.value import Nature, Outlook, Value, ValueStatus
from ipdesk.exchange import byhand
from ipdesk.exchange.layout import INDICATORS, SIGN, TASKS
from ipdesk.services import (
    collect,
    consolidate,
    demo_desks,
    demo_figures,
    draft,
    evaluate,
    issue,
    maintain,
    outgoing,
    receive,
    release,
    report,
    review,
    trace,
    workspace,
)
from ipdesk.services.figures import form_of
from ipdesk.services.slotref import slot as slot_named
from ipdesk.services.slotref import template_slot
from ipdesk.services.workspace import Workspace
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _

#: The day on which the demo plays unless `--today` says otherwise: the third quarter is just over.
TODAY = date(2026, 10, 9)
CITY_OFFICER = "陈建"
#: Districts that use ipdesk themselves; the others fill in workbooks.
WITH_IPDESK = ("440304", "440305", "440306", "440307")
LATE, RETURNED, MENDED, TWICE, ON_BEHALF = "440300DP", "440310", "440309", "440303", "440300SS"


@dataclass(slots=True)
class Day:
    """What the story goes on: where files lie, which day it is, who tells it."""

    out: Path
    today: date
    period: Period
    say: Callable[[str], None]
    city: Workspace
    own: dict[str, Workspace] = field(default_factory=dict)

    def folder(self, name: str) -> Path:
        path = self.out / name
        path.mkdir(parents=True, exist_ok=True)
        return path


@dataclass(frozen=True, slots=True)
class DemoResult:
    """Where the demo left things, and whether every scope had one digest on both sides."""

    city: Path
    summary: Path
    code: str
    agreed: bool
    workbooks: tuple[Path, ...]


def play(out: Path, *, today: date = TODAY, say: Callable[[str], None]) -> DemoResult:
    """Plays the day into an empty or new folder. Refused `demo_folder` when something else lies in it."""
    _clear(out)
    period = periods.last_complete(today)
    city = workspace.create(
        out / "city.ipdesk", unit="440300", plan="sz-155", training=True, today=today, by=CITY_OFFICER,
        contact="市知识产权局规划科 0755-0000 0000（培训）",
    )  # fmt: skip
    day = Day(out, today, period, say, city)
    try:
        say(
            _("Training day. Plan: {plan} ({status}), period {period}.").format(
                plan=city.plan.title, status=labels.label(city.plan.status), period=formats.period_text(period)
            )
        )
        templates = _issue(day)
        sent = _districts_fill(day, templates)
        sent += _departments_fill(day, templates)
        _city_fills(day)
        _receive_batch(day, sent)
        _enter_on_behalf(day)
        returned = _review(day)
        _consolidate(day)
        _second_round(day, templates, returned)
        _consolidate(day)
        first = _evaluate(day)
        summary = _report(day)
        agreed = _release(day)
        _trace(day, first.code)
        return DemoResult(out / "city.ipdesk", summary, first.code, agreed, tuple(sorted(out.rglob("*.xlsx"))))
    finally:
        city.close()
        for one in day.own.values():
            one.close()


def _clear(out: Path) -> None:
    """An earlier demo is replaced; anything else in the folder is left alone, and so refused."""
    marker = out / ".ipdesk-demo"
    if out.exists() and any(out.iterdir()):
        if not marker.exists():
            raise Refused("demo_folder", path=str(out))
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    marker.write_text("made by ipdesk demo\n", encoding="utf-8")


def _issue(day: Day) -> dict[str, Path]:
    city, issued_on = day.city, day.today - timedelta(days=8)
    _hand_down(day, issued_on)
    prefills = {
        (code, item): figure
        for code, *_rest in demo_figures.DISTRICTS
        for item, figure in demo_figures.district_figures(code)[1].items()
    }
    departments = {code for code, *_rest in demo_figures.DEPARTMENTS}
    asked = {"440300", *(code for code, *_rest in demo_figures.DISTRICTS), *departments}
    done = issue.issue(
        city, day.period, to=day.folder("1-下发模板"), prefills=prefills, units=asked, today=issued_on, by=CITY_OFFICER
    )
    files = {one.unit.code: one.path for one in done.value if one.path}
    day.say(_("{day}: the city issues {count} workbooks, one a unit.").format(
        day=formats.date_text(issued_on), count=len(files)))  # fmt: skip
    return files


def _hand_down(day: Day, on: date) -> None:
    folder = day.folder("0-目标和任务")
    split = demo_desks.split_stations(day.city, folder, today=on, by=CITY_OFFICER)
    day.say(_("{day}: the plan's 200 protection stations are split among {count} districts and handed down.").format(
        day=formats.date_text(on), count=split))  # fmt: skip
    divided = demo_desks.divide_work(day.city, folder, day.period.year, today=on, by=CITY_OFFICER)
    day.say(_("The year's division of work is read from Excel and handed down to {count} units.").format(count=divided))


def _districts_fill(day: Day, templates: dict[str, Path]) -> list[Path]:
    sent: list[Path] = []
    folder = day.folder("2-各单位交来")
    for code, *_rest in demo_figures.DISTRICTS:
        if code in (LATE, ON_BEHALF):
            continue
        if code in WITH_IPDESK:
            sent.append(_fill_in_ipdesk(day, code, templates[code], folder))
        else:
            wrong = {"mediation-cases": Decimal(520)} if code == RETURNED else {}
            wrong |= {"firms-served": Decimal(504)} if code == MENDED else {}
            sent.append(_fill_by_hand(day, code, templates[code], folder, "交来", wrong))
    day.say(_("Four districts fill in with ipdesk, the others cell by cell in the workbook."))
    twice = folder / f"（再发一次）{sent[_place(sent, TWICE, templates)].name}"
    shutil.copyfile(sent[_place(sent, TWICE, templates)], twice)
    mended = _fill_by_hand(day, MENDED, templates[MENDED], folder, "改过再发", {})
    day.say(_("One district sends its workbook twice, another mends its workbook and sends it again."))
    return [*sent, twice, mended]


def _place(sent: list[Path], code: str, templates: dict[str, Path]) -> int:
    unit = templates[code].name.split("_")[2]
    return next(number for number, path in enumerate(sent) if unit in path.name)


def _fill_in_ipdesk(day: Day, code: str, template: Path, folder: Path) -> Path:
    own, down, officer, supplier = demo_figures.district_figures(code)
    place = workspace.create(
        day.folder("区里的工作区") / f"{day.city.unit_of(code).short}.ipdesk", unit=code, plan="sz-155",
        training=True, today=day.today, by=officer,
    )  # fmt: skip
    day.own[code] = place
    receive.receive(place, [template], today=day.today, by=officer)
    slot = slot_named(place, day.period.code)
    form = draft.open_draft(place, slot).form
    values = {}
    for row in form.rows:
        if row.fillable and row.supply is Supply.CONFIRM:
            values[row.key] = Value(row.key, row.prefill, ValueStatus.CONFIRMED, supplied_by=supplier)
        elif row.fillable:
            figure = own.get(row.key, down.get(row.key))
            values[row.key] = Value(
                row.key, figure, ValueStatus.ZERO if figure == 0 else ValueStatus.GIVEN, as_of=str(day.period.end),
                nature=Nature.FINAL, supplied_by=supplier, note=demo_figures.NOTES.get((code, row.key), ""),
                outlook=Outlook.ON_COURSE,
            )  # fmt: skip
    tasks = demo_desks.told(form, code, _order(code))
    answers = replace(
        draft.open_draft(place, slot).answers, values=values, tasks=tasks, filled_by=officer, phone="0755-0000"
    )
    draft.set_answers(place, slot, answers, by=officer, today=day.today)
    approvals = _approvals(form, "科长", "分管局长", day.today)
    draft.fix(place, slot, today=day.today, by=officer, approvals=approvals)
    return outgoing.export_submission(place, slot, folder, today=day.today, by=officer)


def _approvals(form: Form, first: str, second: str, on: date) -> tuple[Approval, ...]:
    return tuple(Approval(step, name, on.isoformat()) for step, name in zip(form.steps, (first, second), strict=False))


def _fill_by_hand(day: Day, code: str, template: Path, folder: Path, mark: str, instead: dict[str, Decimal]) -> Path:
    own, down, officer, supplier = demo_figures.district_figures(code)
    figures = {**own, **instead}
    cells: dict[byhand.CellName, Decimal | str] = {}
    for key, figure in figures.items():
        cells[INDICATORS, key, "value"] = figure
        cells[INDICATORS, key, "supplied_by"] = supplier
        if (code, key) in demo_figures.NOTES:
            cells[INDICATORS, key, "note"] = demo_figures.NOTES[code, key]
    for key in (*down, "resident-population"):
        cells[INDICATORS, key, "confirm"] = "无误"
    issued = day.city.in_force(template_slot(slot_named(day.city, f"{code}/{day.period.code}")))
    for key, said in demo_desks.told(form_of(issued), code, _order(code)).items() if issued else ():
        texts = {"state": labels.label(said.state) if said.state else "", "progress": said.progress,
                 "problem": said.problem}  # fmt: skip
        cells |= {(TASKS, key, column): text for column, text in texts.items() if text}
    return _by_hand(day, template, folder, mark, cells, officer)


def _order(code: str) -> int:
    """The place of a district among the districts."""
    return [line[0] for line in demo_figures.DISTRICTS].index(code)


def _departments_fill(day: Day, templates: dict[str, Path]) -> list[Path]:
    sent = []
    for code, figures, officer, data_period in demo_figures.DEPARTMENTS:
        cells: dict[byhand.CellName, Decimal | str] = {
            (INDICATORS, key, "value"): Decimal(figure) for key, figure in figures.items()
        }
        for key in figures:
            cells[INDICATORS, key, "supplied_by"] = day.city.unit_of(code).short
            if data_period:
                cells[INDICATORS, key, "data_period"] = f"{data_period}年"
        sent.append(_by_hand(day, templates[code], day.folder("2-各单位交来"), "交来", cells, officer))
    day.say(_("Court, statistics bureau and copyright bureau fill in what they supply."))
    return sent


def _by_hand(
    day: Day, template: Path, folder: Path, mark: str, cells: dict[byhand.CellName, Decimal | str], officer: str
) -> Path:
    path = folder / template.name.replace("模板", mark).replace("退回修改", mark)
    cells[SIGN, "filled_by", "text"] = officer
    cells[SIGN, "filled_by", "date"] = formats.date_text(day.today)
    byhand.fill(template, path, cells)
    return path


def _city_fills(day: Day) -> None:
    slot = slot_named(day.city, day.period.code)
    values = {
        key: Value(
            key, Decimal(figure), ValueStatus.GIVEN, as_of=str(day.period.end), nature=Nature.FINAL, supplied_by=source
        )
        for key, (figure, source) in demo_figures.CITY.items()
    }
    opened = draft.open_draft(day.city, slot)
    answers = replace(opened.answers, values=values, filled_by=CITY_OFFICER)
    draft.set_answers(day.city, slot, answers, by=CITY_OFFICER, today=day.today)
    approvals = _approvals(opened.form, "李科", "刘处", day.today)
    fixed = draft.fix(day.city, slot, today=day.today, by=CITY_OFFICER, approvals=approvals).value
    review.accept(day.city, fixed, today=day.today, by="刘处")
    day.say(_("The city enters its own figures with their sources."))


def _receive_batch(day: Day, sent: Iterable[Path]) -> None:
    broken = day.folder("2-各单位交来") / "传坏的文件.xlsx"
    whole = next(iter(sent := list(sent))).read_bytes()
    broken.write_bytes(whole[: len(whole) // 2])
    picture = day.folder("2-各单位交来") / "盖章页照片.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    _receive(day, [*sent, broken, picture], day.today)


def _receive(day: Day, paths: list[Path], today: date) -> None:
    day.say(_("{day}: {count} files arrive. The verdict on each:").format(
        day=formats.date_text(today), count=len(paths)))  # fmt: skip
    verdicts = receive.receive(day.city, paths, today=today, by=CITY_OFFICER).value
    for verdict in verdicts:
        day.say(f"    {verdict.sentence}")


def _enter_on_behalf(day: Day) -> None:
    own, _down, _officer, supplier = demo_figures.district_figures(ON_BEHALF)
    slot = slot_named(day.city, f"{ON_BEHALF}/{day.period.code}")
    opened = draft.open_draft(day.city, slot)
    values = {
        key: Value(
            key,
            figure,
            ValueStatus.ZERO if figure == 0 else ValueStatus.GIVEN,
            supplied_by=supplier,
            note=demo_figures.NOTES.get((ON_BEHALF, key), ""),
        )
        for key, figure in own.items()
    }
    for row in opened.form.rows:
        if row.fillable and row.supply is Supply.CONFIRM:
            values[row.key] = Value(row.key, row.prefill, ValueStatus.CONFIRMED, supplied_by=supplier)
    answers = replace(opened.answers, values=values, filled_by=CITY_OFFICER)
    draft.set_answers(day.city, slot, answers, by=CITY_OFFICER, today=day.today)
    draft.set_basis(day.city, slot, "传真件，区分管领导签字，原件存规划科", by=CITY_OFFICER, today=day.today)
    draft.fix(day.city, slot, today=day.today, by=CITY_OFFICER)
    day.say(_("{unit} sent a fax; the city enters it on behalf, with its basis.").format(
        unit=day.city.unit_of(ON_BEHALF).short))  # fmt: skip


def _review(day: Day) -> Path | None:
    """Settles the second version, returns one, accepts the rest; the workbook that goes back."""
    city, returned = day.city, None
    for line in review.waiting(city, day.period):
        if line.open and line.slot.unit == MENDED:
            mended = max((line.id, *line.others), key=lambda name: _figure_in(city, name, "firms-served"))
            review.settle(city, line.slot, mended, today=day.today, by=CITY_OFFICER, reason="电话核实，以改后为准")
            day.say(_("{unit} sent two versions: after a call the mended one stands.").format(unit=line.unit_short))
            break
    for line in review.waiting(city, day.period):
        if line.slot.unit == RETURNED:
            question = Question("mediation-cases", "520 件比同类区高近十倍，是否多写一个 0？请核对后重报。")
            returned = review.return_(
                city, line.id, [question], to=day.folder("3-退回"), today=day.today, by=CITY_OFFICER
            ).value
            day.say(_("{unit} is returned with a question: {text}").format(unit=line.unit_short, text=question.text))
        else:
            review.accept(city, line.id, today=day.today, by="刘处")
    return returned


def _figure_in(city: Workspace, package: str, key: str) -> Decimal:
    value = review.dossier(city, package).answers.values.get(key)
    return value.quantity if value is not None and value.quantity is not None else Decimal(0)


def _second_round(day: Day, templates: dict[str, Path], returned: Path | None) -> None:
    folder, late_day = day.folder("4-后到与更正"), day.today + timedelta(days=3)
    day.today = late_day
    files = [_fill_by_hand(day, LATE, templates[LATE], folder, "迟交", {})]
    if returned is not None:
        cells: dict[byhand.CellName, Decimal | str] = {
            (INDICATORS, "mediation-cases", "value"): Decimal(52),
            (SIGN, "reply.mediation-cases", "text"): "已核对，多写一个 0，应为 52 件。",
        }
        officer = demo_figures.district_figures(RETURNED)[2]
        files.append(_by_hand(day, returned, folder, "更正", cells, officer))
    _receive(day, files, late_day)
    for line in review.waiting(day.city, day.period):
        review.accept(day.city, line.id, today=day.today, by="刘处")
    day.say(_("The late report and the corrected one are reviewed and accepted."))
    number = demo_desks.ask_the_laggard(
        day.city, day.today + timedelta(days=20), today=day.today, by=CITY_OFFICER
    )  # fmt: skip
    unit = day.city.unit_of(demo_desks.LAGGING[0]).short
    day.say(_("{unit} lags with one measure: order {number} asks why and by when.").format(unit=unit, number=number))


def _consolidate(day: Day) -> None:
    status = collect.status(day.city, day.period, today=day.today)
    missing = "、".join(day.city.unit_of(code).short for code in status.areas.missing)
    day.say(
        _("Consolidated: districts {areas}, departments {departments}.").format(
            areas=formats.coverage_text(status.areas), departments=formats.coverage_text(status.departments)
        )
    )
    if missing:
        day.say(_("    still missing: {units}").format(units=missing))
    name = f"汇总表_{status.areas.given}之{status.areas.expected}.xlsx"
    consolidate.write_consolidation(day.city, day.period, day.out / name, today=day.today, by=CITY_OFFICER)
    for line in consolidate.consolidate(day.city, day.period)[:1]:
        shown = formats.quantity(line.total.value, line.indicator.unit, line.indicator.decimals)
        day.say(
            _("    {name}: {value}, covering {coverage}").format(
                name=line.indicator.name, value=shown, coverage=formats.coverage_text(line.total.coverage)
            )
        )


def _evaluate(day: Day) -> evaluate.Assessed:
    assessed = evaluate.evaluate(day.city, day.period, unit=day.city.unit.code)
    day.say(_("The plan's main indicators:"))
    for one in assessed:
        if one.main:
            actual = formats.quantity(one.judgement.actual, one.judgement.target.unit, one.decimals)
            day.say(f"    {labels.rating_text(one.judgement.rating)}  {one.name}  {actual}")
    return assessed[0]


def _report(day: Day) -> Path:
    path = day.out / "汇总.pdf"
    report.report(day.city, report.SUMMARY, day.period, to=path, today=day.today, by=CITY_OFFICER)
    report.report(
        day.city, report.FORM, slot_named(day.city, f"{WITH_IPDESK[0]}/{day.period.code}"),
        to=day.out / "报送表_福田区.pdf", today=day.today, by=CITY_OFFICER,
    )  # fmt: skip
    demo_desks.tell_the_mayor(day.city, day.period, today=day.today, by=CITY_OFFICER)
    day.say(_("The summary for leaders is printed: {file}; what was told is in the register.").format(file=path.name))
    return path


def _release(day: Day) -> bool:
    day.today += timedelta(days=2)
    folder = day.folder("5-通报")
    files = release.release(day.city, day.period, to=folder, today=day.today, by=CITY_OFFICER).value
    day.say(_("{day}: the release goes to {count} units.").format(
        day=formats.date_text(day.today), count=len(files)))  # fmt: skip
    agreed = True
    here = {one.scope: one for one in maintain.digests(day.city)}
    for place in day.own.values():
        name = place.unit.short
        receive.receive(place, [path for path in files if name in path.name], today=day.today, by="")
        for there in maintain.digests(place):
            same = here[there.scope].digest == there.digest
            agreed = agreed and same
            day.say(_("    {unit}, scope “{scope}”: city {city}, district {district} {verdict}").format(
                unit=name, scope=there.name, city=here[there.scope].digest, district=there.digest,
                verdict="＝" if same else "≠"))  # fmt: skip
    return agreed


def _trace(day: Day, code: str) -> None:
    day.say(_("“Where does this figure come from?” ipdesk trace {code}").format(code=code))
    for number, line in enumerate(trace.lines_of(trace.trace(day.city, code))):
        if number < 24:
            day.say(f"    {line}")

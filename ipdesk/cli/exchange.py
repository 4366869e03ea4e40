"""`issue`, `receive`, `bundle`: files that go to other units and come from them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Command
from ipdesk.cli.run import Answer, Run
from ipdesk.cli.trust import PHRASE, pass_phrase, trust_document
from ipdesk.cli.wording import change_word, finding_document, findings_text, names_of, verdict_word
from ipdesk.domain.finding import Severity
from ipdesk.domain.ledger.policy import due_by
from ipdesk.domain.period import Period
from ipdesk.text import formats, messages
from ipdesk.text.i18n import N_, _, pgettext
from ipdesk.text.sender import trust_text

if TYPE_CHECKING:
    from ipdesk.services.issue import IssuedFile
    from ipdesk.services.receive import FileVerdict

_PURPOSES = {
    "office": N_("a colleague's PC"),
    "computer": N_("a new PC"),
    "evaluator": N_("an evaluator"),
}
_MOST_CHOICES = 5
PERIOD_HELP = N_("The report period: 2026, 2026-H1, 2026-Q3, 2026-M07.")


@click.command("issue", cls=Command, help=N_("Issue the forms of a period: one workbook for each unit."))
@click.option("--period", metavar="PERIOD", type=arguments.period, required=True, help=PERIOD_HELP)
@click.option("--to", "to", metavar="DIR", type=arguments.target, help=N_("The folder for the workbooks."))
@click.option(
    "--prefill", metavar="FILE.csv", type=arguments.existing,
    help=N_("Figures that are handed down to be checked: CSV with the heading 单位,填报项,数值."),
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help=N_("Only say whose form would change and who would answer again."))
@click.option(
    "--unit", "units", metavar="UNIT", multiple=True,
    help=N_("Only this unit; may be given repeatedly. A zone inside an area is asked only when it is named here."),
)  # fmt: skip
@click.pass_obj
def issue(
    run: Run, *, period: Period, to: Path | None, prefill: Path | None, dry_run: bool, units: tuple[str, ...]
) -> Answer:
    from ipdesk.services import issue as issuing
    from ipdesk.services.workspace import find_unit

    if to is None and not dry_run:
        raise click.UsageError(_("Where to? Give --to DIR, or --dry-run to look only."))
    with run.workspace() as workspace:
        policy = workspace.policy
        prefills = issuing.read_prefills(prefill, workspace) if prefill else {}
        issued = issuing.issue(
            workspace, period, to=to, prefills=prefills, dry_run=dry_run, today=run.today, by=run.by(workspace),
            units={find_unit(workspace.policy.units, unit).code for unit in units},
        ).value  # fmt: skip
    document = [
        {
            "unit": one.unit.code,
            "unit_short": one.unit.short,
            "file": one.path,
            "template": one.template,
            "version": one.version,
            "rows": one.rows,
            "new": one.is_new,
            "reported": one.reported,
            "again": one.again,
        }
        for one in issued
    ]
    rows = [
        (
            one.unit.short, str(one.version), str(one.rows), _again_words(one),
            one.path.name if one.path else formats.NOTHING,
        )
        for one in issued
    ]  # fmt: skip
    heads = (
        pgettext("column", "Unit"),
        pgettext("column", "Version"),
        pgettext("column", "Items to fill"),
        pgettext("column", "To be answered again"),
        pgettext("column", "File"),
    )
    if dry_run:
        trial = _("Nothing was issued: this was a trial.")
        return Answer(document, f"{render.table(heads, rows, right=(1, 2))}\n\n{trial}")
    due = _("Due by {day}.").format(day=formats.due_text(due_by(policy, period.end)))
    said = _("{count} forms of {period} issued, the workbooks are in {folder}.").format(
        count=len(issued), period=formats.period_text(period), folder=to
    )
    return Answer(document, f"{render.table(heads, rows, right=(1, 2))}\n\n{said}\n{due}")


def _again_words(one: "IssuedFile") -> str:
    """Who must answer again: the rows; who need not; who has not reported yet."""
    if one.again:
        return _(", ").join(again.name for again in one.again)
    return _("no") if one.reported else _("not reported yet")


@click.command(
    "receive",
    cls=Command,
    help=N_("Take in files or folders, whatever they hold: one verdict for each file, one bad file hinders no other."),
)
@click.argument("paths", metavar="PATH…", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help=N_("Only say what would happen; nothing is taken."))
@click.option(
    "--answers", metavar="FILE.json", type=arguments.existing,
    help=N_("Answers to questions of an earlier run: JSON with an object for each file name."),
)  # fmt: skip
@click.pass_obj
def receive(run: Run, paths: tuple[str, ...], dry_run: bool, answers: Path | None) -> Answer:
    from ipdesk.services import receive as receiving

    given = read_answers(answers) if answers else {}
    files = arguments.expanded(paths)
    with run.workspace() as workspace:
        verdicts = receiving.receive(
            workspace,
            files,
            answers=given,
            dry_run=dry_run,
            today=run.today,
            by=run.by(workspace),
        ).value
        names = names_of(workspace)
    text = "\n".join(line for verdict in verdicts for line in _verdict_lines(verdict, names, details=dry_run))
    if dry_run:
        text += "\n" + _("Nothing was taken: this was a trial.")
    document = [_verdict_document(verdict, names) for verdict in verdicts]
    return Answer(document, text or _("No files there."), left=any(_leaves_something(verdict) for verdict in verdicts))


def read_answers(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Answers as JSON, an object for each file name. UsageError when it is anything else."""
    try:
        answers = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as fault:
        raise click.UsageError(_("{file} is not JSON ({fault}).").format(file=path, fault=fault)) from None
    shaped = isinstance(answers, dict) and all(
        isinstance(one, dict) and all(isinstance(text, str) for text in one.values()) for one in answers.values()
    )
    if not shaped:
        raise click.UsageError(
            _("{file} needs an object for each file: {{file: {{question: answer}}}}.").format(file=path)
        )
    return dict(answers)


@click.command(
    "bundle",
    cls=Command,
    help=N_("Write everything this workspace may pass on into one zip, for another PC of the office."),
)
@click.option("--to", "to", metavar="FILE.zip", type=arguments.target, required=True, help=N_("The zip to write."))
@click.option(
    "--for", "purpose", metavar="WHOM", type=arguments.one_of(_PURPOSES), default="office",
    help=N_("office: a colleague's PC (as without this); computer: a new PC; evaluator: for reading only."),
)  # fmt: skip
@click.option(
    "--unit", "units", metavar="UNIT", multiple=True,
    help=N_("For an evaluator: only what concerns this unit; may be said several times."),
)  # fmt: skip
@click.option(
    "--since", metavar="FILE", type=arguments.existing,
    help=N_("Only what the other PC lacks, by its list (`ipdesk digest --to`) or its last bundle."),
)  # fmt: skip
@click.option(
    "--with-key", is_flag=True,
    help=N_("The office's key goes with it, under a pass phrase: the other PC then signs with the same key."),
)  # fmt: skip
@PHRASE
@click.pass_obj
def bundle(
    run: Run,
    to: Path,
    *,
    purpose: str,
    units: tuple[str, ...],
    since: Path | None,
    with_key: bool,
    phrase_file: Path | None,
) -> Answer:
    from ipdesk.services import bundle as bundling

    phrase = pass_phrase(phrase_file, twice=True) if with_key else None
    with run.workspace() as workspace:
        written = bundling.bundle(
            workspace, to, purpose=bundling.Purpose(purpose), units=units, since=since, phrase=phrase,
            today=run.today, by=run.by(workspace),
        )  # fmt: skip
    return Answer({"file": written}, _("Written: {file}").format(file=written))


def _leaves_something(verdict: "FileVerdict") -> bool:
    """Whether a person has still something to do for this file."""
    if verdict.verdict.value.lower() not in ("taken", "same"):
        return True
    return any(finding.severity is not Severity.NOTE for finding in verdict.findings)


def _verdict_lines(verdict: "FileVerdict", names: Mapping[str, str], *, details: bool) -> list[str]:
    named = verdict.sentence if verdict.name in verdict.sentence else f"{verdict.name}: {verdict.sentence}"
    lines = [f"[{verdict_word(verdict.verdict)}] {named}"]
    if verdict.inside:
        lines.append("    " + _("In the zip {name}").format(name=verdict.inside))
    if verdict.choices:
        offered = _(", ").join(f"{words} ({answer})" for answer, words in verdict.choices[:_MOST_CHOICES])
        lines.append("    " + _("Reports that it may go with: {reports}").format(reports=offered))
    if verdict.trust is not None:
        lines.append("    " + _("Signature: {text}").format(text=trust_text(verdict.trust)))
    # A refusal's only finding is the verdict itself: said once is enough.
    more = tuple(one for one in verdict.findings if messages.sentence(one, names) not in verdict.sentence)
    if more:
        lines += [f"    {line}" for line in findings_text(more, names).splitlines()]
    for ask in verdict.asks:
        lines.append("    " + _("? {id}: {answers}").format(
            id=ask.id, answers=" / ".join(f"{answer} ({words})" for answer, words in ask.choices)))  # fmt: skip
    changes = [change for change in verdict.changes if change.how != "same"] if details else []
    if changes:
        heads = (
            pgettext("column", "Change"),
            pgettext("column", "Place"),
            pgettext("column", "Item"),
            pgettext("column", "Before"),
            pgettext("column", "After"),
        )
        rows = [
            (
                change_word(change.how),
                change.place,
                change.name,
                change.before or formats.NOTHING,
                change.after or formats.NOTHING,
            )
            for change in changes
        ]
        lines += [f"    {line}" for line in render.table(heads, rows, right=(3, 4)).splitlines()]
    return lines


def _verdict_document(verdict: "FileVerdict", names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "file": verdict.name,
        "path": verdict.path,
        "verdict": verdict.verdict,
        "sentence": verdict.sentence,
        "kind": verdict.kind,
        "unit": verdict.unit,
        "unit_short": verdict.unit_short,
        "period": verdict.period,
        "plan": verdict.plan,
        "findings": [finding_document(finding, names) for finding in verdict.findings],
        "changes": verdict.changes,
        "packages": verdict.packages,
        "sha256": verdict.file_hash,
        "inside": verdict.inside,
        "choices": dict(verdict.choices),
        "question": verdict.question,
        "questions": [{"id": ask.id, "text": ask.text, "answers": dict(ask.choices)} for ask in verdict.asks],
        "part": verdict.part,
        "signature": trust_document(verdict.trust, names),
    }

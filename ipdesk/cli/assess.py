"""`ipdesk assess …`: evaluation cycles, what is said in them, the evaluator's bundle, adjustments approved."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Group
from ipdesk.cli.exchange import PERIOD_HELP
from ipdesk.cli.figures import verdict_document
from ipdesk.cli.grammar import need_command
from ipdesk.cli.run import Answer, Run
from ipdesk.cli.wording import thresholds_text
from ipdesk.domain.ledger.assessment import Cause, CycleKind, Word
from ipdesk.domain.ledger.scope import short
from ipdesk.domain.period import Period
from ipdesk.text import formats, labels
from ipdesk.text.i18n import N_, _, pgettext

if TYPE_CHECKING:
    from ipdesk.services.assessment import Said, SubjectLine
    from ipdesk.services.cycle import Cycle

KINDS = {"annual": N_("annual monitoring"), "midterm": N_("mid-term"), "final": N_("final")}
WORDS = {word.value: "" for word in Word}
CAUSES = {cause.value: "" for cause in Cause}
CYCLE_HELP = N_("Which evaluation, as midterm-2028-H1; may be left out while there is but one.")


def _quantity(text: str) -> Decimal:
    try:
        figure = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        raise click.BadParameter(_("“{text}” is no number.").format(text=text)) from None
    if not figure.is_finite():
        raise click.BadParameter(_("“{text}” is no number.").format(text=text))
    return figure


@click.group(
    "assess",
    cls=Group,
    help=N_("Evaluation cycles: begin, look, say a word, send to an evaluator, hold against each other, approve."),
)
@click.pass_context
def assess(context: click.Context) -> None:
    need_command(context)


@assess.command(
    "start",
    help=N_("Begin an evaluation: KIND annual, midterm or final. It stands on what is held now, whatever comes later."),
)
@click.argument("kind", metavar="KIND", type=arguments.one_of(KINDS))
@click.option("--period", metavar="PERIOD", type=arguments.period, required=True, help=PERIOD_HELP)
@click.option("--title", metavar="TEXT", default="", help=N_("What it is called on paper."))
@click.option("--unit", "units", metavar="UNIT", multiple=True, help=N_("Also this unit and its targets; repeatable."))
@click.option("--target", "targets", metavar="TARGET", multiple=True, help=N_("Only this target; repeatable."))
@click.option("--task", "tasks", metavar="TASK", multiple=True, help=N_("Only this task of the plan; repeatable."))
@click.option("--method", metavar="TEXT", default="", help=N_("How it is evaluated, in words."))
@click.option("--evaluator", metavar="NAME", default="", help=N_("The third party appointed."))
@click.option("--again", is_flag=True, help=N_("Cut one off anew that was begun before."))
@click.option("--reason", metavar="TEXT", default="", help=N_("Why, where it needs saying."))
@click.pass_obj
def start(run: Run, /, kind: str, period: Period, **given: Any) -> Answer:
    from ipdesk.services import cycle as cycling

    with run.workspace() as workspace:
        made = cycling.start(
            workspace, CycleKind(kind), period, today=run.today, by=run.by(workspace), **given
        ).value  # fmt: skip
    said = _("{name} is begun. It stands on {count} packages, digest {digest}; later corrections do not move it.")
    return Answer(
        _cycle_document(made), said.format(name=made.name, count=len(made.terms.packages), digest=made.digest)
    )


@assess.command("list", help=N_("The evaluations begun, the latest first."))
@click.pass_obj
def list_(run: Run) -> Answer:
    from ipdesk.services import cycle as cycling

    with run.workspace() as workspace:
        found = cycling.cycles(workspace)
    heads = (
        pgettext("column", "Evaluation"), pgettext("column", "Kind"), pgettext("column", "Period"),
        pgettext("column", "Cut off"), pgettext("column", "Plan version"), pgettext("column", "Packages"),
        pgettext("column", "Digest"), pgettext("column", "Third party"),
    )  # fmt: skip
    rows = [
        (
            one.name, labels.label(one.kind), formats.period_text(one.period), one.terms.cutoff,
            str(one.terms.plan_version), str(len(one.terms.packages)), one.digest,
            one.terms.evaluator or formats.NOTHING,
        )
        for one in found
    ]  # fmt: skip
    text = render.table(heads, rows, right=(4, 5)) if rows else _("No evaluation was begun yet: ipdesk assess start")
    return Answer([_cycle_document(one) for one in found], text)


@assess.command("show", help=N_("What an evaluation is about: rating from its fixed set, word suggested, words said."))
@click.argument("name", metavar="[CYCLE]", required=False, default="")
@click.pass_obj
def show(run: Run, name: str) -> Answer:
    from ipdesk.services import assessment as assessing
    from ipdesk.services import cycle as cycling

    with run.workspace() as workspace:
        found = cycling.find_cycle(workspace, name)
        lines = assessing.lines(workspace, found)
    heads = (
        pgettext("column", "Subject"), pgettext("column", "Name"), pgettext("column", "Unit"),
        pgettext("column", "Rating"), pgettext("column", "Word suggested"), pgettext("column", "Self-assessment"),
        pgettext("column", "Third party"), pgettext("column", "Value proposed"),
    )  # fmt: skip
    text = "\n\n".join([_head(found), render.table(heads, [_row(line) for line in lines], right=(7,)),
                        thresholds_text(found.terms.thresholds)])  # fmt: skip
    document = {**_cycle_document(found), "subjects": [_line_document(line) for line in lines]}
    return Answer(document, text)


@assess.command(
    "word",
    help=N_(
        "Say a word on a subject: ahead, faster, expected, broadly, behind or hard. In an evaluator's copy it is the "
        "third party's."
    ),
)
@click.argument("subject", metavar="SUBJECT")
@click.argument("word", metavar="WORD", type=arguments.one_of(WORDS))
@click.option("--ground", metavar="TEXT", required=True, help=N_("On what it rests."))
@click.option("--cause", metavar="TEXT", default="", help=N_("Why it stands so, in words."))
@click.option("--cause-kind", metavar="KIND", type=arguments.one_of(CAUSES), help=N_("external, target, data or work."))
@click.option("--adjustment", metavar="TEXT", default="", help=N_("What is proposed, in words."))
@click.option("--propose", metavar="VALUE", type=_quantity, help=N_("The value proposed for a target, in its unit."))
@click.option("--evaluator", metavar="NAME", default="", help=N_("Who evaluates, where the evaluation names nobody."))
@click.option("--cycle", "name", metavar="CYCLE", default="", help=CYCLE_HELP)
@click.pass_obj
def word(
    run: Run, subject: str, word: str, ground: str, cause: str, cause_kind: str | None, adjustment: str,
    propose: Decimal | None, evaluator: str, name: str,
) -> Answer:  # fmt: skip
    from ipdesk.services import assessment as assessing
    from ipdesk.services import cycle as cycling

    with run.workspace() as workspace:
        found = cycling.find_cycle(workspace, name)
        made = assessing.say(
            workspace, found, subject, Word(word), ground=ground, cause=cause,
            cause_kind=Cause(cause_kind) if cause_kind else None, adjustment=adjustment, proposed=propose,
            evaluator=evaluator, today=run.today, by=run.by(workspace),
        ).value  # fmt: skip
        line = assessing.find_line(workspace, found, subject)
    said = _("{name}: {word}, kept as {id}.").format(name=line.name, word=labels.label(Word(word)), id=short(made))
    if line.suggested is not None and line.suggested.value != word:
        said += " " + _("The rating would suggest {word}.").format(word=labels.label(line.suggested))
    return Answer({"id": made, **_line_document(line)}, said)


@assess.command(
    "bundle",
    help=N_("At the office: the file for the evaluator. In the evaluator's copy: his assessments, to be sent back."),
)
@click.option("--to", "to", metavar="FILE.zip", type=arguments.target, required=True, help=N_("The file."))
@click.option("--cycle", "name", metavar="CYCLE", default="", help=CYCLE_HELP)
@click.pass_obj
def bundle(run: Run, to: Path, name: str) -> Answer:
    from ipdesk.services import cycle as cycling
    from ipdesk.services import evaluator

    with run.workspace() as workspace:
        found = cycling.find_cycle(workspace, name)
        write = evaluator.write_back if workspace.read_only else evaluator.write_out
        written = write(workspace, found, to, today=run.today, by=run.by(workspace))
    return Answer({"cycle": found.name, "file": written}, _("Written: {file}").format(file=written))


@assess.command("diff", help=N_("Where the third party says otherwise than the office. Ends with 1 while it does."))
@click.argument("name", metavar="[CYCLE]", required=False, default="")
@click.pass_obj
def diff(run: Run, name: str) -> Answer:
    from ipdesk.services import assessment as assessing
    from ipdesk.services import cycle as cycling

    with run.workspace() as workspace:
        found = cycling.find_cycle(workspace, name)
        lines = assessing.differences(workspace, found)
    heads = (
        pgettext("column", "Name"), pgettext("column", "Self-assessment"), pgettext("column", "Third party"),
        pgettext("column", "Third party's ground"), pgettext("column", "Value proposed"), pgettext("column", "Number"),
    )  # fmt: skip
    rows = [
        (
            line.name, _word(line.own), _word(said), said.assessment.ground, formats.number(said.assessment.proposed),
            short(said.package),
        )
        for line in lines for said in line.third
    ]  # fmt: skip
    text = render.table(heads, rows, right=(4,)) if rows else _("Self-assessment and third party say the same.")
    return Answer(
        {**_cycle_document(found), "differences": [_line_document(line) for line in lines]}, text, left=bool(rows)
    )


@assess.command(
    "approve",
    help=N_(
        "Follow a proposed adjustment of a target: the plan, or the unit's order, gets a new version. With --decline "
        "it is not followed."
    ),
)
@click.argument("number", metavar="NUMBER")
@click.option("--basis", metavar="TEXT", default="", help=N_("The approval's document and date, as it is."))
@click.option("--decline", is_flag=True, help=N_("Do not follow it; --reason says why."))
@click.option("--reason", metavar="TEXT", default="", help=N_("Why it is not followed."))
@click.option("--cycle", "name", metavar="CYCLE", default="", help=CYCLE_HELP)
@click.pass_obj
def approve(run: Run, number: str, basis: str, decline: bool, reason: str, name: str) -> Answer:
    from ipdesk.services import amend
    from ipdesk.services import assessment as assessing
    from ipdesk.services import cycle as cycling

    with run.workspace() as workspace:
        found = cycling.find_cycle(workspace, name)
        line, said = assessing.find_said(workspace, found, number)
        by = run.by(workspace)
        if decline:
            amend.decline(workspace, found, said, reason=reason, today=run.today, by=by)
            made, version = None, workspace.plan.version
            text = _("{name}: the proposal is not followed; the record says why.").format(name=line.name)
        else:
            made = amend.approve(workspace, found, line, said, basis=basis, today=run.today, by=by).value
            version = workspace.plan.version
            text = _("{name}: {value} from now on. What was judged before keeps its version.").format(
                name=line.name, value=formats.number(said.assessment.proposed)
            )
    return Answer({"subject": line.subject, "package": made, "plan_version": version}, text)


def _head(found: "Cycle") -> str:
    lines = [
        found.terms.title or f"{formats.period_text(found.period)}{labels.label(found.kind)}",
        _("Cut off {day}, plan version {version}, {count} packages, digest {digest}.").format(
            day=found.terms.cutoff, version=found.terms.plan_version, count=len(found.terms.packages),
            digest=found.digest,
        ),
    ]  # fmt: skip
    if found.missing:
        lines.append(
            _("{count} of the packages are not on this PC: figures may differ from the office's.").format(
                count=found.missing
            )
        )
    return "\n".join(lines)


def _row(line: "SubjectLine") -> tuple[str, ...]:
    proposed = next(
        (one.assessment.proposed for one in (*line.third, *((line.own,) if line.own else ())) if
         one.assessment.proposed is not None), None,
    )  # fmt: skip
    return (
        line.subject,
        line.name,
        line.unit_short,
        labels.rating_text(line.verdict.judgement.rating) if line.verdict else formats.NOTHING,
        labels.label(line.suggested) if line.suggested else formats.NOTHING,
        _word(line.own),
        " / ".join(_word(one) for one in line.third) or formats.NOTHING,
        formats.number(proposed),
    )


def _word(said: "Said | None") -> str:
    if said is None:
        return formats.NOTHING
    return labels.label(said.word) if said.word is not None else said.assessment.word


def _cycle_document(one: "Cycle") -> dict[str, Any]:
    terms = one.terms
    return {
        "cycle": one.name,
        "kind": one.kind,
        "period": one.period,
        "title": terms.title,
        "cutoff": terms.cutoff,
        "packages": len(terms.packages),
        "missing": one.missing,
        "digest": terms.digest,
        "short_digest": one.digest,
        "units": terms.units,
        "targets": terms.targets,
        "tasks": terms.tasks,
        "thresholds": terms.thresholds,
        "plan_version": terms.plan_version,
        "method": terms.method,
        "evaluator": terms.evaluator,
        "package": one.package,
        "officer": one.officer,
    }


def _line_document(line: "SubjectLine") -> dict[str, Any]:
    return {
        "subject": line.subject,
        "about": line.about,
        "name": line.name,
        "unit_code": line.unit_code,
        "unit_short": line.unit_short,
        "suggested": line.suggested,
        "self": _said_document(line.own),
        "third": [_said_document(one) for one in line.third],
        "differs": line.differs,
        "verdict": verdict_document(line.verdict) if line.verdict else None,
    }


def _said_document(said: "Said | None") -> dict[str, Any] | None:
    if said is None:
        return None
    told = said.assessment
    return {
        "id": said.package,
        "short_id": short(said.package),
        "word": told.word,
        "ground": told.ground,
        "cause": told.cause,
        "cause_kind": told.cause_kind,
        "adjustment": told.adjustment,
        "proposed": told.proposed,
        "suggested": told.suggested,
        "basis": told.basis,
        "evaluator": told.evaluator,
        "officer": said.officer,
        "date": said.date,
        "status": said.status,
    }

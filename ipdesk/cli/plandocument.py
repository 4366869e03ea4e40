"""`ipdesk plan document`: the plan's own document, kept on this PC, and where in it each target stands."""

from pathlib import Path

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Command
from ipdesk.cli.run import Answer, Run
from ipdesk.domain.plan import Plan
from ipdesk.services.plandocument import PlanDocument
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext


@click.command(
    "document",
    cls=Command,
    help=N_("Keep the plan's own document on this PC, or say which one is kept and what was not found in it."),
)
@click.argument("plan_id", metavar="PLAN")
@click.option(
    "--text",
    "file",
    metavar="FILE",
    type=arguments.existing,
    help=N_("The document: txt, docx, pdf with text, html. It takes the place of the one before."),
)
@click.pass_obj
def document(run: Run, plan_id: str, file: Path | None) -> Answer:
    from ipdesk.services import plandocument

    with run.workspace() as workspace:
        plandocument.need_plan(workspace, plan_id)
        if file is not None:
            kept: PlanDocument | None = plandocument.keep(
                workspace, file, plan=plan_id, today=run.today, by=run.by(workspace)
            ).value
        else:
            kept = plandocument.document(workspace)
        if kept is None:
            said = _("No document of {plan} is kept on this PC.").format(plan=workspace.plan.short)
            return Answer({"plan": plan_id, "document": None}, said)
        return _answer(workspace.plan, kept)


def _answer(plan: Plan, kept: PlanDocument) -> Answer:
    names = {target.id: target for target in plan.targets}
    places = {
        name: {
            "start": found.place.start,
            "end": found.place.end,
            "quote": kept.text[found.place.start : found.place.end],
            **({"number": [found.number.start, found.number.end]} if found.number else {}),
        }
        for name, found in kept.targets.items()
    }
    facts = {"name": kept.name, "hash": kept.hash, "at": kept.at, "by": kept.by, "outdated": kept.outdated}
    document = {"plan": plan.id, "document": facts, "targets": places, "missing": kept.missing}
    pairs = [
        (pgettext("column", "Document"), kept.name),
        (pgettext("column", "Kept"), " ".join(part for part in (kept.at, kept.by) if part)),
        (
            pgettext("column", "Found"),
            _("{n} of {all} targets").format(n=len(plan.targets) - len(kept.missing), all=len(plan.targets)),
        ),
    ]
    text = render.definitions(pairs)
    if kept.missing:
        lines = [f"  {name}　{names[name].name}　{formats.target_text(names[name])}" for name in kept.missing]
        text += "\n\n" + "\n".join((_("Not found in it:"), *lines))
    if kept.outdated:
        text += "\n\n" + _("The plan was amended since; bring the document again.")
    return Answer(document, text, left=bool(kept.missing))

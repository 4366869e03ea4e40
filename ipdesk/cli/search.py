"""`find` and `trace`: the answer to a telephone call."""

from typing import TYPE_CHECKING

import click

from ipdesk.cli import render
from ipdesk.cli.everywhere import Command
from ipdesk.cli.run import Answer, Run
from ipdesk.text.i18n import N_, _, pgettext

if TYPE_CHECKING:
    from ipdesk.services.trace import TraceNode


@click.command("find", cls=Command, help=N_("Find figures, targets, clauses and units by words."))
@click.argument("words", metavar="WORDS…", nargs=-1, required=True)
@click.pass_obj
def find(run: Run, words: tuple[str, ...]) -> Answer:
    from ipdesk.services import find as finding

    with run.workspace() as workspace:
        hits = finding.find(workspace, " ".join(words), today=run.today)
    heads = (
        pgettext("column", "What"),
        pgettext("column", "Where"),
        pgettext("column", "Figure"),
        pgettext("column", "As of"),
        pgettext("column", "May it be quoted"),
        pgettext("column", "Trace with"),
    )
    rows = [(hit.title, hit.subtitle, hit.value, hit.as_of, hit.quotable, hit.reference) for hit in hits]
    document = [
        {
            "title": hit.title,
            "subtitle": hit.subtitle,
            "value": hit.value,
            "as_of": hit.as_of,
            "quotable": hit.quotable,
            "reference": hit.reference,
        }
        for hit in hits
    ]
    text = (
        render.table(heads, rows, right=(2,)) if hits else _("Nothing found for: {words}").format(words=" ".join(words))
    )
    return Answer(document, text)


@click.command(
    "trace",
    cls=Command,
    help=N_(
        "Where a figure comes from, down to file, cell and person.\n"
        "REFERENCE: the code on the paper, or UNIT/ITEM/PERIOD."
    ),
)
@click.argument("reference", metavar="REFERENCE")
@click.pass_obj
def trace(run: Run, reference: str) -> Answer:
    from ipdesk.services import trace as tracing

    with run.workspace() as workspace:
        found = tracing.trace(workspace, reference)
    return Answer(found, render.tree(_branch(found)))


def _branch(node: "TraceNode") -> render.Branch:
    head = f"{node.title}  {node.value}".rstrip()
    facts = [_("{name}: {value}").format(name=name, value=value) for name, value in node.facts]
    return "\n".join([head, *(f"  {fact}" for fact in facts)]), [_branch(child) for child in node.children]

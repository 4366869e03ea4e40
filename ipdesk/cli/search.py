"""`find` and `trace`: the answer to a telephone call."""

from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Command
from ipdesk.cli.figures import coverage_document
from ipdesk.cli.reported import told_document
from ipdesk.cli.run import Answer, Run
from ipdesk.domain.period import Period
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext
from ipdesk.text.labels import label
from ipdesk.text.quoting import standing_text
from ipdesk.text.register import occasion_text

if TYPE_CHECKING:
    from ipdesk.services.answer import Answer as Said
    from ipdesk.services.find import Hit
    from ipdesk.services.trace import TraceNode


@click.command(
    "find",
    cls=Command,
    help=N_(
        "Find figures by unit, name and period in any order, also by pinyin, and clauses, units, codes. One figure is "
        "told with all that must be known."
    ),
)
@click.argument("words", metavar="WORDS…", nargs=-1, required=True)
@click.option("--period", metavar="PERIOD", type=arguments.period, help=N_("Of this period where the words say none."))
@click.option("--quote", is_flag=True, help=N_("Enter the first figure as told by telephone, with the ready sentence."))
@click.option("--to", "recipient", metavar="WHOM", default="", help=N_("With --quote: who called."))
@click.pass_obj
def find(run: Run, words: tuple[str, ...], *, period: Period | None, quote: bool, recipient: str) -> Answer:
    from ipdesk.services import answer
    from ipdesk.services import find as finding

    number = None
    with run.workspace() as workspace:
        look = finding.find if run.plan_id else finding.find_everywhere
        hits = look(workspace, " ".join(words), today=run.today, period=period)
        said = hits[0].answer if hits else None
        if quote and said is not None:
            number = answer.quote(workspace, said, recipient=recipient, today=run.today, by=run.by(workspace)).value
    document = [_hit_document(hit) for hit in hits]
    if quote and said is not None:
        return Answer(
            {"entry": number, "sentence": said.sentence, "hits": document},
            f"{said.sentence}\n" + _("Entered as told by telephone, number {number}.").format(number=number),
        )
    if not hits:
        return Answer(document, _("Nothing found for: {words}").format(words=" ".join(words)))
    parts = [_table(hits)]
    if said is not None:
        parts.insert(0, _told(said))
    return Answer(document, "\n\n".join(parts))


def _hit_document(hit: "Hit") -> dict[str, Any]:
    document: dict[str, Any] = {
        "title": hit.title,
        "subtitle": hit.subtitle,
        "value": hit.value,
        "as_of": hit.as_of,
        "quotable": hit.quotable,
        "reference": hit.reference,
        "plan": hit.ledger.plan if hit.ledger else None,
        "figure": None,
    }
    said = hit.answer
    if said is not None:
        document["figure"] = {
            "kind": said.key.what,
            "unit": said.key.unit,
            "period": said.key.period,
            "id": said.key.id,
            "quantity": said.found.figure.quantity,
            "unit_of_measure": said.measure,
            "when": said.when,
            "definition": said.definition,
            "status": said.standing,
            "coverage": coverage_document(said.coverage),
            "plan_status": said.plan_status,
            "may_be_quoted": said.quotable.yes,
            "against": said.quotable.against,
            "cautions": said.quotable.cautions,
            "code": said.found.figure.code,
            "sentence": said.sentence,
            "told": [told_document(one) for one in said.told],
        }
    return document


def _told(said: "Said") -> str:
    """The likeliest figure with all that must be known of it."""
    pairs = [
        (_("Figure"), f"{said.unit_short}　{said.found.figure.name}　{said.value or formats.NOTHING}"),
        (_("As of"), said.when),
        (_("Definition"), said.definition),
        (_("Status"), standing_text(said.standing)),
        (_("Coverage"), formats.coverage_sentence(said.coverage) if said.coverage else ""),
        (_("Plan"), label(said.plan_status)),
        (_("May it be quoted"), said.quotable_text),
        (_("Told before"), _("; ").join(_before(said))),
        (_("Sentence"), said.sentence),
        (_("Trace with"), said.found.figure.code or said.found.reference),
    ]
    return render.definitions((name, text) for name, text in pairs if text)


def _before(said: "Said") -> list[str]:
    words = _("{day} {whom} ({occasion}): {figure}")
    return [
        words.format(
            day=one.entry.at[:10], whom=one.recipient or formats.NOTHING, occasion=occasion_text(one.entry.occasion),
            figure=formats.quantity(one.entry.quantity, one.entry.measure, one.entry.decimals),
        )
        for one in said.told[:3]
    ]  # fmt: skip


def _table(hits: "tuple[Hit, ...]") -> str:
    heads = (
        pgettext("column", "What"),
        pgettext("column", "Where"),
        pgettext("column", "Figure"),
        pgettext("column", "As of"),
        pgettext("column", "May it be quoted"),
        pgettext("column", "Trace with"),
    )
    rows = [(hit.title, hit.subtitle, hit.value, hit.as_of, hit.quotable, hit.reference) for hit in hits]
    return render.table(heads, rows, right=(2,))


@click.command(
    "trace",
    cls=Command,
    help=N_(
        "Where a figure comes from, down to file, cell and person.\n"
        "REFERENCE: the code on the paper, or UNIT/ITEM/PERIOD."
    ),
)
@click.argument("reference", metavar="REFERENCE")
@click.option("--uses", is_flag=True, help=N_("The other way: where the figure was used, and who was told."))
@click.pass_obj
def trace(run: Run, reference: str, uses: bool) -> Answer:
    from ipdesk.services import trace as tracing
    from ipdesk.services import uses as using

    with run.workspace() as workspace:
        found = using.uses(workspace, reference) if uses else tracing.trace(workspace, reference)
    return Answer(found, render.tree(_branch(found)))


def _branch(node: "TraceNode") -> render.Branch:
    head = f"{node.title}  {node.value}".rstrip()
    facts = [_("{name}: {value}").format(name=name, value=value) for name, value in node.facts]
    return "\n".join([head, *(f"  {fact}" for fact in facts)]), [_branch(child) for child in node.children]

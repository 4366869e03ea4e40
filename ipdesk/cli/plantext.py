"""`ipdesk plan compile` and `ipdesk plan link`: a document to candidates, a plan's targets to their sentences."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Command
from ipdesk.cli.plan import PLAN_HELP
from ipdesk.cli.run import Answer
from ipdesk.cli.wording import finding_document, findings_text
from ipdesk.domain.target import Comparator
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext
from ipdesk.text.labels import label

if TYPE_CHECKING:
    from ipdesk.services.plantexts import CompiledText, LinkedText, Score

_QUOTED = 60  # characters of a quote in a list for people


@click.command(
    "compile",
    cls=Command,
    help=N_("Read a plan's document (txt, docx, pdf with text, html) and list what seems to be a target."),
)
@click.argument("file", metavar="FILE", type=arguments.existing)
@click.option("--against", metavar="PLAN", help=N_("Hold what was found against this plan: recall, precision, fields."))
@click.option(
    "--to", "to", metavar="FILE.xlsx", type=arguments.target, help=N_("Write the candidates to a workbook to work on.")
)
def compile_file(file: Path, against: str | None, to: Path | None) -> Answer:
    from ipdesk.services import plans, plantexts

    plan = plans.pack(against) if against is not None else None
    compiled = plantexts.compile_text(file)
    document = _document(compiled)
    if compiled.refused:
        return Answer(document, findings_text(compiled.findings), left=True)
    said = [_candidates(compiled)] if compiled.compilation.targets else []
    said.append(_summary(compiled))
    if compiled.findings:
        said.append(findings_text(compiled.findings))
    if plan is not None:
        score = plantexts.score(plan, compiled)
        document["score"] = _score_document(score, compiled)
        said.append(_score_text(score, compiled))
    if to is not None:
        plantexts.write_draft(compiled, to)
        document["file"] = to
        said.append(_("Written: {file}").format(file=to))
    return Answer(document, "\n\n".join(said))


@click.command(
    "link",
    cls=Command,
    help=N_("Find the sentence, row or box of the document that sets each target. Ends with 1 when one is missing."),
    epilog=PLAN_HELP,
)
@click.argument("plan_id", metavar="PLAN")
@click.option(
    "--text",
    "file",
    metavar="FILE",
    type=arguments.existing,
    required=True,
    help=N_("The plan's document: txt, docx, pdf with text, html."),
)
def link(plan_id: str, file: Path) -> Answer:
    from ipdesk.services import plans, plantexts

    plan = plans.pack(plan_id)
    linked = plantexts.link(plan, file)
    findings = linked.compiled.findings
    document = {
        "plan": plan.id,
        "file": file,
        "links": plantexts.link_rows(linked),
        "missing": [one.id for one in linked.missing],
        "findings": [finding_document(one) for one in findings],
    }
    if linked.compiled.refused:
        return Answer(document, findings_text(findings), left=True)
    said = [_links(linked)]
    count = len(linked.links) - len(linked.missing)
    said.append(
        _("{count} of {total} targets and rows of the previous period have their place in the text.").format(
            count=count, total=len(linked.links)
        )
    )
    return Answer(document, "\n\n".join(said), left=bool(linked.missing))


def _document(compiled: "CompiledText") -> dict[str, Any]:
    from ipdesk.services import plantexts

    return {
        "file": compiled.file,
        "title": compiled.compilation.title,
        "years": list(compiled.compilation.years) if compiled.compilation.years is not None else None,
        "targets": plantexts.target_rows(compiled),
        "untracked": plantexts.untracked_rows(compiled),
        "history": plantexts.history_rows(compiled),
        "outline": plantexts.outline_rows(compiled),
        "findings": [finding_document(one) for one in compiled.findings],
    }


def _candidates(compiled: "CompiledText") -> str:
    heads = (
        pgettext("column", "Target"),
        pgettext("column", "Kind"),
        pgettext("column", "Value"),
        pgettext("column", "Year"),
        pgettext("column", "Sure"),
        pgettext("column", "Words of the document"),
    )
    rows = [
        (
            one.name,
            label(one.kind),
            _figure(one.comparator, one.quantity, one.upper, one.unit),
            str(one.horizon) if one.horizon is not None else formats.NOTHING,
            formats.percent(one.confidence, 0),
            _short(compiled.quote(one.place)),
        )
        for one in compiled.compilation.targets
    ]
    return render.table(heads, rows, right=(2, 4))


def _figure(comparator: Comparator, quantity: Decimal | None, upper: Decimal | None, unit: str) -> str:
    if quantity is None:
        return formats.NOTHING
    signs = {Comparator.AT_LEAST: "≥", Comparator.AT_MOST: "≤", Comparator.MORE: "＞", Comparator.LESS: "＜"}
    shown = signs.get(comparator, "") + formats.number(quantity)
    return (f"{shown}—{formats.number(upper)}" if upper is not None else shown) + unit


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _QUOTED else line[: _QUOTED - 1] + "…"


def _summary(compiled: "CompiledText") -> str:
    found = compiled.compilation
    pairs = [
        (_("Title"), found.title or formats.NOTHING),
        (_("Candidates"), str(len(found.targets))),
        (_("Rows on the previous period"), str(len(found.history))),
        (_("Numbers that set no target"), str(len(found.untracked))),
        (_("Parts of the outline"), str(len(found.outline))),
    ]
    return render.definitions(pairs)


def _score_document(score: "Score", compiled: "CompiledText") -> dict[str, Any]:
    return {
        "plan": score.plan,
        "expected": score.expected,
        "offered": score.offered,
        "found": score.found,
        "recall": score.recall,
        "precision": score.precision,
        "fields": {name: score.share(name) for name in _fields()},
        "missing": [
            {"id": one.id, "name": one.name, "value": one.quantity, "unit": one.unit, "clause": one.clause}
            for one in score.missing
        ],
        "wrong": [
            {
                "id": pair.target.id,
                "name": pair.target.name,
                "fields": [name for name in _fields() if name not in pair.right],
                "quote": compiled.quote(pair.candidate.place),
            }
            for pair in score.pairs
            if len(pair.right) < len(_fields())
        ],
        "extra": [
            {"name": one.name, "value": one.quantity, "unit": one.unit, "quote": compiled.quote(one.place)}
            for one in score.extra
        ],
    }


def _fields() -> dict[str, str]:
    return {
        "value": _("value"),
        "unit": _("unit"),
        "comparator": _("comparator"),
        "horizon": _("year"),
        "kind": _("kind"),
    }


def _score_text(score: "Score", compiled: "CompiledText") -> str:
    fields = _fields()
    heads = (
        pgettext("column", "Plan"),
        pgettext("column", "Targets"),
        pgettext("column", "Candidates"),
        pgettext("column", "Found"),
        pgettext("column", "Recall"),
        pgettext("column", "Precision"),
        *fields.values(),
    )
    row = (
        score.plan,
        str(score.expected),
        str(score.offered),
        str(score.found),
        _share(score.recall),
        _share(score.precision),
        *(_share(score.share(name)) for name in fields),
    )
    lines = [render.table(heads, [row], right=range(1, len(heads)))]
    loose = _("Value alone: {value}; value and unit: {unit}.")
    lines.append(loose.format(value=score.loosely("value"), unit=score.loosely("value", "unit")))
    for missing in score.missing:
        shown = _figure(missing.comparator, missing.quantity, missing.upper, missing.unit)
        lines.append(_("missing: {name}, {figure}").format(name=missing.name, figure=shown))
    for pair in score.pairs:
        wrong = [word for name, word in fields.items() if name not in pair.right]
        if wrong:
            quote = _short(compiled.quote(pair.candidate.place))
            lines.append(
                _("different ({fields}): {name} · {quote}").format(
                    fields=_(", ").join(wrong), name=pair.target.name, quote=quote
                )
            )
    for extra in score.extra:
        shown = _figure(extra.comparator, extra.quantity, extra.upper, extra.unit)
        quote = _short(compiled.quote(extra.place))
        lines.append(_("too many: {name}, {figure} · {quote}").format(name=extra.name, figure=shown, quote=quote))
    return "\n".join(lines)


def _share(share: Decimal | None) -> str:
    return formats.NOTHING if share is None else formats.percent(share, 1)


def _links(linked: "LinkedText") -> str:
    from ipdesk.services import plantexts

    heads = (
        pgettext("column", "Target"),
        pgettext("column", "Number in the text"),
        pgettext("column", "Clause in the text"),
        pgettext("column", "As in the plan"),
        pgettext("column", "Words of the document"),
    )
    rows = []
    for one in linked.links:
        if one.place is None:
            rows.append((one.name, formats.NOTHING, formats.NOTHING, formats.NOTHING, _("not found")))
            continue
        number = linked.compiled.quote(one.number) if one.number is not None else formats.NOTHING
        agrees = (
            formats.NOTHING
            if one.agrees is None
            else (pgettext("clause", "yes") if one.agrees else pgettext("clause", "no"))
        )
        rows.append(
            (one.name, number, plantexts.clause_text(linked, one), agrees, _short(linked.compiled.quote(one.place)))
        )
    return render.table(heads, rows)

"""How a scheme of a decomposition is shown, for people and for `--json`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ipdesk.cli import render
from ipdesk.cli.run import Answer
from ipdesk.cli.wording import finding_document
from ipdesk.domain.decomposition import Parts
from ipdesk.text import formats, labels, splits
from ipdesk.text.i18n import _, ngettext, pgettext
from ipdesk.text.messages import sentence

if TYPE_CHECKING:
    from ipdesk.services.decomposition import SchemeView
    from ipdesk.services.workspace import Workspace


def unit_names(workspace: "Workspace") -> dict[str, str]:
    """Short names by unit code."""
    return {unit.code: unit.short for unit in workspace.policy.units}


def scheme_answer(workspace: "Workspace", view: "SchemeView", only: str = "") -> Answer:
    """A scheme, or one target of it with its years: parts, proof, what changed since it was last looked at."""
    names = unit_names(workspace)
    said = [_table(parts, names, years=bool(only)) for target, parts in view.parts.items() if only in ("", target)]
    if not said:
        said = [_("Nothing is split in this scheme yet.")]
    said += change_lines(workspace, view)
    if view.gone:
        said.append(
            _("No longer in the plan, kept aside: {targets}").format(targets=pgettext("list", ", ").join(view.gone))
        )
    return Answer(scheme_document(view, only), "\n\n".join(said))


def _table(parts: Parts, names: Mapping[str, str], *, years: bool) -> str:
    decimals = parts.decimals
    span = sorted({year for cell in parts.cells for year in cell.years}) if years else []
    heads = [
        pgettext("column", "Unit"), pgettext("column", "Base figure"), pgettext("column", "Part"),
        pgettext("column", "How"), *(str(year) for year in span),
    ]  # fmt: skip
    rows = [
        (
            names.get(cell.unit, cell.unit),
            formats.number(cell.figure),
            formats.number(cell.quantity, decimals),
            _how(cell.asked, cell.pinned),
            *(formats.number(cell.years.get(year), decimals) for year in span),
        )
        for cell in parts.cells
    ]
    title = f"{parts.target.name}　{formats.target_text(parts.target)}　{labels.label(parts.rule.rule)}"
    figures = (1, 2, *range(4, 4 + len(span)))
    notes = [f"· {sentence(finding, names)}" for finding in parts.findings]
    return "\n".join([title, render.table(heads, rows, right=figures), splits.proof_text(parts), *notes])


def _how(asked: bool, pinned_part: bool) -> str:
    if not asked:
        return pgettext("part", "not asked")
    return pgettext("part", "pinned") if pinned_part else ""


def change_lines(workspace: "Workspace", view: "SchemeView") -> list[str]:
    """Which parts are no longer as they were last looked at; nothing when all are."""
    if not view.changed:
        return []
    names = unit_names(workspace) | {"": _("the whole")}
    targets = {target.id: target.name for target in workspace.plan.targets}
    head = ngettext(
        "{n} part is no longer as it was last looked at:", "{n} parts are no longer as they were last looked at:",
        len(view.changed),
    ).format(n=len(view.changed))  # fmt: skip
    lines = [
        _("  {target}, {unit}: {before} → {after}").format(
            target=targets.get(one.target, one.target), unit=names.get(one.unit, one.unit),
            before=formats.number(one.before), after=formats.number(one.after),
        )
        for one in view.changed
    ]  # fmt: skip
    return ["\n".join([head, *lines])]


def scheme_document(view: "SchemeView", only: str = "") -> dict[str, Any]:
    """A scheme, or one target of it, for `--json`."""
    return {
        "name": view.name,
        "targets": [parts_document(parts) for target, parts in view.parts.items() if only in ("", target)],
        "changed": [
            {"target": one.target, "unit": one.unit, "before": one.before, "after": one.after} for one in view.changed
        ],
        "gone": list(view.gone),
    }


def parts_document(parts: Parts) -> dict[str, Any]:
    """A target's parts for `--json`, with the proof and its inputs."""
    proof = parts.proof
    return {
        "target": parts.target.id,
        "name": parts.target.name,
        "rule": parts.rule.rule,
        "because": parts.rule.because,
        "whole": proof.whole,
        "reached": proof.reached,
        "difference": proof.difference,
        "reserved": proof.reserved,
        "unplaced": proof.unplaced,
        "numerator": proof.numerator,
        "denominator": proof.denominator,
        "cells": [
            {
                "unit": cell.unit,
                "quantity": cell.quantity,
                "upper": cell.upper,
                "asked": cell.asked,
                "pinned": cell.pinned,
                "base": cell.base,
                "figure": cell.figure,
                "years": {str(year): quantity for year, quantity in cell.years.items()},
                "quarters": {period.code: quantity for period, quantity in cell.quarters.items()},
            }
            for cell in parts.cells
        ],
        "findings": [finding_document(finding) for finding in parts.findings],
    }

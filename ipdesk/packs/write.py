"""A plan as a pack folder, in the one way of writing that keeps a diff short."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.plan import Plan
from ipdesk.packs.format import FORMAT, HEADER, OPTIONAL, PackHeader, SupplyLine, file_of


def pack_files(plan: Plan) -> dict[str, str]:
    """Every file of the pack with its text: fields in the order of the format, one object a line, LF."""
    return {HEADER: json.dumps(header_line(plan), ensure_ascii=False, indent=2) + "\n"} | {
        file_of(table): "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        for table, lines in table_lines(plan).items()
        if lines or table not in OPTIONAL
    }


def header_line(plan: Plan) -> dict[str, Any]:
    """What stands in `pack.json`."""
    header = PackHeader(
        format=FORMAT,
        id=plan.id,
        title=plan.title,
        short=plan.short,
        issuer=plan.issuer,
        region=plan.region,
        level=plan.level,
        first_year=plan.first_year,
        last_year=plan.last_year,
        status=plan.status,
        version=plan.version,
    )
    return encode(header)


def table_lines(plan: Plan) -> dict[str, list[dict[str, Any]]]:
    """The tables of a plan by name, each line as the object that stands in the file."""
    supplies = [
        SupplyLine(indicator.id, rule.item, rule.pattern, rule.supply, rule.supplier)
        for indicator in plan.indicators
        for rule in indicator.supplies
    ]
    tables: dict[str, tuple[Any, ...] | list[SupplyLine]] = {
        "outline": plan.outline,
        "indicators": tuple(replace(indicator, supplies=()) for indicator in plan.indicators),
        "items": plan.items,
        "supplies": supplies,
        "targets": plan.targets,
        "history": plan.history,
        "units": plan.units,
        "lineage": plan.lineage,
        "rules": plan.rules,
    }
    return {table: [encode(value) for value in values] for table, values in tables.items()}


def write_pack(plan: Plan, folder: Path) -> None:
    """Write the pack; files that are there are replaced. OSError when the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    files = pack_files(plan)
    for table in OPTIONAL:
        if file_of(table) not in files:
            (folder / file_of(table)).unlink(missing_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(text.encode("utf-8"))

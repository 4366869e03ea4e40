"""Packs from their folders: the plan, and what is wrong in it.

What cannot be read at all is an `IpdeskError` (`pack_missing`, `pack_newer`, `pack_damaged`). What can be read but
makes no sense comes back as findings of `lint`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from ipdesk import paths
from ipdesk.domain.errors import EnvironmentTrouble, NotFound
from ipdesk.domain.finding import Finding
from ipdesk.domain.indicator import Indicator, SupplyRule
from ipdesk.domain.ledger.codec import decode
from ipdesk.domain.plan import Plan, PlanStatus
from ipdesk.packs.format import FORMAT, HEADER, MAX_BYTES, OPTIONAL, TABLES, PackHeader, SupplyLine, file_of
from ipdesk.packs.lint import lint

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class PackInfo:
    """A pack that ipdesk brings along, as a list shows it."""

    id: str
    title: str
    short: str
    issuer: str
    region: str
    level: str
    first_year: int
    last_year: int
    status: PlanStatus
    version: int
    path: Path


def read_pack(path: Path) -> tuple[Plan, tuple[Finding, ...]]:
    """The plan of the pack folder `path`, and the findings of `lint` on it.

    NotFound `pack_missing` when there is no pack; EnvironmentTrouble `pack_newer` when it was written by a newer
    ipdesk, `pack_damaged` when a file is missing or a line is not what the format says.
    """
    header = read_header(path)
    tables = {table: _table(path, table, kind) for table, kind in TABLES.items()}
    known = {indicator.id for indicator in tables["indicators"]}
    for number, rule in enumerate(tables["supplies"], start=1):
        if rule.indicator not in known:  # it would be lost: rules live on their indicators
            _damaged(path, file_of("supplies"), number, rule.indicator)
    plan = assembled(header, tables)
    return plan, lint(plan)


def assembled(header: PackHeader, tables: Mapping[str, tuple[Any, ...]]) -> Plan:
    """The plan of a header and all tables by name. Supply rules of unknown indicators are left out."""
    return Plan(
        id=header.id,
        title=header.title,
        short=header.short,
        issuer=header.issuer,
        region=header.region,
        level=header.level,
        first_year=header.first_year,
        last_year=header.last_year,
        status=header.status,
        version=header.version,
        outline=tables["outline"],
        indicators=tuple(_with_supplies(tables["indicators"], tables["supplies"])),
        items=tables["items"],
        targets=tables["targets"],
        history=tables["history"],
        units=tables["units"],
        lineage=tables["lineage"],
        rules=tables["rules"],
    )


def read_header(path: Path) -> PackHeader:
    """`pack.json` alone; raises as `read_pack` does."""
    if not (path / HEADER).is_file():
        raise NotFound("pack_missing", path=str(path))
    text = _text(path, HEADER)
    raw = _object(path, HEADER, 1, text)
    written = raw.get("format")
    if type(written) is not int or written < 1:
        _damaged(path, HEADER, 1, "format")
    if written > FORMAT:
        raise EnvironmentTrouble("pack_newer", pack=path.name, format=str(written), known=str(FORMAT))
    return _value(path, HEADER, 1, PackHeader, raw)


def builtin_packs() -> tuple[PackInfo, ...]:
    """The packs that ipdesk brings along, by id."""
    folder = paths.resource_dir() / "packs"
    return tuple(_info(entry) for entry in sorted(folder.glob("*")) if (entry / HEADER).is_file())


def load_builtin(plan_id: str) -> Plan:
    """The plan of a pack that ipdesk brings along. NotFound `pack_unknown` names those that there are."""
    packs = {pack.id: pack for pack in builtin_packs()}
    if plan_id not in packs:
        raise NotFound("pack_unknown", id=plan_id, known="、".join(packs))
    return read_pack(packs[plan_id].path)[0]


def _info(path: Path) -> PackInfo:
    header = read_header(path)
    return PackInfo(
        id=header.id,
        title=header.title,
        short=header.short,
        issuer=header.issuer,
        region=header.region,
        level=header.level,
        first_year=header.first_year,
        last_year=header.last_year,
        status=header.status,
        version=header.version,
        path=path,
    )


def _with_supplies(indicators: Iterable[Indicator], lines: Iterable[SupplyLine]) -> Iterator[Indicator]:
    rules: dict[str, list[SupplyRule]] = {}
    for line in lines:
        rule = SupplyRule(line.item, line.pattern, line.supply, line.supplier)
        rules.setdefault(line.indicator, []).append(rule)
    return (replace(indicator, supplies=tuple(rules.get(indicator.id, ()))) for indicator in indicators)


def _table(path: Path, table: str, kind: type[Any]) -> tuple[Any, ...]:
    name = file_of(table)
    if table in OPTIONAL and not (path / name).exists():
        return ()
    return tuple(_value(path, name, number, kind, raw) for number, raw in _lines(path, name))


def _lines(path: Path, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    # Not splitlines(): it also breaks at characters that may stand inside a JSON string.
    for number, line in enumerate(_text(path, name).split("\n"), start=1):
        if line.strip():
            yield number, _object(path, name, number, line)


def _text(path: Path, name: str) -> str:
    file = path / name
    try:
        if file.stat().st_size > MAX_BYTES:
            _damaged(path, name, 0, f"> {MAX_BYTES} B")
        return file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as trouble:
        _damaged(path, name, 0, trouble.strerror or "" if isinstance(trouble, OSError) else "UTF-8")


def _object(path: Path, name: str, number: int, text: str) -> dict[str, Any]:
    try:
        raw = json.loads(text, object_pairs_hook=_unique, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError) as trouble:
        _damaged(path, name, number, str(trouble))
    if not isinstance(raw, dict):
        _damaged(path, name, number, text[:40])
    return raw


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if len(set(keys)) < len(keys):
        raise ValueError(f"twice in one object: {', '.join(sorted(key for key in set(keys) if keys.count(key) > 1))}")
    return dict(pairs)


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"a decimal is written as text: {text}")


def _value(path: Path, name: str, number: int, kind: type[Kind], raw: dict[str, Any]) -> Kind:
    try:
        return decode(kind, raw)
    except (ValueError, TypeError) as trouble:
        _damaged(path, name, number, str(trouble))


def _damaged(path: Path, name: str, number: int, found: str) -> NoReturn:
    raise EnvironmentTrouble("pack_damaged", pack=path.name, file=name, line=str(number), found=found) from None

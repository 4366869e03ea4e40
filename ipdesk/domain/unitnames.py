"""How offices name units in a list: short, full, without the city's name, with 人民政府, one behind the other."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ipdesk.domain.unit import Unit, UnitKind

#: 按职责分工负责, which stands behind a list and names nobody.
_SHARED: Final = re.compile(r"[（(]?等?[，,、；;]?(?:按照?|根据)(?:各自)?职责(?:分工)?(?:分别)?负责[）)]?[。.]?$")
_PARTS: Final = re.compile(r"[、，,；;\n/|]+")
_EVERY_AREA: Final = re.compile(r"(?:全市)?各区(?:人民政府|政府)?(?:[（(].*[）)])?(?:人民政府|政府)?")
_GOVERNMENT: Final = ("人民政府", "政府", "管委会", "管理委员会")


@dataclass(frozen=True, slots=True)
class NamedUnits:
    """What a cell of units says: the names in their order, and whether 按职责分工负责 stands behind them."""

    names: tuple[str, ...]
    shared: bool = False


def split_units(text: str) -> NamedUnits:
    """The names in a cell, parted by 、，； or a line end; a bracket keeps what is in it together."""
    shown = unicodedata.normalize("NFKC", text).replace("(", "（").replace(")", "）").strip()
    body = _SHARED.sub("", shown)
    names = [name.strip(" 。.　") for name in _parted(body)]
    return NamedUnits(tuple(dict.fromkeys(name for name in names if name)), shared=body != shown)


def known_names(units: Iterable[Unit]) -> Mapping[str, str]:
    """Code by every spelling of a unit that is sure; a spelling that fits several units is left out."""
    found: dict[str, set[str]] = {}
    everybody = tuple(units)
    cities = [unit for unit in everybody if unit.kind in (UnitKind.CITY, UnitKind.PROVINCE)]
    for unit in everybody:
        for name in _spellings(unit, cities):
            found.setdefault(plain_name(name), set()).add(unit.code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


def is_every_area(name: str) -> bool:
    """Whether a name stands for all areas: 各区, 各区人民政府, 各区（新区）."""
    return _EVERY_AREA.fullmatch(plain_name(name)) is not None


def plain_name(name: str) -> str:
    """A name as it is compared: without blanks, brackets full-width."""
    text = "".join(unicodedata.normalize("NFKC", name).split())
    return text.replace("(", "（").replace(")", "）").casefold()


def _parted(text: str) -> Iterator[str]:
    depth, piece = 0, ""
    for sign in text:
        depth += (sign == "（") - (sign == "）")
        if depth <= 0 and _PARTS.fullmatch(sign):
            yield piece
            piece = ""
        else:
            piece += sign
    yield piece


def _spellings(unit: Unit, cities: Iterable[Unit]) -> Iterator[str]:
    yield from (unit.code, unit.name, unit.short)
    outer, bracket, inner = unit.name.partition("（")
    names = [outer, *([inner.rstrip("）")] if bracket else [])]
    for name in names:
        yield name
        for city in cities:
            place = city.short if city.short.endswith(("市", "省")) else ""
            if place and name.startswith(place) and name != place:
                yield name.removeprefix(place)
                if unit.kind in (UnitKind.DEPARTMENT, UnitKind.CITY, UnitKind.PROVINCE):
                    yield place[-1] + name.removeprefix(place)
    if unit.kind is UnitKind.DISTRICT:
        for ending in _GOVERNMENT:
            yield unit.short + ending
            yield unit.name + ending
        if len(unit.short.removesuffix("区")) > 1:
            yield unit.short.removesuffix("区")

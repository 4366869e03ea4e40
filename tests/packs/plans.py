"""Plans that Hypothesis makes: every field of every table, as free as the format lets it be."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from types import NoneType
from typing import Any, get_args, get_type_hints

from hypothesis import strategies as st

from ipdesk.domain.indicator import Indicator, Item
from ipdesk.domain.plan import Clause, Lineage, Plan, PlanStatus
from ipdesk.domain.rule import Rule
from ipdesk.domain.target import Baseline, HistoryRow, Target
from ipdesk.domain.unit import Unit

_SIGNS = "知识产权规划（）“”、，。；;:：=+-@'#_&<>\"/\\|*[]{}%‰１２Ａ　 abcXYZ019.,\n"
SLUGS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)


def _printable(text: str) -> bool:
    """What `lint` lets pass: signs that a page shows, and no escape of a workbook (_x000D_)."""
    return all(sign.isprintable() or sign in "\n　\u00a0" for sign in text) and "x0" not in text


TEXTS = (
    st.text(st.sampled_from(_SIGNS) | st.characters(categories=["L", "N", "P", "S"]), max_size=20)
    .map(str.strip)
    .filter(_printable)
)
FULL = TEXTS.filter(bool)
MEMBERS = FULL.filter(lambda text: not set("；;\n") & set(text))
DECIMALS = st.decimals(-(10**12), 10**12, places=4).map(lambda number: Decimal(format(number.normalize(), "f")) + 0)
CODES = st.from_regex(r"[1-9][0-9]{5}([A-Z]{1,3})?", fullmatch=True)
_KEYS = {"id", "parent", "item", "numerator", "denominator", "indicator", "clause", "plan", "there"}


def _canonical(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _field(kind: type, name: str, hint: Any) -> st.SearchStrategy[Any]:
    optional = NoneType in get_args(hint)
    inner = next((one for one in get_args(hint) if one not in (NoneType, Ellipsis)), hint)
    found: st.SearchStrategy[Any]
    if (kind, name) == (Indicator, "factor") or (kind, name) == (Unit, "population"):
        found = DECIMALS.map(abs).map(_canonical)
    elif name in ("supplies",):
        return st.just(())
    elif inner is Baseline:
        found = st.builds(Baseline, DECIMALS, st.integers(1990, 2050), TEXTS)
    elif name == "inside":
        return st.lists(CODES, max_size=3, unique=True).map(tuple)
    elif name == "aliases":
        return st.lists(MEMBERS, max_size=3).map(tuple)
    elif name in ("code", "region", "of_unit") or (kind is Unit and name == "parent"):
        found = CODES
    elif name in _KEYS:
        found = SLUGS
    elif inner is str:
        found = FULL if optional else TEXTS
    elif inner is int:
        found = st.integers(0, 2100)
    elif inner is Decimal:
        found = DECIMALS
    elif inner is date:
        found = st.dates(date(1990, 1, 1), date(2050, 12, 31))
    else:
        found = st.sampled_from(inner)
    return st.none() | found if optional else found


def lines(kind: type, names: st.SearchStrategy[str] = SLUGS, key: str = "id") -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    given = {field.name: _field(kind, field.name, hints[field.name]) for field in fields(kind)}
    one = st.builds(kind, **(given | ({key: names} if key else {})))
    return st.lists(one, max_size=4, unique_by=(lambda line: getattr(line, key)) if key else None).map(tuple)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan of which `lint` may say much, but nothing of its texts: references need not lead anywhere."""
    indicators = draw(lines(Indicator))
    rules = get_type_hints(Indicator)["supplies"]
    kind = get_args(rules)[0]
    hints = get_type_hints(kind)
    rule = st.builds(
        kind,
        item=SLUGS,
        pattern=st.sampled_from(["*", "district", "city", "440304"]),
        supply=st.sampled_from(hints["supply"]),
        supplier=st.just("") | CODES,
    )
    indicators = tuple(replace(one, supplies=tuple(draw(st.lists(rule, max_size=3)))) for one in indicators)
    return Plan(
        id=draw(SLUGS),
        title=draw(TEXTS),
        short=draw(TEXTS),
        issuer=draw(TEXTS),
        region=draw(CODES),
        level=draw(st.sampled_from(["province", "city", "district"])),
        first_year=draw(st.integers(1990, 2050)),
        last_year=draw(st.integers(1990, 2050)),
        status=draw(st.sampled_from(PlanStatus)),
        version=draw(st.integers(1, 9)),
        outline=draw(lines(Clause)),
        indicators=indicators,
        items=draw(lines(Item)),
        targets=draw(lines(Target)),
        history=draw(lines(HistoryRow)),
        units=draw(lines(Unit, CODES, "code")),
        lineage=draw(lines(Lineage, key="")),
        rules=draw(lines(Rule)),
    )

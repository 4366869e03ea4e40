"""A package: header and content, immutable, named by the SHA-256 of its canonical bytes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ipdesk.domain.ledger import spelling
from ipdesk.domain.ledger.canonical import Json, JsonObject, canonical_bytes, content_id, parse_canonical_bytes

#: The schema that this program writes, and the newest that it folds. A newer one is kept, counted, not folded.
#: Whoever adds a field raises the schema of the packages that use it, and of no others: equal content keeps its id.
SCHEMA = 1

#: The scope of what all children may see (plan, policy, release).
CHILDREN = "children"


class Kind(StrEnum):
    PLAN = "plan"
    POLICY = "policy"
    TARGETS = "targets"
    OPINION = "opinion"
    TEMPLATE = "template"
    SUBMISSION = "submission"
    ATTACHMENT = "attachment"
    DECISION = "decision"
    RELEASE = "release"
    ASSESSMENT = "assessment"


_KINDS = frozenset(Kind)

#: The header of this schema, and what may be left out of it. A later schema keeps these fields and may add others.
_NEEDED = frozenset({"schema", "kind", "ledger", "maker", "audience", "content"})
_OPTIONAL = frozenset({"officer", "parents", "reason", "date"})


@dataclass(frozen=True, slots=True, order=True)
class LedgerKey:
    """One ledger: a plan, the unit that issues under it, and whether it is the real one or training."""

    plan: str
    issuer: str
    training: bool = False

    @property
    def code(self) -> str:
        """`sz-155/440300` and, for training, `/training` behind it."""
        return f"{self.plan}/{self.issuer}" + ("/training" if self.training else "")

    def content(self) -> JsonObject:
        return {"plan": self.plan, "issuer": self.issuer, "realm": "training" if self.training else "real"}


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A place in a ledger that versions of one thing follow one another in.

    `unit`, `period`, `form` are empty where the kind has none: plan and policy have a single slot, targets and
    opinions one a unit, releases one a period, assessments one a subject (`unit`), cycle (`period`, `form`) and
    who says it (`form`).
    """

    kind: str
    unit: str = ""
    period: str = ""
    form: str = ""

    @property
    def code(self) -> str:
        return "/".join((self.kind, self.unit, self.period, self.form)).rstrip("/")


@dataclass(frozen=True, slots=True, eq=False)
class Package:
    """A package as it is folded. `id` names `data`, its canonical bytes; the rest is read from them.

    `parents` are the heads of its slot that the maker saw (for a decision: the decisions on that slot).
    `date` is the stated date, an ISO day or as written by hand. When, where and from which copy it was
    received never stands here.
    """

    id: str
    data: bytes
    schema: int
    kind: str
    ledger: LedgerKey
    maker: str
    officer: str
    audience: str
    parents: tuple[str, ...]
    reason: str
    date: str
    content: Mapping[str, Any]

    def __eq__(self, other: object) -> bool:
        """Equal bytes are one package: the id stands for all of it."""
        return isinstance(other, Package) and self.id == other.id

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def known(self) -> bool:
        """Whether this program can fold it; otherwise an update is needed."""
        return self.schema <= SCHEMA and self.kind in _KINDS


def make(
    kind: Kind,
    ledger: LedgerKey,
    *,
    maker: str,
    audience: str,
    content: Json,
    parents: Iterable[str] = (),
    officer: str = "",
    reason: str = "",
    date: str = "",
) -> Package:
    """A new package. Equal arguments make equal bytes, on every PC."""
    header: JsonObject = {
        "schema": SCHEMA,
        "kind": kind.value,
        "ledger": ledger.content(),
        "maker": maker,
        "audience": audience,
        "content": content,
    }
    optional = {"officer": officer, "reason": reason, "date": date, "parents": sorted(set(parents))}
    header.update({key: value for key, value in optional.items() if value})
    data = canonical_bytes(header)
    return _package(json.loads(data), data)


def parse(data: bytes) -> Package:
    """The package of canonical bytes, also of a kind or schema that this program does not know.

    ValueError when the bytes are not canonical, the header is not one, or (for a known package) holds a field that
    this schema lacks, an empty field that should be absent, or a decision that is none: one package has one spelling.
    Whether the other contents fit their kind is asked when they are read.
    """
    return _package(parse_canonical_bytes(data), data)


def _package(header: Json, data: bytes) -> Package:
    """The package of a header and the canonical bytes that it was read from. ValueError as `parse`."""
    if not isinstance(header, dict):
        raise ValueError("a package is an object")
    try:
        ledger = header["ledger"]
        package = Package(
            id=content_id(data),
            data=data,
            schema=header["schema"],
            kind=header["kind"],
            ledger=LedgerKey(ledger["plan"], ledger["issuer"], _realm(ledger["realm"])),
            maker=header["maker"],
            officer=header.get("officer", ""),
            audience=header["audience"],
            parents=spelling.names(header.get("parents", [])),
            reason=header.get("reason", ""),
            date=header.get("date", ""),
            content=header["content"],
        )
    except (KeyError, TypeError) as missing:
        raise ValueError(f"no package header: {missing}") from None
    if not _well_formed(package):
        raise ValueError("a package header with fields of the wrong type")
    if package.known:
        _refuse_other_spellings(header, package)
    return package


def slot_of(package: Package) -> Slot | None:
    """The slot a package lies in: its own, or for a decision the one it decides on; None for attachments."""
    content = package.content
    match package.kind:
        case Kind.PLAN | Kind.POLICY:
            return Slot(package.kind)
        case Kind.TARGETS | Kind.OPINION:
            return Slot(package.kind, content["unit"])
        case Kind.TEMPLATE | Kind.SUBMISSION:
            return Slot(package.kind, content["unit"], content["period"], content["form"])
        case Kind.RELEASE:
            return Slot(package.kind, period=content["period"])
        case Kind.ASSESSMENT:
            said_by = (content.get("round", ""), content.get("role", ""))
            return Slot(package.kind, content["subject"], content["cycle"], ".".join(part for part in said_by if part))
        case Kind.DECISION:
            slot = content["slot"]
            return Slot(slot["kind"], slot.get("unit", ""), slot.get("period", ""), slot.get("form", ""))
    return None


def _realm(realm: str) -> bool:
    if realm not in ("real", "training"):
        raise ValueError(f"no such realm: {realm!r}")
    return realm == "training"


def _well_formed(package: Package) -> bool:
    texts = (package.kind, package.maker, package.officer, package.audience, package.reason, package.date)
    return (
        all(isinstance(text, str) for text in (*texts, package.ledger.plan, package.ledger.issuer))
        and type(package.schema) is int
        and package.schema >= 1
        and isinstance(package.content, dict)
    )


def _refuse_other_spellings(header: JsonObject, package: Package) -> None:
    unknown = header.keys() - _NEEDED - _OPTIONAL
    if unknown:
        raise ValueError(f"a package of schema {package.schema} has no {', '.join(sorted(unknown))}")
    if not all(header[key] for key in header.keys() & _OPTIONAL) or header["ledger"] != package.ledger.content():
        raise ValueError("a package header spelled in another way")
    if not all(map(spelling.is_id, package.parents)):
        raise ValueError("a parent that is no id")
    if package.kind == Kind.DECISION:
        spelling.check_decision(package.content)
    try:
        slot = slot_of(package)
    except KeyError:
        raise ValueError(f"a {package.kind} that names no slot") from None
    if slot and not all(isinstance(part, str) for part in (slot.kind, slot.unit, slot.period, slot.form)):
        raise ValueError("a slot that is no text")

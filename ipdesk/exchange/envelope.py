"""The envelope: what a workbook carries beside the visible form, and how it is spelt in the hidden `_meta` sheet."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final

from ipdesk.domain.ledger.canonical import content_id
from ipdesk.exchange.marks import Token

FORMAT: Final = "ipdesk-workbook/1"
#: An Excel cell holds 32,767 characters; some programs count bytes, so pieces stay well below.
PIECE: Final = 30_000
#: A file is signed with one key; a few more are looked at, not thousands.
MOST_KEYS: Final = 8
#: Rows of signatures: the id of a package behind it, or the code of a sheet.
_SIGNED: Final = "signature."
_PACKAGE_ID: Final = re.compile("[0-9a-f]{64}")


class EnvelopeKind(StrEnum):
    """What the workbook was made as. A template that was filled in with Excel still says `template`."""

    TEMPLATE = "template"
    SUBMISSION = "submission"
    RELEASE = "release"
    PACKAGES = "packages"
    TARGETS = "targets"  # targets that a unit is asked about, or that are handed down to it
    OPINION = "opinion"  # the same sheet with the unit's opinion as a package


@dataclass(frozen=True, slots=True)
class Envelope:
    """The identity of a workbook and the packages that travel in it.

    `realm` is `real` or `training`. `template_id` is the id of the template package the form was made from. `heads`
    are the heads of the slot that the maker knew. `digests` are the ledger's digests by scope. `packages` are
    canonical bytes; their ids are their SHA-256. `issued` has the digest of the issued part of each sheet; the writer
    fills it in. `signatures` are blocks (`domain.ledger.signature`) by package id, `sheet_signatures` by sheet code
    over the issued parts; `keys` the key blocks that they are checked with.
    """

    plan: str
    issuer: str
    unit: str
    period: str
    form: str
    version: int
    realm: str
    template_id: str
    kind: EnvelopeKind
    packages: tuple[bytes, ...] = ()
    heads: tuple[str, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    issued: Mapping[str, str] = field(default_factory=dict)
    signatures: Mapping[str, str] = field(default_factory=dict)
    sheet_signatures: Mapping[str, str] = field(default_factory=dict)
    keys: tuple[str, ...] = ()

    def token(self, sheet: str) -> Token:
        """The token of one of its sheets."""
        return Token(
            self.plan,
            self.issuer,
            self.unit,
            self.period,
            self.form,
            self.version,
            self.realm,
            self.template_id[:8],
            sheet,
        )


def package_id(package: bytes) -> str:
    """The id of a package: SHA-256 of its canonical bytes, hex."""
    return content_id(package)


def to_meta(envelope: Envelope) -> list[tuple[str, str]]:
    """The rows of the `_meta` sheet, the last one the SHA-256 over all before it."""
    rows = [
        ("format", FORMAT),
        ("kind", envelope.kind.value),
        ("plan", envelope.plan),
        ("issuer", envelope.issuer),
        ("unit", envelope.unit),
        ("period", envelope.period),
        ("form", envelope.form),
        ("version", str(envelope.version)),
        ("realm", envelope.realm),
        ("template", envelope.template_id),
    ]
    rows += [("head", head) for head in envelope.heads]
    rows += [(f"digest.{scope}", digest) for scope, digest in sorted(envelope.digests.items())]
    rows += [(f"issued.{sheet}", digest) for sheet, digest in sorted(envelope.issued.items())]
    rows += [("key", key) for key in envelope.keys]
    rows += [
        (f"{_SIGNED}{name}", block)
        for name, block in sorted({**envelope.sheet_signatures, **envelope.signatures}.items())
    ]
    for package in envelope.packages:
        rows.append(("package", package_id(package)))
        text = base64.b64encode(package).decode()
        rows += [("piece", text[start : start + PIECE]) for start in range(0, len(text), PIECE)]
    return [*rows, ("sha256", _sum_of(rows))]


def _sum_of(rows: Iterable[tuple[str, str]]) -> str:
    return hashlib.sha256("\n".join(f"{key}={value}" for key, value in rows).encode()).hexdigest()


def from_meta(rows: Iterable[tuple[str, str]]) -> tuple[Envelope | None, tuple[str, ...]]:
    """The envelope of a `_meta` sheet and the codes of what is wrong with it.

    Codes: `meta_unknown` (not a `_meta` of ours, or a newer format), `meta_changed` (the sum does not fit; the
    readable part is returned), `meta_package` (a package's bytes do not fit its id; it is left out).
    """
    body = list(rows)
    total = body.pop()[1] if body and body[-1][0] == "sha256" else ""
    single = {key: value for key, value in body if key not in ("head", "key", "package", "piece")}
    if single.get("format") != FORMAT or single.get("kind") not in set(EnvelopeKind):
        return None, ("meta_unknown",)
    troubles = [] if total == _sum_of(body) else ["meta_changed"]
    packages, broken = _packages(body)
    version = single.get("version", "")
    signed = {key.removeprefix(_SIGNED): value for key, value in single.items() if key.startswith(_SIGNED)}
    envelope = Envelope(
        plan=single.get("plan", ""),
        issuer=single.get("issuer", ""),
        unit=single.get("unit", ""),
        period=single.get("period", ""),
        form=single.get("form", ""),
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
        realm=single.get("realm", ""),
        template_id=single.get("template", ""),
        kind=EnvelopeKind(single["kind"]),
        packages=packages,
        heads=tuple(value for key, value in body if key == "head"),
        digests={key[7:]: value for key, value in single.items() if key.startswith("digest.")},
        issued={key[7:]: value for key, value in single.items() if key.startswith("issued.")},
        signatures={name: block for name, block in signed.items() if _PACKAGE_ID.fullmatch(name)},
        sheet_signatures={name: block for name, block in signed.items() if not _PACKAGE_ID.fullmatch(name)},
        keys=tuple(value for key, value in body if key == "key")[:MOST_KEYS],
    )
    return envelope, (*troubles, *(["meta_package"] if broken else []))


def _packages(rows: Iterable[tuple[str, str]]) -> tuple[tuple[bytes, ...], bool]:
    """The packages whose bytes fit their ids, and whether any did not."""
    pieces: list[tuple[str, list[str]]] = []
    for key, value in rows:
        if key == "package":
            pieces.append((value.strip(), []))
        elif key == "piece" and pieces:
            pieces[-1][1].append(value.strip())
    good: list[bytes] = []
    for identity, texts in pieces:
        package = _decoded("".join(texts))
        if package is not None and package_id(package) == identity:
            good.append(package)
    return tuple(good), len(good) < len(pieces)


@lru_cache(maxsize=16)  # every file of a plan carries the same plan and policy
def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None

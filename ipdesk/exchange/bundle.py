"""Bundles: packages and original files between the PCs of one office, in one zip, the same bytes for the same content.

`ipdesk-bundle.json` lists what is inside; `packages/<id>.json` are canonical bytes, `files/<sha256>` original files.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from ipdesk.domain.finding import Finding
from ipdesk.exchange import zipped
from ipdesk.exchange.envelope import package_id
from ipdesk.exchange.raw import refused

FORMAT: Final = "ipdesk-bundle/1"
#: The purpose of what an evaluator sends back: his assessments alone.
ASSESSMENTS: Final = "assessments"
MANIFEST: Final = "ipdesk-bundle.json"
#: What may lie beside the manifest: what this office knows of keys, its signature, its own key under a pass phrase.
TRUST_PART: Final = "trust.json"
SIGNATURE_PART: Final = "signature.txt"
KEY_PART: Final = "office-key.txt"
BESIDE: Final = (TRUST_PART, SIGNATURE_PART, KEY_PART)
#: What the manifest names by its hash: receipts with the cells read, and for a new PC drafts and settings.
RECEIPTS_PART: Final = "receipts.json"
DESK_PART: Final = "desk.json"
COVERED: Final = (RECEIPTS_PART, DESK_PART)
MAX_PACKED: Final = 500_000_000
MAX_UNPACKED: Final = 1_000_000_000
MAX_PART: Final = 50_000_000
MAX_ENTRIES: Final = 65_000
_PACKAGE: Final = re.compile(r"packages/([0-9a-f]{64})\.json")
_FILE: Final = re.compile(r"files/([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class About:
    """What a bundle says of itself: whose it is and what for, and what its sender held.

    `purpose`: office (a colleague's PC), computer (a new PC), evaluator (for reading only), assessments (what he
    sends back); empty in a bundle from before there were purposes.

    `holds` are the digests of the scopes that it is from, as its sender held them; `have`
    the ids of all that the sender held of them, which is more than `packages` in a bundle of what somebody lacks.
    `also` are the codes of the office's other ledgers, which are in it whole.
    """

    purpose: str = ""
    plan: str = ""
    issuer: str = ""
    realm: str = ""
    unit: str = ""
    holds: Mapping[str, str] = field(default_factory=dict)
    have: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a bundle held. `packages` in the order of their ids, `files` by hash; findings name what was left out.

    `beside` are the parts of `BESIDE` and `COVERED` and the manifest, as they were; `about` is what the manifest says.
    """

    packages: tuple[bytes, ...] = ()
    files: Mapping[str, bytes] | None = None
    names: Mapping[str, str] | None = None
    findings: tuple[Finding, ...] = ()
    beside: Mapping[str, bytes] = field(default_factory=dict)
    about: About = field(default_factory=About)


#: What lies beside a manifest, made from it: a signature covers what it says.
Beside: TypeAlias = Callable[[bytes], Mapping[str, bytes]]


def write_bundle(
    path: Path,
    packages: Iterable[bytes],
    files: Mapping[str, bytes],
    beside: Beside | None = None,
    *,
    about: About | None = None,
    parts: Mapping[str, bytes] | None = None,
) -> None:
    """Write packages and original files (by the name they came under). OSError when the disk refuses."""
    path.write_bytes(bundle_bytes(packages, files, beside, about=about, parts=parts))


def bundle_bytes(
    packages: Iterable[bytes],
    files: Mapping[str, bytes],
    beside: Beside | None = None,
    *,
    about: About | None = None,
    parts: Mapping[str, bytes] | None = None,
) -> bytes:
    """The bytes of a bundle; a package or file that is given twice is in it once. `parts` are those of `COVERED`."""
    by_id = {package_id(package): package for package in packages}
    by_hash = {hashlib.sha256(data).hexdigest(): data for data in files.values()}
    names: dict[str, str] = {}
    for name, data in sorted(files.items()):
        names.setdefault(hashlib.sha256(data).hexdigest(), name)
    covered = dict(sorted((parts or {}).items()))
    manifest: dict[str, object] = {"files": dict(sorted(names.items())), "format": FORMAT, "packages": sorted(by_id)}
    if about is not None:
        have = {} if set(about.have) <= by_id.keys() else {"have": sorted(about.have)}
        manifest |= {
            "purpose": about.purpose,
            "from": {"plan": about.plan, "issuer": about.issuer, "realm": about.realm, "unit": about.unit},
            "holds": dict(about.holds),
            **have,
            **({"also": sorted(about.also)} if about.also else {}),
        }
    if covered:
        manifest["parts"] = {name: hashlib.sha256(data).hexdigest() for name, data in covered.items()}
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    members = [(MANIFEST, text.encode())]
    members += sorted(beside(text.encode()).items()) if beside else []
    members += covered.items()
    members += [(f"packages/{identity}.json", by_id[identity]) for identity in sorted(by_id)]
    members += [(f"files/{identity}", by_hash[identity]) for identity in sorted(by_hash)]
    return zipped.packed(members)


def read_bundle(path: Path) -> Bundle:
    """Read a bundle; never raises for what the file holds, OSError when the disk does not give it.

    Nothing is unpacked to disk, so names with `..` lead nowhere. What is not named by its own hash is left out, and
    said.
    """
    import io
    import zipfile
    import zlib

    if path.stat().st_size > MAX_PACKED:
        return Bundle(findings=(refused("file_too_big", path.name, limit=str(MAX_PACKED // 1_000_000)),))
    data = path.read_bytes()
    packages: dict[str, bytes] = {}
    files: dict[str, bytes] = {}
    names: dict[str, str] = {}
    beside: dict[str, bytes] = {}
    findings: list[Finding] = []
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                limit = str(MAX_ENTRIES)
                return Bundle(
                    findings=(refused("file_too_many_entries", path.name, count=str(len(entries)), limit=limit),)
                )
            for info in entries:
                with archive.open(info) as part:
                    content = part.read(MAX_PART + 1)
                total += len(content)
                if len(content) > MAX_PART or total > MAX_UNPACKED:
                    limit = str(MAX_UNPACKED // 1_000_000)
                    return Bundle(findings=(refused("file_too_big_inside", path.name, limit=limit),))
                found = _PACKAGE.fullmatch(info.filename) or _FILE.fullmatch(info.filename)
                if info.filename in (MANIFEST, *BESIDE, *COVERED):
                    beside[info.filename] = content
                if info.filename == MANIFEST:
                    names = _names(content)
                elif info.filename in (*BESIDE, *COVERED):
                    continue
                elif found is not None and hashlib.sha256(content).hexdigest() == found[1]:
                    (packages if info.filename.startswith("packages/") else files)[found[1]] = content
                else:
                    findings.append(refused("file_bundle_part", path.name, part=info.filename[:80]))
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError):
        return Bundle(findings=(refused("file_truncated", path.name),))
    manifest = _object(beside.get(MANIFEST, b""))
    sums = _object_of(manifest.get("parts"))
    for name in [name for name in COVERED if name in beside]:
        if sums.get(name) != hashlib.sha256(beside[name]).hexdigest():
            del beside[name]
            findings.append(refused("file_bundle_part", path.name, part=name))
    return Bundle(
        tuple(packages[identity] for identity in sorted(packages)), files, names, tuple(findings), beside,
        _about(manifest),
    )  # fmt: skip


def _object(part: bytes) -> dict[str, object]:
    try:
        return _object_of(json.loads(part)) if part else {}
    except (ValueError, RecursionError):
        return {}


def _object_of(member: object) -> dict[str, object]:
    return member if isinstance(member, dict) else {}


def _about(manifest: Mapping[str, object]) -> About:
    """What a manifest says; what it says in another way counts as not said."""
    said = {name: str(one) for name, one in _object_of(manifest.get("from")).items() if isinstance(one, str)}
    holds = {name: one for name, one in _object_of(manifest.get("holds")).items() if isinstance(one, str)}
    listed = manifest.get("have", manifest.get("packages"))
    have = tuple(one for one in listed if isinstance(one, str)) if isinstance(listed, list) else ()
    others = manifest.get("also")
    also = tuple(one for one in others if isinstance(one, str)) if isinstance(others, list) else ()
    purpose = manifest.get("purpose")
    return About(
        purpose if isinstance(purpose, str) else "", said.get("plan", ""), said.get("issuer", ""),
        said.get("realm", ""), said.get("unit", ""), holds, have, also,
    )  # fmt: skip


def _names(content: bytes) -> dict[str, str]:
    """The names of the original files by hash; nothing when the list is no list of ours."""
    try:
        manifest = json.loads(content)
        files = manifest.get("files", {})
        return {str(identity): Path(str(name)).name for identity, name in files.items()}
    except (ValueError, AttributeError, RecursionError):
        return {}

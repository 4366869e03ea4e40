"""A report and the files that go with it, in one zip, as any program packs it; ours is the same bytes for the same
content. Nothing is unpacked to disk.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ipdesk.domain.finding import Finding
from ipdesk.exchange import zipped
from ipdesk.exchange.attachfile import clean_name
from ipdesk.exchange.gate import MAX_PACKED, entry_count
from ipdesk.exchange.kind import READABLE, Kind, kind_of
from ipdesk.exchange.raw import refused

#: The folder of the attachments in a zip of ours.
FOLDER: Final = "附件"
MAX_PARCEL: Final = 100_000_000
MAX_INSIDE: Final = 200_000_000
MAX_MEMBERS: Final = 200
_LEFTOVERS: Final = ("~$", ".~", "._")
_SYSTEM: Final = ("thumbs.db", "desktop.ini", ".ds_store")
_UTF8_NAME: Final = 0x800
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, struct.error,
    OverflowError, OSError, KeyError, MemoryError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a zip: its name without folders, its content, whether it lay in the folder of attachments."""

    name: str
    data: bytes
    aside: bool


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a zip held: workbooks before what goes with them. With a finding nothing of it can be taken."""

    members: tuple[Member, ...] = ()
    trouble: Finding | None = None


def pack(workbook: str, data: bytes, attachments: Iterable[tuple[str, bytes]]) -> bytes:
    """The zip of a workbook and its attachments, numbered in their order, each content once."""
    parts = [(workbook, data)]
    seen: set[bytes] = set()
    for name, content in attachments:
        if content not in seen:
            seen.add(content)
            parts.append((f"{FOLDER}/{len(seen):02d}_{clean_name(name)}", content))
    return zipped.packed(parts)


def is_parcel(path: Path) -> bool:
    """Whether a file is a zip with a workbook among its files; a workbook is a zip itself, and is none."""
    try:
        if path.stat().st_size > MAX_PARCEL or not path.is_file():
            return False
        with path.open("rb") as file:
            beginning = file.read(4)
            if beginning != b"PK\x03\x04":
                return False
            data = beginning + file.read(MAX_PARCEL)
        if entry_count(data) > MAX_MEMBERS or kind_of(data, path.name) is not Kind.ZIP:
            return False
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(_is_workbook(archive, info) for info in archive.infolist() if not _passed_over(info))
    except _BROKEN:
        return False


def open_parcel(path: Path) -> Parcel:
    """The files of a zip, counted while they come out; OSError when the disk does not give it."""
    data = path.read_bytes()
    members: list[Member] = []
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                if _passed_over(info):
                    continue
                with archive.open(info) as part:
                    content = part.read(MAX_PACKED + 1)
                total += len(content)
                if len(content) > MAX_PACKED or total > MAX_INSIDE:
                    return _trouble("file_too_big_inside", path.name, limit=str(MAX_INSIDE // 1_000_000))
                name = _name(info)
                members.append(Member(clean_name(name), content, f"{FOLDER}/" in name.replace("\\", "/")))
    except _BROKEN:
        return _trouble("file_truncated", path.name)
    return Parcel(tuple(sorted(members, key=lambda one: (one.aside, one.name, one.data))))


def _trouble(code: str, name: str, **params: str) -> Parcel:
    return Parcel(trouble=refused(code, name, **params))


def _is_workbook(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    if info.file_size > MAX_PACKED or info.flag_bits & 1:
        return False
    with archive.open(info) as part:
        data = part.read(MAX_PACKED + 1)
    kind = kind_of(data, info.filename)
    return kind in READABLE and kind is not Kind.CSV


def _passed_over(info: zipfile.ZipInfo) -> bool:
    name = _name(info).replace("\\", "/")
    last = name.rpartition("/")[2]
    return not last or last.startswith(_LEFTOVERS) or last.casefold() in _SYSTEM or "__MACOSX/" in name


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: programs on Chinese Windows write GB 18030 and say nothing of it."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename

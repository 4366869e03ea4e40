"""The gate before any library: a workbook's zip is opened under limits, its XML scanned for what no workbook has.

Every limit is a named constant here (excel.md part 4). What passes cannot make a reader ask for gigabytes: sizes are
counted while inflating, not believed; there is no DTD; cells with content lie within bounds, whatever letter case
their addresses have.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

MAX_PACKED: Final = 20_000_000
MAX_PART: Final = 100_000_000
MAX_UNPACKED: Final = 200_000_000
MAX_RATIO: Final = 200
RATIO_FROM: Final = 4_000_000
MAX_ENTRIES: Final = 2_000
MAX_SHEETS: Final = 64
MAX_CELLS: Final = 500_000  # with content
MAX_EMPTY_CELLS: Final = 4_000_000  # styled but empty; honest "bloated" files have a million
MAX_ROW: Final = 20_000
MAX_COLUMN: Final = 256
MAX_TEXT: Final = 32_767
MAX_TEXTS: Final = 50_000_000
_CHUNK: Final = 1 << 18


class GateError(Exception):
    """The file is not taken; `code` and `params` make the sentence."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


def entry_count(data: bytes) -> int:
    """The number of entries that the zip's end record names, 0 where there is none (the kind says truncated)."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
    return int.from_bytes(data[end + 10 : end + 12], "little") if end >= 0 else 0


def open_parts(data: bytes) -> dict[str, bytes]:
    """The parts of a zip by normal name (forward slashes, lower case, no leading slash), within the limits.

    Raises GateError.
    """
    if entry_count(data) > MAX_ENTRIES:
        raise GateError("file_too_many_entries", count=str(entry_count(data)), limit=str(MAX_ENTRIES))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
        raise GateError("file_truncated") from None
    with archive:
        entries = [info for info in archive.infolist() if not info.is_dir()]
        if len(entries) > MAX_ENTRIES:
            raise GateError("file_too_many_entries", count=str(len(entries)), limit=str(MAX_ENTRIES))
        parts: dict[str, bytes] = {}
        total = 0
        for info in entries:
            name = info.filename.replace("\\", "/").casefold().lstrip("/")
            if name in parts:
                raise GateError("file_duplicate_parts", part=name[:80])
            if info.flag_bits & 1:
                raise GateError("file_encrypted")
            parts[name] = _inflated(archive, info, MAX_UNPACKED - total)
            total += len(parts[name])
    return parts


def _inflated(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    """One part, counted while it comes out."""
    pieces: list[bytes] = []
    size = 0
    limit = min(MAX_PART, left)
    try:
        with archive.open(info) as part:
            while piece := part.read(_CHUNK):
                size += len(piece)
                if size > limit:
                    raise GateError("file_too_big_inside", limit=str(MAX_UNPACKED // 1_000_000))
                if size > RATIO_FROM and size > MAX_RATIO * max(info.compress_size, 1):
                    raise GateError("file_bomb", ratio=str(size // max(info.compress_size, 1)))
                pieces.append(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise GateError("file_damaged", part=info.filename[:80]) from None
    return b"".join(pieces)


def parser_of(part: str) -> expat.XMLParserType:
    """A parser that refuses document types and entities, and reports names without their namespace."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise GateError("file_dtd", part=part[:80])

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def parse(parser: expat.XMLParserType, data: bytes, part: str) -> None:
    """Feed a part to its parser; GateError for XML that is broken."""
    try:
        for start in range(0, len(data), _CHUNK):
            parser.Parse(data[start : start + _CHUNK], False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise GateError("file_damaged", part=part[:80]) from None
    except (LookupError, ValueError):  # an encoding that does not exist
        raise GateError("file_damaged", part=part[:80]) from None


def local(name: str) -> str:
    """A name without its namespace: Strict and Transitional workbooks read alike."""
    return name.rpartition(" ")[2]


def xml_parts(parts: dict[str, bytes]) -> Iterator[str]:
    """The names of the parts that are XML. VML is left out: Excel itself writes it ill-formed."""
    return (name for name in parts if name.endswith((".xml", ".rels")))

"""The gate before any library: a workbook's zip is opened under limits, its XML scanned for what no workbook has.

Every limit is a named constant here (excel.md part 4). What passes cannot make a reader ask for gigabytes: sizes are
counted while inflating, not believed; there is no DTD; cells with content lie within bounds, whatever letter case
their addresses have.
"""

import io
import struct
import zipfile
import zlib
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
_LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")  # the head of an entry


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


class Parts(dict[str, bytes]):
    """The parts of a zip by normal name (forward slashes, lower case, no leading slash).

    Only what may be XML is inflated; the rest, which nobody reads, is b"". `spelt` has the names as they stand in the
    file, with forward slashes, `sums` the CRC-32 of what was inflated.
    """

    def __init__(self) -> None:
        super().__init__()
        self.spelt: dict[str, str] = {}
        self.sums: dict[str, int] = {}


def open_parts(data: bytes) -> Parts:
    """The parts of a zip, within the limits. Raises GateError."""
    if entry_count(data) > MAX_ENTRIES:
        raise GateError("file_too_many_entries", count=str(entry_count(data)), limit=str(MAX_ENTRIES))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [info for info in archive.infolist() if not info.filename.endswith("/")]
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, struct.error, OverflowError):
        raise GateError("file_truncated") from None
    if len(entries) > MAX_ENTRIES:
        raise GateError("file_too_many_entries", count=str(len(entries)), limit=str(MAX_ENTRIES))
    parts = Parts()
    total = 0
    for info in entries:
        spelt = info.filename.replace("\\", "/").lstrip("/")
        name = spelt.casefold()
        if name in parts:
            raise GateError("file_duplicate_parts", part=name[:80])
        if info.flag_bits & 1:
            raise GateError("file_encrypted")
        parts[name] = _inflated(data, info, MAX_UNPACKED - total) if _may_be_xml(name) else b""
        parts.spelt[name], parts.sums[name] = spelt, info.CRC
        total += len(parts[name])
    return parts


def _may_be_xml(name: str) -> bool:
    """VML is left out: Excel itself writes it ill-formed, and nobody reads it."""
    return name.endswith((".xml", ".rels")) or "." not in name.rpartition("/")[2]


def _inflated(data: bytes, info: zipfile.ZipInfo, left: int) -> bytes:
    """One part, counted while it comes out: no size that the file tells is believed."""
    limit = min(MAX_PART, left)
    start = info.header_offset
    head = data[start : start + _LOCAL.size]
    if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
        raise GateError("file_damaged", part=info.filename[:80])
    *_, name_length, extra_length = _LOCAL.unpack(head)
    start += _LOCAL.size + name_length + extra_length
    packed = memoryview(data)[start : start + info.compress_size]
    if len(packed) < info.compress_size:
        raise GateError("file_truncated")
    if info.compress_type == zipfile.ZIP_STORED:
        pieces = [bytes(packed)]
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        pieces = _unpacked(packed, info.filename, limit)
    else:
        raise GateError("file_damaged", part=info.filename[:80])
    whole = pieces[0] if len(pieces) == 1 else b"".join(pieces)
    if len(whole) > limit:
        raise GateError("file_too_big_inside", limit=str(MAX_UNPACKED // 1_000_000))
    if len(whole) != info.file_size or zlib.crc32(whole) != info.CRC:
        raise GateError("file_damaged", part=info.filename[:80])
    return whole


def _unpacked(packed: memoryview, name: str, limit: int) -> list[bytes]:
    inflater = zlib.decompressobj(-15)
    pieces: list[bytes] = []
    size = 0
    rest: bytes | memoryview = packed
    try:
        while not inflater.eof and (piece := inflater.decompress(rest, RATIO_FROM)):
            rest = inflater.unconsumed_tail
            size += len(piece)
            pieces.append(piece)
            if size > limit:
                raise GateError("file_too_big_inside", limit=str(MAX_UNPACKED // 1_000_000))
            if size > RATIO_FROM and size > MAX_RATIO * max(len(packed), 1):
                raise GateError("file_bomb", ratio=str(size // max(len(packed), 1)))
    except zlib.error:
        raise GateError("file_damaged", part=name[:80]) from None
    if not inflater.eof:
        raise GateError("file_damaged", part=name[:80])
    return pieces or [b""]


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

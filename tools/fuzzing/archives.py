"""Mutations of the zip itself: bytes, entries, directory."""

import io
import random
import struct
import warnings
import zipfile
import zlib

from ipdesk.exchange.zipped import packed

#: Bytes that mean something in a zip, in XML or in an OLE file.
_MARKS = (
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"PK\x06\x06",
    b"<!DOCTYPE x",
    b"\x00\x00\x00\x00",
    b"\xff\xff\xff\xff",
)


def parts_of(data: bytes) -> list[tuple[str, bytes]]:
    """The entries with their content; empty when it is no zip that can be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, EOFError, NotImplementedError, RuntimeError):
        return []


def flip_bits(dice: random.Random, data: bytes) -> bytes:
    """A few bits anywhere."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 2, 8, 64))):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def cut_off(dice: random.Random, data: bytes) -> bytes:
    """The beginning alone, as after a stick that was pulled out; now and then the end alone."""
    place = dice.randrange(len(data))
    return data[:place] if dice.random() < 0.85 else data[place:]


def overwrite(dice: random.Random, data: bytes) -> bytes:
    """A stretch of noise, zeros or marks of the format, put in or written over."""
    place, size = dice.randrange(len(data)), dice.choice((1, 4, 64, 4096))
    piece = dice.choice((dice.randbytes(size), bytes(size), dice.choice(_MARKS), data[place : place + size]))
    end = place + (len(piece) if dice.random() < 0.5 else 0)
    return data[:place] + piece + data[end:]


def join_two(dice: random.Random, data: bytes, other: bytes) -> bytes:
    """The beginning of one file and the end of another."""
    return data[: dice.randrange(len(data))] + other[dice.randrange(len(other)) :]


def shuffle_entries(dice: random.Random, data: bytes) -> bytes:
    """Entries dropped, doubled, renamed, swapped or filled with another's content."""
    parts = parts_of(data)
    if not parts:
        return flip_bits(dice, data)
    for _ in range(dice.choice((1, 1, 2, 5))):
        one, two = dice.randrange(len(parts)), dice.randrange(len(parts))
        name, content = parts[one]
        match dice.randrange(7):
            case 0 if len(parts) > 1:
                del parts[one]
            case 1:
                parts.append((name, content[: dice.randrange(len(content) + 1)]))
            case 2:
                parts[one] = (_odd_name(dice, name), content)
            case 3:
                parts[one], parts[two] = (name, parts[two][1]), (parts[two][0], content)
            case 4:
                parts[one] = (name, b"")
            case 5:
                parts.append((_odd_name(dice, name), dice.randbytes(200)))
            case _:
                parts[one] = (name, content + b" " * dice.choice((10, 100_000)))
    return _packed_as_it_is(parts)


def lie_in_headers(dice: random.Random, data: bytes) -> bytes:
    """Sizes, checksums, methods, flags or counts of the directory changed."""
    marks = [b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"]
    places = []
    for mark in marks:
        start = data.find(mark)
        while start >= 0:
            places.append((start, len(mark)))
            start = data.find(mark, start + 1)
    if not places:
        return flip_bits(dice, data)
    changed = bytearray(data)
    for _ in range(dice.choice((1, 2, 6))):
        start, _length = dice.choice(places)
        place = start + dice.randrange(4, 46)
        if place + 4 <= len(changed):
            number = dice.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, dice.randrange(1 << 32)))
            changed[place : place + 4] = struct.pack("<I", number)
    return bytes(changed)


def dress_up(dice: random.Random, data: bytes) -> bytes:
    """Comments, zip64 marks, bytes before or behind: a zip that says the same in an unusual way."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or len(data) < end + 22:
        return flip_bits(dice, data)
    match dice.randrange(4):
        case 0:
            comment = dice.choice((b"x", b"PK\x05\x06" + bytes(18), dice.randbytes(60_000)))
            return data[: end + 20] + struct.pack("<H", len(comment)) + comment
        case 1:  # a zip64 end record and its locator before the end record
            count, size, start = struct.unpack("<HII", data[end + 10 : end + 20])
            count = dice.choice((count, 1 << 40))
            record = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start)
            locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
            full = data[end : end + 8] + b"\xff" * 12 + data[end + 20 :]
            return data[:end] + record + locator + full
        case 2:
            return dice.choice((b"\r\n", b"MZ", bytes(1000))) + data
        case _:
            return data + dice.choice((b"\r\n", bytes(70_000), data))


def _odd_name(dice: random.Random, name: str) -> str:
    return dice.choice((
        name.upper(), name.replace("/", "\\"), "../" + name, "/" + name, name + "\x00.xml", name * 20, "", "xl/" + name,
        name + "/", "\u200b" + name, "C:\\" + name,
    ))  # fmt: skip


def _packed_as_it_is(parts: list[tuple[str, bytes]]) -> bytes:
    """As `packed`, but for names that a zip of ours would not hold (doubled ones, empty ones)."""
    kept = [(name if name else "-", content) for name, content in parts]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a doubled name is the point here
        return packed(kept)

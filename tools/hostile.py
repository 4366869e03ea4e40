"""Hostile and malformed files, each through the intake in its own child: verdict, seconds, peak memory.

`python -m tools.hostile [--keep FOLDER]` builds every file anew and prints the table; `cases()` is what the test holds
the verdicts of. The list is that of the measured facts on Excel files, and what came to mind since.
"""

import argparse
import hashlib
import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from ipdesk.domain.form import Form, FormRow
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.exchange.child import WorkbookReader
from ipdesk.exchange.envelope import Envelope, EnvelopeKind
from ipdesk.exchange.raw import RawBook
from ipdesk.exchange.writer import form_bytes
from ipdesk.text.messages import sentence

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"
SHEET: Final = "xl/worksheets/sheet2.xml"
TEXTS: Final = "xl/sharedStrings.xml"
DTD: Final = '<?xml version="1.0"?><!DOCTYPE a [{entities}]><worksheet xmlns="{main}"><a>{use}</a></worksheet>'
READ: Final = "read"


class Case(NamedTuple):
    """A file by name, how it is built, and the code of the finding that refuses it, or READ."""

    title: str
    name: str
    build: Callable[[], bytes]
    expected: str
    heavy: bool = False  # takes long to build: not in the quick test


def good() -> bytes:
    """A small form as it is issued."""
    rows = tuple(
        FormRow(f"r{n}", "i", f"第{n}项指标", "件", 0, Entry.STATE, Supply.UNIT, clause="一") for n in range(5)
    )
    form = Form(
        "main", "知识产权规划进展报送表", "sz-155", "规划", True, "440300", "深圳市市场监督管理局", "440304",
        "深圳市福田区市场监督管理局", "福田区", 1, "2026-Q3", 1, "1", None, "", rows,
    )  # fmt: skip
    envelope = Envelope("sz-155", "440300", "440304", "2026-Q3", "main", 1, "real", "ab" * 32, EnvelopeKind.TEMPLATE)
    return form_bytes(form, None, envelope, created=date(2026, 10, 1))[0]


def zipped(parts: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, kind)
    return buffer.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(**parts: bytes | None) -> bytes:
    """The good form with parts put in the place of its own, by the short names of `_spelt`."""
    return zipped({**parts_of(good()), **{_spelt(name): data or b"" for name, data in parts.items()}})


def _spelt(name: str) -> str:
    names = {"sheet": SHEET, "texts": TEXTS, "core": "docProps/core.xml", "workbook": "xl/workbook.xml",
             "styles": "xl/styles.xml", "macro": "xl/vbaProject.bin"}  # fmt: skip
    return names[name]


def sheet(rows: str, head: str = "", main: str = MAIN) -> bytes:
    """The good form whose second sheet holds these rows."""
    return changed(sheet=f'<worksheet xmlns="{main}">{head}<sheetData>{rows}</sheetData></worksheet>'.encode())


def _cells(*cells: str) -> bytes:
    return sheet("<row>" + "".join(cells) + "</row>")


def _entities(entities: str, use: str, part: str = "sheet") -> bytes:
    return changed(**{part: DTD.format(entities=entities, use=use, main=MAIN).encode()})


def _repeated(piece: bytes, times: int, before: bytes, after: bytes) -> bytes:
    """A good form whose second sheet is `before`, `piece` many times, `after`; packed without holding it in memory."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = [packer.compress(before)]
    chunk = piece * 1000
    check = zlib.crc32(before)
    for _ in range(times // 1000):
        packed.append(packer.compress(chunk))
        check = zlib.crc32(chunk, check)
    packed += [packer.compress(after), packer.flush()]
    body, size = b"".join(packed), len(before) + len(chunk) * (times // 1000) + len(after)
    return _with_raw(SHEET, body, size, zlib.crc32(after, check))


def _with_raw(name: str, body: bytes, size: int, check: int) -> bytes:
    """The good form with one entry written by hand: its packed bytes, told size and check sum."""
    parts = {part: data for part, data in parts_of(good()).items() if part != name}
    rest = zipped(parts)
    end = rest.rfind(b"PK\x05\x06")
    count, directory_size, directory = struct.unpack_from("<HII", rest, end + 10)
    spelt = name.encode()
    common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, check, len(body), size & 0xFFFFFFFF, len(spelt), 0)
    local = b"PK\x03\x04" + common + spelt + body
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, directory) + spelt
    place = directory + len(local)
    tail = struct.pack("<HHHHIIH", 0, 0, count + 1, count + 1, directory_size + len(entry), place, 0)
    return rest[:directory] + local + rest[directory:end] + entry + b"PK\x05\x06" + tail


def _lied_about() -> bytes:
    data = bytearray(good())
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = (7).to_bytes(4, "little")
    return bytes(data)


def _encrypted_entry() -> bytes:
    data = bytearray(good())
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    return bytes(data)


def _twice(name: str) -> bytes:
    parts = parts_of(good())
    return zipped({**parts, name: b"<a/>"})


def _ole(*streams: str) -> bytes:
    names = [stream.encode("utf-16-le") + b"\0\0" for stream in streams]
    entries = b"".join((name.ljust(64, b"\0") + len(name).to_bytes(2, "little")).ljust(128, b"\0") for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + entries + bytes(512)


def _other_spelling() -> bytes:
    """As Open XML SDK writes: every name with a prefix."""
    return changed(
        sheet=f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>".encode()
    )


def _renamed(**names: str) -> bytes:
    spelt = {_spelt(old): new for old, new in names.items()}
    return zipped({spelt.get(name, name): data for name, data in parts_of(good()).items()})


def _with_backslashes() -> bytes:
    return zipped({name.replace("/", "\\"): data for name, data in parts_of(good()).items()})


def _far_ods() -> bytes:
    row = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float"'
    text = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="a">{row} office:value="1" table:number-columns-repeated="16384"/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": text.encode()})


def _loop_of_sectors() -> bytes:
    """An .xls whose directory chain runs in a circle."""
    data = bytearray(_ole("Workbook").ljust(1536, b"\0"))
    struct.pack_into("<HH", data, 24, 0x3E, 3)
    struct.pack_into("<HHH", data, 28, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", data, 44, 1, 0, 0, 4096, 0, 0, 0, 0, 1)
    struct.pack_into("<II", data, 1024, 0, 0xFFFFFFFD)  # the table of sectors: the first is followed by itself
    return bytes(data)


def _random(size: int) -> bytes:
    return hashlib.shake_256(b"noise").digest(size)


_BLANK_SHEET: Final = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
_END: Final = b"</sheetData></worksheet>"
_LAUGHS: Final = '<!ENTITY a0 "哈哈哈哈哈哈哈哈">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
)


def _bloated() -> bytes:
    rows = (b'<row r="%d" s="1"><c r="A%d" s="%d"/></row>' % (n, n, n * 7919 % 97) for n in range(1, 1_048_577))
    return zipped({**parts_of(good()), SHEET: _BLANK_SHEET + b"".join(rows) + _END})


def cases() -> Iterator[Case]:
    """Every case, in the order of the table."""
    for some in (_too_large(), _entities_and_entries(), _what_people_send(), _odd_but_honest(), _other_kinds()):
        yield from some


def _too_large() -> Iterator[Case]:
    yield Case("a good form", "a.xlsx", good, READ)
    yield Case("sheet part with 1 GB of blanks", "a.xlsx", lambda: _repeated(
        b" " * 1000, 1_000_000, b'<worksheet xmlns="a">', b"</worksheet>"), "file_too_big_inside",
        heavy=True)  # fmt: skip
    yield Case("sheet part with 30 MB of blanks", "a.xlsx", lambda: _repeated(
        b" " * 1000, 30_000, b'<worksheet xmlns="a">', b"</worksheet>"), "file_bomb")  # fmt: skip
    yield Case("5 million cells", "a.xlsx", lambda: _repeated(
        b"<c><v>1</v></c>", 5_000_000, _BLANK_SHEET + b"<row>", b"</row>" + _END), "file_bomb", heavy=True)  # fmt: skip
    yield Case("600,000 cells, badly packed", "a.xlsx", lambda: zipped(
        {**parts_of(good()), SHEET: _BLANK_SHEET + (b"<row>" + b"<c><v>1</v></c>" * 200 + b"</row>") * 3000 + _END},
        zipfile.ZIP_STORED), "file_too_many_cells")  # fmt: skip
    yield Case("one shared text of 400 MB", "a.xlsx", lambda: _repeated_texts(400_000), "file_bomb", heavy=True)
    yield Case("one shared text of 70,000 characters", "a.xlsx", lambda: changed(
        texts=b"<sst><si><t>" + b"x" * 70_000 + b"</t></si></sst>"), "file_text_too_long")  # fmt: skip
    yield Case("cells A1 and XFD1048576", "a.xlsx", lambda: _cells(
        '<c r="A1"><v>1</v></c>', '<c r="XFD1048576"><v>1</v></c>'), "file_extent")  # fmt: skip
    yield Case("cells A1 and xfd20000, small letters", "a.xlsx", lambda: _cells(
        '<c r="A1"><v>1</v></c>', '<c r="xfd20000"><v>1</v></c>'), "file_extent")  # fmt: skip
    yield Case("row number 99,999,999", "a.xlsx", lambda: _cells('<c r="A99999999"><v>1</v></c>'), "file_extent")
    yield Case("an address that is none", "a.xlsx", lambda: _cells('<c r="A-1"><v>1</v></c>'), "file_bad_address")
    yield Case("cell and row that disagree", "a.xlsx", lambda: sheet('<row r="3"><c r="A9"><v>1</v></c></row>'), READ)
    yield Case("dimension says A1:XFD1048576", "a.xlsx", lambda: sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row>', '<dimension ref="A1:XFD1048576"/>'), READ)  # fmt: skip
    yield Case("dimension says A1, data to C3", "a.xlsx", lambda: sheet(
        '<row r="3"><c r="C3"><v>1</v></c></row>', '<dimension ref="A1"/>'), READ)  # fmt: skip
    yield Case("1,048,576 empty styled rows", "a.xlsx", _bloated, READ, heavy=True)


def _entities_and_entries() -> Iterator[Case]:
    yield Case("billion laughs", "a.xlsx", lambda: _entities(_LAUGHS, "&a9;"), "file_dtd")
    yield Case("quadratic blow-up", "a.xlsx", lambda: _entities(
        f'<!ENTITY a "{"x" * 50_000}">', "&a;" * 5_000), "file_dtd")  # fmt: skip
    yield Case("external entity in a sheet", "a.xlsx", lambda: _entities(
        '<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;"), "file_dtd")  # fmt: skip
    yield Case("external entity in core.xml", "a.xlsx", lambda: _entities(
        '<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;", "core"), "file_dtd")  # fmt: skip
    yield Case("document type in UTF-16", "a.xlsx", lambda: changed(sheet=DTD.format(
        entities=_LAUGHS, use="&a9;", main=MAIN)[21:].encode("utf-16")), "file_dtd")  # fmt: skip
    yield Case("told size is not the real one", "a.xlsx", _lied_about, "file_damaged")
    yield Case(
        "a part that inflates to nothing it told", "a.xlsx", lambda: _with_raw(SHEET, b"\3\0", 900, 0), "file_damaged"
    )
    yield Case("sheet part twice", "a.xlsx", lambda: _twice(SHEET.upper()), "file_duplicate_parts")
    yield Case("60,000 entries", "a.xlsx", lambda: zipped(
        {**parts_of(good()), **{f"x/{n}": b"" for n in range(60_000)}}), "file_too_many_entries")  # fmt: skip
    yield Case("a part with a password", "a.xlsx", _encrypted_entry, "file_encrypted")


def _what_people_send() -> Iterator[Case]:
    yield Case("DDE and WEBSERVICE", "a.xlsx", lambda: _cells(
        '<c r="A1"><f>cmd|\'/c calc\'!A1</f><v>1</v></c>', '<c r="B1"><f>WEBSERVICE("http://a")</f><v>2</v></c>'),
        READ)  # fmt: skip
    yield Case("macros inside .xlsx", "a.xlsx", lambda: changed(macro=b"x" * 1000), READ)
    yield Case("password to open", "a.xlsx", lambda: _ole("EncryptionInfo", "EncryptedPackage"), "file_encrypted")
    yield Case("cut off in the middle", "a.xlsx", lambda: good()[: len(good()) // 2], "file_truncated")
    yield Case("nothing in it", "a.xlsx", bytes, "file_empty")
    yield Case("a text document named .xlsx", "a.xlsx", lambda: _ole("WordDocument"), "file_document")
    yield Case("GBK table named .xlsx", "a.xlsx", lambda: "名称,数目\n一,2\n".encode("gbk"), "file_csv")
    yield Case("web page named .xls", "a.xls", lambda: b"<html><table><tr><td>1</td></tr></table>", "file_html")
    yield Case(
        "MHTML named .xls", "a.xls", lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "file_html"
    )
    yield Case("UTF-16 table named .xls", "a.xls", lambda: "名称\t数目\n一\t2\n".encode("utf-16"), "file_csv")
    yield Case("Excel 2003 XML named .xls", "a.xls", lambda: (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'),
        "file_xml2003")  # fmt: skip
    yield Case(".xlsx named .xls", "a.xls", good, READ)


def _odd_but_honest() -> Iterator[Case]:
    yield Case("Strict Open XML", "a.xlsx", lambda: sheet('<row r="1"><c r="A1"><v>1</v></c></row>', main=STRICT), READ)
    yield Case("names with backslashes", "a.xlsx", _with_backslashes, READ)
    yield Case("SHAREDSTRINGS.xml", "a.xlsx", lambda: _renamed(texts="xl/SHAREDSTRINGS.xml"), READ)
    yield Case("names with a prefix", "a.xlsx", _other_spelling, READ)
    yield Case("control character U+0001", "a.xlsx", lambda: _cells(
        '<c r="A1" t="inlineStr"><is><t>\x01</t></is></c>'), "file_damaged")  # fmt: skip
    yield Case("text '1,234' as a number", "a.xlsx", lambda: _cells('<c r="A1"><v>1,234</v></c>'), READ)
    yield Case("XML 200,000 levels deep", "a.xlsx", lambda: sheet("<a>" * 200_000 + "</a>" * 200_000), READ)
    yield Case(
        "XML that ends too early", "a.xlsx", lambda: changed(sheet=_BLANK_SHEET + b"<row><c><v>1"), "file_damaged"
    )
    yield Case("an attribute of 5 MB", "a.xlsx", lambda: zipped({**parts_of(good()), SHEET: _BLANK_SHEET + b'<row a="'
               + _random(2_500_000).hex().encode() + b'"/>' + _END}), READ)  # fmt: skip
    yield Case("10,000 sheets", "a.xlsx", lambda: changed(workbook=_many_sheets(10_000)), "file_too_many_sheets")


def _other_kinds() -> Iterator[Case]:
    yield Case("a zip of other things", "a.xlsx", lambda: zipped({"a.txt": b"x", "b.xlsx": good()}), "file_archive")
    yield Case("zips in zips", "a.zip", lambda: _nested(12), "file_archive")
    yield Case(".xlsb", "a.xlsx", lambda: zipped({"xl/workbook.bin": b"x"}), "file_xlsb")
    yield Case(".xls with a circle of sectors", "a.xls", _loop_of_sectors, "file_damaged")
    yield Case(".ods of 17 billion cells", "a.ods", _far_ods, "file_extent")
    yield Case(
        "table of text, 5 million cells",
        "a.csv",
        lambda: b"#value,\n" + (b"1," * 250 + b"\n") * 20_000,
        "file_too_many_cells",
        heavy=True,
    )
    yield Case(
        "table of text, one line of 15 MB", "a.csv", lambda: b"#value," + b"x" * 15_000_000, "file_text_too_long"
    )
    yield Case("table of text, one open quote", "a.csv", lambda: b'#value,"' + b"x\n" * 5_000_000, "file_extent")
    yield Case("noise", "a.xlsx", lambda: _random(2_000_000), "file_other")
    yield Case("noise behind the mark of a zip", "a.xlsx", lambda: b"PK\3\4" + _random(500_000), "file_truncated")
    yield Case(
        "noise behind the mark of an OLE file", "a.xls", lambda: _ole("Workbook") + _random(500_000), "file_damaged"
    )
    yield Case("21 MB", "a.xlsx", lambda: bytes(21_000_000), "file_too_big")


def _repeated_texts(thousands: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    chunk, check, size, packed = b"x" * 1_000_000, 0, 0, []
    for piece in (b"<sst><si><t>", *[chunk] * (thousands // 1000), b"</t></si></sst>"):
        packed.append(packer.compress(piece))
        check, size = zlib.crc32(piece, check), size + len(piece)
    return _with_raw(TEXTS, b"".join([*packed, packer.flush()]), size, check)


def _many_sheets(count: int) -> bytes:
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="none"/>' for n in range(1, count + 1))
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<workbook xmlns="{MAIN}" xmlns:r="{relations}"><sheets>{sheets}</sheets></workbook>'.encode()


def _nested(levels: int) -> bytes:
    data = b"x" * 1000
    for level in range(levels):
        data = zipped({f"{level}.zip": data})
    return data


def run(case: Case) -> tuple[RawBook, float, int]:
    """The book of a case, seconds, peak MiB of the child."""
    data = case.build()
    with WorkbookReader() as reader:
        reader.read(good(), "first.xlsx")  # the child is up before the clock runs
        start = time.perf_counter()
        book = reader.read(data, case.name)
        seconds = time.perf_counter() - start
        return book, seconds, _peak(reader)


def _peak(reader: WorkbookReader) -> int:
    """The child's highest resident memory so far, in MiB; 0 where the system does not tell or the child is gone."""
    process = reader._child._process
    try:
        told = Path(f"/proc/{process.pid if process else 0}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in told.splitlines() if line.startswith("VmHWM")), 0)


def main() -> None:
    """Build and read every case, print the table; ends with 1 when a verdict is not the expected one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="leave the files there")
    keep: Path | None = parser.parse_args().keep
    wrong = 0
    for number, case in enumerate(cases(), 1):
        book, seconds, peak = run(case)
        verdict = book.refusal.code if book.refusal else READ
        wrong += verdict != case.expected
        told = sentence(book.refusal) if book.refusal else f"{len(book.sheets)} sheets"
        mark = " " if verdict == case.expected else "!"
        print(f"{mark}{case.title:<40} {seconds:6.2f} s {peak:5d} MiB  {told}")
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{number:02} {case.title.replace('/', ' ')}{Path(case.name).suffix}").write_bytes(case.build())
    print(f"{number} files, {wrong} not as expected")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()

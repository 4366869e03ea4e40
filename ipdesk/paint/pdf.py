"""Pages as a PDF and as pictures. Equal documents give equal bytes: no clock, no random id."""

import hashlib
import re
from datetime import date
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from PySide6.QtCore import QBuffer, QHashSeed, QIODevice, QMarginsF
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from ipdesk.paint.blocks import Document
from ipdesk.paint.fonts import BUNDLED, Faces, ensure_application
from ipdesk.paint.pages import Page, layout, paint_page
from ipdesk.paint.typeset import INCH

_DATES: Final = re.compile(rb"/(?:CreationDate|ModDate) \(D:[^)]*\)")
_ID: Final = re.compile(rb"/ID \[[^\]]*\]")
_START: Final = re.compile(rb"startxref\s+(\d+)")
_OBJECT: Final = re.compile(rb"(?<=\n)(\d{10})(?= 00000 n)")

_XMP: Final = """<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>ipdesk</xmp:CreatorTool><xmp:CreateDate>{day}T00:00:00Z</xmp:CreateDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end='w'?>"""


def write_pdf(document: Document, path: Path, *, title: str, created: date, faces: Faces = BUNDLED) -> int:
    """Write the document as a PDF; returns the number of pages. OSError when it cannot be written."""
    pages = layout(document, faces)
    path.write_bytes(pdf_bytes(pages, title=title, created=created))
    return len(pages)


def pdf_bytes(pages: tuple[Page, ...], *, title: str, created: date) -> bytes:
    """The PDF of the pages: A4, vector, searchable; the bytes depend on the arguments and the fonts alone."""
    ensure_application()
    # Qt writes the embedded fonts in the order of a hash table, and seeds those by chance in each process.
    QHashSeed.setDeterministicGlobalSeed()
    try:
        return _settled(_write(pages, title, created), created)
    finally:
        QHashSeed.resetRandomGlobalSeed()


def _write(pages: tuple[Page, ...], title: str, created: date) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(INCH)
    writer.setTitle(title)
    writer.setCreator("ipdesk")
    writer.setDocumentXmpMetadata(_XMP.format(title=escape(title), day=created.isoformat()).encode())
    painter = QPainter()
    for index, page in enumerate(pages):
        _set_sheet(writer, page)
        if index == 0:
            painter.begin(writer)
        else:
            writer.newPage()
        paint_page(painter, page)
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def page_image(document: Document, index: int, dpi: int = 96, *, faces: Faces = BUNDLED) -> QImage:
    """Page `index` of the document (from 0) as a picture on white."""
    return image(layout(document, faces)[index], dpi)


def image(page: Page, dpi: int = 96) -> QImage:
    """One page as a picture on white."""
    picture = QImage(
        round(page.sheet.width * dpi / INCH), round(page.sheet.height * dpi / INCH), QImage.Format.Format_RGB32
    )
    picture.setDotsPerMeterX(round(dpi / 0.0254))
    picture.setDotsPerMeterY(round(dpi / 0.0254))
    picture.fill(QColor("#FFFFFF"))
    painter = QPainter(picture)
    paint_page(painter, page)
    painter.end()
    return picture


def _set_sheet(writer: QPdfWriter, page: Page) -> None:
    landscape = page.sheet.width > page.sheet.height
    orientation = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    size = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(size, orientation, QMarginsF(0, 0, 0, 0)))


def _settled(data: bytes, created: date) -> bytes:
    """Qt's PDF with its clock and its random id taken out.

    The dates lie in the first object and differ in length by time zone, so all offsets behind them are mended.
    """
    day = created.strftime("%Y%m%d").encode()
    for match in reversed(list(_DATES.finditer(data))):
        name = match.group().split(b" ", 1)[0]
        data = _replaced(data, match.start(), match.end(), name + b" (D:" + day + b"000000Z)")
    name = hashlib.sha256(_ID.sub(b"", data)).hexdigest()[:32].encode()
    return _ID.sub(b"/ID [ <" + name + b"> <" + name + b"> ]", data)


def _replaced(data: bytes, start: int, end: int, new: bytes) -> bytes:
    """`data` with a piece replaced and every offset of the reference table behind it moved."""
    shift = len(new) - (end - start)
    data = data[:start] + new + data[end:]
    if not shift:
        return data
    found = _START.search(data, data.rindex(b"startxref"))
    assert found is not None
    table = int(found[1]) + shift
    data = data[: found.start(1)] + str(table).encode() + data[found.end(1) :]

    def moved(entry: re.Match[bytes]) -> bytes:
        offset = int(entry[1])
        return b"%010d" % (offset + shift if offset > start else offset)

    return data[:table] + _OBJECT.sub(moved, data[table:])

"""The container of a Word document, with what came with the library's own template taken out of it: its picture, its
sources, the traces of the Word on which it was once made. What is left is ours, and the same bytes for the same pages.
"""

import re
import zipfile
from io import BytesIO
from typing import Final

#: Every file in the container has this time; a container with the clock in it differs each time.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_FOREIGN: Final = re.compile(r"docProps/thumbnail\.\w+|customXml/.*|word/stylesWithEffects\.xml")
_RELATION: Final = re.compile(
    rb'<Relationship [^>]*Target="(?:/|\.\./)?'
    rb'(?:docProps/thumbnail\.\w+|customXml/[^"]*|stylesWithEffects\.xml)"[^>]*/>'
)
_TYPE: Final = re.compile(rb'<Override [^>]*PartName="/(?:customXml/[^"]*|word/stylesWithEffects\.xml)"[^>]*/>')
#: Numbers of editing sessions.
_SESSIONS: Final = re.compile(rb"<w:rsids>.*?</w:rsids>|<w:rsid [^>]*/>|\s+w:rsid\w*=\"[0-9A-Fa-f]*\"", re.DOTALL)
_ABOUT: Final = (
    b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>ipdesk</Application></Properties>"
)


def settled(data: bytes) -> bytes:
    """The container without foreign parts, without a clock."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if _FOREIGN.fullmatch(name):
                continue
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, _plain(name, source.read(name)))
    return out.getvalue()


def _plain(name: str, part: bytes) -> bytes:
    if name == "docProps/app.xml":
        return _ABOUT
    if name.endswith(".rels"):
        return _RELATION.sub(b"", part)
    if name == "[Content_Types].xml":
        return _TYPE.sub(b"", part)
    return _SESSIONS.sub(b"", part) if name.endswith(".xml") else part

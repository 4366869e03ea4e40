"""Zip files with the same bytes for the same content: no clock, no machine in them."""

import io
import zipfile
from collections.abc import Iterable


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of the parts in the order given, dated 1980 like every workbook of Excel."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # else Windows and Linux differ
            info.external_attr = 0o600 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def repacked(data: bytes) -> bytes:
    """The same zip, packed anew."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return packed((info.filename, archive.read(info)) for info in archive.infolist())

"""Plain text: the encoding found by what is valid, then read as plain lines."""

import codecs
from typing import Final

from ipdesk.plantext.document import Document
from ipdesk.plantext.plaintables import read_plain

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes) -> str | None:
    """The text of a file, line ends as single line feeds; None when it is no text in any encoding tried."""
    text = _decoded(data)
    if text is None:
        return None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if encoding := _wide(data):
        return data.decode(encoding, "replace")
    if b"\0" in data:
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            return codecs.getincrementaldecoder(encoding)("strict").decode(data)
        except UnicodeDecodeError:
            continue
    # A few damaged bytes do not make a text unreadable; which encoding, is what damages least.
    tries = [(data.decode(encoding, "replace"), encoding) for encoding in ("utf-8", "gb18030")]
    text, _ = min(tries, key=lambda tried: tried[0].count("\ufffd"))
    return text if text.count("\ufffd") * 50 < len(text) else None


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: line feeds and digits have a zero byte beside them, always on the same side."""
    head = data[:4000]
    if len(head) < 8 or len(data) % 2:
        return ""
    plain = frozenset(b"\n\r\t 0123456789.,%")
    little = sum(low in plain and not high for low, high in zip(head[::2], head[1::2], strict=False))
    big = sum(low in plain and not high for high, low in zip(head[::2], head[1::2], strict=False))
    if max(little, big) * 100 < len(head) // 2:
        return ""
    return "utf-16-le" if little > big else "utf-16-be"


def read_text(text: str) -> Document:
    """The document of a decoded text."""
    return read_plain(text).document

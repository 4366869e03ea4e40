"""CSV as office programs save it: in UTF-8, or in the GB 18030 that Excel writes on a Chinese Windows."""

from io import StringIO
from pathlib import Path

from ipdesk.domain.errors import WrongUse

_ENCODINGS = ("utf-8-sig", "gb18030")


def opened(path: Path) -> StringIO:
    """The text of a CSV, ready for the `csv` module. WrongUse `csv_line` for a file that is no text."""
    data = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return StringIO(text, newline="")
    raise WrongUse("csv_line", file=path.name, line="1", text="…")

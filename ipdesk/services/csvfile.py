"""CSV as office programs save it: in UTF-8, or in the GB 18030 that Excel writes on a Chinese Windows."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

from ipdesk.domain.errors import EnvironmentTrouble, WrongUse

_ENCODINGS = ("utf-8-sig", "gb18030")


def opened(path: Path) -> StringIO:
    """The text of a CSV, ready for the `csv` module.

    WrongUse `csv_line` for a file that is no text, EnvironmentTrouble `cannot_read` for one that cannot be opened.
    """
    try:
        data = path.read_bytes()
    except OSError as failure:
        raise EnvironmentTrouble("cannot_read", path=str(path), reason=failure.strerror or str(failure)) from failure
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return StringIO(text, newline="")
    raise WrongUse("csv_line", file=path.name, line="1", text="…")


def write(path: Path, lines: Iterable[Sequence[str]]) -> None:
    """A CSV that Excel opens as it is: UTF-8 with its mark. EnvironmentTrouble `cannot_write`."""
    text = StringIO(newline="")
    csv.writer(text).writerows(lines)
    try:
        path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    except OSError as failure:
        raise EnvironmentTrouble("cannot_write", path=str(path), reason=failure.strerror or str(failure)) from failure

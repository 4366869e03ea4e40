"""Which PySide6 may be used with which Python. Pure and free of Qt: it is asked before Qt is loaded."""

from typing import Final

BAD_QT: Final = (6, 12)
GOOD_PYTHON: Final = (3, 12)

Version = tuple[int, ...]


def parse_version(text: str) -> Version:
    """`6.12.0` and `6.12.0a1` as (6, 12, 0): the leading digits of each part, up to the first part without any."""
    parts: list[int] = []
    for part in text.split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        parts.append(int(digits))
    return tuple(parts)


def refusal(*, python: Version, pyside: Version) -> str | None:
    """The message code that says why this pair must not start, or None.

    PySide6 6.12 drops one reference to `None` with each call that returns nothing. From Python 3.12 on `None` is never
    freed; before, the process aborts after some thousand calls, with whatever was not saved.
    """
    if pyside[:2] >= BAD_QT and python[:2] < GOOD_PYTHON:
        return "qt_unsafe_with_python"
    return None

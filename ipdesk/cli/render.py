"""Text for a terminal: tables that stay aligned when Chinese stands in them, paragraphs that break where they may."""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import zip_longest

_GAP = "  "
#: Signs that may not begin a line (GB/T 15834: a stop stays with what it closes).
_NOT_FIRST = "，。；：、？！）》」』〉”’…"


def width(text: str) -> int:
    """The columns that `text` takes: two for wide and full-width signs, none for marks that sit on another sign."""
    return sum(_columns(sign) for sign in text)


def _columns(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    # Ambiguous signs (— “ ● ▲) take one column in the terminals of today unless they are told otherwise.
    return 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """`text` filled up with blanks to `columns`; never cut."""
    blanks = " " * max(0, columns - width(text))
    return blanks + text if right else text + blanks


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> str:
    """Head, rule and rows; the columns in `right` (from 0) are figures and end at the same place."""
    body = [[" ".join(cell.split()) for cell in row] for row in rows]
    figures = frozenset(right)
    widths = [max(width(cell) for cell in column) for column in zip_longest(heads, *body, fillvalue="")]
    return "\n".join(
        [_line(heads, widths, figures), "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))]
        + [_line(row, widths, figures) for row in body]
    )


def _line(cells: Sequence[str], widths: Sequence[int], figures: frozenset[int]) -> str:
    padded = [pad(cell, widths[place], right=place in figures) for place, cell in enumerate(cells)]
    return _GAP.join(padded).rstrip()


def definitions(pairs: Iterable[tuple[str, str]], *, columns: int = 100) -> str:
    """Terms and what they mean, the meanings under one another and broken at `columns`."""
    pairs = list(pairs)
    term_width = max((width(term) for term, _ in pairs), default=0)
    lines = []
    for term, meaning in pairs:
        first, *more = wrap(meaning, max(20, columns - term_width - 4)) or [""]
        lines.append(f"  {pad(term, term_width)}  {first}".rstrip())
        lines += [f"  {' ' * term_width}  {line}" for line in more]
    return "\n".join(lines)


def wrap(text: str, columns: int) -> list[str]:
    """Lines of at most `columns`: broken at blanks and between Chinese signs, a word longer than a line stays whole."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for piece in _pieces(paragraph):
            if line and width(line) + width(piece.rstrip()) > columns and piece not in _NOT_FIRST:
                lines.append(line.rstrip())
                line = ""
            line += piece if line else piece.lstrip()
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    """What may not be broken: a run of Latin signs with the blanks after it, or one wide sign."""
    pieces: list[str] = []
    for sign in text:
        joined = pieces and _columns(sign) < 2 and _columns(pieces[-1][-1]) < 2
        if joined and (sign == " " or not pieces[-1].endswith(" ")):
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def tree(node: tuple[str, Sequence["Branch"]]) -> str:
    """A node and what it stands on, one line a node, the lines joined as in a directory listing."""
    title, children = node
    return "\n".join([title, *_branches(children, "")])


#: A line of a tree and the nodes under it.
Branch = tuple[str, Sequence["Branch"]]


def _branches(children: Sequence[Branch], indent: str) -> list[str]:
    lines = []
    for place, (title, below) in enumerate(children, start=1):
        last = place == len(children)
        first, *more = title.splitlines() or [""]
        lines.append(f"{indent}{'└─ ' if last else '├─ '}{first}")
        deeper = indent + ("   " if last else "│  ")
        lines += [f"{deeper}{line}" for line in more]
        lines += _branches(below, deeper)
    return lines

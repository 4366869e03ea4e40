"""Mutations of files made of letters: csv, txt, html."""

import random

_ENCODINGS = ("utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-le", "big5", "latin-1")
_PIECES = (
    '"', '""', ",", "\t", ";", "\n\n", "\x00", "\r", "\u2028", "=1+1", "第一章", "<table>", "</td>", "<!--", "&#0;",
    "(" * 500, "一" * 5000, "，" * 200, "1" * 5000, "达到" * 300, "2030年",
    "<div>" * 3000, "不低于", "%" * 100, "\ufeff", "\ud83d",
)  # fmt: skip


def change_letters(dice: random.Random, data: bytes) -> bytes:
    """Lines dropped, doubled, swapped; odd pieces put in; another encoding, or half of one."""
    text = _decoded(data)
    lines = text.splitlines(keepends=True) or [""]
    for _ in range(dice.choice((1, 2, 5))):
        place, other = dice.randrange(len(lines)), dice.randrange(len(lines))
        at = dice.randrange(len(lines[place]) + 1)
        match dice.randrange(5):
            case 0 if len(lines) > 1:
                del lines[place]
            case 1:
                lines[place] *= 2 if len(lines[place]) > 10_000 else dice.choice((2, 2, 500))
            case 2:
                lines[place], lines[other] = lines[other], lines[place]
            case 3:
                lines[place] = lines[place][:at]
            case _:
                lines[place] = lines[place][:at] + dice.choice(_PIECES) + lines[place][at:]
    coded = "".join(lines).encode(dice.choice(_ENCODINGS), errors="replace")
    return coded[: dice.randrange(len(coded))] if coded and dice.random() < 0.1 else coded


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gbk"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")

"""Write `resources/pinyin.txt` anew: the readings of the characters of GB 2312, for the search.

Run with pypinyin at hand: `uv run --no-project --with pypinyin==0.55.0 tools/pinyin.py`. ipdesk does not need it:
the library would take some 57 MB of memory, and chooses one reading by phrase where a search wants all of them.
"""

import importlib
import re
from collections import defaultdict
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "resources" / "pinyin.txt"
HEAD = """\
# Readings of Chinese characters: every syllable without its tone, and the characters of GB 2312 that are read so.
# Written by tools/pinyin.py from the data of pypinyin {version} (MIT licence). v stands for ü.
"""


def gb2312() -> list[str]:
    """The characters of the standard in its order."""
    found = []
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.append(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                continue  # a gap in the standard
    return found


def main() -> None:
    """Write the table."""
    library = importlib.import_module("pypinyin")
    by_syllable: dict[str, list[str]] = defaultdict(list)
    for character in gb2312():
        (readings,) = library.pinyin(character, style=library.Style.NORMAL, heteronym=True)
        for reading in dict.fromkeys(one.replace("ü", "v") for one in readings):
            if re.fullmatch("[a-z]+", reading):
                by_syllable[reading].append(character)
    lines = [f"{syllable} {''.join(characters)}\n" for syllable, characters in sorted(by_syllable.items())]
    TABLE.write_text(HEAD.format(version=library.__version__) + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()

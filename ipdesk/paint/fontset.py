"""The Chinese fonts that ipdesk sets everything in, made from Noto at first need.

Offices' PCs differ in fonts, and Qt writes the wrong characters into a PDF for fonts whose glyphs are reached from
several code points: with Noto as it comes, 目 and 工 become Kangxi radicals and a search for 目标 finds nothing. So a
subset without those second code points is built here, under names of our own, since the system's font of the same
name would win otherwise. No font is kept in the repository; the licence (SIL OFL 1.1) goes along with each set.
"""

import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ipdesk import paths
from ipdesk.domain.errors import EnvironmentTrouble

if TYPE_CHECKING:
    import subprocess

SANS: Final = "ipdesk Sans"
SERIF: Final = "ipdesk Serif"
FILES: Final = {SANS: "ipdesk-sans.otf", SERIF: "ipdesk-serif.otf"}
LICENCE: Final = "OFL.txt"

# Raise it when the recipe below changes: sets made by another recipe are then left alone and a new one is built.
RECIPE: Final = 2

_PACKAGE: Final = "pylopdf_fonts_zh_cn"
_DISTRIBUTION: Final = "pylopdf-fonts-zh-cn"

# Besides GBK: Latin, punctuation, arrows, mathematics, enclosed figures, boxes and shapes, the whole first block of
# ideographs (names of people and places go beyond GBK), full-width forms.
_BLOCKS: Final = (
    range(0x0020, 0x0180),
    range(0x2010, 0x2070),
    range(0x2070, 0x20D0),
    range(0x2100, 0x2400),
    range(0x2460, 0x2800),
    range(0x3000, 0x3100),
    range(0x3200, 0x3400),
    range(0x4E00, 0xA000),
    range(0xFF00, 0xFFF0),
)

# Qt names a glyph in a PDF by its lowest code point, so where two share a glyph the lower one, if it is the rarer,
# has to go: radicals (for 目, 工), figure dash (for –), reversed prime (for ｀), division slash (for ／), and the soft
# hyphen, which should never be drawn.
_LEFT_OUT: Final = frozenset({*range(0x2E80, 0x2FE0), 0x00AD, 0x2012, 0x2035, 0x2215})


def characters() -> frozenset[int]:
    """The code points that a set covers as far as Noto has them."""
    lead, trail = range(0x81, 0xFF), range(0x40, 0xFF)
    gbk = bytes(byte for first in lead for second in trail for byte in (first, second, 0x0A))
    covered = {ord(character) for character in gbk.decode("gbk", errors="ignore")}
    return frozenset(covered.union(*_BLOCKS) - _LEFT_OUT - set(range(0x20)))


def _key() -> str | None:
    """Names the set that this installation would build; None in the bundle, which ships a set and no source."""
    try:
        version = importlib.import_module(_PACKAGE).__version__
    except ImportError:
        return None
    return f"{version}-{RECIPE}"


def _complete(folder: Path) -> bool:
    return all((folder / name).is_file() for name in FILES.values())


def _sets(home: Path) -> Iterator[Path]:
    """The complete sets in `home`: ours first, then, if the source is not there, whatever was shipped."""
    key = _key()
    folders = [home / key] if key is not None else sorted(home.glob("*-*"), reverse=True)
    return (folder for folder in folders if _complete(folder))


def font_files(*, build: bool = True) -> dict[str, Path]:
    """Font file of each family, `SANS` and `SERIF`; built first if need be.

    Args:
        build: make a missing set now (some seconds, once). With False a missing set gives an empty dict.

    Raises:
        EnvironmentTrouble: `fonts_unavailable`: no set is there and none can be made.
    """
    homes = [paths.font_dir(), paths.user_data_dir() / "fonts"]
    folder = next((found for home in homes for found in _sets(home)), None)
    if folder is None:
        if not build:
            return {}
        folder = build_fonts(homes[0])
    return {family: folder / name for family, name in FILES.items()}


def build_fonts(dest: Path) -> Path:
    """Make the set under `dest` and return its folder.

    It appears whole or not at all: it is made beside and then renamed, so two that build at once do no harm.
    """
    key = _key()
    if key is None:
        raise EnvironmentTrouble("fonts_unavailable", path=str(dest), reason=_DISTRIBUTION)
    done = dest / key
    if _complete(done):
        return done
    try:
        dest.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=".making-", dir=dest))
    except OSError as error:
        raise EnvironmentTrouble("fonts_unavailable", path=str(dest), reason=str(error)) from error
    try:
        # Each takes some fifteen seconds of one core, so a second process makes the one while this one makes the other.
        # Where it can't be had or fails, this one makes both.
        with _second_process(making, SERIF) as second:
            _subset(making, SANS)
        if second.returncode != 0:
            _subset(making, SERIF)
        (making / LICENCE).write_text(_licence(), encoding="utf-8")
        making.chmod(0o755)
        shutil.rmtree(done, ignore_errors=True)  # a damaged set
        try:
            making.rename(done)
        except OSError:
            if not _complete(done):
                raise
    except OSError as error:
        raise EnvironmentTrouble("fonts_unavailable", path=str(dest), reason=str(error)) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return done


def _licence() -> str:
    """The licence text as the font package brings it."""
    import importlib.metadata  # only when the fonts are made

    for file in importlib.metadata.files(_DISTRIBUTION) or ():
        if file.name.upper().startswith(("LICENSE", "OFL")):
            return file.read_text(encoding="utf-8")
    raise FileNotFoundError(f"{_DISTRIBUTION}: licence text")


def _second_process(making: Path, family: str) -> "subprocess.Popen[bytes]":
    import subprocess

    code = f"from pathlib import Path; from {__name__} import _subset; _subset(Path({str(making)!r}), {family!r})"
    path = os.pathsep.join(sys.path)
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _keep_plain_ascii(font: Any) -> None:
    """Take ASCII out of what `locl` replaces beside Latin letters.

    The digits there look the same, but are glyphs without a character: in a PDF a code such as A6908B could be neither
    found nor copied.
    """
    plain = {name for point, name in font.getBestCmap().items() if point < 0x80}
    table = font["GSUB"].table
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "locl"
        for index in record.Feature.LookupListIndex
    }
    for index in lookups:
        for part in table.LookupList.Lookup[index].SubTable:
            mapping = getattr(getattr(part, "ExtSubTable", part), "mapping", {})
            for name in plain & mapping.keys():
                del mapping[name]


def _subset(folder: Path, family: str) -> None:
    """Write into `folder` the part of Noto that `characters` names, under the name `family`."""
    from fontTools import subset

    package = importlib.import_module(_PACKAGE)
    source = package.sans_path() if family == SANS else package.serif_path()
    target = folder / FILES[family]
    options = subset.Options(hinting=False, drop_tables=["DSIG"], notdef_outline=True, recalc_timestamp=False)
    font = subset.load_font(os.fspath(source), options)
    font.recalcTimestamp = False  # the same set, byte for byte, whenever and wherever it is built
    _keep_plain_ascii(font)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    postscript = family.replace(" ", "")
    names = {1: family, 3: f"{postscript};{RECIPE}", 4: family, 6: postscript}
    table = font["name"]
    table.names = [record for record in table.names if record.nameID not in {3, 16, 17, 21, 22, 25}]
    for record in list(table.names):
        if record.nameID in names:
            table.setName(names[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID)
    cff = font["CFF "].cff
    cff.fontNames = [postscript]
    top = cff.topDictIndex[0]
    top.FamilyName = top.FullName = family
    subset.save_font(font, os.fspath(target), options)
    font.close()

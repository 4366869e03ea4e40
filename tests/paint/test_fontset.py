"""The bundled Chinese fonts: what they cover, and that a PDF set in them can be searched."""

import os
from pathlib import Path

import pytest

from ipdesk import paths
from ipdesk.domain.errors import EnvironmentTrouble
from ipdesk.paint import fontset

# Names of people, the marks of ratings and lists, comparators, ranges: what pages of ipdesk are made of.
NEEDED = "喆堃镕知识产权目标工作月日高人●▲◆▼■○◌□△◇≥≤＜＞±×÷—–…·“”《》〈〉【】、。（）％‰℃①⑩→←↑↓√✓①㎡々〇￥"


@pytest.mark.parametrize("family", [fontset.SANS, fontset.SERIF])
def test_what_pages_are_made_of_is_covered(family: str) -> None:
    from fontTools.ttLib import TTFont

    with TTFont(os.fspath(fontset.font_files()[family])) as font:
        covered = font.getBestCmap().keys()
        names = {font["name"].getDebugName(number) for number in (1, 4)}
    assert [character for character in NEEDED if ord(character) not in covered] == []
    assert [hex(point) for point in covered if 0x2E80 <= point < 0x2FE0] == []
    assert names == {family}


@pytest.mark.parametrize("family", [fontset.SANS, fontset.SERIF])
def test_text_in_a_pdf_is_found_verbatim(family: str, font_families: dict[str, Path], tmp_path: Path) -> None:
    from pypdf import PdfReader
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QFont, QPainter, QPdfWriter

    text = "目标工作月日高人一二三力小水火土大女子金立生用田石见言走足车长门青非面音食首马鱼黑2026–2030／达到≥80"
    text += "Z3W4QC5EJ第17条A6908B"  # digits beside Latin letters: the codes that every page carries
    path = tmp_path / "page.pdf"
    writer = QPdfWriter(str(path))
    painter = QPainter(writer)
    painter.setFont(QFont(family, 8))
    painter.drawText(QRectF(0, 0, 9000, 3000), Qt.TextFlag.TextWordWrap, text)
    painter.end()
    found = PdfReader(path).pages[0].extract_text()
    assert "".join(found.split()) == text
    assert family in font_families


def test_the_licence_lies_beside() -> None:
    folder = next(iter(fontset.font_files().values())).parent
    assert "SIL OPEN FONT LICENSE" in (folder / fontset.LICENCE).read_text(encoding="utf-8")


def test_a_missing_set_is_said_not_built_if_so_wished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "font_dir", lambda: tmp_path)
    assert fontset.font_files(build=False) == {}


def test_without_a_source_a_shipped_set_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "font_dir", lambda: tmp_path)
    monkeypatch.setattr(fontset, "_PACKAGE", "no_such_package")
    with pytest.raises(EnvironmentTrouble) as trouble:
        fontset.font_files()
    assert trouble.value.code == "fonts_unavailable"
    (tmp_path / "0.1.0-2").mkdir()
    for name in fontset.FILES.values():
        (tmp_path / "0.1.0-2" / name).write_bytes(b"")
    assert {path.parent.name for path in fontset.font_files().values()} == {"0.1.0-2"}


def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(fontset, "_second_process", full)
    with pytest.raises(EnvironmentTrouble):
        fontset.build_fonts(tmp_path)
    assert list(tmp_path.iterdir()) == []

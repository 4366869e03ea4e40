"""The faces that pages and gauges are set in, and the application that Qt needs before it can measure a letter.

Paper is set in ipdesk's own two families on every PC, so that lines and pages break alike everywhere. An office that
wants its 仿宋 and 小标宋 asks for `OFFICE`; a face that is not installed is replaced and named at the foot of the page.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from ipdesk.domain.errors import EnvironmentTrouble
from ipdesk.paint import fontset


class Role(StrEnum):
    """What a text is for. The faces are those of GB/T 9704 (domain.md C5); tables want figures of equal width."""

    TITLE = "title"  # 小标宋
    HEADING = "heading"  # 黑体
    SUBHEADING = "subheading"  # 楷体
    BODY = "body"  # 仿宋
    TABLE = "table"


#: Ours for each role: the only bundled family whose figures are all of one width is the sans.
OWN: Final[Mapping[Role, str]] = {
    Role.TITLE: fontset.SERIF,
    Role.HEADING: fontset.SANS,
    Role.SUBHEADING: fontset.SERIF,
    Role.BODY: fontset.SERIF,
    Role.TABLE: fontset.SANS,
}


@dataclass(frozen=True, slots=True)
class Faces:
    """The families wished for each role, best first. A role that is absent is set in ipdesk's own."""

    wished: Mapping[Role, tuple[str, ...]]


BUNDLED: Final = Faces({})

#: What offices have under its several names (qt.md part 4).
OFFICE: Final = Faces(
    {
        Role.TITLE: ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK"),
        Role.HEADING: ("黑体", "SimHei"),
        Role.SUBHEADING: ("楷体_GB2312", "KaiTi_GB2312", "KaiTi", "楷体", "LXGW WenKai"),
        Role.BODY: ("仿宋_GB2312", "FangSong_GB2312", "FangSong", "仿宋", "FandolFang"),
    }
)


@dataclass(frozen=True, slots=True)
class FaceUse:
    """What `use_faces` found: the family of each role, and (wished, used) for each role that had to be replaced."""

    families: Mapping[Role, str]
    replaced: tuple[tuple[str, str], ...] = ()


def ensure_application() -> QGuiApplication:
    """The running Qt application, else a new one without windows.

    The window program has made its own before. Elsewhere nothing is shown, so on Linux the offscreen platform is
    taken even where there is a display: the same PDF is to come out with and without one.
    """
    running = QCoreApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    return _windowless()


@cache
def _windowless() -> QGuiApplication:
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Where somebody has loaded the widgets, a window may follow, and no second application can be made for it.
    widgets = sys.modules.get("PySide6.QtWidgets")
    make: type[QGuiApplication] = QGuiApplication if widgets is None else widgets.QApplication
    return make(["ipdesk"])


@cache
def load_fonts() -> None:
    """Load ipdesk's own families; made first where they are missing (some seconds, once).

    Raises:
        EnvironmentTrouble: `fonts_unavailable`: they cannot be made, or Qt refuses the files.
    """
    ensure_application()
    for family, path in fontset.font_files().items():
        loaded = QFontDatabase.addApplicationFont(str(path))
        if loaded < 0 or family not in QFontDatabase.applicationFontFamilies(loaded):
            raise EnvironmentTrouble("fonts_unavailable", path=str(path), reason=family)


def use_faces(faces: Faces = BUNDLED) -> FaceUse:
    """Which family each role is really set in."""
    load_fonts()
    installed = set(QFontDatabase.families()) if faces.wished else set()
    families = dict(OWN)
    replaced = []
    for role, wished in faces.wished.items():
        found = next((family for family in wished if family in installed), None)
        if found is not None:
            families[role] = found
        elif wished:
            replaced.append((wished[0], OWN[role]))
    return FaceUse(families, tuple(dict.fromkeys(replaced)))


def make_font(family: str, pixels: float, *, bold: bool = False, tracking: float = 0) -> QFont:
    """A font of `pixels` height in the painter's own units, laid out alike on every device.

    Unhinted, so that a line that fits on the screen fits on the printer; no kerning, so that figures stand in columns.
    `tracking` is added after each letter, in the same units.
    """
    font = QFont([family, fontset.SERIF, fontset.SANS])
    font.setPixelSize(max(1, round(pixels)))
    font.setBold(bold)
    font.setKerning(False)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tracking:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, tracking)
    return font

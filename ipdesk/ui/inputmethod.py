"""Chinese input on Linux: what has to be in the environment before Qt starts (fcitx speaks to Qt as ibus does)."""

import os
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path

#: Input methods that Qt's own plug-ins cannot speak to by name.
_FCITX = ("", "fcitx", "fcitx5")


def wanted(environment: Mapping[str, str], *, platform: str, plugins: Path) -> Mapping[str, str]:
    """What to set; nothing where Qt can do by itself. `plugins`: the folder of Qt's input-method plug-ins."""
    if not platform.startswith("linux") or environment.get("QT_IM_MODULE", "").lower() not in _FCITX:
        return {}
    if any(plugins.glob("*fcitx*")):
        return {}
    return {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}


def prepare(environment: MutableMapping[str, str] = os.environ) -> None:
    """Set it. To be called before the QApplication is made."""
    from PySide6.QtCore import QLibraryInfo

    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    environment.update(wanted(environment, platform=sys.platform, plugins=folder))

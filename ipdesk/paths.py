"""Where things lie: what ipdesk ships, what it builds, what the officer owns.

A leaf: every layer may import it, it imports none. The source tree, an editable install and the bundle answer alike.
"""

import os
import sys
from pathlib import Path


def is_bundle() -> bool:
    """Whether this runs from the PyInstaller bundle."""
    return bool(getattr(sys, "frozen", False))


def _root() -> Path:
    """The folder that holds `resources/` and `i18n/`."""
    if is_bundle():
        return Path(str(getattr(sys, "_MEIPASS", Path(sys.executable).parent)))
    return Path(__file__).resolve().parent.parent


def resource_dir() -> Path:
    """Read-only: plan packs, icons, help."""
    return _root() / "resources"


def i18n_dir() -> Path:
    """Read-only: the message catalogues."""
    return _root() / "i18n"


def user_data_dir() -> Path:
    """The officer's own folder on the PC's own disk; may not exist yet. `IPDESK_HOME` overrides it."""
    if home := os.environ.get("IPDESK_HOME"):
        return Path(home)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return (Path(base) if base else Path.home() / "AppData" / "Local") / "ipdesk"
    base = os.environ.get("XDG_DATA_HOME")
    # The XDG specification: a relative path there is to be ignored.
    return (Path(base) if base and Path(base).is_absolute() else Path.home() / ".local" / "share") / "ipdesk"


def font_dir() -> Path:
    """Where the Chinese fonts are, or are to be built.

    The bundle ships them. The source tree builds them under `build/fonts`, beside the code that they belong to;
    where that tree may not be written, the officer's own folder has them.
    """
    if is_bundle():
        return _root() / "fonts"
    built = _root() / "build" / "fonts"
    nearest = next(folder for folder in (built, *built.parents) if folder.exists())
    if built.exists() and any(built.glob("*/*.otf")):
        return built
    return built if os.access(nearest, os.W_OK) else user_data_dir() / "fonts"

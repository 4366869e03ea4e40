"""What the system has to bring before Qt is loaded, who may install it, and by which command. Standard library only."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys

HAS_DISPLAY = os.name == "nt" or sys.platform == "darwin" or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())

# Library that Qt asks for -> its package under apt-get, dnf (and yum), zypper.
PACKAGES = {
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "libglib-2_0-0"),
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd"),
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon0"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "libdbus-1-3"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "libxcb-cursor0"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "libxcb-icccm4"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "libxcb-keysyms1"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb-shape0"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11-0"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb", "libxcb-randr0"),
}
OFFSCREEN = list(PACKAGES)[:6]


def missing_libraries() -> list[str]:
    """The system libraries that Qt would abort without, tried before Qt is loaded; those of a screen only with one."""
    if not sys.platform.startswith("linux"):
        return []
    missing = []
    for name in PACKAGES if HAS_DISPLAY else OFFSCREEN:
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def missing_packages(*, make_environment: bool) -> tuple[list[str], list[str]]:
    """What is missing, and the command that brings it (empty where no package manager is known).

    Args:
        make_environment: also what a virtual environment is made with, which Debian keeps in a package of its own.
    """
    libraries = missing_libraries()
    lacks_venv = make_environment and importlib.util.find_spec("ensurepip") is None
    missing = libraries + (["venv (ensurepip)"] if lacks_venv else [])
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for column, (manager, options, venv_package) in enumerate(
        [
            ("apt-get", ["install", "--yes", "--no-install-recommends"], python + "-venv"),
            ("dnf", ["install", "-y"], python),
            ("zypper", ["--non-interactive", "install"], python.replace(".", "")),
        ]
    ):
        found = manager if shutil.which(manager) else "yum" if manager == "dnf" and shutil.which("yum") else None
        if found:
            packages = [PACKAGES[name][column] for name in libraries] + ([venv_package] if lacks_venv else [])
            return missing, [found, *options, *dict.fromkeys(packages)]
    return missing, []


def right_to_install() -> list[str] | None:
    """What to put before a command of the system's owner; None if we are not allowed to be him."""
    if os.name != "posix":
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if asked.returncode == 0:
            return ["sudo", "-n"]
    return None

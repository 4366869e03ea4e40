"""Which data file was open last: a line of text in the officer's own folder."""

from pathlib import Path

from ipdesk import paths


def _file() -> Path:
    return paths.user_data_dir() / "last-file.txt"


def last() -> Path | None:
    """The data file of the last time, when it is still there."""
    try:
        path = Path(_file().read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return None
    return path if path.is_file() else None


def remember(path: Path) -> None:
    """Keep it for the next start; where that can't be written, the next start asks."""
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().write_text(f"{path.resolve()}\n", encoding="utf-8")
    except OSError:
        return

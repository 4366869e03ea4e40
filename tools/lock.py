"""Pin what is installed: `python tools/lock.py` writes requirements/run.txt and dev.txt from pyproject.toml.

One file serves every platform: each line carries the marker it is for and the hashes of all its files. Nothing in it
names the index that it was made with. Needs `uv` (`pip install uv`); only who changes a dependency needs it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
HEADER = "# Made from pyproject.toml by tools/lock.py, installed with --require-hashes. Do not edit.\n"


def compile_lock(uv: str, target: Path, *options: str) -> None:
    """Resolve pyproject.toml into `target`."""
    command = [uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--python-version", "3.11"]
    command += ["--no-header", "--no-emit-index-url", "--no-emit-find-links", "--output-file", str(target), *options]
    subprocess.run([*command, "pyproject.toml"], cwd=ROOT, check=True)
    text = target.read_text(encoding="utf-8")
    if "://" in text or "-index" in text:
        raise SystemExit(f"{target.name} names an index or an address")
    target.write_text(HEADER + text, encoding="utf-8", newline="\n")


def main() -> None:
    """Write both files; the second has the same versions as the first, and the tools of a developer."""
    beside = Path(sys.executable).with_name("uv.exe" if os.name == "nt" else "uv")
    uv = str(beside) if beside.exists() else shutil.which("uv")
    if uv is None:
        raise SystemExit("uv is missing: pip install uv")
    REQUIREMENTS.mkdir(exist_ok=True)
    options = ["--upgrade"] if "--upgrade" in sys.argv[1:] else []
    run = REQUIREMENTS / "run.txt"
    compile_lock(uv, run, *options)
    compile_lock(uv, REQUIREMENTS / "dev.txt", "--extra", "dev", "--constraint", "requirements/run.txt", *options)


if __name__ == "__main__":
    main()

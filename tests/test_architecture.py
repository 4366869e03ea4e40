"""The layers of ARCHITECTURE.md are kept: every contract of pyproject.toml holds."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = sorted(path.parent for path in (ROOT / "ipdesk").glob("*/__init__.py"))


def test_import_contracts() -> None:
    # A process of its own: the linter changes the import path and the working folder of the one it runs in.
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_package_says_what_it_is_for(package: Path) -> None:
    text = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8")))
    assert text is not None
    assert len(text.splitlines()) >= 3, "what it is for, what it may import, which file to open first"


def test_importing_the_program_loads_nothing_heavy() -> None:
    """The start is short because heavy libraries are imported by the action that needs them."""
    heavy = "{'numpy', 'pyqtgraph', 'openpyxl', 'sqlite_utils', 'xlsxwriter', 'docx', 'fontTools'}"
    code = f"import sys, ipdesk.cli.main; print(sorted({heavy} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")

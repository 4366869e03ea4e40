"""The command line of a new city."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ipdesk.cli.main import root
from tests.cli.said import Run


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the data file of a new city, which lies alone in the working folder."""
    monkeypatch.chdir(tmp_path)

    def go(*words: str, code: int = 0) -> Result:
        result = CliRunner().invoke(root, [*words, "--data", "city.ipdesk", "--today", "2026-10-09", "--by", "陈建"])
        assert result.exit_code == code, f"{words}: {result.stdout}{result.stderr}"
        assert "Traceback" not in result.output
        return result

    go("init", "city.ipdesk", "--unit", "440300", "--plan", "sz-155")
    return go

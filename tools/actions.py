"""What becomes of a filled form after people's actions in an office program, as a table.

`python -m tools.actions` reads the files kept in `tests/data/exchange/actions` and prints, for each action, how many
answers came in right, how many are asked about, lost or WRONG; `--do` lets LibreOffice act anew first. It ends with 1
when anything is lost without a word or wrong.

Right: what the sheet shows in that row and column is what was taken. Asked: nothing was taken, and a finding that must
be answered names the row, the sheet or the file. Lost: nothing was taken and nothing said. Wrong: something else was
taken.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.form import Answers, Form
from ipdesk.domain.value import ValueStatus
from ipdesk.domain.verdict import check_answers
from ipdesk.exchange.identity import divided
from ipdesk.exchange.intake import take_in
from ipdesk.exchange.issued import content_text
from ipdesk.exchange.layout import DATA_SHEETS, cells_of, lines_of
from ipdesk.exchange.reader import Reading, read_answers
from tools import officeactions
from tools.officeactions import ACTIONS, Action

KEPT: Final = Path(__file__).resolve().parent.parent / "tests" / "data" / "exchange" / "actions"
#: Cells of the form that the reader fills in by itself where they are left empty.
_OF_ITSELF: Final = ("data_period", "label")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the answers of one form in one file. `wrong` and `lost` name the cells."""

    unit: str
    period: str
    right: int
    asked: int
    lost: tuple[str, ...]
    wrong: tuple[str, ...]
    reading: Reading | None

    @property
    def good(self) -> bool:
        return not (self.lost or self.wrong)


def outcomes(action: Action, data: bytes) -> tuple[Outcome, ...]:
    """What the reader makes of an action's file, for each form that it holds."""
    books = divided(take_in(data, f"{action.name}.{action.saves}"))
    found: list[Outcome] = []
    for unit, period in action.forms:
        form = officeactions.form(unit, period)
        readings = [read_answers(book, form) for book in books]
        mine = [
            one for one in readings
            if one.envelope is None or (one.envelope.unit, one.envelope.period) == (unit, period)
        ]  # fmt: skip
        found.append(_outcome(action, form, mine[0] if mine else None))
    return tuple(found)


def _outcome(action: Action, form: Form, reading: Reading | None) -> Outcome:
    before = officeactions.answers(form.unit, form.period)
    read = reading.answers if reading else None
    right = asked = 0
    lost: list[str] = []
    wrong: list[str] = []
    findings = _questions(form, reading)
    for sheet in DATA_SHEETS:
        inputs = {(line.key, code) for line in lines_of(sheet, form, before) for code in line.inputs}
        was = _texts(sheet, form, before)
        now = _texts(sheet, form, read)
        for key, code in sorted(inputs):
            if code in _OF_ITSELF:
                continue
            cell = f"{sheet} {key} {code}"
            wanted = _meant(action, (sheet, key, code), was.get((key, code), ""))
            given = now.get((key, code), "")
            if wanted == "4>9":
                wanted = was.get((key, code), "").replace("4", "9")
            if _unread(read, key) and code in ("value", "confirm") and given:
                asked += 1
            elif wanted == "?" and not given:
                known = bool(was.get((key, code)))
                asked += known and _is_asked(findings, sheet, key)
                lost += [cell] if known and not _is_asked(findings, sheet, key) else []
            elif wanted == "!":
                right += bool(given)  # the figures are where the person put them
            elif given == wanted:
                right += bool(wanted)
            elif not given:
                asked += _is_asked(findings, sheet, key)
                lost += [] if _is_asked(findings, sheet, key) else [cell]
            else:
                wrong.append(f"{cell}: {given!r} for {wanted!r}")
    return Outcome(form.unit, form.period, right, asked, tuple(lost), tuple(wrong), reading)


def _meant(action: Action, cell: tuple[str, str, str], before: str) -> str:
    sheet, key, code = cell
    for name in ((sheet, key, code), (sheet, key, "*"), (sheet, "*", code), (sheet, "*", "*")):
        if name in action.meant:
            return action.meant[name].replace("\n", " ")
    return before


def _texts(sheet: str, form: Form, answers: Answers | None) -> dict[tuple[str, str], str]:
    return {
        place: content_text(content).replace("\n", " ") for place, content in cells_of(sheet, form, answers).items()
    }


def _unread(answers: Answers | None, key: str) -> bool:
    value = answers.values.get(key) if answers else None
    return value is not None and value.status is ValueStatus.UNREAD


def _questions(form: Form, reading: Reading | None) -> list[Finding]:
    """What a person has to answer: findings on the file, and the checks that an answer left out sets off."""
    if reading is None:
        return []
    checks = check_answers(form, reading.answers) if reading.answers else ()
    found = (*reading.findings, *reading.issued_changes, *checks)
    return [finding for finding in found if finding.severity is not Severity.NOTE]


def _is_asked(findings: list[Finding], sheet: str, key: str) -> bool:
    """Whether a question names the row, or stands for the sheet or file as a whole."""
    return any(finding.where.row in (key, "") for finding in findings)


def table(folder: Path) -> tuple[str, bool]:
    """The table of all actions, and whether all is good."""
    lines = [f"{'action':24}{'right':>6}{'asked':>6}{'lost':>6}{'WRONG':>6}  sure      what was done; what is said"]
    good = True
    for action in ACTIONS:
        data = (folder / f"{action.name}.{action.saves}").read_bytes()
        for one in outcomes(action, data):
            good = good and one.good
            sure = str(one.reading.confidence) if one.reading else "—"
            codes = dict.fromkeys(finding.code for finding in _told(one.reading))
            lines.append(
                f"{action.name:24}{one.right:6}{one.asked:6}{len(one.lost):6}{len(one.wrong):6}  {sure:9} "
                f"{action.words}; {' '.join(codes)}"
            )
            lines += [f"    {cell}" for cell in (*one.wrong, *one.lost)]
    return "\n".join(lines), good


def _told(reading: Reading | None) -> tuple[Finding, ...]:
    return (*reading.findings, *reading.issued_changes) if reading else ()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--do", action="store_true", help="let LibreOffice act anew, and keep its files")
    if parser.parse_args().do:
        officeactions.do(KEPT)
    said, good = table(KEPT)
    sys.stdout.write(said + "\n")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""What has to be asked about a received form, one question each: stable ids, the words, the answers that it takes."""

from collections.abc import Iterable, Iterator, Mapping

from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.form import Form
from ipdesk.domain.ledger.package import Kind
from ipdesk.domain.period import parse
from ipdesk.exchange.layout import cells_of
from ipdesk.exchange.reader import Confidence, Reading
from ipdesk.services import figures
from ipdesk.services.judged import Ask
from ipdesk.services.workspace import Workspace
from ipdesk.text import formats
from ipdesk.text.i18n import _
from ipdesk.text.messages import located

#: The questions that a file without any mark leaves: whose it is, and of when.
UNIT, PERIOD = "unit", "period"
#: How what a person decided is told in the package. Content of the ledger, the same in every language.
_DECIDED = "收件时人工确认"


def asks_of(findings: Iterable[Finding], form: Form, reading: Reading) -> tuple[Ask, ...]:
    """The questions that findings put, each once."""
    found: dict[str, Ask] = {}
    for finding in findings:
        name = finding.params.get("question", "")
        if name and name not in found and finding.severity is not Severity.NOTE:
            words = tuple(_choices(name, finding, form, reading))
            found[name] = Ask(name, located(finding), words)
    return tuple(found.values())


def decided(given: Mapping[str, str]) -> dict[str, str]:
    """Of a person's answers those to questions about rows, columns, cells and sheets."""
    return {name: answer for name, answer in given.items() if "." in name}


def basis(given: Mapping[str, str]) -> str:
    """What was decided, for the package that is then the one who decided's."""
    return f"{_DECIDED}：{'；'.join(f'{name}={answer}' for name, answer in sorted(given.items()))}"


def whose(workspace: Workspace) -> tuple[Ask, ...]:
    """Whose form a workbook without marks is, and of which period: of those that were issued."""
    issued = {
        (form.unit, form.period)
        for package in workspace.state.packages.values()
        if package.kind == Kind.TEMPLATE and package.known and package.ledger == workspace.ledger
        for form in (figures.form_of(package),)
    }
    names = {unit.code: unit.short for unit in workspace.policy.units}
    units = [unit.code for unit in workspace.policy.units if any(unit.code == one for one, _period in issued)]
    periods = sorted({period for _unit, period in issued}, reverse=True)
    return (
        Ask(UNIT, _("Whose form is it?"), tuple((code, names[code]) for code in units)),
        Ask(PERIOD, _("For which period?"), tuple((code, formats.period_text(parse(code))) for code in periods)),
    )


def _choices(name: str, finding: Finding, form: Form, reading: Reading) -> Iterator[tuple[str, str]]:
    for choice in finding.params.get("choices", "").split("|"):
        match choice:
            case "key":
                sheet = name.split(".")[1]
                titles = cells_of(sheet, form, None)
                for (code, key), sure in reading.sure.items():
                    if code == sheet and sure is Confidence.NONE:
                        title = titles.get((key, "name")) or titles.get((key, "title")) or titles.get((key, "label"))
                        yield key, str(title or key)
                yield "leave", _("leave it out")
            case "add":
                yield choice, _("take it as other work of the unit")
            case "name":
                yield choice, _("the name that is seen")
            case "mark":
                yield choice, _("the hidden mark")
            case "first" | "second":
                yield choice, finding.params.get(choice, choice)
            case _:
                yield choice, _("leave it out")

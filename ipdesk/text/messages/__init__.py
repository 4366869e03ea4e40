"""From the code of a finding or an error to a sentence: what, where, why, what to do.

A sentence is an English template in one of the modules beside this one. A parameter may say how it is to be shown,
since parameters are canonical texts: `{value:number}` groups digits, `{ratio:times}`, `{share:percent}` (a fraction),
`{period:period}` (a code such as 2026-Q3), `{day:date}` (2026-10-09), `{unit:name}` (a code or key that `names` knows,
or several with commas between), `{size:size}` (bytes), `{kid:fingerprint}` (in groups of five). Open `checks.py` for
examples.
"""

import string
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from ipdesk.domain import period as periods
from ipdesk.domain.errors import IpdeskError
from ipdesk.domain.finding import Finding, Where
from ipdesk.domain.ledger.signature import fingerprint
from ipdesk.text import formats, rulewords
from ipdesk.text.i18n import N_, _, pgettext
from ipdesk.text.messages import (
    attachments,
    checks,
    collection,
    decomposition,
    desk,
    environment,
    files,
    ledger,
    packs,
    plantexts,
    tasks,
    trust,
    verdicts,
    versions,
)

#: Every sentence by its code.
SENTENCES: Final[Mapping[str, str]] = {
    **environment.SENTENCES,
    **checks.SENTENCES,
    **files.SENTENCES,
    **packs.SENTENCES,
    **plantexts.SENTENCES,
    **ledger.SENTENCES,
    **collection.SENTENCES,
    **trust.SENTENCES,
    **attachments.SENTENCES,
    **versions.SENTENCES,
    **verdicts.SENTENCES,
    **desk.SENTENCES,
    **tasks.SENTENCES,
    **decomposition.SENTENCES,
}

#: Said of a code that has no sentence: our mistake, but the person still gets the code to pass on.
_UNKNOWN: Final = N_(
    "Something is not right here (code {code}). Please pass this code on to whoever looks after ipdesk."
)

#: Names of the columns that a finding can point at.
_COLUMNS: Final = {
    "quantity": N_("figure"),
    "note": N_("remark"),
    "year_estimate": N_("full-year estimate"),
    "outlook": N_("can it be done"),
    "data_period": N_("data period"),
    "revised_last": N_("revision of the last period"),
    "title": N_("name"),
}


def template(code: str) -> str:
    """The untranslated sentence of a code; KeyError when there is none."""
    return SENTENCES[code]


def sentence(finding: Finding, names: Mapping[str, str] | None = None) -> str:
    """What a finding says, in the language in use, without its place: the sentence, then the likely cause.

    `names` gives the names of units and rows.
    """
    said = fill(finding.code, finding.params, names)
    cause = fill(finding.cause, finding.params, names) if finding.cause else ""
    return _("{sentence} {cause}").format(sentence=said, cause=cause) if cause else said


def error_sentence(error: IpdeskError, names: Mapping[str, str] | None = None) -> str:
    """What an error says, in the language in use."""
    return fill(error.code, error.params, names)


def located(finding: Finding, names: Mapping[str, str] | None = None) -> str:
    """Place and sentence in one line, for lists outside the form."""
    where = place(finding.where, names)
    return (
        _("{place}: {sentence}").format(place=where, sentence=sentence(finding, names))
        if where
        else sentence(finding, names)
    )


def place(where: Where, names: Mapping[str, str] | None = None) -> str:
    """Where a finding is, the wide first: file, sheet and cell, unit, row, column. Empty when nowhere."""
    known = names or {}
    parts = [where.file]
    if where.sheet and where.cell:
        parts.append(_("sheet “{sheet}”, cell {cell}").format(sheet=where.sheet, cell=where.cell))
    elif where.sheet:
        parts.append(_("sheet “{sheet}”").format(sheet=where.sheet))
    elif where.cell:
        parts.append(_("cell {cell}").format(cell=where.cell))
    parts += [known.get(where.unit, where.unit), known.get(where.row, where.row)]
    if where.column and where.column != "quantity":
        parts.append(_(_COLUMNS.get(where.column, where.column)))
    return _(", ").join(part for part in parts if part)


def fill(code: str, params: Mapping[str, str], names: Mapping[str, str] | None = None) -> str:
    """The sentence of a code with its parameters put in; one that is missing shows as an ellipsis."""
    wording = SENTENCES.get(code)
    if wording is None:
        return _(_UNKNOWN).format(code=code)
    return _Filling(params, names or {}).vformat(_(wording), (), {})


class _Filling(string.Formatter):
    """Puts canonical texts into a sentence, each as its place asks."""

    def __init__(self, params: Mapping[str, str], names: Mapping[str, str]) -> None:
        self.params = params
        self.names = names

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> str:
        del args, kwargs
        return self.params.get(str(key), "…")

    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(value)
        try:
            match format_spec:
                case "number":
                    return formats.number(Decimal(text))
                case "times":
                    return formats.times(Decimal(text))
                case "percent":
                    return formats.percent(Decimal(text))
                case "period":
                    return formats.period_text(periods.parse(text))
                case "date":
                    return formats.date_text(date.fromisoformat(text))
                case "filled":
                    return rulewords.filled(text, self.params)
                case "rule":
                    return rulewords.in_words(text, self.params)
                case "size":
                    return formats.data_size(int(text))
                case "fingerprint":
                    return fingerprint(text) or "—"
                case "name":
                    return pgettext("list", ", ").join(self.names.get(one, one) for one in text.split(","))
                case _:
                    return text
        except (ValueError, InvalidOperation):
            return text  # better the raw text than no sentence

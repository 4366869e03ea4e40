"""What a restored backup holds and what became of the present file, in sentences."""

from collections.abc import Iterator, Sequence
from datetime import date

from ipdesk.domain import period as periods
from ipdesk.services.restore import DraftNamed, Restored
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _

_PRESENT = {
    "missing": N_("There was no data file at {path}."),
    "sound": N_("The present data file is whole."),
    "damaged": N_("The present data file is damaged; a part of it could be read."),
    "unreadable": N_("Nothing could be read from the present data file."),
}


def sentences(done: Restored) -> tuple[str, ...]:
    """Line by line, for the command and the window. Before the act (nothing kept yet) it reads as what would be."""
    return tuple(_lines(done))


def _lines(done: Restored) -> Iterator[str]:
    said = _("Backup of {unit}: {plans}; {count} packages. All in it is whole.")
    if done.last:
        said = _("Backup of {unit}: {plans}; {count} packages, the last of {day}. All in it is whole.")
    yield said.format(
        unit=f"{done.unit}{_(' (training)')}" if done.training else done.unit,
        plans=_(", ").join(done.plans),
        count=done.packages,
        day=formats.date_text(date.fromisoformat(done.last)) if done.last else "",
    )
    yield _(_PRESENT[done.present]).format(path=done.path)
    if done.taken or done.receipts:
        said = _("Taken along from it, which the backup has not: {packages} packages, {receipts} receipts.")
        yield said.format(packages=done.taken, receipts=done.receipts)
    if done.unreadable:
        yield _("{count} packages in it could not be read: take in their files again.").format(count=done.unreadable)
    if done.drafts:
        yield _("Drafts taken along: {names}.").format(names=_names(done.drafts))
    if done.drafts_differ:
        said = _("Drafts as in the backup, otherwise in the present file: {names}.")
        yield said.format(names=_names(done.drafts_differ))
    if done.dry_run:
        yield _("Nothing was changed yet.")
        return
    yield _("Restored: {path}").format(path=done.path)
    if done.kept is not None:
        yield _("The file as it was is kept: {path}").format(path=done.kept)


def _names(drafts: Sequence[DraftNamed]) -> str:
    return _(", ").join(f"{one.unit} {formats.period_text(periods.parse(one.period))}" for one in drafts)

"""Sentences for attachments, kept files and bundles."""

from collections.abc import Mapping
from typing import Final

from ipdesk.text.i18n import N_

SENTENCES: Final[Mapping[str, str]] = {
    # files that go with a report
    "attachment_taken": N_("{file}: kept as an attachment of {unit}'s report for {period:period}."),
    "attachment_held": N_("{file}: this attachment of {unit}'s report for {period:period} is here already."),
    "attachment_purged": N_(
        "{file}: this attachment of {unit}'s report for {period:period} was taken away here ({why}) and is not kept "
        "again; whoever needs it attaches it anew."
    ),
    "attachment_whose": N_(
        "{file} is no form. If it goes with a report, say with which; if not, leave it. Until then it is only kept "
        "aside."
    ),
    "attachment_left": N_("{file} goes with no report; it is kept aside."),
    "attachment_used_before": N_(
        "The file “{name}” went with {unit}'s report for {period:period} as well. Check whether it is the right one "
        "here."
    ),
    "attachment_other_row": N_("The file “{name}” is evidence of another row of this report as well."),
    "attachment_kind": N_(
        "{name} cannot be attached. Taken are PDF, OFD, pictures, documents, presentations, workbooks without macros "
        "and plain text; programs, web pages, archives and files with a password are not. Nothing was attached."
    ),
    "attachment_too_big": N_(
        "{name} is over {limit} MB. Scan it with fewer dots per inch or split it; nothing was attached."
    ),
    "attachment_empty": N_("{name} is empty: not a single byte is in it. Nothing was attached."),
    "row_not_there": N_("The form has no row “{row}”. Write its name as it stands in the form; nothing was attached."),
    "evidence_name": N_("A piece of evidence needs a name. Nothing was listed."),
    "evidence_unknown": N_("“{name}” is not in the draft's list of evidence; what was fixed cannot be changed."),
    # kept files
    "file_away": N_("{name} is not on this PC. Take in the colleague's bundle, or ask the sender for the file again."),
    "file_purged": N_("{name} was taken away here ({why}). Its digest is kept; ask the sender if it is needed again."),
    "original_unknown": N_("No kept file is called “{name}”. Write its name, or at least six letters of its digest."),
    "original_ambiguous": N_("{count} kept files are called “{name}”. Write the beginning of the digest instead."),
    # bundles
    "bundle_other_office": N_(
        "{file} is a bundle of {unit}, not of {here}. It is kept aside; nothing of it was taken."
    ),
    "bundle_files_taken": N_(
        "{file}: all entries were here already; {files} files and {receipts} receipts of a colleague's PC were "
        "received."
    ),
    "bundle_older": N_("Everything in {file} is here already, and more. Nothing changed."),
    "bundle_gap": N_(
        "{count} entries that the other PC holds are neither here nor in this bundle. Ask for a whole bundle, made "
        "without “--since”."
    ),
    "bundle_ahead": N_(
        "This PC holds {count} entries that the other did not have ({units}). Send a bundle back, so that both hold "
        "the same."
    ),
    "bundle_even": N_("Both PCs hold the same entries now."),
    "bundle_purpose": N_(
        "A choice of units is for an evaluator's bundle only, and an evaluator never gets the office's key."
    ),
    "bundle_no_start": N_(
        "{file} is no bundle that a workspace can begin with. Make one on the other PC with this ipdesk and try again."
    ),
    "have_unread": N_("{file} is neither a list of what a PC holds nor a bundle. Ask the colleague for it once more."),
    "have_other": N_("This list is not from a PC of {here} under this plan. Nothing was written."),
    "read_only_copy": N_("This is an evaluator's copy of {unit}'s data: for reading only. Nothing was changed."),
}

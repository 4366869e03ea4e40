"""Sentences for trouble of the machine: disk, rights, data file, fonts, screen.

Parameters: `path` a file or folder as the person knows it, `why` or `reason` what the system said of it.
"""

from collections.abc import Mapping
from typing import Final

from ipdesk.text.i18n import N_

SENTENCES: Final[Mapping[str, str]] = {
    # the disk and its rights
    "disk_full": N_(
        "The disk is full: {path} could not be written. Nothing was changed; free some space and do it again."
    ),
    "disk_failed": N_(
        "The disk did not take {path} ({why}). Nothing was changed; check the disk, copy the file to another one and "
        "go on there."
    ),
    "no_permission": N_(
        "There is no right to open {path}. Nothing was changed; choose another file, or ask who looks after this PC."
    ),
    "folder_unwritable": N_(
        "Nothing can be written at {path}. Nothing was changed; choose another folder, or ask who looks after this PC "
        "for the right to write there."
    ),
    "cannot_write": N_("{path} could not be written ({reason}). Nothing was changed; choose another place."),
    "file_open_elsewhere": N_(
        "{path} is open in another program (Excel or WPS?), so it could not be replaced. "
        "Close it there and do it again."
    ),
    "file_missing": N_("There is no file {path}. Was it moved or renamed? Choose it again."),
    "file_not_found": N_("There is no file or folder {path}. Was it moved or renamed? Choose it again."),
    "file_exists": N_("{path} is already there and was left as it is. Choose another name, or move that file first."),
    # the data file
    "database_newer": N_(
        "{path} was written by a newer ipdesk. It was not touched; install the newer version on this PC "
        "and open it again."
    ),
    "database_damaged": N_(
        "The data file {path} is damaged ({why}). It was not changed; keep it, and take up work again from the latest "
        "backup."
    ),
    "database_read_only": N_(
        "The data file {path} can only be read ({why}). Nothing was changed; take off its write protection, or copy it "
        "to a folder of your own."
    ),
    "not_a_database": N_("{path} is not a data file of ipdesk. It was not touched; choose a file that ipdesk made."),
    "workspace_busy": N_(
        "{path} is in use by another window or PC just now. Nothing was changed; wait a moment, or close it there."
    ),
    "database_moved": N_(
        "{path} was replaced or moved while it was open here. Nothing was written; close this window and open the file "
        "again."
    ),
    # restoring a backup
    "backup_missing": N_("There is no backup {path}. Nothing was changed; look for the file and choose it again."),
    "backup_not_ours": N_(
        "{path} is no backup of ipdesk. Nothing was changed; choose a file that `ipdesk backup` wrote."
    ),
    "backup_damaged": N_("The backup {path} is damaged itself ({why}). Nothing was changed; choose an earlier backup."),
    "backup_newer": N_(
        "The backup {path} was written by a newer ipdesk. Nothing was changed; install the newer version on this PC "
        "and restore it again."
    ),
    "backup_other_unit": N_(
        "The backup {path} is of another workspace ({unit}; or of training against real work). Nothing was changed; "
        "choose the backup of this one, or restore it under another name with --data."
    ),
    "backup_is_the_file": N_("{path} is the data file itself. Choose the backup that is to take its place."),
    "restore_open_elsewhere": N_(
        "{path} is open in another window or program. Nothing was changed; close it there and restore again."
    ),
    # the machine
    "needs_display": N_("The window needs a screen, and there is none here. Use the commands, or a PC with a desktop."),
    "fonts_unavailable": N_(
        "The Chinese fonts could not be made at {path} ({reason}). Run the set-up once more; until then nothing can be "
        "printed."
    ),
}

"""Sentences for trouble of the machine and for names that do not exist here.

Parameters: `path` a file as the person knows it, `name` what was typed, `known` what there is instead.
"""

from collections.abc import Mapping
from typing import Final

from ipdesk.text.i18n import N_

SENTENCES: Final[Mapping[str, str]] = {
    # the disk and its rights
    "disk_full": N_(
        "The disk is full: {path} could not be written. Nothing was changed; free some space and do it again."
    ),
    "no_permission": N_(
        "There is no right to write {path}. Nothing was changed; choose another folder, or ask who looks after this PC."
    ),
    "cannot_read": N_("{path} cannot be opened for reading ({reason}). Check the file and its rights, then try again."),
    "cannot_write": N_("{path} could not be written ({reason}). Nothing was changed; choose another place."),
    "file_open_elsewhere": N_(
        "{path} is open in another program (Excel or WPS?), so it could not be replaced. "
        "Close it there and do it again."
    ),
    "file_not_found": N_("There is no file {path}. Was it moved or renamed? Choose it again."),
    "folder_not_found": N_("There is no folder {path}. Make it first, or choose another one."),
    "not_a_folder": N_("{path} is a file, but a folder is needed here. Choose a folder."),
    "file_exists": N_("{path} is already there and was left as it is. Choose another name, or move that file first."),
    # the data file
    "database_newer": N_(
        "{path} was written by a newer ipdesk. It was not touched; install the newer version on this PC "
        "and open it again."
    ),
    "database_damaged": N_(
        "The data file {path} is damaged ({reason}). It was not changed; restore the latest backup with "
        "“ipdesk restore”, and keep the damaged file."
    ),
    "not_a_database": N_("{path} is not a data file of ipdesk. It was not touched; choose a file that ipdesk made."),
    "database_foreign": N_(
        "{path} is a database of another program. It was not touched; choose a file that ipdesk made."
    ),
    "workspace_busy": N_(
        "{path} is in use by another window or PC just now. Nothing was changed; wait a moment, or close it there."
    ),
    "workspace_exists": N_("{path} already holds a workspace. It was not touched; open it, or choose another name."),
    "workspace_missing": N_("No workspace is open. Name one with --data FILE, or make one with “ipdesk init”."),
    # the machine
    "needs_display": N_(
        "The window needs a screen, and there is none here. Use the commands, or start ipdesk on a desktop."
    ),
    "library_missing": N_("The system library {name} is missing. Install it with: {command}"),
    "fonts_missing": N_("The Chinese fonts of ipdesk are not there ({path}). Run the set-up once more: ./run --setup"),
    "out_of_memory": N_("There is not enough memory for {path}. Close other programs and do it again."),
    "timed_out": N_("{path} took longer than {seconds} seconds and was given up. Nothing was taken from it."),
    # what was named and is not here
    "unknown_unit": N_("There is no unit “{name}” here. Known are: {known}."),
    "unknown_plan": N_("There is no plan “{name}” here. Known are: {known}."),
    "unknown_period": N_("“{name}” is no report period. Write 2026, 2026-H1, 2026-Q3 or 2026-M07."),
    "unknown_row": N_("The form has no row “{name}”. Look up the name with “ipdesk find”."),
    "unknown_name": N_("“{name}” is not known here. Search with “ipdesk find”."),
    "unknown_date": N_("“{name}” is no date. Write it as 2026-10-09."),
    "unknown_report": N_("There is no report “{name}”. There are: {known}."),
    "unknown_file_kind": N_("A file ending in “{name}” cannot be made here. Possible are: {known}."),
}

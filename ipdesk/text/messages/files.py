"""Sentences for workbooks and other files that are received.

The file, sheet and cell stand in the finding's place and are not named again. Parameters: `limit` as a number, `part`
the piece of the file that is meant; for `number_…` the cell's `text`, the row's `unit`, the `quantity` taken and what
it is `about`; for `issued_cell_changed` what `was` and what is `now`.
"""

from collections.abc import Mapping
from typing import Final

from ipdesk.text.i18n import N_

SENTENCES: Final[Mapping[str, str]] = {
    # what is not a workbook that can be read
    "file_empty": N_("The file is empty (0 bytes). Ask the sender to send it once more."),
    "file_truncated": N_("The file is cut off: its end is missing. Copy or send it once more; the original is kept."),
    "file_damaged": N_("The file is damaged ({part}). Open it in Excel or WPS, save it as .xlsx and send that."),
    "file_encrypted": N_("The file has a password to open it. Take the password off, save it and send it again."),
    "file_strict": N_(
        "This workbook is of the kind “Strict Open XML”. Open it, save it as an ordinary .xlsx and send that."
    ),
    "file_xlsb": N_("This is a binary workbook .xlsb. Open it in Excel, save it as .xlsx and send that."),
    "file_excel_template": N_("This is an Excel template, not a workbook. Open it, save it as .xlsx and send that."),
    "file_csv": N_("This is a text table (CSV). Fill the figures into the form that was issued, and send it as .xlsx."),
    "file_text": N_("This is a plain text file, not a workbook. Send the form itself, saved as .xlsx."),
    "file_html": N_("This is a web page that was given the name of a table. Open it, save it as .xlsx and send that."),
    "file_xml2003": N_("This is an XML table of Excel 2003. Open it, save it as .xlsx and send that."),
    "file_pdf": N_("This is a PDF or OFD document, not a workbook. Send the form itself, saved as .xlsx."),
    "file_picture": N_("This is a picture, whatever its name says. Send the form itself, saved as .xlsx."),
    "file_document": N_("This is a text document or a presentation, not a workbook. Send the form itself as .xlsx."),
    "file_archive": N_("This is a compressed file. Unpack it and drop the files in it here."),
    "file_bundle": N_("This is a bundle of ipdesk, not a workbook. Receive it as a bundle."),
    "file_other": N_("This is a file of another program, not a workbook. Send the form itself, saved as .xlsx."),
    "file_no_sheets": N_("The workbook has no sheets that can be read. Open it, save it as .xlsx and send that."),
    # limits
    "file_too_big": N_(
        "The file is larger than {limit} MB; a form is far smaller. Take out pictures and send it again."
    ),
    "file_too_big_inside": N_("Unpacked, the file is larger than {limit} MB. It is not opened; send the form itself."),
    "file_bomb": N_("A part of the file swells to {ratio} times its size when unpacked. It is not opened, for safety."),
    "file_too_many_entries": N_("The file is made of {count} parts, more than {limit}. No form is; it is not opened."),
    "file_duplicate_parts": N_(
        "The file has the part {part} twice, so nobody can say which counts. Save it anew as .xlsx."
    ),
    "file_dtd": N_("The file has definitions that no workbook needs ({part}). It is not opened, for safety."),
    "file_too_many_sheets": N_("The workbook has {count} sheets, more than {limit}. Send the form alone."),
    "file_too_many_cells": N_(
        "The workbook has more than {limit} cells. Delete empty formatted rows and send it again."
    ),
    "file_extent": N_(
        "Something stands far off the form, in row {row}, column {column}. Delete it, save the file and send it again."
    ),
    "file_bad_address": N_("A cell has an impossible address ({address}). Open the file, save it as .xlsx, send that."),
    "file_text_too_long": N_("A cell has more than {limit} characters. Shorten it and send the file again."),
    "file_reader_slow": N_("Reading took longer than {seconds} seconds and was stopped. Save the form anew as .xlsx."),
    "file_reader_memory": N_(
        "Reading needed more memory than it may have and was stopped. Save the form anew as .xlsx."
    ),
    "file_reader_died": N_(
        "The file could not be read: the reader broke off. Open it, save it as .xlsx and send that."
    ),
    "file_macro": N_("The file holds macros. Only its values were read; nothing was run."),
    "file_links": N_("The file refers to {count} other files. No link was followed; the stored values were read."),
    "file_wrong_ending": N_("The name ends in {ending}, but the content is {kind}. It was read by its content."),
    "file_bundle_part": N_(
        "The part {part} of the bundle is not what its name says. It was left out; ask for a new one."
    ),
    # identity
    "meta_unknown": N_("The hidden sheet is of a newer ipdesk. The visible form was read; update ipdesk to see all."),
    "meta_changed": N_("The hidden sheet was changed by hand. The marks of the visible sheets were used."),
    "meta_package": N_("A package in the hidden sheet is damaged and was left out; the visible figures were read."),
    "meta_missing": N_("The hidden sheet is gone. The form was recognised by the marks of its visible sheets."),
    "meta_disagrees": N_(
        "The visible sheets are of {unit:name}, the hidden sheet of {meta_unit:name}, or of another period or version. "
        "Was a sheet copied into another form? Check before taking it."
    ),
    "read_mixed": N_(
        "This sheet is the form of {unit:name} for {period:period}, in a file of {first_unit:name}. It was left out; "
        "send it as a file of its own."
    ),
    "read_no_identity": N_(
        "The file has none of the marks of an issued form. It was matched by names only: check every figure "
        "before taking it."
    ),
    "read_check_number": N_(
        "The sheet shows the check number {shown}, its cells give {number}: it was changed without being recalculated. "
        "Hold it against the signed print."
    ),
    # rows and columns
    "read_sheet_missing": N_("The sheet “{sheet}” of the form is not in the file. Ask for the whole workbook."),
    "read_sheet_twice": N_("The sheet is a second copy of “{first}”. Cells that differ are asked about."),
    "read_sorted": N_("The rows were sorted or moved; each was found again by its mark."),
    "read_columns_moved": N_("Columns were inserted or moved; each was found again by its mark."),
    "read_row_missing": N_("The row “{name}” was deleted. Its figure counts as not reported; was that meant?"),
    "read_row_twice": N_("The row stands twice, first in row {first}. Cells that differ are asked about."),
    "read_row_added": N_(
        "A row that the form does not have was added: “{name}”. It was not taken; enter it where it belongs."
    ),
    "read_row_added_here": N_(
        "A row that the form does not have was added: “{name}”. Is it other work, to be taken where the form has lines "
        "for that? Until then it is not taken."
    ),
    "read_row_unknown": N_("The row “{name}” belongs to another form. It was not taken."),
    "read_row_mark_broken": N_("The hidden mark of the row “{name}” was overwritten ({mark}). Say which row it is."),
    "read_row_by_name": N_("The row “{name}” had lost its mark and was found by its name, which is there once."),
    "read_row_name_other": N_(
        "The hidden mark says “{marked}”, the sheet shows “{name}”: the visible columns were sorted or pasted without "
        "the hidden one. Which one holds, the name or the mark? Nothing of the row was taken."
    ),
    "read_row_shifted": N_(
        "The cells of the row “{name}” were pushed aside (a cell was deleted or inserted). Nothing of the row was "
        "taken."
    ),
    "read_column_missing": N_(
        "The column “{column}” was deleted. What was filled in there is lost; ask for the workbook with it."
    ),
    "read_sheet_by_names": N_(
        "The sheet has lost all its hidden marks and was matched by headings and names: check every figure before "
        "taking it."
    ),
    "read_picture": N_("The cell holds a picture, which cannot be read. Ask for words instead."),
    "read_row_hidden": N_("The row is hidden in the sheet; its figures were read all the same."),
    "issued_cell_changed": N_(
        "{name}: the issued content was changed from “{was}” to “{now}”. The issued one holds; ask the unit why."
    ),
    # cells
    "read_clash": N_("Two places say different things: {first}, and {second} in {other}. Which one holds?"),
    "read_formula": N_("A formula was filled in; its result was taken."),
    "read_formula_no_value": N_(
        "A formula without a result. Open the file in Excel or WPS, save it once and send that."
    ),
    "read_not_asked": N_("{name}: nothing is to be filled in here. “{text}” was not taken."),
    "read_choice": N_("“{text}” is not a word of the list. Choose one of the words in the list."),
    "read_period": N_("“{text}” does not name a period clearly. Write it like 2026年三季度 or 2026年9月."),
    "read_nothing_to_confirm": N_("Confirmed, but no figure was handed down. Fill in your own figure."),
    "read_confirm_contradicts": N_("Confirmed as correct, but “{text}” is filled in as well. Which one holds?"),
    "read_confirm_unsaid": N_(
        "“{text}” differs from the figure handed down and is taken as disputed. Give the reason."
    ),
    "number_unclear": N_("“{text}” cannot be read as a number. Fill in a plain number in {unit}."),
    "number_error_cell": N_("The cell shows an error ({text}). Fill in the number itself."),
    "number_truth": N_("The cell holds {text}, not a number. Fill in the number."),
    "number_date": N_("The cell holds a date ({text}). Fill in the number; set the cell's format to number."),
    "number_picture": N_("The cell holds a picture. Fill in the number."),
    "number_percent": N_("“{text}” is a percentage, but the row is in {unit}. Fill in the number itself."),
    "number_other_unit": N_("“{text}” is not in {unit}. Convert it and fill in the number."),
    "number_too_long": N_("“{text}” has more than {about} digits, which no figure has. Check it."),
    "number_cut": N_("“{text}” has more than {about} digits; a spreadsheet cuts such numbers. Check the last digits."),
    "number_qualifier": N_("“{text}” was read as {quantity:number} ({about} left out). Is it an estimate?"),
    "number_sign_word": N_("“{text}” was read as {quantity:number}. Check the sign."),
    "number_brackets": N_("“{text}” was read as {quantity:number}, brackets meaning below zero. Check the sign."),
    "number_currency": N_("“{text}” was read as {quantity:number} {unit}."),
    "number_converted": N_("“{text}” was converted into {quantity:number} {unit}. Check the unit of measure."),
    "number_chinese": N_("“{text}” was read as {quantity:number}."),
    "number_spaces": N_("“{text}” was read as {quantity:number}; blanks were left out."),
    "number_exponent": N_("“{text}” was read as {quantity:number}."),
    "number_leading_zero": N_("“{text}” begins with zero: is it a code? It was read as {quantity:number}."),
}

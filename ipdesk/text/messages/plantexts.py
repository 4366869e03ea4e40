"""Sentences for plan documents that are read: why one cannot be, and what is said of one without targets.

Parameters: `limit` a number, `seconds` and `count` too, `part` the piece of the file that is meant. The file's name
stands in the finding's place.
"""

from collections.abc import Mapping
from typing import Final

from ipdesk.text.i18n import N_

SENTENCES: Final[Mapping[str, str]] = {
    "text_folder": N_("This is a folder. Choose the plan's document in it."),
    "text_empty": N_("The file is empty (0 bytes). Copy or fetch it once more."),
    "text_blank": N_("There is nothing but blanks in the document. Choose the file that holds the plan's text."),
    "text_truncated": N_("The file is cut off: its end is missing. Copy or fetch it once more."),
    "text_locked": N_("The document has a password. Take the password off, save it and choose that file."),
    "text_old_word": N_("This is a document of the old kind .doc or .wps. Open it, save it as .docx and choose that."),
    "text_other_format": N_(
        "Documents of this kind (.rtf, .odt, .mht) are not read. Open it in Word or WPS, save it as .docx and choose "
        "that."
    ),
    "text_ofd": N_("This is an OFD document. Open it, save it as .docx or as PDF with text and choose that."),
    "text_sheet": N_(
        "This is a workbook, not a plan's text. Choose the document (txt, docx, pdf with text, html); a plan in a "
        "workbook is read by “plan import”."
    ),
    "text_slides": N_("This is a presentation, not a plan. Choose the document: txt, docx, pdf with text, html."),
    "text_picture": N_("This is a picture. Characters are not recognised in pictures; choose a document with text."),
    "text_archive": N_("This is a compressed file. Unpack it and choose the document in it."),
    "text_unknown": N_("This is no document with text. Choose a txt, docx, pdf with text or html."),
    "text_scanned": N_(
        "The PDF has pictures of pages and no text: it is a scan. Characters are not recognised in pictures; ask the "
        "issuer for the document itself, or have a text made by other means."
    ),
    "text_garbled": N_(
        "The text in the PDF cannot be told: its fonts do not say which characters they show. Choose the Word "
        "document, or the text of a web page."
    ),
    "text_damaged": N_("The document is damaged ({part}). Open it in its program, save it anew and choose that."),
    "text_too_big": N_(
        "The file is larger than {limit} MB; a plan's text is far smaller. Take out pictures, save it and choose that."
    ),
    "text_too_long": N_("The text is longer than {limit} × 10,000 characters; no plan is. Choose the plan alone."),
    "text_too_many_pages": N_("The PDF has {count} pages, more than {limit}. Choose the plan alone."),
    "text_bomb": N_("Unpacked, the document swells beyond all measure. It is not opened, for safety."),
    "text_reader_slow": N_("Reading took longer than {seconds} seconds and was stopped. Save the document as .docx."),
    "text_reader_memory": N_("Reading needed more memory than it may have and was stopped. Save it as .docx."),
    "text_reader_died": N_("The document could not be read: the reader broke off. Save it anew as .docx or .txt."),
    "text_no_plan": N_(
        "This seems to be no plan: it has no numbered parts and no figures. Choose the document that holds the plan."
    ),
    "text_no_targets": N_(
        "No targets were found in this document: nothing in it promises a figure. {count:number} numbers of the text "
        "are listed, each with the reason why it sets none."
    ),
    "draft_origin": N_("The same place of the text."),
    "draft_ground": N_("Characters {start} to {end} of the text: “{quote}”. Sure to {sure}. {reasons}"),
}

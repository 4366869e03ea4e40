"""Sentences for signatures and keys. `kid` and `before` are fingerprints, shown in groups of five."""

from collections.abc import Mapping
from typing import Final

from ipdesk.text.i18n import N_

SENTENCES: Final[Mapping[str, str]] = {
    "signature_bad": N_(
        "The signature does not fit the content: something was changed, put in or taken out after {unit} wrote "
        "the file. It was taken all the same; ask {unit}, or hold it against the stamped paper."
    ),
    "signature_changed": N_(
        "The file is signed with another key of {unit} than before (now {kid:fingerprint}, before "
        "{before:fingerprint}). It was taken; ask {unit} by telephone for the fingerprint, then answer once."
    ),
    "signature_declined": N_(
        "The file is signed with a key ({kid:fingerprint}) that was refused here for {unit}. It was taken; ask "
        "{unit} where it comes from before you accept it."
    ),
    "signature_missing": N_(
        "This file is not signed, though files of {unit} were signed before. It was taken; hold it against the "
        "stamped paper."
    ),
    "signature_unchecked": N_(
        "The signature is of a kind, or by a key, that cannot be checked on this PC. It was taken and recorded; hold "
        "it against the stamped paper."
    ),
    "template_altered": N_(
        "{name}: this cell shows “{now}”, but “{was}” was issued. ipdesk goes by what was issued; do not print or copy "
        "from this workbook, and ask for it anew."
    ),
    "fingerprint_unclear": N_(
        "“{text}” is no fingerprint. It has four groups of five characters, like ABCDE-FGHIJ-KLMNO-PQRST."
    ),
    "key_unknown": N_("No key of {unit} with this fingerprint was seen here. Look at “ipdesk trust list”."),
    "recovery_code": N_(
        "This is no recovery code: it has {count} groups of four characters. Look at the page again, and type it group "
        "by group."
    ),
    "recovery_code_group": N_(
        "Group {group} of the recovery code has a slip. Compare it with the page, and type it again."
    ),
    "key_training": N_(
        "A training workspace signs with the fixed training key of its unit; that is no key for real work. Nothing "
        "was changed."
    ),
    "key_not_there": N_(
        "{file} brings no key. Ask the colleague for a bundle with the office's key, or use the recovery code."
    ),
    "key_box_damaged": N_("The office's key in this bundle is damaged. Ask the colleague for a new bundle."),
    "phrase_wrong": N_(
        "The pass phrase is not the one that the bundle was written with. Nothing was changed; try again."
    ),
    "phrase_short": N_(
        "The pass phrase needs at least {count} characters. Choose a longer one; both PCs type the same."
    ),
}

"""`ipdesk trust …`: keys and signatures. Whose file is it, and how this office signs its own."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Group
from ipdesk.cli.grammar import need_command
from ipdesk.cli.run import Answer, Run
from ipdesk.domain.ledger.signature import SenderTrust, fingerprint
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext
from ipdesk.text.sender import key_word, trust_text

if TYPE_CHECKING:
    from ipdesk.services.officekey import OfficeKey

#: The option of every command that needs a pass phrase.
PHRASE: Callable[[Any], Any] = click.option(
    "--phrase-file", metavar="FILE", type=arguments.existing,
    help=N_("The pass phrase stands in this file; without it ipdesk asks."),
)  # fmt: skip
FINGERPRINT_HELP = N_("FINGERPRINT has four groups of five characters; blanks, dashes and case do not matter.")


def pass_phrase(file: Path | None, *, twice: bool = False) -> str:
    """A pass phrase from a file, else asked at the terminal without showing it."""
    if file is not None:
        try:
            return file.read_text(encoding="utf-8-sig").strip()
        except ValueError:
            raise click.UsageError(_("{file} is no text file.").format(file=file)) from None
    return str(click.prompt(_("Pass phrase"), hide_input=True, confirmation_prompt=twice, err=True))


def trust_document(trust: SenderTrust | None, names: Mapping[str, str]) -> dict[str, Any] | None:
    """What a file's signatures say, as JSON; null for a file that is nobody's."""
    if trust is None:
        return None
    return {
        "state": trust.state,
        "unit": trust.unit,
        "unit_short": names.get(trust.unit, trust.unit),
        "fingerprint": fingerprint(trust.kid),
        "before": fingerprint(trust.before),
        "signed": trust.signed,
        "entries": trust.entries,
        "sentence": trust_text(trust),
    }


@click.group(
    "trust",
    cls=Group,
    help=N_("Signatures: this office's key, its recovery code, the keys of other units."),
)
@click.pass_context
def trust(context: click.Context) -> None:
    need_command(context)


@trust.command(
    "list", help=N_("The keys of this office and of the units that were seen here, and what was said of them.")
)
@click.pass_obj
def list_keys(run: Run) -> Answer:
    from ipdesk.services import signing
    from ipdesk.services import trust as trusting

    with run.workspace() as workspace:
        own = signing.own_key(workspace, today=run.today)
        known = trusting.known_keys(workspace)
        unit = workspace.unit
    heads = (
        pgettext("column", "Unit"),
        pgettext("column", "Fingerprint"),
        pgettext("column", "State"),
        pgettext("column", "Since"),
        pgettext("column", "By"),
        pgettext("column", "File"),
    )
    rows = [
        (one.unit_short, fingerprint(one.kid), key_word(one.what), one.at, one.by or formats.NOTHING, one.name)
        for one in known
    ]
    document = {
        "own": {"unit": unit.code, "unit_short": unit.short, **_key_document(own)},
        "known": [
            {
                "unit": one.unit,
                "unit_short": one.unit_short,
                "fingerprint": fingerprint(one.kid),
                "state": one.what,
                "at": one.at,
                "by": one.by,
                "file": one.name,
            }
            for one in known
        ],
    }
    said = _("Key of this office ({unit}): {kid}").format(unit=unit.short, kid=fingerprint(own.public.kid))
    return Answer(document, "\n\n".join([said, render.table(heads, rows)] if rows else [said]))


@trust.command("fingerprint", help=N_("The fingerprint of this office's key, to be read out or handed to other units."))
@click.option("--to", "to", metavar="FILE", type=arguments.target, help=N_("Print it on a page: .pdf or .docx."))
@click.pass_obj
def own_fingerprint(run: Run, to: Path | None) -> Answer:
    from ipdesk.services import keyring, signing

    with run.workspace() as workspace:
        own = signing.own_key(workspace, today=run.today)
        written = keyring.write_fingerprint(workspace, to, today=run.today) if to else None
    document = {**_key_document(own), "file": written}
    said = fingerprint(own.public.kid)
    return Answer(document, said + ("\n" + _("Written: {file}").format(file=written) if written else ""))


@trust.command(
    "recovery",
    help=N_("The recovery code of this office's key, for the head of section: a new PC goes on with the same key."),
)
@click.option("--to", "to", metavar="FILE", type=arguments.target, help=N_("Print it on a page: .pdf or .docx."))
@click.pass_obj
def recovery(run: Run, to: Path | None) -> Answer:
    from ipdesk.services import keyring, signing

    with run.workspace() as workspace:
        own = signing.own_key(workspace, today=run.today)
        if to:
            written = keyring.write_recovery(workspace, to, today=run.today, by=run.by(workspace)).value
            return Answer({**_key_document(own), "file": written}, _("Written: {file}").format(file=written))
        code = keyring.recovery_code(workspace, today=run.today, by=run.by(workspace)).value
    said = _("Recovery code: {code}\nFingerprint: {kid}\nKeep it on paper, locked away; it is the office's signature.")
    document = {**_key_document(own), "code": code}
    return Answer(document, said.format(code=code, kid=fingerprint(own.public.kid)))


@trust.command("restore", help=N_("Go on with the key of a recovery code, on a new PC of the same office."))
@click.argument("code", metavar="CODE…", nargs=-1, required=True)
@click.pass_obj
def restore(run: Run, code: tuple[str, ...]) -> Answer:
    from ipdesk.services import keyring

    with run.workspace() as workspace:
        key = keyring.restore(workspace, " ".join(code), today=run.today, by=run.by(workspace)).value
    return _goes_on(key)


@trust.command("take", help=N_("Go on with the key that a colleague's bundle brings under a pass phrase."))
@click.argument("bundle", metavar="FILE.zip", type=arguments.existing)
@PHRASE
@click.pass_obj
def take(run: Run, bundle: Path, phrase_file: Path | None) -> Answer:
    from ipdesk.services import keyring

    phrase = pass_phrase(phrase_file)
    with run.workspace() as workspace:
        key = keyring.take(workspace, bundle, phrase, today=run.today, by=run.by(workspace)).value
    return _goes_on(key)


@trust.command(
    "renew", help=N_("Make a new key, when a stranger may have seen the code; other units are asked about it once.")
)
@click.pass_obj
def renew(run: Run) -> Answer:
    from ipdesk.services import keyring

    with run.workspace() as workspace:
        key = keyring.renew(workspace, today=run.today, by=run.by(workspace)).value
    return _goes_on(key)


@trust.command("accept", help=N_("Say that a key is a unit's, after a telephone call."), epilog=FINGERPRINT_HELP)
@click.argument("unit", metavar="UNIT")
@click.argument("kid", metavar="FINGERPRINT")
@click.pass_obj
def accept(run: Run, unit: str, kid: str) -> Answer:
    from ipdesk.services import trust as trusting

    with run.workspace() as workspace:
        said = trusting.accept(workspace, unit, kid, today=run.today, by=run.by(workspace)).value
    return Answer({"fingerprint": fingerprint(said)}, _("From now on trusted for {unit}.").format(unit=unit))


@trust.command("decline", help=N_("Say that a key is not, or no longer, a unit's."), epilog=FINGERPRINT_HELP)
@click.argument("unit", metavar="UNIT")
@click.argument("kid", metavar="FINGERPRINT")
@click.pass_obj
def decline(run: Run, unit: str, kid: str) -> Answer:
    from ipdesk.services import trust as trusting

    with run.workspace() as workspace:
        said = trusting.decline(workspace, unit, kid, today=run.today, by=run.by(workspace)).value
    return Answer({"fingerprint": fingerprint(said)}, _("From now on not trusted for {unit}.").format(unit=unit))


def _key_document(key: "OfficeKey") -> dict[str, Any]:
    return {"fingerprint": fingerprint(key.public.kid), "origin": key.origin, "at": key.at, "by": key.by}


def _goes_on(key: "OfficeKey") -> Answer:
    said = _("From now on files are signed with the key {kid}. Is that the fingerprint on the page?")
    return Answer(_key_document(key), said.format(kid=fingerprint(key.public.kid)))

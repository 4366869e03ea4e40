"""`demo`, `digest`, `verify`, `backup`, `restore`, `self-test`: the program and its data looked after."""

from pathlib import Path

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Command
from ipdesk.cli.run import Answer, Run, default_data, remember
from ipdesk.cli.wording import finding_document, findings_text
from ipdesk.text.i18n import N_, _, pgettext


@click.command(
    "demo", cls=Command, help=N_("Play a whole reporting period with training data; every file is left to look at.")
)
@click.option(
    "--out", "out", metavar="DIR", type=arguments.target, default="ipdesk-demo",
    help=N_("The folder for the files; without it ipdesk-demo here."),
)  # fmt: skip
@click.pass_obj
def demo(run: Run, out: Path) -> Answer:
    from ipdesk.services import demo as playing

    result = playing.play(out, today=run.day or playing.TODAY, say=run.say)
    return Answer(result, _("All files are in {folder}.").format(folder=out), left=not result.agreed)


@click.command(
    "digest", cls=Command, help=N_("The digest of each scope: two PCs that hold the same show the same letters.")
)
@click.option(
    "--to", "to", metavar="FILE", type=arguments.target,
    help=N_("Also write a list of what is here, for a colleague's `ipdesk bundle --since`."),
)  # fmt: skip
@click.pass_obj
def digest(run: Run, to: Path | None) -> Answer:
    from ipdesk.services import bundle, maintain

    with run.workspace() as workspace:
        digests = maintain.digests(workspace) if run.plan_id else maintain.all_digests(workspace)
        if to:
            bundle.write_have(workspace, to, today=run.today, by=run.by(workspace))
    heads = (
        pgettext("column", "Scope"),
        pgettext("column", "Name"),
        pgettext("column", "Digest"),
        pgettext("column", "Packages"),
        pgettext("column", "Plan"),
    )
    several = len({one.plan for one in digests}) > 1
    rows = [(one.scope, one.name, one.digest, str(one.packages), one.plan) for one in digests]
    text = render.table(heads if several else heads[:4], rows if several else [row[:4] for row in rows], right=(3,))
    if to:
        text += "\n\n" + _("Written: {file}").format(file=to)
    return Answer(digests, text)


@click.command(
    "verify",
    cls=Command,
    help=N_("Check the data file, or the named files, for damage. Ends with 1 when there is any."),
)
@click.argument("files", metavar="[FILE…]", nargs=-1)
@click.pass_obj
def verify(run: Run, files: tuple[str, ...]) -> Answer:
    from ipdesk.services import maintain

    paths = arguments.expanded(files)
    if paths and run.data is None:
        findings = maintain.verify(None, paths)
    else:
        with run.workspace() as workspace:
            findings = maintain.verify(workspace, paths)
    text = findings_text(findings) if findings else _("All is whole.")
    return Answer(
        {"files": paths, "findings": [finding_document(finding) for finding in findings]}, text, left=bool(findings)
    )


@click.command(
    "backup", cls=Command, help=N_("Copy the data file to another place, whole and checked, also while it is in use.")
)
@click.option(
    "--to", "to", metavar="FILE", type=arguments.target, required=True, help=N_("The copy: a file, or a folder.")
)
@click.pass_obj
def backup(run: Run, to: Path) -> Answer:
    from ipdesk.services import maintain

    with run.workspace() as workspace:
        written = maintain.backup(workspace, to, today=run.today)
    return Answer({"file": written}, _("Written: {file}").format(file=written))


@click.command(
    "restore",
    cls=Command,
    help=N_("Put a backup in the place of the data file; what that still yields goes along, and it is kept beside."),
)
@click.argument("backup", metavar="BACKUP", type=arguments.target)
@click.option("--dry-run", "dry_run", is_flag=True, help=N_("Only say what would be done."))
@click.pass_obj
def restore(run: Run, backup: Path, dry_run: bool) -> Answer:
    from ipdesk.services import restore as restoring
    from ipdesk.services.restorewords import sentences

    done = restoring.restore(run.data or default_data(), backup, today=run.today, dry_run=dry_run)
    if not dry_run:
        remember(done.path)
    return Answer(done, "\n".join(sentences(done)))


@click.command(
    "self-test", cls=Command, help=N_("Whether this installation can do its work: fonts, packs, workbook, paper.")
)
def self_test() -> Answer:
    from ipdesk.services import maintain

    lines = maintain.self_test()
    return Answer({"found": lines}, "\n".join([*lines, _("All is there.")]))

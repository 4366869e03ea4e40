"""A bundle that is received: of the own office's other PC, or an evaluator's with his assessments."""

from dataclasses import replace

from ipdesk.services import door, routing, trust
from ipdesk.services.incoming import Incoming
from ipdesk.services.judged import Judged, Verdict
from ipdesk.store import receipts
from ipdesk.text.messages import located


def judge_bundle(file: Incoming) -> Judged:
    """A bundle of the own office: every package that is not here yet, and the original files (not itself)."""
    from ipdesk.exchange.bundle import ASSESSMENTS, read_bundle
    from ipdesk.services import bundle as bundles
    from ipdesk.services import evaluator, packing

    content = read_bundle(file.path)
    ledger = routing.ledger_of(content.about)
    if ledger in file.workspace.ledgers:
        file = replace(file, workspace=file.workspace.of(ledger))
    strange = bundles.stranger(file.workspace, content.about)
    if strange is not None:
        return Judged(file.verdict(Verdict.QUARANTINED, strange.code, facts=strange.params), originals=file.originals)
    if content.about.purpose == ASSESSMENTS:
        back = evaluator.received(file.workspace, content, file.path.name)
        said = file.verdict(
            back.verdict, back.code, findings=back.findings, packages=tuple(one.id for one in back.packages),
            facts={"count": str(len(back.packages))},
        )  # fmt: skip
        return Judged(said, packages=back.packages, originals=file.originals)
    joins = tuple(bundles.joined(file.workspace, content))
    entry = door.admit(file.workspace, content.packages, sender="", own_office=True)
    compared = tuple(bundles.compared(file.workspace, content.about, entry.new, file.path.name))
    findings = (*content.findings, *entry.findings)
    ids = tuple(package.id for package in entry.new)
    if findings and not entry.new and not entry.held:
        first = findings[0]
        said = replace(file.verdict(Verdict.QUARANTINED, first.code, findings=findings), sentence=located(first))
        return Judged(said, originals=file.originals)
    originals, brought = content.files or {}, packing.read(content)
    findings = (*findings, *compared)
    if not entry.new:
        older = any(one.code == "bundle_ahead" for one in compared)
        away = [one for one in originals if one not in file.announced.files]
        files = sum(receipts.kept_file(file.workspace.database, one) is None for one in away)
        told = packing.unknown(file.workspace, brought, file.announced)
        if files or told:
            facts = {"files": str(files), "receipts": str(told)}
            said = file.verdict(Verdict.TAKEN, "bundle_files_taken", findings=findings, facts=facts)
        else:
            said = file.verdict(Verdict.SAME, "bundle_older" if older else "taken_before", findings=findings)
        judged = Judged(said, originals=originals, luggage=brought)
    else:
        said = file.verdict(
            Verdict.TAKEN, "bundle_taken", findings=findings, packages=ids, facts={"count": str(len(entry.new))}
        )
        judged = Judged(said, packages=entry.new, originals=originals, luggage=brought, joins=joins)
    return trust.witnessed_bundle(file.workspace, file.path.name, content, judged, file.given)

"""Whose file is it: signatures weighed at the door, keys of other units known, changed and refused by persons.

The first key of a unit is trusted and recorded, another one later is asked about once. What is not signed, or signed
badly, is said and recorded and taken all the same: a signature tells who sent a file, it locks nobody out. What was
changed in a form is found by holding it against what was issued (`exchange.issued`), which names the cell.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ipdesk.domain.errors import NotFound, WrongUse
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.form import Form
from ipdesk.domain.ledger.codec import decode
from ipdesk.domain.ledger.package import Kind, Package, parse
from ipdesk.domain.ledger.signature import (
    PublicKey,
    SenderTrust,
    TrustState,
    bundle_statement,
    key_block,
    keys_of,
    package_statement,
    parse_block,
    parse_fingerprint,
    weigh,
)
from ipdesk.exchange.bundle import MANIFEST, SIGNATURE_PART, TRUST_PART, Bundle
from ipdesk.exchange.envelope import Envelope, EnvelopeKind, package_id
from ipdesk.exchange.identity import SIGNATURE_PROPERTY
from ipdesk.exchange.raw import RawBook
from ipdesk.services import ed25519, figures, officekey
from ipdesk.services.judged import FileVerdict, Judged, Verdict
from ipdesk.services.signing import SIGNED_SHEETS, TRUST_FORMAT, sheet_statements
from ipdesk.services.witness import Witness
from ipdesk.services.workspace import Done, Touched, Workspace, done, find_unit, stamp
from ipdesk.store import keys
from ipdesk.store.keys import KeptSignature, KeyEvent

#: The question about a key that changed, as `receive` takes its answer; `take` and `leave` as everywhere.
QUESTION = "key"
_TRUSTING = ("first", "accepted", "own")
_TAKEN = (Verdict.TAKEN, Verdict.SAME, Verdict.SECOND)
#: More signatures than any office has packages: what a bundle brings beyond is left.
_MOST = 200_000


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key that this desk has seen of a unit. `what` happened to it last (first, accepted, declined, own), `by` whom;
    `name` is the file that brought it.
    """

    unit: str
    unit_short: str
    kid: str
    what: str
    at: str
    by: str
    name: str


@dataclass(frozen=True, slots=True)
class _Standing:
    """What is known of a unit's keys: trusted ones, the latest last; refused ones; the public halves."""

    known: tuple[str, ...]
    declined: frozenset[str]
    public: Mapping[str, PublicKey]
    seen: bool  # whether a key of this unit ever came in


def known_keys(workspace: Workspace) -> tuple[KnownKey, ...]:
    """The keys seen here, each as it stands now, in the order of the units."""
    last: dict[tuple[str, str], KeyEvent] = {}
    for event in keys.events(workspace.database):
        if event.what != "printed":
            last[event.unit, event.kid] = event
    units = {unit.code: unit for unit in workspace.policy.units}
    found = [
        KnownKey(code, units[code].short if code in units else code, kid, event.what, event.at, event.by, event.name)
        for (code, kid), event in last.items()
    ]
    return tuple(sorted(found, key=lambda one: (units[one.unit].order if one.unit in units else 999, one.at)))


def accept(workspace: Workspace, unit: str, fingerprint: str, *, today: date, by: str) -> Done[str]:
    """A person says that a key is a unit's, also before the first file comes. Gives the bare fingerprint.

    NotFound `unit_unknown`, WrongUse `fingerprint_unclear`.
    """
    return _said(workspace, unit, fingerprint, "accepted", today=today, by=by)


def decline(workspace: Workspace, unit: str, fingerprint: str, *, today: date, by: str) -> Done[str]:
    """A person says that a key is not, or no longer, a unit's. As `accept`; NotFound `key_unknown`."""
    code = find_unit(workspace.policy.units, unit).code
    kid = _kid(fingerprint)
    if kid not in {event.kid for event in keys.events(workspace.database, code)}:
        raise NotFound("key_unknown", unit=workspace.unit_of(code).short)
    return _said(workspace, unit, fingerprint, "declined", today=today, by=by)


def _said(workspace: Workspace, unit: str, fingerprint: str, what: str, *, today: date, by: str) -> Done[str]:
    code = find_unit(workspace.policy.units, unit).code
    kid = _kid(fingerprint)
    with workspace.operation() as operation:
        public = next((e.public for e in keys.events(workspace.database, code) if e.kid == kid and e.public), "")
        keys.add_event(workspace.database, KeyEvent(code, kid, what, stamp(today), by, public))
        operation.touch(Touched.RECEIPTS)
    return done(workspace, kid)


def _kid(fingerprint: str) -> str:
    kid = parse_fingerprint(fingerprint)
    if kid is None:
        raise WrongUse("fingerprint_unclear", text=fingerprint[:60])
    return kid


# -- at the door ---------------------------------------------------------------------------------------------------


def witnessed(
    workspace: Workspace, book: RawBook, envelope: Envelope, judged: Judged, given: Mapping[str, str]
) -> Judged:
    """The verdict on a workbook with what its signatures say of the sender."""
    unit = envelope.unit if workspace.is_issuer else workspace.ledger.issuer
    made = dict(_made_by(workspace, unit, envelope.packages))
    statements = {name: package_statement(name) for name in made}
    blocks = dict(envelope.signatures)
    form = None if workspace.is_issuer else _issued_form(workspace, envelope, made)
    if form is not None:
        sheets = {sheet: block for sheet in SIGNED_SHEETS if (block := _sheet_block(envelope, book, sheet))}
        if sheets:
            statements |= sheet_statements(envelope, form)
            blocks |= sheets
    weighed = _weighed(workspace, unit, statements, blocks, envelope.keys)
    altered = _altered(book, form) if form is not None else ()
    if altered and weighed.state is not TrustState.NONE:
        weighed = replace(weighed, state=TrustState.BAD)
    good = {name: blocks[name] for name in made if name in blocks} if weighed.state in _GOOD else {}
    public = keys_of(envelope.keys).get(weighed.kid)
    witness = Witness(weighed, altered, public=key_block(public) if public else "", blocks=good)
    return _said_of(workspace, judged, witness, given, book.name)


def witnessed_bundle(
    workspace: Workspace, name: str, bundle: Bundle, judged: Judged, given: Mapping[str, str]
) -> Judged:
    """The verdict on a bundle of the own office with what its signature says; what it knows of keys comes with it."""
    covered = {part: bundle.beside[part] for part in (MANIFEST, TRUST_PART) if part in bundle.beside}
    unit = workspace.unit.code
    block = bundle.beside.get(SIGNATURE_PART, b"").decode("utf-8", "replace").strip()
    told = _told(bundle.beside.get(TRUST_PART, b""))
    key = told.get("key", "")
    blocks = {MANIFEST: block} if block else {}
    weighed = _weighed(workspace, unit, {MANIFEST: bundle_statement(covered)}, blocks, [key])
    if weighed.state is TrustState.NONE:
        return _said_of(workspace, judged, Witness(weighed), given, name)
    public = keys_of([key]).get(weighed.kid)
    witness = Witness(weighed, public=key_block(public) if public else "")
    if weighed.state in (TrustState.TRUSTED, TrustState.FIRST) or given.get(QUESTION) == "take":
        witness = replace(
            witness,
            events=tuple(_decoded(KeyEvent, told.get("events"))),
            signatures=tuple(_decoded(KeptSignature, told.get("signatures"))),
        )
    return _said_of(workspace, judged, witness, given, name)


def sealed_by(bundle: Bundle, name: str) -> Finding:
    """The key under a bundle of somebody who has none in the ledger (an evaluator), or that its seal does not fit."""
    covered = {part: bundle.beside[part] for part in (MANIFEST, TRUST_PART) if part in bundle.beside}
    signature = parse_block(bundle.beside.get(SIGNATURE_PART, b"").decode("utf-8", "replace").strip())
    keys_told = keys_of([_told(bundle.beside.get(TRUST_PART, b"")).get("key", "")])
    key = keys_told.get(signature.kid) if signature else None
    where = Where(file=name)
    if signature is None or key is None or not ed25519.verify(key, bundle_statement(covered), signature.sig):
        return Finding("evaluation_unsealed", Severity.MUST_EXPLAIN, where, {"file": name})
    return Finding("evaluation_sealed", Severity.NOTE, where, {"kid": signature.kid})


_GOOD = (TrustState.TRUSTED, TrustState.FIRST, TrustState.CHANGED)


def _said_of(workspace: Workspace, judged: Judged, witness: Witness, given: Mapping[str, str], name: str) -> Judged:
    """A verdict with the witness: its findings, and the one question, where the file asks none of its own."""
    trust, verdict = witness.trust, judged.verdict
    standing = _standing(workspace, trust.unit)
    if trust.state is TrustState.FIRST:
        witness = replace(witness, event="first")
    elif trust.state is TrustState.CHANGED and given.get(QUESTION) in ("take", "leave"):
        taken = given[QUESTION] == "take"
        witness = replace(witness, event="accepted" if taken else "declined")
        if taken:
            trust = replace(trust, state=TrustState.TRUSTED)
            witness = replace(witness, trust=trust)
    declined = witness.event == "declined" or trust.kid in standing.declined
    short = next((unit.short for unit in workspace.policy.units if unit.code == trust.unit), trust.unit)
    findings = tuple(_findings(trust, short, name, declined=declined, signs=standing.seen))
    witness = replace(witness, findings=(*findings, *witness.findings))
    ask = trust.state is TrustState.CHANGED and not declined and not verdict.question
    said = replace(
        verdict,
        trust=trust,
        findings=(*verdict.findings, *witness.findings),
        question=QUESTION if ask else verdict.question,
    )
    return replace(judged, verdict=said, witness=witness)


def _findings(trust: SenderTrust, unit: str, name: str, *, declined: bool, signs: bool) -> Iterator[Finding]:
    params = {"unit": unit, "kid": trust.kid, "before": trust.before}
    where = Where(file=name)
    match trust.state:
        case TrustState.BAD:
            yield Finding("signature_bad", Severity.MUST_EXPLAIN, where, params)
        case TrustState.CHANGED if declined:
            yield Finding("signature_declined", Severity.MUST_EXPLAIN, where, params)
        case TrustState.CHANGED:
            yield Finding("signature_changed", Severity.MUST_EXPLAIN, where, params)
        case TrustState.UNCHECKED:
            yield Finding("signature_unchecked", Severity.NOTE, where, params)
        case TrustState.NONE if signs and trust.entries:
            yield Finding("signature_missing", Severity.NOTE, where, params)


def record(workspace: Workspace, judged: Judged, *, at: str, by: str) -> None:
    """Keeps what a file's signatures said, within the operation that takes the file.

    Of a file that was set aside only a person's answer is kept: its key is nobody's yet.
    """
    witness, verdict = judged.witness, judged.verdict
    if witness is None:
        return
    database, trust = workspace.database, witness.trust
    answered = witness.event in ("accepted", "declined")
    if witness.event and trust.kid and (answered or verdict.verdict in _TAKEN or judged.packages):
        event = KeyEvent(trust.unit, trust.kid, witness.event, at, by, witness.public, verdict.name)
        keys.add_event(database, event)
    if verdict.verdict in _TAKEN or judged.packages:
        blocks = (KeptSignature(name, trust.unit, block, at, verdict.name) for name, block in witness.blocks.items())
        keys.add_signatures(database, (*blocks, *witness.signatures))
        events = keys.events(database) if witness.events else ()
        here = {(event.unit, event.kid, event.what, event.at, event.by) for event in events}
        for event in witness.events:
            if (event.unit, event.kid, event.what, event.at, event.by) not in here:
                keys.add_event(database, event)


def still_asked(workspace: Workspace, verdict: FileVerdict) -> FileVerdict:
    """A verdict of before without its question about a key, once that was answered, with whatever file."""
    if verdict.question != QUESTION or verdict.trust is None:
        return verdict
    standing = _standing(workspace, verdict.trust.unit)
    answered = verdict.trust.kid in standing.known or verdict.trust.kid in standing.declined
    return replace(verdict, question="") if answered else verdict


def of_package(workspace: Workspace, package: Package) -> SenderTrust | None:
    """What is known here of a package's signature, by the keys as they stand now. None for what was made here."""
    if package.maker == workspace.unit.code:
        return None
    statement = {package.id: package_statement(package.id)}
    found = [
        _weighed(workspace, package.maker, statement, {package.id: kept.block}, ())
        for kept in keys.signatures(workspace.database, package.id)
        if kept.unit == package.maker
    ]
    trusted = [one for one in found if one.state is TrustState.TRUSTED]
    return next(iter((*trusted, *reversed(found))), SenderTrust(TrustState.NONE, package.maker, entries=1))


def _weighed(
    workspace: Workspace,
    unit: str,
    statements: Mapping[str, bytes],
    blocks: Mapping[str, str],
    texts: Iterable[str],
) -> SenderTrust:
    standing = _standing(workspace, unit)
    weighed = weigh(
        unit, statements, blocks, {**standing.public, **keys_of(texts)}, known=standing.known,
        declined=standing.declined, verify=ed25519.verify,
    )  # fmt: skip
    if weighed.state is TrustState.CHANGED and not standing.seen and weighed.kid not in standing.declined:
        # Another PC of this office may have a key of its own: its first bundle is no change of key.
        return replace(weighed, state=TrustState.FIRST, before="")
    return weighed


def _standing(workspace: Workspace, unit: str) -> _Standing:
    """The keys of a unit as persons left them. For the own unit its own key stands beside those of colleagues' PCs."""
    known: dict[str, None] = {}
    declined: set[str] = set()
    public: dict[str, PublicKey] = {}
    for event in keys.events(workspace.database, unit):
        if event.what in _TRUSTING:
            known.pop(event.kid, None)
            known[event.kid] = None
            declined.discard(event.kid)
        elif event.what == "declined":
            known.pop(event.kid, None)
            declined.add(event.kid)
        public |= keys_of([event.public])
    own = officekey.own(workspace.database) if unit == workspace.unit.code else None
    if own is not None:
        public[own.public.kid] = own.public
        return _Standing((own.public.kid, *known), frozenset(declined), public, bool(known))
    return _Standing(tuple(known), frozenset(declined), public, bool(known))


def _made_by(workspace: Workspace, unit: str, bodies: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """The packages of a file that its sender made, by id. What is held here need not be parsed again."""
    for body in bodies:
        name = package_id(body)
        held = workspace.state.packages.get(name)
        try:
            maker = held.maker if held is not None else parse(body).maker
        except ValueError:
            continue
        if maker == unit:
            yield name, body


def _issued_form(workspace: Workspace, envelope: Envelope, made: Mapping[str, bytes]) -> Form | None:
    """The form that a workbook was issued as, None for another kind of file, or where its template is not known."""
    if envelope.kind is not EnvelopeKind.TEMPLATE:
        return None
    template = workspace.state.packages.get(envelope.template_id)
    if template is None and envelope.template_id in made:
        template = parse(made[envelope.template_id])
    if template is None or not template.known or template.kind != Kind.TEMPLATE:
        return None
    try:
        return figures.form_of(template)
    except (ValueError, KeyError, TypeError):
        return None


def _sheet_block(envelope: Envelope, book: RawBook, sheet: str) -> str:
    return envelope.sheet_signatures.get(sheet) or book.custom.get(SIGNATURE_PROPERTY + sheet, "")


def _altered(book: RawBook, form: Form) -> tuple[Finding, ...]:
    """The cells that do not show what was issued: who prints the workbook would print something else."""
    from ipdesk.exchange.numbers import READING_RULES
    from ipdesk.exchange.reader import read_answers

    if form.reading not in READING_RULES:
        return ()
    return tuple(replace(one, code="template_altered") for one in read_answers(book, form).issued_changes)


def _told(part: bytes) -> dict[str, Any]:
    """What a bundle says of keys; nothing when it is no such part."""
    try:
        told = json.loads(part) if part else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(told, dict) or told.get("format") != TRUST_FORMAT or not isinstance(told.get("key"), str):
        return {}
    return told


def _decoded(kind: type[Any], members: object) -> Iterator[Any]:
    for member in members[:_MOST] if isinstance(members, list) else ():
        try:
            found = decode(kind, member)
        except (ValueError, TypeError, KeyError):
            continue
        if isinstance(found, KeptSignature) and parse_block(found.block) is None:
            continue
        if isinstance(found, KeyEvent) and found.what not in (*_TRUSTING, "declined"):
            continue
        yield found

"""What a decomposition comes to, in one line: the proof that its parts meet the whole."""

from collections.abc import Sequence

from ipdesk.domain.decomposition import Parts
from ipdesk.domain.ledger.contents import Opinion
from ipdesk.domain.summability import Rule
from ipdesk.domain.target import Target
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, ngettext, pgettext

#: How a unit stands to what it was asked, by code.
_STATES = {
    "waiting": N_("not answered yet"),
    "agree": N_("agrees"),
    "disagree": N_("does not agree"),
    "second": N_("two answers side by side"),
}
#: What became of a point of an opinion, by code; empty while it waits.
_HANDLED = {"": N_("to be dealt with"), "taken": N_("taken over"), "declined": N_("declined")}


def opinion_state(code: str) -> str:
    """How a unit stands to what it was asked."""
    return _(_STATES[code])


def answer_text(opinion: Opinion, asked: Sequence[Target]) -> str:
    """What one answer of a unit says: agrees, or each target that it does not agree to, with value and reason."""
    if not opinion.items:
        return " ".join(part for part in (opinion_state(opinion.verdict), opinion.note) if part)
    known = {target.id: target for target in asked}
    said = []
    for item in opinion.items:
        target = known.get(item.target)
        value = formats.quantity(item.quantity, target.unit) if target and item.quantity is not None else ""
        name = target.name if target else item.target
        said.append(" ".join(part for part in (opinion_state("disagree"), name, value, item.reason) if part))
    return pgettext("list", "; ").join(said)


def handled(code: str) -> str:
    """What became of a point of an opinion."""
    return _(_HANDLED[code])


def proof_text(parts: Parts) -> str:
    """The proof in a line: Σ parts = whole, what the issuer keeps, what nobody has yet; a ratio by its sums."""
    proof, target = parts.proof, parts.target
    if parts.rule.rule is Rule.OPEN:
        return _("The value is still open.")
    if proof.reached is None:
        count = len(parts.quantities)
        if parts.rule.rule is Rule.RATIO:
            return _("No unit has a denominator, so nothing can be proved.")
        return ngettext("Not summable; {n} unit takes a value.", "Not summable; {n} units take a value.", count).format(
            n=count
        )
    whole = formats.target_text(target, parts.decimals)
    reached = formats.quantity(proof.reached, target.unit, parts.decimals)
    if parts.rule.rule is Rule.RATIO:
        said = _("Σ numerators {above} ÷ Σ denominators {below} = {reached}, target {whole}").format(
            above=formats.number(proof.numerator, 2), below=formats.number(proof.denominator, 2), reached=reached,
            whole=whole,
        )  # fmt: skip
    else:
        said = _("Σ parts {reached}, target {whole}").format(reached=reached, whole=whole)
        if proof.reserved:
            kept = formats.quantity(proof.reserved, target.unit, parts.decimals)
            said = _("{said}, of it kept at this level {kept}").format(said=said, kept=kept)
        if proof.unplaced > 0:
            left = formats.quantity(proof.unplaced, target.unit, parts.decimals)
            said = _("{said}, not placed {left}").format(said=said, left=left)
        elif proof.unplaced < 0:
            above = formats.quantity(-proof.unplaced, target.unit, parts.decimals)
            said = _("{said}, above it by {above}").format(said=said, above=above)
    if proof.missing:
        said = ngettext(
            "{said}; {n} unit without a part", "{said}; {n} units without a part", len(proof.missing)
        ).format(said=said, n=len(proof.missing))
    return said

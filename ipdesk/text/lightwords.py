"""Rules of lights in words: each line as a sentence, its shape, its colour's name; what a hole in a rule is."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from ipdesk.domain.finding import Finding
from ipdesk.domain.light import Basis, Colour, Level, LightLine
from ipdesk.text import formats
from ipdesk.text.i18n import _, pgettext
from ipdesk.text.labels import label
from ipdesk.text.messages import sentence

#: The shape beside a light: by what it means, so that it is told without its colour and where red is good.
SHAPES: Final[Mapping[Level, str]] = {Level.GOOD: "●", Level.WATCH: "◆", Level.BAD: "▼", Level.NONE: "○"}


def light_text(line: LightLine | None) -> str:
    """▼ 逾期: shape and word; where no line holds it is said that the rule says nothing."""
    if line is None:
        return _("{shape} the rule does not say").format(shape=SHAPES[Level.NONE])
    return f"{SHAPES[line.level]} {line.word}"


def colour_name(colour: Colour) -> str:
    return label(colour)


def line_sentence(line: LightLine) -> str:
    """绿 ● 正常推进（好）：完成率与时间进度之差 ≥ 0."""
    return _("{colour} {light} ({level}): {condition}").format(
        colour=colour_name(line.colour), light=light_text(line), level=label(line.level), condition=condition(line)
    )


def condition(line: LightLine) -> str:
    """When a line holds, in words."""
    name = label(line.basis)
    if line.basis is Basis.STATE:
        return _("{what} is {states}").format(what=name, states=_("、").join(label(state) for state in line.states))
    if line.basis is Basis.SILENT:
        return name
    if line.basis is Basis.REST:
        return _("none of the cases that the rule names before it")
    return _("{what} {range}").format(what=name, range=_span(line.low, line.high, line.low_open, line.high_open))


def hole(params: Mapping[str, str]) -> str:
    """The range that no line covers, in words; `params` of the finding `lights_gap`."""
    low, high = (Decimal(params[name]) if params.get(name) else None for name in ("low", "high"))
    # An end that is covered by a line is not part of the hole.
    return _span(low, high, not params.get("low_in"), not params.get("high_in"))


def _span(low: Decimal | None, high: Decimal | None, low_open: bool, high_open: bool) -> str:
    if low is not None and low == high:
        return f"= {formats.number(low)}"
    parts = []
    if low is not None:
        parts.append(f"{'>' if low_open else '≥'} {formats.number(low)}")
    if high is not None:
        parts.append(f"{'<' if high_open else '≤'} {formats.number(high)}")
    return pgettext("range", " and ").join(parts) if parts else _("known")


def finding_sentence(finding: Finding) -> str:
    """What is wrong in a rule, a hole with its range."""
    if finding.code != "lights_gap":
        return sentence(finding)
    basis = label(Basis(finding.params["basis"]))
    return _("The rule does not say what holds where {what} is {range}.").format(what=basis, range=hole(finding.params))

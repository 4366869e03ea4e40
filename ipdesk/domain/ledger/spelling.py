"""The one spelling of what the fold itself reads: lists of ids, and the content of a decision.

The fold meets every decision of a known schema, so one that cannot be read is refused where bytes become packages. The
other contents are asked when they are read (`contents.py`), and at the door.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ipdesk.domain.ledger.canonical import Json

_ID = re.compile("[0-9a-f]{64}")


def is_id(text: str) -> bool:
    """Whether a text is the name of a package: SHA-256, lower-case hexadecimal."""
    return _ID.fullmatch(text) is not None


def names(value: Json) -> tuple[str, ...]:
    """A sorted list of different texts; ValueError for anything else."""
    if not _is_list_of(value, str):
        raise ValueError("a list of ids was expected")
    if sorted(set(value)) != value:
        raise ValueError("ids out of order, or one twice")
    return tuple(value)


def check_decision(content: Mapping[str, Any]) -> None:
    """ValueError when the content is no decision as `decision.decide` writes it; the verb may be any text."""
    _check_keys(content, needed={"verb", "slot", "names"}, optional={"others", "questions", "adjustment", "facts"})
    if not isinstance(content["verb"], str):
        raise ValueError("a verb that is no text")
    _check_texts(content["slot"], needed={"kind"}, optional={"unit", "period", "form"})
    names(content["names"])
    names(content.get("others", []))
    questions = content.get("questions", [])
    if not _is_list_of(questions, dict):
        raise ValueError("a list of questions was expected")
    for question in questions:
        _check_texts(question, needed={"row", "text"}, optional={"column"})
    adjustment = content.get("adjustment", {})
    if not isinstance(adjustment, dict) or not _is_list_of(list(adjustment.values()), str):
        raise ValueError("an adjustment is an object of texts")
    facts = content.get("facts", {})
    if not isinstance(facts, dict) or not _is_list_of(list(facts.values()), str) or not all(facts.values()):
        raise ValueError("facts are an object of texts, none of them empty")
    if not all(content[key] for key in content.keys() - {"names"}):
        raise ValueError("an empty field that should be absent")


def _check_texts(value: Json, *, needed: Iterable[str], optional: Iterable[str]) -> None:
    """Texts by name; those that may be left out are never empty."""
    if not isinstance(value, dict) or not _is_list_of(list(value.values()), str):
        raise ValueError("an object of texts was expected")
    _check_keys(value, needed=needed, optional=optional)
    if not all(value[key] for key in value.keys() & set(optional)):
        raise ValueError("an empty text that should be absent")


def _check_keys(value: Mapping[str, Any], *, needed: Iterable[str], optional: Iterable[str]) -> None:
    if not set(needed) <= value.keys() <= {*needed, *optional}:
        raise ValueError(f"the fields are {', '.join(sorted(value))}")


def _is_list_of(value: Json, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(member, kind) for member in value)

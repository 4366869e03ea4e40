import importlib
import pkgutil
from enum import StrEnum

import pytest

import ipdesk.domain
from ipdesk.domain.form import TaskState
from ipdesk.domain.judgement import Rating
from ipdesk.text import i18n, labels

#: Codes that no person sees, with the reason.
UNSEEN = {
    "CheckKind": "a check is told by the sentence of its finding",
    "Blank": "part of a rule's text; text.rulewords says the whole rule",
    "Column": "part of a rule's text; text.rulewords says the whole rule",
    "Compare": "part of a rule's text; text.rulewords says the whole rule",
    "Against": "text.quoting says it, with what it is about",
    "Caution": "text.quoting says it, with what it is about",
    "Standing": "text.quoting says it, with what it is about",
    "Occasion": "text.register says it",
    "Choice": "text.register says it",
    "EventKind": "what a line of the register is; the line says it whole",
    "Because": "why a target is not summable: text.splits says it with the target",
    "Trouble": "why a whole is not spread: the sentence of its finding says it",
}


def domain_enums() -> list[type[StrEnum]]:
    """Every enum of the domain's own modules; those of the ledger are shown by the layers that speak of packages."""
    found = {}
    for module in pkgutil.iter_modules(ipdesk.domain.__path__, "ipdesk.domain."):
        if module.ispkg:
            continue
        for name, thing in vars(importlib.import_module(module.name)).items():
            if isinstance(thing, type) and issubclass(thing, StrEnum) and thing is not StrEnum:
                found[name] = thing
    return [found[name] for name in sorted(found)]


@pytest.mark.parametrize("kind", [kind for kind in domain_enums() if kind.__name__ not in UNSEEN])
def test_no_member_is_without_a_name(kind):
    for language in i18n.LANGUAGES:
        i18n.use_language(language)
        names = labels.labels(kind)
        assert list(names) == [member.value for member in kind]
        assert all(names.values())
        assert len(set(names.values())) == len(names)


def test_what_is_not_named_is_still_there():
    assert set(UNSEEN) <= {kind.__name__ for kind in domain_enums()}


@pytest.mark.parametrize(
    ("rating", "shown"),
    [
        (Rating.DONE, "● 已完成"), (Rating.MET, "▲ 达到"), (Rating.NEARLY, "◆ 基本达到"), (Rating.LAGGING, "▼ 滞后"),
        (Rating.FAR_BEHIND, "■ 严重滞后"), (Rating.NOT_COMPARABLE, "○ 不可比"), (Rating.STALE, "◌ 待更新"),
    ],
)  # fmt: skip
def test_ratings_have_word_and_shape(rating, shown):
    assert labels.rating_text(rating) == shown


def test_shapes_tell_ratings_apart():
    assert len({labels.rating_shape(rating) for rating in Rating}) == len(Rating)


def test_kinds_with_the_same_code_keep_their_own_names():
    assert Rating.LAGGING == TaskState.LAGGING
    assert labels.label(TaskState.ON_COURSE) == "正常推进"


@pytest.mark.parametrize(
    "method",
    ["level", "cumulative", "annual", "growth", "ceiling", "maintain", "reduction", "coverage", "direct", "none"],
)
def test_methods_have_words(method):
    assert labels.method_text(method)

"""Which figures differ between two states."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.figurechange import Figure, FigureKey, What, changes

KEY = FigureKey(What.ITEM, "440304", "2026-Q3", "stations")


def figure(quantity: str | None, rating: str = "") -> Figure:
    return Figure("知识产权保护工作站", Decimal(quantity) if quantity else None, "家", 0, "ABCDEFG", rating)


def test_a_figure_that_is_the_same_in_another_spelling_does_not_change() -> None:
    assert changes({KEY: figure("34")}, {KEY: figure("34.0")}) == ()


def test_new_gone_and_other_figures_are_told_with_both_sides() -> None:
    gone, new = (FigureKey(What.TARGET, "440300", "2026-Q3", name) for name in ("gone", "new"))

    found = changes({gone: figure("1", "met"), KEY: figure("34")}, {KEY: figure("37"), new: figure("2", "done")})

    assert [(one.key.id, one.old, one.new) for one in found] == [
        ("stations", Decimal(34), Decimal(37)), ("gone", Decimal(1), None), ("new", None, Decimal(2)),
    ]  # fmt: skip
    assert not any(one.told for one in found)


def test_a_rating_alone_is_a_change() -> None:
    key = FigureKey(What.TARGET, "440300", "2026-Q3", "stations")
    (one,) = changes({key: figure("34", "met")}, {key: figure("34", "nearly")})
    assert (one.old, one.new, one.old_rating, one.new_rating) == (Decimal(34), Decimal(34), "met", "nearly")


KEYS = st.builds(FigureKey, st.sampled_from(What), st.just("u"), st.just("2026-Q3"), st.sampled_from("abc"))
FIGURES = st.dictionaries(KEYS, st.builds(figure, st.sampled_from([None, "1", "2"]), st.sampled_from(["", "met"])))


@given(FIGURES, FIGURES)
def test_backwards_says_the_same_with_sides_exchanged(one: dict, other: dict) -> None:
    there, back = changes(one, other), changes(other, one)
    assert {(c.key, c.old, c.new) for c in there} == {(c.key, c.new, c.old) for c in back}
    assert changes(one, one) == ()

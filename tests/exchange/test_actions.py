"""What people do to a form in an office program: every answer right, or asked about; none wrong, none lost.

The files are LibreOffice's, kept in `tests/data/exchange/actions`; `python -m tools.actions` prints the table.
"""

from functools import cache

import pytest

from ipdesk.exchange.identity import divided
from ipdesk.exchange.intake import take_in
from ipdesk.exchange.reader import Confidence, Reading, read_answers
from tools import actions, officeactions
from tools.officeactions import ACTIONS

NAMED = {action.name: action for action in ACTIONS}
#: The actions whose answers, or some of them, have to be asked about; of all others every answer comes in right.
ASKED = {
    "saved_csv", "sheet_doubled_changed", "sheet_deleted", "tasks_deleted", "row_deleted", "sorted_visible",
    "column_deleted", "value_column_deleted", "key_half_overwritten", "key_copied_down", "row_pasted_over",
    "cell_deleted_left", "cells_merged", "values_pasted", "values_pasted_visible", "values_pasted_bare",
    "sheet_copied_out", "sheet_copied_in", "units_collected", "link_broken", "picture_in_cell", "picture_in_value",
    "value_became_date", "replaced_digits",
}  # fmt: skip


@cache
def outcomes(name: str) -> tuple[actions.Outcome, ...]:
    action = NAMED[name]
    return actions.outcomes(action, (actions.KEPT / f"{name}.{action.saves}").read_bytes())


@pytest.mark.parametrize("name", NAMED)
def test_every_answer_is_right_or_asked_about(name: str) -> None:
    for one in outcomes(name):
        assert (one.wrong, one.lost) == ((), ())
        assert one.right + one.asked > 0


def test_what_need_not_be_asked_is_not_asked() -> None:
    assert {name for name in NAMED if any(one.asked for one in outcomes(name))} == ASKED


def reading(name: str, **decided: str) -> Reading:
    action = NAMED[name]
    book = take_in((actions.KEPT / f"{name}.{action.saves}").read_bytes(), name)
    answers = {question.replace("__", "."): answer for question, answer in decided.items()}
    return read_answers(book, officeactions.form(), answers)


def questions(found: Reading) -> dict[str, str]:
    said = (*found.findings, *found.issued_changes)
    return {one.params["question"]: one.params["choices"] for one in said if one.params.get("question")}


def test_columns_sorted_without_the_keys_are_right_once_a_person_says_that_the_names_hold() -> None:
    found = reading("sorted_visible")
    assert questions(found) == {"names.indicators": "name|mark"}
    assert {key for (_, key), sure in found.sure.items() if sure is Confidence.NONE} == {
        row.key for row in officeactions.form().rows
    }
    settled = reading("sorted_visible", names__indicators="name")
    assert settled.answers == officeactions.answers()
    assert questions(settled) == {}


def test_a_broken_mark_is_asked_about_and_answered_by_the_row_that_it_is() -> None:
    found = reading("key_half_overwritten")
    assert questions(found) == {"row.indicators.9": "key"}
    assert reading("key_half_overwritten", row__indicators__9="cases").answers == officeactions.answers()


@pytest.mark.parametrize(("answer", "quantity"), [("first", 37), ("second", 41)])
def test_two_copies_that_differ_are_settled_cell_by_cell(answer: str, quantity: int) -> None:
    assert questions(reading("sheet_doubled_changed")) == {"cell.stations.value": "first|second"}
    settled = reading("sheet_doubled_changed", cell__stations__value=answer)
    assert settled.answers is not None
    assert settled.answers.values["stations"].quantity == quantity


def test_a_deleted_column_may_be_left_out_by_a_person() -> None:
    found = reading("column_deleted", column__indicators__note="leave")
    assert all(one.severity == "note" for one in found.findings if one.code == "read_column_missing")


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("units_collected", [("440304", "2026-Q3"), ("440305", "2026-Q3")]),
        ("periods_together", [("440304", "2026-Q3"), ("440304", "2026-Q2")]),
        ("resaved", [("440304", "2026-Q3")]),
    ],
)
def test_each_form_in_a_workbook_is_a_book_of_its_own(name: str, forms: list[tuple[str, str]]) -> None:
    books = divided(take_in((actions.KEPT / f"{name}.xlsx").read_bytes(), name))
    envelopes = [read_answers(book, officeactions.form()).envelope for book in books]
    assert [(one.unit, one.period) for one in envelopes if one] == forms


def test_the_table_says_what_was_done_and_that_all_is_well() -> None:
    said, good = actions.table(actions.KEPT)
    assert good
    assert len(said.splitlines()) > len(ACTIONS)

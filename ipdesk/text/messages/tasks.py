"""Sentences for measures, the task ledger, supervision and closing."""

from collections.abc import Mapping
from typing import Final

from ipdesk.text.i18n import N_

SENTENCES: Final[Mapping[str, str]] = {
    "no_measures": N_("There are no measures yet. Import the division of work first: ipdesk task import FILE."),
    "measures_no_sheet": N_(
        "{file} has no sheet with measures: a heading row needs a task or measure column, and a column of units or "
        "deadlines. Look whether it is the right file."
    ),
    "measures_bad_year": N_("The plan runs from {first} to {last}; {year} lies outside. Say the right year."),
    "measures_unknown_columns": N_("These columns mean nothing here and were passed over: {columns}."),
    "measures_task_above": N_("The cell is empty; the measure was put under the task of {above}: {task}."),
    "measures_deadline_words": N_("“{deadline}” names no certain day: it is kept in words and never falls overdue."),
    "measures_every_area": N_("“{name}” was read as all {count} areas."),
    # decisions on tasks and targets
    "subject_unknown": N_(
        "There is no measure, task or target “{subject}”. Name it by its number, as in: ipdesk task status."
    ),
    "order_unknown": N_("There is no order “{order}”. See: ipdesk supervise list."),
    "order_ambiguous": N_("“{order}” fits {count} orders; write the number in full."),
    "order_number_used": N_("The number {number} was used for an order already. Take another one."),
    "order_text_missing": N_("Say what is asked for: an order needs a text."),
    "order_deadline_past": N_("The deadline {day:date} is past. Give the unit a day that is still to come."),
    "order_not_open": N_("Order {number} is settled or withdrawn; there is nothing to answer or to check."),
    "order_not_answered": N_(
        "Order {number} has no reply yet. Wait for it, or settle the order with a reason all the same."
    ),
    "orders_open": N_("{count} orders on it are not settled yet. Check them first, then close."),
    "reply_text_missing": N_("The reply says nothing. Write what was done."),
    "progress_empty": N_("Nothing was told: give a state, a quantity or a text."),
    "task_basis_missing": N_(
        "This belongs to {unit} to say. To enter it on its behalf, name what it rests on: a letter, a call, a meeting."
    ),
    "approver_missing": N_("A later deadline needs the name of who approved it."),
    "deadline_unread": N_("“{deadline}” names no certain day. Write it like 2026年11月底 or 2026-11-30."),
    "already_closed": N_("It is closed already. Reopen it first, with a reason."),
    "already_applied": N_("An application to close waits for its check. It need not be sent twice."),
    "not_closed": N_("It is not closed, so it cannot be reopened."),
    "nothing_applied": N_(
        "Nobody has applied to close it. To close it all the same, give a reason; to return, there must be one."
    ),
    "application_text_missing": N_("Say what was achieved: an application to close needs a text."),
    "word_missing": N_("A light never stands without its word. Write one."),
    "nothing_to_send": N_("There is nothing to send: no tasks and no orders, or nothing told yet."),
    "task_words_taken": N_("{file}: {unit} told of tasks or answered orders; {count} entries are new."),
    "task_sheet_empty": N_("{file}: nothing is written into the task sheet. It is kept aside; ask {unit}."),
    "task_state_unread": N_("Row {row}: “{text}” is no state. Write 已完成, 正常推进, 滞后, 未启动 or 长期坚持."),
    "task_row_twice": N_(
        "Row {row}: says “{text}” where an earlier row of the same task says “{first}”; neither was taken. "
        "Ask the unit."
    ),
    "task_quantity_unread": N_("Row {row}: “{text}” is no number; the quantity was not taken."),
    "task_order_unknown": N_("Row {row}: order {order} is not known, so its reply was not taken. Ask the sender."),
    "task_apply_empty": N_("Row {row}: closing is applied for without saying what was done. It was not taken."),
    "nothing_to_sample": N_("There are no measures of units to draw from."),
    "sample_size": N_("A sample needs a seed, and either a number of each unit or a number in all."),
    # lights
    "lights_preset_unknown": N_("There is no rule “{name}”; there are {names}."),
    "lights_empty": N_("{file} has no lines of a rule."),
    "lights_gap": N_("The rule does not say what holds where {basis} lies in a range between its lines."),
    "lights_no_word": N_("Line {line} has no word. A colour never stands without one."),
    "lights_no_state": N_("Line {line} looks at the unit's own state, but names none."),
    "lights_ends": N_("Line {line}: the lower end lies above the upper one."),
    "lights_after_rest": N_("Line {line} stands behind “everything else”, so it never holds."),
}

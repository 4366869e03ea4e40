"""Deadlines as offices write them, and ids that are never given twice."""

from datetime import date

import pytest

from ipdesk.domain.measure import Measure, concerning, due_of, is_standing, next_id


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        ("2026年底", date(2026, 12, 31)),
        ("2026年底前", date(2026, 12, 31)),
        ("2026年12月", date(2026, 12, 31)),
        ("2026年12月底前", date(2026, 12, 31)),
        ("12月底前", date(2026, 12, 31)),
        ("11月", date(2026, 11, 30)),
        ("２月底前完成", date(2026, 2, 28)),
        ("2028年2月", date(2028, 2, 29)),
        ("6月30日前", date(2026, 6, 30)),
        ("2027年6月30日", date(2027, 6, 30)),
        ("2026-06-30", date(2026, 6, 30)),
        ("2026-06-30 00:00:00", date(2026, 6, 30)),
        ("2026/6/30", date(2026, 6, 30)),
        ("2026.9", date(2026, 9, 30)),
        ("Q3", date(2026, 9, 30)),
        ("2027Q1", date(2027, 3, 31)),
        ("三季度", date(2026, 9, 30)),
        ("2026年第二季度末", date(2026, 6, 30)),
        ("上半年", date(2026, 6, 30)),
        ("2026年下半年", date(2026, 12, 31)),
        ("6月中旬", date(2026, 6, 20)),
        ("十一月上旬", date(2026, 11, 10)),
        ("十二月底", date(2026, 12, 31)),
        ("年底前", date(2026, 12, 31)),
        ("2026", date(2026, 12, 31)),
        ("2026年", date(2026, 12, 31)),
        ("年内完成", date(2026, 12, 31)),
        ("持续推进", None),
        ("长期", None),
        ("每季度", None),
        ("2月30日", None),
        ("13月", None),
        ("6月底前启动，12月底前完成", None),
        ("视情况", None),
        ("", None),
    ],
)
def test_a_deadline_is_the_last_day_that_it_allows_or_no_day(deadline: str, due: date | None) -> None:
    assert due_of(deadline, 2026) == due


@pytest.mark.parametrize("deadline", ["持续推进", "长期", "长期坚持", "常态化推进", "持续 推进", "长期开展"])
def test_work_that_never_ends_is_told(deadline: str) -> None:
    assert is_standing(deadline)


def test_what_names_a_day_is_no_standing_work() -> None:
    assert not any(map(is_standing, ("2026年底", "Q3", "", "持续推进至2026年底")))


def test_an_id_is_never_given_twice_even_where_one_was_dropped() -> None:
    assert next_id(2026, "t15", ()) == "2026-t15-1"
    assert next_id(2026, "t15", ("2026-t15-1", "2026-t15-4", "2026-t1-9", "2027-t15-7")) == "2026-t15-5"
    assert next_id(2026, "", ("2026-t1-9",)) == "2026-x-1"


def test_whoever_leads_or_supports_is_concerned() -> None:
    first = Measure("a", "甲", 2026, lead=("440304", "440305"), support=("440306", "440304"))
    second = Measure("b", "乙", 2026, support=("440305",))
    assert first.units == ("440304", "440305", "440306")
    assert concerning((first, second), "440305") == (first, second)
    assert concerning((first, second), "440306") == (first,)

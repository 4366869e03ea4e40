"""The period in a question, wherever it stands and however it is said."""

from datetime import date

import pytest

from ipdesk.domain.period import Period, PeriodKind, parse
from ipdesk.services.asked import Asked, understand

KNOWN = tuple(parse(code) for code in ("2026-Q2", "2026-Q3", "2026-H1", "2025-Q4", "2026-est"))


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("福田 质押 三季度", "2026-Q3", ("福田", "质押")),
        ("三季度 质押 福田", "2026-Q3", ("质押", "福田")),
        ("2026年三季度 质押", "2026-Q3", ("质押",)),
        ("26年3季度 质押", "2026-Q3", ("质押",)),
        ("q2 ft zy", "2026-Q2", ("ft", "zy")),
        ("2026Q3 zy", "2026-Q3", ("zy",)),
        ("2026-Q3 zy", "2026-Q3", ("zy",)),
        ("sanjidu 质押", "2026-Q3", ("质押",)),
        ("sjd 质押", "2026-Q3", ("质押",)),  # 三季度 or 四季度: the newest that is there
        ("四季度 质押", "2025-Q4", ("质押",)),
        ("上半年 质押", "2026-H1", ("质押",)),
        ("全年 预计 质押", "2026-est", ("质押",)),
        ("全年快报 质押", "2025-flash", ("质押",)),
        ("2027年 终值 质押", "2027-final", ("质押",)),
        ("9月底 质押", "2026-M09", ("质押",)),
        ("今年 质押", "2026-est", ("质押",)),
        ("去年四季度 质押", None, ("去年四季度", "质押")),
        ("去年 四季度 质押", "2025-Q4", ("质押",)),
        ("质押", None, ("质押",)),
        ("2030年目标", None, ("2030年目标",)),
        ("", None, ()),
    ],
)
def test_period_and_words(text: str, code: str | None, words: tuple[str, ...]) -> None:
    asked = understand(text, KNOWN, today=date(2026, 10, 9))

    assert asked == Asked(parse(code) if code else None, words)


def test_a_year_with_nothing_in_it_is_still_that_year() -> None:
    assert understand("2029年 质押", KNOWN, today=date(2026, 10, 9)).period == Period(2029, PeriodKind.YEAR)

import pytest

from ipdesk.plantext.horizons import Frame, Tense, five_year_plan, read

FRAME = Frame((2021, 2025), None)


@pytest.mark.parametrize(
    ("text", "tense", "horizon"),
    [
        ("到2025年，", Tense.FUTURE, 2025),
        ("2023年底前，", Tense.FUTURE, 2023),
        ("至2024年末，", Tense.FUTURE, 2024),
        ("“十四五”期间，", Tense.FUTURE, 2025),
        ("到“十四五”末，", Tense.FUTURE, 2025),
        ("未来五年，", Tense.FUTURE, 2025),
        ("三年内，", Tense.FUTURE, 2025),
        ("2022—2025年，", Tense.FUTURE, 2025),
        ("展望2035年，", Tense.FUTURE, 2035),
        ("“十三五”时期，", Tense.PAST, 2020),
        ("“十四五”以来，", Tense.PAST, 2025),
        ("截至2020年底，", Tense.PAST, None),
        ("2019年，", Tense.PAST, 2019),
        ("近年来，", Tense.PAST, None),
        ("每年", Tense.NONE, None),
        ("较2020年", Tense.NONE, None),
    ],
)
def test_a_time_and_its_tense(text, tense, horizon):
    found = read(text, FRAME)
    assert [(w.tense, w.horizon) for w in found] == [(tense, horizon)]


@pytest.mark.parametrize(
    ("ordinal", "years"), [(13, (2016, 2020)), (14, (2021, 2025)), (15, (2026, 2030)), (12, (2011, 2015))]
)
def test_five_year_plans(ordinal, years):
    assert five_year_plan(ordinal) == years


def test_what_a_report_tells_of_is_over():
    frame = Frame((2021, 2025), 2025)
    assert read("到2025年，", frame)[0].tense is Tense.PAST
    assert read("到2030年，", frame)[0].tense is Tense.FUTURE

from decimal import Decimal
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from ipdesk.domain.judgement import Judgement, Rating
from ipdesk.paint.blocks import GaugeItem
from ipdesk.paint.fonts import load_fonts
from ipdesk.paint.gauge import lay_gauge, paint_gauge
from ipdesk.paint.palette import DARK, LIGHT, PAPER, Palette
from ipdesk.paint.pictures import gauge_image, gauge_png
from ipdesk.paint.reading import Look, gauge_sentence, read_gauge
from ipdesk.text import i18n
from tests.documents import samples

SIZES = [(160, 120), (240, 180), (400, 200), (1100, 850)]


@pytest.fixture(autouse=True)
def fonts(qapp: object) -> None:
    load_fonts()


@pytest.mark.parametrize("look", samples.LOOKS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_no_text_is_cut_or_covers_another(look: str, size: tuple[int, int], language: str) -> None:
    i18n.use_language(language)
    name, decimals, judgement = samples.LOOKS[look]
    rect = QRectF(7, 11, *size)
    layout = lay_gauge(rect, read_gauge(judgement, name=name, decimals=decimals))
    for placed in layout.texts:
        assert rect.contains(placed.rect), placed
        assert "…" not in placed.text
    for one, other in combinations(layout.texts, 2):
        # Half a unit is what rounding a size to whole pixels may cost.
        assert not one.rect.adjusted(0.5, 0.5, -0.5, -0.5).intersects(other.rect), (one.text, other.text)


def test_smallest_gauge_is_readable() -> None:
    name, decimals, judgement = samples.LOOKS["met"]
    layout = lay_gauge(QRectF(0, 0, 160, 120), read_gauge(judgement, name=name, decimals=decimals))
    assert min(placed.pixels for placed in layout.texts) >= 9


def test_long_name_is_broken_between_words_into_two_lines() -> None:
    reading = read_gauge(samples.LOOKS["met"][2], name="专利密集型产业增加值占GDP比重", decimals=2)
    texts = [placed.text for placed in lay_gauge(QRectF(0, 0, 160, 120), reading).texts]
    assert texts[:2] == ["专利密集型产业", "增加值占GDP比重"]


READINGS = [
    # look, value, start, end, facts, badge
    ("met", Look.PACE, "126.85", "2025年 119", "2030年 ≥150", ("完成 25.3%", "较时序 +10.3百分点"), "达到"),
    ("nearly", Look.PACE, "438.27", "0", "2030年 ≥3,500", ("完成 12.5%", "较时序 −2.5百分点"), "基本达到"),
    (
        "below the start",
        Look.PACE,
        "89.31",
        "2025年 89.53",
        "2030年 ≥91",
        ("完成 −15.0%", "较时序 −30.0百分点"),
        "滞后",
    ),
    ("whole numbers", Look.DIRECT, "62", "", "2030年 ≥80", ("占目标 77.5%", "缺基期值"), "不可比"),
    ("pending", Look.PENDING, "7.46", "", "目标待定", (), "不可比"),
    ("no data", Look.EMPTY, "", "", "2030年 ≥91", ("本期暂无数据",), "不可比"),
    ("words", Look.WORDS, "", "", "", ("定性目标，由人评定",), "不可比"),
    ("kept", Look.DIRECT, "91.83", "", "2030年 ≥92", ("较目标 −0.17百分点",), "滞后"),
]


@pytest.mark.parametrize("case", READINGS, ids=lambda case: case[0])
def test_reading_says_what_can_be_said(case: tuple[str, Look, str, str, str, tuple[str, ...], str]) -> None:
    key, look, value, start, end, facts, badge = case
    name, decimals, judgement = samples.LOOKS[key]
    reading = read_gauge(judgement, name=name, decimals=decimals)
    assert (reading.look, reading.value, reading.start_year, reading.end, reading.facts, reading.badge) == (
        look, value, start, end, facts, badge,
    )  # fmt: skip


def test_tick_stands_at_the_planned_value() -> None:
    reading = read_gauge(samples.LOOKS["met"][2], name="", decimals=2)
    assert reading.tick == pytest.approx(0.15)
    assert reading.fill == pytest.approx(7.85 / 31)


def test_completion_is_never_clamped_in_the_figure() -> None:
    reading = read_gauge(samples.LOOKS["beyond the target"][2], name="", decimals=1)
    assert reading.facts[0] == "完成 623.5%"
    assert reading.fill is not None
    assert reading.fill > 6


def test_a_gap_that_rounds_to_nothing_is_not_shown_as_on_the_line() -> None:
    judgement = samples.say(samples.FEES, "524.9")  # planned 525: 0.0029 points behind
    assert judgement.rating is Rating.NEARLY
    assert read_gauge(judgement, name="", decimals=1).facts[1] == "较时序 −0.003百分点"


def test_sentence_carries_all_of_it() -> None:
    name, decimals, judgement = samples.LOOKS["met"]
    assert gauge_sentence(judgement, name=name, decimals=decimals) == (
        "每万人口高价值发明专利拥有量，126.85件，基期值119件（2025年），目标值150件（2030年），完成 25.3%，"
        "应达123.65件，与时序进度差+10.3个百分点，达到"
    ).replace("目标值150件", "目标值≥150件")


def test_within_a_year_the_years_own_target_is_shown() -> None:
    from ipdesk.domain.pace import judge
    from ipdesk.domain.period import parse
    from ipdesk.domain.target import TargetKind

    target = samples.target("a", "", "500", "件", kind=TargetKind.ANNUAL)
    judgement = judge(
        target, Decimal(200), period=parse("2026-Q3"), first_year=2026, last_year=2030, annual_target=Decimal(400)
    )
    reading = read_gauge(judgement, name="", decimals=0)
    assert (reading.end, reading.start) == ("2026年 ≥400", "0")
    assert reading.tick == pytest.approx(0.75)


def _inked(judgement: Judgement, palette: Palette, ratio: float = 1) -> QImage:
    picture = QImage(round(160 * ratio), round(120 * ratio), QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(palette.surface))
    painter = QPainter(picture)
    paint_gauge(painter, QRectF(0, 0, 160, 120), judgement, name="名称", decimals=2, palette=palette)
    painter.end()
    return picture


@pytest.mark.parametrize("palette", [LIGHT, DARK, PAPER], ids=["light", "dark", "paper"])
@pytest.mark.parametrize("ratio", [1, 2])
def test_fill_ends_where_the_actual_is(palette: Palette, ratio: int) -> None:
    """On the ring at 10 % there is the rating's colour, at 80 % the track's."""
    from math import cos, pi, sin

    picture = _inked(samples.LOOKS["met"][2], palette, ratio)

    def at(share: float) -> str:
        angle = pi * (1 - share)
        return (
            picture.pixelColor(round((80 + 44 * cos(angle)) * ratio), round((88 - 44 * sin(angle)) * ratio))
            .name()
            .upper()
        )

    assert at(0.08) == palette.ratings[Rating.MET].upper()
    assert at(0.8) == palette.line.upper()


def test_lagging_is_found_on_grey_paper() -> None:
    """Its badge is filled: most of it is dark, of the others' little."""

    def dark(look: str) -> float:
        name, decimals, judgement = samples.LOOKS[look]
        badge = lay_gauge(QRectF(0, 0, 160, 120), read_gauge(judgement, name=name, decimals=decimals)).badge
        grey = _inked(judgement, PAPER, 2).convertToFormat(QImage.Format.Format_Grayscale8)
        places = [
            (x, y)
            for x in range(int(badge.left() * 2), int(badge.right() * 2))
            for y in range(int(badge.top() * 2), int(badge.bottom() * 2))
        ]
        return sum(grey.pixelColor(x, y).red() < 140 for x, y in places) / len(places)

    assert max(dark(look) for look in ("met", "nearly", "pending", "no baseline", "beyond the target")) < 0.35
    assert min(dark(look) for look in ("below the start", "far behind", "half way")) > 0.55


def test_same_gauge_same_picture() -> None:
    name, decimals, judgement = samples.LOOKS["nearly"]
    item = GaugeItem(name, decimals, judgement)
    assert gauge_png(item, width_mm=40) == gauge_png(item, width_mm=40)
    assert gauge_png(item, width_mm=40).startswith(b"\x89PNG")
    assert gauge_image(item, width=320).height() == 240

from decimal import Decimal
from itertools import combinations
from math import cos, hypot, pi, sin

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from ipdesk.domain.judgement import Judgement, Rating
from ipdesk.paint.blocks import GaugeItem
from ipdesk.paint.fonts import load_fonts
from ipdesk.paint.gauge import lay_gauge, paint_gauge
from ipdesk.paint.palette import DARK, LIGHT, PAPER, Palette
from ipdesk.paint.pictures import gauge_image, gauge_png
from ipdesk.paint.reading import GaugeReading, Look, gauge_sentence, read_gauge
from ipdesk.paint.ring import INNER, MIDDLE, REACH
from ipdesk.text import i18n
from tests.documents import samples

SIZES = [(160, 120), (240, 180), (400, 200), (1100, 850)]


@pytest.fixture(autouse=True)
def fonts(qapp: object) -> None:
    load_fonts()


def reading_of(look: str, name: str = "") -> GaugeReading:
    its_name, decimals, judgement = samples.LOOKS[look]
    return read_gauge(judgement, name=name or its_name, decimals=decimals)


def apart(one: QRectF, other: QRectF) -> tuple[float, float]:
    """Distance of two boxes across and down; below 0 where they overlap in that direction."""
    across = max(one.left(), other.left()) - min(one.right(), other.right())
    return across, max(one.top(), other.top()) - min(one.bottom(), other.bottom())


@pytest.mark.parametrize("look", samples.LOOKS)
@pytest.mark.parametrize("size", [*SIZES, (269, 150), (160, 260), (1437, 1106)])
@pytest.mark.parametrize("name", ["", "满意度", "国家知识产权强县建设示范县综合性公共服务机构覆盖率"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_texts_keep_their_distance(look: str, size: tuple[int, int], name: str, language: str) -> None:
    i18n.use_language(language)
    rect = QRectF(7, 11, *size)
    reading = reading_of(look, name)
    layout = lay_gauge(rect, reading)
    for placed in layout.texts:
        assert rect.contains(placed.rect), placed
        assert "…" not in placed.text
    assert rect.contains(layout.badge)
    scale = min(size[0] / 160, size[1] / 120)
    air = 4 if scale >= 1.5 else 3 if scale >= 1.2 else 2
    for one, other in combinations(layout.texts, 2):
        across, down = apart(one.rect, other.rect)
        assert down >= air or across >= air, (one.text, other.text, across, down)


@pytest.mark.parametrize("look", samples.LOOKS)
@pytest.mark.parametrize("size", SIZES)
def test_no_text_touches_the_ring(look: str, size: tuple[int, int]) -> None:
    reading = reading_of(look)
    layout = lay_gauge(QRectF(7, 11, *size), reading)
    centre, radius = layout.centre, layout.radius
    for placed in layout.texts:
        box = placed.rect
        if box.top() >= centre.y():  # under the ends
            continue
        # The em box of figures is higher than they are.
        head = box.top() + 0.12 * box.height()
        corners = [(x - centre.x(), y - centre.y()) for x in (box.left(), box.right()) for y in (head, box.bottom())]
        nearest = hypot(max(box.left() - centre.x(), centre.x() - box.right(), 0), max(centre.y() - box.bottom(), 0))
        within = all(hypot(*corner) < radius * INNER for corner in corners)
        assert within or nearest >= radius * REACH + 1, placed


@pytest.mark.parametrize("look", samples.LOOKS)
def test_ring_takes_the_room_there_is(look: str) -> None:
    """On the card of the window it is as wide as half of it, but where 应达 must stand above it."""
    layout = lay_gauge(QRectF(0, 0, 269, 150), reading_of(look))
    assert layout.radius > (58 if "应达" in [text.text for text in layout.texts] else 67)
    assert lay_gauge(QRectF(0, 0, 160, 120), reading_of(look)).radius >= 42


def test_beside_others_all_rings_have_one_size() -> None:
    readings = [reading_of(look) for look in samples.LOOKS]
    rect = QRectF(0, 0, 240, 180)
    layouts = [lay_gauge(rect, one, LIGHT, readings) for one in readings]
    assert len({(layout.radius, layout.centre.y()) for layout in layouts}) == 1
    assert len({lay_gauge(rect, one).radius for one in readings}) > 1


def test_small_gauge_drops_a_fact_rather_than_cramp() -> None:
    def said(size: tuple[int, int]) -> str:
        return " ".join(placed.text for placed in lay_gauge(QRectF(0, 0, *size), reading_of("met")).texts)

    assert "较时序 +10.3百分点" in said((160, 120))
    assert "完成" not in said((160, 120))
    assert "完成 25.3%　较时序 +10.3百分点" in said((240, 180))


def test_smallest_gauge_is_readable() -> None:
    name, decimals, judgement = samples.LOOKS["met"]
    layout = lay_gauge(QRectF(0, 0, 160, 120), read_gauge(judgement, name=name, decimals=decimals))
    assert min(placed.pixels for placed in layout.texts) >= 9


def test_long_name_is_broken_between_words_into_two_lines() -> None:
    reading = read_gauge(samples.LOOKS["met"][2], name="知识产权信息公共服务节点、网点数量", decimals=2)
    texts = [placed.text for placed in lay_gauge(QRectF(0, 0, 160, 120), reading).texts]
    assert texts[:2] == ["知识产权信息公共服务", "节点、网点数量"]


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
    judgement = samples.LOOKS["met"][2]
    picture = _inked(judgement, palette, ratio)
    layout = lay_gauge(QRectF(0, 0, 160, 120), read_gauge(judgement, name="名称", decimals=2))
    centre, middle = layout.centre, layout.radius * MIDDLE

    def at(share: float) -> str:
        angle = pi * (1 - share)
        x, y = centre.x() + middle * cos(angle), centre.y() - middle * sin(angle)
        return picture.pixelColor(round(x * ratio), round(y * ratio)).name().upper()

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
    first = [gauge_png(GaugeItem(*samples.LOOKS[look]), width_mm=48, dpi=220) for look in samples.LOOKS]
    assert first == [gauge_png(GaugeItem(*samples.LOOKS[look]), width_mm=48, dpi=220) for look in samples.LOOKS]
    assert first[0].startswith(b"\x89PNG")
    assert gauge_image(item, width=320).height() == 240

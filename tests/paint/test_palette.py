import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from ipdesk.domain.judgement import Rating
from ipdesk.paint.palette import DARK, LIGHT, PAPER, Palette, contrast
from ipdesk.paint.shapes import paint_mark


@pytest.mark.parametrize("palette", [LIGHT, DARK, PAPER], ids=["light", "dark", "paper"])
def test_every_word_can_be_read(palette: Palette) -> None:
    assert contrast(palette.ink, palette.surface) >= 7
    assert contrast(palette.second, palette.ground) >= 4.5
    for rating in Rating:
        assert contrast(palette.ratings[rating], palette.surface) >= 4.5, rating
        assert contrast(palette.on_rating, palette.ratings[rating]) >= 4.5, rating


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_each_rating_has_a_shape_of_its_own(qapp: object) -> None:
    pictures = set()
    for rating in Rating:
        picture = QImage(24, 24, QImage.Format.Format_Grayscale8)
        picture.fill(QColor("white"))
        painter = QPainter(picture)
        paint_mark(painter, QRectF(2, 2, 20, 20), rating, "#000000")
        painter.end()
        ink = [(x, y) for x in range(24) for y in range(24) if picture.pixelColor(x, y).red() < 128]
        assert ink, rating
        assert all(2 <= x < 22 and 2 <= y < 22 for x, y in ink), rating
        pictures.add(tuple(ink))
    assert len(pictures) == len(Rating)

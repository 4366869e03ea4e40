"""Lines of text, set once and drawn anywhere.

All in whole units of a tenth of a point, unhinted: the same lines come out on screen, printer and in a PDF.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from ipdesk.paint.blocks import Align, Run
from ipdesk.paint.breaks import joined
from ipdesk.paint.fonts import FaceUse, Role, make_font

#: Units in a point, and in an inch.
POINT: Final = 10
INCH: Final = 720
#: Where the baseline of a line of Chinese type lies in its em box.
ASCENT: Final = 0.88


def mm(length: float) -> int:
    """Millimetres in units."""
    return round(length * INCH / 25.4)


class Box(NamedTuple):
    """A rectangle in units, y downwards."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    def moved(self, dx: int, dy: int) -> "Box":
        return Box(self.x + dx, self.y + dy, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set; sizes in units. `tracking` is added after each letter, `indent` before the first line."""

    role: Role
    size: int
    pitch: int
    bold: bool = False
    colour: str = "#000000"
    align: Align = Align.LEFT
    justify: bool = False
    tracking: float = 0
    indent: int = 0


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line of a set text: its letters' left edge and width in the text's own frame."""

    text: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class SetText:
    """A text broken into lines of `style.pitch` each. `layout` is Qt's, kept for drawing."""

    style: Style
    lines: tuple[SetLine, ...]
    layout: QTextLayout

    @property
    def height(self) -> int:
        return len(self.lines) * self.style.pitch

    def draw(self, painter: QPainter, first: int, count: int, x: int, y: int) -> None:
        """Draw `count` lines from `first`, the first one's top at `y`."""
        painter.setPen(QColor(self.style.colour))
        top = y - first * self.style.pitch
        for number in range(first, first + count):
            self.layout.lineAt(number).draw(painter, QPointF(x, top))


def _part(text: str, start: int, length: int) -> str:
    """A piece of a text by Qt's count, which is of UTF-16 units."""
    units = text.encode("utf-16-le")
    return units[2 * start : 2 * (start + length)].decode("utf-16-le").rstrip("\n")


_ALIGN = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft,
    Align.CENTRE: Qt.AlignmentFlag.AlignHCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight,
}


class Setter:
    """Sets texts in the faces that were found."""

    def __init__(self, faces: FaceUse) -> None:
        self.faces = faces

    def width(self, text: str, style: Style) -> float:
        """Width of a text on one line."""
        font = make_font(self.faces.families[style.role], style.size, bold=style.bold, tracking=style.tracking)
        return QFontMetricsF(font).horizontalAdvance(text)

    def set(self, text: str, style: Style, width: int, runs: tuple[Run, ...] = ()) -> SetText:
        """Break `text` into lines of `width`. Line ends in it are kept; no line begins with a closing mark."""
        family = self.faces.families[style.role]
        font = make_font(family, style.size, bold=style.bold, tracking=style.tracking)
        layout = QTextLayout(text.replace("\n", "\u2028"), font)
        option = QTextOption(Qt.AlignmentFlag.AlignJustify if style.justify else _ALIGN[style.align])
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setUseDesignMetrics(True)
        layout.setTextOption(option)
        layout.setFormats(self._formats(runs, style))
        lines: list[SetLine] = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            indent = style.indent if not lines else 0
            line.setLineWidth(width - indent)
            baseline = len(lines) * style.pitch + (style.pitch - style.size) / 2 + ASCENT * style.size
            line.setPosition(QPointF(indent, baseline - line.ascent()))
            natural = line.naturalTextRect()
            letters = _part(text, line.textStart(), line.textLength())
            lines.append(SetLine(letters, round(natural.x()), round(natural.width())))
        layout.endLayout()
        if style.justify:  # all but the last line are spread
            lines[:-1] = [SetLine(line.text, line.x, width - line.x) for line in lines[:-1]]
        return SetText(style, tuple(lines), layout)

    def balanced(self, text: str, style: Style, width: int) -> SetText:
        """As `set`, in as few lines, but of about equal length: a last line of one character looks like a slip."""
        text = joined(text)
        best = self.set(text, style, width)
        count = len(best.lines)
        low, high = style.size, width
        while count > 1 and high - low > style.size // 4:
            middle = (low + high) // 2
            tried = self.set(text, style, middle)
            low, high = (low, middle) if len(tried.lines) <= count else (middle, high)
        narrow = self.set(text, style, high)
        broken = "\n".join(line.text.replace("\u2060", "").strip() for line in narrow.lines)
        return self.set(broken, style, width)

    def _formats(self, runs: tuple[Run, ...], style: Style) -> list[QTextLayout.FormatRange]:
        formats = []
        place = 0
        for run in runs:
            # Qt counts in UTF-16 units, Python in characters: they differ beyond the basic plane.
            length = len(run.text.encode("utf-16-le")) // 2
            if run.strong:
                strong = QTextLayout.FormatRange()
                # The three are there, PySide's type stubs leave them out.
                strong.start = place  # type: ignore[attr-defined]
                strong.length = length  # type: ignore[attr-defined]
                font = make_font(self.faces.families[Role.HEADING], style.size, bold=True, tracking=style.tracking)
                form = QTextCharFormat()
                form.setFont(font)
                strong.format = form  # type: ignore[attr-defined]
                formats.append(strong)
            place += length
        return formats

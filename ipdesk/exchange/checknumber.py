"""校验数: a four-digit number of a sheet, made from its input cells by a formula, and here again on receipt.

A stamped print can so be held against the file. It finds slips and mix-ups, not intent. For each row
S = Σ factor(column) × size(cell), and the number is Σ weight(row) × S mod 9973, written with four digits. The size of
a number x is int(|x|) mod 9973 + millionths of its fraction, half up, + 7 when negative; of a text its length; of an
empty cell 0. Only whole numbers below 2^53 arise, so Excel, WPS, LibreOffice and Decimal agree.
"""

import hashlib
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from typing import Final

from ipdesk.domain.form import Form
from ipdesk.exchange.layout import COLUMNS, Cells, Content, columns_of, lines_of

MODULUS: Final = 9973
_FACTORS: Final[Mapping[str, Mapping[str, int]]] = {
    sheet: {column.code: column.factor for column in columns if column.factor} for sheet, columns in COLUMNS.items()
}


def factor(sheet: str, column: str) -> int:
    """The weight of a column; 0 for a column that is not typed in."""
    return _FACTORS[sheet].get(column, 0)


@lru_cache(maxsize=4096)
def weight(key: str) -> int:
    """The weight of a row, from its key: 1 to 9972. It stands in a hidden cell of the row and moves with it."""
    return 1 + int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % (MODULUS - 1)


def size(content: Content) -> int:
    """The size of a cell's content, as the formula of `size_formula` computes it."""
    if content is None:
        return 0
    if isinstance(content, str):
        # LEN counts UTF-16 units.
        return len(content) if content.isascii() else len(content.encode("utf-16-le", "surrogatepass")) // 2
    return _size_of_number(content)


@lru_cache(maxsize=4096)
def _size_of_number(content: Decimal) -> int:
    whole = int(abs(content))
    if content == whole:
        return whole % MODULUS
    with localcontext(prec=60):
        fraction = (abs(content) - whole) * 1_000_000
        return whole % MODULUS + int(fraction.quantize(Decimal(1), ROUND_HALF_UP)) + (7 if content < 0 else 0)


def size_formula(cell: str) -> str:
    """The formula of `size` over a cell such as `I7`."""
    whole = f"INT(ABS({cell}))"
    number = f"{whole}-INT({whole}/{MODULUS})*{MODULUS}+ROUND((ABS({cell})-{whole})*1000000,0)+IF({cell}<0,7,0)"
    return f"IF(ISNUMBER({cell}),{number},LEN({cell}))"


def row_size(sheet: str, key: str, cells: Cells, inputs: tuple[str, ...]) -> int:
    """S of one row."""
    return sum(factor(sheet, column) * size(cells.get((key, column))) for column in inputs)


def check_number(sheet: str, form: Form, cells: Cells) -> str:
    """The check number of a sheet whose input cells hold `cells`."""
    factors = {column.code: column.factor for column in columns_of(sheet, form) if column.factor}
    inputs = {line.key: line.inputs for line in lines_of(sheet, form)}
    sums: dict[str, int] = {}
    for (key, column), content in cells.items():
        if content is None or column not in factors:
            continue
        # Lines of evidence beyond the first few exist only where they are filled.
        known = inputs[key] if key in inputs else ("text",) if key.startswith("evidence.") else ()
        if column in known:
            sums[key] = sums.get(key, 0) + factors[column] * size(content)
    total = sum(weight(key) * of_row for key, of_row in sums.items())
    return f"{total % MODULUS:04d}"


def total_formula(weights: str, parts: str) -> str:
    """The formula of the sheet's number from its two hidden columns."""
    total = f"SUMPRODUCT({weights},{parts})"
    return f'TEXT({total}-INT({total}/{MODULUS})*{MODULUS},"0000")'

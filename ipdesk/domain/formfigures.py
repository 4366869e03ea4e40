"""The figures of a form as its rules see them: this period's of every row, and what the parent issued beside each."""

from collections.abc import Mapping
from decimal import Decimal

from ipdesk.domain.derive import row_quantity
from ipdesk.domain.expression import Column, Term
from ipdesk.domain.expressionvalue import Known
from ipdesk.domain.form import Form, FormRow
from ipdesk.domain.quotient import ratio
from ipdesk.domain.value import Value


class FormFigures:
    """Read once for all checks of a form. `known` gives what a rule on a row asks for."""

    def __init__(self, form: Form, values: Mapping[str, Value]) -> None:
        self._rows = {row.key: row for row in form.rows}
        self.this: dict[str, Decimal | None] = {
            row.key: row_quantity(row, values.get(row.key)) for row in form.rows if not row.derived
        }
        self._derive()

    @property
    def rows(self) -> tuple[FormRow, ...]:
        return tuple(self._rows.values())

    def row(self, key: str) -> FormRow | None:
        return self._rows.get(key)

    def known(self, own: FormRow) -> Known:
        """The figures for a rule that stands on the row `own`; None for what is absent, also for rows not there."""

        def figure(term: Term) -> Decimal | None:
            row = self._rows.get(term.row) if term.row else own
            return None if row is None else self.this.get(row.key) if term.column is _THIS else issued(row, term.column)

        return figure

    def replaced(self, key: str, quantity: Decimal) -> "FormFigures":
        """The figures if the row had another one; calculated rows follow."""
        other = object.__new__(FormFigures)
        other._rows = self._rows
        other.this = {**self.this, key: quantity}
        other._derive()
        return other

    def _derive(self) -> None:
        for row in self._rows.values():
            if row.derived:
                above, below = self.this.get(row.numerator), self.this.get(row.denominator)
                self.this[row.key] = None if above is None or below is None else ratio(above, below, row.factor)


_THIS = Column.THIS


def issued(row: FormRow, column: Column) -> Decimal | None:
    """What the parent issued in a column of a row. A target of the whole plan is not the unit's to be held against."""
    match column:
        case Column.LAST:
            return row.last
        case Column.LAST_YEAR:
            return row.last_year
        case Column.ACCEPTED:
            return row.accepted
        case Column.PREFILL:
            return row.prefill
        case Column.TARGET:
            return None if row.target is None or row.target.whole_plan else row.target.quantity
        case Column.PLANNED:
            return None if row.target is None else row.target.planned
        case Column.THIS:
            raise ValueError("this period's figure is answered, not issued")

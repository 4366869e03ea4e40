"""F1: every key, on one page."""

from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from ipdesk.text.i18n import N_, _
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import button, column, label, row, rule

KEYS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        N_("Everywhere"),
        (
            ("Ctrl+1 … Ctrl+0", N_("the pages, in the order of the rail")),
            ("Ctrl+F", N_("search")),
            ("Ctrl+C", N_("in the answer: copy the ready sentence and enter the call")),
            ("F4", N_("where does this figure come from?")),
            ("Alt+PgUp, Alt+PgDown", N_("earlier, later period")),
            ("F6", N_("another plan of the data file")),
            ("F1", N_("this page")),
        ),
    ),
    (
        N_("On the page of the plan"),
        (
            ("Ctrl+L", N_("look for words in the outline")),
            ("Enter", N_("from the outline to the targets of the clause")),
            ("Ctrl+PgUp, Ctrl+PgDown", N_("the views of the page")),
        ),
    ),
    (
        N_("In the form"),
        (
            ("Enter, Tab", N_("to the next row that is filled in")),
            ("F2", N_("edit the figure")),
            ("Ctrl+C, Ctrl+V", N_("copy and paste, also from a spreadsheet")),
            ("Delete", N_("clear the figure")),
            ("Ctrl+Z, Ctrl+Y", N_("undo, redo")),
            (N_("Space"), N_("right as handed down; once more: not said")),
            ("F7", N_("object to what was handed down")),
            ("Ctrl+0", N_("report zero")),
            ("F8", N_("to the next thing that has to be corrected or explained")),
            ("Ctrl+Enter", N_("keep an explanation or a reply")),
        ),
    ),
    (
        N_("In review"),
        (
            ("Enter", N_("open a cell of the wall; on a row, ask about it")),
            ("Ctrl+Enter", N_("from the question back to the rows")),
            ("F8", N_("to the next row that has to be looked at")),
            ("Esc", N_("close the report")),
        ),
    ),
)


class KeysDialog(QDialog):
    """Two columns: the key, and what it does."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keys"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.XL)
        grid.setVerticalSpacing(theme.S)
        place = 0
        for title, keys in KEYS:
            grid.addWidget(label(_(title), "section"), place, 0, 1, 2)
            grid.addWidget(rule(), place + 1, 0, 1, 2)
            place += 2
            for key, words in keys:
                grid.addWidget(label(_(key), "second"), place, 0)
                grid.addWidget(label(_(words)), place, 1)
                place += 1
        grid.setColumnStretch(1, 1)
        close = button(_("Close"), self.accept, kind="primary")
        outer = column(gap=theme.L, margins=(theme.XL, theme.XL, theme.XL, theme.L))
        outer.addLayout(grid)
        outer.addLayout(row(None, close))
        self.setLayout(outer)

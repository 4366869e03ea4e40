"""The drawer: where does this figure come from? Value → formula → parts → cells → file → officer, with the clause."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QFormLayout, QHeaderView, QSplitter, QTreeWidget, QTreeWidgetItem, QWidget

from ipdesk.services.trace import TraceNode
from ipdesk.text.i18n import N_, _
from ipdesk.ui import icons, theme
from ipdesk.ui.widgets.parts import button, clear, column, holder, label, row, rule, tool

WIDTH = 360
#: What the values of the tree get of it.
_VALUES = 124

_KINDS: dict[str, tuple[str, str]] = {
    "figure": ("overview", N_("figure")),
    "formula": ("plus", N_("formula")),
    "part": ("right", N_("part")),
    "cell": ("fill", N_("cell")),
    "package": ("inbox", N_("submission")),
    "file": ("report", N_("file")),
    "person": ("check", N_("person")),
    "clause": ("report", N_("clause")),
    "note": ("help", N_("note")),
    "paper": ("report", N_("paper")),
    "release": ("exchange", N_("release")),
    "register": ("inbox", N_("told")),
}


class Drawer(QWidget):
    """At the right of every page."""

    closed = Signal()
    turned = Signal()  # to the other way of the same figure

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("drawer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(theme.current().px(WIDTH))
        self.value = label("", "figure", select=True)
        self.name = label("", "strong", wrap=True)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setColumnCount(2)
        self.tree.setAccessibleName(_("Where it comes from"))
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setIndentation(theme.current().px(12))
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.tree.setColumnWidth(1, theme.current().px(_VALUES))
        self.facts = QFormLayout()
        self.facts.setHorizontalSpacing(theme.M)
        self.facts.setVerticalSpacing(theme.XS + 2)
        self.facts.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.facts.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self.nothing = label(
            _("Choose a figure and press F4: here stands where it comes from and whether it may be quoted."),
            "second",
            wrap=True,
        )
        close = tool("close", _("Close"), self.closed.emit, shortcut="F4")
        self.ways = QButtonGroup(self)
        head = row(gap=theme.XS)
        for number, words in enumerate((_("Where from?"), _("Where used?"))):
            way = button(words, kind="choice")
            way.setCheckable(True)
            self.ways.addButton(way, number)
            head.addWidget(way)
        self.ways.button(0).setChecked(True)
        self.ways.idClicked.connect(lambda _id: self.turned.emit())
        head.addStretch(1)
        head.addWidget(close)
        facts = column(gap=0, margins=(0, theme.S, 0, 0))
        facts.addLayout(self.facts)
        facts.addStretch(1)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.tree)
        self.split.addWidget(holder(facts))
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        outer = column(gap=theme.S, margins=(theme.L, theme.S, theme.L, theme.L))
        outer.addLayout(head)
        outer.addWidget(rule())
        outer.addWidget(self.name)
        outer.addWidget(self.value)
        outer.addWidget(self.nothing)
        outer.addWidget(self.split, 1)
        outer.addStretch(0)
        self.setLayout(outer)
        self.tree.currentItemChanged.connect(lambda item, _before: self._show_facts(item))
        self.show_node(None)

    @property
    def forward(self) -> bool:
        """Whether it is asked where the figure was used, not where it comes from."""
        return self.ways.checkedId() == 1

    def show_node(self, node: TraceNode | None) -> None:
        """Show the whole way of a figure; None says how to ask."""
        self.nothing.setVisible(node is None)
        for part in (self.name, self.value, self.split):
            part.setVisible(node is not None)
        self.tree.clear()
        if node is None:
            return
        self.name.setText(node.title)
        self.value.setText(node.value)
        self.value.setVisible(bool(node.value))
        root = self._item(node)
        self.tree.addTopLevelItem(root)
        self.tree.expandToDepth(2)
        self.tree.setCurrentItem(root)

    def _item(self, node: TraceNode) -> QTreeWidgetItem:
        item = QTreeWidgetItem([node.title, node.value])
        item.setData(0, Qt.ItemDataRole.UserRole, node)
        item.setToolTip(0, node.title)
        item.setToolTip(1, node.value)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        icon, words = _KINDS.get(node.kind, ("help", node.kind))
        item.setIcon(0, _tinted(icon))
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{_(words)}: {node.title} {node.value}")
        for child in node.children:
            item.addChild(self._item(child))
        return item

    def _show_facts(self, item: QTreeWidgetItem | None) -> None:
        while self.facts.rowCount():
            self.facts.removeRow(0)
        node = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        if not isinstance(node, TraceNode):
            return
        for name, value in node.facts:
            what = label(name, "note")
            what.setAlignment(Qt.AlignmentFlag.AlignTop)
            self.facts.addRow(what, label(value, wrap=True, select=True))


def _tinted(name: str) -> QIcon:
    return icons.icon(name, theme.current().palette.second)


__all__ = ["WIDTH", "Drawer", "clear"]

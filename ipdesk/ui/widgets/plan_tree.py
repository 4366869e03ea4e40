"""The outline of a plan as a tree, with how many targets lie under each clause."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from ipdesk.services.planbook import Node
from ipdesk.text.i18n import _, ngettext
from ipdesk.ui import theme

#: Least width of the column of counts, at 100 %.
_COUNTS = 40
#: Down to this depth the tree is open at first: chapters with their tasks.
_OPEN = 1


class PlanTree(QTreeWidget):
    """Labels and titles at the left, counts at the right; a chapter counts all below it."""

    clause_chosen = Signal(str)  # clause id

    def __init__(self, name: str) -> None:
        super().__init__()
        look = theme.current()
        self.setAccessibleName(name)
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(look.px(14))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setStretchLastSection(False)
        self.header().setMinimumSectionSize(look.px(32))
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._nodes: dict[str, Node] = {}
        self.currentItemChanged.connect(lambda item, _before: self._chosen(item))

    def show_nodes(self, nodes: Sequence[Node]) -> None:
        """Show an outline; the clause that was chosen stays chosen where it is still there."""
        kept = self.clause()
        self._nodes = {node.clause.id: node for node in nodes}
        with QSignalBlocker(self):
            self.clear()
            self._items = {}
            for node in nodes:
                self._add(node)
            self.expandToDepth(_OPEN - 1)
        metrics, look = self.fontMetrics(), theme.current()
        widest = max((metrics.horizontalAdvance(count_text(node)) for node in nodes), default=0)
        self.setColumnWidth(1, max(widest + 2 * look.px(theme.S) + theme.S, look.px(_COUNTS)))
        if kept in self._items:
            self.go_to(kept)

    def show_only(self, clauses: frozenset[str] | None, found: frozenset[str] = frozenset()) -> None:
        """Leave out all clauses but these; None shows the whole outline. `found` are set in bold."""
        for name, item in self._items.items():
            item.setHidden(clauses is not None and name not in clauses)
            font = item.font(0)
            font.setBold(name in found)
            item.setFont(0, font)
        if clauses is None:
            self.collapseAll()
            self.expandToDepth(_OPEN - 1)
            self._reveal(self.currentItem())
        else:
            self.expandAll()

    def clause(self) -> str:
        """The id of the clause that is chosen, empty when none is."""
        item = self.currentItem()
        return "" if item is None else str(item.data(0, Qt.ItemDataRole.UserRole))

    def go_to(self, clause: str) -> bool:
        """Choose a clause; whether the outline has it."""
        item = self._items.get(clause)
        if item is None:
            return False
        self._reveal(item)
        self.setCurrentItem(item)
        self.scrollToItem(item)
        return True

    def first(self, clauses: Sequence[str]) -> str:
        """The first of these clauses in the order of the outline, empty when it has none."""
        wanted = set(clauses)
        return next((name for name in self._items if name in wanted), "")

    def _add(self, node: Node) -> None:
        clause = node.clause
        words = f"{clause.label} {clause.title}".strip()
        item = QTreeWidgetItem([words, count_text(node)])
        item.setData(0, Qt.ItemDataRole.UserRole, clause.id)
        item.setToolTip(0, words)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{words} {count_words(node)}".strip())
        item.setToolTip(1, count_words(node))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setForeground(1, theme.current().colour("second"))
        self._items[clause.id] = item
        parent = self._items.get(clause.parent or "")
        if parent is None:
            self.addTopLevelItem(item)
        else:
            parent.addChild(item)

    def _reveal(self, item: QTreeWidgetItem | None) -> None:
        above = item.parent() if item is not None else None
        while above is not None:
            above.setExpanded(True)
            above = above.parent()

    def _chosen(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.clause_chosen.emit(self.clause())


def count_text(node: Node) -> str:
    """How many targets, and in brackets how many rows on the previous period; nothing where there is neither."""
    past = f"({node.history})" if node.history else ""
    return f"{node.targets or ''} {past}".strip()


def count_words(node: Node) -> str:
    """The same in words."""
    said = []
    if node.targets:
        said.append(ngettext("{n} target", "{n} targets", node.targets).format(n=node.targets))
    if node.history:
        said.append(
            ngettext("{n} row on the previous period", "{n} rows on the previous period", node.history).format(
                n=node.history
            )
        )
    return _(", ").join(said)

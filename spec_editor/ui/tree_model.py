"""A tree model that is brought up to date in place, so that selection and folding survive."""

from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from spec_editor.ui.in_steps import Steps, at_once

Index = QModelIndex | QPersistentModelIndex
Value = TypeVar("Value")

ROW_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
LEAF_FLAGS = ROW_FLAGS | Qt.ItemFlag.ItemNeverHasChildren
_TOGETHER = 64  # so many rows get their values in one step


@dataclass(slots=True)
class Branch(Generic[Value]):
    """One row as it shall be: what names it among its siblings, what it shows, what is below."""

    key: Hashable
    value: Value
    children: "list[Branch[Value]]" = field(default_factory=list)


class _Node(Generic[Value]):
    """One row as the views know it."""

    __slots__ = ("children", "key", "number", "parent", "row", "value")

    def __init__(self, number: int, branch: Branch[Value], parent: "_Node[Value] | None") -> None:
        self.number = number
        self.key = branch.key
        self.value = branch.value
        self.parent = parent
        self.row = 0
        self.children: list[_Node[Value]] = []


class KeyedTreeModel(QAbstractItemModel, Generic[Value]):
    """Rows named by keys; ``set_tree`` turns the tree that is shown into another one.

    Subclasses say what a row shows (``data``) and how many columns there are. What is done in
    steps leaves after each of them a tree that can be looked at.
    """

    COLUMNS = 2

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._nodes: dict[int, _Node[Value]] = {}
        self._order: list[_Node[Value]] | None = None
        self._root: _Node[Value] = _top()

    def looks_alike(self, old: Value, new: Value) -> bool:
        """Return whether a row shows the same for both; a subclass may know better than ``==``."""
        return old == new

    def showing_values(self, values: Iterable[tuple[int, Value]]) -> Steps[None]:
        """Show values at the places of rows, 0-based, parents before their children."""
        nodes = self._in_order()
        for number, (place, value) in enumerate(values, start=1):
            self._show(nodes[place], value)
            if number % _TOGETHER == 0:
                yield

    def showing_tree(self, branches: Sequence[Branch[Value]]) -> Steps[None]:
        """Show these rows; rows whose keys stay keep their indexes."""
        old = {node.key for node in self._root.children}
        if any(branch.key in old for branch in branches):
            yield from self._update(self._root, branches)
        else:
            yield from self._showing_anew(branches)

    def set_tree(self, branches: Sequence[Branch[Value]]) -> None:
        """Show these rows at once."""
        at_once(self.showing_tree(branches))

    def _showing_anew(self, branches: Sequence[Branch[Value]]) -> Steps[None]:
        """Show these rows as something new: nothing of the old ones is kept."""
        root, nodes = _top(), dict[int, _Node[Value]]()
        for branch in branches:
            root.children.append(self._build(branch, root, nodes))
            yield
        _number_rows(root)
        self._order = None
        self.beginResetModel()
        for gone in self._nodes.values():
            # Nodes that know each other would stay until garbage is looked for.
            gone.parent = None
        self._root, self._nodes = root, nodes
        self.endResetModel()

    def value(self, index: Index) -> Value:
        """Return what the row of a valid index shows."""
        return self._nodes[index.internalId()].value

    def value_at(self, row: int, parent: Index) -> Value:
        """Return what a row below ``parent`` shows; the row has to be there."""
        return self._node(parent).children[row].value

    def row_changed(self, index: Index) -> None:
        """Tell the views that one row looks different now."""
        row = index.row()
        self.dataChanged.emit(index.sibling(row, 0), index.sibling(row, self.COLUMNS - 1))

    def rows(self, keys: Container[Hashable] | None = None) -> Iterator[QModelIndex]:
        """Yield the first index of every row, or of those with these keys, parents first."""
        for node in self._in_order():
            if keys is None or node.key in keys:
                yield self._index_of(node)

    def values(self) -> list[Value]:
        """Return what the rows show, parents before their children."""
        return [node.value for node in self._in_order()]

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows below ``parent``."""
        return 0 if parent.column() > 0 else len(self._node(parent).children)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return self.COLUMNS

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of one cell."""
        # Qt's own hasIndex asks three times for what is at hand here.
        children = self._node(parent).children
        inside = 0 <= row < len(children) and 0 <= column < self.COLUMNS
        if inside and parent.column() <= 0:
            return self.createIndex(row, column, children[row].number)
        return QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Return the index of the row above in the tree."""
        above = self._nodes[index.internalId()].parent if index.isValid() else None
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.row, 0, above.number)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that rows can be chosen, and that those without children end the tree."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return ROW_FLAGS if self._nodes[index.internalId()].children else LEAF_FLAGS

    # Bringing up to date

    def _update(self, node: _Node[Value], branches: Sequence[Branch[Value]]) -> Steps[None]:
        """Give ``node`` exactly these children, keeping those that have the same key."""
        index = self._index_of(node)
        if [child.key for child in node.children] != [branch.key for branch in branches]:
            self._order = None
            self._remove_others(node, index, {branch.key for branch in branches})
            known = {child.key for child in node.children}
            row = 0
            for is_known, run in groupby(branches, lambda branch: branch.key in known):
                together = list(run)
                if is_known:
                    for offset, branch in enumerate(together):
                        self._move(node, index, row + offset, branch.key)
                else:
                    # All at once: there may be thousands.
                    self.beginInsertRows(index, row, row + len(together) - 1)
                    node.children[row:row] = [
                        self._build(branch, node, self._nodes) for branch in together
                    ]
                    _number_rows(node)
                    self.endInsertRows()
                row += len(together)
        for child, branch in zip(node.children, branches, strict=True):
            self._show(child, branch.value)
            if child.children or branch.children:
                yield from self._update(child, branch.children)
                yield

    def _show(self, node: _Node[Value], value: Value) -> None:
        """Show a value in one row; the views hear of it only when it looks different."""
        alike = self.looks_alike(node.value, value)
        node.value = value
        if not alike:
            self.row_changed(self._index_of(node))

    def _in_order(self) -> list[_Node[Value]]:
        """Return all nodes, parents before their children."""
        if self._order is None:
            self._order = []
            pending = list(reversed(self._root.children))
            while pending:
                node = pending.pop()
                self._order.append(node)
                pending.extend(reversed(node.children))
        return self._order

    def _remove_others(self, node: _Node[Value], index: QModelIndex, keys: set[Hashable]) -> None:
        """Remove the children whose keys are gone, neighbours together."""
        children = node.children
        last = len(children) - 1
        while last >= 0:
            first = last
            while first >= 0 and children[first].key not in keys:
                first -= 1
            if first < last:
                self.beginRemoveRows(index, first + 1, last)
                for gone in children[first + 1 : last + 1]:
                    _forget(gone, self._nodes)
                del children[first + 1 : last + 1]
                _number_rows(node)
                self.endRemoveRows()
            last = first - 1

    def _move(self, node: _Node[Value], index: QModelIndex, row: int, key: Hashable) -> None:
        """Bring the child with a key to ``row``; it stands there or further down."""
        children = node.children
        old = next(i for i in range(row, len(children)) if children[i].key == key)
        if old != row:
            self.beginMoveRows(index, old, old, index, row)
            children.insert(row, children.pop(old))
            _number_rows(node)
            self.endMoveRows()

    def _build(
        self, branch: Branch[Value], parent: _Node[Value], nodes: dict[int, _Node[Value]]
    ) -> _Node[Value]:
        """Return the nodes of a branch, and write them down among the others."""
        # Numbers are never used twice: an index of a row that is gone must not name another.
        self._count += 1
        node = _Node(self._count, branch, parent)
        nodes[node.number] = node
        node.children = [self._build(child, node, nodes) for child in branch.children]
        _number_rows(node)
        return node

    def _node(self, index: Index) -> _Node[Value]:
        """Return the node of an index, the root for an invalid one."""
        return self._nodes[index.internalId()] if index.isValid() else self._root

    def _index_of(self, node: _Node[Value]) -> QModelIndex:
        """Return the first index of a node."""
        if node is self._root:
            return QModelIndex()
        return self.createIndex(node.row, 0, node.number)


def _top() -> _Node[Any]:
    """Return the node above the first rows; it is never shown."""
    return _Node(-1, Branch[Any](None, None), None)


def _forget(node: _Node[Value], nodes: dict[int, _Node[Value]]) -> None:
    """Drop a node and all below it."""
    del nodes[node.number]
    node.parent = None
    for child in node.children:
        _forget(child, nodes)


def _number_rows(node: _Node[Value]) -> None:
    """Write down in each child which row it is."""
    for row, child in enumerate(node.children):
        child.row = row

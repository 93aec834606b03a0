"""Groups of mentions: links join them, surest first, and a document's own distinctions keep them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Joined:
    """Disjoint sets over 0 .. n-1; the smallest member stands for its set, so order of joining does not show."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, at: int) -> int:
        """The smallest member of the set that `at` is in."""
        root = at
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[at] != root:
            self._parent[at], at = root, self._parent[at]
        return root

    def join(self, one: int, other: int) -> None:
        """Make the two sets one."""
        one, other = self.find(one), self.find(other)
        self._parent[max(one, other)] = min(one, other)

    def groups_of(self, some: Iterable[int]) -> list[list[int]]:
        """The sets that these stand in, so far as they are among them; each sorted, by their smallest members."""
        members: dict[int, list[int]] = {}
        for at in sorted(some):
            members.setdefault(self.find(at), []).append(at)
        return list(members.values())


def cluster(documents: Sequence[int], within: Iterable[tuple[int, int]], links: Iterable[tuple[int, int]]) -> list[int]:
    """For each mention the smallest of its group, given the mentions' documents, links inside documents and between.

    Two mentions of one document never share a group unless that document itself says one thing with both (`within`).
    `links` come surest first.
    """
    sets = Joined(len(documents))
    for one, other in within:
        sets.join(one, other)
    said: dict[int, dict[int, int]] = {}  # group -> document -> the one thing that the document says there
    for one, other in links:
        left, right = sets.find(one), sets.find(other)
        if left == right:
            continue
        mine = said.get(left) or {documents[left]: left}
        theirs = said.get(right) or {documents[right]: right}
        if len(mine) > len(theirs):
            mine, theirs = theirs, mine
        if any(document in theirs and theirs[document] != thing for document, thing in mine.items()):
            continue
        theirs.update(mine)
        sets.join(left, right)
        said.pop(left, None)
        said.pop(right, None)
        said[sets.find(left)] = theirs
    return [sets.find(at) for at in range(len(documents))]

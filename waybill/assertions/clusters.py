"""Groups of mentions: links join them, surest first, and a document's own distinctions keep them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from waybill.assertions.pairs import Link

_SURENESS = {"high": 0, "medium": 1, "low": 2}


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

    def groups(self) -> list[list[int]]:
        """All sets, each sorted, by their smallest members."""
        members: dict[int, list[int]] = {}
        for at in range(len(self._parent)):
            members.setdefault(self.find(at), []).append(at)
        return list(members.values())


def cluster(
    size: int,
    documents: Sequence[int],
    within: Iterable[tuple[int, int]],
    links: Sequence[tuple[int, int, Link]],
) -> list[list[int]]:
    """Groups of mentions 0 .. size-1, given their documents, the links inside documents and those between.

    Two mentions of one document never share a group unless that document itself says one thing with both (`within`).
    Links are taken surest first, ties by the mentions' numbers, so the groups do not depend on the order given.
    """
    sets = Joined(size)
    for one, other in within:
        sets.join(one, other)
    said: dict[int, dict[int, int]] = {}  # group -> document -> the one thing that the document says there
    for one, other, _ in sorted(links, key=_surest):
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
    return sets.groups()


def _surest(link: tuple[int, int, Link]) -> tuple[int, float, int, int]:
    one, other, found = link
    return _SURENESS[found.confidence], -found.score, one, other

"""The item tree: what lies on one branch, what several items share, what a calibre makes of an item."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from schemas.vocabulary import vocabulary


class Tree(NamedTuple):
    units: dict[str, str]
    ammunition: dict[str, str]
    ids: frozenset[str]


@cache
def tree() -> Tree:
    rows = vocabulary("items")
    return Tree(
        {row["item_id"]: row["unit"] for row in rows},
        {row["item_id"]: row["ammunition_item_id"] for row in rows if row["ammunition_item_id"]},
        frozenset(row["item_id"] for row in rows),
    )


@cache
def calibres_known() -> dict[str, tuple[str, str]]:
    return {row["calibre_mm"]: (row["ammunition_item_id"], row["piece_item_id"]) for row in vocabulary("calibres")}


def unit_of(item_id: str) -> str:
    """The unit that an item is counted in.

    >>> unit_of("weapon.vehicle.tank")
    'vehicle'
    """
    return tree().units.get(item_id, "")


def related(a: str, b: str) -> bool:
    """Whether one item lies on the other's branch.

    >>> related("missile", "missile.cruise"), related("missile.cruise", "missile.ballistic")
    (True, False)
    """
    return a == b or a.startswith(b + ".") or b.startswith(a + ".")


def common_item(items: Iterable[str]) -> str | None:
    """The narrowest item that all items are below.

    >>> common_item(["munition.artillery.shell", "munition.artillery.mortar"])
    'munition.artillery'
    """
    paths = [item.split(".") for item in items]
    if not paths:
        return None
    shared: list[str] = []
    for steps in zip(*paths, strict=False):
        if len(set(steps)) > 1:
            break
        shared.append(steps[0])
    found = ".".join(shared)
    while found and found not in tree().ids:
        found = found.rpartition(".")[0]
    return found or None


def with_calibre(item_id: str, calibres: list[str]) -> str:
    """The item narrowed by a single calibre; several calibres in one phrase say nothing about the one figure."""
    if len(set(calibres)) != 1:
        return item_id
    calibre = calibres[0]
    direct = f"{item_id}.{calibre}mm"
    if direct in tree().ids:
        return direct
    if calibre not in calibres_known():
        return item_id
    ammunition, piece = calibres_known()[calibre]
    if item_id in {"munition", "munition.artillery"}:
        return ammunition or item_id
    if piece and (related(piece, item_id) and len(piece) > len(item_id)):
        return piece
    return item_id

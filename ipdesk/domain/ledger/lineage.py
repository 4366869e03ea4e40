"""What builds on what: the packages of a slot in causal order, their pasts as bit masks.

Bit i of a mask stands for the i-th package. Masks make whole pasts one integer: a slot with thousands of packages in a
row folds without recursion and without sets of sets.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lineage:
    """`order` has parents before children; `past[i]` is the mask of all that `order[i]` builds on, without itself."""

    order: tuple[str, ...]
    past: tuple[int, ...]

    def newest(self, mask: int) -> list[int]:
        """Those of the mask that nothing else of the mask builds on, latest in `order` first."""
        found = []
        while mask:
            last = mask.bit_length() - 1  # nothing in the mask comes after it, so nothing builds on it
            found.append(last)
            mask &= ~(self.past[last] | 1 << last)
        return found

    def shared(self, indices: Iterable[int]) -> int:
        """The mask of what all of these build on; of at least one index."""
        first, *others = indices
        mask = self.past[first]
        for index in others:
            mask &= self.past[index]
        return mask

    def names(self, indices: Iterable[int]) -> tuple[str, ...]:
        return tuple(sorted(self.order[index] for index in indices))


def lineage(parents: Mapping[str, Iterable[str]]) -> Lineage:
    """The lineage of these packages. Parents that are not among them are passed over: what is said is right for
    what is known here, and changes when they arrive. A cycle cannot occur: an id is a hash over its parents' ids.
    """
    known = {name: [parent for parent in parents[name] if parent in parents] for name in sorted(parents)}
    children: dict[str, list[str]] = {name: [] for name in known}
    for name, its_parents in known.items():
        for parent in its_parents:
            children[parent].append(name)
    waiting = {name: len(its_parents) for name, its_parents in known.items()}
    order = [name for name, count in waiting.items() if count == 0]
    for name in order:  # grows while it is walked
        for child in children[name]:
            waiting[child] -= 1
            if waiting[child] == 0:
                order.append(child)
    past: dict[str, int] = {}
    place = {name: index for index, name in enumerate(order)}
    for name in order:
        mask = 0
        for parent in known[name]:
            mask |= past[parent] | 1 << place[parent]
        past[name] = mask
    return Lineage(tuple(order), tuple(past[name] for name in order))

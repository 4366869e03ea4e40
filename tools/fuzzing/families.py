"""The classes of mutations: what each does, to which seeds, how often, and whether it leaves the figures alone."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tools.fuzzing import archives, cells, letters, markup
from tools.fuzzing.seeds import DESKS, Seed
from tools.fuzzing.trial import Mutant

Change = Callable[[random.Random, bytes], bytes | None]
_ZIPPED = ("workbook", "bundle", "pack")


@dataclass(frozen=True, slots=True)
class Family:
    """`share` is how many of a hundred mutants it makes."""

    change: Change
    share: int
    roles: tuple[str, ...] = ("workbook",)
    kept: bool = False


def _joined(dice: random.Random, data: bytes) -> bytes:
    return archives.join_two(dice, data, data[::-1] if dice.random() < 0.2 else data)


def _any(dice: random.Random, data: bytes) -> bytes | None:
    changes = (
        archives.flip_bits,
        archives.cut_off,
        archives.overwrite,
        archives.lie_in_headers,
        archives.shuffle_entries,
    )
    return dice.choice(changes)(dice, data)


def _inside(dice: random.Random, data: bytes) -> bytes:
    """The parts of a Word document, the letters of any other."""
    return (markup.change_markup if data.startswith(b"PK") else letters.change_letters)(dice, data)


FAMILIES: Mapping[str, Family] = {
    "bits": Family(archives.flip_bits, 10, kept=True),
    "cut": Family(archives.cut_off, 8, kept=True),
    "overwrite": Family(archives.overwrite, 8, kept=True),
    "join": Family(_joined, 5, kept=True),
    "headers": Family(archives.lie_in_headers, 10, kept=True),
    "dressed": Family(archives.dress_up, 4, kept=True),
    "entries": Family(archives.shuffle_entries, 8, kept=True),
    "markup": Family(markup.change_markup, 9),
    "cells": Family(cells.change_cells, 8),
    "keys": Family(cells.change_keys, 5, kept=True),
    "tokens": Family(cells.change_tokens, 4, kept=True),
    "packages": Family(cells.change_packages, 5, kept=True),
    "added": Family(cells.add_places, 1, kept=True),
    "removed": Family(cells.remove_places, 1),
    "tables": Family(archives.flip_bits, 3, roles=("table",)),
    "tablecut": Family(archives.overwrite, 2, roles=("table",)),
    "letters": Family(letters.change_letters, 2, roles=("table",)),
    "bundles": Family(_any, 2, roles=("bundle",)),
    "packs": Family(_any, 1, roles=("pack",)),
    "packcells": Family(cells.change_cells, 1, roles=("pack",)),
    "packmarkup": Family(markup.change_markup, 1, roles=("pack",)),
    "documents": Family(_any, 1, roles=("document",)),
    "docmarkup": Family(_inside, 1, roles=("document",)),
}


def mutants(numbered: Sequence[tuple[str, int]], seeds: Sequence[Seed], first: int) -> list[Mutant]:
    """Mutants by class and number: the same for the same `first` and seeds. What cannot be changed is left out.

    Fifty in a row go to one desk: the one that they were meant for, in one case of seven to any.
    """
    made = []
    for name, number in numbered:
        family = FAMILIES[name]
        block = random.Random(f"{first}/{name}/{number // 50}")
        stray, desk = block.random() < 0.15, block.choices(DESKS, (20, 50, 15, 15, 0))[0]
        fitting = [one for one in seeds if one.role in family.roles and (stray or desk in one.to)]
        dice = random.Random(f"{first}/{name}/{number}")
        seed = dice.choice(fitting or [one for one in seeds if one.role in family.roles])
        data = family.change(dice, seed.data)
        if data:
            made.append(Mutant(name, number, seed, data, block.choice(DESKS) if stray else desk, family.kept))
    return made

"""A ledger read from a bundle by the published format alone (ledger-format.md): packages, heads, decisions.

Nothing here comes from the program. Standard library only.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

Fields = Mapping[str, Any]
#: kind, unit, period, form; what a slot has not is empty.
Slot = tuple[str, str, str, str]
Key = tuple[str, str]

_SLOTTED: Mapping[str, tuple[str, ...]] = {
    "plan": (), "policy": (), "targets": ("unit",), "opinion": ("unit",), "template": ("unit", "period", "form"),
    "submission": ("unit", "period", "form"), "release": ("period",),
}  # fmt: skip
_ADJUSTED, _WAIVED, _OPEN, _IN_FORCE, _STATUS = "adjusted", "waived", "open", "in force", "status"


def canonical(value: object) -> bytes:
    """The one way of writing a package in bytes (part 2)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass
class Ledger:
    """All packages of one plan's ledger, by id."""

    packages: dict[str, Fields]
    slots: dict[Slot, list[str]] = field(default_factory=dict)
    decisions: dict[Slot, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, package in self.packages.items():
            content = package["content"]
            if package["kind"] == "decision":
                where = content["slot"]
                slot = (where["kind"], where.get("unit", ""), where.get("period", ""), where.get("form", ""))
                self.decisions.setdefault(slot, []).append(name)
            elif package["kind"] in _SLOTTED:
                given = {key: content[key] for key in _SLOTTED[package["kind"]]}
                slot = (package["kind"], given.get("unit", ""), given.get("period", ""), given.get("form", ""))
                self.slots.setdefault(slot, []).append(name)

    @property
    def issuer(self) -> str:
        return str(next(iter(self.packages.values()))["ledger"]["issuer"])

    def content(self, name: str) -> Fields:
        found: Fields = self.packages[name]["content"]
        return found

    def _parents(self, name: str) -> frozenset[str]:
        return frozenset(parent for parent in self.packages[name].get("parents", ()) if parent in self.packages)

    def line(self, name: str) -> frozenset[str]:
        """The package and all that it succeeds."""
        found, waiting = set(), [name]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(self._parents(one))
        return frozenset(found)

    def newest(self, names: Iterable[str]) -> list[str]:
        """Those that no other one of them succeeds."""
        names = sorted(names)
        return [one for one in names if not any(one in self.line(other) for other in names if other != one)]

    def state(self, slot: Slot) -> Mapping[Key, str]:
        """What the decisions on a slot come to (part 7)."""
        names = self.decisions.get(slot, [])
        return self._merged(frozenset(names), frozenset(self.newest(names)))

    def _merged(self, names: frozenset[str], tips: frozenset[str]) -> Mapping[Key, str]:
        """The state after some newest decisions: one stands, several are merged over what they have in common."""
        if not tips:
            return {}
        states = [self._after(names, one) for one in sorted(tips)]
        if len(states) == 1:
            return states[0]
        common = frozenset.intersection(*(self.line(one) & names for one in tips))
        base = self._merged(names, frozenset(self.newest(common)))
        merged = dict(base)
        for key in {key for state in states for key in state} | set(base):
            changes = {state.get(key, "") for state in states if state.get(key, "") != base.get(key, "")}
            if len(changes) == 1:
                merged[key] = changes.pop()
            elif changes:
                merged[_OPEN, ""] = "yes"
        return merged

    def _after(self, names: frozenset[str], name: str) -> Mapping[Key, str]:
        before = self._merged(names, self._parents(name) & names)
        content, state = self.content(name), dict(before)
        named: list[str] = list(content.get("names", ()))
        verb = content["verb"]
        words = {
            "accept": "accepted", "return": "returned", "reopen": "pending", "withdraw": "withdrawn",
            "reinstate": "reinstated",
        }  # fmt: skip
        if verb in words:
            state.update({(_STATUS, one): words[verb] for one in named})
        if verb in ("withdraw", "reopen", "return", "reinstate"):
            state.update({(_ADJUSTED, one): "taken back" for one in named if (_ADJUSTED, one) in before})
        if verb == "accept" and named:
            state[_IN_FORCE, ""] = named[-1]
        elif verb in ("return", "reopen", "withdraw") and before.get((_IN_FORCE, "")) in named:
            state[_IN_FORCE, ""] = ""
        elif verb in ("supersede", "settle"):
            others = list(content.get("others", ()))
            for one in named:
                if before.get((_STATUS, one)) in ("superseded", "withdrawn"):
                    state[_STATUS, one] = "reinstated"
            state.update({(_STATUS, one): "superseded" for one in others})
            if before.get((_IN_FORCE, "")) in others:
                state[_IN_FORCE, ""] = ""
        elif verb == "adjust":
            state[_ADJUSTED, name] = "stands"
        if verb == "waive":
            state[_WAIVED, ""] = "yes"
        elif verb == "reopen" and not named:
            state[_WAIVED, ""] = ""
        return state

    def heads(self, slot: Slot) -> list[str]:
        names, state = self.slots.get(slot, []), self.state(slot)
        succeeded = {parent for one in names for parent in self._parents(one)}
        out = {one for one in names if state.get((_STATUS, one)) in ("withdrawn", "superseded")}
        back = {one for one in names if state.get((_STATUS, one)) == "reinstated"}
        return sorted((set(names) - succeeded - out) | back)

    def in_force(self, slot: Slot) -> str:
        """The version in force, empty when none is (part 8)."""
        if slot[0] == "submission":
            return self.state(slot).get((_IN_FORCE, ""), "")
        heads = self.heads(slot)
        if len(heads) == 1:
            return heads[0]
        return self._common(heads, lambda one: True)

    def _common(self, heads: list[str], wanted: Callable[[str], bool]) -> str:
        """The newest wanted one that all these succeed or are; empty when there is none."""
        if not heads:
            return ""
        shared = frozenset.intersection(*(self.line(one) for one in heads))
        newest = self.newest(one for one in shared if wanted(one))
        if len(newest) > 1:
            return self._common(newest, wanted)
        return newest[0] if newest else ""

    def waived(self, slot: Slot) -> bool:
        return self.state(slot).get((_WAIVED, "")) == "yes"

    def targets_of(self, unit: str) -> Fields:
        """The content of the newest targets handed down to a unit: of stage `order`, whatever is asked about now."""
        in_force = self.in_force(("targets", unit, "", ""))
        orders = [one for one in (self.line(in_force) if in_force else ())
                  if self.content(one).get("stage", "order") == "order"]  # fmt: skip
        newest = self.newest(orders)
        if len(newest) > 1:
            newest = [self._common(newest, lambda one: one in orders)]
        return self.content(newest[0]) if newest and newest[0] else {}

    def adjustments(self, period: str) -> list[tuple[str, Fields]]:
        """What stands beside the units' own figures of a period: the decision's id and what it says."""
        found = []
        for slot in sorted(self.decisions):
            if slot[2] == period:
                state = self.state(slot)
                found += [(one, self.content(one)["adjustment"]) for one in sorted(self.decisions[slot])
                          if state.get((_ADJUSTED, one)) == "stands"]  # fmt: skip
        return found


def read(bundle: Path, plan: str) -> Ledger:
    """The ledger of a plan in a bundle. ValueError when a package is not what its name says."""
    packages: dict[str, Fields] = {}
    with zipfile.ZipFile(bundle) as archive:
        for entry in sorted(archive.namelist()):
            if not entry.startswith("packages/"):
                continue
            name, raw = Path(entry).stem, archive.read(entry)
            package = json.loads(raw)
            if canonical(package) != raw or hashlib.sha256(raw).hexdigest() != name:
                raise ValueError(f"package {name}: its bytes are not canonical or not those that its id names")
            if package["ledger"]["plan"] == plan:
                packages[name] = package
    if len({canonical(one["ledger"]) for one in packages.values()}) != 1:
        raise ValueError(f"the bundle holds no ledger of {plan}, or several")
    return Ledger(packages)


@cache
def months_to(code: str) -> int:
    """Months from the year 0 to the end of a period, whole ones."""
    year, _, part = code.partition("-")
    if part.startswith("M"):
        month = int(part[1:])
    elif part.startswith("Q"):
        month = 3 * int(part[1:])
    elif part.startswith("H"):
        month = 6 * int(part[1:])
    else:
        month = 12
    return 12 * int(year) + month


def year_of(code: str) -> int:
    return int(code[:4])


def form_of(code: str) -> str:
    """The kind of a period: M, Q, H, est, flash, final, or empty for a year."""
    part = code[5:]
    return part[:1] if part[:1] in ("M", "Q", "H") else part

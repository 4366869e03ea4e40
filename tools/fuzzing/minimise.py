"""A failing file made as small a change of its seed as still fails."""

from collections.abc import Callable

from ipdesk.exchange.zipped import packed
from tools.fuzzing.archives import parts_of


def minimise(seed: bytes, failing: bytes, fails: Callable[[bytes], bool], most: int = 200) -> bytes:
    """`failing` with as much of `seed` put back as goes: whole parts of the zip first, then stretches of bytes."""
    tries = iter(range(most))
    best = failing
    ours, theirs = dict(parts_of(seed)), parts_of(failing)
    if ours and theirs and fails(packed(theirs)):
        parts = dict(theirs)
        for name in list(parts):
            if parts[name] != ours.get(name) and name in ours and next(tries, None) is not None:
                other = parts | {name: ours[name]}
                if fails(packed(other.items())):
                    parts = other
        for name in [name for name in parts if name in ours and parts[name] != ours[name]]:

            def within(content: bytes, name: str = name) -> bool:
                return next(tries, None) is not None and fails(packed((parts | {name: content}).items()))

            parts[name] = _nearer(ours[name], parts[name], within)
        best = packed(parts.items())
    else:
        best = _nearer(seed, failing, lambda data: next(tries, None) is not None and fails(data))
    return best


def _nearer(seed: bytes, failing: bytes, fails: Callable[[bytes], bool]) -> bytes:
    """What differs between the common beginning and the common end, cut down by halves."""
    begin = _common(seed, failing)
    end = min(_common(seed[begin:][::-1], failing[begin:][::-1]), len(failing) - begin)
    middle, instead = failing[begin : len(failing) - end], seed[begin : len(seed) - end]
    tail = failing[len(failing) - end :]
    size = max(len(middle) // 2, 1)
    while size >= 1 and len(middle) == len(instead) and middle:
        for start in range(0, len(middle), size):
            other = middle[:start] + instead[start : start + size] + middle[start + size :]
            if other != middle and fails(failing[:begin] + other + tail):
                middle = other
        if size == 1:
            break
        size //= 2
    return failing[:begin] + middle + tail


def _common(one: bytes, two: bytes) -> int:
    low, high = 0, min(len(one), len(two))
    while low < high:
        half = (low + high + 1) // 2
        if one[:half] == two[:half]:
            low = half
        else:
            high = half - 1
    return low

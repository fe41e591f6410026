"""Agreements that follow one another: none may follow nothing, and none itself by a detour."""

from collections import defaultdict
from collections.abc import Mapping

Follows = Mapping[str, str | None]
Broken = dict[str, tuple[str, ...]]


def find_broken(in_file: Follows, in_database: Follows) -> Broken:
    """Which agreements of the file cannot be kept because of what they follow.

    Args:
        in_file: the agreements that the file would write, and what each follows.
        in_database: those that the database has. One of the file that is not kept stays as it is there.

    Returns:
        Their names, each with the one name that it follows in vain, or with the circle it stands in: (A, B, A).
    """
    kept = dict(in_file)
    broken: Broken = {}
    while found := _follow_nothing(kept, in_database) or _stand_in_circles(kept, in_database):
        broken |= found
        for name in found:
            del kept[name]
    return broken


def _follow_nothing(kept: Follows, in_database: Follows) -> Broken:
    followers: defaultdict[str, list[str]] = defaultdict(list)
    for name, target in kept.items():
        if target is not None:
            followers[target].append(name)
    found: Broken = {}
    missing = [target for target in followers if target not in kept and target not in in_database]
    while missing:
        target = missing.pop()
        found |= dict.fromkeys(followers[target], (target,))
        missing += [name for name in followers[target] if name not in in_database]
    return found


def _stand_in_circles(kept: Follows, in_database: Follows) -> Broken:
    follows = {**in_database, **kept}
    first_seen_from: dict[str, str] = {}
    found: Broken = {}
    for start in kept:
        walk: list[str] = []
        here: str | None = start
        while here is not None and here in follows and here not in first_seen_from:
            first_seen_from[here] = start
            walk.append(here)
            here = follows[here]
        if here in walk:
            circle = walk[walk.index(here) :]
            turns = ((*circle[place:], *circle[:place], name) for place, name in enumerate(circle))
            found |= {turn[0]: turn for turn in turns if turn[0] in kept}
    return found

"""How much the guard finds, and how often it is wrong."""

from dataclasses import dataclass

from bot.guard import Kind, find
from tests.guard.corpus import Written, look_alikes, negatives, others, people
from tests.guard.negatives import NEGATIVES
from tests.guard.others import LOOK_ALIKES, POSITIVES
from tests.guard.spellings import SPELLINGS


@dataclass(frozen=True)
class Tally:
    """What was tried, and what of it went wrong."""

    name: str
    tried: int
    wrong: tuple[str, ...]

    @property
    def percent(self) -> float:
        return 100 * len(self.wrong) / self.tried


@dataclass(frozen=True)
class Recall:
    """Numbers of persons in a spelling: those let through, and those stopped as a phone."""

    missed: Tally
    as_phone: Tally


def recall(spelling: str, count: int, seed: int) -> Recall:
    """How `count` numbers in `spelling` fare."""
    missed, as_phone = [], []
    for written in people(spelling, count, seed):
        hits = written.hits()
        if not written.is_covered(hits):
            missed.append(written.text)
        elif {hit.kind for hit in hits} != {Kind.IDENTITY}:
            as_phone.append(written.text)
    return Recall(Tally(spelling, count, tuple(missed)), Tally(spelling, count, tuple(as_phone)))


def false_alarms(kind: str, count: int, seed: int) -> Tally:
    """How many of `count` sentences without a person's number are taken to have one."""
    wrong = [text for text in negatives(kind, count, seed) if any(hit.kind is Kind.IDENTITY for hit in find(text))]
    return Tally(kind, count, tuple(wrong))


def misses(kind: Kind, count: int, seed: int) -> Tally:
    """How many of `count` phones, e-mail or street addresses are let through or named otherwise."""
    wrong = [written.text for written in others(kind, count, seed) if not _is_found(written, kind)]
    return Tally(str(kind), count, tuple(wrong))


def alarms(kind: str, count: int, seed: int) -> Tally:
    """How many of `count` harmless sentences have a hit of any kind but identity."""
    wrong = [
        text for text in look_alikes(kind, count, seed) if any(hit.kind is not Kind.IDENTITY for hit in find(text))
    ]
    return Tally(kind, count, tuple(wrong))


def report(each: int, mixed: int, seed: int) -> str:
    """The figures as a table: `each` numbers in each spelling, `mixed` negatives in all."""
    found = [recall(spelling, each, seed) for spelling in SPELLINGS]
    tried, missed = each * len(found), sum(len(one.missed.wrong) for one in found)
    as_phone = sum(len(one.as_phone.wrong) for one in found)
    false = [false_alarms(kind, mixed // len(NEGATIVES), seed) for kind in NEGATIVES]
    total = sum(tally.tried for tally in false)
    rows = [
        f"{len(found)} spellings x {each} numbers: {tried} tried, {missed} let through, {as_phone} stopped as a phone",
        *(
            f"  {one.missed.name}: {one.missed.wrong[:2]} {one.as_phone.wrong[:2]}"
            for one in found
            if any(_wrongs(one))
        ),
        f"false identity alarms: {100 * sum(len(tally.wrong) for tally in false) / total:.3f} % of {total}",
        *(_row(tally) for tally in false),
        "missed of the other kinds:",
        *(_row(misses(kind, mixed // 20, seed)) for kind in POSITIVES),
        "harmless sentences with a phone, e-mail or address in them:",
        *(_row(alarms(kind, mixed // 20, seed)) for kind in LOOK_ALIKES),
    ]
    return "\n".join(rows)


def _is_found(written: Written, kind: Kind) -> bool:
    hits = written.hits()
    return written.is_covered(hits) and {hit.kind for hit in hits} == {kind}


def _wrongs(one: Recall) -> tuple[str, ...]:
    return one.missed.wrong + one.as_phone.wrong


def _row(tally: Tally) -> str:
    examples = f"  {list(tally.wrong[:3])}" if tally.wrong else ""
    return f"  {tally.name:34}{tally.percent:8.3f} % of {tally.tried}{examples}"

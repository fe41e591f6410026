"""Which agreements of a file can stand beside each other and those that the database has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.actions.partnerships.agreement_entry import AgreementFacts
from bot.actions.partnerships.chains import find_broken
from bot.actions.partnerships.checking import Checked
from bot.actions.partnerships.findings import show
from bot.actions.partnerships.overlaps import Span, find_overlaps
from bot.actions.partnerships.report import Report
from models import Agreement, AgreementStatus

CIRCLE_SHOWN = 5

One = Checked[AgreementFacts]


@dataclass(frozen=True)
class Stored:
    """What the database has: agreements by name, and the ids of their parties by agreement."""

    rows: Mapping[str, Agreement]
    parties: Mapping[int, Sequence[int]]

    def is_agreed(self, name: str) -> bool:
        """Whether the agreement counts: one that is only proposed, or was withdrawn, overlaps nothing."""
        row = self.rows.get(name)
        return row is None or row.status is AgreementStatus.AGREED

    def spans(self) -> dict[str, Span]:
        """The periods of those that count."""
        return {
            name: Span(name, row.follows, frozenset(self.parties.get(row.id, ())), row.valid_from, row.valid_to)
            for name, row in self.rows.items()
            if self.is_agreed(name)
        }


def with_sound_sequence(
    good: list[One], places: Mapping[str, str], stored: Stored, organisations: Mapping[str, int], report: Report
) -> list[One]:
    """Those of `good` that follow what is there, follow in no circle, and overlap none of their chain.

    What is left out stays as the database has it, and may so keep out others. `report` is told.
    """
    spans = {one.facts.name: _span(one.facts, organisations) for one in good if stored.is_agreed(one.facts.name)}
    before = stored.spans()
    follows = {name: row.follows for name, row in stored.rows.items()}
    kept = {one.facts.name: one for one in good}
    while wrong := _wrong(kept, spans, follows, before, places):
        for name, reason in wrong.items():
            report.reject(kept.pop(name).entry, [reason])
            spans.pop(name, None)
    for name, reason in find_overlaps(spans, before).odd.items():
        report.caution(kept[name].entry, [reason])
    return list(kept.values())


def _wrong(
    kept: Mapping[str, One],
    spans: Mapping[str, Span],
    follows: Mapping[str, str | None],
    before: Mapping[str, Span],
    places: Mapping[str, str],
) -> dict[str, str]:
    broken = find_broken({name: one.facts.follows for name, one in kept.items()}, follows)
    if broken:
        return {name: _broken(names, places) for name, names in broken.items()}
    return find_overlaps(spans, before).wrong


def _span(facts: AgreementFacts, organisations: Mapping[str, int]) -> Span:
    parties = frozenset(organisations[name] for name in facts.parties)
    return Span(facts.name, facts.follows, parties, facts.columns["valid_from"], facts.columns["valid_to"])


def _broken(names: tuple[str, ...], places: Mapping[str, str]) -> str:
    if len(names) == 1:
        return (
            f"it follows {show(names[0])}, which was not imported itself ({places[names[0]]}); correct that entry first"
        )
    shown = names if len(names) <= CIRCLE_SHOWN else (*names[: CIRCLE_SHOWN - 1], "…", names[-1])
    return f"agreements follow each other in a circle: {' after '.join(show(name) for name in shown)}"

"""The yearly follow-up (*uppföljning*) of all a board's partnerships, as values for its template."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.agreements import agreement_facts
from bot.documents.partnership import checks, rows
from bot.documents.partnership.chains import Chain
from bot.documents.partnership.facts import Facts, marked, missing
from bot.documents.partnership.gather import Gathered
from bot.documents.partnership.rows import Held, Judged, Row, StateRow, Validity
from messages.documents import long_date, say
from models import Agreement, Criterion


@dataclass(frozen=True)
class Partnership:
    """One partnership in the year."""

    name: str
    validity: tuple[Validity, ...]
    facts: tuple[Row, ...]
    purpose: str
    need: tuple[str, ...]
    activities: tuple[str, ...]
    held: tuple[Held, ...]
    results: tuple[str, ...]
    states: tuple[StateRow, ...]
    people: tuple[Row, ...]
    criteria: tuple[Judged, ...]
    checks: tuple[str, ...]
    lacking: tuple[str, ...]
    """What is not known: keys of the words' `fact` table; `missing` says the same in words."""
    missing: tuple[str, ...]


@dataclass(frozen=True)
class FollowUp:
    """The whole document; `drawn` is the day it was drawn up."""

    board: str
    year: int
    drawn: str
    guidelines: str
    criteria: tuple[str, ...]
    partnerships: tuple[Partnership, ...]
    departments: tuple[str, ...]


def follow_up(gathered: Gathered) -> FollowUp:
    """The document about the calendar year that was gathered."""
    partnerships = tuple(_partnership(gathered, chain) for chain in gathered.chains)
    departments = {
        agreement_facts.text(one, "responsible_department") or ""
        for chain in gathered.chains
        for one in chain.running(gathered.first, gathered.last)
    }
    return FollowUp(
        board=gathered.board.name,
        year=gathered.first.year,
        drawn=long_date(gathered.today),
        guidelines=agreement_facts.GUIDELINES,
        criteria=tuple(say(f"criterion.{one}") for one in Criterion if one is not Criterion.PROCUREMENT),
        partnerships=partnerships,
        departments=tuple(sorted(departments - {""})),
    )


def _partnership(gathered: Gathered, chain: Chain) -> Partnership:
    year = gathered.first.year
    running = chain.running(gathered.first, gathered.last)
    facts, all_facts = Facts(running[::-1]), Facts(chain.agreements[::-1])
    around, ids = chain.around(gathered.first, gathered.last), [one.id for one in running]
    held = rows.held(gathered, ids)
    table = gathered.counts.table(ids)
    criteria = rows.criteria(gathered.judged(ids))
    activities, results = all_facts.lines(f"activities_{year}_sv"), tuple(_results(all_facts, year))
    known = (
        ("purpose", facts.text("purpose_sv") is not None),
        ("need", facts.value("need_identified") is not None),
        ("activities", bool(activities or held)),
        ("results", bool(results)),
        ("finance", facts.value("both_parties_finance") is not None),
        ("programme", facts.value("programme_sv") is not None),
        ("responsible", facts.value("responsible_department") is not None),
        ("activity_log", bool(held)),
        ("criteria", bool(criteria)),
        ("referrals", table is not None or not any(one.takes_referrals for one in running)),
    )
    lacking = tuple(name for name, is_known in known if not is_known)
    return Partnership(
        name=chain.agreements[-1].name,
        validity=tuple(rows.validity(chain, one, _role(one, running, year)) for one in around.agreements),
        facts=tuple(_facts(gathered, around, running, facts)),
        purpose=facts.text("purpose_sv") or missing(),
        need=tuple(needs(facts)) or (missing(),),
        activities=activities or (missing(),),
        held=held,
        results=results or (missing(),),
        states=rows.states(table) if table else (),
        people=rows.people(gathered.counts.people(ids)),
        criteria=criteria,
        checks=tuple(_checks(gathered, around, facts, all_facts)),
        lacking=lacking,
        missing=checks.in_words(lacking),
    )


def _role(one: Agreement, running: tuple[Agreement, ...], year: int) -> str:
    if one in running:
        return say("validity.current", year=year)
    return say("validity.before" if one.valid_from < running[0].valid_from else "validity.after")


def _facts(gathered: Gathered, around: Chain, running: tuple[Agreement, ...], facts: Facts) -> Iterable[Row]:
    """The rows of a partnership's table; those that stand in another table are left out where that is shown."""
    newest = running[-1]
    ids = [one.id for one in running]
    yield Row(say("fact.parties"), "\n".join(map(rows.party, around.parties[newest.id])))
    if lines := rows.gap_lines(around):
        yield Row(say("fact.gap"), lines)
    yield Row(say("fact.finance"), finance(facts, len(around.parties[newest.id])))
    none_known = marked(say("word.none_known"), facts.mark("programme_sv"))
    programme = none_known if facts.is_none("programme_sv") else facts.text("programme_sv")
    yield Row(say("fact.programme"), programme or missing())
    yield Row(say("fact.responsible"), facts.text("responsible_department") or missing())
    yield Row(say("fact.continuation"), _continuation(gathered, newest, facts))
    yield Row(say("fact.presence"), _presence(gathered, running, facts))
    if doubt := procurement(facts):
        yield Row(say("fact.procurement"), doubt)
    if not gathered.counts.table(ids):
        takes = any(one.takes_referrals for one in running)
        yield Row(say("fact.referrals"), say("referrals.none_logged" if takes else "referrals.none_taken"))
    if not gathered.judged(ids):
        yield Row(say("fact.criteria"), missing())
    if not any(one in gathered.logged for one in ids):
        yield Row(say("fact.activity_log"), missing())


def finance(facts: Facts, parties: int) -> str:
    """Whether both (or all) parties pay, with money or otherwise."""
    said = facts.value("both_parties_finance")
    if not isinstance(said, bool):
        return missing()
    word = ("both" if parties == 2 else "all") if said else "one"
    return marked(say(f"finance.{word}"), facts.mark("both_parties_finance"))


def procurement(facts: Facts) -> str | None:
    """What is doubted about procurement; nothing where nobody has said anything."""
    said = facts.value("procurement_doubt")
    if not isinstance(said, bool):
        return None
    words = facts.text("procurement_doubt_sv") if said else None
    sentence = marked(say("procurement.doubt" if said else "procurement.no_doubt"), facts.mark("procurement_doubt"))
    return "\n".join(filter(None, (sentence, words)))


def needs(facts: Facts) -> Iterable[str]:
    """What is known of the need that the parties meet, with its figures and their source."""
    identified = facts.value("need_identified")
    if isinstance(identified, bool):
        yield marked(say("need.yes" if identified else "need.no"), facts.mark("need_identified"))
    if words := facts.text("need_sv"):
        yield words
    if figures := facts.text("need_facts"):
        yield figures
    if source := facts.text("need_source"):
        yield say("need.source", source=source)


def _continuation(gathered: Gathered, newest: Agreement, facts: Facts) -> str:
    lines = []
    if facts.value("dialogue_on_continuation") is True:
        lines.append(marked(say("continuation.dialogue"), facts.mark("dialogue_on_continuation")))
    if newest.intention:
        lines.append(marked(say(f"continuation.{newest.intention}"), "room"))
    following = next((one for chain in gathered.chains for one in chain.agreements if one.follows == newest.name), None)
    if following:
        lines.append(marked(say("continuation.follows", first=long_date(following.valid_from)), "source"))
    return "\n".join(lines) or missing()


def _presence(gathered: Gathered, running: tuple[Agreement, ...], facts: Facts) -> str:
    lines = list(rows.presence(gathered, [one.id for one in running]))
    if facts.value("presence_promised_and_not_kept") is True:
        lines.append(marked(say("presence.not_kept"), facts.mark("presence_promised_and_not_kept")))
    if lines:
        return "\n".join(lines)
    return say("presence.none_logged") if any(one.promises_presence for one in running) else missing()


def _results(facts: Facts, year: int) -> Iterable[str]:
    if words := facts.text(f"results_{year}_sv"):
        yield words
    for what, key in (("recurring", f"recurring_participants_{year}"), ("enrolled", f"enrolled_jobbtorg_or_af_{year}")):
        if (said := facts.count(key)) is not None:
            yield marked(say(f"result.{what}", count=said), facts.mark(key))


def _checks(gathered: Gathered, around: Chain, facts: Facts, all_facts: Facts) -> Iterable[str]:
    yield from checks.of_chain(around, min(gathered.today, date(gathered.last.year + 1, 1, 1)))
    yield from checks.of_facts(facts)
    yield from checks.of_year(gathered, around, all_facts, gathered.first.year)

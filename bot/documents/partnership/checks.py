"""What an author looks into before a decision: sources that contradict each other, what is odd, what nobody knows."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from bot import suppression
from bot.actions.orgnr import Doubt
from bot.agreements import periods
from bot.documents.partnership import counted, rows
from bot.documents.partnership.chains import Chain, gaps
from bot.documents.partnership.facts import Facts
from bot.documents.partnership.gather import Gathered
from messages.documents import long_date, say
from models import Agreement, LadderStep

NUMERAL = re.compile(r"\d+(?:[ \u00a0–-]\d+)*")
ENGLISH = {
    "need_facts": ("need", "need_sv"),
    "in_kind_not_counted": ("contributions", "contribution_partner_sv"),
    "target_group_en": ("target", "target_group_sv"),
}
"""Facts in English: what they are about, and the fact that says the same in Swedish."""


def of_chain(chain: Chain, today: date) -> Iterable[str]:
    """What is odd about a partnership's parties and periods."""
    yield from _numbers(chain)
    yield from _parties(chain)
    for days, ended, begun in gaps(chain):
        yield say("check.gap", days=days, first=long_date(ended), last=long_date(begun))
    for one in chain.agreements:
        yield from _end(one)
        undecided = not one.first_end and not chain.extensions.get(one.id)
        if one.extension_permitted_months and one.valid_to < today and undecided:
            yield say("check.extension", months=one.extension_permitted_months, last=long_date(one.valid_to))
    yield from _lapsed(chain.agreements[-1], today)


def of_facts(facts: Facts) -> Iterable[str]:
    """What the agreements say of themselves that does not meet the criteria, or needs an author's hand."""
    if facts.value("need_identified") is False:
        yield say("check.need")
    if facts.is_none("programme_sv"):
        yield say("check.programme")
    if facts.value("procurement_doubt") is True:
        yield say("check.procurement")
    for key, (what, in_swedish) in ENGLISH.items():
        if facts.is_english(key) and not facts.value(in_swedish):
            yield say("check.english", what=say(f"fact.{what}").casefold())


def of_year(gathered: Gathered, chain: Chain, facts: Facts, year: int) -> Iterable[str]:
    """Where a source's results of a year and what is logged do not say the same."""
    people = gathered.counts.people(chain.ids)
    yield from _recurring(facts.count(f"recurring_participants_{year}"), people)
    yield from _enrolled(facts.count(f"enrolled_jobbtorg_or_af_{year}"), people)
    yield from _visitors(gathered, chain, facts, year)
    if facts.value("presence_promised_and_not_kept") is True:
        yield _presence(gathered, chain)


def of_budget(facts: Facts, lines_ore: int | None) -> Iterable[str]:
    """Whether the budget's lines add up to the sum that a source states."""
    stated = facts.count("budget_sek")
    if stated is not None and lines_ore is not None and lines_ore != stated * 100:
        yield say("check.budget_sum", lines=lines_ore // 100, stated=stated)


def _numbers(chain: Chain) -> Iterable[str]:
    organisations = {party.id: party for one in chain.agreements for party in chain.parties[one.id]}
    for organisation in organisations.values():
        if organisation.orgnr_note is None:
            continue
        doubt = Doubt.from_note(organisation.orgnr_note)
        values = {"number": organisation.orgnr_as_written or "", "name": organisation.name}
        why = say(f"orgnr.{doubt.fault}")
        if doubt.readings:
            yield say("check.orgnr_reading", **values, why=why, readings=", ".join(doubt.readings))
        else:
            yield say("check.orgnr", **values, why=why)


def _parties(chain: Chain) -> Iterable[str]:
    sets = [{party.id for party in chain.parties[one.id]} for one in chain.agreements]
    if any(earlier != later for earlier, later in pairwise(sets)):
        yield say("check.parties")


def _end(one: Agreement) -> Iterable[str]:
    last, reported = long_date(one.valid_to), one.reported_end
    if reported and (days := periods.unexplained_days(one)):
        yield say("check.unexplained", last=last, reported=long_date(reported), days=days)
        furthest = periods.furthest_end(one)
        if reported > furthest > one.valid_to:
            beyond = (reported - furthest).days
            yield say("check.beyond", reported=long_date(reported), days=beyond, furthest=long_date(furthest))
    if one.valid_to.day == 1:
        yield say("check.odd_end", last=last)


def _lapsed(newest: Agreement, today: date) -> Iterable[str]:
    if newest.valid_to >= today:
        return
    in_dialogue = newest.facts.get("dialogue_on_continuation") is True
    yield say("check.lapsed_dialogue" if in_dialogue else "check.lapsed", last=long_date(newest.valid_to))


def _recurring(said: int | None, people: Mapping[str, int]) -> Iterable[str]:
    """The source's figure against the noted steps, told as any count of people is."""
    if said is None or not people:
        return
    told, noted = counted.told_people(people), people.get(LadderStep.RECURRING)
    participants = people.get("participants", 0)
    if noted is not None and noted != said:
        yield say("check.recurring", said=said, counted=_told(told[LadderStep.RECURRING]))
    if noted is None and 0 < participants < said:
        yield say("check.recurring_more", said=said, counted=_told(told["participants"]))


def _enrolled(said: int | None, people: Mapping[str, int]) -> Iterable[str]:
    noted = people.get(LadderStep.JOB_AGENCY, 0)
    if said is not None and people and noted != said:
        yield say("check.enrolled", said=said, counted=_told(counted.told_people(people).get(LadderStep.JOB_AGENCY, 0)))


def _visitors(gathered: Gathered, chain: Chain, facts: Facts, year: int) -> Iterable[str]:
    """A result that names figures, beside the log's own."""
    result = facts.value(f"results_{year}_sv")
    numbers = NUMERAL.findall(result) if isinstance(result, str) else []
    figures = rows.together(gathered.logged[one] for one in chain.ids if one in gathered.logged)
    if numbers and figures.visitors is not None and not suppression.is_small(figures.visitors):
        each = round(figures.visitors / figures.counted)
        yield say("check.visitors", numbers=", ".join(numbers), each=each)


def _presence(gathered: Gathered, chain: Chain) -> str:
    found = [gathered.shifts[one] for one in chain.ids if one in gathered.shifts]
    if not found:
        return say("check.presence_unlogged")
    return say("check.presence", kept=sum(one.kept for one in found), promised=sum(one.promised for one in found))


def _told(count: int | None) -> str:
    return say("word.few") if count is None else str(count)


def in_words(lacking: Iterable[str]) -> tuple[str, ...]:
    """What is not known (keys of the words' `fact` table), in small letters as in a sentence."""
    return tuple(say(f"fact.{name}").lower() for name in lacking)

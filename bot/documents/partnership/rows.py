"""Rows that several documents share: parties, periods, what was held, who was referred. All text, ready to be read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from bot import suppression
from bot.actions.orgnr import Doubt
from bot.agreements import periods
from bot.agreements.activities import ActivityFigures, Figures
from bot.documents.partnership import counted
from bot.documents.partnership.chains import Chain, gaps
from bot.documents.partnership.facts import marked, missing
from bot.documents.partnership.gather import Gathered
from bot.suppression import ToldTable
from messages.documents import long_date, say
from models import ActivityKind, Agreement, Assessment, Criterion, LadderStep, Organisation, Resolution


@dataclass(frozen=True)
class Row:
    """A line of a table with two columns; several lines of text stand below each other."""

    name: str
    text: str


@dataclass(frozen=True)
class Validity:
    """An agreement's period, how far it may be extended, and whether it was."""

    name: str
    first: str
    last: str
    extension: str
    exercised: str


@dataclass(frozen=True)
class Held:
    """Activities of one kind, as they were logged."""

    kind: str
    held: str
    called_off: str
    visitors: str
    volunteers: str
    leaders: str


@dataclass(frozen=True)
class StateRow:
    """Referrals in a state, by sex."""

    state: str
    women: str
    men: str
    others: str
    unsaid: str
    total: str


@dataclass(frozen=True)
class Judged:
    """A criterion as it was judged."""

    criterion: str
    answer: str
    words: str


def party(organisation: Organisation) -> str:
    """A party with its number as it is written; a number that is doubted says why."""
    number, note = organisation.orgnr_as_written, organisation.orgnr_note
    if number is None:
        return say("party.no_number" if organisation.is_board else "party.unnumbered", name=organisation.name)
    if note is None:
        return marked(say("party.number", name=organisation.name, number=number), "source")
    why = say(f"orgnr.{Doubt.from_note(note).fault}")
    return marked(say("party.doubted", name=organisation.name, number=number, why=why), "source")


def validity(chain: Chain, agreement: Agreement, name: str) -> Validity:
    """The period of one of the chain's agreements."""
    return Validity(
        name,
        long_date(agreement.valid_from),
        _last_day(agreement),
        _extension(agreement),
        _exercised(agreement, chain.extensions.get(agreement.id, ())),
    )


def _last_day(agreement: Agreement) -> str:
    last, reported = long_date(agreement.valid_to), agreement.reported_end
    if not periods.unexplained_days(agreement) or reported is None:
        return last
    return say("validity.reported", last=last, reported=long_date(reported))


def _extension(agreement: Agreement) -> str:
    months = agreement.extension_permitted_months
    if months:
        furthest = long_date(periods.furthest_end(agreement))
        return say("validity.extension", months=months, furthest=furthest)
    note = agreement.facts.get("extension_note")
    return f"”{note}” {say('word.english')}" if note else missing()


def _exercised(agreement: Agreement, decided: Sequence[Resolution]) -> str:
    if agreement.first_end and agreement.valid_to > agreement.first_end:
        return say("validity.exercised", last=long_date(agreement.valid_to))
    if not decided:
        return missing() if agreement.extension_permitted_months else "–"
    until = decided[-1].until
    if decided[-1].signed_on and until:
        return say("validity.exercised", last=long_date(until))
    return say("validity.decided", last=long_date(until)) if until else say("validity.decided_open")


def gap_lines(chain: Chain) -> str:
    """Every time without an agreement, a line each; empty where there is none."""
    return "\n".join(
        marked(say("validity.gap", days=days, first=long_date(ended), last=long_date(begun)), "counted")
        for days, ended, begun in gaps(chain)
    )


def held(gathered: Gathered, ids: Collection[int]) -> tuple[Held, ...]:
    """What is logged of each kind of activity under these agreements together."""
    logged = [gathered.logged[one] for one in ids if one in gathered.logged]
    kinds = [kind for kind in ActivityKind if any(kind in one.by_kind for one in logged)]
    return tuple(_held(kind, together(logged, kind)) for kind in kinds)


def together(logged: Iterable[ActivityFigures], kind: ActivityKind | None = None) -> Figures:
    """The figures of several agreements added up, of one kind or of all; what none of them knows stays unknown."""
    found = [one.total if kind is None else one.by_kind[kind] for one in logged if kind is None or kind in one.by_kind]
    added = {field.name: _added([getattr(one, field.name) for one in found]) for field in fields(Figures)}
    known = {name: value for name, value in added.items() if name not in ("visitors", "volunteers")}
    return Figures(
        **{name: value or 0 for name, value in known.items()},
        visitors=added["visitors"],
        volunteers=added["volunteers"],
    )


def _added(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def _held(kind: ActivityKind, figures: Figures) -> Held:
    visitors, volunteers = figures.visitors, figures.volunteers
    apart = visitors is not None and volunteers is not None and suppression.is_small(visitors - volunteers)
    leaders = say("activity.leaders", same=figures.same_leaders, said=figures.leaders_said)
    return Held(
        kind=say(f"kind.{kind}"),
        held=str(figures.held),
        called_off=str(figures.called_off),
        visitors=_people(visitors, figures.counted, figures.few, figures.held),
        volunteers=say("word.hidden")
        if apart
        else _people(volunteers, figures.volunteers_counted, figures.volunteers_few, figures.held),
        leaders=leaders if figures.leaders_said else missing(),
    )


def _people(total: int | None, times: int, few: int, of: int) -> str:
    parts = []
    if total is not None:
        told = say("word.few") if suppression.is_small(total) else str(total)
        parts.append(told if times == of else say("activity.sum_of", sum=told, counted=times, held=of))
    if few:
        parts.append(say("activity.few_times", times=few))
    return "; ".join(parts) or missing()


def states(table: ToldTable) -> tuple[StateRow, ...]:
    """Referrals by state and sex, with the sums; hidden counts say so."""
    rows = [_state(say(f"referrals.{name}"), table.cells[name], table.rows[name]) for name in table.cells]
    return (*rows, _state(say("referrals.sum"), table.columns, table.total))


def _state(name: str, sexes: Mapping[str, int | None], total: int | None) -> StateRow:
    women, men, others, unsaid = (number(sexes[sex]) for sex in (*counted.SEXES.values(), counted.UNSAID))
    return StateRow(name, women, men, others, unsaid, number(total))


def number(count: int | None) -> str:
    """A count as it is told."""
    return say("word.hidden") if count is None else str(count)


def people(counts: Mapping[str, int]) -> tuple[Row, ...]:
    """How many took part and took each step, of what anybody noted."""
    told = counted.told_people(counts)
    order = ("participants", *LadderStep)
    return tuple(Row(say(f"people.{what}"), number(told[what])) for what in order if what in told)


def criteria(answers: Mapping[Criterion, Assessment]) -> tuple[Judged, ...]:
    """The criteria that were judged, in their order."""
    return tuple(
        Judged(
            say(f"criterion.{criterion}"),
            f"{say(f'answer.{answers[criterion].answer}')} ({long_date(answers[criterion].judged_on)})",
            answers[criterion].sentence,
        )
        for criterion in Criterion
        if criterion in answers
    )


def presence(gathered: Gathered, ids: Collection[int]) -> tuple[str, ...]:
    """What became of the promised days under these agreements; empty where none are on record."""
    found = [gathered.shifts[one] for one in ids if one in gathered.shifts]
    if not found:
        return ()
    counts = {name: sum(getattr(one, name) for one in found) for name in ("promised", "kept", "unsaid")}
    reasons: dict[str, int] = {}
    for one in found:
        for reason, days in one.missed.items():
            reasons[reason] = reasons.get(reason, 0) + days
    logged = say("presence.logged", **counts, missed=sum(reasons.values()))
    if not reasons:
        return (marked(logged, "presence"),)
    listed = ", ".join(f"{say(f'miss.{reason}')} {days}" for reason, days in reasons.items())
    return marked(logged, "presence"), marked(say("presence.reason", reasons=listed), "presence")


def period(first: date, last: date) -> str:
    """`1 juni 2022–31 maj 2023`."""
    return say("validity.period", first=long_date(first), last=long_date(last))

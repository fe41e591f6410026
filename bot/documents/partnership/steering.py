"""A steering group's pack as values for its template."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot import clock, money
from bot.agreements.steering_pack import Held, Pack, People, Presence, Referred
from bot.documents.partnership import rows
from bot.documents.partnership.facts import marked, missing
from bot.documents.partnership.rows import Row
from messages import formats
from messages.documents import LANGUAGE, long_date, say


@dataclass(frozen=True)
class HeldRow:
    """Activities of a kind."""

    kind: str
    held: str
    called_off: str
    unlogged: str
    visitors: str
    volunteers: str


@dataclass(frozen=True)
class MoneyRow:
    """A line of the budget."""

    words: str
    planned: str
    used: str


@dataclass(frozen=True)
class DoubtRow:
    """A criterion that is not met, or unclear."""

    criterion: str
    answer: str
    words: str


@dataclass(frozen=True)
class SteeringPaper:
    """The whole document."""

    board: str
    name: str
    drawn: str
    meeting: str
    place: str
    period: str
    since: str
    money: tuple[MoneyRow, ...]
    activities: tuple[HeldRow, ...]
    presence: tuple[str, ...]
    states: tuple[Row, ...]
    sexes: tuple[Row, ...]
    referrals: str
    steps: tuple[Row, ...]
    accessibility: str
    proposals: tuple[Row, ...]
    reports: tuple[str, ...]
    doubts: tuple[DoubtRow, ...]


def steering_paper(pack: Pack, board: str, drawn: str, *, called: bool = True) -> SteeringPaper:
    """The document of `pack`, for the board `board`, drawn up on the day `drawn` (as it is read).

    Where no meeting has been `called` when it is stands open.
    """
    when = f"{long_date(clock.today(pack.starts_at))} kl. {formats.clock(pack.starts_at, LANGUAGE)}"
    referred = pack.referred
    counted = referred if referred and referred.total != 0 else None
    return SteeringPaper(
        board=board,
        name=pack.agreement,
        drawn=drawn,
        meeting=when if called else missing(),
        place=pack.place or say("pack.no_place"),
        period=rows.period(pack.since, pack.until),
        since=_since(pack),
        money=tuple(MoneyRow(one.words, _kronor(one.planned), _kronor(one.used)) for one in pack.money),
        activities=tuple(map(_held, pack.activities)),
        presence=_presence(pack),
        states=tuple(_states(counted)) if counted else (),
        sexes=tuple(_sexes(counted)) if counted else (),
        referrals="" if counted else say("referrals.none_logged" if referred else "referrals.none_taken"),
        steps=tuple(Row(say(f"people.{one.step}"), rows.number(one.count)) for one in pack.steps),
        accessibility=pack.accessibility or missing(),
        proposals=tuple(Row(f"{one.by}, {long_date(one.since)}", one.title) for one in pack.proposals),
        reports=tuple(_reports(pack)),
        doubts=tuple(
            DoubtRow(
                say(f"criterion.{one.criterion}"), say(f"answer.{one.answer}") if one.answer else missing(), one.words
            )
            for one in pack.doubts
        ),
    )


def _since(pack: Pack) -> str:
    if pack.last_meeting is None:
        return say("pack.since_start")
    return say("pack.since_meeting", day=long_date(pack.last_meeting))


def _kronor(ore: int | None) -> str:
    return missing() if ore is None else money.show(ore, LANGUAGE)


def _held(one: Held) -> HeldRow:
    return HeldRow(
        say(f"kind.{one.kind}"),
        str(one.held),
        str(one.called_off),
        str(one.unlogged),
        _people(one.visitors, one.held),
        _people(one.volunteers, one.held),
    )


def _people(people: People, held: int) -> str:
    parts = []
    if people.total is not None or people.hidden:
        told = say("word.few") if people.hidden else str(people.total)
        counted = held - people.few - people.missing
        parts.append(told if counted == held else say("activity.sum_of", sum=told, counted=counted, held=held))
    if people.few:
        parts.append(say("activity.few_times", times=people.few))
    return "; ".join(parts) or missing()


def _presence(pack: Pack) -> tuple[str, ...]:
    if pack.presence is None:
        return (say("presence.none_logged" if pack.promises_presence else "presence.not_promised"),)
    return tuple(_kept(pack.presence))


def _kept(one: Presence) -> Iterable[str]:
    logged = say("presence.logged", promised=one.promised, kept=one.kept, missed=one.missed, unsaid=one.unlogged)
    yield marked(logged, "presence")
    if one.disputed:
        yield marked(say("presence.disputed", days=one.disputed), "presence")
    if one.reasons:
        listed = ", ".join(f"{say(f'miss.{reason}')} {days}" for reason, days in one.reasons)
        yield marked(say("presence.reason", reasons=listed), "presence")


def _states(referred: Referred) -> Iterable[Row]:
    for state, count in referred.states:
        yield Row(say(f"pack.{state}"), rows.number(count))
    yield Row(say("referrals.sum"), rows.number(referred.total))


def _sexes(referred: Referred) -> Iterable[Row]:
    for sex, count in referred.sexes:
        yield Row(say(f"sex.{sex}" if sex else "sex.unasked"), rows.number(count))


def _reports(pack: Pack) -> Iterable[str]:
    for one in pack.reports:
        due = long_date(one.due_on)
        came = say("report.received", day=long_date(one.received_on)) if one.received_on else ""
        said = came or say("report.not_received", day=due)
        yield f"{say(f'report.{one.kind}')}: {said}{', ' + say('pack.late') if one.late else ''}"

"""A meeting of the steering group, with its pack when that is ready."""

from collections.abc import Mapping

from bot import clock, money, policy, relations
from bot.agreements import steering
from bot.agreements.steering_pack import Held, Pack, People, Presence, Referred, Reported, gather
from bot.pages import paths
from bot.pages import steering as lists
from bot.policy import Act
from bot.turn import Turn
from messages import Word
from messages.room.pages import (
    Counted,
    DoubtLine,
    HeldLine,
    MeetingPage,
    MoneyLine,
    PackShown,
    PeopleSaid,
    PresenceLine,
    ReferredShown,
    ReportedLine,
    Warned,
)
from models import Agreement, SteeringMeeting


def page(
    turn: Turn,
    meeting: SteeringMeeting,
    fields: Mapping[str, str] | None = None,
    warned: Warned | None = None,
    conflict: str = "",
) -> MeetingPage:
    """The meeting; `fields` are those of a form that comes back. The caller has asked the policy."""
    agreement = turn.session.get_one(Agreement, meeting.agreement_id)
    relation = relations.to_agreement(turn, agreement.id)
    steers = policy.allows(turn.who.role, Act.STEER_AGREEMENT, relation)
    takes = policy.allows(turn.who.role, Act.TAKE_DOCUMENT, relation)
    here, path = clock.local(meeting.starts_at), f"meeting/{meeting.id}"
    ready_on = steering.ready_on(meeting)
    ready = meeting.called_off_at is None and turn.today >= ready_on
    open_still = meeting.called_off_at is None and meeting.starts_at > turn.now
    return MeetingPage(
        name=agreement.name,
        back=paths.agreement(agreement.id, "steering"),
        starts_at=meeting.starts_at,
        year=lists.other_year(turn, meeting),
        place=meeting.place,
        called_off=meeting.called_off_at is not None,
        change=f"{path}/change" if steers and open_still else "",
        day=here.date().isoformat(),
        hour=f"{here:%H:%M}",
        call_off=f"{path}/off" if steers and open_still else "",
        accessibility=meeting.accessibility,
        raise_it=f"{path}/accessibility" if open_still and steering.may_raise(turn, meeting) else "",
        words=(fields or {}).get("words", meeting.accessibility),
        longest=steering.LONGEST_ACCESSIBILITY,
        ready_on=ready_on,
        document=_document(agreement, meeting) if ready and takes else "",
        pack=_pack(turn, agreement, gather(turn.session, meeting, turn.now)) if ready else None,
        warned=warned,
        conflict=conflict,
    )


def _document(agreement: Agreement, meeting: SteeringMeeting) -> str:
    """Where the pack is taken out as a file."""
    return f"{paths.agreement(agreement.id, 'documents/pack')}?meeting={meeting.id}"


def _pack(turn: Turn, agreement: Agreement, pack: Pack) -> PackShown:
    return PackShown(
        last_meeting=pack.last_meeting,
        since=pack.since,
        until=pack.until,
        money=tuple(_money(turn, one.words, one.planned, one.used) for one in pack.money),
        total=_money(turn, "", pack.planned, pack.used),
        logs_activities=pack.logs_activities,
        activities=tuple(_held(one) for one in pack.activities),
        promises_presence=pack.promises_presence,
        presence=_presence(pack.presence) if pack.presence else None,
        referred=_referred(pack.referred) if pack.referred else None,
        steps=tuple(Counted(one.step.value, one.count) for one in pack.steps),
        proposals=lists.lines(turn, steering.proposals(turn.session, agreement.id, still_open=True)),
        reports=tuple(_reported(one) for one in pack.reports),
        doubts=tuple(
            DoubtLine(one.criterion.value, one.answer.value if one.answer else "source", one.words)
            for one in pack.doubts
        ),
    )


def _money(turn: Turn, words: str, planned: int | None, used: int | None) -> MoneyLine:
    shown = ("" if ore is None else money.show(ore, turn.language) for ore in (planned, used))
    return MoneyLine(words, *shown)


def _held(one: Held) -> HeldLine:
    return HeldLine(
        kind=Word(f"held.{one.kind}"),
        held=one.held,
        called_off=one.called_off,
        unlogged=one.unlogged,
        visitors=_people(one.visitors),
        volunteers=_people(one.volunteers),
        same_leaders=one.same_leaders,
        other_leaders=one.other_leaders,
        leaders_unsaid=one.leaders_unsaid,
    )


def _people(one: People) -> PeopleSaid:
    return PeopleSaid(one.total, one.hidden, one.few, one.missing)


def _presence(one: Presence) -> PresenceLine:
    reasons = tuple((reason.value, count) for reason, count in one.reasons)
    return PresenceLine(one.promised, one.kept, one.missed, one.disputed, one.unlogged, reasons)


def _referred(one: Referred) -> ReferredShown:
    return ReferredShown(
        one.total,
        tuple(Counted(Word(f"state.{state}"), count) for state, count in one.states),
        tuple(Counted(sex.value if sex else "unasked", count) for sex, count in one.sexes),
    )


def _reported(one: Reported) -> ReportedLine:
    state = one.state.value if one.state else "received" if one.received_on else "due"
    return ReportedLine(Word(f"report.{one.kind}"), one.due_on, one.received_on, state, one.late)

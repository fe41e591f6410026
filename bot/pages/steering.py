"""The steering group's page: its seats, its meetings, and what is proposed to it."""

from collections.abc import Sequence

from bot import clock, policy, relations
from bot.agreements import steering
from bot.agreements.parties import of as parties_of
from bot.pages import paths
from bot.policy import Act
from bot.turn import Turn
from messages.room.pages import Option, ProposalLine, Seat, Seats, SteeringMeetingLine, SteeringPage
from models import Agreement, Organisation, Proposal, ProposalStatus, SteeringMeeting, SteeringMember, SteeringRole


def page(turn: Turn, agreement: Agreement) -> SteeringPage:
    """The group of an agreement. The caller has asked the policy."""
    relation = relations.to_agreement(turn, agreement.id)
    steers = policy.allows(turn.who.role, Act.STEER_AGREEMENT, relation)
    proposes = policy.allows(turn.who.role, Act.PROPOSE, relation)
    parties = parties_of(turn.session, agreement.id)
    fillable = [party for party in parties if proposes and (steers or party.id == turn.who.organisation_id)]
    everybody = steering.all_seats(turn.session, agreement.id)
    standing = [seat for seat in everybody if seat.until is None or seat.until >= turn.today]
    meetings = steering.meetings(turn.session, agreement.id)
    below = paths.agreement(agreement.id, "steering")
    return SteeringPage(
        name=agreement.name,
        back=paths.agreement(agreement.id),
        parties=_parties(parties, standing, fillable),
        past_seats=_parties(parties, [seat for seat in everybody if seat not in standing], []),
        add_seat=f"{below}/seat" if fillable else "",
        people=_people(turn, agreement, fillable),
        fillable=tuple(Option(str(party.id), party.name) for party in fillable),
        roles=tuple(role.value for role in SteeringRole),
        today=turn.today,
        coming=tuple(_meeting(turn, one) for one in meetings if one.starts_at > turn.now),
        past=tuple(_meeting(turn, one) for one in reversed(meetings) if one.starts_at <= turn.now),
        add_meeting=f"{below}/meeting" if steers else "",
        form=new_form(turn),
        open=lines(turn, steering.proposals(turn.session, agreement.id, still_open=True)),
        settled=lines(turn, steering.proposals(turn.session, agreement.id, still_open=False)),
        propose=paths.agreement(agreement.id, "propose") if proposes else "",
    )


def lines(turn: Turn, rows: Sequence[Proposal]) -> tuple[ProposalLine, ...]:
    """Proposals in a list."""
    return tuple(_proposal(turn, row) for row in rows)


def new_form(turn: Turn) -> str:
    """A name for a form: saving it twice finds what it made."""
    return f"{turn.dice.getrandbits(96):024x}"


def other_year(turn: Turn, meeting: SteeringMeeting) -> int | None:
    """The year of a meeting where it is not this one."""
    year = clock.today(meeting.starts_at).year
    return year if year != turn.today.year else None


def _parties(
    parties: Sequence[Organisation], seats: Sequence[SteeringMember], fillable: Sequence[Organisation]
) -> tuple[Seats, ...]:
    """Every party with its seats; those without one too where somebody may fill them."""
    found = []
    for party in parties:
        theirs = [seat for seat in seats if seat.organisation_id == party.id]
        if theirs or fillable:
            found.append(Seats(party.name, tuple(_seat(seat, may_end=party in fillable) for seat in theirs)))
    return tuple(found)


def _seat(seat: SteeringMember, *, may_end: bool) -> Seat:
    end = f"steering-seat/{seat.id}/end" if may_end and seat.until is None else ""
    return Seat(seat.id, seat.name, seat.role.value, seat.since, seat.until, seat.member_id is not None, end)


def _people(turn: Turn, agreement: Agreement, fillable: Sequence[Organisation]) -> tuple[Option, ...]:
    names = {party.id: party.name for party in fillable}
    everybody = steering.people(turn.session, agreement.id)
    return tuple(
        Option(str(one.id), f"{one.name}, {names[one.organisation_id]}")
        for one in everybody
        if one.organisation_id in names
    )


def _meeting(turn: Turn, row: SteeringMeeting) -> SteeringMeetingLine:
    called_off = row.called_off_at is not None
    return SteeringMeetingLine(f"meeting/{row.id}", row.starts_at, other_year(turn, row), row.place, called_off)


def _proposal(turn: Turn, row: Proposal) -> ProposalLine:
    settled = row.status is not ProposalStatus.OPEN
    last = steering.steps(turn.session, row.id)[-1] if settled else None
    return ProposalLine(
        path=f"proposal/{row.id}",
        title=row.title,
        by=turn.session.get_one(Organisation, row.organisation_id).name,
        since=clock.today(row.at),
        status=row.status.value,
        settled_on=clock.today(last.at) if last else None,
    )

"""Gathering a pack: which days it covers, and all that lies before the meeting."""

from datetime import date, datetime

from sqlmodel import Session

from bot import clock
from bot.agreements import budget, steering
from bot.agreements.steering_pack import activities, papers, people
from bot.agreements.steering_pack.contents import Pack
from bot.workdays import DAY
from models import Agreement, SteeringMeeting


def ready_on(meeting: SteeringMeeting) -> date:
    """From which day the pack of `meeting` is shown: a week before."""
    return steering.ready_on(meeting)


def gather(session: Session, meeting: SteeringMeeting, now: datetime) -> Pack:
    """The pack of `meeting` as it stands at `now` (aware). The caller has asked the policy, and whether it is time."""
    agreement = session.get_one(Agreement, meeting.agreement_id)
    before = steering.meeting_before(session, meeting)
    last = clock.today(before.starts_at) if before else None
    since = last or agreement.valid_from
    until = max(since, min(clock.today(now), clock.today(meeting.starts_at)) - DAY)
    found = budget.of(session, agreement.id)
    return Pack(
        agreement=agreement.name,
        starts_at=meeting.starts_at,
        place=meeting.place,
        last_meeting=last,
        since=since,
        until=until,
        money=papers.lines(found),
        planned=found.planned_ore,
        used=found.spent_ore,
        logs_activities=agreement.logs_activities,
        activities=activities.held(session, agreement.id, since, until),
        promises_presence=agreement.promises_presence,
        presence=activities.presence(session, agreement.id, since, until),
        referred=people.referred(session, agreement.id) if agreement.takes_referrals else None,
        steps=people.steps(session, agreement.id, since, until),
        accessibility=meeting.accessibility,
        proposals=papers.proposals(session, agreement.id),
        reports=papers.reports(session, agreement.id, since, until),
        doubts=papers.doubts(session, agreement),
    )

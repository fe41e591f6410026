"""The steering group: who fills its seats, and when it meets, in every form that people write."""

from datetime import date, datetime, time

import pytest
from sqlmodel import Session, col, select

from bot import clock, hours
from bot.actions import agreements
from bot.actions import steering as acts
from bot.agreements import steering
from bot.cards import steering as cards
from bot.demo.cast import ADA, BOARD, KNUT, MAJ, PARTNER, SIRI, YLVA, Player
from bot.errors import Refused
from bot.policy import Act
from messages import views
from models import AuditEntry, Member, SteeringMeeting, SteeringMember, SteeringRole
from tests.conversations.playing import agreement, organisation
from tests.hands import member, turn

FORM = "f" * 24
OTHERS = "Convictus"


def street_minds(session: Session) -> int:
    return agreement(session, "Street Minds").id


def seated(session: Session, now: datetime, player: Player, role: SteeringRole = SteeringRole.MEMBER) -> SteeringMember:
    return acts.add_seat(
        turn(session, MAJ, now), street_minds(session), 0, "", role, "2022-10-01", member(session, player).id
    )


def names(people: list[Member]) -> list[str]:
    return [one.name for one in people]


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("14", time(14)),
        ("14:00", time(14)),
        ("14.30", time(14, 30)),
        ("kl. 9", time(9)),
        ("kl 9.15", time(9, 15)),
        ("Klockan 14", time(14)),
        ("1430", time(14, 30)),
        ("930", time(9, 30)),
        ("2 pm", time(14)),
        ("12 a.m.", time(0)),
        ("at 9:05", time(9, 5)),
        ("25", None),
        ("14:60", None),
        ("13 pm", None),
        ("efter lunch", None),
        ("", None),
    ],
)
def test_an_hour_is_read_as_people_write_it(written: str, hour: time | None) -> None:
    assert hours.understood(written) == hour


@pytest.mark.parametrize(
    ("day", "hour", "starts"),
    [
        ("2022-11-04", "14", (date(2022, 11, 4), 14, 0)),
        ("4 nov", "kl. 9.30", (date(2022, 11, 4), 9, 30)),
        ("4/11", "0930", (date(2022, 11, 4), 9, 30)),
        ("fredag", "14:00", (date(2022, 10, 7), 14, 0)),
    ],
)
def test_a_meeting_is_called_with_day_and_hour_as_people_write_them(
    session: Session, now: datetime, day: str, hour: str, starts: tuple[date, int, int]
) -> None:
    meeting = acts.add_meeting(
        turn(session, MAJ, now), street_minds(session), FORM, day, hour, "  Rågsvedsgården,\nrum 2 "
    )

    assert meeting.starts_at == clock.at_local(*starts)
    assert meeting.place == "Rågsvedsgården, rum 2"


@pytest.mark.parametrize(
    ("day", "hour", "view"),
    [
        ("snart", "14", views.UnknownDay()),
        ("2032-10-04", "14", views.UnknownDay()),
        ("4 nov", "", views.UnknownHour()),
        ("4 nov", "halv", views.UnknownHour()),
    ],
)
def test_a_day_or_an_hour_that_is_none_is_refused(
    session: Session, now: datetime, day: str, hour: str, view: views.View
) -> None:
    with pytest.raises(Refused) as no:
        acts.add_meeting(turn(session, MAJ, now), street_minds(session), FORM, day, hour, "")

    assert no.value.view == view


def test_the_same_form_saved_twice_is_one_meeting(session: Session, now: datetime) -> None:
    maj, of = turn(session, MAJ, now), street_minds(session)

    first = acts.add_meeting(maj, of, FORM, "4 nov", "14", "")
    again = acts.add_meeting(maj, of, FORM, "4 nov", "14", "")

    assert first is again
    assert len(session.exec(select(SteeringMeeting)).all()) == 1


@pytest.mark.parametrize("player", [KNUT, YLVA, ADA])
def test_only_a_manager_of_the_board_calls_meetings(session: Session, now: datetime, player: Player) -> None:
    meeting = acts.add_meeting(turn(session, MAJ, now), street_minds(session), FORM, "4 nov", "14", "")
    who = turn(session, player, now)

    with pytest.raises(Refused):
        acts.add_meeting(who, street_minds(session), "g" * 24, "4 nov", "14", "")
    with pytest.raises(Refused):
        acts.move_meeting(who, meeting.id, "5 nov", "14", "")
    with pytest.raises(Refused):
        acts.call_off(who, meeting.id)

    assert (meeting.called_off_at, clock.today(meeting.starts_at)) == (None, date(2022, 11, 4))


def test_who_is_in_the_chat_brings_name_and_party_and_sits_once(session: Session, now: datetime) -> None:
    seat = seated(session, now, KNUT, SteeringRole.SECRETARY)

    assert seated(session, now, KNUT, SteeringRole.SECRETARY) is seat
    assert (seat.name, seat.role) == (KNUT.name, SteeringRole.SECRETARY)
    assert seat.organisation_id == organisation(session, PARTNER).id
    acts_written = session.exec(select(AuditEntry.act).where(col(AuditEntry.subject) == "steering_member")).all()
    assert acts_written == ["add_seat"]


def test_a_partner_fills_its_own_seats_alone(session: Session, now: datetime) -> None:
    knut, of = turn(session, KNUT, now), street_minds(session)
    own, boards = organisation(session, PARTNER).id, organisation(session, BOARD).id

    seat = acts.add_seat(knut, of, own, "Pia Påhittad", SteeringRole.CHAIR, "idag", 0)
    with pytest.raises(Refused) as no:
        acts.add_seat(knut, of, boards, "Bo Påhittad", SteeringRole.CHAIR, "idag", 0)
    acts.end_seat(knut, seat.id, "2022-12-31")

    assert isinstance(no.value.view, views.NotAllowed)
    assert seat.until == date(2022, 12, 31)
    assert steering.seats(session, of, date(2023, 1, 1)) == []


@pytest.mark.parametrize(
    ("name", "since", "view"),
    [("  ", "idag", views.NothingWritten()), ("Pia", "snart", views.UnknownDay())],
)
def test_a_seat_without_a_name_or_a_day_is_refused(
    session: Session, now: datetime, name: str, since: str, view: views.View
) -> None:
    own = organisation(session, PARTNER).id

    with pytest.raises(Refused) as no:
        acts.add_seat(turn(session, MAJ, now), street_minds(session), own, name, SteeringRole.MEMBER, since)

    assert no.value.view == view


def test_nobody_of_another_organisation_is_linked_to_a_seat(session: Session, now: datetime) -> None:
    convictus = agreement(session, OTHERS).id

    for player in (KNUT, YLVA):
        with pytest.raises(Refused):
            acts.add_seat(
                turn(session, MAJ, now), convictus, 0, "", SteeringRole.MEMBER, "idag", member(session, player).id
            )


def test_where_nobody_of_a_party_is_linked_its_managers_or_koordinatorer_are_the_group(
    session: Session, now: datetime
) -> None:
    of, today = street_minds(session), clock.today(now)
    assert names(steering.group(session, of, today)) == [MAJ.name, KNUT.name, SIRI.name]

    seat = seated(session, now, SIRI)
    assert names(steering.group(session, of, today)) == [MAJ.name, SIRI.name]

    acts.end_seat(turn(session, MAJ, now), seat.id, "2022-10-02")
    assert names(steering.group(session, of, today)) == [MAJ.name, KNUT.name, SIRI.name]


def test_the_group_writes_of_accessibility_and_nobody_overwrites_another(session: Session, now: datetime) -> None:
    meeting = acts.add_meeting(turn(session, MAJ, now), street_minds(session), FORM, "4 nov", "14", "")
    seated(session, now, SIRI)

    acts.raise_accessibility(turn(session, SIRI, now), meeting.id, "", "Hörslinga i lokalen.\r\n")
    with pytest.raises(Refused) as late:
        acts.raise_accessibility(turn(session, MAJ, now), meeting.id, "", "Ramp.")
    with pytest.raises(Refused) as outside:
        acts.raise_accessibility(turn(session, KNUT, now), meeting.id, "Hörslinga i lokalen.", "")

    assert meeting.accessibility == "Hörslinga i lokalen."
    assert isinstance(late.value.view, views.Stale)
    assert isinstance(outside.value.view, views.NotAllowed)


def test_a_card_of_an_old_time_or_a_meeting_called_off_says_nothing(session: Session, now: datetime) -> None:
    maj = turn(session, MAJ, now)
    meeting = acts.add_meeting(maj, street_minds(session), FORM, "2022-10-10", "14", "")
    old = f"{steering.occasion(meeting)}:7"
    card = cards.meeting(maj, meeting, old)
    assert card
    assert card.view == views.SteeringMeeting("Street Minds", clock.at_local(date(2022, 10, 10), 14), ready=True)

    acts.move_meeting(maj, meeting.id, "2022-10-11", "14", "")
    assert cards.meeting(maj, meeting, old) is None
    acts.call_off(maj, meeting.id)
    assert cards.meeting(maj, meeting, f"{steering.occasion(meeting)}:7") is None
    with pytest.raises(Refused):
        acts.move_meeting(maj, meeting.id, "2022-10-12", "14", "")


def test_an_agreement_of_others_has_no_group_for_a_stranger(session: Session, now: datetime) -> None:
    convictus = agreement(session, OTHERS).id

    with pytest.raises(Refused) as no:
        agreements.find(turn(session, KNUT, now), convictus, Act.READ_AGREEMENT)

    assert isinstance(no.value.view, views.NotFound)


def test_who_sits_there_already_gets_no_other_role_unsaid(session: Session, now: datetime) -> None:
    seat = seated(session, now, SIRI)
    assert seated(session, now, SIRI) is seat

    with pytest.raises(Refused):
        seated(session, now, SIRI, SteeringRole.CHAIR)


def test_a_meeting_that_has_been_is_not_moved(session: Session, now: datetime) -> None:
    maj = turn(session, MAJ, now)
    row = acts.add_meeting(maj, street_minds(session), FORM, "2022-10-02", "14", "Här")

    with pytest.raises(Refused):
        acts.move_meeting(maj, row.id, "2022-12-05", "14", "Där")

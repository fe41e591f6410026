"""What a board or its director has decided about an agreement: recorded, refused with its reason, signed, struck.

Street Minds runs from 1 June 2022 to 31 May 2023 and may be extended by 12 months.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlmodel import Session, col, func, select

from bot.actions import resolutions
from bot.actions.resolutions import Written
from bot.agreements import resolutions as standing
from bot.clock import at_local
from bot.demo.cast import ADA, BOARD, KNUT, MAJ, PARTNER, YLVA, Player
from bot.errors import Refused
from bot.store import Store
from messages import views
from models import (
    Agreement,
    AgreementStatus,
    AuditEntry,
    Instance,
    Intention,
    Party,
    Reminder,
    Resolution,
    ResolutionKind,
)
from tests.conversations.playing import agreement, organisation
from tests.hands import at_once, turn
from tests.web.room.visiting import ON_SQLITE

ENDS = date(2023, 5, 31)
IN_MAY = at_local(date(2023, 5, 20), 9)
IN_JUNE = at_local(date(2023, 6, 7), 9)
EXTEND = Written(ResolutionKind.EXTEND, Instance.BOARD, "2023-05-16", "EÅV 2023/118", "§ 7", until="2024-03-31")


def street_minds(session: Session) -> Agreement:
    return agreement(session, "Street Minds")


def records(session: Session, written: Written, now: datetime = IN_MAY, player: Player = MAJ) -> Resolution:
    return resolutions.record(turn(session, player, now), street_minds(session).id, written)


def meant(row: Agreement) -> Intention | None:
    return row.intention


def status(row: Agreement) -> AgreementStatus:
    return row.status


def refused(act: Callable[[], object]) -> views.View:
    with pytest.raises(Refused) as no:
        act()
    return no.value.view


def no(why: str, day: date | None = None) -> views.DecisionRefused:
    return views.DecisionRefused(why, day)


def a_proposal(session: Session) -> Agreement:
    """An agreement that is proposed after Street Minds, between the same two."""
    row = Agreement(
        name="Street Minds (next)",
        follows="Street Minds",
        status=AgreementStatus.PROPOSED,
        valid_from=date(2023, 6, 1),
        valid_to=date(2025, 5, 31),
        takes_referrals=True,
        facts={},
    )
    session.add(row)
    session.flush()
    for position, name in enumerate((BOARD, PARTNER)):
        session.add(Party(agreement_id=row.id, organisation_id=organisation(session, name).id, position=position))
    session.flush()
    return row


@ON_SQLITE
def test_an_extension_is_agreed_when_it_is_decided_and_exercised_when_it_is_signed(session: Session) -> None:
    row = street_minds(session)
    resolution = records(session, EXTEND)
    assert row.valid_to == ENDS
    assert meant(row) is Intention.EXTEND
    agreed = standing.extension(session, row)
    assert (agreed.permitted_months, agreed.furthest_end) == (12, date(2024, 5, 31))
    assert (agreed.agreed_until, agreed.exercised) == (date(2024, 3, 31), False)

    resolutions.sign(turn(session, MAJ, IN_MAY), resolution.id, "19 maj")

    assert (row.first_end, row.valid_to, meant(row)) == (ENDS, date(2024, 3, 31), None)
    assert standing.extension(session, row).exercised is True
    due = session.exec(select(col(Reminder.due_on)).where(col(Reminder.agreement_id) == row.id)).all()
    assert max(due) == date(2024, 4, 2), "the day after the new end is Easter Monday"
    acts = session.exec(select(AuditEntry.act).where(col(AuditEntry.subject) == "agreement")).all()
    assert acts[-2:] == ["resolve_extend", "sign_extend"]


@ON_SQLITE
@pytest.mark.parametrize(
    "other",
    [
        replace(EXTEND, until="2024-01-31"),
        replace(EXTEND, registry_number="EÅV 2023/119"),
        replace(EXTEND, signed_on="2023-05-19"),
    ],
)
def test_a_decision_that_is_recorded_is_not_silently_passed_over_when_something_else_is_written(
    session: Session, other: Written
) -> None:
    first = records(session, EXTEND)
    assert records(session, EXTEND) is first
    assert refused(lambda: records(session, other)) == no("recorded")
    assert resolutions.flaw(turn(session, MAJ, IN_MAY), first.agreement_id, other) == no("recorded")


@ON_SQLITE
def test_where_no_decision_is_recorded_the_extension_is_not_known(session: Session) -> None:
    found = standing.extension(session, street_minds(session))
    assert (found.permitted_months, found.agreed_until, found.exercised) == (12, None, None)


@ON_SQLITE
def test_an_extension_decided_in_time_may_be_signed_until_the_last_day(session: Session) -> None:
    resolution = records(session, EXTEND)
    late = turn(session, MAJ, IN_JUNE)
    assert refused(lambda: resolutions.sign(late, resolution.id, "2023-06-01")) == no("signed_too_late", ENDS)
    assert street_minds(session).valid_to == ENDS

    resolutions.sign(late, resolution.id, "2023-05-31")

    assert street_minds(session).valid_to == date(2024, 3, 31)


@ON_SQLITE
@pytest.mark.parametrize("kind", [ResolutionKind.EXTEND, ResolutionKind.CHANGE, ResolutionKind.END_EARLY])
def test_no_measure_is_decided_after_the_last_day(session: Session, kind: ResolutionKind) -> None:
    late = replace(EXTEND, kind=kind, decided_on="2023-06-01")
    assert refused(lambda: records(session, late, IN_JUNE)) == no("too_late", ENDS)


@ON_SQLITE
def test_a_claw_back_may_be_decided_after_the_last_day(session: Session) -> None:
    late = Written(ResolutionKind.CLAW_BACK, Instance.BOARD, "2023-06-01", "1", "§ 2", amount="125 000 kr")
    assert records(session, late, IN_JUNE).amount_ore == 12_500_000


@ON_SQLITE
@pytest.mark.parametrize(
    ("written", "view"),
    [
        (replace(EXTEND, until="2024-06-01"), no("too_far", date(2024, 5, 31))),
        (replace(EXTEND, until="2023-05-31"), no("not_later", ENDS)),
        (replace(EXTEND, until="2022-05-31"), no("before_start", date(2022, 6, 1))),
        (replace(EXTEND, until=""), no("no_until")),
        (replace(EXTEND, decided_on="2023-05-21"), no("future")),
        (replace(EXTEND, decided_on="snart"), views.UnknownDay()),
        (replace(EXTEND, until="senare"), views.UnknownDay()),
        (replace(EXTEND, signed_on="2023-05-15"), no("signed_before", date(2023, 5, 16))),
        (replace(EXTEND, signed_on="2023-05-21"), no("future")),
        (replace(EXTEND, registry_number="  "), no("no_number")),
        (replace(EXTEND, paragraph="§" * 61), views.TooLong(61, 60)),
        (replace(EXTEND, kind=ResolutionKind.END_EARLY), no("not_earlier", ENDS)),
        (replace(EXTEND, kind=ResolutionKind.END_EARLY, until="2022-05-01"), no("before_start", date(2022, 6, 1))),
        (replace(EXTEND, kind=ResolutionKind.REJECT), no("already_agreed")),
        (replace(EXTEND, kind=ResolutionKind.CLAW_BACK, amount="mycket"), no("no_amount")),
        (replace(EXTEND, kind=ResolutionKind.CLAW_BACK, amount="-5"), no("no_amount")),
        (replace(EXTEND, instance=Instance.DIRECTOR), no("no_mandate", date(2023, 5, 16))),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(session: Session, written: Written, view: views.View) -> None:
    row = street_minds(session)
    maj = turn(session, MAJ, IN_MAY)
    assert resolutions.flaw(maj, row.id, written) == view
    assert refused(lambda: records(session, written)) == view
    assert session.exec(select(Resolution)).all() == []
    assert (row.valid_to, row.intention) == (ENDS, None)


@ON_SQLITE
@pytest.mark.parametrize(("months", "why"), [(0, "not_permitted"), (None, "unknown_permission")])
def test_an_extension_that_is_not_known_to_be_permitted_is_refused(
    session: Session, months: int | None, why: str
) -> None:
    street_minds(session).extension_permitted_months = months
    assert refused(lambda: records(session, EXTEND)) == no(why)


@ON_SQLITE
def test_the_director_decides_within_a_mandate_and_while_the_agreement_runs(session: Session) -> None:
    mandate = Written(ResolutionKind.ENTER, Instance.BOARD, "2023-05-10", "1", "§ 1", gives_mandate=True)
    given = records(session, mandate)
    change = Written(ResolutionKind.CHANGE, Instance.DIRECTOR, "2023-05-10", "2", "del 4")
    assert records(session, change).mandate_id == given.id
    too_early = replace(change, decided_on="2023-05-09")
    assert refused(lambda: records(session, too_early)) == no("no_mandate", date(2023, 5, 9))
    before = replace(change, decided_on="2022-05-31")
    assert refused(lambda: records(session, before)) == no("not_running", date(2022, 5, 31))

    strike = turn(session, MAJ, IN_MAY)
    assert refused(lambda: resolutions.strike(strike, given.id)) == no("carries_mandate")


@ON_SQLITE
def test_a_mandate_that_was_struck_or_is_about_another_agreement_carries_nothing(session: Session) -> None:
    mandate = Written(ResolutionKind.ENTER, Instance.BOARD, "2023-05-10", "1", "§ 1", gives_mandate=True)
    maj = turn(session, MAJ, IN_MAY)
    resolutions.record(maj, agreement(session, "Stacken").id, mandate)
    resolutions.strike(maj, records(session, mandate).id)
    director = replace(EXTEND, instance=Instance.DIRECTOR)
    assert refused(lambda: records(session, director)) == no("no_mandate", date(2023, 5, 16))


@ON_SQLITE
@pytest.mark.parametrize("player", [YLVA, KNUT, ADA], ids=lambda player: player.name)
def test_only_the_boards_managers_record(session: Session, player: Player) -> None:
    assert refused(lambda: records(session, EXTEND, player=player)) == views.NotFound()


def test_the_same_decision_twice_at_once_is_one(played: Store) -> None:
    def unit(session: Session) -> int:
        return records(session, EXTEND).id

    first, second = at_once(played, unit, unit)
    assert first == second
    count = select(func.count()).select_from(Resolution)
    assert played.run_now(lambda session: session.exec(count).one()) == 1


@ON_SQLITE
def test_a_signature_said_again_changes_nothing_and_another_day_is_refused(session: Session) -> None:
    maj = turn(session, MAJ, IN_MAY)
    resolution = records(session, replace(EXTEND, signed_on="2023-05-17"))
    resolutions.sign(maj, resolution.id, "2023-05-17")
    assert refused(lambda: resolutions.sign(maj, resolution.id, "2023-05-18")) == views.Stale()
    assert records(session, replace(EXTEND, signed_on="2023-05-17")).id == resolution.id, "said again it is there"


@ON_SQLITE
def test_an_early_end_moves_the_last_day_and_a_struck_one_moves_it_back(session: Session) -> None:
    row, maj = street_minds(session), turn(session, MAJ, IN_MAY)
    extension = records(session, replace(EXTEND, decided_on="2023-05-02", signed_on="2023-05-03"))
    early = replace(EXTEND, kind=ResolutionKind.END_EARLY, until="2023-06-30", signed_on="2023-05-18")
    ended = records(session, early)
    assert (row.first_end, row.valid_to) == (ENDS, date(2023, 6, 30))

    resolutions.strike(maj, extension.id)
    assert row.valid_to == date(2023, 6, 30), "it was not the last one"
    resolutions.strike(maj, ended.id)

    assert (row.first_end, row.valid_to) == (None, ENDS)
    resolutions.strike(maj, ended.id)
    assert [one.struck_at for one in standing.of_agreement(session, row.id)] == [IN_MAY, IN_MAY]


@ON_SQLITE
def test_what_was_struck_may_be_recorded_again(session: Session) -> None:
    first = records(session, EXTEND)
    resolutions.strike(turn(session, MAJ, IN_MAY), first.id)
    assert meant(street_minds(session)) is None
    assert records(session, EXTEND).id != first.id


@ON_SQLITE
def test_to_let_it_lapse_is_an_intention_that_goes_when_it_is_struck(session: Session) -> None:
    lapse = Written(ResolutionKind.LET_LAPSE, Instance.BOARD, "2023-05-16", "1", "§ 3", signed_on="2023-05-16")
    resolution = records(session, lapse)
    assert resolution.signed_on is None, "nobody signs it"
    assert meant(street_minds(session)) is Intention.LET_LAPSE
    resolutions.strike(turn(session, MAJ, IN_MAY), resolution.id)
    assert meant(street_minds(session)) is None


@ON_SQLITE
def test_a_proposed_agreement_is_agreed_when_the_decision_is_signed(session: Session) -> None:
    row, maj = a_proposal(session), turn(session, MAJ, IN_MAY)
    change = replace(EXTEND, kind=ResolutionKind.CHANGE)
    assert refused(lambda: resolutions.record(maj, row.id, change)) == no("not_agreed")
    enter = Written(ResolutionKind.ENTER, Instance.BOARD, "2023-05-16", "1", "§ 4")
    resolution = resolutions.record(maj, row.id, enter)
    assert status(row) is AgreementStatus.PROPOSED

    resolutions.sign(maj, resolution.id, "2023-05-19")
    assert status(row) is AgreementStatus.AGREED
    resolutions.strike(maj, resolution.id)

    assert status(row) is AgreementStatus.PROPOSED


@ON_SQLITE
def test_a_decision_on_an_agreement_that_runs_already_may_be_struck_and_it_runs_on(session: Session) -> None:
    enter = Written(ResolutionKind.ENTER, Instance.BOARD, "2022-05-16", "1", "§ 4", signed_on="2022-05-20")
    resolutions.strike(turn(session, MAJ, IN_MAY), records(session, enter).id)
    assert street_minds(session).status is AgreementStatus.AGREED


@ON_SQLITE
def test_a_rejected_proposal_is_withdrawn_until_the_decision_is_struck(session: Session) -> None:
    row, maj = a_proposal(session), turn(session, MAJ, IN_MAY)
    rejected = resolutions.record(maj, row.id, Written(ResolutionKind.REJECT, Instance.BOARD, "2023-05-16", "1", "§ 4"))
    assert status(row) is AgreementStatus.WITHDRAWN
    enter = Written(ResolutionKind.ENTER, Instance.BOARD, "2023-05-17", "1", "§ 5")
    assert refused(lambda: resolutions.record(maj, row.id, enter)) == no("withdrawn")
    resolutions.strike(maj, rejected.id)
    assert status(row) is AgreementStatus.PROPOSED

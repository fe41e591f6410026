"""What a board has decided about an agreement that runs: recorded once, signed, struck."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session, col, func, select

from bot.actions import resolutions
from bot.actions.resolutions import Written
from bot.agreements import resolutions as standing
from bot.demo.cast import MAJ
from bot.store import Store
from messages import views
from models import AuditEntry, Instance, Intention, Reminder, Resolution, ResolutionKind
from tests.actions.resolving import ENDS, EXTEND, IN_JUNE, IN_MAY, meant, no, records, refused, street_minds
from tests.hands import at_once, turn
from tests.web.room.visiting import ON_SQLITE


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

"""A decision that cannot be is refused with its reason: its days, its number, its mandate, who records it."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, select

from bot.actions import resolutions
from bot.actions.resolutions import Written
from bot.demo.cast import ADA, KNUT, MAJ, YLVA, Player
from messages import views
from models import Instance, Resolution, ResolutionKind
from tests.actions.resolving import ENDS, EXTEND, IN_JUNE, IN_MAY, no, records, refused, street_minds
from tests.conversations.playing import agreement
from tests.hands import turn
from tests.web.room.visiting import ON_SQLITE


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

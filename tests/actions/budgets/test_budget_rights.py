"""Whose money it is: who may plan, report and strike, and who may not."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlmodel import Session, col, select

from bot.actions import budgets
from bot.demo.cast import KNUT, MAJ, YLVA, Player
from bot.errors import Refused
from models import Agreement, BudgetLine, Organisation, Role
from tests.actions.budgets.budgeting import FORM, JUNE, NOON, of
from tests.hands import member, turn
from tests.works import ON_SQLITE

FIA = Player(6003, "Fia Farsta", Role.MANAGER, "Farsta stadsdelsnämnd")
Attempt = Callable[[Session, Player, Agreement, BudgetLine], object]
ATTEMPTS: dict[str, tuple[Attempt, tuple[Player, ...]]] = {
    "plan": (lambda s, who, a, _: budgets.add_line(turn(s, who, NOON), a.id, "Ny", 1), (KNUT, YLVA, FIA)),
    "take over": (lambda s, who, a, _: budgets.take_over(turn(s, who, NOON), a.id), (KNUT, YLVA, FIA)),
    "change": (lambda s, who, _, one: budgets.change_line(turn(s, who, NOON), one.id, "Ny", 1), (KNUT, YLVA, FIA)),
    "remove": (lambda s, who, _, one: budgets.remove_line(turn(s, who, NOON), one.id), (KNUT, YLVA, FIA)),
    "use": (lambda s, who, _, one: budgets.report_use(turn(s, who, NOON), one.id, 1, *JUNE, FORM), (YLVA, FIA)),
    "hours": (
        lambda s, who, a, _: budgets.report_hours(turn(s, who, NOON), a.id, 1, *JUNE, FORM, volunteers=True),
        (YLVA, FIA),
    ),
    "strike": (lambda s, who, _a, _l: budgets.strike_use(turn(s, who, NOON), 999), (KNUT, YLVA)),
}


@ON_SQLITE
@pytest.mark.parametrize("what", ATTEMPTS)
def test_nobody_plans_or_reports_what_is_not_theirs(
    session: Session, agreement: Agreement, line: BudgetLine, what: str
) -> None:
    attempt, players = ATTEMPTS[what]
    farsta = session.exec(select(Organisation).where(col(Organisation.name) == FIA.organisation)).one()
    maj = member(session, MAJ)
    session.add(
        type(maj)(telegram_id=FIA.telegram_id, name=FIA.name, role=FIA.role, organisation_id=farsta.id, joined_at=NOON)
    )
    session.flush()
    for player in players:
        with pytest.raises(Refused):
            attempt(session, player, agreement, line)
    assert (
        replace(of(session, agreement).lines[0], words="Handledare", planned_ore=1_000_00)
        == of(session, agreement).lines[0]
    )

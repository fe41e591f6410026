"""A manager proposes an agreement. It is agreed on by a decision, and new organisations come by an import."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from bot import audit, policy
from bot.actions import agreements
from bot.agreements import agreement_facts, goal_list, proposed
from bot.agreements.agreement_form import FLAGS, TRUTHS
from bot.agreements.parties import of as parties_of
from bot.agreements.proposed import Wanted
from bot.errors import Refused
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import Agreement, AgreementStatus, BudgetLine, Goal, Organisation, Party


def propose(turn: Turn, wanted: Wanted) -> Agreement:
    """Write a proposed agreement and its parties; the same form a second time finds the first.

    Raises:
        Refused: not theirs to do, or `proposed.flaw` finds something wrong.
    """
    board_id = _board(turn)
    followed = _followed(turn, wanted)
    standing = turn.session.scalars(select(Agreement).where(col(Agreement.name) == wanted.name)).first()
    if standing and proposed.is_same(turn.session, standing, wanted):
        return standing
    _require_sound(turn, wanted, board_id)
    row = Agreement(name=wanted.name, status=AgreementStatus.PROPOSED, facts={}, **_columns(wanted, followed))
    _insert(turn, row)
    _set_parties(turn, row, wanted.parties)
    if followed and wanted.copies:
        _copy(turn, followed, row)
    if wanted.purpose:
        row.room_facts = {**(row.room_facts or {}), "purpose_sv": wanted.purpose}
    turn.session.flush()
    audit.note(turn, "propose_agreement", "agreement", row.id)
    return row


def find(turn: Turn, agreement_id: int, *, lock: bool = False) -> Agreement:
    """An agreement that is proposed and not decided.

    Raises:
        Refused: there is none, or it is others'; or decided already.
    """
    row = agreements.find(turn, agreement_id, lock=lock)
    if row.status is not AgreementStatus.PROPOSED:
        raise Refused(views.Stale())
    return row


def correct(turn: Turn, agreement_id: int, wanted: Wanted) -> Agreement:
    """Change the name, parties or period of what is proposed and not decided; its texts stay.

    Raises:
        Refused: not theirs, decided already, another agreement names it, or `proposed.flaw` finds something wrong.
    """
    row = find(turn, agreement_id, lock=True)
    board_id = _board(turn)
    followed = _followed(turn, wanted)
    _require_sound(turn, wanted, board_id, row)
    followers = select(col(Agreement.id)).where(col(Agreement.follows) == row.name).limit(1)
    if row.name != wanted.name and turn.session.scalars(followers).first() is not None:
        raise Refused(views.Stale())
    new = {"name": wanted.name, **_columns(wanted, followed)}
    parties = [one.id for one in parties_of(turn.session, row.id)]
    if parties == list(wanted.parties) and all(getattr(row, key) == value for key, value in new.items()):
        return row
    for key, value in new.items():
        setattr(row, key, value)
    if parties != list(wanted.parties):
        turn.session.execute(delete(Party).where(col(Party.agreement_id) == row.id))
        _set_parties(turn, row, wanted.parties)
    audit.note(turn, "correct_proposal", "agreement", row.id)
    return row


def _board(turn: Turn) -> int:
    """The id of the one who acts' board, locked, so that two proposals of a board take turns."""
    policy.require(turn.who, Act.PROPOSE_AGREEMENT)
    board = turn.session.get_one(Organisation, turn.who.organisation_id, with_for_update=True)
    return board.id


def _followed(turn: Turn, wanted: Wanted) -> Agreement | None:
    return agreements.find(turn, wanted.follows) if wanted.follows else None


def _require_sound(turn: Turn, wanted: Wanted, board_id: int, own: Agreement | None = None) -> None:
    """The form shows what is wrong before it comes here."""
    if proposed.flaw(turn.session, wanted, board_id, own):
        raise Refused(views.Stale())


def _columns(wanted: Wanted, followed: Agreement | None) -> dict[str, Any]:
    return {
        "follows": followed.name if followed else None,
        "valid_from": wanted.valid_from,
        "valid_to": wanted.valid_to,
        "extension_permitted_months": wanted.months,
    }


def _insert(turn: Turn, row: Agreement) -> None:
    """Insert it; another board may take the same name at the same moment."""
    try:
        with turn.session.begin_nested():
            turn.session.add(row)
    except IntegrityError:
        raise Refused(views.Stale()) from None


def _set_parties(turn: Turn, row: Agreement, ids: Iterable[int]) -> None:
    turn.session.add_all(
        Party(agreement_id=row.id, organisation_id=one, position=position) for position, one in enumerate(ids)
    )
    turn.session.flush()


def _copy(turn: Turn, earlier: Agreement, later: Agreement) -> None:
    """Take over what was agreed: texts, what it uses, goals without their judgement, and what was planned."""
    texts = {key: agreement_facts.text(earlier, key) for key in agreement_facts.TEXTS}
    truths = {key: agreement_facts.flag(earlier, key) for key in TRUTHS}
    later.room_facts = {key: said for key, said in {**texts, **truths}.items() if said is not None}
    for key in FLAGS:
        setattr(later, key, getattr(earlier, key))
    goals = goal_list.of(turn.session, earlier.id)
    taken_over = [(goal.words, goal.follow_up) for goal in goals]
    taken_over += [(words, "") for words in goal_list.of_source(earlier, goals)]
    for position, (words, follow_up) in enumerate(taken_over, 1):
        turn.session.add(Goal(agreement_id=later.id, position=position, words=words, follow_up=follow_up))
    lines = select(BudgetLine).where(col(BudgetLine.agreement_id) == earlier.id).order_by(col(BudgetLine.position))
    for line in turn.session.scalars(lines).all():
        turn.session.add(
            BudgetLine(agreement_id=later.id, position=line.position, words=line.words, planned_ore=line.planned_ore)
        )

"""How long a board keeps files, as its managers set it; the day of every file moves with it."""

from bot import audit, keeping, policy
from bot.errors import Refused
from bot.keeping_rules import Rules, of
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import Organisation


def board_of(turn: Turn) -> Organisation:
    """The board whose rules the one who acts may set.

    Raises:
        Refused: not a thing their role does, or they belong to no board.
    """
    policy.require(turn.who, Act.SET_KEEPING)
    board = turn.session.get_one(Organisation, turn.who.organisation_id)
    if not board.is_board:
        raise Refused(views.NotAllowed())
    return board


def change(turn: Turn, rules: Rules) -> int:
    """Keep files by `rules` from now on. The same rules again move nothing.

    Returns:
        How many files got another day.

    Raises:
        Refused: as `board_of`, or the rules cannot be.
    """
    board = board_of(turn)
    if rules.flaw:
        raise Refused(views.Stale())
    turn.session.refresh(board, with_for_update=True)
    before = of(board)
    board.keep_months, board.keep_transferred_months = rules.months, rules.transferred
    board.keeps_untransferred = rules.untransferred
    for name, was, now in (
        ("keep_months", before.months, rules.months),
        ("keep_transferred_months", before.transferred, rules.transferred),
        ("keeps_untransferred", before.untransferred, rules.untransferred),
    ):
        if was != now:
            audit.note(turn, f"{name}={now}", "organisation", board.id)
    turn.session.flush()
    return keeping.replan(turn.session, board, turn.today) if before != rules else 0

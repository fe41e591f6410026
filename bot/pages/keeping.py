"""How long files are kept, and which of the reader's go next."""

from bot import keeping, keeping_rules, lookups
from bot.keeping_rules import Rules
from bot.turn import Turn
from messages.room.pages import GoingLine, GoingPage, KeepingPage
from models import Client, Organisation

MOST = 200


def rules(board: Organisation, shown: Rules, flaw: str = "") -> KeepingPage:
    """The board's rules, or those that came back with a flaw."""
    return KeepingPage(
        board=board.name,
        months=str(shown.months),
        transferred=str(shown.transferred),
        untransferred=shown.untransferred,
        month_bounds=keeping_rules.MONTHS,
        transferred_bounds=keeping_rules.TRANSFERRED,
        flaw=flaw,
    )


def going(turn: Turn) -> GoingPage:
    """The files that go within a month and concern the reader, or somebody they stand in for; the soonest first."""
    whose = {turn.who.id, *lookups.stands_in_for(turn.session, turn.who.id, turn.today)}
    files = keeping.going(turn.session, whose)
    boards = keeping.boards(turn.session, files[:MOST])
    lines = (_line(turn, file, boards[file.referrer_id], theirs=file.referrer_id in whose) for file in files[:MOST])
    return GoingPage(tuple(lines), max(0, len(files) - MOST))


def _line(turn: Turn, file: keeping.File, board: Organisation, *, theirs: bool) -> GoingLine:
    kept = file.transferred_at is None and board.keeps_untransferred
    day = turn.session.get_one(Client, file.mark).erase_on
    return GoingLine(f"r/{file.code}" if theirs else "", file.code, day, kept)

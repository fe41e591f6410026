"""To those whom a file concerns: what goes, and when."""

from datetime import date

from bot import keeping
from bot.cards.card import Card
from bot.cards.common import room_row
from bot.turn import Turn
from messages import views


def ahead(turn: Turn, day: date, member_id: int) -> Card | None:
    """The member's files that go on `day`; nothing where they have all been moved on."""
    files = sorted(keeping.going(turn.session, [member_id], day), key=lambda file: file.code)
    if not files:
        return None
    boards = keeping.boards(turn.session, files)
    kept = sum(file.transferred_at is None and boards[file.referrer_id].keeps_untransferred for file in files)
    view = views.ErasureAhead(len(files), day, files[0].code, files[-1].code, kept)
    return Card(view, room_row(turn, "going"))

"""Words in the chat: taken away, counted without content, and those who answer for it are told that it happened."""

from datetime import timedelta

from bot import audit, clock, lookups, outbox, workdays
from bot.outbox import Owed
from bot.turn import Turn
from models import NoticeKind

DELETED_WITHIN = timedelta(minutes=1)


def owe_deletion(turn: Turn, message_id: int, update: str) -> None:
    """What came as message `message_id` with `update` is to go.

    The answer deletes it at once; should it not come to that, the delivery does, a minute later.
    """
    later = turn.now + DELETED_WITHIN
    outbox.owe(turn.session, turn.who.id, NoticeKind.WORDS_CAME, message_id, update, later)


def report(turn: Turn) -> None:
    """Words came that may be about somebody.

    Those who answer for how the writer uses the chat hear of it once, the next working morning, with how often.
    """
    audit.note(turn, "wrote", lookups.WORDS, turn.who.organisation_id)
    morning = workdays.after(turn.today)
    told_at = clock.at_local(morning, workdays.MORNING.hour)
    organisation_id = turn.who.organisation_id
    outbox.owe_all(
        turn.session,
        [
            Owed(member.id, NoticeKind.WORDS_COUNTED, organisation_id, morning.isoformat(), told_at)
            for member in lookups.responsible_for(turn.session, turn.who, turn.today)
            if member.id != turn.who.id
        ],
    )

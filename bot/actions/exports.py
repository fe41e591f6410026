"""What the responsible takes out of the room. Each time is kept in the audit, in the transaction of the reading."""

from sqlalchemy import delete, select
from sqlmodel import col

from bot import audit, keeping, outbox, policy, relations
from bot.actions import events, referrals
from bot.policy import Act
from bot.turn import Turn
from models import Event, Happening, Member, NoticeKind, Referral

BACK = "transfer_undone"


def look(turn: Turn, code: str) -> Referral:
    """The referral, before anything is taken out; that its words are read is kept.

    Raises:
        Refused: not theirs, or the person's file is gone.
    """
    referral = referrals.find_exactly(turn, code, Act.EXPORT)
    audit.note(turn, Act.READ_WORDS, "referral", referral.id)
    return referral


def take(turn: Turn, code: str) -> Referral:
    """A document of one referral is taken out. Taking it does not say that it stands in the file of record.

    Raises:
        Refused: as `look`.
    """
    referral = referrals.find_exactly(turn, code, Act.EXPORT)
    audit.note(turn, Act.EXPORT, "referral", referral.id)
    return referral


def take_all(turn: Turn, code: str) -> tuple[list[Referral], int]:
    """A document of the person is taken out: as `of_person`. Each referral's audit says so.

    Raises:
        Refused: as `look`.
    """
    theirs, others = of_person(turn, referrals.find_exactly(turn, code, Act.EXPORT))
    for row in theirs:
        audit.note(turn, Act.EXPORT, "referral", row.id)
    return theirs, others


def of_person(turn: Turn, referral: Referral) -> tuple[list[Referral], int]:
    """The person's referrals that the one who acts is responsible for, the oldest first, and how many others have."""
    same = select(Referral).where(col(Referral.person) == referral.person).order_by(col(Referral.id))
    rows = turn.session.scalars(same).all()
    theirs = [row for row in rows if policy.allows(turn.who.role, Act.EXPORT, relations.to_referral(turn, row))]
    return theirs, len(rows) - len(theirs)


def staff(turn: Turn, referral: Referral) -> list[str]:
    """The names of all who work, or have worked, on either side."""
    board = turn.session.get_one(Member, referral.referrer_id).organisation_id
    both = (board, referral.organisation_id)
    return list(turn.session.scalars(select(col(Member.name)).where(col(Member.organisation_id).in_(both)).distinct()))


def transfer(turn: Turn, code: str) -> Referral:
    """*Överförd till akten*: what is written here stands in the file of record; a second time does no more.

    From then on the shorter time of `keeping` runs.

    Raises:
        Refused: as `look`.
    """
    referral = referrals.find_exactly(turn, code, Act.EXPORT, lock=True)
    if referral.transferred_at is None:
        referral.transferred_at = turn.now
        events.write(turn, referral, Happening.TRANSFERRED)
        audit.note(turn, Happening.TRANSFERRED, "referral", referral.id)
        _keep_anew(turn, referral)
    return referral


def take_back(turn: Turn, code: str) -> Referral:
    """It does not stand there after all. The line of the history goes; the audit keeps both.

    Raises:
        Refused: as `look`: what was erased cannot be taken back.
    """
    referral = referrals.find_exactly(turn, code, Act.EXPORT, lock=True)
    if referral.transferred_at:
        referral.transferred_at = None
        said = (col(Event.referral_id) == referral.id, col(Event.happening) == Happening.TRANSFERRED)
        turn.session.execute(delete(Event).where(*said))
        audit.note(turn, BACK, "referral", referral.id)
        _keep_anew(turn, referral)
    return referral


def remind(turn: Turn, code: str) -> Referral:
    """Let the chat say that something waits to be fetched in the room: never the file itself. Once a day.

    Raises:
        Refused: as `look`.
    """
    referral = referrals.find_exactly(turn, code, Act.EXPORT)
    outbox.owe(turn.session, turn.who.id, NoticeKind.ROOM_READY, referral.id, turn.today.isoformat(), turn.now)
    return referral


def _keep_anew(turn: Turn, referral: Referral) -> None:
    """What stands in the file of record is kept here for a shorter time."""
    turn.session.flush()
    keeping.plan(turn.session, referral.person, turn.today)

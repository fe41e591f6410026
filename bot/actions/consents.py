"""What becomes of a consent after it was given."""

from bot import audit, lookups, outbox
from bot.actions import events, referrals
from bot.errors import Refused
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import Consent, Happening, NoticeKind, Referral, Scope


def extend(turn: Turn, code: str) -> Referral:
    """The person has said yes to the details too: the reason, and how to reach them.

    Raises:
        Refused: not theirs, or no consent is in force.
    """
    referral = referrals.find_exactly(turn, code, Act.EXTEND_CONSENT, lock=True)
    consent = turn.session.get_one(Consent, referral.id)
    if Scope.DETAILS not in consent.share:
        consent.share = [*consent.share, Scope.DETAILS.value]
        audit.note(turn, "extend_consent", "referral", referral.id)
    return referral


def withdraw(turn: Turn, code: str) -> Referral:
    """The person takes the consent back after the referral has ended: the partner reads no more, and is to delete.

    A consent that has run out can be taken back too. A second time does no more.

    Raises:
        Refused: not theirs, or it has not ended.
    """
    referral = referrals.find_exactly(turn, code, Act.WITHDRAW_CONSENT, lock=True)
    consent = turn.session.get_one(Consent, referral.id)
    if referral.is_open:
        raise Refused(views.Stale())
    if consent.withdrawn_at:
        return referral
    consent.withdrawn_at = turn.now
    audit.note(turn, Act.WITHDRAW_CONSENT, "referral", referral.id)
    for koordinator in lookups.koordinators(turn.session, referral.organisation_id):
        occasion = f"withdrawn{turn.now.isoformat()}"  # it may be given anew, and taken back again
        outbox.owe(turn.session, koordinator.id, NoticeKind.CONFIRM_DELETION, referral.id, occasion, turn.now)
    return referral


def confirm_deletion(turn: Turn, referral_id: int) -> None:
    """The partner has deleted what it had of somebody who withdrew; a second time does no more.

    Raises:
        Refused: not theirs, or nothing was withdrawn.
    """
    referral = referrals.find(turn, referral_id, Act.CONFIRM_DELETION, lock=True)
    consent = turn.session.get_one(Consent, referral.id)
    if consent.deleted_at is None and consent.withdrawn_at:
        consent.deleted_at = turn.now
        event_id = events.write(turn, referral, Happening.DELETION_CONFIRMED)
        outbox.owe(turn.session, referral.referrer_id, NoticeKind.REFERRAL_NEWS, referral.id, str(event_id), turn.now)
        audit.note(turn, Happening.DELETION_CONFIRMED, "referral", referral.id)

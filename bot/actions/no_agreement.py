"""Why nobody can be referred to a partner."""

from datetime import date

from sqlmodel import Session

from bot import lookups
from bot.agreements import periods
from bot.agreements.periods import Standing
from messages import views
from models import Organisation


def why(session: Session, partner: Organisation, today: date) -> views.NoAgreement:
    """Why nobody can be referred to the partner today, by its agreements: what begins counts before what has ended."""
    alias, theirs = partner.alias or "", lookups.agreements_of(session, partner.id)
    found = {standing: [row for row in theirs if periods.standing(row, today) is standing] for standing in Standing}
    if found[Standing.IN_FORCE]:
        return views.NoAgreement(alias, "not_taking")
    if coming := found[Standing.COMING]:
        return views.NoAgreement(alias, "begins", min(row.valid_from for row in coming))
    ended = [*found[Standing.UNKNOWN], *found[Standing.LAPSED]]
    if not ended:
        return views.NoAgreement(alias)
    last = max(ended, key=lambda row: row.valid_to)
    why = "unknown" if last in found[Standing.UNKNOWN] else "lapsed"
    return views.NoAgreement(alias, why, last.valid_to)

"""Documents about partnerships: the page of a year, and that of an agreement."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlmodel import col

from bot.pages import paths
from bot.turn import Turn
from messages.room.pages import AgreementDocumentsPage, DocumentsPage, Lacking, MeetingPack
from models import Agreement, AgreementStatus, Party, SteeringMeeting

AFTER = timedelta(days=182)
"""For about half a year after New Year it is rather the old year that is followed up."""


def years(turn: Turn) -> tuple[int, ...]:
    """The years of which the reader's board can have a follow-up, the newest first; this year where there is none."""
    first: date | None = turn.session.scalars(
        select(func.min(col(Agreement.valid_from)))
        .join(Party, col(Party.agreement_id) == col(Agreement.id))
        .where(col(Party.organisation_id) == turn.who.organisation_id)
    ).one()
    earliest = min(first.year, turn.today.year) if first else turn.today.year
    return tuple(range(turn.today.year, earliest - 1, -1))


def likely_year(offered: Sequence[int], today: date) -> int:
    """The year that is rather meant."""
    year = (today - AFTER).year
    return year if year in offered else offered[0]


def page(turn: Turn, year: int, offered: tuple[int, ...], partnerships: tuple[Lacking, ...]) -> DocumentsPage:
    """The follow-up of a year, with what is missing in it of each partnership."""
    theirs = select(col(Party.agreement_id)).where(col(Party.organisation_id) == turn.who.organisation_id)
    agreements = turn.session.scalars(
        select(Agreement)
        .where(col(Agreement.id).in_(theirs), col(Agreement.status) == AgreementStatus.AGREED)
        .order_by(col(Agreement.name))
    ).all()
    return DocumentsPage(
        year=year,
        years=offered,
        partnerships=partnerships,
        agreements=tuple((one.name, paths.agreement(one.id, "documents")) for one in agreements),
    )


def agreement_page(
    agreement: Agreement, final: Lacking | None, meetings: Sequence[SteeringMeeting]
) -> AgreementDocumentsPage:
    """An agreement's own documents: the final report (nothing where there is none yet), and packs of meetings."""
    root = paths.agreement(agreement.id, "documents")
    return AgreementDocumentsPage(
        name=agreement.name,
        back=paths.agreement(agreement.id),
        final=f"{root}/final" if final else "",
        lacking=final.lacking if final else (),
        checks=final.checks if final else 0,
        meetings=tuple(MeetingPack(one.starts_at, f"{root}/pack?meeting={one.id}") for one in meetings),
    )

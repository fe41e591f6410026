"""Who plays: obviously invented people, already signed in. The first three have the phones on the page."""

from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

from sqlmodel import Session, col, select

from bot.actions.partnerships import import_partnerships, read
from bot.clock import months_later, today
from models import Capacity, CapacityState, Language, Member, Organisation, Role

BOARD = "Enskede-Årsta-Vantörs stadsdelsnämnd"
PARTNER = "Street Minds"


@dataclass(frozen=True)
class Player:
    """Somebody in the demo."""

    telegram_id: int
    name: str
    role: Role
    organisation: str
    unit: str = ""


YLVA = Player(4001, "Ylva Uppdiktad", Role.CASEWORKER, BOARD, "Uppsökarna")
KNUT = Player(4002, "Knut Påhittad", Role.KOORDINATOR, PARTNER)
MAJ = Player(4003, "Maj Exempelsson", Role.MANAGER, BOARD)
OLLE = Player(4004, "Olle Exempel", Role.CASEWORKER, BOARD, "Uppsökarna")
SIRI = Player(4005, "Siri Låtsas", Role.KOORDINATOR, PARTNER)
ADA = Player(4006, "Ada Provdotter", Role.ADMINISTRATOR, BOARD)
CAST = (YLVA, KNUT, MAJ, OLLE, SIRI, ADA)


def set_the_stage(session: Session, now: datetime, *, board_meets: bool = False) -> None:
    """Import the demo's facts, sign the cast in, and let the partner have room.

    `board_meets`: the board has told its (invented) meetings, and is reminded of the steps toward them.
    """
    for file in ("partnerships.toml", "board_meetings.toml")[: 1 + board_meets]:
        outcome = import_partnerships(session, read(files("bot.demo").joinpath(file).read_bytes()), now)
        assert not outcome.problems, outcome.problems
    for player in CAST:
        session.add(
            Member(
                telegram_id=player.telegram_id,
                name=player.name,
                role=player.role,
                organisation_id=_organisation(session, player.organisation).id,
                unit=player.unit,
                language=Language.SV,
                joined_at=now,
                undertaking_until=months_later(today(now), 12) if player.role is Role.KOORDINATOR else None,
            )
        )
    session.flush()
    knut = session.exec(select(Member).where(col(Member.telegram_id) == KNUT.telegram_id)).one()
    session.add(
        Capacity(
            organisation_id=knut.organisation_id,
            state=CapacityState.OPEN,
            assured_on=today(now),
            assured_by_id=knut.id,
        )
    )


def _organisation(session: Session, name: str) -> Organisation:
    return session.exec(select(Organisation).where(col(Organisation.name) == name)).one()

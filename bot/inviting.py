"""What the command line says of an invitation: a board's first administrator has nobody to ask for one in the chat."""

import random
import sys

from sqlmodel import Session, col, select

from bot import clock
from bot.actions import invitations
from bot.app import build
from bot.errors import Refused
from bot.settings import Settings
from bot.turn import House
from models import Organisation, Role


async def invite(role: Role, organisation: str, unit: str) -> int:
    """Make an invitation and print its link alone on the last line.

    Returns:
        The exit code.
    """
    settings = Settings()
    if not settings.token:
        sys.exit("TELEGRAM_TOKEN is not set: the link needs the bot's name.")
    app = build(settings)
    await app.bot.initialize()
    try:
        payload = app.store.run_now(lambda session: _invite(session, role, organisation, unit))
    except Refused:
        sys.exit(
            f"A {role} cannot belong to that organisation: "
            "koordinator and partner_manager are a partner's, all others a board's."
        )
    finally:
        await app.bot.shutdown()
    sys.stdout.write(
        f"Good once and for 48 hours. Hand it over in person.\n{House(app.bot.username).deep_link(payload)}\n"
    )
    return 0


def _invite(session: Session, role: Role, name: str, unit: str) -> str:
    organisations = session.exec(select(Organisation).order_by(col(Organisation.name))).all()
    wanted = name.casefold()
    named = (row for row in organisations if wanted in (row.name.casefold(), (row.alias or "").casefold()))
    organisation = next(named, None)
    if organisation is None:
        known = ", ".join(row.name for row in organisations)
        sys.exit(f"No organisation is called {name!r}. Known: {known or 'none; import partnerships first'}.")
    payload, _ = invitations.make(
        session,
        role=role,
        organisation=organisation,
        unit=unit,
        invited_by_id=None,
        now=clock.SystemClock().now(),
        dice=random.SystemRandom(),
    )
    return payload

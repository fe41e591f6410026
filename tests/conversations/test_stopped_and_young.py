"""The chat stops before somebody under 18; where a partner takes young people, it shows the way into the room."""

import pytest
from sqlmodel import Session, col, select

from bot import outbox
from bot.clock import today
from bot.demo.cast import YLVA
from models import Agreement, Draft, NoticeKind, Referral
from tests.conversations.playing import Play


def rooms(play: Play) -> list[str]:
    """Where the newest message's buttons open the room."""
    rows = play.newest_of_bot(YLVA).get("reply_markup", {}).get("inline_keyboard", [])
    return [button["web_app"]["url"] for row in rows for button in row if "web_app" in button]


@pytest.mark.parametrize("young", [False, True])
async def test_the_stop_shows_the_room_only_where_a_partner_takes_young_people(play: Play, young: bool) -> None:
    app = play.production.app

    def let(session: Session) -> None:
        for row in session.scalars(select(Agreement)):
            row.for_young = young

    app.store.run_now(let)
    await play.types(YLVA, "/hanvisa")
    await play.taps(YLVA, "Ja")
    assert "Inget är sparat" in play.bot_says(YLVA)
    assert ("Hänvisa i rummet" in play.bot_says(YLVA)) is young
    assert rooms(play) == ([f"{app.house.room_url}/room?to=minor"] if young else [])
    assert app.store.run_now(lambda session: session.exec(select(Draft)).all()) == []


async def test_the_chat_says_that_something_waits_in_the_room(play: Play) -> None:
    code = await play.refer()
    app = play.production.app

    def owe(session: Session) -> None:
        row = session.scalars(select(Referral).where(col(Referral.code) == code)).one()
        now = app.clock.now()
        outbox.owe(session, row.referrer_id, NoticeKind.ROOM_READY, row.id, today(now).isoformat(), now)

    app.store.run_now(owe)
    await play.production.settle()
    assert play.bot_says(YLVA) == f"{code}: klart, hämta i rummet."
    assert rooms(play) == [f"{app.house.room_url}/room?to=r/{code}/export"]

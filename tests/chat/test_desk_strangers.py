"""Strangers get one identical answer, whatever they send and whatever they know."""

import random
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot import buttons
from bot.actions import invitations
from bot.demo.cast import KNUT, MAJ, OLLE, YLVA
from bot.store import Store
from messages import render, views
from models import Invitation, Language, Member, Organisation, Role
from tests.hands import HandClock, member
from tests.works import STRANGER, Works, ids, rows, send_referral, works

ANSWER = render(views.Stranger(), "sv")


def invite(session: Session, clock: HandClock, seed: int = 1) -> str:
    """The payload of an invitation to Maj's board."""
    board = session.get_one(Organisation, member(session, MAJ).organisation_id)
    payload, _ = invitations.make(
        session,
        role=Role.CASEWORKER,
        organisation=board,
        unit="",
        invited_by_id=member(session, MAJ).id,
        now=clock.now(),
        dice=random.Random(seed),
    )
    return payload


async def is_turned_away(it: Works, words: str, who: int = STRANGER) -> None:
    """That `words` get the one answer, without buttons and without a trace in any row."""
    before = len(it.heard(who))
    await it.types(who, words)
    [message] = it.heard(who)[before:]
    assert message["text"] == ANSWER
    assert "reply_markup" not in message


async def test_whatever_a_stranger_writes_gets_the_one_answer(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        for words in (
            "/start",
            "/hjalp",
            "/meny",
            "/mina",
            "/hanvisa B2",
            "/avbryt",
            "/nonsens",
            "/start x",
            "hej",
            "/",
        ):
            await is_turned_away(it, words)
        for kind in ("voice", "photo", "document", "contact"):
            it.world.send_other(STRANGER, kind, "hej")
            await it.serve()
            assert it.texts(STRANGER)[-1] == ANSWER


async def test_codes_and_links_are_answered_alike_whether_they_exist_or_not(
    played: Store, database_url: str, clock: HandClock
) -> None:
    def unit(session: Session) -> tuple[str, str, str]:
        expired, spent = invite(session, clock, 1), invite(session, clock, 2)
        session.flush()
        first, second = session.exec(select(Invitation).order_by(col(Invitation.id))).all()
        first.expires_at = clock.now() - timedelta(seconds=1)
        second.used_at = clock.now()
        return send_referral(session, clock.now()).code, expired, spent

    code, expired, spent = played.run_now(unit)
    async with works(database_url, clock) as it:
        for payload in (code, code.lower(), "R-AAAAA", expired, spent, "i-", "i-" + "A" * 22, "i-" + "Å" * 20):
            await is_turned_away(it, f"/start {payload}")
    assert len(rows(played, Member)) == 6


async def test_taps_of_strangers_and_forged_buttons_get_the_one_answer(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        await it.types(STRANGER, "/start")
        for data in (it.data(buttons.ShowMenu(), STRANGER), it.data(buttons.ShowMenu(), YLVA), "x", "mm." + "A" * 12):
            it.world.tap(STRANGER, it.heard(STRANGER)[0]["message_id"], data)
            await it.serve()
            assert it.texts(STRANGER) == [ANSWER]


async def test_an_ended_membership_is_a_stranger_s_at_the_next_update(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        await it.types(OLLE, "/meny")
        played.run_now(
            lambda session: session.execute(
                update(Member).where(col(Member.telegram_id) == OLLE.telegram_id).values(ended_at=clock.now())
            )
        )
        for words in ("/meny", "/mina", "/hjalp"):
            await is_turned_away(it, words, OLLE.telegram_id)
        await it.taps(OLLE, 2, it.data(buttons.ShowMenu(), OLLE))
        assert set(it.texts(OLLE)) == {ANSWER}  # the old menu is gone as well
        assert it.world.commands(OLLE.telegram_id) == []


async def test_a_good_link_lets_in_once(played: Store, database_url: str, clock: HandClock) -> None:
    payload = played.run_now(lambda session: invite(session, clock))
    async with works(database_url, clock) as it:
        it.world.add_user(9002, "Nummer två", started=True)
        for who in (STRANGER, 9002):
            it.world.send_text(who, f"/start {payload}")
        await it.serve()
        [inside] = [row for row in rows(played, Member) if row.telegram_id in (STRANGER, 9002)]
        assert inside.role is Role.CASEWORKER
        outside = 9002 if inside.telegram_id == STRANGER else STRANGER
        assert it.texts(outside) == [ANSWER]
        assert it.texts(inside.telegram_id) != [ANSWER]
        await it.deliver()
        assert inside.name in it.texts(MAJ)[-1]


async def test_a_member_who_opens_a_link_does_not_spend_it(played: Store, database_url: str, clock: HandClock) -> None:
    payload = played.run_now(lambda session: invite(session, clock))
    async with works(database_url, clock) as it:
        await it.types(KNUT, f"/start {payload}")
        assert it.texts(KNUT) == [render(views.AlreadyMember(), "sv")]
        await it.types(STRANGER, f"/start {payload}")
    assert len(rows(played, Member)) == 7
    assert ids(played)[KNUT]


async def test_a_stranger_who_reads_english_gets_the_same_in_english(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        it.world.add_user(9003, "Foreign", Language.EN.value, started=True)
        for words in ("/start", "hello", "/start R-7K3QX"):
            await it.types(9003, words)
        assert set(it.texts(9003)) == {render(views.Stranger(), "en")}

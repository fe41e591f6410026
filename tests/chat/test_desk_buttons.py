"""Forged, foreign and stale buttons: refused, with what to do instead, and nothing has changed."""

import pytest
from sqlalchemy import delete
from sqlmodel import Session

from bot import buttons
from bot.callbacks import encode, signing_key
from bot.demo.cast import KNUT, MAJ, OLLE, SIRI, YLVA, Player
from bot.store import Store
from messages import render, views
from models import AuditEntry, Capacity, Draft, Referral
from tests.hands import HandClock, member
from tests.works import ON_SQLITE, Works, referral_of, rows, send_referral, works

STALE, NOT_FOUND, NOT_ALLOWED = (render(view, "sv") for view in (views.Stale(), views.NotFound(), views.NotAllowed()))


async def is_refused(it: Works, who: Player, data: str, words: str) -> None:
    """That a tap of `who` with `data` is answered with `words`, as a message of its own."""
    before = len(it.heard(who))
    it.world.tap(who.telegram_id, it.heard(who)[0]["message_id"], data)
    await it.serve()
    assert it.texts(who)[before:] == [words]


@ON_SQLITE
async def test_no_flipped_bit_of_any_byte_makes_another_button(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        await it.types(KNUT, "/meny")
        good = it.data(buttons.SetCapacity("full"), KNUT)
        for place in range(len(good)):
            for bit in (0, 3, 6):
                flipped = chr(ord(good[place]) ^ (1 << bit))
                await is_refused(it, KNUT, good[:place] + flipped + good[place + 1 :], STALE)
        assert [row.state for row in rows(played, Capacity)] == ["open"]
        await it.taps(KNUT, 2, good)
        assert [row.state for row in rows(played, Capacity)] == ["full"]


@pytest.mark.parametrize(
    "data", ["", "x", ".", "....", "mm", "zz.1.AAAAAAAAAAAA", "å" * 32, "\x00", "\ud83d", "a" * 5000]
)
@ON_SQLITE
async def test_whatever_a_changed_client_sends_is_stale(
    played: Store, database_url: str, clock: HandClock, data: str
) -> None:
    async with works(database_url, clock) as it:
        await it.types(MAJ, "/meny")
        await is_refused(it, MAJ, data, STALE)


async def test_another_person_s_button_is_refused(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it:
        await it.types(SIRI, "/meny")
        await is_refused(it, SIRI, it.data(buttons.SetCapacity("full"), KNUT), STALE)
        assert [row.state for row in rows(played, Capacity)] == ["open"]


async def test_a_button_signed_with_another_bot_s_token_is_refused(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        await it.types(KNUT, "/meny")
        key = signing_key("100000001:another-token-of-the-same-bot-0000000")
        await is_refused(it, KNUT, encode(buttons.SetCapacity("full"), key, KNUT.telegram_id), STALE)


async def test_a_properly_signed_button_does_not_give_what_the_role_does_not_have(
    played: Store, database_url: str, clock: HandClock
) -> None:
    """The signature says that the button was shown; the policy says what may be done now."""
    async with works(database_url, clock) as it:
        sent = played.run_now(lambda session: send_referral(session, clock.now()).id)
        for who in (YLVA, KNUT, MAJ, OLLE):
            await it.types(who, "/meny")
        await is_refused(it, MAJ, it.data(buttons.SetCapacity("full"), MAJ), NOT_ALLOWED)
        await is_refused(it, KNUT, it.data(buttons.ShowMembers(0), KNUT), NOT_ALLOWED)
        await is_refused(it, KNUT, it.data(buttons.NotProtected(0), KNUT), NOT_ALLOWED)
        await is_refused(it, OLLE, it.data(buttons.ShowReferral(sent), OLLE), NOT_FOUND)
        await is_refused(it, OLLE, it.data(buttons.ShowReferral(sent + 99), OLLE), NOT_FOUND)
        await is_refused(it, OLLE, it.data(buttons.Step(sent, 1, "withdrawn"), OLLE), NOT_FOUND)
        await is_refused(it, YLVA, it.data(buttons.Step(sent, 1, "seen"), YLVA), NOT_FOUND)
        await is_refused(it, MAJ, it.data(buttons.RunCommand("refer"), MAJ), NOT_ALLOWED)
        assert played.run_now(lambda session: referral_of(session, sent).revision) == 1
    denied = [entry for entry in rows(played, AuditEntry) if not entry.allowed]
    assert len(denied) == 8


async def test_a_stale_button_of_a_draft_that_is_gone_says_so_and_shows_where_one_is(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        await it.types(YLVA, "/meny")
        await is_refused(it, YLVA, it.data(buttons.WishesDone(4711), YLVA), render(views.DraftGone(), "sv"))
        await it.taps(YLVA, 2, it.data(buttons.NotProtected(0), YLVA))
        [draft] = rows(played, Draft)
        played.run_now(lambda session: session.execute(delete(Draft)))
        stale = it.data(buttons.Send(draft.id, 1), YLVA)
        await is_refused(it, YLVA, stale, render(views.DraftGone(), "sv"))
        assert not rows(played, Referral)


async def test_somebody_else_s_draft_cannot_be_tapped(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it:
        for who in (YLVA, OLLE):
            await it.types(who, "/meny")
        await it.taps(YLVA, 2, it.data(buttons.NotProtected(0), YLVA))
        [draft] = rows(played, Draft)
        partner = played.run_now(lambda session: member(session, KNUT).organisation_id)
        gone = render(views.DraftGone(), "sv")
        await is_refused(it, OLLE, it.data(buttons.PickPartner(draft.id, partner), OLLE), gone)
        assert [row.fields for row in rows(played, Draft)] == [draft.fields]


async def test_a_button_shown_before_the_card_changed_is_told_who_was_first(
    played: Store, database_url: str, clock: HandClock
) -> None:
    def fields(session: Session) -> tuple[str, int]:
        row = referral_of(session, sent)
        return row.status, row.revision

    async with works(database_url, clock) as it:
        sent = played.run_now(lambda session: send_referral(session, clock.now()).id)
        for who in (KNUT, SIRI):
            await it.types(who, "/meny")
        await it.taps(KNUT, 2, it.data(buttons.Step(sent, 1, "waiting_list"), KNUT))
        await it.taps(SIRI, 2, it.data(buttons.Decline(sent, 1, "full"), SIRI))
        assert KNUT.name in it.texts(SIRI)[-1]
        assert played.run_now(fields) == ("received", 2)

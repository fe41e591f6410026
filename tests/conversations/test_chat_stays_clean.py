"""Cards about a referral leave the chat: an hour after it is settled, and within 47 hours in any case."""

from datetime import date, timedelta

from sqlmodel import Session, select

from bot.clock import at_local
from bot.demo.cast import KNUT, MAJ, SIRI, YLVA, Player
from bot.demo.stage import text_of
from models import NoticeKind, SentCard
from tests.conversations.playing import CODE, SHORTEST, Play

TO_DO = "öppen hänvisning"


def _shows(play: Play, who: Player) -> list[int]:
    """The bot's messages that show a code, in text or on a button."""
    return [
        message["message_id"]
        for message in play.world.chat(who.telegram_id)
        if message["from"]["is_bot"] and CODE.search(text_of(message) + str(message.get("reply_markup", "")))
    ]


async def _passes(play: Play, **by: float) -> None:
    await play.production.travel(play.production.clock.now() + timedelta(**by))


async def test_an_open_card_gives_way_to_one_silent_message_within_47_hours(play: Play) -> None:
    code = await play.refer()
    await play.reads_code(code)
    assert len(_shows(play, KNUT)) == 1
    await _passes(play, hours=46, minutes=40)
    assert TO_DO not in play.bot_says(KNUT)
    await _passes(play, minutes=20)
    for who in (YLVA, KNUT, SIRI):
        newest = play.newest_of_bot(who)
        assert _shows(play, who) == [newest["message_id"]]
        assert f"1 {TO_DO}" in text_of(newest)
        assert code in play.choices(who)[0]
        assert play.world.chats[who.telegram_id].shown(newest["message_id"])["disable_notification"] is True


async def test_the_button_of_what_waits_opens_the_card(play: Play) -> None:
    code = await play.refer()
    await _passes(play, hours=47)
    await play.taps(KNUT, code)
    assert "Er tur" in play.bot_says(KNUT)


async def test_what_waits_is_said_anew_before_it_too_is_47_hours_old(play: Play) -> None:
    await play.reads_code(await play.refer())
    await play.answer("Vi tar emot", "mån 3 okt")
    await _passes(play, hours=47)
    first = _shows(play, SIRI)
    for _ in range(8):
        await _passes(play, hours=12)
        assert len(_shows(play, SIRI)) == 1, "one message, never two"
        oldest = min(message["date"] for message in play.world.chat(SIRI.telegram_id)[-1:])
        assert play.production.clock.now().timestamp() - oldest <= 47 * 3600
    assert _shows(play, SIRI) != first


async def test_the_cards_of_a_settled_referral_are_gone_an_hour_later(play: Play) -> None:
    await play.reads_code(await play.refer())
    await play.answer("Avböj", "Fullt")
    assert _shows(play, YLVA)
    assert _shows(play, KNUT)
    await _passes(play, minutes=50)
    assert _shows(play, KNUT)
    await _passes(play, minutes=20)
    assert [_shows(play, who) for who in (YLVA, KNUT, SIRI)] == [[], [], []]
    assert not any(TO_DO in text for text in play.texts(KNUT))


async def test_a_list_that_shows_a_settled_referral_goes_too(play: Play) -> None:
    await play.reads_code(await play.refer())
    await play.types(YLVA, "/mina")
    await play.answer("Avböj", "Fullt")
    await play.types(KNUT, "/inkorg")
    await _passes(play, minutes=70)
    assert _shows(play, YLVA) == _shows(play, KNUT) == []


async def test_what_one_typed_oneself_with_a_code_goes_too(play: Play) -> None:
    code = await play.refer()
    await play.types(YLVA, f"/start {code}")
    await play.types(YLVA, f"/anteckning {code} kontakt")
    await play.reads_code(code)
    await play.answer("Avböj", "Fullt")
    await _passes(play, hours=1, minutes=10)
    assert not any(CODE.search(text_of(message)) for message in play.world.chat(YLVA.telegram_id))


async def test_an_old_message_that_is_tapped_gives_way_to_a_card_that_stands(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *SHORTEST[:-1])
    old = play.newest_of_bot(YLVA)["message_id"]
    await _passes(play, hours=30)
    await play.taps(YLVA, "Skicka")
    await play.sees(YLVA, "Skickat till B2")
    assert old not in [message["message_id"] for message in play.world.chat(YLVA.telegram_id)]
    new = play.newest_of_bot(YLVA)["message_id"]
    await _passes(play, hours=40)
    assert new in _shows(play, YLVA)


async def test_an_old_message_that_telegram_lets_stand_shows_no_code(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *SHORTEST[:-1])
    old = play.newest_of_bot(YLVA)["message_id"]
    await _passes(play, hours=60)
    await play.taps(YLVA, "Skicka")
    await play.sees(YLVA, "Skickat till B2")
    (message,) = [each for each in play.world.chat(YLVA.telegram_id) if each["message_id"] == old]
    assert text_of(message) == "Fortsätt längst ner i chatten."
    assert old not in _shows(play, YLVA)


async def test_the_picture_of_the_referral_card_goes_too(play: Play) -> None:
    await play.refer()
    await play.taps(YLVA, "Visa hänvisningskort")
    assert "photo" in play.newest_of_bot(YLVA)
    await _passes(play, hours=47)
    assert not any("photo" in message for message in play.world.chat(YLVA.telegram_id))


async def test_a_card_that_became_a_menu_is_left_alone(play: Play) -> None:
    await play.reads_code(await play.refer())
    await play.all_taps(YLVA, "Mina hänvisningar", "Meny")
    menu = play.newest_of_bot(YLVA)["message_id"]
    await _passes(play, hours=50)
    assert menu in [message["message_id"] for message in play.world.chat(YLVA.telegram_id)]


async def test_what_a_sent_again_referral_shows_stands_as_long_as_any(play: Play) -> None:
    code = await play.refer()
    await play.reads_code(code)
    await play.answer("Avböj", "Fullt")
    await play.all_taps(YLVA, "Skicka igen", "Ja, skicka igen")
    await _passes(play, hours=3)
    assert _shows(play, KNUT)


async def test_a_tap_tells_of_a_card_that_nobody_remembered(play: Play) -> None:
    await play.refer()
    await _passes(play, hours=20)

    def forget(session: Session) -> None:
        for row in session.exec(select(SentCard)).all():
            session.delete(row)

    await play.rows(forget)
    await play.answer("Föreslå tid")
    await _passes(play, hours=27)
    assert TO_DO in play.bot_says(KNUT)
    assert len(_shows(play, KNUT)) == 1


async def test_what_telegram_will_not_take_away_is_asked_for_once(play: Play) -> None:
    code = await play.refer()
    await play.reads_code(code)
    await play.comes_up(date(2022, 10, 7), 9)
    await _passes(play, hours=1)
    owed = await play.owed(NoticeKind.TO_DO)
    assert owed
    assert all(notice.sent_at or notice.dropped_at for notice in owed)
    assert len({notice.recipient_id for notice in owed}) == len(owed), "it is not tried for ever"


async def test_the_chat_of_somebody_who_left_is_cleaned_and_nothing_more_is_said(play: Play) -> None:
    await play.reads_code(await play.refer())
    now = play.production.clock.now()
    from tests.hands import member

    await play.rows(lambda session: setattr(member(session, SIRI), "ended_at", now))
    await _passes(play, hours=47)
    assert _shows(play, SIRI) == []
    assert not any(TO_DO in text for text in play.texts(SIRI))


async def test_everything_the_bot_sends_is_protected_and_shows_no_preview(play: Play) -> None:
    await play.refer()
    await play.taps(YLVA, "Visa hänvisningskort")
    await play.types(MAJ, "/bjudin")
    await play.all_taps(MAJ, "Uppsökare / handläggare", "Enskede")
    assert play.has_button(MAJ, "Skicka länken"), "a protected message cannot be forwarded"
    said = [message for chat in play.world.chats.values() for message in chat.messages.values()]
    of_bot = [message for message in said if message["from"]["is_bot"]]
    assert of_bot
    assert all(message["has_protected_content"] for message in of_bot)
    texts = [message for message in of_bot if "text" in message]
    assert all(message["link_preview_options"]["is_disabled"] for message in texts)


async def test_a_new_step_leads_to_the_room(play: Play) -> None:
    code = await play.refer()
    await play.notes_down(YLVA, code, "Nytt steg")
    below = play.newest_of_bot(YLVA)["reply_markup"]["inline_keyboard"]
    links = {button["text"]: button.get("web_app", {}).get("url", "") for row in below for button in row}
    assert links["Vilket steg? Skriv i rummet"].endswith(f"/room?to=r/{code}/note")


async def test_cards_at_night_are_taken_away_at_night(play: Play) -> None:
    await play.travel(date(2022, 10, 3), 23, 30)
    await play.refer()
    await play.production.travel(at_local(date(2022, 10, 5), 22, 30))
    assert TO_DO in play.bot_says(KNUT)

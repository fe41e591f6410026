"""Words that should not be there are taken away, even when the answer that does it never came."""

from datetime import timedelta

from bot.demo.cast import YLVA
from tests.conversations.playing import Play

WORDS = "Han heter Ture Testsson"


async def test_words_that_an_outage_left_standing_are_deleted_by_the_delivery(play: Play) -> None:
    play.production.telegram.faults.add("server_error", "deleteMessage", times=20)
    await play.types(YLVA, WORDS)
    assert any(WORDS in str(message) for message in play.world.chat(YLVA.telegram_id))
    play.production.telegram.faults.clear()
    await play.production.travel(play.production.clock.now() + timedelta(minutes=2))
    assert not any(WORDS in str(message) for message in play.world.chat(YLVA.telegram_id))
    assert "Jag har tagit bort det du skickade" in play.bot_says(YLVA)


async def test_words_that_are_gone_already_are_spoken_of_once(play: Play) -> None:
    await play.types(YLVA, WORDS)
    before = len(play.world.chat(YLVA.telegram_id))
    await play.production.travel(play.production.clock.now() + timedelta(minutes=2))
    assert len(play.world.chat(YLVA.telegram_id)) == before

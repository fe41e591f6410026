"""Two koordinatorer at once: one wins, the other is told who; the same one twice is no error."""

from bot.demo.cast import KNUT, SIRI, YLVA
from models import ReferralStatus
from tests.conversations.playing import Play


async def test_the_second_of_two_is_told_who_was_first_and_sees_the_card_as_it_is_now(play: Play) -> None:
    await play.refer()
    await play.taps(SIRI, "Vi tar emot")
    late = play.button(SIRI, "tors 6 okt")
    await play.all_taps(KNUT, "Vi tar emot", "tis 4 okt")
    await play.taps_again(SIRI, late)
    said = play.bot_says(SIRI)
    assert "Din knapp ändrade inget" in said
    assert "Mottagen" in said
    assert "Knut Påhittad" in said
    assert any("Ni tar emot tis 4 okt" in text for text in play.texts(SIRI))
    assert sum("Mottagen" in text for text in play.texts(YLVA)) == 1


async def test_two_taps_at_the_same_moment_have_one_winner(play: Play) -> None:
    code = await play.refer()
    for koordinator in (KNUT, SIRI):
        await play.taps(koordinator, "Vi tar emot")
    for koordinator, day in ((KNUT, "tis 4 okt"), (SIRI, "tors 6 okt")):
        message, button = play.button(koordinator, day)
        play.world.tap(koordinator.telegram_id, message["message_id"], button["callback_data"])
    await play.production.settle()
    assert await play.status(code) is ReferralStatus.ACCEPTED
    refused = [who for who in (KNUT, SIRI) if "Din knapp ändrade inget" in play.bot_says(who)]
    assert len(refused) == 1


STEPS = (("Sedd",), ("Väntelista",), ("Ring mig",), ("Vi tar emot", "tis 4 okt"), ("Avböj", "Fullt"))


async def test_the_same_koordinator_twice_is_no_error(play: Play) -> None:
    for steps in STEPS:
        code = await play.refer()
        await play.all_taps(KNUT, *steps[:-1])
        last = play.button(KNUT, steps[-1])
        await play.taps_again(KNUT, last)
        before = (await play.status(code), len(play.texts(YLVA)))
        await play.taps_again(KNUT, last)
        assert "Din knapp ändrade inget" not in play.bot_says(KNUT)
        assert (await play.status(code), len(play.texts(YLVA))) == before


async def test_seen_by_one_does_not_stop_the_other_from_answering_on_the_older_card(play: Play) -> None:
    code = await play.refer()
    await play.taps(SIRI, "Vi tar emot")
    day = play.button(SIRI, "tors 6 okt")
    await play.taps(KNUT, "Sedd")
    await play.taps_again(SIRI, day)
    assert await play.status(code) is ReferralStatus.ACCEPTED


async def test_what_the_referrer_writes_in_the_case_file_overtakes_nobody_and_is_not_told(play: Play) -> None:
    code = await play.refer()
    await play.taps(SIRI, "Vi tar emot")
    late = play.button(SIRI, "tors 6 okt")
    await play.taps(KNUT, "Vi tar emot")
    mine = play.button(KNUT, "tis 4 okt")
    await play.taps_again(KNUT, mine)
    await play.reads_code(code)
    await play.taps_again(KNUT, mine)
    await play.taps_again(SIRI, late)
    assert "Din knapp ändrade inget" not in play.bot_says(KNUT)
    assert "Knut Påhittad" in play.bot_says(SIRI)
    assert not any("nförd i akten" in text for text in (*play.texts(KNUT), *play.texts(SIRI)))


async def test_an_answer_after_a_withdrawal_is_told_that_it_was_withdrawn(play: Play) -> None:
    code = await play.refer()
    await play.taps(KNUT, "Vi tar emot")
    day = play.button(KNUT, "tis 4 okt")
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Återkalla", "Ja, återkalla")
    await play.taps_again(KNUT, day)
    assert "Din knapp ändrade inget" in play.bot_says(KNUT)
    assert "Återkallad" in play.bot_says(KNUT)
    assert await play.status(code) is ReferralStatus.CANCELLED

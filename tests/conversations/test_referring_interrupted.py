"""Back, cancel, resume after days, a tap twice, and buttons of yesterday."""

from datetime import date

from bot.demo.cast import KNUT, OLLE, YLVA
from tests.conversations.playing import SHORTEST, Play


async def test_back_leads_to_the_question_before_all_the_way(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, "Nej, fortsätt", "B2", "Boka en tid", "tis 4 okt", "10:00", "Inga", "Ja, personen")
    backwards = ["Samtycke", "Vad vill personen", "Vilken tid", "Vilken dag", "Hur ska ni mötas", "Till vem"]
    for question in backwards:
        await play.taps(YLVA, "‹ Tillbaka")
        assert question in play.bot_says(YLVA)
    assert not play.has_button(YLVA, "‹ Tillbaka"), "there is nothing before the partner"


async def test_back_keeps_the_wishes_that_were_chosen(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, "Nej, fortsätt", "B2", "Ring mig", "trädgård", "Klar", "‹ Tillbaka")
    assert "✓ trädgård" in play.choices(YLVA)


async def test_back_from_the_pages_beside_the_consent_leads_to_the_consent(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *SHORTEST[:4], "Ändra", "‹ Tillbaka")
    assert play.has_button(YLVA, "Ja, personen samtycker")
    await play.all_taps(YLVA, "Samma person igen", "‹ Tillbaka")
    assert play.has_button(YLVA, "Ja, personen samtycker")


async def test_two_taps_on_back_in_a_row_on_one_card_go_one_step(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *SHORTEST[:4])
    back = play.button(YLVA, "‹ Tillbaka")
    await play.taps_again(YLVA, back)
    await play.taps_again(YLVA, back)
    assert "Vad vill personen göra?" in play.bot_says(YLVA)


async def test_the_button_cancel_throws_the_draft_away_at_every_question(play: Play) -> None:
    for taps in range(1, 6):
        await play.types(YLVA, "/hanvisa")
        await play.all_taps(YLVA, *SHORTEST[:taps], "Avbryt")
        await play.sees(YLVA, "Avbrutet", "inget är skickat")
        assert await play.drafts() == 0
    assert await play.referrals() == 0


async def test_the_command_cancel_works_in_the_middle_and_says_when_there_is_nothing(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *SHORTEST[:3])
    await play.types(YLVA, "/avbryt")
    assert "Avbrutet" in play.bot_says(YLVA)
    await play.types(YLVA, "/cancel")
    assert "inget påbörjat" in play.bot_says(YLVA)


async def test_a_draft_is_taken_up_after_days_and_says_from_when_it_is(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, "Nej, fortsätt", "B2", "Ring mig", "trädgård")
    await play.travel(date(2022, 10, 7))
    await play.types(YLVA, "/hanvisa")
    assert "Utkast från mån 3 okt" in play.bot_says(YLVA)
    assert "✓ trädgård" in play.choices(YLVA)
    await play.all_taps(YLVA, "Klar", "Ja, personen samtycker", "Skicka")
    await play.sees(KNUT, "trädgård")


async def test_the_old_card_works_after_days_as_well(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, "Nej, fortsätt", "B2", "Ring mig")
    await play.travel(date(2022, 10, 7))
    await play.all_taps(YLVA, "Inga önskemål", "Ja, personen samtycker", "Skicka")
    await play.sees(KNUT, "Ny hänvisning")


async def test_each_caseworker_has_a_draft_of_their_own(play: Play) -> None:
    for who in (YLVA, OLLE):
        await play.types(who, "/hanvisa B2 trädgård")
        await play.taps(who, "Nej, fortsätt")
    assert await play.drafts() == 2
    await play.types(YLVA, "/avbryt")
    await play.taps(OLLE, "Ring mig")
    await play.all_taps(OLLE, "Ja, personen samtycker", "Skicka")
    await play.sees(KNUT, "Olle Exempel")


async def test_send_twice_sends_once(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *SHORTEST[:-1])
    send = play.button(YLVA, "Skicka")
    message, button = send
    for _ in range(3):
        play.world.tap(YLVA.telegram_id, message["message_id"], button["callback_data"])
    await play.production.settle()
    assert await play.referrals() == 1
    code = play.code(YLVA)
    assert sum("Ny hänvisning" in text for text in play.texts(KNUT)) == 1
    await play.travel(date(2022, 10, 4))
    await play.taps_again(YLVA, send)
    assert await play.referrals() == 1
    assert code in play.bot_says(YLVA)


async def test_consent_tapped_twice_is_no_error(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *SHORTEST[:-2])
    yes = play.button(YLVA, "Ja, personen samtycker")
    await play.taps_again(YLVA, yes)
    await play.taps_again(YLVA, yes)
    assert not any("Något har ändrats" in text for text in play.texts(YLVA))
    assert play.has_button(YLVA, "Skicka")


async def test_the_summary_of_a_draft_that_has_changed_since_sends_nothing(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *SHORTEST[:-1])
    send = play.button(YLVA, "Skicka")
    await play.all_taps(YLVA, "‹ Tillbaka", "‹ Tillbaka", "hantverk", "Klar", "Ja, personen samtycker")
    await play.taps_again(YLVA, send)
    assert "Inget är skickat" in play.bot_says(YLVA)
    assert await play.referrals() == 0
    await play.taps(YLVA, "Skicka")
    await play.sees(KNUT, "hantverk")


async def test_a_button_of_a_cancelled_draft_says_what_to_do_instead(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *SHORTEST[:-1])
    send = play.button(YLVA, "Skicka")
    await play.types(YLVA, "/avbryt")
    await play.taps_again(YLVA, send)
    assert "finns inte kvar" in play.bot_says(YLVA)
    assert "/meny" in play.bot_says(YLVA)
    assert await play.referrals() == 0


async def test_a_button_of_somebody_elses_draft_is_nothing(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *SHORTEST[:-1])
    _, send = play.button(YLVA, "Skicka")
    below = play.newest_of_bot(OLLE)
    play.world.tap(OLLE.telegram_id, below["message_id"], send["callback_data"])
    await play.production.settle()
    assert await play.referrals() == 0
    assert "Den knappen gäller inte längre" in play.bot_says(OLLE)

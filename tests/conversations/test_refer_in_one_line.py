"""`/hanvisa B2 trädgård`: one line for bad coverage, which makes a draft and sends nothing."""

from bot.demo.cast import KNUT, YLVA
from tests.conversations.playing import Play

LINES = (
    "/hanvisa B2 trädgård",
    "/hanvisa b2 TRÄDGÅRD",
    "/HANVISA B2 trädgård,",
    "/refer B2 gardening",
    "/refer b2 trädgård",
)


async def test_one_line_makes_a_draft_with_partner_and_wishes(play: Play) -> None:
    for line in LINES:
        await play.types(YLVA, "/avbryt")
        await play.types(YLVA, line)
        assert "Skyddade personuppgifter eller under 18 år?" in play.bot_says(YLVA)
        assert await play.drafts() == 1
        await play.all_taps(YLVA, "Nej, fortsätt", "Ring mig", "Ja, personen samtycker")
        await play.sees(YLVA, "Önskemål: trädgård")
        assert await play.referrals() == 0
    await play.taps(YLVA, "Skicka")
    await play.sees(KNUT, "Önskemål: trädgård")


async def test_one_line_may_hold_several_wishes(play: Play) -> None:
    await play.types(YLVA, "/hanvisa B2 trädgård, hantverk språkkafé")
    await play.all_taps(YLVA, "Nej, fortsätt", "Ring mig", "Ja, personen samtycker")
    await play.sees(YLVA, "Önskemål: trädgård, hantverk, språkkafé")


async def test_a_wish_of_two_words_is_understood(play: Play) -> None:
    await play.types(YLVA, "/refer B2 language café gardening")
    await play.all_taps(YLVA, "Nej, fortsätt", "Ring mig", "Ja, personen samtycker")
    await play.sees(YLVA, "språkkafé, trädgård")


async def test_an_alias_alone_goes_on_with_the_wishes_left_to_choose(play: Play) -> None:
    await play.types(YLVA, "/hanvisa B2")
    await play.all_taps(YLVA, "Nej, fortsätt", "Ring mig")
    assert "Vad vill personen göra?" in play.bot_says(YLVA)


async def test_unknown_words_are_deleted_and_never_repeated(play: Play) -> None:
    for line in ("/hanvisa B2 Anna Andersson", "/hanvisa Anna", "/hanvisa B2 trädgård 19800101-1234"):
        await play.types(YLVA, line)
        assert "Jag förstod inte det du skrev efter kommandot" in play.bot_says(YLVA)
        assert "Jag har tagit bort det du skrev" in play.bot_says(YLVA)
    chat = " ".join(play.texts(YLVA))
    assert "Anna" not in chat
    assert "1980" not in chat
    assert await play.drafts() == 0


async def test_a_partner_that_takes_no_referrals_is_refused_in_one_line_too(play: Play) -> None:
    await play.types(YLVA, "/hanvisa B1 fotboll")
    assert "B1 kan inte ta emot i dag" in play.bot_says(YLVA)
    assert await play.drafts() == 0


async def test_an_unreadable_line_leaves_the_draft_that_was_open(play: Play) -> None:
    await play.types(YLVA, "/hanvisa B2 trädgård")
    await play.taps(YLVA, "Nej, fortsätt")
    await play.types(YLVA, "/hanvisa B2 ogräs")
    await play.types(YLVA, "/hanvisa")
    assert "Hur ska ni mötas?" in play.bot_says(YLVA)


async def test_a_new_line_leaves_the_open_draft_of_perhaps_another_person_alone(play: Play) -> None:
    await play.types(YLVA, "/hanvisa B2 trädgård")
    await play.taps(YLVA, "Nej, fortsätt")
    await play.types(YLVA, "/hanvisa B2 hantverk")
    assert "Du har redan ett utkast" in play.bot_says(YLVA)
    assert await play.drafts() == 1
    await play.types(YLVA, "/hanvisa")
    assert "Utkast från mån 3 okt" in play.bot_says(YLVA)
    await play.all_taps(YLVA, "Ring mig", "Ja, personen samtycker")
    await play.sees(YLVA, "Önskemål: trädgård")


async def test_an_open_draft_can_be_left_for_another_person(play: Play) -> None:
    await play.types(YLVA, "/hanvisa B2 trädgård")
    await play.taps(YLVA, "Nej, fortsätt")
    await play.types(YLVA, "/hanvisa")
    await play.taps(YLVA, "Börja om med en annan person")
    assert "Skyddade personuppgifter" in play.bot_says(YLVA)
    assert await play.drafts() == 0


async def test_one_line_does_not_get_round_the_first_question_and_a_stop_leaves_nothing(play: Play) -> None:
    await play.types(YLVA, "/hanvisa B2 trädgård")
    assert play.choices(YLVA)[:2] == ["Nej, fortsätt", "Ja, stopp"]
    await play.taps(YLVA, "Ja, stopp")
    assert "Inget är sparat" in play.bot_says(YLVA)
    assert await play.drafts() == 0


async def test_back_from_one_line_leads_to_the_partners(play: Play) -> None:
    await play.types(YLVA, "/hanvisa B2 trädgård")
    await play.all_taps(YLVA, "Nej, fortsätt", "‹ Tillbaka")
    assert "Till vem vill du hänvisa?" in play.bot_says(YLVA)

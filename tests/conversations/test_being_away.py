"""`/borta`: who stands in, until when, and what they get."""

from datetime import date

from bot.demo.cast import BOARD, KNUT, MAJ, OLLE, SIRI, YLVA, Player
from models import ReferralStatus, Role
from tests.conversations.playing import Play

TYRA = Player(6004, "Tyra Tredje", Role.CASEWORKER, BOARD)


async def _away(play: Play, who: Player, substitute: str, words: str) -> None:
    await play.types(who, f"/borta {words}")
    await play.taps(who, substitute)
    await play.sees(who, "Du är borta till och med")


async def test_without_a_day_the_bot_asks_who_and_until_when(play: Play) -> None:
    await play.types(YLVA, "/borta")
    assert play.choices(YLVA) == ["Olle Exempel", "Avbryt"], "of the same board and role"
    await play.taps(YLVA, "Olle")
    assert play.choices(YLVA)[:3] == ["tis 4 okt", "tors 6 okt", "mån 10 okt"]
    await play.taps(YLVA, "mån 10 okt")
    await play.sees(YLVA, "Du är borta till och med mån 10 okt", "Olle Exempel")
    await play.sees(OLLE, "Du ersätter Ylva Uppdiktad", "mån 10 okt")


async def test_with_a_day_only_the_substitute_is_asked_for(play: Play) -> None:
    await _away(play, YLVA, "Olle", "14 okt")
    assert "fre 14 okt" in play.bot_says(YLVA)
    await play.sees(OLLE, "till och med fre 14 okt")


async def test_the_substitute_gets_what_would_have_come_and_may_act_on_it(play: Play) -> None:
    code = await play.refer()
    await play.reads_code(code)
    await _away(play, YLVA, "Olle", "14 okt")
    before = len(play.texts(YLVA))
    await play.opens(KNUT, code)
    await play.all_taps(KNUT, "Föreslå tid", "tors 6 okt", "10:00")
    await play.sees(OLLE, code, "föreslår tors 6 okt")
    assert len(play.texts(YLVA)) == before
    await play.types(OLLE, "/mina")
    assert any(code in choice for choice in play.choices(OLLE))
    await play.opens(OLLE, code)
    await play.taps(OLLE, "Tiden passar")
    assert (await play.referral(code)).meet_at is not None
    await play.sees(KNUT, "Olle Exempel")


async def test_the_question_about_the_case_file_goes_to_the_substitute(play: Play) -> None:
    code = await play.refer()
    await _away(play, YLVA, "Olle", "14 okt")
    await play.travel(date(2022, 10, 3), 16)
    await play.sees(OLLE, code, "Är koden införd i akten?")
    await play.taps(OLLE, "Ja, koden är införd")
    assert (await play.referral(code)).recorded_at is not None


async def test_when_the_absence_is_over_everything_comes_to_oneself_again(play: Play) -> None:
    code = await play.refer()
    await play.reads_code(code)
    await _away(play, YLVA, "Olle", "4 okt")
    await play.travel(date(2022, 10, 5))
    await play.opens(KNUT, code)
    await play.taps(KNUT, "Sedd")
    await play.sees(YLVA, code, "Sedd")
    assert not any(code in text for text in play.texts(OLLE))
    await play.opens(OLLE, code)
    assert "inte ditt" in play.bot_says(OLLE)


async def test_back_before_the_day_works_at_once(play: Play) -> None:
    code = await play.refer()
    await _away(play, YLVA, "Olle", "14 okt")
    await play.types(YLVA, "/borta")
    assert "Du är borta till och med" in play.bot_says(YLVA)
    await play.taps(YLVA, "Jag är tillbaka")
    assert "Allt kommer till dig som vanligt" in play.bot_says(YLVA)
    await play.opens(OLLE, code)
    assert "inte ditt" in play.bot_says(OLLE)


async def test_the_substitute_is_told_again_of_a_second_absence_on_the_same_day(play: Play) -> None:
    await _away(play, YLVA, "Olle", "14 okt")
    await play.sees(OLLE, "till och med fre 14 okt")
    await play.types(YLVA, "/borta")
    await play.taps(YLVA, "Jag är tillbaka")
    await _away(play, YLVA, "Olle", "21 okt")
    await play.sees(OLLE, "till och med fre 21 okt")


async def test_a_changed_last_day_reaches_the_substitute(play: Play) -> None:
    await _away(play, YLVA, "Olle", "14 okt")
    await _away(play, YLVA, "Olle", "21 okt")
    await play.sees(OLLE, "till och med fre 21 okt")


async def test_a_koordinators_substitute_is_not_told_everything_twice(play: Play) -> None:
    await _away(play, KNUT, "Siri", "14 okt")
    before = len(play.texts(KNUT))
    code = await play.refer()
    assert sum(code in text for text in play.texts(SIRI)) == 1
    assert len(play.texts(KNUT)) == before
    await play.all_taps(SIRI, "Vi tar emot", "tis 4 okt")
    assert await play.status(code) is ReferralStatus.ACCEPTED


async def test_nobody_who_is_away_can_be_named_as_a_substitute(play: Play) -> None:
    await play.joins(TYRA)
    await _away(play, YLVA, "Olle", "14 okt")
    await play.types(TYRA, "/borta")
    assert play.choices(TYRA) == ["Olle Exempel", "Avbryt"]


async def test_a_substitute_who_goes_away_too_passes_everything_on(play: Play) -> None:
    await play.joins(TYRA)
    code = await play.refer()
    await play.reads_code(code)
    await _away(play, YLVA, "Olle", "14 okt")
    await _away(play, OLLE, "Tyra", "14 okt")
    await play.opens(KNUT, code)
    await play.taps(KNUT, "Sedd")
    assert any(code in text and "Sedd" in text for text in play.texts(TYRA))


async def test_without_a_colleague_there_is_nobody_to_name(play: Play) -> None:
    await play.types(MAJ, "/medlemmar")
    await play.all_taps(MAJ, "Olle", "Avsluta medlemskapet", "Ja, avsluta")
    await play.types(YLVA, "/borta")
    assert "Det finns ingen kollega" in play.bot_says(YLVA)
    assert play.choices(YLVA) == ["Avbryt"]


async def test_a_day_nobody_can_read_is_deleted_and_not_repeated(play: Play) -> None:
    await play.types(YLVA, "/borta operation på Karolinska")
    assert "Jag har tagit bort det du skrev" in play.bot_says(YLVA)
    assert not any("Karolinska" in text for text in play.texts(YLVA))
    await play.types(YLVA, "/borta")
    assert play.has_button(YLVA, "Olle")


async def test_the_member_card_says_who_is_away_and_until_when(play: Play) -> None:
    await _away(play, YLVA, "Olle", "14 okt")
    await play.types(MAJ, "/medlemmar")
    await play.taps(MAJ, "Ylva")
    assert "Borta till och med fre 14 okt" in play.bot_says(MAJ)
    assert "Ersätts av Olle Exempel" in play.bot_says(MAJ)

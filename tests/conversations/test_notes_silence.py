"""Two weeks of silence about somebody on the way: one quiet question, and again only after a new contact."""

from datetime import date

import pytest

from bot.demo.cast import KNUT, OLLE, YLVA
from bot.demo.stage import text_of
from tests.conversations.playing import Play

pytestmark = pytest.mark.months("follow_ups")

ASKED = "Ingen kontakt är antecknad på 14 dagar"
TWO_WEEKS_LATER = "2022-10-17 08:00"


async def _on_the_way(play: Play) -> str:
    """Referred on Monday 3 October and taken in the same day."""
    code = await play.refer()
    await play.reads_code(code)
    await play.all_taps(KNUT, "Vi tar emot", "tis 4 okt")
    return code


async def test_after_fourteen_days_of_silence_the_referrer_is_asked_once_and_without_a_sound(play: Play) -> None:
    code = await _on_the_way(play)
    await play.travel(date(2022, 11, 15))
    assert play.when(YLVA, code, ASKED) == [TWO_WEEKS_LATER]
    [asked] = [message for message in play.ever(YLVA) if ASKED in text_of(message)]
    assert asked["disable_notification"] is True


async def test_the_answer_is_one_tap_below_the_question(play: Play) -> None:
    code = await _on_the_way(play)
    await play.travel(date(2022, 10, 17))
    await play.taps(YLVA, "Kontakt")
    assert "✓ Antecknat: kontakt mån 17 okt" in play.bot_says(YLVA)
    assert len(await play.notes(code)) == 1


async def test_a_new_contact_begins_two_new_weeks(play: Play) -> None:
    code = await _on_the_way(play)
    await play.travel(date(2022, 10, 18))
    await play.notes_down(YLVA, code, "Kontakt")
    await play.travel(date(2022, 11, 30))
    assert play.when(YLVA, code, ASKED) == [TWO_WEEKS_LATER, "2022-11-01 08:00"]


async def test_a_contact_that_the_partner_noted_counts_and_is_counted_from_its_own_day(play: Play) -> None:
    code = await _on_the_way(play)
    await play.travel(date(2022, 10, 12))
    await play.notes_down(KNUT, code, "‹ tis 11 okt", "Deltog")
    await play.travel(date(2022, 10, 31))
    assert play.when(YLVA, code, ASKED) == ["2022-10-25 08:00"]


@pytest.mark.parametrize("words", ["Försökte nå", "Kom inte"])
async def test_who_was_not_reached_is_still_silent(play: Play, words: str) -> None:
    code = await _on_the_way(play)
    await play.travel(date(2022, 10, 12))
    await play.notes_down(YLVA, code, words)
    await play.travel(date(2022, 10, 17))
    assert play.when(YLVA, code, ASKED) == [TWO_WEEKS_LATER]


async def test_a_contact_that_was_struck_does_not_count(play: Play) -> None:
    code = await _on_the_way(play)
    await play.travel(date(2022, 10, 12))
    await play.notes_down(YLVA, code, "Kontakt", "Ångra")
    await play.travel(date(2022, 10, 17))
    assert play.when(YLVA, code, ASKED) == [TWO_WEEKS_LATER]


async def test_nobody_is_asked_about_a_way_that_has_ended(play: Play) -> None:
    code = await _on_the_way(play)
    await play.opens(KNUT, code)
    await play.all_taps(KNUT, "Avsluta", "Ja, avsluta")
    await play.travel(date(2022, 11, 1))
    assert play.when(YLVA, ASKED) == []


async def test_what_is_noted_between_owing_and_saying_answers_the_question(play: Play) -> None:
    code = await _on_the_way(play)
    play.world.block(YLVA.telegram_id)
    await play.travel(date(2022, 10, 17))
    await play.notes_down(KNUT, code, "Kom")
    play.world.unblock(YLVA.telegram_id)
    await play.production.settle()
    assert play.when(YLVA, ASKED) == []


async def test_the_substitute_gets_the_question_and_may_answer_it(play: Play) -> None:
    code = await _on_the_way(play)
    await play.travel(date(2022, 10, 14))
    await play.types(YLVA, "/borta 21 okt")
    await play.taps(YLVA, "Olle")
    await play.travel(date(2022, 10, 17))
    assert play.when(OLLE, code, ASKED) == [TWO_WEEKS_LATER]
    assert play.when(YLVA, ASKED) == []
    await play.taps(OLLE, "Kontakt")
    assert len(await play.notes(code)) == 1


@pytest.mark.parametrize(("day", "hour"), [(date(2022, 10, 17), 22), (date(2022, 10, 22), 10)])
async def test_when_the_bot_was_down_the_question_comes_the_next_working_morning(
    play: Play, day: date, hour: int
) -> None:
    code = await _on_the_way(play)
    await play.travel(date(2022, 10, 14))
    await play.comes_up(day, hour)
    assert play.when(YLVA, "Ingen kontakt är antecknad") == []
    await play.travel(date(2022, 10, 25))
    [when] = play.when(YLVA, code, "Ingen kontakt är antecknad")
    assert when == ("2022-10-18 08:00" if hour == 22 else "2022-10-24 08:00")


async def test_sent_again_two_weeks_begin_anew(play: Play) -> None:
    code = await _on_the_way(play)
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Återkalla", "Ja, återkalla")
    await play.travel(date(2022, 10, 12))
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Skicka igen", "Ja, skicka igen")
    await play.travel(date(2022, 11, 8))
    asked = play.when(YLVA, code, "Ingen kontakt är antecknad")
    assert asked == ["2022-10-26 08:00"]

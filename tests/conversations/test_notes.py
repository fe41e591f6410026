"""`/anteckning`: what was seen of a person on a day, by one tap, and taken back by another."""

from datetime import date, timedelta

import pytest

from bot import buttons
from bot.demo.cast import KNUT, OLLE, SIRI, YLVA, Player
from bot.demo.stage import text_of
from models import NoteKind
from tests.conversations.playing import Play

SENT_ON = date(2022, 10, 3)


async def _kinds(play: Play, code: str) -> list[tuple[NoteKind, date, bool]]:
    """What stands of the person, and of which day; whether the partner says so."""
    return [(note.kind, note.day, note.by_partner) for note in await play.notes(code) if note.struck_at is None]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Kom", NoteKind.CAME),
        ("Kom inte", NoteKind.NO_SHOW),
        ("Kontakt", NoteKind.CONTACT),
        ("Försökte nå", NoteKind.TRIED),
        ("Deltog", NoteKind.TOOK_PART),
        ("Nytt steg", NoteKind.STEP),
    ],
)
@pytest.mark.parametrize("who", [YLVA, KNUT], ids=["referrer", "koordinator"])
async def test_one_tap_notes_it_with_todays_day(play: Play, who: Player, words: str, kind: NoteKind) -> None:
    code = await play.refer()
    await play.notes_down(who, code, words)
    assert f"✓ Antecknat: {words.lower()} mån 3 okt" in play.bot_says(who)
    assert await _kinds(play, code) == [(kind, SENT_ON, who is KNUT)]


async def test_the_day_before_is_a_tap_away_and_so_is_the_day_after(play: Play) -> None:
    code = await play.refer()
    await play.travel(date(2022, 10, 5))
    await play.notes_down(YLVA, code, "‹ tis 4 okt")
    assert "Vad hände tis 4 okt?" in play.bot_says(YLVA)
    assert play.has_button(YLVA, "ons 5 okt ›")
    await play.taps(YLVA, "Kontakt")
    assert await _kinds(play, code) == [(NoteKind.CONTACT, date(2022, 10, 4), False)]


async def test_no_day_is_offered_before_it_was_sent_or_after_today(play: Play) -> None:
    code = await play.refer()
    await play.travel(date(2022, 10, 4))
    await play.notes_down(YLVA, code)
    assert not any("›" in choice for choice in play.choices(YLVA)), "tomorrow"
    await play.taps(YLVA, "‹ mån 3 okt")
    assert not any("‹" in choice for choice in play.choices(YLVA)), "the day before it was sent"


@pytest.mark.parametrize("day", [SENT_ON - timedelta(days=1), date(2022, 10, 6)], ids=["before", "in the future"])
async def test_a_day_before_it_was_sent_or_in_the_future_is_refused(play: Play, day: date) -> None:
    code = await play.refer()
    await play.travel(date(2022, 10, 5))
    referral = await play.referral(code)
    await play.forges(YLVA, buttons.AddNote(referral.id, "came", day))
    await play.sees(YLVA, "Den dagen går inte att anteckna om", "från 3 oktober 2022 till 5 oktober 2022")
    assert await play.notes(code) == []


async def test_undo_takes_it_back_once_and_it_can_be_noted_anew(play: Play) -> None:
    code = await play.refer()
    await play.notes_down(YLVA, code, "Kontakt")
    undo = play.button(YLVA, "Ångra")
    await play.taps(YLVA, "Ångra")
    assert "Struket: kontakt mån 3 okt" in play.bot_says(YLVA)
    assert not play.has_button(YLVA, "Ångra")
    await play.taps_again(YLVA, undo)
    assert await _kinds(play, code) == []
    await play.opens(YLVA, code)
    assert "Kontakt:" not in play.bot_says(YLVA), "nor does it stand in the history"
    await play.notes_down(YLVA, code, "Kontakt")
    assert len(await play.notes(code)) == 2
    assert await _kinds(play, code) == [(NoteKind.CONTACT, SENT_ON, False)]


async def test_a_second_tap_on_the_same_finds_the_first(play: Play) -> None:
    code = await play.refer()
    await play.notes_down(YLVA, code)
    held = play.button(YLVA, "Kontakt")
    await play.taps(YLVA, "Kontakt")
    await play.taps_again(YLVA, held)
    assert "✓ Antecknat: kontakt mån 3 okt" in play.bot_says(YLVA)
    assert len(await play.notes(code)) == 1


async def test_a_colleagues_tap_on_the_same_finds_the_first_and_the_other_side_has_its_own(play: Play) -> None:
    code = await play.refer()
    await play.notes_down(KNUT, code, "Kom")
    await play.notes_down(SIRI, code)
    assert "Kom · mån 3 okt · Knut Påhittad" in play.bot_says(SIRI), "she sees that it is noted already"
    await play.taps(SIRI, "Kom")
    assert "✓ Antecknat: kom mån 3 okt" in play.bot_says(SIRI)
    await play.notes_down(YLVA, code, "Kom")
    assert await _kinds(play, code) == [(NoteKind.CAME, SENT_ON, True), (NoteKind.CAME, SENT_ON, False)]


async def test_neither_side_can_take_back_what_the_other_noted(play: Play) -> None:
    code = await play.refer()
    await play.notes_down(KNUT, code, "Kom")
    [note] = await play.notes(code)
    for who in (YLVA, OLLE):
        await play.forges(who, buttons.StrikeNote(note.referral_id, note.id))
        await play.sees(who, "Det där finns inte, eller så är det inte ditt")
    await play.forges(SIRI, buttons.StrikeNote(note.referral_id, note.id))
    assert "Struket" in play.bot_says(SIRI), "a colleague can"


@pytest.mark.parametrize("words", ["Kom", "Kom inte", "Nytt steg"])
async def test_the_referrer_hears_of_what_matters(play: Play, words: str) -> None:
    code = await play.refer()
    await play.notes_down(KNUT, code, words)
    await play.sees(YLVA, code, f"● Nytt – {words}: mån 3 okt · Knut Påhittad")


@pytest.mark.parametrize("words", ["Kontakt", "Försökte nå", "Deltog"])
async def test_of_the_rest_the_referrer_reads_on_the_card_alone(play: Play, words: str) -> None:
    code = await play.refer()
    before = len(play.texts(YLVA))
    await play.notes_down(KNUT, code, words)
    assert len(play.texts(YLVA)) == before
    await play.opens(YLVA, code)
    assert f"{words}: mån 3 okt · Knut Påhittad" in play.bot_says(YLVA)


async def test_the_partner_hears_of_what_the_referrer_noted(play: Play) -> None:
    code = await play.refer()
    await play.taps(KNUT, "Sedd")
    await play.notes_down(YLVA, code, "Kom inte")
    for who in (KNUT, SIRI):
        await play.sees(who, code, "● Nytt – Kom inte: mån 3 okt · Ylva Uppdiktad")


async def test_the_partner_hears_of_it_also_before_anybody_there_has_seen_the_referral(play: Play) -> None:
    code = await play.refer()
    await play.notes_down(YLVA, code, "Kom inte")
    assert "● Nytt – Kom inte: mån 3 okt · Ylva Uppdiktad" in play.bot_says(KNUT)


async def test_of_somebody_whose_way_has_ended_only_days_up_to_the_end_can_be_noted(play: Play) -> None:
    code = await play.refer()
    await play.travel(date(2022, 10, 5))
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Återkalla", "Ja, återkalla")
    assert not play.has_button(YLVA, "Anteckna")
    await play.travel(date(2022, 10, 7))
    await play.types(YLVA, f"/anteckning {code} kontakt 6/10")
    await play.sees(YLVA, "Den dagen går inte att anteckna om", "till 5 oktober 2022")
    await play.types(YLVA, f"/anteckning {code} kontakt 5/10")
    assert await _kinds(play, code) == [(NoteKind.CONTACT, date(2022, 10, 5), False)]


async def test_of_somebody_whose_way_has_ended_no_day_is_offered_that_would_be_refused(play: Play) -> None:
    code = await play.refer()
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Återkalla", "Ja, återkalla")
    await play.travel(date(2022, 10, 7))
    await play.types(YLVA, f"/anteckning {code}")
    await play.taps(YLVA, "Kontakt")
    assert "✓ Antecknat: kontakt mån 3 okt" in play.bot_says(YLVA)


async def test_nothing_is_noted_of_what_was_sent_by_mistake(play: Play) -> None:
    code = await play.refer()
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Felregistrerad", "Ja, felregistrerad")
    await play.types(YLVA, f"/anteckning {code} kontakt")
    assert await play.notes(code) == []


async def test_the_list_has_ones_own_open_referrals(play: Play) -> None:
    first, second = await play.refer(), await play.refer()
    await play.opens(YLVA, first)
    await play.all_taps(YLVA, "Återkalla", "Ja, återkalla")
    for who in (YLVA, KNUT):
        await play.types(who, "/anteckning")
        assert [choice[:7] for choice in play.choices(who) if choice.startswith("R-")] == [second[:7]]
    await play.taps(YLVA, second)
    assert "Vad hände i dag?" in play.bot_says(YLVA)
    await play.types(OLLE, "/anteckning")
    assert "Här finns ingen öppen hänvisning att anteckna om" in text_of(play.newest_of_bot(OLLE))

"""`/inkorg` and `/lediga`: what waits for the partner, and what room it says it has."""

from datetime import date

from bot.demo.cast import KNUT, MAJ, SIRI, YLVA, Player
from models import Role
from tests.conversations.playing import Play

BEA = Player(5001, "Bea Hittepå", Role.KOORDINATOR, "Rågsveds IF")


def _listed(play: Play, who: Player) -> list[str]:
    return [choice for choice in play.choices(who) if choice.startswith(("R-", "● R-"))]


async def test_an_empty_inbox_says_so(play: Play) -> None:
    await play.types(KNUT, "/inkorg")
    assert "Inkorgen är tom" in play.bot_says(KNUT)


async def test_the_unanswered_stand_first_the_longest_waiting_on_top_then_the_running_then_the_ended(
    play: Play,
) -> None:
    ended, running, seen, new = [await play.refer() for _ in range(4)]
    for code, steps in ((ended, ("Avböj", "Fullt")), (running, ("Vi tar emot", "tis 4 okt")), (seen, ("Sedd",))):
        await play.opens(KNUT, code)
        await play.all_taps(KNUT, *steps)
    await play.types(SIRI, "/inkorg")
    assert "4 hänvisningar, 2 väntar på ert svar" in play.bot_says(SIRI)
    rows = _listed(play, SIRI)
    assert [row.removeprefix("● ").split(" ")[0] for row in rows] == [seen, new, running, ended]
    assert [row.startswith("●") for row in rows] == [True, True, False, False]
    assert [row.split(" · ")[1] for row in rows] == ["sedd", "skickad", "pågår", "avslutad"]


async def test_the_inbox_comes_in_pages_and_opens_a_card(play: Play) -> None:
    code = await play.refer()
    await play.copies(code, 9)
    await play.types(KNUT, "/inkorg")
    assert len(_listed(play, KNUT)) == 8
    await play.taps(KNUT, "Nästa ›")
    assert len(_listed(play, KNUT)) == 2
    await play.taps(KNUT, "‹ Föregående")
    assert len(_listed(play, KNUT)) == 8
    await play.taps(KNUT, "Nästa ›")
    await play.taps(KNUT, f"● {code}")
    assert play.has_button(KNUT, "Vi tar emot")
    await play.taps(KNUT, "Inkorg")
    assert len(_listed(play, KNUT)) == 8


async def test_an_inbox_is_the_partners_own(play: Play) -> None:
    await play.refer()
    await play.joins(BEA)
    await play.types(BEA, "/inkorg")
    assert "Inkorgen är tom" in play.bot_says(BEA)
    for who in (YLVA, MAJ):
        await play.types(who, "/inkorg")
        assert "Din roll kan inte göra det" in play.bot_says(who)


async def test_a_reader_of_the_inbox_never_sees_a_partners_name_beside_a_code(play: Play) -> None:
    code = await play.refer()
    await play.opens(YLVA, code)
    await play.types(YLVA, "/mina")
    assert not any("Street Minds" in text for text in play.texts(YLVA) if code in text)


async def test_room_is_set_and_shows_the_day_that_was_last_confirmed(play: Play) -> None:
    await play.types(KNUT, "/lediga")
    assert "Hur mycket plats har B2?" in play.bot_says(KNUT)
    assert play.choices(KNUT)[:4] == ["Plats", "Väntelista", "Bedömning krävs", "Fullt"]
    await play.travel(date(2022, 10, 12))
    await play.taps(KNUT, "Väntelista")
    await play.travel(date(2022, 10, 14))
    await play.types(SIRI, "/lediga")
    said = play.bot_says(SIRI)
    assert "Nu står det: väntelista" in said
    assert "Senast bekräftat ons 12 okt" in said
    await play.taps(SIRI, "Väntelista")
    assert "Senast bekräftat fre 14 okt" in play.bot_says(SIRI), "the same again confirms it"


async def test_a_partner_that_has_said_nothing_is_told_so(play: Play) -> None:
    await play.joins(BEA)
    await play.types(BEA, "/lediga")
    assert "Ingen har bekräftat det än" in play.bot_says(BEA)
    assert "bedömning krävs" in play.bot_says(BEA)


async def test_only_a_koordinator_sets_the_room(play: Play) -> None:
    for who in (YLVA, MAJ):
        await play.types(who, "/lediga")
        assert "Din roll kan inte göra det" in play.bot_says(who)

"""`/medlemmar`: who is in, who leaves, and to whom their referrals go."""

from datetime import date

from sqlmodel import col, select

from bot.demo.cast import ADA, BOARD, KNUT, MAJ, OLLE, SIRI, YLVA, Player
from bot.demo.stage import text_of
from models import Member, Role
from tests.conversations.playing import Play

LEA = Player(6003, "Lea Lånad", Role.CASEWORKER, "Farsta stadsdelsnämnd")
LEFT = "för inbjudna medlemmar"


async def _open_member(play: Play, who: Player, name: str) -> None:
    await play.types(who, "/medlemmar")
    await play.taps(who, name)


async def test_a_manager_sees_the_own_board_and_an_administrator_everybody(play: Play) -> None:
    await play.joins(LEA)
    await play.types(MAJ, "/medlemmar")
    names = " ".join(play.choices(MAJ))
    for name in ("Ylva", "Olle", "Maj", "Ada"):
        assert name in names
    assert "Lea" not in names
    await play.types(ADA, "/medlemmar")
    assert "7 medlemmar" in play.bot_says(ADA)
    assert "Lea Lånad · uppsökare / handläggare" in play.choices(ADA)


async def test_more_than_eight_members_come_in_pages(play: Play) -> None:
    for number in range(4):
        await play.joins(Player(7000 + number, f"Öst Extra{number}", Role.CASEWORKER, BOARD))
    await play.types(ADA, "/medlemmar")
    assert "10 medlemmar · sida 1 av 2" in play.bot_says(ADA)
    await play.taps(ADA, "Nästa ›")
    assert sum("Öst Extra" in choice for choice in play.choices(ADA)) == 2


async def test_somebody_without_open_referrals_leaves_at_once(play: Play) -> None:
    await _open_member(play, MAJ, "Olle")
    await play.all_taps(MAJ, "Avsluta medlemskapet")
    assert "Vill du avsluta medlemskapet?" in play.bot_says(MAJ)
    await play.taps(MAJ, "Ja, avsluta")
    assert "Olle Exempel är inte längre medlem" in play.bot_says(MAJ)
    await play.types(MAJ, "/medlemmar")
    assert not any("Olle" in choice for choice in play.choices(MAJ))


async def test_whoever_leaves_hands_open_referrals_to_a_colleague_who_is_told(play: Play) -> None:
    open_code, ended = await play.refer(), await play.refer()
    for code in (ended, open_code):
        await play.reads_code(code)
    await play.opens(YLVA, ended)
    await play.all_taps(YLVA, "Återkalla", "Ja, återkalla")
    await _open_member(play, MAJ, "Ylva")
    assert "1 öppen hänvisning" in play.bot_says(MAJ)
    await play.taps(MAJ, "Avsluta medlemskapet")
    assert play.choices(MAJ) == ["Olle Exempel", "‹ Tillbaka"]
    await play.taps(MAJ, "Olle Exempel")
    assert "Olle Exempel tar över 1 öppen hänvisning" in play.bot_says(MAJ)
    await play.sees(OLLE, "Du tar över efter Ylva Uppdiktad", "1 öppen hänvisning")
    await play.types(OLLE, "/mina")
    assert any(open_code in choice for choice in play.choices(OLLE))
    await play.opens(KNUT, open_code)
    assert "Från: Olle Exempel" in play.bot_says(KNUT)
    await play.all_taps(KNUT, "Vi tar emot", "tis 4 okt")
    await play.sees(OLLE, open_code, "tar emot tis 4 okt")


async def test_open_referrals_can_change_hands_without_anybody_leaving(play: Play) -> None:
    code = await play.refer()
    await _open_member(play, MAJ, "Ylva")
    await play.all_taps(MAJ, "Lämna över", "Olle Exempel")
    assert "Ylva Uppdiktad är kvar som medlem" in play.bot_says(MAJ)
    await play.opens(YLVA, code)
    assert "inte ditt" in play.bot_says(YLVA)
    await play.types(YLVA, "/hanvisa")
    assert play.has_button(YLVA, "Nej")


async def test_where_nobody_could_take_over_nobody_is_ended(play: Play) -> None:
    await play.refer()
    await _open_member(play, MAJ, "Olle")
    await play.all_taps(MAJ, "Avsluta medlemskapet", "Ja, avsluta")
    await _open_member(play, MAJ, "Ylva")
    await play.taps(MAJ, "Avsluta medlemskapet")
    assert "Det finns ingen kollega" in play.bot_says(MAJ)
    assert play.choices(MAJ) == ["‹ Tillbaka"]


async def test_nobody_ends_themselves(play: Play) -> None:
    for who in (MAJ, ADA):
        await _open_member(play, who, who.name)
        assert not play.has_button(who, "Avsluta medlemskapet")


async def test_an_ended_member_is_a_stranger_at_the_next_update_old_buttons_too(play: Play) -> None:
    code = await play.refer()
    await play.types(YLVA, "/meny")
    menu = play.button(YLVA, "Mina hänvisningar")
    await play.types(YLVA, "/hanvisa B2 trädgård")
    draft = play.button(YLVA, "Nej, fortsätt")
    await _open_member(play, MAJ, "Ylva")
    await play.all_taps(MAJ, "Avsluta medlemskapet", "Olle Exempel")
    for button in (menu, draft):
        await play.taps_again(YLVA, button)
        assert LEFT in text_of(play.now_stands(YLVA, button[0]))
    for text in (f"/start {code}", "/mina", "/hanvisa B2 trädgård", "/hjalp"):
        await play.types(YLVA, text)
        assert LEFT in play.bot_says(YLVA)
    assert "hanvisa" not in play.commands(YLVA)
    assert await play.drafts() == 0
    assert await play.referrals() == 1


async def test_an_ended_koordinator_gets_no_more_news_and_the_colleague_does(play: Play) -> None:
    await _open_member(play, ADA, "Siri")
    await play.all_taps(ADA, "Avsluta medlemskapet", "Ja, avsluta")
    before = play.texts(SIRI)
    code = await play.refer()
    await play.sees(KNUT, code)
    assert play.texts(SIRI) == before


async def test_somebody_who_left_comes_back_with_a_new_invitation(play: Play) -> None:
    await _open_member(play, MAJ, "Olle")
    await play.all_taps(MAJ, "Avsluta medlemskapet", "Ja, avsluta")
    await play.types(OLLE, "/mina")
    assert LEFT in play.bot_says(OLLE)
    await play.travel(date(2022, 10, 6))
    await play.types(MAJ, "/bjudin")
    await play.all_taps(MAJ, "Chef", "Enskede")
    payload = play.bot_says(MAJ).partition("start=")[2].split()[0]
    await play.opens(OLLE, payload)
    assert "Välkommen, Olle Exempel" in play.bot_says(OLLE)
    assert "medlemmar" in play.commands(OLLE)
    statement = select(Member).where(col(Member.telegram_id) == OLLE.telegram_id).order_by(col(Member.id))
    rows = await play.rows(lambda session: session.exec(statement).all())
    assert [(row.role, row.ended_at is None) for row in rows] == [(Role.CASEWORKER, False), (Role.MANAGER, True)]


async def test_a_second_tap_on_the_last_button_does_not_frighten(play: Play) -> None:
    await _open_member(play, MAJ, "Olle")
    await play.taps(MAJ, "Avsluta medlemskapet")
    meant = play.button(MAJ, "Ja, avsluta")
    await play.taps_again(MAJ, meant)
    await play.taps_again(MAJ, meant)
    assert not any("inte ditt" in text for text in play.texts(MAJ))


async def test_only_managers_and_administrators_see_members(play: Play) -> None:
    for who in (YLVA, KNUT):
        await play.types(who, "/medlemmar")
        assert "Din roll kan inte göra det" in play.bot_says(who)

"""Invitations: a one-time link, 48 hours, bound to a role and an organisation."""

import re
from datetime import date

import pytest
from sqlmodel import Session, col, select

from bot.demo.cast import ADA, KNUT, MAJ, YLVA, Player
from models import Invitation, Member, Role
from tests.conversations.playing import Play

NINA = Player(6001, "Nina Nyss", Role.CASEWORKER, "")
NILS = Player(6002, "Nils Nyss", Role.CASEWORKER, "")
LINK = re.compile(r"https://t\.me/handslag_demo_bot\?start=(i-[\w-]{22})")


async def _invited(play: Play, who: Player, *taps: str, command: str = "/bjudin") -> str:
    """The payload of the link that `who` gets."""
    await play.types(who, command)
    await play.all_taps(who, *taps)
    found = LINK.search(play.bot_says(who))
    assert found, play.bot_says(who)
    return found.group(1)


async def _member(play: Play, player: Player) -> Member | None:
    statement = select(Member).where(col(Member.telegram_id) == player.telegram_id, col(Member.ended_at).is_(None))
    return await play.rows(lambda session: session.exec(statement).first())


async def test_a_manager_invites_a_caseworker_who_joins_and_the_manager_is_told(play: Play) -> None:
    payload = await _invited(play, MAJ, "Uppsökare / handläggare", "Enskede-Årsta-Vantör", command="/bjudin Uppsökarna")
    assert "48 timmar" in play.bot_says(MAJ)
    play.phone(NINA)
    await play.opens(NINA, payload)
    await play.sees(NINA, "Välkommen, Nina Nyss", "uppsökare / handläggare")
    member = await _member(play, NINA)
    assert member
    assert (member.role, member.unit) == (Role.CASEWORKER, "Uppsökarna")
    await play.sees(MAJ, "Nina Nyss har gått med")
    assert "hanvisa" in play.commands(NINA)
    await play.types(NINA, "/hanvisa")
    assert play.has_button(NINA, "Nej, fortsätt")


async def test_an_administrator_invites_a_koordinator_to_a_partner(play: Play) -> None:
    payload = await _invited(play, ADA, "Koordinator", "Stacken")
    play.phone(NINA)
    await play.opens(NINA, payload)
    member = await _member(play, NINA)
    assert member
    assert member.role is Role.KOORDINATOR
    assert "inkorg" in play.commands(NINA)
    assert "hanvisa" not in play.commands(NINA)
    await play.sees(ADA, "Nina Nyss har gått med", "Stacken")


async def test_the_one_who_invited_can_open_the_newcomer(play: Play) -> None:
    payload = await _invited(play, ADA, "Koordinator", "Stacken")
    play.phone(NINA)
    await play.opens(NINA, payload)
    await play.taps(ADA, "Öppna")
    assert "Nina Nyss" in play.bot_says(ADA)
    assert play.has_button(ADA, "Avsluta medlemskapet")


async def test_a_manager_can_open_the_koordinator_whom_they_invited(play: Play) -> None:
    payload = await _invited(play, MAJ, "Koordinator", "Street Minds")
    play.phone(NINA)
    await play.opens(NINA, payload)
    await play.sees(MAJ, "Nina Nyss har gått med")
    await play.taps(MAJ, "Öppna")
    assert play.has_button(MAJ, "Avsluta medlemskapet"), "the notice says: is it the wrong person, end it"


async def test_the_link_is_good_once(play: Play) -> None:
    payload = await _invited(play, MAJ, "Chef", "Enskede")
    for who in (NINA, NILS):
        play.phone(who)
        await play.opens(who, payload)
    assert await _member(play, NINA)
    assert await _member(play, NILS) is None
    assert "för inbjudna medlemmar" in play.bot_says(NILS)


async def test_two_who_open_the_link_at_the_same_moment_are_one_member(play: Play) -> None:
    payload = await _invited(play, MAJ, "Chef", "Enskede")
    for who in (NINA, NILS):
        play.phone(who)
        play.world.send_text(who.telegram_id, f"/start {payload}")
    await play.production.settle()
    joined = [who for who in (NINA, NILS) if await _member(play, who)]
    assert len(joined) == 1
    assert sum("Nyss har gått med" in text for text in play.texts(MAJ)) == 1


@pytest.mark.parametrize(("day", "hour", "good"), [(5, 8, True), (5, 10, False)])
async def test_the_link_lasts_48_hours(play: Play, day: int, hour: int, *, good: bool) -> None:
    payload = await _invited(play, MAJ, "Chef", "Enskede")
    await play.travel(date(2022, 10, day), hour)
    play.phone(NINA)
    await play.opens(NINA, payload)
    assert (await _member(play, NINA) is not None) is good


async def test_a_stranger_gets_the_same_words_whatever_the_link(play: Play) -> None:
    payload = await _invited(play, MAJ, "Chef", "Enskede")
    await play.travel(date(2022, 10, 6))
    play.phone(NINA)
    for text in ("/start", f"/start {payload}", "/start i-AAAAAAAAAAAAAAAAAAAAAA", "/start R-22222", "/meny", "hej"):
        await play.types(NINA, text)
    said = [message["text"] for message in play.world.chat(NINA.telegram_id) if message["from"]["is_bot"]]
    assert len(said) == 6
    assert len(set(said)) == 1


async def test_a_member_who_opens_a_link_does_not_spend_it(play: Play) -> None:
    payload = await _invited(play, MAJ, "Uppsökare / handläggare", "Enskede")
    await play.opens(KNUT, payload)
    assert "Du är redan med" in play.bot_says(KNUT)
    member = await _member(play, KNUT)
    assert member
    assert member.role is Role.KOORDINATOR
    play.phone(NINA)
    await play.opens(NINA, payload)
    assert await _member(play, NINA)


async def test_a_manager_invites_no_administrator_and_to_no_other_board(play: Play) -> None:
    await play.types(MAJ, "/bjudin")
    assert not play.has_button(MAJ, "Administratör")
    for role in ("Uppsökare", "Chef"):
        await play.types(MAJ, "/bjudin")
        await play.taps(MAJ, role)
        assert play.choices(MAJ) == ["Enskede-Årsta-Vantörs stadsdelsnämnd", "Avbryt"]


async def test_an_administrator_invites_to_every_board(play: Play) -> None:
    await play.types(ADA, "/bjudin")
    assert play.has_button(ADA, "Administratör")
    await play.taps(ADA, "Administratör")
    assert "Farsta stadsdelsnämnd" in play.choices(ADA)


async def test_a_koordinator_belongs_to_a_partner_and_all_others_to_a_board(play: Play) -> None:
    await play.types(MAJ, "/bjudin")
    await play.taps(MAJ, "Koordinator")
    partners = set(play.choices(MAJ))
    assert "Street Minds" in partners
    assert not any("nämnd" in name for name in partners)


async def test_a_second_tap_on_the_organisation_does_not_take_the_link_away(play: Play) -> None:
    await play.types(MAJ, "/bjudin")
    await play.taps(MAJ, "Chef")
    board = play.button(MAJ, "Enskede")
    await play.taps_again(MAJ, board)
    assert LINK.search(play.bot_says(MAJ))
    await play.taps_again(MAJ, board)
    assert any(LINK.search(text) for text in play.texts(MAJ)), "it is shown nowhere else"
    made = await play.rows(lambda session: len(session.exec(select(Invitation)).all()))
    assert made == 1


async def test_the_link_is_kept_only_as_a_hash(play: Play) -> None:
    payload = await _invited(play, MAJ, "Chef", "Enskede")

    def kept(session: Session) -> str:
        return str(session.exec(select(Invitation)).one().model_dump())

    assert payload.removeprefix("i-") not in await play.rows(kept)


async def test_nobody_else_invites(play: Play) -> None:
    for who in (YLVA, KNUT):
        await play.types(who, "/bjudin")
        assert "Din roll kan inte göra det" in play.bot_says(who)


async def test_a_newcomer_whose_telegram_is_english_is_welcomed_in_english(play: Play) -> None:
    payload = await _invited(play, MAJ, "Chef", "Enskede")
    play.phone(NINA, "en")
    await play.opens(NINA, payload)
    assert "Welcome, Nina Nyss" in play.bot_says(NINA)
    assert "members" in play.commands(NINA)

"""What a board's manager means to happen when an agreement ends: one tap, and the card says who and when."""

from datetime import date

import pytest

from bot import buttons
from bot.clock import at_local
from bot.demo.cast import ADA, BOARD, KNUT, MAJ, PARTNER, YLVA, Player
from models import Agreement, Intention, Role
from tests.conversations.playing import Play, agreement

pytestmark = pytest.mark.months("reminders")

IN_DECEMBER = pytest.mark.parametrize("now", [at_local(date(2022, 12, 5), 9)])
IN_APRIL_2025 = pytest.mark.parametrize("now", [at_local(date(2025, 4, 1), 9)])
CHOICES = ["Förlänga", "Omförhandla", "Låta upphöra", "Dialog pågår"]
FIA = Player(6001, "Fia Farsta", Role.MANAGER, "Farsta stadsdelsnämnd")
BOSS = Player(6002, "Berit Bas", Role.PARTNER_MANAGER, PARTNER)
SECOND = Player(6003, "Meta Medchef", Role.MANAGER, BOARD)
NOT_THERE = "Det där finns inte, eller så är det inte ditt"


async def _intention(play: Play, name: str = "Street Minds") -> Intention | None:
    return (await _agreement(play, name)).intention


async def _agreement(play: Play, name: str = "Street Minds") -> Agreement:
    return await play.rows(lambda session: agreement(session, name))


async def _opens(play: Play, who: Player, name: str = "Street Minds") -> None:
    await play.types(who, "/iop")
    await play.taps(who, f"{name} ·")


def _decides(play: Play, who: Player) -> bool:
    return any(choice.removeprefix("✓ ") in CHOICES for choice in play.choices(who))


@IN_DECEMBER
async def test_one_tap_says_it_and_the_card_tells_who_and_when(play: Play) -> None:
    await _opens(play, MAJ)
    assert play.choices(MAJ)[:4] == CHOICES
    await play.taps(MAJ, "Förlänga")
    assert "Inriktning: förlänga · Maj Exempelsson · 5 december 2022" in play.bot_says(MAJ)
    assert play.choices(MAJ)[0] == "✓ Förlänga"
    assert await _intention(play) is Intention.EXTEND
    await _opens(play, KNUT)
    assert "Inriktning: förlänga · Maj Exempelsson · 5 december 2022" in play.bot_says(KNUT), "the partner reads it too"


@IN_DECEMBER
async def test_another_intention_takes_its_place_and_the_same_again_does_not(play: Play) -> None:
    await play.joins(SECOND)
    await _opens(play, MAJ)
    held = play.button(MAJ, "Omförhandla")
    await play.taps(MAJ, "Förlänga")
    await play.travel(date(2022, 12, 6))
    await _opens(play, SECOND)
    await play.taps(SECOND, "✓ Förlänga")
    assert "Inriktning: förlänga · Maj Exempelsson · 5 december 2022" in play.bot_says(SECOND)
    await play.taps(SECOND, "Låta upphöra")
    assert "Inriktning: låta upphöra · Meta Medchef · 6 december 2022" in play.bot_says(SECOND)
    await play.taps_again(MAJ, held)
    assert await _intention(play) is Intention.RENEGOTIATE


async def test_as_long_as_the_end_is_far_nothing_is_asked(play: Play) -> None:
    await _opens(play, MAJ)
    assert not _decides(play, MAJ)


@IN_DECEMBER
async def test_another_boards_manager_is_refused(play: Play) -> None:
    await play.joins(FIA)
    row = await _agreement(play)
    await _opens(play, FIA)
    assert not _decides(play, FIA)
    await play.forges(FIA, buttons.SetIntention(row.id, "let_lapse"))
    await play.sees(FIA, NOT_THERE)
    assert await _intention(play) is None


@IN_APRIL_2025
async def test_of_an_agreement_of_two_boards_both_managers_decide(play: Play) -> None:
    await play.joins(FIA)
    await _opens(play, FIA, "Himmel och pannkaka")
    await play.taps(FIA, "Dialog pågår")
    assert "Inriktning: dialog pågår · Fia Farsta" in play.bot_says(FIA)
    await _opens(play, MAJ, "Himmel och pannkaka")
    await play.taps(MAJ, "Förlänga")
    assert await _intention(play, "Himmel och pannkaka") is Intention.EXTEND


@IN_DECEMBER
@pytest.mark.parametrize("who", [KNUT, YLVA, ADA, BOSS], ids=lambda who: who.role.value)
async def test_others_have_no_such_buttons_and_a_forged_tap_is_refused(play: Play, who: Player) -> None:
    if who is BOSS:
        await play.joins(BOSS)
    row = await _agreement(play)
    await _opens(play, who)
    assert not _decides(play, who)
    await play.forges(who, buttons.SetIntention(row.id, "extend"))
    await play.sees(who, NOT_THERE)
    assert await _intention(play) is None


@IN_DECEMBER
async def test_a_managers_button_in_somebody_elses_hand_is_no_button(play: Play) -> None:
    await _opens(play, MAJ)
    _, extend = play.button(MAJ, "Förlänga")
    await _opens(play, KNUT)
    play.world.tap(KNUT.telegram_id, play.newest_of_bot(KNUT)["message_id"], extend["callback_data"])
    await play.production.settle()
    await play.sees(KNUT, "Den knappen gäller inte längre")
    assert await _intention(play) is None


@IN_DECEMBER
async def test_an_agreement_that_does_not_exist_is_refused_in_the_same_words(play: Play) -> None:
    await play.forges(MAJ, buttons.SetIntention(4711, "extend"))
    await play.sees(MAJ, NOT_THERE)

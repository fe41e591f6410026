"""Language, quiet hours, menu, help, command lists, and commands that nobody knows."""

from datetime import date

import pytest

from bot.clock import at_local
from bot.demo.cast import ADA, CAST, KNUT, MAJ, YLVA, Player
from bot.menus import COMMANDS, commands_for
from tests.conversations.playing import Play

ROLES = (YLVA, KNUT, MAJ, ADA)
"""One of each."""


async def test_each_role_has_its_own_commands_and_menu(play: Play) -> None:
    for who in ROLES:
        mine = commands_for(who.role)
        assert play.commands(who) == [command.sv for command in mine]
        await play.types(who, "/meny")
        assert len(play.choices(who)) == sum(command.in_menu for command in mine)
        await play.types(who, "/hjalp")
        for command in COMMANDS:
            assert (f"/{command.sv} " in play.bot_says(who)) is (command in mine)


@pytest.mark.parametrize("who", [YLVA, KNUT, ADA], ids=lambda who: who.role)
async def test_every_line_of_the_menu_leads_somewhere(play: Play, who: Player) -> None:
    await play.types(who, "/meny")
    for words in play.choices(who):
        await play.types(who, "/meny")
        await play.taps(who, words)
        said = play.bot_says(who)
        assert not any(no in said for no in ("gäller inte längre", "kan inte göra det", "gick fel", "inte ditt"))
        assert said != "Hej"


@pytest.mark.parametrize("who", [YLVA, KNUT, ADA], ids=lambda who: who.role)
async def test_every_command_has_an_english_name_that_does_the_same(play: Play, who: Player) -> None:
    for command in commands_for(who.role):
        said = []
        for name in (command.sv, command.en.upper()):
            await play.types(who, f"/{name}")
            said.append(play.bot_says(who))
            if await play.drafts():
                await play.types(who, "/avbryt")
        assert said[0] == said[1], command.name


async def test_the_help_page_says_whom_to_call_when_it_burns(play: Play) -> None:
    for who in CAST:
        await play.types(who, "/hjalp")
        assert "Akut: 112" in play.bot_says(who)
        assert "Oro för ett barn: ring 08-465 004 10" in play.bot_says(who)


async def test_help_menu_language_and_cancel_work_in_the_middle_of_a_referral(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, "Nej, fortsätt", "B2", "Ring mig")
    for command, words in (("/hjalp", "Akut: 112"), ("/meny", "Hej Ylva"), ("/sprak", "Vilket språk")):
        await play.types(YLVA, command)
        assert words in play.bot_says(YLVA)
    assert await play.drafts() == 1
    await play.types(YLVA, "/avbryt")
    assert await play.drafts() == 0


async def test_another_language_changes_texts_menu_and_command_list(play: Play) -> None:
    await play.types(YLVA, "/sprak")
    await play.taps(YLVA, "English")
    assert "hanvisa" not in play.commands(YLVA)
    assert "refer" in play.commands(YLVA)
    await play.types(YLVA, "/menu")
    assert play.has_button(YLVA, "Refer a person")
    await play.types(YLVA, "/refer")
    assert play.has_button(YLVA, "No, go on")
    await play.types(YLVA, "/hanvisa")
    assert play.has_button(YLVA, "No, go on"), "the Swedish name still works"
    await play.types(YLVA, "/language")
    await play.taps(YLVA, "Svenska")
    assert "hanvisa" in play.commands(YLVA)
    await play.types(YLVA, "/meny")
    assert play.has_button(YLVA, "Hänvisa en person")


async def test_each_reads_their_own_language_in_one_referral(play: Play) -> None:
    await play.types(KNUT, "/sprak")
    await play.taps(KNUT, "English")
    code = await play.refer(YLVA, "trädgård")
    await play.sees(KNUT, code, "gardening")
    await play.all_taps(KNUT, "We take them in", "Tue")
    await play.sees(YLVA, code, "tar emot tis 4 okt")


async def test_a_notice_at_night_is_silent_and_by_day_it_is_not(play: Play) -> None:
    await play.refer()
    assert not play.newest_of_bot(KNUT).get("disable_notification")
    await play.travel(date(2022, 10, 3), 20, 30)
    await play.refer()
    assert play.newest_of_bot(KNUT).get("disable_notification") is True


@pytest.mark.parametrize("now", [at_local(date(2022, 10, 3), 21)])
async def test_somebody_may_want_a_sound_at_night_too(play: Play) -> None:
    await play.types(KNUT, "/tyst")
    assert "Tysta timmar: 20" in play.bot_says(KNUT)
    await play.taps(KNUT, "Alltid med ljud")
    assert "Du har inga tysta timmar" in play.bot_says(KNUT)
    await play.refer()
    assert not play.newest_of_bot(KNUT).get("disable_notification")


@pytest.mark.parametrize("now", [at_local(date(2022, 10, 3), 18, 30)])
async def test_quiet_hours_can_begin_earlier(play: Play) -> None:
    await play.types(KNUT, "/tyst")
    await play.taps(KNUT, "18–08")
    await play.refer()
    assert play.newest_of_bot(KNUT).get("disable_notification") is True


async def test_a_command_that_nobody_knows_says_what_to_do_and_is_taken_away(play: Play) -> None:
    for text in ("/nonsens", "/anna andersson", "/", "/start foo", "/hänvisaa"):
        await play.types(YLVA, text)
        assert text not in play.texts(YLVA)
        assert "/hjalp" in play.bot_says(YLVA) or "/meny" in play.bot_says(YLVA)


async def test_words_after_a_command_that_takes_none_are_taken_away(play: Play) -> None:
    for command in ("mina", "iop", "tyst", "sprak", "hjalp", "meny", "avbryt"):
        await play.types(YLVA, f"/{command} Anna Andersson mår dåligt")
        assert not any("Anna" in text for text in play.texts(YLVA))
        assert "Jag har tagit bort det du skrev" in play.bot_says(YLVA)
        assert f"/{command}" in play.bot_says(YLVA)


async def test_a_command_named_in_a_group_style_works(play: Play) -> None:
    await play.types(YLVA, "/mina@handslag_demo_bot")
    assert "Här finns inga hänvisningar nu" in play.bot_says(YLVA)

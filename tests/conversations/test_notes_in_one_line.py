"""A note in one line, or by replying to a card: what the words say beyond that is deleted and stands nowhere."""

from datetime import date
from pathlib import Path

import pytest

from bot.demo.cast import KNUT, MAJ, OLLE, YLVA, Player
from models import NoteKind, Role
from tests.conversations.playing import Play
from tests.works import CANARY

NOT_THERE = "Det där finns inte, eller så är det inte ditt"
WORDS = f"{CANARY} kom full i går"


def _stands(play: Play, who: Player, text: str) -> bool:
    return any(text in str(message) for message in play.world.chat(who.telegram_id))


def _stored(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("demo.db*"))


@pytest.mark.parametrize(
    ("words", "kind", "day"),
    [
        ("kom inte igår", NoteKind.NO_SHOW, date(2022, 10, 5)),
        ("kontakt 4/10", NoteKind.CONTACT, date(2022, 10, 4)),
        ("Kom", NoteKind.CAME, date(2022, 10, 6)),
        ("försökte nå måndag", NoteKind.TRIED, date(2022, 10, 3)),
        ("nytt steg 2022-10-05", NoteKind.STEP, date(2022, 10, 5)),
        ("took part yesterday", NoteKind.TOOK_PART, date(2022, 10, 5)),
    ],
)
async def test_a_code_a_kind_and_a_day_are_a_note(play: Play, words: str, kind: NoteKind, day: date) -> None:
    code = await play.refer()
    await play.travel(date(2022, 10, 6))
    await play.types(YLVA, f"/anteckning {code.lower()} {words}")
    assert "✓ Antecknat" in play.bot_says(YLVA)
    assert [(note.kind, note.day) for note in await play.notes(code)] == [(kind, day)]


async def test_a_code_alone_opens_what_can_be_noted(play: Play) -> None:
    code = await play.refer()
    await play.types(KNUT, f"/anteckning {code}")
    assert "Vad hände i dag?" in play.bot_says(KNUT)


@pytest.mark.parametrize(
    "words", ["sprang bort", "kom 31/2", "kom 4/13", "kom hem till mamma", "kom full", "kontakt imorgon"]
)
async def test_nonsense_is_refused_and_the_message_is_deleted(play: Play, words: str) -> None:
    code = await play.refer()
    await play.types(YLVA, f"/anteckning {code} {words}")
    assert not _stands(play, YLVA, words)
    assert await play.notes(code) == []
    refused = "Den dagen går inte" if "imorgon" in words else "Jag förstod inte det du skrev efter kommandot"
    await play.sees(YLVA, refused)


async def test_a_strangers_referral_is_refused_like_one_that_does_not_exist(play: Play) -> None:
    code = await play.refer()
    another = Player(6010, "Annika Annan", Role.KOORDINATOR, "Drömstort")
    await play.joins(another)
    for who in (OLLE, another):
        for words in ("", " kom", " kom igår", " sprang bort"):
            said = []
            for asked in (code, "R-22222"):
                await play.types(who, f"/anteckning {asked}{words}")
                assert not _stands(play, who, f"{asked}{words}")
                said.append(play.bot_says(who))
            assert said[0] == said[1]
            assert NOT_THERE in said[0] or "bort" in words
    assert await play.notes(code) == []


async def test_who_notes_nothing_is_told_so(play: Play) -> None:
    code = await play.refer()
    await play.types(MAJ, f"/anteckning {code} kom")
    await play.sees(MAJ, "Din roll kan inte göra det")
    assert not _stands(play, MAJ, code)
    assert "anteckning" not in play.commands(MAJ)
    assert "anteckning" in play.commands(YLVA)


async def test_a_reply_to_a_card_opens_its_notes_and_the_words_stand_nowhere(play: Play, tmp_path: Path) -> None:
    first, second = await play.refer(), await play.refer()
    await play.opens(YLVA, first)
    card = play.newest_of_bot(YLVA)
    await play.types(YLVA, "/mina")
    await play.replies(YLVA, card, WORDS)
    await play.sees(YLVA, "Vad hände i dag?", first)
    await play.sees(YLVA, "Jag har tagit bort det du skickade")
    await play.taps(YLVA, "Kontakt")
    assert (len(await play.notes(first)), len(await play.notes(second))) == (1, 0)
    assert not any(_stands(play, who, CANARY) for who in (YLVA, KNUT, MAJ))
    assert CANARY.encode() not in _stored(tmp_path)


async def test_a_bare_command_in_reply_to_a_card_opens_its_notes(play: Play) -> None:
    code = await play.refer()
    await play.opens(KNUT, code)
    await play.replies(KNUT, play.newest_of_bot(KNUT), "/anteckning")
    assert "Vad hände i dag?" in play.bot_says(KNUT)
    assert code in play.bot_says(KNUT)


async def test_a_reply_to_a_message_without_a_card_is_only_deleted(play: Play) -> None:
    await play.types(YLVA, "/meny")
    await play.replies(YLVA, play.newest_of_bot(YLVA), WORDS)
    assert "Jag har tagit bort det du skickade" in play.bot_says(YLVA)
    assert not _stands(play, YLVA, CANARY)


async def test_a_reply_to_somebody_elses_card_does_nothing(play: Play) -> None:
    """A changed client quotes a message whose buttons were another's: their signature is for that other one."""
    code = await play.refer()
    await play.opens(YLVA, code)
    hers = play.newest_of_bot(YLVA)["reply_markup"]
    await play.types(OLLE, "/meny")
    chat = play.world.chats[OLLE.telegram_id]
    forged = {**play.newest_of_bot(OLLE), "reply_markup": hers}
    play.world.replace(chat, forged)
    await play.replies(OLLE, forged, WORDS)
    assert "Jag har tagit bort det du skickade" in play.bot_says(OLLE)
    assert not any(code in text for text in play.texts(OLLE))
    assert not _stands(play, OLLE, CANARY)
    await play.replies(OLLE, forged, "/anteckning")
    assert not any(code in text for text in play.texts(OLLE))


async def test_a_reply_to_a_card_that_is_not_ones_own_any_more_does_nothing(play: Play) -> None:
    code = await play.refer()
    await play.types(YLVA, "/borta 14 okt")
    await play.taps(YLVA, "Olle")
    await play.opens(OLLE, code)
    card = play.newest_of_bot(OLLE)
    await play.types(YLVA, "/borta")
    await play.taps(YLVA, "Jag är tillbaka")
    await play.replies(OLLE, card, WORDS)
    assert "Vad hände i dag?" not in play.bot_says(OLLE)
    assert not _stands(play, OLLE, CANARY)

"""Who did not come: a new time is offered, and a week later it is asked how it went since."""

from datetime import date

import pytest

from bot.demo.cast import ADA, KNUT, OLLE, SIRI, YLVA, Player
from models import NoteKind, ReferralStatus
from tests.conversations.playing import Play

pytestmark = pytest.mark.months("follow_ups")

ASKED = "Deltagaren kom inte tis 4 okt"
A_WEEK_LATER = "2022-10-11 08:00"
TUESDAY, NEXT_TUESDAY, LATER = date(2022, 10, 4), date(2022, 10, 11), date(2022, 10, 26)


async def _no_show(play: Play, who: Player = KNUT) -> str:
    """Taken in on Monday, and on Tuesday `who` notes that the person did not come."""
    code = await play.refer()
    await play.reads_code(code)
    await play.all_taps(KNUT, "Vi tar emot", "tis 4 okt")
    await play.travel(TUESDAY, 14)
    await play.notes_down(who, code, "Kom inte")
    return code


async def test_a_koordinator_can_propose_a_new_time_at_once(play: Play) -> None:
    code = await _no_show(play)
    assert "Jag frågar igen tis 11 okt" in play.bot_says(KNUT)
    await play.all_taps(KNUT, "Föreslå en ny tid", "tors 6 okt", "10:00")
    await play.sees(YLVA, code, "föreslår tors 6 okt kl. 10:00")
    assert await play.status(code) is ReferralStatus.ACCEPTED


async def test_a_referrer_can_ask_for_a_new_time_at_once(play: Play) -> None:
    code = await _no_show(play, YLVA)
    await play.taps(YLVA, "Be om en ny tid")
    await play.sees(KNUT, code, "Bad om en ny tid")
    await play.opens(KNUT, code)
    await play.all_taps(KNUT, "Anteckna", "Kom inte", "Föreslå en ny tid", "tors 6 okt", "10:00")
    await play.sees(YLVA, code, "föreslår tors 6 okt kl. 10:00")


async def test_a_week_later_the_one_who_noted_it_is_asked_once(play: Play) -> None:
    code = await _no_show(play)
    await play.travel(LATER)
    assert play.when(KNUT, code, ASKED, "Hur har det gått sedan dess?") == [A_WEEK_LATER]
    assert play.when(SIRI, ASKED) == play.when(YLVA, ASKED) == []


async def test_the_referrer_is_asked_about_their_own(play: Play) -> None:
    code = await _no_show(play, YLVA)
    await play.travel(NEXT_TUESDAY)
    assert play.when(YLVA, code, ASKED) == [A_WEEK_LATER]
    await play.taps(YLVA, "Kom inte")
    await play.travel(date(2022, 10, 18))
    assert play.when(YLVA, "Deltagaren kom inte tis 11 okt") == ["2022-10-18 08:00"], "and again for a new one"


async def test_what_is_noted_on_a_saturday_is_asked_about_on_a_monday(play: Play) -> None:
    code = await play.refer()
    await play.all_taps(KNUT, "Vi tar emot", "tis 4 okt")
    await play.travel(date(2022, 10, 8))
    await play.notes_down(KNUT, code, "Kom inte")
    assert "Jag frågar igen mån 17 okt" in play.bot_says(KNUT)
    await play.travel(date(2022, 10, 18))
    assert play.when(KNUT, code, "Deltagaren kom inte lör 8 okt") == ["2022-10-17 08:00"]


async def test_nobody_is_asked_when_something_was_noted_since(play: Play) -> None:
    code = await _no_show(play)
    await play.travel(date(2022, 10, 6))
    await play.notes_down(SIRI, code, "Försökte nå")
    await play.travel(LATER)
    assert play.when(KNUT, ASKED) == []


async def test_nobody_is_asked_about_what_was_struck(play: Play) -> None:
    await _no_show(play)
    await play.taps(KNUT, "Ångra")
    await play.travel(LATER)
    assert play.when(KNUT, ASKED) == []


async def test_nobody_is_asked_about_a_way_that_has_ended(play: Play) -> None:
    code = await _no_show(play)
    await play.opens(KNUT, code)
    await play.all_taps(KNUT, "Avsluta", "Ja, avsluta")
    await play.travel(LATER)
    assert play.when(KNUT, ASKED) == []


async def test_what_a_colleague_noted_between_owing_and_saying_answers_the_question(play: Play) -> None:
    code = await _no_show(play)
    play.world.block(KNUT.telegram_id)
    await play.travel(NEXT_TUESDAY)
    await play.notes_down(SIRI, code, "Kom")
    play.world.unblock(KNUT.telegram_id)
    await play.production.settle()
    assert play.when(KNUT, ASKED) == []
    assert [note.kind for note in await play.notes(code)] == [NoteKind.NO_SHOW, NoteKind.CAME]


async def test_the_substitute_is_asked(play: Play) -> None:
    code = await _no_show(play)
    await play.types(KNUT, "/borta 14 okt")
    await play.taps(KNUT, "Siri")
    await play.travel(NEXT_TUESDAY)
    assert play.when(SIRI, code, ASKED) == [A_WEEK_LATER]
    assert play.when(KNUT, ASKED) == []


async def test_after_a_handover_the_new_referrer_is_asked(play: Play) -> None:
    code = await _no_show(play, YLVA)
    await play.types(ADA, "/medlemmar")
    await play.all_taps(ADA, "Ylva Uppdiktad", "Avsluta medlemskapet", "Olle Exempel")
    await play.travel(NEXT_TUESDAY)
    assert play.when(OLLE, code, ASKED) == [A_WEEK_LATER]


async def test_after_a_handover_between_owing_and_saying_the_new_referrer_is_asked(play: Play) -> None:
    code = await _no_show(play, YLVA)
    play.world.block(YLVA.telegram_id)
    await play.travel(NEXT_TUESDAY)
    await play.types(ADA, "/medlemmar")
    await play.all_taps(ADA, "Ylva Uppdiktad", "Avsluta medlemskapet", "Olle Exempel")
    await play.travel(date(2022, 10, 13))
    assert len(play.when(OLLE, code, ASKED)) == 1

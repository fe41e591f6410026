"""What the consent does not cover the partner does not note, and neither side reads of the other."""

from datetime import date, timedelta

from sqlalchemy import update

from bot import buttons
from bot.clock import today
from bot.demo.cast import KNUT, YLVA
from models import Consent
from tests.conversations.playing import Play

KINDS = ["Kom", "Kom inte", "Kontakt", "Försökte nå", "Deltog", "Nytt steg"]
ATTENDANCE, PROGRESS = "✓ om personen kommer", "✓ hur det går"


async def _referred_without(play: Play, *scopes: str) -> str:
    """A referral whose person does not let these be shared; the partner has seen it."""
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, "Nej, fortsätt", "B2", "Ring mig", "Inga önskemål", "Ändra", *scopes, "Klar")
    await play.all_taps(YLVA, "Ja, personen samtycker", "Skicka")
    await play.taps(KNUT, "Sedd")
    return play.code(YLVA)


def _offered(play: Play) -> list[str]:
    """What the koordinator's page offers to note."""
    return [choice for choice in play.choices(KNUT) if choice in KINDS]


async def test_without_attendance_the_koordinator_notes_neither_presence_nor_contact(play: Play) -> None:
    code = await _referred_without(play, ATTENDANCE)
    await play.notes_down(KNUT, code)
    assert _offered(play) == ["Nytt steg"]


async def test_without_progress_the_koordinator_notes_no_step(play: Play) -> None:
    code = await _referred_without(play, PROGRESS)
    await play.notes_down(KNUT, code)
    assert _offered(play) == ["Kom", "Kom inte", "Kontakt", "Försökte nå", "Deltog"]


async def test_a_button_from_before_does_not_note_what_is_not_covered(play: Play) -> None:
    code = await _referred_without(play, ATTENDANCE, PROGRESS)
    referral = await play.referral(code)
    day = today(referral.sent_at)
    for kind in ("came", "no_show", "took_part", "step"):
        await play.forges(KNUT, buttons.AddNote(referral.id, kind, day))
        await play.sees(KNUT, "Den knappen gäller inte längre")
    await play.types(KNUT, f"/anteckning {code} kom")
    assert await play.notes(code) == []


async def test_the_referrer_notes_everything_and_the_partner_neither_hears_nor_reads_it(play: Play) -> None:
    code = await _referred_without(play, ATTENDANCE)
    before = len(play.texts(KNUT))
    await play.notes_down(YLVA, code, "Kom inte")
    await play.notes_down(YLVA, code, "Kontakt")
    assert len(play.texts(KNUT)) == before
    await play.opens(KNUT, code)
    assert "Kom inte" not in play.bot_says(KNUT)
    assert "Kontakt" not in play.bot_says(KNUT)
    await play.opens(YLVA, code)
    assert "Kom inte: mån 3 okt · Ylva Uppdiktad" in play.bot_says(YLVA)


async def _runs_out(play: Play) -> None:
    yesterday = today(play.production.clock.now()) - timedelta(days=1)
    await play.rows(lambda session: session.execute(update(Consent).values(until=yesterday)))


async def test_when_the_consent_has_run_out_nothing_is_offered_or_shown(play: Play) -> None:
    code = await _referred_without(play)
    await play.notes_down(KNUT, code, "Kom")
    await play.notes_down(YLVA, code, "Kontakt")
    await play.travel(date(2022, 10, 4))
    await _runs_out(play)
    await play.notes_down(KNUT, code)
    assert _offered(play) == []
    await play.opens(KNUT, code)
    assert "Kontakt" not in play.bot_says(KNUT)
    assert "Vad som har hänt" not in play.bot_says(KNUT)
    await play.opens(YLVA, code)
    assert "Kom:" not in play.bot_says(YLVA)
    assert "Kontakt: mån 3 okt · Ylva Uppdiktad" in play.bot_says(YLVA), "her own"


async def test_when_the_consent_is_withdrawn_nothing_is_offered_or_shown(play: Play) -> None:
    code = await _referred_without(play)
    await play.notes_down(KNUT, code, "Kom")
    await play.notes_down(YLVA, code, "Kontakt")
    held = play.button(KNUT, "Anteckna mer")
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Återkalla", "Ja, återkalla")
    await play.taps_again(KNUT, held)
    assert _offered(play) == []
    await play.types(KNUT, f"/anteckning {code} kom inte")
    assert len(await play.notes(code)) == 2
    await play.opens(KNUT, code)
    assert "Samtycket är återtaget" in play.bot_says(KNUT)
    assert "Kontakt" not in play.bot_says(KNUT)
    await play.opens(YLVA, code)
    assert "Kom:" not in play.bot_says(YLVA)


async def test_sent_again_with_a_new_consent_the_notes_are_offered_again(play: Play) -> None:
    code = await _referred_without(play, PROGRESS)
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Återkalla", "Ja, återkalla", "Skicka igen", "Ja, skicka igen")
    await play.notes_down(KNUT, code)
    assert _offered(play) == ["Kom", "Kom inte", "Kontakt", "Försökte nå", "Deltog"]

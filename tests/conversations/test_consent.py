"""The consent: one tap on the partner's preset, or changed; and what the partner then sees."""

from datetime import date

from sqlmodel import Session, col, select

from bot.demo.cast import KNUT, SIRI, YLVA
from models import Consent, ReferralStatus
from tests.conversations.playing import Play, organisation

ASKED = ("Nej, fortsätt", "B2", "Ring mig", "trädgård", "Klar")


async def _to_the_consent(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *ASKED)


async def _consent(play: Play) -> Consent:
    code = play.code(YLVA)
    of_code = col(Consent.referral_id) == (await play.referral(code)).id
    statement = select(Consent).where(of_code)
    return await play.rows(lambda session: session.exec(statement).one())


async def test_the_preset_says_what_with_whom_until_when_and_that_it_is_voluntary(play: Play) -> None:
    await _to_the_consent(play)
    said = play.bot_says(YLVA)
    for words in ("vad du vill göra", "om du kommer dit", "hur det går", "Street Business ekonomisk förening"):
        assert words in said
    assert "3 oktober 2023" in said
    assert "frivilligt och påverkar inte ditt bistånd" in said
    await play.all_taps(YLVA, "Ja, personen samtycker", "Skicka")
    consent = await _consent(play)
    assert consent.share == ["wishes", "attendance", "progress"]
    assert consent.shared_with == ["Street Business ekonomisk förening"]
    assert consent.until == date(2023, 10, 3)


async def test_without_a_yes_there_is_nothing_to_send(play: Play) -> None:
    await _to_the_consent(play)
    assert not play.has_button(YLVA, "Skicka")
    assert await play.referrals() == 0
    assert "Säger personen nej, så skickas inget" in play.bot_says(YLVA)


async def test_wishes_that_may_not_be_shared_are_hidden_from_the_partner(play: Play) -> None:
    await _to_the_consent(play)
    await play.all_taps(YLVA, "Ändra", "✓ önskemål", "Klar")
    assert "vad du vill göra" not in play.bot_says(YLVA)
    await play.all_taps(YLVA, "Ja, personen samtycker", "Skicka")
    code = play.code(YLVA)
    await play.sees(KNUT, code)
    assert not any("trädgård" in text for text in (*play.texts(KNUT), *play.texts(SIRI)))
    await play.opens(YLVA, code)
    assert "Önskemål: trädgård" in play.bot_says(YLVA), "the referrer still sees them"
    assert (await _consent(play)).share == ["attendance", "progress"]


async def test_co_operators_and_months_can_be_changed(play: Play) -> None:
    await _to_the_consent(play)
    await play.all_taps(YLVA, "Ändra", "✓ Även samarbetspartner", "3 månader", "✓ hur det går", "Klar")
    said = play.bot_says(YLVA)
    assert "Street Business" not in said
    assert "3 januari 2023" in said
    assert "hur det går" not in said
    await play.all_taps(YLVA, "Ja, personen samtycker", "Skicka")
    consent = await _consent(play)
    assert (consent.shared_with, consent.until) == ([], date(2023, 1, 3))
    await play.sees(KNUT, "till och med 3 januari 2023")


async def test_co_operators_can_be_let_in_again(play: Play) -> None:
    await _to_the_consent(play)
    await play.all_taps(YLVA, "Ändra", "✓ Även samarbetspartner", "Även samarbetspartner", "Klar")
    assert "Street Business ekonomisk förening" in play.bot_says(YLVA)


async def test_a_person_may_let_nothing_but_the_referral_itself_be_told(play: Play) -> None:
    await _to_the_consent(play)
    await play.all_taps(YLVA, "Ändra", "✓ önskemål", "✓ om personen kommer", "✓ hur det går", "Klar")
    assert "bara att du hänvisas" in play.bot_says(YLVA)
    await play.all_taps(YLVA, "Ja, personen samtycker", "Skicka")
    assert (await _consent(play)).share == []


async def test_a_consent_to_what_is_shown_no_longer_is_refused(play: Play) -> None:
    await _to_the_consent(play)
    yes = play.button(YLVA, "Ja, personen samtycker")
    await play.all_taps(YLVA, "Ändra", "12 månader", "✓ Även samarbetspartner", "3 månader", "Klar")
    await play.taps_again(YLVA, yes)
    assert "Något har ändrats sedan du såg det" in play.bot_says(YLVA)
    assert not play.has_button(YLVA, "Skicka")
    await play.all_taps(YLVA, "Ja, personen samtycker", "Skicka")
    await play.sees(YLVA, "Skickat till B2")


async def test_a_consent_is_asked_anew_when_wishes_change_after_it(play: Play) -> None:
    await _to_the_consent(play)
    await play.all_taps(YLVA, "Ja, personen samtycker", "‹ Tillbaka", "‹ Tillbaka", "hantverk", "Klar")
    assert "Samtycke" in play.bot_says(YLVA)
    assert not play.has_button(YLVA, "Skicka")


async def test_a_consent_is_not_kept_when_the_partner_has_changed_its_preset_since(play: Play) -> None:
    await _to_the_consent(play)
    await play.rows(_share_with_another)
    await play.taps(YLVA, "Ja, personen samtycker")
    assert not play.has_button(YLVA, "Skicka"), "the person never heard of the new co-operator"


async def test_a_new_consent_is_asked_for_before_a_referral_is_sent_again(play: Play) -> None:
    code = await play.refer()
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Återkalla", "Ja, återkalla")
    await play.travel(date(2022, 10, 14))
    await play.opens(YLVA, code)
    await play.taps(YLVA, "Skicka igen")
    assert "Fråga personen först" in play.bot_says(YLVA)
    assert "frivilligt" in play.bot_says(YLVA)
    assert await play.status(code) is ReferralStatus.CANCELLED
    await play.taps(YLVA, "Ja, skicka igen")
    assert await play.status(code) is ReferralStatus.REQUESTED
    assert (await _consent(play)).until == date(2023, 10, 14)


async def test_a_consent_for_three_months_is_not_one_for_twelve_when_the_referral_is_sent_again(play: Play) -> None:
    await _to_the_consent(play)
    await play.all_taps(YLVA, "Ändra", "3 månader", "Klar", "Ja, personen samtycker", "Skicka")
    code = play.code(YLVA)
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Återkalla", "Ja, återkalla", "Skicka igen")
    asked = play.bot_says(YLVA)
    await play.taps(YLVA, "Ja, skicka igen")
    until = (await _consent(play)).until
    assert until == date(2023, 1, 3) or f"{until.day} oktober {until.year}" in asked


def _share_with_another(session: Session) -> None:
    organisation(session, "Street Minds").consent_with = ["Ett Nytt Bolag AB"]

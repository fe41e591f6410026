"""`/mina`: own referrals by what needs attention, their cards, and what the referrer does with them."""

from datetime import timedelta

from sqlmodel import Session, col, select

from bot.demo.cast import KNUT, OLLE, SIRI, YLVA
from models import Agreement, Event, Referral, ReferralStatus
from tests.conversations.playing import Play

CONTROLS = ("Hänvisa", "Meny", "Nästa", "‹")


def _listed(play: Play) -> list[str]:
    return [choice for choice in play.choices(YLVA) if not choice.startswith(CONTROLS)]


async def test_the_list_of_nobody_says_so(play: Play) -> None:
    await play.types(YLVA, "/mina")
    assert "Här finns inga hänvisningar nu" in play.bot_says(YLVA)
    assert play.has_button(YLVA, "Hänvisa en person")


async def test_what_waits_for_the_referrer_stands_first_then_what_is_open_then_what_has_ended(play: Play) -> None:
    ended, running, proposed, unrecorded = [await play.refer() for _ in range(4)]
    for code in (ended, running, proposed):
        await play.reads_code(code)
    await play.opens(KNUT, ended)
    await play.all_taps(KNUT, "Avböj", "Passar inte här")
    await play.opens(KNUT, proposed)
    await play.all_taps(KNUT, "Föreslå tid", "tis 4 okt", "10:00")
    await play.types(YLVA, "/mina")
    assert _listed(play) == [
        f"● {proposed} · B2 · sedd",
        f"● {unrecorded} · B2 · skickad",
        f"{running} · B2 · skickad",
        f"{ended} · B2 · avslutad",
    ]


async def test_a_partner_that_asks_for_a_call_waits_for_the_referrer(play: Play) -> None:
    asked, other = await play.refer(), await play.refer()
    for code in (asked, other):
        await play.reads_code(code)
    await play.opens(KNUT, asked)
    await play.taps(KNUT, "Ring mig")
    await play.sees(YLVA, "Din tur")
    await play.types(YLVA, "/mina")
    assert _listed(play)[0] == f"● {asked} · B2 · sedd"


async def test_more_than_eight_come_in_pages(play: Play) -> None:
    code = await play.refer()
    await play.copies(code, 10)
    await play.types(YLVA, "/mina")
    assert "11 hänvisningar" in play.bot_says(YLVA)
    assert "sida 1 av 2" in play.bot_says(YLVA)
    first = _listed(play)
    assert len(first) == 8
    assert not play.has_button(YLVA, "‹ Föregående")
    await play.taps(YLVA, "Nästa ›")
    second = _listed(play)
    assert len(second) == 3
    assert not set(first) & set(second)
    assert not play.has_button(YLVA, "Nästa ›")
    await play.taps(YLVA, "‹ Föregående")
    assert _listed(play) == first


async def test_exactly_eight_are_one_page(play: Play) -> None:
    await play.copies(await play.refer(), 7)
    await play.types(YLVA, "/mina")
    assert len(_listed(play)) == 8
    assert "sida" not in play.bot_says(YLVA)
    assert not play.has_button(YLVA, "Nästa")


async def test_nobody_sees_a_colleagues_referrals(play: Play) -> None:
    await play.refer()
    await play.types(OLLE, "/mina")
    assert "Här finns inga hänvisningar nu" in play.bot_says(OLLE)


async def test_what_ended_long_ago_and_what_was_a_mistake_leaves_the_list(play: Play) -> None:
    mistake, ended = await play.refer(), await play.refer()
    for code, words in ((mistake, "Felregistrerad"), (ended, "Återkalla")):
        await play.opens(YLVA, code)
        await play.all_taps(YLVA, words, f"Ja, {words.lower()}")
    await play.types(YLVA, "/mina")
    assert [line.split()[1] if line.startswith("●") else line.split()[0] for line in _listed(play)] == [ended]
    await play.reads_code(ended)
    await play.rows(_long_ago)
    await play.types(YLVA, "/mina")
    assert not _listed(play)


async def test_a_card_tells_its_history_in_order(play: Play) -> None:
    code = await play.refer()
    await play.opens(KNUT, code)
    await play.all_taps(KNUT, "Sedd", "Väntelista", "Vi tar emot", "tis 4 okt")
    await play.types(YLVA, "/mina")
    await play.taps(YLVA, f"● {code}")
    said = play.bot_says(YLVA)
    history = said[said.index("Vad som har hänt") :]
    places = [history.index(word) for word in ("Skickad", "Sedd", "På väntelista", "Mottagen")]
    assert places == sorted(places)
    assert "Knut Påhittad" in history


async def test_withdrawing_asks_first_and_tells_the_partner(play: Play) -> None:
    code = await play.refer()
    await play.opens(YLVA, code)
    await play.taps(YLVA, "Återkalla")
    assert await play.status(code) is ReferralStatus.REQUESTED
    await play.taps(YLVA, "Ja, återkalla")
    assert await play.status(code) is ReferralStatus.CANCELLED
    for koordinator in (KNUT, SIRI):
        await play.sees(koordinator, code, "återkallad")
    assert not play.has_button(KNUT, "Vi tar emot")


async def test_a_withdrawn_referral_can_be_sent_again_under_its_code(play: Play) -> None:
    code = await play.refer()
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Återkalla", "Ja, återkalla", "Skicka igen", "Ja, skicka igen")
    assert await play.status(code) is ReferralStatus.REQUESTED
    assert play.has_button(KNUT, "Vi tar emot")
    await play.opens(KNUT, code)
    await play.all_taps(KNUT, "Vi tar emot", "tis 4 okt")
    assert await play.status(code) is ReferralStatus.ACCEPTED


async def test_a_referral_is_not_sent_again_when_the_agreement_has_lapsed(play: Play) -> None:
    code = await play.refer()
    await play.reads_code(code)
    await play.all_taps(YLVA, "Återkalla", "Ja, återkalla")
    await play.rows(_end_agreements)
    await play.all_taps(YLVA, "Skicka igen", "Ja, skicka igen")
    assert "B2 kan inte ta emot i dag" in play.bot_says(YLVA)
    assert await play.status(code) is ReferralStatus.CANCELLED


async def test_a_referral_that_is_sent_again_shows_no_start_of_the_first_round(play: Play) -> None:
    code = await play.refer()
    await play.all_taps(KNUT, "Vi tar emot", "tis 4 okt", "Avsluta i förtid", "Ja, avsluta i förtid")
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Skicka igen", "Ja, skicka igen")
    assert "Start: tis 4 okt" not in play.bot_says(YLVA)
    await play.opens(KNUT, code)
    assert "Start: tis 4 okt" not in play.bot_says(KNUT)


async def test_a_mistake_is_told_and_can_never_be_sent_again(play: Play) -> None:
    code = await play.refer()
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Felregistrerad", "Ja, felregistrerad")
    assert await play.status(code) is ReferralStatus.ENTERED_IN_ERROR
    assert not play.has_button(YLVA, "Skicka igen")
    await play.sees(KNUT, code, "misstag")


async def test_the_same_person_again_is_seen_by_the_referrer_alone(play: Play) -> None:
    first = await play.refer()
    await play.taps(YLVA, "Man")
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, "Nej, fortsätt", "B2", "Ring mig", "Inga", "Samma person igen", first)
    assert "Samma person" in play.bot_says(YLVA)
    await play.all_taps(YLVA, "Ja, personen samtycker", "Skicka")
    second = play.code(YLVA)
    rows = [await play.referral(code) for code in (first, second)]
    assert rows[0].person == rows[1].person
    assert rows[1].sex == "man", "known already"
    assert "Man" not in play.choices(YLVA)
    for code in (first, second):
        await play.opens(YLVA, code)
        assert "Samma person har en annan hänvisning" in play.bot_says(YLVA)
        await play.opens(KNUT, code)
    assert not any("amma person" in text for text in (*play.texts(KNUT), *play.texts(SIRI), *play.texts(OLLE)))
    assert not any(first in text and second in text for text in play.texts(KNUT))


async def test_a_new_person_is_another_person(play: Play) -> None:
    first, second = await play.refer(), await play.refer()
    assert (await play.referral(first)).person != (await play.referral(second)).person


async def test_nobody_can_link_to_a_colleagues_referral(play: Play) -> None:
    first = await play.refer()
    await play.types(OLLE, "/hanvisa")
    await play.all_taps(OLLE, "Nej, fortsätt", "B2", "Ring mig", "Inga", "Samma person igen")
    assert first not in " ".join(play.choices(OLLE))
    assert "Du har ingen tidigare hänvisning" in play.bot_says(OLLE)


async def test_a_step_tapped_twice_stands_once_in_the_history(play: Play) -> None:
    code = await play.refer()
    await play.opens(YLVA, code)
    await play.taps(YLVA, "Återkalla")
    yes = play.button(YLVA, "Ja, återkalla")
    await play.taps_again(YLVA, yes)
    await play.taps_again(YLVA, yes)
    assert "Något annat hann" not in play.bot_says(YLVA)
    statement = select(Event).where(col(Event.happening) == "withdrawn")
    assert len(await play.rows(lambda session: session.exec(statement).all())) == 1


def _long_ago(session: Session) -> None:
    for referral in session.exec(select(Referral)):
        referral.changed_at -= timedelta(days=91)


def _end_agreements(session: Session) -> None:
    for agreement in session.exec(select(Agreement)):
        agreement.takes_referrals = False

"""Every button of a koordinator's card: what the rows say, what both sides see."""

from datetime import date

import pytest

from bot.clock import at_local
from bot.demo.cast import KNUT, OLLE, SIRI, YLVA
from models import ReferralStatus, StatusReason
from tests.conversations.playing import Play

ANSWERS = ["Vi tar emot", "Sedd", "Föreslå tid", "Ring mig", "Väntelista", "Avböj"]


async def _received(play: Play) -> str:
    code = await play.refer()
    await play.sees(KNUT, code)
    return code


async def _taken_in(play: Play) -> str:
    code = await _received(play)
    await play.all_taps(KNUT, "Vi tar emot", "tis 4 okt")
    return code


async def test_a_new_referral_comes_with_every_answer(play: Play) -> None:
    await _received(play)
    assert play.choices(KNUT)[:6] == ANSWERS


async def test_seen_is_not_accepted(play: Play) -> None:
    code = await _received(play)
    await play.taps(KNUT, "Sedd")
    assert await play.status(code) is ReferralStatus.RECEIVED
    await play.sees(YLVA, code, "Sedd", "har sett den men inte svarat")
    assert not play.has_button(KNUT, "Sedd")
    assert play.has_button(KNUT, "Vi tar emot")


async def test_taking_somebody_in_names_the_first_day(play: Play) -> None:
    code = await _received(play)
    await play.taps(KNUT, "Vi tar emot")
    assert "Vilken dag börjar det?" in play.bot_says(KNUT)
    assert [day.split()[0] for day in play.choices(KNUT)[:3]] == ["mån", "tis", "tors"], "days when they are open"
    assert await play.status(code) is ReferralStatus.REQUESTED
    await play.taps(KNUT, "tis 4 okt")
    assert await play.status(code) is ReferralStatus.ACCEPTED
    await play.sees(YLVA, code, "Pågår", "tar emot tis 4 okt")


async def test_a_proposed_time_that_suits_is_the_time(play: Play) -> None:
    code = await _received(play)
    await play.all_taps(KNUT, "Föreslå tid", "tors 6 okt", "10:00")
    assert await play.status(code) is ReferralStatus.RECEIVED
    await play.sees(YLVA, code, "föreslår tors 6 okt kl. 10:00")
    await play.taps(YLVA, "Tiden passar")
    await play.sees(KNUT, code, "Tiden passar")
    row = await play.referral(code)
    assert (row.meet_at, row.proposed_at) == (at_local(date(2022, 10, 6), 10), None)


async def test_a_proposed_time_that_does_not_suit_is_the_partners_turn_again(play: Play) -> None:
    code = await _received(play)
    await play.all_taps(KNUT, "Föreslå tid", "tors 6 okt", "10:00")
    await play.taps(YLVA, "Tiden passar inte")
    await play.sees(KNUT, code, "Föreslå en ny")
    await play.sees(SIRI, code, "Föreslå en ny")
    row = await play.referral(code)
    assert (row.meet_at, row.proposed_at) == (None, None)
    assert play.has_button(KNUT, "Föreslå tid")


async def test_a_new_proposal_takes_the_place_of_the_one_before(play: Play) -> None:
    code = await _received(play)
    await play.all_taps(KNUT, "Föreslå tid", "tors 6 okt", "10:00")
    old = play.button(YLVA, "Tiden passar")
    await play.opens(KNUT, code)
    await play.all_taps(KNUT, "Föreslå tid", "tors 6 okt", "14:00")
    await play.taps_again(YLVA, old)
    assert "Något annat hann hända först" in play.bot_says(YLVA)
    assert (await play.referral(code)).meet_at is None
    await play.opens(YLVA, code)
    await play.taps(YLVA, "Tiden passar")
    assert (await play.referral(code)).meet_at == at_local(date(2022, 10, 6), 14)


async def test_a_wish_for_a_call_reaches_the_referrer(play: Play) -> None:
    code = await _received(play)
    await play.taps(KNUT, "Ring mig")
    assert await play.status(code) is ReferralStatus.RECEIVED
    await play.sees(YLVA, code, "vill att du ringer")


async def test_the_waiting_list_is_a_state_of_waiting_and_not_an_end(play: Play) -> None:
    code = await _received(play)
    await play.taps(KNUT, "Väntelista")
    row = await play.referral(code)
    assert (row.status, row.waiting_list) == (ReferralStatus.RECEIVED, True)
    await play.sees(YLVA, code, "väntelistan")
    assert not play.has_button(KNUT, "Väntelista")
    await play.all_taps(KNUT, "Vi tar emot", "tis 4 okt")
    row = await play.referral(code)
    assert (row.status, row.waiting_list) == (ReferralStatus.ACCEPTED, False)


REASONS = {
    "Fullt": StatusReason.FULL,
    "Passar inte här": StatusReason.NO_MATCH,
    "Nås inte": StatusReason.UNREACHABLE,
    "Tackade nej": StatusReason.PERSON_DECLINED,
}


async def test_a_partner_declines_with_a_reason_that_the_referrer_reads(play: Play) -> None:
    for words, reason in REASONS.items():
        code = await _received(play)
        await play.taps(KNUT, "Avböj")
        assert await play.status(code) is ReferralStatus.REQUESTED
        await play.taps(KNUT, words)
        row = await play.referral(code)
        assert (row.status, row.reason) == (ReferralStatus.REJECTED, reason)
        await play.sees(YLVA, code, "Avslutad", words.lower())
        assert not any(play.has_button(KNUT, answer) for answer in ANSWERS)


async def test_back_leads_from_every_question_to_the_card(play: Play) -> None:
    await _received(play)
    for ask in ("Vi tar emot", "Föreslå tid", "Avböj"):
        await play.all_taps(KNUT, ask, "‹ Tillbaka")
        assert play.choices(KNUT)[:6] == ANSWERS


async def test_after_intake_a_person_is_matched_paused_and_taken_up_again(play: Play) -> None:
    code = await _taken_in(play)
    await play.taps(KNUT, "Matchad med")
    assert play.choices(KNUT)[:5] == ["trädgård", "hantverk", "underhåll", "formgivning", "språkkafé"]
    await play.taps(KNUT, "hantverk")
    assert await play.status(code) is ReferralStatus.IN_PROGRESS
    await play.sees(YLVA, code, "Matchad med hantverk")
    await play.taps(KNUT, "Pausa")
    assert await play.status(code) is ReferralStatus.ON_HOLD
    await play.sees(YLVA, code, "Pausad")
    assert play.choices(KNUT)[:2] == ["Anteckna", "Ta upp igen"]
    await play.taps(KNUT, "Ta upp igen")
    assert await play.status(code) is ReferralStatus.IN_PROGRESS
    await play.sees(YLVA, code, "Tagen upp igen")


@pytest.mark.parametrize(
    ("end", "status", "told"),
    [
        ("Avsluta", ReferralStatus.COMPLETED, "Avslutad som planerat"),
        ("Avsluta i förtid", ReferralStatus.FAILED, "Avslutad i förtid"),
    ],
)
async def test_an_end_after_intake_is_completed_or_failed_and_reaches_the_referrer(
    play: Play, end: str, status: ReferralStatus, told: str
) -> None:
    for steps in ((), ("Matchad med", "trädgård"), ("Pausa",)):
        code = await _taken_in(play)
        await play.all_taps(KNUT, *steps)
        assert not play.has_button(KNUT, "Avböj"), "never rejected after intake"
        await play.all_taps(KNUT, end, f"Ja, {end.lower()}")
        row = await play.referral(code)
        assert (row.status, row.reason) == (status, None)
        await play.sees(YLVA, code, told)
        assert not any(play.has_button(KNUT, word) for word in (*ANSWERS, "Matchad", "Pausa", "Ta upp", "Avsluta"))


async def test_an_old_decline_is_refused_after_intake(play: Play) -> None:
    code = await _received(play)
    await play.taps(KNUT, "Avböj")
    full = play.button(KNUT, "Fullt")
    await play.opens(SIRI, code)
    await play.all_taps(SIRI, "Vi tar emot", "tis 4 okt")
    await play.taps_again(KNUT, full)
    assert "Något annat hann hända först" in play.bot_says(KNUT)
    assert "Siri Låtsas" in play.bot_says(KNUT)
    assert await play.status(code) is ReferralStatus.ACCEPTED


async def test_only_the_referrer_is_told_and_not_their_colleagues(play: Play) -> None:
    code = await _taken_in(play)
    assert not any(code in text for text in play.texts(OLLE))

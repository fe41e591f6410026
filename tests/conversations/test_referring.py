"""`/hanvisa`, from the first screen to the partner's card."""

from datetime import date
from functools import partial

import pytest
from sqlmodel import Session, col, select, update

from bot.clock import at_local
from bot.demo.cast import KNUT, MAJ, SIRI, YLVA, Player
from models import Agreement, Capacity, CapacityState, Member, ReferralStatus, Role
from tests.conversations.playing import SHORTEST, Play, organisation

BEA = Player(5001, "Bea Hittepå", Role.KOORDINATOR, "Rågsveds IF")


async def test_the_shortest_path_takes_eight_taps_at_most_the_command_included(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    for words in SHORTEST:
        await play.taps(YLVA, words)
    assert 1 + len(SHORTEST) <= 8
    await play.sees(YLVA, "Skickat till B2")
    code = play.code(YLVA)
    for koordinator in (KNUT, SIRI):
        await play.sees(koordinator, code, "Ny hänvisning", "Ylva Uppdiktad")
    assert await play.status(code) is ReferralStatus.REQUESTED
    assert await play.drafts() == 0


async def test_from_the_menu_it_takes_eight_taps_as_well(play: Play) -> None:
    path = ("Hänvisa en person", *SHORTEST)
    assert 1 + len(path) <= 8
    await play.types(YLVA, "/meny")
    await play.all_taps(YLVA, *path)
    await play.sees(YLVA, "Skickat till B2")


async def test_the_first_screen_is_one_line_and_stores_nothing(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    first = play.bot_says(YLVA)
    assert "Skyddade personuppgifter eller under 18 år?" in first
    assert "08-465 004 20" in first
    assert "\n" not in first
    assert await play.drafts() == 0
    await play.taps(YLVA, "Ja, stopp")
    await play.sees(YLVA, "Inget är sparat", "08-465 004 20")
    assert await play.drafts() == 0
    assert await play.referrals() == 0
    assert "Skicka" not in " ".join(play.choices(YLVA))


async def test_a_partner_that_takes_referrals_shows_by_its_alias_and_the_others_are_tips(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.taps(YLVA, "Nej, fortsätt")
    assert [choice for choice in play.choices(YLVA) if not choice.startswith("Tipsa")] == [
        "B2 · plats (mån 3 okt)",
        "Avbryt",
    ]
    tips = {choice for choice in play.choices(YLVA) if choice.startswith("Tipsa")}
    assert "Tipsa: Rågsveds IF" in tips
    assert "Tipsa: Stacken" in tips
    assert not any("Convictus" in tip or "Inkluderande" in tip for tip in tips), "they have lapsed"
    assert "Street Minds" not in " ".join(play.choices(YLVA))


async def test_a_tip_says_where_and_when_and_leaves_no_record(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, "Nej, fortsätt", "Tipsa: Rågsveds IF")
    await play.sees(YLVA, "Provplan 1, klubbhuset", "må–fr 15–20", "Här skickas och sparas inget")
    assert await play.referrals() == 0


async def test_a_tip_never_shows_a_sheltered_address(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, "Nej, fortsätt", "Tipsa: Stiftelsen Stora Sköndal")
    assert "Provvägen" not in play.bot_says(YLVA)
    assert "08-465 004 22" in play.bot_says(YLVA)


@pytest.mark.parametrize(
    ("now", "there"),
    [
        (at_local(date(2021, 5, 31), 9), False),
        (at_local(date(2021, 6, 1), 9), True),
        (at_local(date(2023, 5, 31), 16), True),
        (at_local(date(2023, 6, 1), 9), False),
    ],
    ids=["the day before it begins", "its first day", "its last day", "the day after its end"],
)
async def test_a_partner_is_offered_only_while_its_agreement_is_in_force(play: Play, *, there: bool) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.taps(YLVA, "Nej, fortsätt")
    assert play.has_button(YLVA, "B2") is there
    assert ("Ingen partner tar emot hänvisningar i dag" in play.bot_says(YLVA)) is not there


@pytest.mark.parametrize("now", [at_local(date(2023, 5, 31), 15)])
async def test_an_old_partner_button_and_an_old_send_are_refused_after_the_agreement_has_lapsed(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.taps(YLVA, "Nej, fortsätt")
    partner = play.button(YLVA, "B2")
    await play.all_taps(YLVA, "B2", "Ring mig", "Inga önskemål", "Ja, personen samtycker")
    send = play.button(YLVA, "Skicka")
    await play.travel(date(2023, 6, 1))
    await play.taps_again(YLVA, send)
    await play.sees(YLVA, "B2 kan inte ta emot i dag", "Inget är skickat")
    await play.taps_again(YLVA, partner)
    assert "B2 kan inte ta emot i dag" in play.bot_says(YLVA)
    assert await play.referrals() == 0


async def test_nobody_is_referred_where_no_koordinator_would_see_it(play: Play) -> None:
    await play.rows(_dismiss_koordinators)
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, "Nej, fortsätt", "B2")
    await play.sees(YLVA, "Ingen hos B2 skulle se det")
    await play.types(YLVA, "/hanvisa B2")
    assert "Ingen hos B2 skulle se det" in play.bot_says(YLVA)


async def test_a_partner_that_is_full_gets_nobody(play: Play) -> None:
    await play.types(KNUT, "/lediga")
    await play.taps(KNUT, "Fullt")
    await play.types(YLVA, "/hanvisa")
    await play.taps(YLVA, "Nej, fortsätt")
    assert play.has_button(YLVA, "B2 · fullt")
    await play.taps(YLVA, "B2")
    await play.sees(YLVA, "B2 har fullt just nu")
    assert play.has_button(YLVA, "Meny")


async def test_a_partner_that_became_full_meanwhile_is_not_sent_to(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *SHORTEST[:-1])
    await play.types(KNUT, "/lediga")
    await play.taps(KNUT, "Fullt")
    await play.taps(YLVA, "Skicka")
    await play.sees(YLVA, "B2 har fullt just nu", "Inget är skickat")
    assert await play.referrals() == 0


async def test_each_partner_shows_the_room_it_last_said_it_has(play: Play) -> None:
    await play.rows(_let_another_take_referrals)
    await play.joins(BEA)
    for state, word in ((CapacityState.WAITING_LIST, "väntelista"), (CapacityState.ASSESSMENT, "bedömning krävs")):
        await play.rows(partial(_set_room, state))
        await play.types(YLVA, "/hanvisa")
        if play.has_button(YLVA, "Nej"):
            await play.taps(YLVA, "Nej, fortsätt")
        assert play.choices(YLVA)[:2] == ["B1 · bedömning krävs", f"B2 · {word} (mån 3 okt)"]


async def test_only_a_caseworker_refers(play: Play) -> None:
    for who in (KNUT, MAJ):
        await play.types(who, "/hanvisa")
        await play.sees(who, "Din roll kan inte göra det")
        await play.types(who, "/hanvisa B2 trädgård")
        assert "/hanvisa B2 trädgård" not in play.texts(who)
    assert await play.drafts() == 0


async def test_the_one_question_about_sex_is_asked_once_after_sending(play: Play) -> None:
    code = await play.refer()
    assert {"Kvinna", "Man", "Annat", "Vill inte svara"} <= set(play.choices(YLVA))
    await play.taps(YLVA, "Kvinna")
    assert (await play.referral(code)).sex == "woman"
    assert "Kvinna" not in play.choices(YLVA)
    await play.opens(YLVA, code)
    assert "Kvinna" not in play.choices(YLVA)
    assert not any("Kvinna" in text or "kvinna" in text for text in play.texts(KNUT)), "the partner is not told"


def _dismiss_koordinators(session: Session) -> None:
    now = at_local(date(2022, 10, 3), 9)
    session.execute(update(Member).where(col(Member.role) == Role.KOORDINATOR).values(ended_at=now))


def _let_another_take_referrals(session: Session) -> None:
    agreement = session.exec(select(Agreement).where(col(Agreement.name) == "Rågsveds IF")).one()
    agreement.takes_referrals = True


def _set_room(state: CapacityState, session: Session) -> None:
    session.get_one(Capacity, organisation(session, "Street Minds").id).state = state

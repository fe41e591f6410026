"""The referral card: a picture with the code, place, hours and a link that works for one partner alone."""

import io
from datetime import date

import segno
from PIL import Image

from bot.demo.cast import ADA, KNUT, MAJ, OLLE, SIRI, YLVA, Player
from bot.demo.stage import text_of
from bot.pictures import HEIGHT, WIDTH
from models import Role
from tests.conversations.playing import Play

BEA = Player(5001, "Bea Hittepå", Role.KOORDINATOR, "Rågsveds IF")
STRANGER = Player(5002, "Okänd Främling", Role.CASEWORKER, "")
NO_SUCH_CODE = "R-22222"


def _modules(picture: Image.Image, link: str) -> tuple[list[list[bool]], list[list[bool]]]:
    """The QR code's modules as they should be, and as the picture has them, wherever in it they stand."""
    wanted = [[bool(module) for module in row] for row in segno.make(link, error="m", micro=False).matrix]
    dark = picture.point(lambda shade: 255 if shade < 128 else 0)
    right_half = dark.crop((WIDTH // 2 + 20, 180, WIDTH, HEIGHT))
    found = right_half.getbbox()
    assert found, "nothing is drawn right of the words"
    left, top, right, _ = found
    side = (right - left) / len(wanted)
    places = [int((number + 0.5) * side) for number in range(len(wanted))]
    shown = [[right_half.getpixel((left + x, top + y)) == 255 for x in places] for y in places]
    return wanted, shown


async def _picture(play: Play, who: Player) -> Image.Image:
    photo = play.newest_of_bot(who)["photo"][-1]
    stored = play.world.files[photo["file_id"]]
    assert stored.data.startswith(b"\x89PNG\r\n\x1a\n")
    return Image.open(io.BytesIO(stored.data)).convert("L")


async def test_the_card_is_a_png_whose_qr_code_holds_the_link_to_the_code(play: Play) -> None:
    code = await play.refer()
    await play.taps(YLVA, "Visa hänvisningskort")
    picture = await _picture(play, YLVA)
    assert picture.size == (WIDTH, HEIGHT)
    wanted, shown = _modules(picture, f"https://t.me/handslag_demo_bot?start={code}")
    assert shown == wanted
    caption = play.bot_says(YLVA)
    assert code in caption
    assert "Street Minds" not in caption
    assert "B2" in caption


async def test_the_link_opens_the_card_for_the_partners_koordinatorer(play: Play) -> None:
    code = await play.refer()
    for koordinator in (KNUT, SIRI):
        await play.opens(koordinator, code)
        assert code in play.bot_says(koordinator)
        assert play.has_button(koordinator, "Vi tar emot")


async def test_the_link_says_nothing_to_anybody_else_not_even_whether_it_exists(play: Play) -> None:
    code = await play.refer()
    await play.joins(BEA)
    play.phone(STRANGER)
    for who in (OLLE, MAJ, ADA, BEA, STRANGER):
        answers = []
        for asked in (code, NO_SUCH_CODE):
            before = {message["message_id"] for message in play.world.chat(who.telegram_id)}
            await play.opens(who, asked)
            came = [message for message in play.world.chat(who.telegram_id) if message["message_id"] not in before]
            answers.append([(text_of(message).replace(asked, "the code"), play.choices(who)) for message in came])
        assert answers[0] == answers[1], who
        assert not any(code in text for text in play.texts(who) if not text.startswith("/start")), who


async def test_the_link_shows_the_referrer_their_own_card(play: Play) -> None:
    code = await play.refer()
    await play.opens(YLVA, code)
    assert code in play.bot_says(YLVA)
    assert play.has_button(YLVA, "Återkalla")


async def test_the_card_is_no_longer_offered_when_the_referral_has_ended(play: Play) -> None:
    code = await play.refer()
    await play.opens(YLVA, code)
    assert play.has_button(YLVA, "Visa hänvisningskort")
    await play.all_taps(YLVA, "Återkalla", "Ja, återkalla")
    assert not play.has_button(YLVA, "Visa hänvisningskort")


async def test_the_question_about_the_case_file_comes_once_a_day_until_yes(play: Play) -> None:
    code = await play.refer()
    await play.travel(date(2022, 10, 3), 15, 29)
    assert not _asked(play)
    for day in (3, 4, 5):
        await play.travel(date(2022, 10, day), 15, 31)
        assert _asked(play) == day - 2
    await play.travel(date(2022, 10, 5), 23)
    assert _asked(play) == 3
    assert code in play.bot_says(YLVA)
    await play.taps(YLVA, "Ja, koden är införd")
    assert "Koden är införd i akten" in play.bot_says(YLVA)
    await play.travel(date(2022, 10, 10))
    assert _asked(play) == 2, "and the one that was answered has become the card"


async def test_a_referral_sent_after_the_hour_of_the_question_is_asked_about_the_next_day(play: Play) -> None:
    await play.travel(date(2022, 10, 3), 16)
    await play.refer()
    await play.travel(date(2022, 10, 4), 15)
    assert not _asked(play)
    await play.travel(date(2022, 10, 4), 15, 31)
    assert _asked(play) == 1


async def test_nobody_is_asked_about_a_mistake(play: Play) -> None:
    code = await play.refer()
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Felregistrerad", "Ja, felregistrerad")
    await play.travel(date(2022, 10, 6))
    assert not _asked(play)


async def test_a_withdrawn_referral_stands_in_the_case_file_as_well(play: Play) -> None:
    code = await play.refer()
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Återkalla", "Ja, återkalla")
    await play.travel(date(2022, 10, 3), 16)
    assert _asked(play) == 1


def _asked(play: Play) -> int:
    return sum("Är koden införd i akten?" in text for text in map(text_of, play.ever(YLVA)))

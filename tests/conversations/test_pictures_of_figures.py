"""The pictures behind the weekly page's buttons: for managers alone, with the same figures in words."""

import io
from datetime import date

import pytest
from PIL import Image

from bot.demo.cast import BOARD, MAJ
from bot.demo.stage import text_of
from tests.conversations.playing import Play

pytestmark = pytest.mark.months("digests")


async def test_the_weekly_page_leads_to_pictures_that_are_sent_as_photos(play: Play) -> None:
    await play.types(MAJ, "/veckobrev")
    await play.taps(MAJ, "Bild: överenskommelser")
    photo = play.newest_of_bot(MAJ)
    stored = play.world.files[photo["photo"][-1]["file_id"]]
    with Image.open(io.BytesIO(stored.data)) as picture:
        assert (picture.format, picture.width) == ("PNG", 1080)
    caption = text_of(photo)
    assert caption.startswith(f"Överenskommelser: {BOARD}")
    assert "Street Minds: till och med 31 maj 2023, gäller" in caption


async def test_fewer_than_five_referrals_are_no_figure_in_the_picture(play: Play) -> None:
    await play.refer()
    await play.travel(date(2022, 11, 1))
    await play.types(MAJ, "/veckobrev")
    await play.taps(MAJ, "Bild: hänvisningar")
    assert "Oktober 2022, visas inte" in text_of(play.newest_of_bot(MAJ))

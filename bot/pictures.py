"""Pictures that the bot draws. Heavy: imported where one is drawn."""

import io
import textwrap

import segno
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, MARGIN = 1000, 620, 56
INK, PAPER, SHADE = "#16302b", "#fbf8f1", "#4b635c"
BAR = "#2f6f62"
QR_SIDE = 380
LINE_LENGTH = 27
ENTRIES = 8


def referral_card(code: str, link: str, lines: list[str]) -> bytes:
    """The card to show or print: the code, `lines` of text, and `link` as a QR code.

    Returns:
        A PNG, 1000 x 620 pixels.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 18), fill=BAR)
    draw.text((MARGIN, 70), code, font=ImageFont.load_default(size=96), fill=INK)
    qr = _qr(link)
    image.paste(qr, (WIDTH - MARGIN - qr.width, 190))
    _write(draw, lines)
    return _png(image)


def _write(draw: ImageDraw.ImageDraw, lines: list[str]) -> None:
    wrapped = [part for line in lines for part in textwrap.wrap(line, LINE_LENGTH) or [""]]
    font = ImageFont.load_default(size=34)
    for number, line in enumerate(wrapped[:ENTRIES]):
        draw.text((MARGIN, 220 + number * 44), line, font=font, fill=INK if number == 0 else SHADE)


def _qr(link: str) -> Image.Image:
    kept = io.BytesIO()
    segno.make(link, error="m", micro=False).save(kept, kind="png", scale=10, border=2, dark=INK, light=PAPER)
    return Image.open(kept).convert("RGB").resize((QR_SIDE, QR_SIDE), Image.Resampling.NEAREST)


def _png(image: Image.Image) -> bytes:
    kept = io.BytesIO()
    image.save(kept, format="PNG", optimize=True)
    return kept.getvalue()

"""Pictures that the bot draws. Heavy: imported where one is drawn."""

import io
import textwrap
from importlib.resources import files

import segno
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, MARGIN = 1000, 620, 56
INK, PAPER, SHADE = "#16302b", "#fbf8f1", "#4b635c"
BAR = "#2f6f62"
QR_SIDE = 400
QUIET_ZONE = 4  # modules, ISO/IEC 18004
LINE_LENGTH = 26
ENTRIES = 8


def referral_card(code: str, link: str, lines: list[str]) -> bytes:
    """The card to show or print: the code, `lines` of text, and `link` as a QR code.

    Returns:
        A PNG, 1000 x 620 pixels.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 18), fill=BAR)
    draw.text((MARGIN, 56), code, font=_font("Bold", 104), fill=INK)
    qr = _qr(link)
    image.paste(qr, (WIDTH - MARGIN - qr.width, 190))
    _write(draw, lines)
    return _png(image)


def _write(draw: ImageDraw.ImageDraw, lines: list[str]) -> None:
    wrapped = [part for line in lines for part in textwrap.wrap(line, LINE_LENGTH) or [""]]
    for number, line in enumerate(wrapped[:ENTRIES]):
        weight, colour = ("Semibold", INK) if number == 0 else ("Regular", SHADE)
        draw.text((MARGIN, 212 + number * 46), line, font=_font(weight, 38), fill=colour)


def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Source Sans Pro: the library's own font has no å, ä or ö."""
    path = files("font_source_sans_pro").joinpath("files", f"SourceSansPro-{weight}.ttf")
    return ImageFont.truetype(str(path), size)


def _qr(link: str) -> Image.Image:
    code = segno.make(link, error="m", micro=False)
    modules, _ = code.symbol_size(border=QUIET_ZONE)
    kept = io.BytesIO()
    code.save(kept, kind="png", scale=QR_SIDE // modules, border=QUIET_ZONE, dark=INK, light=PAPER)
    return Image.open(kept).convert("RGB")


def _png(image: Image.Image) -> bytes:
    kept = io.BytesIO()
    image.save(kept, format="PNG", optimize=True)
    return kept.getvalue()

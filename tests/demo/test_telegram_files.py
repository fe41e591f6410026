"""Photos and documents: uploaded, sent again by id, looked up, downloaded."""

from io import BytesIO
from typing import Any

from aiohttp import FormData
from PIL import Image

from bot.demo.telegram.world import World
from tests.demo.conftest import KIM, Caller

BYTES = b"%PDF-1.4\r\n\x00\xff\r\n--boundary"


def picture(width: int = 4, height: int = 3) -> bytes:
    target = BytesIO()
    Image.new("RGB", (width, height)).save(target, "PNG")
    return target.getvalue()


async def upload(bot: Caller, kind: str, data: bytes, name: str = "blad.pdf", **fields: str) -> dict[str, Any]:
    form = FormData({"chat_id": str(KIM), **fields})
    form.add_field(kind, data, filename=name)
    async with bot.session.post(bot.url(f"send{kind.title()}"), data=form) as response:
        answer: dict[str, Any] = await response.json()
        return answer


async def test_a_document_is_kept_byte_for_byte(bot: Caller) -> None:
    document = (await upload(bot, "document", BYTES, caption="bilaga"))["result"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "blad.pdf",
        "application/pdf",
        len(BYTES),
    )
    found = await bot.ok("getFile", file_id=document["file_id"])
    base = f"{bot.telegram.url}/file/bot{bot.telegram.token}"
    async with bot.session.get(f"{base}/{found['file_path']}") as response:
        assert await response.read() == BYTES
    async with bot.session.get(f"{base}/nothing") as response:
        assert response.status == 404
    async with bot.session.get(f"{bot.telegram.url}/file/bot1:x/{found['file_path']}") as response:
        assert response.status == 401


async def test_a_document_may_be_attached_under_another_name(bot: Caller) -> None:
    form = FormData({"chat_id": str(KIM), "document": "attach://part7"})
    form.add_field("part7", BYTES, filename="a.txt")
    async with bot.session.post(bot.url("sendDocument"), data=form) as response:
        assert (await response.json())["result"]["document"]["file_name"] == "a.txt"
    refusal = await bot.refused("sendDocument", chat_id=KIM, document="attach://part7")
    assert refusal == "400 Bad Request: there is no document in the request"


async def test_a_photo_is_measured_and_its_caption_edited(bot: Caller, world: World) -> None:
    sent = (await upload(bot, "photo", picture(), "a.png", caption="<b>kort</b>", parse_mode="HTML"))["result"]
    assert (sent["photo"][0]["width"], sent["photo"][0]["height"]) == (4, 3)
    assert (sent["caption"], sent["caption_entities"][0]["type"]) == ("kort", "bold")
    number = sent["message_id"]
    await bot.ok("editMessageCaption", chat_id=KIM, message_id=number, caption="nytt")
    assert world.chat(KIM)[0]["caption"] == "nytt"
    refusal = await bot.refused("editMessageText", chat_id=KIM, message_id=number, text="x")
    assert refusal == "400 Bad Request: there is no text in the message to edit"


async def test_a_file_is_sent_again_by_its_id(bot: Caller) -> None:
    photo = (await upload(bot, "photo", picture(), "a.png"))["result"]["photo"][0]
    again = await bot.ok("sendPhoto", chat_id=KIM, photo=photo["file_id"])
    assert again["photo"] == [photo]
    refusal = await bot.refused("sendDocument", chat_id=KIM, document=photo["file_id"])
    assert refusal == "400 Bad Request: can't use file of type Photo as Document"
    refusal = await bot.refused("sendPhoto", chat_id=KIM, photo="made-up")
    assert refusal == "400 Bad Request: wrong file identifier/HTTP URL specified"


async def test_wrong_files_are_refused(bot: Caller) -> None:
    assert (await upload(bot, "photo", b"no picture"))["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    narrow = await upload(bot, "photo", picture(21, 1))
    assert narrow["description"] == "Bad Request: PHOTO_INVALID_DIMENSIONS"
    assert (await upload(bot, "document", b""))["description"] == "Bad Request: file must be non-empty"
    too_long = await upload(bot, "document", BYTES, caption="x" * 1025)
    assert too_long["description"] == "Bad Request: message caption is too long"
    assert await bot.refused("sendPhoto", chat_id=KIM) == "400 Bad Request: there is no photo in the request"


async def test_only_known_files_can_be_looked_up(bot: Caller, world: World) -> None:
    voice = world.send_other(KIM, "voice")["voice"]["file_id"]
    assert (await bot.ok("getFile", file_id=voice))["file_path"].startswith("voice/")
    assert await bot.refused("getFile") == "400 Bad Request: file_id is not specified"
    refusal = await bot.refused("getFile", file_id="x")
    assert refusal == "400 Bad Request: wrong file_id or the file is temporarily unavailable"

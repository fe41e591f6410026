"""Bot API methods about files: send a photo or a document, look one up."""

import mimetypes
from io import BytesIO

from bot.demo.telegram.composing import read_caption
from bot.demo.telegram.params import Params, Upload
from bot.demo.telegram.refusals import bad_request
from bot.demo.telegram.sending import post
from bot.demo.telegram.state import Json
from bot.demo.telegram.world import World

LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_DOWNLOAD = 20 * 1024 * 1024
LONGEST_SIDES = 10_000
LARGEST_RATIO = 20


def send_document(world: World, params: Params) -> Json:
    """sendDocument: an upload (`document` itself or attach://name) or the id of a document sent before."""
    caption = read_caption(params)
    upload = _upload(params, "document")
    media = _known(world, params, "document") if upload is None else _document(world, upload)
    return post(world, params, {"document": media, **caption})


def send_photo(world: World, params: Params) -> Json:
    """sendPhoto: an image of at most 10 MB, sides together at most 10,000 and their ratio at most 20, or a file id."""
    caption = read_caption(params)
    upload = _upload(params, "photo")
    media = _known(world, params, "photo") if upload is None else _photo(world, upload)
    return post(world, params, {"photo": [media], **caption})


def get_file(world: World, params: Params) -> Json:
    """getFile: the path to download from; files over 20 MB are refused."""
    if not params.has("file_id"):
        raise bad_request("file_id is not specified")
    file_id = params.text("file_id")
    stored = world.files.get(file_id)
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.data) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    ids = {"file_id": file_id, "file_unique_id": stored.media["file_unique_id"]}
    return {**ids, "file_size": len(stored.data), "file_path": stored.path}


def _upload(params: Params, name: str) -> Upload | None:
    value = params.text(name)
    upload = params.files.get(value.removeprefix("attach://") if value.startswith("attach://") else name)
    if upload is not None and not upload.data:
        raise bad_request("file must be non-empty")
    if upload is None and value.startswith("attach://"):
        raise bad_request(f"there is no {name} in the request")
    return upload


def _known(world: World, params: Params, kind: str) -> Json:
    file_id = params.text(kind)
    if not file_id:
        raise bad_request(f"there is no {kind} in the request")
    stored = world.files.get(file_id)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    media: Json = stored.media
    return media


def _document(world: World, upload: Upload) -> Json:
    guessed = mimetypes.guess_type(upload.name)[0] or upload.content_type
    about = {"file_name": upload.name, "mime_type": guessed}
    return world.add_file("document", upload.data, guessed, f"documents/{upload.name.rpartition('/')[2]}", about)


def _photo(world: World, upload: Upload) -> Json:
    if len(upload.data) > LARGEST_PHOTO:
        raise bad_request("file is too big")
    width, height, content_type = _measure(upload.data)
    if width + height > LONGEST_SIDES or max(width, height) > LARGEST_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    suffix = mimetypes.guess_extension(content_type) or ".jpg"
    return world.add_file(
        "photo", upload.data, content_type, f"photos/file{suffix}", {"width": width, "height": height}
    )


def _measure(data: bytes) -> tuple[int, int, str]:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data)) as image:
            width, height = image.size
            return width, height, Image.MIME.get(image.format or "", "image/jpeg")
    except (UnidentifiedImageError, OSError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None

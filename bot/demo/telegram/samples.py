"""Small stand-ins for what phones send: a photo, a recording, a place."""

import base64
from typing import Any

_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)

# kind -> content type, folder and file name, bytes, what the Bot API says of it besides the file
FILES: dict[str, tuple[str, str, bytes, dict[str, Any]]] = {
    "photo": ("image/png", "photos/photo.png", _PIXEL, {"width": 1, "height": 1}),
    "voice": ("audio/ogg", "voice/voice.oga", b"OggS", {"duration": 3, "mime_type": "audio/ogg"}),
    "video": (
        "video/mp4",
        "videos/video.mp4",
        b"\x00\x00\x00\x18ftypmp42",
        {"width": 320, "height": 240, "duration": 3},
    ),
    "document": (
        "application/pdf",
        "documents/intyg.pdf",
        b"%PDF-1.4\n",
        {"file_name": "intyg.pdf", "mime_type": "application/pdf"},
    ),
    "sticker": (
        "image/webp",
        "stickers/sticker.webp",
        b"RIFF\x00\x00\x00\x00WEBP",
        {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍"},
    ),
}

OTHERS: dict[str, dict[str, Any]] = {
    "location": {"location": {"latitude": 57.7089, "longitude": 11.9746}},
    "contact": {"contact": {"phone_number": "+46700000000", "first_name": "Kim"}},
}

"""A register extract that a machine can read."""

import json
from dataclasses import asdict
from datetime import date

from bot.documents.kept import Extract
from messages import Word

MEDIA_TYPE = "application/json"


def draw(extract: Extract) -> bytes:
    """The extract as UTF-8 JSON (RFC 8259): days and moments in ISO 8601, moments in UTC."""
    return json.dumps(_plain(asdict(extract)), ensure_ascii=False, indent=1).encode()


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return value["key"] if value.keys() == {"key"} else {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Word):
        return value.key
    return value

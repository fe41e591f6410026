"""The parameters of a Bot API call, in whichever of the four forms a library sends them."""

import json
import re
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Any
from urllib.parse import parse_qsl

from bot.demo.telegram.refusals import bad_request

LARGEST_BODY = 50 * 1024 * 1024
_TRUE = {"true", "yes", "1"}
_NUMBER = re.compile(r"\s*[+-]?\d{1,19}\s*")


@dataclass(slots=True, frozen=True)
class Upload:
    """A file in a multipart form."""

    name: str
    content_type: str
    data: bytes


@dataclass(slots=True)
class Params:
    """What a call was given: values by name (JSON, or strings from forms) and uploaded files by field name."""

    values: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether `name` was given and is not empty."""
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """`name` as text, empty when absent; a number is written out, as Telegram does."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        """`name` as a whole number; `default` when absent, 0 when it is none."""
        value = self.values.get(name)
        if isinstance(value, str) and value:
            return int(value) if _NUMBER.fullmatch(value) else 0
        if isinstance(value, int | float):
            return int(value)
        return default

    def flag(self, name: str) -> bool:
        """`name` as a boolean: true, yes, 1 or another number but 0."""
        value = self.values.get(name)
        return value.strip().lower() in _TRUE if isinstance(value, str) else bool(value)

    def json(self, name: str, complaint: str) -> Any:  # noqa: ANN401
        """`name` as a JSON value, parsed when it came as a string; None when absent.

        Raises ApiError (400 with `complaint`) on what is no JSON.
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(complaint) from None


def read(query: str, content_type: str, body: bytes) -> Params:
    """The parameters in the query string and the body (JSON, urlencoded or multipart); the body's win.

    Raises ApiError (400) on JSON that cannot be read.
    """
    values: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    kind = content_type.partition(";")[0].strip().lower()
    if not body:
        return Params(values)
    if kind == "application/json":
        return Params(values | _json_object(body))
    if kind == "multipart/form-data":
        return _multipart(values, content_type, body)
    if kind == "application/x-www-form-urlencoded":
        values |= parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    return Params(values)


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(parsed, dict):
        raise bad_request("JSON object expected")
    return parsed


def _multipart(values: dict[str, Any], content_type: str, body: bytes) -> Params:
    """The parts, byte for byte: they lie between boundaries, each with its headers before an empty line."""
    params = Params(values)
    head = Message()
    head["Content-Type"] = content_type
    boundary = head.get_param("boundary")
    if not isinstance(boundary, str):
        raise bad_request("boundary not found in multipart form")
    for piece in (b"\r\n" + body).split(b"\r\n--" + boundary.encode("latin-1"))[1:]:
        headers, empty_line, content = piece.lstrip(b"\r\n").partition(b"\r\n\r\n")
        if empty_line:
            _add_part(params, headers, content)
    return params


def _add_part(params: Params, headers: bytes, content: bytes) -> None:
    parsed = BytesHeaderParser().parsebytes(headers)
    name = parsed.get_param("name", header="content-disposition")
    filename = parsed.get_filename()
    if not isinstance(name, str):
        return
    if filename is None:
        params.values[name] = content.decode("utf-8", "replace")
    else:
        params.files[name] = Upload(filename, parsed.get_content_type(), content)

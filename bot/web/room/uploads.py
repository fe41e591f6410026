"""Reading a form with a document in it (RFC 7578), strictly, bounded, and never to a disk."""

from collections.abc import AsyncGenerator

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from bot.agreements.report_files import LARGEST
from bot.pages.page import Sent
from bot.web.room.forms import BadForm

FORM = "multipart/form-data"
FIELD = "file"
MOST_FIELDS = 8
LARGEST_FIELD = 8 * 1024
LARGEST_BODY = LARGEST + 64 * 1024
"""Bytes of the whole: the document, and what stands around it."""
THROWN_AWAY = 64 * 1024 * 1024
"""So many bytes of one that is too large are read and thrown away: whoever stops reading cannot be heard."""


class _TooLarge(Exception):
    """More came than is taken."""


class _Parser(MultiPartParser):
    """Starlette's parser, which keeps a document in memory and knows whether the form came to its end."""

    spool_max_size = 2 * LARGEST_BODY
    ended = False

    def on_end(self) -> None:
        """The closing boundary came."""
        self.ended = True

    def close(self) -> None:
        """Let go of all that came, also of a document that was cut off."""
        for file in self._files_to_close_on_error:
            file.close()


async def read_upload(request: Request) -> tuple[dict[str, str], Sent | None]:
    """The fields of a form, and the document in its field `file` (nothing where none was chosen).

    Of a document that is too large nothing is kept but that it is.

    Raises:
        BadForm: 415 for another type, 413 for what is far too large, 400 for what is no such form.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise BadForm(415)
    parser = _Parser(
        request.headers, _bounded(request), max_files=1, max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD
    )
    try:
        await parser.parse()
        if not parser.ended:
            raise BadForm(400)
        return _fields(parser), await _document(parser)
    except _TooLarge:
        await _throw_away(request)
        return _fields(parser), Sent("", b"", too_large=True)
    except (MultiPartException, ClientDisconnect):
        raise BadForm(400) from None
    finally:
        parser.close()


async def _bounded(request: Request) -> AsyncGenerator[bytes, None]:
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST_BODY:
            raise _TooLarge
        yield chunk


async def _throw_away(request: Request) -> None:
    """Read on to the end, lest the browser says that the connection broke."""
    size = LARGEST_BODY
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > THROWN_AWAY:
                raise BadForm(413)
    except ClientDisconnect:
        raise BadForm(400) from None


def _fields(parser: _Parser) -> dict[str, str]:
    said = [(name, value) for name, value in parser.items if isinstance(value, str)]
    fields = dict(said)
    if len(fields) != len(said) or any("\0" in text for pair in said for text in pair):
        raise BadForm(400)
    return fields


async def _document(parser: _Parser) -> Sent | None:
    for name, value in parser.items:
        if isinstance(value, UploadFile):
            data = await value.read()
            if name != FIELD:
                raise BadForm(400)
            return Sent(value.filename or "", data, too_large=len(data) > LARGEST) if value.filename or data else None
    return None

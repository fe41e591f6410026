"""Reading what a browser sends: small forms, strictly."""

from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

LARGEST = 512 * 1024
"""Bytes: three forms as long as a note may be, each character percent-encoded."""
MOST_FIELDS = 60
FORM = "application/x-www-form-urlencoded"


class BadForm(Exception):
    """It cannot be read. `status` is what to answer (RFC 9110)."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a URL-encoded form, line ends as \\n.

    Raises:
        BadForm: 415 for another type, 413 for one too large, 400 for what is no such form.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise BadForm(415)
    return _fields(await _body(request))


def _fields(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            max_num_fields=MOST_FIELDS,
            errors="strict",
        )
    except ValueError:
        raise BadForm(400) from None
    fields = {name: value.replace("\r\n", "\n") for name, value in pairs}
    if len(fields) != len(pairs) or any("\0" in text for pair in pairs for text in pair):
        raise BadForm(400)
    return fields


async def _body(request: Request) -> bytes:
    chunks: list[bytes] = []
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > LARGEST:
                raise BadForm(413)
            chunks.append(chunk)
    except ClientDisconnect:
        raise BadForm(400) from None
    return b"".join(chunks)

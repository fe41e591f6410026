"""Where a secret could have gone: what Telegram was asked, what lies on the disk, what stands in the tables."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect, text
from starlette.requests import Request

from bot.demo.telegram.server import LocalTelegram


def record_requests(telegram: LocalTelegram) -> list[bytes]:
    """Everything that the Bot API is asked from now on: method, query and body."""
    asked: list[bytes] = []
    api: Any = telegram._api
    answer = api._answer

    async def recording(request: Request, method: str) -> Any:
        asked.append(method.encode() + b" " + request.scope["query_string"] + b" " + await request.body())
        return await answer(request, method)

    api._answer = recording
    return asked


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`, the database's log and index among them."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def tables(engine: Engine) -> dict[str, bytes]:
    """Every row of every table as text, as a dump has it; bytes are hexadecimal there."""
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return {
            name: "\n".join(str(row) for (row,) in connection.execute(text(f'SELECT t::text FROM "{name}" t'))).encode()  # noqa: S608
            for name in names
        }

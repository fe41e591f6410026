"""Logs: structured, and without secrets."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}")
QUIET = ("httpx", "httpcore", "aiohttp.access", "telegram", "apscheduler", "alembic")


def redact(text: str) -> str:
    """`text` with every bot token in it blacked out."""
    return TOKEN.sub("[token]", text)


class Redacting(logging.Filter):
    """Blacks out tokens in what libraries log: httpx writes whole URLs at INFO."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), ()
        return True


def _redact_event(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:  # noqa: ANN401
    return {key: redact(value) if isinstance(value, str) else value for key, value in event.items()}


def set_up(*, as_json: bool) -> None:
    """Log to standard error: a line of JSON per event, or for a person's eyes."""
    handler = logging.StreamHandler()
    handler.addFilter(Redacting())
    logging.basicConfig(level=logging.INFO, handlers=[handler], format="%(levelname)s %(name)s: %(message)s")
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    renderer: Any = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _redact_event,
            renderer,
        ],
        logger_factory=structlog.PrintLoggerFactory(file=__import__("sys").stderr),
        cache_logger_on_first_use=False,
    )

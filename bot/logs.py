"""Logs: structured, and without secrets."""

import logging
import re
import sys
import traceback
from typing import Any

import structlog

TOKEN = re.compile(r"\d{5,}(:|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)
QUIET = ("httpx", "httpcore", "aiohttp.access", "telegram", "apscheduler", "alembic")


def redact(text: str) -> str:
    """`text` with every bot token in it blacked out."""
    return TOKEN.sub("[token]", text)


def without_words(bug: Exception) -> str:
    """The traceback of `bug` without its arguments and without variables, which may hold what somebody wrote."""
    return "".join(traceback.format_tb(bug.__traceback__)) + type(bug).__name__


class Redacting(logging.Formatter):
    """Blacks out tokens in what libraries log, their tracebacks too: httpx writes whole URLs at INFO."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def _redact_line(_logger: Any, _name: str, line: Any) -> str:  # noqa: ANN401
    return redact(line)


def set_up(*, as_json: bool) -> None:
    """Log to standard error: a line of JSON per event, or for a person's eyes."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    renderer: Any = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
            _redact_line,
        ],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )

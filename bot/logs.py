"""Logs: structured, without secrets and without people, each line with what it belongs to."""

import logging
import re
import sys
import traceback
from typing import Any

import structlog
from structlog.contextvars import bind_contextvars, merge_contextvars
from structlog.types import EventDict, Processor

TOKEN = re.compile(r"\d{5,}(:|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)
QUIET = ("httpx", "httpcore", "aiohttp.access", "telegram", "apscheduler", "alembic", "uvicorn")


def redact(text: str) -> str:
    """`text` with every bot token in it blacked out."""
    return TOKEN.sub("[token]", text)


def without_words(bug: BaseException) -> str:
    """The traceback of `bug` without its arguments and without variables, which may hold what somebody wrote."""
    return "".join(traceback.format_tb(bug.__traceback__)) + type(bug).__name__


def belongs_to(service: str, process: str) -> None:
    """Let each line that is logged from here on, and in what is begun from here, name its service and process."""
    bind_contextvars(service=service, process=process)


class Redacting(structlog.stdlib.ProcessorFormatter):
    """Blacks out tokens in what libraries log, their tracebacks too: httpx writes whole URLs at INFO."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def _redact_line(_logger: Any, _name: str, line: Any) -> str:  # noqa: ANN401
    return redact(line)


def _told_exception(_logger: Any, _name: str, line: EventDict) -> EventDict:  # noqa: ANN401
    """An exception as where it came from and what kind it is: what it says may be somebody's words."""
    found = line.pop("exc_info", None)
    error = found if isinstance(found, BaseException) else (found[1] if isinstance(found, tuple) else None)
    if found is True:
        error = sys.exc_info()[1]
    if error is not None:
        line["exception"] = without_words(error)
    return line


def _library(_logger: Any, _name: str, line: EventDict) -> EventDict:  # noqa: ANN401
    """Which library a line of theirs is from."""
    line["library"] = line["_record"].name
    return line


def set_up(*, as_json: bool) -> None:
    """Log to standard error: a line of JSON per event, or for a person's eyes."""
    renderer: Processor = (
        structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    )
    shared: list[Processor] = [
        merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _told_exception,
    ]
    handler = logging.StreamHandler()
    handler.setFormatter(
        Redacting(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            foreign_pre_chain=[*shared, _library],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, renderer, _redact_line],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )

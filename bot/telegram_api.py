"""Calls to the Bot API by its own names, and its refusals as python-telegram-bot's errors."""

from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.telegram_http import READ_SECONDS, TelegramHttp

ERRORS: dict[int, type[TelegramError]] = {
    400: BadRequest,
    401: InvalidToken,
    403: Forbidden,
    404: InvalidToken,
    409: Conflict,
}
"""By `error_code` (Bot API, Making requests); all else may pass, and is tried again."""


class Api:
    """The methods of one bot, at `url`, which holds its token.

    What is said in every answer goes this way: python-telegram-bot makes objects of all that comes back, which was
    most of what an answer cost (docs/performance.md).
    """

    def __init__(self, http: TelegramHttp, url: str) -> None:
        self._http = http
        self.url = url
        self.patience = READ_SECONDS
        """How many seconds an answer may take."""

    async def ask(self, method: str, **parameters: Any) -> Any:  # noqa: ANN401 - as the method defines
        """Call `method`, with the parameters that are not None, and return its result as it came.

        Raises:
            telegram.error.TelegramError: it was refused, or nobody knows whether it was done (NetworkError).
        """
        given = {name: value for name, value in parameters.items() if value is not None}
        _, payload = await self._http.call(f"{self.url}/{method}", given, self.patience)
        answer = self._http.parse_json_payload(payload)
        if answer["ok"]:
            return answer["result"]
        raise refusal(answer)


def refusal(answer: dict[str, Any]) -> TelegramError:
    """The error that `answer`, one that is not `ok`, is about (Bot API, ResponseParameters)."""
    more = answer.get("parameters") or {}
    if chat := more.get("migrate_to_chat_id"):
        return ChatMigrated(chat)
    if seconds := more.get("retry_after"):
        return RetryAfter(seconds)
    return ERRORS.get(answer.get("error_code", 0), NetworkError)(answer.get("description", ""))

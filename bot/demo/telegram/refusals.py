"""What the local Telegram answers when it says no, in Telegram's own words as far as they are known."""


class ApiError(Exception):
    """A Bot API call that is refused.

    `code` is the HTTP status, `description` the sentence the caller sees, `parameters` the machine-readable part
    (`retry_after`, in seconds).
    """

    def __init__(self, code: int, description: str, parameters: dict[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class PhoneError(Exception):
    """Something a real phone would not let its owner do, such as tapping a button of a message that is gone."""


def bad_request(reason: str) -> ApiError:
    """A 400: the request itself is wrong."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """A 403: the person or the group does not let the bot in."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """A 409: somebody else is receiving the updates."""
    return ApiError(409, f"Conflict: {reason}")


def migrated(chat_id: int) -> ApiError:
    """A 400: the group is another one now, whose id is told."""
    reason = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, reason, {"migrate_to_chat_id": chat_id})


def too_many_requests(retry_after: int) -> ApiError:
    """A 429: come back after `retry_after` seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})

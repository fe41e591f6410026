"""aiogram's reading of launch data, imported where it is asked for: the library takes seconds."""

from typing import Any


def parsed(token: str, data: str) -> Any:
    """The fields of launch data; ValueError where the signature is not `token`'s."""
    from aiogram.utils.web_app import safe_parse_webapp_init_data

    return safe_parse_webapp_init_data(token, data)


def is_signed(token: str, data: str) -> bool:
    """Whether the bot of `token` signed it."""
    from aiogram.utils.web_app import check_webapp_signature

    return check_webapp_signature(token, data)

"""The room's pages: one template each, and every word in `sv.toml` and `en.toml`. Pages hold plain values."""

from messages.room.pages import Frame, RoomPage
from messages.room.render import page, word

__all__ = ["Frame", "RoomPage", "page", "word"]

"""Samples of what the chat says about the sealed room."""

from messages import views
from messages.views import View
from tests.messages.samples.invented import CODE, at

ROOM: tuple[View, ...] = (
    views.RoomClosed(),
    views.LaunchUsed(),
    views.RoomLockedUntil(at(3, 9, 15)),
    views.WrongCode(),
    views.TooLateToEdit(at(4, 9, 12)),
    views.NothingWritten(),
    views.TooLong(20_001, 20_000),
    views.ChangedMeanwhile(),
    views.Deidentified(),
    views.NoUndertaking(),
    views.UnknownDay(),
    views.RoomReady(CODE),
    views.RoomDoor(is_open=True),
    views.RoomDoor(is_open=False),
    views.RoomLocked(),
)

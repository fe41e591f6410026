"""The door: a second factor is shown, or chosen."""

from dataclasses import dataclass
from datetime import date

from messages.room.pages.base import RoomPage


@dataclass(frozen=True)
class UnlockPage(RoomPage):
    """Show a second factor: with those that are there, or choose a PIN."""

    to: str
    new: bool
    pin: bool = False
    totp: bool = False
    passkey: bool = False
    openid: bool = False
    wrong: str = ""
    flaw: str = ""
    kept: bool = False
    """Whether what was being written has just been kept."""


@dataclass(frozen=True)
class Key:
    """A way in: its number, and since when it is there."""

    id: int
    since: date


@dataclass(frozen=True)
class KeysPage(RoomPage):
    """One's own ways in: change the PIN, add or remove a passkey, an app, or the board's login.

    `has_login`: the board has one. `flaw` is what is wrong with a new PIN; `wrong` is the old PIN ("pin"), a passkey
    ("passkey"), or a login ("openid", or "taken": it is linked to somebody).
    """

    passkeys: tuple[Key, ...]
    more_passkeys: bool
    apps: tuple[Key, ...]
    logins: tuple[Key, ...]
    has_login: bool
    flaw: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class TotpPage(RoomPage):
    """A new app: scan the picture `qr` (SVG) or type the `groups`, then give one code."""

    qr: str
    groups: tuple[str, ...]
    wrong: bool = False


@dataclass(frozen=True)
class LoginPage(RoomPage):
    """The way to the board's login at `url`, and back to where one came from."""

    url: str
    back: str

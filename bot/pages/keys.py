"""One's own ways in, and a new app's seed."""

from collections.abc import Sequence

from bot import clock
from bot.locks import totp
from bot.turn import Turn
from messages.room import word
from messages.room.pages import Key, KeysPage, TotpPage
from models import Factor, FactorKind

GROUP = 4


def page(ways: Sequence[Factor], *, more_passkeys: bool, has_login: bool, flaw: str = "", wrong: str = "") -> KeysPage:
    """One's ways in, without any secret.

    Args:
        ways: the factors that work.
        more_passkeys: whether another may be added.
        has_login: whether the board has a login of its own.
        flaw, wrong: what was wrong with a form, as in `KeysPage`.
    """

    def of(kind: FactorKind) -> tuple[Key, ...]:
        return tuple(Key(way.id, clock.today(way.made_at)) for way in ways if way.kind is kind)

    return KeysPage(
        passkeys=of(FactorKind.PASSKEY),
        more_passkeys=more_passkeys,
        apps=of(FactorKind.TOTP),
        logins=of(FactorKind.OPENID),
        has_login=has_login,
        flaw=flaw,
        wrong=wrong,
    )


def app(turn: Turn, secret: str, *, wrong: bool = False) -> TotpPage:
    """A new app's seed (`secret`, base32) as a picture and in groups to type; `wrong`: its first code was."""
    title = word("room.title", turn.language)
    uri = totp.uri(secret, turn.who.name, title)
    groups = tuple(secret[start : start + GROUP] for start in range(0, len(secret), GROUP))
    return TotpPage(qr=totp.qr_svg(uri, word("totp.picture", turn.language)), groups=groups, wrong=wrong)

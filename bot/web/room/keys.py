"""One's own ways in: an app is added, and what is no longer used is removed."""

from bot.actions import factors
from bot.locks import totp
from bot.pages import keys, paths
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.turn import Turn
from models import FactorKind

REMOVED = {
    FactorKind.TOTP: "app_removed",
    FactorKind.PASSKEY: "passkey_removed",
    FactorKind.OPENID: "login_removed",
}


def back_to_keys(_turn: Turn, _ask: Ask) -> Outcome:
    """What a form made is shown once; whoever comes back to its address sees their keys."""
    return Goto(paths.KEYS)


def new_app(turn: Turn, _ask: Ask) -> Outcome:
    """Draw a seed for an app, and show it: now, and never again."""
    secret = totp.new_secret(turn.dice)
    factors.choose(turn, FactorKind.TOTP, secret.encode())
    return Shown(keys.app(turn, secret))


def confirm_app(turn: Turn, ask: Ask) -> Outcome:
    """The first code from the app, which shows that it has the seed. None is counted: the seed was just shown."""
    secret = factors.seed_to_confirm(turn)
    step = totp.matches(secret, ask.form.get("code", ""), turn.now, None)
    if step is None:
        return Shown(keys.app(turn, secret, wrong=True), 422)
    factors.confirm_app(turn, step)
    return Goto(paths.KEYS, "app_added")


def remove(turn: Turn, ask: Ask) -> Outcome:
    """Take a way in away."""
    kind = factors.remove(turn, ask.number("key"))
    return Goto(paths.KEYS, REMOVED[kind])

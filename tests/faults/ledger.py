"""What the players did, as they remember it. The checker holds the database against it."""

from dataclasses import dataclass, field

from bot.buttons import Button


@dataclass(frozen=True)
class Tap:
    """A tap that Telegram accepted."""

    user: int
    button: Button


@dataclass
class Intention:
    """One person that a caseworker set out to refer: to be exactly one referral, as chosen, once sending was tapped."""

    user: int
    sent: set[int] = field(default_factory=set)
    """The drafts whose *Skicka hänvisningen* was tapped."""
    handover: str = ""
    wishes: set[int] = field(default_factory=set)
    finished: bool = False
    """Whether the player saw that it was sent."""


@dataclass
class Ledger:
    """Everything that Telegram accepted from the players. `issued` counts the updates for the bot."""

    issued: int = 0
    taps: list[Tap] = field(default_factory=list)
    intentions: list[Intention] = field(default_factory=list)
